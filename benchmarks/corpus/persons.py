"""Invented persons whose numbers, dates and addresses agree with each other."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.corpus.places import PLACES, Place, choose_hamlet

MALE = "Nam"
FEMALE = "Nữ"

_SURNAMES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ",
    "Ngô", "Dương", "Lý", "Đoàn", "Lương", "Trịnh",
)  # fmt: skip
_MIDDLES = {
    MALE: ("Văn", "Đức", "Hữu", "Quang", "Minh", "Xuân", "Đình", "Công", "Tiến", "Thế"),
    FEMALE: ("Thị", "Ngọc", "Thu", "Thị Thanh", "Thị Hồng", "Bích", "Kim", "Thị Mỹ", "Diệu"),
}
_GIVENS = {
    MALE: (
        "Hùng", "Dũng", "Tuấn", "Thắng", "Kiên", "Phúc", "Lộc", "Nghĩa", "Trường", "Bảo", "Đạt",
        "Huy", "Khánh", "Quân", "Việt", "Sỹ", "Tưởng", "Vượng",
    ),
    FEMALE: (
        "Lan", "Hương", "Nhung", "Thủy", "Hằng", "Ánh", "Nguyệt", "Vân", "Phượng", "Yến", "Trâm",
        "Quỳnh", "Duyên", "Hạnh", "Thảo", "Ngân", "Tuyết", "Mỹ",
    ),
}  # fmt: skip
_ETHNICITIES = ("Kinh",) * 8 + ("Mường", "Tày", "Thái")
_MARKS = (
    "Nốt ruồi C:1cm trên sau cánh mũi phải",
    "Sẹo chấm C:2cm dưới trước đuôi mắt trái",
    "Nốt ruồi C:1,5cm dưới sau mép trái",
    "Sẹo thẳng C:3cm trên trước đầu mày phải",
)
_MILESTONES = (25, 40, 60)
_VALID_PAST = date(2030, 1, 1)


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person with the card that proves who it is.

    Attributes:
        full_name: Surname first, NFC.
        sex: "Nam" or "Nữ".
        birth_date: Day of birth.
        personal_id: Twelve digits that agree with sex, birth year and birth province.
        old_id: Nine digits of the former card, "" when there was none.
        ethnicity: As printed.
        nationality: As printed.
        birth_place: Commune the birth was registered in.
        hamlet: Smallest unit of the residence.
        residence_place: Commune of the residence.
        marks: Distinguishing marks on the back of the card.
        issued_on: Day the card was issued (before July 2024).
        expires_on: Last day of the card, None without limit.
        insurance_no: Ten digits.
        phone: Ten digits.
    """

    full_name: str
    sex: str
    birth_date: date
    personal_id: str
    old_id: str
    ethnicity: str
    nationality: str
    birth_place: Place
    hamlet: str
    residence_place: Place
    marks: str
    issued_on: date
    expires_on: date | None
    insurance_no: str
    phone: str

    @property
    def residence(self) -> str:
        """Address since July 2025: hamlet, commune, province."""
        return f"{self.hamlet}, {self.residence_place.new}"

    @property
    def card_residence(self) -> str:
        """Address as the card prints it, in the units of the day it was issued."""
        return f"{self.hamlet}, {self.residence_place.old}"

    @property
    def card_origin(self) -> str:
        """Place of origin as the card prints it."""
        return self.birth_place.old


@dataclass(frozen=True, slots=True)
class Child:
    """A newborn that has no number yet.

    Attributes:
        full_name: Father's surname first.
        sex: "Nam" or "Nữ".
        birth_date: Day of birth.
        hour: Hour of birth, 0 to 23.
        minute: Minute of birth.
        weight_g: Weight at birth in grams.
        birth_place: Hospital and its place.
        origin: Father's place of origin in the units since July 2025.
        ethnicity: Father's.
    """

    full_name: str
    sex: str
    birth_date: date
    hour: int
    minute: int
    weight_g: int
    birth_place: str
    origin: str
    ethnicity: str


@dataclass(frozen=True, slots=True)
class Family:
    """Mother, father and the child they declare."""

    mother: Person
    father: Person
    child: Child


