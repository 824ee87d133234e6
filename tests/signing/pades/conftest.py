"""Fixtures of the signing room: a look to show, an open key, what is left behind."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest

from signing.appearance.stamps import Stamp
from signing.keystore import SigningKey, open_key
from signing.requests import P12Source


@pytest.fixture(scope="session")
def look() -> Stamp:
    """A red page of 120 × 60 points with a blue left half."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(120, 60))
    page.Contents = document.make_stream(b"1 0 0 rg 0 0 120 60 re f 0 0 1 rg 0 0 60 60 re f")
    drawn = io.BytesIO()
    document.save(drawn)
    return Stamp(0, (100.0, 100.0, 220.0, 160.0), drawn.getvalue())


@pytest.fixture
def key(officer: P12Source, password: bytearray) -> Iterator[SigningKey]:
    with open_key(officer, password) as opened:
        yield opened


@pytest.fixture
def leftovers(tmp_path: Path) -> Callable[[], list[str]]:
    return lambda: [found.name for found in tmp_path.rglob("*.part")]
