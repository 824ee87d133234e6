"""The process that loads scanner drivers: `python -m app.scanning.sane_worker`.

See `app.scanning.driver_session` for its life. Pages leave as PNG through the pipe and never touch
the disk.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NoReturn

from app.memory_bound import bound_memory
from app.scanning.base import (
    ColourMode,
    FeederEmpty,
    PageTruncated,
    PaperSource,
    ScanProfile,
)
from app.scanning.driver_errors import ScanUnsupported, error_for
from app.scanning.driver_session import (
    DriverSession,
    end_at_once,
    private_stdout,
    reported,
    serve_once,
)
from app.scanning.profile_wire import profile_from
from app.scanning.sane_delivery import Delivery, Parcel
from app.scanning.sane_image import Frame, checked_size, pack
from app.scanning.sane_library import FrameParameters, OpenScanner, SaneLibrary
from app.scanning.sane_options import Option, find, mode_meaning, source_meaning
from app.scanning.sane_setup import SENSOR_NAMES, prepare, sources_to_try
from app.scanning.sane_stream import PageStream, can_stream
from app.scanning.sane_types import Status, ValueType
from app.scanning.wire import MAX_PAYLOAD_BYTES, Message, Outlet

_CANCEL_PATIENCE_S = 1.0
_EMPTY_READ_PAUSE_S = 0.002
_MAX_FRAMES = 3
_MEMORY_MB = 4096
"""Room for the largest page that is taken in every form it has on its way; a driver that leaks
ends by itself and not the machine."""


class Session(DriverSession):
    """What the threads of this process share."""

    def __init__(self, outlet: Outlet) -> None:
        super().__init__(outlet)
        self.scanner: OpenScanner | None = None

    def end(self, kind: str, **fields: object) -> None:
        """Give the outcome; from now on nobody cancels the scanner."""
        self.scanner = None
        super().end(kind, **fields)

    def press_cancel(self) -> None:
        """A driver that blocks does not see the wish; the standard lets another thread stop it."""
        time.sleep(_CANCEL_PATIENCE_S)
        scanner = self.scanner
        if scanner is not None and self.watch.blocked_s > _CANCEL_PATIENCE_S / 2:
            scanner.cancel()


def main() -> int:
    """Serve one request; returns the exit status of the process."""
    bound_memory(_MEMORY_MB)
    session = Session(Outlet(private_stdout()))
    return serve_once(session, lambda request: _answer(session, request))


def _answer(session: Session, request: Message) -> None:
    session.watch.touch()
    with reported(session), SaneLibrary() as library:
        _serve(session, library, request)


def _serve(session: Session, library: SaneLibrary, request: Message) -> None:
    """Answer a request; the last message is "done" or "error"."""
    work = {"devices": _devices, "caps": _caps, "paper": _paper, "scan": _scan}
    with reported(session):
        if request.kind not in work:
            raise ScanUnsupported(f"request {request.kind}")
        work[request.kind](session, library, request)


def _devices(session: Session, library: SaneLibrary, request: Message) -> None:
    found = library.devices()
    rows = [{"name": d.name, "label": f"{d.vendor} {d.model}".strip()} for d in found]
    session.say("devices", devices=rows)


def _caps(session: Session, library: SaneLibrary, request: Message) -> None:
    with library.open(request.text("device")) as scanner, reported(session):
        options = scanner.options()
        source, mode = find(options, "source"), find(options, "mode")
        session.say(
            "caps",
            sources=_meanings(source.words if source else (), source_meaning),
            modes=_meanings(mode.words if mode else (), mode_meaning),
            dpi=_resolutions(find(options, "resolution", "x-resolution")),
        )


def _paper(session: Session, library: SaneLibrary, request: Message) -> None:
    """What the sensor of the feeder sees, where there is one."""
    with library.open(request.text("device")) as scanner, reported(session):
        sensor = find(scanner.options(), *SENSOR_NAMES)
        is_sensed = sensor is not None and sensor.kind is ValueType.BOOL
        loaded = bool(scanner.get(sensor)) if sensor is not None and is_sensed else False
        session.say("paper", is_sensed=is_sensed, is_loaded=loaded)


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
    profile = profile_from(request)
    given = request.fields.get("options")
    extra = {str(k): str(v) for k, v in given.items()} if isinstance(given, Mapping) else {}
    with library.open(request.text("device")) as scanner, reported(session):
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
    with Delivery(session) as delivery:
        seq = 1
        while limit == 0 or seq <= limit:
            reading = SheetReading(session, scanner, delivery, seq)
            if not reading.read():
                break
            delivery.hand_over(
                lambda reading=reading: reading.parcel(prepared.dpi),  # type: ignore[misc]  # bound now
                reading.raw_bytes,
                prepared.dpi,
                seq,
            )
            seq += 1


class SheetReading:
    """One page while it is read: its frames, or the stream that packs it meanwhile."""

    def __init__(
        self, session: Session, scanner: OpenScanner, delivery: Delivery, seq: int
    ) -> None:
        self._session = session
        self._scanner = scanner
        self._delivery = delivery
        self._seq = seq
        self._frames: list[Frame] = []
        self._stream: PageStream | None = None
        self.raw_bytes = 0

    def read(self) -> bool:
        """Read to the end of the page; False when the paper is used up after at least one page.

        Raises:
            FeederEmpty: There was no paper at all.
            ScanError: The kind of trouble.
        """
        is_last = False
        while not is_last:
            if len(self._frames) == _MAX_FRAMES:
                raise ScanUnsupported("more than three frames in a page")
            try:
                _start(self._session, self._scanner)
                is_last = self._read_frame()
            except FeederEmpty as error:
                if self._frames:
                    raise PageTruncated("paper used up between two passes") from error
                if self._seq > 1:
                    return False
                raise
        return True

    def parcel(self, dpi: int) -> Parcel:
        """The page as it is sent. Runs on: the sending thread."""
        if self._stream is not None:
            made = self._stream.page(dpi)
            return Parcel(made.png, made.width, made.height, made.preview)
        page = pack(self._frames, dpi)
        reduced = any(frame.layout.depth == 16 for frame in self._frames)
        self._frames = []
        return Parcel(page.png, page.width, page.height, reduced=reduced)

    def _read_frame(self) -> bool:
        """Read to the end of the frame; returns whether it is the last one.

        Raises:
            FeederEmpty: The driver says only now, before the first byte, that there is no paper.
            PageTruncated: The paper ended inside the frame.
            ScanError: The kind of trouble.
        """
        layout = self._scanner.parameters()
        if can_stream(layout) and not self._frames:
            self._stream = PageStream(layout, self._delivery.pool, self._delivery.backlog)
        data = self._read_lines(layout)
        if self._stream is None:
            frame = Frame(layout, data)
            checked_size(frame)
            self._frames.append(frame)
        else:
            self._stream.close(data)
        return layout.is_last

    def _read_lines(self, layout: FrameParameters) -> bytearray:
        """Read until the driver says that the frame is over; gives what no block was made of."""
        expected = layout.lines * layout.bytes_per_line
        data = bytearray()
        got = 0
        while max(expected, got) <= MAX_PAYLOAD_BYTES:
            status, count = self._scanner.read(data)
            self._session.watch.touch()
            self._session.check()
            if status is Status.EOF:
                self.raw_bytes += got
                return data
            if status is Status.NO_DOCS and got:
                raise PageTruncated("paper used up inside a page")
            if status is not Status.GOOD:
                raise error_for(status, "sane_read")
            if count == 0:
                time.sleep(_EMPTY_READ_PAUSE_S)
                continue
            got += count
            if self._stream is not None:
                self._stream.take(data)
            part = round(min(got / expected, 1.0), 3) if expected > 0 else -1.0
            self._delivery.told(self._seq, part)
        raise ScanUnsupported("page too large")


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


def run() -> NoReturn:
    """Serve and end at once."""
    end_at_once(main)


if __name__ == "__main__":
    run()
