"""What the station knows of tokens: how long to wait, what happens by itself, who signs."""

from __future__ import annotations

from dataclasses import dataclass

from signing.certificates import certificate_summary
from signing.identities import CertificateSummary, Mechanism, TokenState


@dataclass(frozen=True, slots=True)
class HostPatience:
    """How long to wait, in seconds.

    Attributes:
        state_s: For anything that needs no PIN, and for a sign of life.
        unlock_s: For a login; on a keypad the officer types meanwhile.
        sign_s: For one signature.
        stop_s: After asking politely to stop.
        idle_s: Without a signature until the child forgets the PIN.
        poll_s: Between two looks for tokens.
    """

    state_s: float = 10.0
    unlock_s: float = 90.0
    sign_s: float = 60.0
    stop_s: float = 3.0
    idle_s: float = 300.0
    poll_s: float = 1.0


@dataclass(frozen=True, slots=True)
class TokensChanged:
    """A token was plugged in, pulled out, or says something else about itself.

    Attributes:
        states: All tokens of one library.
        module: Path of that library as its sources name it, "" while nobody has said.
    """

    states: tuple[TokenState, ...]
    module: str = ""


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The PIN was forgotten without being asked to.

    Attributes:
        why: "idle", "removed", or the code of the error that ended the process.
    """

    why: str


Notice = TokensChanged | SessionEnded


@dataclass(frozen=True, slots=True)
class TokenIdentity:
    """Who signs, once a token is unlocked.

    Attributes:
        certificate: Certificate of the key, DER.
        chain: Other certificates on the token, DER.
        mechanisms: What key and token can do.
    """

    certificate: bytes
    chain: tuple[bytes, ...]
    mechanisms: frozenset[Mechanism]

    @property
    def summary(self) -> CertificateSummary:
        """What the officer is shown."""
        return certificate_summary(self.certificate)
