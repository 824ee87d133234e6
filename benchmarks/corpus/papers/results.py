"""What civil status offices hand out: certificates, extracts, notices of death."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType

from benchmarks.corpus.heads import Head, nation_lines, office_head
from benchmarks.corpus.layout import Page
from benchmarks.corpus.papers.declaration_rows import CAUSES, PURPOSES, STATES
from benchmarks.corpus.papers.parts import (
    PROGRAM,
    Maker,
    born_cell,
    document_cell,
    heading,
    maker,
    moment,
    name_cell,
    old_committee,
    old_day,
    old_place,
    old_residence,
    sex_and_nation,
    titles,
    value_table,
)
from benchmarks.corpus.persons import FEMALE, MALE, Family, Person, make_family, make_personal_id
from benchmarks.corpus.places import Place
from benchmarks.corpus.render import Cell
from benchmarks.corpus.spelling import long_date, short_date, spell_date
from benchmarks.corpus.wording import commune_of, make_adult, make_day, make_place, make_signer

BIRTH_CERTIFICATE = "GIẤY KHAI SINH"
BIRTH_EXTRACT = "TRÍCH LỤC KHAI SINH"
BIRTH_ENTRY = "TRÍCH LỤC GHI VÀO SỔ HỘ TỊCH VIỆC KHAI SINH"
MARRIAGE_CERTIFICATE = "GIẤY CHỨNG NHẬN KẾT HÔN"
STATUS_CERTIFICATE = "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"
DEATH_EXTRACT = "TRÍCH LỤC KHAI TỬ"
DEATH_NOTICE = "GIẤY BÁO TỬ"
_FRAME = (176, 40, 52)


def _day(page: Page, *, is_old: bool) -> date:
    return old_day(page.rng) if is_old else make_day(page.rng)


def _agency(place: Place, *, is_old: bool) -> tuple[str, ...]:
    return old_committee(place) if is_old else ("ỦY BAN NHÂN DÂN", commune_of(place).upper())


def _office(place: Place, *, is_old: bool) -> str:
    commune = old_place(place) if is_old else place.new
    return f"Ủy ban nhân dân {commune}"


def _home(person: Person, *, is_old: bool) -> str:
    return old_residence(person) if is_old else person.residence


def _border(page: Page) -> None:
    width, height = page.sheet.image.size
    for edge, line in ((90, 6), (108, 2)):
        page.sheet.frame((edge, edge, width - edge, height - edge), width_px=line, color=_FRAME)
    page.y += 60


def _sealed(page: Page, *lines: str) -> None:
    page.gap(0.5)
    page.sign(page.at(0.72), lines, make_signer(page.rng), is_sealed=True)


def _child_rows(page: Page, family: Family, personal_id: str) -> None:
    child = family.child
    page.rows(Cell("Họ, chữ đệm, tên:", "child.full_name", child.full_name.upper(),
                   child.full_name, is_bold=True))  # fmt: skip
    page.rows(Cell("Ngày, tháng, năm sinh:", "child.birth_date", short_date(child.birth_date)))
    page.rows(Cell("Ghi bằng chữ:", "child.birth_date_words", spell_date(child.birth_date)))
    page.rows(
        Cell("Giới tính:", "child.sex", child.sex),
        Cell("Dân tộc:", "child.ethnicity", child.ethnicity, at=0.3),
        Cell("Quốc tịch:", "child.nationality", "Việt Nam", at=0.62),
    )
    page.rows(Cell("Nơi sinh:", "child.birth_place", child.birth_place))
    page.rows(Cell("Quê quán:", "child.place_of_origin", child.origin))
    page.rows(Cell("Số định danh cá nhân:", "child.personal_id", personal_id))


def _parent_rows(page: Page, role: str, word: str, person: Person, *, is_old: bool) -> None:
    page.rows(name_cell(f"Họ, chữ đệm, tên người {word}:", role, person))
    page.rows(
        Cell("Năm sinh:", f"{role}.birth_date", str(person.birth_date.year)),
        Cell("Dân tộc:", f"{role}.ethnicity", person.ethnicity, at=0.32),
        Cell("Quốc tịch:", f"{role}.nationality", person.nationality, at=0.62),
    )
    page.rows(Cell("Nơi cư trú:", f"{role}.residence", _home(person, is_old=is_old)))


def _child_id(page: Page, family: Family, place: Place) -> str:
    child = family.child
    return make_personal_id(
        page.rng, province=place.code, sex=child.sex, birth_year=child.birth_date.year
    )


def _draw_birth(page: Page, *, is_old: bool) -> None:
    rng = page.rng
    place, day = make_place(rng), _day(page, is_old=is_old)
    family = make_family(rng, home=place, declared_on=day)
    _border(page)
    nation_lines(page, page.middle)
    page.gap(0.6)
    titles(page, BIRTH_CERTIFICATE, step_pt=7.0)
    number = Cell("Số:", "number", f"{rng.randint(2, 260)}/{day.year}")
    if is_old:
        page.rows(number, Cell("Quyển số:", "book", f"01/{day.year}", at=0.5))
    else:
        page.centred_value(number, page.look.ink())
    page.gap(0.3)
    _child_rows(page, family, _child_id(page, family, place))
    for role, word, person in (("mother", "mẹ", family.mother), ("father", "cha", family.father)):
        _parent_rows(page, role, word, person, is_old=is_old)
    page.rows(Cell("Nơi đăng ký khai sinh:", "registration.place", _office(place, is_old=is_old)))
    page.rows(Cell("Ngày, tháng, năm đăng ký:", "registration.date", short_date(day)))
    page.rows(name_cell("Họ, chữ đệm, tên người đi khai sinh:", "requester", family.father))
    page.rows(document_cell("requester", family.father, rng, "Giấy tờ tùy thân:"))
    _sealed(page, "NGƯỜI KÝ GIẤY KHAI SINH", "CHỦ TỊCH")


def _draw_birth_extract(page: Page, *, is_entry: bool) -> None:
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    born = day - timedelta(days=rng.randint(400, 3000))
    family = make_family(rng, home=place, declared_on=born)
    agency = _agency(place, is_old=False)
    number = f"{rng.randint(3, 900)}/TLKS{'-GC' if is_entry else '-BS'}"
    office_head(page, Head(agency, place, day, number))
    titles(page, *((BIRTH_ENTRY,) if is_entry else (BIRTH_EXTRACT, "(BẢN SAO)")), step_pt=2.0)
    page.gap(0.3)
    _child_rows(page, family, _child_id(page, family, place))
    for role, word, person in (("mother", "mẹ", family.mother), ("father", "cha", family.father)):
        _parent_rows(page, role, word, person, is_old=False)
    if is_entry:
        page.rows(Cell("Nơi đăng ký khai sinh:", "registration.place",
                       _office(place, is_old=False)))  # fmt: skip
        page.rows(Cell("Ngày, tháng, năm đăng ký:", "registration.date", short_date(born)))
        _sealed(page, "NGƯỜI KÝ TRÍCH LỤC", "PHÓ CHỦ TỊCH")
        return
    page.rows(Cell("Đăng ký khai sinh tại:", "registration.place",
                   _office(place, is_old=False)))  # fmt: skip
    page.rows(
        Cell("Số:", "registration.number", f"{rng.randint(2, 240)}/{born.year}"),
        Cell("ngày:", "registration.date", short_date(born), at=0.4),
    )
    _sealed(page, "NGƯỜI KÝ TRÍCH LỤC", "PHÓ CHỦ TỊCH")


def _spouse(page: Page, role: str, person: Person, *, is_old: bool) -> tuple[Cell, ...]:
    return (
        Cell("Họ, chữ đệm, tên:", f"{role}.full_name", person.full_name.upper(),
             person.full_name, is_bold=True),
        born_cell(role, person),
        Cell("Dân tộc:", f"{role}.ethnicity", person.ethnicity),
        Cell("Quốc tịch:", f"{role}.nationality", person.nationality),
        Cell("Nơi cư trú:", f"{role}.residence", _home(person, is_old=is_old)),
        document_cell(role, person, page.rng, "Giấy tờ tùy thân:"),
    )  # fmt: skip


def _draw_marriage(page: Page, *, is_old: bool) -> None:
    rng = page.rng
    place, day = make_place(rng), _day(page, is_old=is_old)
    wife, husband = make_adult(rng, place, sex=FEMALE), make_adult(rng, make_place(rng), sex=MALE)
    _border(page)
    nation_lines(page, page.middle)
    page.gap(0.6)
    titles(page, MARRIAGE_CERTIFICATE, step_pt=4.0)
    page.centred_value(Cell("Số:", "number", f"{rng.randint(2, 160)}/{day.year}"), page.look.ink())
    page.gap(0.4)
    left, right = (
        _spouse(page, "wife", wife, is_old=is_old),
        _spouse(page, "husband", husband, is_old=is_old),
    )
    if is_old:
        for word, cells in (("Vợ", left), ("Chồng", right)):
            heading(page, word.upper())
            for cell in cells:
                page.rows(cell)
    else:
        rows = tuple(zip(left, right, strict=True))
        value_table(page, ("Thông tin", "Vợ", "Chồng"), rows, (2.2, 4.0, 4.0))
    office = _office(place, is_old=is_old)
    page.rows(Cell("Nơi đăng ký kết hôn:", "registration.place", office))
    page.rows(Cell("Ngày, tháng, năm đăng ký:", "registration.date", short_date(day)))
    page.para("Giấy chứng nhận kết hôn này có giá trị kể từ ngày, tháng, năm đăng ký.")
    _sealed(page, "NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN", "CHỦ TỊCH")


def _draw_status(page: Page) -> None:
    rng = page.rng
    place, day = make_place(rng), old_day(rng)
    person = make_adult(rng, place)
    office_head(page, Head(old_committee(place), place, day, f"{rng.randint(3, 640)}/XNTTHN"))
    titles(page, STATUS_CERTIFICATE)
    page.gap(0.3)
    page.para(f"Xét đề nghị của ông/bà: {person.full_name}")
    page.centred("XÁC NHẬN:", page.look.bold())
    page.rows(name_cell("Họ, chữ đệm, tên:", "subject", person))
    page.rows(born_cell("subject", person))
    sex_and_nation(page, "subject", person)
    page.rows(document_cell("subject", person, rng, "Giấy tờ tùy thân:"))
    page.rows(Cell("Nơi cư trú:", "subject.residence", old_residence(person)))
    page.rows(Cell("Tình trạng hôn nhân:", "subject.marital_status", rng.choice(STATES)))
    page.rows(Cell("Giấy này được cấp để:", "subject.purpose", rng.choice(PURPOSES)))
    page.para("Giấy này có giá trị 6 tháng kể từ ngày cấp.")
    _sealed(page, "NGƯỜI KÝ GIẤY XÁC NHẬN", "CHỦ TỊCH")


def _dead_rows(page: Page, dead: Person, died: date, *, is_old: bool) -> None:
    rng = page.rng
    page.rows(name_cell("Họ, chữ đệm, tên:", "deceased", dead, is_upper=True))
    page.rows(born_cell("deceased", dead))
    sex_and_nation(page, "deceased", dead)
    page.rows(document_cell("deceased", dead, rng, "Giấy tờ tùy thân:"))
    home = _home(dead, is_old=is_old)
    page.rows(Cell("Nơi cư trú cuối cùng:", "deceased.residence", home))
    time = f"{rng.randrange(24):02d} giờ {rng.randrange(60):02d} phút, {long_date(died)}"
    moment(page, Cell("Đã chết vào lúc:", "deceased.died_at", time, short_date(died)),
           "deceased.died_time")  # fmt: skip
    page.rows(Cell("Nơi chết:", "deceased.death_place", f"Tại nhà, {home}"))
    page.rows(Cell("Nguyên nhân chết:", "deceased.cause", rng.choice(CAUSES)))


def _draw_death_extract(page: Page, *, is_old: bool) -> None:
    rng = page.rng
    place, day = make_place(rng), _day(page, is_old=is_old)
    number = f"{rng.randint(3, 300)}/TLKT{'' if is_old else '-BS'}"
    office_head(page, Head(_agency(place, is_old=is_old), place, day, number))
    titles(page, DEATH_EXTRACT, *(() if is_old else ("(BẢN SAO)",)))
    page.gap(0.3)
    _dead_rows(page, make_adult(rng, place), day - timedelta(days=9), is_old=is_old)
    office = _office(place, is_old=is_old)
    page.rows(Cell("Đăng ký khai tử tại:", "registration.place", office))
    page.rows(
        Cell("Số:", "registration.number", f"{rng.randint(2, 190)}/{day.year}"),
        Cell("ngày:", "registration.date", short_date(day), at=0.4),
    )
    _sealed(page, "NGƯỜI KÝ TRÍCH LỤC", "CHỦ TỊCH")


def _draw_death_notice(page: Page) -> None:
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    hospital = f"BỆNH VIỆN ĐA KHOA KHU VỰC {place.seat.upper()}"
    office_head(page, Head(("SỞ Y TẾ", hospital), place, day, f"{rng.randint(2, 400)}/GBT"))
    titles(page, DEATH_NOTICE, step_pt=3.0)
    page.gap(0.3)
    page.para(f"Kính gửi: {_office(place, is_old=False)}", indent_mm=0)
    heading(page, "Bệnh viện thông báo người có tên dưới đây đã chết:")
    _dead_rows(page, make_adult(rng, place), day - timedelta(days=1), is_old=False)
    page.para("Đề nghị thân nhân mang giấy này đến cơ quan có thẩm quyền để đăng ký khai tử.")
    _sealed(page, "THỦ TRƯỞNG CƠ SỞ KHÁM BỆNH, CHỮA BỆNH")


RESULTS: Mapping[str, Maker] = MappingProxyType(
    {
        "birth_certificate": maker(
            partial(_draw_birth, is_old=False),
            paper="birth_certificate", title=BIRTH_CERTIFICATE, wish=PROGRAM,
        ),
        "birth_certificate_old": maker(
            partial(_draw_birth, is_old=True), paper="birth_certificate", title=BIRTH_CERTIFICATE
        ),
        "birth_extract": maker(
            partial(_draw_birth_extract, is_entry=False),
            paper="birth_extract", title=f"{BIRTH_EXTRACT} (BẢN SAO)", wish=PROGRAM,
        ),
        "birth_extract_entry": maker(
            partial(_draw_birth_extract, is_entry=True),
            paper="birth_extract", title=BIRTH_ENTRY, wish=PROGRAM,
        ),
        "marriage_certificate": maker(
            partial(_draw_marriage, is_old=False),
            paper="marriage_certificate", title=MARRIAGE_CERTIFICATE, wish=PROGRAM,
        ),
        "marriage_certificate_old": maker(
            partial(_draw_marriage, is_old=True),
            paper="marriage_certificate", title=MARRIAGE_CERTIFICATE,
        ),
        "marital_status_certificate_old": maker(
            _draw_status, paper="marital_status_certificate", title=STATUS_CERTIFICATE
        ),
        "death_extract": maker(
            partial(_draw_death_extract, is_old=False),
            paper="death_extract", title=f"{DEATH_EXTRACT} (BẢN SAO)", wish=PROGRAM,
        ),
        "death_extract_old": maker(
            partial(_draw_death_extract, is_old=True),
            paper="death_extract", title=DEATH_EXTRACT, wish=PROGRAM,
        ),
        "death_notice": maker(_draw_death_notice, paper="death_notice", title=DEATH_NOTICE),
    }
)  # fmt: skip
