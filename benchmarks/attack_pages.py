"""Changes of pages and of the catalogue after a signature."""

from __future__ import annotations

from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from benchmarks.attack_edits import (
    content_replaced,
    page_appended,
    page_entry,
    page_of,
    page_removed,
    page_tree_new,
    root_entry,
    without,
)
from benchmarks.signed_papers import (
    Edit,
    Objects,
)


def _content_exchanged(pdf: pikepdf.Pdf) -> Objects:
    page_of(pdf).Contents = pdf.make_stream(b"BT /F1 18 Tf 60 700 Td (khac) Tj ET")
    return [page_of(pdf)]


def _content_added(pdf: pikepdf.Pdf) -> Objects:
    more = pdf.make_stream(b"BT /F1 18 Tf 60 400 Td (them) Tj ET")
    page_of(pdf).Contents = Array([page_of(pdf).Contents, more])
    return [page_of(pdf)]


def _invisible_content_added(pdf: pikepdf.Pdf) -> Objects:
    more = pdf.make_stream(b"BT 3 Tr /F1 18 Tf 60 400 Td (an) Tj ET")
    page_of(pdf).Contents = Array([page_of(pdf).Contents, more])
    return [page_of(pdf)]


def _font_replaced(pdf: pikepdf.Pdf) -> Objects:
    font = page_of(pdf).Resources.Font.F1
    font.BaseFont = Name.Symbol
    return [font]


def _font_encoding(pdf: pikepdf.Pdf) -> Objects:
    font = page_of(pdf).Resources.Font.F1
    font.Encoding = Dictionary(Differences=Array([ord("1"), Name.nine]))
    return [font]


def _form_font_replaced(pdf: pikepdf.Pdf) -> Objects:
    pdf.Root.AcroForm.DR.Font.Helv = pdf.Root.Spare
    return [pdf.Root.AcroForm]


def _pages_swapped(pdf: pikepdf.Pdf) -> Objects:
    pages = pdf.Root.Pages
    pages.Kids = Array([pages.Kids[1], pages.Kids[0]])
    return [pages]


def _page_doubled(pdf: pikepdf.Pdf) -> Objects:
    pages = pdf.Root.Pages
    pages.Kids, pages.Count = Array([pages.Kids[0], *pages.Kids]), 3
    return [pages]


def _javascript(pdf: pikepdf.Pdf) -> Objects:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
    return root_entry("/Names", names, pdf)


def _open_action(pdf: pikepdf.Pdf) -> Objects:
    action = Dictionary(S=Name.URI, URI=String("http://127.0.0.1/"))
    return root_entry("/OpenAction", action, pdf)


def _attachment(pdf: pikepdf.Pdf) -> Objects:
    stream = pdf.make_stream(b"noi dung")
    file = Dictionary(Type=Name.Filespec, F=String("a.txt"), EF=Dictionary(F=stream))
    names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("a"), file])))
    return root_entry("/Names", names, pdf)


def _layers(pdf: pikepdf.Pdf) -> Objects:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("lop")))
    layers = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    return root_entry("/OCProperties", layers, pdf)


def _xfa(pdf: pikepdf.Pdf) -> Objects:
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp:xdp/>")
    return [pdf.Root.AcroForm]


def _redrawn(pdf: pikepdf.Pdf) -> Objects:
    pdf.Root.AcroForm.NeedAppearances = True
    return [pdf.Root.AcroForm]


def _catalogue_exchanged(pdf: pikepdf.Pdf) -> Objects:
    other = pdf.make_indirect(Dictionary(pdf.Root))
    list(page_tree_new(pdf))
    other.Pages = pdf.Root.Pages
    pdf.trailer.Root = other
    return [other]


def _image_of_tags(pdf: pikepdf.Pdf) -> Objects:
    tree = Dictionary(Type=Name.StructTreeRoot)
    tree.K = Array([Dictionary(S=Name.P, ActualText=String("tra 9.000.000 dong"))])
    return root_entry("/StructTreeRoot", tree, pdf)


PAGE_EDITS: dict[str, Edit] = {
    "page: content replaced": content_replaced,
    "page: content exchanged": _content_exchanged,
    "page: content added": _content_added,
    "page: invisible text added": _invisible_content_added,
    "page: font replaced": _font_replaced,
    "page: letters mapped anew": _font_encoding,
    "page: turned": partial(page_entry, "/Rotate", 180),
    "page: cut by media box": partial(page_entry, "/MediaBox", Array([0, 0, 595, 600])),
    "page: cut by crop box": partial(page_entry, "/CropBox", Array([0, 0, 595, 600])),
    "page: another unit": partial(page_entry, "/UserUnit", 2),
    "page: other resources": partial(page_entry, "/Resources", Dictionary()),
    "page: action": partial(page_entry, "/AA", Dictionary(O=Dictionary(S=Name.Named))),
    "page: appended": page_appended,
    "page: removed": page_removed,
    "page: swapped": _pages_swapped,
    "page: doubled": _page_doubled,
    "page: new tree": page_tree_new,
    "file: catalogue exchanged": _catalogue_exchanged,
    "file: script": _javascript,
    "file: action when opened": _open_action,
    "file: attachment": _attachment,
    "file: layers": _layers,
    "file: tags with other text": _image_of_tags,
    "file: permissions added": partial(root_entry, "/Perms", Dictionary()),
    "form: font replaced": _form_font_replaced,
    "form: XFA added": _xfa,
    "form: to be drawn anew": _redrawn,
    "form: removed": lambda pdf: without(pdf, "/AcroForm"),
}
