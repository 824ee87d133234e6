"""Parts of a paper that have a place and no label: date line, subject, issuer, signer.

Source: Nghị định 30/2020/NĐ-CP Appendix I: agency at the upper left, national heading beside it,
number under the agency, place and date under the heading, subject under the name of the kind of
paper ("Về việc …") or under the number ("V/v …"), signer at the lower right. Declarations and
certificates put place and date over the signature.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ocr.folding import fold
from ocr.understanding.forms import Part
from ocr.understanding.found import Finder, FoundValue, found_value, rows_of
from ocr.understanding.labels import PrintedLine
from ocr.words import Box, Word, union

_DATE = re.compile(
    r"(?:hom nay,?\s*)?ngay\s*[.…_]*\s*\d{1,2}\s*[.…_]*\s*thang\s*[.…_]*\s*\d{1,2}"
    r"\s*[.…_]*\s*nam\s*[.…_]*\s*\d{4}"
)
_SUBJECT = re.compile(r"^\W*(?:v/v|ve viec|v[.]v)\b")
_TITLE = re.compile(
    r"\W*(?:thong bao|quyet dinh|nghi quyet|bao cao|to trinh|ke hoach|chi thi|bien ban)\W*"
)
"""Names of kinds of papers that stand alone on a line, with the subject below."""

_AFTER = re.compile(r"^\W*(?:kinh gui|can cu|so:|thuc hien)")
_TOP_SHARE = 0.4
_LOWEST_HEAD = 0.25
_MOST_SUBJECT_LINES = 4
_MOST_ISSUER_LINES = 3
_NEXT_LINE = 1.9
_OFF_CENTRE = 4
_WIDEST_SUBJECT = 0.8
_NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,5}")
_NO_NAME = re.compile(r"\b(?:ky|ghi ro|dong dau|chu tich|truong|pho|noi nhan|nguoi|can bo)\b")


@dataclass(frozen=True, slots=True)
class DateLine:
    """Place and date on one line: index of the line, and where the place begins."""

    line: int
    start: int
    words: tuple[Word, ...]

    @property
    def box(self) -> Box:
        """Around the date itself."""
        return union([word.box for word in self.words])


def date_lines(lines: Sequence[PrintedLine]) -> list[DateLine]:
    """Lines, or right halves of lines, that end with "…, ngày … tháng … năm …"."""
    found = []
    for index, line in enumerate(lines):
        folded = fold(line.text)
        for match in _DATE.finditer(folded):
            behind = line.text[match.end() :].strip(" .,;")
            start = _start_of_place(line, match.start())
            before = line.text[start : match.start()].strip()
            if not behind and (not before or before.endswith(",")):
                words = tuple(line.words_between(match.start(), match.end()))
                found.append(DateLine(index, start, words))
    return found


def _start_of_place(line: PrintedLine, date_start: int) -> int:
    """First character of the place before a date: behind the last wide blank, at most 6 words."""
    spans = [span for span in line.word_spans if span[0] < date_start]
    start = date_start
    for number, (begin, _, word) in enumerate(reversed(spans)):
        after = next((w for s, _, w in line.word_spans if s == start), None)
        if number >= 7 or (after and word.box[2] + 1.5 * line.height < after.box[0]):
            break
        if "/" in word.text or word.text.endswith(":"):
            break
        start = begin
    return start


def read_part(part: Part, name: str, lines: Sequence[PrintedLine]) -> FoundValue | None:
    """The value of a part, None where it does not stand on the page.

    Args:
        part: Which one.
        name: Field that it fills.
        lines: Lines of the page.
    """
    if not lines:
        return None
    words: Sequence[Word]
    match part:
        case Part.NONE:
            return None
        case Part.DATE_LINE | Part.DATE_LINE_END:
            words = _date(lines, at_end=part is Part.DATE_LINE_END)
        case Part.SUBJECT:
            words = _subject(lines)
        case Part.ISSUER:
            words = _issuer(lines)
        case Part.SIGNER:
            words = _signer(lines)
    return found_value(name, words, Finder.PLACE) if words else None


def _date(lines: Sequence[PrintedLine], *, at_end: bool) -> Sequence[Word]:
    found = date_lines(lines)
    if not found:
        return ()
    limit = _TOP_SHARE * max(line.line.box[3] for line in lines)
    upper = [one for one in found if one.box[1] < limit]
    if not at_end and upper:
        return upper[0].words
    return found[-1].words


def _subject(lines: Sequence[PrintedLine]) -> list[Word]:
    """The line that begins with "Về việc" or "V/v" and those it runs on to.

    Without one the lines in the middle under "THÔNG BÁO", "QUYẾT ĐỊNH" and the like.
    """
    limit = 0.5 * max(line.line.box[3] for line in lines)
    width = max(line.line.box[2] for line in lines) - min(line.line.box[0] for line in lines)
    upper = [line for line in lines if line.line.box[1] <= limit]
    for index, line in enumerate(upper):
        if _SUBJECT.match(fold(line.text)) is not None:
            words = _left_part(line)
            return words + _running_on(lines, index, words)
    for index, line in enumerate(upper):
        if line.text.isupper() and _TITLE.fullmatch(fold(line.text)) is not None:
            paragraph = next(
                (at for at in range(index + 1, len(lines)) if _is_wide(lines[at], width)),
                len(lines),
            )
            return _running_on(lines[:paragraph], index, line.line.words)
    return []


def _is_wide(line: PrintedLine, width: int) -> bool:
    """Whether a line takes most of the width of the text, as lines of a paragraph do."""
    return line.line.box[2] - line.line.box[0] >= _WIDEST_SUBJECT * width


def _running_on(lines: Sequence[PrintedLine], index: int, first: Sequence[Word]) -> list[Word]:
    """Words of the close lines below one that are centred under its first words."""
    words: list[Word] = []
    middle = (first[0].box[0] + first[-1].box[2]) / 2
    height, bottom = lines[index].height, first[-1].box[3]
    for below in lines[index + 1 : index + _MOST_SUBJECT_LINES]:
        more = _left_part(below)
        centre = (more[0].box[0] + more[-1].box[2]) / 2
        is_new = _AFTER.match(fold(below.text)) or below.text.isupper()
        is_far = below.line.box[1] - bottom > _NEXT_LINE * height / 2
        if is_far or is_new or abs(centre - middle) >= _OFF_CENTRE * height:
            break
        words += more
        bottom = more[-1].box[3]
    return words


def _left_part(line: PrintedLine) -> list[Word]:
    """Words up to the first wide blank."""
    words = list(line.line.words)
    for number in range(1, len(words)):
        if words[number].box[0] - words[number - 1].box[2] > 2.5 * line.height:
            return words[:number]
    return words


def _issuer(lines: Sequence[PrintedLine]) -> list[Word]:
    """The lowest line in capitals at the upper left, with those that belong to it."""
    bottom = max(line.line.box[3] for line in lines)
    right = max(line.line.box[2] for line in lines)
    head = [
        word
        for line in lines
        if line.line.box[1] < _LOWEST_HEAD * bottom
        for word in line.line.words
        if word.box[2] < 0.52 * right
    ]
    capitals = [row for row in rows_of(head) if " ".join(w.text for w in row).isupper()]
    return [word for row in capitals[:_MOST_ISSUER_LINES] for word in row]


def _signer(lines: Sequence[PrintedLine]) -> list[Word]:
    """The last line at the lower right that is a name."""
    bottom = max(line.line.box[3] for line in lines)
    right = max(line.line.box[2] for line in lines)
    height = median(line.height for line in lines)
    low = [
        word
        for line in lines
        if line.line.box[1] > 0.4 * bottom
        for word in line.line.words
        if word.box[0] > 0.45 * right - height
    ]
    for row in reversed(rows_of(low)):
        text = " ".join(word.text for word in row)
        is_name = _NAME.fullmatch(text) and all(word.text[0].isupper() for word in row)
        if is_name and not _NO_NAME.search(fold(text)):
            return row
    return []
