"""Telephone numbers and addresses of electronic mail."""

from __future__ import annotations

import re

from ocr.understanding.checked import Checked, ReferenceLists, doubted
from ocr.understanding.lookalikes import DIGIT_CLASS, as_digits
from ocr.understanding.nearest import neighbours

_PHONE = re.compile(r"0[35789]\d{8}|02\d{9}|1[89]00\d{4,6}")
_RUN = re.compile(
    rf"(?:\(?\+?\s?84\)?[\s.\-]?|\(?0|1[89]00)(?:[\s.\-()]{{0,2}}{DIGIT_CLASS}){{4,13}}"
)
_COUNTRY = re.compile(r"^(?:\+?84|0084)(?=[235789]\d{8,9}$)")
_OLD_PREFIXES = {
    **{f"016{digit}": f"03{digit}" for digit in "23456789"},
    **{"0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078"},
    **{"0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082"},
    **{"0186": "056", "0188": "058", "0199": "059"},
}
"""Mobile prefixes of eleven digits and what replaced them.

Source: Quyết định 798/QĐ-BTTTT of 30 May 2018.
"""

_EMAIL = re.compile(
    r"[A-Za-z0-9._%+\-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)
_DOMAINS = (
    "gmail.com",
    "yahoo.com",
    "yahoo.com.vn",
    "outlook.com",
    "outlook.com.vn",
    "hotmail.com",
    "icloud.com",
    "live.com",
)
_MAX_EMAIL = 254


def check_phone(text: str, _lists: ReferenceLists) -> Checked:
    """Normalise a telephone number to national digits: +84 becomes 0."""
    numbers = [_national(run) for run in _RUN.findall(text)]
    sound = [number for number in numbers if _PHONE.fullmatch(number)]
    if len(sound) > 1:
        return doubted(sound[0], "phone.several", sound[1:])
    if sound:
        return Checked(sound[0])
    digits = _national(text)
    if _PHONE.fullmatch(digits):
        return Checked(digits)
    renewed = _OLD_PREFIXES.get(digits[:4], "") if re.fullmatch(r"01\d{9}", digits) else ""
    if renewed:
        return doubted(digits, "phone.old_prefix", [renewed + digits[4:]])
    return Checked(digits, "phone.shape")


def _national(text: str) -> str:
    digits = re.sub(r"[\s.\-()]", "", text)
    digits = digits if digits.lstrip("+").isdigit() else as_digits(digits)
    return _COUNTRY.sub("0", digits)


def check_email(text: str, _lists: ReferenceLists) -> Checked:
    """Normalise an address of electronic mail; its domain is written small.

    Spaces that recognition put around signs are dropped and a comma in the domain is a dot. A
    domain that looks like a common one misread is offered with that one.
    """
    value = re.sub(r"\s*([@.,_])\s*", r"\1", text).replace("＠", "@")
    local, at, domain = value.rpartition("@")
    value = f"{local}{at}{domain.replace(',', '.').lower()}" if at else value
    if len(value) <= _MAX_EMAIL and _EMAIL.fullmatch(value) and ".." not in value:
        return Checked(value)
    near = neighbours(domain.lower(), _DOMAINS) if at and local.isascii() else []
    return doubted(value, "email.shape", [f"{local}@{name}" for name in near])
