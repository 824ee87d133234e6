"""Content planted before the signature and brought to light after it.

Source: "Shadow Attacks" (NDSS 2021): hide, replace, hide-and-replace.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from benchmarks.attack_edits import annotation, field_of, filled, page_of
from benchmarks.signed_papers import (
    AMOUNT_BOX,
    Objects,
    Office,
    append,
    form_paper,
    look,
    plain_paper,
    saved,
    sign,
    update,
)


def shadow_attacks(office: Office) -> dict[str, Callable[[], bytes]]:
    """Content planted before the signature and brought to light after it."""

    def overlay_paper() -> pikepdf.Pdf:
        pdf = plain_paper()
        cover = pdf.make_stream(
            b"1 1 1 rg 60 690 300 30 re f BT /F1 18 Tf 0 g 60 700 Td (Tra 10 dong) Tj ET"
        )
        page_of(pdf).Contents = Array([page_of(pdf).Contents, cover])
        return pdf

    def cover_freed() -> bytes:
        data = sign(saved(overlay_paper()), office)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            number = page_of(pdf).Contents[1].objgen[0]
        return append(data, {}, freed=[number])

    def cover_emptied() -> bytes:
        def edit(pdf: pikepdf.Pdf) -> Objects:
            stream = page_of(pdf).Contents[1]
            stream.write(b" ")
            return [stream]

        return update(sign(saved(overlay_paper()), office), edit)

    def planted_paper() -> pikepdf.Pdf:
        pdf = plain_paper()
        pdf.Root.Planted = pdf.make_stream(b"BT /F1 18 Tf 60 700 Td (tra 9.000.000 dong) Tj ET")
        return pdf

    def pointed_elsewhere() -> bytes:
        data = sign(saved(planted_paper()), office)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            table = pdf.get_xref_table()
            planted = table[pdf.Root.Planted.objgen].offset
            number = page_of(pdf).Contents.objgen[0]
        return append(data, {}, pointing={number: planted or 0})

    def planted_used() -> bytes:
        def edit(pdf: pikepdf.Pdf) -> Objects:
            page_of(pdf).Contents = pdf.Root.Planted
            return [page_of(pdf)]

        return update(sign(saved(planted_paper()), office), edit)

    def note_over() -> bytes:
        pdf = plain_paper()
        page_of(pdf).Annots = Array([])
        list(annotation("Stamp", "Tra 10 dong", pdf))

        def edit(shown: pikepdf.Pdf) -> Objects:
            page_of(shown).Annots = Array(
                [item for item in page_of(shown).Annots if item.Subtype != Name.Stamp]
            )
            return [page_of(shown)]

        return update(sign(saved(pdf), office), edit)

    def value_without_look() -> bytes:
        pdf = form_paper()
        field = field_of(pdf, "nguoi_nhan")
        del field.V

        def edit(shown: pikepdf.Pdf) -> Objects:
            return filled(shown, "nguoi_nhan", "Ke gian")

        return update(sign(saved(pdf), office), edit)

    def field_over_text() -> bytes:
        pdf = form_paper()
        field = field_of(pdf, "ghi_chu")
        field.Rect = Array(list(AMOUNT_BOX))
        field.AP = Dictionary(N=look(pdf, page_of(pdf), AMOUNT_BOX, ""))

        def edit(shown: pikepdf.Pdf) -> Objects:
            (changed,) = filled(shown, "ghi_chu", "tra 9.000.000 dong")
            stream = changed.AP.N
            stream.write(b"1 1 1 rg 0 0 400 100 re f " + stream.read_bytes())
            return [changed]

        return update(sign(saved(pdf), office), edit)

    def layer_switched() -> bytes:
        pdf = plain_paper()
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("lop")))
        pdf.Root.OCProperties = pdf.make_indirect(
            Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([])))
        )
        page_of(pdf).Resources.Properties = Dictionary(L1=layer)
        more = pdf.make_stream(b"/OC /L1 BDC BT /F1 18 Tf 60 400 Td (them) Tj ET EMC")
        page_of(pdf).Contents = Array([page_of(pdf).Contents, more])

        def edit(shown: pikepdf.Pdf) -> Objects:
            shown.Root.OCProperties.D.OFF = Array([])
            return [shown.Root.OCProperties]

        return update(sign(saved(pdf), office), edit)

    return {
        "shadow: cover freed": cover_freed,
        "shadow: cover emptied": cover_emptied,
        "shadow: reference points elsewhere": pointed_elsewhere,
        "shadow: planted content used": planted_used,
        "shadow: covering note removed": note_over,
        "shadow: look without a value": value_without_look,
        "shadow: layer switched on": layer_switched,
        "shadow: empty field filled over print": field_over_text,
    }
