"""Keys at services in a process of their own: what it is told, what it keeps, how it ends."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app.remote_keys
from app.errors import LibraryError
from app.key_child import passed_on
from app.remote_key_process import RemoteDesk
from app.remote_keys import RemoteKeys
from app.remote_wire import (
    Errand,
    ServiceWay,
    errand_of,
    items_frame,
    items_of,
    outcome_of,
    outcomes_frame,
)
from app.service_accounts import ServiceAccount, ServiceAccounts
from app.settings import SettingsInvalid
from app.store.base import StoreFull
from app.token_process import Command
from app.token_values import HostPatience
from app.token_wire import Frame, WireBroken
from signing.endpoints import Reach
from signing.errors import PinNeeded, RemoteBusy, RemoteCancelled, SigningError
from signing.identities import Mechanism
from signing.keys.held_pin import HeldPin
from signing.keys.tickets import HashItem, Pending, Ticket
from signing.trial.authority import OfficerProfile, TrialAuthority, TrialKey
from tests.fakes.signing_services import CscAccount, CscService, SmartCaService

USER = "012345678901"
ITEMS = tuple(HashItem.of(str(n), f"kết quả {n}".encode(), Mechanism.RSA_PKCS1) for n in range(3))
WAIT_S = 30.0


@pytest.fixture(scope="module")
def rsa(tmp_path_factory: pytest.TempPathFactory) -> TrialKey:
    authority = TrialAuthority.create(
        tmp_path_factory.mktemp("ca"),
        datetime.now(UTC),
        base_url="http://127.0.0.1:9",
        password="mat-khau-thu",  # of a trial key
    )
    return authority.issue(OfficerProfile())


@pytest.fixture
def csc(rsa: TrialKey) -> Iterator[CscService]:
    with CscService(CscAccount(rsa)) as running:
        yield running


@pytest.fixture
def smartca(rsa: TrialKey) -> Iterator[SmartCaService]:
    with SmartCaService([rsa]) as running:
        yield running


@dataclass
class Ring:
    """A service's key as the station reaches it."""

    keys: RemoteKeys
    source: str

    @property
    def pid(self) -> int:
        (child,) = [host._child for host in self.keys._hosts.values()]  # the tests look into it
        assert child is not None
        return child.process.pid

    def sign(self) -> list[object]:
        ticket = self.keys.begin(self.source, ITEMS, lambda _ticket: None)
        return list(self.keys.poll(self.source, ticket))


MakeRing = Callable[..., Ring]


@pytest.fixture
def ring(tmp_path: Path) -> Iterator[MakeRing]:
    made: list[RemoteKeys] = []

    def make(url: str, source: str, password: str, **account: str) -> Ring:
        (tmp_path / "password").write_text(password, "utf-8")
        files = {"password_file": str(tmp_path / "password"), **account}
        accounts = ServiceAccounts({url: ServiceAccount(url, "ben-thu", **files)})
        way = ServiceWay(timeout_s=5.0, poll_every_s=0.01)
        keys = RemoteKeys(accounts, way, os.environ, HostPatience(poll_s=0.2))
        made.append(keys)
        return Ring(keys, source)

    yield make
    for keys in made:
        keys.close()


@pytest.fixture
def far(ring: MakeRing, csc: CscService) -> Ring:
    csc.account.user = "ben-thu"
    made = ring(csc.url, f"csc:{csc.url}#CRED-1", csc.account.password)
    made.keys.unlock(made.source, bytearray(csc.account.pin.encode()))
    return made


@pytest.fixture
def telephone(ring: MakeRing, smartca: SmartCaService) -> Ring:
    made = ring(smartca.url, f"smartca:{smartca.url}#{USER}", "bí mật")
    made.keys.unlock(made.source, bytearray())
    return made


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ends(pid: int) -> bool:
    until = time.monotonic() + WAIT_S
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_alive(pid)


def test_sign_happens_in_another_process_that_ends_when_it_is_locked(far: Ring) -> None:
    pid = far.pid

    values = far.sign()
    far.keys.lock()

    assert all(isinstance(value, bytes) for value in values)
    assert pid != os.getpid()
    assert ends(pid)
    with pytest.raises(LibraryError) as caught:
        far.sign()
    assert caught.value.code == "key.pin_needed"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_arguments_of_the_process_name_neither_signer_nor_service(telephone: Ring) -> None:
    command = Path(f"/proc/{telephone.pid}/cmdline").read_bytes()

    assert b"remote_key_process" in command
    assert USER.encode() not in command
    assert b"127.0.0.1" not in command


def test_passed_on_is_what_the_interpreter_and_the_named_need() -> None:
    environment = {"PATH": "/bin", "HTTPS_PROXY": "http://a:b@p", "SSL_CERT_FILE": "/ca", "X": "y"}

    assert passed_on(environment, "SSL_CERT_FILE") == {"PATH": "/bin", "SSL_CERT_FILE": "/ca"}
    assert passed_on({})["PATH"]


