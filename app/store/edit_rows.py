"""Edits of pages to rows and back; there is no personal data in them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.ids import DossierId, EditId, PageId
from app.domain.page import Crop, PaperBreak
from app.domain.page_edits import EditKind, EditState, Layout, PageChange, PageEdit

Row = dict[str, object]


def crop_text(crop: Crop | None) -> str | None:
    """A crop as it stands in a column."""
    return None if crop is None else json.dumps(crop)


def to_crop(text: str | None) -> Crop | None:
    """A crop from its column."""
    if text is None:
        return None
    left, top, right, bottom = json.loads(text)
    return (left, top, right, bottom)


def edit_row(edit: PageEdit) -> Row:
    """Columns of an entry."""
    return {
        "id": edit.id,
        "dossier_id": edit.dossier_id,
        "kind": edit.kind.value,
        "changes": changes_text(edit.changes),
        "made_by": edit.by,
        "made_at": edit.at,
        "state": edit.state.value,
        "target": edit.target,
    }


def to_edit(row: sqlite3.Row) -> PageEdit:
    """An entry from its row."""
    return PageEdit(
        EditId(row["id"]),
        DossierId(row["dossier_id"]),
        EditKind(row["kind"]),
        tuple(
            PageChange(PageId(page_id), _to_layout(before), _to_layout(after))
            for page_id, before, after in json.loads(row["changes"])
        ),
        row["made_by"],
        row["made_at"],
        EditState(row["state"]),
        DossierId(row["target"]) if row["target"] else "",
    )


def changes_text(changes: Sequence[PageChange]) -> str:
    """Changes as they stand in a column."""
    return json.dumps(
        [[each.page_id, _layout(each.before), _layout(each.after)] for each in changes]
    )


def _layout(layout: Layout) -> dict[str, object]:
    return {
        "turn": layout.turn,
        "crop": layout.crop,
        "place": layout.place,
        "break": layout.break_before.value,
        "trashed": layout.trashed_at,
        "separator": layout.separator,
    }


def _to_layout(told: Mapping[str, Any]) -> Layout:  # Any: values of JSON
    crop = told["crop"]
    return Layout(
        told["turn"],
        None if crop is None else (crop[0], crop[1], crop[2], crop[3]),
        told["place"],
        PaperBreak(told["break"]),
        told["trashed"],
        told.get("separator", False),
    )
