"""Tokens before anybody logs in: which are there, what they say and show of themselves.

Nothing here costs a try of the PIN.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from signing.certificates import certificate_summary
from signing.errors import (
    ChoiceNeeded,
    KeyUnavailable,
    PinLocked,
    PinNeeded,
    TokenFailed,
    TokenMissing,
)
from signing.identities import TokenCertificate, TokenState
from signing.keys.cryptoki import Cryptoki, CryptokiError, Rv, TokenFlag, TokenInfo
from signing.keys.pairing import read_certificates, refusal_of

_GONE = frozenset(
    {
        Rv.DEVICE_REMOVED,
        Rv.SLOT_ID_INVALID,
        Rv.TOKEN_NOT_PRESENT,
        Rv.TOKEN_NOT_RECOGNIZED,
    }
)
LOGIN_LOST = frozenset(
    {
        Rv.USER_NOT_LOGGED_IN,
        Rv.SESSION_HANDLE_INVALID,
        Rv.SESSION_CLOSED,
        # Handles of private objects end together with the login.
        Rv.KEY_HANDLE_INVALID,
        Rv.OBJECT_HANDLE_INVALID,
    }
)


def plugged_in(library: Cryptoki) -> list[TokenInfo]:
    """All initialised tokens that are plugged in."""
    found = []
    for slot in library.slots():
        try:
            info = library.token_info(slot)
        except CryptokiError as error:
            if error.value not in _GONE:  # else: pulled out between the two calls
                raise
            continue
        if info.flags & TokenFlag.INITIALIZED:
            found.append(info)
    return found


def find_token(library: Cryptoki, label: str, certificate: str = "") -> TokenInfo:
    """Find a token by its label and, where several bear it, by the certificate it shows.

    Args:
        library: The loaded library.
        label: Empty for any.
        certificate: SHA-256 of the certificate; empty for any.

    Raises:
        TokenMissing: None is plugged in.
        ChoiceNeeded: Several bear the label and nobody chose.
        TokenFailed: The library answers with an error.
    """
    with translated():
        named = [info for info in plugged_in(library) if label in ("", info.label)]
        if len(named) > 1 and certificate:
            named = [info for info in named if shows(library, info, certificate)]
    if not named:
        raise TokenMissing("no such token is plugged in")
    if len(named) > 1:
        raise ChoiceNeeded(f"{len(named)} tokens of that label")
    return named[0]


def states(library: Cryptoki) -> tuple[TokenState, ...]:
    """What all tokens say about themselves; no session is opened and no PIN is needed.

    Raises:
        TokenFailed: The library answers with an error.
    """
    with translated():
        return tuple(state_of(info) for info in plugged_in(library))


def shown_certificates(
    library: Cryptoki, label: str, moment: datetime
) -> tuple[TokenCertificate, ...]:
    """List the certificates that tokens of a label show without a PIN, usable ones first.

    Raises:
        TokenFailed: The library answers with an error.
    """
    found = []
    with translated():
        for info in plugged_in(library):
            if label in ("", info.label):
                found += [
                    TokenCertificate(certificate_summary(der), info.label, refusal_of(der, moment))
                    for der in public_ders(library, info)
                ]
    return tuple(sorted(found, key=lambda each: (bool(each.refusal), each.summary.subject)))


def state_of(info: TokenInfo) -> TokenState:
    """What a token says about itself, in our words."""
    flags = info.flags
    return TokenState(
        label=info.label,
        present=True,
        pin_count_low=bool(flags & TokenFlag.USER_PIN_COUNT_LOW),
        final_try=bool(flags & TokenFlag.USER_PIN_FINAL_TRY),
        locked=bool(flags & TokenFlag.USER_PIN_LOCKED),
        tries_left=tries_left(flags),
        protected_path=bool(flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH),
        serial=info.serial,
    )


def tries_left(flags: TokenFlag) -> int | None:
    """Translate flags into a number where they allow it."""
    if flags & TokenFlag.USER_PIN_LOCKED:
        return 0
    return 1 if flags & TokenFlag.USER_PIN_FINAL_TRY else None


@contextmanager
def translated() -> Iterator[None]:
    """Turn answers of a library into our errors."""
    try:
        yield
    except CryptokiError as error:
        raise translate(error) from error


def translate(error: CryptokiError) -> KeyUnavailable:
    """Say in our words what a library answered."""
    if error.value in _GONE:
        return TokenMissing(f"the token is gone ({error})")
    if error.value == Rv.PIN_LOCKED:
        return PinLocked("the token accepts no PIN any more")
    if error.value in LOGIN_LOST:
        return PinNeeded(f"the token wants its PIN ({error})")
    return TokenFailed(str(error))


def public_ders(library: Cryptoki, info: TokenInfo) -> list[bytes]:
    """Certificates that a token shows to anybody, each once."""
    session = library.open_session(info.slot)
    try:
        return list(dict.fromkeys(each.der for each in read_certificates(library, session)))
    finally:
        with suppress(CryptokiError):
            library.close_session(session)


def shows(library: Cryptoki, info: TokenInfo, certificate: str) -> bool:
    """Tell whether a token shows the certificate of a SHA-256 to anybody."""
    return certificate in {hashlib.sha256(der).hexdigest() for der in public_ders(library, info)}
