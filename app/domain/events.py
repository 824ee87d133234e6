"""Acts: what the audit chain remembers, and how one link is computed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

GENESIS = "0" * 64
"""Hash that stands before the first link."""


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody did something to something; no personal data.

    Attributes:
        at: UTC time, ISO 8601.
        actor: Officer id, or "system".
        action: Stable verb ("page.captured", "dossier.sealed").
        object_id: Id of the dossier, page or submission.
        digest: SHA-256 of the new content where there is one, else "".
        note: Short technical remark, no names or numbers of citizens.
    """

    at: str
    actor: str
    action: str
    object_id: str
    digest: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One link of the audit chain."""

    seq: int
    act: Act
    previous: str
    hash: str


def chain_hash(previous: str, seq: int, act: Act) -> str:
    """Hash of a link: SHA-256 over the previous hash and the canonical entry."""
    entry = json.dumps({"seq": seq, **asdict(act)}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(previous.encode("ascii") + entry.encode("utf-8")).hexdigest()


def link(previous: AuditEntry | None, act: Act) -> AuditEntry:
    """Append `act` behind `previous` (None for the first)."""
    seq = 1 if previous is None else previous.seq + 1
    before = GENESIS if previous is None else previous.hash
    return AuditEntry(seq, act, before, chain_hash(before, seq, act))


def first_bad_link(entries: list[AuditEntry]) -> int | None:
    """Number of the first entry that breaks the chain, None when the chain holds."""
    before = GENESIS
    for expected_seq, entry in enumerate(entries, start=1):
        if entry.seq != expected_seq or entry.previous != before:
            return expected_seq
        if entry.hash != chain_hash(before, entry.seq, entry.act):
            return expected_seq
        before = entry.hash
    return None
