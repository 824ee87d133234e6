"""The review desk: the strip of paper over the active field, words picked from the picture."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF

from app.domain.field import Field
from app.ui.fields_model import field_key
from app.ui.keyboard import SEEN, reworded, shortcut
from app.ui.page_desk import PageDesk
from app.ui.page_words import PageWords, picked_text
from app.ui.review_flow import ReviewFlow
from app.ui.snippet import cut
from app.ui.snippet_flow import Strip
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window


class ReviewDesk(QObject):
    """Joins form and page picture with the flow of review."""

    def __init__(
        self, window: Window, review: ReviewFlow, pages: PageDesk, troubles: TroubleDesk
    ) -> None:
        super().__init__(pages)
        self._window = window
        self._review = review
        self._pages = pages
        self._troubles = troubles
        self._words: PageWords | None = None
        self._shown: object = None
        window.form.entered.connect(self._entered)
        window.page.picture_shown.connect(self._show_strip)
        window.page.picture_shown.connect(self._fetch_words)
        window.page.framed.connect(self._framed)
        window.fields_model.dataChanged.connect(self._show_strip)
        review.words.ready.connect(self._words_ready)
        review.snippets.ready.connect(self._strip_ready)
        self._add_keys()

    def _add_keys(self) -> None:
        shortcut("pick", self._window, self._pick)
        shortcut("postpone", self._window, self._postpone)
        self._escape = shortcut("fields.leave", self._window, self._stop_picking, reach=SEEN)
        self._escape.setEnabled(False)

    def turn_to(self) -> None:
        """Another dossier comes on show."""
        self._stop_picking()
        self._review.words.forget()
        self._review.snippets.forget()

    # The strip of paper

    def _entered(self, _field: Field) -> None:
        self._shown = None
        self._show_strip()

    def _show_strip(self) -> None:
        """Cut the strip from the picture on show, and ask for more pixels where it is coarse."""
        field, picture = self._window.form.active_field, self._window.page.picture
        if field is None or field.box is None or picture is None:
            return
        shown = (field_key(field), field.box, picture.image.cacheKey())
        if picture.page_id != field.page_id or shown == self._shown:
            return
        self._shown = shown
        strip = cut(picture.image, picture.page_size, field.box)
        is_coarse = self._window.form.show_strip(field_key(field), strip)
        page = self._pages.page
        is_small = picture.image.width() < picture.page_size.width()
        if is_coarse and is_small and page is not None and page.id == field.page_id:
            self._review.snippets.want(page, field)

    def _strip_ready(self, strip: Strip) -> None:
        field = self._window.form.active_field
        if field is not None and field_key(field) == strip.key:
            self._window.form.show_strip(strip.key, strip.image)

    def _postpone(self) -> None:
        """Put the active field off, unless the form is out of sight."""
        if self._window.form.isVisible():
            self._window.form.postpone()

    # Words picked from the picture

    def _pick(self) -> None:
        """Begin picking, or end it where it goes on."""
        window = self._window
        if window.page.paper.is_picking:
            self._stop_picking()
            return
        if not window.form.isVisible() or window.form.active_field is None:
            self._troubles.tell(reworded(self.tr("Go to a field first, then press F4.")))
            return
        window.show_pages()
        label = window.form.active_field.label
        hint = self.tr("Click a word for “%1”, or draw a frame around several; Esc ends.")
        window.page.start_picking(hint.replace("%1", label))
        self._escape.setEnabled(True)
        self._fetch_words()

    def _stop_picking(self) -> None:
        self._window.page.stop_picking()
        self._escape.setEnabled(False)
        self._words = None

    def _fetch_words(self) -> None:
        page = self._pages.page
        if self._window.page.paper.is_picking and page is not None:
            self._words = None
            self._window.page.set_words(())
            self._review.words.want(page)

    def _words_ready(self, words: PageWords) -> None:
        page = self._pages.page
        is_wanted = page is not None and page.id == words.page_id
        if self._window.page.paper.is_picking and is_wanted:
            self._words = words
            self._window.page.set_words([word.place for word in words.words])

    def _framed(self, frame: QRectF) -> None:
        text = "" if self._words is None else picked_text(self._words.words, frame)
        if not text:
            self._troubles.tell(self.tr("No word was read here; type it instead."))
            return
        self._stop_picking()
        self._window.message.hide()
        self._window.form.put_text(text)
