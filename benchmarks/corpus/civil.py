"""Papers of a birth registration: the declaration and the hospital's birth notice."""

from __future__ import annotations

import random
from dataclasses import replace

from benchmarks.corpus.cases import BirthCase
from benchmarks.corpus.fonts import Face
from benchmarks.corpus.headings import centred, issuer_heading, national_heading, paragraph
from benchmarks.corpus.marks import round_seal, signature
from benchmarks.corpus.persons import Person
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
from benchmarks.corpus.spelling import long_date, short_date, spell_date

SEAL_UPPER = "CON DẤU MẪU THỬ NGHIỆM"
SEAL_LOWER = "KHÔNG CÓ GIÁ TRỊ"
DECLARATION_TITLE = "TỜ KHAI ĐĂNG KÝ KHAI SINH"
NOTICE_TITLE = "GIẤY CHỨNG SINH"

_BOLD = Ink(Face.SERIF_BOLD, pt(13))
_ITALIC = Ink(Face.SERIF_ITALIC, pt(12))
_TYPED = Ink(Face.SERIF, pt(13), TYPED)
_FORM = FormStyle(label=Ink(), value=_TYPED, line_px=81)
_NOTICE = FormStyle(label=Ink(), value=_TYPED, line_px=96)
_BREAK = FormStyle(label=_BOLD, value=_TYPED, line_px=81)


def identity_document(person: Person) -> str:
    """The card as declarations quote it."""
    issued = short_date(person.issued_on)
    return (
        f"Căn cước công dân số {person.personal_id}, Cục Cảnh sát quản lý hành chính về trật tự"
        f" xã hội cấp ngày {issued}"
    )


def identity_cell(role: str, person: Person, label: str = "Giấy tờ tùy thân:") -> Cell:
    """Cell that quotes the card of `person`; its canonical value is the number."""
    return Cell(
        label,
        f"{role}.id_document" if role else "id_document",
        identity_document(person),
        person.personal_id,
    )


def _requester_rows(sheet: Sheet, y: int, style: FormStyle, case: BirthCase) -> int:
    person = case.requester
    y = sheet.row(
        y,
        style,
        Cell(
            "Họ, chữ đệm, tên người yêu cầu:",
            "requester.full_name",
            person.full_name,
            is_bold=True,
        ),
    )
    y = sheet.row(
        y,
        style,
        Cell("Ngày, tháng, năm sinh:", "requester.birth_date", short_date(person.birth_date)),
    )
    y = sheet.row(y, style, Cell("Nơi cư trú: (2)", "requester.residence", person.residence))
    y = sheet.row(y, style, identity_cell("requester", person, "Giấy tờ tùy thân: (3)"))
    return sheet.row(
        y,
        style,
        Cell("Quan hệ với người được khai sinh:", "requester.relation", case.relation),
    )


def _child_rows(sheet: Sheet, y: int, style: FormStyle, case: BirthCase) -> int:
    child = case.family.child
    y = sheet.row(
        y,
        style,
        Cell("Họ, chữ đệm, tên:", "child.full_name", child.full_name.upper(), child.full_name,
             is_bold=True),
    )  # fmt: skip
    y = sheet.row(
        y, style, Cell("Ngày, tháng, năm sinh:", "child.birth_date", short_date(child.birth_date))
    )
    y = sheet.row(
        y, style, Cell("ghi bằng chữ:", "child.birth_date_words", spell_date(child.birth_date))
    )
    y = sheet.row(
        y,
        style,
        Cell("Giới tính:", "child.sex", child.sex),
        Cell("Dân tộc:", "child.ethnicity", child.ethnicity, at=0.30),
        Cell("Quốc tịch:", "child.nationality", "Việt Nam", at=0.63),
    )
    y = sheet.row(y, style, Cell("Nơi sinh: (4)", "child.birth_place", child.birth_place))
    return sheet.row(y, style, Cell("Quê quán:", "child.place_of_origin", child.origin))


