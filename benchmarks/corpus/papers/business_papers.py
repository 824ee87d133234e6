"""Papers of business: certificate of an enterprise, household business of before."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from types import MappingProxyType

from benchmarks.corpus.cases import make_business_case
from benchmarks.corpus.heads import Head, office_head
from benchmarks.corpus.layout import Page
from benchmarks.corpus.papers.parts import (
    PROGRAM,
    Maker,
    addressed,
    born_cell,
    form_head,
    heading,
    maker,
    name_cell,
    old_day,
    old_place,
    old_residence,
    signed,
    titles,
)
from benchmarks.corpus.render import Cell
from benchmarks.corpus.spelling import group_digits, long_date, short_date, spell_money
from benchmarks.corpus.wording import (
    make_adult,
    make_company,
    make_day,
    make_place,
    make_signer,
    province_of,
    street_address,
)

ENTERPRISE = ("GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP", "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN")
HOUSEHOLD = "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH"
APPLICATION = "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH"
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def make_tax_code(rng: Random) -> str:
    """Ten digits whose last one checks the others.

    Source: Thông tư 86/2024/TT-BTC; check digit 10 - (weighted sum modulo 11), 10 not given.
    """
    while True:
        head = f"{rng.randrange(100_000_000, 999_999_999)}"
        check = 10 - sum(int(d) * w for d, w in zip(head, _WEIGHTS, strict=True)) % 11
        if check < 10:
            return f"{head}{check}"


def _draw_enterprise(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    person = make_adult(rng, place)
    first = old_day(rng)
    agency = (f"SỞ TÀI CHÍNH {province_of(place).upper()}", "PHÒNG ĐĂNG KÝ KINH DOANH")
    office_head(page, Head(agency, place, make_day(rng), date_name=""))
    titles(page, *ENTERPRISE)
    page.gap(0.2)
    code = Cell("Mã số doanh nghiệp:", "enterprise_code", make_tax_code(rng))
    page.centred_value(code, page.look.bold())
    page.centred_value(Cell("Đăng ký lần đầu:", "registered_on", long_date(first),
                            short_date(first)), page.look.italic())  # fmt: skip
    page.gap(0.3)
    heading(page, "1. Tên công ty")
    name = f"CÔNG TY TNHH MTV {make_company(rng).split(' ', 3)[3]}"
    page.rows(Cell("Tên công ty viết bằng tiếng Việt:", "name", name, is_bold=True))
    page.rows(Cell("2. Địa chỉ trụ sở chính:", "address", street_address(rng, place)))
    page.rows(Cell("Điện thoại:", "phone", person.phone))
    money = 100_000_000 * rng.randint(5, 90)
    page.rows(Cell("3. Vốn điều lệ:", "capital", f"{group_digits(money)} đồng", str(money)))
    page.rows(Cell("Bằng chữ:", "capital_words", spell_money(money)))
    heading(page, "4. Người đại diện theo pháp luật của công ty")
    page.rows(name_cell("* Họ, chữ đệm và tên:", "representative", person, is_upper=True))
    page.rows(Cell("Chức danh:", "representative.title", "Giám đốc"))
    page.rows(
        born_cell("representative", person),
        Cell("Giới tính:", "representative.sex", person.sex, at=0.6),
    )
    page.rows(Cell("Số định danh cá nhân:", "representative.id_document", person.personal_id))
    page.rows(Cell("Địa chỉ liên lạc:", "representative.residence", person.residence))
    page.gap(0.4)
    page.sign(page.at(0.73), ("TRƯỞNG PHÒNG",), make_signer(rng), is_sealed=True)


def _draw_household(page: Page) -> None:
    """A certificate of a district before July 2025, with the old kind of number."""
    rng = page.rng
    case = make_business_case(rng)
    owner, place, day = case.owner, case.filing.office.place, old_day(rng)
    district = place.old.split(", ")[1]
    agency = (f"ỦY BAN NHÂN DÂN HUYỆN {district.upper()}", "PHÒNG TÀI CHÍNH - KẾ HOẠCH")
    office_head(page, Head(agency, place, day, date_name=""))
    titles(page, HOUSEHOLD)
    number = f"{rng.randrange(10**9, 10**10)}"
    code = Cell("Số:", "business_code", f"{number[:3]}.{number[3:]}")
    page.centred_value(code, page.look.bold())
    page.centred_value(Cell("Đăng ký lần đầu,", "registered_on", long_date(day),
                            short_date(day)), page.look.italic())  # fmt: skip
    page.gap(0.3)
    page.rows(Cell("1. Tên hộ kinh doanh:", "business_name", case.business_name, is_bold=True))
    where = f"Số {rng.randint(2, 180)}, {old_residence(owner)}"
    page.rows(Cell("2. Địa điểm kinh doanh:", "address", where))
    page.rows(Cell("Điện thoại:", "phone", owner.phone))
    page.rows(Cell("3. Ngành, nghề kinh doanh:", "business_line", case.lines[0].name))
    capital = f"{group_digits(case.capital_dong)} đồng"
    page.rows(Cell("4. Vốn kinh doanh:", "capital", capital, str(case.capital_dong)))
    heading(page, "5. Họ và tên chủ hộ kinh doanh:")
    page.rows(name_cell("Họ và tên:", "owner", owner, is_upper=True))
    page.rows(
        born_cell("owner", owner, "Sinh ngày:"),
        Cell("Giới tính:", "owner.sex", owner.sex, at=0.6),
    )
    page.rows(Cell("Số giấy chứng thực cá nhân:", "owner.id_document", owner.personal_id))
    page.rows(Cell("Nơi đăng ký hộ khẩu thường trú:", "owner.residence", old_residence(owner)))
    page.gap(0.4)
    page.sign(page.at(0.73), ("TRƯỞNG PHÒNG",), make_signer(rng), is_sealed=True)


def _draw_application(page: Page) -> None:
    """The application of before: registration at the district, other order and words."""
    rng = page.rng
    case = make_business_case(rng)
    owner, place, day = case.owner, case.filing.office.place, old_day(rng)
    form_head(page, (APPLICATION,), mark="Phụ lục III-1")
    district = place.old.split(", ")[1]
    addressed(page, "Kính gửi:", f"Phòng Tài chính - Kế hoạch huyện {district}")
    page.rows(name_cell("Tôi là (ghi họ tên bằng chữ in hoa):", "owner", owner, is_upper=True))
    page.rows(
        born_cell("owner", owner, "Sinh ngày:"),
        Cell("Giới tính:", "owner.sex", owner.sex, at=0.6),
    )
    page.rows(
        Cell("Dân tộc:", "owner.ethnicity", owner.ethnicity),
        Cell("Quốc tịch:", "owner.nationality", owner.nationality, at=0.5),
    )
    page.rows(Cell("Số giấy tờ pháp lý của cá nhân:", "owner.id_document", owner.personal_id))
    page.rows(Cell("Địa chỉ thường trú:", "owner.residence", old_residence(owner)))
    page.rows(Cell("Điện thoại:", "phone", owner.phone))
    heading(page, "Đăng ký hộ kinh doanh với các nội dung sau:")
    page.rows(Cell("1. Tên hộ kinh doanh viết bằng tiếng Việt (ghi bằng chữ in hoa):",
                   "business_name", case.business_name, is_bold=True))  # fmt: skip
    where = f"Số {rng.randint(2, 180)}, {old_place(place)}"
    page.rows(Cell("2. Địa chỉ trụ sở hộ kinh doanh:", "address", where))
    page.rows(Cell("3. Ngành, nghề kinh doanh:", "business_line", case.lines[0].name))
    capital = f"{group_digits(case.capital_dong)} đồng"
    page.rows(Cell("4. Tổng số vốn kinh doanh (bằng số; VNĐ):", "capital", capital,
                   str(case.capital_dong)))  # fmt: skip
    page.rows(Cell("Bằng chữ:", "capital_words", spell_money(case.capital_dong)))
    page.rows(Cell("5. Số lượng lao động (dự kiến):", "workers", f"{case.workers:02d} người"))
    page.para("Tôi cam kết bản thân không thuộc diện pháp luật cấm kinh doanh.")
    signed(page, place, day, ("CHỦ HỘ KINH DOANH", owner.full_name), date_name="")


BUSINESS: Mapping[str, Maker] = MappingProxyType(
    {
        "enterprise_certificate": maker(
            _draw_enterprise, paper="enterprise_certificate", title=" ".join(ENTERPRISE),
            wish=PROGRAM,
        ),
        "business_certificate_old": maker(
            _draw_household, paper="household_business_certificate", title=HOUSEHOLD, wish=PROGRAM
        ),
        "business_application_old": maker(
            _draw_application, paper="household_business_application", title=APPLICATION
        ),
    }
)  # fmt: skip
