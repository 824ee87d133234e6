"""`sohoa digitize` over good and bad files: one bad file harms nothing else."""

from __future__ import annotations

import io
import json
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.e2e.conftest import SAMPLES, Sohoa

pytestmark = [pytest.mark.tesseract, pytest.mark.usefixtures("need_engine")]

LONG_NAME = ("tờ khai đăng ký khai sinh " * 9).encode()[:251].decode(errors="ignore")
"""With ".png" this fills the 255 bytes that a file name may have."""


def png_chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def png_head(side: int) -> bytes:
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head)


def bomb_png() -> bytes:
    """Header of a 30,000 x 30,000 pixel picture and next to no pixels."""
    return png_head(30_000) + png_chunk(b"IDAT", zlib.compress(b"0"))


def broken_png() -> bytes:
    """A whole file with sound headers, in which the pixels are none."""
    return png_head(800) + png_chunk(b"IDAT", b"no pixels") + png_chunk(b"IEND", b"")


def locked_pdf() -> bytes:
    pdf, target = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(target, encryption=pikepdf.Encryption(owner="chủ", user="khóa"))
    return target.getvalue()


def signed_looking_pdf() -> bytes:
    """A PDF with a filled signature field; its bytes must never be rewritten."""
    pdf, target = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page(page_size=(595, 842))
    value = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Filter=pikepdf.Name("/Adobe.PPKLite"),
            SubFilter=pikepdf.Name("/ETSI.CAdES.detached"),
            ByteRange=[0, 10, 20, 10],
            Contents=pikepdf.String(b"\x30\x00"),
        )
    )
    widget = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            T=pikepdf.String("NguoiKy_1"),
            V=value,
            Rect=[0, 0, 0, 0],
        )
    )
    pdf.pages[0].Annots = pikepdf.Array([widget])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[widget], SigFlags=3)
    pdf.save(target)
    return target.getvalue()


