"""What an import or a snapshot changes, told before anything is applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from app.catalog.base import Change, ChangeKind
from app.catalog.load import CatalogContent
from app.domain.procedure import Component

Value = Any  # any: papers, procedures, agencies and their lists are compared alike


def changes(before: CatalogContent, after: CatalogContent) -> tuple[Change, ...]:
    """Everything that differs between two catalogues, in the order of the second."""
    return (
        *_compare(
            "paper",
            {paper.code: paper for paper in before.papers},
            {paper.code: paper for paper in after.papers},
        ),
        *_compare(
            "procedure",
            {procedure.code: procedure for procedure in before.procedures},
            {procedure.code: procedure for procedure in after.procedures},
            ignored=("components",),
        ),
        *_compare("component", _components(before), _components(after)),
        *_compare(
            "agency",
            {agency.code: agency for agency in before.agencies},
            {agency.code: agency for agency in after.agencies},
        ),
        *_lists(before, after),
    )


def _components(content: CatalogContent) -> dict[str, Component]:
    """Components by procedure and paper; a paper asked for twice is told apart by its place."""
    found: dict[str, Component] = {}
    for procedure in content.procedures:
        for component in procedure.components:
            key = f"{procedure.code}/{component.paper_code}"
            place = 2
            while key in found:
                key = f"{procedure.code}/{component.paper_code}#{place}"
                place += 1
            found[key] = component
    return found


def _compare(
    table: str,
    before: Mapping[str, Value],
    after: Mapping[str, Value],
    ignored: Iterable[str] = (),
) -> list[Change]:
    found = []
    for code, entry in after.items():
        if code not in before:
            found.append(Change(ChangeKind.ADDED, table, code, _name(entry)))
        elif aspects := _aspects(before[code], entry, frozenset(ignored)):
            found.append(Change(ChangeKind.CHANGED, table, code, _name(entry), aspects))
    found += [
        Change(ChangeKind.REMOVED, table, code, _name(entry))
        for code, entry in before.items()
        if code not in after
    ]
    return found


def _aspects(one: Value, other: Value, ignored: frozenset[str]) -> tuple[str, ...]:
    """Names of the fields in which two values of one dataclass differ."""
    return tuple(
        field.name
        for field in fields(other)
        if field.name not in ignored and getattr(one, field.name) != getattr(other, field.name)
    )


def _name(entry: Value) -> str:
    return str(getattr(entry, "name", "") or getattr(entry, "title", ""))


def _lists(before: CatalogContent, after: CatalogContent) -> list[Change]:
    found = [
        Change(ChangeKind.CHANGED, "list", name, name)
        for name in _aspects(before.lists, after.lists, frozenset({"agency_codes"}))
    ]
    return found + [
        Change(ChangeKind.CHANGED, "list", name, name)
        for name in ("services", "marital_states")
        if getattr(before, name) != getattr(after, name)
    ]
