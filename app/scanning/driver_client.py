"""The parent's side of one request to a driver process: ask, or take pages as they come."""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import app
from app.scanning.base import (
    ColourMode,
    DriverCrashed,
    PaperSource,
    PaperUnsensed,
    ScanCancelled,
    ScannedPage,
)
from app.scanning.child_process import DriverProcess, Patience, SpareDriver
from app.scanning.driver_errors import error_from
from app.scanning.wire import Message

_log = logging.getLogger(__name__)

OnProgress = Callable[[int, float], None]
"""Told page number and read part from 0 to 1, -1 = not known; must be quick."""

PNG = "image/png"
_MEDIA = frozenset({PNG, "image/jpeg", "image/tiff"})
"""What a driver process may deliver; what it calls otherwise is not believed."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a scanner can be asked for.

    Attributes:
        dpi: Allowed resolutions, or the two ends of an interval; empty = not adjustable.
    """

    sources: frozenset[PaperSource]
    modes: frozenset[ColourMode]
    dpi: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DriverClient:
    """Starts a driver process for each request.

    Attributes:
        family: Named in the log.
        command: The child's program.
        environment: The whole environment of the child.
        on_note: Told each message that is neither page nor end ("found", "caps" …).
        spare: Process that is kept ready for the next request, None = each is started when needed.
    """

    family: str
    command: Sequence[str]
    environment: Mapping[str, str]
    patience: Patience
    on_progress: OnProgress = lambda seq, part: None
    on_note: Callable[[Message], None] = lambda message: None
    spare: SpareDriver | None = None

    def ask(self, kind: str, **fields: object) -> Message:
        """One question, one answer of the same kind.

        Raises:
            ScanError: What went wrong.
        """
        with self._child() as child:
            child.request(kind, **fields)
            while (message := child.next_message(lambda: False)).kind != kind:
                self._note(message)
                if message.kind == "done":
                    raise DriverCrashed(f"no answer to {kind}")
            return message

    def scan(
        self, cancelled: Callable[[], bool], **fields: object
    ) -> Generator[ScannedPage, None, None]:
        """Deliver pages until the driver says that it is done.

        When it is cancelled the driver is asked to stop, and sheets that went through by then
        are still delivered before the error: they lie in the tray and not in the feeder.

        Raises:
            ScanError: The kind of trouble; pages already yielded stay valid.
        """
        if cancelled():
            raise ScanCancelled("before the first sheet")
        with self._child() as child:
            child.request("scan", **fields)
            is_over = _stopping(child, cancelled, self.patience.stop_s)
            while (message := child.next_message(is_over)).kind != "done":
                if message.kind == "page":
                    yield _page(message)
                else:
                    self._note(message)

    @contextmanager
    def _child(self) -> Iterator[DriverProcess]:
        """A process for one request; afterwards another one is made ready, if one is wanted."""
        with self.spare.take() if self.spare else self.new_process() as child:
            yield child
        if self.spare is not None:
            self.spare.refill()

    def new_process(self) -> DriverProcess:
        """A process that is not started yet."""
        return new_process(self.command, self.environment, self.patience)

    def _note(self, message: Message) -> None:
        """Take in what is neither page nor end; an error is raised."""
        if message.kind == "error":
            raise error_from(message.text("code"), message.text("detail"))
        if message.kind == "warning":
            _log.warning("%s: %s", self.family, message.text("code"))
        elif message.kind == "progress":
            self.on_progress(message.whole("seq"), message.number("part"))
        else:
            self.on_note(message)


def new_process(
    command: Sequence[str], environment: Mapping[str, str], patience: Patience
) -> DriverProcess:
    """A driver process that is not started yet, and finds this package."""
    return DriverProcess(command, with_modules(environment), patience)


def _stopping(
    child: DriverProcess, cancelled: Callable[[], bool], stop_s: float
) -> Callable[[], bool]:
    """Asks the driver to stop once that is wished; true when it has taken too long over it."""
    asked_at: list[float] = []

    def is_over() -> bool:
        if not asked_at and cancelled():
            asked_at.append(time.monotonic())
            # One that has ended by itself cannot be asked; what it said last is still heard.
            with suppress(DriverCrashed):
                child.request("cancel")
        return bool(asked_at) and time.monotonic() - asked_at[0] > stop_s

    return is_over


def capabilities_from(message: Message) -> Capabilities:
    """Read the answer to "caps"; what is not understood is left out."""
    sources, modes = _texts(message, "sources"), _texts(message, "modes")
    return Capabilities(
        sources=frozenset(source for source in PaperSource if source.value in sources),
        modes=frozenset(mode for mode in ColourMode if mode.value in modes),
        dpi=tuple(_wholes(message, "dpi")),
    )


def is_loaded(message: Message) -> bool:
    """Read the answer to "paper".

    Raises:
        PaperUnsensed: The device does not tell.
    """
    if message.fields.get("is_sensed") is not True:
        raise PaperUnsensed("the device does not tell")
    return message.fields.get("is_loaded") is True


def with_modules(environment: Mapping[str, str]) -> dict[str, str]:
    """Add where the child finds this package, which may not be installed."""
    root = str(Path(app.__file__ or "").resolve().parents[1])
    given = environment.get("PYTHONPATH", "")
    if root in given.split(os.pathsep):
        return dict(environment)
    return {**environment, "PYTHONPATH": os.pathsep.join(filter(None, (root, given)))}


def _page(message: Message) -> ScannedPage:
    """The page of a message.

    Raises:
        DriverCrashed: It was damaged on its way.
    """
    media = message.text("media") or PNG
    if media not in _MEDIA:
        raise DriverCrashed("a page of an unknown kind")
    size = len(message.payload) - message.whole("preview")
    if not 0 < size <= len(message.payload):
        raise DriverCrashed("a page without its bytes")
    data, preview = message.payload, b""
    if size < len(data):
        data, preview = data[:size], data[size:]
    digest = hashlib.sha256(data).hexdigest()
    if digest != message.text("sha256"):
        raise DriverCrashed("a page came damaged out of the driver process")
    return ScannedPage(
        data=data,
        media=media,
        dpi=message.whole("dpi"),
        seq=message.whole("seq"),
        preview=preview,
        read_at=message.number("read_at"),
        waited_s=message.number("waited_s"),
        sha256=digest,
    )


def _texts(message: Message, name: str) -> list[str]:
    values = message.fields.get(name)
    return [str(value) for value in values] if isinstance(values, list) else []


def _wholes(message: Message, name: str) -> list[int]:
    values = message.fields.get(name)
    if not isinstance(values, list):
        return []
    return [value for value in values if isinstance(value, int)]
