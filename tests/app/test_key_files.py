"""Key files: each open one in a process of its own that takes password and key with it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import LibraryError
from app.key_file_process import FileDesk
from app.key_files import FileKeys
from app.services.key_host import KeyHosts
from app.token_process import Command
from app.token_values import HostPatience
from app.token_wire import Frame, WireBroken, packed
from signing.errors import PinNeeded, WrongPassword
from signing.identities import Mechanism
from signing.keys.held_pin import HeldPin
from signing.trial.authority import OfficerProfile, TrialAuthority
from tests.signing.keys.proofs import DATA, prove

PASSWORD = "mật-khẩu-thử"
WAIT_S = 30.0


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TrialAuthority:
    made = TrialAuthority.create(
        tmp_path_factory.mktemp("ca"),
        datetime.now(UTC),
        base_url="http://127.0.0.1:9",
        password=PASSWORD,
    )
    made.issue_p12(OfficerProfile(common_name="CƠ QUAN THỬ"), PASSWORD, "agency.p12")
    return made


@pytest.fixture
def keys() -> Iterator[FileKeys]:
    opened = FileKeys(os.environ)
    yield opened
    opened.close()


def right() -> bytearray:
    return bytearray(PASSWORD, "utf-8")


def pids(keys: FileKeys) -> list[int]:
    children = [host._child for host in keys._hosts.values()]  # the tests look into them
    return [child.process.pid for child in children if child is not None]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_unlock_and_sign_with_two_files_in_two_processes(
    keys: FileKeys, authority: TrialAuthority
) -> None:
    sources = [f"p12:{authority.officer_p12}", f"p12:{authority.folder / 'agency.p12'}"]
    hosts = KeyHosts({"p12": keys})
    passwords = [right(), right()]

    identities = [hosts.unlock(source, pin) for source, pin in zip(sources, passwords, strict=True)]

    assert not any(any(pin) for pin in passwords)
    assert len(set(pids(keys))) == 2
    for source, identity in zip(sources, identities, strict=True):
        value = hosts.sign(source, DATA, Mechanism.RSA_PSS)
        prove(identity.certificate, value, DATA, Mechanism.RSA_PSS)


@pytest.mark.skipif(sys.platform == "win32", reason="signals to processes")
def test_lock_ends_the_processes(keys: FileKeys, authority: TrialAuthority) -> None:
    source = f"p12:{authority.officer_p12}"
    keys.unlock(source, right())
    (pid,) = pids(keys)

    keys.lock()

    assert not is_alive(pid)
    with pytest.raises(LibraryError) as caught:
        keys.sign(source, DATA, Mechanism.RSA_PSS)
    assert caught.value.code == "key.pin_needed"


def test_unlock_again_replaces_the_process(keys: FileKeys, authority: TrialAuthority) -> None:
    source = f"p12:{authority.officer_p12}"
    keys.unlock(source, right())
    first = pids(keys)

    keys.unlock(source, right())

    assert pids(keys) != first
    assert len(pids(keys)) == 1


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("agency.p12", b"sai", "key.wrong_password"),
        ("agency.p12", b"", "key.wrong_password"),
        ("agency.p12", b"x" * 300, "key.wrong_password"),
        ("khong-co.p12", b"thu", "key.file_unreadable"),
        ("root.pem", b"thu", "key.file_unreadable"),
    ],
)
def test_unlock_refused_leaves_no_process_and_no_password(
    name: str, password: bytes, code: str, keys: FileKeys, authority: TrialAuthority
) -> None:
    given = bytearray(password)
    path = authority.root_pem if name == "root.pem" else authority.folder / name

    with pytest.raises(LibraryError) as caught:
        keys.unlock(f"p12:{path}", given)

    assert caught.value.code == code
    assert not any(given)
    assert pids(keys) == []


def test_idle_key_is_forgotten_and_its_process_leaves(authority: TrialAuthority) -> None:
    keys = FileKeys(os.environ, replace(HostPatience(), idle_s=0.2, poll_s=0.05))
    source = f"p12:{authority.officer_p12}"
    try:
        keys.unlock(source, right())
        (child,) = [host._child for host in keys._hosts.values()]
        assert child is not None

        child.process.wait(WAIT_S)

        with pytest.raises(LibraryError) as caught:
            keys.sign(source, DATA, Mechanism.RSA_PSS)
        assert caught.value.code == "key.pin_needed"
    finally:
        keys.close()


def test_key_of_another_kind_is_refused(keys: FileKeys) -> None:
    with pytest.raises(LibraryError) as caught:
        keys.unlock("pkcs11:/usr/lib/thu.so#THU", right())

    assert caught.value.code == "key.bad_source"


# ---- the desk inside the process, without the process


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


class Left(Exception):
    """The process would be gone."""


def leave() -> None:
    raise Left


def unlock(desk: FileDesk, path: Path, password: str) -> tuple[Frame, HeldPin]:
    pin = HeldPin()
    pin.take(bytearray(password, "utf-8"))
    return desk.answer(Command({"do": "unlock", "file": str(path)}, pin)), pin


def sign(desk: FileDesk) -> Frame:
    frame = {"do": "sign", "data": packed(DATA), "mechanism": Mechanism.RSA_PSS.value}
    return desk.answer(Command(frame, None))


def test_desk_wipes_the_password_at_once_and_leaves_after_locking(
    authority: TrialAuthority,
) -> None:
    desk = FileDesk(300.0, time.monotonic, leave)

    _, pin = unlock(desk, authority.officer_p12, PASSWORD)

    assert len(pin) == 0
    assert sign(desk)["value"]
    assert desk.look() == []
    desk.answer(Command({"do": "lock"}, None))
    with pytest.raises(PinNeeded):
        sign(desk)
    with pytest.raises(Left):
        desk.look()


def test_desk_forgets_a_key_that_nobody_uses(authority: TrialAuthority) -> None:
    clock = Clock()
    desk = FileDesk(300.0, clock, leave)
    unlock(desk, authority.officer_p12, PASSWORD)

    clock.now = 299.0
    sign(desk)
    clock.now = 598.0
    assert desk.look() == []
    clock.now = 600.0

    assert desk.look() == [{"event": "ended", "why": "idle"}]


def test_desk_wrong_password_wipes_it_too(authority: TrialAuthority) -> None:
    desk = FileDesk(300.0, time.monotonic, leave)
    pin = HeldPin()
    pin.take(bytearray(b"sai"))

    with pytest.raises(WrongPassword):
        desk.answer(Command({"do": "unlock", "file": str(authority.officer_p12)}, pin))

    assert len(pin) == 0


def test_desk_refuses_what_is_no_request() -> None:
    with pytest.raises(WireBroken):
        FileDesk(300.0, time.monotonic, leave).answer(Command({"do": "states"}, None))
