"""How large a file may be: packed tighter first, then split, always before anything is signed.

Source: limit of 30 MiB at services that take files; a signed file is never changed again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.domain.dossier import DossierFile
from app.domain.page import Page
from app.errors import Advice, StationError
from app.services.station import Station
from app.services.workers import PdfPageParts, leaner_layers

Parts = tuple[PdfPageParts, ...]
BuildPart = Callable[[Parts, str], DossierFile]
"""Builds a file of some pages; the text is "" or "phần 1/2"."""

_OVERHEAD = 1.06
"""What a PDF adds to its layers: text, fonts, structure."""


class FileTooLarge(StationError):
    """A file that can be made neither smaller nor split; `detail` says which."""

    code = "file.too_large"
    advice = Advice.USER_ACTION


def require_small(station: Station, originals: Sequence[Page]) -> None:
    """Refuse signed originals that no receiver would take.

    Raises:
        FileTooLarge: One is larger than a file may be.
    """
    limit = station.reading.max_file_bytes
    for page in originals if limit else ():
        size = len(station.vault.get(page.dossier_id, page.raw))
        if size > limit:
            raise FileTooLarge(f"signed file at page {page.seq}: {size} of {limit} bytes")


def build_within(station: Station, parts: Parts, build_part: BuildPart) -> list[DossierFile]:
    """Build a paper as one file where that is small enough, else leaner, else in parts.

    Raises:
        FileTooLarge: A single page is larger than a file may be.
        LibraryError: A PDF could not be written or is not conformant.
    """
    limit = station.reading.max_file_bytes
    if not limit or _estimate(parts) <= limit:
        whole = build_part(parts, "")
        if not limit or whole.size <= limit:
            return [whole]
    lean = tuple(_lean(station, part) for part in parts)
    if _estimate(lean) <= limit:
        whole = build_part(lean, "")
        if whole.size <= limit:
            return [whole]
    return _in_parts(lean, limit, build_part)


def _lean(station: Station, part: PdfPageParts) -> PdfPageParts:
    layers = station.cpu.submit(leaner_layers, part.layers, part.reading.dpi).result()
    return replace(part, layers=layers)


def _estimate(parts: Parts) -> int:
    return int(sum(len(part.layers) for part in parts) * _OVERHEAD)


def _in_parts(parts: Parts, limit: int, build_part: BuildPart) -> list[DossierFile]:
    """Fewest parts that are small enough, pages in their order.

    The estimate may be wrong, so a part that came out too large makes the next try tighter.
    """
    room = float(limit)
    while True:
        groups = _groups(parts, room)
        count = len(groups)
        files = [build_part(group, f"phần {n}/{count}") for n, group in enumerate(groups, 1)]
        if all(file.size <= limit for file in files):
            return files
        if count == len(parts):
            largest = max(file.size for file in files)
            raise FileTooLarge(f"a single page: {largest} of {limit} bytes")
        room = max(1.0, room * 0.7)


def _groups(parts: Parts, room: float) -> list[Parts]:
    """Fill one part after another."""
    groups: list[list[PdfPageParts]] = [[]]
    filled = 0.0
    for part in parts:
        size = len(part.layers) * _OVERHEAD
        if groups[-1] and filled + size > room:
            groups.append([])
            filled = 0.0
        groups[-1].append(part)
        filled += size
    return [tuple(group) for group in groups]
