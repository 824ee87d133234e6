"""Keys at signing services as a key host of the station; see `key_host.LateKeys`.

The officer types a PIN, or a password where none is set up, and never both; everything else that
a service wants to know is set up (`service_accounts`). Locking forgets all of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from app.errors import Advice, LibraryError
from app.service_accounts import ServiceAccount, ServiceAccounts
from app.services.key_host import KeyIdentity, Outcome, SecretKind
from app.services.workers import library_errors
from signing.errors import SigningError
from signing.identities import Mechanism
from signing.keys.csc import check_csc
from signing.keys.remote import RemoteKey, RemoteRules, RemoteSecrets
from signing.keys.tickets import HashItem, Pending, Ticket
from signing.keystore import open_remote
from signing.requests import CscSource, KeySource, SmartCaSource

Source: TypeAlias = CscSource | SmartCaSource


@dataclass(slots=True)
class RemoteKeys:
    """Open keys by source.

    Attributes:
        accounts: What is set up.
        rules: How services are reached and how long anybody waits.
    """

    accounts: ServiceAccounts
    rules: RemoteRules
    _keys: dict[str, RemoteKey] = field(default_factory=dict, repr=False)
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
        with library_errors():
            parsed = _remote_source(source)
            account = self.accounts.of(parsed.url)
            account.secrets().wipe()
            if isinstance(parsed, CscSource):
                check_csc(parsed, replace(self.rules, tls_roots=account.tls_roots()))

    def unlock(self, source: str, pin: bytearray) -> KeyIdentity:
        """Sign in and read the certificate; nobody is asked to confirm anything yet."""
        try:
            with library_errors():
                parsed = _remote_source(source)
                self._close(source)
                account = self.accounts.of(parsed.url)
                rules = replace(self.rules, tls_roots=account.tls_roots())
                key = open_remote(parsed, _secrets(parsed, account, pin), rules)
            with self._lock:
                self._keys[source] = key
            return KeyIdentity(
                certificate=key.certificate,
                chain=key.chain,
                mechanisms=key.mechanisms,
                summary=key.summary,
                most_items=key.most_items,
                wants_code=key.wants_code,
            )
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
        return tuple(one if isinstance(one, bytes | Pending) else _told(one) for one in found)

    def send_code(self, source: str) -> None:
        """Have the service send a one-time code."""
        with library_errors():
            self._open(source).send_code()

    def give_code(self, source: str, code: bytearray) -> None:
        """Take a one-time code."""
        try:
            self._open(source).give_code(code)
        finally:
            code[:] = bytes(len(code))

    def lock(self) -> None:
        """Forget every secret; one key that fails does not keep the others open."""
        with self._lock:
            keys, self._keys = list(self._keys.values()), {}
        with ExitStack() as stack:
            for key in keys:
                stack.callback(key.close)

    def close(self) -> None:
        """Forget every secret."""
        self.lock()

    def _open(self, source: str) -> RemoteKey:
        with self._lock:
            key = self._keys.get(source)
        if key is None:
            raise LibraryError("key.pin_needed", Advice.USER_ACTION)
        return key

    def _close(self, source: str) -> None:
        with self._lock:
            key = self._keys.pop(source, None)
        if key is not None:
            key.close()


def _secrets(source: Source, account: ServiceAccount, pin: bytearray) -> RemoteSecrets:
    """What is set up, with what was typed in its place."""
    secrets = account.secrets()
    if isinstance(source, CscSource):
        typed = secrets.pin if account.is_whole else secrets.password
        typed.extend(pin)
    return secrets


def _told(error: SigningError) -> LibraryError:
    return LibraryError(error.code, Advice(error.advice.value), error.detail)


def _remote_source(source: str) -> Source:
    parsed = KeySource.parse(source)
    if not isinstance(parsed, CscSource | SmartCaSource):
        raise LibraryError("key.bad_source", Advice.USER_ACTION, "not at a service")
    return parsed
