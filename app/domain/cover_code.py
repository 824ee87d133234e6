"""What stands in the QR code of a cover sheet, and what it names.

`SOHOA1:<kind>:<name>:<procedure>:<check>` in the letters of the alphanumeric mode, so that the
code has few and large modules. C names a dossier by its code, I by the id that this program gave
it, B a dossier that does not exist yet: the first scan opens it. The check is a CRC-16 of what
stands before it: a code of other origin does not pass for a cover.

Source: TCVN 7322:2009 (ISO/IEC 18004:2006) 8.4.3, alphanumeric mode.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from app.domain.ids import DossierId, uuid8_of

_MARK = "SOHOA1"
_PARTS = 5
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")
_PLAIN = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $*+-./")
_MOST_NAME = 80
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters that are not taken for each other when read aloud. Source: Crockford, Base 32."""
_TAIL_LETTERS = 4


class CoverKind(StrEnum):
    """What a cover names its dossier by; slips of the processing system name it by its code."""

    CODE = "C"
    ID = "I"
    BLANK = "B"
    SLIP = "slip"


@dataclass(frozen=True, slots=True)
class Cover:
    """A dossier as a cover or a slip names it.

    Attributes:
        name: Dossier code, id of the dossier, or the name of a blank cover.
        procedure: Code of the procedure, "" where none was chosen.
    """

    kind: CoverKind
    name: str
    procedure: str = ""


def cover_text(cover: Cover) -> str:
    """What the QR code of a cover says."""
    body = ":".join((_MARK, cover.kind.value, _escaped(cover.name), _escaped(cover.procedure)))
    return f"{body}:{_check(body)}"


def read_cover(text: str) -> Cover | None:
    """The dossier that the text of a code names; None when it is no cover of ours."""
    if len(text) > 4 * _MOST_NAME or not _ALPHANUMERIC.fullmatch(text):
        return None
    parts = text.split(":")
    body, _, check = text.rpartition(":")
    if len(parts) != _PARTS or parts[0] != _MARK or check != _check(body):
        return None
    try:
        kind, name, procedure = CoverKind(parts[1]), *map(_unescaped, parts[2:4])
    except ValueError:
        return None
    is_sane = 0 < len(name) <= _MOST_NAME and (name + procedure).isprintable()
    return Cover(kind, name, procedure) if is_sane else None


def blank_name(station: str, day: str, number: int, random_bits: int) -> str:
    """Name of a cover for a dossier that is not there yet; no other cover has the same.

    The number is counted by the station; the random tail keeps names apart even when a station
    was set up anew under its old name and counts from one again.

    Args:
        station: Name of the workplace.
        day: Day of printing, YYMMDD.
        number: Counts the blank covers of the workplace.
        random_bits: At least 20 random bits.
    """
    tail = "".join(_LETTERS[random_bits >> (5 * n) & 31] for n in range(_TAIL_LETTERS))
    return f"{station.upper()}-{day}-{number:04d}-{tail}"


def dossier_of_blank(name: str) -> DossierId:
    """Id of the dossier that a blank cover opens: the same wherever it is read."""
    return DossierId(uuid8_of("sohoa cover " + name))


def _check(body: str) -> str:
    """CRC-16 of a text, four hexadecimal digits. Source: ITU-T V.41, polynomial 0x1021."""
    return f"{binascii.crc_hqx(body.encode('ascii'), 0xFFFF):04X}"


def _escaped(text: str) -> str:
    """A text in letters that the alphanumeric mode has; ":" is never among them."""
    octets = text.encode("utf-8")
    return "".join(chr(each) if each in _PLAIN else f"%{each:02X}" for each in octets)


def _unescaped(text: str) -> str:
    return unquote(text, errors="strict")
