"""Owner: who the dossier belongs to, told before its papers count as digitized."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from app.domain.field import Field, FieldSource, FieldState
from app.domain.ids import DossierId
from app.domain.officer import Right
from app.domain.owner import Owner, OwnerGap, OwnerKind, is_owner_id, owner_gap
from app.errors import Advice, StationError
from app.services.access import require, require_sight
from app.services.station import Station
from ocr.errors import OcrError
from ocr.understanding.idcard import parse_card_qr, parse_slip_qr
from ocr.understanding.personal_id import check_personal_id

_BORN_ABROAD = "personal_id.born_abroad"
"""Not the number of a Vietnamese province, which is no error: the code of another country."""

_MAX_TEXT = 2000
_MAX_NAME = 200


class OwnerError(StationError):
    """Root of the errors about the owner of a dossier."""

    code = "owner.error"
    advice = Advice.USER_ACTION


class OwnerInvalid(OwnerError):
    """What was typed or scanned is no personal id; `detail` has the code of the failed rule."""

    code = "owner.invalid"


class OwnerUnknown(OwnerError):
    """The owner has to be named before the dossier can go on."""

    code = "owner.unknown"


@dataclass(frozen=True, slots=True)
class OwnerGuess:
    """A person who may be the owner, as the dossier's own papers say.

    Attributes:
        owner: The person.
        source: Where the id was read.
        is_sure: Read from a code with check digits, or confirmed by the officer.
    """

    owner: Owner
    source: FieldSource
    is_sure: bool


def owner_of_text(station: Station, text: str) -> Owner:
    """The citizen that a typed id, the QR of a card or the QR of a slip names.

    A keyboard scanner types the whole QR; its line end and spaces around do no harm.

    Raises:
        OwnerInvalid: No personal id is in the text, or the id cannot be one.
    """
    typed = unicodedata.normalize("NFC", text).strip()
    if len(typed) > _MAX_TEXT:
        raise OwnerInvalid("personal_id.length")
    if "|" not in typed:
        return Owner(OwnerKind.CITIZEN, _checked(station, typed))
    try:
        card = parse_card_qr(typed)
        return Owner(OwnerKind.CITIZEN, _checked(station, card.id_number), card.full_name)
    except OcrError:
        return Owner(OwnerKind.CITIZEN, _checked(station, _id_on_slip(typed)))


def _id_on_slip(text: str) -> str:
    try:
        return parse_slip_qr(text).owner_id
    except OcrError as error:
        raise OwnerInvalid("personal_id.not_digits") from error


def _checked(station: Station, text: str) -> str:
    digits = "".join(char for char in text if char not in " .-\u00a0")
    if not (digits.isascii() and digits.isdigit()):
        raise OwnerInvalid("personal_id.not_digits")
    checked = check_personal_id(digits, station.catalog.reference_lists())
    if checked.problem and checked.problem != _BORN_ABROAD:
        raise OwnerInvalid(checked.problem)
    if not is_owner_id(digits):
        raise OwnerInvalid("personal_id.length")
    return digits


def set_owner(station: Station, dossier_id: DossierId, owner: Owner) -> Owner:
    """Name the owner of a dossier; what was offered or taken for another owner is forgotten.

    Raises:
        OwnerInvalid: A citizen without a valid id.
        IllegalStep: The dossier is sealed.
    """
    require(station, Right.REVIEW, dossier_id)
    named = Owner(owner.kind, owner.id.strip(), _name(owner.name))
    if named.kind is OwnerKind.CITIZEN:
        named = Owner(named.kind, _checked(station, named.id), named.name)
    act = station.act("owner.set", dossier_id, note=f"kind {named.kind.value}")
    station.store.set_owner(dossier_id, named, act)
    return named


def _name(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())[:_MAX_NAME]


def owner_gap_of(station: Station, dossier_id: DossierId) -> OwnerGap:
    """What is missing of the owner of a dossier."""
    procedure_code = station.store.dossier(dossier_id).procedure_code
    return owner_gap(station.store.owner(dossier_id), station.owners, procedure_code)


def require_owner(station: Station, dossier_id: DossierId) -> None:
    """Go on only where the owner is known or the province does not insist.

    Raises:
        OwnerUnknown: The owner has to be named first.
    """
    if owner_gap_of(station, dossier_id) is OwnerGap.BLOCKS:
        raise OwnerUnknown("no owner")


def guess_owners(station: Station, dossier_id: DossierId) -> tuple[OwnerGuess, ...]:
    """Who may be the owner: the owner of the slip first, then persons of cards, sure ones first.

    Nobody is chosen: a dossier may hold the cards of several persons.
    """
    require_sight(station, dossier_id)
    fields = station.store.fields(dossier_id)
    names = _names_by_page(fields)
    guesses: dict[str, OwnerGuess] = {}
    ids = [field for field in fields if field.name in _ID_FIELDS and is_owner_id(field.value)]
    for field in sorted(ids, key=lambda each: (_ID_FIELDS.index(each.name), not _is_sure(each))):
        owner = Owner(OwnerKind.CITIZEN, field.value, names.get(str(field.page_id), ""))
        guesses.setdefault(field.value, OwnerGuess(owner, field.source, _is_sure(field)))
    return tuple(guesses.values())


_ID_FIELDS = ("owner_id", "id_number")
"""Fields that name the owner of a slip and the holder of a card."""


def _names_by_page(fields: list[Field]) -> dict[str, str]:
    wanted = {"owner.full_name", "full_name"}
    return {str(field.page_id): field.value for field in fields if field.name in wanted}


def _is_sure(field: Field) -> bool:
    return bool(field.confirmed_by) or field.state is FieldState.GREEN
