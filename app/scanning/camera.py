"""Document cameras: the parent's side. No driver is loaded in this process.

A camera takes one picture for each scan, as a scanner takes one from its glass; where the paper
lies in it, and how large it is, is found when the page is read (`ocr.cleaning.sheet`).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence

from app.own_program import module_command
from app.scanning.base import (
    Device,
    DriverCrashed,
    ScannedPage,
    ScannerMissing,
    ScanProfile,
)
from app.scanning.child_process import Patience
from app.scanning.driver_client import DriverClient

PREFIX = "camera:"
WORKER_COMMAND = module_command("app.scanning.camera_worker")
"""Started without the working folder on the module path, so nothing there can pose as `app`."""


class CameraScanner:
    """The camera family; every call runs in its own child process.

    Args:
        environment: The whole environment of the child.
        patience: How long a silent or blocked driver is waited for.
        command: The child's program; another one in a frozen build and in tests.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        *,
        patience: Patience | None = None,
        command: Sequence[str] = WORKER_COMMAND,
    ) -> None:
        self._driver = DriverClient(
            family="camera",
            command=tuple(command),
            environment=dict(environment),
            patience=patience or Patience(),
        )

    def devices(self) -> list[Device]:
        """Cameras by name; none where the system tells of none.

        Raises:
            DriverCrashed, DriverHung: A driver failed while looking.
        """
        rows = self._driver.ask("devices").fields.get("devices")
        if not isinstance(rows, list):
            raise DriverCrashed("no list of devices")
        return [
            Device(PREFIX + str(row["name"]), str(row["label"]))
            for row in rows
            if isinstance(row, dict) and {"name", "label"} <= row.keys()
        ]

    def scan(
        self, device_id: str, profile: ScanProfile, cancelled: Callable[[], bool]
    ) -> Generator[ScannedPage, None, None]:
        """Take one picture at the largest size of the camera; see `Scanner.scan`.

        Raises:
            ScannerMissing: No such camera.
            ScanError: The kind of trouble.
        """
        if not device_id.startswith(PREFIX):
            raise ScannerMissing("not a camera")
        name = device_id.removeprefix(PREFIX)
        yield from self._driver.scan(cancelled, device=name, colour=profile.colour.value)
