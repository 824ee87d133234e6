"""Checking signed files, each in a worker with little memory and time: a verdict in any case."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from app.errors import JobCancelled, JobError, JobTimeout, LibraryError, OutOfMemory
from app.jobs import Executor
from app.services import workers
from signing.endpoints import Reach
from signing.limits import TrustMaterial

log = logging.getLogger(__name__)

Json = dict[str, Any]  # values of JSON are any of its types

TIMEOUT, OUT_OF_MEMORY, CRASHED = "check-timeout", "check-out-of-memory", "check-crashed"
"""Notices of checks that broke off; they say nothing about the file."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check gave.

    Attributes:
        verdict: Ready for JSON.
        report: Validation report of ETSI, XML; empty when the check broke off or none was asked.
    """

    verdict: Json
    report: bytes = b""


@dataclass(frozen=True, slots=True)
class CheckRules:
    """What checks may rely on.

    Attributes:
        trust: Authorities that chains must end in, and what they are trusted for.
        reach: Where answers of authorities are kept; nobody is asked.
    """

    trust: TrustMaterial = field(default_factory=TrustMaterial)
    reach: Reach = field(default_factory=Reach)


def check_files(lane: Executor, paths: Sequence[str], rules: CheckRules) -> list[Json]:
    """Verdicts over files, in order.

    A check that takes too long, too much memory or its process down tells nothing about the
    file, so the answer is "unknown" and never "valid".
    """
    flights = [lane.submit(check_file, path, rules) for path in paths]
    return [_checked(path, each).verdict for path, each in zip(paths, flights, strict=True)]


def report_files(
    lane: Executor, paths: Sequence[str], rules: CheckRules, at: datetime
) -> list[Checked]:
    """Verdicts with their validation reports, in order; see `check_files`.

    Args:
        lane: Where files are checked.
        paths: The files.
        rules: What checks may rely on.
        at: Time of the check, aware.
    """
    flights = [lane.submit(check_file, path, rules, at) for path in paths]
    return [_checked(path, each) for path, each in zip(paths, flights, strict=True)]


def check_file(path: str, rules: CheckRules, at: datetime | None = None) -> Checked:
    """Check one file in this process.

    Args:
        path: The file.
        rules: What the check may rely on.
        at: Time that the report names; None writes none.

    Raises:
        LibraryError: The configured roots are damaged (never because of the file).
    """
    from signing.validation.report import etsi_report
    from signing.validation.verify import VerifyRules, verify_with

    with workers.library_errors():
        verdict = verify_with(Path(path), VerifyRules.of(rules.trust, rules.reach))
        try:
            digest = workers.digest_of(path) if at is not None else ""
        except LibraryError:
            return Checked(verdict.as_json())  # a file that cannot be read has a verdict only
        report = etsi_report(verdict, digest, at) if at is not None else b""
    return Checked(verdict.as_json(), report)


def _checked(path: str, flight: Future[Checked]) -> Checked:
    try:
        return flight.result()
    except JobCancelled:
        raise
    except JobError as error:
        return Checked(broken_off(path, error))


def broken_off(path: str, error: JobError) -> Json:
    """The verdict over a file whose check broke off: unknown, never valid."""
    log.info("check broke off: %s", error.code)
    return {
        "path": path,
        "verdict": "unknown",
        "integrity": "none",
        "notices": [_notice_of(error)],
        "signatures": [],
    }


def _notice_of(error: JobError) -> str:
    match error:
        case OutOfMemory():
            return OUT_OF_MEMORY
        case JobTimeout():
            return TIMEOUT
        case _:
            return CRASHED
