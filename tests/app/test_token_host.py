"""A token in a process of its own: its faults stay there and have names here."""

from __future__ import annotations

import hashlib
import os
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from app.token_host import (
    HostKey,
    HostPatience,
    Notice,
    SessionEnded,
    TokenHost,
    TokensChanged,
)
from signing.errors import (
    ChoiceNeeded,
    ModuleChanged,
    ModuleMissing,
    PinCancelled,
    PinLocked,
    PinNeeded,
    SigningError,
    TokenCrashed,
    TokenFailed,
    TokenHung,
    TokenMissing,
    WrongPin,
)
from signing.identities import Mechanism
from signing.keys.module_trust import AllowedModule
from signing.requests import Pkcs11Source
from tests.shim.faulty_tokens import EXPIRED_FIRST, ONE, PIN, TWO
from tests.shim.token_fixtures import built_shim, shim
from tests.shim.token_shim import Shim
from tests.signing.keys.proofs import DATA, prove

__all__ = ["built_shim", "shim"]
pytestmark = pytest.mark.softhsm

PATIENCE = HostPatience(
    state_s=30.0, unlock_s=30.0, sign_s=30.0, stop_s=5.0, idle_s=300.0, poll_s=0.1
)
HURRIED = replace(PATIENCE, sign_s=1.0, unlock_s=1.0)
WAIT_S = 30.0
Kind = TypeVar("Kind", bound=SessionEnded | TokensChanged)


def allowed(module: Path) -> AllowedModule:
    return AllowedModule(module, hashlib.sha256(module.read_bytes()).hexdigest())


def right_pin() -> bytearray:
    return bytearray(PIN, "utf-8")


class Listener:
    """Collects what a host tells by itself."""

    def __init__(self) -> None:
        self._notices: queue.Queue[Notice] = queue.Queue()

    def __call__(self, notice: Notice) -> None:
        self._notices.put(notice)

    def wait_for(self, kind: type[Kind], wanted: Callable[[Kind], bool]) -> Kind:
        while True:
            notice = self._notices.get(timeout=WAIT_S)
            if isinstance(notice, kind) and wanted(notice):
                return notice


@contextmanager
def running(
    shim: Shim, patience: HostPatience = PATIENCE, listener: Listener | None = None
) -> Iterator[TokenHost]:
    host = TokenHost(
        allowed(shim.module),
        {**shim.environment, "PATH": os.environ["PATH"]},
        notice=listener or Listener(),
        patience=patience,
    )
    with host:
        yield host


def on(shim: Shim, label: str = ONE, certificate: str = "") -> Pkcs11Source:
    return Pkcs11Source(shim.module, label, certificate)


def sign_and_prove(host: TokenHost, certificate: bytes) -> None:
    value = host.sign(DATA, Mechanism.RSA_PKCS1)
    prove(certificate, value, DATA, Mechanism.RSA_PKCS1)


def test_host_unlocks_once_and_signs_many(shim: Shim) -> None:
    pin = right_pin()
    with running(shim) as host:
        identity = host.unlock(on(shim), pin)
        for _ in range(5):
            sign_and_prove(host, identity.certificate)

    assert not any(pin)
    assert identity.summary.subject == HostKey(host, identity).summary.subject
    assert shim.counters().logins == 1


def test_host_tells_states_and_certificates_before_a_pin(shim: Shim) -> None:
    with running(shim) as host:
        states = {each.label: each for each in host.devices()}
        shown = host.certificates(EXPIRED_FIRST)

    assert states[ONE].present
    assert states[ONE].serial
    assert [each.refusal for each in shown] == ["", "certificate.expired"]
    assert shim.counters().logins == 0


def test_host_wrong_pins_are_told_with_tries_left(shim: Shim) -> None:
    with running(shim) as host:
        with pytest.raises(WrongPin):
            host.unlock(on(shim), bytearray(b"sai"))
        with pytest.raises(WrongPin) as final:
            host.unlock(on(shim), bytearray(b"sai"))
        before = {each.label: each for each in host.devices()}[ONE]
        with pytest.raises(PinLocked):
            host.unlock(on(shim), bytearray(b"sai"))
        with pytest.raises(PinLocked):
            host.unlock(on(shim), right_pin())

    assert final.value.tries_left == 1
    assert (before.final_try, before.tries_left) == (True, 1)
    assert shim.counters().logins == 3


def test_host_tells_of_a_warning_that_a_wrong_pin_has_brought(shim: Shim) -> None:
    listener = Listener()
    with running(shim, listener=listener) as host:
        with pytest.raises(WrongPin):
            host.unlock(on(shim), bytearray(b"sai"))

        listener.wait_for(
            TokensChanged, lambda notice: any(each.pin_count_low for each in notice.states)
        )


