"""Parts of the review without a window: the order of doubts, second typing, strips, words."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage

from app.domain.field import Field, FieldSource, FieldState
from app.domain.ids import DossierId, PageId
from app.ui.doubt_queue import DoubtQueue
from app.ui.fields_model import field_key
from app.ui.page_words import PlacedWord, picked_text
from app.ui.second_typing import Phase, SecondTyping, is_same, wants_second
from app.ui.snippet import HIGHEST_PX, LARGEST_SCALE, arrange, cut, place_with_air

WORDS = (
    PlacedWord("Thanh", (100, 100, 200, 140)),
    PlacedWord("Hóa", (220, 100, 280, 140)),
    PlacedWord("Việt", (100, 200, 180, 240)),
)


def field(name: str, state: FieldState = FieldState.AMBER, *, critical: bool = False) -> Field:
    return Field(
        DossierId("d"), PageId("p"), name, name, "giá trị", state, 0.5, FieldSource.OCR, None,
        critical=critical,
    )  # fmt: skip


def test_doubts_come_in_order_and_round_again() -> None:
    fields = [field("a"), field("b", FieldState.GREEN), field("c")]
    queue = DoubtQueue()

    first, after_first, after_last = (queue.after(fields, number) for number in (-1, 0, 2))

    assert first == fields[0]
    assert after_first == fields[2]
    assert after_last == fields[0]


def test_postponed_doubts_come_last_in_the_order_they_were_postponed() -> None:
    fields = [field("a"), field("b"), field("c")]
    queue = DoubtQueue()

    queue.postpone(field_key(fields[1]))
    queue.postpone(field_key(fields[0]))
    order = []
    while (wanted := queue.after(fields, -1)) is not None:
        order.append(wanted.name)
        queue.decide(field_key(wanted))

    assert order == ["c", "b", "a"]


def test_last_postponed_doubt_is_its_own_next() -> None:
    fields = [field("a", FieldState.GREEN), field("b")]
    queue = DoubtQueue()

    queue.postpone(field_key(fields[1]))

    assert queue.after(fields, 1) == fields[1]


@given(
    states=st.lists(st.sampled_from(FieldState), max_size=6),
    postponed=st.sets(st.integers(0, 5)),
)
def test_every_doubt_comes_exactly_once(states: list[FieldState], postponed: set[int]) -> None:
    fields = [field(str(number), state) for number, state in enumerate(states)]
    queue = DoubtQueue()
    for number in postponed & set(range(len(fields))):
        queue.postpone(field_key(fields[number]))
    seen = []

    number = -1
    while (wanted := queue.after(fields, number)) is not None:
        seen.append(wanted)
        queue.decide(field_key(wanted))
        number = fields.index(wanted)

    assert sorted(f.name for f in seen) == [f.name for f in fields if f.needs_a_look]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("hoà", "hòa", True),
        ("Nguyễn  Thúy", "Nguyễn Thuý", True),
        ("Trần Thị Hoa", "Trần Thị Hòa", False),
        ("Đỗ", "Dỗ", False),
        ("hoa lan", "hoalan", False),
        ("038195904374", "038195904374", True),
    ],
)
def test_two_typings_are_the_same_but_for_spaces_and_tone_place(
    one: str, other: str, same: bool
) -> None:
    assert is_same(one, other) is same
    assert is_same(unicodedata.normalize("NFD", one), other) is same


def test_second_typing_alike_gives_the_first_text() -> None:
    typing = SecondTyping()

    nothing, value = typing.take("Hoà"), typing.take("Hòa")

    assert nothing is None
    assert value == "Hoà"
    assert not typing.is_held


def test_second_typing_that_differs_starts_over() -> None:
    typing = SecondTyping()
    typing.take("038195904374")

    value = typing.take("038195904375")

    assert value is None
    assert typing.phase is Phase.AGAIN
    assert typing.take("1") is None
    assert typing.take("1") == "1"


def test_only_critical_doubts_are_typed_twice() -> None:
    doubt = field("id", critical=True)

    assert wants_second(doubt)
    assert wants_second(replace(doubt, state=FieldState.RED))
    assert not wants_second(replace(doubt, state=FieldState.GREEN))
    assert not wants_second(replace(doubt, confirmed_by="canbo01"))
    assert not wants_second(field("note"))


@given(
    width=st.integers(1, 4000),
    height=st.integers(1, 1500),
    room=st.integers(1, 900),
)
def test_arranged_strip_fits_its_row_and_shows_all_of_it(
    width: int, height: int, room: int
) -> None:
    scale, pieces = arrange(QSize(width, height), room)

    assert 0 < scale <= LARGEST_SCALE
    assert sum(piece.height() * scale for piece in pieces) <= HIGHEST_PX + 1e-6
    assert all(piece.width() * scale <= room + 1e-6 for piece in pieces)
    assert pieces[0].left() == 0
    assert pieces[-1].left() + pieces[-1].width() == width
    assert len(pieces) == 1 or pieces[0].width() >= pieces[1].left()


def test_long_line_is_shown_as_two() -> None:
    _scale, pieces = arrange(QSize(2000, 60), 360)

    assert len(pieces) == 2


def test_cut_takes_half_a_line_of_air_and_stays_on_the_page() -> None:
    page = QSize(2000, 2800)

    inside = place_with_air((400, 400, 800, 440), page)
    corner = place_with_air((0, 0, 100, 40), page)

    assert (inside.x(), inside.y(), inside.width(), inside.height()) == (380, 380, 440, 80)
    assert (corner.x(), corner.y()) == (0, 0)


def test_cut_from_a_smaller_picture_takes_the_same_place() -> None:
    image = QImage(1000, 1400, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    image.setPixelColor(300, 210, QColor("black"))

    strip = cut(image, QSize(2000, 2800), (580, 400, 640, 440))

    assert strip.size() == QSize(50, 40)
    assert strip.pixelColor(20, 20) == QColor("black")


@pytest.mark.parametrize(
    ("frame", "text"),
    [
        (QRectF(90, 90, 200, 60), "Thanh Hóa"),
        (QRectF(90, 90, 200, 160), "Thanh Hóa Việt"),
        (QRectF(150, 120, 0, 0), "Thanh"),
        (QRectF(290, 120, 0, 0), "Hóa"),
        (QRectF(600, 600, 0, 0), ""),
        (QRectF(500, 500, 50, 50), ""),
    ],
)
def test_picked_text_is_that_of_the_words_meant(frame: QRectF, text: str) -> None:
    assert picked_text(WORDS, frame) == text


def test_click_on_an_empty_page_picks_nothing() -> None:
    assert picked_text((), QRectF(QPointF(1, 1), QPointF(1, 1))) == ""
