"""Faults of PINs and tokens: does each end in the right error, and does the batch go on?

Run: `python -m benchmarks.token_faults`. Prints a Markdown table. Each row is a batch of six
signatures through the process of a token (`app.token_host`) on SoftHSM2 behind a library that
misbehaves (tests/shim). A row counts when the fault gives the right error, when afterwards, after
what the officer has to do (type the PIN, plug the token in, have it unlocked), every one of the
six is signed once and proved by the certificate, and when the token was asked for no more logins
than PINs were typed. Real tokens were not at hand.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from app.token_host import HostPatience, TokenHost
from benchmarks.token_storm import measure_plugging, storm
from signing.errors import (
    ChoiceNeeded,
    KeyNotFound,
    PinCancelled,
    PinExpired,
    PinLocked,
    PinNeeded,
    SigningError,
    TokenCrashed,
    TokenFailed,
    TokenHung,
    TokenMissing,
    WrongPin,
)
from signing.identities import Mechanism, TokenState
from signing.keys.module_trust import AllowedModule
from signing.requests import Pkcs11Source
from tests.shim.faulty_tokens import BARE, ONE, PIN, TWO, make_tokens
from tests.shim.token_shim import Shim

_FILES = 6
_PATIENCE = HostPatience(
    state_s=20.0, unlock_s=20.0, sign_s=1.5, stop_s=5.0, idle_s=300.0, poll_s=0.2
)
_IDLE_S = 0.6


@dataclass
class Batch:
    """Six things to sign, and the officer who signs them.

    Attributes:
        shim: The library.
        host: The token's process.
        label: The token in use.
        chosen: Fingerprint of the certificate, once the officer has chosen.
        signed: Values so far.
        typed: PINs that were sent to the token.
    """

    shim: Shim
    host: TokenHost
    label: str = ONE
    chosen: str = ""
    certificate: bytes = b""
    signed: dict[int, bytes] = field(default_factory=dict)
    typed: int = 0

    def unlock(self, pin: str = PIN) -> None:
        """Type a PIN."""
        before = self.shim.counters().logins
        try:
            source = Pkcs11Source(self.shim.module, self.label, self.chosen)
            self.certificate = self.host.unlock(source, bytearray(pin, "utf-8")).certificate
        finally:
            self.typed += self.shim.counters().logins > before

    def sign_rest(self) -> None:
        """Sign what is not signed yet."""
        for number in range(_FILES):
            if number not in self.signed:
                self.signed[number] = self.host.sign(_content(number), Mechanism.RSA_PKCS1)

    def state(self) -> TokenState:
        """What the token says before a PIN is typed."""
        return {each.label: each for each in self.host.devices()}[self.label]

    def is_complete(self) -> bool:
        """Every file is signed, and the certificate proves it."""
        key = x509.load_der_x509_certificate(self.certificate).public_key()
        assert isinstance(key, RSAPublicKey)
        for number, value in self.signed.items():
            key.verify(value, _content(number), PKCS1v15(), hashes.SHA256())
        return len(self.signed) == _FILES


@dataclass(frozen=True)
class Fault:
    """One row.

    Attributes:
        name: What happens.
        error: What it has to be called.
        provoke: Makes it happen; ends in that error.
        repair: What people do about it before the batch goes on.
        logins_by_us: Logins with a held PIN that the fault is allowed to cost.
        idle_s: Of the host.
    """

    name: str
    error: type[SigningError]
    provoke: Callable[[Batch], None]
    repair: Callable[[Batch], None] = lambda batch: batch.unlock()
    logins_by_us: int = 0
    idle_s: float = 300.0


@dataclass(frozen=True)
class Outcome:
    """What came of a fault."""

    fault: Fault
    error: str
    goes_on: bool
    logins: int
    typed: int
    seconds: float

    @property
    def is_right(self) -> bool:
        """The right error, a finished batch, no login too many."""
        allowed = self.typed + self.fault.logins_by_us
        return self.error == self.fault.error.code and self.goes_on and self.logins <= allowed


def _content(number: int) -> bytes:
    return f"Quyết định số {number}".encode()


def _wrong(times: int, *, shown: Callable[[TokenState], bool]) -> Callable[[Batch], None]:
    """Type wrong PINs; before the last one the token's warning has to be there."""

    def provoke(batch: Batch) -> None:
        for _ in range(times - 1):
            _expect(WrongPin, lambda: batch.unlock("sai"))
        if not shown(batch.state()):
            raise AssertionError("the token's warning was not shown before the PIN was typed")
        batch.unlock("sai")

    return provoke


