"""Values inside the codes of identity cards and slips.

Each reader turns the text of one code into named values; the names are what
`ocr.understanding.forms.FieldDefinition.sources` refers to ("qr:full_name", "mrz:id_number").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ocr.codes.mrz import parse_mrz
from ocr.errors import OcrError
from ocr.reading import Code, CodeKind, FieldSource
from ocr.understanding.code_text import SEXES, CardCodeInvalid, date_of, fields_of, name_of
from ocr.understanding.dates import NO_EXPIRY
from ocr.understanding.dossier_codes import DOSSIER_CODE, PROCEDURE_CODE
from ocr.understanding.health_card import is_health_card, parse_health_card_qr
from ocr.words import Box

__all__ = [
    "DOSSIER_CODE",
    "PROCEDURE_CODE",
    "CardCodeInvalid",
    "CardQr",
    "CodeValue",
    "SlipQr",
    "code_values",
    "parse_card_qr",
    "parse_slip_qr",
]


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
    parts = fields_of(text)
    if len(parts) < 7:
        raise CardCodeInvalid(f"{len(parts)} fields")
    id_number, old_id, full_name, birth, sex, residence, issued = parts[:7]
    if not re.fullmatch(r"[0-9]{12}", id_number):
        raise CardCodeInvalid("personal id")
    if not re.fullmatch(r"(?:[0-9]{9}|[0-9]{12})?", old_id):
        raise CardCodeInvalid("old id")
    if sex.lower() not in SEXES:
        raise CardCodeInvalid("sex")
    return CardQr(
        id_number=id_number,
        old_id=old_id,
        full_name=name_of(full_name),
        birth_date=date_of(birth, "birth date"),
        sex=SEXES[sex.lower()],
        residence=residence,
        issued_on=date_of(issued, "date of issue") if issued else "",
        extra=tuple(parts[7:]),
    )


def parse_slip_qr(text: str) -> SlipQr:
    """Read the QR of a slip: four fields parted by bars, or a dossier code alone.

    Raises:
        CardCodeInvalid: The first field is no dossier code or the second no procedure code.
    """
    parts = fields_of(text)
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
    if DOSSIER_CODE.fullmatch(fields_of(text)[0]):
        slip = parse_slip_qr(text)
        return [
            ("qr:dossier_code", slip.dossier_code),
            ("qr:procedure_code", slip.procedure_code),
            ("qr:owner_id", slip.owner_id),
            ("qr:paper_name", slip.paper_name),
        ]
    if is_health_card(text):
        return _health_card_values(text)
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


def _health_card_values(text: str) -> list[tuple[str, str]]:
    card = parse_health_card_qr(text)
    return [
        ("qr:insurance_number", card.number),
        ("qr:full_name", card.full_name),
        ("qr:birth_date", card.birth_date),
        ("qr:sex", card.sex),
        ("qr:residence", card.residence),
        ("qr:valid_from", card.valid_from),
        ("qr:expires_on", card.expires_on),
    ]


def _mrz_values(text: str) -> list[tuple[str, str]]:
    zone = parse_mrz(text.split("\n"))
    expiry = f"{zone.expires_on:%d/%m/%Y}" if zone.expires_on else NO_EXPIRY
    return [
        ("mrz:id_number", zone.personal_id),
        ("mrz:number", zone.number),
        ("mrz:full_name", zone.full_name),
        ("mrz:birth_date", f"{zone.birth_date:%d/%m/%Y}"),
        ("mrz:sex", SEXES.get(zone.sex.lower(), "")),
        ("mrz:expires_on", expiry),
    ]
