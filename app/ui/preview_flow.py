"""Files before and after signing: pages drawn, places of stamps found, oddities, verdicts.

Everything is done in worker processes and asked for beside the window; what is not wanted any more
is dropped before it begins.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.dossier import DossierFile
from app.domain.ids import FileId
from app.domain.signing import StampKind
from app.errors import JobCancelled, JobError, StationError
from app.services.renewal import renew
from app.services.review import file_bytes
from app.services.signing_check import CheckRules, broken_off
from app.services.signing_preview import (
    CheckedFile,
    PagePicture,
    StampPlace,
    check_signatures,
    draw_page,
    find_stamp_place,
    inspect_file,
)
from app.services.stamp_jobs import StampOrder
from app.services.station import SigningOptions, Station
from app.services.workers import read_trust
from app.ui.jobs_bridge import JobsBridge, Lane
from signing.limits import TrustMaterial

PREVIEW_DPI = 110
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page that was asked for."""

    key: Hashable
    page: PagePicture


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """The place of one signer's stamp in one file."""

    file_id: FileId
    place: int
    found: StampPlace


@dataclass(frozen=True, slots=True)
class Oddities:
    """What in a file is not what it looks like; see `signing_preview.inspect_file`."""

    file_id: FileId
    codes: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A verdict that was asked for."""

    key: Hashable
    file: CheckedFile


class PreviewFlow(QObject):
    """Asks the workers; answers come as signals.

    Signals:
        page_ready(ShownPage): The page that was wanted last.
        page_failed(StationError): It cannot be drawn.
        place_found(FoundPlace): Where a stamp goes.
        place_failed(FileId, StationError): There is no look to place, or no file.
        oddities_found(Oddities): What a file holds.
        checked(Checked): The verdict over a file.
        renewed(str): Path of the file whose evidence is up to date now.
        trouble(StationError): A check could not begin, or a file was not renewed.
    """

    page_ready = Signal(object)
    page_failed = Signal(object)
    place_found = Signal(object)
    place_failed = Signal(object, object)
    oddities_found = Signal(object)
    checked = Signal(object)
    renewed = Signal(str)
    trouble = Signal(object)

    def __init__(self, station: Station, bridge: JobsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station, self._bridge = station, bridge
        self._wanted: Hashable = None
        self._round = 0

    @property
    def options(self) -> SigningOptions:
        """How the station signs."""
        return self._station.signing

    def renew(self, path: Path) -> None:
        """Bring the evidence of a file up to date, beside the window; see `renewal.renew`."""
        station = self._station
        self._bridge.run(
            Lane.NETWORK,
            lambda: renew(station, path),
            lambda found: self.renewed.emit(str(found.target)),
            self.trouble.emit,
        )

    def forget(self) -> None:
        """Nothing that was asked for is wanted any more."""
        self._wanted = None
        self._round += 1

    def want_page(self, file: DossierFile | Path, page_index: int) -> None:
        """Draw a page; only the last wish counts."""
        key = (page_key(file), page_index)
        self._wanted = key
        station = self._station

        def job() -> ShownPage:
            self._check(lambda: key == self._wanted)
            page = station.cpu.submit(draw_page, _source(station, file), page_index, PREVIEW_DPI)
            return ShownPage(page_key(file), page.result())

        def ready(shown: ShownPage) -> None:
            if key == self._wanted:
                self.page_ready.emit(shown)

        def failed(error: StationError) -> None:
            if key == self._wanted and not isinstance(error, JobCancelled):
                self.page_failed.emit(error)

        self._bridge.run(Lane.VIEW, job, ready, failed)

    def want_place(self, file: DossierFile, place: int, kind: StampKind, signer: str) -> None:
        """Find where the stamp of a signer goes."""
        station, round_ = self._station, self._round
        pictures = {
            StampKind.PERSON: self.options.person_picture,
            StampKind.SEAL: self.options.seal_picture,
        }
        order = StampOrder(kind, pictures.get(kind, ""), self.options.organ_name)

        def job() -> FoundPlace:
            self._check(lambda: round_ == self._round)
            data, now = file_bytes(station, file), station.now().astimezone()
            found = station.cpu.submit(find_stamp_place, data, order, signer, now).result()
            return FoundPlace(file.id, place, found)

        self._run(job, self.place_found.emit, lambda error: self.place_failed.emit(file.id, error))

    def want_oddities(self, file: DossierFile) -> None:
        """Look for active, hidden and covering content."""
        station, round_ = self._station, self._round

        def job() -> Oddities:
            self._check(lambda: round_ == self._round)
            codes = station.cpu.submit(inspect_file, file_bytes(station, file)).result()
            return Oddities(file.id, codes)

        def failed(error: StationError) -> None:
            self.oddities_found.emit(Oddities(file.id, ((error.code, True),)))

        self._run(job, self.oddities_found.emit, failed)

    def want_check(self, file: DossierFile | Path) -> None:
        """Check the signatures of a file."""
        station, key = self._station, page_key(file)
        name = file.name

        def job() -> Checked:
            trust = station.signing.trust_dir
            known = read_trust(Path(trust)) if trust else TrustMaterial()
            rules = CheckRules(known, station.signing.reach)
            source, now = _source(station, file), station.now()
            try:
                flight = station.check.submit(check_signatures, source, name, rules, now)
                return Checked(key, flight.result())
            except JobCancelled:
                raise
            except JobError as error:
                return Checked(key, CheckedFile(broken_off(name, error), b""))

        self._bridge.run(Lane.CHECK, job, self.checked.emit, self.trouble.emit)

    def _check(self, is_wanted: Callable[[], bool]) -> None:
        if not is_wanted():
            raise JobCancelled()

    def _run(
        self,
        job: Callable[[], T],
        on_result: Callable[[T], None],
        on_error: Callable[[StationError], None],
    ) -> None:
        def failed(error: StationError) -> None:
            if not isinstance(error, JobCancelled):
                on_error(error)

        self._bridge.run(Lane.CHECK, job, on_result, failed)


def page_key(file: DossierFile | Path) -> Hashable:
    """Changes when the file gets other bytes."""
    return file if isinstance(file, Path) else (file.id, file.blob)


def _source(station: Station, file: DossierFile | Path) -> bytes | str:
    return str(file) if isinstance(file, Path) else file_bytes(station, file)
