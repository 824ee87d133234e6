"""Read a page that goes on with a paper: its type is that of the page which began it.

The page has no title of its own. A block that the page before left open goes on above its first
line. What has its place in the head of a paper is not looked for, and zones that were drawn on the
first page do not hold here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from ocr.reading import Code, FieldReading
from ocr.understanding.forms import PaperType, Part, Section
from ocr.understanding.joining import is_empty
from ocr.understanding.labels import PrintedLine, find_labels, find_openings, phrases_of
from ocr.understanding.sight import Sight
from ocr.understanding.understand import read_fields
from ocr.understanding.validate import ReferenceLists
from ocr.words import Line, PageText, Word

_PARTS = {
    Part.ISSUER: Part.NONE,
    Part.SUBJECT: Part.NONE,
    Part.DATE_LINE: Part.DATE_LINE_END,
}
"""Parts that are other ones here: nothing of the head, and a date is over the signature."""

_BLANK_BELOW = 12
"""Line heights between the opening that is carried on and the page: nothing is read across."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """A page that goes on with a paper.

    Attributes:
        text: Its lines.
        codes: Its codes.
        before: Lines of the pages of the paper just before it, in order.
    """

    text: PageText
    codes: tuple[Code, ...] = ()
    before: tuple[PageText, ...] = ()


def read_continuation(
    page: Continuation,
    paper: PaperType,
    *,
    lists: ReferenceLists | None = None,
    sight: Sight | None = None,
) -> tuple[FieldReading, ...]:
    """Read what of a paper stands on a later page; fields that are not there are left out."""
    later = _later(paper)
    text = _under(open_block(page.before, later), page.text, later)
    readings = read_fields(text, page.codes, later, lists=lists, sight=sight)
    return tuple(reading for reading in readings if not is_empty(reading))


def _later(paper: PaperType) -> PaperType:
    """The form without what only its first page has."""
    fields = tuple(
        replace(field, part=_PARTS.get(field.part, field.part)) for field in paper.fields
    )
    return replace(paper, fields=fields, layouts=())


def open_block(pages: Sequence[PageText], paper: PaperType) -> str:
    """Name of the block that is still open at the end of some pages, "" for none.

    An opening tells it, or a label that only one block has.
    """
    sections: dict[str, set[str]] = {}
    for field in paper.fields:
        for phrase in phrases_of(field):
            sections.setdefault(phrase, set()).add(field.section)
    now = ""
    for page in pages:
        lines = [PrintedLine(line) for line in page.lines]
        told = [(hit.line, hit.start, name) for hit, name in find_openings(lines, paper)]
        for hit in find_labels(lines, paper):
            names = sections.get(hit.phrase, set())
            if len(names) == 1 and "" not in names:
                told.append((hit.line, hit.start, min(names)))
        now = max(told)[2] if told else now
    return now


def _under(block: str, text: PageText, paper: PaperType) -> PageText:
    """The lines of a page with the opening of a block above its upper edge."""
    section = next((each for each in paper.sections if each.name == block), None)
    if section is None or not text.lines:
        return text
    height = round(median(max(1, line.box[3] - line.box[1]) for line in text.lines))
    bottom = min(line.box[1] for line in text.lines) - _BLANK_BELOW * height
    words = [
        Word(word, (number * height, bottom - height, (number + 1) * height, bottom), 1.0)
        for number, word in enumerate(_opening(section, paper).split())
    ]
    return PageText((Line(tuple(words)), *text.lines))


def _opening(section: Section, paper: PaperType) -> str:
    """A printing of the opening of a block, if possible one that is no label as well."""
    labels = {phrase for field in paper.fields for phrase in phrases_of(field)}
    return next(
        (phrase for phrase in section.opens_with if phrase not in labels), section.opens_with[0]
    )
