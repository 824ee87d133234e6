"""Known weaknesses of everything that the locks name: `make audit`.

    python packaging/supply/audit.py --pip-audit PROGRAM [--wheels] LOCK...

Ends with 0 when every part was asked about and none is weak, 1 when one is weak, has no digest, or
(with `--wheels`) no wheel, and 3 when nothing bad is known but the service could not be asked about
every part: pip-audit alone would call that clean. A weakness that cannot be mended yet stands in
accepted-weaknesses.json, {"ID": {"why": "...", "until": "2027-01-31"}}.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from shipped import SupplyProblem, locked

HERE = Path(__file__).resolve().parent
CLEAN, WEAK, NOT_ASKED = 0, 1, 3
SERVICES = ("pypi", "osv")
LONGEST_S = 600


@dataclass(slots=True)
class Report:
    """What is known of the parts of a lock.

    Attributes:
        asked: Parts that a service answered about.
        weak: Part, version and the ids of its weaknesses.
        accepted: The same, for those that somebody decided about.
    """

    parts: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    weak: dict[str, list[str]] = field(default_factory=dict)
    accepted: dict[str, list[str]] = field(default_factory=dict)

    @property
    def not_asked(self) -> set[str]:
        """Parts that no service answered about."""
        return self.parts - self.asked

    @property
    def status(self) -> int:
        """Exit status."""
        if self.weak:
            return WEAK
        return NOT_ASKED if self.not_asked else CLEAN


def understood(report: Report, answer: Mapping[str, Any], accepted: Mapping[str, Any]) -> None:
    """Add what pip-audit says as JSON; a part that it skipped was not asked about."""
    today = datetime.now(UTC).date()
    for part in answer.get("dependencies", []):
        name = part["name"]
        if "skip_reason" in part or "version" not in part:
            continue
        report.asked.add(name)
        for weakness in part.get("vulns", []):
            names = [weakness["id"], *weakness.get("aliases", [])]
            decided = next((accepted[each] for each in names if each in accepted), None)
            is_known = decided is not None and date.fromisoformat(decided["until"]) >= today
            into = report.accepted if is_known else report.weak
            into.setdefault(f"{name} {part['version']}", []).append(weakness["id"])


def ask(program: Path, lock: Path, service: str) -> dict[str, Any]:
    """What a service answers about a lock; nothing when it cannot be reached."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "answer.json"
        command = [str(program), "-r", str(lock), "--disable-pip", "--no-deps", "-s", service]
        options = ["-f", "json", "-o", str(out), "--progress-spinner", "off", "--timeout", "20"]
        done = subprocess.run(
            [*command, *options], capture_output=True, text=True, check=False, timeout=LONGEST_S
        )
        try:
            answer: dict[str, Any] = json.loads(out.read_text("utf-8"))
        except (OSError, ValueError):
            last = (done.stderr.strip().splitlines() or ["no answer"])[-1]
            print(f"service {service}: {last[:160]}", file=sys.stderr)
            return {}
        return answer


def look(program: Path, lock: Path, accepted: Mapping[str, Any]) -> Report:
    """Ask about a lock, a second service about what the first does not know.

    Raises:
        SupplyProblem: A part has no digest.
    """
    report = Report({one.name for one in locked(lock) if one.is_for_this_machine})
    for service in SERVICES:
        if report.not_asked:
            understood(report, ask(program, lock, service), accepted)
    report.asked &= report.parts
    return report


def lacks_wheels(python: Path, lock: Path) -> bool:
    """Whether a part of a lock would have to be built here, or has other bytes than were locked."""
    command = [str(python), "-m", "pip", "install", "-q", "--dry-run", "--ignore-installed"]
    options = ["--only-binary", ":all:", "--require-hashes", "--no-deps", "-r", str(lock)]
    done = subprocess.run(
        [*command, *options], capture_output=True, text=True, check=False, timeout=3 * LONGEST_S
    )
    if done.returncode:
        print(done.stderr.strip()[-600:], file=sys.stderr)
    return bool(done.returncode)


def tell(lock: Path, report: Report) -> None:
    """One line for a lock, and one for each part that is weak."""
    known = f"{len(report.asked)} of {len(report.parts)} parts asked about"
    print(f"{lock.name}: {known}, {len(report.weak)} weak, {len(report.accepted)} accepted")
    for kind, found in (("WEAK", report.weak), ("accepted", report.accepted)):
        for part, names in sorted(found.items()):
            print(f"  {kind}: {part}: {', '.join(names)}")


def main(given: Sequence[str] | None = None) -> int:
    """Look at all locks; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pip-audit", type=Path, required=True)
    parser.add_argument("--wheels", action="store_true", help="every part has a wheel, too")
    parser.add_argument("locks", nargs="+", type=Path)
    options = parser.parse_args(given)
    accepted = json.loads((HERE / "accepted-weaknesses.json").read_text("utf-8"))
    statuses = []
    for lock in options.locks:
        try:
            report = look(options.pip_audit, lock, accepted)
        except SupplyProblem as error:
            print(f"{lock.name}: {error}")
            return WEAK
        tell(lock, report)
        statuses.append(report.status)
        if options.wheels:
            lacking = lacks_wheels(options.pip_audit.parent / "python", lock)
            print(f"{lock.name}: {'NOT ' if lacking else ''}all wheels, with the locked digests")
            statuses.append(WEAK if lacking else CLEAN)
    if WEAK in statuses:
        return WEAK
    if NOT_ASKED in statuses:
        print("NOT RUN: no service of known weaknesses answered about every part from here.")
        return NOT_ASKED
    return CLEAN


if __name__ == "__main__":
    sys.exit(main())
