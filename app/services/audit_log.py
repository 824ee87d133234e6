"""The audit chain outside of the store: export, check of an export, receipts as anchors.

A chain can be cut off or computed anew by whoever has the station. Each receipt names the head
that the station had when it sealed, signed by the processing system: a head that is no longer in
the chain shows that entries are gone.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.domain.audit_lines import (
    Head,
    LogCheck,
    NotAHead,
    check_lines,
    key_id,
    key_text,
    lines_of,
    note_of,
    public_of,
    read_note,
)
from app.domain.events import GENESIS, AuditEntry
from app.domain.ids import DossierId
from app.domain.manifest import manifest_from_json
from app.domain.officer import Right
from app.domain.submission import Submission, SubmissionState
from app.errors import Advice, NotFound, StationError, WrongUse
from app.services.access import require
from app.services.digitize import write_whole
from app.services.station import Station
from app.store.base import Finding, StoreError

ANCHOR_MISSING = "audit.anchor_missing"
"""A receipt names a head that the chain does not have."""

_RECEIPTED = frozenset({SubmissionState.ACKED, SubmissionState.PURGEABLE})
_MOST_LINE_CHARS = 1 << 20


class AuditCut(StationError):
    """The chain lacks entries that a receipt vouches for."""

    code = "audit.cut"
    advice = Advice.USER_ACTION


class ExportUnreadable(StationError):
    """The file with an exported chain cannot be read."""

    code = "audit.unreadable"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: number of entries, and the key to compare when it is checked."""

    entries: int
    head: str
    key: str


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """What a file of an exported chain is worth.

    Attributes:
        entries: Good entries from the first one on.
        bad: Number of the first entry that is wrong or missing, None when the chain holds.
        is_signed: The head is signed by the key below.
        key: The key, as it is compared; "" when the file names none.
        is_expected: The key is the one that was asked for; False as well when none was.
    """

    entries: int
    bad: int | None
    is_signed: bool
    key: str
    is_expected: bool


def export_audit(station: Station, target: Path) -> Exported:
    """Write the whole chain with its signed head into a file.

    Raises:
        AccessError: No administrator is logged in.
        StationError: The file cannot be written.
    """
    require(station, Right.AUDIT)
    station.store.record(station.act("audit.exported", station.identity.station_id))
    entries = station.store.audit_entries()
    head = Head(f"sohoa/{station.identity.station_id}", len(entries), entries[-1].hash)
    public = station.store.head_key()
    key = key_text(head.origin, public)
    note = note_of(head, public, station.store.sign_head(head))
    text = "".join(f"{line}\n" for line in lines_of(entries, note, key))
    write_whole(target, text.encode("utf-8"))
    return Exported(len(entries), head.hash, key)


def verify_audit(file: Path, expected_key: str = "") -> AuditVerdict:
    """Check an exported chain; needs no store.

    Args:
        file: Written by `export_audit`.
        expected_key: The station's key as it was written down, "" when nobody did.

    Raises:
        ExportUnreadable: There is no such file, or it is not a text.
        WrongUse: `expected_key` is no key.
    """
    try:
        wanted = public_of(expected_key) if expected_key else b""
    except NotAHead as error:
        raise WrongUse("not a key of an audit log") from error
    try:
        with file.open(encoding="utf-8", newline="\n") as stream:
            found = check_lines(iter(lambda: stream.readline(_MOST_LINE_CHARS), ""))
    except (OSError, UnicodeDecodeError) as error:
        raise ExportUnreadable(type(error).__name__) from error
    return _verdict(found, wanted)


def _verdict(found: LogCheck, wanted: bytes) -> AuditVerdict:
    try:
        signed = read_note(found.note)
        public = wanted or public_of(found.key)
        named = key_text(signed.head.origin, public)
        Ed25519PublicKey.from_public_bytes(public).verify(signed.signature, signed.text)
        is_signed = signed.key_id == key_id(signed.head.origin, public)
    except (NotAHead, InvalidSignature, ValueError):
        return AuditVerdict(found.size, found.bad, False, found.key, False)
    bad = found.bad
    if bad is None and (signed.head.size, signed.head.hash) != (found.size, found.hash):
        bad = min(signed.head.size, found.size) + (signed.head.size != found.size)
    return AuditVerdict(found.size, bad, is_signed, named, bool(wanted) and is_signed)


def check_anchors(station: Station) -> list[Finding]:
    """Receipts that vouch for a head which the chain does not have (any more)."""
    known = {entry.hash for entry in station.store.audit_entries()} | {GENESIS}
    findings = []
    for submission in station.store.submissions():
        if submission.state in _RECEIPTED:
            head = _head_of(station, submission)
            if head and head not in known:
                findings.append(Finding(ANCHOR_MISSING, submission.id))
    return findings


def require_anchors(station: Station) -> None:
    """Raise the alarm when the chain lacks what receipts vouch for.

    Raises:
        AuditCut: It does.
    """
    missing = check_anchors(station)
    if missing:
        raise AuditCut(f"{len(missing)} receipts, first {missing[0].object_id}")


def _head_of(station: Station, submission: Submission) -> str:
    """Head in the receipt, else the one in the manifest that it is about; "" for neither."""
    try:
        signed = _claim(station.store.receipt(submission.id).jws)
        if signed:
            return signed
        sealed = station.vault.get(submission.dossier_id, submission.manifest)
        return manifest_from_json(sealed).client_audit_head
    except (NotFound, StoreError, ValueError):
        return ""


def _claim(jws: str) -> str:
    """`client_audit_head` of a receipt; its signature was verified when it came."""
    parts = jws.split(".")
    try:
        payload = parts[1] if len(parts) > 1 else ""
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (ValueError, binascii.Error):
        return ""
    head = claims.get("client_audit_head", "") if isinstance(claims, dict) else ""
    return head if isinstance(head, str) else ""


def access_log_of(station: Station, owner_id: str) -> list[AuditEntry]:
    """Everything that was done with the dossiers of one citizen, for the citizen's right to know.

    Raises:
        AccessError: No administrator is logged in.
    """
    require(station, Right.AUDIT)
    mark = station.store.owner_mark(owner_id)
    objects = {mark} | set(_objects_of(station, owner_id))
    found = [entry for entry in station.store.audit_entries() if entry.act.object_id in objects]
    station.store.record(station.act("audit.access_exported", mark))
    return found


def _objects_of(station: Station, owner_id: str) -> Iterable[str]:
    dossiers = [row.dossier.id for row in station.store.dossier_rows()]
    own = {each for each in dossiers if _is_of(station, each, owner_id)}
    for dossier_id in own:
        yield dossier_id
        yield from (page.id for page in station.store.pages(dossier_id))
        yield from (page.id for page in station.store.trashed_pages(dossier_id))
        yield from (edit.id for edit in station.store.edits(dossier_id))
        yield from (file.id for file in station.store.files(dossier_id))
        yield from (each.id for each in station.store.submissions_of(dossier_id))


def _is_of(station: Station, dossier_id: DossierId, owner_id: str) -> bool:
    owner = station.store.owner(dossier_id)
    return owner is not None and owner.id == owner_id
