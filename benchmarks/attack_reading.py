"""Files that readers read in different ways after a signature.

Source: ISO 32000-2:2020, 7.3.7 (a key twice), 7.5 (tables, hybrid files, object streams).
"""

from __future__ import annotations

import io
import re
from functools import partial

import pikepdf

from benchmarks.signed_papers import (
    PERSON_BOX,
    SEAL_BOX,
    How,
    Makers,
    Objects,
    Office,
    append,
    body_of,
    form_paper,
    plain_paper,
    saved,
    sign,
    update,
)

_FORGED = b"<< /Length 35 >>\nstream\nBT /F1 18 Tf 60 700 Td (khac) Tj ET\nendstream"


def reading_attacks(office: Office) -> Makers:
    """Files that readers read in different ways."""
    base = sign(saved(form_paper()), office, How(box=PERSON_BOX))
    twice = sign(base, office, How("CoQuan", box=SEAL_BOX, by_second=True))
    linear = sign(saved(plain_paper(pages=3), linear=True), office)
    packed = sign(saved(plain_paper(pages=2), packed=True), office)

    def content(pdf: pikepdf.Pdf) -> Objects:
        stream = pdf.pages[0].obj.Contents
        stream.write(b"BT /F1 18 Tf 60 700 Td (khac) Tj ET")
        return [stream]

    return {
        "reading: hybrid table": partial(_hybrid, base),
        "reading: page in an object stream": partial(_streamed, base),
        "reading: content key twice": partial(_doubled_key, base, first=True),
        "reading: content key twice, last wins": partial(_doubled_key, base, first=False),
        "reading: content key twice, once escaped": partial(
            _doubled_key, base, first=True, name=b"/C#6fntents"
        ),
        "reading: root key twice": partial(_doubled_root, base),
        "reading: table that names itself": partial(_prev, base, "itself"),
        "reading: table that names nothing": partial(_prev, base, "nothing"),
        "reading: last signature skipped": partial(_skipped, twice),
        "reading: object declared of generation 1": partial(_generation, base),
        "reading: two ends, first forged": lambda: (
            append(base, {99: b"null"}) + b"startxref\n0\n%%EOF\n"
        ),
        "reading: linearized, content replaced": partial(update, linear, content),
        "reading: packed, content replaced": partial(update, packed, content),
        "reading: length that lies": partial(_lying_length, base),
        "reading: encryption named": lambda: append(
            base, {99: b"<< /Filter /Standard /V 1 /R 2 /P -4 >>"}, extra=b"/Encrypt 99 0 R "
        ),
    }


