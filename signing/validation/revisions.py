"""The bytes around a signature: what it covers and what was added after it.

Source: ISO 32000-2:2020, 7.5.6 (incremental updates), 12.8.1 (byte ranges); ETSI EN 319 142-1,
5.5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pikepdf
from asn1crypto import parser

from signing.validation.cms_checks import CmsProblem
from signing.validation.fields import SignatureField
from signing.validation.rawdict import is_unambiguous
from signing.validation.source import Source

_OBJECT = re.compile(rb"(?<![0-9])\d{1,10}[\x00\t\n\f\r ]+\d{1,5}[\x00\t\n\f\r ]+obj\b")
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_END = re.compile(rb"startxref[\x00\t\n\f\r ]+(\d{1,12})[\x00\t\n\f\r ]+%%EOF")
_HYBRID = re.compile(rb"/XRefStm[\x00\t\n\f\r ]+(\d{1,12})")
_DOUBLED = re.compile(r"\(([^()]*), offset (\d+)\): dictionary has duplicated key")
_SPACE = b"\x00\t\n\f\r "
_MAX_GAP_BYTES = 64 * 1024 * 1024
_MAX_TAIL_BYTES = 64 * 1024 * 1024
_MAX_REVISIONS = 100
_MAX_DICTIONARY_BYTES = 256 * 1024
_HEADER_WITHIN_BYTES = 1024

XrefTable = dict[tuple[int, int], pikepdf.XrefEntry]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a byte range covers.

    Attributes:
        gap: Start and stop of the part it leaves out.
        end: Offset of the first byte after the signed ranges.
    """

    gap: tuple[int, int]
    end: int

    @property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """The signed pieces as (start, stop)."""
        return (0, self.gap[0]), (self.gap[1], self.end)


