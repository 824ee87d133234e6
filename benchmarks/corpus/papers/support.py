"""Papers of social support and of police records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from types import MappingProxyType

from benchmarks.corpus.heads import Head, nation_lines, office_head
from benchmarks.corpus.layout import Page
from benchmarks.corpus.looks import Wish
from benchmarks.corpus.papers.parts import (
    DOTTED,
    PROGRAM,
    Maker,
    addressed,
    blank,
    born_cell,
    form_head,
    heading,
    maker,
    name_cell,
    signed,
    ticks,
    titles,
)
from benchmarks.corpus.render import Cell, px
from benchmarks.corpus.spelling import group_digits, short_date
from benchmarks.corpus.wording import commune_of, make_adult, make_day, make_place, make_signer

ASSISTANCE = ("TỜ KHAI ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI",)
FUNERAL = ("TỜ KHAI", "ĐỀ NGHỊ HỖ TRỢ CHI PHÍ MAI TÁNG")
ASSESSMENT = ("ĐƠN ĐỀ NGHỊ XÁC ĐỊNH, XÁC ĐỊNH LẠI MỨC ĐỘ KHUYẾT TẬT",)
OLD_ASSESSMENT = ("ĐƠN ĐỀ NGHỊ XÁC ĐỊNH MỨC ĐỘ KHUYẾT TẬT",)
DISABILITY = "GIẤY XÁC NHẬN KHUYẾT TẬT"
BOOK = "SỔ BẢO HIỂM XÃ HỘI"
RECORD = "PHIẾU LÝ LỊCH TƯ PHÁP SỐ"
_KINDS = ("Khuyết tật vận động", "Khuyết tật nghe, nói", "Khuyết tật nhìn", "Khuyết tật trí tuệ")
_LEVELS = ("Đặc biệt nặng", "Nặng", "Nhẹ")
_PLEDGE = "Tôi xin cam đoan những lời khai trên là đúng và chịu trách nhiệm về lời khai của mình."


def _draw_assistance(page: Page) -> None:
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    person = make_adult(rng, place)
    form_head(page, ASSISTANCE, mark="Mẫu số 1d")
    heading(page, "THÔNG TIN CỦA ĐỐI TƯỢNG")
    page.rows(name_cell("1. Họ và tên (Viết chữ in hoa):", "subject", person, is_upper=True))
    page.rows(
        born_cell("subject", person),
        Cell("Giới tính:", "subject.sex", person.sex, at=0.56),
        Cell("Dân tộc:", "subject.ethnicity", person.ethnicity, at=0.78),
    )
    page.rows(Cell("2. Số định danh cá nhân/CCCD:", "subject.id_document", person.personal_id))
    page.rows(Cell("3. Hộ khẩu thường trú:", "subject.residence", person.residence))
    page.rows(Cell("Hiện ở tại:", "subject.current_residence", person.residence))
    yes_no = ("Có", "Không")
    ticks(page, Cell("4. Có thẻ bảo hiểm y tế không?", "", rng.choice(yes_no)), yes_no)
    ticks(
        page,
        Cell("5. Thuộc hộ nghèo, cận nghèo không?", "poor_household", rng.choice(yes_no)),
        yes_no,
    )
    ticks(page, Cell("6. Dạng khuyết tật:", "disability_kind", rng.choice(_KINDS)), _KINDS)
    ticks(page, Cell("7. Mức độ khuyết tật:", "disability_level", rng.choice(_LEVELS)), _LEVELS)
    account = f"{rng.randrange(10**12, 10**13)}"
    page.rows(Cell("8. Số tài khoản:", "bank_account", account))
    page.rows(Cell("Ngân hàng:", "bank", "Ngân hàng Nông nghiệp và Phát triển nông thôn"))
    blank(page, Cell("9. Trợ cấp đang hưởng:", ""))
    page.para(_PLEDGE)
    signed(page, place, day, ("Người khai", person.full_name))


def _draw_funeral(page: Page) -> None:
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    dead, asker = make_adult(rng, place), make_adult(rng, place)
    form_head(page, FUNERAL, mark="Mẫu số 04")
    page.centred(f"Kính gửi: Ủy ban nhân dân {commune_of(place)}", page.look.ink())
    heading(page, "I. THÔNG TIN NGƯỜI CHẾT ĐƯỢC MAI TÁNG")
    page.rows(name_cell("1. Họ và tên:", "deceased", dead))
    page.rows(
        born_cell("deceased", dead, "Ngày, tháng, năm sinh:"),
        Cell("Giới tính:", "deceased.sex", dead.sex, at=0.6),
    )
    page.rows(Cell("2. Số định danh cá nhân:", "deceased.id_document", dead.personal_id))
    page.rows(Cell("3. Nơi thường trú:", "deceased.residence", dead.residence))
    died = day - timedelta(days=rng.randint(3, 40))
    page.rows(Cell("4. Ngày, tháng, năm chết:", "deceased.died_at", short_date(died)))
    heading(page, "II. THÔNG TIN CÁ NHÂN, HỘ GIA ĐÌNH ĐỨNG RA MAI TÁNG")
    page.rows(name_cell("1. Họ và tên:", "declarant", asker))
    page.rows(born_cell("declarant", asker))
    page.rows(Cell("2. Số định danh cá nhân:", "declarant.id_document", asker.personal_id))
    page.rows(Cell("3. Nơi ở:", "declarant.residence", asker.residence))
    page.rows(Cell("4. Quan hệ với người chết:", "declarant.relation", rng.choice(("Con", "Vợ"))))
    page.rows(Cell("5. Số điện thoại:", "declarant.phone", asker.phone))
    amount = 1_000_000 * rng.randint(5, 12)
    page.rows(Cell("6. Số tiền đề nghị hỗ trợ:", "", f"{group_digits(amount)} đồng",
                   str(amount)))  # fmt: skip
    page.para(_PLEDGE)
    signed(page, place, day, ("Người khai", asker.full_name))


def _draw_assessment(page: Page, *, is_old: bool) -> None:
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    person = make_adult(rng, place)
    form_head(page, OLD_ASSESSMENT if is_old else ASSESSMENT, mark="Mẫu số 01")
    council = f"Hội đồng xác định mức độ khuyết tật {commune_of(place)}"
    addressed(page, "Kính gửi:", f"Chủ tịch {council}" if is_old else council)
    heading(page, "I. Thông tin người được xác định mức độ khuyết tật")
    page.rows(name_cell("- Họ và tên:", "subject", person))
    page.rows(
        born_cell("subject", person, "- Ngày sinh:"),
        Cell("Giới tính:", "subject.sex", person.sex, at=0.5),
    )
    page.rows(Cell("- Số định danh cá nhân:", "subject.id_document", person.personal_id))
    page.rows(Cell("- Hộ khẩu thường trú:", "subject.residence", person.residence))
    page.rows(Cell("- Nơi ở hiện nay:", "subject.current_residence", person.residence))
    heading(page, "II. Thông tin về khuyết tật")
    kind, level = rng.choice(_KINDS), rng.choice(_LEVELS)
    if is_old:
        page.rows(Cell("1. Dạng khuyết tật:", "disability_kind", kind))
        page.rows(Cell("2. Mức độ khuyết tật:", "disability_level", level))
    else:
        ticks(page, Cell("1. Dạng khuyết tật:", "disability_kind", kind), _KINDS)
        ticks(page, Cell("2. Mức độ khuyết tật:", "disability_level", level), _LEVELS)
    page.para(_PLEDGE)
    signed(page, place, day, ("Người viết đơn", person.full_name), date_name="")


def _draw_disability(page: Page) -> None:
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    person = make_adult(rng, place)
    agency = ("ỦY BAN NHÂN DÂN", commune_of(place).upper())
    office_head(page, Head(agency, place, day))
    titles(page, DISABILITY, step_pt=3.0)
    code = f"{place.code[1:]}{rng.randrange(10**6, 10**7)}"
    page.centred_value(Cell("Số hiệu:", "number", code), page.look.ink())
    page.gap(0.4)
    page.rows(name_cell("Họ và tên:", "subject", person, is_upper=True))
    page.rows(
        born_cell("subject", person, "Ngày sinh:"),
        Cell("Giới tính:", "subject.sex", person.sex, at=0.5),
    )
    page.rows(Cell("Số định danh cá nhân:", "subject.id_document", person.personal_id))
    page.rows(Cell("Nơi đăng ký thường trú:", "subject.residence", person.residence))
    page.rows(Cell("Dạng khuyết tật:", "disability_kind", rng.choice(_KINDS)))
    page.rows(Cell("Mức độ khuyết tật:", "disability_level", rng.choice(_LEVELS)))
    page.gap(0.4)
    page.sign(page.at(0.73), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), make_signer(rng), is_sealed=True)


def _draw_record(page: Page, *, kind: int) -> None:
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    person = make_adult(rng, place)
    agency = (f"CÔNG AN {place.new.split(', ')[1].upper()}", "PHÒNG HỒ SƠ NGHIỆP VỤ")
    office_head(page, Head(agency, place, day, f"{rng.randint(100, 9000)}/PLLTP"))
    titles(page, f"{RECORD} {kind}", step_pt=2.0)
    page.gap(0.3)
    page.para("Căn cứ Luật Lý lịch tư pháp ngày 17 tháng 6 năm 2009;", ink=page.look.italic())
    page.centred("XÁC NHẬN:", page.look.bold())
    page.rows(name_cell("1. Họ và tên:", "subject", person, is_upper=True))
    page.rows(Cell("2. Giới tính:", "subject.sex", person.sex))
    page.rows(born_cell("subject", person, "3. Ngày, tháng, năm sinh:"))
    page.rows(Cell("4. Nơi sinh:", "subject.birth_place", person.birth_place.new))
    page.rows(Cell("5. Quốc tịch:", "subject.nationality", person.nationality))
    page.rows(Cell("6. Nơi thường trú:", "subject.residence", person.residence))
    page.rows(Cell("7. Giấy CMND/Hộ chiếu/CCCD số:", "subject.id_document", person.personal_id))
    page.rows(Cell("8. Tình trạng án tích:", "convictions", "Không có án tích"))
    page.gap(0.4)
    page.sign(page.at(0.73), ("TRƯỞNG PHÒNG",), make_signer(rng), is_sealed=True)


def _draw_book(page: Page) -> None:
    """First page of the book of social insurance."""
    rng = page.rng
    person = make_adult(rng, make_place(rng))
    nation_lines(page, page.middle)
    page.centred("BẢO HIỂM XÃ HỘI VIỆT NAM", page.look.bold())
    page.gap(1.0)
    titles(page, BOOK, step_pt=4.0)
    page.gap(0.5)
    page.rows(Cell("Mã số:", "number", person.insurance_no, is_bold=True))
    page.rows(Cell("Họ và tên:", "full_name", person.full_name.upper(), person.full_name,
                   is_bold=True))  # fmt: skip
    page.rows(Cell("Ngày, tháng, năm sinh:", "birth_date", short_date(person.birth_date)))
    page.rows(
        Cell("Giới tính:", "sex", person.sex),
        Cell("Quốc tịch:", "nationality", person.nationality, at=0.5),
    )
    page.rows(Cell("Số CMND/CCCD:", "id_number", person.personal_id))
    page.gap(0.5)
    page.sign(page.at(0.7), ("GIÁM ĐỐC",), make_signer(rng), is_sealed=True)


SUPPORT: Mapping[str, Maker] = MappingProxyType(
    {
        "social_assistance_declaration": maker(
            _draw_assistance, paper="social_assistance_declaration", title=ASSISTANCE[0]
        ),
        "funeral_support_declaration": maker(
            _draw_funeral, paper="funeral_support_declaration", title=" ".join(FUNERAL)
        ),
        "disability_assessment_application": maker(
            partial(_draw_assessment, is_old=False),
            paper="disability_assessment_application", title=ASSESSMENT[0],
        ),
        "disability_assessment_application_old": maker(
            partial(_draw_assessment, is_old=True),
            paper="disability_assessment_application", title=OLD_ASSESSMENT[0], wish=DOTTED,
        ),
        "disability_certificate": maker(
            _draw_disability, paper="disability_certificate", title=DISABILITY, wish=PROGRAM
        ),
        "social_insurance_book": maker(
            _draw_book, paper="social_insurance_book", title=BOOK,
            wish=Wish(size_px=(px(148), px(210)), sizes_pt=(10, 11.5)),
        ),
        "criminal_record": maker(
            partial(_draw_record, kind=1), paper="criminal_record", title=f"{RECORD} 1",
            wish=PROGRAM,
        ),
        "criminal_record_2": maker(
            partial(_draw_record, kind=2), paper="criminal_record", title=f"{RECORD} 2"
        ),
    }
)  # fmt: skip
