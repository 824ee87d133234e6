"""Looking for separators on one page, and what the marks mean before anybody sorts.

Runs on: the cpu lane (`look_for_separators`); the rest is cheap.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.cover_code import Cover, CoverKind, read_cover
from app.domain.separation import Mark, MarkKind, SeparationRules
from app.shared_bytes import SharedBytes, mapped
from ocr.understanding.dossier_codes import DOSSIER_CODE, PROCEDURE_CODE

_QR = "qr"
_FIELDS = "|"


@dataclass(frozen=True, slots=True)
class SeparatorOrder:
    """One page to look at.

    Attributes:
        data: Bytes of the file the page is in.
        frame: Which image of the file, from 0.
        patches: Look for patches.
        codes: Look for bar codes and Data Matrix.
        blank: Tell whether the page is blank.
    """

    data: bytes | SharedBytes
    frame: int = 0
    patches: bool = True
    codes: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class SeparatorLook:
    """What was seen on a page.

    Attributes:
        codes: Kind and text of each code, from top to bottom.
        patches: Names of each patch; two where its direction is not known.
        is_blank: Nothing is on the page; only told where it was asked for.
    """

    codes: tuple[tuple[str, str], ...] = ()
    patches: tuple[tuple[str, ...], ...] = ()
    is_blank: bool = False


def look_for_separators(order: SeparatorOrder) -> SeparatorLook:
    """Decode a page and look at it; nothing is read.

    Raises:
        LibraryError: The page cannot be decoded.
    """
    from app.services.workers import library_errors
    from ocr.checks.judge import is_blank
    from ocr.checks.quick_look import look
    from ocr.codes.separators import Wanted, find_separators
    from ocr.intake.decode import decode_page

    with library_errors():
        raw = decode_page(mapped(order.data), order.frame)
        wanted = Wanted(order.patches, bars=order.codes, matrix=order.codes)
        found = find_separators(raw.image, wanted)
        marked = bool(found.codes or found.patches)
        blank = order.blank and not marked and is_blank(look(raw))
    return SeparatorLook(
        tuple((code.kind.value, code.text) for code in found.codes),
        tuple(tuple(kind.value for kind in patch.kinds) for patch in found.patches),
        blank,
    )


def marks_of(seen: SeparatorLook, rules: SeparationRules) -> tuple[Mark, ...]:
    """What codes and patches of a page can mean; codes of other papers mean nothing."""
    marks = [mark for kind, text in seen.codes if (mark := _mark(kind, text, rules))]
    return (*marks, *(Mark(MarkKind.PATCH, names) for names in seen.patches))


def _mark(kind: str, text: str, rules: SeparationRules) -> Mark | None:
    cover = read_cover(text) if kind == _QR else None
    if cover is not None:
        return Mark(MarkKind.COVER, (text,), cover)
    if text.startswith(rules.prefixes):
        return Mark(MarkKind.CODE, (text,))
    code, *rest = text.split(_FIELDS)
    if not DOSSIER_CODE.fullmatch(code.strip()):
        return None
    procedure = rest[0].strip() if rest else ""
    known = procedure if PROCEDURE_CODE.fullmatch(procedure) else ""
    return Mark(MarkKind.SLIP, (text,), Cover(CoverKind.SLIP, code.strip(), known))
