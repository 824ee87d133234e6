"""What an officer is told, or refused, before anything is signed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from signing.errors import DamagedPdf, EncryptedPdf, NotAPdf, PdfUnreadable
from signing.pades.active import refuse_active_content
from signing.pades.before_signing import inspect_before_signing

Planter = Callable[[Pdf], None]


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS="this.print()")


def annotation(document: Pdf, **more: Any) -> None:
    drawn = document.make_stream(b"1 g 0 0 10 10 re f")
    drawn.Type, drawn.Subtype, drawn.BBox = Name.XObject, Name.Form, Array([0, 0, 10, 10])
    entries: dict[str, Any] = {
        "Type": Name.Annot,
        "Subtype": Name.Square,
        "Rect": Array([10, 10, 200, 800]),
        "AP": Dictionary(N=drawn),
        **more,
    }
    document.pages[0].obj.Annots = Array([document.make_indirect(Dictionary(**entries))])


def form(document: Pdf, field: Dictionary, **more: Any) -> None:
    fields = Array([document.make_indirect(field)])
    document.Root.AcroForm = Dictionary(Fields=fields, **more)


def opening_script(document: Pdf) -> None:
    document.Root.OpenAction = script()


def opening_chain(document: Pdf) -> None:
    view = Array([document.pages[0].obj, Name.Fit])
    document.Root.OpenAction = Dictionary(S=Name.GoTo, D=view, Next=script())


def named_script(document: Pdf) -> None:
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script()])))


def page_trigger(document: Pdf) -> None:
    document.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F="cmd.exe"))


def link_to_embedded(document: Pdf) -> None:
    annotation(document, Subtype=Name.Link, A=Dictionary(S=Name.GoToE, D="x"))


def field_script(document: Pdf) -> None:
    form(document, Dictionary(FT=Name.Tx, T="a", AA=Dictionary(K=script())))


def bookmark_launch(document: Pdf) -> None:
    item = document.make_indirect(Dictionary(Title="x", A=Dictionary(S=Name.Launch, F="a")))
    item.Next = item
    document.Root.Outlines = Dictionary(First=item, Last=item)


def film(document: Pdf) -> None:
    annotation(document, Subtype=Name.Screen)


def submit(document: Pdf) -> None:
    annotation(document, A=Dictionary(S=Name.SubmitForm, F="http://127.0.0.1/"))


def layer_switch(document: Pdf) -> None:
    annotation(document, A=Dictionary(S=Name.SetOCGState, State=Array([])))


REFUSED = [
    (opening_script, "script"),
    (opening_chain, "open-action"),
    (named_script, "script"),
    (page_trigger, "launch"),
    (link_to_embedded, "embedded-file-action"),
    (field_script, "script"),
    (bookmark_launch, "launch"),
    (film, "media"),
    (submit, "form-action"),
    (layer_switch, "appearance-action"),
]


def planted(plain: Path, plant: Planter) -> None:
    with pikepdf.open(plain, allow_overwriting_input=True) as document:
        plant(document)
        document.save(plain)


@pytest.mark.parametrize(("plant", "code"), REFUSED)
def test_inspect_before_signing_refuses_active_content(
    plant: Planter, code: str, plain: Path
) -> None:
    planted(plain, plant)

    first, *_ = inspect_before_signing(plain)

    assert (first.code, first.refused) == (code, True)


def hidden(document: Pdf) -> None:
    annotation(document, F=2)


def covering(document: Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page = document.pages[0]
    page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
    page.Contents = document.make_stream(b"BT /F1 20 Tf 50 400 Td (Quyet dinh) Tj ET")
    annotation(document)


def layer_off(document: Pdf) -> None:
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="a"))
    default = Dictionary(OFF=Array([layer]), Order=Array([layer]))
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=default)


def unseen_value(document: Pdf) -> None:
    form(document, Dictionary(FT=Name.Tx, T="a", V="1.000.000 đồng"))


def redrawn(document: Pdf) -> None:
    form(document, Dictionary(FT=Name.Tx, T="a"), NeedAppearances=True)


def elsewhere(document: Pdf) -> None:
    stream = document.make_stream(b"")
    stream.F = "http://127.0.0.1/x"
    document.Root.Keep = stream


def attached(document: Pdf) -> None:
    document.attachments["a.txt"] = b"x"


def second_page_set(document: Pdf) -> None:
    spare = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 595, 842]))
    document.Root.Keep = document.make_indirect(spare)


TOLD = [
    (hidden, "hidden-annotation"),
    (covering, "annotation-over-text"),
    (layer_off, "layers"),
    (unseen_value, "form-value-not-shown"),
    (redrawn, "form-redrawn"),
    (elsewhere, "external-stream"),
    (attached, "attachment"),
    (second_page_set, "unused-pages"),
]


@pytest.mark.parametrize(("plant", "code"), TOLD)
def test_inspect_before_signing_tells_what_is_not_as_it_looks(
    plant: Planter, code: str, plain: Path
) -> None:
    planted(plain, plant)

    found = inspect_before_signing(plain)

    assert code in [one.code for one in found]
    assert not any(one.refused for one in found)
    with plain.open("rb") as stream:
        refuse_active_content(stream)


def test_inspect_before_signing_of_plain_file_finds_nothing(plain: Path) -> None:
    assert inspect_before_signing(plain) == ()


def test_inspect_before_signing_allows_an_opening_view_and_links(plain: Path) -> None:
    def plant(document: Pdf) -> None:
        view = Array([document.pages[0].obj, Name.Fit])
        document.Root.OpenAction = Dictionary(S=Name.GoTo, D=view)
        annotation(document, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI="http://a.vn"))

    planted(plain, plant)

    assert inspect_before_signing(plain) == ()


def test_inspect_before_signing_refuses_xfa(plain: Path) -> None:
    def plant(document: Pdf) -> None:
        form(document, Dictionary(FT=Name.Tx, T="a"), XFA=document.make_stream(b"<xdp/>"))

    planted(plain, plant)

    assert [(one.code, one.refused) for one in inspect_before_signing(plain)] == [("xfa", True)]


def test_inspect_before_signing_of_unsignable_files_says_why(plain: Path, tmp_path: Path) -> None:
    locked, cut, other = tmp_path / "l.pdf", tmp_path / "c.pdf", tmp_path / "o.pdf"
    with pikepdf.open(plain) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="chu", user=""))
    shutil.copy(plain, cut)
    cut.write_bytes(cut.read_bytes()[:-200])
    other.write_bytes(b"khac")

    for path, expected in [
        (locked, EncryptedPdf),
        (cut, DamagedPdf),
        (other, NotAPdf),
        (tmp_path / "missing.pdf", PdfUnreadable),
    ]:
        with pytest.raises(expected):
            inspect_before_signing(path)
