"""Which paper a page is: by its title lines, supporting phrases and codes.

A title counts only where it fills a line (or a few lines together): a form that mentions a
certificate in a sentence is not the certificate. Titles printed in capitals must be read in
capitals for the same reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import chain

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ocr.folding import allowed_edits, fold, fold_letters
from ocr.reading import Code, CodeKind, PaperGuess
from ocr.understanding.forms import PaperType
from ocr.understanding.idcard import code_values
from ocr.words import Line, PageText

_TITLE_SIMILARITY = 0.84
_PHRASE_SIMILARITY = 88.0
_EXCLUDE_SIMILARITY = 96.0
_TITLE_SHARE = 0.7
_MIN_PHRASES_WITHOUT_TITLE = 3
_PHRASE_SHARE_WITHOUT_TITLE = 0.6
_PHRASES_ALONE_WEIGHT = 0.6
_CODE_BONUS = 0.25
_CODE_ALONE = 0.5
_MIN_MARGIN = 0.03
_MAX_TITLE_LINES = 4
_CAPITAL_SHARE = 0.7
_WIDE = 1.2
_CLOSE = 1.1
_SMALL_WORD = 3
_SHORT_TITLE = 12
"""Letters of a title that, misread, counts only where something else speaks for the paper."""

_SUBJECT = re.compile(r"\W*(?:v/v|ve viec)\b")

_PASSPORT = "passport"
"""The paper whose machine-readable zone begins with P.

