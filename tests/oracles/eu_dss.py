"""EU DSS as a judge of signatures: many files, one Java process, one indication per signature.

`python -m tests.oracles.eu_dss FOLDER` compares our main indications with those of EU DSS, both
without trust, and fails below the wanted agreement.

Source: ETSI EN 319 102-1, clause 5.1 (indications).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from signing.validation.verify import verify_pdf
from tests.oracles.verapdf import JARS, JudgeFailed, JudgeMissing, find_java

_PROGRAM = Path(__file__).with_name("EuDss.java")
_SHORT_LIFE = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_START_S, _SECONDS_PER_FILE = 120, 30
_WANTED = 0.95
_NEEDED = "dss-pades-pdfbox-*.jar"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the judge says about one signature.

    Attributes:
        field: Name of the signature field.
        indication: `TOTAL-PASSED`, `TOTAL-FAILED` or `INDETERMINATE`.
        sub_indication: Its reason.
        level: Level by its parts, e.g. `PAdES-BASELINE-LT`.
    """

    field: str
    indication: str
    sub_indication: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One signature, judged twice."""

    path: Path
    field: str
    ours: str
    theirs: str


def require() -> str:
    """Give the path of Java when the judge can be asked.

    Raises:
        JudgeMissing: See `packaging/fetch-oracles.sh`.
    """
    java = find_java()
    if next(JARS.glob(_NEEDED), None) is None:
        raise JudgeMissing("run packaging/fetch-oracles.sh")
    return java


def judge(paths: Sequence[Path], trusted: Path | None = None) -> dict[Path, list[Answer]]:
    """Ask about many files; a file that the judge cannot read has no answers.

    Args:
        paths: The files.
        trusted: Certificate of a root, DER or PEM; None trusts nobody.

    Raises:
        JudgeMissing: See `packaging/fetch-oracles.sh`.
        JudgeFailed: It ended without an answer on each file.
    """
    java = require()
    absolute = [path.absolute() for path in paths]
    root = [] if trusted is None else [f"-Dtrusted={trusted.absolute()}"]
    command = [
        java,
        *_SHORT_LIFE,
        *root,
        "-cp",
        str(JARS / "*"),
        str(_PROGRAM),
        *map(str, absolute),
    ]
    # Java reads file names by the language of the machine.
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    limit_s = _START_S + _SECONDS_PER_FILE * len(paths)
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=limit_s, env=environment, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise JudgeFailed(type(error).__name__) from error
    return _answers(done.stdout.decode("utf-8"), absolute)


def _answers(report: str, paths: Sequence[Path]) -> dict[Path, list[Answer]]:
    found: dict[Path, list[Answer]] = {}
    for line in report.splitlines():
        path, field, indication, reason, level = line.split("\t")
        answers = found.setdefault(Path(path), [])
        if indication not in ("END", "ERROR"):
            answers.append(Answer(field, indication.replace("_", "-", 1), reason, level))
    missing = [path.name for path in paths if path not in found]
    if missing:
        raise JudgeFailed(f"no answer on {missing}")
    return found


def compare(paths: Sequence[Path]) -> list[Compared]:
    """Judge files twice; signatures that both find are compared by field and order."""
    found: list[Compared] = []
    for path, answers in judge(paths).items():
        left = list(verify_pdf(path).signatures)
        for answer in answers:
            same = [item for item in left if item.field == answer.field]
            if same:
                left.remove(same[0])
                found.append(
                    Compared(path, answer.field, same[0].indication.value, answer.indication)
                )
            else:
                found.append(Compared(path, answer.field, "none", answer.indication))
    return found


def main(arguments: Sequence[str]) -> int:
    """Compare a folder; 0 when enough answers agree and there is at least one."""
    (folder,) = arguments
    found = compare(sorted(Path(folder).glob("*.pdf")))
    for item in found:
        if item.ours != item.theirs:
            print(f"{item.path.name} {item.field}: ours {item.ours}, EU DSS {item.theirs}")
    agreed = sum(item.ours == item.theirs for item in found)
    print(f"main indication as EU DSS: {agreed} of {len(found)} signatures")
    return 0 if found and agreed >= _WANTED * len(found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
