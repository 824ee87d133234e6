"""The desk inside the process of a token, without the process."""

from __future__ import annotations

import hashlib
import os
import threading
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import pytest

from app.token_process import Command, Mouth, TokenDesk, _outcome
from app.token_wire import Frame, WireBroken, packed, unpacked
from signing.errors import (
    ModuleChanged,
    PinExpired,
    PinLocked,
    PinNeeded,
    SigningError,
    TokenFailed,
    WrongPin,
)
from signing.identities import Mechanism
from signing.keys.held_pin import HeldPin
from signing.keys.module_trust import AllowedModule
from tests.shim.faulty_tokens import EC, ONE, PIN, environment
from tests.shim.token_fixtures import built_shim, loaded_shim, shim
from tests.shim.token_shim import Shim
from tests.signing.keys.proofs import DATA, prove

__all__ = ["built_shim", "loaded_shim", "shim"]
pytestmark = pytest.mark.softhsm
IDLE_S, WAIT_S = 300.0, 30.0


@dataclass
class Clock:
    """Time that the test moves."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def never() -> None:
    pytest.fail("the process was ended")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(loaded_shim: Shim, clock: Clock) -> TokenDesk:
    digest = hashlib.sha256(loaded_shim.module.read_bytes()).hexdigest()
    return TokenDesk(AllowedModule(loaded_shim.module, digest), IDLE_S, clock, never)


def held(text: str) -> HeldPin:
    pin = HeldPin()
    pin.take(bytearray(text, "utf-8"))
    return pin


def unlock(desk: TokenDesk, pin: HeldPin) -> Frame:
    return desk.answer(Command({"do": "unlock", "token": ONE}, pin))


def sign(desk: TokenDesk) -> Frame:
    frame = {"do": "sign", "data": packed(DATA), "mechanism": Mechanism.RSA_PKCS1.value}
    return desk.answer(Command(frame, None))


def test_desk_signs_after_unlock_and_not_after_lock(desk: TokenDesk) -> None:
    pin = held(PIN)
    identity = unlock(desk, pin)
    value = unpacked(sign(desk)["value"])
    desk.answer(Command({"do": "lock"}, None))

    prove(unpacked(identity["certificate"]), value, DATA, Mechanism.RSA_PKCS1)
    assert len(pin) == 0
    with pytest.raises(PinNeeded):
        sign(desk)


def test_desk_forgets_the_pin_after_the_idle_time_and_not_before(
    desk: TokenDesk, clock: Clock
) -> None:
    pin = held(PIN)
    unlock(desk, pin)
    clock.now = IDLE_S
    before = desk.look()
    kept = len(pin)

    clock.now = IDLE_S + 1
    after = desk.look()

    assert {"event": "ended", "why": "idle"} not in before
    assert kept > 0
    assert {"event": "ended", "why": "idle"} in after
    assert len(pin) == 0


def test_desk_that_is_used_stays_unlocked(desk: TokenDesk, clock: Clock) -> None:
    unlock(desk, held(PIN))
    for _ in range(3):
        clock.now += IDLE_S - 1
        sign(desk)

        assert all(event["event"] != "ended" for event in desk.look())


def test_desk_that_is_only_asked_for_states_forgets_the_pin(desk: TokenDesk, clock: Clock) -> None:
    pin = held(PIN)
    unlock(desk, pin)
    clock.now = IDLE_S + 1
    desk.answer(Command({"do": "states"}, None))

    desk.look()

    assert len(pin) == 0


def test_desk_unlocked_anew_wipes_the_pin_before(desk: TokenDesk) -> None:
    first, second = held(PIN), held(PIN)
    unlock(desk, first)

    unlock(desk, second)

    assert (len(first), len(second) > 0) == (0, True)


def test_desk_tells_removal_once_and_wipes_the_pin(desk: TokenDesk, loaded_shim: Shim) -> None:
    pin = held(PIN)
    unlock(desk, pin)
    desk.look()
    loaded_shim.command("slot_empty=1")

    events = desk.look()
    again = desk.look()

    assert [event["event"] for event in events] == ["ended", "devices"]
    assert again == []
    assert len(pin) == 0


def test_desk_takes_a_quick_replug_for_a_removal(desk: TokenDesk, loaded_shim: Shim) -> None:
    pin = held(PIN)
    desk.look()
    unlock(desk, pin)
    loaded_shim.command(f"slot_event={EC}")
    other = desk.look()
    kept = len(pin)
    loaded_shim.command()
    desk.look()
    loaded_shim.command(f"slot_event={ONE}")

    own = desk.look()

    assert (other, kept > 0) == ([], True)
    assert own == [{"event": "ended", "why": "removed"}]
    assert len(pin) == 0


def test_desk_looks_on_after_a_failing_look(desk: TokenDesk, loaded_shim: Shim) -> None:
    desk.look()
    loaded_shim.command("GetSlotList=0x6@1+")
    failed = desk.look()
    loaded_shim.command("slot_empty=1")

    events = desk.look()

    assert failed == []
    assert [event["states"] for event in events] == [[]]


def test_desk_wrong_pin_is_wiped(desk: TokenDesk) -> None:
    pin = held("sai")

    with pytest.raises(WrongPin):
        unlock(desk, pin)

    assert len(pin) == 0


def test_desk_without_tokens_starts_the_library_again(desk: TokenDesk, loaded_shim: Shim) -> None:
    loaded_shim.command("slot_empty=1")
    before = loaded_shim.counters().calls["Initialize"]

    states = desk.answer(Command({"do": "states"}, None))["states"]

    assert states == []
    assert loaded_shim.counters().calls["Initialize"] >= before + 2


def test_desk_never_loads_a_module_of_another_digest(loaded_shim: Shim, clock: Clock) -> None:
    desk = TokenDesk(AllowedModule(loaded_shim.module, "00" * 32), IDLE_S, clock, never)

    with pytest.raises(ModuleChanged):
        desk.answer(Command({"do": "states"}, None))


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ({"do": "rm"}, WireBroken),
        ({}, WireBroken),
        ({"do": "sign", "data": "*", "mechanism": "rsa-pss-sha256"}, WireBroken),
        ({"do": "sign", "data": "", "mechanism": "md5"}, ValueError),
    ],
)
def test_desk_refuses_what_is_no_command(
    frame: Frame, expected: type[Exception], desk: TokenDesk
) -> None:
    with pytest.raises(expected):
        desk.answer(Command(frame, None))


def test_desk_session_that_fails_otherwise_stays_unlocked(
    desk: TokenDesk, loaded_shim: Shim
) -> None:
    unlock(desk, held(PIN))
    loaded_shim.command("Sign=0x6@1")
    with pytest.raises(TokenFailed):
        sign(desk)

    assert sign(desk)["logins"] == 1


def test_desk_lists_certificates_with_their_refusals(desk: TokenDesk) -> None:
    shown = desk.answer(Command({"do": "certificates", "token": ""}, None))["certificates"]

    refusals = [each["refusal"] for each in shown]
    assert refusals == sorted(refusals)
    assert refusals[-1] == "certificate.expired"


@pytest.mark.parametrize(("answer", "kind"), [("0xA4", PinLocked), ("0xA3", PinExpired)])
def test_desk_is_locked_when_the_token_takes_the_held_pin_no_more(
    answer: str, kind: type[SigningError], desk: TokenDesk, loaded_shim: Shim
) -> None:
    pin = held(PIN)
    unlock(desk, pin)
    loaded_shim.command("Sign=logout@1", f"Login={answer}@2")
    with pytest.raises(kind):
        sign(desk)

    with pytest.raises(PinNeeded):
        sign(desk)

    assert len(pin) == 0
    assert loaded_shim.counters().logins == 2


def test_desk_leaves_when_the_library_changed_while_it_was_loaded(
    loaded_shim: Shim, clock: Clock, tmp_path: Path
) -> None:
    module, left = tmp_path / "thay.so", []
    module.write_bytes(loaded_shim.module.read_bytes())
    digest = hashlib.sha256(module.read_bytes()).hexdigest()
    # While it starts, the library waits for its control file: a pipe that the test opens.
    control = tmp_path / "control"
    os.mkfifo(control)

    def swap() -> None:
        with control.open("wb"):
            os.utime(module)
            control.unlink()
            control.touch()

    desk = TokenDesk(AllowedModule(module, digest), IDLE_S, clock, lambda: left.append(True))
    thread = threading.Thread(target=swap, daemon=True)
    thread.start()
    with environment({"SHIM_CONTROL": str(control)}), pytest.raises(ModuleChanged):
        desk.answer(Command({"do": "certificates"}, None))
    thread.join(WAIT_S)

    assert left == [True]


def test_serve_wipes_a_pin_that_came_with_anything_but_an_unlock(desk: TokenDesk) -> None:
    pin = held(PIN)

    answer = _outcome(desk, Command({"do": "lock"}, pin))

    assert answer == {"ok": {}}
    assert len(pin) == 0


def test_mouth_wipes_every_pin_but_one_that_a_library_reads() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"11112222")
    os.close(writing)
    with FileIO(reading, "rb") as stream:
        mouth = Mouth(stream)
        pins = [pin for pin in (mouth._pin(4), mouth._pin(4)) if pin is not None]

    with pins[0].lent():
        mouth.wipe()
        kept = [len(pin) for pin in pins]
    mouth.wipe()

    assert kept == [4, 0]
    assert [len(pin) for pin in pins] == [0, 0]
