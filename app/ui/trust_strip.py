"""A network scanner that nobody has confirmed yet: its fingerprint is compared here, once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QWidget

from app.domain.officer import Right
from app.scanning.driver_errors import ScannerUntrusted
from app.scanning.network import NetworkScanners, ShownCertificate
from app.services.access import may, require
from app.services.feeding import Feed
from app.services.station import Station
from app.ui.buttons import named_button
from app.ui.capture_flow import CaptureFlow
from app.ui.flow_layout import FlowLayout, stretched
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.look import SPACE_PX
from app.ui.scan_plans import ScanPlan
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window
from app.ui.wrapped_label import WrappedLabel

TYPED_LETTERS = 8
"""Last letters of the fingerprint that are typed: whoever types them has looked at the scanner."""


class TrustStrip(QFrame):
    """Fingerprint, and a field for its end; hidden while no scanner waits.

    Signals:
        confirmed(): The letters are those of the fingerprint.
    """

    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._end = ""
        self.words = WrappedLabel(90, self)
        stretched(self.words)
        self.fingerprint = WrappedLabel(44, self)
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.fingerprint.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ask = QLabel(self.tr("Last 8 letters at the scanner:"), self)
        self.field = QLineEdit(self)
        self.field.setAccessibleName(self.ask.text())
        self.button = named_button(self.tr("Confirm this scanner"), self)
        self.later = named_button(self.tr("Not now"), self)
        layout = FlowLayout(self)
        layout.setContentsMargins(SPACE_PX, SPACE_PX // 2, SPACE_PX, SPACE_PX // 2)
        for part in (
            self.words, self.fingerprint, self.ask, self.field, self.button, self.later,
        ):  # fmt: skip
            layout.addWidget(part)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._confirm)
        self.button.clicked.connect(self._confirm)
        self.later.clicked.connect(self.hide)
        self.hide()

    def show_fingerprint(self, fingerprint: str, *, may_confirm: bool) -> None:
        """Show what the scanner shows; only an administrator may confirm it."""
        self._end = "".join(fingerprint.split())[-TYPED_LETTERS:].upper()
        text = self.tr("This network scanner has not been confirmed. Compare its fingerprint:")
        if not may_confirm:
            asked = self.tr("Ask the administrator to log in and to scan once.")
            text = f"{text} {asked}"
        self.words.setText(text)
        self.fingerprint.setText(fingerprint)
        self.fingerprint.setAccessibleName(fingerprint)
        for part in (self.ask, self.field, self.button):
            part.setVisible(may_confirm)
        self.field.clear()
        self._typed("")
        self.show()
        if may_confirm:
            self.field.setFocus()

    def _typed(self, text: str) -> None:
        self.button.setEnabled(self._fits(text))

    def _fits(self, text: str) -> bool:
        typed = "".join(text.replace(":", " ").split()).upper()
        return bool(self._end) and typed == self._end

    def _confirm(self) -> None:
        if self._fits(self.field.text()):
            self.confirmed.emit()


class TrustDesk(QObject):
    """Asks who a scanner is when a scan stopped for that, and keeps what was confirmed."""

    def __init__(
        self,
        window: Window,
        station: Station,
        bridge: JobsBridge,
        *,
        capture: CaptureFlow,
        scanners: NetworkScanners,
        troubles: TroubleDesk,
    ) -> None:
        super().__init__(window)
        self._station, self._bridge = station, bridge
        self._scanners, self._troubles = scanners, troubles
        self._device = ""
        self._certificate: ShownCertificate | None = None
        self.strip = TrustStrip(window)
        window.stand_on_top(self.strip)
        self.strip.confirmed.connect(self._confirm)
        capture.fed.connect(self._fed)
        capture.started.connect(self.strip.hide)

    def _fed(self, plan: ScanPlan, fed: Feed) -> None:
        if isinstance(fed.stopped, ScannerUntrusted):
            device, scanners = plan.order.device_id, self._scanners
            self._device = device
            self._bridge.run(
                Lane.SCAN, lambda: scanners.certificate(device), self._shown, self._troubles.show
            )

    def _shown(self, certificate: ShownCertificate) -> None:
        self._certificate = certificate
        allowed = may(self._station, Right.SET_UP)
        self.strip.show_fingerprint(certificate.fingerprint, may_confirm=allowed)

    def _confirm(self) -> None:
        """Only the certificate that was shown is taken, whatever the scanner shows by now."""
        station, scanners, device = self._station, self._scanners, self._device
        certificate = self._certificate
        if certificate is None:
            return

        def job() -> None:
            require(station, Right.SET_UP)
            scanners.confirm(device, certificate)

        self._bridge.run(Lane.SCAN, job, self._kept, self._troubles.show)

    def _kept(self, _nothing: None) -> None:
        self.strip.hide()
        self._troubles.note(self.tr("The scanner is confirmed."), self.tr("Press F5 to scan."))
