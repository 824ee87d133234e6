"""The rules of visible signatures as data: sizes, margins, forms of copies, words around a name.

Source: `resources/signing/appearances.json`, whose entries name their laws and days.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from signing.appearance.stamps import CopyForm
from signing.errors import BadAppearanceRules

_SCHEMA = "sohoa.appearances/1"
POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class PersonRule:
    """How large the picture of a signature may be."""

    widest_pt: float
    highest_pt: float
    least_dpi: float


@dataclass(frozen=True, slots=True)
class SealRule:
    """How large a seal is, and how much of the signature beside it it covers.

    Attributes:
        usual_mm: Width taken when the picture does not say its resolution.
        smallest_mm: Narrowest true width that is believed.
        largest_mm: Widest true width that is believed.
        overlap: Part of the signature's width that the seal covers, 0 to 1.
        least_dpi: Coarsest resolution that prints well.
    """

    usual_mm: float
    smallest_mm: float
    largest_mm: float
    overlap: float
    least_dpi: float


@dataclass(frozen=True, slots=True)
class TextRule:
    """How lines of text stand near an edge of the page.

    Attributes:
        size_pt: Size of the letters.
        leading_pt: From base line to base line.
        right_margin_pt: Free space to the right edge.
        edge_gap_pt: Free space to the top edge, or to the bottom edge.
        widest_pt: Longest line before it is broken.
    """

    size_pt: float
    leading_pt: float
    right_margin_pt: float
    edge_gap_pt: float
    widest_pt: float


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that stand around a signature.

    Attributes:
        prefixes: In whose place somebody signs, e.g. `KT.`.
        titles: What signers are.
        ranks: What stands before a name.
        keywords: Lines of forms that say where to sign.
    """

    prefixes: tuple[str, ...]
    titles: tuple[str, ...]
    ranks: tuple[str, ...]
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AppearanceRules:
    """All rules that are in force on one day."""

    person: PersonRule
    seal: SealRule
    corner: TextRule
    check: TextRule
    copy_forms: Mapping[CopyForm, str]
    wording: Wording


def read_rules(text: str, on: date) -> AppearanceRules:
    """Read `resources/signing/appearances.json` for one day.

    Raises:
        BadAppearanceRules: Not such a file, or nothing is in force on that day.
    """
    try:
        content = json.loads(text)
        if content["schema"] != _SCHEMA:
            raise ValueError("another schema")
        look = next(_in_force(content["looks"], on))
        return AppearanceRules(
            person=_numbers(PersonRule, look["person"]),
            seal=_numbers(SealRule, look["seal"]),
            corner=_text_rule(look["corner"], "top_gap_pt"),
            check=_text_rule(look["check"], "bottom_gap_pt"),
            copy_forms={form: str(look["copy_forms"][form.value]) for form in CopyForm},
            wording=_wording(list(_in_force(content["wording"], on))),
        )
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration) as error:
        raise BadAppearanceRules("not the rules of visible signatures") from error


def _in_force(entries: Any, on: date) -> Iterator[Any]:  # Any: values of JSON
    """Give the entries that hold on a day, the latest first."""
    for entry in sorted(entries, key=lambda each: str(each["valid_from"]), reverse=True):
        until = entry["valid_to"]
        started = date.fromisoformat(entry["valid_from"]) <= on
        if started and (until is None or on <= date.fromisoformat(until)):
            yield entry


def _numbers(rule: Any, entry: Any) -> Any:  # Any: one of the classes above, from JSON
    """Make a rule whose fields are all positive numbers."""
    values = {field.name: float(entry[field.name]) for field in fields(rule)}
    if not all(0 < value < 2000 for value in values.values()):
        raise ValueError("a measure without sense")
    return rule(**values)


def _text_rule(entry: Any, gap: str) -> TextRule:  # Any: values of JSON
    """Make a rule for text; the margin comes in millimetres."""
    return _numbers(  # type: ignore[no-any-return]  # made from the class that is handed in
        TextRule,
        {
            **entry,
            "edge_gap_pt": entry[gap],
            "right_margin_pt": float(entry["right_margin_mm"]) * POINTS_PER_MM,
        },
    )


def _wording(entries: list[Any]) -> Wording:  # Any: values of JSON
    """Join the words of several entries."""
    return Wording(
        **{
            kind.name: tuple(str(word) for entry in entries for word in entry.get(kind.name, ()))
            for kind in fields(Wording)
        }
    )
