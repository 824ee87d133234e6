"""Rows added up for figures; see `FigureRows` for the contract. Nothing sealed is opened."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence

from app.domain.events import Act
from app.domain.figures import BINS, Confidence, Device
from app.store.figures_base import Between, DossierTrace, HourCount, OutboxStay
from app.store.tables import Tables

_ACT = "at, actor, action, object_id, digest, note"

_COUNTED = """dossier.id NOT IN (SELECT dossier_id FROM result)
        AND dossier.id NOT IN (SELECT dossier_id FROM correction WHERE supersedes <> '')
        AND dossier.id NOT IN (SELECT base_id FROM correction WHERE supersedes = '')"""
"""A citizen's dossier counts once: a correction of what was received does not count again, and one
of what was refused or withdrawn counts in its place."""

_TRACES = f"""
    SELECT dossier.id, dossier.created_at,
        coalesce((SELECT state FROM submission WHERE dossier_id = dossier.id
            ORDER BY ord DESC LIMIT 1), '') AS sent,
        EXISTS (SELECT 1 FROM file WHERE dossier_id = dossier.id AND role <> 'result' AND signed)
            AS has_file,
        coalesce((SELECT min(verified_at) FROM receipt JOIN submission
            ON submission.id = receipt.submission_id WHERE dossier_id = dossier.id), '')
            AS received_at
    FROM dossier
    WHERE created_at >= ? AND created_at < ? AND {_COUNTED}
    ORDER BY ord"""  # noqa: S608  # our own words

_MARKS = 500
"""Marks in one statement at most."""

_ERASED = frozenset({"purging", "purged"})

_STAYS = """
    SELECT submission.created_at AS entered, coalesce(receipt.verified_at, withdrawn.at,
        CASE WHEN submission.state = 'cancelled' THEN submission.created_at ELSE '' END) AS left_at
    FROM submission LEFT JOIN receipt ON receipt.submission_id = submission.id
    LEFT JOIN (SELECT object_id, min(at) AS at FROM audit WHERE action = 'submission.cancelled'
        GROUP BY object_id) AS withdrawn ON withdrawn.object_id = submission.id
    WHERE submission.created_at < :until
        AND (receipt.verified_at IS NULL OR receipt.verified_at >= :since)"""

# A place that was read without a value has a box; a blank one has neither box nor confidence.
_CONFIDENCES = f"""
    SELECT procedure_code, min(cast(sure * :bins AS INTEGER), :bins - 1) AS bin, count(*) AS fields,
        sum(touched) AS touched, sum(typed) AS typed
    FROM (SELECT dossier.procedure_code,
            coalesce(read_confidence, CASE WHEN confirmed_by = '' THEN confidence END) AS sure,
            confirmed_by <> '' AS touched, source = 'typed' AS typed
        FROM dossier CROSS JOIN field ON field.dossier_id = dossier.id
        WHERE created_at >= :since AND created_at < :until
            AND {_COUNTED}
            AND NOT (coalesce(read_confidence, confidence) = 0 AND box IS NULL AND problem = ''))
    GROUP BY procedure_code, bin"""  # noqa: S608  # our own words

_DEVICES = """
    SELECT audit.note AS name, count(*) AS pages, count(page.id) AS kept,
        coalesce(sum(instr(page.flags, '"blank"') > 0), 0) AS blanks
    FROM audit LEFT JOIN page ON page.id = audit.object_id
    WHERE action = 'page.captured' AND at >= ? AND at < ?
    GROUP BY audit.note ORDER BY pages DESC, name"""

_REPLACED = """
    SELECT changes FROM page_edit
    WHERE kind = 'replace' AND state = 'done' AND made_at >= ? AND made_at < ?"""


class FigureTables(Tables):
    """Counts for figures."""

    def hour_counts(self, action: str, when: Between, *, actor: str = "") -> list[HourCount]:
        """How often an act was done in each hour."""
        by = " AND actor = ?" if actor else ""
        query = (
            "SELECT substr(at, 1, 13) AS hour, count(*) AS hits FROM audit"  # noqa: S608
            f" WHERE action = ? AND at >= ? AND at < ?{by} GROUP BY hour ORDER BY hour"
        )
        values = (action, when.since, when.until, *([actor] if actor else []))
        with self._database.reading() as connection:
            rows = connection.execute(query, values)
            return [HourCount(row["hour"], row["hits"]) for row in rows]

    def acts(self, actions: Sequence[str], when: Between) -> list[Act]:
        """Acts of these kinds in the order of the chain."""
        marks = ", ".join("?" * len(actions))
        query = (
            f"SELECT {_ACT} FROM audit WHERE action IN ({marks})"  # noqa: S608  # our own words
            " AND at >= ? AND at < ? ORDER BY seq"
        )
        with self._database.reading() as connection:
            rows = connection.execute(query, (*actions, when.since, when.until))
            return [Act(*row) for row in rows]

    def newest_act(self, actions: Sequence[str], before: str) -> Act | None:
        """The last act of these kinds before a moment."""
        marks = ", ".join("?" * len(actions))
        query = (
            f"SELECT {_ACT} FROM audit WHERE action IN ({marks})"  # noqa: S608  # our own words
            " AND at < ? ORDER BY at DESC, seq DESC LIMIT 1"
        )
        with self._database.reading() as connection:
            row = connection.execute(query, (*actions, before)).fetchone()
        return None if row is None else Act(*row)

    def dossier_traces(self, when: Between) -> list[DossierTrace]:
        """Dossiers created then, without those that carry results."""
        with self._database.reading() as connection:
            return [
                DossierTrace(
                    id=row["id"],
                    created_at=row["created_at"],
                    withdrawn=row["sent"] == "cancelled",
                    has_files=bool(row["has_file"]) or row["sent"] in _ERASED,
                    received_at=row["received_at"],
                )
                for row in connection.execute(_TRACES, (when.since, when.until))
            ]

    def result_counts(self, when: Between) -> tuple[int, int]:
        """Results that came then, and how many of these have a signed file."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT count(*) AS came, coalesce(sum(EXISTS (SELECT 1 FROM file"
                " WHERE dossier_id = result.dossier_id AND role = 'result' AND signed)), 0) AS done"
                " FROM result WHERE received_at >= ? AND received_at < ?",
                (when.since, when.until),
            ).fetchone()
        return row["came"], row["done"]

    def outbox_stays(self, when: Between) -> list[OutboxStay]:
        """Submissions that were in the outbox at some moment then."""
        values = {"since": when.since, "until": when.until}
        with self._database.reading() as connection:
            stays = [
                OutboxStay(row["entered"], row["left_at"])
                for row in connection.execute(_STAYS, values)
            ]
        return [stay for stay in stays if not stay.left or stay.left >= when.since]

    def confidences(self, when: Between) -> list[Confidence]:
        """Fields of dossiers created then, for each procedure."""
        values = {"since": when.since, "until": when.until, "bins": BINS}
        found: dict[str, Confidence] = {}
        with self._database.reading() as connection:
            for row in connection.execute(_CONFIDENCES, values):
                name = row["procedure_code"]
                before = found.get(name, Confidence(name))
                bins = list(before.bins)
                if row["bin"] is not None:
                    bins[max(row["bin"], 0)] += row["fields"]
                found[name] = Confidence(
                    name,
                    tuple(bins),
                    before.fields + row["fields"],
                    before.touched + row["touched"],
                    before.typed + row["typed"],
                )
        return sorted(found.values(), key=lambda each: (-each.fields, each.procedure_code))

    def devices(self, when: Between) -> list[Device]:
        """Pages captured then, for each device."""
        values = (when.since, when.until)
        with self._database.reading() as connection:
            rows = connection.execute(_DEVICES, values).fetchall()
            gone = [
                page_id
                for edit in connection.execute(_REPLACED, values)
                for page_id in _replaced(edit["changes"])
            ]
            replaced = _devices_of(connection, gone)
        return [
            Device(row["name"], row["pages"], row["kept"], row["blanks"], replaced[row["name"]])
            for row in rows
        ]

    def fields_decided(self, actor: str, when: Between) -> int:
        """Fields that this officer has decided then."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT count(*) FROM field"
                " WHERE confirmed_by = ? AND confirmed_at >= ? AND confirmed_at < ?",
                (actor, when.since, when.until),
            ).fetchone()
        return int(row[0])


def _devices_of(connection: sqlite3.Connection, pages: Sequence[str]) -> Counter[str]:
    """How many of these pages came from each device."""
    found: Counter[str] = Counter()
    for start in range(0, len(pages), _MARKS):
        some = pages[start : start + _MARKS]
        marks = ", ".join("?" * len(some))
        query = (
            "SELECT note FROM audit WHERE action = 'page.captured'"  # noqa: S608  # our own words
            f" AND object_id IN ({marks})"
        )
        found.update(row["note"] for row in connection.execute(query, some))
    return found


def _replaced(changes: str) -> list[str]:
    """Pages that a replacement put into the trash, from the row of the edit."""
    return [
        page_id
        for page_id, before, after in json.loads(changes)
        if after["trashed"] and not before["trashed"]
    ]
