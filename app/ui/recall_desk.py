"""The recall desk: brings what is looked for to the store, and opens what was found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from app.domain.procedure import Procedure
from app.domain.search import Stage, Wanted
from app.services.figures import day_bounds
from app.services.find import Answer, Found
from app.services.station import Station
from app.ui import labels
from app.ui.jobs_bridge import JobsBridge
from app.ui.queue_flow import QueueFlow
from app.ui.recall_flow import RecallFlow
from app.ui.recall_model import RecallModel
from app.ui.recall_view import Asked, RecallView
from app.ui.tab_desk import TabDesk
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window

_SENT = frozenset({Stage.WAITING, Stage.HELD, Stage.RECEIVED, Stage.WITHDRAWN})


class RecallDesk(TabDesk):
    """Joins the search with its flow; a dossier that is found opens where it stands."""

    def __init__(
        self,
        window: Window,
        station: Station,
        bridge: JobsBridge,
        *,
        queue: QueueFlow,
        troubles: TroubleDesk,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(window, parent or window)
        self._station, self._queue, self._troubles = station, queue, troubles
        self.flow = RecallFlow(station, bridge, self)
        self.model = RecallModel(self)
        self.view = RecallView(self.model, window)
        self.add_behind(self.view, self.tr("Find"), "find")
        self.view.asked.connect(self._ask)
        self.view.enter_pressed.connect(self._hurry)
        self.view.open_wanted.connect(self._open)
        self.view.more_wanted.connect(self.flow.read_more)
        self.view.left.connect(window.show_work)
        self.flow.answered.connect(self._answered)
        self.flow.more_read.connect(self._more)
        self.flow.openers_read.connect(self.view.show_openers)
        self.flow.trouble.connect(troubles.show)

    def set_procedures(self, procedures: Sequence[Procedure]) -> None:
        """Procedures to choose from, and their names in the list."""
        self.model.set_procedures({each.code: each.name for each in procedures})
        self.view.set_procedures([(each.code, each.name) for each in procedures])

    def start(self) -> None:
        """The keyboard begins at the words."""
        self.view.start()

    def came(self) -> None:
        """Look again: dossiers may have moved on since."""
        self.flow.read_openers()
        self._ask(self.view.question)
        self.flow.ask_now()

    def went(self) -> None:
        """Names of citizens stay on no screen that nobody looks at."""
        self.flow.stop()
        self.model.set_rows(())

    def turn_away(self) -> None:
        """Another officer comes: what was typed goes, too."""
        self.view.clear()
        self.went()

    def _ask(self, asked: Asked) -> None:
        zone = self._station.now().astimezone().tzinfo
        if zone is None:
            return
        since, until = day_bounds(asked.first, asked.last, zone)
        self.flow.ask(
            Wanted(
                text=asked.text,
                procedure_code=asked.procedure_code,
                since=since,
                until=until,
                stage=asked.stage,
                officer_id=asked.officer_id,
            )
        )

    def _hurry(self) -> None:
        if self.flow.is_pending:
            self.flow.ask_now()

    def _answered(self, answer: Answer) -> None:
        if self.is_on_show:
            self.view.show_answer(answer)

    def _more(self, answer: Answer) -> None:
        if self.is_on_show:
            self.view.add_rows(answer.rows)

    def _open(self, found: Found) -> None:
        """Show the dossier: its fields, its files, or its row in the outbox."""
        row, window = found.row, self._window
        if row.stage is Stage.ERASED:
            text = self.tr("“%1” is erased; only its number and receipt are kept.")
            self._troubles.tell(text.replace("%1", labels.dossier_name(row.dossier)))
            return
        self._queue.choose(row.dossier.id)
        if row.stage in _SENT:
            window.show_outbox()
            window.outbox.choose(row.submission_id)
        elif row.stage is Stage.READY:
            window.show_files()
            window.queue.list.setFocus()
        else:
            window.show_work()
            window.queue.list.setFocus()
