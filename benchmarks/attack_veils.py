"""Later stamps that hide, strike out or disguise: faint frames, grounds, white and black ink.

Source: "Shadow Attacks" (NDSS 2021), hide; "Breaking the Specification: PDF Certification" (IEEE
S&P 2021), sneaky signatures; ISO 32000-2:2020, 14.11.2 (boxes), 8.3.2.3 (user unit).
"""

from __future__ import annotations

from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name

from benchmarks.attack_edits import page_of
from benchmarks.attack_stamps import letters, note_drawn, strokes
from benchmarks.signed_papers import (
    AMOUNT_BOX,
    How,
    Makers,
    Objects,
    Office,
    form_paper,
    plain_paper,
    saved,
    sign,
    update,
)

Box = tuple[int, int, int, int]

_BESIDE: Box = (283, 684, 507, 722)
_PAGE: Box = (30, 400, 560, 730)
_HAND = b"2 w 60 20 m 100 70 130 -10 180 50 c 190 10 200 60 205 20 c S "


def veil_attacks(office: Office) -> Makers:
    """Make stamps and comments that hide what was signed, or hide what they say."""
    base = sign(saved(form_paper()), office)

    def stamped(box: Box, drawn: bytes) -> bytes:
        return sign(base, office, How("CoQuan", box=box, by_second=True, drawn=drawn))

    words = letters("9.000.000", 16, 10)
    return {
        "veil: frame too faint to see": partial(stamped, _BESIDE, _frame(224, 38, 0.8) + words),
        "veil: sum in a box of one line": partial(
            stamped, (284, 692, 468, 716), _frame(184, 24, 0) + letters("9.000.000", 12)
        ),
        "veil: sum on a grey ground": partial(stamped, _BESIDE, b"0.78 g 0 0 224 38 re f " + words),
        "veil: digit beside a hand": partial(
            stamped,
            (286, 620, 520, 722),
            _HAND + b"q 1 0 0 1 0 74 cm " + strokes("9", 2) + b" Q",
        ),
        "veil: a word white in a large box": partial(
            stamped, _PAGE, _HAND + b"1 1 1 rg 128 295 12 22 re f"
        ),
        "veil: a stop white in a large box": partial(
            stamped, _PAGE, b"1 1 1 rg 136 298 6 4 re f " + _HAND
        ),
        "veil: black bar over words": partial(stamped, (55, 634, 200, 654), b"0 g 5 2 80 14 re f"),
        "veil: blue bar over words": partial(
            stamped, _PAGE, b"0 0 0.6 rg 35 235 60 16 re f " + _HAND
        ),
        "veil: amount struck out": partial(stamped, AMOUNT_BOX, b"0 g 0 14.5 236 1.4 re f"),
        "veil: amount struck out in red, with a hand": partial(
            stamped, _PAGE, b"0.9 0 0 rg 30 304.5 236 1.2 re f " + _HAND
        ),
        "veil: highlight that is white in one place": lambda: update(
            base, partial(note_drawn, "Highlight", _PAGE, b"1 1 1 rg 128 295 12 22 re f")
        ),
        "veil: under a signature as large as the page": partial(_below_earlier, office),
        "veil: page of a tenth, user unit of ten": partial(_small, office, unit=10),
        "veil: page of a tenth": partial(_small, office, unit=1),
        "veil: turned and cropped": partial(_turned, office),
        "font: other text behind the letters": partial(_font_changed, office, "/ToUnicode"),
        "font: other names of letters": partial(_font_changed, office, "/Encoding"),
        "font: other letters": partial(_font_changed, office, "/BaseFont"),
    }


def fair_veils(office: Office) -> Makers:
    """Make stamps that lie over something, as papers need it."""
    form = saved(form_paper())
    base = sign(form, office)
    person = sign(form, office, How(box=(230, 560, 370, 640), drawn=_HAND))

    def stamped(data: bytes, box: Box, drawn: bytes = b"", text: str = "Da ky") -> bytes:
        return sign(data, office, How("CoQuan", box=box, by_second=True, drawn=drawn, text=text))

    return {
        "veil: stamp over an empty field": partial(stamped, base, (60, 300, 260, 320)),
        "veil: hand over a printed name": partial(
            stamped, base, (40, 560, 270, 650), b"0 0 0.8 RG " + _HAND
        ),
        "veil: seal over hand and names": partial(stamped, person, (150, 570, 252, 672), SEAL),
        "veil: seal with words in a ring": partial(
            stamped, base, (150, 570, 252, 672), SEAL + _ring_words()
        ),
        "veil: copy text of another producer": partial(
            stamped, base, (395, 790, 585, 835), text="SAO Y\nUBND xa Thu\n2026-11-22 08:00 +07:00"
        ),
        "veil: stamp in a table of signatures": partial(_in_table, office),
        "veil: framed lines": partial(
            stamped,
            base,
            (300, 120, 540, 200),
            _frame(240, 80, 0) + letters("Nguoi ky B", 11, 50) + letters("Thoi gian 0109", 11, 20),
        ),
    }


