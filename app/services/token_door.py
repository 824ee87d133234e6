"""What a token says before a PIN is typed, and whether its software may be loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol, runtime_checkable
from urllib.parse import urlsplit

from app.errors import Advice, LibraryError
from app.services.key_host import KeyHost, KeyHosts
from app.services.key_opening import is_program
from app.services.station import Station
from app.services.workers import token_report
from app.token_values import Notice
from signing.errors import WholeFilesOnly
from signing.identities import TokenCertificate, TokenState

TOKEN_KIND = "pkcs11"  # noqa: S105  # first part of a key source, no secret
FILE_KIND = "p12"
REMOTE_KINDS = frozenset({"csc", "smartca"})
STORE_KIND = "cng"


@dataclass(frozen=True, slots=True)
class ModuleQuestion:
    """A PKCS#11 library that nobody has allowed yet.

    Attributes:
        path: Where it lies; links are followed.
        maker: Who makes it, as far as its name is known; "" when it is not.
        sha256: Its digest, lower-case hexadecimal.
    """

    path: str
    maker: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TokenLibrary:
    """A known PKCS#11 library that lies on this machine; it need not have been allowed.

    Attributes:
        path: Where it lies.
        maker: Who makes it.
    """

    path: str
    maker: str


@dataclass(frozen=True, slots=True)
class TokenLook:
    """What a key says before a PIN is typed.

    Attributes:
        certificates: Those it shows, usable ones first; none for key files.
    """

    state: TokenState
    certificates: tuple[TokenCertificate, ...] = ()


@runtime_checkable
class TokenDoor(Protocol):
    """Tokens that can be looked at. Calls wait for a driver; errors are `LibraryError`."""

    def libraries(self) -> tuple[TokenLibrary, ...]:
        """Known libraries on this machine, the likeliest first; none of them is loaded."""
        ...

    def devices(self, source: str) -> tuple[TokenState, ...]:
        """All tokens of the library of a source.

        Raises:
            LibraryError: The library may not be loaded, crashed or hangs.
        """
        ...

    def certificates(self, source: str) -> tuple[TokenCertificate, ...]:
        """Certificates of the token of a source.

        Raises:
            LibraryError: As for `devices`.
        """
        ...

    def question(self, source: str) -> ModuleQuestion:
        """What a person has to know to allow the library of a source.

        Raises:
            LibraryError: It is not there.
        """
        ...

    def allow(self, question: ModuleQuestion) -> None:
        """Remember that a person allows a library.

        Raises:
            LibraryError: It cannot be written down.
        """
        ...

    def listen(self, listener: Callable[[Notice], None]) -> None:
        """Tell somebody what happens to tokens by itself, from any thread."""
        ...


def token_door(keys: KeyHost) -> TokenDoor | None:
    """Where tokens of a station can be looked at, None when it has none."""
    host = keys.by_kind.get(TOKEN_KIND) if isinstance(keys, KeyHosts) else keys
    return host if isinstance(host, TokenDoor) else None


def token_look(station: Station, source: str) -> TokenLook:
    """Ask a key how it is; no login. One at a service or in a store is not asked.

    Raises:
        LibraryError: Module or token is missing, nobody has allowed the module, or the key is
            behind a program that signs whole files only.
    Runs on: any thread but GUI.
    """
    kind, _, rest = source.partition(":")
    if is_program(source):
        raise LibraryError(WholeFilesOnly.code, Advice.USER_ACTION)
    if kind in {*REMOTE_KINDS, STORE_KIND}:
        return TokenLook(TokenState(key_label(source), present=True))
    door = token_door(station.keys)
    if kind != TOKEN_KIND or door is None:
        said = station.token.submit(token_report, source).result()
        return TokenLook(
            TokenState(
                said.label,
                said.present,
                pin_count_low=said.low,
                final_try=said.final_try,
                locked=said.locked,
                tries_left=said.tries_left,
            )
        )
    label = token_label(rest)
    found = [state for state in door.devices(source) if state.label == label]
    if not found:
        return TokenLook(TokenState(label, present=False))
    return TokenLook(found[0], door.certificates(source))


def key_label(source: str) -> str:
    """What a key is called, without folders and without who signs with it.

    Label of its token, name of its file, or host of its service; "" for one in a store.
    """
    kind, _, rest = source.partition(":")
    if kind == TOKEN_KIND:
        return token_label(rest)
    if kind in REMOTE_KINDS:
        return urlsplit(rest).hostname or ""
    return PurePath(rest).name if kind == FILE_KIND else ""


def token_label(source: str) -> str:
    """Label of the token of a source, without the certificate that was chosen."""
    label, at, tail = source.partition("#")[2].rpartition("@")
    return label if at and len(tail) == _FINGERPRINT_DIGITS else source.partition("#")[2]


_FINGERPRINT_DIGITS = 64


def with_certificate(source: str, sha256: str) -> str:
    """The source that names one certificate of its token."""
    module = source.partition("#")[0]
    return f"{module}#{token_label(source)}@{sha256}"
