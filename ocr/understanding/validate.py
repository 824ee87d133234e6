"""Normalise values and check them against rules; every failed rule has a stable code.

The rules stand in the modules beside this one, by what they are about; this is their door.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ocr.understanding.addresses import NormalAddress, check_address, normalise_address
from ocr.understanding.amounts import (
    check_area,
    check_money,
    check_number,
    compare_money_with_words,
)
from ocr.understanding.checked import (
    DOUBTS,
    Checked,
    Province,
    ReferenceLists,
    strip_leaders,
)
from ocr.understanding.closed_lists import (
    check_choice,
    check_ethnicity,
    check_marital_status,
    check_nationality,
    check_relation,
    check_sex,
)
from ocr.understanding.contacts import check_email, check_phone
from ocr.understanding.dates import (
    NO_EXPIRY,
    check_date,
    check_time,
    compare_date_with_words,
    parse_date,
)
from ocr.understanding.dossier_codes import check_dossier_code, check_procedure_code
from ocr.understanding.forms import ValueKind
from ocr.understanding.number_words import spelled
from ocr.understanding.paper_numbers import (
    check_document_number,
    check_insurance_number,
    check_land_serial,
    check_passport_number,
    check_register_number,
    check_registration_number,
)
from ocr.understanding.people import check_name, check_person, same_name
from ocr.understanding.personal_id import (
    birth_year_of_id,
    check_personal_id,
    ids_that_agree,
    sex_of_id,
)
from ocr.understanding.tax_codes import (
    check_business_code,
    check_enterprise_code,
    check_tax_code,
)

__all__ = [
    "DOUBTS",
    "NO_EXPIRY",
    "Checked",
    "NormalAddress",
    "Province",
    "ReferenceLists",
    "birth_year_of_id",
    "check_person",
    "check_tax_code",
    "check_value",
    "compare_date_with_words",
    "compare_money_with_words",
    "ids_that_agree",
    "normalise_address",
    "parse_date",
    "same_name",
    "sex_of_id",
    "strip_leaders",
]


def check_value(
    kind: ValueKind,
    raw: str,
    lists: ReferenceLists | None = None,
    *,
    choices: tuple[str, ...] = (),
) -> Checked:
    """Normalise `raw` as a value of `kind` and check it.

    Args:
        kind: How the value is written.
        raw: Text as read; leader dots and surrounding punctuation are dropped.
        lists: Closed lists to compare with.
        choices: Words beside the tick boxes of the field, for a choice.

    Returns:
        The normal form (NFC) with the first failed rule. Where no normal form exists the
        text is kept as read, so that the officer sees what stood there.
    """
    text = strip_leaders(raw)
    if not text:
        return Checked("")
    if kind is ValueKind.CHOICE:
        return check_choice(text, choices)
    return _CHECKS[kind](text, lists or _NO_LISTS)


def _check_text(text: str, _lists: ReferenceLists) -> Checked:
    return Checked(text)


_NO_LISTS = ReferenceLists()


def _check_number_words(text: str, _lists: ReferenceLists) -> Checked:
    return Checked(spelled(text))


_CHECKS: Mapping[ValueKind, Callable[[str, ReferenceLists], Checked]] = {
    ValueKind.TEXT: _check_text,
    ValueKind.NAME: check_name,
    ValueKind.DATE: check_date,
    ValueKind.TIME: check_time,
    ValueKind.PERSONAL_ID: check_personal_id,
    ValueKind.SEX: check_sex,
    ValueKind.ETHNICITY: check_ethnicity,
    ValueKind.NATIONALITY: check_nationality,
    ValueKind.RELATION: check_relation,
    ValueKind.MARITAL_STATUS: check_marital_status,
    ValueKind.ADDRESS: check_address,
    ValueKind.DOSSIER_CODE: check_dossier_code,
    ValueKind.PROCEDURE_CODE: check_procedure_code,
    ValueKind.NUMBER: check_number,
    ValueKind.MONEY: check_money,
    ValueKind.AREA: check_area,
    ValueKind.NUMBER_WORDS: _check_number_words,
    ValueKind.PHONE: check_phone,
    ValueKind.EMAIL: check_email,
    ValueKind.DOC_NUMBER: check_document_number,
    ValueKind.TAX_CODE: check_tax_code,
    ValueKind.ENTERPRISE_CODE: check_enterprise_code,
    ValueKind.BUSINESS_CODE: check_business_code,
    ValueKind.REGISTER_NUMBER: check_register_number,
    ValueKind.REGISTRATION_NUMBER: check_registration_number,
    ValueKind.INSURANCE_NUMBER: check_insurance_number,
    ValueKind.PASSPORT_NUMBER: check_passport_number,
    ValueKind.LAND_SERIAL: check_land_serial,
}
