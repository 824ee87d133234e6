from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.load import load_catalog
from app.domain.procedure import (
    Circumstances,
    Component,
    Handling,
    Period,
    Procedure,
    Reason,
    Replacement,
    Waiver,
    good_until,
    needs,
    reason_not_to_copy,
    still_to_collect,
)

LAST_DAY_BEFORE, FIRST_DAY = date(2025, 12, 31), date(2026, 1, 1)
DATA = Replacement(FIRST_DAY, "Cơ sở dữ liệu hộ tịch điện tử", date(2027, 2, 28))
FORM = Component("form", "Tờ khai", required=True)
EXTRACT = Component("extract", "Trích lục", required=True, replacement=DATA)


def reasons(component: Component, day: date, held: frozenset[str] = frozenset()) -> list[Reason]:
    procedure = Procedure("1.000001", "Thủ tục", (component,))
    return [need.reason for need in needs(procedure, Circumstances(day, held=held))]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (LAST_DAY_BEFORE, Reason.REQUIRED),
        (FIRST_DAY, Reason.REPLACED),
        (date(2027, 2, 28), Reason.REPLACED),
        (date(2027, 3, 1), Reason.REQUIRED),
    ],
)
def test_needs_paper_is_replaced_by_data_on_the_days_of_the_rule(
    day: date, expected: Reason
) -> None:
    assert reasons(EXTRACT, day) == [expected]


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        (Component("a", "A", required=True), None),
        (Component("a", "A", required=True, shown_only=True), Reason.SHOWN_ONLY),
        (Component("a", "A", required=True, internal=True), Reason.INTERNAL),
        (Component("a", "A", required=True, classified=True), Reason.CLASSIFIED),
        (
            Component("a", "A", required=True, classified=True, shown_only=True),
            Reason.CLASSIFIED,
        ),
    ],
)
def test_reason_not_to_copy_each_kind_has_its_own(
    component: Component, expected: Reason | None
) -> None:
    assert reason_not_to_copy(component) is expected
    wanted = [Reason.REQUIRED if expected is None else expected]
    assert reasons(component, FIRST_DAY) == wanted


def test_still_to_collect_leaves_out_what_is_held_shown_or_replaced() -> None:
    card = Component("front", "Thẻ căn cước", required=True, alternatives=("passport",))
    procedure = Procedure("1.000001", "Thủ tục", (FORM, EXTRACT, card))

    missing = still_to_collect(procedure, Circumstances(FIRST_DAY, held=frozenset({"passport"})))

    assert [need.component.paper_code for need in missing] == ["form"]


def test_needs_component_outside_its_days_is_left() -> None:
    old = Component("a", "A", required=True, period=Period(last=date(2025, 6, 30)))

    assert reasons(old, date(2025, 6, 30)) == [Reason.REQUIRED]
    assert reasons(old, date(2025, 7, 1)) == [Reason.NOT_IN_FORCE]


@pytest.mark.parametrize(
    ("day", "agency", "is_waived"),
    [
        (date(2025, 10, 23), "H26.14", False),
        (date(2025, 10, 24), "H26.14", True),
        (date(2025, 10, 24), "H26", True),
        (date(2025, 10, 24), "H56.14", False),
        (date(2025, 10, 24), "H261", False),
    ],
)
def test_needs_waived_service_asks_for_nothing_where_the_letter_binds(
    day: date, agency: str, is_waived: bool
) -> None:
    procedure = Procedure(
        "1.000001", "A", (FORM,), waiver=Waiver(date(2025, 10, 24), ("H26",), "Công văn")
    )

    (need,) = needs(procedure, Circumstances(day, agency))

    assert (need.reason is Reason.WAIVED) is is_waived
    assert need.source == ("Công văn" if is_waived else "")


def test_shipped_birth_registration_asks_less_from_2026_on() -> None:
    birth = load_catalog().procedure("1.001193")

    before = {n.component.paper_code: n for n in needs(birth, Circumstances(LAST_DAY_BEFORE))}
    after = {n.component.paper_code: n for n in needs(birth, Circumstances(FIRST_DAY))}

    assert before["cccd_front"].handling is Handling.SHOW
    assert after["cccd_front"].reason is Reason.REPLACED
    assert after["birth_declaration"].reason is Reason.REQUIRED
    assert all(n.reason is Reason.WAIVED for n in needs(birth, Circumstances(FIRST_DAY, "H26.14")))


@pytest.mark.parametrize(
    ("issued", "months", "last"),
    [
        (date(2026, 1, 15), 6, date(2026, 7, 15)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 1, 15), 0, None),
        (date(9999, 12, 1), 6, None),
    ],
)
def test_good_until_counts_months(issued: date, months: int, last: date | None) -> None:
    assert good_until(issued, months) == last


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 1200))
def test_good_until_lies_that_many_months_on(issued: date, months: int) -> None:
    last = good_until(issued, months)

    assert last is not None
    assert (last.year * 12 + last.month) - (issued.year * 12 + issued.month) == months
    assert last.day <= issued.day