def _parent_rows(sheet: Sheet, y: int, style: FormStyle, *, role: str, parent: Person) -> int:
    word = "mẹ" if role == "mother" else "cha"
    y = sheet.row(
        y,
        style,
        Cell(
            f"Họ, chữ đệm, tên người {word}:",
            f"{role}.full_name",
            parent.full_name,
            is_bold=True,
        ),
    )
    y = sheet.row(
        y,
        style,
        Cell("Ngày, tháng, năm sinh:", f"{role}.birth_date", short_date(parent.birth_date)),
        Cell("Dân tộc:", f"{role}.ethnicity", parent.ethnicity, at=0.43),
        Cell("Quốc tịch:", f"{role}.nationality", parent.nationality, at=0.69),
    )
    y = sheet.row(y, style, Cell("Nơi cư trú: (2)", f"{role}.residence", parent.residence))
    return sheet.row(y, style, identity_cell(role, parent, "Giấy tờ tùy thân: (3)"))


def _declaration_end(sheet: Sheet, y: int, case: BirthCase, rng: random.Random) -> None:
    y = paragraph(
        sheet,
        y,
        "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật, được sự thỏa"
        " thuận nhất trí của các bên liên quan theo quy định pháp luật.",
        _FORM,
    )
    y = paragraph(
        sheet,
        y,
        "Tôi chịu hoàn toàn trách nhiệm trước pháp luật về nội dung cam đoan của mình.",
        _FORM,
    )
    filing = case.filing
    place = f"Làm tại: {filing.office.place.seat}, {long_date(filing.received_on)}"
    sheet.text(_FORM.right_px, y, place, Ink(Face.SERIF_ITALIC, pt(13)), anchor="rs")
    x_mid = 1840
    sheet.text(x_mid, y + 76, "Người yêu cầu", _BOLD, anchor="ms")
    note = "(Ký, ghi rõ họ, chữ đệm, tên)"
    sheet.text(x_mid, y + 134, note, _ITALIC, anchor="ms")
    left = _FORM.left_px
    sheet.text(left, y + 134, "Đề nghị cấp bản sao: (5)", Ink())
    for number, word in enumerate(("Có", "Không")):
        x = left + 330 * number
        sheet.text(x, y + 220, f"{word}", Ink())
        side = x + 190
        sheet.frame((side, y + 178, side + 44, y + 222))
    sheet.text(left + 200, y + 216, "x", Ink(Face.SERIF_BOLD, pt(12), TYPED))
    sheet.text(left, y + 300, f"Số lượng: {rng.randint(1, 5):02d} bản", Ink())
    sheet.multiply(signature(rng), x_mid - 230, y + 148)
    sheet.text(x_mid, y + 400, case.requester.full_name, _BOLD, anchor="ms")


def birth_declaration(
    case: BirthCase, rng: random.Random, leaders: Leaders = Leaders.AFTER
) -> Sheet:
    """Draw the declaration for the registration of a birth.

    Source: Thông tư 04/2024/TT-BTP, form of the declaration (order of the labels).
    """
    sheet = Sheet()
    y = national_heading(sheet, 1240, px(17))
    sheet.text(1240, y, DECLARATION_TITLE, Ink(Face.SERIF_BOLD, pt(15)), anchor="ms")
    y += 104
    committee = Cell("Kính gửi: (1)", "", case.filing.office.committee)
    text = f"{committee.label} {committee.printed}"
    sheet.text(1240, y, text, _BOLD, anchor="ms")
    y += 100
    style = replace(_FORM, leaders=leaders)
    y = _requester_rows(sheet, y, style, case)
    y = paragraph(sheet, y, "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:", _BREAK)
    y = _child_rows(sheet, y, style, case)
    y = _parent_rows(sheet, y + 10, style, role="mother", parent=case.family.mother)
    y = _parent_rows(sheet, y + 10, style, role="father", parent=case.family.father)
    _declaration_end(sheet, y + 6, case, rng)
    return sheet


