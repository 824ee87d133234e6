"""What the driver process of cameras asks of the system."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

Frame = Any
"""(h, w, 3) uint8, BGR; NumPy is loaded in the driver process only."""


@dataclass(frozen=True, slots=True)
class FoundCamera:
    """A camera of this machine.

    Attributes:
        name: What it is opened by; the same after a start of the machine where it can be.
        label: Vendor and model for the officer.
    """

    name: str
    label: str


class OpenCamera(Protocol):
    """A camera that is open, at its largest size."""

    def frames(self) -> Iterator[Frame]:
        """Pictures as they come; ends when the camera gives no more."""
        ...


class CameraLayer(Protocol):
    """Cameras of this machine: the real ones, or those of a test."""

    def found(self) -> list[FoundCamera]:
        """All of them."""
        ...

    def open(self, name: str) -> AbstractContextManager[OpenCamera]:
        """Open one at its largest size.

        Raises:
            ScannerMissing, ScannerBusy, ScannerDenied, ScannerOffline: It does not open.
        """
        ...
