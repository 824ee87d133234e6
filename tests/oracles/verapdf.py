"""veraPDF as a judge: many files, one Java process, one verdict for each.

`python -m tests.oracles.verapdf FOLDER` judges every PDF of a folder and fails on the first that
is not PDF/A-2u, or when there is none.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
JARS = ROOT / ".oracles"
_MAIN_CLASS = "org.verapdf.apps.GreenfieldCliWrapper"
_SHORT_LIFE = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Half the work for a process that lives for seconds."""
_ANSWERED = (0, 1, 7)
"""Exit codes after a whole run: all conform, some do not, some are no PDF."""
_AT_ONCE = 1000
_START_S = 60
_SECONDS_PER_FILE = 20


class JudgeMissing(Exception):
    """Java or the judge's files are not on this machine."""


class JudgeFailed(Exception):
    """The judge gave no verdict."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says about one file.

    Attributes:
        path: The file.
        problems: Clause and sentence of every broken rule; empty when it conforms.
    """

    path: Path
    problems: tuple[str, ...]


def judge(files: Iterable[Path]) -> list[Verdict]:
    """Verdicts on PDF/A-2u, in the order of `files`.

    Raises:
        JudgeMissing: See `packaging/fetch-oracles.sh`.
        JudgeFailed: It ended without a verdict on each file.
    """
    java = find_java()
    paths = [path.absolute() for path in files]
    parts = [paths[start : start + _AT_ONCE] for start in range(0, len(paths), _AT_ONCE)]
    return [verdict for part in parts for verdict in _judged(java, part)]


def find_java() -> str:
    """The program that runs the judge.

    Raises:
        JudgeMissing: It, or the judge itself, is not here.
    """
    java = shutil.which("java")
    if java is None:
        raise JudgeMissing("Java is not installed")
    if not JARS.is_dir():
        raise JudgeMissing("run packaging/fetch-oracles.sh")
    return java


def _judged(java: str, paths: Sequence[Path]) -> Iterator[Verdict]:
    command = [java, *_SHORT_LIFE, "-cp", str(JARS / "*"), _MAIN_CLASS]
    command += ["--flavour", "2u", "--format", "json", "--maxfailuresdisplayed", "1"]
    command += ["--nonpdfext", *map(str, paths)]
    # Java reads file names by the language of the machine.
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    timeout_s = _START_S + _SECONDS_PER_FILE * len(paths)
    try:
        done = subprocess.run(command, capture_output=True, timeout=timeout_s, env=environment)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise JudgeFailed(type(error).__name__) from error
    if done.returncode not in _ANSWERED:
        raise JudgeFailed(f"exit {done.returncode}: {done.stderr.decode('utf-8', 'replace')}")
    yield from _verdicts(done.stdout, paths)


def _verdicts(report: bytes, paths: Sequence[Path]) -> Iterator[Verdict]:
    try:
        jobs = json.loads(report)["report"]["jobs"]
        problems = {Path(job["itemDetails"]["name"]): _problems(job) for job in jobs}
    except (ValueError, KeyError, TypeError) as error:
        raise JudgeFailed(f"the report cannot be read: {report[:200]!r}") from error
    for path in paths:
        if path not in problems:
            raise JudgeFailed(f"no verdict on {path.name}")
        yield Verdict(path, problems[path])


def _problems(job: dict[str, Any]) -> tuple[str, ...]:  # values of JSON are any of its types
    if "taskException" in job:
        return (f"unreadable: {job['taskException']['exceptionMessage']}",)
    (result,) = job["validationResult"]
    rules = result["details"]["ruleSummaries"]
    found = tuple(
        f"{rule['clause']}-{rule['testNumber']} {rule['checks'][0]['errorMessage']}"
        for rule in rules
        if rule["ruleStatus"] == "FAILED"
    )
    if not result["compliant"] and not found:
        return (result["statement"],)
    return found


def main(arguments: Sequence[str]) -> int:
    """Judge a folder; 0 when all its PDFs conform and there is at least one."""
    (folder,) = arguments
    verdicts = judge(sorted(Path(folder).glob("*.pdf")))
    for verdict in verdicts:
        for problem in verdict.problems:
            print(f"{verdict.path.name}: {problem}")
    bad = sum(bool(verdict.problems) for verdict in verdicts)
    print(f"PDF/A-2u by veraPDF: {len(verdicts) - bad} of {len(verdicts)} files conform")
    return 0 if verdicts and not bad else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
