"""Edits of pages: each is one service call in the lane of the store, and each can be undone.

What can be undone stands in the store, so it outlives the window. Nothing is kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.domain.ids import DossierId, PageId
from app.domain.page import Crop, Page, PaperBreak
from app.domain.page_edits import EditKind
from app.errors import NotFound, StationError
from app.services import page_edits
from app.services.both_sides import open_sides
from app.services.page_checks import declare_right, doubt_again, keep_coarse
from app.services.page_count import PageCount, accept_count, expect_pages, page_count
from app.services.page_edits import Edited
from app.services.review import page_reading
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane
from ocr.reading import PageReading


@dataclass(frozen=True, slots=True)
class EditView:
    """What can be undone, done again and taken out of the trash of a dossier; what is counted.

    Attributes:
        fronts: Fronts that wait for their backs.
        backs: Backs that came already.
    """

    dossier_id: DossierId
    undo: EditKind | None
    redo: EditKind | None
    trashed: tuple[Page, ...]
    count: PageCount
    fronts: int = 0
    backs: int = 0


class PageEditFlow(QObject):
    """Carries what the officer does with pages to the services.

    Signals:
        edited(Edited): Pages have changed; rows have to be read again.
        stepped(): An edit that can be undone was asked for; edits are done in this order.
        unstepped(): It was not done.
        view_read(EditView): What can be undone and restored now.
        reading_read(Page, PageReading | None): What was measured on a page.
        trouble(StationError): Nothing was changed.
    """

    edited = Signal(object)
    stepped = Signal()
    unstepped = Signal()
    view_read = Signal(object)
    reading_read = Signal(object, object)
    trouble = Signal(object)

    def __init__(
        self,
        station: Station,
        bridge: JobsBridge,
        *,
        wake: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self._wake = wake
        self._looked_at: object = None

    def turn(self, ids: Sequence[PageId], degrees: int) -> None:
        """Turn pages by quarter turns, degrees counter-clockwise."""
        self._step(lambda: page_edits.turn_pages(self._station, ids, degrees))

    def crop(self, page_id: PageId, crop: Crop | None) -> None:
        """Keep a part of the captured picture; None lets the page find its own edges."""
        self._step(lambda: page_edits.crop_page(self._station, page_id, crop))

    def send(self, ids: Sequence[PageId], dossier_id: DossierId) -> None:
        """Give pages to another dossier."""
        self._step(lambda: page_edits.send_to_dossier(self._station, ids, dossier_id))

    def trash(self, ids: Sequence[PageId]) -> None:
        """Put pages into the trash."""
        self._step(lambda: page_edits.trash_pages(self._station, ids))

    def restore(self, ids: Sequence[PageId]) -> None:
        """Take pages out of the trash."""
        self._step(lambda: page_edits.restore_pages(self._station, ids))

    def move(self, ids: Sequence[PageId], before: PageId | None) -> None:
        """Lay pages before another one; None for the end."""
        self._step(lambda: page_edits.move_pages(self._station, ids, before))

    def set_break(self, page_id: PageId, kind: PaperBreak) -> None:
        """Say whether a page begins a paper."""
        self._step(lambda: page_edits.set_break(self._station, page_id, kind))

    def undo(self, dossier_id: DossierId) -> None:
        """Take the newest edit back."""
        self._run(lambda: page_edits.undo(self._station, dossier_id))

    def redo(self, dossier_id: DossierId) -> None:
        """Do the edit again that was undone last."""
        self._run(lambda: page_edits.redo(self._station, dossier_id))

    def declare_right(self, page_id: PageId) -> None:
        """The officer has looked: the page is right as it is."""
        self._run(lambda: Edited((declare_right(self._station, page_id),)))

    def keep_coarse(self, page_id: PageId, reason: str) -> None:
        """The page stays although it is below the least resolution."""
        self._run(lambda: Edited((keep_coarse(self._station, page_id, reason),)))

    def doubt_again(self, page_id: PageId) -> None:
        """Take that back."""
        self._run(lambda: Edited((doubt_again(self._station, page_id),)))

    def read(self, dossier_id: DossierId) -> None:
        """Read what can be undone and what lies in the trash."""
        station = self._station

        self._bridge.run(Lane.STORE, lambda: _view(station, dossier_id), self.view_read.emit)

    def expect(self, dossier_id: DossierId, count: int) -> None:
        """So many pages were counted on the table; 0 takes the count back."""
        self._settle(lambda: expect_pages(self._station, dossier_id, count))

    def accept_count(self, dossier_id: DossierId, reason: str) -> None:
        """The pages that are there are right, for this reason."""
        self._settle(lambda: accept_count(self._station, dossier_id, reason))

    def _settle(self, job: Callable[[], PageCount]) -> None:
        def done(_count: PageCount) -> None:
            self.edited.emit(Edited())

        self._bridge.run(Lane.STORE, job, done, self._refused)

    def look_at(self, page: Page) -> None:
        """Read what was measured on a page; only the last wish is answered."""
        station, key = self._station, (page.id, page.reading)
        self._looked_at = key

        def job() -> PageReading | None:
            try:
                return page_reading(station, page)
            except NotFound:
                return None

        def done(reading: PageReading | None) -> None:
            if key == self._looked_at:
                self.reading_read.emit(page, reading)

        self._bridge.run(Lane.VIEW, job, done, _ignore)

    def _step(self, job: Callable[[], Edited]) -> None:
        def refused(error: StationError) -> None:
            self.unstepped.emit()
            self._refused(error)

        self.stepped.emit()
        self._bridge.run(Lane.STORE, job, self._done, refused)

    def _run(self, job: Callable[[], Edited]) -> None:
        self._bridge.run(Lane.STORE, job, self._done, self._refused)

    def _done(self, edited: Edited) -> None:
        self._wake()
        self.edited.emit(edited)

    def _refused(self, error: StationError) -> None:
        self.trouble.emit(error)


def _view(station: Station, dossier_id: DossierId) -> EditView:
    """Runs on: lane of the store."""
    back, again = page_edits.next_steps(page_edits.history(station, dossier_id))
    fronts, backs = open_sides(station, dossier_id)
    return EditView(
        dossier_id,
        back.kind if back else None,
        again.kind if again else None,
        tuple(page_edits.trash(station, dossier_id)),
        page_count(station, dossier_id),
        fronts=len(fronts),
        backs=len(backs),
    )


def _ignore(_error: StationError) -> None:
    """A reading that cannot be opened shows no measures; the page itself tells the trouble."""
