"""What an officer sees of a key before a PIN is typed: values and their words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from app.services.key_host import SecretKind
from app.services.key_opening import PROGRAM_KIND
from app.services.token_door import (
    FILE_KIND,
    REMOTE_KINDS,
    STORE_KIND,
    TOKEN_KIND,
    ModuleQuestion,
    TokenLook,
)
from app.ui.look import Tone
from signing.identities import TokenCertificate, TokenState

translate = QCoreApplication.translate


class TokenMood(StrEnum):
    """What the officer has to know of the token."""

    UNSET = "unset"
    UNKNOWN = "unknown"
    ASK = "ask"
    READY = "ready"
    LOW = "low"
    FINAL = "final"
    LOCKED = "locked"
    MISSING = "missing"


OPEN_MOODS = frozenset({TokenMood.READY, TokenMood.LOW, TokenMood.FINAL, TokenMood.UNKNOWN})


@dataclass(frozen=True, slots=True)
class TokenView:
    """State of the token as shown.

    Attributes:
        label: Name of the token.
        tries_left: PIN tries it still grants, None when it does not say.
        code: Code of the error when it could not be asked, "" otherwise.
        keypad: The PIN is typed on the reader itself.
        certificates: Those it shows, usable ones first.
        chosen: Fingerprint of the certificate to sign with, "" while none is chosen.
        question: Its software, when a person has to allow that first.
        kind: Kind of key, the first part of its source.
        secret: What is typed to open it.
        warnings: Codes of what is known against the chosen certificate, that keep nobody from
            signing.
    """

    mood: TokenMood
    label: str = ""
    tries_left: int | None = None
    code: str = ""
    keypad: bool = False
    certificates: tuple[TokenCertificate, ...] = ()
    chosen: str = ""
    question: ModuleQuestion | None = None
    kind: str = TOKEN_KIND
    secret: SecretKind = SecretKind.PIN
    warnings: tuple[str, ...] = ()

    @property
    def can_sign(self) -> bool:
        """A PIN may be tried."""
        return self.mood in OPEN_MOODS and (not self.certificates or bool(self.chosen))

    @property
    def takes_pin(self) -> bool:
        """There is a point in typing a PIN here."""
        has_secret = self.secret is not SecretKind.NONE
        return self.mood in OPEN_MOODS and not self.keypad and has_secret

    @property
    def is_file(self) -> bool:
        """It is a key file and no token."""
        return self.kind == FILE_KIND

    @property
    def is_remote(self) -> bool:
        """It is at a service; nothing has to be plugged in."""
        return self.kind in REMOTE_KINDS

    @property
    def certificate(self) -> TokenCertificate | None:
        """The chosen certificate, None while nobody knows."""
        return next((one for one in self.certificates if one.summary.sha256 == self.chosen), None)

    @property
    def signer(self) -> str:
        """Name in the chosen certificate, "" while nobody knows."""
        chosen = self.certificate
        return chosen.summary.subject if chosen else ""


def token_view(
    look: TokenLook, source: str, chosen: str = "", *, secret: SecretKind = SecretKind.PIN
) -> TokenView:
    """What a key said as the officer sees it; the worst news wins.

    Args:
        look: What it said.
        source: Where it is.
        secret: What is typed to open it.
        chosen: Certificate that the officer has chosen before, "" for none.
    """
    return TokenView(
        token_mood(look.state),
        look.state.label,
        look.state.tries_left,
        keypad=look.state.protected_path,
        certificates=look.certificates,
        chosen=_choice(look.certificates, chosen or _named(source)),
        kind=source.partition(":")[0],
        secret=secret,
    )


def token_mood(state: TokenState) -> TokenMood:
    """The worst of what a token says."""
    if not state.present:
        return TokenMood.MISSING
    if state.locked:
        return TokenMood.LOCKED
    if state.final_try:
        return TokenMood.FINAL
    return TokenMood.LOW if state.pin_count_low else TokenMood.READY


def _named(source: str) -> str:
    tail = source.rpartition("@")[2]
    return tail if len(tail) == 64 else ""


def _choice(certificates: tuple[TokenCertificate, ...], wanted: str) -> str:
    """The wanted one, else the only one that may sign; with several the officer chooses."""
    usable = [each.summary.sha256 for each in certificates if not each.refusal]
    if wanted in usable:
        return wanted
    return usable[0] if len(usable) == 1 else ""


def token_words(token: TokenView) -> str:
    """State of the token in a few words, with a sign."""
    match token.mood:
        case TokenMood.UNSET:
            return translate("token", "! No signing key set up")
        case TokenMood.UNKNOWN:
            return translate("token", "◷ Looking for the token")
        case TokenMood.ASK:
            return translate("token", "? Token software: nobody has allowed it yet")
        case TokenMood.READY if token.is_remote:
            return translate("token", "✓ Remote signing")
        case TokenMood.READY if token.kind == STORE_KIND:
            return translate("token", "✓ Key in the Windows store")
        case TokenMood.READY if token.is_file:
            return translate("token", "✓ Key file ready")
        case TokenMood.READY:
            return translate("token", "✓ Token ready")
        case TokenMood.LOW:
            return translate("token", "? Token: a wrong PIN was entered before")
        case TokenMood.FINAL:
            return translate("token", "! Token: last try before it locks")
        case TokenMood.LOCKED:
            return translate("token", "! Token locked")
        case TokenMood.MISSING if token.is_remote:
            return translate("token", "! Remote signing is not set up rightly")
        case TokenMood.MISSING if token.kind == PROGRAM_KIND:
            return translate("token", "! No signing key set up")
        case TokenMood.MISSING if token.is_file:
            return translate("token", "! No key file")
        case TokenMood.MISSING:
            return translate("token", "! No token")
    assert_never(token.mood)


def token_tone(token: TokenView) -> Tone:
    """Colour that goes with the words."""
    if token.mood is TokenMood.READY:
        return Tone.GOOD
    if token.mood is TokenMood.UNKNOWN:
        return Tone.QUIET
    warned = {TokenMood.LOW, TokenMood.FINAL, TokenMood.ASK}
    return Tone.LOOK if token.mood in warned else Tone.WRONG
