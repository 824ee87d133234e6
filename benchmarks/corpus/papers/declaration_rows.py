"""Rows that several declarations of civil status share."""

from __future__ import annotations

from datetime import date, timedelta

from benchmarks.corpus.layout import Page
from benchmarks.corpus.papers.parts import (
    born_cell,
    document_cell,
    name_cell,
    old_day,
    old_place,
    old_residence,
    sex_and_nation,
)
from benchmarks.corpus.persons import Person
from benchmarks.corpus.places import Place
from benchmarks.corpus.render import Cell
from benchmarks.corpus.spelling import short_date
from benchmarks.corpus.wording import commune_of, make_day

STATES = (
    "Hiện tại chưa đăng ký kết hôn với ai",
    "Đã ly hôn, hiện tại chưa đăng ký kết hôn với ai",
    "Có vợ/chồng nhưng đã chết, hiện tại chưa đăng ký kết hôn với ai",
)
PURPOSES = (
    "Để làm thủ tục đăng ký kết hôn",
    "Để bổ sung hồ sơ chuyển nhượng quyền sử dụng đất",
    "Để làm thủ tục vay vốn ngân hàng",
)
CAUSES = ("Tuổi già sức yếu", "Bệnh nhồi máu cơ tim", "Tai biến mạch máu não", "Tai nạn giao thông")
PLEDGE = (
    "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật"
    " về cam đoan của mình."
)


def paper_day(page: Page, *, is_old: bool) -> date:
    """A day on the old or the new form."""
    return old_day(page.rng) if is_old else make_day(page.rng)


def home_of(person: Person, *, is_old: bool) -> str:
    """Address of `person` in the units of the form."""
    return old_residence(person) if is_old else person.residence


def committee_of(place: Place, *, is_old: bool) -> str:
    """The committee of a commune, old or new."""
    commune = old_place(place).split(", ")[0] if is_old else commune_of(place)
    return f"Ủy ban nhân dân {commune}"


def requester_rows(page: Page, person: Person, relation: Cell, *, is_old: bool) -> None:
    """Draw who asks, with the birth date on the new form only."""
    page.rows(name_cell("Họ, chữ đệm, tên người yêu cầu:", "requester", person))
    if not is_old:
        page.rows(born_cell("requester", person))
    page.rows(Cell("Nơi cư trú: (2)", "requester.residence", home_of(person, is_old=is_old)))
    page.rows(document_cell("requester", person, page.rng, "Giấy tờ tùy thân: (3)"))
    page.rows(relation)


def subject_rows(page: Page, role: str, person: Person, *, is_old: bool) -> None:
    """Draw the person the declaration is about."""
    page.rows(name_cell("Họ, chữ đệm, tên:", role, person, is_upper=page.rng.random() < 0.5))
    page.rows(born_cell(role, person))
    sex_and_nation(page, role, person)
    home = home_of(person, is_old=is_old)
    page.rows(Cell("Nơi cư trú: (2)", f"{role}.residence", home))
    page.rows(document_cell(role, person, page.rng, "Giấy tờ tùy thân: (3)"))


def registered_rows(page: Page, place: Place, day: date, *, what: str = "", is_old: bool) -> None:
    """Draw where, when and under which number something was registered; `what` on one form only."""
    rng = page.rng
    office = committee_of(place, is_old=is_old)
    if what:
        page.rows(
            Cell("Đã đăng ký:", "registration.event", what),
            Cell("tại:", "registration.place", office, at=0.4),
        )
    else:
        page.rows(Cell("Đã đăng ký tại:", "registration.place", office))
    entry = day - timedelta(days=rng.randint(900, 9000))
    page.rows(
        Cell("ngày:", "registration.date", short_date(entry)),
        Cell("Số:", "registration.number", f"{rng.randint(2, 240)}/{entry.year}", at=0.36),
        Cell("Quyển số:", "registration.book", f"{rng.randint(1, 3):02d}/{entry.year}", at=0.66),
    )
