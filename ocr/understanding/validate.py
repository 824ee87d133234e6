"""Normalise values and check them against rules; every failed rule has a stable code.

A rule that is certain (a wrong length, a date that does not exist) fails hard. A rule that
only raises doubt (an unknown province, letters that had to be repaired) is listed in
`DOUBTS`: the officer looks, nothing is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from ocr.folding import fold, same_reading
from ocr.understanding.forms import ValueKind
from ocr.understanding.idcard import DOSSIER_CODE
from ocr.words import nfc

NO_EXPIRY = "Không thời hạn"
"""Value of an expiry date that never comes."""

DOUBTS = frozenset(
    {
        "personal_id.province_unknown",
        "personal_id.old_card",
        "address.province_unknown",
        "phone.shape",
        "ethnicity.unlisted",
        "nationality.unlisted",
        "name.shape",
    }
)
"""Problems that ask for a look and do not make a value wrong."""

_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_DIGIT_LOOKALIKES = str.maketrans("OoQDIl|!ZSsBGb", "00001111255866")
_DATE_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[\s/.\-,]{1,3}(\d{1,2})[\s/.\-,]{1,3}(\d{4})(?!\d)")
_DATE_WORDS = re.compile(
    r"(?:ngay)?\s*[:.…_ ]*(\d{1,2})[\s.…_]*thang\s*[:.…_ ]*(\d{1,2})[\s.…_]*nam\s*[:.…_ ]*(\d{4})"
)
_PROVINCE_WORD = re.compile(r"^(?:tỉnh|thành phố|tp\.?)\s*", re.IGNORECASE)
_OTHER_PROVINCE_NAMES = frozenset({"HCM", "Hồ Chí Minh", "Bà Rịa-Vũng Tàu"})
"""Other ways in which provinces stand at the end of addresses."""
_PHONE = re.compile(r"0[35789]\d{8}|02\d{9}")
_NAME = re.compile(r"[^\W\d_]+(?:[ '’.\-][^\W\d_]+)*\.?")
_TAX_CODE = re.compile(r"(\d{10})(?:-?(\d{3}))?")


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
    """Lists that some rules compare with; an empty list switches its rule off."""

    provinces: tuple[Province, ...] = ()
    ethnic_groups: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A value in its normal form and the rule it fails ("" for none)."""

    value: str
    problem: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether a certain rule failed."""
        return bool(self.problem) and self.problem not in DOUBTS


def check_value(kind: ValueKind, raw: str, lists: ReferenceLists | None = None) -> Checked:
    """Normalise `raw` as a value of `kind` and check it.

    Args:
        kind: How the value is written.
        raw: Text as read; leader dots and surrounding punctuation are dropped.
        lists: Closed lists to compare with.

    Returns:
        The normal form (NFC) with the first failed rule. Where no normal form exists the
        text is kept as read, so that the officer sees what stood there.
    """
    text = strip_leaders(raw)
    if not text:
        return Checked("")
    return _CHECKS[kind](text, lists or ReferenceLists())


def strip_leaders(raw: str) -> str:
    """Text without leader dots, underscores and surrounding punctuation, NFC."""
    text = re.sub(r"[….·_]{2,}|…|(?<!\w)[._·]+(?!\w)", " ", nfc(raw))
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"^[\s:;.,·_\-–—*|]+|[\s:;,·_\-–—*|]+$", "", text)


def _check_text(text: str, _lists: ReferenceLists) -> Checked:
    return Checked(text)


def _check_address(text: str, lists: ReferenceLists) -> Checked:
    """An address ends with a province; one letter read wrong makes it another place or none."""
    _, comma, last = text.rpartition(",")
    names = {name for p in lists.provinces for name in (p.name, p.name_since_2025)}
    if not comma or not names:
        return Checked(text)
    place = _PROVINCE_WORD.sub("", last.strip(" ."))
    known = any(same_reading(place, name) for name in names | _OTHER_PROVINCE_NAMES)
    return Checked(text, "" if known else "address.province_unknown")


def _check_name(text: str, _lists: ReferenceLists) -> Checked:
    value = _title_case(text.rstrip("."))
    shaped = _NAME.fullmatch(value) and 2 <= len(value) <= 100 and " " in value
    return Checked(value, "" if shaped else "name.shape")


def _title_case(name: str) -> str:
    """Name written in capitals as names are stored: "NGUYỄN VĂN AN" is "Nguyễn Văn An"."""
    return " ".join(word.capitalize() for word in name.split()) if name.isupper() else name


def _check_date(text: str, _lists: ReferenceLists) -> Checked:
    if fold(NO_EXPIRY) in fold(text):
        return Checked(NO_EXPIRY)
    parts = _find_date(text)
    if parts is None:
        return Checked(text, "date.format")
    day, month, year = parts
    value = f"{day:02d}/{month:02d}/{year:04d}"
    return Checked(value, "" if _is_real(day, month, year) else "date.unreal")


def _find_date(text: str) -> tuple[int, int, int] | None:
    match = _DATE_NUMBERS.search(text) or _DATE_WORDS.search(fold(text))
    if match is None:
        packed = re.fullmatch(r"(\d{2})(\d{2})(\d{4})", text)
        match = packed if packed else None
    if match is None:
        return None
    day, month, year = (int(group) for group in match.groups())
    return day, month, year


def _is_real(day: int, month: int, year: int) -> bool:
    if not 1850 <= year <= 2150:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def parse_date(value: str) -> date | None:
    """Date of a checked value, None for anything that is no real date."""
    match = re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", value)
    if match is None or not _is_real(*(int(group) for group in match.groups())):
        return None
    return date(int(match[3]), int(match[2]), int(match[1]))


def _digits(text: str) -> str:
    """Digits of a number that may be parted by spaces or dots; look-alikes are repaired.

    Letters that cannot be a digit stay, so that the length rule refuses the value.
    """
    return re.sub(r"[\s.\-,]", "", text).translate(_DIGIT_LOOKALIKES)


def _number_like(text: str) -> str:
    """The longest run of digits and look-alikes that is mostly digits, else all of `text`."""
    runs = re.findall(r"[0-9OoQDIl|!ZSsBGb][0-9OoQDIl|!ZSsBGb .\-]{6,16}", text)
    likely = [run for run in runs if sum(c.isdigit() for c in run) >= 6]
    return max(likely, key=len) if likely else text


def _check_personal_id(text: str, lists: ReferenceLists) -> Checked:
    printed = re.search(r"(?<!\d)(\d{12}|\d{9})(?!\d)", text)
    digits = printed[1] if printed else _digits(_number_like(text))
    if not re.fullmatch(r"[0-9]+", digits):
        return Checked(text, "personal_id.not_digits")
    if len(digits) == 9:
        return Checked(digits, "personal_id.old_card")
    if len(digits) != 12:
        return Checked(digits, "personal_id.length")
    if digits[0] != "0":
        return Checked(digits, "personal_id.province_unknown")
    codes = {province.code for province in lists.provinces}
    if codes and digits[1:3] not in codes:
        return Checked(digits, "personal_id.province_unknown")
    return Checked(digits)


def sex_of_id(personal_id: str) -> str:
    """Sex that the fourth digit of a twelve-digit id states: "Nam" or "Nữ"."""
    return "Nữ" if int(personal_id[3]) % 2 else "Nam"


def birth_year_of_id(personal_id: str) -> int:
    """Birth year that digits four to six of a twelve-digit id state."""
    return 1900 + 100 * (int(personal_id[3]) // 2) + int(personal_id[4:6])


def check_person(personal_id: str, birth_date: str, sex: str) -> str:
    """Compare an id with the birth date and sex beside it.

    Args:
        personal_id: Checked value; only twelve digits are compared.
        birth_date: dd/mm/yyyy, or "" when unknown.
        sex: "Nam" or "Nữ", or "" when unknown.

    Returns:
        "personal_id.sex", "personal_id.birth_year" or "" when nothing contradicts.

    Source: Nghị định 70/2024/NĐ-CP, structure of the personal identification number.
    """
    if not re.fullmatch(r"[0-9]{12}", personal_id):
        return ""
    if sex and sex != sex_of_id(personal_id):
        return "personal_id.sex"
    born = parse_date(birth_date)
    if born and born.year != birth_year_of_id(personal_id):
        return "personal_id.birth_year"
    return ""


def _check_sex(text: str, _lists: ReferenceLists) -> Checked:
    word = re.split(r"[\s,;/]", text.strip(), maxsplit=1)[0].strip(".:")
    if same_reading(word, "nam") or word.upper() == "M":
        return Checked("Nam")
    if fold(word) == "nu":
        return Checked("Nữ")
    return Checked(text, "sex.unknown")


def _from_list(text: str, names: tuple[str, ...], problem: str) -> Checked:
    value = text.rstrip(".")
    for name in names:
        if same_reading(value, name):
            return Checked(name)
    folded = [name for name in names if fold(name) == fold(value)]
    if len(folded) == 1:
        return Checked(folded[0])
    return Checked(value, problem if names else "")


def _check_ethnicity(text: str, lists: ReferenceLists) -> Checked:
    return _from_list(text, lists.ethnic_groups, "ethnicity.unlisted")


def _check_nationality(text: str, lists: ReferenceLists) -> Checked:
    return _from_list(text, lists.nationalities, "nationality.unlisted")


def _check_dossier_code(text: str, _lists: ReferenceLists) -> Checked:
    compact = re.sub(r"\s+", "", text).upper().replace("–", "-").replace("—", "-")
    match = DOSSIER_CODE.search(compact)
    if match is None:
        return Checked(compact, "dossier_code.format")
    value = match[0]
    _, stamp, _ = value.rsplit("-", 2)
    real = _is_real(int(stamp[4:6]), int(stamp[2:4]), 2000 + int(stamp[0:2]))
    return Checked(value, "" if real else "dossier_code.date")


def _check_number(text: str, _lists: ReferenceLists) -> Checked:
    match = re.search(r"\d{1,3}(?:[. ]\d{3})+(?!\d)|\d+", text)
    if match is None:
        return Checked(text, "number.format")
    return Checked(re.sub(r"[. ]", "", match[0]))


def _check_phone(text: str, _lists: ReferenceLists) -> Checked:
    digits = re.sub(r"^(\+?84)(?=\d{9,10}$)", "0", re.sub(r"[\s.\-()]", "", text))
    digits = digits.translate(_DIGIT_LOOKALIKES) if not digits.isdigit() else digits
    return Checked(digits, "" if _PHONE.fullmatch(digits) else "phone.shape")


def _check_doc_number(text: str, _lists: ReferenceLists) -> Checked:
    value = re.sub(r"\s*([/\-.])\s*", r"\1", text)
    return Checked(value, "" if re.search(r"\d", value) else "doc_number.no_digit")


def check_tax_code(text: str) -> Checked:
    """Check a tax code: ten digits, ten and a branch of three, or a personal id.

    Source: TT 86/2024/TT-BTC (twelve digits since 1 July 2025); check digit over the first
    nine with the weights 31 29 23 19 17 13 7 5 3.
    """
    digits = re.sub(r"\s", "", text)
    if re.fullmatch(r"[0-9]{12}", digits):
        return _check_personal_id(digits, ReferenceLists())
    match = _TAX_CODE.fullmatch(digits)
    if match is None:
        return Checked(digits, "tax_code.length")
    number, branch = match[1], match[2] or ""
    value = f"{number}-{branch}" if branch else number
    if number[2:9] == "0000000" or branch == "000":
        return Checked(value, "tax_code.number")
    weighted = sum(
        weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, number[:9], strict=True)
    )
    if 10 - weighted % 11 != int(number[9]):
        return Checked(value, "tax_code.check_digit")
    return Checked(value)


_CHECKS: Mapping[ValueKind, Callable[[str, ReferenceLists], Checked]] = {
    ValueKind.TEXT: _check_text,
    ValueKind.ADDRESS: _check_address,
    ValueKind.NAME: _check_name,
    ValueKind.DATE: _check_date,
    ValueKind.PERSONAL_ID: _check_personal_id,
    ValueKind.SEX: _check_sex,
    ValueKind.ETHNICITY: _check_ethnicity,
    ValueKind.NATIONALITY: _check_nationality,
    ValueKind.DOSSIER_CODE: _check_dossier_code,
    ValueKind.NUMBER: _check_number,
    ValueKind.PHONE: _check_phone,
    ValueKind.DOC_NUMBER: _check_doc_number,
}
