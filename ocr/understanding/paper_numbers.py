"""Numbers that papers carry: notation, registration, insurance, passport, land certificate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ocr.folding import fold
from ocr.understanding.checked import Checked, ReferenceLists, doubted
from ocr.understanding.lookalikes import DIGIT_CLASS, as_digits, letters_like
from ocr.understanding.personal_id import check_personal_id

_NUMBER_ALIKE = re.compile(r"^[OoIl|0-9]*[0-9][OoIl|0-9]*(?=/)")
_PARTED_NUMBER = re.compile(r"(\d{1,6}) (\d{1,6})(?=/)")
_UNMARKED_NOTATION = re.compile(r"(?<=/)(QD|ND|HD|QB|GB)(?=-|$)")
_MARKED = {"QD": "QĐ", "ND": "NĐ", "HD": "HĐ", "QB": "QĐ", "GB": "GĐ"}
_HEALTH_CARD = re.compile(rf"([A-Z]{{2}})({DIGIT_CLASS})({DIGIT_CLASS}{{2}})({DIGIT_CLASS}{{10}})")
_BENEFITS = "12345"
_PASSPORT = re.compile(rf"([A-Z])({DIGIT_CLASS}{{7,8}})")
_FOREIGN_PASSPORT = re.compile(r"(?=.*\d)[A-Z0-9]{6,9}")
_SERIAL = re.compile(
    rf"(?<!\w)([A-Za-zĐđ]{{2}})[\s.\-]*({DIGIT_CLASS}{{8}}|{DIGIT_CLASS}{{6}})(?!\w)"
)
_OLD_SERIAL = re.compile(rf"([A-Za-zĐđ])[\s.\-]*({DIGIT_CLASS}{{6,7}})")
_MISREAD_SERIAL = re.compile(r"([A-ZĐ0-9]{2})[\s.\-]+(\d{8}|\d{6})")
_REGISTER = re.compile(rf"(?:(CS|CH|BC|VP|CT|H|T)[\s.\-]*)?({DIGIT_CLASS}{{3,6}}(?:/[\w.\-/]+)?)")
_REGISTER_LIKE = re.compile(r"(?:CS|CH|BC|VP)[\s.\-]*\d{3,5}")


def check_document_number(text: str, _lists: ReferenceLists) -> Checked:
    """Normalise number and notation of a paper ("123 / QĐ-UBND" is "123/QĐ-UBND").

    A notation that lost the mark of its Đ is doubted and offered with it, and so is a number in
    two pieces: a speck was read as a digit, or a blank came in.

    Source: Nghị định 30/2020/NĐ-CP, Appendix I (number and notation).
    """
    value = re.sub(r"\s*([/\-.])\s*", r"\1", text.replace("–", "-").replace("—", "-"))
    number = _NUMBER_ALIKE.match(value)
    if number:
        value = as_digits(number[0]) + value[number.end() :]
    if not re.search(r"\d", value):
        return Checked(value, "doc_number.no_digit")
    parted = _PARTED_NUMBER.match(value)
    if parted:
        tail = value[parted.end() :]
        return doubted(value, "doc_number.blank", [parted[2] + tail, parted[1] + parted[2] + tail])
    marked = _UNMARKED_NOTATION.sub(lambda found: _MARKED[found[0]], value)
    return (
        doubted(value, "doc_number.notation_marks", [marked]) if marked != value else Checked(value)
    )


def check_registration_number(text: str, _lists: ReferenceLists) -> Checked:
    """Check the number of an entry in a civil-status register ("45/2023", "12")."""
    compact = re.sub(r"\s+", "", text)
    match = re.fullmatch(rf"({DIGIT_CLASS}{{1,6}})(?:/({DIGIT_CLASS}{{4}}))?(?:[-/](.+))?", compact)
    if match is None:
        return Checked(compact, "registration_number.shape")
    number, year, tail = as_digits(match[1]), as_digits(match[2] or ""), match[3] or ""
    value = number + (f"/{year}" if year else "") + (f"/{tail}" if tail else "")
    is_real = not year or 1900 <= int(year) <= 2150
    return Checked(value, "" if is_real else "registration_number.year")


def check_insurance_number(text: str, lists: ReferenceLists) -> Checked:
    """Check the number of a health card, of social insurance, or a personal id in its place.

    Source: fifteen characters in four boxes: two letters for the group, one digit for the
    benefit, two for the province, ten of the social insurance number; ten digits alone on
    newer cards; since 1 August 2025 the personal id takes the place of the number.
    """
    compact = re.sub(r"[\s.\-]", "", text)
    card = _HEALTH_CARD.fullmatch(compact[:2].upper() + compact[2:])
    if card:
        return _check_health_card(card, lists)
    digits = as_digits(compact)
    if re.fullmatch(r"[0-9]{12}", digits):
        return check_personal_id(digits, lists)
    is_number = re.fullmatch(r"[0-9]{10}", digits)
    return Checked(digits) if is_number else Checked(compact.upper(), "insurance_number.shape")


def _check_health_card(card: re.Match[str], lists: ReferenceLists) -> Checked:
    group, benefit, province, number = card[1], *map(as_digits, card.groups()[1:])
    value = f"{group}{benefit}{province}{number}"
    if benefit not in _BENEFITS:
        return Checked(value, "insurance_number.benefit")
    codes = {known.code for known in lists.provinces}
    known = not codes or province in codes
    return Checked(value, "" if known else "insurance_number.province_unknown")


def check_passport_number(text: str, _lists: ReferenceLists) -> Checked:
    """Check a passport number: one letter and seven or eight digits for Vietnamese ones.

    Source: ICAO Doc 9303 part 4: at most nine letters and digits.
    """
    compact = re.sub(r"[\s.\-]", "", text)
    match = _PASSPORT.fullmatch(compact[:1].upper() + compact[1:])
    if match:
        return Checked(match[1] + as_digits(match[2]))
    compact = compact.upper()
    if re.fullmatch(r"[0-9]{8,9}", compact):
        others = [letter + compact[1:] for letter in letters_like(compact[0])]
        return doubted(compact, "passport_number.foreign_shape", others)
    if _FOREIGN_PASSPORT.fullmatch(compact):
        return Checked(compact, "passport_number.foreign_shape")
    return Checked(compact, "passport_number.shape")


def check_land_serial(text: str, _lists: ReferenceLists) -> Checked:
    """Check the serial of a land certificate: "CN 719597", or "AA 09273289" since 2024.

    The number in the register of certificates ("CS 04721") is another number and refused.
    """
    spaced = re.sub(r"\s+", " ", text)
    if _REGISTER_LIKE.fullmatch(spaced.upper()):
        return Checked(spaced.upper(), "land_serial.register_number")
    match = _SERIAL.search(spaced)
    if match:
        return Checked(f"{match[1].upper()} {as_digits(match[2])}")
    old = _OLD_SERIAL.fullmatch(spaced)
    if old:
        return Checked(f"{old[1].upper()} {as_digits(old[2])}", "land_serial.old_shape")
    return doubted(spaced.upper(), "land_serial.shape", _serials_like(spaced.upper()))


def _serials_like(text: str) -> Iterator[str]:
    """Serials with a digit at the place of a letter read as the letter it looks like."""
    match = _MISREAD_SERIAL.fullmatch(text)
    if match is None:
        return
    first, second = (letters_like(sign) or sign for sign in match[1])
    for letter in first:
        for other in second:
            if not (letter + other).isdigit():
                yield f"{letter}{other} {match[2]}"


def check_register_number(text: str, _lists: ReferenceLists) -> Checked:
    """Check the number of a land certificate in the register ("Số vào sổ cấp GCN": "CS 04721")."""
    compact = re.sub(r"\s+", " ", fold(text).upper())
    match = _REGISTER.fullmatch(compact)
    if match is None:
        return Checked(text, "register_number.shape")
    number = as_digits(match[2]) if "/" not in match[2] else match[2]
    if not match[1]:
        return Checked(number, "register_number.prefix")
    return Checked(f"{match[1]} {number}")
