"""The slip a citizen takes home: receipt of the dossier and day of the result."""

from __future__ import annotations

import random
from dataclasses import dataclass

from benchmarks.corpus.cases import Filing
from benchmarks.corpus.fonts import Face
from benchmarks.corpus.headings import centred, issuer_heading, national_heading, paragraph
from benchmarks.corpus.marks import draw_qr, signature
from benchmarks.corpus.persons import Person
from benchmarks.corpus.render import (
    Cell,
    FormStyle,
    Ink,
    Leaders,
    Sheet,
    pt,
    px,
)
from benchmarks.corpus.spelling import long_date
from benchmarks.corpus.tables import TableStyle, draw_table

SLIP_TITLE = "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"
SLIP_NAME = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"

_STYLE = FormStyle(label=Ink(), value=Ink(), line_px=84, leaders=Leaders.NONE)
_BOLD = Ink(Face.SERIF_BOLD, pt(13))
_ITALIC = Ink(Face.SERIF_ITALIC, pt(12))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A paper handed in: its name and whether it is the original or a copy."""

    name: str
    form: str


def slip_qr_text(filing: Filing, owner: Person) -> str:
    """Dossier code, procedure code, owner's id and paper name, parted by bars.

    Source: Thông tư 01/2023/TT-VPCP (least contents of the code on printed slips).
    """
    fields = (filing.dossier_code, filing.procedure_code, owner.personal_id, SLIP_NAME)
    return "|".join(fields)


def _head(sheet: Sheet, filing: Filing, owner: Person) -> int:
    draw_qr(sheet, slip_qr_text(filing, owner), (px(18), px(10), px(27)))
    y = px(45)
    office = ("TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG")
    issuer_heading(sheet, 690, y, (filing.office.committee.upper(), *office))
    national_heading(sheet, 1740, y)
    place = f"{filing.office.place.seat}, {long_date(filing.received_on)}"
    sheet.text(1740, y + 190, place, Ink(Face.SERIF_ITALIC, pt(13)), anchor="ms")
    code = Cell("Mã hồ sơ:", "dossier_code", filing.dossier_code)
    label = sheet.text(px(28), y + 250, code.label, Ink())
    sheet.value(label[2] + 14, y + 250, code, _BOLD)
    y += 380
    title = Ink(Face.SERIF_BOLD, pt(15))
    paper = Cell("", "paper_name", SLIP_TITLE, SLIP_NAME)
    sheet.value(1240, y, paper, title, anchor="ms")
    return y + 110


def _rows(sheet: Sheet, y: int, filing: Filing, owner: Person) -> int:
    commune = filing.office.committee.removeprefix("Ủy ban nhân dân ")
    counter = f"Trung tâm Phục vụ hành chính công {commune}"
    y = paragraph(sheet, y, f"Bộ phận tiếp nhận: {counter}", _STYLE)
    rows = (
        Cell("Tiếp nhận hồ sơ của:", "owner.full_name", owner.full_name, is_bold=True),
        Cell("Số định danh:", "owner_id", owner.personal_id),
        Cell("Địa chỉ:", "owner.residence", owner.residence),
        Cell("Số điện thoại:", "phone", owner.phone),
        Cell("Nội dung yêu cầu giải quyết:", "procedure", filing.procedure),
        Cell("Mã thủ tục hành chính:", "procedure_code", filing.procedure_code),
    )
    for cell in rows:
        y = sheet.row(y, _STYLE, cell)
    return paragraph(sheet, y, "Thành phần hồ sơ nộp gồm:", _STYLE)


def _times(sheet: Sheet, y: int, filing: Filing) -> int:
    clock = f"{filing.hour:02d} giờ {filing.minute:02d} phút"
    rows = (
        "Số lượng hồ sơ: 01 (bộ)",
        f"Thời gian giải quyết hồ sơ theo quy định là: {filing.workdays:02d} ngày làm việc",
        f"Thời gian nhận hồ sơ: {clock}, {long_date(filing.received_on)}",
        f"Thời gian trả kết quả giải quyết hồ sơ: 16 giờ 30 phút, {long_date(filing.due_on)}",
        "Đăng ký nhận kết quả tại: Trung tâm Phục vụ hành chính công",
    )
    for text in rows:
        y = paragraph(sheet, y, text, _STYLE)
    return y


def receipt_slip(
    filing: Filing, owner: Person, attachments: tuple[Attachment, ...], rng: random.Random
) -> Sheet:
    """Draw the slip with its QR code at the top left.

    Source: Thông tư 01/2018/TT-VPCP, form 01; Thông tư 01/2023/TT-VPCP (code).
    """
    sheet = Sheet()
    y = _rows(sheet, _head(sheet, filing, owner), filing, owner)
    table = TableStyle(
        left_px=_STYLE.left_px, widths_px=(130, 1356, 450), centred=frozenset({0, 2})
    )
    listed = tuple(
        (str(number), paper.name, paper.form) for number, paper in enumerate(attachments, 1)
    )
    y, _ = draw_table(sheet, y - 40, (("TT", "Tên giấy tờ", "Hình thức"), *listed), table)
    y = _times(sheet, y + 90, filing)
    book = f"Vào Sổ theo dõi hồ sơ, Quyển số: 01, Số thứ tự: {filing.dossier_code[-4:]}"
    y = paragraph(sheet, y, book, _STYLE)
    signers = ((760, "NGƯỜI NỘP HỒ SƠ", owner.full_name), (1810, "NGƯỜI TIẾP NHẬN", filing.clerk))
    for x, head, name in signers:
        note = "(Ký và ghi rõ họ tên)"
        centred(sheet, y + 40, ((head, _BOLD), (note, _ITALIC)), x_mid=x)
        sheet.multiply(signature(rng, width_px=420, height_px=180), x - 200, y + 140)
        sheet.text(x, y + 400, name, _BOLD, anchor="ms")
    return sheet
