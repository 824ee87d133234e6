"""Forms that a reader draws anew: changes of what the fields are drawn from.

Source: ISO 32000-2:2020, 12.7.3 (/NeedAppearances, /DA, /Q, /DR); "Shadow Attacks" (NDSS 2021).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from unittest import mock

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pyhanko.sign.signers import cms_embedder

from benchmarks.attack_edits import field_entry, field_of, filled
from benchmarks.signed_papers import (
    PERSON_BOX,
    Edit,
    How,
    Makers,
    Objects,
    Office,
    form_paper,
    saved,
    sign,
    update,
)

_HIDDEN = String("/Helv 10 Tf 1 g")


def redrawn_attacks(office: Office) -> Makers:
    """Make changes that show signed values in another way."""

    def after(edit: Edit, prepare: Callable[[pikepdf.Pdf], None] = _asking) -> bytes:
        return update(_signed(office, prepare), edit)

    return {
        "redrawn: letters of the form": partial(after, partial(_form_entry, "/DA", _HIDDEN)),
        "redrawn: place of the form": partial(after, partial(_form_entry, "/Q", 2)),
        "redrawn: font of the form replaced": partial(after, _font_replaced),
        "redrawn: font brought later": partial(after, _font_brought, _asking_without_font),
        "redrawn: letters of a field": partial(
            after, partial(field_entry, "nguoi_nhan", "/DA", _HIDDEN)
        ),
        "redrawn: place in a field": partial(after, partial(field_entry, "nguoi_nhan", "/Q", 2)),
        "redrawn: ground of a field": partial(
            after, partial(field_entry, "nguoi_nhan", "/MK", Dictionary(BG=Array([0])))
        ),
        "redrawn: field as a password": partial(
            after, partial(field_entry, "nguoi_nhan", "/Ff", 1 << 13)
        ),
        "redrawn: field cut short": partial(
            after, partial(field_entry, "nguoi_nhan", "/MaxLen", 4)
        ),
        "redrawn: stored look comes to light": partial(
            after, partial(_form_entry, "/NeedAppearances", False), _asking_with_other_look
        ),
        "redrawn: field without a look": partial(
            after, partial(_form_entry, "/DA", _HIDDEN), _without_look
        ),
        "redrawn: asked for later": partial(
            after, partial(_form_entry, "/NeedAppearances", True), lambda _: None
        ),
    }


def fair_forms(office: Office) -> Makers:
    """Make changes that show nothing in another way."""
    signed = partial(_signed, office)
    return {
        "redrawn: signed twice": lambda: _sign(
            signed(_asking), office, How("CoQuan", by_second=True)
        ),
        "redrawn: filled": lambda: update(signed(_asking), partial(filled, name="ghi_chu")),
        "redrawn: another font comes": lambda: update(signed(_asking), _other_font),
        "redrawn: letters of a form whose fields have their own": lambda: update(
            signed(lambda _: None), partial(_form_entry, "/DA", String("/Cour 0 Tf 0 g"))
        ),
        "redrawn: form said it needs no drawing": lambda: update(
            signed(lambda _: None), partial(_form_entry, "/NeedAppearances", False)
        ),
    }


def _signed(office: Office, prepare: Callable[[pikepdf.Pdf], None]) -> bytes:
    pdf = form_paper()
    prepare(pdf)
    return _sign(saved(pdf), office, How(box=PERSON_BOX))


def _sign(data: bytes, office: Office, how: How) -> bytes:
    """Sign a form as producers do that leave its wish to be drawn anew."""
    with mock.patch.object(cms_embedder, "ensure_sig_flags"):
        return sign(data, office, how)


def _asking(pdf: pikepdf.Pdf) -> None:
    """Let the form ask to be drawn anew, its letters given for all fields."""
    pdf.Root.AcroForm.NeedAppearances = True
    for field in pdf.Root.AcroForm.Fields:
        if "/DA" in field:
            del field.DA


def _asking_without_font(pdf: pikepdf.Pdf) -> None:
    _asking(pdf)
    del pdf.Root.AcroForm.DR


def _asking_with_other_look(pdf: pikepdf.Pdf) -> None:
    _asking(pdf)
    stream = field_of(pdf, "nguoi_nhan").AP.N
    stream.write(stream.read_bytes().replace(b"Ngan hang A", b"Ke gian"))


def _without_look(pdf: pikepdf.Pdf) -> None:
    field = field_of(pdf, "nguoi_nhan")
    del field.AP
    del field.DA


def _form_entry(key: str, value: object, pdf: pikepdf.Pdf) -> Objects:
    pdf.Root.AcroForm[key] = value
    return [pdf.Root.AcroForm]


def _font(base: str) -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + base))


def _font_replaced(pdf: pikepdf.Pdf) -> Objects:
    pdf.Root.AcroForm.DR.Font.Helv = pdf.make_indirect(_font("ZapfDingbats"))
    return [pdf.Root.AcroForm]


def _font_brought(pdf: pikepdf.Pdf) -> Objects:
    font = pdf.make_indirect(_font("ZapfDingbats"))
    pdf.Root.AcroForm.DR = Dictionary(Font=Dictionary(Helv=font))
    return [pdf.Root.AcroForm]


def _other_font(pdf: pikepdf.Pdf) -> Objects:
    pdf.Root.AcroForm.DR.Font.Cour = pdf.make_indirect(_font("Courier"))
    return [pdf.Root.AcroForm]
