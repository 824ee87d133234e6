"""Typing a critical value a second time without seeing the first: the rule, without widgets.

People who see what they typed force the second typing to match. So the first text is hidden,
only the picture is shown, and where the two differ neither is shown.

Source: Barchard and Pace 2011 (double entry against visual checking), Barchard and others 2020.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from app.domain.field import Field, FieldState

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
"""Grave, acute, tilde, hook above, dot below as combining marks."""


class Phase(StrEnum):
    """Where the typing of a critical value is.

    Open: typed as any other value. Second: typed once, hidden, to be typed again. Again: the two
    differed, both are forgotten.
    """

    OPEN = "open"
    SECOND = "second"
    AGAIN = "again"


class SecondTyping:
    """Holds the first text of one field until the second has come."""

    def __init__(self) -> None:
        self.phase = Phase.OPEN
        self._first = ""

    @property
    def is_held(self) -> bool:
        """The value of the field is hidden."""
        return self.phase is not Phase.OPEN

    def give_up(self) -> None:
        """Forget what was typed."""
        self.phase = Phase.OPEN
        self._first = ""

    def take(self, text: str) -> str | None:
        """The value once it was typed twice alike, else None; `phase` tells what comes next."""
        if self.phase is not Phase.SECOND:
            self._first, self.phase = text, Phase.SECOND
            return None
        first = self._first
        self._first = ""
        self.phase = Phase.OPEN if is_same(first, text) else Phase.AGAIN
        return first if self.phase is Phase.OPEN else None


def wants_second(field: Field) -> bool:
    """A typed value of this field is typed twice."""
    return field.critical and field.state is not FieldState.GREEN and not field.confirmed_by


def is_same(one: str, other: str) -> bool:
    """Equal but for spaces and for the place of the tone mark ("hòa", "hoà")."""
    return _words(one) == _words(other)


def _words(text: str) -> list[str]:
    """Words with their tone mark at the end."""
    words = []
    for word in unicodedata.normalize("NFD", text).split():
        tones = "".join(letter for letter in word if letter in _TONES)
        bare = "".join(letter for letter in word if letter not in _TONES)
        words.append(unicodedata.normalize("NFC", bare) + tones)
    return words