def _expect(kind: type[SigningError], work: Callable[[], None]) -> None:
    try:
        work()
    except kind:
        return
    raise AssertionError(f"no {kind.__name__}")


def _command(*lines: str) -> Callable[[Batch], None]:
    """Fault on the way to the first signature, or in the middle of the batch for `Sign`."""

    def provoke(batch: Batch) -> None:
        batch.shim.command(*lines)
        batch.unlock()
        batch.sign_rest()

    return provoke


def _reset_and_unlock(batch: Batch) -> None:
    """The issuer unlocks the token, or its software has changed the PIN."""
    logins = batch.shim.counters().logins
    batch.shim.reset()
    batch.typed -= logins
    batch.unlock()


def _well_and_unlock(batch: Batch) -> None:
    batch.shim.command()
    batch.shim.plug_in()
    batch.unlock()


def _provoke_locked_before(batch: Batch) -> None:
    for _ in range(2):
        _expect(WrongPin, lambda: batch.unlock("sai"))
    _expect(PinLocked, lambda: batch.unlock("sai"))
    logins = batch.shim.counters().logins
    try:
        batch.unlock()
    finally:
        assert batch.shim.counters().logins == logins, "a locked token was asked"


def _provoke_warned_elsewhere(batch: Batch) -> None:
    batch.unlock()
    with (batch.shim.folder / "state").open("r+b") as file:
        file.write(b"\1")
    batch.shim.command("Sign=logout@3")
    batch.sign_rest()


def _provoke_idle(batch: Batch) -> None:
    batch.unlock()
    batch.signed[0] = batch.host.sign(_content(0), Mechanism.RSA_PKCS1)
    time.sleep(3 * _IDLE_S)
    batch.sign_rest()


def _provoke_keypad(batch: Batch) -> None:
    batch.shim.command("keypad=1")
    assert batch.state().protected_path
    batch.unlock("")


def _repair_keypad(batch: Batch) -> None:
    (batch.shim.folder / "control").write_bytes(f"keypad=1\nkeypad_pin={PIN}\n".encode())
    batch.unlock("")


def _provoke_bare(batch: Batch) -> None:
    batch.label = BARE
    batch.unlock()


def _repair_bare(batch: Batch) -> None:
    batch.label = ONE
    batch.unlock()


def _provoke_two(batch: Batch) -> None:
    batch.label = TWO
    batch.unlock()


def _repair_two(batch: Batch) -> None:
    batch.chosen = batch.host.certificates(TWO)[0].summary.sha256
    batch.unlock()


def _sign_on(batch: Batch) -> None:
    """Nothing to repair: the session is alive and the failed file is taken again."""


