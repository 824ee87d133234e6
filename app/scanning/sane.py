"""Scanners that SANE knows: the parent's side. No driver is loaded in this process."""

from __future__ import annotations

import hashlib
import logging
import os
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

import app
from app.scanning.base import (
    ColourMode,
    Device,
    DriverCrashed,
    PaperSource,
    ScannedPage,
    ScannerMissing,
    ScanProfile,
)
from app.scanning.child_process import DriverProcess, Patience
from app.scanning.driver_errors import error_from
from app.scanning.wire import Message

_log = logging.getLogger(__name__)

PREFIX = "sane:"
WORKER_COMMAND = (sys.executable, "-P", "-m", "app.scanning.sane_worker")
"""Started without the working folder on the module path, so nothing there can pose as `app`."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a scanner can be asked for.

    Attributes:
        dpi: Allowed resolutions, or the two ends of an interval; empty = not adjustable.
    """

    sources: frozenset[PaperSource]
    modes: frozenset[ColourMode]
    dpi: tuple[int, ...]


class SaneScanner:
    """The SANE family; every call runs in its own child process.

    Args:
        environment: The whole environment of the child (PATH, HOME, SANE_CONFIG_DIR …).
        patience: How long a silent or blocked driver is waited for.
        command: The child's program; another one in a frozen build and in tests.
        on_progress: Told page number and read part from 0 to 1, -1 = not known; it is called
            in the thread that draws pages from `scan` and must be quick.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        *,
        patience: Patience | None = None,
        command: Sequence[str] = WORKER_COMMAND,
        on_progress: Callable[[int, float], None] = lambda seq, part: None,
    ) -> None:
        self._environment = _with_modules(environment)
        self._patience = patience or Patience()
        self._command = tuple(command)
        self._on_progress = on_progress

    def devices(self) -> list[Device]:
        """Scanners SANE finds; none when SANE is not installed.

        Raises:
            DriverCrashed, DriverHung: A driver failed while looking.
        """
        try:
            answer = self._ask("devices")
        except ScannerMissing as error:
            _log.warning("no SANE: %s", error.detail)
            return []
        rows = answer.fields.get("devices")
        if not isinstance(rows, list):
            raise DriverCrashed("no list of devices")
        return [
            Device(PREFIX + str(row.get("name", "")), str(row.get("label", "")))
            for row in rows
            if isinstance(row, dict)
        ]

    def capabilities(self, device_id: str) -> Capabilities:
        """What one scanner can be asked for.

        Raises:
            ScanError: It cannot be opened.
        """
        answer = self._ask("caps", device=split_id(device_id)[0])
        sources, modes = _texts(answer, "sources"), _texts(answer, "modes")
        return Capabilities(
            sources=frozenset(source for source in PaperSource if source.value in sources),
            modes=frozenset(mode for mode in ColourMode if mode.value in modes),
            dpi=tuple(_wholes(answer, "dpi")),
        )

    def scan(
        self, device_id: str, profile: ScanProfile, cancelled: Callable[[], bool]
    ) -> Generator[ScannedPage, None, None]:
        """Deliver pages until the paper is used up; see `Scanner.scan`.

        Raises:
            ScanError: The kind of trouble; pages already yielded stay valid.
        """
        name, options = split_id(device_id)
        with self._child() as child:
            child.request(
                "scan",
                device=name,
                options=options,
                source=profile.source.value,
                colour=profile.colour.value,
                dpi=profile.dpi,
                max_pages=profile.max_pages,
            )
            while (message := child.next_message(cancelled)).kind != "done":
                if message.kind == "page":
                    yield _page(message)
                else:
                    self._note(message)

    def _child(self) -> DriverProcess:
        return DriverProcess(self._command, self._environment, self._patience)

    def _ask(self, kind: str, **fields: object) -> Message:
        """One question, one answer of the same kind."""
        with self._child() as child:
            child.request(kind, **fields)
            while (message := child.next_message(lambda: False)).kind != kind:
                self._note(message)
                if message.kind == "done":
                    raise DriverCrashed(f"no answer to {kind}")
            return message

    def _note(self, message: Message) -> None:
        """Take in what is neither page nor end; an error is raised."""
        if message.kind == "error":
            raise error_from(message.text("code"), message.text("detail"))
        if message.kind == "warning":
            _log.warning("scanner: %s", message.text("code"))
        if message.kind == "progress":
            self._on_progress(message.whole("seq"), message.number("part"))


def make_id(name: str, options: Mapping[str, str]) -> str:
    """Device id with options that are set before each scan.

    Args:
        name: Name of the device in SANE.
        options: Names and values in the driver's own words.
    """
    pairs = "&".join(f"{key}={quote(value, safe='/')}" for key, value in options.items())
    return f"{PREFIX}{name}?{pairs}" if pairs else PREFIX + name


def split_id(device_id: str) -> tuple[str, dict[str, str]]:
    """Name of the device in SANE, and the options after "?" ("sane:pnm:0?filename=/p.ppm").

    Raises:
        ScannerMissing: Not an id of this family.
    """
    if not device_id.startswith(PREFIX):
        raise ScannerMissing("not a SANE device")
    name, _, tail = device_id.removeprefix(PREFIX).partition("?")
    pairs = (pair.partition("=") for pair in tail.split("&") if pair)
    return name, {key: unquote(value) for key, _, value in pairs}


def _with_modules(environment: Mapping[str, str]) -> dict[str, str]:
    """Add where the child finds this package, which may not be installed."""
    root = str(Path(app.__file__ or "").resolve().parents[1])
    given = environment.get("PYTHONPATH", "")
    return {**environment, "PYTHONPATH": os.pathsep.join(filter(None, (root, given)))}


def _page(message: Message) -> ScannedPage:
    """The page of a message.

    Raises:
        DriverCrashed: It was damaged on its way.
    """
    if hashlib.sha256(message.payload).hexdigest() != message.text("sha256"):
        raise DriverCrashed("a page came damaged out of the driver process")
    return ScannedPage(
        data=message.payload,
        media="image/png",
        dpi=message.whole("dpi"),
        seq=message.whole("seq"),
    )


def _texts(message: Message, name: str) -> list[str]:
    values = message.fields.get(name)
    return [str(value) for value in values] if isinstance(values, list) else []


def _wholes(message: Message, name: str) -> list[int]:
    values = message.fields.get(name)
    if not isinstance(values, list):
        return []
    return [value for value in values if isinstance(value, int)]
