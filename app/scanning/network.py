"""Scanners on the network, as whoever sets the station up sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.scanning.driver_client import Capabilities


@dataclass(frozen=True, slots=True)
class NetworkScanner:
    """A scanner that was found or added.

    Attributes:
        id: As in `Device`.
        note: Where it stands, as its owner has entered it at the device.
        is_added: Its address was given here; others were found.
        is_confirmed: Its certificate was confirmed.
        is_here: It answers now.
    """

    id: str
    family: str
    model: str
    note: str
    addresses: tuple[str, ...]
    is_added: bool
    is_confirmed: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class ShownCertificate:
    """What a scanner shows of itself; `fingerprint` is what people compare."""

    pem: str
    fingerprint: str


class NetworkScanners(Protocol):
    """Those that the station knows."""

    def known(self) -> list[NetworkScanner]:
        """All that answer, and all that were added.

        Raises:
            ScanError: Looking for them failed.
        """
        ...

    def add(self, address: str) -> NetworkScanner:
        """Remember a scanner by its address; it has to answer.

        Raises:
            ScanError: It does not, or this is no address.
        """
        ...

    def remove(self, device_id: str) -> None:
        """Forget an address and what was confirmed; one that announces itself is found again.

        Raises:
            ScannerMissing: Nobody knows it.
        """
        ...

    def capabilities(self, device_id: str, *, fresh: bool = False) -> Capabilities:
        """What a scanner can do, as it was last asked, or asked now.

        Raises:
            ScanError: It cannot be asked.
        """
        ...

    def certificate(self, device_id: str) -> ShownCertificate:
        """The certificate that a scanner shows.

        Raises:
            ScanError: It shows none.
        """
        ...

    def confirm(self, device_id: str, certificate: ShownCertificate) -> None:
        """From now on this certificate alone is taken for that scanner.

        Raises:
            ScannerMissing: Nobody knows it.
        """
        ...
