"""Verdicts on signed files beside pyHanko and pdfsig, in one run.

Run: `python -m benchmarks.verdicts [FOLDER]`. The folder holds `expected.tsv` (columns `file` and
`verdict`) and the files; without it, and always besides, the own set of attacks and permitted
papers is judged. Prints Markdown.

A wrong accept is a bad file called intact, a wrong reject an acceptable file called anything
else. pyHanko judges as its command does without strictness: the signer's own certificate is the
anchor, the claimed time the time. pdfsig accepts what it calls valid.
"""

from __future__ import annotations

import csv
import io
import logging
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from benchmarks.own_set import Expected, own
from signing.validation.verify import verify_pdf
from signing.verdict import Integrity

_ACCEPT, _REJECT = ("PASS", "NOTICE"), ("SUSPECT", "FAIL")
_PDFSIG_S = 60


@dataclass(frozen=True, slots=True)
class Tally:
    """What one judge did with all files."""

    judge: str
    wrong_accepts: tuple[str, ...]
    wrong_rejects: tuple[str, ...]
    exceptions: int
    cpu_s: tuple[float, ...]
    wall_s: tuple[float, ...]


def judged(name: str, accepts: Callable[[Path], bool], files: Sequence[Expected]) -> Tally:
    """Let one judge look at all files; an exception counts as a reject and as itself."""
    accepted: list[str] = []
    rejected: list[str] = []
    exceptions = 0
    cpu_s: list[float] = []
    wall_s: list[float] = []
    for item in files:
        began, clock = time.process_time(), time.perf_counter()
        try:
            answer = accepts(item.path)
        except Exception:  # what the peers raise is part of the measurement
            answer, exceptions = False, exceptions + 1
        cpu_s.append(time.process_time() - began)
        wall_s.append(time.perf_counter() - clock)
        if item.acceptable is False and answer:
            accepted.append(item.path.name)
        if item.acceptable is True and not answer:
            rejected.append(item.path.name)
    return Tally(name, tuple(accepted), tuple(rejected), exceptions, tuple(cpu_s), tuple(wall_s))


def ours(path: Path) -> bool:
    """Our answer: intact, whatever the trust."""
    return verify_pdf(path).integrity is Integrity.INTACT


def pyhanko(path: Path) -> bool:
    """Ask pyHanko in its lax mode about every signature of the file."""
    with path.open("rb") as stream:
        reader = PdfFileReader(io.BytesIO(stream.read()), strict=False)
        signatures = reader.embedded_regular_signatures
        return bool(signatures) and all(_pyhanko_one(item) for item in signatures)


def _pyhanko_one(signature: object) -> bool:
    certificate = signature.signer_cert  # type: ignore[attr-defined]  # pyHanko's own type
    moment = signature.self_reported_timestamp  # type: ignore[attr-defined]  # same
    context = ValidationContext(
        trust_roots=[certificate], moment=moment, allow_fetching=False, weak_hash_algos=set()
    )
    status = validate_pdf_signature(signature, context, skip_diff=False)  # type: ignore[arg-type]
    return bool(status.bottom_line)


def pdfsig(path: Path) -> bool:
    """Ask poppler's program about every signature of the file."""
    command = ["pdfsig", "-nocert", str(path)]
    done = subprocess.run(command, capture_output=True, timeout=_PDFSIG_S, check=False)
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    answers = [line for line in lines if "Signature Validation:" in line]
    return bool(answers) and all("Signature is Valid" in line for line in answers)


def published(folder: Path) -> list[Expected]:
    """Read a folder with expected verdicts."""
    with (folder / "expected.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    return [
        Expected(
            folder / row["file"],
            True if row["verdict"] in _ACCEPT else False if row["verdict"] in _REJECT else None,
        )
        for row in rows
    ]


def report(title: str, files: Sequence[Expected]) -> bool:
    """Print one table; True when we made no mistake of the forbidden kind."""
    bad = sum(item.acceptable is False for item in files)
    good = sum(item.acceptable is True for item in files)
    judges: list[tuple[str, Callable[[Path], bool]]] = [("ours", ours), ("pyHanko, lax", pyhanko)]
    if shutil.which("pdfsig"):
        judges.append(("pdfsig", pdfsig))
    tallies = [judged(name, judge, files) for name, judge in judges]
    print(f"\n### {title}: {len(files)} files\n")
    print(f"| judge | wrong accepts of {bad} | wrong rejects of {good} | exceptions | ", end="")
    print("median CPU s | longest s |\n|---|---|---|---|---|---|")
    for tally in tallies:
        print(
            f"| {tally.judge} | {len(tally.wrong_accepts)} | {len(tally.wrong_rejects)} "
            f"| {tally.exceptions} | {statistics.median(tally.cpu_s):.3f} "
            f"| {max(tally.wall_s):.2f} |"
        )
    mine = tallies[0]
    for name in (*mine.wrong_accepts, *mine.wrong_rejects):
        print(f"- ours is wrong about {name}")
    return not mine.wrong_accepts and not mine.exceptions


def main(arguments: Sequence[str]) -> int:
    """Judge the given folder and the own set."""
    logging.disable(logging.CRITICAL)
    sound = True
    for folder in arguments:
        sound &= report(Path(folder).name, published(Path(folder)))
    with tempfile.TemporaryDirectory() as folder:
        sound &= report("own set", own(Path(folder)))
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
