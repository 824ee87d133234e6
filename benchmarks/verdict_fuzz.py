"""Signed files with bytes changed at random: always an answer, never "intact" for signed bytes.

Run: `python -m benchmarks.verdict_fuzz [--files N] [--seed N]`. Mutations: bytes changed, cut out,
doubled, swapped, and ends cut off, in front of and behind the signatures. What lies in the room of
a signature behind its value is no signed byte, and white space behind the end is permitted: an
"intact" there is no mistake. Of every file called intact the signed bytes of each signature that
was there are compared with those before, and all pages are drawn and compared point by point.
Prints Markdown.
"""

from __future__ import annotations

import argparse
import logging
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2

from benchmarks.signed_papers import (
    PERSON_BOX,
    SEAL_BOX,
    How,
    Office,
    add_store,
    form_paper,
    open_office,
    plain_paper,
    saved,
    sign,
    stamp_time,
)
from signing.validation.verify import verify_pdf
from signing.verdict import Integrity, Verdict

_RANGE = re.compile(rb"/ByteRange \[0 (\d+) (\d+) (\d+)")

Mutation = Callable[[bytearray, random.Random], None]
_MOST_BYTES = 400


def _flipped(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 1, 4, 30))):
        data[chance.randrange(len(data))] = chance.randrange(256)


def _cut(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.randrange(1, _MOST_BYTES)]


def _doubled(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = data[start : start + chance.randrange(1, _MOST_BYTES)]


def _swapped(data: bytearray, chance: random.Random) -> None:
    first, second = chance.randrange(len(data)), chance.randrange(len(data))
    size = chance.randrange(1, _MOST_BYTES)
    piece = data[first : first + size]
    data[second : second + len(piece)] = piece


def _ended(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _numbered(data: bytearray, chance: random.Random) -> None:
    """Change one digit: of an offset, a length, a number of an object."""
    digits = [place for place, letter in enumerate(data) if 48 <= letter <= 57]
    data[chance.choice(digits)] = chance.randrange(48, 58)


MUTATIONS: tuple[Mutation, ...] = (_flipped, _cut, _doubled, _swapped, _ended, _numbered)


def starts(office: Office) -> list[bytes]:
    """Files to begin with."""
    person = sign(saved(form_paper()), office, How(box=PERSON_BOX, stamped=True))
    seal = sign(person, office, How("CoQuan", box=SEAL_BOX, by_second=True))
    return [
        person,
        seal,
        stamp_time(add_store(seal, office), office),
        sign(saved(plain_paper(pages=2), packed=True), office, How(certify=2)),
    ]


def _signed_bytes(before: bytes, after: bytes) -> bool:
    """Tell whether each signature that is still in the file covers the bytes it covered."""
    kept = False
    for found in _RANGE.finditer(before):
        start, stop, length = (int(number) for number in found.groups())
        if after[start:stop] != before[start:stop] and len(after) < stop + length:
            continue  # this signature was cut off with the end of the file
        pieces = ((0, start), (stop, stop + length))
        if any(after[low:high] != before[low:high] for low, high in pieces):
            return False
        kept = True
    return kept


def _same_look(before: bytes, after: bytes) -> bool:
    """Tell whether all pages look alike, signatures and fields included.

    Where later signatures were cut off, the state that is left is compared.
    """
    whole = max(
        (
            int(found[2]) + int(found[3])
            for found in _RANGE.finditer(before)
            if int(found[2]) + int(found[3]) <= len(after)
        ),
        default=0,
    )
    shown = before if len(after) >= len(before) else before[:whole]
    return _drawn(shown) == _drawn(after)


def _drawn(data: bytes) -> list[bytes]:
    """Draw all pages."""
    with pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        return [bytes(page.render(scale=1).to_numpy().tobytes()) for page in document]


def main(arguments: Sequence[str]) -> int:
    """Print what was answered; 1 when an exception came out or a file was called valid."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    chance = random.Random(options.seed)  # to be repeated, not to be secret
    answers: Counter[str] = Counter()
    wall_s: list[float] = []
    raised = valid = 0
    with tempfile.TemporaryDirectory() as name:
        known = starts(open_office(Path(name) / "authority"))
        path = Path(name) / "tep.pdf"
        for _ in range(options.files):
            before = chance.choice(known)
            data = bytearray(before)
            chance.choice(MUTATIONS)(data, chance)
            path.write_bytes(data)
            began = time.perf_counter()
            try:
                verdict = verify_pdf(path)
            except Exception:  # counting them is what this program is for
                raised += 1
            else:
                answers[verdict.integrity.value] += 1
                if verdict.integrity is Integrity.INTACT:
                    after = bytes(data)
                    answers["wrong"] += not _signed_bytes(before, after)
                    answers["looks"] += not _same_look(before, after)
                    answers["cut"] += len(after) < len(before)
                valid += verdict.verdict is Verdict.VALID
            wall_s.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    columns = ("files", "exceptions", "valid", "intact", "of them cut off behind a signature")
    columns += ("intact, signed bytes changed", "intact, looks changed")
    columns += ("suspect", "broken", "none", "median s", "longest s")
    print(f"| {' | '.join(columns)} |\n{'|---' * len(columns)}|")
    kinds = ("intact", "cut", "wrong", "looks", "suspect", "broken", "none")
    counts = " | ".join(str(answers[kind]) for kind in kinds)
    print(
        f"| {options.files} | {raised} | {valid} | {counts} "
        f"| {statistics.median(wall_s):.3f} | {max(wall_s):.2f} |"
    )
    print(f"\nResident at most {peak:.0f} MiB.")
    return 1 if raised or valid or answers["wrong"] or answers["looks"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