class Revisions:
    """States of one file, each opened once."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.header = max(0, source.read(0, _HEADER_WITHIN_BYTES).find(b"%PDF-"))
        self._open: dict[int, pikepdf.Pdf] = {}
        self._tables: dict[int, XrefTable] = {}
        self._doubled: dict[int, frozenset[tuple[str, str]]] = {}

    def at(self, stop: int) -> pikepdf.Pdf:
        """Give the state that the first `stop` bytes are.

        Raises:
            pikepdf.PdfError: They are none, or only after a repair.
        """
        if stop not in self._open:
            self._open[stop] = self.source.open(stop)
        return self._open[stop]

    def table(self, stop: int) -> XrefTable:
        """Give the cross references of a state; raises like `at`."""
        if stop not in self._tables:
            self._tables[stop] = self.at(stop).get_xref_table()
        return self._tables[stop]

    def doubled_keys(self, stop: int) -> frozenset[tuple[str, str]]:
        """Give the dictionaries of a state that have a key twice: object and place.

        One reader takes the first value and another the last (ISO 32000-2:2020, 7.3.7: undefined),
        so that the two show different pages.

        Raises:
            pikepdf.PdfError: As `at`.
        """
        if stop not in self._doubled:
            pdf = self.at(stop)
            for _ in pdf.objects:
                pass  # the reader finds doubled keys when it parses an object
            found = (_DOUBLED.search(str(text)) for text in pdf.get_warnings())
            self._doubled[stop] = frozenset((item[1], item[2]) for item in found if item)
        return self._doubled[stop]

    def repaired(self, stop: int) -> pikepdf.Pdf:
        """Give a state as a reader guesses it that repairs damage.

        Raises:
            pikepdf.PdfError: Nothing can be guessed.
        """
        if stop not in self._open:
            self._open[stop] = self.source.open(stop, repair=True)
        return self._open[stop]

    def forget(self) -> None:
        """Close all states."""
        for pdf in self._open.values():
            pdf.close()
        self._open.clear()
        self._tables.clear()


def check_byte_range(field: SignatureField, source: Source) -> Coverage:
    """Check that the byte range leaves out exactly the signature's own digits.

    Raises:
        CmsProblem: The range is of another form.
    """
    numbers = field.byte_range
    if len(numbers) != 4 or min(numbers) < 0 or not field.contents:
        raise CmsProblem("FORMAT_FAILURE")
    first, length, second, rest = numbers
    end = second + rest
    if first != 0 or not 0 < length < second <= end <= source.size:
        raise CmsProblem("FORMAT_FAILURE")
    if second - length > _MAX_GAP_BYTES:
        raise CmsProblem("FORMAT_FAILURE")
    gap = source.read(length, second)
    if not (gap.startswith(b"<") and gap.endswith(b">")):
        raise CmsProblem("FORMAT_FAILURE")
    try:
        digits = bytes.fromhex(gap[1:-1].replace(b"\0", b"").decode("ascii"))
    except ValueError as error:
        raise CmsProblem("FORMAT_FAILURE") from error
    if digits != field.contents:
        raise CmsProblem("FORMAT_FAILURE")
    return Coverage((length, second), end)


def check_dictionary(field: SignatureField, coverage: Coverage, states: Revisions) -> None:
    """Check that the gap stands in the text of this signature's own dictionary.

    Raises:
        CmsProblem: It stands elsewhere, or the text of the dictionary is ambiguous.
    """
    holder = field.value if field.value.is_indirect else field.node
    try:
        entry = states.table(coverage.end).get(holder.objgen)
    except pikepdf.PdfError as error:
        # The signed bytes end in the middle of something.
        raise CmsProblem("FORMAT_FAILURE") from error
    if entry is None or entry.type != 1 or entry.offset is None:
        raise CmsProblem("FORMAT_FAILURE")
    start = entry.offset + states.header
    gap_start, gap_stop = coverage.gap
    if not 0 <= gap_start - start <= _MAX_DICTIONARY_BYTES:
        raise CmsProblem("FORMAT_FAILURE")
    source = states.source
    before = source.read(start, gap_start)
    after = source.read(gap_stop, min(gap_stop + _MAX_DICTIONARY_BYTES, coverage.end))
    if not is_unambiguous(before, after):
        raise CmsProblem("FORMAT_FAILURE")


def has_unsigned_padding(field: SignatureField) -> bool:
    """Tell whether something other than zeros stands behind the signature value.

    No byte range covers it and no viewer shows it; some producers leave old memory there.
    """
    return any(field.contents[parser.peek(field.contents) :])


def tail_is_blank(source: Source, end: int) -> bool:
    """Tell whether nothing but white space follows the signed bytes."""
    return not any(piece.strip(_SPACE) for _, piece in source.chunks(end, source.size))


def tail_problem(states: Revisions, end: int) -> str:
    """Look at the text after a signature: it must consist of incremental updates and no more.

    A reader that repairs damaged files would show objects that no cross reference names, so
    that the page changes although the signature seems intact (incremental saving attack).

    Returns:
        Name of what is wrong; empty when the text is sound.
    """
    source = states.source
    if source.size - end > _MAX_TAIL_BYTES:
        return "changes-too-large"
    tail = source.read(end, source.size)
    ends = list(_END.finditer(tail))
    if not ends or tail[ends[-1].end() :].strip(_SPACE):
        return "bytes-outside-revisions"
    if len(ends) > _MAX_REVISIONS:
        return "changes-too-large"
    starts = {int(found[1]) + states.header - end for found in ends}
    if int(ends[-1][1]) + states.header < end:
        return "bytes-outside-revisions"
    starts |= {int(found[1]) + states.header - end for found in _HYBRID.finditer(tail)}
    for found in ends:
        try:
            table = states.table(end + found.end())
        except pikepdf.PdfError:
            return "revisions-unreadable"
        starts.update(
            entry.offset + states.header - end for entry in table.values() if entry.offset
        )
    return "" if _all_known(tail, starts) else "objects-outside-revisions"


def _all_known(tail: bytes, starts: set[int]) -> bool:
    """Tell whether every object in the text is one that a cross reference points to."""
    text = _STREAM.sub(lambda found: b"\0" * len(found[0]), tail)
    for found in _OBJECT.finditer(text):
        place = found.start()
        # Some producers point to the line break before the number.
        while place not in starts and place > 0 and tail[place - 1] in _SPACE:
            place -= 1
        if place not in starts:
            return False
    return True
