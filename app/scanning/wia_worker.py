"""The process that loads Windows Image Acquisition: `python -m app.scanning.wia_worker`.

See `app.scanning.driver_session` for its life. One process serves one request in one apartment.
The newer interface is asked first; a driver that refuses it is asked through the older one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import NoReturn

from app.scanning.base import FeederEmpty, PaperSource, ScannerMissing, ScanProfile
from app.scanning.driver_errors import ScanUnsupported
from app.scanning.driver_session import (
    DriverSession,
    end_at_once,
    private_stdout,
    reported,
    serve_once,
)
from app.scanning.profile_wire import profile_from
from app.scanning.sane_delivery import Delivery, Parcel
from app.scanning.wia_bitmap import packed
from app.scanning.wia_com import Com, ComFunctions, system_functions
from app.scanning.wia_errors import WiaCallFailed, error_of
from app.scanning.wia_items import WiaItem, WiaManager
from app.scanning.wia_setup import (
    Source,
    has_paper,
    kinds_to_try,
    modes,
    open_source,
    prepare,
    resolutions,
    senses_paper,
    sources_of,
)
from app.scanning.wia_transfer import BandTransfer, Reader, StreamTransfer
from app.scanning.wia_types import Result
from app.scanning.wire import Message, Outlet

_CANCEL_PATIENCE_S = 1.0
_EDITIONS = (2, 1)
_REFUSALS = frozenset({Result.INVALID_ARGUMENT, Result.CLASS_NOT_REGISTERED, Result.NO_INTERFACE})
"""What the newer interface says when a driver is only made for the older one."""


class WiaSession(DriverSession):
    """What the threads of this process share: the transfer that runs can be stopped by any."""

    def __init__(self, outlet: Outlet) -> None:
        super().__init__(outlet)
        self._lock = threading.Lock()
        self._transfer: StreamTransfer | BandTransfer | None = None

    def runs(self, transfer: StreamTransfer | BandTransfer | None) -> None:
        """This transfer runs now, None = none; it is not let go of while it is being stopped."""
        with self._lock:
            self._transfer = transfer

    def press_cancel(self) -> None:
        """The callbacks see the wish; a driver that does not call back is stopped from here."""
        time.sleep(_CANCEL_PATIENCE_S)
        with self._lock, suppress(WiaCallFailed):
            if self._transfer is not None:
                self._transfer.cancel()


def main(functions: Callable[[], ComFunctions] = system_functions) -> int:
    """Serve one request; returns the exit status of the process.

    Args:
        functions: Gives the functions of the system.
    """
    session = WiaSession(Outlet(private_stdout()))
    return serve_once(session, lambda request: _answer(session, functions, request))


def _answer(session: WiaSession, functions: Callable[[], ComFunctions], request: Message) -> None:
    session.watch.touch()
    work = {"devices": _devices, "caps": _caps, "paper": _paper, "scan": _scan}
    with reported(session):
        if request.kind not in work:
            raise ScanUnsupported(f"request {request.kind}")
        try:
            with Com(functions()) as com:
                _with_edition(session, com, work[request.kind], request)
        except WiaCallFailed as error:
            raise error_of(error) from error


Work = Callable[[WiaSession, Com, WiaManager, Message], None]


def _with_edition(session: WiaSession, com: Com, work: Work, request: Message) -> None:
    """Ask the newer interface, and the older one where it is refused before any page came.

    Raises:
        WiaCallFailed: What the last one says.
    """
    for edition in _EDITIONS:
        try:
            with WiaManager(com, edition) as manager:
                return work(session, com, manager, request)
        except WiaCallFailed as error:
            if edition == _EDITIONS[-1] or error.code not in _REFUSALS:
                raise
            session.say("warning", code="wia_1")


def _devices(session: WiaSession, _com: Com, manager: WiaManager, request: Message) -> None:
    rows = []
    for device in manager.devices():
        # The name often begins with the maker's.
        has_vendor = device.model.casefold().startswith(device.vendor.casefold())
        label = device.model if has_vendor else f"{device.vendor} {device.model}".strip()
        rows.append({"name": device.name, "label": label or device.name})
    session.say("devices", devices=rows)


def _opened(manager: WiaManager, request: Message) -> WiaItem:
    """The device of a request; drivers answer very differently to an id that is not there.

    Raises:
        ScannerMissing: It is not in the list.
        WiaCallFailed: It is used by another program or does not answer.
    """
    name = request.text("device")
    if all(device.name != name for device in manager.devices()):
        raise ScannerMissing("not in the list")
    return manager.open(name)


def _caps(session: WiaSession, _com: Com, manager: WiaManager, request: Message) -> None:
    with _opened(manager, request) as device, ExitStack() as stack:
        here = sources_of(device)
        kind = PaperSource.FEEDER if PaperSource.FEEDER in here else PaperSource.FLATBED
        item = open_source(device, kind, stack).item.properties
        session.say(
            "caps",
            sources=sorted(source.value for source in here),
            modes=sorted(mode.value for mode in modes(item)),
            dpi=list(resolutions(item)),
        )


def _paper(session: WiaSession, _com: Com, manager: WiaManager, request: Message) -> None:
    with _opened(manager, request) as device:
        session.say("paper", is_sensed=senses_paper(device), is_loaded=has_paper(device))


def _scan(session: WiaSession, com: Com, manager: WiaManager, request: Message) -> None:
    profile = profile_from(request)
    with _opened(manager, request) as device:
        kinds = kinds_to_try(device, profile.source)
        for kind in kinds[:-1]:
            with suppress(FeederEmpty):
                return _scan_source(session, com, device, replace(profile, source=kind))
        _scan_source(session, com, device, replace(profile, source=kinds[-1]))


def _scan_source(session: WiaSession, com: Com, device: WiaItem, profile: ScanProfile) -> None:
    with ExitStack() as stack:
        source = open_source(device, profile.source, stack)
        settings = prepare(device, source, profile)
        for code in settings.warnings:
            session.say("warning", code=code)
        is_older = device.edition == 1
        transfer = BandTransfer(source.item) if is_older else StreamTransfer(com, source.item)
        with transfer, Delivery(session) as delivery:
            session.runs(transfer)
            try:
                PageTaker(session, delivery, settings.dpi, profile).take_all(source, transfer)
            finally:
                session.runs(None)


class PageTaker:
    """Takes pages of one transfer, or of several one after the other."""

    def __init__(
        self, session: WiaSession, delivery: Delivery, dpi: int, profile: ScanProfile
    ) -> None:
        self._session = session
        self._delivery = delivery
        self._dpi = dpi
        self._limit = profile.max_pages
        self._seq = 0

    def take_all(self, source: Source, transfer: StreamTransfer | BandTransfer) -> None:
        """Transfer until the paper is used up or enough pages came.

        Raises:
            FeederEmpty: No page came at all.
            ScanError, WiaCallFailed: The kind of trouble; pages before it are delivered.
        """
        is_feeder = source.kind is not PaperSource.FLATBED
        self._limit = self._limit if is_feeder else 1
        reader = Reader(self._page, self._progress, self._check)
        try:
            while transfer.download(reader) and is_feeder and not self._is_enough():
                pass
        except WiaCallFailed as error:
            self._judge(error)
        if not self._seq:
            raise FeederEmpty("the transfer brought no page")

    def _judge(self, error: WiaCallFailed) -> None:
        """An empty feeder after a page is the normal end; a refusal after one is an error."""
        if error.code == Result.PAPER_EMPTY:
            return
        if not self._seq:
            raise error
        raise error_of(error) from error

    def _page(self, data: bytes) -> bool:
        """Runs on: a thread of the system."""
        self._seq += 1
        self._session.watch.touch()
        self._delivery.hand_over(lambda: _parcel(data, self._dpi), len(data), self._dpi, self._seq)
        return not self._is_enough()

    def _is_enough(self) -> bool:
        return 0 < self._limit <= self._seq

    def _progress(self, percent: int) -> None:
        part = min(max(percent, 0), 100) / 100
        self._delivery.told(self._seq + 1, part)

    def _check(self) -> None:
        self._session.watch.touch()
        self._session.check()


def _parcel(data: bytes, dpi: int) -> Parcel:
    page = packed(data, dpi)
    return Parcel(page.png, page.width, page.height, page.preview)


def run() -> NoReturn:
    """Serve and end at once."""
    end_at_once(main)


if __name__ == "__main__":
    run()