PIN_FAULTS = (
    Fault("wrong PIN, first", WrongPin, _wrong(1, shown=lambda state: not state.pin_count_low)),
    Fault("wrong PIN, second", WrongPin, _wrong(2, shown=lambda state: state.pin_count_low)),
    Fault(
        "wrong PIN, third: locks",
        PinLocked,
        _wrong(3, shown=lambda state: state.final_try),
        _reset_and_unlock,
    ),
    Fault("locked before the PIN", PinLocked, _provoke_locked_before, _reset_and_unlock),
    Fault("PIN expired", PinExpired, _command("Login=0xA3@1")),
    Fault("cancelled on the keypad", PinCancelled, _provoke_keypad, _repair_keypad),
    Fault(
        "login lost, wrong PIN typed elsewhere",
        PinNeeded,
        _provoke_warned_elsewhere,
    ),
    Fault("idle, PIN forgotten", PinNeeded, _provoke_idle, idle_s=_IDLE_S),
)
TOKEN_FAULTS = (
    Fault("pulled out in the batch", TokenMissing, _command("Sign=unplug@3"), _well_and_unlock),
    Fault("not plugged in", TokenMissing, _command("slot_empty=1"), _well_and_unlock),
    Fault(
        "session lost again and again",
        PinNeeded,
        _command("Sign=closed@3+"),
        _well_and_unlock,
        logins_by_us=1,
    ),
    Fault("driver hangs", TokenHung, _command("Sign=hang@3"), _well_and_unlock),
    Fault("driver crashes", TokenCrashed, _command("Sign=crash@3"), _well_and_unlock),
    Fault("out of memory on the token", TokenFailed, _command("Sign=0x31@3"), _sign_on),
    Fault("no objects on the token", KeyNotFound, _provoke_bare, _repair_bare),
    Fault("several certificates", ChoiceNeeded, _provoke_two, _repair_two),
)


def run_fault(shim: Shim, fault: Fault) -> Outcome:
    """Let one fault happen and finish the batch."""
    began = time.monotonic()
    with _batch(shim, fault.idle_s) as batch:
        try:
            fault.provoke(batch)
            error = "none"
        except SigningError as caught:
            error = caught.code
        try:
            fault.repair(batch)
            batch.sign_rest()
            goes_on = batch.is_complete()
        except SigningError as caught:
            error, goes_on = f"{error}, then {caught.code}", False
        logins = shim.counters().logins
        return Outcome(fault, error, goes_on, logins, batch.typed, time.monotonic() - began)


@contextmanager
def _batch(shim: Shim, idle_s: float) -> Iterator[Batch]:
    shim.reset()
    module = AllowedModule(shim.module, hashlib.sha256(shim.module.read_bytes()).hexdigest())
    patience = HostPatience(
        _PATIENCE.state_s,
        _PATIENCE.unlock_s,
        _PATIENCE.sign_s,
        _PATIENCE.stop_s,
        idle_s,
        _PATIENCE.poll_s,
    )
    environment = {**shim.environment, "PATH": os.environ["PATH"]}
    with TokenHost(module, environment, patience=patience) as host:
        yield Batch(shim, host)


def table(outcomes: list[Outcome]) -> str:
    """Markdown."""
    lines = [
        "| fault | error | batch goes on | C_Login / PINs typed | s | right |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.fault.name} | {each.error} | {'yes' if each.goes_on else 'NO'} "
        f"| {each.logins} / {each.typed} | {each.seconds:.1f} "
        f"| {'yes' if each.is_right else 'NO'} |"
        for each in outcomes
    ]
    return "\n".join(lines)


def main() -> int:
    """Run all faults and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--random", type=int, default=1000, help="random faults")
    parser.add_argument("--seed", type=int, default=6)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shim = make_tokens(Path(folder), datetime.now(UTC))
        outcomes = [run_fault(shim, fault) for fault in (*PIN_FAULTS, *TOKEN_FAULTS)]
        plugged, pulled = measure_plugging(shim, 5)
        blown = storm(shim, arguments.random, arguments.seed)
    right = sum(each.is_right for each in outcomes)
    print(table(outcomes))
    print(f"\n{right}/{len(outcomes)} right")
    for name, values in (("plugged in", plugged), ("pulled out", pulled)):
        print(f"{name} -> told: median {statistics.median(values):.2f} s, max {max(values):.2f} s")
    print(
        f"{blown.rounds} random faults: {blown.typed} PINs typed, {blown.logins} C_Login, "
        f"{blown.regained} of them to regain a lost login with the held PIN; "
        f"{blown.repeated} after a refusal; "
        f"{blown.spent} tries spent, {blown.unnamed} unnamed errors"
    )
    is_calm = not blown.repeated + blown.spent + blown.unnamed
    return 0 if right == len(outcomes) and is_calm else 1


if __name__ == "__main__":
    sys.exit(main())
