"""The diagnostics screen: looks at the machine on lanes, one thing at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from app.errors import JobCancelled, StationError
from app.jobs import CancelToken, Progress
from app.services.diagnose import Check
from app.services.examination import Exam, ExamWatch, report_text, run_exam, save_report
from app.ui.diagnostics_model import ExamRow, ExamState
from app.ui.diagnostics_view import DiagnosticsView
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.screen_gear import Examiner
from app.ui.tab_desk import TabDesk
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window


class DiagnosticsDesk(TabDesk):
    """Looks when the screen comes to the front for the first time, then when it is asked to."""

    def __init__(
        self,
        window: Window,
        bridge: JobsBridge,
        *,
        examiner: Examiner,
        troubles: TroubleDesk,
    ) -> None:
        super().__init__(window, window)
        self._bridge, self._examiner, self._troubles = bridge, examiner, troubles
        self._exams: tuple[Exam, ...] = ()
        self._rows: list[ExamRow] = []
        self._cancel = CancelToken()
        self._dialog: QFileDialog | None = None
        self.view = DiagnosticsView(troubles.language, window)
        self.add_behind(self.view, self.tr("Diagnostics"), "diagnostics")
        self.view.all_wanted.connect(self.check_all)
        self.view.one_wanted.connect(self.check_one)
        self.view.stop_wanted.connect(self.stop)
        self.view.copy_wanted.connect(self.copy_report)
        self.view.save_wanted.connect(self._ask_where)

    def start(self) -> None:
        """The list is where the work begins."""
        self.view.table.setFocus()

    def came(self) -> None:
        """Look at everything that is quick, the first time."""
        if not self._exams:
            self._exams = tuple(self._examiner.exams())
            self._rows = [
                ExamRow(number, exam.name, exam.is_long) for number, exam in enumerate(self._exams)
            ]
            self.check_all()

    def went(self) -> None:
        """What is under way goes on; its findings are there when the officer comes back."""

    def check_all(self) -> None:
        """Look at everything but what takes long."""
        for row in list(self._rows):
            if not row.is_long and row.state not in (ExamState.WAITING, ExamState.RUNNING):
                self._begin(row.number)
        self._show()

    def check_one(self, number: int) -> None:
        """Look at one thing again, however long it takes."""
        if self._rows[number].state not in (ExamState.WAITING, ExamState.RUNNING):
            self._begin(number)
            self._show()

    def stop(self) -> None:
        """Look no further; what answers late all the same is shown."""
        self._cancel.cancel()
        for row in self._rows:
            if row.state in (ExamState.WAITING, ExamState.RUNNING):
                self._put(replace(row, state=ExamState.STOPPED, percent=-1))
        self._show()

    def _begin(self, number: int) -> None:
        if self._cancel.cancelled:
            self._cancel = CancelToken()
        exam, cancel = self._exams[number], self._cancel
        self._put(replace(self._rows[number], state=ExamState.WAITING, percent=-1))
        told = partial(self._bridge.post, self._went_on, number, cancel)
        watch = ExamWatch(cancel, _Steps(told).tell)

        def look() -> Check:
            self._bridge.post(self._went_on, number, cancel, -1)
            return run_exam(exam, watch)

        self._bridge.run(
            Lane.FAR if exam.is_far else Lane.MACHINE,
            look,
            partial(self._found, number),
            partial(self._failed, number, cancel),
        )

    def _went_on(self, number: int, cancel: CancelToken, percent: int) -> None:
        if not cancel.cancelled:
            self._put(replace(self._rows[number], state=ExamState.RUNNING, percent=percent))
            self._show()

    def _found(self, number: int, check: Check) -> None:
        row = self._rows[number]
        self._put(replace(row, state=ExamState.DONE, check=check, percent=-1))
        self._show()

    def _failed(self, number: int, cancel: CancelToken, error: StationError) -> None:
        """The look was stopped, or went wrong in a way that nobody has foreseen."""
        if self._cancel is not cancel and isinstance(error, JobCancelled):
            return
        self._put(replace(self._rows[number], state=ExamState.STOPPED, percent=-1))
        self._show()
        if not isinstance(error, JobCancelled):
            self._troubles.show(error)

    def _put(self, row: ExamRow) -> None:
        self._rows[row.number] = row

    def _show(self) -> None:
        self.view.show_rows(tuple(self._rows))

    @property
    def report(self) -> str:
        """The report of what was found, fit to leave the house."""
        checks = [row.check for row in self._rows if row.check is not None]
        examiner, language = self._examiner, self._troubles.language
        return report_text(checks, examiner.machine(), examiner.now(), language)

    def copy_report(self) -> None:
        """Put the report into the clipboard."""
        QGuiApplication.clipboard().setText(self.report)
        self._troubles.note(
            self.tr("The report is copied."),
            self.tr("It holds no names, paths or addresses: paste it into a message for help."),
        )

    def _ask_where(self) -> None:
        """Open the file dialog beside the work."""
        if self._dialog is None:
            self._dialog = QFileDialog(self.view, self.tr("Save report"))
            self._dialog.setModal(False)
            self._dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            self._dialog.setNameFilters([self.tr("Text (*.txt)")])
            self._dialog.setDefaultSuffix("txt")
            self._dialog.fileSelected.connect(self.save)
        self._dialog.selectFile(self.tr("station-report.txt"))
        self._dialog.show()

    def save(self, name: str) -> None:
        """Write the report."""
        text = self.report
        said = partial(self._saved, Path(name).name)
        self._bridge.run(Lane.MACHINE, lambda: save_report(Path(name), text), said)

    def _saved(self, name: str, _nothing: None) -> None:
        self._troubles.note(self.tr("The report is saved."), name)


class _Steps:
    """Passes on each new hundredth, so that a long look does not flood the window."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self._tell, self._told = tell, -1

    def tell(self, progress: Progress) -> None:
        """Called by the lane after each step."""
        percent = min(100, 100 * progress.done // max(progress.total, 1))
        if percent != self._told:
            self._told = percent
            self._tell(percent)
