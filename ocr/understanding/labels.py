"""Find printed labels and the openings of blocks on the lines of a page.

Labels are compared by folded letters with few edits allowed. Where two overlap the longer one
stays: "Họ, chữ đệm, tên người mẹ" is not "Họ, chữ đệm, tên".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ocr.folding import allowed_edits, fold_letters, same_reading
from ocr.understanding.forms import FieldDefinition, PaperType
from ocr.words import Line, Word, nfc

COLON = re.compile(r"\s*[.)]?\s*(?:\(\d{1,2}\)|\d)?\s*[:：]")
"""Colon behind a label, a footnote mark between them allowed."""

LABEL_GAP = 1.2
"""Blank before a label in the middle of a line, in line heights."""

_MAX_START_NOISE = 6
_SURE_LABEL_LETTERS = 6
_LEAST_TITLE_LETTERS = 8
_TITLE_LIKENESS = 88.0
_WRAPPED_WORDS = 5
_GLOSS_AND_COLON = re.compile(r"\s*\([^()\d]{2,24}\)\s*[:：]")
"""Translation behind a label: "Số (Number):"."""

_ONLY_A_NUMBER = re.compile(r"\s+\d[\d ./-]{4,}$")
"""A long number that alone takes the rest of a line: "số 151797553"."""

_MISREAD_LETTERS = range(4, 6)
"""Letters of a short label that may be one letter off where it begins a line."""

_NUMBERING = re.compile(r"[\W_]*(?:\d{1,2}|[a-zđ]|[IVX]{1,4})?[\W_]*")


class PrintedLine:
    """One line with the way back from characters and letters to its words."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.height = max(1, line.box[3] - line.box[1])
        self.text = nfc(line.text)
        self.letters, self.letter_at = fold_letters(self.text)
        self.word_starts = [at for at in range(len(self.letters)) if self._begins_word(at)]
        self.word_ends = frozenset(
            at + 1 for at in range(len(self.letters)) if self._ends_word(self.letter_at[at] + 1)
        )
        self.hits: dict[str, list[Hit]] = {}
        """What `hits_on_line` found, by phrase: many finders look for the same labels."""

        self.word_spans: list[tuple[int, int, Word]] = []
        start = 0
        for word in line.words:
            end = start + len(nfc(word.text))
            self.word_spans.append((start, end, word))
            start = end + 1

    def _begins_word(self, letter: int) -> bool:
        at = self.letter_at[letter]
        if at == 0 or not self.text[at - 1].isalnum():
            return True
        return self.text[at - 1].isdigit() and self.text[at].isalpha()

    def _ends_word(self, at: int) -> bool:
        return at >= len(self.text) or not self.text[at].isalnum()

    def gap_before(self, index: int) -> float:
        """Blank to the left of the character at `index`, in line heights."""
        previous: Word | None = None
        for start, end, word in self.word_spans:
            if start <= index < end:
                if previous is None or index > start:
                    return 0.0
                return (word.box[0] - previous.box[2]) / self.height
            previous = word
        return 0.0

    def words_between(self, start: int, end: int) -> list[Word]:
        """Words that touch the characters from `start` to `end`; cut words keep their box."""
        found = []
        for word_start, word_end, word in self.word_spans:
            low, high = max(start, word_start), min(end, word_end)
            if low >= high:
                continue
            text = self.text[low:high]
            found.append(Word(text=text, box=word.box, confidence=word.confidence))
        return found


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found on a line, characters `start` to `end`."""

    phrase: str
    line: int
    start: int
    end: int
    letters: int
    distance: int


def phrases_of(definition: FieldDefinition) -> tuple[str, ...]:
    """Every printing of a field's label."""
    return (definition.label, *definition.aliases)


def find_labels(lines: Sequence[PrintedLine], paper: PaperType) -> list[Hit]:
    """Labels on the page, none in its title; where two overlap the longer one stays."""
    phrases = {phrase for definition in paper.fields for phrase in phrases_of(definition)}
    hits = [
        hit
        for index, line in enumerate(lines)
        if not _is_title(line, paper) or _is_whole_label(line, phrases)
        for phrase in sorted(phrases)
        for hit in hits_on_line(line, index, phrase)
        if _is_label(line, hit)
    ]
    hits += _misread(lines, phrases)
    wrapped = _wrapped(lines, paper, phrases)
    hits = [hit for hit in hits if not any(_begins_wrapped(hit, *halves) for halves in wrapped)]
    hits += [half for halves in wrapped for half in halves]
    hits.sort(key=lambda hit: (-(hit.letters - 2 * hit.distance), hit.phrase))
    kept: list[Hit] = []
    for hit in hits:
        if all(_are_apart(hit, other) for other in kept):
            kept.append(hit)
    in_order = sorted(kept, key=lambda hit: (hit.line, hit.start))
    return _without_echoes(lines, in_order, paper)


def _is_whole_label(line: PrintedLine, phrases: Iterable[str]) -> bool:
    """Whether a line is nothing but a label, as on cards with one heading for a title."""
    return any(_phrase_letters(phrase)[0] == line.letters for phrase in phrases)


