"""What a rule says of a value, and the lists that rules compare with.

A rule that is certain (a wrong length, a date that does not exist) fails hard. A rule that
only raises doubt (an unknown province, a mark that is probably misread) is listed in
`DOUBTS`: the officer looks, nothing is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ocr.words import nfc

DOUBTS = frozenset(
    {
        "personal_id.province_unknown",
        "personal_id.born_abroad",
        "personal_id.future_birth",
        "personal_id.old_card",
        "address.province_unknown",
        "phone.shape",
        "phone.old_prefix",
        "phone.several",
        "ethnicity.unlisted",
        "nationality.unlisted",
        "relation.unlisted",
        "marital_status.unlisted",
        "choice.unlisted",
        "name.shape",
        "name.surname_marks",
        "date.slashes",
        "date.year_only",
        "date.month_year",
        "date.words_differ",
        "time.half_of_day",
        "money.words_differ",
        "number.several",
        "doc_number.notation_marks",
        "doc_number.blank",
        "value.expression",
        "value.stray_sign",
        "dossier_code.unit_unknown",
        "insurance_number.province_unknown",
        "insurance_number.benefit",
        "passport_number.foreign_shape",
        "land_serial.old_shape",
        "register_number.prefix",
        "business_code.old_shape",
    }
)
"""Problems that ask for a look and do not make a value wrong."""

MAX_ALTERNATIVES = 4
"""As many as the officer can pick with one key."""


@dataclass(frozen=True, slots=True)
class Province:
    """A province or city of the country.

    Attributes:
        code: Two digits; the personal id begins with "0" and this code.
        name: Official name without "tỉnh" or "thành phố".
        merged_into: Code of the province it belongs to since 1 July 2025; its own code while
            it exists.
        name_since_2025: Name of the province its area belongs to now.
    """

    code: str
    name: str
    merged_into: str
    name_since_2025: str

    @property
    def is_closed(self) -> bool:
        """Whether the code is no longer given out; ids that carry it stay valid."""
        return self.code != self.merged_into


@dataclass(frozen=True, slots=True)
class ReferenceLists:
    """Lists that some rules compare with; an empty list switches its rule off.

    Attributes:
        provinces: The 63 provinces of old ids with the 34 they belong to now.
        ethnic_groups: Names as the lists of the ministry print them.
        nationalities: Names of countries.
        relations: Relations between two persons ("Cha", "Mẹ", "Con").
        marital_statuses: Sentences of the forms ("Chưa đăng ký kết hôn với ai").
        agency_codes: First level of the codes of agencies ("H56", "G15").
    """

    provinces: tuple[Province, ...] = ()
    ethnic_groups: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    marital_statuses: tuple[str, ...] = ()
    agency_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A value in its normal form and the rule it fails.

    Attributes:
        value: Normal form, NFC; the text as read where there is none.
        problem: Code of the failed rule, "" for none.
        alternatives: Other normal forms that the text may stand for, best first. They are for
            the officer to pick from and never replace the value by themselves.
    """

    value: str
    problem: str = ""
    alternatives: tuple[str, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether a certain rule failed."""
        return bool(self.problem) and self.problem not in DOUBTS


def doubted(value: str, problem: str, others: Iterable[str] = ()) -> Checked:
    """A value that fails a rule, with up to `MAX_ALTERNATIVES` others, none of them twice."""
    distinct = tuple(other for other in dict.fromkeys(others) if other and other != value)
    return Checked(value, problem, distinct[:MAX_ALTERNATIVES])


def strip_leaders(raw: str) -> str:
    """Text without leader dots, underscores, surrounding punctuation and specks, NFC.

    Specks and worn points are read as signs that no Vietnamese paper prints ("Liên Thủy†").
    """
    text = re.sub(r"[….·_]{2,}|…|(?<!\w)[._·]+(?!\w)", " ", nfc(raw))
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"^[\s:;.,·_\-–—*|†‡¦¬¤]+|[\s:;,·_\-–—*|†‡¦¬¤]+$", "", text)