SEAL = (
    b"0.85 0.1 0.1 RG 0.85 0.1 0.1 rg 3 w 99 51 m 99 77.5 77.5 99 51 99 c 24.5 99 3 77.5 3 51 c "
    b"3 24.5 24.5 3 51 3 c 77.5 3 99 24.5 99 51 c s 1 w 80 51 m 80 67 67 80 51 80 c 35 80 22 67 "
    b"22 51 c 22 35 35 22 51 22 c 67 22 80 35 80 51 c s "
    b"51 66 m 47 55 l 36 55 l 45 48 l 41 37 l 51 44 l 61 37 l 57 48 l 66 55 l 55 55 l f "
)
"""A round seal of 36 mm with a star, at true size."""


def _frame(width: int, height: int, grey: float) -> bytes:
    return b"%.2f G 1 w 1 1 %d %d re S " % (grey, width - 2, height - 2)


def _ring_words() -> bytes:
    """Letters along the ring of a seal."""
    places = ((48, 86), (60, 84), (70, 78), (78, 68), (82, 56), (36, 84), (26, 78), (18, 68))
    return b" ".join(b"%d %d 5 7 re f" % place for place in places)


def _below_earlier(office: Office) -> bytes:
    """The first signer signs in a field as large as the page, which draws nothing."""
    first = sign(saved(plain_paper()), office, How(box=(5, 5, 590, 837), drawn=b"0 g 0 0 2 2 re f"))
    white = b"1 1 1 rg 128 295 30 22 re f"
    return sign(first, office, How("CoQuan", box=_PAGE, by_second=True, drawn=white))


def _small(office: Office, unit: int) -> bytes:
    """A page whose numbers are a tenth of what they seem."""
    pdf = plain_paper()
    page = page_of(pdf)
    page.MediaBox = Array([0, 0, 60, 85])
    if unit > 1:
        page.UserUnit = unit
    content = page.Contents.read_bytes()
    page.Contents = pdf.make_stream(b"q 0.1 0 0 0.1 0 0 cm " + content + b" Q")
    drawn = b"q 0.1 0 0 0.1 0 0 cm " + letters("9.000.000", 16, 6) + b" Q"
    # The amount ends at 28.2 and stands at 70.
    how = How("CoQuan", box=(28, 69, 50, 73), by_second=True, drawn=drawn)
    return sign(sign(saved(pdf), office), office, how)


def _turned(office: Office) -> bytes:
    pdf = plain_paper(rotate=90)
    page_of(pdf).CropBox = Array([30, 30, 565, 812])
    how = How("CoQuan", box=(284, 694, 430, 718), by_second=True, drawn=letters("9.000", 16))
    return sign(sign(saved(pdf), office), office, how)


def _font_changed(office: Office, key: str) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> Objects:
        font = page_of(pdf).Resources.Font.F1
        values = {
            "/ToUnicode": pdf.make_stream(b"1 beginbfchar <31> <0039> endbfchar"),
            "/Encoding": Dictionary(Type=Name.Encoding, Differences=Array([0x31, Name.nine])),
            "/BaseFont": Name.ZapfDingbats,
        }
        font[key] = values[key]
        return [font]

    return update(sign(saved(plain_paper()), office), edit)


def _in_table(office: Office) -> bytes:
    """Signatures in the cells of a table, under the titles of who signs."""
    pdf = plain_paper()
    table = b"1 w 60 150 450 150 re S 60 275 m 510 275 l S 285 150 m 285 300 l S "
    for left, title in ((80, b"NGUOI NOP HO SO"), (305, b"NGUOI TIEP NHAN")):
        table += b"BT /F1 11 Tf %d 283 Td (%s) Tj ET " % (left, title)
    page = page_of(pdf)
    page.Contents = Array([page.Contents, pdf.make_stream(table)])
    first = sign(saved(pdf), office, How(box=(65, 155, 280, 270)))
    drawn = letters("Nguyen Van B", 11, 60) + b" " + letters("Ngay 0109", 9, 30)
    return sign(first, office, How("B", box=(290, 155, 505, 270), by_second=True, drawn=drawn))