def _misread(lines: Sequence[PrintedLine], phrases: Iterable[str]) -> list[Hit]:
    """Short labels with one wrong letter: all that stands before the first colon of a line."""
    short = [
        (phrase, letters)
        for phrase in sorted(phrases)
        if len(letters := _phrase_letters(phrase)[0]) in _MISREAD_LETTERS
    ]
    found = []
    for index, line in enumerate(lines):
        colon = line.text.find(":")
        count = sum(at < colon for at in line.letter_at[: _MISREAD_LETTERS.stop])
        if count not in _MISREAD_LETTERS:
            continue
        printed = line.letters[:count]
        first, last = line.letter_at[0], line.letter_at[count - 1] + 1
        found += [
            Hit(phrase, index, first, last, len(letters), 1)
            for phrase, letters in short
            if len(letters) == count and Levenshtein.distance(printed, letters) == 1
        ]
    return found


def _without_echoes(
    lines: Sequence[PrintedLine], hits: Sequence[Hit], paper: PaperType
) -> list[Hit]:
    """Labels without those that begin the value of the same field.

    "CCCD số: Căn cước công dân số 0380…" has one label; "Ngân hàng: Ngân hàng …" too.
    """
    kept: list[Hit] = []
    for hit in hits:
        before = kept[-1] if kept and kept[-1].line == hit.line else None
        if before is not None and _fill_the_same(before, hit, paper):
            colon = COLON.match(lines[hit.line].text, before.end)
            if colon and not fold_letters(lines[hit.line].text[colon.end() : hit.start])[0]:
                continue
        kept.append(hit)
    return kept


def _fill_the_same(one: Hit, other: Hit, paper: PaperType) -> bool:
    return any({one.phrase, other.phrase} <= set(phrases_of(field)) for field in paper.fields)


def _begins_wrapped(hit: Hit, upper: Hit, lower: Hit) -> bool:
    """Whether a label is only the beginning of a longer one that runs on to the next line."""
    return not _are_apart(hit, upper) and hit.letters < lower.letters


def _wrapped(
    lines: Sequence[PrintedLine], paper: PaperType, phrases: Iterable[str]
) -> list[tuple[Hit, Hit]]:
    """Long labels that begin at the end of a line and end on the next.

    Returns:
        The first half, which stands for no field, and the second with the label.
    """
    long = [(phrase, words) for phrase in phrases if len(words := phrase.split()) >= _WRAPPED_WORDS]
    found = []
    for index, (upper, lower) in enumerate(pairwise(lines)):
        if _is_title(upper, paper):
            continue
        for phrase, words in long:
            halves = _wrapped_at(upper, lower, index, words)
            if halves is not None:
                found.append((replace(halves[0], phrase=""), replace(halves[1], phrase=phrase)))
    return found


def _wrapped_at(
    upper: PrintedLine, lower: PrintedLine, index: int, words: Sequence[str]
) -> tuple[Hit, Hit] | None:
    """Both halves of a label whose first half ends the line above."""
    lead = fold_letters(words[0])[0]
    if lead not in upper.letters:
        return None
    for count in range(len(words) - 1, 1, -1):
        tail = " ".join(words[count:])
        begins = [hit for hit in hits_on_line(lower, index + 1, tail) if hit.start == 0]
        if not begins or COLON.match(lower.text, begins[0].end) is None:
            continue
        head = " ".join(words[:count])
        ends = [
            hit
            for hit in hits_on_line(upper, index, head)
            if not fold_letters(upper.text[hit.end :])[0]
        ]
        if ends:
            letters = ends[0].letters + begins[0].letters
            return ends[0], replace(begins[0], letters=letters)
    return None


def _are_apart(one: Hit, other: Hit) -> bool:
    return one.line != other.line or one.end <= other.start or other.end <= one.start


def hits_on_line(line: PrintedLine, index: int, phrase: str) -> list[Hit]:
    """Every place on a line where a phrase stands, whatever stands around it."""
    known = line.hits.get(phrase)
    if known is None:
        known = line.hits[phrase] = _search(line, phrase)
    return [replace(hit, line=index) for hit in known]


def _search(line: PrintedLine, phrase: str) -> list[Hit]:
    letters, first_word, last_word, pieces = _phrase_letters(phrase)
    size, edits = len(letters), allowed_edits(len(letters))
    text = line.letters
    if not letters or size - edits > len(text) or not any(piece in text for piece in pieces):
        return []
    hits = []
    for start in line.word_starts:
        window = line.letters[start : start + size]
        if Levenshtein.distance(letters, window, score_cutoff=2 * edits) > 2 * edits:
            continue
        end, distance = _best_end(line, start, letters, edits)
        found = line.letters[start:end]
        if distance > edits or not _ends_with(found, last_word):
            continue
        if distance and not _starts_with(found, first_word):
            continue
        first, last = line.letter_at[start], line.letter_at[end - 1] + 1
        if ":" not in line.text[first:last]:
            hits.append(Hit(phrase, 0, first, last, size, distance))
    return hits


