"""Signed papers that are in order: every level, later signatures, evidence, filled fields."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from benchmarks.attack_cms import fair_objects
from benchmarks.attack_drawn import fair_forms
from benchmarks.attack_edits import filled
from benchmarks.attack_stamps import fair_stamps
from benchmarks.attack_veils import fair_veils
from benchmarks.attacks import Case, all_of
from benchmarks.permitted_producers import producers
from benchmarks.signed_papers import (
    PERSON_BOX,
    SEAL_BOX,
    Edit,
    How,
    Office,
    add_empty_field,
    add_store,
    append,
    body_of,
    form_paper,
    plain_paper,
    saved,
    sign,
    stamp_time,
    update,
)

Objects = Iterable[pikepdf.Object]
PAPERS = (
    "plain table",
    "object streams",
    "linearized",
    "form",
    "turned",
    "cropped",
    "tagged",
    "inherited",
)


def permitted(
    office: Office,
    papers: Collection[str] = PAPERS,
    chosen: Callable[[str], bool] = all_of,
) -> Iterator[Case]:
    """Make permitted papers.

    Args:
        office: Who signs.
        papers: Names of the papers to start from.
        chosen: Tells by their names which of the single cases are made.
    """
    made = _papers()
    for paper in papers:
        known: dict[tuple[str, ...], bytes] = {(): made[paper]}
        for name, steps in _chains().items():
            for length in range(1, len(steps) + 1):
                if steps[:length] not in known:
                    before = known[steps[: length - 1]]
                    known[steps[:length]] = _step(steps[length - 1], before, office)
            yield Case(f"{paper}: {name}", known[steps], acceptable=True)
    others = {
        **fair_stamps(office),
        **fair_veils(office),
        **fair_forms(office),
        **fair_objects(office),
        **producers(office),
    }
    for name, make in {**_changes(office), **others}.items():
        if chosen(name):
            yield Case(name, make(), acceptable=True)


def _papers() -> dict[str, bytes]:
    """Papers of several producers' habits."""
    cropped = plain_paper()
    cropped.pages[0].obj.CropBox = Array([20, 20, 575, 822])
    return {
        "plain table": saved(plain_paper()),
        "object streams": saved(plain_paper(pages=2), packed=True),
        "linearized": saved(plain_paper(pages=3), linear=True),
        "form": saved(form_paper()),
        "turned": saved(plain_paper(rotate=90)),
        "cropped": saved(cropped),
        "tagged": saved(_tagged()),
        "inherited": saved(_inherited()),
    }


def _tagged() -> pikepdf.Pdf:
    pdf = plain_paper()
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    part = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=tree))
    part.K = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.P, P=part, Pg=pdf.pages[0].obj, K=0)
    )
    tree.K = part
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    return pdf


def _inherited() -> pikepdf.Pdf:
    pdf = plain_paper(pages=2)
    pages = pdf.Root.Pages
    pages.MediaBox = Array([0, 0, 595, 842])
    pages.Resources = pdf.make_indirect(pdf.pages[0].obj.Resources)
    for page in pdf.pages:
        del page.obj.MediaBox
        del page.obj.Resources
    return pdf


def _chains() -> dict[str, tuple[str, ...]]:
    """Signatures, time stamps and evidence one after the other."""
    return {
        "B-B": ("hidden",),
        "B-B, shown": ("person",),
        "B-T": ("timed",),
        "evidence": ("timed", "store"),
        "evidence and time": ("timed", "store", "time"),
        "evidence and time, twice": ("timed", "store", "time", "store", "time"),
        "two signatures": ("hidden", "second"),
        "person and seal": ("person", "seal"),
        "person, seal, evidence, time": ("person", "seal", "store", "time"),
        "certified, then signed": ("certified", "second"),
    }


def _step(name: str, data: bytes, office: Office) -> bytes:
    """Take one step of a chain."""
    if name == "time":
        return stamp_time(data, office)
    if name == "store":
        return add_store(data, office)
    return sign(data, office, _HOW[name])


_HOW = {
    "hidden": How(),
    "person": How(box=PERSON_BOX),
    "timed": How(stamped=True),
    "certified": How(certify=2),
    "second": How("B", by_second=True),
    "seal": How("CoQuan", box=SEAL_BOX, by_second=True),
}