@pytest.mark.parametrize(
    ("pin", "expected"), [(b"", PinNeeded), (b"x" * 256, WrongPin), (b"\xff\xfe", WrongPin)]
)
def test_host_pin_of_any_shape_is_refused_by_name(
    pin: bytes, expected: type[SigningError], shim: Shim
) -> None:
    typed = bytearray(pin)
    with running(shim) as host:
        with pytest.raises(expected):
            host.unlock(on(shim), typed)
        host.unlock(on(shim), right_pin())

    assert not any(typed)


def test_host_keypad_token_takes_no_pin_from_us(shim: Shim) -> None:
    (shim.folder / "control").write_bytes(f"keypad=1\nkeypad_pin={PIN}\n".encode())
    with running(shim) as host:
        assert host.devices()[0].protected_path
        identity = host.unlock(on(shim), bytearray())
        sign_and_prove(host, identity.certificate)
        shim.command("keypad=1")

        with pytest.raises(PinCancelled):
            host.unlock(on(shim), bytearray())


def test_host_locked_needs_the_pin_again(shim: Shim) -> None:
    with running(shim) as host:
        host.unlock(on(shim), right_pin())
        host.lock()

        with pytest.raises(PinNeeded):
            host.sign(DATA, Mechanism.RSA_PKCS1)
        host.unlock(on(shim), right_pin())


def test_host_lock_ends_a_driver_that_hangs_in_a_signature(shim: Shim) -> None:
    errors: queue.Queue[SigningError] = queue.Queue()
    with running(shim, replace(PATIENCE, stop_s=0.3)) as host:
        host.unlock(on(shim), right_pin())
        shim.command("Sign=hang@1")

        def sign() -> None:
            try:
                host.sign(DATA, Mechanism.RSA_PKCS1)
            except SigningError as error:
                errors.put(error)

        thread = threading.Thread(target=sign)
        thread.start()
        while shim.counters().calls["Sign"] == 0:
            threading.Event().wait(PATIENCE.poll_s)

        host.lock()

        assert isinstance(errors.get(timeout=WAIT_S), PinNeeded)
        thread.join(WAIT_S)
        shim.command()
        identity = host.unlock(on(shim), right_pin())
        sign_and_prove(host, identity.certificate)


def test_host_forgets_the_pin_when_idle(shim: Shim) -> None:
    listener = Listener()
    with running(shim, replace(PATIENCE, idle_s=0.2), listener) as host:
        host.unlock(on(shim), right_pin())

        listener.wait_for(SessionEnded, lambda notice: notice.why == "idle")

        with pytest.raises(PinNeeded):
            host.sign(DATA, Mechanism.RSA_PKCS1)


def test_host_notices_unplugging_and_plugging(shim: Shim) -> None:
    listener = Listener()
    with running(shim, listener=listener) as host:
        host.unlock(on(shim), right_pin())
        listener.wait_for(TokensChanged, lambda notice: len(notice.states) > 0)

        shim.command("slot_empty=1")
        listener.wait_for(SessionEnded, lambda notice: notice.why == "removed")
        listener.wait_for(TokensChanged, lambda notice: notice.states == ())
        with pytest.raises(PinNeeded):
            host.sign(DATA, Mechanism.RSA_PKCS1)
        shim.command()
        listener.wait_for(TokensChanged, lambda notice: len(notice.states) > 0)

        identity = host.unlock(on(shim), right_pin())
        sign_and_prove(host, identity.certificate)

    assert shim.counters().logins == 2


def test_host_looks_for_tokens_without_touching_the_session(shim: Shim) -> None:
    with running(shim) as host:
        host.unlock(on(shim), right_pin())
        before = shim.counters().calls

        after = before
        while after["GetSlotList"] < before["GetSlotList"] + 6:
            threading.Event().wait(PATIENCE.poll_s)
            after = shim.counters().calls
    touched = {name for name in after if after[name] != before[name]}
    assert touched <= {"GetSlotList", "GetTokenInfo"}
    assert "GetSlotList" in touched


def test_host_token_removed_while_signing_is_named_and_the_rest_is_signed(shim: Shim) -> None:
    with running(shim) as host:
        host.unlock(on(shim), right_pin())
        shim.command("Sign=unplug@2")
        host.sign(DATA, Mechanism.RSA_PKCS1)
        with pytest.raises(TokenMissing):
            host.sign(DATA, Mechanism.RSA_PKCS1)
        shim.command()
        shim.plug_in()

        identity = host.unlock(on(shim), right_pin())
        sign_and_prove(host, identity.certificate)


