"""The own set of signed papers as files: attacks and papers in order, each with its right answer.

Run: `python -m benchmarks.own_set FOLDER`. Writes the files and `expected.tsv` beside them.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.attacks import attacks
from benchmarks.permitted import permitted
from benchmarks.signed_papers import open_office


@dataclass(frozen=True, slots=True)
class Expected:
    """One file with its right answer: True to accept, False to reject, None for neither."""

    path: Path
    acceptable: bool | None


def own(folder: Path) -> list[Expected]:
    """Make the own set in a folder."""
    office = open_office(folder / "authority")
    found: list[Expected] = []
    for number, case in enumerate([*attacks(office), *permitted(office)]):
        letters = "".join(letter if letter.isalnum() else "-" for letter in case.name)
        path = folder / f"{number:03}-{letters}.pdf"
        path.write_bytes(case.content)
        found.append(Expected(path, case.acceptable))
    return found


def main(arguments: Sequence[str]) -> int:
    """Write the set into a folder."""
    (name,) = arguments
    folder = Path(name)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "expected.tsv").open("w", encoding="utf-8", newline="") as table:
        rows = csv.writer(table, delimiter="\t")
        rows.writerow(("file", "verdict"))
        for item in own(folder):
            rows.writerow((item.path.name, "PASS" if item.acceptable else "FAIL"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
