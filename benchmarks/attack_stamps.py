"""Later signatures and comments whose look says something that the first signer did not sign.

Source: "Breaking the Specification: PDF Certification" (IEEE S&P 2021), sneaky signatures and
evil annotations.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, String

from benchmarks.signed_papers import (
    How,
    Makers,
    Office,
    add_empty_field,
    form_paper,
    look,
    plain_paper,
    saved,
    sign,
    update,
)

Box = tuple[int, int, int, int]

_BESIDE: Box = (284, 694, 430, 718)
_BEFORE: Box = (8, 694, 57, 718)
_BETWEEN: Box = (58, 627, 300, 637)
_BLANK: Box = (60, 100, 300, 160)
_WHOLE: Box = (40, 60, 555, 395)
_STROKES = {
    "0": ((0, 0, 2, 12), (6, 0, 2, 12), (0, 0, 8, 2), (0, 10, 8, 2)),
    "1": ((3, 0, 2, 12),),
    "9": ((0, 6, 2, 6), (6, 0, 2, 12), (0, 10, 8, 2), (0, 5, 8, 2)),
}


def stamp_attacks(office: Office) -> Makers:
    """Make signatures and comments that pass as the paper's own text."""
    base = sign(saved(form_paper()), office)

    def stamped(box: Box, drawn: bytes) -> bytes:
        return sign(base, office, How("CoQuan", box=box, by_second=True, drawn=drawn))

    def noted(subtype: str, box: Box, drawn: bytes) -> bytes:
        return update(base, partial(note_drawn, subtype, box, drawn))

    return {
        "stamp: words behind the amount": partial(stamped, _BESIDE, letters("va 9.000.000", 16)),
        "stamp: words before the amount": partial(stamped, _BEFORE, letters("Khong", 14)),
        "stamp: a line between lines": partial(stamped, _BETWEEN, letters("Dong so 0 bi bo", 6, 0)),
        "stamp: letters drawn as paths": partial(stamped, _BESIDE, strokes("9001")),
        "stamp: one digit more": partial(stamped, (286, 694, 308, 718), strokes("9", 2)),
        "stamp: letters as a picture": partial(stamped, _BESIDE, picture("9001")),
        "stamp: words and a lone rule": partial(
            stamped, (284, 640, 450, 718), b"160 0 1 78 re f " + letters("va 9.000.000", 16, 56)
        ),
        "stamp: words over a third of the page": partial(stamped, _WHOLE, _paragraphs()),
        "stamp: digits in a prepared field": partial(_prepared, office),
        "note: highlight that says more": partial(
            noted, "Highlight", _BLANK, letters("va 9.000.000 dong", 12)
        ),
        "note: underline that says more": partial(
            noted, "Underline", _BLANK, letters("va 9.000.000 dong", 12)
        ),
        "note: icon that is a digit": partial(noted, "Text", (286, 694, 306, 714), strokes("9", 2)),
        "note: icon that is a word": partial(
            noted, "Text", (286, 694, 316, 718), letters("khong", 7)
        ),
    }


def fair_stamps(office: Office) -> Makers:
    """Make later signatures that are seen to be signatures."""
    form = saved(form_paper())
    base = sign(form, office)
    lines = b" ".join(letters(f"Ky boi: Nguoi thu {row}", 8, 44 - 11 * row) for row in range(4))
    frame = b"0 0 m 239 0 l 239 59 l 0 59 l s "
    labelled = add_empty_field(saved(_labelled()), "CoQuan", (150, 396, 330, 416))

    def stamped(box: Box, drawn: bytes) -> bytes:
        return sign(base, office, How("CoQuan", box=box, by_second=True, drawn=drawn))

    return {
        "stamp: lines on blank paper": partial(stamped, _BLANK, lines),
        "stamp: framed beside a line": partial(
            stamped, (300, 660, 540, 720), b"1 w 1 1 m 238 1 l 238 58 l 1 58 l s " + lines
        ),
        "stamp: framed on blank paper": partial(stamped, _BLANK, frame + lines),
        "stamp: top right corner": partial(stamped, (400, 800, 585, 832), lines),
        "stamp: in a field with a label": lambda: sign(
            sign(labelled, office),
            office,
            How("CoQuan", by_second=True, box=(150, 396, 330, 416), drawn=letters("Nguoi B", 10)),
        ),
        "stamp: under a label": partial(
            stamped, (60, 200, 240, 250), letters("Da ky ngay 22/11/2026", 9, 30)
        ),
        "stamp: picture of a hand": partial(
            stamped, _BLANK, b"2 w 5 10 m 60 70 90 -30 150 50 c 180 0 200 60 230 20 c S"
        ),
        "stamp: seal over a line": partial(
            stamped,
            (250, 560, 350, 660),
            b"1 0 0 RG 3 w 95 50 m 95 75 75 95 50 95 c 25 95 5 75 5 50 c "
            b"5 25 25 5 50 5 c 75 5 95 25 95 50 c s",
        ),
    }


