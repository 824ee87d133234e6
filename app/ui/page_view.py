"""The page on show: zoom, fit, and the places of its fields."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import (
    QGraphicsPathItem,
    QGraphicsPixmapItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.domain.field import Field, FieldState
from app.ui.buttons import symbol_button
from app.ui.elided_label import ElidedLabel
from app.ui.empty_state import PaneNote
from app.ui.look import SPACE_PX, Tone, paper_tones, tint
from app.ui.loupe import Loupe
from app.ui.paper_sheet import ZOOM_STEP, PaperSheet
from app.ui.picture_flow import Picture
from app.ui.text_size import follow_text

LARGEST_ZOOM = 6.0
MARGIN_PX = 60
LEAST_LINES = 6
"""Height of the page at least, in lines of text; below that the screen is scrolled."""
UNDERLINE_PX = 7
"""Below a word, so that the line covers no dot of a letter."""
SCROLL_BAR_PX = 24
"""Kept free, so that fitting the width does not make a bar come and go."""


class Fit(StrEnum):
    """How a page fits the view when it comes or the view changes its size."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


class PageView(QWidget):
    """Shows one page and marks the field the officer is in.

    Signals:
        details_wanted(): The officer zooms in beyond the pixels at hand.
        picture_shown(Picture): A page has come on show.
        field_clicked(str): The place of a field was clicked; its name.
        framed(QRectF): Words were picked, see `PaperSheet`.
    """

    details_wanted = Signal()
    picture_shown = Signal(object)
    field_clicked = Signal(str)
    framed = Signal(QRectF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self._paper = PaperSheet(self._scene, self)
        follow_text(self, self._fit_text)
        self._loupe = Loupe(self._paper)
        self._sheet = QGraphicsPixmapItem()
        self._sheet.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._scene.addItem(self._sheet)
        self._words = QGraphicsPathItem()
        self._words.setZValue(3)
        self._scene.addItem(self._words)
        self._picture: Picture | None = None
        self._marks: dict[str, QGraphicsRectItem] = {}
        self._fields: tuple[Field, ...] = ()
        self._active = ""
        self._page_size = QSize()
        self._pixels_wide = 0
        self._fit = Fit.WIDTH
        self._note = PaneNote(self._paper)
        self._pick_hint = QLabel(self)
        self._pick_hint.setWordWrap(True)
        self._build_bar()
        self._note.teach(self.tr("The chosen page stands here."))

    def _fit_text(self) -> None:
        self._paper.setMinimumHeight(self.fontMetrics().height() * LEAST_LINES)

    def _build_bar(self) -> None:
        """Title above, zoom buttons beside it."""
        self._title = ElidedLabel(self)
        bar = QHBoxLayout()
        bar.setSpacing(2)
        bar.addWidget(self._title, 1)
        for text, name, slot in (
            ("−", self.tr("Zoom out"), self.zoom_out),
            ("+", self.tr("Zoom in"), self.zoom_in),
            ("⤢", self.tr("Whole page"), self.fit_page),
            ("↔", self.tr("Page width"), self.fit_width),
        ):
            button = symbol_button(text, name, self)
            button.clicked.connect(slot)
            bar.addWidget(button)
        self.loupe_button = symbol_button("⌕", self.tr("Loupe"), self)
        self.loupe_button.setCheckable(True)
        self.loupe_button.toggled.connect(self.set_loupe)
        bar.addWidget(self.loupe_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_PX // 2)
        layout.addLayout(bar)
        layout.addWidget(self._pick_hint)
        layout.addWidget(self._paper, 1)
        self._paper.zoomed.connect(self._zoom)
        self._paper.resized.connect(self._refit)
        self._paper.clicked.connect(self._clicked)
        self._paper.framed.connect(self.framed)
        self._pick_hint.hide()

    @property
    def paper(self) -> PaperSheet:
        """The view of the page, for focus and tests."""
        return self._paper

    @property
    def picture(self) -> Picture | None:
        """The page on show, None while there is none."""
        return self._picture

    @property
    def loupe(self) -> Loupe:
        """The loupe over the page."""
        return self._loupe

    @property
    def marked(self) -> tuple[str, ...]:
        """Names of the fields whose places are drawn."""
        return tuple(self._marks)

    @property
    def active(self) -> str:
        """Name of the field the officer is in, "" for none."""
        return self._active

    def set_title(self, title: str) -> None:
        """What stands above the page."""
        self._title.show_text(title)
        self._paper.setAccessibleDescription(title)

    def clear(self, note: str = "") -> None:
        """Show no page, with a word about why."""
        self._sheet.setPixmap(QPixmap())
        self._picture = None
        self._loupe.set_picture(None)
        self.set_words(())
        self._drop_marks()
        self._page_size = QSize()
        self._note.say(note)

    @property
    def is_blank(self) -> bool:
        """Nothing of a page is on show, not even its small picture."""
        return self._sheet.pixmap().isNull()

    def set_preview(self, small: QImage) -> None:
        """Show the small picture of a page in the place of the large one, until that comes."""
        self.clear()
        self._note.hide()
        self._sheet.setPixmap(QPixmap.fromImage(small))
        self._sheet.setScale(1.0)
        self._scene.setSceneRect(QRectF(small.rect()))
        if self._fit is Fit.PAGE:
            self._paper.fitInView(self._scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
        else:
            self._widen_to_view(small.width())
        self._paper.verticalScrollBar().setValue(0)

    def _widen_to_view(self, width_px: int) -> None:
        factor = (self._paper.width() - SCROLL_BAR_PX) / max(1, width_px)
        self._paper.resetTransform()
        self._paper.scale(factor, factor)

    def set_picture(self, picture: Picture, *, keep_zoom: bool = False) -> None:
        """Show a page; boxes of fields are in its pixels."""
        self._note.hide()
        self._picture = picture
        self._page_size = picture.page_size
        self._pixels_wide = picture.image.width()
        self._sheet.setPixmap(QPixmap.fromImage(picture.image))
        self._sheet.setScale(picture.page_size.width() / max(1, picture.image.width()))
        self._scene.setSceneRect(
            QRectF(0, 0, picture.page_size.width(), picture.page_size.height())
        )
        self._draw_marks()
        if not keep_zoom:
            self._fit = Fit.WIDTH if self._fit is Fit.FREE else self._fit
            self._refit()
            self._paper.verticalScrollBar().setValue(0)
        self._show_active()
        self._loupe.set_picture(picture)
        if self._loupe.is_on:
            self._ask_for_pixels()
        self.picture_shown.emit(picture)

    def start_picking(self, hint: str) -> None:
        """Let the mouse pick words; `hint` says how."""
        self._pick_hint.setText(hint)
        tint(self._pick_hint, Tone.ACCENT, strong=True)
        self._pick_hint.show()
        self._paper.set_picking(True)

    def stop_picking(self) -> None:
        """The mouse moves the page again."""
        self._pick_hint.hide()
        self.set_words(())
        self._paper.set_picking(False)

    def set_words(self, places: Sequence[QRectF]) -> None:
        """Words that can be picked, each underlined on the page."""
        path = QPainterPath()
        for place in places:
            line_px = place.bottom() + UNDERLINE_PX
            path.moveTo(place.left(), line_px)
            path.lineTo(place.right(), line_px)
        pen = QPen(paper_tones().accent, 2)
        pen.setCosmetic(True)
        self._words.setPen(pen)
        self._words.setPath(path)

    def set_fields(self, fields: Sequence[Field]) -> None:
        """Fields of the page whose places are drawn."""
        if tuple(fields) != self._fields:
            self._fields = tuple(fields)
            self._draw_marks()

    def set_active(self, name: str) -> None:
        """Mark the field the officer is in and bring it into sight."""
        self._active = name
        self._restyle()
        self._show_active()

    def set_loupe(self, is_on: bool) -> None:
        """Take the loupe up or put it away; with it up the arrows move it."""
        self.loupe_button.setChecked(is_on)
        self._loupe.set_on(is_on)
        if is_on:
            self._paper.setFocus()
            self._ask_for_pixels()

    def fit_next(self) -> None:
        """Whole page, or its width when the whole page is shown."""
        if self._fit is Fit.PAGE:
            self.fit_width()
        else:
            self.fit_page()

    def zoom_in(self) -> None:
        """One step closer."""
        self._zoom(ZOOM_STEP)

    def zoom_out(self) -> None:
        """One step back."""
        self._zoom(1 / ZOOM_STEP)

    def fit_page(self) -> None:
        """Show the whole page."""
        self._fit = Fit.PAGE
        self._refit()

    def fit_width(self) -> None:
        """Make the page as wide as the view."""
        self._fit = Fit.WIDTH
        self._refit()

    def _clicked(self, point: QPointF) -> None:
        """The smallest place under a click is meant."""
        hit = [(n, m.rect()) for n, m in self._marks.items() if m.rect().contains(point)]
        if hit:
            name, _ = min(hit, key=lambda pair: pair[1].width() * pair[1].height())
            self.field_clicked.emit(name)

    def _show_active(self) -> None:
        mark = self._marks.get(self._active)
        if mark is not None:
            self._paper.ensureVisible(mark.rect(), MARGIN_PX, MARGIN_PX)

    def _zoom(self, factor: float) -> None:
        scale = self._paper.transform().m11() * factor
        if self._page_size.isEmpty() or not 0.05 < scale < LARGEST_ZOOM:
            return
        self._fit = Fit.FREE
        self._paper.scale(factor, factor)
        self._ask_for_details()

    def _ask_for_pixels(self) -> None:
        """The loupe shows all pixels there are."""
        if 0 < self._pixels_wide < self._page_size.width():
            self.details_wanted.emit()

    def _ask_for_details(self) -> None:
        shown = self._paper.transform().m11() * self._page_size.width()
        if self._pixels_wide < self._page_size.width() and shown > self._pixels_wide * 1.1:
            self.details_wanted.emit()

    def _refit(self) -> None:
        if self._page_size.isEmpty() or self._fit is Fit.FREE:
            return
        if self._fit is Fit.PAGE:
            self._paper.fitInView(self._scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
            return
        self._widen_to_view(self._page_size.width())
        self._ask_for_details()

    def _drop_marks(self) -> None:
        for mark in self._marks.values():
            self._scene.removeItem(mark)
        self._marks.clear()

    def _draw_marks(self) -> None:
        self._drop_marks()
        for field in self._fields:
            if field.box is not None and not self._page_size.isEmpty():
                x0, y0, x1, y1 = field.box
                place = QRectF(x0, y0, x1 - x0, y1 - y0).adjusted(-8, -8, 8, 8)
                mark = QGraphicsRectItem(place)
                mark.setToolTip(field.label)
                self._marks[field.name] = mark
                self._scene.addItem(mark)
        self._restyle()

    def _restyle(self) -> None:
        for field in self._fields:
            mark = self._marks.get(field.name)
            if mark is None:
                continue
            is_active = field.name == self._active
            colour = QColor(paper_tones().accent if is_active else _tone(field))
            pen = QPen(colour, 3 if is_active else 1)
            pen.setCosmetic(True)
            mark.setPen(pen)
            colour.setAlpha(46 if is_active else 16)
            mark.setBrush(colour)
            mark.setZValue(2 if is_active else 1)


def _tone(field: Field) -> QColor:
    match field.state:
        case FieldState.GREEN:
            return paper_tones().good
        case FieldState.AMBER:
            return paper_tones().look
        case FieldState.RED:
            return paper_tones().wrong
