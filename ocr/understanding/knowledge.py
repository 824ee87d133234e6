"""What is known about papers before a page is read; plain values."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.understanding.forms import PaperType
from ocr.understanding.validate import ReferenceLists


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Paper types to tell apart, and closed lists for the rules."""

    papers: tuple[PaperType, ...] = ()
    lists: ReferenceLists | None = None