def letters(text: str, size: int, bottom: int = 4) -> bytes:
    """Draw text in a standard font, which readers know without a resource."""
    # A stamp has no fonts of its own here, so that letters are drawn as strokes.
    scale = size / 14
    return b"q %.3f 0 0 %.3f 2 %d cm " % (scale, scale, bottom) + strokes(text) + b" Q"


def strokes(text: str, left: int = 2) -> bytes:
    """Draw letters and digits as rectangles; letters that have no form become a comb."""
    drawn = []
    for place, letter in enumerate(text):
        if letter == " ":
            continue
        for x, y, width, height in _STROKES.get(letter, ((0, 0, 2, 9), (6, 0, 2, 9), (0, 8, 8, 2))):
            drawn.append(b"%d %d %d %d re" % (left + x + 11 * place, y + 3, width, height))
    return b"0 g " + b" ".join(drawn) + b" f"


def picture(text: str) -> bytes:
    """Draw digits as a picture of samples."""
    grey = np.full((18, 11 * len(text) + 4), 255, np.uint8)
    for place, letter in enumerate(text):
        for x, y, width, height in _STROKES[letter]:
            left, bottom = 2 + x + 11 * place, y + 3
            grey[18 - bottom - height : 18 - bottom, left : left + width] = 0
    height, width = grey.shape
    head = b"q %d 0 0 %d 0 0 cm BI /W %d /H %d /BPC 8 /CS /G /F /AHx ID " % (
        *(width, height),
        *(width, height),
    )
    return head + grey.tobytes().hex().encode() + b"> EI Q"


def _paragraphs() -> bytes:
    return b" ".join(
        letters("Dieu khoan them vao sau khi da ky ten xong xuoi", 14, 10 + 24 * row)
        for row in range(13)
    )


def note_drawn(subtype: str, box: Box, drawn: bytes, pdf: pikepdf.Pdf) -> Iterable[pikepdf.Object]:
    """Add a comment with a look of its own."""
    page = pdf.pages[0].obj
    left, bottom, right, top = box
    stream = look(pdf, page, box, "")
    stream.write(drawn)
    note = Dictionary(Type=Name.Annot, Subtype=Name("/" + subtype), Rect=Array(list(box)), F=4)
    note.Contents, note.AP = String("ghi chu"), Dictionary(N=stream)
    note.QuadPoints = Array([left, top, right, top, left, bottom, right, bottom])
    page.Annots.append(pdf.make_indirect(note))
    return [page]


def _prepared(office: Office) -> bytes:
    """A field for a signature in the middle of an amount, filled with digits later."""
    pdf = plain_paper()
    page = pdf.pages[0].obj
    more = b"BT /F1 18 Tf 60 400 Td (So tien: 1) Tj ET BT /F1 18 Tf 190 400 Td (.000 dong) Tj ET"
    page.Contents = Array([page.Contents, pdf.make_stream(more)])
    box = (140, 396, 188, 416)
    first = sign(add_empty_field(saved(pdf), "CoQuan", box), office)
    return sign(first, office, How("CoQuan", box=box, by_second=True, drawn=strokes("000")))


def _labelled() -> pikepdf.Pdf:
    pdf = plain_paper()
    page = pdf.pages[0].obj
    more = pdf.make_stream(b"BT /F1 11 Tf 60 400 Td (Nguoi ky:) Tj ET")
    page.Contents = Array([page.Contents, more])
    return pdf
