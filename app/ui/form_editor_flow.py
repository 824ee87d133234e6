"""Forms: samples read, forms opened, tried and saved beside the window."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.ids import PageId
from app.errors import StationError
from app.services.form_draft import FormDraft
from app.services.form_drafts import KeptForm, drop_form, keep_form, kept_form, sample_digest
from app.services.form_jobs import Trial
from app.services.form_learning import form_proposals
from app.services.forms import (
    Sample,
    SavedForm,
    export_form,
    known_forms,
    move_form,
    open_form,
    sample_of_file,
    sample_of_page,
    save_form,
    try_form,
)
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.picture_flow import FULL_PX, Picture, decode
from ocr.understanding.forms import PaperType
from ocr.understanding.lessons import Proposal

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ShownSample:
    """A sample and its decoded picture.

    Attributes:
        file: The file it is from, None for a page of a dossier.
    """

    sample: Sample
    picture: Picture
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What the editor holds: the form, and the sample it is drawn on.

    Attributes:
        kept_on: Digest of the sample that frames of a kept form belong to, until it is opened.
    """

    draft: FormDraft
    shown: ShownSample | None = None
    kept_on: str = ""

    @property
    def sample(self) -> Sample | None:
        """The sample without its picture."""
        return self.shown.sample if self.shown else None


@dataclass(frozen=True, slots=True)
class KnownForms:
    """Forms that can be opened, and the codes of those of the station."""

    papers: tuple[PaperType, ...]
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class NamedTrial:
    """A trial and what it was made on."""

    name: str
    trial: Trial


