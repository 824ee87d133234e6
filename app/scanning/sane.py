"""Scanners that SANE knows: the parent's side. No driver is loaded in this process."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Mapping, Sequence
from urllib.parse import quote, unquote

from app.own_program import module_command
from app.scanning.base import (
    Device,
    DriverCrashed,
    ScannedPage,
    ScannerMissing,
    ScanProfile,
)
from app.scanning.child_process import Patience, SpareDriver
from app.scanning.driver_client import (
    Capabilities,
    DriverClient,
    capabilities_from,
    is_loaded,
    new_process,
)
from app.scanning.profile_wire import fields_of

_log = logging.getLogger(__name__)

PREFIX = "sane:"
ESCL_BACKENDS = ("airscan:e", "escl:")
"""Names of the drivers that speak eSCL; our own client lists the same machines."""
WORKER_COMMAND = module_command("app.scanning.sane_worker")
"""Started without the working folder on the module path, so nothing there can pose as `app`."""


class SaneScanner:
    """The SANE family; every call runs in its own child process.

    Args:
        environment: The whole environment of the child (PATH, HOME, SANE_CONFIG_DIR …).
        patience: How long a silent or blocked driver is waited for.
        command: The child's program; another one in a frozen build and in tests.
        on_progress: Told page number and read part from 0 to 1, -1 = not known; it is called
            in the thread that draws pages from `scan` and must be quick.
        keep_spare: Keep a process started for the next request; `close` ends it.
        leave_out: Beginnings of names that are not listed, for another family lists them.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        *,
        patience: Patience | None = None,
        command: Sequence[str] = WORKER_COMMAND,
        on_progress: Callable[[int, float], None] = lambda seq, part: None,
        keep_spare: bool = False,
        leave_out: Sequence[str] = (),
    ) -> None:
        self._leave_out = tuple(leave_out)
        waits = patience or Patience()
        spare = SpareDriver(lambda: new_process(command, environment, waits))
        self._spare = spare if keep_spare else None
        self._driver = DriverClient(
            family="scanner",
            command=tuple(command),
            environment=dict(environment),
            patience=waits,
            on_progress=on_progress,
            spare=self._spare,
        )
        self._known: dict[str, Capabilities] = {}

    def close(self) -> None:
        """End the process that was kept ready."""
        if self._spare is not None:
            self._spare.close()

    def devices(self) -> list[Device]:
        """Scanners SANE finds; none when SANE is not installed.

        Raises:
            DriverCrashed, DriverHung: A driver failed while looking.
        """
        try:
            answer = self._driver.ask("devices")
        except ScannerMissing as error:
            _log.warning("no SANE: %s", error.detail)
            return []
        rows = answer.fields.get("devices")
        if not isinstance(rows, list):
            raise DriverCrashed("no list of devices")
        return [
            Device(PREFIX + str(row.get("name", "")), str(row.get("label", "")))
            for row in rows
            if isinstance(row, dict) and not str(row.get("name", "")).startswith(self._leave_out)
        ]

    def capabilities(self, device_id: str, *, fresh: bool = False) -> Capabilities:
        """What one scanner can be asked for, as it was last asked, or asked now.

        SANE tells no firmware: what is remembered holds for the device's name, which carries its
        place and model, as long as the station runs.

        Raises:
            ScanError: It cannot be opened.
        """
        name = split_id(device_id)[0]
        if fresh or name not in self._known:
            self._known[name] = capabilities_from(self._driver.ask("caps", device=name))
        return self._known[name]

    def has_paper(self, device_id: str) -> bool:
        """Whether the sensor of the feeder sees paper.

        Raises:
            PaperUnsensed: The device has no such sensor.
            ScanError: It cannot be opened.
        """
        return is_loaded(self._driver.ask("paper", device=split_id(device_id)[0]))

    def scan(
        self, device_id: str, profile: ScanProfile, cancelled: Callable[[], bool]
    ) -> Generator[ScannedPage, None, None]:
        """Deliver pages until the paper is used up; see `Scanner.scan`.

        Raises:
            ScanError: The kind of trouble; pages already yielded stay valid.
        """
        name, options = split_id(device_id)
        yield from self._driver.scan(
            cancelled,
            device=name,
            options=options,
            **fields_of(profile),
        )


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
