"""Licence notices of every shipped part, as one text made from files; nothing by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from shipped import Part

HEAD = """\
Trạm Số Hóa: các thành phần của bên khác / parts by others
===========================================================

Chương trình theo giấy phép Apache-2.0. Gói cài đặt chứa thêm các thành phần dưới đây, mỗi thành
phần giữ giấy phép của nó. Phần thứ nhất liệt kê thành phần, phần thứ hai là nguyên văn giấy phép.

The program is under Apache-2.0. The package also holds the parts below, each under its own licence.
Part one lists them, part two holds the texts. Libraries under the LGPL lie in the folder of the
program as files of their own and may be replaced by changed ones.
"""


def notices(parts: Sequence[Part], accepted: Mapping[str, str]) -> str:
    """The whole text; the same parts give the same text."""
    texts: dict[str, tuple[int, str]] = {}
    lines = [HEAD, _title("1. Thành phần / Parts")]
    for part in sorted(parts, key=lambda one: (one.name, one.holder, one.version)):
        numbers = [_number(texts, path) for path in part.texts]
        inside = f", inside {part.holder}" if part.holder else ""
        lines.append(f"{part.name} {part.version}{inside}".rstrip())
        lines.append(f"    {part.licence}  ({part.said})")
        if numbers:
            listed = ", ".join(f"[{number}]" for number in sorted(set(numbers)))
            lines.append(f"    text: {listed}")
        if part.name in accepted:
            lines.append(f"    note: {accepted[part.name]}")
    lines.append(_title("2. Nguyên văn / Texts"))
    for number, text in texts.values():
        lines += [f"[{number}]", "-" * 72, text.strip("\n"), ""]
    return "\n".join(lines) + "\n"


def _title(words: str) -> str:
    return f"\n{words}\n{'-' * len(words)}\n"


def _number(texts: dict[str, tuple[int, str]], path: Path) -> int:
    """Number of a text; those that are the same but for spaces stand once."""
    text = path.read_text("utf-8", "replace")
    digest = hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
    return texts.setdefault(digest, (len(texts) + 1, text))[0]