@lru_cache(maxsize=4096)
def _phrase_letters(phrase: str) -> tuple[str, str, str, tuple[str, ...]]:
    """Folded letters of a phrase of the catalogue, of its first and last word, and its pieces.

    Cut into one piece more than there may be edits, a match leaves one piece whole.
    """
    words = phrase.split() or [""]
    letters, edits = fold_letters(phrase)[0], allowed_edits(len(fold_letters(phrase)[0]))
    cuts = [len(letters) * number // (edits + 1) for number in range(edits + 2)]
    pieces = tuple(letters[low:high] for low, high in pairwise(cuts))
    return letters, fold_letters(words[0])[0], fold_letters(words[-1])[0], pieces


def _ends_with(letters: str, word: str) -> bool:
    """Whether the last word of a phrase is there: it tells "người mẹ" from "người cha"."""
    tail = letters[-len(word) :] if word else ""
    return not word or Levenshtein.distance(tail, word) <= len(word) // 4


def _starts_with(letters: str, word: str) -> bool:
    """Whether the first word of a phrase is there: "Tên người sử dụng đất" has one more."""
    return Levenshtein.distance(letters[: len(word)], word) <= max(1, len(word) // 3)


def _best_end(line: PrintedLine, start: int, letters: str, edits: int) -> tuple[int, int]:
    """End (exclusive, in letters) with the smallest distance; word ends win a tie."""
    best = (edits + 1, 1, 0)
    for end in range(start + len(letters) - edits, start + len(letters) + edits + 1):
        if start < end <= len(line.letters):
            distance = Levenshtein.distance(letters, line.letters[start:end], score_cutoff=edits)
            best = min(best, (distance, 0 if end in line.word_ends else 1, end))
    return best[2], best[0]


def _is_label(line: PrintedLine, hit: Hit) -> bool:
    """Whether a phrase stands on a line the way a label does.

    A colon after it, a wide gap before it or the beginning of the line speak for a label; in
    running text only a long phrase with a capital and every mark right is taken for one.
    """
    has_colon = COLON.match(line.text, hit.end) is not None
    is_capital = line.text[hit.start].isupper()
    noise, _ = fold_letters(line.text[: hit.start])
    is_first = len(noise) <= _MAX_START_NOISE and (not noise or _is_numbering(line, hit))
    is_whole = hit.end >= len(line.text) or not line.text[hit.end].isalnum()
    if hit.letters < _SURE_LABEL_LETTERS:
        is_alike = is_capital or hit.phrase[0].islower()
        if has_colon:
            return is_whole and (is_first or is_alike)
        return is_whole and is_first and _is_short_label(line, hit)
    if has_colon:
        return True
    if is_first or line.gap_before(hit.start) >= LABEL_GAP:
        return is_whole and is_capital
    printed = line.text[hit.start : hit.end]
    return is_whole and is_capital and same_reading(printed, hit.phrase)


def _is_short_label(line: PrintedLine, hit: Hit) -> bool:
    """Whether a few letters at the beginning of a line are a label without a colon.

    A translation in brackets, a long number and nothing else, or for a word that the form
    prints small ("do") a capital behind it speak for one.
    """
    behind = line.text[hit.end :]
    if _GLOSS_AND_COLON.match(behind) or _ONLY_A_NUMBER.match(behind):
        return True
    is_small = hit.phrase.islower() and line.text[hit.start : hit.end] == hit.phrase
    return is_small and behind[:1] == " " and behind[1:2].isupper()


def _is_numbering(line: PrintedLine, hit: Hit) -> bool:
    return _NUMBERING.fullmatch(line.text[: hit.start]) is not None


def find_openings(lines: Sequence[PrintedLine], paper: PaperType) -> list[tuple[Hit, str]]:
    """Lines that open a block, with the name of the block."""
    found: list[tuple[Hit, str]] = []
    for index, line in enumerate(lines):
        if _is_title(line, paper):
            continue
        on_line = [
            (hit, section.name)
            for section in paper.sections
            for phrase in section.opens_with
            for hit in hits_on_line(line, index, phrase)
            if _opens_line(line, hit)
        ]
        if on_line:
            found.append(max(on_line, key=lambda entry: entry[0].letters - 2 * entry[0].distance))
    return found


def _is_title(line: PrintedLine, paper: PaperType) -> bool:
    """Whether a line in capitals is the title of the paper or a part of it."""
    letters = "".join(line.letters)
    if len(letters) < _LEAST_TITLE_LETTERS or not line.text.isupper():
        return False
    return any(
        fuzz.partial_ratio(letters, _phrase_letters(title)[0]) >= _TITLE_LIKENESS
        for title in paper.title_lines
        if len(letters) <= len(_phrase_letters(title)[0]) + allowed_edits(len(letters))
    )


def _opens_line(line: PrintedLine, hit: Hit) -> bool:
    return hit.start == 0 or _is_numbering(line, hit)
