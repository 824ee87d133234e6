from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpus.cases import make_birth_case, make_business_case
from benchmarks.corpus.persons import FEMALE, MALE, card_expiry, make_family, make_person
from benchmarks.corpus.places import DONG_ANH, OFFICES, PLACES

seeds = st.integers(min_value=0, max_value=2**32)


@given(seed=seeds, sex=st.sampled_from((MALE, FEMALE)), year=st.integers(1950, 2012))
def test_make_person_any_seed_id_agrees_with_sex_and_birth(seed: int, sex: str, year: int) -> None:
    person = make_person(random.Random(seed), sex, born_between=(1950, 2012), home=DONG_ANH)

    century, digit = divmod(int(person.personal_id[3]), 2)

    assert len(person.personal_id) == 12
    assert person.personal_id.isdigit()
    assert digit == (1 if person.sex == FEMALE else 0)
    assert 1900 + 100 * century + int(person.personal_id[4:6]) == person.birth_date.year
    assert person.personal_id[:3] == person.birth_place.code


@given(seed=seeds)
def test_make_person_any_seed_card_is_valid_for_years(seed: int) -> None:
    person = make_person(random.Random(seed), FEMALE, born_between=(1960, 2004), home=DONG_ANH)

    assert date(2021, 3, 1) <= person.issued_on < date(2024, 7, 1)
    assert person.expires_on is None or person.expires_on > date(2030, 1, 1)


@given(seed=seeds)
def test_make_family_any_seed_child_follows_parents(seed: int) -> None:
    declared_on = date(2025, 10, 20)

    family = make_family(random.Random(seed), home=DONG_ANH, declared_on=declared_on)

    assert family.child.full_name.split()[0] == family.father.full_name.split()[0]
    assert 0 < (declared_on - family.child.birth_date).days <= 60
    assert family.mother.sex == FEMALE
    assert family.father.sex == MALE


@given(seed=seeds)
def test_make_cases_any_seed_dossier_code_carries_the_day(seed: int) -> None:
    filings = [
        make_birth_case(random.Random(seed)).filing,
        make_business_case(random.Random(seed)).filing,
    ]

    for filing in filings:
        assert filing.dossier_code.split("-")[1] == f"{filing.received_on:%y%m%d}"
        assert filing.due_on > filing.received_on
        assert filing.received_on.weekday() < 5
        assert filing.due_on.weekday() < 5


def test_make_birth_case_same_seed_same_case() -> None:
    first, second = make_birth_case(random.Random(4)), make_birth_case(random.Random(4))

    assert first == second
    assert first != make_birth_case(random.Random(5))


@pytest.mark.parametrize(
    ("birth_date", "issued_on", "expected"),
    [
        (date(2000, 5, 6), date(2022, 1, 1), date(2025, 5, 6)),
        (date(2000, 5, 6), date(2023, 5, 6), date(2040, 5, 6)),
        (date(1984, 2, 29), date(2021, 6, 1), date(2024, 2, 28)),
        (date(1960, 1, 1), date(2021, 6, 1), None),
    ],
)
def test_card_expiry_milestone_near_runs_to_the_next(
    birth_date: date, issued_on: date, expected: date | None
) -> None:
    assert card_expiry(birth_date, issued_on) == expected


def test_places_every_code_is_three_digits_of_a_province() -> None:
    assert all(len(place.code) == 3 and place.code.isdigit() for place in PLACES)
    assert all(place.new.count(", ") == 1 and place.old.count(", ") == 2 for place in PLACES)
    assert all(office.place.new.split(",")[0] in office.committee for office in OFFICES)
