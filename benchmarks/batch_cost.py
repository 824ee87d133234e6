"""What a page of a batch costs: time of processor at the station and for reading, and storage.

`python -m benchmarks.batch_cost --pages N [--per-dossier M] [--cluster tls://HOST:PORT]`

Runs `sohoa batch` over folders of sample pages in a process of its own, then the same command
again: the second run shows what looking at unchanged files costs. Papers of which no copy may be
kept are left out, so that every dossier becomes PDF/A unless a person has to look at it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.cluster import page_bytes

_ROOT = Path(__file__).parents[1]
_CHILD = """
import json, resource, sys
from app.bootstrap import main
code = main(sys.argv[1:])
own, others = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
told = {"code": code, "own_s": own.ru_utime + own.ru_stime,
        "others_s": others.ru_utime + others.ru_stime, "own_mb": own.ru_maxrss / 1024}
print("MEASURED" + json.dumps(told))
"""


def run(folder: Path, cluster: str) -> dict[str, Any]:
    """One run of the command; what it said and what it cost."""
    command = ["--data", str(folder / "data"), "batch", str(folder / "in"), "--json"]
    command += ["--out", str(folder / "out")] + (["--cluster", cluster] if cluster else [])
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, *command],
        cwd=_ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    wall = time.monotonic() - began
    said, _, measured = done.stdout.rpartition("MEASURED")
    return {"wall_s": wall, **json.loads(measured), **json.loads(said)}


def size_of(folder: Path, pattern: str = "*") -> int:
    """Bytes of all files below a folder whose names fit."""
    return sum(path.stat().st_size for path in folder.rglob(pattern) if path.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--per-dossier", type=int, default=6)
    parser.add_argument("--cluster", default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, pages = Path(name), arguments.pages
        for number in range(pages):
            stack = folder / "in" / f"{number // arguments.per_dossier:05}"
            stack.mkdir(parents=True, exist_ok=True)
            (stack / f"{number:06}.jpg").write_bytes(page_bytes(number))
        first, again = run(folder, arguments.cluster), run(folder, arguments.cluster)
        data = folder / "data"
        database = size_of(data, "store.db*")
        pdfs = sorted((folder / "out").rglob("*.pdf"))
        print(f"{pages} pages, {len(first['dossiers'])} dossiers, {len(first['held'])} held\n")
        print("| figure | a page |\n|---|---|")
        rows = (
            ("wall, s", first["wall_s"] / pages),
            ("processor of the station itself, s", first["own_s"] / pages),
            ("of it less what the second run took, s", (first["own_s"] - again["own_s"]) / pages),
            ("processor of its workers, s", first["others_s"] / pages),
            ("again, nothing new: processor, s", (again["own_s"] + again["others_s"]) / pages),
            ("scan, MB", size_of(folder / "in") / pages / 1e6),
            ("store, MB", size_of(data) / pages / 1e6),
            ("of it database, kB", database / pages / 1e3),
            ("of it ledger, kB", size_of(data, "batches.jsonl") / pages / 1e3),
            ("memory of the station at most, MB (whole run)", first["own_mb"]),
        )
        print("\n".join(f"| {what} | {value:.3f} |" for what, value in rows))
        print(f"\nfinished files: {len(pdfs)}, {sum(p.stat().st_size for p in pdfs) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
