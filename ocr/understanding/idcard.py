"""Values inside the codes of identity cards and slips.

Each reader turns the text of one code into named values; the names are what
`ocr.understanding.forms.FieldDefinition.sources` refers to ("qr:full_name", "mrz:id_number").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ocr.codes.mrz import parse_mrz
from ocr.errors import Advice, OcrError
from ocr.reading import Code, CodeKind, FieldSource
from ocr.words import Box, nfc

DOSSIER_CODE = re.compile(
    r"(?:[A-Z]\d{2}(?:\.\d{1,3}){0,4}|\d{3}(?:\.\d{2}){1,3}\.[A-Z]\d{2})-\d{6}-\d{4,}"
)
"""Dossier code in its three forms.

Source: TT 01/2018/TT-VPCP Art. 19; TT 04/2025/TT-VPCP (central services).
"""

PROCEDURE_CODE = re.compile(r"\d\.\d{6}(?:\.\d{2,3}){0,3}(?:\.[A-Z]\d{2})?")
"""Procedure code, national (1.001193) or with its local tail."""

_MAX_QR_CHARS = 4096
_SEXES = {"nam": "Nam", "nữ": "Nữ", "nu": "Nữ", "m": "Nam", "f": "Nữ"}


class CardCodeInvalid(OcrError):
    """The text of the code is not what a card or slip holds."""

    code = "card_code.invalid"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class CardQr:
    """Content of the QR of a citizen card.

    Attributes:
        id_number: Twelve digits.
        old_id: Nine digits of the older card, "" if the person had none.
        full_name: With marks.
        birth_date: dd/mm/yyyy.
        sex: "Nam" or "Nữ".
        residence: Address as stored.
        issued_on: dd/mm/yyyy.
        extra: Fields after the seventh, kept as they are.
    """

    id_number: str
    old_id: str
    full_name: str
    birth_date: str
    sex: str
    residence: str
    issued_on: str
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlipQr:
    """Content of the QR of a slip printed by the processing system.

    Source: TT 01/2023/TT-VPCP: dossier code, procedure code, id of the person or
    organisation, name of the paper.
    """

    dossier_code: str
    procedure_code: str
    owner_id: str
    paper_name: str


@dataclass(frozen=True, slots=True)
class CodeValue:
    """One named value out of a code.

    Attributes:
        name: Key for `FieldDefinition.sources`: kind of code, colon, name.
        value: Normalised value.
        source: Kind of reader.
        box: Place of the code on the page.
    """

    name: str
    value: str
    source: FieldSource
    box: Box


def parse_card_qr(text: str) -> CardQr:
    """Read the QR of a citizen card: seven fields parted by bars, more are kept.

    Text from a keyboard scanner (trailing line end) is accepted too.

    Raises:
        CardCodeInvalid: Fewer fields, or a field that cannot be what it should be.
    """
    if len(text) > _MAX_QR_CHARS:
        raise CardCodeInvalid("text too long")
    parts = [nfc(part).strip() for part in text.strip("\r\n\t \x00").split("|")]
    if len(parts) < 7:
        raise CardCodeInvalid(f"{len(parts)} fields")
    id_number, old_id, full_name, birth, sex, residence, issued = parts[:7]
    if not re.fullmatch(r"[0-9]{12}", id_number):
        raise CardCodeInvalid("personal id")
    if not re.fullmatch(r"(?:[0-9]{9}|[0-9]{12})?", old_id):
        raise CardCodeInvalid("old id")
    if not full_name or any(character.isdigit() for character in full_name):
        raise CardCodeInvalid("full name")
    if sex.lower() not in _SEXES:
        raise CardCodeInvalid("sex")
    return CardQr(
        id_number=id_number,
        old_id=old_id,
        full_name=full_name,
        birth_date=_packed_date(birth, "birth date"),
        sex=_SEXES[sex.lower()],
        residence=residence,
        issued_on=_packed_date(issued, "date of issue") if issued else "",
        extra=tuple(parts[7:]),
    )


def _packed_date(text: str, name: str) -> str:
    """ddMMyyyy, or dd/MM/yyyy, as dd/mm/yyyy."""
    match = re.fullmatch(r"([0-9]{2})[/-]?([0-9]{2})[/-]?([0-9]{4})", text)
    if match is None:
        raise CardCodeInvalid(name)
    day, month, year = match.groups()
    try:
        date(int(year), int(month), int(day))
    except ValueError as error:
        raise CardCodeInvalid(name) from error
    return f"{day}/{month}/{year}"


def parse_slip_qr(text: str) -> SlipQr:
    """Read the QR of a slip: four fields parted by bars, or a dossier code alone.

    Raises:
        CardCodeInvalid: The first field is no dossier code or the second no procedure code.
    """
    if len(text) > _MAX_QR_CHARS:
        raise CardCodeInvalid("text too long")
    parts = [nfc(part).strip() for part in text.strip("\r\n\t \x00").split("|")]
    dossier_code, procedure_code, owner_id, paper_name = (*parts, "", "", "")[:4]
    if not DOSSIER_CODE.fullmatch(dossier_code):
        raise CardCodeInvalid("dossier code")
    if procedure_code and not PROCEDURE_CODE.fullmatch(procedure_code):
        raise CardCodeInvalid("procedure code")
    return SlipQr(dossier_code, procedure_code, owner_id, paper_name)


def code_values(code: Code) -> tuple[CodeValue, ...]:
    """Named values of one code; empty for a code that is neither card nor slip.

    Empty values are left out, so that the optional fields of a QR never hide what is printed.
    """
    try:
        named, source = _named_values(code)
    except OcrError:
        return ()
    return tuple(CodeValue(name, value, source, code.box) for name, value in named if value)


def _named_values(code: Code) -> tuple[list[tuple[str, str]], FieldSource]:
    match code.kind:
        case CodeKind.MRZ:
            return _mrz_values(code.text), FieldSource.MRZ
        case CodeKind.QR | CodeKind.DATA_MATRIX:
            return _qr_values(code.text), FieldSource.QR
        case CodeKind.CODE128 | CodeKind.CODE39:
            slip = parse_slip_qr(code.text)
            return [("barcode:dossier_code", slip.dossier_code)], FieldSource.BARCODE


def _qr_values(text: str) -> list[tuple[str, str]]:
    if DOSSIER_CODE.match(text.strip()):
        slip = parse_slip_qr(text)
        return [
            ("qr:dossier_code", slip.dossier_code),
            ("qr:procedure_code", slip.procedure_code),
            ("qr:owner_id", slip.owner_id),
            ("qr:paper_name", slip.paper_name),
        ]
    card = parse_card_qr(text)
    return [
        ("qr:id_number", card.id_number),
        ("qr:old_id", card.old_id),
        ("qr:full_name", card.full_name),
        ("qr:birth_date", card.birth_date),
        ("qr:sex", card.sex),
        ("qr:residence", card.residence),
        ("qr:issued_on", card.issued_on),
    ]


def _mrz_values(text: str) -> list[tuple[str, str]]:
    zone = parse_mrz(text.split("\n"))
    expiry = f"{zone.expires_on:%d/%m/%Y}" if zone.expires_on else "Không thời hạn"
    return [
        ("mrz:id_number", zone.personal_id),
        ("mrz:number", zone.number),
        ("mrz:full_name", zone.full_name),
        ("mrz:birth_date", f"{zone.birth_date:%d/%m/%Y}"),
        ("mrz:sex", _SEXES.get(zone.sex.lower(), "")),
        ("mrz:expires_on", expiry),
    ]
