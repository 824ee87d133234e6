"""The written file: conforming, complete, the same every time, or not there at all."""

from __future__ import annotations

import errno
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ocr.pdf.pdfa
from ocr.compression.layers import encode_layers
from ocr.errors import AssemblyFailed, DamagedInput, NotConformant
from ocr.pdf.check import Problem, check_pdfa
from ocr.pdf.glyphless import font_program
from ocr.pdf.metadata import missing_mandatory, xmp_packet
from ocr.pdf.pdfa import AssembledPdf, DocumentMetadata, PdfPage, assemble
from ocr.pdf.textlayer import Codes, printable, text_operators
from ocr.words import Line, PageText, Word

Pixels = npt.NDArray[np.uint8]
Draw = Callable[..., Pixels]
MOMENT = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)


@pytest.fixture
def metadata() -> DocumentMetadata:
    return DocumentMetadata(
        title="Tờ khai đăng ký khai sinh & <giấy tờ>",
        doc_code="G06.01_TK_000021_V1",
        created_at=MOMENT,
        type_name="Tờ khai",
        organ_name="Ủy ban nhân dân phường Hồng Hà",
        issued_date=date(2026, 11, 20),
        subject="Đăng ký khai sinh",
        keywords="khai sinh",
        format="Bình thường",
    )


