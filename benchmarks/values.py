"""When two values of a field are the same."""

from __future__ import annotations

import unicodedata


def same_value(one: str, other: str) -> bool:
    """Whether two values are equal but for case and spacing."""
    return plain_value(one) == plain_value(other)


def plain_value(text: str) -> str:
    """`text` in one case, composed, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
