"""Text that a later stamp adds: what stands in a printed line is found, what is framed is not."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from signing.validation.looks import is_permitted
from signing.validation.stamp_text import added_lines, reads_on

Grey = NDArray[np.uint8]
WHOLE = (slice(0, 200), slice(0, 400))


def paper() -> Grey:
    return np.full((200, 400), 255, np.uint8)


def write(page: Grey, top: int, left: int, letters: int) -> Grey:
    """Put letters of 8 x 12 pixels, 3 apart, on a copy of a page."""
    written = page.copy()
    for number in range(letters):
        place = left + 11 * number
        written[top : top + 12, place : place + 8] = 0
    return written


def test_added_lines_of_words_gives_each_line() -> None:
    after = write(write(paper(), 20, 30, 6), 50, 30, 4)

    found = added_lines(paper(), after, WHOLE)

    assert sorted((line.top, line.bottom, line.letters) for line in found) == [
        (20, 32, 6),
        (50, 62, 4),
    ]


def framed(page: Grey, bottom: int, grey: int) -> Grey:
    """Draw a frame of 100 pixels of width, from row 10 down to `bottom`."""
    page[10:12, 20:120] = page[bottom - 2 : bottom, 20:120] = grey
    page[10:bottom, 20:22] = page[10:bottom, 118:120] = grey
    return page


def test_added_lines_of_several_in_frame_gives_none() -> None:
    after = framed(write(write(paper(), 20, 30, 6), 45, 30, 6), 67, 0)

    assert added_lines(paper(), after, WHOLE) == []


def test_added_lines_in_faint_frame_gives_the_lines() -> None:
    after = framed(write(write(paper(), 20, 30, 6), 45, 30, 6), 67, 205)

    assert [line.letters for line in added_lines(paper(), after, WHOLE)] == [6, 6]


def test_added_lines_of_one_in_frame_gives_the_line() -> None:
    after = framed(write(paper(), 20, 30, 6), 42, 0)

    assert [line.letters for line in added_lines(paper(), after, WHOLE)] == [6]


def test_added_lines_on_grey_ground_gives_the_line() -> None:
    after = paper()
    after[10:60, 20:120] = 190
    after = write(after, 25, 30, 6)

    assert [(line.top, line.letters) for line in added_lines(paper(), after, WHOLE)] == [(25, 6)]


def test_added_lines_beside_lone_rule_gives_the_line() -> None:
    after = write(paper(), 20, 30, 6)
    after[10:100, 150:152] = 0

    assert [line.letters for line in added_lines(paper(), after, WHOLE)] == [6]


def test_added_lines_of_picture_gives_none() -> None:
    after = paper()
    after[20:90, 30:130] = 0
    after[92:102, 60:68] = 0

    assert added_lines(paper(), after, WHOLE) == []


def test_added_lines_of_digit_away_from_picture_gives_the_digit() -> None:
    after = paper()
    after[20:90, 30:130] = 0
    after[20:32, 200:208] = 0

    assert [line.left for line in added_lines(paper(), after, WHOLE)] == [200]


@pytest.mark.parametrize(
    ("top", "left", "letters", "reads"),
    [
        (60, 125, 5, True),  # in the printed line
        (60, 122, 1, True),  # one letter right behind it
        (60, 200, 5, False),  # far to the right
        (100, 125, 5, False),  # below
        (60, 145, 1, False),  # one letter, not close
    ],
)
def test_reads_on_beside_printed_line(top: int, left: int, letters: int, reads: bool) -> None:
    before = write(paper(), 60, 20, 9)
    (line,) = added_lines(before, write(before, top, left, letters), WHOLE)

    assert reads_on(before, line, prepared=False) is reads


def test_reads_on_between_printed_lines_is_true() -> None:
    before = write(write(paper(), 60, 20, 9), 90, 20, 9)
    (line,) = added_lines(before, write(before, 75, 20, 6), WHOLE)

    assert reads_on(before, line, prepared=False)


def test_reads_on_in_prepared_place_needs_both_sides() -> None:
    label = write(paper(), 60, 20, 4)
    both = write(label, 60, 145, 4)

    answers = []
    for before in (label, both):
        (line,) = added_lines(before, write(before, 60, 75, 5), WHOLE)
        answers.append(reads_on(before, line, prepared=True))

    assert answers == [False, True]


def test_is_permitted_knows_findings_with_a_place() -> None:
    assert is_permitted("signature-adds-text:2:top-left")
    assert is_permitted("signature-over-content")
    assert not is_permitted("signature-reads-as-text")
