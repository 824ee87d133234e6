"""From words and codes to a paper type and candidates of its fields.

Pure: no engine, no file. What comes out are candidates with a state each; only an officer
turns them into facts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr.codes.mrz import find_mrz
from ocr.folding import fold_letters
from ocr.reading import Code, CodeKind, FieldReading, FieldSource, FieldState, PaperGuess
from ocr.understanding.cards import card_sides
from ocr.understanding.classify import classify
from ocr.understanding.consistency import cross_checked
from ocr.understanding.evidence import (
    HAND,
    UNREAD,
    by_hand,
    checked_for,
    held_against,
    holds_paragraphs,
    seen_again,
    unread,
    weigh,
)
from ocr.understanding.fields import Entry, extract_fields
from ocr.understanding.forms import PaperType, ValueKind
from ocr.understanding.found import Finder
from ocr.understanding.handwriting import Trace, trace_of
from ocr.understanding.idcard import code_values
from ocr.understanding.reread import Weak, second_looks, weak_part
from ocr.understanding.sight import Sight
from ocr.understanding.trust import DIGITS_ALONE, LOOK_AGAIN
from ocr.understanding.validate import ReferenceLists
from ocr.words import PageText

_TELLING_LETTERS = 7
_COLON_INSIDE = re.compile(r"[^\W\d_]:\s")
"""A colon behind a word, as behind a label that the form does not list."""

SEVERAL_CARDS = "card.several"
_IDS_OF_CARDS = frozenset({"qr:id_number", "mrz:id_number"})


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a page says.

    Attributes:
        paper: Paper type, None when unknown.
        codes: The codes as given, and a machine-readable zone found in the text.
        fields: One candidate for each field of the paper, in printed order.
    """

    paper: PaperGuess | None
    codes: tuple[Code, ...]
    fields: tuple[FieldReading, ...]


def understand(
    text: PageText,
    codes: Sequence[Code],
    papers: Sequence[PaperType],
    *,
    lists: ReferenceLists | None = None,
    sight: Sight | None = None,
) -> Understanding:
    """Tell the paper type of a page and read its fields.

    Args:
        text: Recognised lines.
        codes: Decoded codes of the page.
        papers: Types to choose from.
        lists: Provinces and other closed lists for the rules.
        sight: The page itself, for tick boxes and the rules of tables.

    Returns:
        Candidates; no fields for an unknown paper.
    """
    sides = card_sides(text, codes, sight.dpi) if sight else ()
    each = [_one_paper(side.text, side.codes, papers, lists, sight) for side in sides]
    known = [side for side in each if side.paper is not None]
    if len(known) < 2:
        return _one_paper(text, codes, papers, lists, sight)
    fields = [
        _of_card(field, number) for number, side in enumerate(known, 1) for field in side.fields
    ]
    found = dict.fromkeys((*codes, *(code for side in each for code in side.codes)))
    return Understanding(paper=known[0].paper, codes=tuple(found), fields=tuple(fields))


def _of_card(reading: FieldReading, number: int) -> FieldReading:
    """A field of the n-th card side on a sheet: the number keeps persons apart, as roles do."""
    if number == 1:
        return reading
    return replace(
        reading, name=f"{number}.{reading.name}", label=f"{reading.label} (thẻ {number})"
    )


def _one_paper(
    text: PageText,
    codes: Sequence[Code],
    papers: Sequence[PaperType],
    lists: ReferenceLists | None,
    sight: Sight | None,
) -> Understanding:
    all_codes = _with_mrz(text, codes)
    guess = classify(text, all_codes, papers)
    paper = next((paper for paper in papers if guess and paper.code == guess.code), None)
    fields = () if paper is None else read_fields(text, all_codes, paper, lists=lists, sight=sight)
    return Understanding(paper=guess, codes=all_codes, fields=fields)


def _with_mrz(text: PageText, codes: Sequence[Code]) -> tuple[Code, ...]:
    if any(code.kind is CodeKind.MRZ for code in codes):
        return tuple(codes)
    zone = find_mrz(text)
    return tuple(codes) if zone is None else (*codes, zone)


