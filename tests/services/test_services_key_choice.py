"""Which keys a trial signature is offered: settings, tokens of known libraries, the system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from app.errors import Advice, LibraryError
from app.services.key_choice import keys_to_try
from app.services.key_host import KeyHost, KeyHosts
from app.services.station import SigningOptions, Station
from app.services.token_door import TokenLibrary
from signing.identities import CertificateSummary, TokenState
from tests.fakes.counter_station import CounterStation, Token

VIETTEL = TokenLibrary("/usr/lib/libviettel-ca_v6.so", "Viettel-CA")
BIT4ID = TokenLibrary("/opt/bit4id/libbit4xpki.so", "Bit4id xPKI")


@dataclass
class Drawer(Token):
    """Libraries of a machine with the tokens that each of them shows."""

    shows: Mapping[TokenLibrary, tuple[str, ...] | str] = field(default_factory=dict)

    def libraries(self) -> tuple[TokenLibrary, ...]:
        return tuple(self.shows)

    def devices(self, source: str) -> tuple[TokenState, ...]:
        shown = next(kept for one, kept in self.shows.items() if source == f"pkcs11:{one.path}#")
        if isinstance(shown, str):
            raise LibraryError(shown, Advice.USER_ACTION)
        return tuple(TokenState(label, present=label != "RÚT") for label in shown)

    def certificates(self, _source: str) -> tuple[()]:
        return ()

    def question(self, source: str) -> None:
        raise AssertionError(f"looking for keys asks nobody to allow {source}")

    def allow(self, question: object) -> None:
        raise AssertionError(f"looking for keys allows nothing: {question}")

    def listen(self, listener: object) -> None:
        raise AssertionError(f"looking for keys waits for no token: {listener}")


@dataclass
class Shelf(Token):
    """The store of the system."""

    listed: tuple[CertificateSummary, ...] = ()
    trouble: str = ""

    def stored_certificates(self) -> tuple[CertificateSummary, ...]:
        if self.trouble:
            raise LibraryError(self.trouble, Advice.USER_ACTION)
        return self.listed


def station_with(**hosts: KeyHost) -> Station:
    return replace(CounterStation().station, keys=KeyHosts(hosts), signing=SigningOptions())


def certificate(holder: str, *, days_left: int) -> CertificateSummary:
    now = CounterStation().station.now()
    digest = f"{days_left % 256:02x}" * 32
    since, until = now - timedelta(days=900), now + timedelta(days=days_left)
    return CertificateSummary(holder, "CA thử", "01", since, until, digest)


def test_tokens_of_all_known_libraries_are_offered() -> None:
    station = station_with(pkcs11=Drawer(shows={VIETTEL: ("AN", "RÚT", ""), BIT4ID: ("BINH",)}))

    offers = keys_to_try(station, "")

    assert [(one.source, one.label) for one in offers] == [
        (f"pkcs11:{VIETTEL.path}#AN", "AN"),
        (f"pkcs11:{BIT4ID.path}#BINH", "BINH"),
    ]


def test_token_that_two_libraries_show_is_told_apart() -> None:
    station = station_with(pkcs11=Drawer(shows={VIETTEL: ("AN",), BIT4ID: ("AN",)}))

    assert [one.label for one in keys_to_try(station, "")] == [
        "AN (libviettel-ca_v6.so)",
        "AN (libbit4xpki.so)",
    ]


def test_library_that_nobody_has_allowed_is_offered_last_by_its_maker() -> None:
    station = station_with(pkcs11=Drawer(shows={VIETTEL: "key.module_unknown", BIT4ID: ("BINH",)}))

    assert [(one.source, one.label) for one in keys_to_try(station, "")] == [
        (f"pkcs11:{BIT4ID.path}#BINH", "BINH"),
        (f"pkcs11:{VIETTEL.path}#", "Viettel-CA (libviettel-ca_v6.so)"),
    ]


@pytest.mark.parametrize("code", ["key.module_unsafe", "key.module_foreign", "key.token_failed"])
def test_library_that_may_not_or_does_not_answer_keeps_no_other_away(code: str) -> None:
    station = station_with(pkcs11=Drawer(shows={VIETTEL: code, BIT4ID: ("BINH",)}))

    assert [one.label for one in keys_to_try(station, "")] == ["BINH"]


def test_token_of_the_settings_is_not_offered_twice() -> None:
    own = f"pkcs11:{VIETTEL.path}#AN"
    station = station_with(pkcs11=Drawer(shows={VIETTEL: ("AN", "BINH")}))

    assert [one.label for one in keys_to_try(station, own)] == ["AN", "BINH"]


def test_certificates_of_the_system_are_offered_while_they_are_valid() -> None:
    listed = (certificate("Nguyễn Văn An", days_left=30), certificate("Cũ", days_left=-1))
    station = station_with(cng=Shelf(listed=listed))

    offers = keys_to_try(station, "")

    assert [(one.source, one.label) for one in offers] == [
        (f"cng:{listed[0].sha256}", "Nguyễn Văn An (CA thử)")
    ]


def test_store_of_the_system_that_does_not_open_keeps_no_token_away() -> None:
    token, shelf = Drawer(shows={BIT4ID: ("BINH",)}), Shelf(trouble="key.module_missing")

    assert [one.label for one in keys_to_try(station_with(pkcs11=token, cng=shelf), "")] == ["BINH"]
