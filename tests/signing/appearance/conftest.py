"""Pictures, pens and rules for tests of visible signatures."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from PIL import Image, ImageDraw

from signing.appearance.fonts import Face
from signing.appearance.looks import Pen
from signing.appearance.rules import AppearanceRules
from signing.appearance.shipped import shipped_face, shipped_rules

BLUE = (20, 40, 170, 255)
RED = (215, 25, 30, 255)


@pytest.fixture(scope="session")
def face() -> Face:
    return shipped_face()


@pytest.fixture(scope="session")
def rules() -> AppearanceRules:
    return shipped_rules(date(2026, 11, 22))


@pytest.fixture
def pen(face: Face, rules: AppearanceRules) -> Pen:
    return Pen(face, rules)


@pytest.fixture(scope="session")
def moment() -> datetime:
    return datetime(2026, 11, 22, 7, 5, 33, 999_999, tzinfo=UTC)


def png(
    ink: tuple[int, int, int, int] = BLUE,
    *,
    size: tuple[int, int] = (600, 240),
    dpi: float = 300,
    mode: str = "RGBA",
) -> bytes:
    """A picture with a thick frame of ink, and a clear margin around and within it."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    frame = (10, 10, size[0] - 11, size[1] - 11)
    ImageDraw.Draw(image).rectangle(frame, outline=ink, width=12)
    made = io.BytesIO()
    image.convert(mode).save(made, "PNG", dpi=(dpi, dpi) if dpi else None)
    return made.getvalue()
