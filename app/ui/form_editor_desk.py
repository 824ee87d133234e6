"""The desk of the form editor: which form is on show, its fields and name, and saving it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from app.errors import StationError
from app.services.form_draft import new_draft, without_section
from app.services.form_drafts import KeptForm
from app.services.forms import SavedForm
from app.ui.buttons import set_reason
from app.ui.form_editor_flow import FormFlow, KnownForms, Work
from app.ui.form_editor_frames import VALUE, FrameDesk
from app.ui.form_editor_models import FormRow
from app.ui.form_editor_proposals import ProposalDesk
from app.ui.form_editor_samples import SampleDesk
from app.ui.form_editor_view import FormEditorView, Tool
from app.ui.form_editor_work import FormWork
from app.ui.messages import sentence
from app.ui.tab_desk import TabDesk
from app.ui.window import Window
from ocr.understanding.forms import FieldDefinition, PaperType


class FormDesk(TabDesk):
    """Joins the form editor with its flow."""

    def __init__(
        self, window: Window, forms: FormFlow, language: str, parent: QObject | None = None
    ) -> None:
        super().__init__(window, parent)
        self._forms = forms
        self._language = language
        self.view = FormEditorView(window)
        self._work = FormWork(self)
        self._frames = FrameDesk(self.view, self._work, language, self)
        self._samples = SampleDesk(self.view, self._work, forms, window.page)
        ProposalDesk(self.view, self._work, forms)
        self.add_behind(self.view, self.tr("Paper forms"), "forms")
        self._connect_view()
        self._work.changed.connect(self._show)
        self._is_kept_read = False
        self._keep_steps()
        forms.forms_read.connect(self._forms_read)
        forms.opened.connect(self._opened)
        forms.saved.connect(self._saved)
        forms.exported.connect(self._exported)
        forms.busy.connect(self._busy)
        forms.failed.connect(self._failed)
        self._show(self.work, self.work)
        self._show_forms()

    def _connect_view(self) -> None:
        view = self.view
        view.new_wanted.connect(self._begin)
        view.opened.connect(self._open_form)
        view.picked.connect(self._pick)
        view.delete_wanted.connect(self._delete)
        view.save_wanted.connect(self._save)
        view.export_wanted.connect(self._export)
        view.field.changed.connect(self._field_changed)
        view.paper.changed.connect(self._paper_changed)
        view.paper.section_unwanted.connect(self._drop_section)

    def _keep_steps(self) -> None:
        """Each step is kept, so that neither quitting nor a power cut loses it."""
        stack = self._work.undo_stack
        stack.indexChanged.connect(self._keep)
        stack.cleanChanged.connect(self._keep)
        self._forms.kept_read.connect(self._take_up)
        self._window.closing.connect(self._leave)

    @property
    def work(self) -> Work:
        """The form and its sample as they are now."""
        return self._work.now

    @property
    def undo_stack(self) -> QUndoStack:
        """The steps so far."""
        return self._work.undo_stack

    def start(self) -> None:
        """The keyboard begins at the fields."""
        self.view.start()

    def came(self) -> None:
        """Read which forms there are now, and at first what was not finished."""
        if not self._is_kept_read:
            self._is_kept_read = True
            self._forms.read_kept()
        self._forms.read_forms()

    def went(self) -> None:
        """The form stays as it is; what is being typed belongs to it."""
        self._leave()

    def _show(self, before: Work, now: Work) -> None:
        """Show the work as it is now."""
        view, draft = self.view, now.draft
        view.tell("")
        rows = [FormRow(number, field) for number, field in enumerate(draft.fields)]
        view.fields_model.set_rows(rows)
        self._work.number = min(self._work.number, len(rows) - 1)
        view.select(self._work.number)
        view.paper.set_draft(draft)
        self._samples.show(before, now)
        self._show_field()
        self._frames.draw()

    def _show_field(self) -> None:
        field = self._work.field
        self.view.field.set_field(field, self.work.draft.paper.sections)
        self.view.page.set_active(VALUE + field.name if field else "")

    # Unfinished work

    def _leave(self) -> None:
        """Take what is being typed."""
        self.view.paper.leave()
        self.view.field.leave()

    def _keep(self) -> None:
        self._forms.keep(None if self._work.is_finished else self.work)

    def _take_up(self, kept: KeptForm) -> None:
        """Go on where the officer was when the program ended, unless work has begun anew."""
        if not self._work.is_untouched:
            return
        self._work.number = 0 if kept.draft.fields else -1
        self._work.take_up(kept)
        self._show_forms()
        text = self.tr("“%1” is not saved yet; it is here as you left it.")
        if kept.sample_digest:
            text = self.tr(
                "“%1” is not saved yet; it is here as you left it. Open its sample again to see "
                "the frames."
            )
        self.view.note(text.replace("%1", kept.draft.paper.title or self.tr("New form")))

    # Forms

    def _begin(self) -> None:
        self._work.number = -1
        self._work.step(new_draft())
        self._work.call_finished()
        self._show_forms()
        self.view.choose_tool(Tool.TITLE)

    def _forms_read(self, known: KnownForms) -> None:
        self._work.known = known
        self._show_forms()

    def _show_forms(self) -> None:
        known = self._work.known
        self.view.set_forms(known.papers, known.own, self.work.draft.opened)

    def _open_form(self, code: str) -> None:
        known = self._work.known.papers
        paper = next((paper for paper in known if paper.code == code), None)
        if paper is not None:
            self._forms.open(paper, self.work.shown)

    def _opened(self, work: Work) -> None:
        self._work.number = 0
        self._work.step(work.draft, work.shown)
        self._work.call_finished()
        self._show_forms()
        if work.shown is not None and work.draft.paper.layouts and not work.draft.frames:
            self.view.tell(
                self.tr("No known printing fits this sample: frame the values to add a new one.")
            )

    # Fields and paper

    def _pick(self, number: int) -> None:
        if number != self._work.number and number >= 0:
            self._work.number = number
            self._show_field()

    def _field_changed(self, definition: FieldDefinition) -> None:
        field = self._work.field
        if field is not None:
            self._work.step_field(replace(field, definition=definition))

    def _delete(self) -> None:
        if self._work.field is not None:
            self._work.step(self.work.draft.without_field(self._work.number))

    def _paper_changed(self, paper: PaperType, printing: str) -> None:
        if paper.title and not paper.code:
            paper = replace(paper, code=self._work.free_code(paper.title))
        self._work.step(replace(self.work.draft, paper=paper, printing=printing))

    def _drop_section(self, name: str) -> None:
        self._work.step(without_section(self.work.draft, name))

    # Saving

    def _save(self) -> None:
        self._leave()
        if self.work.shown is None and self.work.draft.frames:
            self.view.tell(self.tr("Open the sample again first: the frames belong to it."))
        else:
            self._forms.save(self.work)

    def _saved(self, saved: SavedForm) -> None:
        paper, draft = saved.paper, self.work.draft
        fields = tuple(replace(field, known_as=field.name) for field in draft.fields)
        self._work.begin_anew(replace(draft, paper=paper, fields=fields, opened=paper.code))
        self._keep()
        self._forms.read_forms()
        if not saved.changes:
            self.view.note(self.tr("Nothing has changed since the form was saved."))
            return
        text = self.tr("Saved “%1”: %2. It is used from the next start of the program on.")
        aspects = {aspect for change in saved.changes for aspect in change.aspects}
        told = ", ".join(self._aspect(each) for each in sorted(aspects)) or self.tr("new form")
        self.view.note(text.replace("%1", paper.title).replace("%2", told))

    def _aspect(self, name: str) -> str:
        """Word for a part of a form that has changed."""
        known = {
            "title": self.tr("name"),
            "title_lines": self.tr("title lines"),
            "phrases": self.tr("phrases"),
            "sections": self.tr("parts"),
            "fields": self.tr("fields"),
            "layouts": self.tr("printings"),
        }
        return known.get(name, name)

    def _export(self, name: str) -> None:
        if not self.work.draft.opened:
            self.view.tell(self.tr("Save the form first; then it can be exported."))
        else:
            self._forms.export(self.work.draft.opened, Path(name))

    def _exported(self, name: str) -> None:
        text = self.tr("Written to %1. Other stations take it in with “sohoa catalog import”.")
        self.view.note(text.replace("%1", name))

    def _busy(self, is_busy: bool) -> None:
        set_reason(self.view.save, self.tr("One moment…") if is_busy else "")
        if is_busy:
            self.view.wait(self.tr("One moment…"))
        elif self.view.is_waiting:
            self.view.tell("")

    def _failed(self, error: StationError) -> None:
        self.view.tell(sentence(error.code, self._language, what=error.detail or None))
