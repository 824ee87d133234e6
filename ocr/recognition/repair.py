"""Mend what cannot stand on a Vietnamese paper, and leave everything else as it was read.

A word that is a legal syllable is never touched, however doubtful: names are not guessed. An
illegal one is replaced only when one confusion that engines make explains it and no second legal
syllable competes. What the corpus did not show to pay (digits inside words, foreign letters with
two dots, doubled letters) is left to the person who reviews.

Source: the confusions were counted on recognised pages of the project's own corpus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise

from ocr.folding import fold
from ocr.recognition.syllables import TONES, is_legal, spellings, with_tone, without_tone
from ocr.words import Box, Line, PageText, Word, nfc, place_in

_CERTAIN = 0.95
"""Words that the engine is surer of are not replaced."""
_SURE_MARK = 0.95
_SURE_COMMA = 0.75
_READ_WELL = 0.8
_RUBBLE = 0.2
"""Under it a word that is no syllable, number, code or abbreviation is dirt read as text."""
_UNITS = frozenset({"m", "m²", "m2", "cm", "km", "kg"})
_CONFUSIONS = (
    ("ã", "â"),
    ("ã", "ă"),
    ("ẽ", "ê"),
    ("õ", "ô"),
    ("ñ", "n"),
    ("ø", "o"),
    ("rn", "m"),
    ("ri", "n"),
    ("rt", "n"),
)
"""What was read, what it may be; within a word, in lower case."""
_FIRST_CONFUSIONS = (("E", "Đ"), ("G", "C"), ("H", "N"))
"""The same for the first letter, where large letters stand."""
_FOREIGN = frozenset("fjwz")
_WORDS_WITH_STOP = (
    "chủ tịch",
    "quốc tịch",
    "hộ tịch",
    "diện tích",
    "thể tích",
    "phân tích",
    "thành tích",
    "thương tích",
)
"""Words around a stop syllable whose tone was lost: it can be told by the word before."""
_BARE = (
    "ai an án ấn ẩn ăn ảnh anh ánh áo áp ấp âm ẩm em ép êm im in ít ích oan ôn ổn ông ốc "
    "uống úy ủng ưng ứng ước yên yêu yếu yết ương"
)
"""Syllables without an onset that may stand in the middle of words run together."""
_NAME = re.compile(r"[BHMPRTĐ]ơ[^\W_]{3}")
"""How names of the Cơ Tu, Gia Rai and others begin that are written as one word: Pơloong."""
_SHORTEST_RUN, _LONGEST_RUN, _MOST_RUN = 5, 28, 6
"""Letters of words run together, and how many words."""
_BEFORE_NUMBER = re.compile(r"(\W*)([^\W\d_]{3,})(\d[\d.,/-]+)")
_INVENTED = re.compile(r"[_–—|¬=~`´ˆ^°\\\[\]{}<>«»#“”‘’'\".,]+")
_LEADER = re.compile(r"\.{2,}")
_DASHES = frozenset("–—")
_EDGES = re.compile(r"^_+(?=.*\w)|(?<=[^\W_])[_¬]+$")
_SQUARE = re.compile(r"^(\(?)m[?¿°ˆ^]([),.;:]*)$")
_LOOKALIKES = str.maketrans("Ðð⁄", "Đđ/")
_OPENING, _CLOSING = frozenset("'\"“‘"), tuple("'\"”’“")


def repaired(text: PageText) -> PageText:
    """The page with what is impossible mended; places and confidences stay.

    Marks that stand alone where the engine saw dirt are left out, and at the ends of lines what
    is no word either in writing or in the engine's belief. A word that is two to six
    syllables run together becomes that many words that share its box by their letters.
    """
    cleaned = [_without_dirt(line) for line in text.lines]
    lines = (_mended_line(words) for words in _with_paired_quotes(cleaned))
    return PageText(tuple(Line(words) for words in lines if words))


def _without_dirt(line: Line) -> tuple[Word, ...]:
    """The words of a line in the letters of Vietnamese, without marks that are no text."""
    kept: list[Word] = []
    opened = 0
    for number, word in enumerate(line.words):
        if _is_invented(line, number):
            continue
        text = _without_strokes(nfc(word.text))
        if opened > 0 and text.endswith("}"):
            text = text[:-1] + ")"
        kept.append(word if text == word.text else _with_text(word, text))
        opened = max(0, opened + text.count("(") - text.count(")"))
    return _without_rubble(kept)


def _without_rubble(words: list[Word]) -> tuple[Word, ...]:
    """Words without rubble before the first and after the last that is none.

    Seals, signatures and edges of tables stand beside text. Between words rubble is a word.
    """
    readable = [number for number, word in enumerate(words) if not _is_rubble(word)]
    return tuple(words[readable[0] : readable[-1] + 1]) if readable else ()


def _without_strokes(text: str) -> str:
    """Text without lines stuck to its ends, unless it is a mark or of a machine-readable zone."""
    if "<" in text or not any(letter.isalnum() for letter in text):
        return text
    return _EDGES.sub("", text.translate(_LOOKALIKES))


def _mended_line(words: Sequence[Word]) -> tuple[Word, ...]:
    done: list[Word] = []
    for word in words:
        if word.language:
            done.append(word)
        else:
            done.extend(_mended(word, done[-1].text if done else ""))
    return tuple(done)


def _is_invented(line: Line, number: int) -> bool:
    """Whether a word consists of marks only that no text has alone.

    Dashes in print are read as surely as dashes that are dirt. They are told by the words
    beside them.
    """
    word = line.words[number]
    if not _INVENTED.fullmatch(word.text) or _LEADER.fullmatch(word.text):
        return False
    if _DASHES.issuperset(word.text):
        beside = line.words[max(0, number - 1) : number + 2]
        return word is beside[-1] or not all(
            _is_text(other) for other in beside if other is not word
        )
    return word.confidence < (_SURE_COMMA if word.text == "," else _SURE_MARK)


def _is_rubble(word: Word) -> bool:
    """Whether the engine itself did not believe in a word that cannot be one."""
    if word.confidence >= _RUBBLE or word.language or "<" in word.text or "@" in word.text:
        return False
    letters = _core(nfc(word.text)).letters
    if not letters or sum(map(str.isdigit, letters)) > 2 or letters.isdigit():
        return False
    if letters in _UNITS or _candidates(letters):
        return False
    is_abbreviation = letters.isupper() and letters.isalpha() and len(letters) > 1
    return not (is_abbreviation or is_legal(letters) or _syllables_of(letters))


def _is_text(word: Word) -> bool:
    return word.confidence >= _READ_WELL and any(letter.isalnum() for letter in word.text)


def _with_paired_quotes(lines: Sequence[tuple[Word, ...]]) -> Iterator[tuple[Word, ...]]:
    """Lines without quotes that open a word and are closed nowhere after it."""
    closed = False
    kept: list[tuple[Word, ...]] = []
    for line in reversed(lines):
        words: list[Word] = []
        for word in reversed(line):
            bare = word.text[1:]
            closed = closed or bare.rstrip(".,;:)").endswith(_CLOSING)
            orphan = not closed and word.text[:1] in _OPENING and bare[:1].isalpha()
            words.append(_with_text(word, bare) if orphan else word)
        kept.append(tuple(reversed(words)))
    return reversed(kept)


def _mended(word: Word, before: str) -> tuple[Word, ...]:
    """`word` mended, or the words it was run together from; `before` is the word before it."""
    square = _SQUARE.match(word.text)
    if square and (before[-1:].isdigit() or square[1]):
        return (replace(word, text=f"{square[1]}m²{square[2]}"),)
    glued = _BEFORE_NUMBER.fullmatch(word.text)
    if glued and _is_sure(glued[2]) and _is_wide(word):
        return _split(word, (glued[1] + glued[2], glued[3]))
    core = _core(word.text)
    if is_legal(core.letters) or not core.is_word:
        return (word,)
    chosen = _chosen(core.letters, before) if word.confidence < _CERTAIN else ""
    if chosen:
        return (replace(word, text=core.head + chosen + core.tail),)
    parts = _syllables_of(core.letters)
    return _split(word, core.around(parts)) if parts and _is_wide(word) else (word,)


def _is_sure(letters: str) -> bool:
    """Whether letters before a number are a word and no series of a code."""
    return is_legal(letters) and not letters.isupper() and not _is_plain(letters)


def _is_wide(word: Word) -> bool:
    return word.box[2] - word.box[0] >= len(word.text)


@dataclass(frozen=True, slots=True)
class _Core:
    """A word taken apart: punctuation before it, letters, punctuation after it."""

    head: str
    letters: str
    tail: str

    @property
    def is_word(self) -> bool:
        """Letters only, and not in the spelling of another language or too short to tell."""
        letters = self.letters
        return len(letters) > 2 and letters.isalpha() and _FOREIGN.isdisjoint(letters.lower())

    def around(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """`parts` with the punctuation before the first and after the last."""
        first, *others = parts
        *inner, last = (self.head + first, *others)
        return (*inner, last + self.tail)


def _core(text: str) -> _Core:
    if text.isalpha():
        return _Core("", text, "")
    places = [place for place, letter in enumerate(text) if letter.isalnum()]
    first, end = (places[0], places[-1] + 1) if places else (0, 0)
    return _Core(text[:first], text[first:end], text[end:])


def _chosen(letters: str, before: str) -> str:
    """The one legal syllable that a confusion explains, "" when there is none or several."""
    candidates = _candidates(letters)
    if len(candidates) == 1:
        return candidates[0]
    first = _core(before).letters.lower()
    told = [word for word in candidates if f"{first} {word.lower()}" in _WORDS_WITH_STOP]
    return told[0] if len(told) == 1 else ""


@lru_cache(maxsize=4096)
def _candidates(letters: str) -> tuple[str, ...]:
    """Legal syllables that one confusion away from `letters`, in the case of `letters`."""
    found = [*_toned_again(letters), *_swapped(letters)]
    return tuple(dict.fromkeys(word for word in found if is_legal(word)))


def _toned_again(letters: str) -> Iterator[str]:
    """`letters` with its tone moved, or with each tone it can have when it lost its own."""
    bare, tone, _ = without_tone(letters)
    spelling = spellings().get(bare)
    if spelling is None or tone not in TONES:
        return
    for mark in (tone,) if tone in spelling.tones else spelling.tones:
        yield _cased(with_tone(bare, mark, spelling.places[0]), letters)


def _swapped(letters: str) -> Iterator[str]:
    """`letters` with one confusion undone; words in plain letters may be of any language."""
    if _is_plain(letters):
        return
    for read, meant in _FIRST_CONFUSIONS:
        if letters.startswith(read):
            yield meant + letters[1:]
    lower = letters.lower()
    for read, meant in _CONFUSIONS:
        for found in re.finditer(read, lower):
            yield _cased(lower[: found.start()] + meant + lower[found.end() :], letters)


def _cased(lower: str, like: str) -> str:
    """`lower` in capitals, with a capital or as it is, as `like` was written."""
    if like.isupper():
        return lower.upper()
    return lower[:1].upper() + lower[1:] if like[:1].isupper() else lower


@lru_cache(maxsize=4096)
def _syllables_of(letters: str) -> tuple[str, ...]:
    """Legal syllables that `letters` is made of, () when unsure or in plain letters."""
    if not _SHORTEST_RUN <= len(letters) <= _LONGEST_RUN:
        return ()
    if _is_plain(letters) or _NAME.match(letters):
        return ()
    for count in range(2, _MOST_RUN + 1):
        ways = list(_ways(letters, count))
        if ways:
            return ways[0] if len(ways) == 1 else ()
    return ()


def _ways(letters: str, count: int) -> Iterator[tuple[str, ...]]:
    """Ways to part `letters` into `count` syllables that are likely side by side."""
    if count == 1:
        if _is_likely(letters):
            yield (letters,)
        return
    for end in range(2, len(letters) - 1):
        if _is_likely(letters[:end]):
            for rest in _ways(letters[end:], count - 1):
                if _has_onset(rest[0]) or rest[0].lower() in _BARE.split():
                    yield (letters[:end], *rest)


def _is_likely(syllable: str) -> bool:
    """Legal, and not so short and plain that any two letters would do."""
    return is_legal(syllable) and (len(syllable) > 2 or not _is_plain(syllable))


def _is_plain(letters: str) -> bool:
    """Whether nothing in the letters shows the language."""
    return letters.isascii()


def _has_onset(syllable: str) -> bool:
    return fold(syllable[:1]) not in "aeiouy"


def _with_text(word: Word, text: str) -> Word:
    """`word` with other letters; the places of those that stay are kept."""
    first = word.text.find(text)
    if len(word.places) != len(word.text) or first < 0:
        return replace(word, text=text)
    return replace(word, text=text, places=word.places[first : first + len(text)])


def _split(word: Word, parts: Sequence[str]) -> tuple[Word, ...]:
    """The parts of a word, its box cut between their letters."""
    ends = list(accumulate(map(len, parts)))
    x0, y0, x1, y1 = word.box
    cuts = [x0, *(_cut(word, end, ends[-1]) for end in ends[:-1]), x1]
    boxes: list[Box] = [(left, y0, right, y1) for left, right in pairwise(cuts)]
    pieces = []
    for first, part, box in zip((0, *ends), parts, boxes, strict=False):
        letters = word.characters[first : first + len(part)]
        places = (place_in(box, each.box, round(100 * each.confidence)) for each in letters)
        pieces.append(replace(word, text=part, box=box, places=tuple(places)))
    return tuple(pieces)


def _cut(word: Word, end: int, letters: int) -> int:
    """Where the box of a word is cut after its letter number `end`."""
    x0, _, x1, _ = word.box
    by_share = x0 + (x1 - x0) * end // letters
    known = word.characters
    if len(known) != letters:
        return by_share
    between = (known[end - 1].box[2] + known[end].box[0]) // 2
    # Boxes of letters may overlap; a cut stays near where the count of letters puts it.
    room = (x1 - x0) // letters // 2
    return min(max(between, by_share - room), by_share + room)
