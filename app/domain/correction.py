"""A correction: a new dossier that takes the place of a sealed one at the processing system.

The sealed one never changes. Its papers are taken over into a dossier of their own, which is
worked on like any other and sent as the next revision under the same name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from app.domain.ids import DossierId, SubmissionId
from app.domain.submission import Submission, SubmissionState

_ERASED = frozenset({SubmissionState.PURGING, SubmissionState.PURGED})
_RECEIVED = frozenset({SubmissionState.ACKED, SubmissionState.PURGEABLE})
REFUSED = "delivery.rejected"
"""Reason of what the processing system refused for good."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a new dossier corrects.

    Attributes:
        dossier_id: The new dossier.
        base_id: The sealed dossier that it was made of.
        client_ref: Name of both at the processing system: the id of the first of them all.
        supersedes: Submission that the new one replaces there, "" when none was accepted.
    """

    dossier_id: DossierId
    base_id: DossierId
    client_ref: str
    supersedes: SubmissionId | Literal[""]


class Way(StrEnum):
    """What a correction means for the newest submission of a sealed dossier.

    Replace: it was received, and the new one replaces it. Withdraw: it was refused there for good,
    so it is withdrawn. Follow: it was withdrawn before. The others say why there can be no
    correction: it is on its way, its bytes are erased, or nobody knows whether it was accepted.
    """

    REPLACE = "replace"
    WITHDRAW = "withdraw"
    FOLLOW = "follow"
    UNDER_WAY = "under_way"
    ERASED = "erased"
    DOUBTFUL = "doubtful"


def way_of(newest: Submission) -> Way:
    """What a correction would mean for the newest submission of a dossier."""
    if newest.state in _ERASED:
        return Way.ERASED
    if newest.state in _RECEIVED:
        return Way.REPLACE
    if newest.state is SubmissionState.CANCELLED:
        return Way.FOLLOW
    if newest.state is SubmissionState.HELD and newest.reason == REFUSED:
        return Way.WITHDRAW
    return Way.DOUBTFUL if newest.state is SubmissionState.HELD else Way.UNDER_WAY


CORRECTABLE = frozenset({Way.REPLACE, Way.WITHDRAW, Way.FOLLOW})
"""Ways that lead to a correction."""
