"""The PDF on show with its bar: page, zoom, search. QtPdf is loaded with the first file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.buttons import set_reason, symbol_button
from app.ui.entry import typed_text
from app.ui.flow_layout import FlowLayout, stretched
from app.ui.keyboard import shortcut, worded
from app.ui.keys import Scope
from app.ui.look import SPACE_PX, Tone, tint
from app.ui.text_size import follow_text

if TYPE_CHECKING:
    from app.ui.pdf_paper import PdfPaper

CROSS_PX = 46


class PdfView(QWidget):
    """Shows one file at a time, from bytes in memory."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper: PdfPaper | None = None
        self._said = ""
        self._page = QLabel(self)
        self._hits = QLabel(self)
        self._note = QLabel(self)
        self._note.setWordWrap(True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        tint(self._note, Tone.QUIET)
        self.search = QLineEdit(self)
        worded(
            self.search,
            self.search.setPlaceholderText,
            self.tr("Find in the file  Ctrl+Shift+F"),
            Scope.FILE,
        )
        self.search.setAccessibleName(self.tr("Find in the file"))
        self.search.setClearButtonEnabled(True)
        follow_text(self.search, self._fit_search)
        self.search.textChanged.connect(self._search_changed)
        self.search.returnPressed.connect(self._next_hit)
        self._bar: list[QPushButton] = []
        self._arrange()
        self._add_shortcuts()
        self.clear()

    def _fit_search(self) -> None:
        """Room for what stands in the field before a word does."""
        told = self.search.fontMetrics().horizontalAdvance(self.search.placeholderText())
        self.search.setFixedWidth(told + CROSS_PX)

    def _arrange(self) -> None:
        bar = FlowLayout()
        bar.setSpacing(2)
        bar.addWidget(self._page)
        for symbol, name, slot in (
            ("◂", self.tr("Page before"), self._page_before),
            ("▸", self.tr("Next page"), self._next_page),
            ("−", self.tr("Zoom out (Ctrl+−)"), self._zoom_out),
            ("+", self.tr("Zoom in (Ctrl++)"), self._zoom_in),
            ("↔", self.tr("Page width (Ctrl+0)"), self._fit_width),
        ):
            button = symbol_button(symbol, name, self)
            worded(button, button.setToolTip, name, Scope.FILE)
            worded(button, button.setAccessibleName, name, Scope.FILE)
            button.clicked.connect(slot)
            bar.addWidget(button)
            self._bar.append(button)
        gap = QLabel(self)
        stretched(gap)
        for part in (gap, self._hits, self.search):
            bar.addWidget(part)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_PX // 2)
        self._layout.addLayout(bar)
        self._layout.addWidget(self._note, 1)

    def _add_shortcuts(self) -> None:
        """Keys that work wherever the keyboard is, the PIN field too."""
        shortcut("file.in", self, self._zoom_in)
        shortcut("file.out", self, self._zoom_out)
        shortcut("file.width", self, self._fit_width)
        shortcut("file.find", self, self._to_search)

    @property
    def paper(self) -> PdfPaper | None:
        """The file on show, None while there is none."""
        return self._paper

    @property
    def bar_buttons(self) -> tuple[QPushButton, ...]:
        """Page before, next page, zoom out, zoom in, page width."""
        return tuple(self._bar)

    @property
    def page_text(self) -> str:
        """What the bar says about the page on show."""
        return self._page.text()

    @property
    def hits_text(self) -> str:
        """What the bar says about the search."""
        return self._hits.text()

    @property
    def note_text(self) -> str:
        """What stands in the place of a file that is not shown."""
        return self._said

    def clear(self, note: str = "") -> None:
        """Show no file, with a word about why; the bytes of the one before are let go."""
        if self._paper is not None:
            self._paper.hide()
            self._layout.removeWidget(self._paper)
            self._paper.deleteLater()
            self._paper = None
        self._said = note
        self._note.setText(note or self.tr("The chosen file stands here."))
        self._note.show()
        self._tell()

    def show_file(self, data: bytes, title: str) -> bool:
        """Show a file in the place of the one before; tells whether it can be shown."""
        from app.ui.pdf_paper import PdfPaper  # first when a file is shown: not at start

        self.clear()
        paper = PdfPaper(data, self)
        if not paper.is_readable:
            paper.deleteLater()
            self.clear(self.tr("! This file cannot be shown. It may be damaged or locked."))
            return False
        self._paper = paper
        paper.view.setAccessibleDescription(title)
        paper.page_changed.connect(self._tell)
        paper.hits_changed.connect(self._tell)
        self._said = ""
        self._note.hide()
        self._layout.addWidget(paper, 1)
        QWidget.setTabOrder(self.search, paper.view)
        self._search_changed()
        self._tell()
        return True

    def _tell(self) -> None:
        paper = self._paper
        why = "" if paper is not None else self.tr("No file is on show.")
        for button in self._bar:
            set_reason(button, why)
        self.search.setEnabled(paper is not None)
        self._page.clear()
        self._hits.clear()
        if paper is None:
            return
        text = self.tr("Page %1 of %2").replace("%1", str(paper.page))
        self._page.setText(text.replace("%2", str(paper.page_count)))
        if not self.search.text():
            return
        if paper.hit_count:
            self._hits.setText(
                self.tr("%1 of %2")
                .replace("%1", str(paper.hit))
                .replace("%2", str(paper.hit_count))
            )
        else:
            self._hits.setText(self.tr("Not found"))

    def _search_changed(self) -> None:
        if self._paper is not None:
            self._paper.search_for(typed_text(self.search))

    def _next_hit(self) -> None:
        if self._paper is not None:
            self._paper.next_hit()

    def _page_before(self) -> None:
        if self._paper is not None:
            self._paper.turn(-1)

    def _next_page(self) -> None:
        if self._paper is not None:
            self._paper.turn(1)

    def _zoom_in(self) -> None:
        if self._paper is not None:
            self._paper.zoom(1)

    def _zoom_out(self) -> None:
        if self._paper is not None:
            self._paper.zoom(-1)

    def _fit_width(self) -> None:
        if self._paper is not None:
            self._paper.fit_width()

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()
