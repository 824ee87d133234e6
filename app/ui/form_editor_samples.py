"""Samples of the form editor: the one on show, and those a form is tried on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from app.domain.ids import PageId
from app.ui.form_editor_flow import FormFlow, NamedTrial, Work
from app.ui.form_editor_models import ResultRow
from app.ui.form_editor_view import FormEditorView, Tool
from app.ui.form_editor_words import trial_sentence
from app.ui.form_editor_work import FormWork
from app.ui.page_view import PageView


class SampleDesk(QObject):
    """Brings samples on show, and shows what a form finds on them."""

    def __init__(
        self, view: FormEditorView, work: FormWork, forms: FormFlow, dossier_page: PageView
    ) -> None:
        super().__init__(view)
        self._view = view
        self._work = work
        self._forms = forms
        self._dossier_page = dossier_page
        self._trials: list[NamedTrial] = []
        view.file_given.connect(self._take_file)
        view.page_wanted.connect(self._take_page)
        view.page_turned.connect(self._turn)
        view.trial_wanted.connect(self._try)
        view.trial_chosen.connect(self._show_trial)
        forms.sample_read.connect(self._sample_read)
        forms.tried.connect(self._tried)

    def show(self, before: Work, now: Work) -> None:
        """Show the sample of the work as it is now."""
        view = self._view
        if now.shown is None:
            view.page.clear(self.tr("Open a sample: a file, or the page on show."))
            view.set_pages(1, 1)
        elif before.shown is not now.shown:
            view.page.set_picture(now.shown.picture)
            view.page.set_title(now.shown.sample.name)
            view.set_pages(now.shown.sample.page_count, now.shown.sample.number)

    def _take_file(self, name: str) -> None:
        self._forms.take_file(self._work.now, Path(name))

    def _turn(self, number: int) -> None:
        shown = self._work.now.shown
        if shown is not None and shown.file is not None:
            self._forms.take_file(self._work.now, shown.file, number)

    def _take_page(self) -> None:
        page_id = self._page_on_show()
        if page_id is not None:
            self._forms.take_page(self._work.now, page_id)

    def _page_on_show(self) -> PageId | None:
        picture = self._dossier_page.picture
        if picture is None:
            self._view.tell(self.tr("No page is on show: choose a page of a dossier first."))
            return None
        return picture.page_id

    def _sample_read(self, read: Work) -> None:
        """Another sample, or another place of a zone; what was typed meanwhile is kept."""
        draft, frames = self._work.draft, read.draft.frames
        had_frames = bool(draft.frames)
        is_other = read.shown is not self._work.now.shown
        fields = tuple(
            replace(field, value=frames.get(field.name), label=None if is_other else field.label)
            for field in draft.fields
        )
        self._work.step(replace(draft, fields=fields, printing=read.draft.printing), read.shown)
        if had_frames and not frames:
            self._view.tell(
                self.tr("The frames do not fit this sample: frame the values again, or undo.")
            )
        elif not draft.paper.title_lines:
            self._view.choose_tool(Tool.TITLE)

    def _try(self, name: str) -> None:
        work = self._work.now
        if name not in {"", "."}:
            self._forms.try_on_file(work, Path(name))
        elif name == "." and work.sample is not None:
            self._forms.try_on_sample(work, work.sample)
        elif name == ".":
            self._view.tell(self.tr("Open a sample: a file, or the page on show."))
        else:
            page_id = self._page_on_show()
            if page_id is not None:
                self._forms.try_on_page(work, page_id)

    def _tried(self, trial: NamedTrial) -> None:
        self._trials.append(trial)
        names = [each.name for each in self._trials]
        self._view.trial.set_trials(names, len(names) - 1)
        self._show_trial(len(names) - 1)

    def _show_trial(self, number: int) -> None:
        trial = self._trials[number].trial
        self._view.trial.verdict.setText(trial_sentence(trial))
        rows = [ResultRow(place, row) for place, row in enumerate(trial.rows)]
        self._view.trial.model.set_rows(rows)
