"""Every module can be found, with what it is, in `docs/modules.md`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.module_map import PAGE, ROOMS, ROOT, caption, module_map

MODULES = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))


def test_page_of_modules_is_as_the_modules_are() -> None:
    assert PAGE.read_text("utf-8") == module_map(), "run: make map"


def test_every_module_says_what_it_is() -> None:
    assert [file for file in MODULES if not caption(file)] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('"""One line."""\n', "One line."),
        ('"""First.\n\nThen more.\n"""\n', "First."),
        ("x = 1\n", ""),
    ],
)
def test_caption_is_the_first_line(tmp_path: Path, text: str, told: str) -> None:
    module = tmp_path / "one.py"
    module.write_text(text, "utf-8")

    assert caption(module) == told
