"""What signing is given: its options, and a host for each kind of key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from app.bootstrap.clock import utc_now
from app.services.key_host import KeyHost, KeyHosts
from app.services.key_opening import PROGRAM_KIND
from app.services.program_signing import ProgramKeys
from app.services.station import SigningOptions
from app.services.trust import station_reach, trust_dir_in_use
from app.settings import Settings

if TYPE_CHECKING:
    from app.remote_keys import RemoteKeys

_REMOTE_KINDS = ("csc", "smartca")


def signing_options(settings: Settings, environment: Mapping[str, str]) -> SigningOptions:
    """How this station signs."""
    return SigningOptions(
        level=settings.signature_level,
        timestamp_urls=tuple(settings.timestamp_urls.split()),
        trust_dir=trust_dir_in_use(settings),
        kind=settings.signature_kind,
        padding=settings.rsa_padding,
        owe_time=settings.owe_time,
        send_without_time=settings.deliver_without_time,
        time_deadline_s=3600.0 * settings.time_deadline_h,
        service_timeout_s=settings.service_timeout_s,
        inbox_dir=settings.results_dir,
        results_every_s=60.0 * settings.results_every_min if settings.server_url else 0.0,
        agency_key=settings.agency_key,
        further_keys=tuple(filter(None, map(str.strip, settings.further_keys.split(";")))),
        seal_dossiers=settings.seal_dossiers,
        person_picture=settings.signature_picture,
        seal_picture=settings.seal_picture,
        organ_name=settings.organ_name,
        sign_offline=settings.sign_offline,
        reach=station_reach(settings, environment, utc_now()),
    )


@contextmanager
def key_hosts(settings: Settings, environment: Mapping[str, str]) -> Iterator[KeyHosts]:
    """Each key file, each library of tokens and each key at a service in a process of its own.

    Windows asks for the PIN of its keys itself, so they are asked from here.
    """
    from app.key_files import FileKeys
    from app.token_keys import TokenKeys
    from app.windows_keys import WindowsKeys

    files = FileKeys(environment)
    tokens = TokenKeys(settings.data_dir / "modules.json", environment)
    remote, windows = remote_keys(settings, environment), WindowsKeys()
    with closing(tokens), closing(files), closing(remote), closing(windows):
        hosts: dict[str, KeyHost] = {"p12": files, "pkcs11": tokens, "cng": windows}
        yield KeyHosts(hosts | dict.fromkeys(_REMOTE_KINDS, remote) | {PROGRAM_KIND: ProgramKeys()})


def remote_keys(settings: Settings, environment: Mapping[str, str]) -> RemoteKeys:
    """The keys that lie at services, each in a process of its own."""
    from app.remote_keys import RemoteKeys
    from app.remote_wire import ServiceWay
    from app.service_accounts import read_accounts

    way = ServiceWay(
        timeout_s=settings.service_timeout_s,
        confirm_within=timedelta(minutes=settings.confirm_within_min),
        reach=station_reach(settings, environment, utc_now()),
    )
    return RemoteKeys(read_accounts(settings.signing_services_file), way, environment)


def keys_at_services(settings: Settings) -> list[str]:
    """The station's own keys that lie at services, sorted."""
    keys = {settings.key, settings.agency_key}
    return sorted(key for key in keys if key.partition(":")[0] in _REMOTE_KINDS)