def low_resolution_page() -> bytes:
    with Image.open(SAMPLES / "khai-sinh" / "03-giay-chung-sinh.jpg") as page:
        small = page.resize((page.width // 4, page.height // 4))
    target = io.BytesIO()
    small.save(target, "PNG", dpi=(75, 75))
    return target.getvalue()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Good files and bad ones, with awkward names."""
    folder = tmp_path / "hồ sơ đến"
    folder.mkdir()
    page = (SAMPLES / "khai-sinh" / "02-to-khai-khai-sinh.jpg").read_bytes()
    tiff = io.BytesIO()
    Image.new("L", (800, 600), 255).save(tiff, "TIFF", dpi=(300, 300))
    files = {
        "Tờ khai.jpg": page,
        f"{LONG_NAME}.png": low_resolution_page(),
        "đã ký.pdf": signed_looking_pdf(),
        "không phải ảnh.jpg": b"<html>hello</html>",
        "rỗng.png": b"",
        "cụt.jpg": page[: len(page) // 3],
        "cụt.tif": tiff.getvalue()[:60],
        "cụt.pdf": locked_pdf()[:200],
        "khóa.pdf": locked_pdf(),
        "bom.png": bomb_png(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def test_digitize_mixed_folder_gives_pdfs_and_names_each_failure(
    sohoa: Sohoa, inbox: Path, tmp_path: Path
) -> None:
    target = tmp_path / "ra"

    outcome = sohoa("digitize", inbox, "-o", target, "--procedure", "1.001193", "--json")

    report = outcome.report
    assert outcome.code == 1
    assert report == json.loads((target / "report.json").read_text("utf-8"))
    assert {failure["source"]: failure["code"] for failure in report["failures"]} == {
        "không phải ảnh.jpg": "input.not_an_image",
        "rỗng.png": "input.empty",
        "cụt.jpg": "input.damaged",
        "cụt.tif": "input.damaged",
        "cụt.pdf": "input.damaged",
        "khóa.pdf": "input.password_protected",
        "bom.png": "input.too_many_pixels",
    }
    assert all(failure["advice"] == "user_action" for failure in report["failures"])
    documents = {document["pdf"]: document for document in report["documents"]}
    assert set(documents) == {"Tờ khai.pdf", "đã ký.pdf", f"{LONG_NAME}.pdf"}
    check_declaration(documents["Tờ khai.pdf"])
    assert "too_coarse" in documents[f"{LONG_NAME}.pdf"]["pages"][0]["flags"]
    assert (target / "đã ký.pdf").read_bytes() == (inbox / "đã ký.pdf").read_bytes()


def check_declaration(document: dict[str, object]) -> None:
    assert document["paper_type"]["code"] == "birth_declaration"  # type: ignore[index]
    page = document["pages"][0]  # type: ignore[index]
    assert "TỜ KHAI ĐĂNG KÝ KHAI SINH" in page["text"]
    assert page["dpi"] == 300
    values = {field["name"]: field for field in document["fields"]}  # type: ignore[attr-defined]
    requester = values["requester.id_document"]
    assert requester["value"] == "038195904374"
    assert requester["label"] == "Giấy tờ tùy thân"
    x0, y0, x1, y1 = requester["box"]
    assert 0 <= x0 < x1 <= page["width_px"]
    assert 0 <= y0 < y1 <= page["height_px"]


def test_digitize_profile_of_the_settings_decides_how_pages_are_kept(
    sohoa: Sohoa, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_PDF_PROFILE", "bitonal")

    outcome = sohoa("digitize", inbox / "Tờ khai.jpg", "-o", tmp_path / "ra")

    assert outcome.code == 0
    assert outcome.out.splitlines()[0].startswith("[1/1] Tờ khai.jpg")
    with pikepdf.open(tmp_path / "ra" / "Tờ khai.pdf") as pdf:
        pictures = [dict(image.items()) for image in pdf.pages[0].Resources.XObject.values()]
    assert [picture["/BitsPerComponent"] for picture in pictures] == [1]


def test_digitize_unknown_profile_is_refused_before_anything_is_done(
    sohoa: Sohoa, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_PDF_PROFILE", "tiny")

    outcome = sohoa("digitize", inbox / "Tờ khai.jpg", "-o", tmp_path / "ra")

    assert outcome.code == 2
    assert "settings.invalid" in outcome.err
    assert not (tmp_path / "ra").exists()


@pytest.mark.expects_log_warnings
def test_dossier_page_without_a_picture_is_told_left_out_and_put_back(
    sohoa: Sohoa, inbox: Path
) -> None:
    (inbox / "hỏng.png").write_bytes(broken_png())
    dossier = sohoa("dossier", "new", "--json").report["dossier"]
    sohoa("dossier", "add", dossier, inbox / "Tờ khai.jpg", inbox / "hỏng.png")

    read = sohoa("dossier", "read", dossier, "--json")
    refused = sohoa("dossier", "seal", dossier, "--key", "p12:/không/có.p12", "--json")
    wrong = sohoa("dossier", "leave-out", dossier, "1", "--json")
    left_out = sohoa("dossier", "leave-out", dossier, "2", "--json")
    back = sohoa("dossier", "leave-out", dossier, "2", "--undo", "--json")

    states = [(page["state"], page["error"]) for page in read.report["pages"]]
    assert states == [("read", ""), ("degraded", "input.damaged")]
    assert refused.code == 1
    assert wrong.report["error"]["code"] == "dossier.illegal_step"
    assert left_out.report["pages"][1]["flags"] == ["left_out"]
    assert back.report["pages"][1]["flags"] == []


def test_digitize_output_is_a_file_says_so_and_exits_one(
    sohoa: Sohoa, inbox: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "ra"
    blocked.write_text("đã có", "utf-8")

    outcome = sohoa("digitize", inbox / "Tờ khai.jpg", "-o", blocked, "--json")

    assert outcome.code == 1
    assert outcome.report["error"]["code"] == "output.not_written"


def test_digitize_without_vietnamese_model_stops_with_the_remedy(
    sohoa: Sohoa, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "tessdata"
    empty.mkdir()
    monkeypatch.setenv("SOHOA_TESSDATA_DIR", str(empty))

    outcome = sohoa("digitize", inbox / "Tờ khai.jpg", "-o", tmp_path / "ra", "--json")

    assert outcome.code == 1
    assert outcome.report["error"]["code"] == "engine.language_missing"


def test_digitize_unknown_procedure_is_named(sohoa: Sohoa, inbox: Path, tmp_path: Path) -> None:
    outcome = sohoa(
        "digitize", inbox / "Tờ khai.jpg", "-o", tmp_path, "--procedure", "9.9", "--json"
    )

    assert outcome.code == 1
    assert outcome.report["error"]["code"] == "catalog.unknown_procedure"