def _notice_rows(sheet: Sheet, y: int, style: FormStyle, case: BirthCase) -> int:
    mother, child = case.family.mother, case.family.child
    born = f"{child.hour:02d} giờ {child.minute:02d} phút, {long_date(child.birth_date)}"
    rows: tuple[tuple[Cell, ...], ...] = (
        (
            Cell(
                "Họ và tên mẹ:",
                "mother.full_name",
                mother.full_name.upper(),
                mother.full_name,
                is_bold=True,
            ),
        ),
        (
            Cell("Ngày, tháng, năm sinh:", "mother.birth_date", short_date(mother.birth_date)),
            Cell("Dân tộc:", "mother.ethnicity", mother.ethnicity, at=0.60),
        ),
        (Cell("Nơi cư trú:", "mother.residence", mother.residence),),
        (Cell("Số định danh cá nhân/Hộ chiếu:", "mother.id_document", mother.personal_id),),
        (Cell("Mã số BHXH/Thẻ BHYT số:", "mother.insurance_no", mother.insurance_no),),
        (Cell("Họ và tên cha:", "father.full_name", case.family.father.full_name),),
        (Cell("Đã sinh con vào lúc:", "child.birth_date", born, short_date(child.birth_date)),),
        (Cell("Tại:", "child.birth_place", child.birth_place),),
        (
            Cell("Số con trong lần sinh này:", "child.count", "01"),
            Cell("Giới tính của con:", "child.sex", child.sex, at=0.55),
        ),
        (
            Cell(
                "Cân nặng (gam):",
                "child.weight_g",
                f"{child.weight_g:,}".replace(",", "."),
                str(child.weight_g),
            ),
            Cell("Tình trạng của con:", "child.condition", "Bình thường", at=0.47),
        ),
        (
            Cell(
                "Dự định đặt tên con là:",
                "child.full_name",
                child.full_name.upper(),
                child.full_name,
                is_bold=True,
            ),
        ),
        (Cell("Người đỡ đẻ:", "midwife", case.midwife),),
    )
    for cells in rows:
        y = sheet.row(y, style, *cells)
    return y


def birth_notice(case: BirthCase, rng: random.Random, leaders: Leaders = Leaders.AFTER) -> Sheet:
    """Draw the hospital's notice of a birth.

    Source: Thông tư 22/2025/TT-BYT, form of the notice.
    """
    sheet = Sheet()
    child = case.family.child
    hospital, _, where = child.birth_place.partition(", ")
    national_heading(sheet, 1740, px(20))
    head, _, tail = hospital.upper().partition(" KHU VỰC")
    issuer_heading(sheet, 700, px(20), ("SỞ Y TẾ", head, f"KHU VỰC{tail}"))
    number = f"Số: {rng.randint(20, 900)}/GCS-{child.birth_date.year}"
    book = f"Quyển số: {rng.randint(1, 4):02d}/{child.birth_date.year}"
    sheet.text(700, px(20) + 240, number, Ink(), anchor="ms")
    sheet.text(700, px(20) + 306, book, Ink(), anchor="ms")
    sheet.text(1240, px(58), NOTICE_TITLE, Ink(Face.SERIF_BOLD, pt(18)), anchor="ms")
    y = _notice_rows(sheet, px(73), replace(_NOTICE, leaders=leaders), case)
    sheet.text(_NOTICE.left_px, y, "Ghi chú: Sinh con lần đầu.", Ink())
    seat = where.split(",")[0].removeprefix("xã ")
    issued = Ink(Face.SERIF_ITALIC, pt(13))
    right = _NOTICE.right_px
    sheet.text(right, y + 110, f"{seat}, {long_date(child.birth_date)}", issued, anchor="rs")
    _notice_signers(sheet, y + 200, case, rng)
    return sheet


def _notice_signers(sheet: Sheet, y: int, case: BirthCase, rng: random.Random) -> None:
    columns = (
        (620, ("Cha/Mẹ", "(Ký, ghi rõ họ tên)"), case.requester.full_name),
        (1260, ("Người đỡ đẻ", "(Ký, ghi rõ chức danh)"), case.midwife),
        (1930, ("Thủ trưởng cơ sở y tế", "(Ký tên, đóng dấu)"), case.director),
    )
    for x, (head, note), name in columns:
        centred(sheet, y, ((head, _BOLD), (note, _ITALIC)), x_mid=x)
        sheet.multiply(signature(rng, width_px=400, height_px=190), x - 190, y + 110)
        sheet.text(x, y + 400, name, _BOLD, anchor="ms")
    seal = round_seal(rng, upper=SEAL_UPPER, lower=SEAL_LOWER)
    sheet.multiply(seal, min(1930 - 400, A4_PX[0] - 500), y + 20)
