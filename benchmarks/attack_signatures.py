"""Changes of signatures, against their permissions, and under further signatures.

Source: "1 Trillion Dollar Refund" (CCS 2019), universal signature forgery (USF).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from benchmarks.attack_edits import (
    annotation,
    content_replaced,
    field_entry,
    field_of,
    filled,
    page_appended,
    page_of,
    page_removed,
    value_replaced,
    without,
)
from benchmarks.signed_papers import (
    AMOUNT_BOX,
    PERSON_BOX,
    Edit,
    How,
    Objects,
    Office,
    form_paper,
    look,
    saved,
    sign,
    stamp_time,
    update,
)


def _signature(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return field_of(pdf, "NguoiKy_1").V


def _signature_entry(key: str, value: object, pdf: pikepdf.Pdf) -> Objects:
    signature = _signature(pdf)
    if value is None:
        del signature[key]
    else:
        signature[key] = value
    return [signature]


def _signature_out_of_form(pdf: pikepdf.Pdf) -> Objects:
    form = pdf.Root.AcroForm
    gone = field_of(pdf, "NguoiKy_1").objgen
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
    field = field_of(pdf, "NguoiKy_1")
    del field.V
    return [field]


SIGNATURE_EDITS: dict[str, Edit] = {
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
    "signature: field renamed": partial(field_entry, "NguoiKy_1", "/T", String("Chu tich")),
    "signature: look replaced": lambda pdf: field_entry(
        "NguoiKy_1",
        "/AP",
        Dictionary(N=look(pdf, page_of(pdf), PERSON_BOX, "Nguoi khac ky")),
        pdf,
    ),
    "signature: moved": partial(field_entry, "NguoiKy_1", "/Rect", Array([60, 60, 200, 120])),
}


def permission_attacks(office: Office) -> dict[str, Callable[[], bytes]]:
    """Changes that the signature forbids."""
    form = saved(form_paper())

    def fill(pdf: pikepdf.Pdf) -> Objects:
        return filled(pdf, "ghi_chu")

    def change(how: How, edit: Edit) -> bytes:
        return update(sign(form, office, how), edit)

    def comment(pdf: pikepdf.Pdf) -> Objects:
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([500, 780, 518, 798]))
        note.Contents = String("ghi chu")
        page_of(pdf).Annots.append(pdf.make_indirect(note))
        return [page_of(pdf)]

    def further(how: How) -> bytes:
        return sign(sign(form, office, how), office, How("CoQuan", by_second=True))

    def loosen(pdf: pikepdf.Pdf) -> Objects:
        signature = _signature(pdf)
        signature.Reference[0].TransformParams.P = 3
        return [signature]

    def drop(pdf: pikepdf.Pdf) -> Objects:
        return without(pdf, "/Perms")

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
            change, How(certify=3), partial(annotation, "FreeText", "tra 9.000.000 dong")
        ),
        "permission: stamp at level 3": partial(
            change, How(certify=3), partial(annotation, "Stamp", "tra 9.000.000 dong")
        ),
    }


def later_signature_attacks(base: bytes, office: Office) -> dict[str, Callable[[], bytes]]:
    """Changes that come with a further signature or time stamp."""

    def sneaked(edit: Edit) -> bytes:
        return sign(update(base, edit), office, How("CoQuan", by_second=True))

    def stamped(edit: Edit) -> bytes:
        return stamp_time(update(base, edit), office)

    def covered(box: tuple[int, int, int, int], drawn: bytes) -> bytes:
        return sign(base, office, How("CoQuan", box=box, by_second=True, drawn=drawn))

    white = b"1 1 1 rg 0 0 2000 2000 re f"
    return {
        "signature: over changed content": partial(sneaked, content_replaced),
        "signature: over a changed value": partial(sneaked, value_replaced),
        "signature: over a removed page": partial(sneaked, page_removed),
        "time stamp: over changed content": partial(stamped, content_replaced),
        "time stamp: over an added page": partial(stamped, page_appended),
        "signature: white look over the amount": partial(covered, AMOUNT_BOX, white),
        "signature: white look over half a page": partial(covered, (40, 380, 555, 800), white),
        "signature: text over the whole page": partial(
            covered, (0, 0, 595, 842), b"60 400 200 12 re f"
        ),
        "signature: removed, another in its place": lambda: sign(
            update(base, _signature_out_of_form), office, How("CoQuan", by_second=True)
        ),
    }
