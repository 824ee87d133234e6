"""The page desk: which page is on show, its picture, its title and the places of its fields."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.domain.field import Field
from app.domain.ids import DossierId
from app.domain.page import Page, is_left_out, lacks_picture
from app.ui import labels
from app.ui.pages_model import notes
from app.ui.picture_flow import Picture, PictureFlow, picture_key
from app.ui.thumbnails import PageFacts, Thumbnail, ThumbnailFlow
from app.ui.window import Window

TITLES_MS = 80
"""Titles that arrive within this time are shown together."""


class PageDesk(QObject):
    """Joins contact sheet, page view and form with the flow of pictures."""

    def __init__(
        self,
        window: Window,
        pictures: PictureFlow,
        thumbnails: ThumbnailFlow,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._pictures = pictures
        self._thumbnails = thumbnails
        self._titles_due = QTimer(self)
        self._titles_due.setSingleShot(True)
        self._titles_due.setInterval(TITLES_MS)
        self._titles_due.timeout.connect(self._show_titles)
        self._page: Page | None = None
        self._pictured: object = None
        self._shown: object = None
        window.pages.page_chosen.connect(self._page_picked)
        window.page.details_wanted.connect(self._details_wanted)
        window.page.field_clicked.connect(self._field_clicked)
        window.form.entered.connect(self._field_entered)
        window.pages_model.pictures_wanted.connect(thumbnails.want)
        thumbnails.ready.connect(self._thumbnail_ready)
        thumbnails.facts_ready.connect(self._facts_ready)
        pictures.picture_ready.connect(self._picture_ready)
        pictures.picture_missing.connect(self._picture_missing)

    def turn_to(self, dossier_id: DossierId) -> None:
        """Another dossier comes on show."""
        self._pictures.turn_to(dossier_id)
        self._thumbnails.turn_to(dossier_id)
        self._page = self._pictured = self._shown = None
        self._window.pages_model.forget_pictures()
        self._window.pages_model.set_rows(())
        self._window.page.clear()
        self._window.page.set_title("")

    def show_pages(self, pages: tuple[Page, ...]) -> None:
        """Show the pages of the dossier and stay on the one that is on show."""
        self._window.pages_model.set_rows(pages)
        self._thumbnails.want_facts(pages)
        wanted = self._page.id if self._page else ""
        page = next((page for page in pages if page.id == wanted), None)
        if page is None and pages:
            page = pages[0]
        if page is not None:
            self._put_on_show(page)
        elif self._page is not None:
            self._page = self._pictured = self._shown = None
            self._window.page.clear()
            self._window.page.set_title("")

    def add_page(self, page: Page) -> None:
        """A page was saved just now."""
        self._window.pages_model.add_page(page)
        if self._page is None:
            self._put_on_show(page)

    @property
    def page(self) -> Page | None:
        """The page on show."""
        return self._page

    def mark_fields(self) -> None:
        """Draw the places of the fields of the page on show, on its own picture only."""
        picture = self._window.page.picture
        fits = self._shown == self._pictured and picture is not None and not picture.is_earlier
        page_id = self._page.id if self._page and fits else ""
        fields = [f for f in self._window.fields_model.rows if f.page_id == page_id]
        self._window.page.set_fields(fields)

    def _put_on_show(self, page: Page) -> None:
        if self._page is None or page.id != self._page.id:
            self._preview(page)
            self._pictured = self._shown = None
        self._page = page
        self._window.pages.select(page.id)
        self._show_titles()
        if self._pictured != picture_key(page):
            self._pictured = picture_key(page)
            self._pictures.want_picture(page)
        self.mark_fields()

    def _preview(self, page: Page) -> None:
        """What is seen at once: the small picture, where there is one; the large one follows."""
        small = self._window.pages_model.picture(page.id)
        if small is None or small.isNull():
            self._window.page.clear()
        else:
            self._window.page.set_preview(small)

    def _find(self, page_id: str) -> Page | None:
        return next((p for p in self._window.pages_model.rows if p.id == page_id), None)

    def _page_picked(self, page_id: str) -> None:
        page = self._find(page_id)
        if page is not None and page != self._page:
            self._put_on_show(page)
            self._window.form.show_page(page_id)

    def _field_clicked(self, name: str) -> None:
        if self._page is not None:
            self._window.form.focus_field((self._page.id, name))

    def _field_entered(self, field: Field) -> None:
        if self._page is None or field.page_id != self._page.id:
            page = self._find(field.page_id)
            if page is not None:
                self._put_on_show(page)
        self._window.page.set_active(field.name)

    def _thumbnail_ready(self, picture: Thumbnail) -> None:
        self._window.pages_model.set_picture(picture)

    def _facts_ready(self, facts: PageFacts) -> None:
        """Titles of many pages come one by one; they are shown together."""
        self._window.pages_model.set_facts(facts)
        if not self._titles_due.isActive():
            self._titles_due.start()

    def _show_titles(self) -> None:
        model = self._window.pages_model
        titles: dict[str, str] = {}
        for page in model.rows:
            number = self.tr("Page %1").replace("%1", str(page.seq))
            title = model.title(page.id)
            titles[page.id] = f"{number} · {title}" if title else number
        self._window.form.set_titles(titles)
        if self._page is not None:
            parts = (
                titles.get(self._page.id, ""),
                labels.page_state(self._page),
                notes(self._page),
            )
            self._window.page.set_title(" · ".join(part for part in parts if part))

    def _picture_ready(self, picture: Picture) -> None:
        if self._page is not None and picture.page_id == self._page.id:
            before = self._window.page.picture
            is_same = before is not None and (
                (before.page_id, before.page_size) == (picture.page_id, picture.page_size)
            )
            self._window.page.set_picture(picture, keep_zoom=is_same)
            self._shown = self._pictured
            self.mark_fields()

    def _picture_missing(self, page_id: str) -> None:
        if self._page is not None and page_id == self._page.id:
            self._window.page.clear(self._why_no_picture(self._page))

    def _why_no_picture(self, page: Page) -> str:
        if is_left_out(page):
            return self.tr("This page is left out of the papers; Delete puts it back.")
        if lacks_picture(page):
            return self.tr(
                "! Cannot be opened: scan the sheet again, then choose this page and press Delete."
            )
        return self.tr("The picture appears once the page has been read.")

    def _details_wanted(self) -> None:
        if self._page is not None:
            self._pictures.want_picture(self._page, full=True)
