"""Logins that the held PIN gets back or renews: to the right token, and never one try too many."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from signing.errors import PinNeeded, TokenFailed, WrongPin
from signing.identities import Mechanism
from signing.keys.pkcs11 import token_certificates
from signing.keystore import SigningKey, open_key
from signing.requests import Pkcs11Source
from tests.shim.faulty_tokens import ONE, PIN
from tests.shim.token_shim import Shim
from tests.signing.keys.proofs import DATA, prove

pytestmark = pytest.mark.softhsm


def right_pin() -> bytearray:
    return bytearray(PIN, "utf-8")


def on(shim: Shim, label: str, certificate: str = "") -> Pkcs11Source:
    return Pkcs11Source(shim.module, label, certificate)


def sign_and_prove(key: SigningKey, mechanism: Mechanism) -> None:
    prove(key.certificate, key.sign(DATA, mechanism), DATA, mechanism)


def every_certificate(shim: Shim) -> list[str]:
    return [one.summary.sha256 for one in token_certificates(on(shim, ""), datetime.now(UTC))]


def test_held_pin_goes_to_no_other_token_of_the_same_name(loaded_shim: Shim) -> None:
    certificates = every_certificate(loaded_shim)
    for chosen in certificates:
        loaded_shim.reset()
        loaded_shim.command("one_name=THE")
        with open_key(on(loaded_shim, "THE", chosen), right_pin()) as key:
            (mechanism, *_) = key.mechanisms
            loaded_shim.command("one_name=THE", "Sign=logout@1")

            sign_and_prove(key, mechanism)

            assert key.summary.sha256 == chosen
        assert loaded_shim.counters().logins == 2

    assert len(certificates) > 2


def test_held_pin_is_not_sent_when_no_token_of_the_name_shows_the_certificate(
    loaded_shim: Shim,
) -> None:
    chosen = every_certificate(loaded_shim)[0]
    loaded_shim.command("one_name=THE")
    with open_key(on(loaded_shim, "THE", chosen), right_pin()) as key:
        (mechanism, *_) = key.mechanisms
        objects = loaded_shim.after("FindObjectsInit", 1)
        loaded_shim.command("one_name=THE", "Sign=logout@1", f"FindObjectsInit=0x30@{objects}+")

        with pytest.raises(TokenFailed):
            key.sign(DATA, mechanism)

    assert loaded_shim.counters().logins == 1


@pytest.mark.parametrize("function", ["GetSlotList", "GetTokenInfo"])
def test_fault_while_a_lost_login_is_got_back_has_its_name(
    function: str, loaded_shim: Shim
) -> None:
    with open_key(on(loaded_shim, ONE), right_pin()) as key:
        at = loaded_shim.after(function, 1)
        loaded_shim.command("Sign=logout@1", f"{function}=0x6@{at}")

        with pytest.raises(TokenFailed):
            key.sign(DATA, Mechanism.RSA_PKCS1)

        sign_and_prove(key, Mechanism.RSA_PKCS1)

    assert loaded_shim.counters().logins == 2


def test_key_that_wants_a_login_each_time_gets_it_with_the_held_pin(loaded_shim: Shim) -> None:
    loaded_shim.command("each_time=1")
    with open_key(on(loaded_shim, ONE), right_pin()) as key:
        for _ in range(3):
            sign_and_prove(key, Mechanism.RSA_PKCS1)

    counted = loaded_shim.counters()
    assert (counted.logins, counted.wrong) == (1 + 3, 0)


def test_key_that_wants_a_login_each_time_never_sends_a_pin_that_was_refused(
    loaded_shim: Shim,
) -> None:
    loaded_shim.command("each_time=1")
    with open_key(on(loaded_shim, ONE), right_pin()) as key:
        loaded_shim.command("each_time=1", "Login=0xA0@2")
        with pytest.raises(WrongPin):
            key.sign(DATA, Mechanism.RSA_PKCS1)

        for _ in range(3):
            with pytest.raises(PinNeeded):
                key.sign(DATA, Mechanism.RSA_PKCS1)

    assert loaded_shim.counters().logins == 2


def test_key_that_wants_a_login_each_time_is_not_tried_while_the_token_warns(
    loaded_shim: Shim,
) -> None:
    loaded_shim.command("each_time=1")
    with open_key(on(loaded_shim, ONE), right_pin()) as key:
        with (loaded_shim.folder / "state").open("r+b") as file:  # wrong PINs typed elsewhere
            file.write(b"\2")

        with pytest.raises(PinNeeded):
            key.sign(DATA, Mechanism.RSA_PKCS1)

    assert loaded_shim.counters().logins == 1
