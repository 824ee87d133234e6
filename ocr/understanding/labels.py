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
_NUMBERING = re.compile(r"[\W_]*(?:\d{1,2}|[a-zđ]|[IVX]{1,4})?[\W_]*")


class PrintedLine:
    """One line with the way back from characters and letters to its words."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.height = max(1, line.box[3] - line.box[1])
        self.text = nfc(line.text)
        self.letters, self.letter_at = fold_letters(self.text)
        self.word_spans: list[tuple[int, int, Word]] = []
        start = 0
        for word in line.words:
            end = start + len(nfc(word.text))
            self.word_spans.append((start, end, word))
            start = end + 1

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
        if not _is_title(line, paper)
        for phrase in sorted(phrases)
        for hit in hits_on_line(line, index, phrase)
        if _is_label(line, hit)
    ]
    hits += _wrapped(lines, paper, phrases)
    hits.sort(key=lambda hit: (-(hit.letters - 2 * hit.distance), hit.phrase))
    kept: list[Hit] = []
    for hit in hits:
        if all(_are_apart(hit, other) for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.line, hit.start))


def _wrapped(lines: Sequence[PrintedLine], paper: PaperType, phrases: Iterable[str]) -> list[Hit]:
    """Long labels that begin at the end of a line and end on the next: found on the second."""
    long = [(phrase, words) for phrase in phrases if len(words := phrase.split()) >= _WRAPPED_WORDS]
    found = []
    for index, (upper, lower) in enumerate(pairwise(lines)):
        if _is_title(upper, paper):
            continue
        for phrase, words in long:
            hit = _wrapped_at(upper, lower, index, words)
            if hit is not None:
                found.append(replace(hit, phrase=phrase))
    return found


def _wrapped_at(
    upper: PrintedLine, lower: PrintedLine, index: int, words: Sequence[str]
) -> Hit | None:
    """The second half of a label whose first half ends the line above."""
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
            return replace(begins[0], letters=letters)
    return None


def _are_apart(one: Hit, other: Hit) -> bool:
    return one.line != other.line or one.end <= other.start or other.end <= one.start


def hits_on_line(line: PrintedLine, index: int, phrase: str) -> list[Hit]:
    """Every place on a line where a phrase stands, whatever stands around it."""
    letters, first_word, last_word = _phrase_letters(phrase)
    size, edits = len(letters), allowed_edits(len(letters))
    if not _can_occur(letters, edits, line.letters):
        return []
    hits = []
    for start in range(len(line.letters) - (size - edits) + 1):
        if not _begins_word(line, start):
            continue
        end, distance = _best_end(line, start, letters, edits)
        found = line.letters[start:end]
        if distance > edits or not _ends_with(found, last_word):
            continue
        if distance and not _starts_with(found, first_word):
            continue
        first, last = line.letter_at[start], line.letter_at[end - 1] + 1
        if ":" not in line.text[first:last]:
            hits.append(Hit(phrase, index, first, last, size, distance))
    return hits


@lru_cache(maxsize=2048)
def _phrase_letters(phrase: str) -> tuple[str, str, str]:
    """Folded letters of a phrase of the catalogue, and of its first and last word."""
    words = phrase.split() or [""]
    return fold_letters(phrase)[0], fold_letters(words[0])[0], fold_letters(words[-1])[0]


def _can_occur(letters: str, edits: int, text: str) -> bool:
    """Cheap necessary condition for a match with at most `edits` edits.

    Cut into one piece more than there are edits, a match leaves one piece whole.
    """
    if not letters or len(letters) - edits > len(text):
        return False
    cuts = [len(letters) * number // (edits + 1) for number in range(edits + 2)]
    return any(letters[low:high] in text for low, high in pairwise(cuts))


def _ends_with(letters: str, word: str) -> bool:
    """Whether the last word of a phrase is there: it tells "người mẹ" from "người cha"."""
    tail = letters[-len(word) :] if word else ""
    return not word or Levenshtein.distance(tail, word) <= len(word) // 4


def _starts_with(letters: str, word: str) -> bool:
    """Whether the first word of a phrase is there: "Tên người sử dụng đất" has one more."""
    return Levenshtein.distance(letters[: len(word)], word) <= max(1, len(word) // 3)


def _begins_word(line: PrintedLine, letter: int) -> bool:
    at = line.letter_at[letter]
    if at == 0 or not line.text[at - 1].isalnum():
        return True
    return line.text[at - 1].isdigit() and line.text[at].isalpha()


def _best_end(line: PrintedLine, start: int, letters: str, edits: int) -> tuple[int, int]:
    """End (exclusive, in letters) with the smallest distance; word ends win a tie."""
    best = (edits + 1, 1, 0)
    for end in range(start + len(letters) - edits, start + len(letters) + edits + 1):
        if start < end <= len(line.letters):
            distance = Levenshtein.distance(letters, line.letters[start:end], score_cutoff=edits)
            best = min(best, (distance, 0 if _ends_word(line, end) else 1, end))
    return best[2], best[0]


def _ends_word(line: PrintedLine, end: int) -> bool:
    at = line.letter_at[end - 1] + 1
    return at >= len(line.text) or not line.text[at].isalnum()


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
        return is_whole and has_colon and (is_first or is_alike)
    if has_colon:
        return True
    if is_first or line.gap_before(hit.start) >= LABEL_GAP:
        return is_whole and is_capital
    printed = line.text[hit.start : hit.end]
    return is_whole and is_capital and same_reading(printed, hit.phrase)


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