def make_name(rng: random.Random, sex: str, *, surname: str = "") -> str:
    """Put a name together from common syllables."""
    family = surname or rng.choice(_SURNAMES)
    return f"{family} {rng.choice(_MIDDLES[sex])} {rng.choice(_GIVENS[sex])}"


def make_personal_id(rng: random.Random, *, province: str, sex: str, birth_year: int) -> str:
    """Build a personal id: province, century and sex, year, serial.

    The serial is taken from 900000 up: no province registers so many births of one sex in one
    year, so the number belongs to nobody.

    Source: structure of the personal identification number (Nghị định 70/2024/NĐ-CP).
    """
    century = 2 * (birth_year // 100 - 19) + (1 if sex == FEMALE else 0)
    return f"{province}{century}{birth_year % 100:02d}{rng.randrange(900_000, 1_000_000)}"


def card_expiry(birth_date: date, issued_on: date) -> date | None:
    """Last day of a card: the birthday at 25, 40 or 60, None after that.

    A card issued in the last two years before such a birthday runs to the next one.

    Source: Luật Căn cước công dân 2014, Art. 21.
    """
    for age in _MILESTONES:
        birthday = _birthday(birth_date, age)
        if issued_on < _birthday(birth_date, age - 2):
            return birthday
    return None


def _birthday(birth_date: date, age: int) -> date:
    year = birth_date.year + age
    if (birth_date.month, birth_date.day) == (2, 29):
        return date(year, 2, 28)
    return birth_date.replace(year=year)


def _card_dates(
    rng: random.Random, born_between: tuple[int, int]
) -> tuple[date, date, date | None]:
    """Draw birth, issue and expiry until the card is one that stays valid for years."""
    while True:
        year = rng.randint(*born_between)
        birth_date = date(year, 1, 1) + timedelta(days=rng.randrange(365))
        issued_on = date(2021, 3, 1) + timedelta(days=rng.randrange(1150))
        expires_on = card_expiry(birth_date, issued_on)
        if expires_on is None or expires_on > _VALID_PAST:
            return birth_date, issued_on, expires_on


def make_person(
    rng: random.Random, sex: str, *, born_between: tuple[int, int], home: Place
) -> Person:
    """Invent an adult who lives in `home`; `born_between` are the first and last birth year."""
    birth_date, issued_on, expires_on = _card_dates(rng, born_between)
    birth_place = home if rng.random() < 0.5 else rng.choice(PLACES)
    return Person(
        full_name=make_name(rng, sex),
        sex=sex,
        birth_date=birth_date,
        personal_id=make_personal_id(
            rng, province=birth_place.code, sex=sex, birth_year=birth_date.year
        ),
        old_id=f"{rng.randrange(100_000_000, 400_000_000)}" if rng.random() < 0.6 else "",
        ethnicity=rng.choice(_ETHNICITIES),
        nationality="Việt Nam",
        birth_place=birth_place,
        hamlet=choose_hamlet(rng, home),
        residence_place=home,
        marks=rng.choice(_MARKS),
        issued_on=issued_on,
        expires_on=expires_on,
        insurance_no=f"{rng.randrange(100_000_0000, 999_999_9999)}",
        phone=f"0900000{rng.randrange(1000):03d}",
    )


def make_family(rng: random.Random, *, home: Place, declared_on: date) -> Family:
    """Invent parents living in `home` and a child born in the weeks before `declared_on`."""
    mother = make_person(rng, FEMALE, born_between=(1990, 2000), home=home)
    father = make_person(rng, MALE, born_between=(1985, 1997), home=home)
    sex = rng.choice((MALE, FEMALE))
    surname = father.full_name.split()[0]
    child = Child(
        full_name=make_name(rng, sex, surname=surname),
        sex=sex,
        birth_date=declared_on - timedelta(days=rng.randint(5, 50)),
        hour=rng.randrange(24),
        minute=rng.randrange(60),
        weight_g=50 * rng.randint(52, 78),
        birth_place=f"Bệnh viện đa khoa khu vực số {rng.randint(1, 9)}, {home.new}",
        origin=father.birth_place.new,
        ethnicity=father.ethnicity,
    )
    return Family(mother=mother, father=father, child=child)
