"""Queue: reads rows for the window and moves the chosen dossier through its steps."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.dossier import Dossier, DossierFile, DossierState
from app.domain.field import Field
from app.domain.ids import DossierId, PageId, SubmissionId
from app.domain.officer import Right
from app.domain.owner import Owner
from app.domain.page import Page, PageState
from app.domain.submission import Submission, SubmissionState
from app.errors import StationError
from app.services.access import holder_of, may, note_view
from app.services.capture import new_dossier
from app.services.correct import correct
from app.services.deliver import overdue
from app.services.erase import erase_page, keep_page
from app.services.lookups import ask
from app.services.owner import set_owner
from app.services.paperless import needs_no_pages
from app.services.review import finish_review, reopen, set_left_out
from app.services.standing import Standing, standing
from app.services.station import Station
from app.store.base import DossierRow
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.kept_rows import KeptRows
from app.ui.upload_pace import Sent, SentNow, UploadPace

REFRESH_MS = 120
"""Changes within this time are read together."""
REST = 6
"""Between two readings that nobody asked for lies so many times what the last one took: reading
all rows over and over takes the interpreter from the window. An officer's act reads at once."""
LONGEST_REST_MS = 2000


WITH_FILES = frozenset(
    {DossierState.BUILT, DossierState.SIGNING, DossierState.SIGNED, DossierState.SEALED}
)
"""States in which the files are those of the dossier; a reopened one still has its old files."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the lists and the status strip show."""

    rows: tuple[DossierRow, ...] = ()
    submissions: tuple[Submission, ...] = ()
    without_time: frozenset[DossierId] = frozenset()
    overdue: tuple[Submission, ...] = ()
    sent: Mapping[SubmissionId, SentNow] = field(default_factory=dict)
    standing: Standing = field(default_factory=Standing)


@dataclass(frozen=True, slots=True)
class DossierView:
    """The chosen dossier with all that belongs to it.

    Attributes:
        files: Its files, once they are made.
        owner: Its owner, None while nobody was named.
        needs_no_pages: Reused papers take the place of everything that would be scanned.
    """

    dossier: Dossier
    pages: tuple[Page, ...]
    fields: tuple[Field, ...]
    files: tuple[DossierFile, ...] = ()
    owner: Owner | None = None
    needs_no_pages: bool = False

    @property
    def unread(self) -> int:
        """Pages that still have to be read."""
        return sum(page.state is PageState.CAPTURED for page in self.pages)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    overview: Overview
    chosen: DossierView | None
    held: tuple[DossierId, str] | None = None


class _Known:
    """What goes from one reading to the next: rows that stay the same, and the pace of uploads."""

    def __init__(self) -> None:
        self.rows: KeptRows[DossierRow] = KeptRows(lambda row: row.dossier.id)
        self.submissions: KeptRows[Submission] = KeptRows(lambda each: each.id)
        self.pace = UploadPace()


@dataclass(frozen=True, slots=True)
class NewDossier:
    """What the officer tells about a dossier before its pages come."""

    code: str = ""
    procedure_code: str = ""
    expected_pages: int = 0
    owner: Owner | None = None


