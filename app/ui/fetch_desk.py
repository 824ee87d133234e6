"""Fetching results at once: the button, how far it is, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.errors import Advice, JobCancelled, StationError
from app.jobs import Progress
from app.services.results import TakenIn
from app.ui.messages import words
from app.ui.results_flow import ResultsFlow
from app.ui.results_view import ResultsView
from app.ui.trouble_desk import TroubleDesk

_CURABLE = frozenset({Advice.RETRY_NOW, Advice.RETRY_LATER})


class FetchDesk(QObject):
    """Joins the button with the flow.

    Signals:
        brought(list[TakenIn]): Results came, or were refused.
        ended(): Fetching broke off; what came before stays.
    """

    brought = Signal(object)
    ended = Signal()

    def __init__(
        self,
        view: ResultsView,
        results: ResultsFlow,
        troubles: TroubleDesk,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._results, self._troubles = view, results, troubles
        view.fetch_wanted.connect(self._fetch)
        view.fetch_stopped.connect(results.stop_fetching)
        results.fetch_progress.connect(view.show_fetching)
        results.fetched.connect(self._fetched)
        results.fetch_failed.connect(self._failed)

    def _fetch(self) -> None:
        self._results.fetch()
        self._view.show_fetching(Progress(0, 0))

    def _fetched(self, taken: list[TakenIn]) -> None:
        self._end()
        if taken:
            self.brought.emit(taken)
            return
        regular = self._results.options.results_every_s
        text = self.tr("Whatever comes later is fetched by itself.") if regular else ""
        self._troubles.note(self.tr("No results are waiting at the processing system."), text)

    def _failed(self, error: StationError) -> None:
        self._end()
        if isinstance(error, JobCancelled):
            self._troubles.show(error)
        else:
            told = words(error.code, self._troubles.language)
            again = self.tr("Look at the line to the processing system, then fetch again.")
            todo = again if error.advice in _CURABLE else told.todo
            head = self.tr("No results could be fetched.")
            self._troubles.tell_all(head, "\n".join(filter(None, (told.why, todo))))
        self.ended.emit()

    def _end(self) -> None:
        self._view.show_fetching(None)
        self._view.set_asked_at(self._results.asked_at)
