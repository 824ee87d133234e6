"""A tray of sample papers that is never empty: for practice without a scanner.

Each scan delivers the whole stack at the pace of a small office scanner.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence

from app.scanning.base import Device, ScanCancelled, ScannedPage, ScannerMissing, ScanProfile

TRAY_ID = "practice:tray"

_DPI = 300
_STEP_S = 0.05


class PracticeTray:
    """A scanner without hardware.

    Args:
        pages: The stack, JPEG at 300 dpi.
        label: What the officer sees.
        page_s: Time for one page, seconds.
    """

    def __init__(self, pages: Sequence[bytes], label: str, *, page_s: float = 0.6) -> None:
        self._pages, self._label, self._page_s = tuple(pages), label, page_s

    def devices(self) -> list[Device]:
        """The tray."""
        return [Device(TRAY_ID, self._label)]

    def scan(
        self, device_id: str, profile: ScanProfile, cancelled: Callable[[], bool]
    ) -> Generator[ScannedPage, None, None]:
        """Deliver the stack; see `Scanner.scan`.

        Raises:
            ScannerMissing: Another device was asked for.
            ScanCancelled: The officer stopped it.
        """
        if device_id != TRAY_ID:
            raise ScannerMissing("no such device")
        wanted = self._pages[: profile.max_pages or None]
        for seq, data in enumerate(wanted, start=1):
            self._draw_in(cancelled)
            yield ScannedPage(data=data, media="image/jpeg", dpi=_DPI, seq=seq)

    def _draw_in(self, cancelled: Callable[[], bool]) -> None:
        until = time.monotonic() + self._page_s
        while True:
            if cancelled():
                raise ScanCancelled("asked by the officer")
            left = until - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, _STEP_S))

    def has_paper(self, device_id: str) -> bool:
        """Always.

        Raises:
            ScannerMissing: Another device was asked for.
        """
        if device_id != TRAY_ID:
            raise ScannerMissing("no such device")
        return True
