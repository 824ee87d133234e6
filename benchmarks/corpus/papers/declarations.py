"""Declarations of births and deaths."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from types import MappingProxyType

from benchmarks.corpus.layout import Page
from benchmarks.corpus.papers.declaration_rows import (
    CAUSES,
    PLEDGE,
    committee_of,
    home_of,
    paper_day,
    requester_rows,
)
from benchmarks.corpus.papers.parts import (
    DOTTED,
    Maker,
    addressed,
    blank,
    born_cell,
    copies,
    document_cell,
    form_head,
    heading,
    maker,
    moment,
    name_cell,
    sex_and_nation,
    signed,
)
from benchmarks.corpus.persons import Person, make_family
from benchmarks.corpus.render import Cell
from benchmarks.corpus.spelling import long_date, short_date, spell_date
from benchmarks.corpus.wording import commune_of, make_adult, make_day, make_place, make_signer

BIRTH = "TỜ KHAI ĐĂNG KÝ KHAI SINH"
DEATH = "TỜ KHAI ĐĂNG KÝ KHAI TỬ"
BIRTH_PROOF = ("TỜ KHAI", "Đề nghị cấp Giấy chứng sinh")


def _parent(page: Page, role: str, word: str, person: Person, *, is_old: bool) -> None:
    page.rows(name_cell(f"Họ, chữ đệm, tên người {word}:", role, person))
    born = (
        Cell("Năm sinh:", f"{role}.birth_date", str(person.birth_date.year))
        if is_old
        else born_cell(role, person)
    )
    page.rows(
        born,
        Cell("Dân tộc:", f"{role}.ethnicity", person.ethnicity, at=0.48),
        Cell("Quốc tịch:", f"{role}.nationality", person.nationality, at=0.72),
    )
    page.rows(Cell("Nơi cư trú: (2)", f"{role}.residence", home_of(person, is_old=is_old)))
    if not is_old:
        page.rows(document_cell(role, person, page.rng, "Giấy tờ tùy thân: (3)"))


def _no_parent(page: Page, role: str, word: str) -> None:
    blank(
        page,
        Cell(f"Họ, chữ đệm, tên người {word}:", f"{role}.full_name"),
        Cell("Năm sinh:", f"{role}.birth_date"),
        Cell("Nơi cư trú: (2)", f"{role}.residence"),
    )


def _draw_birth(page: Page, *, is_old: bool, is_alone: bool) -> None:
    rng = page.rng
    place, day = make_place(rng), paper_day(page, is_old=is_old)
    family = make_family(rng, home=place, declared_on=day)
    child, mother = family.child, family.mother
    form_head(page, (BIRTH,), mark="TP/HT-2020-TKKS" if is_old else "")
    addressed(page, "Kính gửi: (1)", committee_of(place, is_old=is_old))
    relation = Cell("Quan hệ với người được khai sinh:", "requester.relation", "Mẹ")
    requester_rows(page, mother, relation, is_old=is_old)
    heading(page, "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:")
    page.rows(Cell("Họ, chữ đệm, tên:", "child.full_name", child.full_name.upper(),
                   child.full_name, is_bold=True))  # fmt: skip
    page.rows(Cell("Ngày, tháng, năm sinh:", "child.birth_date", short_date(child.birth_date)))
    page.rows(Cell("ghi bằng chữ:", "child.birth_date_words", spell_date(child.birth_date)))
    page.rows(
        Cell("Giới tính:", "child.sex", child.sex),
        Cell("Dân tộc:", "child.ethnicity", child.ethnicity, at=0.3),
        Cell("Quốc tịch:", "child.nationality", "Việt Nam", at=0.62),
    )
    page.rows(Cell("Nơi sinh: (4)", "child.birth_place", child.birth_place))
    page.rows(Cell("Quê quán:", "child.place_of_origin", child.origin))
    _parent(page, "mother", "mẹ", mother, is_old=is_old)
    if is_alone:
        _no_parent(page, "father", "cha")
    else:
        _parent(page, "father", "cha", family.father, is_old=is_old)
    page.para(PLEDGE)
    signed(page, place, day, ("Người yêu cầu", mother.full_name))
    copies(page)


def _draw_death(page: Page, *, is_old: bool) -> None:
    rng = page.rng
    place, day = make_place(rng), paper_day(page, is_old=is_old)
    asker, dead = make_adult(rng, place), make_adult(rng, place)
    form_head(page, (DEATH,), mark="TP/HT-2020-TKKT" if is_old else "")
    addressed(page, "Kính gửi: (1)", committee_of(place, is_old=is_old))
    kin = rng.choice(("Con", "Vợ", "Chồng", "Cháu"))
    relation = Cell("Quan hệ với người đã chết:", "requester.relation", kin)
    requester_rows(page, asker, relation, is_old=is_old)
    heading(page, "Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây:")
    page.rows(name_cell("Họ, chữ đệm, tên:", "deceased", dead, is_upper=True))
    page.rows(born_cell("deceased", dead))
    sex_and_nation(page, "deceased", dead)
    home = home_of(dead, is_old=is_old)
    page.rows(Cell("Nơi cư trú cuối cùng: (2)", "deceased.residence", home))
    page.rows(document_cell("deceased", dead, rng, "Giấy tờ tùy thân: (3)"))
    death = day - timedelta(days=rng.randint(1, 12))
    time = f"{rng.randrange(24):02d} giờ {rng.randrange(60):02d} phút, {long_date(death)}"
    died = Cell("Đã chết vào lúc:", "deceased.died_at", time, short_date(death))
    moment(page, died, "deceased.died_time")
    page.rows(Cell("Nơi chết:", "deceased.death_place", f"Tại nhà, {home}"))
    page.rows(Cell("Nguyên nhân chết:", "deceased.cause", rng.choice(CAUSES)))
    number = f"{rng.randint(2, 190):02d}/{death.year}"
    page.rows(
        Cell("Số Giấy báo tử/ Giấy tờ thay thế Giấy báo tử: (4)", "death_notice.number", number)
    )
    page.rows(
        Cell("do", "death_notice.issuer", committee_of(place, is_old=is_old)),
        Cell("cấp ngày:", "death_notice.issued_on", short_date(death), at=0.66),
    )
    page.para(PLEDGE)
    signed(page, place, day, ("Người yêu cầu", asker.full_name))
    copies(page)


def _draw_birth_proof(page: Page) -> None:
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    family = make_family(rng, home=place, declared_on=day)
    child, mother = family.child, family.mother
    form_head(page, BIRTH_PROOF)
    addressed(page, "Kính gửi:", f"Trạm Y tế {commune_of(place)}")
    page.rows(name_cell("Họ và tên người đề nghị:", "requester", family.father))
    page.rows(Cell("Số ĐDCN/Hộ chiếu:", "requester.id_document", family.father.personal_id))
    page.rows(Cell("Nơi cư trú:", "requester.residence", family.father.residence))
    page.rows(
        Cell("Quan hệ với trẻ:", "requester.relation", "Cha"),
        Cell("Điện thoại:", "requester.phone", family.father.phone, at=0.5),
    )
    heading(page, "Đề nghị cấp Giấy chứng sinh cho trẻ có thông tin sau:")
    page.rows(Cell("Tên dự kiến đặt cho trẻ:", "child.planned_name", child.full_name))
    time = f"{child.hour:02d} giờ {child.minute:02d} phút, {long_date(child.birth_date)}"
    born = Cell("Đã sinh vào lúc:", "child.birth_date", time, short_date(child.birth_date))
    moment(page, born, "child.birth_time")
    page.rows(Cell("Tại:", "child.birth_place", f"Nhà riêng, {mother.residence}"))
    page.rows(
        Cell("Giới tính lúc sinh:", "child.sex", child.sex),
        Cell("Cân nặng (gam):", "child.weight_g", str(child.weight_g), at=0.5),
    )
    page.rows(name_cell("Họ và tên mẹ:", "mother", mother))
    page.rows(
        born_cell("mother", mother, "Ngày sinh:"),
        Cell("Dân tộc:", "mother.ethnicity", mother.ethnicity, at=0.55),
    )
    page.rows(Cell("Số ĐDCN:", "mother.id_document", mother.personal_id))
    page.rows(Cell("Nơi cư trú:", "mother.residence", mother.residence))
    page.rows(Cell("Mã số BHXH/Số thẻ BHYT:", "mother.insurance_no", mother.insurance_no))
    page.rows(Cell("Họ và tên người đỡ đẻ:", "midwife", make_signer(rng)))
    page.para(PLEDGE)
    signed(page, place, day, ("Người đề nghị", family.father.full_name))


DECLARATIONS: Mapping[str, Maker] = MappingProxyType(
    {
        "birth_declaration_2024": maker(
            partial(_draw_birth, is_old=False, is_alone=False),
            paper="birth_declaration", title=BIRTH, wish=DOTTED,
        ),
        "birth_declaration_old": maker(
            partial(_draw_birth, is_old=True, is_alone=False),
            paper="birth_declaration", title=BIRTH, wish=DOTTED,
        ),
        "birth_declaration_no_father": maker(
            partial(_draw_birth, is_old=True, is_alone=True),
            paper="birth_declaration", title=BIRTH, wish=DOTTED,
        ),
        "death_declaration": maker(
            partial(_draw_death, is_old=False), paper="death_declaration", title=DEATH
        ),
        "death_declaration_old": maker(
            partial(_draw_death, is_old=True), paper="death_declaration", title=DEATH, wish=DOTTED
        ),
        "birth_notice_request": maker(
            _draw_birth_proof, paper="birth_notice_request", title=" ".join(BIRTH_PROOF)
        ),
    }
)  # fmt: skip
