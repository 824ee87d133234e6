"""What the ink of a page says of a value."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.understanding.handwriting import Trace, trace_of
from ocr.understanding.sight import Sight
from ocr.words import Word

DPI = 300
WORD = Word("đổi", (300, 20, 380, 56), 0.97)
LABEL = Word("việc:", (100, 20, 200, 56), 0.97)


def sight_with_ink(left: int) -> Sight:
    """A row with a label, a value and strokes of print behind it."""
    gray = np.full((80, 1000), 250, np.uint8)
    for start in (100, 300, left):
        for stroke in range(start, start + 80, 16):
            gray[20:56, stroke : stroke + 8] = 20
    return Sight(np.repeat(gray[:, :, None], 3, axis=2), gray, gray, DPI)


@pytest.mark.parametrize(("left", "expected"), [(410, Trace.UNREAD), (700, Trace.PRINT)])
def test_trace_of_ink_close_behind_a_value_was_not_read(left: int, expected: Trace) -> None:
    found = trace_of(sight_with_ink(left), [WORD], (210, 20, 980, 56), [LABEL])

    assert found is expected


def test_trace_of_ink_behind_the_end_of_the_blank_belongs_to_another() -> None:
    found = trace_of(sight_with_ink(410), [WORD], (210, 20, 400, 56), [LABEL])

    assert found is Trace.PRINT
