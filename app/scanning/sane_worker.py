"""The process that loads scanner drivers: `python -m app.scanning.sane_worker`.

One process does one request and ends, so nothing a driver keeps in memory reaches the next
scan. It dies with its parent (standard input closes) and says every two seconds that it lives,
and for how long the driver has not come back from the present call. Pages leave as PNG through
the pipe and never touch the disk.
"""

from __future__ import annotations

import faulthandler
import hashlib
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO, NoReturn

from app.scanning.base import (
    ColourMode,
    FeederEmpty,
    PageTruncated,
    PaperSource,
    ScanCancelled,
    ScanError,
    ScanProfile,
)
from app.scanning.driver_errors import ScanUnsupported, error_for
from app.scanning.sane_image import Frame, pack
from app.scanning.sane_library import OpenScanner, SaneLibrary
from app.scanning.sane_options import Option, find, mode_meaning, source_meaning
from app.scanning.sane_setup import Prepared, prepare, sources_to_try
from app.scanning.sane_types import Status
from app.scanning.wire import MAX_PAYLOAD_BYTES, Message, Outlet, WireBroken, receive

HEARTBEAT_S = 2.0
_PROGRESS_S = 0.1
_CANCEL_PATIENCE_S = 1.0
_EMPTY_READ_PAUSE_S = 0.002
_MAX_FRAMES = 3


class Watch:
    """Knows how long the driver has not come back.

    All time counts as the driver's, except what is spent `away` from it: waiting for a request,
    packing a page, sending.
    """

    def __init__(self) -> None:
        self._since: float | None = None

    def touch(self) -> None:
        """The driver has just come back from a call."""
        self._since = time.monotonic()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Time that is not the driver's."""
        self._since = None
        try:
            yield
        finally:
            self.touch()

    @property
    def blocked_s(self) -> float:
        """Seconds since the driver last came back; 0 while away from it."""
        since = self._since
        return 0.0 if since is None else time.monotonic() - since


class Session:
    """What the threads of this process share."""

    def __init__(self, outlet: Outlet) -> None:
        self.outlet = outlet
        self.watch = Watch()
        self.cancelled = threading.Event()
        self.requests: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self.scanner: OpenScanner | None = None
        self._is_ended = False

    def say(self, kind: str, payload: bytes = b"", /, **fields: object) -> None:
        """Tell the parent something, however slowly it listens.

        Raises:
            WireBroken: The parent is gone.
        """
        with self.watch.away():
            self.outlet.send(kind, payload, **fields)

    def end(self, kind: str, **fields: object) -> None:
        """Give the outcome, "done" or "error"; only the first one counts."""
        self.scanner = None
        if not self._is_ended:
            self._is_ended = True
            self.say(kind, b"", **fields)

    def check(self) -> None:
        """Stop here if the parent asked for it.

        Raises:
            ScanCancelled: It did.
        """
        if self.cancelled.is_set():
            raise ScanCancelled("asked by the parent")


def main() -> int:
    """Serve one request; returns the exit status of the process."""
    faulthandler.enable()
    session = Session(Outlet(_private_stdout()))
    for task in (lambda: _listen(session, sys.stdin.buffer), lambda: _beat(session)):
        threading.Thread(target=task, daemon=True).start()
    try:
        session.outlet.send("hello", version=1, pid=os.getpid())
        _answer(session, session.requests.get())
    except WireBroken:
        return 1
    return 0


def _private_stdout() -> BinaryIO:
    """The stream for messages; what drivers print goes to the error stream instead."""
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return stream


def _listen(session: Session, stream: BinaryIO) -> None:
    """Take what the parent says; without a parent there is nothing to live for."""
    try:
        while True:
            message = receive(stream)
            if message.kind == "cancel":
                session.cancelled.set()
                threading.Thread(target=_press_cancel, args=(session,), daemon=True).start()
            else:
                session.requests.put(message)
    except WireBroken:
        os._exit(0)


def _press_cancel(session: Session) -> None:
    """A driver that blocks does not see the wish; the standard lets another thread stop it."""
    time.sleep(_CANCEL_PATIENCE_S)
    scanner = session.scanner
    if scanner is not None and session.watch.blocked_s > _CANCEL_PATIENCE_S / 2:
        scanner.cancel()


def _beat(session: Session) -> None:
    try:
        while True:
            time.sleep(HEARTBEAT_S)
            session.outlet.send("alive", blocked_s=round(session.watch.blocked_s, 1))
    except WireBroken:
        os._exit(0)


def _answer(session: Session, request: Message) -> None:
    session.watch.touch()
    with _reported(session), SaneLibrary() as library:
        _serve(session, library, request)


@contextmanager
def _reported(session: Session) -> Iterator[None]:
    """Tell how the block ended.

    Put inside whatever cleans up a driver: some hang or crash when they are cancelled or closed,
    and by then the parent has the outcome and only waits a little for the end of the process.
    """
    try:
        yield
        session.end("done")
    except ScanError as error:
        session.end("error", code=error.code, detail=error.detail)
    except WireBroken:
        raise
    except Exception as error:  # the main of this process: whatever it is, the parent is told
        session.end("error", code=ScanError.code, detail=f"{type(error).__name__}: {error}")


def _serve(session: Session, library: SaneLibrary, request: Message) -> None:
    """Answer a request; the last message is "done" or "error"."""
    work = {"devices": _devices, "caps": _caps, "scan": _scan}
    with _reported(session):
        if request.kind not in work:
            raise ScanUnsupported(f"request {request.kind}")
        work[request.kind](session, library, request)


