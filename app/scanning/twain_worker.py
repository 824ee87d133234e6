"""The process that loads TWAIN sources: `python -m app.scanning.twain_worker`.

Most sources are 32-bit libraries, so this runs in a 32-bit Python and imports nothing beyond the
standard library and this room. All triplets are sent by one thread, which also takes the window
messages; see `app.scanning.driver_session` for the rest of its life.

The source waits while a page is sent: it buffers a few sheets itself, and memory stays bounded.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import NoReturn

from app.scanning.base import (
    FeederEmpty,
    ScannerMissing,
)
from app.scanning.driver_errors import ScanUnsupported
from app.scanning.driver_session import (
    DriverSession,
    end_at_once,
    private_stdout,
    reported,
    serve_once,
)
from app.scanning.profile_wire import profile_from
from app.scanning.twain_errors import TwainCallFailed, error_of
from app.scanning.twain_library import TwainLibrary, system_library
from app.scanning.twain_pages import PageTaker
from app.scanning.twain_session import EventLoop, State, TwainSession
from app.scanning.twain_setup import (
    check_usable,
    has_paper,
    kinds_to_try,
    modes,
    resolutions,
    senses_paper,
    sources_of,
)
from app.scanning.twain_window import hidden_window
from app.scanning.wire import Message, Outlet

_LEAVE_S = 5.0
_BRIDGE = "WIA-"
"""Sources that Windows makes of WIA devices; our own family lists the same machines."""

Parts = Callable[[], tuple[TwainLibrary, EventLoop]]


def system_parts() -> tuple[TwainLibrary, EventLoop]:
    """The manager of this machine and a window that nobody sees.

    Raises:
        ScannerMissing: There is no manager.
    """
    return system_library(), hidden_window()


class SourceSession(DriverSession):
    """Lets a source be closed before the process ends with its parent.

    A source that is left enabled may keep its device until that is switched off; only the thread
    that opened it may close it.
    """

    def __init__(self, outlet: Outlet) -> None:
        super().__init__(outlet)
        self.is_down = threading.Event()

    def leave(self) -> None:
        """Ask the other thread to stop, and wait a while until the source is closed."""
        self.cancelled.set()
        self.is_down.wait(_LEAVE_S)


def main(parts: Parts = system_parts) -> int:
    """Serve one request; returns the exit status of the process."""
    session = SourceSession(Outlet(private_stdout()))
    return serve_once(session, lambda request: serve(session, parts, request))


def serve(session: SourceSession, parts: Parts, request: Message) -> None:
    """Answer a request; the last message is "done" or "error", and nothing stays open."""
    try:
        _answer(session, parts, request)
    finally:
        session.is_down.set()


def _answer(session: DriverSession, parts: Parts, request: Message) -> None:
    session.watch.touch()
    work = {"devices": _devices, "caps": _caps, "paper": _paper, "scan": _scan}
    with reported(session), _typed():
        if request.kind not in work:
            raise ScanUnsupported(f"request {request.kind}")
        library, loop = parts()
        with (
            TwainSession(library, loop, session.watch.touch) as twain,
            # Going down may hang: by then the parent has the outcome.
            reported(session),
            _typed(),
        ):
            work[request.kind](session, twain, request)


@contextmanager
def _typed() -> Iterator[None]:
    """Failed calls become typed errors."""
    try:
        yield
    except TwainCallFailed as error:
        raise error_of(error) from error


def _devices(session: DriverSession, twain: TwainSession, request: Message) -> None:
    names = [name for name in twain.sources() if not name.startswith(_BRIDGE)]
    session.say("devices", devices=[{"name": name, "label": name} for name in names])


def _opened(twain: TwainSession, request: Message) -> None:
    """Open the source of a request.

    Raises:
        ScannerMissing: It is not installed.
        ScannerOffline, ScanUnsupported: It cannot be used.
    """
    name = request.text("device")
    if name not in twain.sources():
        raise ScannerMissing("not in the list")
    twain.open(name)
    check_usable(twain)


def _caps(session: DriverSession, twain: TwainSession, request: Message) -> None:
    _opened(twain, request)
    session.say(
        "caps",
        sources=sorted(source.value for source in sources_of(twain)),
        modes=sorted(mode.value for mode in modes(twain)),
        dpi=list(resolutions(twain)),
    )


def _paper(session: DriverSession, twain: TwainSession, request: Message) -> None:
    _opened(twain, request)
    is_sensed = senses_paper(twain)
    session.say("paper", is_sensed=is_sensed, is_loaded=is_sensed and has_paper(twain))


def _scan(session: DriverSession, twain: TwainSession, request: Message) -> None:
    profile = profile_from(request)
    _opened(twain, request)
    kinds = kinds_to_try(twain, profile.source)
    for kind in kinds[:-1]:
        with suppress(FeederEmpty):
            return PageTaker(session, twain, replace(profile, source=kind)).take_all()
        twain.close(State.SOURCE_OPEN)
    PageTaker(session, twain, replace(profile, source=kinds[-1])).take_all()


def run() -> NoReturn:
    """Serve and end at once."""
    end_at_once(main)


if __name__ == "__main__":
    run()
