"""Which licences may be shipped together with a program under Apache-2.0.

An expression is fit when of every `OR` one side is, and of every `AND` both are. Copyleft of the
library kind is fit: those parts lie in the folder as files that can be replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

FIT = frozenset(
    {
        *("0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause"),
        *("CC0-1.0", "FTL", "IJG", "ISC", "Libpng", "libpng-2.0", "libtiff", "MIT", "MIT-0"),
        *("MIT-CMU", "OFL-1.1", "OpenSSL", "PSF-2.0", "Unicode-3.0", "X11", "Zlib"),
        *("MPL-2.0", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only"),
        "GPL-3.0-or-later WITH GCC-exception-3.1",
        "GPL-2.0-or-later WITH Bootloader-exception",
    }
)


class NotUnderstood(ValueError):
    """No SPDX expression."""


def is_fit(expression: str) -> bool:
    """Whether a part with this licence may go into a package.

    Raises:
        NotUnderstood: The expression is none.
    """
    words = re.findall(r"[()]|[^\s()]+", expression)
    answer, rest = _either(words)
    if rest:
        raise NotUnderstood(expression)
    return answer


def _either(words: list[str]) -> tuple[bool, list[str]]:
    answer, rest = _both(words)
    while rest[:1] == ["OR"]:
        other, rest = _both(rest[1:])
        answer = answer or other
    return answer, rest


def _both(words: list[str]) -> tuple[bool, list[str]]:
    answer, rest = _one(words)
    while rest[:1] == ["AND"]:
        other, rest = _one(rest[1:])
        answer = answer and other
    return answer, rest


def _one(words: list[str]) -> tuple[bool, list[str]]:
    if not words or words[0] in {"AND", "OR", "WITH", ")"}:
        raise NotUnderstood(" ".join(words))
    if words[0] == "(":
        answer, rest = _either(words[1:])
        if rest[:1] != [")"]:
            raise NotUnderstood(" ".join(words))
        return answer, rest[1:]
    if words[1:2] == ["WITH"] and len(words) > 2:
        return " ".join(words[:3]) in FIT, words[3:]
    return words[0] in FIT, words[1:]


def unfit(parts: Iterable[tuple[str, str]], accepted: Mapping[str, str]) -> list[str]:
    """Names of parts whose licence does not go with ours and that nobody has decided about."""
    return [
        f"{name}: {licence or 'no licence'}"
        for name, licence in parts
        if name not in accepted and not (licence and is_fit(licence))
    ]
