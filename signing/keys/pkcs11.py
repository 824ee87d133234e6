"""Door to keys on PKCS#11 tokens within one process; see `token_session` for the rules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from signing.errors import TokenMissing, WrongPin
from signing.identities import TokenCertificate, TokenState
from signing.keys.cryptoki import Cryptoki
from signing.keys.held_pin import HeldPin
from signing.keys.token_session import TokenSession
from signing.keys.tokens import find_token, shown_certificates, state_of, translated
from signing.requests import Pkcs11Source


@contextmanager
def open_token(
    source: Pkcs11Source, pin: bytearray, moment: datetime | None = None
) -> Iterator[TokenSession]:
    """Log in once and find the key.

    Args:
        source: Library, token and, where it holds several, the certificate.
        pin: Wiped at once; held in memory of its own until the end. Empty for readers with a
            keypad.
        moment: When it is to sign; None takes the clock of this machine.

    Raises:
        KeyUnavailable: One of its subclasses says why.
    """
    held = HeldPin()
    try:
        held.take(pin)
    except ValueError as error:
        raise WrongPin("no PIN is that long; the token was not asked") from error
    try:
        library = Cryptoki(source.module)
        info = find_token(library, source.token, source.certificate)
        session = TokenSession(library, info, held, source.certificate, moment or datetime.now(UTC))
        try:
            yield session
        finally:
            session.close()
    finally:
        held.wipe()


def token_state(source: Pkcs11Source) -> TokenState:
    """Read the token's flags; no login.

    Raises:
        ModuleMissing: The library cannot be loaded.
        TokenFailed: The library answers with an error.
        ChoiceNeeded: Several tokens bear the label.
    """
    try:
        library = Cryptoki(source.module)
        return state_of(find_token(library, source.token, source.certificate))
    except TokenMissing:
        return TokenState(label=source.token, present=False)


def token_certificates(source: Pkcs11Source, moment: datetime) -> tuple[TokenCertificate, ...]:
    """List the certificates that the token shows without a PIN, usable ones first.

    Raises:
        KeyUnavailable: One of its subclasses says why.
    """
    return shown_certificates(Cryptoki(source.module), source.token, moment)


def reload_module(module: Path) -> None:
    """Let a library look for tokens anew; no key of it may be open.

    Some libraries, SoftHSM2 among them, list their slots only once.

    Raises:
        ModuleMissing: The library cannot be loaded.
        TokenFailed: The library answers with an error.
    """
    library = Cryptoki(module)
    with translated():
        library.finalize()
        library.initialize()
