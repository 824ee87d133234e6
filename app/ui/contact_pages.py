"""The page beside the contact sheet: its picture, before or after cleaning, and its measures."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.page import Page
from app.ui import labels
from app.ui.contact_actions import PageAct
from app.ui.contact_screen import ContactScreen
from app.ui.flows import Flows
from app.ui.keyboard import reworded
from app.ui.picture_flow import Picture, Sight, picture_key
from ocr.reading import PageReading

FLIP_MS = 40
"""Pages that are only passed by are not decoded."""


class ContactPages(QObject):
    """Shows the page the keyboard stands on, while somebody looks.

    Signals:
        captured_shown(Picture): The page on show is seen as it was captured.
    """

    captured_shown = Signal(object)

    def __init__(self, screen: ContactScreen, flows: Flows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen = screen
        self._looks = flows.looks
        self._edits = flows.edits
        self._page: Page | None = None
        self._reading: PageReading | None = None
        self._may_answer = False
        self._pictured: object = None
        self._measured: object = None
        self._sight = Sight.NOW
        self._is_here = False
        self._flip = QTimer(self)
        self._flip.setSingleShot(True)
        self._flip.setInterval(FLIP_MS)
        self._flip.timeout.connect(self._fetch)
        flows.looks.picture_ready.connect(self._picture_ready)
        flows.looks.picture_missing.connect(self._picture_missing)
        flows.edits.reading_read.connect(self._reading_read)
        screen.page.details_wanted.connect(self._details_wanted)

    def come(self) -> None:
        """The screen is in front."""
        self._is_here = True
        self._flip.start()

    def go(self) -> None:
        """Nobody looks: keep no pixels."""
        self._is_here = False
        self._screen.page.set_loupe(False)
        self._screen.action(PageAct.LOUPE).setChecked(False)
        self._looks.forget()
        self._screen.page.clear()
        self._pictured = None

    def turn_to(self) -> None:
        """Another dossier comes on show."""
        self._looks.forget()
        self._page = self._reading = None
        self._pictured = self._measured = None
        self._screen.page.clear()
        self._screen.page.set_title("")
        self.show_captured(False)

    def show(self, page: Page | None, *, may_answer: bool) -> None:
        """Show this page; the same page again shows what has changed on it."""
        is_other = page is None or self._page is None or page.id != self._page.id
        self._page, self._may_answer = page, may_answer
        if is_other:
            self._reading = self._measured = self._pictured = None
            self._screen.page.clear("" if page else self._why_empty())
        self._tell()
        if self._is_here and not self._flip.isActive():
            self._flip.start()

    def _why_empty(self) -> str:
        return reworded(
            self.tr("No page is here: scan with F5, import with Ctrl+O, or drop files here.")
        )

    def show_captured(self, is_captured: bool) -> None:
        """Show the page as it was captured, or as it is now."""
        self._sight = Sight.CAPTURED if is_captured else Sight.NOW
        self._pictured = None
        self._screen.action(PageAct.BEFORE).setChecked(is_captured)
        self._tell()
        if self._is_here:
            self._flip.start()

    def _fetch(self) -> None:
        page = self._page
        if page is None or not self._is_here:
            return
        wanted = (picture_key(page), self._sight)
        if wanted != self._pictured:
            self._pictured = wanted
            self._looks.want_picture(page, sight=self._sight)
        if (page.id, page.reading) != self._measured:
            self._measured = (page.id, page.reading)
            self._edits.look_at(page)

    def _tell(self) -> None:
        page = self._page
        parts = [self.tr("Page %1").replace("%1", str(page.seq))] if page else []
        if page is not None:
            parts.append(labels.page_state(page))
            if self._sight is Sight.CAPTURED:
                parts.append(self.tr("as captured, before cleaning"))
        self._screen.page.set_title(" · ".join(parts))
        self._screen.findings.show_page(page, self._reading, may_answer=self._may_answer)

    def _details_wanted(self) -> None:
        if self._page is not None and self._is_here:
            self._looks.want_picture(self._page, full=True, sight=self._sight)

    def _picture_ready(self, picture: Picture) -> None:
        if self._page is None or picture.page_id != self._page.id or not self._is_here:
            return
        before = self._screen.page.picture
        is_same = before is not None and (
            (before.page_id, before.page_size) == (picture.page_id, picture.page_size)
        )
        self._screen.page.set_picture(picture, keep_zoom=is_same)
        if self._sight is Sight.CAPTURED:
            self.captured_shown.emit(picture)

    def _picture_missing(self, page_id: str) -> None:
        if self._page is not None and page_id == self._page.id:
            text = self.tr("The picture appears once the page has been read.")
            if self._sight is Sight.CAPTURED:
                text = self.tr("The captured file is no plain picture; press B for the page.")
            self._screen.page.clear(text)

    def _reading_read(self, page: Page, reading: PageReading | None) -> None:
        if self._page is not None and page.id == self._page.id:
            self._reading = reading
            self._tell()
