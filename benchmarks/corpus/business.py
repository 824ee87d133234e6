"""Papers of a household business: the application and the certificate."""

from __future__ import annotations

import random
from dataclasses import replace

from benchmarks.corpus.cases import BusinessCase
from benchmarks.corpus.civil import SEAL_LOWER, SEAL_UPPER
from benchmarks.corpus.fonts import Face
from benchmarks.corpus.headings import centred, issuer_heading, national_heading, paragraph
from benchmarks.corpus.marks import round_seal, signature
from benchmarks.corpus.render import (
    A4_PX,
    TYPED,
    Cell,
    FormStyle,
    Ink,
    Leaders,
    Sheet,
    pt,
    px,
)
from benchmarks.corpus.spelling import group_digits, long_date, short_date, spell_money
from benchmarks.corpus.tables import TableStyle, draw_table

APPLICATION_TITLE = "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH"
CERTIFICATE_TITLE = "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH"

_FORM = FormStyle(label=Ink(), value=Ink(Face.SERIF, pt(13), TYPED), line_px=84)
_PRINT = FormStyle(
    label=Ink(),
    value=Ink(),
    left_px=px(30),
    right_px=A4_PX[0] - px(24),
    line_px=86,
    leaders=Leaders.NONE,
)
_BOLD = Ink(Face.SERIF_BOLD, pt(13))
_ITALIC = Ink(Face.SERIF_ITALIC, pt(13))


def _lines_table(sheet: Sheet, y: int, case: BusinessCase, style: FormStyle) -> int:
    width = style.right_px - style.left_px
    widths = (130, width - 130 - 300, 300)
    table = TableStyle(left_px=style.left_px, widths_px=widths, centred=frozenset({0, 2}))
    rows = tuple((str(n), line.name, line.code) for n, line in enumerate(case.lines, 1))
    head = ("STT", "Tên ngành", "Mã ngành")
    bottom, boxes = draw_table(sheet, y - 44, (head, *rows), table)
    main = Cell("Ngành, nghề kinh doanh", "business_line", case.lines[0].name)
    sheet.remember(main, boxes[1][1])
    return bottom + 96


def _owner_rows(sheet: Sheet, y: int, style: FormStyle, case: BusinessCase) -> int:
    owner = case.owner
    y = sheet.row(
        y,
        style,
        Cell(
            "Tôi là (ghi họ tên bằng chữ in hoa):",
            "owner.full_name",
            owner.full_name.upper(),
            owner.full_name,
            is_bold=True,
        ),
    )
    y = sheet.row(
        y,
        style,
        Cell("Ngày, tháng, năm sinh:", "owner.birth_date", short_date(owner.birth_date)),
        Cell("Giới tính:", "owner.sex", owner.sex, at=0.60),
    )
    y = sheet.row(y, style, Cell("Số định danh cá nhân:", "owner.id_document", owner.personal_id))
    y = sheet.row(
        y,
        style,
        Cell("Dân tộc:", "owner.ethnicity", owner.ethnicity),
        Cell("Quốc tịch:", "owner.nationality", owner.nationality, at=0.50),
    )
    y = sheet.row(y, style, Cell("Nơi thường trú:", "owner.residence", owner.residence))
    return sheet.row(y, style, Cell("Số điện thoại:", "phone", owner.phone))


def _business_rows(sheet: Sheet, y: int, style: FormStyle, case: BusinessCase) -> int:
    y = sheet.row(
        y,
        style,
        Cell(
            "1. Tên hộ kinh doanh (ghi bằng chữ in hoa):",
            "business_name",
            case.business_name,
            is_bold=True,
        ),
    )
    y = sheet.row(y, style, Cell("2. Trụ sở của hộ kinh doanh:", "address", case.address))
    y = paragraph(sheet, y, "3. Ngành, nghề kinh doanh:", style)
    y = _lines_table(sheet, y, case, style)
    amount = f"{group_digits(case.capital_dong)} đồng"
    y = sheet.row(
        y,
        style,
        Cell(
            "4. Vốn kinh doanh (bằng số; VNĐ):",
            "capital",
            amount,
            str(case.capital_dong),
        ),
    )
    y = sheet.row(y, style, Cell("Bằng chữ:", "capital_words", spell_money(case.capital_dong)))
    workers = Cell("5. Số lượng lao động (dự kiến):", "workers", f"{case.workers:02d} người")
    y = sheet.row(y, style, workers)
    return paragraph(sheet, y, "6. Phương pháp tính thuế: Kê khai.", style)


_PLEDGES = (
    "Tôi xin cam kết:",
    "- Bản thân không thuộc diện pháp luật cấm kinh doanh; không đồng thời là chủ hộ kinh doanh"
    " khác, chủ doanh nghiệp tư nhân;",
    "- Trụ sở hộ kinh doanh thuộc quyền sử dụng hợp pháp của tôi và được sử dụng đúng mục đích"
    " theo quy định của pháp luật;",
    "- Chịu trách nhiệm trước pháp luật về tính hợp pháp, chính xác và trung thực của nội dung"
    " đăng ký trên.",
)


