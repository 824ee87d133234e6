"""Rows of owners, digitized papers, decisions and questions; everything personal is sealed."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from datetime import date
from typing import Any

from app.domain.ids import DossierId
from app.domain.owner import Owner, OwnerKind
from app.domain.reuse import (
    ComponentStatus,
    Decision,
    DigitizedPaper,
    Keeper,
    KnownPaper,
    Lookup,
    LookupState,
    Term,
)
from app.store.rows import ColumnSealer, Row

Json = dict[str, Any]  # values of JSON are any of its types


def owner_row(dossier_id: DossierId, owner: Owner, sealer: ColumnSealer) -> Row:
    """Columns of an owner."""
    content = json.dumps([owner.kind.value, owner.id, owner.name], ensure_ascii=False)
    return {
        "dossier_id": dossier_id,
        "content": sealer.seal(dossier_id, f"owner.content {dossier_id}", content),
        "is_identified": int(owner.is_identified),
    }


def to_owner(row: sqlite3.Row, sealer: ColumnSealer) -> Owner:
    """An owner from its row."""
    place = f"owner.content {row['dossier_id']}"
    kind, owner_id, name = json.loads(
        sealer.open(DossierId(row["dossier_id"]), place, row["content"])
    )
    return Owner(OwnerKind(kind), owner_id, name)


def digitized_row(digitized: DigitizedPaper, owner_key: bytes, sealer: ColumnSealer) -> Row:
    """Columns of a digitized paper; `owner_key` finds it without naming the owner."""
    paper = digitized.paper
    home = DossierId(paper.dossier_id)
    content = json.dumps([digitized.owner_id, _paper_json(paper)], ensure_ascii=False)
    return {
        "id": paper.id,
        "dossier_id": home,
        "file_id": paper.file_id,
        "owner_key": owner_key,
        "paper_code": paper.paper_code,
        "content": sealer.seal(home, f"digitized.content {paper.id}", content),
        "digitized_at": digitized.digitized_at,
    }


def to_digitized(row: sqlite3.Row, sealer: ColumnSealer) -> DigitizedPaper:
    """A digitized paper from its row."""
    place = f"digitized.content {row['id']}"
    owner_id, paper = json.loads(sealer.open(DossierId(row["dossier_id"]), place, row["content"]))
    return DigitizedPaper(owner_id, _to_paper(paper), row["digitized_at"])


def decision_row(decision: Decision, sealer: ColumnSealer) -> Row:
    """Columns of a decision."""
    paper = None if decision.paper is None else _paper_json(decision.paper)
    place = f"reuse.content {decision.dossier_id} {decision.component}"
    content = json.dumps(paper, ensure_ascii=False)
    return {
        "dossier_id": decision.dossier_id,
        "component": decision.component,
        "status": decision.status.value,
        "content": sealer.seal(decision.dossier_id, place, content),
        "decided_by": decision.decided_by,
        "decided_at": decision.decided_at,
    }


def to_decision(row: sqlite3.Row, sealer: ColumnSealer) -> Decision:
    """A decision from its row."""
    dossier_id = DossierId(row["dossier_id"])
    place = f"reuse.content {dossier_id} {row['component']}"
    paper = json.loads(sealer.open(dossier_id, place, row["content"]))
    return Decision(
        dossier_id,
        row["component"],
        ComponentStatus(row["status"]),
        None if paper is None else _to_paper(paper),
        row["decided_by"],
        row["decided_at"],
    )


def lookup_row(lookup: Lookup, sealer: ColumnSealer) -> Row:
    """Columns of a question; whose papers were asked for and what was found is sealed."""
    content = {
        "owner_id": lookup.owner_id,
        "owner_name": lookup.owner_name,
        "found": [_paper_json(paper) for paper in lookup.found],
    }
    place = f"lookup.content {lookup.id}"
    return {
        "dossier_id": lookup.dossier_id,
        "id": lookup.id,
        "procedure_code": lookup.procedure_code,
        "state": lookup.state.value,
        "asked_at": lookup.asked_at,
        "attempts": lookup.attempts,
        "next_try": lookup.next_try,
        "reason": lookup.reason,
        "content": sealer.seal(lookup.dossier_id, place, json.dumps(content, ensure_ascii=False)),
    }


def to_lookup(row: sqlite3.Row, sealer: ColumnSealer) -> Lookup:
    """A question from its row."""
    dossier_id = DossierId(row["dossier_id"])
    content = json.loads(sealer.open(dossier_id, f"lookup.content {row['id']}", row["content"]))
    return Lookup(
        id=row["id"],
        dossier_id=dossier_id,
        owner_id=content["owner_id"],
        owner_name=content["owner_name"],
        procedure_code=row["procedure_code"],
        state=LookupState(row["state"]),
        asked_at=row["asked_at"],
        attempts=row["attempts"],
        next_try=row["next_try"],
        reason=row["reason"],
        found=tuple(_to_paper(paper) for paper in content["found"]),
    )


def _paper_json(paper: KnownPaper) -> Json:
    return {**asdict(paper), "term": _term_json(paper.term)}


def _term_json(term: Term) -> list[str | bool]:
    first, last = term.issued_on, term.expires_on
    return [first.isoformat() if first else "", last.isoformat() if last else "", term.is_permanent]


def _to_paper(values: Json) -> KnownPaper:
    first, last, permanent = values["term"]
    term = Term(_day(first), _day(last), permanent)
    return KnownPaper(**{**values, "keeper": Keeper(values["keeper"]), "term": term})


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
