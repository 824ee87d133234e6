"""Keys at signing services as a key host of the station: each open one in a process of its own.

The officer types a PIN, or a password where none is set up, and never both; everything else that
a service wants to know is set up (`service_accounts`). Neither comes to rest here: the process of
the key signs in, asks and is asked after, and ends when its key is locked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from app.errors import Advice, LibraryError
from app.key_child import Asked, ChildHost, passed_on
from app.own_program import module_command
from app.remote_wire import Errand, ServiceWay, items_frame, outcome_of
from app.service_accounts import ServiceAccounts
from app.services.key_host import KeyIdentity, Outcome, SecretKind
from app.services.workers import library_errors
from app.settings import SettingsInvalid
from app.token_values import HostPatience
from app.token_wire import Frame, understood, unpacked
from signing.certificates import certificate_summary
from signing.errors import (
    RemoteCredentials,
    RemoteInterrupted,
    SigningError,
    TicketUnreadable,
    TokenCrashed,
    TokenFailed,
    TokenHung,
)
from signing.identities import Mechanism
from signing.keys.held_pin import MOST_PIN_BYTES
from signing.keys.tickets import HashItem, Pending, Ticket
from signing.requests import CscSource, KeySource, SmartCaSource

Source: TypeAlias = CscSource | SmartCaSource

COMMAND = module_command("app.remote_key_process")
_TLS_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""Where the system's own certificate authorities lie, on machines that say so."""

_MOST_CALLS, _MARGIN_S = 6, 15.0
"""Questions to a service for one command at most, and seconds for the process itself."""

_TICKETS_PER_REQUEST = 2


class RemoteHost(ChildHost):
    """One key at a service in a process of its own.

    Args:
        errand: Which key, whose account, by which way.
        environment: The whole environment of the process.
        patience: When an unused key is forgotten.
    """

    def __init__(
        self, errand: Errand, environment: Mapping[str, str], patience: HostPatience
    ) -> None:
        super().__init__(environment, patience=patience)
        self._errand = errand
        self._limit_s = _MOST_CALLS * errand.way.timeout_s + _MARGIN_S

    def check(self) -> None:
        """See whether the key could be opened.

        Raises:
            SettingsInvalid: What is set up cannot be read.
            SigningError: One of its subclasses says why not.
        """
        self._settled({"do": "check", **self._errand.frame()})

    def unlock(self, pin: bytearray) -> KeyIdentity:
        """Sign in and read the certificate; what was typed is wiped.

        Raises:
            SettingsInvalid: What is set up cannot be read.
            SigningError: One of its subclasses says why not.
        """
        try:
            if len(pin) > MOST_PIN_BYTES:
                raise RemoteCredentials("no PIN or password is that long; nobody was asked")
            answer = self._settled({"do": "unlock", **self._errand.frame()}, pin)
        finally:
            pin[:] = bytes(len(pin))
        self._unlocked = True
        with _of_service(), understood():
            certificate = unpacked(answer["certificate"])
            return KeyIdentity(
                certificate=certificate,
                chain=tuple(unpacked(each) for each in answer["chain"]),
                mechanisms=frozenset(Mechanism(each) for each in answer["mechanisms"]),
                summary=certificate_summary(certificate),
                most_items=int(answer["most_items"]),
                wants_code=bool(answer["wants_code"]),
            )

    def begin(self, items: Sequence[HashItem], keep: Callable[[Ticket], None]) -> Ticket:
        """Send a request; see `RemoteKey.begin`.

        Raises:
            SigningError: One of its subclasses says why not; also what `keep` raises.
        """
        unkept: list[Exception] = []

        def answer(question: Any) -> Frame:  # Any: what a frame holds
            try:
                keep(_ticket(question))
            except Exception as error:  # whatever it is: it belongs to our caller, not to the child
                unkept.append(error)
            return {"do": "not kept" if unkept else "kept"}

        request = {"do": "begin", "items": items_frame(items)}
        try:
            with _of_service():
                asked = Asked(_TICKETS_PER_REQUEST, answer)
                return _ticket(self._ask(request, self._limit_s, None, asked))
        except SigningError:
            if unkept:
                raise unkept[0] from None
            raise

    def poll(self, ticket: Ticket) -> tuple[bytes | Pending | SigningError, ...]:
        """Ask for the values; see `RemoteKey.poll`.

        Raises:
            SigningError: One of its subclasses says why not.
        """
        with _of_service():
            answer = self._ask({"do": "poll", "ticket": ticket.to_json()}, self._limit_s)
            with understood():
                outcomes = tuple(outcome_of(each) for each in answer["outcomes"])
            if len(outcomes) != len(ticket.items):
                raise TokenFailed("not one outcome for each digest")
        return outcomes

    def send_code(self) -> None:
        """Have the service send a one-time code.

        Raises:
            SigningError: It does not.
        """
        with _of_service():
            self._ask({"do": "send_code"}, self._limit_s)

    def give_code(self, code: bytearray) -> None:
        """Hand a one-time code on; it is wiped.

        Raises:
            SigningError: The key is not open.
        """
        try:
            if len(code) > MOST_PIN_BYTES:
                raise RemoteCredentials("no one-time code is that long; nobody was asked")
            with _of_service():
                self._ask({"do": "give_code"}, self._patience.state_s, code)
        finally:
            code[:] = bytes(len(code))

    def _command(self) -> tuple[str, ...]:
        return COMMAND

    def _settled(self, request: Frame, pin: bytearray | None = None) -> Frame:
        """The answer to a request for which the process reads what is set up."""
        with _of_service():
            answer = self._ask(request, self._limit_s, pin)
        if "settings" in answer:
            raise SettingsInvalid(str(answer["settings"]))
        return answer


