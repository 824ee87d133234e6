"""Panels of the form editor: one field, and the paper itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QWidget,
)

from app.services.form_draft import DraftField, FormDraft
from app.ui.form_editor_words import kind_word
from app.ui.keyboard import ITSELF, shortcut
from app.ui.look import SPACE_PX, scaled_px
from app.ui.text_size import follow_text
from ocr.understanding.forms import FieldDefinition, PaperType, Section, ValueKind

LINES_PX = 74
BETWEEN = ";"


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for each in text.split(BETWEEN) if (part := _composed(each))))


class FieldPanel(QWidget):
    """Everything about one field; saved on leaving each entry.

    Signals:
        changed(FieldDefinition): The officer has changed something.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: FieldDefinition | None = None
        self.label, self.code = QLineEdit(self), QLineEdit(self)
        self.aliases, self.choices = QLineEdit(self), QLineEdit(self)
        self.kind, self.section = QComboBox(self), QComboBox(self)
        self.required = QCheckBox(self.tr("Required"), self)
        self.critical = QCheckBox(self.tr("Critical: doubt is typed twice"), self)
        for kind in ValueKind:
            self.kind.addItem(kind_word(kind), kind)
        self._arrange()
        for edit in (self.label, self.code, self.aliases, self.choices):
            edit.editingFinished.connect(self.leave)
        for box in (self.kind, self.section):
            box.activated.connect(self.leave)
        for tick in (self.required, self.critical):
            tick.clicked.connect(self.leave)
        self.set_field(None, ())

    def _arrange(self) -> None:
        ticks = QHBoxLayout()
        ticks.addWidget(self.required)
        ticks.addWidget(self.critical, 1)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(SPACE_PX // 2)
        for name, widget in (
            (self.tr("Label on the form"), self.label),
            (self.tr("Code"), self.code),
            (self.tr("Kind"), self.kind),
            (self.tr("Choices, parted by “;”"), self.choices),
            (self.tr("Other labels, parted by “;”"), self.aliases),
            (self.tr("Part of the form"), self.section),
        ):
            self._form.addRow(name, widget)
            widget.setAccessibleName(name)
            if isinstance(widget, QComboBox):
                widget.view().setAccessibleName(name)
        for tick in (self.required, self.critical):
            tick.setAccessibleName(tick.text())
        self._form.addRow(ticks)

    def set_field(self, field: DraftField | None, sections: Sequence[Section]) -> None:
        """Show a field, or nothing."""
        self.setEnabled(field is not None)
        why = "" if field is not None else self.tr("Choose a field of the form first.")
        for tick in (self.required, self.critical):
            tick.setToolTip(why)
            tick.setAccessibleDescription(why)
        definition = field.definition if field else FieldDefinition("", "")
        self._shown = definition if field else None
        self.label.setText(definition.label)
        self.code.setText(definition.name)
        self.aliases.setText(f"{BETWEEN} ".join(definition.aliases))
        self.choices.setText(f"{BETWEEN} ".join(definition.choices))
        self.kind.setCurrentIndex(self.kind.findData(definition.kind))
        self.required.setChecked(definition.required)
        self.critical.setChecked(definition.critical)
        self.section.clear()
        self.section.addItem(self.tr("(none)"), "")
        for section in sections:
            self.section.addItem(section.opens_with[0], section.name)
        self.section.setCurrentIndex(max(0, self.section.findData(definition.section)))
        self._form.setRowVisible(self.choices, definition.kind is ValueKind.CHOICE)

    def leave(self) -> None:
        """Tell of a change, once."""
        if self._shown is None:
            return
        kind = ValueKind(self.kind.currentData())
        now = replace(
            self._shown,
            label=_composed(self.label.text()),
            name=_composed(self.code.text()),
            kind=kind,
            choices=_parts(self.choices.text()) if kind is ValueKind.CHOICE else (),
            aliases=_parts(self.aliases.text()),
            section=str(self.section.currentData()),
            required=self.required.isChecked(),
            critical=self.critical.isChecked(),
        )
        if now != self._shown:
            self._shown = now
            self.changed.emit(now)


class LinesEdit(QPlainTextEdit):
    """A text for each line; Tab leaves it.

    Signals:
        left(): The keyboard goes elsewhere.
    """

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        follow_text(self, self._fit_text)

    def _fit_text(self) -> None:
        self.setFixedHeight(scaled_px(LINES_PX))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the lines are as they shall be."""
        super().focusOutEvent(event)
        self.left.emit()

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that hold something, each once."""
        lines = (_composed(line) for line in self.toPlainText().splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def set_lines(self, lines: Sequence[str]) -> None:
        """Show other lines."""
        if self.lines != tuple(lines):
            self.setPlainText("\n".join(lines))


class PaperPanel(QWidget):
    """Name, code, printing, title lines, phrases and parts of the form.

    Signals:
        changed(PaperType, str): The paper and the name of the printing are other ones.
        section_unwanted(str): Take a part out; its code.
    """

    changed = Signal(object, str)
    section_unwanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: FormDraft | None = None
        self.title, self.code, self.printing = (QLineEdit(self) for _ in range(3))
        self.title_lines, self.phrases = LinesEdit(self), LinesEdit(self)
        self.sections = QListView(self)
        self._names = QStringListModel(self)
        self.sections.setModel(self._names)
        self.sections.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        follow_text(self.sections, self._fit_text)
        shortcut("forms.delete", self.sections, self._drop_section, reach=ITSELF)
        form = QFormLayout(self)
        form.setContentsMargins(0, SPACE_PX, 0, 0)
        for name, widget in (
            (self.tr("Name of the paper"), self.title),
            (self.tr("Code of the paper"), self.code),
            (self.tr("This printing"), self.printing),
            (self.tr("Title lines"), self.title_lines),
            (self.tr("Deciding phrases"), self.phrases),
            (self.tr("Parts (Delete takes one out)"), self.sections),
        ):
            form.addRow(name, widget)
            widget.setAccessibleName(name)
        for edit in (self.title, self.code, self.printing):
            edit.editingFinished.connect(self.leave)
        for lines in (self.title_lines, self.phrases):
            lines.left.connect(self.leave)

    def set_draft(self, draft: FormDraft) -> None:
        """Show a form; the code of a known one cannot be changed."""
        self._shown = draft
        self.title.setText(draft.paper.title)
        self.code.setText(draft.paper.code)
        self.code.setReadOnly(bool(draft.opened))
        self.printing.setText(draft.printing)
        self.title_lines.set_lines(draft.paper.title_lines)
        self.phrases.set_lines(draft.paper.phrases)
        self._names.setStringList([each.opens_with[0] for each in draft.paper.sections])

    def leave(self) -> None:
        """Tell of a change, once."""
        if self._shown is None:
            return
        before = self._shown
        now: PaperType = replace(
            before.paper,
            title=_composed(self.title.text()),
            code=_composed(self.code.text()),
            title_lines=self.title_lines.lines,
            phrases=self.phrases.lines,
        )
        printing = _composed(self.printing.text())
        if now != before.paper or printing != before.printing:
            self._shown = replace(before, paper=now, printing=printing)
            self.changed.emit(now, printing)

    def _fit_text(self) -> None:
        self.sections.setFixedHeight(scaled_px(LINES_PX))

    def _drop_section(self) -> None:
        number = self.sections.currentIndex().row()
        if self._shown is not None and 0 <= number < len(self._shown.paper.sections):
            self.section_unwanted.emit(self._shown.paper.sections[number].name)
