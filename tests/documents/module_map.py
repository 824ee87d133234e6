"""The list of all modules in `docs/modules.md`, made of the first lines of their docstrings.

python -m tests.documents.module_map        writes it anew; `make map` does the same
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "modules.md"
ROOMS = ("app", "ocr", "signing")
HEAD = """# Modules

Every module with the first line of its docstring; [architecture](architecture.md) tells how they
belong together. Made by `make map`, never by hand.
"""


def module_map() -> str:
    """The page as it has to be."""
    return HEAD + "".join(_room(folder) for room in ROOMS for folder in _folders(ROOT / room))


def caption(module: Path) -> str:
    """The first line of a module's docstring, "" when there is none."""
    told = ast.get_docstring(ast.parse(module.read_text("utf-8")), clean=False) or ""
    return told.strip().split("\n")[0].strip()


def _folders(room: Path) -> Iterator[Path]:
    yield room
    yield from sorted(file.parent for file in room.rglob("__init__.py") if file.parent != room)


def _room(folder: Path) -> str:
    name = folder.relative_to(ROOT).as_posix()
    modules = sorted(file for file in folder.glob("*.py") if file.name != "__init__.py")
    rows = "".join(f"- `{module.name}` {caption(module)}\n" for module in modules)
    return f"\n## {name}\n{caption(folder / '__init__.py')}\n{chr(10) + rows if rows else ''}"


if __name__ == "__main__":
    PAGE.write_text(module_map(), "utf-8")
