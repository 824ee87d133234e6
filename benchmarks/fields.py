"""Fields and paper types by kind of damage, on pages drawn for the occasion.

Run: `python -m benchmarks.fields [--seed N] [--damage NAME …] [--jobs N]`. Draws one birth
registration and one household business, twelve pages, once for each damage, digitizes them and
prints a Markdown table. One layout per form: good for comparing damages and versions, not for
saying how real scans will do.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.bootstrap import Wiring
from app.services.digitize import DigitizedDocument, digitize
from app.settings import Settings
from benchmarks.corpus.__main__ import main as draw
from benchmarks.values import same_value

DAMAGES = ("clean", "office", "rot90", "rot180", "noise", "blur", "low_contrast", "shadow")


@dataclass(slots=True)
class Tally:
    """Counts over the pages of one damage."""

    pages: int = 0
    types_right: int = 0
    fields: int = 0
    exact: int = 0
    green: int = 0
    green_and_wrong: int = 0

    def add(self, document: DigitizedDocument, truth: dict[str, Any]) -> None:
        """Compare one page with its truth."""
        read = {field.name: field for page in document.pages for field in page.reading.fields}
        self.pages += 1
        self.types_right += document.paper is not None and document.paper.code == truth["paper"]
        for item in truth["fields"]:
            found = read.get(item["name"])
            right = found is not None and same_value(found.value, item["value"])
            is_green = found is not None and found.state.value == "green"
            self.fields += 1
            self.exact += right
            self.green += is_green
            self.green_and_wrong += is_green and not right

    def row(self, name: str) -> str:
        """One line of the table."""
        return (
            f"| {name} | {self.types_right} of {self.pages} | {self.exact / self.fields:.1%} "
            f"| {self.green / self.fields:.1%} | {self.green_and_wrong} of {self.green} |"
        )


def measure(folder: Path, damage: str, jobs: int) -> Tally:
    """Digitize all pages of one damage."""
    pictures = sorted(folder.glob(f"*/{damage}/*.jpg"))
    wiring = Wiring(Settings(data_dir=folder / "data"), {})
    with wiring.workshop(jobs) as workshop:
        result = digitize(workshop, pictures, folder / "out" / damage)
    tally = Tally()
    for document, picture in zip(result.documents, pictures, strict=True):
        tally.add(document, json.loads(picture.with_suffix(".json").read_text("utf-8")))
    return tally


def run(seed: int, damages: Sequence[str], jobs: int) -> None:
    """Draw, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        draw(["--seed", str(seed), "--out", folder, "--damage", *damages])
        print("| damage | types right | fields exact | green | green and wrong |")
        print("|---|---|---|---|---|")
        for damage in damages:
            print(measure(Path(folder), damage, jobs).row(damage), flush=True)


def main() -> None:
    """Parse arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=912)
    parser.add_argument("--damage", nargs="+", default=list(DAMAGES))
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    run(arguments.seed, arguments.damage, arguments.jobs)


if __name__ == "__main__":
    main()
