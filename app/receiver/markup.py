"""Texts of senders on web pages: escaped, and without characters that play tricks."""

from __future__ import annotations

import unicodedata
from html import escape

_STAND_IN = "\ufffd"
_TRICKS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: they make "fdp.exe" read "exe.pdf"."""


def text(value: str) -> str:
    """A text of a sender as HTML; control characters and turns of direction show as a stand-in."""
    return escape("".join(_seen(char) for char in value))


def _seen(char: str) -> str:
    if char in "\n\t":
        return char
    return _STAND_IN if char in _TRICKS or unicodedata.category(char) == "Cc" else char


def folded(value: str) -> str:
    """A text as it is searched: without case, tones and marks; đ as d."""
    bare = unicodedata.normalize("NFD", value.casefold().replace("đ", "d"))
    return "".join(char for char in bare if not unicodedata.combining(char))
