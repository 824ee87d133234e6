"""Signing and checking of files on disk, without the store.

A signed file appears whole, under its name, or not at all; so a run that was cut off goes on by
looking at which targets are there already.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from app.domain.signing import (
    SigningPlan,
    in_order,
)
from app.errors import Advice, JobCancelled, LibraryError, StationError, WrongUse
from app.scanning.folder import SourceMissing, SourceNotRegular, list_sources
from app.services import workers
from app.services.digitize import OutputNotWritten, pdf_name, write_whole
from app.services.extend_jobs import evidence_of_file
from app.services.folder_desk import FolderDesk, Outcomes, SigningDesk, Written, sweep
from app.services.key_check import check_keys
from app.services.key_host import KeyHost
from app.services.key_opening import open_keys
from app.services.loose_evidence import NOT_KEPT
from app.services.program_signing import is_by_program, sign_in_program
from app.services.report import failure_json
from app.services.signing_check import CheckRules, check_files, report_files
from app.services.signing_line import LineRules, SigningLine
from app.services.signing_plan import field_name, plan_request
from signing.limits import TrustMaterial
from signing.requests import SignRequest

log = logging.getLogger(__name__)

Json = dict[str, Any]  # values of JSON are any of its types


class WouldOverwrite(StationError):
    """The result would replace a file that is already there."""

    code = "output.exists"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file."""

    source: str
    outcome: Written | StationError

    def to_json(self) -> Json:
        """For reports."""
        if isinstance(self.outcome, StationError):
            return failure_json(self.source, self.outcome)
        return {
            "source": self.source,
            "target": str(self.outcome.target),
            "sha256": self.outcome.sha256,
            "signer": self.outcome.signer,
            "level": self.outcome.level,
            "owed": self.outcome.owed,
            "resumed": self.outcome.was_there,
            "warnings": list(self.outcome.warnings),
        }


@dataclass(frozen=True, slots=True)
class LooseOrder:
    """Loose files to sign.

    Attributes:
        paths: Files and folders.
        folder: Where results go; None puts them beside their sources.
        plan: Who signs and how.
        resume: Take targets that an earlier run has made as they are.
    """

    paths: Sequence[Path]
    folder: Path | None
    plan: SigningPlan
    resume: bool = False


def sign_files(
    desk: SigningDesk,
    order: LooseOrder,
    pins: Sequence[bytearray],
    *,
    rules: LineRules | None = None,
) -> list[FileOutcome]:
    """Sign files with one login for each key; the originals stay.

    Args:
        desk: Where files are worked on.
        order: What to sign.
        pins: One for each signer; wiped in every case.
        rules: Limits and listeners.

    Raises:
        LibraryError: A key was refused; nothing was signed.
        WrongUse: Nobody signs, or the agency before a person.
    """
    try:
        if not in_order(order.plan.signers) or len(pins) != len(order.plan.signers):
            raise WrongUse("persons sign first, then the agency, one PIN for each")
        request = plan_request(desk.options, order.plan, desk.now())
        by_program = is_by_program(order.plan)
        found, outcomes = _targets(desk, order)
        line_rules = rules or LineRules(desk.at_once)
        if found and by_program:
            kept = partial(_with_evidence, desk, plan=order.plan)
            sign_in_program(desk, order.plan, request, (found, outcomes), line_rules, kept)
        elif found:
            _sign(desk, order.plan, request, (found, outcomes), pins, line_rules)
    finally:
        for pin in pins:
            pin[:] = bytes(len(pin))
    return [FileOutcome(str(path), outcome) for path, outcome in outcomes.items()]


_PENDING = StationError("not signed")


def _targets(desk: SigningDesk, order: LooseOrder) -> tuple[dict[Path, Path], Outcomes]:
    """Target of each file to sign, and an outcome for those that are not signed now."""
    found: dict[Path, Path] = {}
    outcomes: Outcomes = {}
    for path in list_sources(order.paths):
        target = _target(path, order.folder)
        outcomes[path] = _PENDING
        try:
            refuse_odd(path)
            if target in found.values():
                raise WouldOverwrite(target.name)
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                sweep(target)
                found[path] = target
            elif order.resume:
                outcomes[path] = _with_evidence(
                    desk, _made_before(desk, target, order.plan), order.plan
                )
            else:
                raise WouldOverwrite(target.name)
        except StationError as error:
            outcomes[path] = error
        except OSError as error:
            outcomes[path] = LibraryError(
                "output.not_written", Advice.USER_ACTION, error.strerror or ""
            )
    return found, outcomes


def _made_before(desk: SigningDesk, target: Path, plan: SigningPlan) -> Written:
    """A target of an earlier run, once it was checked.

    Raises:
        WouldOverwrite: It is there, but it is not what this plan makes.
    """
    (verdict,) = check_files(desk.check, [str(target)], CheckRules())
    fields = {one["field"]: one for one in verdict["signatures"]}
    wanted = [field_name(plan, place) for place in range(len(plan.signers))]
    if verdict["integrity"] != "intact" or not all(name in fields for name in wanted):
        raise WouldOverwrite(target.name)
    last = fields[wanted[-1]]
    owed = "" if _height(last["level"]) >= _height(plan.level) else plan.level
    digest = desk.cpu.submit(workers.digest_of, str(target)).result()
    return Written(target, digest, last["signer"], last["level"], owed, was_there=True)


