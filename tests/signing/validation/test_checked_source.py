"""Reading the checked file in pieces gives the same bytes as reading it at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from signing.validation import source as source_module
from signing.validation.source import Source

CONTENT = bytes(range(256)) * 40 + b"/ByteRange" + bytes(5000)


@pytest.fixture(params=["at once", "in pieces"])
def opened(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Source]:
    if request.param == "in pieces":
        # Small limits instead of files of many megabytes.
        monkeypatch.setattr(source_module, "_WHOLE_BYTES", 100)
        monkeypatch.setattr(source_module, "_CHUNK_BYTES", 1000)
    path = tmp_path / "a.bin"
    path.write_bytes(CONTENT)
    with Source(path) as made:
        yield made


def test_source_read_gives_any_part(opened: Source) -> None:
    assert opened.read(10, 2000) == CONTENT[10:2000]
    assert opened.read(len(CONTENT) - 5, len(CONTENT) + 100) == CONTENT[-5:]


def test_source_digest_skips_what_is_left_out(opened: Source) -> None:
    wanted = hashlib.sha256(CONTENT[:100] + CONTENT[3000:]).digest()

    found = opened.digest("sha256", ((0, 100), (3000, len(CONTENT))))

    assert found == wanted


@pytest.mark.parametrize("pattern", [b"/ByteRange", CONTENT[995:1005]])
def test_source_find_all_finds_across_pieces(pattern: bytes, opened: Source) -> None:
    assert CONTENT.find(pattern) in list(opened.find_all(pattern))


def test_source_window_ends_where_it_should(opened: Source) -> None:
    with opened.window(1234) as window:
        window.seek(-4, 2)

        assert window.read() == CONTENT[1230:1234]
        assert window.seek(0) == 0
        assert window.read(3) == CONTENT[:3]