def _use(host: TokenHost, shim: Shim, function: str) -> None:
    if function == "Sign":
        host.sign(DATA, Mechanism.RSA_PKCS1)
    else:
        host.unlock(on(shim), right_pin())


@pytest.mark.parametrize(
    ("fault", "expected"), [("crash", TokenCrashed), ("hang", TokenHung), ("0x6", TokenFailed)]
)
@pytest.mark.parametrize("function", ["Sign", "Login"])
def test_host_outlives_its_driver(
    function: str, fault: str, expected: type[SigningError], shim: Shim
) -> None:
    listener = Listener()
    with running(shim, HURRIED, listener) as host:
        host.devices()  # the first start of a process takes longer than a hurried login
        if function == "Sign":
            host.unlock(on(shim), right_pin())
        shim.command(f"{function}={fault}@1")

        with pytest.raises(expected) as raised:
            _use(host, shim, function)

        assert type(raised.value) is expected
        shim.command()
        host.devices()
        identity = host.unlock(on(shim), right_pin())
        sign_and_prove(host, identity.certificate)
        if function == "Sign" and fault != "0x6":
            listener.wait_for(SessionEnded, lambda notice: notice.why == raised.value.code)


def test_host_ends_a_driver_that_hangs_while_it_looks_for_tokens(shim: Shim) -> None:
    listener = Listener()
    with running(shim, replace(PATIENCE, state_s=1.5), listener) as host:
        host.unlock(on(shim), right_pin())
        listener.wait_for(TokensChanged, lambda notice: len(notice.states) > 0)
        shim.command(f"GetSlotList=hang@{shim.after('GetSlotList', 2)}")

        listener.wait_for(SessionEnded, lambda notice: notice.why == "key.token_hung")
        shim.command()
        listener.wait_for(TokensChanged, lambda notice: len(notice.states) > 0)

        assert any(state.present for state in host.devices())


def test_host_several_certificates_are_chosen_by_fingerprint(shim: Shim) -> None:
    with running(shim) as host:
        with pytest.raises(ChoiceNeeded):
            host.unlock(on(shim, TWO), right_pin())
        for shown in host.certificates(TWO):
            identity = host.unlock(on(shim, TWO, shown.summary.sha256), right_pin())

            assert identity.summary == shown.summary
            sign_and_prove(host, identity.certificate)


def test_host_login_lost_in_a_batch_is_got_back_once(shim: Shim) -> None:
    with running(shim) as host:
        identity = host.unlock(on(shim), right_pin())
        shim.command("Sign=logout@3")
        for _ in range(5):
            sign_and_prove(host, identity.certificate)

    assert shim.counters().logins == 2


def test_host_module_changed_after_the_check_is_not_loaded(shim: Shim, tmp_path: Path) -> None:
    module = tmp_path / "thay.so"
    module.write_bytes(shim.module.read_bytes())
    ticket = allowed(module)
    module.write_bytes(shim.module.read_bytes() + b"\0")

    with (
        TokenHost(ticket, shim.environment, patience=PATIENCE) as host,
        pytest.raises(ModuleChanged),
    ):
        host.devices()

    assert shim.counters().calls["Initialize"] == 0


def test_host_module_that_is_no_library_says_so(tmp_path: Path) -> None:
    module = tmp_path / "van-ban.so"
    module.write_text("không phải thư viện", "utf-8")

    with (
        TokenHost(allowed(module), {}, patience=PATIENCE) as host,
        pytest.raises(ModuleMissing),
    ):
        host.devices()


def test_host_closed_leaves_no_process(shim: Shim) -> None:
    with running(shim) as host:
        host.unlock(on(shim), right_pin())
        child = host._child
        assert child is not None

    assert child.process.returncode == 0
    with pytest.raises(TokenFailed):
        host.devices()


def test_host_serves_threads_one_after_the_other(shim: Shim) -> None:
    shim.command("latency_ms=20")
    with running(shim) as host:
        identity = host.unlock(on(shim), right_pin())
        failures: list[BaseException] = []

        def work() -> None:
            try:
                for _ in range(5):
                    sign_and_prove(host, identity.certificate)
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(WAIT_S)

    assert failures == []
    assert shim.counters().calls["Sign"] == 20


@pytest.mark.expects_log_warnings
def test_host_outlives_a_listener_that_fails(shim: Shim) -> None:
    heard = threading.Event()

    def fail(_: Notice) -> None:
        heard.set()
        raise RuntimeError("người nghe hỏng")

    with TokenHost(allowed(shim.module), shim.environment, notice=fail, patience=PATIENCE) as host:
        host.unlock(on(shim), right_pin())
        assert heard.wait(WAIT_S)
        host.sign(DATA, Mechanism.RSA_PKCS1)
