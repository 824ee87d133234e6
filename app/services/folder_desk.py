"""Loose files on the signing line: they are worked on where they lie, beside their targets."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from app.domain.ids import DossierId, FileId
from app.domain.signing import (
    DONE,
    Finished,
    ItemState,
    SigningItem,
    SigningPlan,
    published,
)
from app.errors import Advice, LibraryError, StationError
from app.jobs import Executor
from app.services.assemble import VIETNAM
from app.services.key_check import KeyCheck, facts_of_item
from app.services.key_host import KeyHost, KeyIdentity
from app.services.loose_evidence import NOT_KEPT, EvidenceFolder
from app.services.signing_jobs import (
    FinishOrder,
    Prepared,
    PrepareOrder,
    attributes_of,
    finish_file,
    prepare_file,
    stamp_values,
)
from app.services.signing_plan import field_name
from app.services.stamp_jobs import stamp_order
from app.services.station import SigningOptions
from signing.requests import SignRequest

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SigningDesk:
    """What signing and checking of loose files needs.

    Attributes:
        keys: Where keys are opened.
        cpu: Prepares and finishes files.
        stamps: Fetches time stamps.
        check: Checks signed files, each with little memory and time.
        now: The clock.
        at_once: Files in the cpu lane at the same time.
        evidence: Where it is kept what signatures rest on; None keeps nothing.
    """

    keys: KeyHost
    cpu: Executor
    stamps: Executor
    check: Executor
    now: Callable[[], datetime]
    options: SigningOptions = field(default_factory=SigningOptions)
    at_once: int = 2
    evidence: EvidenceFolder | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A signed file on disk.

    Attributes:
        level: Level that was reached.
        owed: Level that is still to be reached, "" when none is.
        was_there: It was signed by an earlier run that did not end.
        warnings: Codes of what the officer is told about the certificates; see `KeyWarning`.
    """

    target: Path
    sha256: str
    signer: str
    level: str
    owed: str = ""
    was_there: bool = False
    warnings: tuple[str, ...] = ()


Outcomes = dict[Path, Written | StationError]