def _with_evidence(desk: SigningDesk, made: Written, plan: SigningPlan) -> Written:
    """Keep evidence of a file of an earlier run that came to its end before it was kept."""
    folder = desk.evidence
    if folder is None or folder.has(made.sha256):
        return made
    request = plan_request(desk.options, plan, desk.now())
    target = str(made.target)
    try:
        facts = desk.cpu.submit(evidence_of_file, target, request, desk.now()).result()
        folder.keep(facts)
    except JobCancelled:
        raise
    except StationError as error:
        log.warning("evidence of a file was not kept: %s", error.code)
        return replace(made, warnings=(*made.warnings, NOT_KEPT))
    return made


_STEPS = ("b", "t", "lt", "lta")


def _height(level: str) -> int:
    """How high a level is, whatever kind of signature has it; below all for none."""
    step = level.rpartition("-")[2]
    return _STEPS.index(step) if step in _STEPS else -1


def _sign(
    desk: SigningDesk,
    plan: SigningPlan,
    request: SignRequest,
    work: tuple[dict[Path, Path], Outcomes],
    pins: Sequence[bytearray],
    rules: LineRules,
) -> None:
    found, outcomes = work
    folder_desk = FolderDesk(desk, plan, request, found)
    items = folder_desk.items()
    with ExitStack() as stack:
        stack.callback(_lock, desk.keys)
        stack.callback(folder_desk.clear)
        identities = open_keys(desk.keys, plan, pins)
        checks = check_keys(desk.cpu, desk.options, identities, desk.now())
        folder_desk.rest_on(checks)
        line = SigningLine(
            plan,
            items,
            folder_desk,
            keys=desk.keys,
            identities=identities,
            rules=rules,
        )
        line.run()
    summary = identities[-1].summary
    name = summary.subject if summary else ""
    found_now = folder_desk.outcomes(line.items, line.stopped_by, name)
    warnings = tuple(dict.fromkeys(one.code for check in checks for one in check.warnings))
    outcomes.update(
        {
            path: replace(one, warnings=(*warnings, *one.warnings))
            if isinstance(one, Written)
            else one
            for path, one in found_now.items()
        }
    )


def refuse_odd(path: Path) -> None:
    """Refuse what is no plain file.

    Raises:
        SourceMissing, SourceNotRegular: It is gone, a link, a pipe …
    """
    if not path.is_symlink() and not path.exists():
        raise SourceMissing("no such file")
    if path.is_symlink() or not path.is_file():
        raise SourceNotRegular("not a regular file")


def _lock(keys: KeyHost) -> None:
    with suppress(StationError):
        keys.lock()


def _target(path: Path, folder: Path | None) -> Path:
    beside = path.with_name(pdf_name(path, "-signed"))
    if folder is None:
        return beside
    target = folder / path.name
    return folder / beside.name if target.absolute() == path.absolute() else target


def verify_files(desk: SigningDesk, paths: Sequence[str], trust_dir: str) -> list[Json]:
    """Verdicts over files, in order; a file that breaks its check gets one too.

    Raises:
        LibraryError: The trust folder cannot be read.
    """
    return check_files(desk.check, paths, _rules(desk, trust_dir))


def verify_with_reports(
    desk: SigningDesk, paths: Sequence[str], trust_dir: str, target: Path
) -> list[Json]:
    """Verdicts, and a validation report (XML) of each file whose check came to its end.

    Args:
        desk: Where files are checked.
        paths: The files.
        trust_dir: Folder of roots, "" for the one of the settings.
        target: The report of a single file; a folder for the reports of several.

    Raises:
        LibraryError: The trust folder cannot be read.
        OutputNotWritten: A report cannot be written.
    """
    found = report_files(desk.check, paths, _rules(desk, trust_dir), desk.now())
    targets = [target] if len(paths) == 1 else _report_paths(paths, target)
    for place, checked in zip(targets, found, strict=True):
        if checked.report:
            write_whole(place, checked.report)
    return [checked.verdict for checked in found]


def _report_paths(paths: Sequence[str], folder: Path) -> list[Path]:
    """A name for each report; files of one name in several folders are counted."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputNotWritten(error.strerror or "") from error
    seen: Counter[str] = Counter()
    places = []
    for name in (Path(path).name for path in paths):
        seen[name] += 1
        count = f"-{seen[name]}" if seen[name] > 1 else ""
        places.append(folder / f"{name}{count}.xml")
    return places


def _rules(desk: SigningDesk, trust_dir: str) -> CheckRules:
    trust_dir = trust_dir or desk.options.trust_dir
    trust = workers.read_trust(Path(trust_dir)) if trust_dir else TrustMaterial()
    return CheckRules(trust, desk.options.reach)
