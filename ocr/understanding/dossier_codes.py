"""Codes of dossiers and procedures.

Source: Thông tư 01/2018/TT-VPCP Art. 19 (dossier code); Thông tư 04/2025/TT-VPCP (central
services).
"""

from __future__ import annotations

import re

from ocr.understanding.checked import Checked, ReferenceLists, doubted
from ocr.understanding.dates import is_real_date
from ocr.understanding.lookalikes import DIGIT_CLASS, as_digits

DOSSIER_CODE = re.compile(
    r"(?:[A-Z]\d{2}(?:\.\d{1,3}){0,4}|\d{3}(?:\.\d{2}){1,3}\.[A-Z]\d{2})-\d{6}-\d{4,}"
)
"""Dossier code in its three forms: H56.14-…, 000.17.22.H56-… and G15.10.20-…-150001."""

PROCEDURE_CODE = re.compile(r"\d\.\d{6}(?:\.\d{2,3}){0,3}(?:\.[A-Z]\d{2})?")
"""Procedure code, national (1.001193) or with its local tail."""

_WHOLE = r"(?<![0-9A-Za-z.])"
"""Nothing of the code stands before it: a part of one must not pass for another."""

_PRINTED = re.compile(_WHOLE + DOSSIER_CODE.pattern)
_STAMP_ALIKE = rf"-{DIGIT_CLASS}{{6}}-{DIGIT_CLASS}{{4,}}"
_ALIKE = (
    re.compile(
        rf"{_WHOLE}{DIGIT_CLASS}{{3}}(?:\.{DIGIT_CLASS}{{2}}){{1,3}}"
        rf"\.(?P<unit>[A-Y]){DIGIT_CLASS}{{2}}{_STAMP_ALIKE}"
    ),
    re.compile(
        rf"{_WHOLE}(?P<unit>[A-Y]){DIGIT_CLASS}{{2}}(?:\.{DIGIT_CLASS}{{1,3}}){{0,4}}{_STAMP_ALIKE}"
    ),
)
_UNIT = re.compile(r"[A-Z]\d{2}")
_DASHES = str.maketrans("–—", "--")


def check_dossier_code(text: str, lists: ReferenceLists) -> Checked:
    """Normalise a dossier code; its date must be real and its agency known."""
    compact = re.sub(r"\s+", "", text).translate(_DASHES)
    match = _PRINTED.search(compact.upper())
    value = match[0] if match else _repaired(compact)
    if not value:
        return Checked(compact.upper(), "dossier_code.format")
    agency, stamp, _ = value.rsplit("-", 2)
    if not is_real_date(int(stamp[4:6]), int(stamp[2:4]), 2000 + int(stamp[0:2])):
        return Checked(value, "dossier_code.date")
    unit = _UNIT.search(agency)
    if lists.agency_codes and (unit is None or unit[0] not in lists.agency_codes):
        return Checked(value, "dossier_code.unit_unknown")
    return Checked(value)


def _repaired(compact: str) -> str:
    """Dossier code with letters at places of digits repaired, "" where it is none."""
    for pattern in _ALIKE:
        match = pattern.search(compact)
        if match:
            start, unit = match.start(), match.start("unit")
            value = as_digits(compact[start:unit]) + compact[unit]
            return value + as_digits(compact[unit + 1 : match.end()])
    return ""


def check_procedure_code(text: str, _lists: ReferenceLists) -> Checked:
    """Check the code of a procedure ("1.001193", "1.001193.000.00.00.H56", "2.002621.H56")."""
    value = re.sub(r"\s+", "", text).upper()
    if PROCEDURE_CODE.fullmatch(value):
        return Checked(value)
    national = re.fullmatch(rf"({DIGIT_CLASS})[.,]?({DIGIT_CLASS}{{6}})", re.sub(r"\s", "", text))
    others = [f"{as_digits(national[1])}.{as_digits(national[2])}"] if national else []
    return doubted(value, "procedure_code.format", others)


def national_procedure_code(code: str) -> str:
    """Procedure code without its local tail."""
    return ".".join(code.split(".")[:2])
