"""Journals read as their lines, and stores opened over them again."""

from __future__ import annotations

from pathlib import Path

from app.store.base import Finding
from app.store.journal_lines import Entry, understand
from app.store.opening import open_store
from tests.store.journal_samples import clock


def entries(path: Path) -> list[Entry]:
    lines = path.read_bytes().splitlines()
    return [said for said in map(understand, lines) if isinstance(said, Entry)]


def reopened(root: Path) -> list[Finding]:
    store, _ = open_store(root, clock=clock)
    try:
        return store.verify()
    finally:
        store.close()


def without_repair(
    rows: dict[str, list[tuple[object, ...]]],
) -> dict[str, list[tuple[object, ...]]]:
    """Rows without the audit entry of a repair, and the note of the newest entry."""
    audit = [row for row in rows["audit"] if row[3] != "store.restored"]
    meta = [row for row in rows["meta"] if row[0] != "audit_head"]
    return {**rows, "audit": audit, "meta": meta}