def household_business_application(
    case: BusinessCase, rng: random.Random, leaders: Leaders = Leaders.AFTER
) -> Sheet:
    """Draw the application for the registration of a household business.

    Source: Thông tư 68/2025/TT-BTC, form of the application.
    """
    sheet = Sheet()
    style = replace(_FORM, leaders=leaders)
    y = national_heading(sheet, 1240, px(16))
    filing = case.filing
    seat = filing.office.place.seat
    dated = f"{seat}, {long_date(filing.received_on)}"
    sheet.text(_FORM.right_px, y - 20, dated, _ITALIC, anchor="rs")
    y += 90
    sheet.text(1240, y, APPLICATION_TITLE, Ink(Face.SERIF_BOLD, pt(15)), anchor="ms")
    commune = filing.office.committee.removeprefix("Ủy ban nhân dân ")
    addressee = f"Kính gửi: Phòng Kinh tế {commune}"
    sheet.text(1240, y + 92, addressee, _BOLD, anchor="ms")
    y = _owner_rows(sheet, y + 190, style, case)
    intro = "Đăng ký hộ kinh doanh do tôi là chủ hộ với các nội dung sau:"
    y = paragraph(sheet, y, intro, FormStyle(label=_BOLD, value=_BOLD, line_px=84))
    y = _business_rows(sheet, y, style, case)
    for pledge in _PLEDGES:
        y = paragraph(sheet, y, pledge, FormStyle(label=Ink(), value=Ink(), line_px=72))
    note = Ink(Face.SERIF_ITALIC, pt(12))
    centred(sheet, y + 24, (("CHỦ HỘ KINH DOANH", _BOLD), ("(Ký và ghi họ tên)", note)), x_mid=1830)
    sheet.multiply(signature(rng), 1830 - 220, y + 110)
    sheet.text(1830, y + 374, case.owner.full_name, _BOLD, anchor="ms")
    return sheet


def _certificate_rows(sheet: Sheet, y: int, case: BusinessCase) -> int:
    owner = case.owner
    name = Cell("1. Tên hộ kinh doanh:", "business_name", case.business_name, is_bold=True)
    y = sheet.row(y, _PRINT, name)
    y = sheet.row(y, _PRINT, Cell("2. Trụ sở hộ kinh doanh:", "address", case.address))
    y = sheet.row(y, _PRINT, Cell("Điện thoại:", "phone", owner.phone))
    y = paragraph(sheet, y, "3. Ngành, nghề kinh doanh:", _PRINT)
    y = _lines_table(sheet, y, case, _PRINT)
    amount = f"{group_digits(case.capital_dong)} đồng"
    capital = Cell("4. Vốn kinh doanh:", "capital", amount, str(case.capital_dong))
    y = sheet.row(y, _PRINT, capital)
    y = paragraph(sheet, y, f"(Bằng chữ: {spell_money(case.capital_dong)})", _PRINT)
    y = paragraph(sheet, y, "5. Thông tin về chủ hộ kinh doanh:", _PRINT)
    full_name = owner.full_name.upper()
    y = sheet.row(
        y,
        _PRINT,
        Cell("Họ, chữ đệm và tên:", "owner.full_name", full_name, owner.full_name, is_bold=True),
    )
    y = sheet.row(
        y,
        _PRINT,
        Cell("Ngày, tháng, năm sinh:", "owner.birth_date", short_date(owner.birth_date)),
        Cell("Giới tính:", "owner.sex", owner.sex, at=0.60),
    )
    y = sheet.row(y, _PRINT, Cell("Số định danh cá nhân:", "owner.id_document", owner.personal_id))
    return sheet.row(y, _PRINT, Cell("Nơi thường trú:", "owner.residence", owner.residence))


def household_business_certificate(case: BusinessCase, rng: random.Random) -> Sheet:
    """Draw the certificate of registration with seal and signature.

    Source: Nghị định 168/2025/NĐ-CP; Thông tư 68/2025/TT-BTC, form of the certificate.
    """
    sheet = Sheet()
    edge = px(11)
    sheet.frame((edge, edge, A4_PX[0] - edge, A4_PX[1] - edge), width_px=8, color=(150, 60, 40))
    inner = edge + 20
    sheet.frame((inner, inner, A4_PX[0] - inner, A4_PX[1] - inner), color=(150, 60, 40))
    filing = case.filing
    committee = filing.office.committee.upper()
    commune = committee.removeprefix("ỦY BAN NHÂN DÂN ")
    issuer_heading(sheet, 720, px(26), ("ỦY BAN NHÂN DÂN", commune, "PHÒNG KINH TẾ"))
    national_heading(sheet, 1700, px(26))
    y = px(58)
    title = Ink(Face.SERIF_BOLD, pt(16))
    sheet.text(1240, y, CERTIFICATE_TITLE, title, anchor="ms")
    code = Cell("Mã số hộ kinh doanh:", "business_code", case.owner.personal_id)
    width = sheet.width_of(f"{code.label} {code.printed}", _BOLD)
    label = sheet.text(1240 - width // 2, y + 100, code.label, _BOLD)
    sheet.value(label[2] + 14, y + 100, code, _BOLD)
    first = f"Đăng ký lần đầu, {long_date(filing.due_on)}"
    sheet.text(1240, y + 184, first, _ITALIC, anchor="ms")
    y = _certificate_rows(sheet, y + 310, case)
    centred(sheet, y + 70, (("TRƯỞNG PHÒNG", _BOLD),), x_mid=1780)
    pen_y = y + 150
    sheet.multiply(signature(rng), 1780 - 200, pen_y)
    seal = round_seal(rng, upper=SEAL_UPPER, lower=SEAL_LOWER)
    sheet.multiply(seal, 1780 - 440, y + 60)
    sheet.text(1780, y + 450, filing.chief, _BOLD, anchor="ms")
    return sheet
