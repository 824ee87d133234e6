"""The command that tells which parts of others are inside, and their licences.

Both files are made by `make sbom` from the installed parts and lie beside the packaged program.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.errors import Advice, StationError
from app.wiring import Arguments, Command, Json, Output, Wiring

PARTS, NOTICES = "tram-so-hoa.cdx.json", "THIRD-PARTY.txt"
_PROGRAM = Path(__file__).resolve().parents[1]
PLACES = (_PROGRAM, _PROGRAM / "build" / "package" / "notices")
"""Beside the packaged program, and where `make sbom` leaves them in the sources."""


class NoticesMissing(StationError):
    """The list of parts was not made, or is damaged."""

    code = "licences.missing"
    advice = Advice.USER_ACTION


def add_licence_command(commands: Any) -> Any:  # Any: see app.cli.Subparsers
    """The grammar of `sohoa licences`."""
    parser = commands.add_parser("licences", help="thành phần của bên khác và giấy phép của chúng")
    parser.add_argument("--text", action="store_true", help="in nguyên văn mọi giấy phép")
    return parser


def _licences(arguments: Arguments, _wiring: Wiring, output: Output) -> int:
    return tell_licences(arguments.text, PLACES, output)


def tell_licences(whole: bool, places: tuple[Path, ...], output: Output) -> int:
    """Print the parts, or with `whole` the texts too.

    Raises:
        NoticesMissing: Neither file is in one of the places.
    """
    folder = next((place for place in places if (place / PARTS).is_file()), None)
    if folder is None:
        raise NoticesMissing("no list of parts")
    try:
        rows = list(_rows(json.loads((folder / PARTS).read_text("utf-8"))["components"], ""))
        text = (folder / NOTICES).read_text("utf-8") if whole else ""
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoticesMissing(type(error).__name__) from error
    if whole:
        output.line(text)
    else:
        for row in rows:
            inside = f", trong {row['inside']}" if row["inside"] else ""
            output.line(f"{row['name']} {row['version']}{inside}: {row['licence']}")
        output.line(f"{len(rows)} thành phần. Nguyên văn giấy phép: {folder / NOTICES}")
    output.result({"parts": rows, "notices": str(folder / NOTICES)})
    return 0


def _rows(components: list[Json], inside: str) -> Iterator[Json]:
    for each in components:
        if each["type"] == "file":
            continue
        licence = " ".join(one.get("expression", "") for one in each.get("licenses", []))
        yield {
            "name": each["name"],
            "version": each.get("version", ""),
            "licence": licence,
            "inside": inside,
        }
        yield from _rows(each.get("components", []), each["name"])


LICENCE_COMMANDS: dict[str, Command] = {"licences": _licences}
