"""A driver process with cameras that exist in memory only; what they do is in their names."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from app.scanning.base import ScannerBusy, ScannerDenied, ScannerMissing
from app.scanning.camera_base import FoundCamera, Frame
from app.scanning.camera_worker import main

NAMES = ("good", "dark-first", "mute", "dies", "hangs", "odd", "busy", "denied")


def picture(shade: int, *, sharp: bool = True) -> Frame:
    """Stripes on paper of this shade; blurred ones have no edges."""
    frame = np.full((900, 1200, 3), shade, np.uint8)
    if sharp:
        frame[::8] = shade // 2
    return frame


class OddCamera:
    def __init__(self, name: str) -> None:
        self._name = name

    def frames(self) -> Iterator[Frame]:
        match self._name:
            case "mute":
                return
            case "dies":
                yield picture(200)
                os._exit(139)
            case "hangs":
                yield picture(200)
                time.sleep(600)
            case "odd":
                yield np.zeros((4, 4), np.uint8)
            case "dark-first":
                for shade in (10, 60, 110, 160, 200, 200, 200):
                    yield picture(shade)
        for number in range(100):
            yield picture(200, sharp=number % 2 == 0)


class OddCameras:
    def found(self) -> list[FoundCamera]:
        return [FoundCamera(name, f"Máy chụp thử {name}") for name in NAMES]

    @contextmanager
    def open(self, name: str) -> Iterator[OddCamera]:
        match name:
            case "busy":
                raise ScannerBusy("another program")
            case "denied":
                raise ScannerDenied("no right")
            case _ if name not in NAMES:
                raise ScannerMissing(name)
        yield OddCamera(name)


if __name__ == "__main__":
    raise SystemExit(main(OddCameras()))
