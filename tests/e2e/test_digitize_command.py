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


def bomb_png() -> bytes:
    """Header of a 30,000 x 30,000 pixel picture and next to no pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"0"))


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
    assert "low_resolution" in documents[f"{LONG_NAME}.pdf"]["pages"][0]["flags"]
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
