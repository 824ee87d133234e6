"""The feed desk: tells on the scan panel what goes on, and starts what its buttons ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QObject

from app.domain.ids import DossierId
from app.domain.page import Page
from app.domain.procedure import Component, Procedure
from app.scanning.base import FeederEmpty, ScanCancelled
from app.services.feeding import Feed
from app.ui.action_bar import Action
from app.ui.capture_desk import CaptureDesk
from app.ui.contact_desk import ContactDesk
from app.ui.flows import Flows
from app.ui.messages import words
from app.ui.page_edit_flow import EditView
from app.ui.queue_flow import DossierView
from app.ui.scan_panel import ScanState
from app.ui.scan_plans import Paper, ScanPlan, ScanWay
from app.ui.window import Window

PACE_FROM = 3
"""Pages from which a pace means something."""


class FeedDesk(QObject):
    """Joins the scan panel with scanner and counts."""

    def __init__(
        self,
        window: Window,
        flows: Flows,
        contact: ContactDesk,
        capture: CaptureDesk,
        language: str,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._flows = flows
        self._contact = contact
        self._capture = capture
        self._language = language
        self._panel = contact.screen.scan
        self._home: DossierId | None = None
        self._state = ScanState()
        self._clock = QElapsedTimer()
        self._stopped_way = ScanWay.FEED
        self._papers: dict[str, Sequence[Component]] = {}
        self._connect()

    def _is_read_here(self) -> bool:
        return self._contact.is_on_show

    def _paper_in_feeder(self) -> str:
        return self._panel.component

    def set_procedures(self, procedures: Sequence[Procedure]) -> None:
        """Procedures with the papers that each asks for."""
        self._papers = {each.code: each.components for each in procedures}

    def _connect(self) -> None:
        self._capture.is_told_beside = self._is_read_here
        self._capture.paper_in_feeder = self._paper_in_feeder
        panel, capture = self._panel, self._flows.capture
        panel.way_wanted.connect(self._scan)
        panel.go_on_wanted.connect(self._go_on)
        panel.stop_wanted.connect(capture.stop)
        panel.count.counted.connect(self._counted)
        panel.count.accepted.connect(self._accepted)
        capture.started.connect(self._started)
        capture.page_saved.connect(self._saved)
        capture.fed.connect(self._fed)
        capture.finished.connect(self._finished)
        capture.paper_seen.connect(self._paper_seen)
        capture.devices_found.connect(self.look)
        self._flows.edits.view_read.connect(self._view_read)
        self._contact.way_wanted.connect(self._capture.scan)
        self._contact.clipboard_wanted.connect(self._capture.paste)
        self._window.tabs.currentChanged.connect(self.look)

    def turn_to(self) -> None:
        """Another dossier comes on show."""
        self._home = None
        self._panel.set_papers(())
        self._state = ScanState(running=self._state.running, paper=self._state.paper)
        self.decide()

    def show(self, view: DossierView) -> None:
        """This dossier is on show."""
        self._home = view.dossier.id
        self._panel.set_papers(self._papers.get(view.dossier.procedure_code, ()))
        self._tell(expected=view.dossier.expected_pages)

    def decide(self) -> None:
        """Other actions are open now."""
        reason = self._window.actions_bar.reason(Action.SCAN)
        self._tell(closed="" if self._flows.capture.is_running else reason)
        self._contact.decide()

    def look(self, _anything: object = None) -> None:
        """Ask the chosen scanner about paper while somebody looks."""
        if self._contact.is_on_show:
            self._flows.capture.look_for_paper(self._window.actions_bar.device_id)

    def _scan(self, way: ScanWay) -> None:
        if way is ScanWay.NOTE:
            self._contact.ask_for(way)
        else:
            self._capture.scan(way)

    def _go_on(self) -> None:
        self._capture.scan(self._stopped_way)

    def _counted(self, number: int) -> None:
        if self._home is not None:
            self._flows.edits.expect(self._home, number)

    def _accepted(self, reason: str) -> None:
        if self._home is not None:
            self._flows.edits.accept_count(self._home, reason)

    def _started(self) -> None:
        self._clock.start()
        self._tell(trouble="", next_sheet=0, saved=0, per_minute=0.0, running=ScanWay.FEED)

    def _saved(self, page: Page) -> None:
        saved = self._flows.capture.saved
        minutes = self._clock.elapsed() / 60_000
        pace = saved / minutes if saved >= PACE_FROM and minutes > 0 else 0.0
        found = self._state.found + (page.dossier_id == self._home)
        self._tell(saved=saved, per_minute=pace, found=found, running=self._way)

    @property
    def _way(self) -> ScanWay:
        plan = self._flows.capture.plan
        return plan.way if plan is not None else ScanWay.FEED

    def _fed(self, plan: ScanPlan, fed: Feed) -> None:
        """What stopped the scan stands in the panel, with a button that goes on."""
        self._stopped_way = plan.way
        for done in fed.separated:
            self._flows.separate.separated.emit(done)
        error = fed.stopped
        if error is None:
            return
        told = words(error.code, self._language)
        text = " ".join(part for part in (f"! {told.headline({})}", told.todo) if part)
        is_wanted = isinstance(error, ScanCancelled)
        can_go_on = plan.way in (ScanWay.FEED, ScanWay.AUTO, ScanWay.BACKS)
        sheet = 0 if isinstance(error, FeederEmpty) and not fed.pages else fed.next_sheet
        self._tell(trouble="" if is_wanted else text, next_sheet=sheet if can_go_on else 0)

    def _finished(self) -> None:
        self._tell(running=None, paper=None)
        self.look()
        if self._home is not None:
            self._flows.edits.read(self._home)

    def _paper_seen(self, device_id: str, paper: Paper) -> None:
        if device_id == self._window.actions_bar.device_id:
            self._tell(paper=paper)

    def _view_read(self, held: EditView) -> None:
        if held.dossier_id == self._home:
            self._tell(
                fronts=held.fronts,
                backs=held.backs,
                found=held.count.found,
                expected=held.count.expected,
            )

    def _tell(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]  # its own fields
        self._panel.show_state(self._state)
