"""Canonical JSON: one value has one spelling, so that digests of two programs agree.

Members are sorted by the UTF-16 code units of their names, which differs from the order of code
points as soon as one name has a character beyond U+FFFF and another one from U+E000 on. Numbers
are doubles, spelled as ECMAScript spells them.

Source: RFC 8785 (2020), sections 3.2.2 and 3.2.3; ECMA-262 (2019), section 7.1.12.1.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from decimal import Decimal

LARGEST_WHOLE = 2**53 - 1
"""Beyond it not every whole number is a double, and two of them would have one spelling."""

_LONGEST_WHOLE, _MOST_LEADING_ZEROS = 21, 6


def canonical_bytes(value: object) -> bytes:
    """The canonical form in UTF-8.

    Raises:
        ValueError: See `canonical_text`; or a text has half of a surrogate pair.
    """
    return canonical_text(value).encode("utf-8")


def canonical_text(value: object) -> str:
    """The canonical form of what JSON can hold; lists may be tuples.

    Raises:
        ValueError: A number that is no double, a name that is no text, or a value of another kind.
    """
    match value:
        case None | bool() | str():
            return json.dumps(value, ensure_ascii=False)
        case int():
            return _whole(value)
        case float():
            return _double(value)
        case list() | tuple():
            return f"[{','.join(map(canonical_text, value))}]"
        case Mapping():
            return _members(value)
        case _:
            raise ValueError("JSON has no value of this kind")


def _members(value: Mapping[object, object]) -> str:
    names = [name for name in value if isinstance(name, str)]
    if len(names) != len(value):
        raise ValueError("the name of a member is a text")
    names.sort(key=_code_units)
    return f"{{{','.join(f'{canonical_text(n)}:{canonical_text(value[n])}' for n in names)}}}"


def _code_units(name: str) -> bytes:
    # Big-endian, so that bytes are in the order of the code units they spell.
    return name.encode("utf-16-be", "surrogatepass")


def _whole(value: int) -> str:
    if abs(value) > LARGEST_WHOLE:
        raise ValueError("a whole number that is no exact double")
    return str(value)


def _double(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError("NaN and Infinity are no JSON")
    if value == 0:
        return "0"  # Also for minus zero.
    sign = "-" if value < 0 else ""
    # `repr` gives the shortest digits that read back as the same double; only their layout differs.
    _, figures, exponent = Decimal(repr(abs(value))).normalize().as_tuple()
    digits = "".join(map(str, figures))
    return sign + _laid_out(digits, len(digits) + int(exponent))


def _laid_out(digits: str, point: int) -> str:
    """Digits with their decimal point after so many of them; it may lie outside."""
    count = len(digits)
    if count <= point <= _LONGEST_WHOLE:
        return digits + "0" * (point - count)
    if 0 < point <= _LONGEST_WHOLE:
        return f"{digits[:point]}.{digits[point:]}"
    if -_MOST_LEADING_ZEROS < point <= 0:
        return f"0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if count > 1 else ""
    return f"{digits[0]}{fraction}e{point - 1:+d}"
