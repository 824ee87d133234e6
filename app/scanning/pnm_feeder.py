"""Sample papers in a pretended feeder, scanned through the real SANE path.

The `pnm` driver of SANE delivers one image file as if it lay on the glass. Here a list of
samples goes through it sheet by sheet. For demonstrations and tests with synthetic papers only:
each sample is written for a moment, unencrypted, into a private folder, which a real scan
never does.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image

from app.scanning.base import (
    ColourMode,
    Device,
    FeederEmpty,
    PaperSource,
    ScanCancelled,
    ScanError,
    ScannedPage,
    Scanner,
    ScannerMissing,
    ScanProfile,
)
from app.scanning.family import KeepsReady
from app.scanning.sane import make_id

PREFIX = "sane-feeder:"
_BACKEND_NAME = re.compile(r"[a-z0-9_-]+")
_KEPT_MODES = ("1", "L", "RGB")


def write_sane_config(folder: Path, backends: Sequence[str]) -> dict[str, str]:
    """Write a private SANE configuration that knows only these backends.

    Discovery asks every configured backend, so a short list also makes it quick.

    Args:
        folder: Created if missing; its dll.conf is replaced.
        backends: Names as in dll.conf ("pnm", "test").

    Returns:
        What to add to the environment of the driver process.

    Raises:
        ScanError: A name that is no backend name, or the folder cannot be written.
    """
    if not all(_BACKEND_NAME.fullmatch(name) for name in backends):
        raise ScanError("not a backend name")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "dll.conf").write_text("".join(f"{name}\n" for name in backends), "ascii")
    except OSError as error:
        raise ScanError(f"configuration not written: {type(error).__name__}") from error
    return {"SANE_CONFIG_DIR": str(folder.resolve())}


class PnmFeeder:
    """Named stacks of sample files, each offered as a scanner with a full feeder.

    A stack is full again at every scan.

    Args:
        scanner: A SANE family whose configuration has the pnm backend.
        stacks: Name and sample files (PPM, PGM, PNG, JPEG) in their order.
    """

    def __init__(self, scanner: Scanner, stacks: Mapping[str, Sequence[Path]]) -> None:
        self._scanner = scanner
        self._stacks = {name: tuple(sheets) for name, sheets in stacks.items()}

    def devices(self) -> list[Device]:
        """One for each stack."""
        return [Device(PREFIX + name, f"Máy quét mẫu: {name}") for name in self._stacks]

    def has_paper(self, device_id: str) -> bool:
        """Whether the stack has sheets; it is full again after each scan."""
        return bool(self._stacks.get(device_id.removeprefix(PREFIX)))

    def close(self) -> None:
        """End the process that the scanner underneath keeps ready."""
        if isinstance(self._scanner, KeepsReady):
            self._scanner.close()

    def scan(
        self, device_id: str, profile: ScanProfile, cancelled: Callable[[], bool]
    ) -> Generator[ScannedPage, None, None]:
        """Deliver the stack sheet by sheet; from the glass only the first one.

        Raises:
            ScannerMissing: No such stack.
            FeederEmpty: The stack has no sheets.
            ScanError: As of the scanner underneath, or a sample cannot be read.
        """
        sheets = self._stacks.get(device_id.removeprefix(PREFIX))
        if sheets is None or not device_id.startswith(PREFIX):
            raise ScannerMissing("no such stack")
        if not sheets:
            raise FeederEmpty("the stack has no sheets")
        limit = 1 if profile.source is PaperSource.FLATBED else profile.max_pages
        for seq, sheet in enumerate(sheets[: limit or None], start=1):
            if cancelled():
                raise ScanCancelled("asked by the officer")
            yield self._one(sheet, profile, cancelled, seq)

    def _one(
        self, sheet: Path, profile: ScanProfile, cancelled: Callable[[], bool], seq: int
    ) -> ScannedPage:
        """Scan one sample; its own resolution counts, for the driver reports any it is told."""
        with tempfile.TemporaryDirectory(prefix="sohoa-sample-") as folder:
            target = Path(folder) / "sheet.ppm"
            dpi = _write_pnm(sheet, target, profile.colour)
            device = make_id("pnm:0", {"filename": str(target)})
            wish = replace(
                profile, source=PaperSource.AUTO, colour=ColourMode.COLOUR, dpi=dpi or profile.dpi
            )
            pages = list(self._scanner.scan(device, wish, cancelled))
        if not pages:
            raise FeederEmpty("the driver delivered nothing")
        return replace(pages[0], seq=seq, dpi=dpi)


def _write_pnm(sample: Path, target: Path, colour: ColourMode) -> int:
    """Convert a sample; returns its resolution in dpi, 0 when the file does not say.

    The driver has no modes, so grey and bitonal are made here.

    Raises:
        ScanError: It is no readable image.
    """
    try:
        with Image.open(sample) as picture:
            dpi = round(float(picture.info.get("dpi", (0, 0))[0]))
            _in_mode(picture, colour).save(target, "PPM")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ScanError(f"sample not readable: {type(error).__name__}") from error
    return dpi


def _in_mode(picture: Image.Image, colour: ColourMode) -> Image.Image:
    match colour:
        case ColourMode.BITONAL:
            return picture.convert("1", dither=Image.Dither.NONE)
        case ColourMode.GREY:
            return picture.convert("L")
        case ColourMode.COLOUR:
            return picture if picture.mode in _KEPT_MODES else picture.convert("RGB")
