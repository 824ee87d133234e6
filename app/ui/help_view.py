"""The help beside the work: pages, search, back and forth; everything by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any  # what Qt takes for a resource has no type of its own

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from app.errors import NotFound
from app.services.help_pages import START, HelpHit, HelpShelf
from app.ui.buttons import named_button, symbol_button, tell_key
from app.ui.entry import typed_text
from app.ui.keyboard import keyboard, shortcut
from app.ui.keys import BY_ID
from app.ui.look import SPACE_PX

SCHEME = "sohoa"
"""Links of this scheme open a part of the window: sohoa:steps, sohoa:step/typing and the like."""

SEARCH_PAUSE_MS = 200
_FOUND = "tim-thay"
_KEY = re.compile(r"\{key:([a-z_.]+)\}")
_MARGIN_PX = 10
_PICTURE_MARGIN_PX = 2 * _MARGIN_PX + 8


class HelpBrowser(QTextBrowser):
    """Shows pages from memory; pictures fit the width, nothing is fetched from anywhere."""

    def __init__(self, picture: Callable[[str], bytes], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)

    def show_text(self, text: str) -> None:
        """Show Markdown, with headings no larger than a panel beside the work can bear."""
        self.setMarkdown(text)
        document = self.document()
        document.setDocumentMargin(_MARGIN_PX)
        cursor = QTextCursor(document)
        block = document.begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if level:
                size = QTextCharFormat()
                size.setProperty(QTextFormat.Property.FontSizeAdjustment, max(0, 3 - level))
                cursor.setPosition(block.position())
                cursor.movePosition(
                    QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
                )
                cursor.mergeCharFormat(size)
            block = block.next()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A picture of the help, at most as wide as the page."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        image = QImage.fromData(self._picture(QUrl(name).fileName()))
        # the bar of a long page takes its room only after the pictures are there
        bar = self.verticalScrollBar().sizeHint().width()
        inner = self.width() - 2 * self.frameWidth() - bar
        wide = max(1, inner - _PICTURE_MARGIN_PX)
        if image.isNull() or image.width() <= wide:
            return image
        return image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)


class HelpView(QWidget):
    """Search on top, the page below.

    Signals:
        action_wanted(str): A link that opens a part of the window.
        left(): Close the help.
    """

    action_wanted = Signal(str)
    left = Signal()

    def __init__(
        self, shelf: HelpShelf, picture: Callable[[str], bytes], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._trail: list[str] = []
        self._at = -1
        self._hits: tuple[HelpHit, ...] = ()
        self.back_button = symbol_button("←", "", self)
        self.forward_button = symbol_button("→", "", self)
        tell_key(self.back_button, self.tr("Page before"), "help.back")
        tell_key(self.forward_button, self.tr("Page after"), "help.forward")
        self.start_button = named_button(self.tr("Contents"), self)
        tell_key(self.start_button, self.tr("First page of the help"), "help.start")
        self.close_button = symbol_button("×", self.tr("Close the help  Esc"), self)
        self.search = QLineEdit(self)
        self.search.setAccessibleName(self.tr("Search in the help"))
        self.search.setPlaceholderText(self.tr("Search, accents may be left out"))
        self.browser = HelpBrowser(picture, self)
        self.browser.setAccessibleName(self.tr("Page of the help"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE_MS)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_PX // 2)
        for button in (self.back_button, self.forward_button, self.start_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_PX // 2, SPACE_PX // 2, SPACE_PX // 2, SPACE_PX // 2)
        column.setSpacing(SPACE_PX // 2)
        column.addLayout(row)
        column.addWidget(self.search)
        column.addWidget(self.browser, 1)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.back)
        self.forward_button.clicked.connect(self.forward)
        self.start_button.clicked.connect(self.to_start)
        self.close_button.clicked.connect(self.left)
        self.browser.anchorClicked.connect(self._follow)
        self.search.textEdited.connect(self._typed)
        self.search.returnPressed.connect(self._search_now)
        self._pause.timeout.connect(self._show_found)
        keyboard().changed.connect(self._show)
        shortcut("help.back", self, self.back)
        shortcut("help.forward", self, self.forward)
        shortcut("help.start", self, self.to_start)

    @property
    def page(self) -> str:
        """Name of the page on show, "" for none."""
        return self._trail[self._at] if self._trail else ""

    def open(self, name: str) -> None:
        """Show a page; where there is none, the first one."""
        name = name if self._shelf.has(name) or name == _FOUND else START
        if name != self.page:
            self._trail = [*self._trail[: self._at + 1], name]
            self._at = len(self._trail) - 1
        self._show()

    def back(self) -> None:
        """The page before."""
        if self._at > 0:
            self._at -= 1
            self._show()

    def forward(self) -> None:
        """The page that was left by going back."""
        if self._at + 1 < len(self._trail):
            self._at += 1
            self._show()

    def to_start(self) -> None:
        """The first page."""
        self.open(START)

    def _show(self) -> None:
        if not self.page:
            return
        self.browser.show_text(self._text())
        self.browser.verticalScrollBar().setValue(0)
        for button, is_open in (
            (self.back_button, self._at > 0),
            (self.forward_button, self._at + 1 < len(self._trail)),
        ):
            button.setEnabled(is_open)
            why = "" if is_open else self.tr("There is no such page yet.")
            button.setAccessibleDescription(why)

    def _text(self) -> str:
        if self.page == _FOUND:
            return self._found_page()
        try:
            return with_keys(self._shelf.page(self.page).text)
        except NotFound:
            return ""

    def _typed(self, _text: str) -> None:
        self._pause.start()

    def _search_now(self) -> None:
        """Enter goes to the best page at once."""
        self._pause.stop()
        self._show_found()
        if self._hits:
            self.open(self._hits[0].page.name)
            self.browser.setFocus()

    def _show_found(self) -> None:
        wanted = typed_text(self.search)
        if not wanted:
            return
        self._hits = self._shelf.find(wanted)
        self.open(_FOUND)

    def _found_page(self) -> str:
        if not self._hits:
            nothing, contents = self.tr("Nothing was found. Try fewer words."), self.tr("Contents")
            return f"# {nothing}\n\n[{contents}]({START}.md)\n"
        found = self.tr("Found")
        lines = [f"# {found}"]
        for hit in self._hits:
            lines.append(f"- [{hit.page.title}]({hit.page.name}.md)  \n  {_plain(hit.excerpt)}")
        return "\n\n".join(lines) + "\n"

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == SCHEME:
            self.action_wanted.emit(link.path())
        elif link.fileName().endswith(".md"):
            self.open(link.fileName().removesuffix(".md"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the help."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures take the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._show()


def with_keys(text: str) -> str:
    """A page with the keys as the officer has them now."""

    def named(found: re.Match[str]) -> str:
        key_id = found.group(1)
        label = keyboard().label(key_id) if key_id in BY_ID else ""
        return f"**{label}**" if label else ""

    return _KEY.sub(named, text)


def keys_named(text: str) -> tuple[str, ...]:
    """Actions whose keys a page names."""
    return tuple(_KEY.findall(text))


def _plain(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\*_`[]<>#|{}" else sign for sign in text)