@dataclass(slots=True)
class RemoteKeys:
    """Processes by key while they are open; see `key_host.LateKeys`.

    Attributes:
        accounts: What is set up.
        way: How services are reached and how long anybody waits.
        environment: Of this process.
        patience: When an unused key is forgotten.
    """

    accounts: ServiceAccounts
    way: ServiceWay
    environment: Mapping[str, str]
    patience: HostPatience = field(default_factory=HostPatience)
    _hosts: dict[str, RemoteHost] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def secret_kind(self, source: str) -> SecretKind:
        """A telephone confirms without anything typed; else a PIN, or the account's password."""
        with library_errors():
            parsed = _remote_source(source)
        if isinstance(parsed, SmartCaSource):
            return SecretKind.NONE
        whole = parsed.url in self.accounts.by_url and self.accounts.of(parsed.url).is_whole
        return SecretKind.PIN if whole else SecretKind.PASSWORD

    def check(self, source: str) -> None:
        """See whether a key could be opened: its account is set up, and the service answers.

        A service of the SmartCA kind has no question that needs no secret; it is not asked.

        Raises:
            StationError: It could not; the code says why.
        """
        with library_errors(), ExitStack() as stack:
            host = self._new_host(source)
            stack.callback(host.close)
            host.check()

    def unlock(self, source: str, pin: bytearray) -> KeyIdentity:
        """Sign in and read the certificate; nobody is asked to confirm anything yet."""
        try:
            with library_errors():
                host = self._new_host(source)
                self._close(source)
                try:
                    identity = host.unlock(pin)
                except BaseException:
                    host.close()  # it has seen a secret
                    raise
            with self._lock:
                meanwhile, self._hosts[source] = self._hosts.get(source), host
            if meanwhile is not None:
                meanwhile.close()
            return identity
        finally:
            pin[:] = bytes(len(pin))

    def sign(self, source: str, data: bytes, mechanism: Mechanism) -> bytes:
        """Refuse: values come later."""
        raise LibraryError("key.bad_source", Advice.USER_ACTION, "a key that answers later")

    def begin(
        self, source: str, items: Sequence[HashItem], keep: Callable[[Ticket], None]
    ) -> Ticket:
        """Send a request."""
        with library_errors():
            return self._open(source).begin(items, keep)

    def poll(self, source: str, ticket: Ticket) -> tuple[Outcome, ...]:
        """Ask for the values."""
        with library_errors():
            found = self._open(source).poll(ticket)
        return tuple(_told(one) if isinstance(one, SigningError) else one for one in found)

    def send_code(self, source: str) -> None:
        """Have the service send a one-time code."""
        with library_errors():
            self._open(source).send_code()

    def give_code(self, source: str, code: bytearray) -> None:
        """Hand a one-time code on."""
        try:
            with library_errors():
                self._open(source).give_code(code)
        finally:
            code[:] = bytes(len(code))

    def lock(self) -> None:
        """End every process; one that fails does not keep the others open."""
        with self._lock:
            hosts, self._hosts = list(self._hosts.values()), {}
        with ExitStack() as stack:
            for host in hosts:
                stack.callback(host.close)

    def close(self) -> None:
        """End every process."""
        self.lock()

    def _new_host(self, source: str) -> RemoteHost:
        parsed = _remote_source(source)
        errand = Errand(source, self.accounts.of(parsed.url), self.way)
        return RemoteHost(errand, passed_on(self.environment, *_TLS_VARIABLES), self.patience)

    def _open(self, source: str) -> RemoteHost:
        with self._lock:
            host = self._hosts.get(source)
        if host is None:
            raise LibraryError("key.pin_needed", Advice.USER_ACTION)
        return host

    def _close(self, source: str) -> None:
        with self._lock:
            host = self._hosts.pop(source, None)
        if host is not None:
            host.close()


@contextmanager
def _of_service() -> Iterator[None]:
    """Name an end of the process by what it means here: a request may be answered all the same.

    Raises:
        RemoteInterrupted: The process is gone, hangs, or talks nonsense.
    """
    try:
        yield
    except (TokenCrashed, TokenHung, TokenFailed) as error:
        raise RemoteInterrupted(error.detail) from error


def _ticket(frame: object) -> Ticket:
    """The ticket in a frame of the process.

    Raises:
        RemoteInterrupted: There is none.
    """
    text = frame.get("ticket") if isinstance(frame, dict) else None
    try:
        return Ticket.from_json(str(text))
    except TicketUnreadable as error:
        raise RemoteInterrupted("a ticket that is none") from error


def _told(error: SigningError) -> LibraryError:
    return LibraryError(error.code, Advice(error.advice.value), error.detail)


def _remote_source(source: str) -> Source:
    parsed = KeySource.parse(source)
    if not isinstance(parsed, CscSource | SmartCaSource):
        raise LibraryError("key.bad_source", Advice.USER_ACTION, "not at a service")
    return parsed