class FolderDesk:
    """Loose files as a desk of the line; steps between are files beside the targets.

    Attributes:
        targets: Target of each source.
    """

    def __init__(
        self,
        desk: SigningDesk,
        plan: SigningPlan,
        request: SignRequest,
        targets: dict[Path, Path],
    ) -> None:
        self._desk, self._plan, self._request = desk, plan, request
        self._targets = {str(source): target for source, target in targets.items()}
        self._items: dict[str, SigningItem] = {}
        self._checks: tuple[KeyCheck, ...] = ()
        self._without_evidence: set[str] = set()

    def rest_on(self, checks: Sequence[KeyCheck]) -> None:
        """Take the checks of the certificates, one for each signer, that signatures rest on."""
        self._checks = tuple(checks)

    def items(self) -> list[SigningItem]:
        """One item for each signature."""
        for source in self._targets:
            for place in range(len(self._plan.signers)):
                item = SigningItem(
                    id=f"{place} {source}",
                    batch_id="",
                    dossier_id=DossierId(""),
                    file_id=FileId(source),
                    place=place,
                    state=ItemState.QUEUED,
                    source_sha256="",
                )
                self._items[item.id] = item
        return list(self._items.values())

    def prepare(self, item: SigningItem, identity: KeyIdentity) -> Future[Prepared]:
        """Start to prepare a file."""
        order = PrepareOrder(
            request=replace(
                self._request,
                signed_at=self._desk.now().astimezone(VIETNAM),
                field_name=field_name(self._plan, item.place),
                seen_sha256=self._before(item),
            ),
            certificate=identity.certificate,
            chain=identity.chain,
            stamp=stamp_order(self._desk.options, self._plan, item, self._beside(item)),
            source=str(self._path(item, item.place)),
            target=str(_prepared_file(self._targets[item.file_id])),
        )
        return self._desk.cpu.submit(prepare_file, order)

    def finish(self, item: SigningItem, *, without_time: bool) -> Future[Finished]:
        """Start to finish a file whose value is there."""
        order = FinishOrder(
            request=replace(self._request, field_name=field_name(self._plan, item.place)),
            prepared=item.work.prepared,
            value=item.work.value,
            token=item.work.token,
            without_time=without_time,
            owe_time=self._plan.owe_time,
            source=str(_prepared_file(self._targets[item.file_id])),
            target=str(self._path(item, item.place + 1)),
        )
        return self._desk.cpu.submit(finish_file, order)

    def stamps(self, items: Sequence[SigningItem]) -> Future[tuple[bytes | LibraryError, ...]]:
        """Start to fetch time stamps over values."""
        values = tuple(item.work.value for item in items)
        return self._desk.stamps.submit(stamp_values, values, self._request)

    def keep(self, before: SigningItem, after: SigningItem) -> None:
        """Remember a step; what counts is the finished file."""
        self._items[after.id] = after

    def keep_all(self, steps: Sequence[tuple[SigningItem, SigningItem]]) -> None:
        """Remember steps of several items; a request to a service ends with this run."""
        self._items.update({after.id: after for _, after in steps})

    def now(self) -> datetime:
        """The clock."""
        return self._desk.now()

    def publish(self, items: Sequence[SigningItem]) -> Sequence[SigningItem]:
        """The last signer's file has its name already; files between go."""
        done = [published(item) for item in items]
        self._items.update({item.id: item for item in done})
        self._keep_evidence(items)
        self._remove_between(items[0].file_id)
        return done

    def _keep_evidence(self, items: Sequence[SigningItem]) -> None:
        """Keep what the signatures of a file rest on; the file is signed whether it can or not."""
        folder, now = self._desk.evidence, self._desk.now()
        if folder is None or not self._checks:
            return
        facts = [
            facts_of_item(item, self._plan, self._checks[item.place], now)
            for item in sorted(items, key=lambda item: item.place)
        ]
        try:
            folder.keep(facts)
        except StationError as error:
            log.warning("evidence of a file was not kept: %s", error.code)
            self._without_evidence.add(items[0].file_id)

    def clear(self) -> None:
        """Remove what lies between steps."""
        for source in self._targets:
            self._remove_between(FileId(source))

    def outcomes(
        self, items: Sequence[SigningItem], why: StationError | None, signer: str
    ) -> Outcomes:
        """What became of each file; the last signer is named."""
        by_source: dict[str, list[SigningItem]] = {}
        for item in items:
            by_source.setdefault(item.file_id, []).append(item)
        return {
            Path(source): self._outcome(each, why, signer) for source, each in by_source.items()
        }

    def _outcome(
        self, chain: Sequence[SigningItem], why: StationError | None, signer: str
    ) -> Written | StationError:
        last = chain[-1]
        if last.state in DONE:
            target = self._targets[last.file_id]
            owed = next((item.owed for item in chain if item.owed), "")
            warned = (NOT_KEPT,) if last.file_id in self._without_evidence else ()
            return Written(target, last.sha256, signer, last.level, owed, warnings=warned)
        codes = [item.code for item in chain if item.code]
        if codes:
            return LibraryError(codes[0], Advice.USER_ACTION)
        return why or LibraryError("job.cancelled", Advice.RETRY_NOW)

    def _beside(self, item: SigningItem) -> bytes:
        """Certificate of the signer before, beside whose signature a seal goes."""
        if not item.place:
            return b""
        before = self._items[f"{item.place - 1} {item.file_id}"]
        return attributes_of(before.work.prepared).certificate

    def _before(self, item: SigningItem) -> str:
        """Digest of the file that is signed next; the officer looked at none of the originals."""
        if not item.place:
            return ""
        return self._items[f"{item.place - 1} {item.file_id}"].sha256

    def _path(self, item: SigningItem, after: int) -> Path:
        """Where the file with the first `after` signatures lies."""
        if not after:
            return Path(item.file_id)
        target = self._targets[item.file_id]
        if after == len(self._plan.signers):
            return target
        return target.with_name(f".{target.name}.{after}.signed")

    def _remove_between(self, file_id: FileId) -> None:
        target = self._targets[file_id]
        places = range(1, len(self._plan.signers))
        between = [target.with_name(f".{target.name}.{after}.signed") for after in places]
        for path in (_prepared_file(target), *between):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _prepared_file(target: Path) -> Path:
    return target.with_name(f".{target.name}.prepared")


def sweep(target: Path) -> None:
    """Remove what a run that was killed has left beside a target."""
    for pattern in (".prepared", ".*.signed", "*.part"):
        for path in target.parent.glob(f".{_literal(target.name)}{pattern}"):
            path.unlink(missing_ok=True)


def _literal(name: str) -> str:
    """A file name as a pattern that matches nothing else."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