def _first_page(data: bytes) -> tuple[int, int, bytes]:
    """Number of page 1, of its content, and its text."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0].obj
        return page.objgen[0], page.Contents.objgen[0], body_of(page)


def _free_number(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return 1 + max(number for number, _ in pdf.get_xref_table())


def _hybrid(data: bytes) -> bytes:
    """A table that says nothing new, and beside it a stream that names other content."""
    _, content, _ = _first_page(data)
    place = len(data) + 1
    forged = b"\n%d 0 obj\n%s\nendobj\n" % (content, _FORGED)
    start = len(data) + len(forged)
    number = _free_number(data)
    entry = b"\x01" + place.to_bytes(4, "big") + b"\0\0"
    stream = b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Index [%d 1] /Length 7 >>\n" % (
        *(number, number + 1, content),
    )
    stream += b"stream\n" + entry + b"\nendstream\nendobj\n"
    extra = b"/XRefStm %d " % start
    return append(data + forged + stream, {number + 1: b"null"}, extra=extra)


def _streamed(data: bytes) -> bytes:
    """Page 1 once more, in an object stream, with other content."""
    page, content, text = _first_page(data)
    number = _free_number(data)
    changed = text.replace(b"/Contents %d 0 R" % content, b"/Contents %d 0 R" % (number + 1))
    head = b"%d 0 " % page
    inner = head + changed
    tail = b"\n%d 0 obj\n" % (number + 1) + _FORGED + b"\nendobj\n"
    first = len(data) + 1
    second = len(data) + len(tail)
    packed = b"%d 0 obj\n<< /Type /ObjStm /N 1 /First %d /Length %d >>\nstream\n%s\nendstream\n" % (
        *(number, len(head), len(inner), inner),
    )
    packed += b"endobj\n"
    table = second + len(packed)
    rows = {
        page: b"\x02" + number.to_bytes(4, "big") + b"\0\0",
        number: b"\x01" + second.to_bytes(4, "big") + b"\0\0",
        number + 1: b"\x01" + first.to_bytes(4, "big") + b"\0\0",
        number + 2: b"\x01" + table.to_bytes(4, "big") + b"\0\0",
    }
    return data + tail + packed + _table_stream(data, number + 2, table, rows)


def _table_stream(data: bytes, number: int, place: int, rows: dict[int, bytes]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root.objgen[0]
    previous = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    index = b" ".join(b"%d 1" % row for row in sorted(rows))
    body = b"".join(rows[row] for row in sorted(rows))
    head = b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Index [%s] /Root %d 0 R /Prev %d " % (
        *(number, number + 1, index, root, previous),
    )
    return head + b"/Length %d >>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        *(len(body), body, place),
    )


def _doubled_key(data: bytes, *, first: bool, name: bytes = b"/Contents") -> bytes:
    """Page 1 with two contents: readers take the first or the last."""
    page, content, text = _first_page(data)
    number = _free_number(data)
    old = b"/Contents %d 0 R" % content
    new = name + b" %d 0 R" % number
    both = new + b" " + old if first else old + b" " + new
    return append(data, {page: text.replace(old, both), number: _FORGED})


def _doubled_root(data: bytes) -> bytes:
    """A trailer with two catalogues, the first of them forged."""
    _, content, text = _first_page(data)
    number = _free_number(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = body_of(pdf.Root)
        pages = pdf.Root.Pages.objgen[0]
    changed = text.replace(b"/Contents %d 0 R" % content, b"/Contents %d 0 R" % number)
    tree = b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (number + 1)
    bodies = {
        number: _FORGED,
        number + 1: changed,
        number + 2: tree,
        number + 3: root.replace(b"/Pages %d 0 R" % pages, b"/Pages %d 0 R" % (number + 2)),
    }
    whole = append(data, bodies)
    return re.sub(
        rb"/Root (\d+) 0 R(?!.*/Root)",
        b"/Root %d 0 R /Root \\1 0 R" % (number + 3),
        whole,
        flags=re.DOTALL,
    )


def _prev(data: bytes, kind: str) -> bytes:
    _, content, _ = _first_page(data)
    whole = append(data, {content: _FORGED})
    place = whole.rindex(b"xref\n", 0, whole.rindex(b"startxref"))
    return re.sub(
        rb"/Prev \d+ >>(?=\nstartxref\n%d\n)" % place,
        b"/Prev %d >>" % (place if kind == "itself" else 7),
        whole,
    )


def _skipped(data: bytes) -> bytes:
    """An update whose table goes on from the table before the last signature."""
    starts = [int(found[1]) for found in re.finditer(rb"startxref\n(\d+)\n", data)]
    whole = append(data, {99: b"null"})
    return whole.replace(b"/Prev %d " % starts[-1], b"/Prev %d " % starts[-2])


def _generation(data: bytes) -> bytes:
    """The content once more under generation 1."""
    _, content, _ = _first_page(data)
    whole = append(data, {content: _FORGED})
    place = whole.rindex(b"%d 0 obj\n<< /Length 35" % content)
    changed = whole[:place] + whole[place:].replace(b"%d 0 obj" % content, b"%d 1 obj" % content, 1)
    return changed.replace(b"%010d 00000 n" % place, b"%010d 00001 n" % place)


def _lying_length(data: bytes) -> bytes:
    """Content whose length ends before it does: readers that search for its end see more."""
    _, content, _ = _first_page(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        raw = pdf.pages[0].obj.Contents.read_raw_bytes()
    body = b"<< /Length %d >>\nstream\n%s\nBT /F1 18 Tf 60 400 Td (them) Tj ET\nendstream" % (
        *(len(raw), raw),
    )
    return append(data, {content: body})
