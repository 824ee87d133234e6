"""Frames on the sample: what a frame becomes, and the frames of the form as they are drawn."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QRectF

from app.domain.field import Field, FieldSource, FieldState
from app.domain.ids import DossierId, PageId
from app.services.form_draft import (
    FormError,
    SampleWithoutWords,
    add_field,
    add_section,
    printed_label,
)
from app.ui.form_editor_view import FormEditorView, Tool
from app.ui.form_editor_work import FormWork
from app.ui.messages import sentence
from ocr.understanding.printing import find_label, snapped, suggest_value_box, text_in
from ocr.words import Box

LABEL, VALUE = "label:", "value:"


class FrameDesk(QObject):
    """Joins the tools of the form editor with the form."""

    def __init__(
        self, view: FormEditorView, work: FormWork, language: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._work = work
        self._language = language
        view.framed.connect(self._framed)
        view.find_wanted.connect(self._find)

    def draw(self) -> None:
        """Draw the frames of labels and values on the sample."""
        frames = []
        for field in self._work.draft.fields:
            label = field.definition.label
            if field.label is not None:
                frames.append(_frame(LABEL + field.name, label, field.label, FieldState.AMBER))
            if field.value is not None:
                frames.append(_frame(VALUE + field.name, label, field.value, FieldState.GREEN))
        self._view.page.set_fields(frames)

    def _framed(self, tool: Tool, frame: QRectF) -> None:
        sample = self._work.now.sample
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
        for number, field in enumerate(self._work.draft.fields):
            for box in (field.label, field.value):
                if box is not None and box[0] <= x < box[2] and box[1] <= y < box[3]:
                    self._view.select(number)
                    return None
        sample = self._work.now.sample
        words = sample.page.text.words if sample else ()
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
                paper = self._work.draft.paper
                self._work.step_paper(replace(paper, phrases=_added(paper.phrases, text)))
            case Tool.SECTION:
                self._work.step(add_section(self._work.draft, text))

    def _new_field(self, box: Box) -> None:
        work, sample = self._work, self._work.now.sample
        if sample is not None:
            fields = work.draft.fields
            last = fields[work.number].definition.section if work.number >= 0 else ""
            sections = work.draft.paper.sections
            section = last or (sections[-1].name if sections else "")
            draft = add_field(work.draft, sample.page, box, section)
            work.number = len(fields)
            work.step(draft)

    def _place_value(self, box: Box) -> None:
        field = self._work.field
        if field is None:
            self._view.tell(self.tr("Choose a field of the list first, or frame its label."))
            return
        self._work.step_field(replace(field, value=box))
        self._view.choose_tool(Tool.LABEL if not self._work.draft.opened else Tool.VALUE)

    def _add_title(self, text: str) -> None:
        """A title line; the first one names the paper, too."""
        paper = self._work.draft.paper
        line = printed_label(text)
        if not line:
            raise FormError("")
        if not paper.title:
            paper = replace(paper, title=line.capitalize())
        if not paper.code:
            paper = replace(paper, code=self._work.free_code(line))
        self._work.step_paper(replace(paper, title_lines=_added(paper.title_lines, line)))
        self._view.choose_tool(Tool.LABEL)

    def _find(self) -> None:
        """Look for the label of the field on the sample, so that no mouse is needed."""
        sample, field = self._work.now.sample, self._work.field
        if sample is None or field is None:
            self._view.tell(self.tr("Open a sample and choose a field first."))
            return
        box = find_label(sample.page.text, field.definition.label)
        if box is None:
            self._view.tell(self.tr("The label is not on the sample: correct it, or frame it."))
            return
        others = [box for name, box in self._work.draft.frames.items() if name != field.name]
        value = field.value or suggest_value_box(sample.page, box, others)
        self._work.step_field(replace(field, label=snapped(sample.page.text, box), value=value))

    def _failed(self, error: FormError) -> None:
        self._view.tell(sentence(error.code, self._language, what=error.detail or None))


def _frame(name: str, label: str, box: Box, state: FieldState) -> Field:
    """A frame as the page shows it."""
    home, page = DossierId(""), PageId("")
    return Field(home, page, name, label, "", state, 1.0, FieldSource.TYPED, box)


def _rect(box: Box) -> tuple[int, int, int, int]:
    return (box[0], box[1], box[2] - box[0], box[3] - box[1])


def _added(lines: tuple[str, ...], text: str) -> tuple[str, ...]:
    line = printed_label(text)
    return lines if not line or line in lines else (*lines, line)