def read_fields(
    text: PageText,
    codes: Sequence[Code],
    paper: PaperType,
    *,
    lists: ReferenceLists | None = None,
    sight: Sight | None = None,
) -> tuple[FieldReading, ...]:
    """Read the fields of a known paper type, merging codes and text.

    For a page whose type the officer chose, too.
    """
    values = [value for code in codes for value in code_values(code)]
    entries = extract_fields(text, paper, sight)
    known = lists or ReferenceLists()
    labels, right = _label_letters(paper), _right_edge(text)
    readings = []
    for entry in entries:
        reading = weigh(entry.definition, values, entry.found, known)
        if entry.second is not None:
            second = checked_for(entry.definition, entry.second.text, known)
            reading = held_against(reading, second.value)
        readings.append(_judged(_run_on(reading, entry, labels, right), entry, sight))
    if sight is not None:
        readings = _looked_again(readings, entries, sight, known)
    if len({value.value for value in values if value.name in _IDS_OF_CARDS}) > 1:
        readings = [_one_of_several(reading) for reading in readings]
    kinds = {entry.definition.name: entry.definition.kind for entry in entries}
    return cross_checked(readings, kinds)


def _label_letters(paper: PaperType) -> frozenset[str]:
    """Folded letters of the labels of a form that are too long to stand in a value by chance."""
    letters = {
        fold_letters(phrase)[0]
        for field in paper.fields
        for phrase in (field.label, *field.aliases)
    }
    return frozenset(label for label in letters if len(label) >= _TELLING_LETTERS)


def _right_edge(text: PageText) -> int:
    """Where rows of the page end; the row that goes farthest alone may be a stray."""
    ends = sorted(line.box[2] for line in text.lines)
    return ends[-2] if len(ends) > 1 else 0


def _run_on(
    reading: FieldReading, entry: Entry, labels: frozenset[str], right: int
) -> FieldReading:
    """A value that holds another label has run into the next item, column or paragraph."""
    is_open = reading.state is not FieldState.RED and not reading.problem
    if not is_open or reading.source is not FieldSource.OCR:
        return reading
    letters = fold_letters(reading.value)[0]
    holds_label = any(label in letters for label in labels)
    is_running = entry.definition.kind is ValueKind.TEXT and entry.found.finder is Finder.LABEL
    goes_on = is_running and holds_paragraphs(entry.found, right)
    if not holds_label and not goes_on and not _COLON_INSIDE.search(reading.value):
        return reading
    return replace(reading, state=FieldState.AMBER, problem="value.holds_label")


def _one_of_several(reading: FieldReading) -> FieldReading:
    """A field of a page with the cards of several persons: whose it is, only the officer sees."""
    if reading.state is not FieldState.GREEN:
        return reading
    return replace(reading, state=FieldState.AMBER, problem=SEVERAL_CARDS)


def _looked_again(
    readings: Sequence[FieldReading],
    entries: Sequence[Entry],
    sight: Sight,
    lists: ReferenceLists,
) -> list[FieldReading]:
    """Doubtful values, and green ones that no rule can refute, with a second look at each."""
    found = {entry.definition.name: entry for entry in entries}
    weak = [
        reading
        for reading in readings
        if (reading.state is not FieldState.GREEN or _is_unruled(reading, found[reading.name]))
        and reading.value
        and reading.source is FieldSource.OCR
        and reading.problem not in (HAND, UNREAD)
        and weak_part(found[reading.name].found.words) is not None
    ]
    weak.sort(key=lambda reading: (reading.state is FieldState.GREEN, not reading.critical))
    wanted = [
        Weak(found[reading.name].definition.kind, found[reading.name].found) for reading in weak
    ]
    looks = second_looks(wanted, sight)
    return [
        seen_again(reading, found[reading.name].definition, looks[reading.name], lists)
        if reading.name in looks
        else reading
        for reading in readings
    ]


def _is_unruled(reading: FieldReading, entry: Entry) -> bool:
    """Whether nothing but its letters speaks for a value: a name that matters, a weak number."""
    match entry.definition.kind:
        case ValueKind.NAME:
            return entry.definition.critical
        case kind:
            return kind in DIGITS_ALONE and 1 - reading.confidence >= LOOK_AGAIN


def _judged(reading: FieldReading, entry: Entry, sight: Sight | None) -> FieldReading:
    """The reading with what the page itself shows: writing by hand, ink that nobody read."""
    if sight is None or reading.source is not FieldSource.OCR or not entry.found.has_label:
        return reading
    found = entry.found
    match trace_of(sight, found.words, found.area, found.label):
        case Trace.HAND:
            return by_hand(reading)
        case Trace.UNREAD:
            return unread(reading, found.area)
        case Trace.PRINT | Trace.NOTHING:
            return reading
