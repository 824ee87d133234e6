"""Four faults of disks and files: nothing half written stays, and the batch goes on to its end.

Batches of the store run in the station; loose files go the way of `sohoa sign`, in this process
with the system's own refusals: a limit on the size of files, a folder without the right to write.
Not on Windows.
"""

from __future__ import annotations

import os
import resource
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.domain.ids import DossierId
from app.domain.signing import DONE
from app.errors import StationError
from app.jobs import InlineExecutor, Progress
from app.services.folder_desk import SigningDesk
from app.services.key_host import KeyHost
from app.services.recover import recover
from app.services.sign_batch import run_batch, start_batch
from app.services.signing_desk import FileOutcome, LooseOrder, sign_files
from app.services.signing_line import LineRules
from app.services.station import SigningOptions
from benchmarks.fault_station import PASSWORD, Row, Trial, plan_of, sign_all, small_paper
from signing.validation.verify import verify_pdf
from signing.verdict import Integrity

FAMILY = "disk"
FILES = 4
_FULL_BYTES = 64 * 1024
_NOBODY = 65534
_SEEN, _GONE, _UNREADABLE = "pdf.changed_since_seen", "store.blob_missing", "pdf.unreadable"
_NOT_WRITTEN, _FULL = "output.not_written", "store.full"


@dataclass(frozen=True, slots=True)
class DiskFault:
    """One way in which a disk goes wrong.

    Attributes:
        fault: Its name; variants share it.
        error: What it has to be called.
        happen: Lets it happen, and the batch go on; gives the error and how it ended.
    """

    fault: str
    variant: str
    error: str
    happen: Callable[[Trial], tuple[str, str]]


def disk_faults() -> list[DiskFault]:
    """The four faults, each with its variants."""
    return [
        DiskFault("disk full", "of the store", _FULL, _store_full),
        DiskFault("disk full", "of the results", _NOT_WRITTEN, _target_full),
        DiskFault("folder read-only", "of the results", _NOT_WRITTEN, _read_only),
        DiskFault("folder gone in the middle", "of the results", _NOT_WRITTEN, _folder_gone),
        DiskFault("file not the one that was shown", "changed before", _SEEN, _changed_before),
        DiskFault("file not the one that was shown", "gone from the store", _GONE, _blob_gone),
        DiskFault("file not the one that was shown", "loose, gone", _UNREADABLE, _source_gone),
    ]


def try_disk_fault(trial: Trial, fault: DiskFault) -> Row:
    """Let one fault happen and go on to the end."""
    found, ended = fault.happen(trial)
    return Row(FAMILY, fault.fault, fault.variant, fault.error, found, ended)


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let the system refuse what a full disk refuses; this process only."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _unable_to_write(folder: Path) -> Iterator[None]:
    """Take the right to write away, from a superuser too."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    folder.chmod(0o555)
    is_superuser = os.geteuid() == 0
    if is_superuser:
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        if is_superuser:
            os.seteuid(0)
        folder.chmod(mode)


def _store_full(trial: Trial) -> tuple[str, str]:
    """The store's disk is full after the first file; room is made, the batch goes on."""
    homes = trial.papers(FILES)
    station = trial.station()
    batch = start_batch(station, homes, plan_of(trial.authority.officer_p12, "b-b"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(progress: Progress) -> None:
        if progress.done:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))

    found = "none"
    try:
        run_batch(station, batch.id, [_pin()], rules=LineRules(1, fill))
    except StationError as error:
        found = error.code
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    recover(station)
    report = run_batch(station, batch.id, [_pin()])
    return found, _ended(trial, homes, report.count(*DONE))


def _changed_before(trial: Trial) -> tuple[str, str]:
    """The officer has seen other bytes than the store holds; looks again, signs."""
    homes, plan = trial.papers(1), plan_of(trial.authority.officer_p12, "b-b")
    (file,) = trial.opened.store.files(homes[0])
    found = "none"
    try:
        start_batch(trial.station(), homes, plan, seen={file.id: "0" * 64})
    except StationError as error:
        found = error.code
    batch = start_batch(trial.station(), homes, plan, seen={file.id: file.sha256})
    report = run_batch(trial.station(), batch.id, [_pin()])
    return found, _ended(trial, homes, report.count(*DONE))


def _blob_gone(trial: Trial) -> tuple[str, str]:
    """The bytes of one file are gone from the disk; the others are signed, then it is back."""
    homes, plan = trial.papers(FILES), plan_of(trial.authority.officer_p12, "b-b")
    (file,) = trial.opened.store.files(homes[1])
    (blob,) = (trial.folder / "station").rglob(str(file.blob))
    aside = trial.folder / "aside"
    shutil.move(blob, aside)
    found = "none"
    try:
        failure = sign_all(trial.station(), homes, plan).first_failure(homes[1])
        found = failure.code if failure is not None else found
    except StationError as error:
        return f"{error.code}, batch stopped", ""
    finally:
        shutil.move(aside, blob)
    report = sign_all(trial.station(), [homes[1]], plan)
    return found, _ended(trial, homes, report.count(*DONE) + FILES - 1)


