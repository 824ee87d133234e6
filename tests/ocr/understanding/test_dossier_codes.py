from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.understanding.dossier_codes import (
    check_procedure_code,
    national_procedure_code,
)
from ocr.understanding.forms import ValueKind
from ocr.understanding.validate import check_value
from tests.ocr.understanding.reference_lists import LISTS


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("000.17.22.H56-210531-0001", "000.17.22.H56-210531-0001", ""),
        ("H56.14-240823-0001", "H56.14-240823-0001", ""),
        ("H26.121-251027-0038", "H26.121-251027-0038", ""),
        ("G15.10.20-260101-150001", "G15.10.20-260101-150001", ""),
        ("H56.14 – 240823 – 0001", "H56.14-240823-0001", ""),
        ("H56.14-240823-12345", "H56.14-240823-12345", ""),
        ("Mã hồ sơ: H56.14-240823-0001", "H56.14-240823-0001", ""),
        ("H56.I4-24O823-OOO1", "H56.14-240823-0001", ""),
        ("HS6.14-240823-0001", "H56.14-240823-0001", ""),
        ("OOO.17.22.H56-210531-0001", "000.17.22.H56-210531-0001", ""),
        ("H56.14-241323-0001", "H56.14-241323-0001", "dossier_code.date"),
        ("H56.14-240230-0001", "H56.14-240230-0001", "dossier_code.date"),
        ("H99.14-240823-0001", "H99.14-240823-0001", "dossier_code.unit_unknown"),
        ("H56.14-240823", "H56.14-240823", "dossier_code.format"),
        ("0A0.17.22.H56-210531-0001", "0A0.17.22.H56-210531-0001", "dossier_code.format"),
        ("22.H56-210531-0001", "22.H56-210531-0001", "dossier_code.format"),
        ("56.14-240823-0001", "56.14-240823-0001", "dossier_code.format"),
    ],
)
def test_check_value_dossier_code_table(text: str, value: str, problem: str) -> None:
    checked = check_value(ValueKind.DOSSIER_CODE, text, LISTS)

    assert (checked.value, checked.problem) == (value, problem)


@given(
    st.sampled_from(["H56.14", "000.17.22.H56", "G15.10.20", "H26"]),
    st.dates(date(2010, 1, 1), date(2099, 12, 31)),
    st.integers(0, 999_999),
)
def test_check_value_any_dossier_code_passes(agency: str, day: date, serial: int) -> None:
    code = f"{agency}-{day:%y%m%d}-{serial:04d}"

    checked = check_value(ValueKind.DOSSIER_CODE, code, LISTS)

    assert (checked.value, checked.problem) == (code, "")


@pytest.mark.parametrize(
    ("text", "problem", "alternatives"),
    [
        ("1.001193", "", ()),
        ("1.001193.000.00.00.H56", "", ()),
        ("2.002621.H56", "", ()),
        ("l.OO1193", "procedure_code.format", ("1.001193",)),
        ("1001193", "procedure_code.format", ("1.001193",)),
        ("khai sinh", "procedure_code.format", ()),
    ],
)
def test_check_procedure_code_table(text: str, problem: str, alternatives: tuple[str, ...]) -> None:
    checked = check_procedure_code(text, LISTS)

    assert (checked.problem, checked.alternatives) == (problem, alternatives)


def test_national_procedure_code_drops_the_local_tail() -> None:
    assert national_procedure_code("1.001193.000.00.00.H56") == "1.001193"
    assert national_procedure_code("2.002621.H56") == "2.002621"
