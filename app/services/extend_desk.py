"""Extension and renewal of signed loose files: time, evidence, and time over the evidence.

No key is used. What was signed before stays as it is, byte for byte, but for the room that a
signature has kept for its time stamp.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.domain.signing import SigningPlan
from app.errors import Advice, JobCancelled, LibraryError, StationError
from app.scanning.folder import list_sources
from app.services.digitize import pdf_name
from app.services.extend_jobs import Extended, ExtendOrder, extend_file, proof_end_of
from app.services.folder_desk import SigningDesk
from app.services.loose_evidence import NOT_KEPT
from app.services.report import failure_json
from app.services.signing_desk import WouldOverwrite, refuse_odd
from app.services.signing_plan import plan_request

log = logging.getLogger(__name__)

Json = dict[str, Any]  # values of JSON are any of its types


@dataclass(frozen=True, slots=True)
class ExtendRequest:
    """Files to extend.

    Attributes:
        paths: Files and folders.
        level: Level to reach; files at `b-lta` are renewed.
        folder: Where results go; None puts them beside their sources.
        within: Extend only files whose proof of time ends so soon; None extends all.
    """

    paths: Sequence[Path]
    level: str
    folder: Path | None = None
    within: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ExtendedFile:
    """What became of one file.

    Attributes:
        source: The file.
        outcome: What was made; an error; or until when its time is proved, when it is not due.
        target: Where the result lies.
        warnings: Codes of what the officer is told.
    """

    source: Path
    outcome: Extended | StationError | datetime
    target: Path | None = None
    warnings: tuple[str, ...] = ()

    def to_json(self) -> Json:
        """For reports."""
        if isinstance(self.outcome, StationError):
            return failure_json(str(self.source), self.outcome)
        if isinstance(self.outcome, datetime):
            return {"source": str(self.source), "proved_until": self.outcome.isoformat()}
        return {
            "source": str(self.source),
            "target": str(self.target),
            "sha256": self.outcome.sha256,
            "level": self.outcome.level,
            "warnings": list(self.warnings),
        }


def extend_files(desk: SigningDesk, request: ExtendRequest) -> list[ExtendedFile]:
    """Raise the last signature of each file, in order; one that fails does not keep the others.

    Raises:
        LibraryError: The trust folder cannot be read, or the level needs what is not set up.
        WrongUse: No such level.
    """
    plan = plan_request(desk.options, SigningPlan((), request.level), desk.now())
    found = []
    for path in list_sources(request.paths):
        target = _target(path, request.folder)
        try:
            refuse_odd(path)
            if request.within is not None:
                end = desk.cpu.submit(proof_end_of, str(path)).result()
                if end > desk.now() + request.within:
                    found.append(ExtendedFile(path, end))
                    continue
            if target.exists():
                raise WouldOverwrite(target.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            order = ExtendOrder(
                request.level, plan, desk.now(), source=str(path), target=str(target)
            )
            done = desk.stamps.submit(extend_file, order).result()
            found.append(ExtendedFile(path, done, target, _kept(desk, done)))
        except JobCancelled:
            raise
        except StationError as error:
            found.append(ExtendedFile(path, error))
        except OSError as error:
            failure = LibraryError("output.not_written", Advice.USER_ACTION, error.strerror or "")
            found.append(ExtendedFile(path, failure))
    return found


def _kept(desk: SigningDesk, done: Extended) -> tuple[str, ...]:
    """Keep what was brought; gives the codes of what the officer is told."""
    if desk.evidence is None or not done.evidence:
        return ()
    try:
        desk.evidence.keep(done.evidence, follows=done.source_sha256)
    except StationError as error:
        log.warning("evidence of a file was not kept: %s", error.code)
        return (NOT_KEPT,)
    return ()


def _target(path: Path, folder: Path | None) -> Path:
    """Beside the source under another name; in a folder of its own under the same one."""
    beside = path.with_name(pdf_name(path, "-extended"))
    if folder is None:
        return beside
    target = folder / path.name
    return folder / beside.name if target.absolute() == path.absolute() else target