def _ended(trial: Trial, homes: list[DossierId], signed: int) -> str:
    """How it ended, when each file was signed once and holds."""
    right = signed == len(homes) and trial.levels(homes) == {"b-b"}
    return f"{signed} of {len(homes)} signed once" if right else ""


def _pin() -> bytearray:
    return bytearray(PASSWORD, "utf-8")


@dataclass(frozen=True, slots=True)
class _Loose:
    """Loose files, the last one large, and a key file.

    Attributes:
        keys: Where keys are opened.
    """

    sources: Path
    targets: Path
    key: Path
    keys: KeyHost

    @classmethod
    def lay_out(cls, trial: Trial) -> _Loose:
        trial.made += 1
        folder = trial.folder / f"loose-{trial.made}"
        sources, targets = folder / "sources", folder / "targets"
        for each in (folder, sources, targets):
            each.mkdir()
            each.chmod(0o755)
        trial.folder.chmod(0o755)
        for number in range(FILES):
            is_last = number == FILES - 1
            content = small_paper(number, 2 * _FULL_BYTES if is_last else 0)
            (sources / f"{number}.pdf").write_bytes(content)
        return cls(sources, targets, trial.authority.officer_p12, trial.opened.keys)

    def sign(
        self, *, resume: bool = False, on_progress: Callable[[Progress], None] = lambda _: None
    ) -> list[FileOutcome]:
        """What `sohoa sign` does, jobs in this process."""
        here = InlineExecutor()
        desk = SigningDesk(
            keys=self.keys,
            cpu=here,
            stamps=here,
            check=here,
            now=lambda: datetime.now(UTC),
            options=SigningOptions(),
            at_once=1,
        )
        order = LooseOrder([self.sources], self.targets, plan_of(self.key, "b-b"), resume)
        return sign_files(desk, order, [_pin()], rules=LineRules(desk.at_once, on_progress))

    def ended(self) -> str:
        """How it ended once a further run has made what was missing."""
        outcomes = self.sign(resume=True)
        failed = [one for one in outcomes if isinstance(one.outcome, StationError)]
        made = sorted(self.targets.iterdir())
        verdicts = [verify_pdf(path, ()) for path in made]
        whole = all(
            one.integrity is Integrity.INTACT and len(one.signatures) == 1 for one in verdicts
        )
        right = not failed and whole and len(made) == FILES
        return f"{FILES} of {FILES} signed once" if right else ""


def _errors(outcomes: list[FileOutcome]) -> str:
    codes = {one.outcome.code for one in outcomes if isinstance(one.outcome, StationError)}
    return ", ".join(sorted(codes)) or "none"


def _whole(targets: Path, count: int) -> bool:
    """Nothing but finished files is there."""
    return sorted(path.suffix for path in targets.iterdir()) == [".pdf"] * count


def _target_full(trial: Trial) -> tuple[str, str]:
    """The largest file finds no room; room is made, a further run signs it."""
    loose = _Loose.lay_out(trial)
    with files_no_larger_than(_FULL_BYTES):
        found = _errors(loose.sign())
    clean = _whole(loose.targets, FILES - 1)
    return found, loose.ended() if clean else ""


def _read_only(trial: Trial) -> tuple[str, str]:
    """After the first file nobody may write into the folder; then one may again."""
    loose = _Loose.lay_out(trial)
    with ExitStack() as stack:

        def shut(progress: Progress) -> None:
            if progress.done == 1:
                stack.enter_context(_unable_to_write(loose.targets))

        found = _errors(loose.sign(on_progress=shut))
    # What lies between steps cannot be removed from such a folder; the next run does it.
    return found, loose.ended()


def _folder_gone(trial: Trial) -> tuple[str, str]:
    """The folder, a removable disk perhaps, is away after the first file; then it is back."""
    loose = _Loose.lay_out(trial)
    away = loose.targets.with_name("away")

    def pull(progress: Progress) -> None:
        if progress.done == 1:
            with suppress(FileNotFoundError):
                loose.targets.rename(away)

    found = _errors(loose.sign(on_progress=pull))
    if loose.targets.exists():
        return found, ""  # a new folder in place of the one that was pulled
    away.rename(loose.targets)
    return found, loose.ended()


def _source_gone(trial: Trial) -> tuple[str, str]:
    """One loose file is moved away while others are signed; then it is back."""
    loose = _Loose.lay_out(trial)
    source = loose.sources / f"{FILES - 1}.pdf"
    aside = loose.sources.with_name("aside.pdf")

    def move(progress: Progress) -> None:
        if progress.done == 1 and source.exists():
            source.rename(aside)

    found = _errors(loose.sign(on_progress=move))
    clean = _whole(loose.targets, FILES - 1)
    aside.rename(source)
    return found, loose.ended() if clean else ""
