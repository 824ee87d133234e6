"""The desk of the form editor: what a frame becomes, undo, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QKeySequence, QShortcut, QUndoCommand, QUndoStack

from app.domain.field import Field, FieldSource, FieldState
from app.domain.ids import DossierId, PageId
from app.errors import StationError
from app.services.form_draft import (
    FormDraft,
    FormError,
    SampleWithoutWords,
    add_field,
    add_section,
    code_of,
    new_draft,
    printed_label,
    without_section,
)
from app.services.form_learning import accept
from app.services.forms import SavedForm
from app.ui.form_editor_flow import FormFlow, KnownForms, NamedTrial, ShownSample, Work
from app.ui.form_editor_models import FormRow, ProposalRow, ResultRow
from app.ui.form_editor_view import FormEditorView, Tool
from app.ui.form_editor_words import proposal_words, trial_sentence
from app.ui.messages import sentence
from app.ui.window import Window
from ocr.understanding.forms import FieldDefinition, PaperType
from ocr.understanding.lessons import Proposal, ZoneProposal
from ocr.understanding.printing import find_label, snapped, suggest_value_box, text_in
from ocr.words import Box

LABEL, VALUE = "label:", "value:"


class ChangeWork(QUndoCommand):
    """A step of the work on a form: the work before and after."""

    def __init__(self, show: Callable[[Work], None], before: Work, after: Work) -> None:
        super().__init__()
        self._show = show
        self._before = before
        self._after = after

    def redo(self) -> None:
        """Take the step, again."""
        self._show(self._after)

    def undo(self) -> None:
        """Go back."""
        self._show(self._before)


class FormDesk(QObject):
    """Joins the form editor with its flow."""

    def __init__(
        self, window: Window, forms: FormFlow, language: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._forms = forms
        self._language = language
        self._known = KnownForms((), frozenset())
        self._proposals: tuple[Proposal, ...] = ()
        self._trials: list[NamedTrial] = []
        self._number = -1
        self.work = Work(new_draft())
        self.undo_stack = QUndoStack(self)
        self.view = FormEditorView(window)
        window.tabs.addTab(self.view, self.tr("Paper forms  Ctrl+M"))
        window.tabs.currentChanged.connect(self._tab_changed)
        QShortcut(QKeySequence("Ctrl+M"), window).activated.connect(self.open)
        self._connect_view()
        forms.forms_read.connect(self._forms_read)
        forms.sample_read.connect(self._sample_read)
        forms.opened.connect(self._opened)
        forms.tried.connect(self._tried)
        forms.saved.connect(self._saved)
        forms.exported.connect(self._exported)
        forms.proposals_read.connect(self._proposals_read)
        forms.busy.connect(self._busy)
        forms.failed.connect(self._failed)
        self._show(self.work)

    def _connect_view(self) -> None:
        view = self.view
        view.new_wanted.connect(self._begin)
        view.opened.connect(self._open_form)
        view.file_given.connect(self._take_file)
        view.page_wanted.connect(self._take_page)
        view.page_turned.connect(self._turn)
        view.framed.connect(self._framed)
        view.picked.connect(self._pick)
        view.delete_wanted.connect(self._delete)
        view.find_wanted.connect(self._find)
        view.trial_wanted.connect(self._try)
        view.trial_chosen.connect(self._show_trial)
        view.proposals_wanted.connect(self._look_for_proposals)
        view.accepted.connect(self._accept)
        view.save_wanted.connect(self._save)
        view.export_wanted.connect(self._export)
        view.field.changed.connect(self._field_changed)
        view.paper.changed.connect(self._paper_changed)
        view.paper.section_unwanted.connect(self._drop_section)

    @property
    def is_on_show(self) -> bool:
        """The officer is looking at the form editor."""
        return self._window.tabs.currentWidget() is self.view

    def open(self) -> None:
        """Bring the form editor to the front."""
        self._window.form.finish_typing()
        self._window.tabs.setCurrentWidget(self.view)
        self.view.start()

    def _tab_changed(self, _number: int) -> None:
        if self.is_on_show:
            self._forms.read_forms()

    # The work and its steps

    def _step(self, draft: FormDraft, shown: ShownSample | None = None) -> None:
        """Take a step that can be undone."""
        after = Work(draft, shown or self.work.shown)
        if after != self.work:
            self.undo_stack.push(ChangeWork(self._show, self.work, after))

    def _show(self, work: Work) -> None:
        """Show the work as it is now."""
        before, self.work = self.work, work
        view = self.view
        view.tell("")
        rows = [FormRow(number, field) for number, field in enumerate(work.draft.fields)]
        view.fields_model.set_rows(rows)
        self._number = min(self._number, len(rows) - 1)
        view.select(self._number)
        view.paper.set_draft(work.draft)
        if work.shown is None:
            view.page.clear(self.tr("Open a sample: a file, or the page on show."))
            view.set_pages(1, 1)
        elif before.shown is not work.shown:
            view.page.set_picture(work.shown.picture)
            view.page.set_title(work.shown.sample.name)
            view.set_pages(work.shown.sample.page_count, work.shown.sample.number)
        self._show_field()
        self._draw()

    def _show_field(self) -> None:
        fields = self.work.draft.fields
        field = fields[self._number] if 0 <= self._number < len(fields) else None
        self.view.field.set_field(field, self.work.draft.paper.sections)
        self.view.page.set_active(VALUE + field.name if field else "")

    def _draw(self) -> None:
        """Frames of labels and values on the sample."""
        frames = []
        for field in self.work.draft.fields:
            label = field.definition.label
            if field.label is not None:
                frames.append(_frame(LABEL + field.name, label, field.label, FieldState.AMBER))
            if field.value is not None:
                frames.append(_frame(VALUE + field.name, label, field.value, FieldState.GREEN))
        self.view.page.set_fields(frames)

    # Forms and samples

    def _begin(self) -> None:
        self._number = -1
        self._step(new_draft())
        self._show_forms()
        self.view.choose_tool(Tool.TITLE)

    def _forms_read(self, known: KnownForms) -> None:
        self._known = known
        self._show_forms()

    def _show_forms(self) -> None:
        self.view.set_forms(self._known.papers, self._known.own, self.work.draft.opened)

    def _open_form(self, code: str) -> None:
        paper = next((paper for paper in self._known.papers if paper.code == code), None)
        if paper is not None:
            self._forms.open(paper, self.work.shown)

    def _opened(self, work: Work) -> None:
        self._number = 0
        self._step(work.draft, work.shown)
        self._show_forms()
        if work.shown is not None and work.draft.paper.layouts and not work.draft.frames:
            self.view.tell(
                self.tr("No known printing fits this sample: frame the values to add a new one.")
            )

    def _take_file(self, name: str) -> None:
        self._forms.take_file(self.work, Path(name))

    def _turn(self, number: int) -> None:
        if self.work.shown is not None and self.work.shown.file is not None:
            self._forms.take_file(self.work, self.work.shown.file, number)

    def _take_page(self) -> None:
        page_id = self._page_on_show()
        if page_id is not None:
            self._forms.take_page(self.work, page_id)

    def _page_on_show(self) -> PageId | None:
        picture = self._window.page.picture
        if picture is None:
            self.view.tell(self.tr("No page is on show: choose a page of a dossier first."))
            return None
        return picture.page_id

    def _sample_read(self, work: Work) -> None:
        """Another sample, or another place of a zone; what was typed meanwhile is kept."""
        frames, had_frames = work.draft.frames, bool(self.work.draft.frames)
        is_other = work.shown is not self.work.shown
        fields = tuple(
            replace(field, value=frames.get(field.name), label=None if is_other else field.label)
            for field in self.work.draft.fields
        )
        draft = replace(self.work.draft, fields=fields, printing=work.draft.printing)
        self._step(draft, work.shown)
        if had_frames and not frames:
            self.view.tell(
                self.tr("The frames do not fit this sample: frame the values again, or undo.")
            )
        elif not draft.paper.title_lines:
            self.view.choose_tool(Tool.TITLE)

    # Frames

    def _framed(self, tool: Tool, frame: QRectF) -> None:
        sample = self.work.sample
        if sample is None:
            self._failed(SampleWithoutWords(""))
            return
        box = self._box(frame)
        if box is None:
            return
        try:
            self._take_frame(tool, box, text_in(sample.page.text, box))
        except FormError as error:
            self._failed(error)

    def _box(self, frame: QRectF) -> Box | None:
        """The frame in pixels; a click picks the field or the word under it."""
        if not frame.isEmpty():
            sides = (frame.left(), frame.top(), frame.right(), frame.bottom())
            x0, y0, x1, y1 = map(round, sides)
            return (x0, y0, x1, y1)
        x, y = frame.x(), frame.y()
        for number, field in enumerate(self.work.draft.fields):
            for box in (field.label, field.value):
                if box is not None and box[0] <= x < box[2] and box[1] <= y < box[3]:
                    self.view.select(number)
                    return None
        words = self.work.sample.page.text.words if self.work.sample else ()
        hit = [word.box for word in words if QRectF(*_rect(word.box)).contains(x, y)]
        return hit[0] if hit else None

    def _take_frame(self, tool: Tool, box: Box, text: str) -> None:
        match tool:
            case Tool.LABEL:
                self._new_field(box)
            case Tool.VALUE:
                self._place_value(box)
            case Tool.TITLE:
                self._add_title(text)
            case Tool.PHRASE:
                paper = self.work.draft.paper
                self._set_paper(replace(paper, phrases=_added(paper.phrases, text)))
            case Tool.SECTION:
                self._step(add_section(self.work.draft, text))

    def _new_field(self, box: Box) -> None:
        sample = self.work.sample
        if sample is not None:
            fields = self.work.draft.fields
            last = fields[self._number].definition.section if self._number >= 0 else ""
            sections = self.work.draft.paper.sections
            section = last or (sections[-1].name if sections else "")
            draft = add_field(self.work.draft, sample.page, box, section)
            self._number = len(fields)
            self._step(draft)

    def _place_value(self, box: Box) -> None:
        if self._number < 0:
            self.view.tell(self.tr("Choose a field of the list first, or frame its label."))
            return
        field = self.work.draft.fields[self._number]
        self._step(self.work.draft.with_field(self._number, replace(field, value=box)))
        self.view.choose_tool(Tool.LABEL if not self.work.draft.opened else Tool.VALUE)

    def _add_title(self, text: str) -> None:
        """A title line; the first one names the paper, too."""
        paper = self.work.draft.paper
        line = printed_label(text)
        if not line:
            raise FormError("")
        if not paper.title:
            paper = replace(paper, title=line.capitalize())
        if not paper.code:
            taken = [known.code for known in self._known.papers]
            paper = replace(paper, code=code_of(line, taken))
        self._set_paper(replace(paper, title_lines=_added(paper.title_lines, line)))
        self.view.choose_tool(Tool.LABEL)

    def _find(self) -> None:
        """Look for the label of the field on the sample, so that no mouse is needed."""
        sample = self.work.sample
        if sample is None or self._number < 0:
            self.view.tell(self.tr("Open a sample and choose a field first."))
            return
        field = self.work.draft.fields[self._number]
        box = find_label(sample.page.text, field.definition.label)
        if box is None:
            self.view.tell(self.tr("The label is not on the sample: correct it, or frame it."))
            return
        others = [box for name, box in self.work.draft.frames.items() if name != field.name]
        value = field.value or suggest_value_box(sample.page, box, others)
        placed = replace(field, label=snapped(sample.page.text, box), value=value)
        self._step(self.work.draft.with_field(self._number, placed))

    # Fields and paper

    def _pick(self, number: int) -> None:
        if number != self._number and number >= 0:
            self._number = number
            self._show_field()

    def _field_changed(self, definition: FieldDefinition) -> None:
        field = self.work.draft.fields[self._number]
        self._step(self.work.draft.with_field(self._number, replace(field, definition=definition)))

    def _delete(self) -> None:
        if 0 <= self._number < len(self.work.draft.fields):
            self._step(self.work.draft.without_field(self._number))

    def _paper_changed(self, paper: PaperType, printing: str) -> None:
        if paper.title and not paper.code:
            taken = [known.code for known in self._known.papers]
            paper = replace(paper, code=code_of(paper.title, taken))
        self._step(replace(self.work.draft, paper=paper, printing=printing))

    def _set_paper(self, paper: PaperType) -> None:
        self._step(replace(self.work.draft, paper=paper))

    def _drop_section(self, name: str) -> None:
        self._step(without_section(self.work.draft, name))

    # Trials

    def _try(self, name: str) -> None:
        if name not in {"", "."}:
            self._forms.try_on_file(self.work, Path(name))
        elif name == "." and self.work.sample is not None:
            self._forms.try_on_sample(self.work, self.work.sample)
        elif name == ".":
            self.view.tell(self.tr("Open a sample: a file, or the page on show."))
        else:
            page_id = self._page_on_show()
            if page_id is not None:
                self._forms.try_on_page(self.work, page_id)

    def _tried(self, trial: NamedTrial) -> None:
        self._trials.append(trial)
        names = [each.name for each in self._trials]
        self.view.trial.set_trials(names, len(names) - 1)
        self._show_trial(len(names) - 1)

    def _show_trial(self, number: int) -> None:
        trial = self._trials[number].trial
        self.view.trial.verdict.setText(trial_sentence(trial))
        rows = [ResultRow(place, row) for place, row in enumerate(trial.rows)]
        self.view.trial.model.set_rows(rows)

    # Proposals

    def _look_for_proposals(self) -> None:
        paper = next(
            (known for known in self._known.papers if known.code == self.work.draft.opened), None
        )
        if paper is None:
            self.view.tell(self.tr("Open a known form first: proposals are for saved forms."))
        else:
            self._forms.look_for_proposals(paper)

    def _proposals_read(self, proposals: tuple[Proposal, ...]) -> None:
        self._proposals = proposals
        self._show_proposals()
        if not proposals:
            self.view.note(self.tr("No proposals: the form agrees with what was confirmed."))

    def _show_proposals(self) -> None:
        paper = replace(
            self.work.draft.paper,
            fields=tuple(field.definition for field in self.work.draft.fields),
        )
        rows = [ProposalRow(each, proposal_words(each, paper)) for each in self._proposals]
        self.view.proposals.model.set_rows(rows)

    def _accept(self, number: int) -> None:
        if not 0 <= number < len(self._proposals):
            self.view.tell(self.tr("Choose a proposal of the list first."))
            return
        proposal = self._proposals[number]
        draft = accept(self.work.draft, proposal)
        self._proposals = tuple(each for each in self._proposals if each is not proposal)
        self._show_proposals()
        self._step(draft)
        if isinstance(proposal, ZoneProposal) and draft.printing == proposal.layout:
            self._forms.lay_again(self.work, proposal.field)

    # Saving

    def _save(self) -> None:
        self.view.paper.leave()
        self.view.field.leave()
        self._forms.save(self.work)

    def _saved(self, saved: SavedForm) -> None:
        paper = saved.paper
        fields = tuple(replace(field, known_as=field.name) for field in self.work.draft.fields)
        draft = replace(self.work.draft, paper=paper, fields=fields, opened=paper.code)
        self.work = replace(self.work, draft=draft)
        self.undo_stack.clear()
        self._show(self.work)
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
        self.view.save.setEnabled(not is_busy)
        if is_busy:
            self.view.wait(self.tr("One moment…"))
        elif self.view.is_waiting:
            self.view.tell("")

    def _failed(self, error: StationError) -> None:
        self.view.tell(sentence(error.code, self._language, what=error.detail or None))


def _frame(name: str, label: str, box: Box, state: FieldState) -> Field:
    """A frame as the page shows it."""
    home, page = DossierId(""), PageId("")
    return Field(home, page, name, label, "", state, 1.0, FieldSource.TYPED, box)


def _rect(box: Box) -> tuple[int, int, int, int]:
    return (box[0], box[1], box[2] - box[0], box[3] - box[1])


def _added(lines: tuple[str, ...], text: str) -> tuple[str, ...]:
    line = printed_label(text)
    return lines if not line or line in lines else (*lines, line)