class QueueFlow(QObject):
    """Keeps the rows on show fresh.

    Signals:
        overview_read(Overview): All rows, after any change.
        dossier_read(DossierView | None): The chosen dossier, after any change.
        chosen(str): Another dossier is on show.
        opened(Dossier): A new dossier is there and on show.
        corrected(Dossier): A correction of a sealed dossier is there and on show.
        page_erased(): A page of a paper that is only shown is gone.
        page_kept(): A page is one of another paper and stays.
        held(str, str): The chosen dossier is in the hands of another officer, who is named.
        trouble(StationError): Something could not be done.
    """

    overview_read = Signal(object)
    dossier_read = Signal(object)
    chosen = Signal(str)
    opened = Signal(object)
    corrected = Signal(object)
    page_erased = Signal()
    page_kept = Signal()
    held = Signal(str, str)
    trouble = Signal(object)

    def __init__(self, station: Station, bridge: JobsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self._chosen: DossierId | None = None
        self._reading = False
        self._stale = False
        self._to_note = False
        self._known = _Known()
        self.is_opening = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.refresh)
        self._asked_s = self._ended_s = self._took_s = 0.0

    @property
    def chosen_id(self) -> DossierId | None:
        """The dossier on show."""
        return self._chosen

    def refresh_soon(self) -> None:
        """Rows have changed; read them together with the next changes."""
        if not self._timer.isActive():
            self._timer.start(rest_ms(self._took_s, time.monotonic() - self._ended_s))

    def refresh(self) -> None:
        """Read all rows now; at most one reading is under way at a time."""
        if self._reading:
            self._stale = True
            return
        self._reading = True
        station, chosen, note = self._station, self._chosen, self._to_note
        if station.session.may_look:
            self._to_note = False
        self._asked_s = time.monotonic()
        self._bridge.run(
            Lane.STORE,
            lambda: _read(station, chosen, note=note, known=self._known),
            self._show,
            self._failed,
        )

    def choose(self, dossier_id: DossierId) -> None:
        """Show another dossier."""
        if dossier_id == self._chosen:
            return
        self._chosen = dossier_id
        self._to_note = True
        self.chosen.emit(dossier_id)
        self.refresh()

    def show_again(self) -> None:
        """Read the chosen dossier as if it was chosen just now."""
        self._to_note = True
        self.refresh()

    def turn_away(self) -> None:
        """No dossier is on show any more."""
        self._chosen = None

    def open_new(self, wanted: NewDossier) -> None:
        """Open a dossier and show it."""
        station = self._station
        self.is_opening = True
        self._bridge.run(Lane.STORE, lambda: _open(station, wanted), self._opened, self._not_opened)

    def finish_review(self, dossier_id: DossierId) -> None:
        """The officer stands for the fields."""
        station = self._station
        self._bridge.run(
            Lane.STORE,
            lambda: finish_review(station, dossier_id),
            self._changed,
            self._refused,
        )

    def reopen(self, dossier_id: DossierId) -> None:
        """Back to review, for corrections."""
        station = self._station
        self._bridge.run(
            Lane.STORE, lambda: reopen(station, dossier_id), self._changed, self._refused
        )

    def correct(self, dossier_id: DossierId) -> None:
        """Open a correction of a sealed dossier, and show it."""
        station = self._station
        self.is_opening = True
        self._bridge.run(
            Lane.SORT, lambda: correct(station, dossier_id), self._corrected, self._not_opened
        )

    def set_left_out(self, page: Page, left_out: bool) -> None:
        """Take a page without a picture out of the papers, or put it back."""
        station = self._station
        self._bridge.run(
            Lane.STORE,
            lambda: set_left_out(station, page.id, left_out),
            self._page_changed,
            self._refused,
        )

    def erase(self, page: Page) -> None:
        """Erase a page of a paper that is only shown, for good."""
        station = self._station
        self._bridge.run(
            Lane.STORE, lambda: erase_page(station, page.id), self._erased, self._refused
        )

    def keep(self, page: Page) -> None:
        """Keep a page that only looks like one of a paper that is only shown."""
        station = self._station
        self._bridge.run(Lane.STORE, lambda: keep_page(station, page.id), self._kept, self._refused)

    def _kept(self, _page: Page) -> None:
        self.page_kept.emit()
        self.refresh()

    def _erased(self, _pages: tuple[PageId, ...]) -> None:
        self.page_erased.emit()
        self.refresh()

    def _page_changed(self, _page: Page) -> None:
        self.refresh()

    def _opened(self, dossier: Dossier) -> None:
        self.is_opening = False
        self.choose(dossier.id)
        self.opened.emit(dossier)

    def _corrected(self, dossier: Dossier) -> None:
        self.is_opening = False
        self.choose(dossier.id)
        self.corrected.emit(dossier)

    def _not_opened(self, error: StationError) -> None:
        self.is_opening = False
        self._refused(error)

    def _changed(self, _nothing: None) -> None:
        self.refresh()

    def _refused(self, error: StationError) -> None:
        self.trouble.emit(error)
        self.refresh()

    def _show(self, snapshot: _Snapshot) -> None:
        self._reading = False
        self._ended_s = time.monotonic()
        self._took_s = self._ended_s - self._asked_s
        self.overview_read.emit(snapshot.overview)
        chosen = snapshot.chosen
        if chosen is not None and chosen.dossier.id == self._chosen:
            self.dossier_read.emit(chosen)
        if snapshot.held is not None and snapshot.held[0] == self._chosen:
            self.held.emit(*snapshot.held)
        if self._stale:
            self._stale = False
            self.refresh()

    def _failed(self, error: StationError) -> None:
        self._reading = self._stale = False
        self.trouble.emit(error)


def rest_ms(took_s: float, since_s: float) -> int:
    """How long to wait before all rows are read without being asked for, in ms.

    Args:
        took_s: What the last reading took.
        since_s: Time since its end.
    """
    rest = min(1000 * REST * took_s, LONGEST_REST_MS) - 1000 * since_s
    return max(REFRESH_MS, round(rest))


def _open(station: Station, wanted: NewDossier) -> Dossier:
    """Open a dossier; with its owner and procedure the store of papers is asked at once."""
    dossier = new_dossier(
        station,
        code=wanted.code,
        procedure_code=wanted.procedure_code,
        expected_pages=wanted.expected_pages,
    )
    if wanted.owner is not None:
        set_owner(station, dossier.id, wanted.owner)
        ask(station, dossier.id)
    return dossier


def _read(station: Station, chosen: DossierId | None, *, note: bool, known: _Known) -> _Snapshot:
    """All rows, and the chosen dossier if whoever sits here may see it.

    Args:
        station: Where they are.
        chosen: Dossier to show, None for none.
        note: It was chosen just now: that is an act, and a refusal is told.
        known: What earlier readings found; one reading at a time asks it.
    """
    store = station.store
    owed = frozenset(each.dossier_id for each in store.owed_times())
    late = tuple(overdue(station))
    submissions = known.submissions.again(store.submissions())
    sent = known.pace.observe(_sent(station, submissions), station.ticks())
    rows = known.rows.again(store.dossier_rows())
    now = standing(station, rows, without_time=len(owed), overdue=len(late))
    overview = Overview(rows, submissions, owed, late, sent, now)
    if chosen is None or not station.session.may_look:
        return _Snapshot(overview, None)
    holder = holder_of(station, chosen)
    if holder:
        return _Snapshot(overview, None, (chosen, holder) if note else None)
    if note:
        note_view(station, chosen)
    elif not may(station, Right.VIEW):
        return _Snapshot(overview, None)
    dossier = store.dossier(chosen)
    view = DossierView(
        dossier,
        tuple(store.pages(chosen)),
        tuple(store.fields(chosen)),
        tuple(store.files(chosen)) if dossier.state in WITH_FILES else (),
        store.owner(chosen),
        needs_no_pages(station, chosen),
    )
    return _Snapshot(overview, view)


def _sent(station: Station, submissions: Sequence[Submission]) -> dict[SubmissionId, Sent]:
    """How far the files are that are on their way just now."""
    found = {}
    for each in submissions:
        if each.state is SubmissionState.UPLOADING:
            uploads = station.store.uploads(each.id)
            done, total = sum(u.offset_confirmed for u in uploads), sum(u.size for u in uploads)
            found[each.id] = Sent(done, total)
    return found
