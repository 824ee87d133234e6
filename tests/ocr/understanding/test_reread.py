"""Which words are read a second time, and what is made of it."""

from __future__ import annotations

import numpy as np

from ocr.source import Pixels
from ocr.understanding.forms import ValueKind
from ocr.understanding.found import FoundValue
from ocr.understanding.reread import Weak, second_looks, weak_part
from ocr.understanding.sight import Sight
from ocr.words import Line, PageText, Word

ADDRESS = "Thôn 3, xã Sóc Sơn, thành phố Hà Nội"


def words(text: str, weak: tuple[int, ...] = ()) -> tuple[Word, ...]:
    return tuple(
        Word(word, (60 * at, 10, 60 * at + 50, 30), 0.7 if at in weak else 0.97)
        for at, word in enumerate(text.split())
    )


def sight_that_reads(text: str, widths: list[int]) -> Sight:
    def read(piece: Pixels, _characters: str) -> PageText:
        widths.append(piece.shape[1])
        return PageText((Line(words(text)),))

    page = np.full((60, 900), 255, np.uint8)
    return Sight(np.dstack([page] * 3), page, page, 300, read)


def look_at(found: tuple[Word, ...], read: str, widths: list[int]) -> PageText:
    value = FoundValue("f", " ".join(word.text for word in found), has_label=True, words=found)
    return second_looks([Weak(ValueKind.ADDRESS, value)], sight_that_reads(read, widths))["f"]


def test_weak_part_of_short_value_is_all_of_it() -> None:
    assert weak_part(words("Nguyễn Văn An")) == slice(0, 3)


def test_weak_part_of_long_value_is_the_weak_word_with_its_neighbours() -> None:
    assert weak_part(words(ADDRESS, weak=(3,))) == slice(2, 5)


def test_weak_part_of_long_value_read_well_is_none() -> None:
    assert weak_part(words(ADDRESS)) is None


def test_weak_part_over_a_long_stretch_is_none() -> None:
    assert weak_part(words(ADDRESS, weak=(0, 7))) is None


def test_weak_part_over_two_rows_is_none() -> None:
    above = words("Thôn 3, xã Sóc", weak=(3,))
    below = tuple(word.moved(1.0, 0, 50) for word in words("Sơn, thành phố", weak=(0,)))

    assert weak_part((*above, *below)) is None


def test_second_looks_at_long_value_keep_the_words_read_well() -> None:
    widths: list[int] = []

    look = look_at(words(ADDRESS, weak=(3,)), "xã Sóc Sơn,", widths)

    assert look.text == ADDRESS
    assert min(word.confidence for word in look.words) == 0.97
    assert widths[0] < 700


def test_second_looks_leave_specks_out() -> None:
    assert look_at(words("An Bình"), "An ¡ Bình ‹", []).text == "An Bình"


def test_second_looks_that_read_nothing_give_no_words() -> None:
    assert look_at(words(ADDRESS, weak=(3,)), "¡ ‹", []).words == ()
