"""Names of signers and lines of titles, as they stand on a page or as a reader saw them.

Compared without accents and case; a token may differ by one letter, because text layers of
scanned papers are read by machines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Levenshtein

from signing.appearance.rules import Wording

_LETTERS = re.compile(r"[^\W_]+")
# The Icelandic letter looks the same as a capital, and some fonts take it for the Vietnamese one.
_D_WITH_STROKE = str.maketrans("đð", "dd")
_AFTER_NAME = re.compile(r"[,;(|/]|\s[-–]\s")
_MAX_TEXT = 200
_MAX_TITLE_TOKENS = 16
_LEAST_FUZZY = 4
_JOINED_LETTERS_PER_ERROR = 7


def folded(text: str) -> str:
    """Take accents and case away; đ becomes d."""
    plain = unicodedata.normalize("NFKD", text[:_MAX_TEXT].casefold()).translate(_D_WITH_STROKE)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def tokens(text: str) -> tuple[str, ...]:
    """Split a folded text into its words of letters and digits."""
    return tuple(_LETTERS.findall(folded(text)))


def _accented(text: str) -> tuple[str, ...]:
    """Split a text into its words, accents kept."""
    return tuple(_LETTERS.findall(unicodedata.normalize("NFC", text[:_MAX_TEXT]).casefold()))


class SignerName:
    """The full name of a signer, to be recognised on a page."""

    def __init__(self, name: str, wording: Wording) -> None:
        self._ranks = [tokens(rank) for rank in wording.ranks]
        bare = _AFTER_NAME.split(name[:_MAX_TEXT])[0].strip()
        named = [token for token in tokens(bare) if token.isalpha()]
        self._tokens = self._bare(named, [tokens(title) for title in wording.titles])
        self._accented = _accented(bare)[-len(self._tokens) :]
        self._has_accents = any(folded(token) != token for token in self._accented)

    @property
    def is_known(self) -> bool:
        """There is a name to look for; a single word is none."""
        return len(self._tokens) >= 2

    def likeness(self, line: str) -> float:
        """Say how surely a line is this name and nothing else, 0 to 1.

        1 is equal with accents. Where the page or the certificate has none at all, equal letters
        count nearly as much; other accents may be those of somebody else.
        """
        if not self.is_known:
            return 0.0
        seen = self._bare(tokens(line))
        if sorted(seen) == sorted(self._tokens):
            return self._folded_likeness(line)
        if len(seen) == len(self._tokens):
            return self._token_likeness(seen)
        return self._joined_likeness(seen)

    def is_rank(self, line: str) -> bool:
        """Tell whether a line holds ranks and nothing else."""
        seen = tokens(line)
        while seen:
            rank = next((rank for rank in self._ranks if rank and seen[: len(rank)] == rank), ())
            if not rank:
                return False
            seen = seen[len(rank) :]
        return True

    def may_begin(self, line: str) -> bool:
        """Tell whether a line could be the first part of the name that a second one goes on."""
        seen = self._bare(tokens(line))
        return len(seen) < len(self._tokens) and (not seen or seen[0] == self._tokens[0])

    def _folded_likeness(self, line: str) -> float:
        seen = _accented(line)[-len(self._tokens) :]
        if seen == self._accented:
            return 1.0
        plain = not self._has_accents or all(folded(token) == token for token in seen)
        return 0.97 if plain else 0.9

    def _token_likeness(self, seen: Sequence[str]) -> float:
        """Compare as sets of tokens, each at most one letter apart."""
        left, wrong = list(seen), 0
        for token in self._tokens:
            near = min(left, key=lambda other: Levenshtein.distance(token, other))
            apart = Levenshtein.distance(token, near)
            if apart > 1:
                return 0.0
            wrong += apart
            left.remove(near)
        return max(0.0, 0.95 - 0.05 * wrong) if wrong <= self._allowed() else 0.0

    def _joined_likeness(self, seen: Sequence[str]) -> float:
        """Compare without spaces: readers join and split words."""
        mine, other = "".join(self._tokens), "".join(seen)
        if mine == other:
            return 0.93
        if len(mine) < 2 * _LEAST_FUZZY or abs(len(mine) - len(other)) > 2:
            return 0.0
        apart = Levenshtein.distance(mine, other)
        return 0.9 - 0.05 * apart if apart <= len(mine) // _JOINED_LETTERS_PER_ERROR else 0.0

    def _allowed(self) -> int:
        return max(1, len(self._tokens) - 1)

    def _bare(self, seen: Iterable[str], more: Sequence[tuple[str, ...]] = ()) -> tuple[str, ...]:
        """Take ranks, and what else may stand there, off the front."""
        left = tuple(seen)
        shortened = True
        while shortened:
            shortened = False
            for rank in (*self._ranks, *more):
                if rank and len(left) >= len(rank) and left[: len(rank)] == rank:
                    left, shortened = left[len(rank) :], True
        return left


class TitleLines:
    """Recognises the lines above a name: in whose place, and as what somebody signs."""

    def __init__(self, wording: Wording) -> None:
        self._prefixes = {tokens(prefix) for prefix in wording.prefixes}
        self._titles = [tokens(title) for title in wording.titles]
        self._keywords = [tokens(keyword) for keyword in wording.keywords]

    def is_title(self, line: str) -> bool:
        """Tell whether a line begins with a prefix or a title."""
        seen = tokens(line)
        if not seen or len(seen) > _MAX_TITLE_TOKENS:
            return False
        for prefix in self._prefixes:
            if len(seen) > len(prefix) and seen[: len(prefix)] == prefix and is_loud(line):
                return True
        return any(_begins(seen, title) for title in self._titles)

    def is_keyword(self, line: str) -> bool:
        """Tell whether a line of a form says that somebody signs here."""
        seen = tokens(line)
        return any(len(seen) == len(word) and _begins(seen, word) for word in self._keywords)


def _begins(seen: Sequence[str], wanted: Sequence[str]) -> bool:
    """Tell whether a line begins with some words, one letter of each may be wrong."""
    if not wanted or len(seen) < len(wanted):
        return False
    return all(
        Levenshtein.distance(one, other) <= (1 if len(other) >= _LEAST_FUZZY else 0)
        for one, other in zip(seen, wanted, strict=False)
    )


def is_loud(line: str) -> bool:
    """Tell whether a line is written in capitals."""
    letters = [letter for letter in line if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > 0.7 * len(letters)