def text_at(lines: tuple[str, ...], dpi: int) -> PageText:
    """Words on a plain grid, as wide as their letters."""
    made = []
    for row, line in enumerate(lines):
        x, y, words = dpi, dpi + row * dpi // 3, []
        for part in line.split():
            width = len(part) * dpi // 14
            # Words of one line differ in height and foot, as real ones do.
            drop = dpi // 40 if set(part) & set("gyp,") else 0
            words.append(Word(part, (x, y - dpi // 7, x + width, y + drop), 0.9))
            x += width + dpi // 12
        made.append(Line(tuple(words)))
    return PageText(tuple(made))


@pytest.fixture(scope="module")
def page(paint: Draw, look: Any, declaration: tuple[str, ...]) -> PdfPage:
    image = paint(look=look(dpi=150, seal=True))
    lines = tuple(line for line in declaration if line)
    layers = encode_layers(image, 150)
    return PdfPage(layers, text_at(lines, 150), image.shape[1], image.shape[0], 150)


def words_by_pdfium(path: Path, number: int = 0) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return str(document[number].get_textpage().get_text_range()).split()
    finally:
        document.close()


def test_assemble_page_is_pdfa_2u(
    page: PdfPage, metadata: DocumentMetadata, tmp_path: Path
) -> None:
    target = tmp_path / "a.pdf"

    done = assemble([page], metadata, target)

    assert check_pdfa(target) == []
    assert done.size_bytes == target.stat().st_size
    assert done.page_count == 1
    assert list(tmp_path.iterdir()) == [target]


def test_assemble_same_input_gives_same_bytes(
    page: PdfPage, metadata: DocumentMetadata, tmp_path: Path
) -> None:
    first = assemble([page, page], metadata, tmp_path / "a.pdf")
    second = assemble([page, page], metadata, tmp_path / "b.pdf")

    assert first == second
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_assemble_words_come_out_in_order(
    page: PdfPage, metadata: DocumentMetadata, tmp_path: Path
) -> None:
    assemble([page], metadata, tmp_path / "a.pdf")

    expected = page.text.text.split()
    assert words_by_pdfium(tmp_path / "a.pdf") == expected


def test_assemble_words_come_out_of_poppler_in_order(
    page: PdfPage, metadata: DocumentMetadata, tmp_path: Path
) -> None:
    assemble([page], metadata, tmp_path / "a.pdf")
    try:
        done = subprocess.run(
            ["pdftotext", str(tmp_path / "a.pdf"), "-"],
            capture_output=True,
            timeout=30,
            check=True,
        )
    except FileNotFoundError:
        pytest.skip("needs pdftotext")

    assert done.stdout.decode("utf-8").split() == page.text.text.split()


def two_columns() -> PageText:
    """A heading in two halves and a table: words with wide gaps between them."""
    rows = (
        (("ỦY BAN NHÂN DÂN", 150), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 560)),
        (("XÃ ĐÔNG ANH", 170), ("Độc lập - Tự do - Hạnh phúc", 620)),
        (("Số: 12/UBND", 165), ("Đông Anh, ngày 05 tháng 8 năm 2026", 580)),
        (("TT", 120), ("Lĩnh vực", 250), ("Tiếp nhận", 600), ("Ghi chú", 950)),
        (("1", 125), ("Đất đai", 250), ("864", 620), ("Đạt", 970)),
        (("2", 125), ("Hộ tịch", 250), ("619", 620), ("Cần đôn đốc", 950)),
    )
    lines = []
    for row, cells in enumerate(rows):
        words = []
        for text, x in cells:
            for part in text.split():
                y = 120 + row * 34
                words.append(Word(part, (x, y, x + 11 * len(part), y + 22), 0.9))
                x += 11 * len(part) + 8
        lines.append(Line(tuple(words)))
    return PageText(tuple(lines))


def test_assemble_rows_with_wide_gaps_stay_whole(
    page: PdfPage, metadata: DocumentMetadata, tmp_path: Path
) -> None:
    target = tmp_path / "a.pdf"
    sheet = replace(page, text=two_columns())

    assemble([sheet], metadata, target)

    assert words_by_pdfium(target) == sheet.text.text.split()
    try:
        done = subprocess.run(
            ["pdftotext", str(target), "-"], capture_output=True, timeout=30, check=True
        )
    except FileNotFoundError:
        pytest.skip("needs pdftotext")
    assert done.stdout.decode("utf-8").split() == sheet.text.text.split()


def test_assemble_failed_ocr_page_is_kept_as_picture(
    page: PdfPage, metadata: DocumentMetadata, tmp_path: Path
) -> None:
    silent = replace(page, text=PageText())

    assemble([silent], metadata, tmp_path / "a.pdf")
    assemble([page, silent, page], metadata, tmp_path / "b.pdf")

    assert words_by_pdfium(tmp_path / "a.pdf") == []
    assert words_by_pdfium(tmp_path / "b.pdf", 1) == []
    assert words_by_pdfium(tmp_path / "b.pdf", 2) == page.text.text.split()


def test_assemble_sheet_has_its_real_size(
    page: PdfPage, metadata: DocumentMetadata, tmp_path: Path
) -> None:
    assemble([page], metadata, tmp_path / "a.pdf")

    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        box = [float(value) for value in pdf.pages[0].mediabox]
        language = str(pdf.Root.Lang)
    assert box == pytest.approx([0, 0, 595.2, 841.9], abs=0.5)
    assert language == "vi"


def test_assemble_shows_the_page(
    page: PdfPage, metadata: DocumentMetadata, tmp_path: Path, paint: Draw, look: Any
) -> None:
    assemble([page], metadata, tmp_path / "a.pdf")

    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    shown = document[0].render(scale=150 / 72).to_numpy()[:1754, :1240, :3].astype(int)
    document.close()
    drawn = paint(look=look(dpi=150, seal=True))[:1754, :1240].astype(int)
    assert np.abs(shown - drawn).mean() < 4.0


def test_assemble_metadata_can_be_read_back(
    page: PdfPage, metadata: DocumentMetadata, tmp_path: Path
) -> None:
    assemble([page], metadata, tmp_path / "a.pdf")

    with pikepdf.open(tmp_path / "a.pdf") as pdf, pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == metadata.title
        assert xmp["{urn:x-sohoa:cv7197:1#}DocCode"] == metadata.doc_code
        assert xmp["{urn:x-sohoa:cv7197:1#}PageAmount"] == "1"
        assert xmp["pdfaid:conformance"] == "U"


def test_assemble_all_fifteen_values_come_back(
    page: PdfPage, metadata: DocumentMetadata, tmp_path: Path
) -> None:
    whole = replace(
        metadata,
        code_number="0000123",
        code_notation="UBND-HCTP",
        page_amount=1,
        description="Bản giấy có dấu đỏ",
        infor_sign="Ký số của cơ quan",
        mode="Công khai",
        confidence_level="Bản chính số hóa",
    )

    assemble([page], whole, tmp_path / "a.pdf")

    with pikepdf.open(tmp_path / "a.pdf") as pdf, pdf.open_metadata() as xmp:
        own = "{urn:x-sohoa:cv7197:1#}"
        read = {key.removeprefix(own): xmp[key] for key in xmp if key.startswith(own)}
    assert read == {
        "DocCode": "G06.01_TK_000021_V1",
        "TypeName": "Tờ khai",
        "CodeNumber": "0000123",
        "CodeNotation": "UBND-HCTP",
        "IssuedDate": "2026-11-20",
        "OrganName": "Ủy ban nhân dân phường Hồng Hà",
        "Subject": "Đăng ký khai sinh",
        "Language": "vi",
        "PageAmount": "1",
        "Description": "Bản giấy có dấu đỏ",
        "InforSign": "Ký số của cơ quan",
        "Keyword": "khai sinh",
        "Mode": "Công khai",
        "ConfidenceLevel": "Bản chính số hóa",
        "Format": "Bình thường",
    }


@pytest.mark.parametrize(
    "change",
    [
        {name: "vi\ud800\x00"}
        for name in ("title", "creator_tool", "language", "subject", "doc_code")
    ],
)
def test_assemble_half_of_a_pair_is_left_out(
    page: PdfPage, metadata: DocumentMetadata, tmp_path: Path, change: dict[str, Any]
) -> None:
    odd = replace(metadata, **change)

    assemble([page], odd, tmp_path / "a.pdf")

    with pikepdf.open(tmp_path / "a.pdf") as pdf, pdf.open_metadata() as xmp:
        assert str(pdf.docinfo.Title) == xmp["dc:title"]
        assert str(pdf.docinfo.Creator) == xmp["xmp:CreatorTool"]


def test_missing_mandatory_lists_empty_values(metadata: DocumentMetadata) -> None:
    assert missing_mandatory(metadata) == ("CodeNumber", "CodeNotation")


@pytest.mark.parametrize(
    "change",
    [
        {"title": " "},
        {"doc_code": ""},
        {"doc_code": "x" * 31},
        {"subject": "x" * 501},
        {"page_amount": 10_000},
        {"created_at": datetime(2026, 1, 1)},
    ],
)
def test_assemble_bad_metadata_is_refused(
    page: PdfPage, metadata: DocumentMetadata, tmp_path: Path, change: dict[str, Any]
) -> None:
    with pytest.raises(AssemblyFailed):
        assemble([page], replace(metadata, **change), tmp_path / "a.pdf")

    assert list(tmp_path.iterdir()) == []


def test_assemble_without_pages_is_refused(metadata: DocumentMetadata, tmp_path: Path) -> None:
    with pytest.raises(AssemblyFailed):
        assemble([], metadata, tmp_path / "a.pdf")


def test_assemble_into_missing_folder_fails(
    page: PdfPage, metadata: DocumentMetadata, tmp_path: Path
) -> None:
    with pytest.raises(AssemblyFailed):
        assemble([page], metadata, tmp_path / "không có" / "a.pdf")


def test_assemble_full_disk_leaves_the_old_file(
    page: PdfPage, metadata: DocumentMetadata, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("ocr.pdf.pdfa.os.fsync", full)  # a full disk cannot be had otherwise

    with pytest.raises(AssemblyFailed):
        assemble([page], metadata, target)

    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_assemble_failed_check_leaves_nothing(
    page: PdfPage, metadata: DocumentMetadata, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The builder makes no file that fails; only the verdict is exchanged here.
    monkeypatch.setattr(ocr.pdf.pdfa, "check_pdfa", lambda _path: [Problem("6.1.3", "encrypted")])

    with pytest.raises(NotConformant):
        assemble([page], metadata, tmp_path / "a.pdf")

    assert list(tmp_path.iterdir()) == []


def spoiled(source: Path, target: Path, change: Callable[[pikepdf.Pdf], None]) -> Path:
    with pikepdf.open(source) as pdf:
        change(pdf)
        pdf.save(target)
    return target


def font_of(pdf: pikepdf.Pdf) -> Any:
    return pdf.pages[0].Resources.Font.F1


def forbid_unicode(pdf: pikepdf.Pdf) -> None:
    stream = font_of(pdf).ToUnicode
    stream.write(stream.read_bytes().replace(b"<0020>", b"<FEFF>"))


def drop_unicode(pdf: pikepdf.Pdf) -> None:
    del font_of(pdf)["/ToUnicode"]


def drop_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/OutputIntents"]


def drop_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Metadata"]


def add_script(pdf: pikepdf.Pdf) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    pdf.Root.OpenAction = script


def foreign_schema(pdf: pikepdf.Pdf) -> None:
    stream = pdf.Root.Metadata
    packet = stream.read_bytes().replace(b"<pdfaSchema:prefix>cv7197", b"<pdfaSchema:prefix>other")
    stream.write(packet)


@pytest.mark.parametrize(
    "change",
    [forbid_unicode, drop_unicode, drop_intent, drop_metadata, add_script, foreign_schema],
)
def test_check_spoiled_file_has_problems(
    page: PdfPage,
    metadata: DocumentMetadata,
    tmp_path: Path,
    change: Callable[[pikepdf.Pdf], None],
) -> None:
    assemble([page], metadata, tmp_path / "a.pdf")

    bad = spoiled(tmp_path / "a.pdf", tmp_path / "b.pdf", change)

    assert check_pdfa(bad)


def test_check_other_file_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 and no more")

    with pytest.raises(DamagedInput):
        check_pdfa(tmp_path / "a.pdf")
    with pytest.raises(DamagedInput):
        check_pdfa(tmp_path / "missing.pdf")


def test_assemble_keeps_letters_outside_the_basic_plane(
    page: PdfPage, metadata: DocumentMetadata, tmp_path: Path
) -> None:
    odd = PageText((Line((Word("𠀀ệ", (100, 100, 160, 130), 0.9),)),))

    done = assemble([replace(page, text=odd)], metadata, tmp_path / "a.pdf")

    assert isinstance(done, AssembledPdf)
    assert words_by_pdfium(tmp_path / "a.pdf") == ["𠀀ệ"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=12), st.integers(0, 500), st.integers(1, 400))
def test_text_operators_any_word_stays_plain_ascii(text: str, left: int, width: int) -> None:
    page = PageText((Line((Word(text, (left, 10, left + width, 40), 0.5),)),))

    content = text_operators(page, Codes.of([page]), 600, 300)

    assert content.startswith(b"BT\n3 Tr")
    assert content.isascii()
    assert content.count(b" Tj") == (1 if printable(text) else 0)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=20))
def test_xmp_packet_any_title_is_well_formed(text: str) -> None:
    made = DocumentMetadata(title=text, doc_code="A", created_at=MOMENT, subject=text)
    pdf = pikepdf.Pdf.new()
    pdf.Root.Metadata = pikepdf.Stream(pdf, xmp_packet(made))

    with pdf.open_metadata(strict=True) as xmp:
        assert xmp["pdfaid:part"] == "2"


def test_font_program_is_the_same_and_balanced() -> None:
    program = font_program()
    padded = program + b"\0" * (-len(program) % 4)
    total = sum(int.from_bytes(padded[i : i + 4], "big") for i in range(0, len(padded), 4))

    assert program == font_program()
    assert total & 0xFFFFFFFF == 0xB1B0AFBA
    assert len(program) < 600
