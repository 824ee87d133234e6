"""Whether a page begins a paper or goes on with the one before it.

A continuation has no title; what it may have is a page number. The national heading, the head
of an agency or a title begins a paper, of whatever kind.

Source: Nghị định 30/2020/NĐ-CP Appendix I: heads of administrative papers; pages are numbered
from the second on, in the middle of the upper margin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from ocr.folding import similarity
from ocr.reading import Flag, PageMark, PageReading
from ocr.words import Line, PageText

_HEADS = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_HEAD_LIKENESS = 0.8
_TOP_SHARE = 0.3
_MARGIN_LINES = 2
_OF = re.compile(
    r"(?:trang|tờ)?\s*(?:số)?\s*[-–—]?\s*(\d{1,3})\s*/\s*(\d{1,3})\s*[-–—]?", re.IGNORECASE
)
_ALONE = re.compile(r"(?:trang)?\s*[-–—]?\s*(\d{1,3})\s*[-–—]?", re.IGNORECASE)


def page_mark(text: PageText, height_px: int) -> PageMark:
    """Read head and page number of a page.

    Args:
        text: Its lines.
        height_px: Height of the page in pixels.
    """
    lines = text.lines
    top = [line for line in lines if line.box[1] < _TOP_SHARE * height_px]
    begins = any(_is_head(line) for line in top)
    number, of = _page_number(lines, height_px)
    return PageMark(begins, number, of)


def _is_head(line: Line) -> bool:
    """Whether the national heading stands on a line, alone or beside the head of an agency."""
    words = [word.text for word in line.words]
    for head in _HEADS:
        size = len(head.split())
        for text in (" ".join(words[-size:]), " ".join(words[:size])):
            if similarity(text, head, at_least=_HEAD_LIKENESS) >= _HEAD_LIKENESS:
                return True
    return False


def _page_number(lines: Sequence[Line], height_px: int) -> tuple[int, int]:
    """Number in the first or last lines, where nothing else stands on its line."""
    ordered = sorted(lines, key=lambda line: line.box[1])
    edges = [*ordered[:_MARGIN_LINES], *ordered[-_MARGIN_LINES:]]
    for line in edges:
        found = _OF.fullmatch(line.text.strip())
        if found and 0 < int(found[1]) <= int(found[2]):
            return int(found[1]), int(found[2])
    for line in edges:
        found = _ALONE.fullmatch(line.text.strip())
        in_margin = line.box[3] < 0.1 * height_px or line.box[1] > 0.9 * height_px
        if found and in_margin and 0 < int(found[1]) < 200:
            return int(found[1]), 0
    return 0, 0


class Follows(StrEnum):
    """How surely a page goes on with the paper that another page began.

    Numbered: its page number is the next one. Unnumbered: nothing speaks against it. No: it shows
    another number or type, or a page before it could not be read.
    """

    NUMBERED = "numbered"
    UNNUMBERED = "unnumbered"
    NO = "no"


def follows(pages: Sequence[PageReading | None]) -> tuple[Follows, ...]:
    """Tell of the pages of one paper, as they lie, which surely go on with the first.

    Papers are put together on less: a page in the wrong file is seen by the officer, a value of
    another paper is not. Blank backs between the pages do not count.

    Args:
        pages: Readings in order, None for a page that could not be read; the first one begins.

    Returns:
        One verdict for each page behind the first.
    """
    if not pages or pages[0] is None:
        return (Follows.NO,) * (len(pages) - 1)
    first = pages[0]
    number, is_unbroken = first.mark.number or 1, True
    verdicts = []
    for page in pages[1:]:
        if page is not None and Flag.BLANK in page.flags:
            verdicts.append(Follows.NO)
            continue
        number += 1
        verdict = _follows(first, page, number)
        is_unbroken = is_unbroken and verdict is not Follows.NO
        verdicts.append(verdict if is_unbroken or verdict is Follows.NUMBERED else Follows.NO)
    return tuple(verdicts)


def _follows(first: PageReading, page: PageReading | None, number: int) -> Follows:
    """Whether a page goes on with a paper as its page `number`, whatever lies between."""
    if page is None or not page.text.words or page.mark.begins:
        return Follows.NO
    if page.paper is not None and (first.paper is None or page.paper.code != first.paper.code):
        return Follows.NO
    if page.mark.number == 0:
        return Follows.UNNUMBERED
    same_length = 0 in (first.mark.of, page.mark.of) or first.mark.of == page.mark.of
    return Follows.NUMBERED if page.mark.number == number and same_length else Follows.NO
