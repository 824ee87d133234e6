"""Tokens that misbehave: each fault has its name, and no PIN is ever spent by us."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from signing.errors import (
    ChoiceNeeded,
    KeyNotFound,
    KeyUnavailable,
    PinCancelled,
    PinExpired,
    PinLocked,
    PinNeeded,
    SignatureFailed,
    TokenBusy,
    TokenFailed,
    TokenMissing,
    WrongPin,
)
from signing.identities import Mechanism
from signing.keys.cryptoki import Cryptoki
from signing.keys.pkcs11 import token_certificates
from signing.keys.tokens import find_token
from signing.keystore import SigningKey, open_key, token_state
from signing.requests import Pkcs11Source
from tests.shim.faulty_tokens import BARE, EC, EXPIRED_FIRST, ONE, PIN, TWO
from tests.shim.token_shim import Shim
from tests.signing.keys.proofs import DATA, prove

pytestmark = pytest.mark.softhsm


def right_pin() -> bytearray:
    return bytearray(PIN, "utf-8")


def on(shim: Shim, label: str, certificate: str = "") -> Pkcs11Source:
    return Pkcs11Source(shim.module, label, certificate)


def sign_and_prove(key: SigningKey, mechanism: Mechanism) -> None:
    prove(key.certificate, key.sign(DATA, mechanism), DATA, mechanism)


# ---- the PIN ----


def refuse(shim: Shim, label: str = ONE) -> KeyUnavailable:
    """Type a wrong PIN."""
    with pytest.raises(KeyUnavailable) as raised, open_key(on(shim, label), bytearray(b"sai")):
        pass
    return raised.value


def test_wrong_pins_lead_from_low_to_final_to_locked(loaded_shim: Shim) -> None:
    first, low = refuse(loaded_shim), token_state(on(loaded_shim, ONE))
    second, final = refuse(loaded_shim), token_state(on(loaded_shim, ONE))
    third, locked = refuse(loaded_shim), token_state(on(loaded_shim, ONE))

    assert isinstance(first, WrongPin)
    assert (low.pin_count_low, low.final_try, low.tries_left) == (True, False, None)
    assert isinstance(second, WrongPin)
    assert second.tries_left == 1
    assert (final.final_try, final.locked) == (True, False)
    assert isinstance(third, PinLocked)
    assert (locked.locked, locked.tries_left) == (True, 0)
    assert loaded_shim.counters().logins == 3


def test_locked_token_is_not_asked(loaded_shim: Shim) -> None:
    for _ in range(3):
        refuse(loaded_shim)

    with pytest.raises(PinLocked), open_key(on(loaded_shim, ONE), right_pin()):
        pass

    assert loaded_shim.counters().logins == 3


def test_right_pin_after_wrong_one_resets_the_count(loaded_shim: Shim) -> None:
    refuse(loaded_shim)

    with open_key(on(loaded_shim, ONE), right_pin()) as key:
        sign_and_prove(key, Mechanism.RSA_PKCS1)

    assert not token_state(on(loaded_shim, ONE)).pin_count_low


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("0xA0", WrongPin),
        ("0xA1", WrongPin),
        ("0xA2", WrongPin),
        ("0xA3", PinExpired),
        ("0x102", PinExpired),
        ("0xA4", PinLocked),
        ("0x100", TokenBusy),
        ("0x50", PinCancelled),
        ("0x32", TokenMissing),
        ("0xE0", TokenMissing),
        ("0x6", TokenFailed),
        ("0x31", TokenFailed),
        ("0x2", TokenFailed),
        ("0x80000123", TokenFailed),
    ],
)
def test_open_key_logs_in_exactly_once_whatever_the_token_answers(
    answer: str, expected: type[KeyUnavailable], loaded_shim: Shim
) -> None:
    loaded_shim.command(f"Login={answer}@1")
    pin = right_pin()

    with pytest.raises(KeyUnavailable) as raised, open_key(on(loaded_shim, ONE), pin):
        pass

    assert type(raised.value) is expected
    assert loaded_shim.counters().logins == 1
    assert not any(pin)


def test_wrong_pin_whose_flags_cannot_be_read_is_still_a_wrong_pin(loaded_shim: Shim) -> None:
    # One call finds the token, the next one would read its flags again.
    loaded_shim.command(f"GetTokenInfo=0x6@{5 + 2}+")

    error = refuse(loaded_shim)

    assert isinstance(error, WrongPin)
    assert error.tries_left is None


@pytest.mark.parametrize("pin", [b"", b"x" * 300])
def test_pin_that_no_token_takes_is_not_sent(pin: bytes, loaded_shim: Shim) -> None:
    with pytest.raises((PinNeeded, WrongPin)), open_key(on(loaded_shim, ONE), bytearray(pin)):
        pass

    assert loaded_shim.counters().logins == 0


def test_keypad_token_takes_the_pin_on_the_reader(loaded_shim: Shim) -> None:
    loaded_shim.command("keypad=1", f"keypad_pin={'x'}")
    assert token_state(on(loaded_shim, ONE)).protected_path

    with pytest.raises(WrongPin), open_key(on(loaded_shim, ONE), bytearray()):
        pass

    assert loaded_shim.counters().logins == 1


def test_keypad_token_signs_and_cancel_has_its_name(loaded_shim: Shim) -> None:
    (loaded_shim.folder / "control").write_bytes(f"keypad=1\nkeypad_pin={PIN}\n".encode())
    with open_key(on(loaded_shim, ONE), bytearray()) as key:
        sign_and_prove(key, Mechanism.RSA_PKCS1)
    loaded_shim.command("keypad=1")

    with pytest.raises(PinCancelled), open_key(on(loaded_shim, ONE), bytearray()):
        pass

    assert loaded_shim.counters().logins == 2


# ---- the login in the middle of a batch ----


@pytest.mark.parametrize("fault", ["Sign=logout", "SignInit=logout", "Sign=closed"])
def test_lost_login_is_got_back_once_with_the_held_pin(fault: str, loaded_shim: Shim) -> None:
    with open_key(on(loaded_shim, ONE), right_pin()) as key:
        sign_and_prove(key, Mechanism.RSA_PKCS1)
        loaded_shim.command(f"{fault}@2")

        sign_and_prove(key, Mechanism.RSA_PKCS1)
        sign_and_prove(key, Mechanism.RSA_PKCS1)

    assert loaded_shim.counters().logins == 2


def test_lost_session_of_a_login_that_is_still_there_is_replaced(loaded_shim: Shim) -> None:
    with open_key(on(loaded_shim, ONE), right_pin()) as key:
        library = Cryptoki(loaded_shim.module)
        other = library.open_session(find_token(library, ONE).slot)
        loaded_shim.command("Sign=closed@1")

        sign_and_prove(key, Mechanism.RSA_PKCS1)
        library.close_session(other)

    counted = loaded_shim.counters()
    assert (counted.logins, counted.wrong) == (2, 0)


def test_token_that_wants_a_login_for_each_signature_gets_one_each(loaded_shim: Shim) -> None:
    with open_key(on(loaded_shim, ONE), right_pin()) as key:
        for number in (1, 3, 5):
            loaded_shim.command(f"Sign=logout@{number}")
            sign_and_prove(key, Mechanism.RSA_PKCS1)

    assert loaded_shim.counters().logins == 1 + 3


def test_token_that_forgets_its_login_at_once_is_not_asked_on_and_on(loaded_shim: Shim) -> None:
    loaded_shim.command("Sign=logout@1+")

    with open_key(on(loaded_shim, ONE), right_pin()) as key, pytest.raises(PinNeeded):
        key.sign(DATA, Mechanism.RSA_PKCS1)

    assert loaded_shim.counters().logins == 2


def test_held_pin_is_never_sent_while_the_token_warns(loaded_shim: Shim) -> None:
    with open_key(on(loaded_shim, ONE), right_pin()) as key:
        state = loaded_shim.folder / "state"
        with state.open("r+b") as file:  # somebody typed a wrong PIN in another program
            file.write(b"\1")
        loaded_shim.command("Sign=logout@1")

        with pytest.raises(PinNeeded):
            key.sign(DATA, Mechanism.RSA_PKCS1)
        with pytest.raises(PinNeeded):
            key.sign(DATA, Mechanism.RSA_PKCS1)

    assert loaded_shim.counters().logins == 1


def test_held_pin_that_is_refused_is_never_sent_again(loaded_shim: Shim) -> None:
    with open_key(on(loaded_shim, ONE), right_pin()) as key:
        loaded_shim.command("Sign=logout@1", "Login=0xA0@2")
        with pytest.raises(WrongPin):
            key.sign(DATA, Mechanism.RSA_PKCS1)

        for _ in range(3):
            with pytest.raises(PinNeeded):
                key.sign(DATA, Mechanism.RSA_PKCS1)

    assert loaded_shim.counters().logins == 2


def test_pin_is_gone_when_the_token_was_pulled_out(loaded_shim: Shim) -> None:
    with open_key(on(loaded_shim, ONE), right_pin()) as key:
        loaded_shim.command("Sign=unplug@1")
        with pytest.raises(TokenMissing):
            key.sign(DATA, Mechanism.RSA_PKCS1)
        loaded_shim.plug_in()
        loaded_shim.command()

        with pytest.raises(PinNeeded):
            key.sign(DATA, Mechanism.RSA_PKCS1)

    assert loaded_shim.counters().logins == 1


# ---- the token ----


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("Sign=0x32", TokenMissing),
        ("Sign=0xE0", TokenMissing),
        ("Sign=0x3", TokenMissing),
        ("Sign=0x30", TokenFailed),
        ("Sign=0x31", TokenFailed),
        ("Sign=0x6", TokenFailed),
        ("Sign=0x5", TokenFailed),
        ("SignInit=0x70", SignatureFailed),
    ],
)
def test_sign_fault_has_its_name_and_the_next_signature_is_made(
    fault: str, expected: type[Exception], loaded_shim: Shim
) -> None:
    with open_key(on(loaded_shim, ONE), right_pin()) as key:
        loaded_shim.command(f"{fault}@1", *([f"{fault}@2"] if "Init" in fault else []))
        with pytest.raises(expected) as raised:
            key.sign(DATA, Mechanism.RSA_PKCS1)

        sign_and_prove(key, Mechanism.RSA_PKCS1)

    assert type(raised.value) is expected
    assert loaded_shim.counters().logins == 1


def test_device_error_of_a_token_that_is_gone_says_gone(loaded_shim: Shim) -> None:
    with open_key(on(loaded_shim, ONE), right_pin()) as key:
        loaded_shim.command("Sign=0x30@1", "slot_empty=1")

        with pytest.raises(TokenMissing):
            key.sign(DATA, Mechanism.RSA_PKCS1)


def test_empty_slot_is_a_missing_token(loaded_shim: Shim) -> None:
    loaded_shim.command("slot_empty=1")

    with pytest.raises(TokenMissing), open_key(on(loaded_shim, ONE), right_pin()):
        pass

    assert not token_state(on(loaded_shim, ONE)).present


@pytest.mark.parametrize("function", ["GetSlotList", "OpenSession", "FindObjectsInit"])
def test_fault_before_signing_has_its_name(function: str, loaded_shim: Shim) -> None:
    loaded_shim.command(f"{function}=0x6@1+")

    with pytest.raises(TokenFailed), open_key(on(loaded_shim, ONE), right_pin()):
        pass


# ---- what is on the token ----


@pytest.mark.parametrize(
    "hidden",
    [
        ["hide_label=1"],
        ["hide_label=1", "hide_id=1"],
        ["hide_label=1", "hide_modulus=1"],
        ["hide_label=1", "hide_id=1", "hide_modulus=1"],
    ],
)
def test_key_is_found_whatever_the_token_hides(hidden: list[str], loaded_shim: Shim) -> None:
    shown = [one.summary for one in token_certificates(on(loaded_shim, ONE), datetime.now(UTC))]
    loaded_shim.command(*hidden)

    with open_key(on(loaded_shim, ONE), right_pin()) as key:
        sign_and_prove(key, Mechanism.RSA_PKCS1)

        assert key.summary in shown


def test_keys_without_ids_are_told_apart_by_modulus(loaded_shim: Shim) -> None:
    loaded_shim.command("hide_label=1", "hide_id=1")
    for shown in token_certificates(on(loaded_shim, TWO), datetime.now(UTC)):
        source = on(loaded_shim, TWO, shown.summary.sha256)

        with open_key(source, right_pin()) as key:
            assert key.summary == shown.summary
            sign_and_prove(key, Mechanism.RSA_PKCS1)


def test_two_keys_of_which_nothing_is_shown_are_not_guessed(loaded_shim: Shim) -> None:
    loaded_shim.command("hide_label=1", "hide_id=1", "hide_modulus=1")

    with pytest.raises(KeyNotFound), open_key(on(loaded_shim, TWO), right_pin()):
        pass


@pytest.mark.parametrize("order", [[], ["reverse_objects=1"]])
def test_expired_certificate_is_never_taken_silently(order: list[str], loaded_shim: Shim) -> None:
    loaded_shim.command(*order)
    shown = token_certificates(on(loaded_shim, EXPIRED_FIRST), datetime.now(UTC))

    with open_key(on(loaded_shim, EXPIRED_FIRST), right_pin()) as key:
        assert key.summary.subject == "Nguyễn Thị Mới"

    assert [each.refusal for each in shown] == ["", "certificate.expired"]


def test_expired_certificate_that_was_chosen_is_opened(loaded_shim: Shim) -> None:
    source = on(loaded_shim, EXPIRED_FIRST)
    expired = token_certificates(source, datetime.now(UTC))[-1].summary

    with open_key(on(loaded_shim, EXPIRED_FIRST, expired.sha256), right_pin()) as key:
        assert key.summary.subject == "Nguyễn Thị Cũ"


@pytest.mark.parametrize("order", [[], ["reverse_objects=1"]])
def test_two_usable_certificates_ask_for_a_choice(order: list[str], loaded_shim: Shim) -> None:
    loaded_shim.command(*order)

    with pytest.raises(ChoiceNeeded), open_key(on(loaded_shim, TWO), right_pin()):
        pass


def test_chosen_certificate_that_is_not_there_is_not_replaced(loaded_shim: Shim) -> None:
    with pytest.raises(KeyNotFound), open_key(on(loaded_shim, ONE, "0" * 64), right_pin()):
        pass


def test_token_without_objects_has_no_key(loaded_shim: Shim) -> None:
    with pytest.raises(KeyNotFound), open_key(on(loaded_shim, BARE), right_pin()):
        pass


def test_certificate_names_its_token_when_nobody_named_it(loaded_shim: Shim) -> None:
    chosen = token_certificates(on(loaded_shim, TWO), datetime.now(UTC))[0].summary

    with open_key(on(loaded_shim, "", chosen.sha256), right_pin()) as key:
        assert key.summary == chosen


def test_several_tokens_and_no_choice_ask_for_one(loaded_shim: Shim) -> None:
    with pytest.raises(ChoiceNeeded), open_key(on(loaded_shim, ""), right_pin()):
        pass

    assert loaded_shim.counters().logins == 0


# ---- what the token can do ----


@pytest.mark.parametrize("fault", ["without=40", "denied=40"])
def test_token_that_cannot_hash_gets_the_digest(fault: str, loaded_shim: Shim) -> None:
    loaded_shim.command(fault)

    with open_key(on(loaded_shim, ONE), right_pin()) as key:
        sign_and_prove(key, Mechanism.RSA_PKCS1)

        assert Mechanism.RSA_PKCS1 in key.mechanisms


def test_token_without_pss_does_not_offer_it(loaded_shim: Shim) -> None:
    loaded_shim.command("without=43,D")

    with open_key(on(loaded_shim, ONE), right_pin()) as key:
        assert key.mechanisms == {Mechanism.RSA_PKCS1}
        with pytest.raises(SignatureFailed):
            key.sign(DATA, Mechanism.RSA_PSS)


@pytest.mark.parametrize("fault", [[], ["without=1044"], ["denied=1044"]])
@pytest.mark.parametrize("hidden", [[], ["hide_label=1"]])
def test_ec_token_signs(fault: list[str], hidden: list[str], loaded_shim: Shim) -> None:
    loaded_shim.command(*fault, *hidden)

    with open_key(on(loaded_shim, EC), right_pin()) as key:
        sign_and_prove(key, Mechanism.ECDSA)

        assert key.mechanisms == {Mechanism.ECDSA}


# ---- many faults ----

Fault = Callable[[int], str]
_FAULTS: tuple[Fault, ...] = (
    lambda n: f"Sign=0x6@{n}",
    lambda n: f"Sign=0x31@{n}",
    lambda n: f"Sign=unplug@{n}",
    lambda n: f"SignInit=0x5@{n}",
    lambda n: f"FindObjectsInit=0x30@{n}",
    lambda n: f"OpenSession=0xE0@{n}",
    lambda n: f"Login=0xA0@{n}",
    lambda n: f"GetAttributeValue=0x6@{n}",
)


@pytest.mark.parametrize("fault", _FAULTS)
def test_no_fault_makes_us_log_in_more_often_than_pins_were_typed(
    fault: Fault, loaded_shim: Shim
) -> None:
    source, typed = on(loaded_shim, ONE), 0
    for number in (1, 2, 5):
        loaded_shim.plug_in()
        loaded_shim.command(fault(number), "pin_limit=99")
        typed += 1
        try:
            with open_key(source, right_pin()) as key:
                for _ in range(4):
                    key.sign(DATA, Mechanism.RSA_PKCS1)
        except KeyUnavailable:
            continue

    assert loaded_shim.counters().logins <= typed
