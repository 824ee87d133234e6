"""Words of a value put together."""

from __future__ import annotations

import pytest

from ocr.understanding.found import joined
from ocr.words import Word


def text_of(text: str) -> str:
    return joined(
        [Word(word, (60 * at, 0, 60 * at + 50, 20), 0.9) for at, word in enumerate(text.split())]
    )


@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("31/2009.", "31/2009"),
        ("213.", "213"),
        ("5,3m.", "5,3 m"),
        ("72lần/phút", "72 lần/phút"),
        ("12tháng", "12 tháng"),
        ("Công an xã Liên Thủy†", "Công an xã Liên Thủy"),
        ("của cấp xã.", "của cấp xã"),
        ("số 5A", "số 5A"),
        ("TP.", "TP."),
        ("12B", "12B"),
    ],
)
def test_joined_end_of_a_value_table(read: str, value: str) -> None:
    assert text_of(read) == value
