"""Readings as JSON-ready values and back; the form in which they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ocr.measures import measures_from_json, measures_to_json
from ocr.reading import (
    Code,
    CodeKind,
    FieldReading,
    FieldSource,
    FieldState,
    Flag,
    PageMark,
    PageReading,
    PaperGuess,
)
from ocr.words import Box, CharacterPlace, Line, PageText, SecondLook, Word

FORMAT = 2
"""Version of the record; raised when its meaning changes.

1: words of text, box and confidence. 2: after these a word may have the places of its characters,
five numbers each in one list, the language of its line and what a second reading came to; a field
may have alternatives and be critical, and the page says where in a paper it stands.
"""
_READABLE = (1, 2)

Json = dict[str, Any]  # values of JSON are any of its types


def reading_to_json(reading: PageReading) -> Json:
    """Everything in `reading` as dictionaries, lists, strings and numbers."""
    return {
        "format": FORMAT,
        "width_px": reading.width_px,
        "height_px": reading.height_px,
        "dpi": reading.dpi,
        "skew_deg": reading.skew_deg,
        "rotation_deg": reading.rotation_deg,
        "flags": [flag.value for flag in reading.flags],
        "lines": [[_word_to_json(word) for word in line.words] for line in reading.text.lines],
        "codes": [[code.kind.value, code.text, list(code.box)] for code in reading.codes],
        "paper": None if reading.paper is None else _paper_to_json(reading.paper),
        "fields": [_field_to_json(field) for field in reading.fields],
        "engine": reading.engine,
        "mark": [reading.mark.begins, reading.mark.number, reading.mark.of],
        "measures": None if reading.measures is None else measures_to_json(reading.measures),
    }


def reading_from_json(record: Json) -> PageReading:
    """The reading that `reading_to_json` wrote.

    Raises:
        ValueError: Not such a record.
    """
    try:
        return _reading(record)
    except (KeyError, TypeError) as error:
        raise ValueError("not a reading") from error


def _reading(record: Json) -> PageReading:
    if record["format"] not in _READABLE:
        raise ValueError(f"reading of format {record['format']}")
    paper, measures = record["paper"], record.get("measures")
    return PageReading(
        width_px=record["width_px"],
        height_px=record["height_px"],
        dpi=record["dpi"],
        skew_deg=record["skew_deg"],
        rotation_deg=record["rotation_deg"],
        flags=tuple(Flag(flag) for flag in record["flags"]),
        text=PageText(tuple(_line(words) for words in record["lines"])),
        codes=tuple(Code(CodeKind(kind), text, _box(box)) for kind, text, box in record["codes"]),
        paper=None if paper is None else PaperGuess(**paper),
        fields=tuple(_field(field) for field in record["fields"]),
        engine=record["engine"],
        mark=PageMark(*record.get("mark", ())),
        measures=None if measures is None else measures_from_json(measures),
    )


def _word_to_json(word: Word) -> list[Any]:
    numbers = [number for place in word.places for number in place]
    record: list[Any] = [word.text, list(word.box), word.confidence]
    more = [numbers, word.language, word.second.value]
    while more and not more[-1]:
        more.pop()
    return record + more


def _paper_to_json(paper: PaperGuess) -> Json:
    return {"code": paper.code, "title": paper.title, "confidence": paper.confidence}


def _field_to_json(field: FieldReading) -> Json:
    return {
        "name": field.name,
        "label": field.label,
        "value": field.value,
        "state": field.state.value,
        "confidence": field.confidence,
        "source": field.source.value,
        "box": None if field.box is None else list(field.box),
        "problem": field.problem,
        "alternatives": list(field.alternatives),
        "critical": field.critical,
    }


def _field(record: Json) -> FieldReading:
    return FieldReading(
        name=record["name"],
        label=record["label"],
        value=record["value"],
        state=FieldState(record["state"]),
        confidence=record["confidence"],
        source=FieldSource(record["source"]),
        box=None if record["box"] is None else _box(record["box"]),
        problem=record["problem"],
        alternatives=tuple(record.get("alternatives", ())),
        critical=record.get("critical", False),
    )


def _line(words: list[Any]) -> Line:
    return Line(tuple(_word(*word) for word in words))


def _word(
    text: str,
    box: list[int],
    confidence: float,
    numbers: Sequence[int] = (),
    language: str = "",
    second: str = "",
) -> Word:
    places = tuple(CharacterPlace(*part) for part in zip(*[iter(numbers)] * 5, strict=True))
    return Word(text, _box(box), confidence, language, places, SecondLook(second))


def _box(numbers: list[int]) -> Box:
    x0, y0, x1, y1 = numbers
    return (x0, y0, x1, y1)
