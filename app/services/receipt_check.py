"""Whether every receipt that is kept still proves itself: invariant I5, without the network.

| code                | object     | what is wrong                                              |
|---------------------|------------|------------------------------------------------------------|
| receipt.unproven    | submission | its signature or its time does not hold                    |
| receipt.other       | submission | it is about another dossier, revision or manifest          |
| receipt.key_unknown | submission | signed with a key that this station does not know (any more) |

A statement of the station itself, where a system signs nothing, is checked against the key of the
station. Rows whose receipt is missing or cannot be opened are told by the check of the rows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.domain.submission import Submission, SubmissionState
from app.errors import NotFound
from app.province.errors import KeyUnknown, ReceiptInvalid
from app.province.receipts import (
    RECEIPT_TYPE,
    STATEMENT_TYPE,
    Jwks,
    is_statement,
    require_in_force,
    signed_payload,
)
from app.services.station import Station
from app.store.base import Finding, StoreDamaged

UNPROVEN, OTHER, KEY_UNKNOWN = "receipt.unproven", "receipt.other", "receipt.key_unknown"

_RECEIVED = frozenset(
    {
        SubmissionState.ACKED,
        SubmissionState.PURGEABLE,
        SubmissionState.PURGING,
        SubmissionState.PURGED,
    }
)


@dataclass(frozen=True, slots=True)
class ReceiptKeys:
    """Public keys that receipts are checked against.

    Attributes:
        system: Pinned keys of the processing system.
        station: Key of the station's own statements.
    """

    system: Jwks = field(default_factory=dict)
    station: Jwks = field(default_factory=dict)


def check_receipts(station: Station, keys: ReceiptKeys) -> list[Finding]:
    """Receipts that prove nothing; also those of purged dossiers. Runs on: any thread, long."""
    findings = []
    for submission in station.store.submissions():
        if submission.state in _RECEIVED:
            findings += _check(station, keys, submission)
    return findings


def check_receipt(station: Station, keys: ReceiptKeys, submission: Submission) -> list[Finding]:
    """What is wrong with the receipt of one submission. Runs on: any thread."""
    return _check(station, keys, submission)


def _check(station: Station, keys: ReceiptKeys, submission: Submission) -> list[Finding]:
    try:
        jws = station.store.receipt(submission.id).jws
    except (NotFound, StoreDamaged):
        return []
    own = is_statement(jws)
    kind, jwks = (STATEMENT_TYPE, keys.station) if own else (RECEIPT_TYPE, keys.system)
    try:
        payload, key = signed_payload(jws, jwks, kind)
        claims = _claims(payload)
        require_in_force(key, _moment(claims.get("committed_at")))
    except KeyUnknown as error:
        return [Finding(KEY_UNKNOWN, submission.id, error.detail)]
    except ReceiptInvalid as error:
        return [Finding(UNPROVEN, submission.id, error.detail)]
    correction = station.store.correction(submission.dossier_id)
    client_ref = correction.client_ref if correction else submission.dossier_id
    wrong = _difference(claims, submission, client_ref)
    return [Finding(OTHER, submission.id, f"another {wrong}")] if wrong else []


def _difference(
    claims: dict[str, Any],  # Any: JSON
    submission: Submission,
    client_ref: str,
) -> str:
    """The first claim that is not about a submission, "" for none.

    The manifest itself may be erased by now; its digest is in the row, and binds all the rest.
    """
    expected: dict[str, object] = {
        "manifest_sha256": submission.manifest_sha256,
        "client_ref": client_ref,
        "revision": submission.revision,
    }
    for name, value in expected.items():
        given = claims.get(name)
        if type(given) is not type(value) or given != value:
            return name
    return ""


def _claims(payload: bytes) -> dict[str, Any]:  # Any: JSON has no static shape
    try:
        claims = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise ReceiptInvalid("claims are not JSON") from error
    if not isinstance(claims, dict):
        raise ReceiptInvalid("claims are not an object")
    return claims


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise ReceiptInvalid("receipt states no readable committed_at") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
