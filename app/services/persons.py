"""Officers who log in at the province's login service; their accounts stay accounts of the station.

A person comes in by a link that an administrator made, or by a rule of the settings, which makes
an account with the roles that the service vouches for. An account that exists is never taken over
by a rule.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from app.domain.officer import Officer, Right
from app.domain.person import Person, RoleRule, account_id, roles_by
from app.jobs import CancelToken
from app.province.errors import LoginRefused
from app.province.persons import PersonLogin, PersonLoginError
from app.province.station_login import DeviceCode
from app.services.doorkeeper import OnlineRule, entered
from app.services.login import log_in
from app.services.session import AccountClosed, OnlineRefused, PersonUnknown, Unguarded
from app.services.station import Station

log = logging.getLogger(__name__)

_SAYS_NO = frozenset({"access_denied", "invalid_grant"})
"""Answers of the service that are about the person. Source: RFC 8628 3.5, RFC 6749 5.2."""


@dataclass(frozen=True, slots=True)
class PersonDoor:
    """The login service as this station uses it.

    Attributes:
        rules: What the service says -> role.
        offline_for: How long a password counts while the service cannot be reached.
    """

    service: PersonLogin
    rules: tuple[RoleRule, ...] = ()
    offline_for: timedelta = timedelta(days=3)
    _unknown: list[Person] = field(default_factory=list, repr=False)
    _one: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def rule(self) -> OnlineRule:
        """What the doorkeeper has to know."""
        return OnlineRule(self.offline_for, self.service.is_reachable)

    @property
    def last_unknown(self) -> Person | None:
        """Who was refused last because no account is linked; kept in memory only."""
        return self._unknown[-1] if self._unknown else None

    def log_in(
        self,
        station: Station,
        *,
        show: Callable[[DeviceCode], None],
        wait: Callable[[float], None],
        expected: str = "",
        cancel: CancelToken | None = None,
    ) -> Officer:
        """Log an officer in at the service, or back in behind the locked screen.

        Args:
            station: Where.
            show: Shows the code and the address.
            wait: Lets seconds pass.
            expected: Account whose officer is waited for, "" for anybody's.
            cancel: Asks to stop.

        Raises:
            OnlineRefused: Nobody confirmed in time, or the service said no; after a no, the
                password of `expected` alone no longer counts.
            PersonUnknown: No account is linked to the person, and no rule fits.
            AccountClosed: The account was closed.
            Unguarded: The station has no accounts.
            PersonLoginError, DeliveryError, JobCancelled: As they are named.
        """
        if not station.session.is_managed:
            raise Unguarded("login of a person")
        try:
            person = log_in(self.service, show=show, wait=wait, cancel=cancel)
        except LoginRefused as error:
            # a code that nobody confirmed says nothing about the officer who is locked out
            says_no = error.detail in _SAYS_NO
            self._refused(station, expected if says_no else "", "service")
            raise OnlineRefused(error.detail) from error
        except PersonLoginError as error:
            self._refused(station, "", "identity")
            log.info("login of a person: %s %s", error.code, error.detail)
            raise
        with self._one:
            officer = self._admitted(station, person)
        return entered(station, officer, "online")

    def _refused(self, station: Station, officer_id: str, note: str) -> None:
        """Whom the service refuses may be closed there: the password alone no longer counts."""
        station.store.record(station.act("officer.refused", officer_id, note=note))
        for officer in station.store.officers():
            if officer.id == officer_id and officer.online_at:
                station.store.save_officer(replace(officer, online_at=""), None)

    def _admitted(self, station: Station, person: Person) -> Officer:
        known = station.store.officers()
        linked = [each for each in known if (each.issuer, each.subject) == _name(person)]
        roles = roles_by(self.rules, person)
        if not linked and not roles:
            self._unknown[:] = [person]
            self._refused(station, "", "unknown person")
            raise PersonUnknown("no account is linked")
        if not linked:
            return self._made(station, person, known)
        officer = linked[0]
        if officer.is_closed:
            self._refused(station, officer.id, "closed")
            raise AccountClosed(officer.id)
        if officer.by_rule and officer.roles != roles:
            officer = self._follow(station, officer, person)
        admitted = replace(officer, online_at=station.stamp(), failures=0, failed_at="")
        station.store.save_officer(admitted, None)
        return admitted

    def _made(self, station: Station, person: Person, known: list[Officer]) -> Officer:
        """A new account by rule."""
        officer = Officer(
            id=account_id(person, [each.id for each in known]),
            name=person.name,
            roles=roles_by(self.rules, person),
            password="",
            created_at=station.stamp(),
            issuer=person.issuer,
            subject=person.subject,
            online_at=station.stamp(),
            by_rule=True,
        )
        note = " ".join(["rule", *sorted(officer.roles)])
        station.store.save_officer(officer, station.act("officer.added", officer.id, note=note))
        return officer

    def _follow(self, station: Station, officer: Officer, person: Person) -> Officer:
        """The service gives other roles than before to an account that it brought."""
        roles = roles_by(self.rules, person)
        changed = replace(officer, roles=roles)
        others = [each for each in station.store.officers() if each.id != officer.id]
        is_last = not any(each.may(Right.OFFICERS) for each in (*others, changed))
        if is_last and officer.may(Right.OFFICERS):
            return officer
        if not roles:
            act = station.act("officer.closed", officer.id, note="rule")
            station.store.save_officer(replace(officer, is_closed=True, online_at=""), act)
            raise AccountClosed(officer.id)
        act = station.act("officer.roles_changed", officer.id, note=" ".join(sorted(roles)))
        station.store.save_officer(changed, act)
        return changed


def _name(person: Person) -> tuple[str, str]:
    return person.issuer, person.subject