def test_begin_ticket_is_kept_before_the_service_hears_of_it(
    telephone: Ring, smartca: SmartCaService
) -> None:
    heard: list[int] = []

    ticket = telephone.keys.begin(
        telephone.source, ITEMS, lambda _ticket: heard.append(len(smartca.requests))
    )

    assert heard[0] == 0
    assert set(heard[1:]) <= {1}
    assert len(smartca.requests) == 1
    assert ticket.transaction in smartca.requests


def test_begin_ticket_that_cannot_be_kept_sends_nothing_and_the_key_stays(
    telephone: Ring, smartca: SmartCaService
) -> None:
    def full(_ticket: Ticket) -> None:
        raise StoreFull("no room")

    with pytest.raises(StoreFull):
        telephone.keys.begin(telephone.source, ITEMS, full)

    assert smartca.requests == {}
    smartca.confirm_at_once = True
    assert all(isinstance(value, bytes) for value in telephone.sign())


def test_process_killed_while_a_telephone_waits_is_interrupted_and_asked_after_again(
    telephone: Ring, smartca: SmartCaService
) -> None:
    ticket = telephone.keys.begin(telephone.source, ITEMS, lambda _ticket: None)
    waiting = telephone.keys.poll(telephone.source, ticket)
    host = telephone.keys._hosts[telephone.source]
    os.kill(telephone.pid, signal.SIGSTOP)
    host._limit_s = 0.5

    with pytest.raises(LibraryError) as caught:
        telephone.keys.poll(telephone.source, ticket)
    smartca.confirm()
    telephone.keys.unlock(telephone.source, bytearray())
    values = telephone.keys.poll(telephone.source, ticket)

    assert {type(one) for one in waiting} == {Pending}
    assert caught.value.code == "remote.interrupted"
    assert all(isinstance(value, bytes) for value in values)
    assert smartca.signed == len(ITEMS)


def test_outcomes_that_are_none_come_with_their_own_code(far: Ring, csc: CscService) -> None:
    csc.forge = lambda value: value[::-1]

    outcomes = far.sign()

    assert [one.code for one in outcomes if isinstance(one, LibraryError)] == [
        "remote.answer_bad"
    ] * len(ITEMS)


def test_wrong_one_time_code_is_refused_once_and_wiped(far: Ring, csc: CscService) -> None:
    csc.account.code = "778899"
    far.keys.unlock(far.source, bytearray(csc.account.pin.encode()))
    code, long = bytearray(b"000000"), bytearray(b"7" * 300)

    far.keys.send_code(far.source)
    far.keys.give_code(far.source, code)
    with pytest.raises(LibraryError) as refused:
        far.sign()
    with pytest.raises(LibraryError) as too_long:
        far.keys.give_code(far.source, long)

    assert {refused.value.code, too_long.value.code} == {"remote.credentials"}
    assert not any(code + long)


def test_unlock_with_more_than_any_pin_asks_nobody(far: Ring, csc: CscService) -> None:
    asked, pin = len(csc.asked), bytearray(b"1" * 300)

    with pytest.raises(LibraryError) as caught:
        far.keys.unlock(far.source, pin)

    assert caught.value.code == "remote.credentials"
    assert len(csc.asked) == asked
    assert not any(pin)


def test_unlock_signer_of_the_account_is_used_where_the_source_names_none(
    ring: MakeRing, smartca: SmartCaService, tmp_path: Path
) -> None:
    (tmp_path / "signer").write_text(f"{USER}\n", "utf-8")
    source = f"smartca:{smartca.url}"
    named = ring(smartca.url, source, "bí mật", signer_file=str(tmp_path / "signer"))
    nobody = ring(smartca.url, source, "bí mật")

    identity = named.keys.unlock(source, bytearray())
    with pytest.raises(LibraryError) as caught:
        nobody.keys.unlock(source, bytearray())

    assert identity.is_late
    assert caught.value.code == "remote.credentials"


def test_unlock_account_whose_file_is_gone_is_a_wrong_setting(
    ring: MakeRing, csc: CscService, tmp_path: Path
) -> None:
    made = ring(csc.url, f"csc:{csc.url}#CRED-1", "", password_file=str(tmp_path / "gone"))

    for ask in (lambda: made.keys.unlock(made.source, bytearray(b"1")),
                lambda: made.keys.check(made.source)):  # fmt: skip
        with pytest.raises(SettingsInvalid):
            ask()
    assert csc.asked == []


SPOILT = """
import os, sys
from io import FileIO
from app.token_wire import receive, send
into, out = FileIO(os.dup(0), "rb"), FileIO(os.dup(1), "wb")
while True:
    number = receive(into)["id"]
    for answer in {answers}:
        send(out, {{"id": number, **answer}})
"""