def _devices(session: Session, library: SaneLibrary, request: Message) -> None:
    found = library.devices()
    rows = [{"name": d.name, "label": f"{d.vendor} {d.model}".strip()} for d in found]
    session.say("devices", devices=rows)


def _caps(session: Session, library: SaneLibrary, request: Message) -> None:
    with library.open(request.text("device")) as scanner, _reported(session):
        options = scanner.options()
        source, mode = find(options, "source"), find(options, "mode")
        session.say(
            "caps",
            sources=_meanings(source.words if source else (), source_meaning),
            modes=_meanings(mode.words if mode else (), mode_meaning),
            dpi=_resolutions(find(options, "resolution", "x-resolution")),
        )


def _meanings(
    words: tuple[str, ...], meaning: Callable[[str], PaperSource | ColourMode | None]
) -> list[str]:
    return sorted({m.value for m in map(meaning, words) if m is not None})


def _resolutions(option: Option | None) -> list[int]:
    """Allowed resolutions; of an interval its two ends."""
    if option is None:
        return []
    if option.range is not None:
        return [round(option.range.low), round(option.range.high)]
    return [round(number) for number in option.numbers]


def _scan(session: Session, library: SaneLibrary, request: Message) -> None:
    profile = ScanProfile(
        source=PaperSource(request.text("source")),
        colour=ColourMode(request.text("colour")),
        dpi=request.whole("dpi"),
        max_pages=request.whole("max_pages"),
    )
    given = request.fields.get("options")
    extra = {str(k): str(v) for k, v in given.items()} if isinstance(given, Mapping) else {}
    with library.open(request.text("device")) as scanner, _reported(session):
        session.scanner = scanner
        _scan_sources(session, scanner, profile, extra)


def _scan_sources(
    session: Session, scanner: OpenScanner, profile: ScanProfile, extra: Mapping[str, str]
) -> None:
    """Deliver all pages; with AUTO an empty feeder sends us on to the glass."""
    sources = sources_to_try(scanner.options(), profile.source)
    if "source" in extra:
        sources = (PaperSource.AUTO,)
    for source in sources[:-1]:
        try:
            return _scan_source(session, scanner, replace(profile, source=source), extra)
        except FeederEmpty:
            scanner.cancel()
    return _scan_source(session, scanner, replace(profile, source=sources[-1]), extra)


def _scan_source(
    session: Session, scanner: OpenScanner, profile: ScanProfile, extra: Mapping[str, str]
) -> None:
    prepared = prepare(scanner, profile, extra)
    for code in prepared.warnings:
        session.say("warning", code=code)
    limit = profile.max_pages if prepared.is_feeder else 1
    seq = 1
    while limit == 0 or seq <= limit:
        frames = _read_page(session, scanner, seq)
        if not frames:
            break
        _send_page(session, frames, prepared, seq)
        seq += 1


def _read_page(session: Session, scanner: OpenScanner, seq: int) -> list[Frame]:
    """All frames of one page; empty when the paper is used up after at least one page.

    Raises:
        FeederEmpty: There was no paper at all.
        ScanError: The kind of trouble.
    """
    frames: list[Frame] = []
    while not frames or not frames[-1].layout.is_last:
        if len(frames) == _MAX_FRAMES:
            raise ScanUnsupported("more than three frames in a page")
        try:
            _start(session, scanner)
            frames.append(_read_frame(session, scanner, seq))
        except FeederEmpty as error:
            if frames:
                raise PageTruncated("paper used up between two passes") from error
            if seq > 1:
                return []
            raise
    return frames


def _start(session: Session, scanner: OpenScanner) -> None:
    """Begin a frame. Some drivers say EOF here when they mean that there is no more paper."""
    session.check()
    status = scanner.start()
    session.watch.touch()
    session.check()
    if status is Status.EOF:
        raise FeederEmpty("sane_start: EOF")
    if status is not Status.GOOD:
        raise error_for(status, "sane_start")


def _read_frame(session: Session, scanner: OpenScanner, seq: int) -> Frame:
    """Read to the end of the frame.

    Raises:
        FeederEmpty: The driver says only now, before the first byte, that there is no paper.
        PageTruncated: The paper ended inside the frame.
        ScanError: The kind of trouble.
    """
    layout = scanner.parameters()
    expected = layout.lines * layout.bytes_per_line
    data = bytearray()
    said = time.monotonic()
    while max(expected, len(data)) <= MAX_PAYLOAD_BYTES:
        status, count = scanner.read(data)
        session.watch.touch()
        session.check()
        if status is Status.EOF:
            return Frame(layout, data)
        if status is Status.NO_DOCS and data:
            raise PageTruncated("paper used up inside a page")
        if status is not Status.GOOD:
            raise error_for(status, "sane_read")
        if count == 0:
            time.sleep(_EMPTY_READ_PAUSE_S)
        if time.monotonic() - said >= _PROGRESS_S:
            said = time.monotonic()
            part = round(min(len(data) / expected, 1.0), 3) if expected > 0 else -1
            session.say("progress", seq=seq, part=part)
    raise ScanUnsupported("page too large")


def _send_page(session: Session, frames: list[Frame], prepared: Prepared, seq: int) -> None:
    if any(frame.layout.depth == 16 for frame in frames):
        session.say("warning", code="depth_reduced")
    with session.watch.away():
        page = pack(frames, prepared.dpi)
        digest = hashlib.sha256(page.png).hexdigest()
    session.say(
        "page",
        page.png,
        dpi=prepared.dpi,
        seq=seq,
        width=page.width,
        height=page.height,
        sha256=digest,
    )


def run() -> NoReturn:
    """Serve and end at once: the listening thread still holds standard input."""
    os._exit(main())


if __name__ == "__main__":
    run()
