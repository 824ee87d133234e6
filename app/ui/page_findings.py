"""What was measured on the page on show, its findings with the next step, and an answer to them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.ids import PageId
from app.domain.page import Page
from app.domain.page_checks import CHECK_FINDINGS, RIGHT, TOO_COARSE, about
from app.services.page_count import LEAST_REASON, MOST_REASON
from app.ui.buttons import named_button, set_reason
from app.ui.length_note import too_long
from app.ui.look import SPACE_PX
from app.ui.page_signs import SIGNS
from app.ui.wording_checks import (
    FINDING_MESSAGES,
    KEEP,
    KEEP_REASON,
    about_words,
    finding_words,
    in_language,
)
from ocr.measures import PageMeasures
from ocr.reading import PageReading

translate = QCoreApplication.translate
SHOWN = 2
"""Findings that are told in full; there is room for no more beside a page."""


class PageFindings(QFrame):
    """Below the page.

    Signals:
        right_wanted(): The page is right as it is.
        doubt_wanted(): Take that back.
        keep_wanted(reason): The page stays although it is below the least resolution.
    """

    right_wanted = Signal()
    doubt_wanted = Signal()
    keep_wanted = Signal(str)

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._page_id: PageId | None = None
        self.setObjectName("card")
        self.measures = QLabel(self)
        self.findings = QLabel(self)
        for label in (self.measures, self.findings):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.right = named_button(self.tr("This page is right  K"), self)
        self.right.clicked.connect(self.right_wanted)
        self.doubt = named_button(self.tr("Look at it again"), self)
        self.doubt.clicked.connect(self.doubt_wanted)
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(in_language(KEEP_REASON, language))
        self.reason.setAccessibleName(in_language(KEEP_REASON, language))
        self.keep = named_button(in_language(KEEP, language), self)
        self.keep.clicked.connect(self._keep)
        self.reason.returnPressed.connect(self._keep)
        self.reason.textChanged.connect(self._decide_keep)
        self._decide_keep()
        kept = QHBoxLayout()
        kept.addWidget(self.reason, 1)
        kept.addWidget(self.keep)
        line = QHBoxLayout()
        line.addWidget(self.measures, 1)
        line.addWidget(self.right)
        line.addWidget(self.doubt)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_PX, SPACE_PX // 2, SPACE_PX, SPACE_PX // 2)
        layout.setSpacing(2)
        layout.addWidget(self.findings)
        layout.addLayout(kept)
        layout.addLayout(line)
        self.show_page(None, None, may_answer=False)

    def show_page(
        self, page: Page | None, reading: PageReading | None, *, may_answer: bool
    ) -> None:
        """Tell of a page; None for none."""
        found = [f for f in page.findings if f in FINDING_MESSAGES] if page else []
        flags = page.flags if page else ()
        lines = [self._finding(flag, about(flags, flag)) for flag in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(self.tr("… and %n more.", "", len(found) - SHOWN))
        self.findings.setText("\n".join(lines))
        self.findings.setVisible(bool(lines))
        measures = reading.measures if reading else None
        self.measures.setText(measured_words(measures) if measures else "")
        can_answer = may_answer and page is not None
        self.right.setVisible(
            can_answer and bool(CHECK_FINDINGS.intersection(found) - {TOO_COARSE})
        )
        for part in (self.reason, self.keep):
            part.setVisible(can_answer and TOO_COARSE in found)
        if page is None or page.id != self._page_id:
            self.reason.clear()
        self._page_id = page.id if page else None
        is_answered = page is not None and any(flag.startswith(RIGHT) for flag in page.flags)
        self.doubt.setVisible(can_answer and is_answered)
        parts = (self.findings, self.measures, self.right, self.doubt, self.reason)
        is_any = bool(self.measures.text()) or any(
            not part.isHidden() for part in parts if part is not self.measures
        )
        self.setVisible(page is not None and is_any)
        self._take_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sentences that wrap need more height; a splitter does not ask for it by itself."""
        super().resizeEvent(event)
        self._take_room()

    def _take_room(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(max(0, layout.heightForWidth(self.width())))

    def _finding(self, flag: str, said: str) -> str:
        told = finding_words(flag, self._language)
        parts = (told.what, about_words(said, self._language), told.todo)
        return f"{SIGNS.get(flag, '!')} {' '.join(part for part in parts if part)}"

    def _decide_keep(self) -> None:
        is_told = len(self.reason.text().strip()) >= LEAST_REASON
        why = "" if is_told else self.tr("Say why in a few words first.")
        set_reason(self.keep, why or too_long(self.reason.text(), MOST_REASON))

    def _keep(self) -> None:
        if self.keep.isEnabled():
            self.keep_wanted.emit(self.reason.text())
            self.reason.clear()


def measured_words(measures: PageMeasures) -> str:
    """The measures that officers can make something of, in one line."""
    number = QLocale()
    parts = [_dots(measures)]
    if measures.skew_confidence > 0.0:
        skew = number.toString(abs(measures.skew_deg), "f", 1)
        parts.append(translate("measures", "skew %1°").replace("%1", skew))
    sharp = number.toString(round(100 * measures.sharpness))
    parts.append(translate("measures", "sharpness %1").replace("%1", sharp))
    ink = number.toString(100 * measures.ink, "f", 1)
    parts.append(translate("measures", "ink %1 %").replace("%1", ink))
    if measures.borders_mm.most >= 1.0:
        border = number.toString(round(measures.borders_mm.most))
        parts.append(translate("measures", "black border %1 mm").replace("%1", border))
    return " · ".join(part for part in parts if part)


def _dots(measures: PageMeasures) -> str:
    if not measures.dpi:
        return translate("measures", "resolution not known")
    if measures.paper:
        text = translate("measures", "%1 dpi on %2").replace("%2", measures.paper.upper())
    else:
        text = translate("measures", "%1 dpi")
    return text.replace("%1", str(measures.dpi))