Source: ICAO Doc 9303 part 4.
"""

_PAPERS_OF_CODES = {
    "qr:id_number": frozenset({"cccd_front", "identity_card_2024_back"}),
    "mrz:id_number": frozenset({"cccd_back", "identity_card_2024_back"}),
    "qr:dossier_code": frozenset({"receipt_slip"}),
}
"""Papers that carry a code with such a value."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Text of one line or of some joined lines.

    Attributes:
        letters: Folded letters and digits.
        capitals: Number of its letters that are capitals.
        cased: Number of its letters.
        in_sentence: It begins or ends with a small word: "cấp GIẤY …", "GIẤY … đối".
    """

    letters: str = ""
    capitals: int = 0
    cased: int = 0
    in_sentence: bool = False

    @classmethod
    def of(cls, text: str) -> _Candidate:
        """The candidate that a text is."""
        letters, _ = fold_letters(text)
        cased = [character.isupper() for character in text if character.isalpha()]
        words = text.split()
        in_sentence = any(map(_is_small_word, (*words[:1], *words[-1:])))
        return cls(letters, sum(cased), len(cased), in_sentence)

    def followed_by(self, other: _Candidate) -> _Candidate:
        """Both texts as one."""
        return _Candidate(
            self.letters + other.letters,
            self.capitals + other.capitals,
            self.cased + other.cased,
            self.in_sentence or other.in_sentence,
        )

    @property
    def is_in_capitals(self) -> bool:
        """Whether it is printed in capitals but for a few letters, and no sentence holds it."""
        is_printed = self.capitals > 0 and self.capitals >= _CAPITAL_SHARE * self.cased
        return is_printed and not self.in_sentence


def _is_small_word(word: str) -> bool:
    return len(word) >= _SMALL_WORD and word.isalpha() and word.islower()


_Titles = Mapping[int, Sequence[_Candidate]]


def classify(
    text: PageText, codes: Sequence[Code], papers: Sequence[PaperType]
) -> PaperGuess | None:
    """Guess the paper type of a page.

    Args:
        text: Recognised lines.
        codes: Decoded codes of the page, a machine-readable zone among them.
        papers: Types to choose from.

    Returns:
        The best type with its margin to the next best as confidence, or None: an unknown
        paper stays unknown, and so does one for which two types score the same.
    """
    titles = _by_length(_title_candidates(text.lines))
    body, _ = fold_letters(text.text)
    hinted = _hinted_papers(codes)
    scores = sorted(
        ((_score(paper, titles, body, _hint(paper, hinted)), paper) for paper in papers),
        key=lambda entry: -entry[0],
    )
    if not scores or scores[0][0] == 0.0:
        return None
    best, paper = scores[0]
    margin = best - (scores[1][0] if len(scores) > 1 else 0.0)
    if margin < _MIN_MARGIN:
        return None
    return PaperGuess(code=paper.code, title=paper.title, confidence=round(min(margin, 1.0), 4))


class _Hint(Enum):
    """What the codes of a page say of a type."""

    NONE = auto()
    FOR = auto()
    AGAINST = auto()


def _hint(paper: PaperType, hinted: frozenset[str]) -> _Hint:
    if not hinted:
        return _Hint.NONE
    return _Hint.FOR if paper.code in hinted else _Hint.AGAINST


def _hinted_papers(codes: Iterable[Code]) -> frozenset[str]:
    codes = tuple(codes)
    if any(code.kind is CodeKind.MRZ and code.text.startswith("P") for code in codes):
        return frozenset({_PASSPORT})
    names = {value.name for code in codes for value in code_values(code)}
    sets = [papers for name, papers in _PAPERS_OF_CODES.items() if name in names]
    if not sets:
        return frozenset()
    shared = frozenset.intersection(*sets)
    return shared or frozenset.union(*sets)


def _title_candidates(lines: Sequence[Line]) -> list[_Candidate]:
    """Each line, each run of up to four lines, and each part of a line between wide blanks.

    Lines that a subject ("V/v …") runs on to name a paper and are not its title.
    """
    lines = _without_subjects(lines)
    candidates = []
    for line in lines:
        parts = _parts(line)
        if len(parts) > 1:
            candidates += [_Candidate.of(text) for text in parts]
    whole = [_Candidate.of(line.text) for line in lines]
    for start in range(len(whole)):
        joined = _Candidate()
        for candidate in whole[start : start + _MAX_TITLE_LINES]:
            joined = joined.followed_by(candidate)
            if joined.letters:
                candidates.append(joined)
    return candidates


def _by_length(candidates: Iterable[_Candidate]) -> _Titles:
    """The candidates by their number of letters: a title differs from its own by few edits."""
    found: dict[int, list[_Candidate]] = {}
    for candidate in candidates:
        found.setdefault(len(candidate.letters), []).append(candidate)
    return found


def _without_subjects(lines: Sequence[Line]) -> list[Line]:
    """Lines but those that begin with "V/v" or "Về việc" and the ones close below them."""
    kept: list[Line] = []
    above: Line | None = None
    for line in lines:
        is_subject = _SUBJECT.match(fold(line.text)) is not None
        if above is not None and not is_subject:
            x0, y0, x1, y1 = line.box
            close = y0 - above.box[3] < _CLOSE * (y1 - y0) and x0 < above.box[2]
            is_subject = close and x1 > above.box[0]
        above = line if is_subject else None
        if not is_subject:
            kept.append(line)
    return kept


def _parts(line: Line) -> list[str]:
    """Texts of a line between blanks wider than a line is high."""
    height = line.box[3] - line.box[1]
    parts: list[list[str]] = []
    right = line.box[0] - 2 * _WIDE * height
    for word in line.words:
        if word.box[0] - right > _WIDE * height:
            parts.append([])
        parts[-1].append(word.text)
        right = word.box[2]
    return [" ".join(part) for part in parts]


@lru_cache(maxsize=4096)
def _of_catalogue(phrase: str) -> _Candidate:
    """A title or phrase of the catalogue, which is asked for on every page."""
    return _Candidate.of(phrase)


def _score(paper: PaperType, titles: _Titles, body: str, hint: _Hint) -> float:
    """Score 0.0 to 1.25; 0.0 where the type is ruled out or nothing speaks for it.

    Phrases that several papers share do not outweigh a code that tells another paper.
    """
    if any(_contains(body, phrase, _EXCLUDE_SIMILARITY) for phrase in paper.excludes):
        return 0.0
    title = max((_title_similarity(line, titles) for line in paper.title_lines), default=0.0)
    found = sum(_contains(body, phrase) for phrase in paper.phrases)
    share = found / len(paper.phrases) if paper.phrases else 1.0
    bonus = _CODE_BONUS if hint is _Hint.FOR else 0.0
    if title and (title == 1.0 or found or not _has_short_title(paper)):
        return _TITLE_SHARE * title + (1 - _TITLE_SHARE) * share + bonus
    if hint is _Hint.AGAINST:
        return 0.0
    if found >= _MIN_PHRASES_WITHOUT_TITLE and share >= _PHRASE_SHARE_WITHOUT_TITLE:
        return _PHRASES_ALONE_WEIGHT * share + bonus
    return _CODE_ALONE * max(share, 0.5) if hint is _Hint.FOR else 0.0


def _has_short_title(paper: PaperType) -> bool:
    return any(len(_of_catalogue(title).letters) < _SHORT_TITLE for title in paper.title_lines)


def _title_similarity(title: str, titles: _Titles) -> float:
    """Best similarity of a title with a whole line; 0.0 below the bound."""
    wanted = _of_catalogue(title)
    letters = wanted.letters
    edits = min(allowed_edits(len(letters)), int(len(letters) * (1 - _TITLE_SIMILARITY)))
    best = 0.0
    near = range(len(letters) - edits, len(letters) + edits + 1)
    for candidate in chain.from_iterable(titles.get(length, ()) for length in near):
        if wanted.is_in_capitals and not candidate.is_in_capitals:
            continue
        distance = Levenshtein.distance(letters, candidate.letters, score_cutoff=edits)
        if distance <= edits:
            best = max(best, 1 - distance / len(letters))
    return best


def _contains(body: str, phrase: str, percent: float = _PHRASE_SIMILARITY) -> bool:
    """Whether the folded letters of a phrase stand somewhere on the page, `percent` alike."""
    letters = _of_catalogue(phrase).letters
    if not letters or len(letters) > len(body):
        return False
    if letters in body:
        return True
    if allowed_edits(len(letters)) == 0:
        return False
    return fuzz.partial_ratio(letters, body, score_cutoff=percent) > 0
