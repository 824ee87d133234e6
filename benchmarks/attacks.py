"""Attacks on signed papers: each made of a paper of our own, each with the one right answer.

Kinds after the published classes: incremental saving (ISA), signature wrapping (SWA), universal
forgery (USF), shadow attacks (hide, replace, hide-and-replace), evil annotations and sneaky
signatures on certified papers, and changes of pages, fields, permissions and structure.

Source: "1 Trillion Dollar Refund" (CCS 2019), "Shadow Attacks" (NDSS 2021), "Breaking the
Specification" (IEEE S&P 2021).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from benchmarks.signed_papers import (
    AMOUNT_BOX,
    PERSON_BOX,
    Edit,
    How,
    Office,
    append,
    form_paper,
    look,
    plain_paper,
    saved,
    sign,
    stamp_time,
    update,
)

Objects = Iterable[pikepdf.Object]


@dataclass(frozen=True, slots=True)
class Case:
    """One file with its right answer.

    Attributes:
        name: Short name.
        content: The file.
        acceptable: Whether it may be called intact.
    """

    name: str
    content: bytes
    acceptable: bool


def attacks(office: Office) -> Iterator[Case]:
    """Make all attacks."""
    makers: dict[str, Callable[[], bytes]] = {}
    base = sign(saved(form_paper()), office, How(box=PERSON_BOX))
    for name, edit in _EDITS.items():
        makers[name] = partial(update, base, edit)
    for name, tail in _tails(base).items():
        makers[name] = partial(bytes.__add__, base, tail)
    for name, edit in _SIGNATURE_EDITS.items():
        makers[name] = partial(update, base, edit)
    makers |= _by_permission(office)
    makers |= _shadows(office)
    makers |= _by_signature(base, office)
    makers |= _by_bytes(base)
    for name, make in makers.items():
        yield Case(name, make(), acceptable=False)


def _page(pdf: pikepdf.Pdf, index: int = 0) -> pikepdf.Object:
    return pdf.pages[index].obj


def _content_replaced(pdf: pikepdf.Pdf) -> Objects:
    stream = _page(pdf).Contents
    stream.write(stream.read_bytes().replace(b"1.000.000", b"9.000.000"))
    return [stream]


def _content_exchanged(pdf: pikepdf.Pdf) -> Objects:
    _page(pdf).Contents = pdf.make_stream(b"BT /F1 18 Tf 60 700 Td (khac) Tj ET")
    return [_page(pdf)]


def _content_added(pdf: pikepdf.Pdf) -> Objects:
    more = pdf.make_stream(b"BT /F1 18 Tf 60 400 Td (them) Tj ET")
    _page(pdf).Contents = Array([_page(pdf).Contents, more])
    return [_page(pdf)]


def _invisible_content_added(pdf: pikepdf.Pdf) -> Objects:
    more = pdf.make_stream(b"BT 3 Tr /F1 18 Tf 60 400 Td (an) Tj ET")
    _page(pdf).Contents = Array([_page(pdf).Contents, more])
    return [_page(pdf)]


def _font_replaced(pdf: pikepdf.Pdf) -> Objects:
    font = _page(pdf).Resources.Font.F1
    font.BaseFont = Name.Symbol
    return [font]


def _font_encoding(pdf: pikepdf.Pdf) -> Objects:
    font = _page(pdf).Resources.Font.F1
    font.Encoding = Dictionary(Differences=Array([ord("1"), Name.nine]))
    return [font]


def _form_font_replaced(pdf: pikepdf.Pdf) -> Objects:
    pdf.Root.AcroForm.DR.Font.Helv = pdf.Root.Spare
    return [pdf.Root.AcroForm]


def _page_entry(key: str, value: object, pdf: pikepdf.Pdf) -> Objects:
    _page(pdf)[key] = value
    return [_page(pdf)]


def _page_appended(pdf: pikepdf.Pdf) -> Objects:
    pdf.add_blank_page(page_size=(595, 842))
    return [pdf.Root.Pages]


def _page_removed(pdf: pikepdf.Pdf) -> Objects:
    pages = pdf.Root.Pages
    pages.Kids, pages.Count = Array([pages.Kids[0]]), 1
    return [pages]


def _pages_swapped(pdf: pikepdf.Pdf) -> Objects:
    pages = pdf.Root.Pages
    pages.Kids = Array([pages.Kids[1], pages.Kids[0]])
    return [pages]


def _page_doubled(pdf: pikepdf.Pdf) -> Objects:
    pages = pdf.Root.Pages
    pages.Kids, pages.Count = Array([pages.Kids[0], *pages.Kids]), 3
    return [pages]


def _page_tree_new(pdf: pikepdf.Pdf) -> Objects:
    page = pdf.make_indirect(Dictionary(pdf.pages[1].obj))
    page.Contents = pdf.make_stream(b"BT /F1 18 Tf 60 700 Td (khac) Tj ET")
    pdf.Root.Pages = pdf.make_indirect(
        Dictionary(Type=Name.Pages, Count=2, Kids=Array([_page(pdf), page]))
    )
    return [pdf.Root]


def _root_entry(key: str, value: object, pdf: pikepdf.Pdf) -> Objects:
    pdf.Root[key] = value
    return [pdf.Root]


def _javascript(pdf: pikepdf.Pdf) -> Objects:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
    return _root_entry("/Names", names, pdf)


def _open_action(pdf: pikepdf.Pdf) -> Objects:
    action = Dictionary(S=Name.URI, URI=String("http://127.0.0.1/"))
    return _root_entry("/OpenAction", action, pdf)


def _attachment(pdf: pikepdf.Pdf) -> Objects:
    stream = pdf.make_stream(b"noi dung")
    file = Dictionary(Type=Name.Filespec, F=String("a.txt"), EF=Dictionary(F=stream))
    names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("a"), file])))
    return _root_entry("/Names", names, pdf)


def _layers(pdf: pikepdf.Pdf) -> Objects:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("lop")))
    layers = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    return _root_entry("/OCProperties", layers, pdf)


def _xfa(pdf: pikepdf.Pdf) -> Objects:
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp:xdp/>")
    return [pdf.Root.AcroForm]


def _redrawn(pdf: pikepdf.Pdf) -> Objects:
    pdf.Root.AcroForm.NeedAppearances = True
    return [pdf.Root.AcroForm]


def _field(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    for field in pdf.Root.AcroForm.Fields:
        if str(field.get("/T", "")) == name:
            return field
    raise LookupError(name)


def _value_replaced(pdf: pikepdf.Pdf) -> Objects:
    field, box = _field(pdf, "nguoi_nhan"), (60, 340, 260, 360)
    field.V = String("Ke gian")
    field.AP.N = look(pdf, _page(pdf), box, "Ke gian")
    return [field]


def _hidden_value_replaced(pdf: pikepdf.Pdf) -> Objects:
    field = _field(pdf, "nguoi_nhan")
    field.V = String("Ke gian")
    return [field]


def _look_replaced(pdf: pikepdf.Pdf) -> Objects:
    field = _field(pdf, "nguoi_nhan")
    field.AP.N = look(pdf, _page(pdf), (60, 340, 260, 360), "Ke gian")
    return [field]


def _look_of_empty_field(pdf: pikepdf.Pdf) -> Objects:
    field = _field(pdf, "ghi_chu")
    field.AP.N = look(pdf, _page(pdf), (60, 300, 260, 320), "khong co gia tri")
    return [field]


def _look_stream_replaced(pdf: pikepdf.Pdf) -> Objects:
    stream = _field(pdf, "nguoi_nhan").AP.N
    stream.write(stream.read_bytes().replace(b"Ngan hang A", b"Ke gian"))
    return [stream]


def _value_removed(pdf: pikepdf.Pdf) -> Objects:
    field = _field(pdf, "nguoi_nhan")
    del field.V
    field.AP.N = look(pdf, _page(pdf), (60, 340, 260, 360), "")
    return [field]


def _field_entry(name: str, key: str, value: object, pdf: pikepdf.Pdf) -> Objects:
    field = _field(pdf, name)
    field[key] = value
    return [field]


def _field_grown(pdf: pikepdf.Pdf) -> Objects:
    field, box = _field(pdf, "ghi_chu"), (40, 680, 400, 720)
    field.Rect, field.V = Array(list(box)), String("tra 9.000.000 dong")
    field.AP.N = look(pdf, _page(pdf), box, "tra 9.000.000 dong")
    return [field]


def _field_removed(pdf: pikepdf.Pdf) -> Objects:
    form, page = pdf.Root.AcroForm, _page(pdf)
    gone = _field(pdf, "nguoi_nhan").objgen
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
            AP=Dictionary(N=look(pdf, _page(pdf), box, "9.000.000")),
        )
    )
    pdf.Root.AcroForm.Fields.append(field)
    _page(pdf).Annots.append(field)
    return [pdf.Root.AcroForm, _page(pdf)]


def _annotation(
    subtype: str, text: str, pdf: pikepdf.Pdf, box: tuple[int, ...] = AMOUNT_BOX
) -> Objects:
    left, bottom, right, top = box
    shown = f"1 1 1 rg 0 0 {right - left} {top - bottom} re f"
    if text:
        shown += f" BT /Helv 18 Tf 0 g 0 5 Td ({text}) Tj ET"
    stream = look(pdf, _page(pdf), (left, bottom, right, top), "")
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
    _page(pdf).Annots.append(note)
    return [_page(pdf)]


def _link(pdf: pikepdf.Pdf) -> Objects:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array(list(AMOUNT_BOX)))
    note.A = Dictionary(S=Name.URI, URI=String("http://127.0.0.1/"))
    _page(pdf).Annots.append(pdf.make_indirect(note))
    return [_page(pdf)]


def _orphan_widget(pdf: pikepdf.Pdf) -> Objects:
    return _annotation("Widget", "9.000.000", pdf)


def _annotation_removed(pdf: pikepdf.Pdf) -> Objects:
    page = _page(pdf)
    page.Annots = Array([page.Annots[0]])
    return [page]


def _unsigned_field(pdf: pikepdf.Pdf) -> Objects:
    list(_annotation("Widget", "9.000.000", pdf))
    note = _page(pdf).Annots[-1]
    note.FT, note.T = Name.Sig, String("NguoiKy_9")
    pdf.Root.AcroForm.Fields.append(note)
    return [_page(pdf), pdf.Root.AcroForm]


def _catalogue_exchanged(pdf: pikepdf.Pdf) -> Objects:
    other = pdf.make_indirect(Dictionary(pdf.Root))
    list(_page_tree_new(pdf))
    other.Pages = pdf.Root.Pages
    pdf.trailer.Root = other
    return [other]


def _image_of_tags(pdf: pikepdf.Pdf) -> Objects:
    tree = Dictionary(Type=Name.StructTreeRoot)
    tree.K = Array([Dictionary(S=Name.P, ActualText=String("tra 9.000.000 dong"))])
    return _root_entry("/StructTreeRoot", tree, pdf)


_EDITS: dict[str, Edit] = {
    "page: content replaced": _content_replaced,
    "page: content exchanged": _content_exchanged,
    "page: content added": _content_added,
    "page: invisible text added": _invisible_content_added,
    "page: font replaced": _font_replaced,
    "page: letters mapped anew": _font_encoding,
    "page: turned": partial(_page_entry, "/Rotate", 180),
    "page: cut by media box": partial(_page_entry, "/MediaBox", Array([0, 0, 595, 600])),
    "page: cut by crop box": partial(_page_entry, "/CropBox", Array([0, 0, 595, 600])),
    "page: another unit": partial(_page_entry, "/UserUnit", 2),
    "page: other resources": partial(_page_entry, "/Resources", Dictionary()),
    "page: action": partial(_page_entry, "/AA", Dictionary(O=Dictionary(S=Name.Named))),
    "page: appended": _page_appended,
    "page: removed": _page_removed,
    "page: swapped": _pages_swapped,
    "page: doubled": _page_doubled,
    "page: new tree": _page_tree_new,
    "file: catalogue exchanged": _catalogue_exchanged,
    "file: script": _javascript,
    "file: action when opened": _open_action,
    "file: attachment": _attachment,
    "file: layers": _layers,
    "file: tags with other text": _image_of_tags,
    "file: permissions added": partial(_root_entry, "/Perms", Dictionary()),
    "form: font replaced": _form_font_replaced,
    "form: XFA added": _xfa,
    "form: to be drawn anew": _redrawn,
    "form: removed": lambda pdf: _without(pdf, "/AcroForm"),
    "form: value replaced": _value_replaced,
    "form: hidden value replaced": _hidden_value_replaced,
    "form: look replaced": _look_replaced,
    "form: look of an empty field": _look_of_empty_field,
    "form: stream of a look replaced": _look_stream_replaced,
    "form: value removed": _value_removed,
    "form: field hidden": partial(_field_entry, "nguoi_nhan", "/F", 2),
    "form: field not printed": partial(_field_entry, "nguoi_nhan", "/F", 0),
    "form: field moved": partial(_field_entry, "nguoi_nhan", "/Rect", Array([60, 400, 260, 420])),
    "form: field renamed": partial(_field_entry, "nguoi_nhan", "/T", String("khac")),
    "form: field of another type": partial(_field_entry, "nguoi_nhan", "/FT", Name.Btn),
    "form: action of a field": partial(
        _field_entry, "nguoi_nhan", "/AA", Dictionary(F=Dictionary(S=Name.JavaScript))
    ),
    "form: field grown over the amount": _field_grown,
    "form: field removed": _field_removed,
    "form: field added": _field_added,
    "note: free text over the amount": partial(_annotation, "FreeText", "tra 9.000.000 dong"),
    "note: stamp over the amount": partial(_annotation, "Stamp", "tra 9.000.000 dong"),
    "note: empty stamp over the amount": partial(_annotation, "Stamp", ""),
    "note: redaction": partial(_annotation, "Redact", ""),
    "note: white square": partial(_annotation, "Square", ""),
    "note: highlight with another look": partial(_annotation, "Highlight", "tra 9.000.000 dong"),
    "note: comment as large as a paragraph": partial(_annotation, "Text", "tra 9.000.000 dong"),
    "note: free text on blank paper": lambda pdf: _annotation(
        "FreeText", "va 5.000.000", pdf, (300, 500, 500, 530)
    ),
    "note: link": _link,
    "note: widget without a field": _orphan_widget,
    "note: removed": _annotation_removed,
    "signature: unsigned field with a look": _unsigned_field,
}


def _without(pdf: pikepdf.Pdf, key: str) -> Objects:
    del pdf.Root[key]
    return [pdf.Root]


def _signature(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return _field(pdf, "NguoiKy_1").V


def _signature_entry(key: str, value: object, pdf: pikepdf.Pdf) -> Objects:
    signature = _signature(pdf)
    if value is None:
        del signature[key]
    else:
        signature[key] = value
    return [signature]


def _signature_out_of_form(pdf: pikepdf.Pdf) -> Objects:
    form = pdf.Root.AcroForm
    gone = _field(pdf, "NguoiKy_1").objgen
    form.Fields = Array([item for item in form.Fields if item.objgen != gone])
    return [form]


def _signature_copied(pdf: pikepdf.Pdf) -> Objects:
    field = pdf.make_indirect(
        Dictionary(
            FT=Name.Sig, T=String("NguoiKy_7"), V=_signature(pdf), Subtype=Name.Widget, F=132
        )
    )
    field.Rect = Array([0, 0, 0, 0])
    pdf.Root.AcroForm.Fields.append(field)
    return [pdf.Root.AcroForm]


def _signature_removed(pdf: pikepdf.Pdf) -> Objects:
    field = _field(pdf, "NguoiKy_1")
    del field.V
    return [field]


_SIGNATURE_EDITS: dict[str, Edit] = {
    "USF: no contents": partial(_signature_entry, "/Contents", None),
    "USF: empty contents": partial(_signature_entry, "/Contents", String(b"")),
    "USF: zero contents": partial(_signature_entry, "/Contents", String(b"\0" * 64)),
    "USF: no byte range": partial(_signature_entry, "/ByteRange", None),
    "USF: empty byte range": partial(_signature_entry, "/ByteRange", Array([])),
    "USF: negative byte range": partial(_signature_entry, "/ByteRange", Array([0, -1, 10, 10])),
    "USF: byte range of nothing": partial(_signature_entry, "/ByteRange", Array([0, 0, 0, 0])),
    "USF: null byte range": partial(_signature_entry, "/ByteRange", Name.null),
    "USF: other filter": partial(_signature_entry, "/SubFilter", Name("/adbe.x509.rsa_sha1")),
    "signature: other reason": partial(_signature_entry, "/Reason", String("khac")),
    "signature: other name": partial(_signature_entry, "/Name", String("Nguoi khac")),
    "signature: taken out of the form": _signature_out_of_form,
    "signature: copied to another field": _signature_copied,
    "signature: removed": _signature_removed,
    "signature: field renamed": partial(_field_entry, "NguoiKy_1", "/T", String("Chu tich")),
    "signature: look replaced": lambda pdf: _field_entry(
        "NguoiKy_1",
        "/AP",
        Dictionary(N=look(pdf, _page(pdf), PERSON_BOX, "Nguoi khac ky")),
        pdf,
    ),
    "signature: moved": partial(_field_entry, "NguoiKy_1", "/Rect", Array([60, 60, 200, 120])),
}


def _tails(base: bytes) -> dict[str, bytes]:
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


def _by_permission(office: Office) -> dict[str, Callable[[], bytes]]:
    """Changes that the signature forbids."""
    form = saved(form_paper())

    def fill(pdf: pikepdf.Pdf) -> Objects:
        return filled(pdf, "ghi_chu")

    def change(how: How, edit: Edit) -> bytes:
        return update(sign(form, office, how), edit)

    def comment(pdf: pikepdf.Pdf) -> Objects:
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([500, 780, 518, 798]))
        note.Contents = String("ghi chu")
        _page(pdf).Annots.append(pdf.make_indirect(note))
        return [_page(pdf)]

    def further(how: How) -> bytes:
        return sign(sign(form, office, how), office, How("CoQuan", by_second=True))

    def loosen(pdf: pikepdf.Pdf) -> Objects:
        signature = _signature(pdf)
        signature.Reference[0].TransformParams.P = 3
        return [signature]

    def drop(pdf: pikepdf.Pdf) -> Objects:
        return _without(pdf, "/Perms")

    return {
        "permission: field filled at level 1": partial(change, How(certify=1), fill),
        "permission: signed at level 1": partial(further, How(certify=1)),
        "permission: comment at level 1": partial(change, How(certify=1), comment),
        "permission: comment at level 2": partial(change, How(certify=2), comment),
        "permission: loosened": partial(change, How(certify=1), loosen),
        "permission: dropped": partial(change, How(certify=2), drop),
        "permission: locked field filled": partial(change, How(locks=("ghi_chu",)), fill),
        "permission: all fields locked": partial(change, How(lock_level=2), fill),
        "permission: level 1 by a lock": partial(
            change, How(locks=("nguoi_nhan",), lock_level=1), fill
        ),
        "permission: free text at level 3": partial(
            change, How(certify=3), partial(_annotation, "FreeText", "tra 9.000.000 dong")
        ),
        "permission: stamp at level 3": partial(
            change, How(certify=3), partial(_annotation, "Stamp", "tra 9.000.000 dong")
        ),
    }


def filled(pdf: pikepdf.Pdf, name: str, text: str = "Da nhan") -> Objects:
    """Fill an empty text field, with its look."""
    fields = [*pdf.Root.AcroForm.Fields]
    (field,) = [item for item in fields if str(item.get("/T", "")) == name]
    left, bottom, right, top = (int(number) for number in field.Rect)
    field.V = String(text)
    field.AP.N = look(pdf, _page(pdf), (left, bottom, right, top), text)
    return [field]


def _shadows(office: Office) -> dict[str, Callable[[], bytes]]:
    """Content planted before the signature and brought to light after it."""

    def overlay_paper() -> pikepdf.Pdf:
        pdf = plain_paper()
        cover = pdf.make_stream(
            b"1 1 1 rg 60 690 300 30 re f BT /F1 18 Tf 0 g 60 700 Td (Tra 10 dong) Tj ET"
        )
        _page(pdf).Contents = Array([_page(pdf).Contents, cover])
        return pdf

    def cover_freed() -> bytes:
        data = sign(saved(overlay_paper()), office)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            number = _page(pdf).Contents[1].objgen[0]
        return append(data, {}, freed=[number])

    def cover_emptied() -> bytes:
        def edit(pdf: pikepdf.Pdf) -> Objects:
            stream = _page(pdf).Contents[1]
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
            number = _page(pdf).Contents.objgen[0]
        return append(data, {}, pointing={number: planted or 0})

    def planted_used() -> bytes:
        def edit(pdf: pikepdf.Pdf) -> Objects:
            _page(pdf).Contents = pdf.Root.Planted
            return [_page(pdf)]

        return update(sign(saved(planted_paper()), office), edit)

    def note_over() -> bytes:
        pdf = plain_paper()
        _page(pdf).Annots = Array([])
        list(_annotation("Stamp", "Tra 10 dong", pdf))

        def edit(shown: pikepdf.Pdf) -> Objects:
            _page(shown).Annots = Array(
                [item for item in _page(shown).Annots if item.Subtype != Name.Stamp]
            )
            return [_page(shown)]

        return update(sign(saved(pdf), office), edit)

    def value_without_look() -> bytes:
        pdf = form_paper()
        field = _field(pdf, "nguoi_nhan")
        del field.V

        def edit(shown: pikepdf.Pdf) -> Objects:
            return filled(shown, "nguoi_nhan", "Ke gian")

        return update(sign(saved(pdf), office), edit)

    def field_over_text() -> bytes:
        pdf = form_paper()
        field = _field(pdf, "ghi_chu")
        field.Rect = Array(list(AMOUNT_BOX))
        field.AP = Dictionary(N=look(pdf, _page(pdf), AMOUNT_BOX, ""))

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
        _page(pdf).Resources.Properties = Dictionary(L1=layer)
        more = pdf.make_stream(b"/OC /L1 BDC BT /F1 18 Tf 60 400 Td (them) Tj ET EMC")
        _page(pdf).Contents = Array([_page(pdf).Contents, more])

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


def _by_signature(base: bytes, office: Office) -> dict[str, Callable[[], bytes]]:
    """Changes that come with a further signature or time stamp."""

    def sneaked(edit: Edit) -> bytes:
        return sign(update(base, edit), office, How("CoQuan", by_second=True))

    def stamped(edit: Edit) -> bytes:
        return stamp_time(update(base, edit), office)

    def covered(box: tuple[int, int, int, int], drawn: bytes) -> bytes:
        return sign(base, office, How("CoQuan", box=box, by_second=True, drawn=drawn))

    white = b"1 1 1 rg 0 0 2000 2000 re f"
    return {
        "signature: over changed content": partial(sneaked, _content_replaced),
        "signature: over a changed value": partial(sneaked, _value_replaced),
        "signature: over a removed page": partial(sneaked, _page_removed),
        "time stamp: over changed content": partial(stamped, _content_replaced),
        "time stamp: over an added page": partial(stamped, _page_appended),
        "signature: white look over the amount": partial(covered, AMOUNT_BOX, white),
        "signature: white look over half a page": partial(covered, (40, 380, 555, 800), white),
        "signature: text over the whole page": partial(
            covered, (0, 0, 595, 842), b"60 400 200 12 re f"
        ),
        "signature: removed, another in its place": lambda: sign(
            update(base, _signature_out_of_form), office, How("CoQuan", by_second=True)
        ),
    }


def _by_bytes(base: bytes) -> dict[str, Callable[[], bytes]]:
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