@pytest.mark.parametrize(
    "answers",
    [
        [{"asks": {"ticket": "{}"}}] * 5,
        [{"asks": 7}, {"ok": {}}],
        [{"ok": {"ticket": 1, "outcomes": [{}]}}],
        [{"ok": {"outcomes": []}}],
        [{"ok": 5}],
        [{"error": {"code": "nothing"}}],
        [{"ok": {"certificate": "AA==", "chain": 1}}],
    ],
)
def test_process_that_talks_nonsense_is_an_interruption(
    ring: MakeRing, monkeypatch: pytest.MonkeyPatch, answers: list[Frame]
) -> None:
    code = SPOILT.format(answers=answers)
    # The command is the one thing of the host that a test has to exchange: it starts our child.
    monkeypatch.setattr(app.remote_keys, "COMMAND", (sys.executable, "-c", code))
    made = ring("https://a.example", "smartca:https://a.example#1", "x")
    host = made.keys._new_host(made.source)
    now = datetime.now(UTC)
    ticket = Ticket("smartca", "t", "00" * 32, ITEMS, now, now + timedelta(minutes=1))

    with pytest.raises(SigningError) as begun:
        host.begin(ITEMS, lambda _ticket: None)
    with pytest.raises(SigningError) as polled:
        host.poll(ticket)
    host.close()

    assert (begun.value.code, polled.value.code) == ("remote.interrupted",) * 2


class Left(Exception):
    """The process would be gone."""


def leave() -> None:
    raise Left


@dataclass
class Clock:
    """Time that the test moves."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def errand(service: CscService, tmp_path: Path) -> Errand:
    (tmp_path / "password").write_text(service.account.password, "utf-8")
    account = ServiceAccount(service.url, service.account.user, str(tmp_path / "password"))
    return Errand(f"csc:{service.url}#CRED-1", account, ServiceWay(timeout_s=5.0))


def held(text: str) -> HeldPin:
    pin = HeldPin()
    pin.take(bytearray(text, "utf-8"))
    return pin


def test_desk_wipes_what_was_typed_and_forgets_an_unused_key(
    csc: CscService, tmp_path: Path
) -> None:
    clock, pin = Clock(), held(csc.account.pin)
    desk = RemoteDesk(300.0, clock, leave, lambda _question: {"do": "kept"})

    desk.answer(Command({"do": "unlock", **errand(csc, tmp_path).frame()}, pin))
    clock.now = 299.0
    desk.answer(Command({"do": "begin", "items": items_frame(ITEMS)}, None))
    clock.now = 598.0
    quiet = desk.look()
    clock.now = 600.0
    ended = desk.look()

    assert len(pin) == 0
    assert quiet == []
    assert ended == [{"event": "ended", "why": "idle"}]
    with pytest.raises(PinNeeded):
        desk.answer(Command({"do": "send_code"}, None))
    with pytest.raises(Left):
        desk.look()


def test_desk_ticket_that_is_not_kept_sends_nothing(csc: CscService, tmp_path: Path) -> None:
    desk = RemoteDesk(300.0, Clock(), leave, lambda _question: {"do": "not kept"})
    desk.answer(Command({"do": "unlock", **errand(csc, tmp_path).frame()}, held("13572468")))

    with pytest.raises(RemoteCancelled):
        desk.answer(Command({"do": "begin", "items": items_frame(ITEMS)}, None))

    assert "/csc/v1/credentials/authorize" not in csc.paths()


@pytest.mark.parametrize(
    "frame", [{}, {"do": "sign"}, {"do": "unlock"}, {"do": "check", "hosts": 1}]
)
def test_desk_refuses_what_is_no_request_and_wipes_what_came(frame: Frame) -> None:
    pin = held("1234")

    with pytest.raises(WireBroken):
        RemoteDesk(300.0, Clock(), leave, lambda question: question).answer(Command(frame, pin))

    assert len(pin) == 0


def test_wire_carries_errands_and_outcomes_unchanged() -> None:
    reach = Reach(hosts=(("a", "b"),), proxy="http://proxy:3128", direct_hosts=("here",))
    way = ServiceWay(7.0, timedelta(minutes=3), 0.5, 9, reach)
    sent = Errand("csc:https://a#b", ServiceAccount("https://a", "c", ca_file="/ca.pem"), way)
    outcomes = (b"value", Pending(datetime.now(UTC), 2.5), RemoteBusy("later"))

    back = [outcome_of(each) for each in outcomes_frame(outcomes)]

    assert errand_of(sent.frame()) == sent
    assert replace(sent) == sent
    assert items_of(items_frame(ITEMS)) == ITEMS
    assert back[:2] == list(outcomes[:2])
    assert isinstance(back[2], RemoteBusy)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_items_of_anything_else_is_refused(content: object) -> None:
    if isinstance(content, list | dict | str) and not content:
        assert items_of(content) == ()
        return
    with pytest.raises(WireBroken):
        items_of(content)