class FormFlow(QObject):
    """Does what takes time for the form editor, one thing after the other.

    Signals:
        forms_read(KnownForms): Forms that can be opened.
        sample_read(Work): Another sample, with the frames of the form laid over it.
        opened(Work): A known form.
        tried(NamedTrial): What a trial gave.
        saved(SavedForm): The form is in the station's catalogue.
        exported(str): Name of the file that was written.
        kept_read(KeptForm): The form that was not finished when the program ended.
        proposals_read(tuple[Proposal, ...]): What confirmed values speak for.
        busy(bool): Something has begun, or all is done.
        failed(StationError): Something did not work.
    """

    forms_read = Signal(object)
    sample_read = Signal(object)
    opened = Signal(object)
    tried = Signal(object)
    saved = Signal(object)
    exported = Signal(str)
    proposals_read = Signal(object)
    kept_read = Signal(object)
    busy = Signal(bool)
    failed = Signal(object)

    def __init__(self, station: Station, bridge: JobsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self._running = 0
        self._to_keep: deque[Work | None] = deque(maxlen=1)

    def read_forms(self) -> None:
        """Read which forms there are."""
        station = self._station

        def job() -> KnownForms:
            own = frozenset(paper.code for paper in station.forms.own_papers())
            return KnownForms(known_forms(station), own)

        self._run(job, self.forms_read.emit)

    def take_file(self, work: Work, file: Path, number: int = 1) -> None:
        """Make a page of a file the sample; frames move along where the form fits it."""
        station = self._station

        def job() -> Work:
            shown = _shown(sample_of_file(station, file, number), file)
            return _moved(station, work, shown)

        self._run(job, self.sample_read.emit)

    def take_page(self, work: Work, page_id: PageId) -> None:
        """Make a page of a dossier the sample."""
        station = self._station

        def job() -> Work:
            return _moved(station, work, _shown(_of_page(station, page_id)))

        self._run(job, self.sample_read.emit)

    def lay_again(self, work: Work, name: str) -> None:
        """Bring the frame of a field to where the known printing has it now."""
        station, shown = self._station, work.shown
        if shown is None:
            return

        def job() -> Work:
            boxes = move_form(station, work.draft, None, shown.sample).frames
            fields = tuple(
                replace(field, value=boxes.get(name)) if field.name == name else field
                for field in work.draft.fields
            )
            return Work(replace(work.draft, fields=fields), shown)

        self._run(job, self.sample_read.emit)

    def open(self, paper: PaperType, shown: ShownSample | None) -> None:
        """Open a known form over the sample on show."""
        station = self._station

        def job() -> Work:
            return Work(open_form(station, paper, shown.sample if shown else None), shown)

        self._run(job, self.opened.emit)

    def try_on_file(self, work: Work, file: Path) -> None:
        """Read a file with the form."""
        station = self._station

        def job() -> NamedTrial:
            return _tried(station, work, sample_of_file(station, file))

        self._run(job, self.tried.emit)

    def try_on_page(self, work: Work, page_id: PageId) -> None:
        """Read a page of a dossier with the form."""
        station = self._station

        def job() -> NamedTrial:
            return _tried(station, work, _of_page(station, page_id))

        self._run(job, self.tried.emit)

    def try_on_sample(self, work: Work, sample: Sample) -> None:
        """Read the sample itself with the form."""
        station = self._station
        self._run(lambda: _tried(station, work, sample), self.tried.emit)

    def save(self, work: Work) -> None:
        """Save the form."""
        station = self._station
        on = work.sample.page if work.sample else None

        def job() -> SavedForm:
            return save_form(station, work.draft, on)

        self._run(job, self.saved.emit)

    def keep(self, work: Work | None) -> None:
        """Keep unfinished work for the next start, None when all is saved.

        Only the newest is written; it goes by the store's lane, which is never cut off.
        """
        station, waiting = self._station, self._to_keep

        def job() -> None:
            try:
                newest = waiting.pop()
            except IndexError:
                return
            if newest is None:
                drop_form(station)
            else:
                keep_form(station, _kept(newest))

        waiting.append(work)
        self._bridge.run(Lane.STORE, job, _nothing, self.failed.emit)

    def read_kept(self) -> None:
        """Read what was not finished; nothing comes where all was."""
        station = self._station

        def told(kept: KeptForm | None) -> None:
            if kept is not None:
                self.kept_read.emit(kept)

        self._bridge.run(Lane.STORE, lambda: kept_form(station), told, self.failed.emit)

    def export(self, code: str, file: Path) -> None:
        """Write a saved form for other stations."""
        station = self._station

        def job() -> str:
            export_form(station, code, file)
            return file.name

        self._run(job, self.exported.emit)

    def look_for_proposals(self, paper: PaperType) -> None:
        """Look what confirmed values speak for."""
        station = self._station

        def job() -> tuple[Proposal, ...]:
            return form_proposals(station, paper)

        self._run(job, self.proposals_read.emit)

    def _run(self, job: Callable[[], T], on_result: Callable[[T], None]) -> None:
        def done(result: T) -> None:
            self._ended()
            on_result(result)

        def broken(error: StationError) -> None:
            self._ended()
            self.failed.emit(error)

        self._running += 1
        self.busy.emit(True)
        self._bridge.run(Lane.FORMS, job, done, broken)

    def _ended(self) -> None:
        self._running -= 1
        if not self._running:
            self.busy.emit(False)


def _kept(work: Work) -> KeptForm:
    return KeptForm(work.draft, sample_digest(work.sample) if work.sample else work.kept_on)


def _nothing(_none: None) -> None:
    return None


def _of_page(station: Station, page_id: PageId) -> Sample:
    return sample_of_page(station, station.store.page(page_id))


def _shown(sample: Sample, file: Path | None = None) -> ShownSample:
    return ShownSample(sample, decode(PageId(""), sample.picture, FULL_PX), file)


def _moved(station: Station, work: Work, shown: ShownSample) -> Work:
    """The work on another sample; the sample of a kept form gets its frames back."""
    if work.shown is None and work.kept_on == sample_digest(shown.sample):
        return Work(work.draft, shown)
    on = work.sample.page if work.sample else None
    return Work(move_form(station, work.draft, on, shown.sample), shown)


def _tried(station: Station, work: Work, sample: Sample) -> NamedTrial:
    on = work.sample.page if work.sample else None
    name = f"{sample.name} ({sample.number}/{sample.page_count})"
    return NamedTrial(name, try_form(station, work.draft, on, sample))
