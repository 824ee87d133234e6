"""Changes of fields, values, looks and comments after a signature.

Source: "Shadow Attacks" (NDSS 2021); "Breaking the Specification" (IEEE S&P
2021), evil annotations.
"""

from __future__ import annotations

from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from benchmarks.attack_edits import (
    annotation,
    field_entry,
    field_of,
    page_of,
    value_replaced,
)
from benchmarks.signed_papers import (
    AMOUNT_BOX,
    Edit,
    Objects,
    look,
)


def _hidden_value_replaced(pdf: pikepdf.Pdf) -> Objects:
    field = field_of(pdf, "nguoi_nhan")
    field.V = String("Ke gian")
    return [field]


def _look_replaced(pdf: pikepdf.Pdf) -> Objects:
    field = field_of(pdf, "nguoi_nhan")
    field.AP.N = look(pdf, page_of(pdf), (60, 340, 260, 360), "Ke gian")
    return [field]


def _look_of_empty_field(pdf: pikepdf.Pdf) -> Objects:
    field = field_of(pdf, "ghi_chu")
    field.AP.N = look(pdf, page_of(pdf), (60, 300, 260, 320), "khong co gia tri")
    return [field]


def _look_stream_replaced(pdf: pikepdf.Pdf) -> Objects:
    stream = field_of(pdf, "nguoi_nhan").AP.N
    stream.write(stream.read_bytes().replace(b"Ngan hang A", b"Ke gian"))
    return [stream]


def _value_removed(pdf: pikepdf.Pdf) -> Objects:
    field = field_of(pdf, "nguoi_nhan")
    del field.V
    field.AP.N = look(pdf, page_of(pdf), (60, 340, 260, 360), "")
    return [field]


def _field_grown(pdf: pikepdf.Pdf) -> Objects:
    field, box = field_of(pdf, "ghi_chu"), (40, 680, 400, 720)
    field.Rect, field.V = Array(list(box)), String("tra 9.000.000 dong")
    field.AP.N = look(pdf, page_of(pdf), box, "tra 9.000.000 dong")
    return [field]


def _field_removed(pdf: pikepdf.Pdf) -> Objects:
    form, page = pdf.Root.AcroForm, page_of(pdf)
    gone = field_of(pdf, "nguoi_nhan").objgen
    form.Fields = Array([item for item in form.Fields if item.objgen != gone])
    page.Annots = Array([item for item in page.Annots if item.objgen != gone])
    return [form, page]


def _field_added(pdf: pikepdf.Pdf) -> Objects:
    box = (60, 690, 300, 715)
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("moi"),
            V=String("9.000.000"),
            Rect=Array(list(box)),
            F=4,
            AP=Dictionary(N=look(pdf, page_of(pdf), box, "9.000.000")),
        )
    )
    pdf.Root.AcroForm.Fields.append(field)
    page_of(pdf).Annots.append(field)
    return [pdf.Root.AcroForm, page_of(pdf)]


def _link(pdf: pikepdf.Pdf) -> Objects:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array(list(AMOUNT_BOX)))
    note.A = Dictionary(S=Name.URI, URI=String("http://127.0.0.1/"))
    page_of(pdf).Annots.append(pdf.make_indirect(note))
    return [page_of(pdf)]


def _orphan_widget(pdf: pikepdf.Pdf) -> Objects:
    return annotation("Widget", "9.000.000", pdf)


def _annotation_removed(pdf: pikepdf.Pdf) -> Objects:
    page = page_of(pdf)
    page.Annots = Array([page.Annots[0]])
    return [page]


def _unsigned_field(pdf: pikepdf.Pdf) -> Objects:
    list(annotation("Widget", "9.000.000", pdf))
    note = page_of(pdf).Annots[-1]
    note.FT, note.T = Name.Sig, String("NguoiKy_9")
    pdf.Root.AcroForm.Fields.append(note)
    return [page_of(pdf), pdf.Root.AcroForm]


FORM_EDITS: dict[str, Edit] = {
    "form: value replaced": value_replaced,
    "form: hidden value replaced": _hidden_value_replaced,
    "form: look replaced": _look_replaced,
    "form: look of an empty field": _look_of_empty_field,
    "form: stream of a look replaced": _look_stream_replaced,
    "form: value removed": _value_removed,
    "form: field hidden": partial(field_entry, "nguoi_nhan", "/F", 2),
    "form: field not printed": partial(field_entry, "nguoi_nhan", "/F", 0),
    "form: field moved": partial(field_entry, "nguoi_nhan", "/Rect", Array([60, 400, 260, 420])),
    "form: field renamed": partial(field_entry, "nguoi_nhan", "/T", String("khac")),
    "form: field of another type": partial(field_entry, "nguoi_nhan", "/FT", Name.Btn),
    "form: action of a field": partial(
        field_entry, "nguoi_nhan", "/AA", Dictionary(F=Dictionary(S=Name.JavaScript))
    ),
    "form: field grown over the amount": _field_grown,
    "form: field removed": _field_removed,
    "form: field added": _field_added,
    "note: free text over the amount": partial(annotation, "FreeText", "tra 9.000.000 dong"),
    "note: stamp over the amount": partial(annotation, "Stamp", "tra 9.000.000 dong"),
    "note: empty stamp over the amount": partial(annotation, "Stamp", ""),
    "note: redaction": partial(annotation, "Redact", ""),
    "note: white square": partial(annotation, "Square", ""),
    "note: highlight with another look": partial(annotation, "Highlight", "tra 9.000.000 dong"),
    "note: comment as large as a paragraph": partial(annotation, "Text", "tra 9.000.000 dong"),
    "note: free text on blank paper": lambda pdf: annotation(
        "FreeText", "va 5.000.000", pdf, (300, 500, 500, 530)
    ),
    "note: link": _link,
    "note: widget without a field": _orphan_widget,
    "note: removed": _annotation_removed,
    "signature: unsigned field with a look": _unsigned_field,
}
