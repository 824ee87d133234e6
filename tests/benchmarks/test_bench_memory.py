"""The table of memory, with a small page in place of hard ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import memory
from benchmarks.corpus.damage import RECIPES
from benchmarks.corpus.pages import KINDS


def test_mix_names_pages_of_the_corpus() -> None:
    assert {kind for kind, _ in memory.MIX} <= set(KINDS)
    assert {damage for _, damage in memory.MIX} <= set(RECIPES)


def test_level_row_is_a_row_of_markdown() -> None:
    assert memory.Level(50, 201_400, 303_600).row == "| 50 | 201 | 304 |"


def test_forget_peak_counts_anew() -> None:
    if memory.resident_kb() == 0:
        pytest.skip("no /proc here")
    block = bytearray(b"x" * 200_000_000)
    del block
    before = memory.peak_memory_kb()

    memory.forget_peak()

    assert memory.peak_memory_kb() <= before


def test_main_folder_without_pages_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        memory.main(["--corpus", str(tmp_path)])

    assert "no pages" in capsys.readouterr().err
