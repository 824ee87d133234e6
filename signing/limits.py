"""What a listed authority is trusted for, and when: plain values, for any process.

An authority that nothing is said about is the administrator's own decision and trusted for
everything; one that is listed is trusted for the uses and times that its list names, no other.

Source: ETSI EN 319 102-1, clause 5.2.6 (chain constraints, sunset date of trust anchors);
ETSI TS 119 612, clause 5.5 (service types and the times of their states).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TrustUse(StrEnum):
    """What a chain is built for."""

    SIGNATURES = "signatures"
    TIME_STAMPS = "time-stamps"


class Allowance(StrEnum):
    """Whether an authority is trusted for a use at a moment."""

    YES = "yes"
    OTHER_USE = "other-use"
    NOT_YET = "not-yet"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class TrustLimit:
    """One thing that an authority is trusted for.

    Attributes:
        sha256: Digest of its certificate, lower-case hexadecimal.
        use: What for.
        valid_from: From when on, aware.
        valid_to: Until when, aware; what was proved to exist before then stays trusted.
    """

    sha256: str
    use: TrustUse
    valid_from: datetime
    valid_to: datetime

    def at(self, moment: datetime) -> Allowance:
        """Tell whether it is trusted at a moment."""
        if moment < self.valid_from:
            return Allowance.NOT_YET
        return Allowance.WITHDRAWN if moment > self.valid_to else Allowance.YES


@dataclass(frozen=True, slots=True)
class TrustMaterial:
    """What chains are built from.

    Attributes:
        certificates: Authorities, DER; those whose issuer is here too only lie between.
        limits: What some of them are trusted for; the others are trusted for everything.
    """

    certificates: tuple[bytes, ...] = ()
    limits: tuple[TrustLimit, ...] = ()


def allowance(
    limits: Iterable[TrustLimit], sha256: str, use: TrustUse, moment: datetime
) -> Allowance:
    """Tell whether an authority is trusted for a use at a moment.

    Args:
        limits: What is said about authorities, this one or others.
        sha256: Digest of its certificate, lower-case hexadecimal.
        use: What the chain is built for.
        moment: Time that is proved for what the authority vouches for, aware.
    """
    mine = [one for one in limits if one.sha256 == sha256]
    if not mine:
        return Allowance.YES
    found = {one.at(moment) for one in mine if one.use is use}
    for answer in (Allowance.YES, Allowance.WITHDRAWN, Allowance.NOT_YET):
        if answer in found:
            return answer
    return Allowance.OTHER_USE
