"""Cases at the counter: who asks for what, where and when."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.corpus.persons import (
    FEMALE,
    MALE,
    Family,
    Person,
    make_family,
    make_name,
    make_person,
)
from benchmarks.corpus.places import OFFICES, Office

_TRADES = (
    ("TẠP HÓA", "Bán lẻ lương thực, thực phẩm trong cửa hàng chuyên doanh", "4711", "4722"),
    ("SỬA XE MÁY", "Bảo dưỡng, sửa chữa mô tô, xe máy", "4542", "4543"),
    ("CƠM BÌNH DÂN", "Nhà hàng và các dịch vụ ăn uống phục vụ lưu động", "5610", "5630"),
    ("MAY ĐO", "May trang phục (trừ trang phục từ da lông thú)", "1410", "9529"),
    ("ĐỒ GỖ MỸ NGHỆ", "Sản xuất sản phẩm khác từ gỗ", "1629", "4759"),
)
_SECOND_LINES = {
    "4722": "Bán lẻ thực phẩm trong các cửa hàng chuyên doanh",
    "4543": "Bán phụ tùng và các bộ phận phụ trợ của mô tô, xe máy",
    "5630": "Dịch vụ phục vụ đồ uống",
    "9529": "Sửa chữa đồ dùng cá nhân và gia đình khác",
    "4759": "Bán lẻ đồ điện gia dụng, giường, tủ, bàn, ghế",
}


@dataclass(frozen=True, slots=True)
class Filing:
    """A dossier handed in at an office.

    Attributes:
        office: One-stop shop.
        dossier_code: Code given at reception.
        procedure_code: National code of the procedure.
        procedure: Name of the procedure.
        received_on: Day of reception.
        workdays: Working days the procedure may take.
        due_on: Day of the result.
        hour: Hour of reception, 8 to 16.
        minute: Minute of reception.
        clerk: Name of the officer at the counter.
        chief: Name of the officer who signs results.
    """

    office: Office
    dossier_code: str
    procedure_code: str
    procedure: str
    received_on: date
    workdays: int
    due_on: date
    hour: int
    minute: int
    clerk: str
    chief: str


@dataclass(frozen=True, slots=True)
class BirthCase:
    """A birth to register.

    Attributes:
        filing: The dossier.
        family: Parents and child.
        requester: One of the parents.
        relation: How the requester stands to the child: "Mẹ" or "Cha".
        midwife: Who delivered the child.
        director: Head of the hospital.
    """

    filing: Filing
    family: Family
    requester: Person
    relation: str
    midwife: str
    director: str


@dataclass(frozen=True, slots=True)
class BusinessLine:
    """A line of business with its code in the national classification."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class BusinessCase:
    """A household business to register.

    Attributes:
        filing: The dossier.
        owner: Head of the business.
        business_name: Capitals.
        address: Seat.
        lines: First the main line.
        capital_dong: In đồng.
        workers: Number of workers.
    """

    filing: Filing
    owner: Person
    business_name: str
    address: str
    lines: tuple[BusinessLine, ...]
    capital_dong: int
    workers: int


def _workday(day: date) -> date:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def _after_workdays(day: date, count: int) -> date:
    for _ in range(count):
        day = _workday(day + timedelta(days=1))
    return day


def _make_filing(rng: random.Random, *, procedure: tuple[str, str], days: int) -> Filing:
    office = rng.choice(OFFICES)
    received_on = _workday(date(2025, 9, 1) + timedelta(days=rng.randrange(90)))
    return Filing(
        office=office,
        dossier_code=f"{office.agency_code}-{received_on:%y%m%d}-{rng.randint(1, 120):04d}",
        procedure_code=procedure[0],
        procedure=procedure[1],
        received_on=received_on,
        workdays=days,
        due_on=_after_workdays(received_on, days),
        hour=rng.choice((8, 9, 10, 14, 15, 16)),
        minute=rng.randrange(60),
        clerk=make_name(rng, FEMALE),
        chief=make_name(rng, MALE),
    )


def make_birth_case(rng: random.Random) -> BirthCase:
    """Invent a birth registration."""
    filing = _make_filing(rng, procedure=("1.001193", "Đăng ký khai sinh"), days=1)
    family = make_family(rng, home=filing.office.place, declared_on=filing.received_on)
    by_mother = rng.random() < 0.5
    return BirthCase(
        filing=filing,
        family=family,
        requester=family.mother if by_mother else family.father,
        relation="Mẹ" if by_mother else "Cha",
        midwife=make_name(rng, FEMALE),
        director=make_name(rng, MALE),
    )


def make_business_case(rng: random.Random) -> BusinessCase:
    """Invent a registration of a household business."""
    procedure = ("1.001612", "Đăng ký thành lập hộ kinh doanh")
    filing = _make_filing(rng, procedure=procedure, days=3)
    sex = rng.choice((MALE, FEMALE))
    owner = make_person(rng, sex, born_between=(1972, 2000), home=filing.office.place)
    sign, main, main_code, other_code = rng.choice(_TRADES)
    given = owner.full_name.split()[-1].upper()
    return BusinessCase(
        filing=filing,
        owner=owner,
        business_name=f"HỘ KINH DOANH {sign} {given} {rng.choice(('PHÁT', 'HÒA', 'THỊNH'))}",
        address=f"Số {rng.randint(2, 180)}, {owner.residence}",
        lines=(
            BusinessLine(main, main_code),
            BusinessLine(_SECOND_LINES[other_code], other_code),
        ),
        capital_dong=10_000_000 * rng.randint(5, 40),
        workers=rng.randint(1, 6),
    )
