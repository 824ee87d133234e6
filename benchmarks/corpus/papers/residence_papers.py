"""Papers of residence: CT01 of before, result notice CT08, the household register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from benchmarks.corpus.heads import Head, dated_line, nation_lines, office_head
from benchmarks.corpus.layout import Page
from benchmarks.corpus.looks import Wish
from benchmarks.corpus.papers.parts import (
    PROGRAM,
    Maker,
    blank,
    born_cell,
    heading,
    maker,
    name_cell,
    old_day,
    old_place,
    old_residence,
    titles,
)
from benchmarks.corpus.persons import Person
from benchmarks.corpus.render import Cell, LeaderMark, Leaders, px
from benchmarks.corpus.residence import CT01_TITLE, MEMBER_COLUMNS
from benchmarks.corpus.spelling import long_date, short_date
from benchmarks.corpus.wording import commune_of, make_adult, make_day, make_place, make_signer

RESULT_TITLE = "THÔNG BÁO"
RESULT_ABOUT = "Về kết quả giải quyết, hủy bỏ đăng ký cư trú"
REGISTER_TITLE = "SỔ HỘ KHẨU"
_REQUESTS = (
    "Đăng ký thường trú", "Đăng ký tạm trú", "Tách hộ", "Xóa đăng ký thường trú",
    "Điều chỉnh thông tin về cư trú",
)  # fmt: skip
_UNDERSCORED = Wish(
    sizes_pt=(11.5, 13), mark=LeaderMark.UNDERSCORES, leaders=(Leaders.UNDER, Leaders.AFTER)
)


def _members(page: Page, *, count: int) -> None:
    rng = page.rng
    head = ("TT", "Họ, chữ đệm và tên", "Ngày, tháng, năm sinh", "Giới tính",
            "Số định danh cá nhân/CMND", "Quan hệ với chủ hộ")  # fmt: skip
    rows = [head]
    for number in range(1, count + 1):
        person = make_adult(rng, make_place(rng))
        rows.append((str(number), person.full_name, short_date(person.birth_date), person.sex,
                     person.personal_id, rng.choice(("Con", "Vợ", "Chồng", "Em"))))  # fmt: skip
    boxes = page.table(tuple(rows), (1.0, 4.2, 2.8, 1.6, 3.8, 2.4), step_pt=-2.0)
    page.remember_rows("members", MEMBER_COLUMNS, tuple(rows[1:]), boxes)


def _draw_ct01(page: Page, *, is_member: bool) -> None:
    """The form of 2021: three addresses, and the head of the household further down."""
    rng = page.rng
    place, day = make_place(rng), old_day(rng)
    person, owner = make_adult(rng, place), make_adult(rng, place)
    page.sheet.text(page.look.right_px, page.y, "Mẫu CT01 ban hành theo TT số 56/2021/TT-BCA",
                    page.look.italic(-2.0), anchor="rs")  # fmt: skip
    page.gap(1.0)
    nation_lines(page, page.middle)
    page.gap(0.4)
    titles(page, CT01_TITLE)
    commune = old_place(place).split(", ")[0]
    page.rows(Cell("Kính gửi (1):", "addressed_to", f"Công an {commune}"))
    page.rows(name_cell("1. Họ, chữ đệm và tên:", "applicant", person, is_upper=True))
    page.rows(
        born_cell("applicant", person, "2. Ngày, tháng, năm sinh:"),
        Cell("3. Giới tính:", "applicant.sex", person.sex, at=0.66),
    )
    page.rows(Cell("4. Số định danh cá nhân/CMND:", "applicant.personal_id", person.personal_id))
    phone = Cell("5. Số điện thoại liên hệ:", "applicant.phone", person.phone)
    page.rows(phone)
    blank(page, Cell("6. Email:", "applicant.email"))
    home = old_residence(person)
    page.rows(Cell("7. Nơi thường trú:", "", home))
    page.rows(Cell("8. Nơi ở hiện tại:", "", home))
    page.rows(Cell("9. Họ, chữ đệm và tên chủ hộ:", "household_head.full_name", owner.full_name))
    page.rows(Cell("10. Quan hệ với chủ hộ:", "applicant.relation",
                   rng.choice(("Con", "Vợ", "Cháu"))))  # fmt: skip
    label = "11. Số định danh cá nhân/CMND của chủ hộ:"
    page.rows(Cell(label, "household_head.personal_id", owner.personal_id))
    page.rows(Cell("12. Nội dung đề nghị (2):", "request", rng.choice(_REQUESTS)))
    page.para("13. Những thành viên trong hộ gia đình cùng thay đổi:", indent_mm=0)
    _members(page, count=rng.randint(1, 3) if is_member else 0)
    dated_line(page, place, day, page.look.right_px, anchor="rs", name="")
    top = page.y
    signers = ((0.2, "Ý KIẾN CỦA CHỦ HỘ", owner), (0.8, "NGƯỜI KÊ KHAI", person))
    for share, title, signer in signers:
        page.y = top
        page.sign(page.at(share), (title,), signer.full_name, note="(Ký, ghi rõ họ tên)")


_OPINIONS = (
    ("head_opinion", "Ý KIẾN CỦA CHỦ HỘ (3)"),
    ("house_owner", "Ý KIẾN CỦA CHỦ SỞ HỮU HOẶC NGƯỜI ĐẠI DIỆN CHỖ Ở HỢP PHÁP (4)"),
    ("guardian", "Ý KIẾN CỦA CHA, MẸ HOẶC NGƯỜI GIÁM HỘ (5)"),
    ("", "NGƯỜI KÊ KHAI (6)"),
)


def _opinions(page: Page, signers: tuple[Person, ...]) -> None:
    """Four columns to sign in; the last person signs in the last one, the others in order."""
    top, lowest = page.y, page.y
    small, bold = page.look.ink(step_pt=-2.5), page.look.bold(-2.5)
    persons: tuple[Person | None, ...] = (*signers[:-1], *[None] * (4 - len(signers)), signers[-1])
    for number, ((role, title), person) in enumerate(zip(_OPINIONS, persons, strict=True)):
        span = (page.at(0.255 * number), page.at(0.255 * number + 0.23))
        page.y = top
        page.column(span, title, bold)
        page.y = top + 6 * page.look.line_px
        style = replace(page.look.form, label=small, value=small, left_px=span[0],
                        right_px=span[1], leaders=Leaders.NONE, bold=bold.face)  # fmt: skip
        for label, name, value in (
            ("Họ và tên:", "full_name", person.full_name if person else ""),
            ("Số định danh cá nhân:", "personal_id", person.personal_id if person else ""),
        ):
            field = f"{role}.{name}" if role else ""
            if not value:
                box = page.sheet.text(span[0], page.y, label, small)
                page.sheet.remember(Cell(label, field), (box[2], box[1], span[1], box[3]))
                page.gap(2.0)
                continue
            page.y = page.sheet.row(page.y, style, Cell(label, field, value))
        lowest = max(lowest, page.y)
    page.y = lowest


def _draw_ct01_2025(page: Page) -> None:
    """The form of July 2025 with its four places to sign."""
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    person, owner = make_adult(rng, place), make_adult(rng, place)
    ink = page.look.italic(-2.0)
    mark = "Mẫu CT01 ban hành kèm theo Thông tư số 53/2025/TT-BCA"
    page.sheet.text(page.look.right_px, page.y, mark, ink, anchor="rs")
    page.gap(1.0)
    nation_lines(page, page.middle)
    page.gap(0.4)
    titles(page, CT01_TITLE)
    page.rows(Cell("Kính gửi(1):", "addressed_to", f"Công an {commune_of(place)}"))
    page.rows(name_cell("1. Họ, chữ đệm và tên khai sinh:", "applicant", person, is_upper=True))
    page.rows(
        born_cell("applicant", person, "2. Ngày, tháng, năm sinh:"),
        Cell("3. Giới tính:", "applicant.sex", person.sex, at=0.66),
    )
    page.rows(Cell("4. Số định danh cá nhân:", "applicant.personal_id", person.personal_id))
    page.rows(
        Cell("5. Số điện thoại liên hệ:", "applicant.phone", person.phone),
        Cell("6. Email:", "applicant.email", f"dan{person.phone[-4:]}@thu.vn", at=0.55),
    )
    label = "7. Họ, chữ đệm và tên chủ hộ:"
    page.rows(Cell(label, "household_head.full_name", owner.full_name))
    kin = rng.choice(("Con đẻ", "Vợ", "Cháu ruột", "Người ở nhờ"))
    page.rows(Cell("8. Mối quan hệ với chủ hộ:", "applicant.relation", kin))
    label = "9. Số định danh cá nhân của chủ hộ:"
    page.rows(Cell(label, "household_head.personal_id", owner.personal_id))
    page.rows(Cell("10. Nội dung đề nghị(2):", "request", rng.choice(_REQUESTS)))
    page.para("11. Những thành viên trong hộ gia đình cùng thay đổi:", indent_mm=0)
    _members(page, count=rng.randint(1, 3))
    dated_line(page, place, day, page.look.right_px, anchor="rs", name="")
    _opinions(page, (owner, person))


def _draw_result(page: Page) -> None:
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    person, owner = make_adult(rng, place), make_adult(rng, place)
    page.sheet.text(page.look.right_px, page.y, "Mẫu CT08", page.look.italic(-2.0), anchor="rs")
    page.gap(1.0)
    agency = (f"CÔNG AN {place.new.split(', ')[1].upper()}", f"CÔNG AN {commune_of(place).upper()}")
    office_head(page, Head(agency, place, day, f"{rng.randint(9, 900)}/TB"))
    titles(page, RESULT_TITLE, step_pt=1.0)
    page.centred(RESULT_ABOUT, page.look.bold())
    page.gap(0.3)
    page.centred(f"Kính gửi: Ông/Bà {person.full_name}", page.look.ink())
    page.para(f"Công an {commune_of(place)} thông báo kết quả giải quyết về cư trú như sau:")
    page.rows(name_cell("1. Họ, chữ đệm và tên:", "applicant", person))
    page.rows(
        born_cell("applicant", person, "2. Ngày, tháng, năm sinh:"),
        Cell("3. Giới tính:", "applicant.sex", person.sex, at=0.66),
    )
    page.rows(Cell("4. Số định danh cá nhân:", "applicant.personal_id", person.personal_id))
    page.rows(Cell("5. Nơi thường trú:", "applicant.residence", person.residence))
    page.rows(Cell("6. Họ, chữ đệm và tên chủ hộ:", "household_head.full_name", owner.full_name))
    head_id = Cell("7. Số định danh cá nhân của chủ hộ:", "household_head.personal_id",
                   owner.personal_id)  # fmt: skip
    page.rows(head_id)
    page.rows(Cell("8. Nội dung đề nghị giải quyết:", "", rng.choice(_REQUESTS)))
    result = f"Đã giải quyết và cập nhật vào Cơ sở dữ liệu về cư trú kể từ {long_date(day)}"
    page.rows(Cell("9. Nội dung thông báo:", "result", result))
    page.para(
        "Công an xã thông báo để Ông/Bà biết; trường hợp có vướng mắc đề nghị liên hệ cơ quan đăng"
        " ký cư trú để được hướng dẫn."
    )
    page.gap(0.4)
    page.sign(page.at(0.73), ("TRƯỞNG CÔNG AN XÃ",), make_signer(rng), is_sealed=True)


def _draw_register(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    person = make_adult(rng, place)
    nation_lines(page, page.middle)
    page.gap(0.8)
    titles(page, REGISTER_TITLE, step_pt=5.0)
    number = f"{rng.randrange(100_000_000, 999_999_999)}"
    page.centred_value(Cell("Số:", "number", number), page.look.ink())
    page.gap(0.4)
    page.rows(name_cell("Họ và tên chủ hộ:", "household_head", person, is_upper=True))
    page.rows(Cell("Nơi thường trú:", "household_head.residence", old_residence(person)))
    heading(page, "CHỦ HỘ")
    page.rows(
        Cell("Ngày, tháng, năm sinh:", "", short_date(person.birth_date)),
        Cell("Giới tính:", "", person.sex, at=0.68),
    )
    page.rows(Cell("Quê quán:", "", old_place(person.birth_place)))
    page.rows(
        Cell("Dân tộc:", "", person.ethnicity),
        Cell("Quốc tịch:", "", "Việt Nam", at=0.5),
    )
    page.rows(Cell("CMND/CCCD số:", "household_head.personal_id", person.personal_id))
    page.gap(0.6)
    page.sign(page.at(0.7), ("TRƯỞNG CÔNG AN HUYỆN",), make_signer(rng), is_sealed=True)


RESIDENCE: Mapping[str, Maker] = MappingProxyType(
    {
        "residence_declaration_2021": maker(
            partial(_draw_ct01, is_member=True),
            paper="residence_change_declaration", title=CT01_TITLE, wish=_UNDERSCORED,
        ),
        "residence_declaration_2025": maker(
            _draw_ct01_2025,
            paper="residence_change_declaration", title=CT01_TITLE, wish=_UNDERSCORED,
        ),
        "residence_declaration_alone": maker(
            partial(_draw_ct01, is_member=False),
            paper="residence_change_declaration", title=CT01_TITLE,
        ),
        "residence_result_notice": maker(
            _draw_result, paper="residence_result_notice", title=RESULT_TITLE, wish=PROGRAM
        ),
        "household_register": maker(
            _draw_register, paper="household_register", title=REGISTER_TITLE,
            wish=Wish(size_px=(px(148), px(210)), sizes_pt=(10, 11.5)),
        ),
    }
)  # fmt: skip
