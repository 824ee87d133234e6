"""Whether the machine has a network again, as the system itself says it; it asks nobody."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

_Reach = QNetworkInformation.Reachability
_WITHOUT = frozenset({_Reach.Disconnected, _Reach.Local})


def system_network() -> QObject | None:
    """What the system tells of its network, None where it tells nothing."""
    if not QNetworkInformation.loadDefaultBackend():
        return None
    return QNetworkInformation.instance()


class NetworkWatch(QObject):
    """Tells when a network comes, or changes into a better one.

    A network without a way into the internet counts: the processing system may stand in it.

    Signals:
        came_back(): There is a network that was not there before.
    """

    came_back = Signal()

    def __init__(self, network: QObject | None, parent: QObject | None = None) -> None:
        """Listen to `network`, an object with the signal `reachabilityChanged`."""
        super().__init__(parent)
        if network is not None:
            network.reachabilityChanged.connect(self._changed)  # type: ignore[attr-defined]

    def _changed(self, reach: QNetworkInformation.Reachability) -> None:
        if reach not in _WITHOUT:
            self.came_back.emit()
