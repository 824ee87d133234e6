"""Pages of an open TWAIN source, strip by strip, sent as they come whole."""

from __future__ import annotations

import ctypes
import hashlib
import time
from collections.abc import Callable

from app.scanning.base import (
    DriverHung,
    FeederEmpty,
    PageTruncated,
    ScanCancelled,
    ScanProfile,
)
from app.scanning.driver_errors import ScannerMisbehaves
from app.scanning.driver_session import DriverSession
from app.scanning.twain_errors import TwainCallFailed, error_of
from app.scanning.twain_session import State, TwainSession
from app.scanning.twain_setup import Prepared, has_paper, prepare, senses_paper
from app.scanning.twain_strips import StripPacker, StripPage
from app.scanning.twain_types import (
    APPLICATION_OWNS_POINTER,
    Condition,
    ImageMemory,
    Memory,
    Return,
)

_USUAL_STRIP_BYTES = 256 << 10
_MOST_STRIP_BYTES = 8 << 20
_READY_S = 120.0


class PageTaker:
    """Takes pages of an open source; the source of paper is chosen."""

    def __init__(self, session: DriverSession, twain: TwainSession, profile: ScanProfile) -> None:
        self._session = session
        self._twain = twain
        self._profile = profile
        self._seq = 0

    def take_all(self) -> None:
        """Take pages until the paper is used up or enough came.

        Some sources end after each sheet although they were asked to go on: while they say that
        paper lies in the feeder, they are asked again.

        Raises:
            FeederEmpty: No page came at all.
            ScanError, TwainCallFailed: The kind of trouble; pages before it are sent.
        """
        prepared = prepare(self._twain, self._profile)
        for code in prepared.warnings:
            self._session.say("warning", code=code)
        before = -1
        while before < self._seq:
            before = self._seq
            self._take_batch(prepared)
            self._twain.close(State.SOURCE_OPEN)
            if self._is_enough(prepared) or not self._has_more(prepared):
                return

    def _take_batch(self, prepared: Prepared) -> None:
        """Enable the source and take what it delivers."""
        if not self._twain.enable():
            self._session.say("warning", code="ui_shown")
        if not self._twain.wait_ready(self._waiting()):
            if self._seq:
                return
            raise ScanCancelled("closed at the device")
        while self._take_page(prepared) and not self._is_enough(prepared):
            pass

    def _take_page(self, prepared: Prepared) -> bool:
        """Take the page that waits; whether another one waits now."""
        packer: StripPacker | None = None
        try:
            packer = StripPacker(self._twain.image_info(), prepared.is_inverted)
            self._fill(packer)
        except TwainCallFailed as error:
            return self._judge(error, packer)
        page = packer.page()
        self._seq += 1
        self._send(page)
        return self._twain.end_page() > 0

    def _fill(self, packer: StripPacker) -> None:
        """Take strip after strip, until the page is over."""
        setup = self._twain.memory_setup()
        wanted = setup.preferred or _USUAL_STRIP_BYTES
        most = min(setup.most or _MOST_STRIP_BYTES, _MOST_STRIP_BYTES)
        if setup.least > _MOST_STRIP_BYTES:
            raise ScannerMisbehaves("strips too large")
        buffer = ctypes.create_string_buffer(max(min(wanted, most), setup.least, 1))
        is_last = False
        while not is_last:
            self._session.check()
            memory = Memory(APPLICATION_OWNS_POINTER, len(buffer), ctypes.addressof(buffer))
            strip = ImageMemory(memory=memory)
            is_last = self._twain.strip(strip)
            if strip.written > len(buffer):
                raise ScannerMisbehaves("more bytes than the strip holds")
            packer.take(strip, ctypes.string_at(buffer, strip.written))
            part = round(packer.part, 3)
            self._session.say("progress", seq=self._seq + 1, part=part)

    def _judge(self, error: TwainCallFailed, packer: StripPacker | None) -> bool:
        """An empty feeder after a page is the normal end, inside a page it is none.

        Raises:
            ScanError: All but the normal end.
        """
        if error.code == Return.CANCEL:
            raise ScanCancelled("stopped at the device") from error
        if error.condition != Condition.NO_MEDIA:
            raise error_of(error) from error
        if packer is not None and packer.rows:
            raise PageTruncated("paper used up inside a page") from error
        if not self._seq:
            raise FeederEmpty(str(error)) from error
        return False

    def _send(self, page: StripPage) -> None:
        read_at = time.monotonic()
        self._session.say(
            "page",
            page.png,
            dpi=page.dpi,
            seq=self._seq,
            width=page.width,
            height=page.height,
            read_at=read_at,
            sha256=hashlib.sha256(page.png).hexdigest(),
        )

    def _is_enough(self, prepared: Prepared) -> bool:
        limit = self._profile.max_pages if prepared.is_feeder else 1
        return 0 < limit <= self._seq

    def _has_more(self, prepared: Prepared) -> bool:
        return prepared.is_feeder and senses_paper(self._twain) and has_paper(self._twain)

    def _waiting(self) -> Callable[[], None]:
        """Ends the waiting for a page when nobody wants it, or when it lasts too long.

        Window messages come while a source does nothing, so the watch of the process, which
        counts from the last call, would never see it.
        """
        until = time.monotonic() + _READY_S

        def check() -> None:
            self._session.check()
            if time.monotonic() > until:
                raise DriverHung("no page became ready")

        return check
