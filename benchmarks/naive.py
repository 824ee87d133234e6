"""The plain way to read a form: find the label in the text, take the rest of the line.

It knows the paper's labels and all their other printings; where several persons have the same
label, the n-th field takes the n-th place the label stands at. Ids, dates and amounts are cut out
of the line. It knows neither places nor lists nor codes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.understanding.forms import FieldDefinition, PaperType, ValueKind

_DATE = re.compile(r"\b(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})\b")
_LONG_DATE = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_ID = re.compile(r"(?<!\d)(?:\d{12}|\d{9})(?!\d)")
_MONEY = re.compile(r"\d[\d.]*")
_PHONE = re.compile(r"0\d{9,10}")
_TRAILING = re.compile(r"[\s.…_]{3,}.*$")


def naive_paper(text: str, papers: Sequence[PaperType]) -> str:
    """Code of the paper whose longest title line stands in `text`, "" for none."""
    flat = " ".join(text.upper().split())
    found = [
        (len(title), paper.code)
        for paper in papers
        for title in paper.title_lines
        if title.upper() in flat
    ]
    return max(found)[1] if found else ""


def naive_values(text: str, paper: PaperType) -> dict[str, str]:
    """Value of each field of `paper` by its name, "" where the label was not found."""
    taken: dict[str, int] = {}
    values: dict[str, str] = {}
    for definition in paper.fields:
        lines = _after_labels(text, definition)
        place = taken.get(definition.label, 0)
        taken[definition.label] = place + 1
        line = lines[place] if place < len(lines) else ""
        values[definition.name] = _cut(line, definition.kind)
    return values


def _after_labels(text: str, definition: FieldDefinition) -> list[str]:
    for label in (definition.label, *definition.aliases):
        words = r"\s+".join(re.escape(word) for word in label.split())
        pattern = rf"{words}\s*(?:\(\d+\))?\s*[:.]?[ \t]*([^\n]*)"
        lines = [match[1] for match in re.finditer(pattern, text, re.IGNORECASE)]
        if lines:
            return lines
    return []


def _cut(line: str, kind: ValueKind) -> str:
    match kind:
        case ValueKind.DATE:
            found = _DATE.search(line) or _LONG_DATE.search(line)
            return f"{int(found[1]):02d}/{int(found[2]):02d}/{found[3]}" if found else ""
        case ValueKind.PERSONAL_ID:
            found = _ID.search(line)
            return found[0] if found else ""
        case ValueKind.MONEY:
            found = _MONEY.search(line)
            return found[0].replace(".", "") if found else ""
        case ValueKind.PHONE:
            found = _PHONE.search(line.replace(" ", ""))
            return found[0] if found else ""
        case _:
            return _TRAILING.sub("", line).strip(" .…_:")
