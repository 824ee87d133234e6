"""Files made to exhaust a reader: an answer all the same, within bounds."""

from __future__ import annotations

import zlib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from benchmarks.signed_papers import form_paper, saved
from signing.validation.verify import verify_pdf
from signing.verdict import Verdict


def answer(content: bytes, folder: Path) -> Verdict:
    path = folder / "la.pdf"
    path.write_bytes(content)
    return verify_pdf(path).verdict


def test_verify_pdf_of_packed_bomb_answers(tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(200)) + packer.flush()
    content = (
        b"%%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\n"
        b"stream\n%s\nendstream\nendobj\n" % (len(packed), packed)
    )
    content += b"trailer\n<< /Root 2 0 R /Size 3 >>\nstartxref\n0\n%%EOF\n"

    verdict = answer(content, tmp_path)

    assert verdict is not Verdict.VALID
    assert pikepdf.settings.get_qpdf_limits()["flate_max_memory"] == 0


def test_verify_pdf_of_fields_that_hold_themselves_answers(tmp_path: Path) -> None:
    pdf = form_paper()
    field = pdf.Root.AcroForm.Fields[0]
    field.Kids = Array([field, pdf.Root.AcroForm.Fields[1]])
    field.Parent = field

    verdict = answer(saved(pdf), tmp_path)

    assert verdict is Verdict.UNSIGNED


def test_verify_pdf_of_many_signature_fields_answers(tmp_path: Path) -> None:
    pdf = form_paper()
    value = Dictionary(ByteRange=Array([0, 1, 2, 3]), Contents=String(b"\x30\x00"))
    fields = [
        pdf.make_indirect(Dictionary(FT=Name.Sig, T=String(f"K{number}"), V=value))
        for number in range(300)
    ]
    pdf.Root.AcroForm.Fields.extend(fields)

    verdict = answer(saved(pdf), tmp_path)

    assert verdict in (Verdict.UNKNOWN, Verdict.INVALID)


@pytest.mark.parametrize(
    "numbers",
    [[0, 10, 5, 10], [0, 10, 20], [0, 10, 20, 10**15], [5, 10, 20, 30], [0, 0, 0, 0]],
)
def test_verify_pdf_with_senseless_byte_range_is_invalid(
    numbers: list[int], tmp_path: Path
) -> None:
    pdf = form_paper()
    value = Dictionary(
        Type=Name.Sig,
        SubFilter=Name("/ETSI.CAdES.detached"),
        ByteRange=Array(numbers),
        Contents=String(b"\x30\x00"),
    )
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, T=String("K"), V=value))
    pdf.Root.AcroForm.Fields.append(field)

    verdict = answer(saved(pdf), tmp_path)

    assert verdict is Verdict.INVALID
