"""Who else could sign: keys of the settings and tokens that are plugged in, each once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.errors import Advice, LibraryError
from app.services.signing_people import KeyOffer, further_keys
from app.services.token_door import key_label, token_look
from signing.identities import TokenState
from tests.fakes.counter_station import CounterStation, Token

MODULE = "pkcs11:/usr/lib/thu.so"


class Rack(Token):
    """Three tokens of one library, one of them pulled out."""

    trouble: LibraryError | None = None

    def libraries(self) -> tuple[()]:
        return ()

    def devices(self, _source: str) -> tuple[TokenState, ...]:
        if self.trouble is not None:
            raise self.trouble
        present = {"AN": True, "BINH": True, "CHI": False}
        return tuple(TokenState(name, present=here) for name, here in present.items())

    def certificates(self, _source: str) -> tuple[()]:
        return ()

    def question(self, source: str) -> None:
        raise AssertionError(f"looking for signers asks nobody to allow {source}")

    def allow(self, question: object) -> None:
        raise AssertionError(f"looking for signers allows nothing: {question}")

    def listen(self, listener: object) -> None:
        raise AssertionError(f"looking for signers waits for no token: {listener}")


@pytest.fixture
def counter() -> CounterStation:
    counter = CounterStation()
    signing = replace(
        counter.station.signing,
        agency_key=f"{MODULE}#CO-QUAN",
        further_keys=("p12:/khoa/lan.p12", f"{MODULE}#CO-QUAN"),
    )
    counter.station = replace(counter.station, keys=Rack(), signing=signing)
    return counter


def test_further_keys_are_those_of_the_settings_then_tokens(counter: CounterStation) -> None:
    taken = [f"{MODULE}#AN@{'ab' * 32}"]

    offers = further_keys(counter.station, taken)

    assert offers == (
        KeyOffer("p12:/khoa/lan.p12", "lan.p12"),
        KeyOffer(f"{MODULE}#BINH", "BINH"),
    )


def test_further_keys_driver_that_fails_hides_no_key_of_the_settings(
    counter: CounterStation,
) -> None:
    keys = Rack()
    keys.trouble = LibraryError("key.token_failed", Advice.RETRY_LATER)

    offers = further_keys(replace(counter.station, keys=keys), [f"{MODULE}#AN"])

    assert [one.label for one in offers] == ["lan.p12"]


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ("p12:/khoa/lan.p12", "lan.p12"),
        (f"{MODULE}#AN@{'ab' * 32}", "AN"),
        ("csc:https://ky.example.vn/api#credential-1", "ky.example.vn"),
        ("smartca:https://ca.example.vn#012345678901", "ca.example.vn"),
        ("cng:" + "ab" * 20, ""),
    ],
)
def test_key_label_names_no_folder_and_no_person(source: str, label: str) -> None:
    assert key_label(source) == label


def test_program_that_signs_whole_files_is_no_offer_and_says_so_when_it_is_set(
    counter: CounterStation,
) -> None:
    signing = replace(counter.station.signing, further_keys=("vgca:", "p12:/khoa/lan.p12"))
    station = replace(counter.station, signing=signing)

    offers = further_keys(station, [])
    with pytest.raises(LibraryError) as caught:
        token_look(station, "vgca:")

    assert [one.source for one in offers] == ["p12:/khoa/lan.p12"]
    assert caught.value.code == "key.whole_files_only"
