"""One PDF on the screen. The only module that loads QtPdf's widgets; imported on first need."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QModelIndex, QPointF, Qt, Signal
from PySide6.QtGui import QPalette, QWheelEvent
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QVBoxLayout, QWidget

ZOOM_STEP = 1.25
SMALLEST_ZOOM, LARGEST_ZOOM = 0.2, 6.0
POINTS_PER_INCH = 72


class _View(QPdfView):
    """Qt's view; Ctrl and the wheel zoom.

    Signals:
        zoomed(int): One step in (1) or out (-1) was asked for.
    """

    zoomed = Signal(int)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)


class PdfPaper(QWidget):
    """Shows one file and is thrown away with it.

    A view that lives on could paint a page that was rendered from the file before: what is seen
    here is what is signed, so every file gets a view of its own. View, document and buffer are
    children made in this order, for Qt ends them in it: first the rendering thread, then the
    document, then the bytes it reads from. A document that is a child of its view crashes.

    Signals:
        page_changed(): Another page is on show.
        hits_changed(): The search has found something else.
    """

    page_changed = Signal()
    hits_changed = Signal()

    def __init__(self, data: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self.view = _View(self)
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._search = QPdfSearchModel(self)
        self._hit = -1
        self._buffer.setData(data)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._search.setDocument(self._document)
        self._set_up_view()
        self._search.countChanged.connect(self._hits_found)

    def _set_up_view(self) -> None:
        view = self.view
        view.setDocument(self._document)
        view.setSearchModel(self._search)
        view.setPageMode(QPdfView.PageMode.MultiPage)
        view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        view.setAccessibleName(self.tr("Content of the PDF file"))
        view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        palette = view.palette()
        palette.setColor(QPalette.ColorRole.Dark, palette.color(QPalette.ColorRole.Midlight))
        view.setPalette(palette)
        view.zoomed.connect(self.zoom)
        view.pageNavigator().currentPageChanged.connect(self._page_turned)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(view)

    @property
    def is_readable(self) -> bool:
        """The bytes are a PDF that can be shown."""
        return self._document.status() is QPdfDocument.Status.Ready

    @property
    def page_count(self) -> int:
        """Pages of the file."""
        return self._document.pageCount()

    @property
    def page(self) -> int:
        """Number of the page on show, from 1."""
        return self.view.pageNavigator().currentPage() + 1

    @property
    def hit_count(self) -> int:
        """How often the searched text was found so far."""
        return self._search.rowCount(QModelIndex())

    @property
    def hit(self) -> int:
        """Number of the found place that is brought out, from 1; 0 for none."""
        return self._hit + 1

    def turn(self, pages: int) -> None:
        """Go forward by so many pages, or back."""
        wanted = self.page - 1 + pages
        if 0 <= wanted < self.page_count:
            self.view.pageNavigator().jump(wanted, QPointF())

    def zoom(self, steps: int) -> None:
        """Come closer by so many steps, or step back."""
        factor = self._zoom_now() * ZOOM_STEP**steps
        if SMALLEST_ZOOM <= factor <= LARGEST_ZOOM:
            self.view.setZoomMode(QPdfView.ZoomMode.Custom)
            self.view.setZoomFactor(factor)

    def fit_width(self) -> None:
        """Make the page as wide as the view."""
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def search_for(self, text: str) -> None:
        """Mark every place of `text`; "" marks nothing."""
        self._hit = -1
        self._search.setSearchString(text)
        self.hits_changed.emit()

    def next_hit(self, step: int = 1) -> None:
        """Bring the next place out, round and round."""
        if self.hit_count:
            self._show_hit((self._hit + step) % self.hit_count)

    def _zoom_now(self) -> float:
        """Zoom factor on show; while the width is fitted, Qt does not tell it."""
        if self.view.zoomMode() is QPdfView.ZoomMode.Custom:
            return self.view.zoomFactor()
        margins = self.view.documentMargins()
        room_px = self.view.viewport().width() - margins.left() - margins.right()
        page_pt = self._document.pagePointSize(self.page - 1).width()
        return room_px * POINTS_PER_INCH / max(1.0, page_pt * self.view.logicalDpiX())

    def _page_turned(self, _number: int) -> None:
        self.page_changed.emit()

    def _hits_found(self) -> None:
        if self._hit < 0 and self.hit_count:
            self._show_hit(0)
        else:
            self.hits_changed.emit()

    def _show_hit(self, number: int) -> None:
        self._hit = number
        self.view.setCurrentSearchResultIndex(number)
        place = self._search.resultAtIndex(number)
        self.view.pageNavigator().jump(place.page(), place.location())
        self.hits_changed.emit()
