"""Changes of bytes: incremental saving (ISA) and signature wrapping (SWA).

Source: "1 Trillion Dollar Refund" (CCS 2019).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import partial

import pikepdf

from benchmarks.signed_papers import (
    append,
)


def tails(base: bytes) -> dict[str, bytes]:
    """Text behind a signature that is no revision, or not only one."""
    place = int(base[base.rindex(b"startxref") + 9 :].split()[0])
    content = b"BT /F1 18 Tf 60 700 Td (khac) Tj ET"
    number = _content_number(base)
    forged = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        *(number, len(content), content),
    )
    end = b"startxref\n%d\n%%%%EOF\n" % place
    return {
        "ISA: object alone": forged,
        "ISA: object and old start": forged + end,
        "ISA: object in a comment": b"%" + forged.replace(b"\n", b" ") + b"\n" + end,
        "ISA: object and trailer": forged + b"trailer\n<< /Root 1 0 R /Size 99 >>\n%%EOF\n",
        "ISA: object, start at nothing": forged + b"startxref\n0\n%%EOF\n",
        "ISA: object, empty table": _empty_table(base, forged),
        "ISA: text": b"rac",
        "ISA: end alone": b"\n%%EOF\n",
        "ISA: old start again": end,
        "ISA: object behind the end": end + forged,
    }


def _content_number(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return int(pdf.pages[0].obj.Contents.objgen[0])


def _empty_table(base: bytes, forged: bytes) -> bytes:
    whole = append(base + forged, {})
    return whole[len(base) :]


def byte_attacks(base: bytes) -> dict[str, Callable[[], bytes]]:
    """Changes of the bytes themselves."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]", base)
    assert found is not None
    before, start, _ = (int(number) for number in found.groups())

    def flip(place: int) -> bytes:
        changed = bytearray(base)
        changed[place] ^= 1
        return bytes(changed)

    def wrapped() -> bytes:
        # The second half is moved back, and other text is put into the larger gap.
        more = b"\n77 0 obj\n<< /Length 3 >>\nstream\nabc\nendstream\nendobj\n"
        return base[:start] + more + base[start:]

    def widened() -> bytes:
        more = b"<00>\n77 0 obj\n(khac)\nendobj\n"
        moved = base[:start] + more + base[start:]
        old = found[0]
        new = old.replace(b"%d" % start, b"%d" % (start + len(more)))
        return moved.replace(old, new[: len(old)].ljust(len(old)))

    return {
        "bytes: first half": partial(flip, 60),
        "bytes: amount": partial(flip, base.index(b"1.000.000")),
        "bytes: second half": partial(flip, start + 5),
        "bytes: signature value": partial(flip, before + 400),
        "bytes: byte range": lambda: base.replace(found[0], found[0].replace(b"[0", b"[1")),
        "SWA: text behind the gap": wrapped,
        "SWA: gap widened": widened,
        "bytes: cut": lambda: base[:-200],
        "bytes: cut in the gap": lambda: base[: before + 100],
        "bytes: put together twice": lambda: base + base,
        "bytes: header moved": lambda: b"%PDF-1.7\n" + base,
        "bytes: two objects of one number": partial(_doubled_object, base),
        "bytes: rewritten as a whole": partial(_rewritten, base),
    }


def _doubled_object(base: bytes) -> bytes:
    number = _content_number(base)
    content = b"<< /Length 1 >>\nstream\n \nendstream"
    whole = append(base, {90: content})
    tail = b"%d 0 obj\n%s\nendobj\n" % (number, content)
    place = whole.rindex(b"xref\n", 0, whole.rindex(b"startxref"))
    moved = whole[:place] + tail + whole[place:]
    return moved.replace(b"startxref\n%d\n" % place, b"startxref\n%d\n" % (place + len(tail)))


def _rewritten(base: bytes) -> bytes:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(base)) as pdf:
        pdf.save(output)
    return output.getvalue()
