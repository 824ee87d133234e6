"""The login service for persons, as the settings name it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

from app.bootstrap import ways_out
from app.bootstrap.clock import utc_now
from app.domain.person import role_rules
from app.errors import StationError
from app.province.persons import PersonLogin
from app.services.doorkeeper import Doorkeeper
from app.services.persons import PersonDoor
from app.settings import Settings

log = logging.getLogger(__name__)

_NONCE_BYTES = 32


@contextmanager
def person_door(settings: Settings) -> Iterator[PersonDoor | None]:
    """The service, None where none is set up; its connections are closed afterwards."""
    if not settings.person_login_url:
        yield None
        return
    with closing(_service(settings)) as service:
        yield PersonDoor(
            service,
            role_rules(settings.person_login_roles),
            timedelta(days=settings.offline_login_days),
        )


def doorkeeper(door: PersonDoor | None) -> Doorkeeper:
    """Who looks at passwords, and knows when one is not enough."""
    return Doorkeeper(online=door.rule if door else None)


def _service(settings: Settings) -> PersonLogin:
    """A wrong setting never keeps the station shut; passwords then count for a few days only."""
    from app.province.device_flow import Client
    from app.province.person_login import NoPersonLogin, OidcLogin, Sources

    try:
        security = ways_out.line_security(settings)
        return OidcLogin(
            Client(
                settings.person_login_url,
                settings.person_login_client_id,
                settings.person_login_scope,
                ways_out.secret_of(settings.person_login_secret_file),
            ),
            Sources(utc_now, lambda: secrets.token_urlsafe(_NONCE_BYTES)),
            tls=security.context(),
            proxy=security.proxy,
        )
    except StationError as error:
        log.error("login service for persons cannot be used: %s", error.detail)
        return NoPersonLogin()
