"""When two values of a field are the same."""

from __future__ import annotations

import re
import unicodedata

_UNIT = re.compile(r"(?<=\d)\s*m²(?:\s*\(bằng chữ[^)]*\))?$")
"""An area is the same with its unit and its words, or without, as the head of a column may say."""


def same_value(one: str, other: str) -> bool:
    """Whether two values are equal but for case, spacing and the unit of an area."""
    return plain_value(one) == plain_value(other)


def plain_value(text: str) -> str:
    """`text` in one case, composed, with single spaces."""
    plain = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    return _UNIT.sub("", plain)
