"""What every search for a place starts from: the file, the wanted size, the words to look for."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from signing.appearance.places import Place, PlaceNote, PlaceTemplate, Why
from signing.appearance.sheets import Sheets, SignatureBox
from signing.appearance.signer_names import SignerName, TitleLines
from signing.appearance.stamps import Box
from signing.appearance.words import Segment, join_segments

_FARTHEST_PAGES = 60


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A place as it is seen.

    Attributes:
        page_index: Page, counted from 0.
        box: As seen, points.
        confidence: 0 to 1.
        why: What it was found by.
        notes: What is not as usual.
    """

    page_index: int
    box: Box
    confidence: float
    why: Why
    notes: tuple[PlaceNote, ...] = ()


class Looking:
    """One file under search."""

    def __init__(self, sheets: Sheets, signer_name: str, template: PlaceTemplate) -> None:
        wording = template.rules.wording
        if template.keywords:
            keywords = (*template.keywords, *wording.keywords)
            wording = dataclasses.replace(wording, keywords=keywords)
        self.sheets, self.template = sheets, template
        self.name = SignerName(signer_name, wording)
        self.titles = TitleLines(wording)
        self.fields: tuple[SignatureBox, ...] = sheets.signature_boxes()
        self._segments: dict[int, tuple[Segment, ...]] = {}

    def segments(self, index: int) -> tuple[Segment, ...]:
        """Give the lines of a page, column by column."""
        if index not in self._segments:
            self._segments[index] = join_segments(self.sheets.words(index))
        return self._segments[index]

    def text_pages(self) -> Iterator[int]:
        """Give pages with text, the last first."""
        last = len(self.sheets) - 1
        for index in range(last, max(-1, last - _FARTHEST_PAGES), -1):
            if self.sheets.words(index):
                yield index

    def taken(self, index: int) -> list[Box]:
        """Give the boxes of signatures that stand on a page already."""
        return [each.box for each in self.fields if each.page_index == index and each.is_signed]

    def placed(self, found: Found) -> Place:
        """Bring a place into default user space."""
        box = self.sheets.seen(found.page_index).stored(found.box)
        return Place(found.page_index, box, round(found.confidence, 3), found.why, found.notes)
