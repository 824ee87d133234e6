"""Edits of a signed paper that several kinds of attacks begin with."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from benchmarks.signed_papers import (
    AMOUNT_BOX,
    Objects,
    look,
)


def page_of(pdf: pikepdf.Pdf, index: int = 0) -> pikepdf.Object:
    return pdf.pages[index].obj


def field_of(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    for field in pdf.Root.AcroForm.Fields:
        if str(field.get("/T", "")) == name:
            return field
    raise LookupError(name)


def filled(pdf: pikepdf.Pdf, name: str, text: str = "Da nhan") -> Objects:
    """Fill an empty text field, with its look."""
    fields = [*pdf.Root.AcroForm.Fields]
    (field,) = [item for item in fields if str(item.get("/T", "")) == name]
    left, bottom, right, top = (int(number) for number in field.Rect)
    field.V = String(text)
    field.AP.N = look(pdf, page_of(pdf), (left, bottom, right, top), text)
    return [field]


def field_entry(name: str, key: str, value: object, pdf: pikepdf.Pdf) -> Objects:
    field = field_of(pdf, name)
    field[key] = value
    return [field]


def page_entry(key: str, value: object, pdf: pikepdf.Pdf) -> Objects:
    page_of(pdf)[key] = value
    return [page_of(pdf)]


def root_entry(key: str, value: object, pdf: pikepdf.Pdf) -> Objects:
    pdf.Root[key] = value
    return [pdf.Root]


def without(pdf: pikepdf.Pdf, key: str) -> Objects:
    del pdf.Root[key]
    return [pdf.Root]


def annotation(
    subtype: str, text: str, pdf: pikepdf.Pdf, box: tuple[int, ...] = AMOUNT_BOX
) -> Objects:
    left, bottom, right, top = box
    shown = f"1 1 1 rg 0 0 {right - left} {top - bottom} re f"
    if text:
        shown += f" BT /Helv 18 Tf 0 g 0 5 Td ({text}) Tj ET"
    stream = look(pdf, page_of(pdf), (left, bottom, right, top), "")
    stream.write(shown.encode())
    note = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name("/" + subtype),
            Rect=Array(list(box)),
            F=4,
            Contents=String(text),
            AP=Dictionary(N=stream),
        )
    )
    page_of(pdf).Annots.append(note)
    return [page_of(pdf)]


def content_replaced(pdf: pikepdf.Pdf) -> Objects:
    stream = page_of(pdf).Contents
    stream.write(stream.read_bytes().replace(b"1.000.000", b"9.000.000"))
    return [stream]


def page_appended(pdf: pikepdf.Pdf) -> Objects:
    pdf.add_blank_page(page_size=(595, 842))
    return [pdf.Root.Pages]


def page_removed(pdf: pikepdf.Pdf) -> Objects:
    pages = pdf.Root.Pages
    pages.Kids, pages.Count = Array([pages.Kids[0]]), 1
    return [pages]


def page_tree_new(pdf: pikepdf.Pdf) -> Objects:
    page = pdf.make_indirect(Dictionary(pdf.pages[1].obj))
    page.Contents = pdf.make_stream(b"BT /F1 18 Tf 60 700 Td (khac) Tj ET")
    pdf.Root.Pages = pdf.make_indirect(
        Dictionary(Type=Name.Pages, Count=2, Kids=Array([page_of(pdf), page]))
    )
    return [pdf.Root]


def value_replaced(pdf: pikepdf.Pdf) -> Objects:
    field, box = field_of(pdf, "nguoi_nhan"), (60, 340, 260, 360)
    field.V = String("Ke gian")
    field.AP.N = look(pdf, page_of(pdf), box, "Ke gian")
    return [field]
