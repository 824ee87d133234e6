"""Words as people search them: without accents, case and punctuation; đ counts as d."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[0-9a-z]+")


def folded_words(text: str) -> tuple[str, ...]:
    """Words of a text in their order: "Đỗ Thị Ánh" is do, thi, anh; numbers are words."""
    plain = text.replace("đ", "d").replace("Đ", "d")
    letters = unicodedata.normalize("NFKD", plain).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return tuple(_WORD.findall(bare.replace("đ", "d")))
