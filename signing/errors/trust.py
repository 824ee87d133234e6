"""Roots, trust list, clocks and kept evidence cannot be relied on."""

from __future__ import annotations

from signing.errors.base import Advice, SigningError


class BadTrustRoots(SigningError):
    """The folder of trust roots is missing or holds something else."""

    code = "trust.bad_roots"
    advice = Advice.USER_ACTION


class BadTrustList(SigningError):
    """The trust list cannot be read or contradicts itself; the one in use stays."""

    code = "trust.bad_list"
    advice = Advice.USER_ACTION


class TrustListNotProved(BadTrustList):
    """Its signature does not hold with the key of the trusted publisher."""

    code = "trust.list_not_proved"


class TrustListRollback(BadTrustList):
    """Its sequence number is not above that of the list in use."""

    code = "trust.list_rollback"


class TrustListOutdated(BadTrustList):
    """Its next issue is overdue, or its time has not begun."""

    code = "trust.list_outdated"


class TrustPublisherUnknown(BadTrustList):
    """No publisher of trust lists is trusted here, or another one is."""

    code = "trust.publisher_unknown"


class ClockDoubtful(SigningError):
    """The clock of this machine cannot be right; a signing time from it would be wrong."""

    code = "clock.doubtful"
    advice = Advice.USER_ACTION


class ClockBehind(ClockDoubtful):
    """It is slow."""

    code = "clock.behind"


class ClockAhead(ClockDoubtful):
    """It is fast."""

    code = "clock.ahead"


class ClockZoneWrong(ClockDoubtful):
    """It is off by the seven hours between Vietnamese time and UTC."""

    code = "clock.zone"


class ClockSourcesDisagree(ClockDoubtful):
    """Other clocks contradict each other, so that nothing is known about this one."""

    code = "clock.sources_disagree"


class EvidenceTampered(SigningError):
    """Kept evidence of signatures was changed, removed or put into another order."""

    code = "evidence.tampered"
