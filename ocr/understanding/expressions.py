"""Expressions that papers repeat word by word, and values in which one lost or found a mark.

"Uy ban nhân dân" and "Ủy ban nhận dân" have the letters of an expression and not its marks: they
are kept as read, doubted and offered with the marks of the expression.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ocr.folding import fold, tone_key
from ocr.understanding.checked import Checked, doubted
from ocr.understanding.forms import ValueKind
from ocr.words import nfc

EXPRESSION = "value.expression"
STRAY_SIGN = "value.stray_sign"

_LONGEST = 7
_FIXED = """
ủy ban nhân dân|hội đồng nhân dân|công an|sở|phòng|chi cục|trung tâm phục vụ hành chính công
chi nhánh|văn phòng đăng ký đất đai|hộ kinh doanh|công ty|công ty tnhh|công ty cổ phần|trạm y tế
xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh|thôn|ấp|xóm|bản|khu phố|tổ dân phố|số
hồ sơ|giấy chứng nhận|để làm thủ tục|đăng ký kết hôn|đăng ký khai sinh|đăng ký thường trú
"""
"""Expressions of papers, in lower case with every mark."""

_SPELLED = """
ủy ban nhân dân|hội đồng nhân dân|phục vụ hành chính công|văn phòng đăng ký|hộ kinh doanh
trách nhiệm hữu hạn|quyền sử dụng đất|giấy chứng nhận|giấy khai sinh|đăng ký kết hôn
đăng ký khai sinh|đăng ký khai tử|đăng ký thường trú|đăng ký tạm trú|thành phố|thị trấn|lâu dài
thay đổi hộ tịch|quản lý hành chính|trật tự xã hội|tổ dân phố|căn cước công dân|chủ tịch
"""
"""Expressions whose letters no other expression of papers has."""

_MARKED_KINDS = frozenset({ValueKind.TEXT, ValueKind.ADDRESS})
_WORD = re.compile(r"[^\W\d_]+")
_STRAY = re.compile(r"[\[\]{}<>\\^~†‡|¦©®£¥€]")


@lru_cache(maxsize=1)
def _fixed() -> frozenset[tuple[str, ...]]:
    """The expressions as words, compared whatever letter a tone stands on."""
    expressions = _FIXED.replace("\n", "|").split("|")
    return frozenset(tuple(tone_key(each).split()) for each in expressions if each)


@lru_cache(maxsize=1)
def _spelled() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Words of an expression by their folded letters."""
    expressions = nfc(_SPELLED).replace("\n", "|").split("|")
    return {tuple(fold(each).split()): tuple(each.split()) for each in expressions if each}


def words_of_expressions(words: Sequence[str]) -> list[bool]:
    """Which of some words belong to an expression, with its marks."""
    keys = [tone_key(word.strip(" ,;:.")) for word in words]
    known = [False] * len(keys)
    for start in range(len(keys)):
        for end in range(min(len(keys), start + _LONGEST), start, -1):
            if tuple(keys[start:end]) in _fixed():
                known[start:end] = [True] * (end - start)
                break
    return known


def well_spelled(kind: ValueKind, checked: Checked) -> Checked:
    """A printed value, doubted where an expression has other marks or a sign cannot be there.

    Args:
        kind: Kind of the field; only texts and addresses hold expressions.
        checked: The value as its own rule left it.
    """
    if kind not in _MARKED_KINDS or checked.problem:
        return checked
    spelled = _with_marks_of_expressions(checked.value)
    if spelled != checked.value:
        return doubted(checked.value, EXPRESSION, (spelled, *checked.alternatives))
    if _STRAY.search(checked.value):
        clean = re.sub(r"\s+", " ", _STRAY.sub("", checked.value)).strip()
        return doubted(checked.value, STRAY_SIGN, (clean, *checked.alternatives))
    return checked


def _with_marks_of_expressions(text: str) -> str:
    """The text with the words of an expression spelled as it is; the same where all are."""
    places = list(_WORD.finditer(text))
    folded = [fold(place[0]) for place in places]
    spelled = text
    for start in range(len(places)):
        for end in range(start + 2, min(len(places), start + _LONGEST) + 1):
            right = _spelled().get(tuple(folded[start:end]))
            if right is not None:
                for place, word in zip(places[start:end], right, strict=True):
                    spelled = _spell(spelled, place, word)
    return spelled


def _spell(text: str, place: re.Match[str], word: str) -> str:
    """The text with one word spelled, in the case it was read in; as it is where it says so."""
    read = place[0]
    if tone_key(read) == tone_key(word):
        return text
    case = zip(read, word, strict=True)
    written = "".join(right.upper() if old.isupper() else right for old, right in case)
    return text[: place.start()] + written + text[place.end() :]
