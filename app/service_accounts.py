"""Accounts at signing services: whose they are is set up once, what is secret lies in files.

    {"services": [{"url": "https://…", "account": "…", "password_file": "…", "token_file": "…",
                   "signer_file": "…", "ca_file": "…"}]}

A secret goes to the address that it was set up for and to no other, whatever a key source says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import Advice, LibraryError, StationError
from app.settings import SettingsInvalid
from signing.keys.remote import RemoteSecrets

_FIELDS = frozenset({"url", "account", "password_file", "token_file", "signer_file", "ca_file"})
_MOST_SECRET_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """An account of this station at one service.

    Attributes:
        url: Address of the service, as key sources write it.
        account: Name of the account or of the connected party; no secret.
        password_file: Holds its password.
        token_file: Holds an access token that somebody else obtained.
        signer_file: Holds the number of the signer, for key sources that do not name one.
        ca_file: Further authorities that the service's own certificate may lead to, PEM.
    """

    url: str
    account: str = field(default="", repr=False)
    password_file: str = ""
    token_file: str = ""
    signer_file: str = ""
    ca_file: str = ""

    @property
    def is_whole(self) -> bool:
        """Nobody has to type the password of the account."""
        return bool(self.password_file or self.token_file)

    def secrets(self) -> RemoteSecrets:
        """Read what is set up; the caller wipes it.

        Raises:
            SettingsInvalid: A file cannot be read.
        """
        found = RemoteSecrets(account=self.account)
        if self.password_file:
            found.password.extend(_content(self.password_file).strip())
        if self.token_file:
            found.bearer.extend(_content(self.token_file).strip())
        return found

    def signer(self) -> str:
        """The number of the signer; empty where none is set up.

        Raises:
            SettingsInvalid: The file cannot be read.
        """
        try:
            return _content(self.signer_file).decode("utf-8").strip() if self.signer_file else ""
        except UnicodeDecodeError as error:
            raise SettingsInvalid("signer_file of a signing service: no text") from error

    def tls_roots(self) -> str:
        """Further authorities, PEM.

        Raises:
            SettingsInvalid: The file cannot be read.
        """
        try:
            return _content(self.ca_file).decode("ascii") if self.ca_file else ""
        except UnicodeDecodeError as error:
            raise SettingsInvalid("ca_file of a signing service: not PEM") from error


@dataclass(frozen=True, slots=True)
class ServiceAccounts:
    """Accounts by address.

    Attributes:
        by_url: Accounts by the address of their service.
        trouble: Why they could not be read, None when they could.
    """

    by_url: Mapping[str, ServiceAccount] = field(default_factory=dict)
    trouble: StationError | None = None

    def of(self, url: str) -> ServiceAccount:
        """The account at a service.

        Raises:
            SettingsInvalid: The accounts could not be read.
            LibraryError: None is set up for this address.
        """
        if self.trouble is not None:
            raise self.trouble
        try:
            return self.by_url[url]
        except KeyError as error:
            detail = "no account is set up for this address"
            raise LibraryError("remote.credentials", Advice.USER_ACTION, detail) from error


def read_accounts(file: str) -> ServiceAccounts:
    """Read accounts; what is wrong with them is told when one is needed.

    Args:
        file: JSON, see above; "" for none.
    """
    if not file:
        return ServiceAccounts()
    try:
        return ServiceAccounts(_parsed(_content(file)))
    except SettingsInvalid as error:
        return ServiceAccounts(trouble=error)


def _parsed(content: bytes) -> dict[str, ServiceAccount]:
    try:
        entries = json.loads(content)["services"]
        accounts = [_account(entry) for entry in entries]
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise SettingsInvalid(f"signing_services_file: {error}") from error
    by_url = {one.url: one for one in accounts}
    if len(by_url) < len(accounts):
        raise SettingsInvalid("signing_services_file: two accounts at one address")
    return by_url


def _account(entry: Mapping[str, object]) -> ServiceAccount:
    if not set(entry) <= _FIELDS or "url" not in entry:
        raise ValueError(f"url, and of {', '.join(sorted(_FIELDS - {'url'}))} what is needed")
    texts = {name: text for name, text in entry.items() if isinstance(text, str)}
    if len(texts) < len(entry):
        raise ValueError("a field that is no text")
    return ServiceAccount(**{**texts, "url": texts["url"].rstrip("/")})


def _content(file: str) -> bytes:
    """Read a small file.

    Raises:
        SettingsInvalid: It cannot be read, or is no small file.
    """
    try:
        with Path(file).open("rb") as stream:
            content = stream.read(_MOST_SECRET_BYTES + 1)
    except OSError as error:
        raise SettingsInvalid(f"a file of a signing service: {error.strerror}") from error
    if len(content) > _MOST_SECRET_BYTES:
        raise SettingsInvalid("a file of a signing service is too large")
    return content
