"""Goes back to where the officer was when the window ended: dossier, page, part and field."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.domain.field import Field
from app.domain.ids import DossierId
from app.ui.fields_model import field_key
from app.ui.flows import Flows
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.last_place import LastPlace, Place
from app.ui.picture_flow import Picture
from app.ui.queue_flow import DossierView, Overview
from app.ui.window import Window

KEEP_MS = 500
"""Places that are only passed by are not written down."""


class PlaceDesk(QObject):
    """Remembers what is on show, and shows it again once the first rows are there.

    It is made before the desk, so that no other dossier comes on show first.
    """

    def __init__(self, window: Window, flows: Flows, bridge: JobsBridge, last: LastPlace) -> None:
        super().__init__(window)
        self._window, self._queue = window, flows.queue
        self._bridge, self._last = bridge, last
        self._wanted = self._kept = last.read()
        self._page = self._field = ""
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(KEEP_MS)
        self._due.timeout.connect(self._keep)
        self._queue.overview_read.connect(self._rows_read)
        self._queue.dossier_read.connect(self._dossier_read)
        self._queue.chosen.connect(self._turned)
        window.page.picture_shown.connect(self._shown)
        window.form.entered.connect(self._entered)
        window.tabs.currentChanged.connect(self._part_changed)

    def _rows_read(self, overview: Overview) -> None:
        """The first rows decide; later ones leave the officer where he is."""
        wanted = self._wanted
        if not wanted.dossier_id or not overview.rows:
            return
        self._wanted = Place()
        if any(row.dossier.id == wanted.dossier_id for row in overview.rows):
            self._wanted = Place("", wanted.page_id, wanted.part, wanted.field)
            self._queue.choose(DossierId(wanted.dossier_id))

    def _dossier_read(self, view: DossierView) -> None:
        goal = self._wanted
        if goal.dossier_id or goal == Place():
            return
        self._wanted = Place()
        if view.dossier.id != self._kept.dossier_id:
            return
        pages = {page.id for page in view.pages}
        fields = {"/".join(field_key(field)) for field in view.fields}
        page = goal.page_id if goal.page_id in pages else ""
        field = goal.field if goal.field in fields else ""
        # The desks of pages and fields hear of the dossier after this one.
        QTimer.singleShot(0, self, lambda: self._go(Place("", page, goal.part, field)))

    def _go(self, goal: Place) -> None:
        if goal.page_id:
            self._window.pages.select(goal.page_id)
        if goal.field:
            page_id, _, name = goal.field.partition("/")
            self._window.form.focus_field((page_id, name))
        # a part that asks something when it is opened by its key does not ask here
        self._window.tabs.bring_named(goal.part)

    def _turned(self, _dossier_id: str) -> None:
        self._page = self._field = ""
        self._due.start()

    def _shown(self, picture: Picture) -> None:
        self._page = picture.page_id
        self._due.start()

    def _entered(self, field: Field) -> None:
        self._field = "/".join(field_key(field))
        self._due.start()

    def _part_changed(self, _number: int) -> None:
        self._due.start()

    def _keep(self) -> None:
        part = self._window.tabs.name_on_show
        place = Place(self._queue.chosen_id or "", self._page, part, self._field)
        # before the officer is back where he was, nothing of that is forgotten
        if not place.dossier_id or place == self._kept or self._wanted != Place():
            return
        self._kept = place
        self._bridge.run(Lane.VIEW, lambda: self._last.keep(place), _kept)


def _kept(_nothing: None) -> None:
    """Nobody has to hear of it."""
