"""A printed value beside what else is known of it."""

from __future__ import annotations

import pytest

from app.catalog.load import load_catalog
from ocr.reading import FieldReading, FieldState
from ocr.understanding.evidence import holds_paragraphs, seen_again, weigh
from ocr.understanding.forms import FieldDefinition, ValueKind
from ocr.understanding.found import FoundValue
from ocr.words import Line, PageText, Word

LISTS = load_catalog().reference_lists()


def row(text: str, confidence: float = 0.97, top: int = 0) -> tuple[Word, ...]:
    return tuple(
        Word(word, (60 * at, top, 60 * at + 50, top + 20), confidence)
        for at, word in enumerate(text.split())
    )


def definition(kind: ValueKind) -> FieldDefinition:
    return FieldDefinition(name="f", label="Mục", kind=kind)


def weighed(kind: ValueKind, text: str, confidence: float) -> FieldReading:
    found = FoundValue("f", text, has_label=True, words=row(text, confidence))
    return weigh(definition(kind), (), found, LISTS)


def seen(kind: ValueKind, text: str, again: str, confidences: tuple[float, float]) -> FieldReading:
    first = weighed(kind, text, confidences[0])
    look = PageText((Line(row(again, confidences[1])),))
    return seen_again(first, definition(kind), look, LISTS)


@pytest.mark.parametrize(
    ("kind", "text", "confidence"),
    [
        (ValueKind.ETHNICITY, "Tày", 0.5),
        (ValueKind.SEX, "Nữ", 0.68),
        (ValueKind.DOC_NUMBER, "559/XN", 0.91),
        (ValueKind.NUMBER_WORDS, "Một trăm triệu đồng", 0.6),
    ],
)
def test_weigh_value_that_something_speaks_for_is_green(
    kind: ValueKind, text: str, confidence: float
) -> None:
    assert weighed(kind, text, confidence).state is FieldState.GREEN


@pytest.mark.parametrize(
    ("kind", "text"), [(ValueKind.NAME, "Ngô Kim Hằng"), (ValueKind.TEXT, "Mua bán gỗ")]
)
def test_weigh_value_that_nothing_speaks_for_is_amber(kind: ValueKind, text: str) -> None:
    assert weighed(kind, text, 0.91).state is FieldState.AMBER


@pytest.mark.parametrize(
    ("kind", "text", "confidences", "state"),
    [
        (ValueKind.NAME, "Trần Văn An", (0.66, 0.95), FieldState.GREEN),
        (ValueKind.NAME, "Trần Văn An", (0.91, 0.87), FieldState.AMBER),
        (ValueKind.PERSONAL_ID, "001174944176", (0.85, 0.59), FieldState.GREEN),
        (ValueKind.TEXT, "Mua bán gỗ", (0.78, 0.94), FieldState.AMBER),
    ],
)
def test_seen_again_same_value_counts_by_kind_and_clearness(
    kind: ValueKind, text: str, confidences: tuple[float, float], state: FieldState
) -> None:
    assert seen(kind, text, text, confidences).state is state


def test_seen_again_other_blanks_are_the_same_value() -> None:
    assert seen(ValueKind.TEXT, "5,9 m", "5,9m", (0.9, 0.95)).state is FieldState.GREEN


def test_seen_again_other_mark_stays_amber_with_an_alternative() -> None:
    found = seen(ValueKind.NAME, "Ngô Kim Hãng", "Ngô Kim Hằng", (0.91, 0.95))

    assert (found.state, found.alternatives) == (FieldState.AMBER, ("Ngô Kim Hằng",))


@pytest.mark.parametrize(
    ("second_row", "right", "expected"),
    [
        ("Xin thông báo", 600, True),  # there was room for "Xin" above
        ("xin thông báo", 600, False),
        ("Xin thông báo", 240, False),
    ],
)
def test_holds_paragraphs_asks_for_a_capital_and_room_above(
    second_row: str, right: int, expected: bool
) -> None:
    found = FoundValue(
        "f", "", has_label=True, words=(*row("hai lần rồi"), *row(second_row, top=40))
    )

    assert holds_paragraphs(found, right) is expected
