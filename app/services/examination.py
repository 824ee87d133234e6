"""An examination of the machine: its parts one by one, and a report that may leave the house."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.errors import JobCancelled, StationError
from app.jobs import CancelToken, Progress
from app.services.diagnose import Check
from app.services.diagnose_station import failed_check, report_mark
from app.services.diagnose_words import about
from app.services.digitize import write_whole


def _ignore(_progress: Progress) -> None:
    """Nobody looks on."""


@dataclass(frozen=True, slots=True)
class ExamWatch:
    """How one look is followed, and ended."""

    cancel: CancelToken = field(default_factory=CancelToken)
    on_progress: Callable[[Progress], None] = _ignore


@dataclass(frozen=True, slots=True)
class Exam:
    """One thing that can be looked at.

    Attributes:
        name: Name of its finding.
        run: Looks. Runs on: a lane, never the GUI thread.
        is_long: Begun only when it is asked for by itself.
        is_far: It waits for other machines or devices.
    """

    name: str
    run: Callable[[ExamWatch], Check]
    is_long: bool = False
    is_far: bool = False


def run_exam(exam: Exam, watch: ExamWatch) -> Check:
    """Look at one thing; a look that goes wrong is a finding too.

    Raises:
        JobCancelled: Somebody asked to stop.
    """
    watch.cancel.check()
    try:
        return exam.run(watch)
    except JobCancelled:
        raise
    except (StationError, OSError) as error:
        return failed_check(exam.name, about(exam.name).title.vi, error)


def report_text(
    checks: Sequence[Check], machine: Mapping[str, str], now: datetime, language: str = "vi"
) -> str:
    """A report for whoever helps: no names, no paths, no addresses, no ids.

    Of each finding only its own words about itself and what was found safe to tell is taken.

    Args:
        checks: What was found.
        machine: Versions of program and system, by what they are called.
        now: Present time.
        language: "vi" or "en".
    """
    is_english = language == "en"
    head = "Station diagnostics" if is_english else "Chẩn đoán máy trạm"
    lines = [f"{head}, {now.astimezone().strftime('%d/%m/%Y %H:%M')}"]
    lines += [f"{name}: {value}" for name, value in machine.items()]
    body = [_line(check, language) for check in checks]
    mark = report_mark("\n".join([*lines, *body]))
    return "\n".join([*lines, f"{'Report' if is_english else 'Mã báo cáo'}: {mark}", "", *body, ""])


def _line(check: Check, language: str) -> str:
    words = about(check.name)
    sign = "✓" if check.good else "!" if check.required else "?"
    # what was found is told in Vietnamese; of that only what is safe goes along
    found = f": {check.safe}" if check.safe else ""
    todo = "" if check.good else f"\n    → {words.remedy.text(language)}"
    return f"{sign} {words.title.text(language)} [{check.name}]{found}{todo}"


def save_report(file: Path, text: str) -> None:
    """Write a report.

    Raises:
        OutputNotWritten: Disk full, no permission.
    """
    write_whole(file, text.encode("utf-8"))
