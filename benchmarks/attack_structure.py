"""Changes of what pages are drawn with and of what surrounds them, after a signature.

Source: ISO 32000-2:2020, 7.7 (document structure), 8.11 (optional content), 12.8.2.2 (DocMDP).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name, String

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


def structure_attacks(office: Office) -> Makers:
    """Make them all."""
    rich = sign(saved(_rich_paper()), office, How(box=PERSON_BOX))
    return {name: partial(update, rich, edit) for name, edit in _RICH_EDITS.items()}


def _rich_paper() -> pikepdf.Pdf:
    """A paper with shared drawings, a layer, a tree of pages, labels, names and attachments."""
    pdf = form_paper()
    page = pdf.pages[0].obj
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("lop")))
    off = Dictionary(OFF=Array([layer]), Order=Array([layer]))
    pdf.Root.OCProperties = pdf.make_indirect(Dictionary(OCGs=Array([layer]), D=off))
    mask = _image(pdf, b"\xff" * 16, 1)
    grain = _image(pdf, bytes(range(0, 192, 4)), 3)
    grain.SMask = mask
    shared = pdf.make_stream(b"0 0 30 10 re f")
    shared.Type, shared.Subtype, shared.BBox = Name.XObject, Name.Form, Array([0, 0, 30, 10])
    tint = pdf.make_indirect(Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1))
    tint.C0, tint.C1 = Array([0, 0, 0, 0]), Array([0, 0, 0, 1])
    space = pdf.make_indirect(Array([Name.Separation, Name.Den, Name.DeviceCMYK, tint]))
    resources = page.Resources
    resources.XObject = Dictionary(X=shared, I=grain)
    resources.ExtGState = Dictionary(G=pdf.make_indirect(Dictionary(ca=1)))
    resources.ColorSpace = Dictionary(C=space)
    resources.Properties = Dictionary(L=layer)
    resources.Font.F1.ToUnicode = pdf.make_stream(b"/CIDInit /ProcSet findresource begin end")
    more = (
        b"q /G gs 1 0 0 1 300 500 cm /X Do Q q 40 0 0 40 300 540 cm /I Do Q "
        b"q /C cs 1 scn 300 600 40 10 re f Q /OC /L BDC BT /F1 12 Tf 60 100 Td (an) Tj ET EMC"
    )
    page.Contents = Array([page.Contents, pdf.make_stream(more)])
    branch = pdf.make_indirect(
        Dictionary(Type=Name.Pages, Count=2, Kids=pdf.Root.Pages.Kids, Parent=pdf.Root.Pages)
    )
    for kid in branch.Kids:
        kid.Parent = branch
    branch.Resources = pdf.make_indirect(Dictionary(Font=Dictionary(F1=resources.Font.F1)))
    del pdf.pages[1].obj["/Resources"]
    pdf.Root.Pages.Kids = Array([branch])
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    pdf.Root.Names = Dictionary(
        Dests=Dictionary(Names=Array([String("a"), Array([page, Name.Fit])])),
        EmbeddedFiles=Dictionary(Names=Array([String("a.txt"), _attached(pdf, b"noi dung")])),
    )
    pdf.Root.Lang = String("vi")
    return pdf


def _image(pdf: pikepdf.Pdf, samples: bytes, parts: int) -> pikepdf.Object:
    stream = pdf.make_stream(samples)
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent = 4, 4, 8
    stream.ColorSpace = Name.DeviceRGB if parts == 3 else Name.DeviceGray
    return stream


def _attached(pdf: pikepdf.Pdf, content: bytes) -> pikepdf.Object:
    file = Dictionary(Type=Name.Filespec, F=String("a.txt"))
    file.EF = Dictionary(F=pdf.make_stream(content))
    return pdf.make_indirect(file)


def _rewritten(find: Callable[[pikepdf.Pdf], pikepdf.Object], data: bytes) -> Edit:
    """Give one stream another content."""

    def edit(pdf: pikepdf.Pdf) -> Objects:
        stream = find(pdf)
        stream.write(data)
        return [stream]

    return edit


def _entry(find: Callable[[pikepdf.Pdf], pikepdf.Object], key: str, value: object) -> Edit:
    """Set one entry of an object."""

    def edit(pdf: pikepdf.Pdf) -> Objects:
        item = find(pdf)
        item[key] = value
        return [item]

    return edit


def _resources(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.pages[0].obj.Resources


def _branch(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root.Pages.Kids[0]


def _root(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root


def _layer(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root.OCProperties.OCGs[0]


def _kids_turned(pdf: pikepdf.Pdf) -> Objects:
    branch = _branch(pdf)
    branch.Kids = Array(list(branch.Kids)[::-1])
    return [branch]


def _branch_doubled(pdf: pikepdf.Pdf) -> Objects:
    """The same number of pages, the second one the first."""
    branch = _branch(pdf)
    branch.Kids = Array([branch.Kids[0], branch.Kids[0]])
    return [branch]


def _file_exchanged(pdf: pikepdf.Pdf) -> Objects:
    names = pdf.Root.Names
    names.EmbeddedFiles.Names[1].EF.F = pdf.make_stream(b"khac")
    return [names.EmbeddedFiles.Names[1]]


def _layer_always_on(pdf: pikepdf.Pdf) -> Objects:
    properties = pdf.Root.OCProperties
    properties.D.BaseState = Name.ON
    properties.D.OFF = Array([])
    return [properties]


_RICH_EDITS: dict[str, Edit] = {
    "drawn: shared form": _rewritten(lambda pdf: _resources(pdf).XObject.X, b"0 0 30 99 re f"),
    "drawn: picture": _rewritten(lambda pdf: _resources(pdf).XObject.I, bytes(48)),
    "drawn: mask of a picture": _rewritten(lambda pdf: _resources(pdf).XObject.I.SMask, bytes(16)),
    "drawn: transparency": _entry(lambda pdf: _resources(pdf).ExtGState.G, "/ca", 0),
    "drawn: ink of a colour": _entry(
        lambda pdf: _resources(pdf).ColorSpace.C[3], "/C1", Array([0, 0, 0, 0])
    ),
    "drawn: letters read otherwise": _rewritten(
        lambda pdf: _resources(pdf).Font.F1.ToUnicode, b"/khac"
    ),
    "drawn: widths of letters": _entry(lambda pdf: _resources(pdf).Font.F1, "/FirstChar", 40),
    "layer: switched on": _layer_always_on,
    "layer: use for view": _entry(_layer, "/Usage", Dictionary(View=Dictionary(ViewState=Name.ON))),
    "layer: renamed": _entry(_layer, "/Name", String("khac")),
    "layer: shown when printed": _entry(
        lambda pdf: pdf.Root.OCProperties,
        "/Configs",
        Array([Dictionary(Name=String("in"), BaseState=Name.ON)]),
    ),
    "tree: pages turned": _kids_turned,
    "tree: one page twice": _branch_doubled,
    "tree: turned from above": _entry(_branch, "/Rotate", 90),
    "tree: cut from above": _entry(_branch, "/CropBox", Array([0, 0, 595, 500])),
    "tree: other resources from above": _entry(_branch, "/Resources", Dictionary()),
    "tree: number of pages": _entry(_branch, "/Count", 1),
    "page: art and trim boxes": _entry(
        lambda pdf: pdf.pages[0].obj, "/TrimBox", Array([0, 0, 300, 300])
    ),
    "page: group of transparency": _entry(
        lambda pdf: pdf.pages[0].obj, "/Group", Dictionary(S=Name.Transparency, K=True)
    ),
    "page: file of its own": _entry(
        lambda pdf: pdf.pages[0].obj, "/AF", Array([Dictionary(F=String("a"))])
    ),
    "file: labels of pages": _entry(
        _root, "/PageLabels", Dictionary(Nums=Array([0, Dictionary(S=Name.R, St=9)]))
    ),
    "file: attachment exchanged": _file_exchanged,
    "file: files of its own": _entry(_root, "/AF", Array([Dictionary(F=String("a"))])),
    "file: places by name": _entry(_root, "/Dests", Dictionary(a=Array([0, Name.Fit]))),
    "file: outline": _entry(_root, "/Outlines", Dictionary(Title=String("tra 9.000.000"))),
    "file: portfolio": _entry(_root, "/Collection", Dictionary(D=String("a.txt"))),
    "file: to be drawn by a form": _entry(_root, "/NeedsRendering", True),
    "file: viewer hides": _entry(_root, "/ViewerPreferences", Dictionary(HideWindowUI=True)),
    "file: spoken language": _entry(_root, "/Lang", String("en")),
}