def _changes(office: Office) -> dict[str, Callable[[], bytes]]:
    """Changes that are allowed after a signature."""
    form = saved(form_paper())
    signed = sign(form, office, How(box=PERSON_BOX))
    prepared = add_empty_field(form, "CoQuan", SEAL_BOX)

    def after(edit: Edit, how: How | None = None) -> bytes:
        return update(sign(form, office, how or How()), edit)

    return {
        "filled": partial(after, partial(filled, name="ghi_chu")),
        "filled, dotted name": lambda: update(
            sign(saved(form_paper(dotted=True)), office), partial(filled, name="nhom.ten")
        ),
        "filled at level 2": partial(after, partial(filled, name="ghi_chu"), How(certify=2)),
        "filled, another field locked": partial(
            after, partial(filled, name="ghi_chu"), How(locks=("nguoi_nhan",))
        ),
        "filled, then sealed": lambda: sign(
            after(partial(filled, name="ghi_chu")), office, How("CoQuan", by_second=True)
        ),
        "ticked": partial(after, _ticked),
        "comment": partial(after, partial(_comment, "Text")),
        "comment at level 3": partial(after, partial(_comment, "Text"), How(certify=3)),
        "highlighted": partial(after, partial(_comment, "Highlight")),
        "metadata": partial(after, _metadata),
        "rewritten alike": lambda: _alike(signed),
        "spare object freed": lambda: _spare_freed(signed),
        "page tree rewritten alike": partial(after, lambda pdf: [pdf.Root.Pages, pdf.Root]),
        "prepared field signed": lambda: sign(
            sign(prepared, office, How(box=PERSON_BOX)), office, How("CoQuan", by_second=True)
        ),
        "white space behind": lambda: signed + b"\r\n\n",
        "extension named": partial(after, _extension),
        "read-only afterwards": partial(after, _read_only),
        "signed and certified at level 3": lambda: sign(
            sign(form, office, How(certify=3)), office, How("B", box=SEAL_BOX, by_second=True)
        ),
        "time over a filled form": lambda: stamp_time(
            after(partial(filled, name="ghi_chu")), office
        ),
        "content compressed anew": partial(after, _compressed),
    }


def _ticked(pdf: pikepdf.Pdf) -> Objects:
    (field,) = [item for item in pdf.Root.AcroForm.Fields if str(item.T) == "dong_y"]
    field.V, field.AS = Name.Yes, Name.Yes
    return [field]


def _comment(subtype: str, pdf: pikepdf.Pdf) -> Objects:
    box = [500, 780, 518, 798] if subtype == "Text" else [60, 636, 200, 652]
    left, bottom, right, top = box
    note = Dictionary(Type=Name.Annot, Subtype=Name("/" + subtype), Rect=Array(box), F=4)
    note.Contents, note.C = String("ghi chu"), Array([1, 1, 0])
    if subtype == "Highlight":
        note.QuadPoints = Array([left, top, right, top, left, bottom, right, bottom])
    page = pdf.pages[0].obj
    page.Annots.append(pdf.make_indirect(note))
    return [page]


def _metadata(pdf: pikepdf.Pdf) -> Objects:
    pdf.Root.Metadata = pdf.make_stream(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    return [pdf.Root]


def _alike(data: bytes) -> bytes:
    """Write many objects once more without a change, as some producers do."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0].obj
        again = [page, page.Contents, page.Resources.Font.F1, pdf.Root, pdf.Root.AcroForm]
        bodies = {item.objgen[0]: body_of(item) for item in again}
    return append(data, bodies)


def _spare_freed(data: bytes) -> bytes:
    """Free an object that nothing uses, as some producers do."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        spare = max(number for number, _ in pdf.get_xref_table()) + 1
    return append(append(data, {spare: b"(khong dung)"}), {}, freed=[spare])


def _extension(pdf: pikepdf.Pdf) -> Objects:
    pdf.Root.Extensions = Dictionary(ESIC=Dictionary(BaseVersion=Name("/1.7"), ExtensionLevel=2))
    return [pdf.Root]


def _read_only(pdf: pikepdf.Pdf) -> Objects:
    fields = [item for item in pdf.Root.AcroForm.Fields if str(item.get("/FT", "")) == "/Tx"]
    for field in fields:
        field.Ff = 1
    return fields


def _compressed(pdf: pikepdf.Pdf) -> Objects:
    stream = pdf.pages[0].obj.Contents
    stream.write(zlib.compress(stream.read_bytes()), filter=Name.FlateDecode)
    return [stream]
