"""A form laid over a page by its words."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.folding import fold_letters
from ocr.understanding.forms import Anchor, FormLayout, Zone
from ocr.understanding.register import read_zones, register
from ocr.words import Line, PageText, Word

WIDTH = 2480
PRINTED = (
    ("CỘNG", 0.30, 0.05), ("HÒA", 0.36, 0.05), ("NGHĨA", 0.50, 0.05), ("VIỆT", 0.58, 0.05),
    ("KHAI", 0.40, 0.15), ("ĐĂNG", 0.46, 0.15), ("SINH", 0.60, 0.15),
    ("chữ", 0.12, 0.25), ("đệm,", 0.16, 0.25), ("người", 0.26, 0.25), ("yêu", 0.32, 0.25),
    ("tháng,", 0.14, 0.30), ("Nơi", 0.08, 0.40), ("trú:", 0.15, 0.40), ("tùy", 0.16, 0.45),
    ("thân:", 0.20, 0.45), ("quan", 0.40, 0.90), ("đoan", 0.20, 0.85), ("Quan", 0.08, 0.50),
    ("cảnh", 0.60, 0.95), ("Giới", 0.08, 0.60), ("tính:", 0.12, 0.60), ("tộc:", 0.40, 0.60),
    ("tịch:", 0.70, 0.60), ("nghị", 0.12, 0.70), ("dưới", 0.50, 0.70),
)  # fmt: skip
LAYOUT = FormLayout(
    "test",
    tuple(Anchor(fold_letters(text)[0], (x, y, x + 0.04, y + 0.015)) for text, x, y in PRINTED),
    (Zone("name", (0.40, 0.245, 0.80, 0.27), 0.015), Zone("place", (0.2, 0.395, 0.9, 0.42), 0.015)),
)
VALUES = (("Lê", 0.42, 0.25), ("Hoa", 0.48, 0.25), ("Thôn", 0.30, 0.40), ("3", 0.36, 0.40))


def scan(scale: float, turn_deg: float, shift: tuple[float, float], drop: float = 0.0) -> PageText:
    """The form as scanned: smaller, turned, moved, some of its words lost."""
    rng = random.Random(7)
    cos, sin = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    words = []
    for number, (text, x, y) in enumerate((*PRINTED, *VALUES)):
        if number < len(PRINTED) and rng.random() < drop:
            continue
        px = WIDTH * (scale * (x * cos - y * sin) + shift[0])
        py = WIDTH * (scale * (x * sin + y * cos) + shift[1])
        box = (int(px), int(py), int(px + 0.04 * WIDTH * scale), int(py + 0.015 * WIDTH * scale))
        words.append(Word(text, box, 0.95))
    return PageText(tuple(Line((word,)) for word in words))


@pytest.mark.parametrize(
    ("scale", "turn", "shift", "drop"),
    [(1.0, 0.0, (0.0, 0.0), 0.0), (0.93, 1.2, (0.03, 0.05), 0.0), (1.04, -0.8, (-0.02, 0.01), 0.3)],
)
def test_read_zones_moved_form_gives_the_same_values(
    scale: float, turn: float, shift: tuple[float, float], drop: float
) -> None:
    text = scan(scale, turn, shift, drop)

    registration = register(LAYOUT, text)

    assert registration is not None
    assert registration.residual < 0.01
    values = {found.name: found.text for found in read_zones(LAYOUT, registration, text)}
    assert values == {"name": "Lê Hoa", "place": "Thôn 3"}


def test_register_other_paper_is_refused() -> None:
    rng = random.Random(1)
    words = [
        Word(text, (x := rng.randrange(2000), y := rng.randrange(3000), x + 90, y + 40), 0.9)
        for text, _, _ in PRINTED
    ]

    assert register(LAYOUT, PageText(tuple(Line((word,)) for word in words))) is None


def test_register_page_without_words_is_refused() -> None:
    assert register(LAYOUT, PageText()) is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from([text for text, _, _ in PRINTED]),
            st.integers(0, 3000),
            st.integers(0, 4000),
        ),
        max_size=30,
    )
)
def test_register_any_words_never_raise(words: list[tuple[str, int, int]]) -> None:
    lines = tuple(Line((Word(text, (x, y, x + 60, y + 30), 0.9),)) for text, x, y in words)

    registration = register(LAYOUT, PageText(lines))

    assert registration is None or registration.inliers >= 5
