"""Second step: scanners are looked for, one page is scanned, shown and measured; none is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.errors import StationError
from app.jobs import CancelToken
from app.scanning.base import USUAL_DPI, Device, ScanProfile
from app.services.capture import devices
from app.services.scanner_trial import TrialPage, scan_trial_page
from app.services.station import Station
from app.ui.buttons import named_button
from app.ui.first_steps_view import StepBody
from app.ui.flow_layout import FlowLayout
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.labels import flag_words
from app.ui.look import SPACE_PX, Tone
from app.ui.messages import sentence
from app.ui.picture_reader import with_reader

PICTURE_PX = QSize(300, 390)
_CUT_LETTERS = 24


@dataclass(frozen=True, slots=True)
class ShownTrial:
    """A page with its picture in the size in which it is shown."""

    page: TrialPage
    picture: QImage


class ScannerStep(StepBody):
    """Choice of the scanner, one page, and what was measured in words.

    Signals:
        look_wanted(): Look for scanners.
        scan_wanted(str): Scan one page with this device.
        stop_wanted(): Not any more.
        none_wanted(): There is no scanner here.
    """

    look_wanted = Signal()
    scan_wanted = Signal(str)
    stop_wanted = Signal()
    none_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(self.tr("Put a printed sheet into the scanner. It is looked at, never kept."))
        self.devices = QComboBox(self)
        self.devices.setAccessibleName(self.tr("Scanner"))
        self.devices.view().setAccessibleName(self.tr("Scanner"))
        self.devices.setMinimumContentsLength(_CUT_LETTERS)
        self.look_button = named_button(self.tr("Look for scanners"), self)
        self.scan_button = named_button(self.tr("Scan one page"), self)
        self.scan_button.setProperty("primary", True)
        self.stop_button = named_button(self.tr("Stop"), self)
        self.none_button = named_button(self.tr("There is no scanner here"), self)
        row = FlowLayout()
        for widget in (
            self.devices,
            self.look_button,
            self.scan_button,
            self.stop_button,
            self.none_button,
        ):
            row.addWidget(widget)
        self.column.addLayout(row)
        self.status = self.told()
        self._show_page()
        self.look_button.clicked.connect(self.look_wanted)
        self.scan_button.clicked.connect(self._scan)
        self.stop_button.clicked.connect(self.stop_wanted)
        self.none_button.clicked.connect(self.none_wanted)
        self.set_devices(())
        self.wait("")

    def _show_page(self) -> None:
        self.picture = QLabel(self)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.measures = QLabel(self)
        self.measures.setTextFormat(Qt.TextFormat.PlainText)
        self.measures.setWordWrap(True)
        self.measures.setAlignment(Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.addWidget(self.measures)
        beside.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(2 * SPACE_PX)
        line.addWidget(self.picture)
        line.addLayout(beside, 1)
        self.column.addLayout(line)
        self.column.addStretch(1)
        for part in (self.picture, self.measures):
            part.hide()

    def came(self) -> None:
        """The first thing to do has the keyboard."""
        (self.scan_button if self.scan_button.isEnabled() else self.look_button).setFocus()
        if not self.devices.currentData():
            self.look_wanted.emit()

    def set_devices(self, found: Sequence[Device]) -> None:
        """Offer these scanners."""
        self.devices.clear()
        for device in found:
            self.devices.addItem(device.label, device.id)
        if not found:
            self.devices.addItem(self.tr("No scanner"), "")
        self._close_scan("" if found else self.tr("No scanner was found yet."))

    def wait(self, doing: str) -> None:
        """Say what goes on; "" for nothing."""
        self.stop_button.setVisible(bool(doing))
        for button in (self.look_button, self.none_button):
            button.setEnabled(not doing)
            button.setToolTip(doing)
            button.setAccessibleDescription(doing)
        self.devices.setEnabled(not doing and bool(self.devices.currentData()))
        is_there = bool(self.devices.currentData())
        self._close_scan(doing or ("" if is_there else self.tr("No scanner was found yet.")))
        self.tell(self.status, doing)

    def _close_scan(self, why: str) -> None:
        self.scan_button.setEnabled(not why)
        self.scan_button.setToolTip(why)
        self.scan_button.setAccessibleDescription(why)
        self.devices.setToolTip(why)

    def _scan(self) -> None:
        self.scan_wanted.emit(str(self.devices.currentData() or ""))

    def show_page(self, shown: ShownTrial) -> None:
        """Show a page and what was measured."""
        page = shown.page
        self.picture.setPixmap(QPixmap.fromImage(shown.picture))
        self.picture.setAccessibleName(self.tr("The scanned page"))
        text = "\n".join(self.lines(page))
        self.measures.setText(text)
        self.measures.setAccessibleName(text)
        for part in (self.picture, self.measures):
            part.show()
        if page.has_findings:
            told = self.tr("The page came, but look at it: %1.")
            told = told.replace("%1", ", ".join(flag_words(page.flags)))
            self.tell(self.status, told, Tone.LOOK)
        else:
            self.tell(self.status, self.tr("The scanner works, and the page is good."), Tone.GOOD)
        self.set_passed(not page.is_blank)

    def lines(self, page: TrialPage) -> list[str]:
        """What was measured, in words."""
        lines = [
            self._with(self.tr("Size: %1 × %2 mm"), *_whole(page.width_mm, page.height_mm)),
            self._with(self.tr("Resolution: %1 dpi (wanted: %2)"), str(page.dpi), str(USUAL_DPI)),
            self._with(self.tr("Tilt: %1°, straightened"), _number(abs(page.skew_deg), 1)),
        ]
        if page.contrast:
            text = self.tr("Contrast of print and paper: %1 %")
            lines.append(self._with(text, f"{100 * page.contrast:.0f}"))
            text = self.tr("Black border: %1 mm at most")
            lines.append(self._with(text, _number(page.border_mm, 1)))
        if page.words:
            text = self.tr("Words read: %1, sure: %2 %")
            lines.append(self._with(text, str(page.words), f"{100 * page.sure:.0f}"))
        else:
            lines.append(self.tr("No words were read on this page."))
        return lines

    def _with(self, text: str, *values: str) -> str:
        for number, value in enumerate(values, start=1):
            text = text.replace(f"%{number}", value, 1)
        return text


class ScannerTrialDesk(QObject):
    """Looks for scanners and scans the page, off the GUI thread."""

    def __init__(
        self, view: ScannerStep, station: Station, bridge: JobsBridge, language: str
    ) -> None:
        super().__init__(view)
        self._view, self._station, self._bridge = view, station, bridge
        self._language = language
        self._cancel = CancelToken()
        view.look_wanted.connect(self._look)
        view.scan_wanted.connect(self._scan)
        view.stop_wanted.connect(self.stop)

    def stop(self) -> None:
        """Wait for no page any more."""
        self._cancel.cancel()

    def _look(self) -> None:
        self._view.wait(self.tr("Looking for scanners…"))
        station = self._station
        self._bridge.run(Lane.SCAN, lambda: devices(station), self._found, self._failed)

    def _found(self, found: list[Device]) -> None:
        self._view.set_devices(found)
        self._view.wait("")
        if found:
            self._view.scan_button.setFocus()
        else:
            text = self.tr(
                "No scanner answers. Switch it on, plug its cable in, look again. Files can be "
                "imported without one."
            )
            self._view.tell(self._view.status, text, Tone.LOOK)

    def _scan(self, device_id: str) -> None:
        self._cancel = cancel = CancelToken()
        self._view.wait(self.tr("Scanning and reading one page…"))
        station = self._station

        def job() -> ShownTrial:
            page = scan_trial_page(station, device_id, _profile(station), cancel)
            return ShownTrial(page, _picture(page.picture))

        self._bridge.run(Lane.SCAN, job, self._scanned, self._failed)

    def _scanned(self, shown: ShownTrial) -> None:
        self._view.wait("")
        self._view.show_page(shown)
        self._view.scan_button.setFocus()

    def _failed(self, error: StationError) -> None:
        self._view.wait("")
        self._view.tell(self._view.status, sentence(error.code, self._language), Tone.WRONG)
        (
            self._view.scan_button if self._view.devices.currentData() else self._view.look_button
        ).setFocus()


def _profile(station: Station) -> ScanProfile:
    """The usual way of scanning of this station."""
    offered = station.profiles.profiles()
    return offered[0] if offered else ScanProfile()


def _picture(data: bytes) -> QImage:
    """The picture in the size in which it is shown."""
    image = with_reader(data, lambda reader: reader.read())
    if image.isNull():
        return image
    return image.scaled(
        PICTURE_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _whole(*values: float) -> tuple[str, ...]:
    return tuple(f"{value:.0f}" for value in values)


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
