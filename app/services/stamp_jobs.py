"""Stamps of signatures, drawn and placed in the worker that prepares a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.signing import SigningItem, SigningPlan, Spot, StampKind
from app.errors import Advice, LibraryError
from app.services.station import SigningOptions

if TYPE_CHECKING:
    from signing.appearance.looks import Look, Pen
    from signing.appearance.pictures import Picture, PictureKind
    from signing.appearance.stamps import Role, Stamp


@dataclass(frozen=True, slots=True)
class StampOrder:
    """What is shown of a signature.

    Attributes:
        picture: File with the picture of the signature or seal.
        agency: Name of the agency, for copies.
        spot: Where the officer wants it; None lets the text of the file say it.
        beside: Certificate of the person whose signature a seal goes beside, DER.
    """

    kind: StampKind
    picture: str = ""
    agency: str = ""
    spot: Spot | None = None
    beside: bytes = b""


def stamp_order(
    options: SigningOptions, plan: SigningPlan, item: SigningItem, beside: bytes
) -> StampOrder | None:
    """What the settings and a plan say about one signature; None for an invisible one."""
    kind = plan.signers[item.place].stamp
    pictures = {StampKind.PERSON: options.person_picture, StampKind.SEAL: options.seal_picture}
    if kind is StampKind.NONE:
        return None
    return StampOrder(kind, pictures.get(kind, ""), options.organ_name, item.spot, beside)


def drawn_stamp(order: StampOrder, pdf: Path, certificate: bytes, signed_at: datetime) -> Stamp:
    """Draw a stamp and find its place.

    Raises:
        SigningError: No picture, no letter, no place.
        LibraryError: The place is unsure, or the picture cannot be read.
    """
    from signing.appearance.find import find_place
    from signing.appearance.places import PlaceTemplate
    from signing.appearance.stamps import Stamp

    pen = _pen(signed_at.date())
    look = _look(pen, order, signed_at)
    if order.spot is not None:
        return Stamp(order.spot.page_index, order.spot.box, look.content)
    name = _name_of(order.beside or certificate)
    place = find_place(pdf, name, _role(order.kind), PlaceTemplate(look.size_pt, pen.rules))
    if place.needs_look:
        detail = f"{place.why} {place.confidence:.2f}"
        raise LibraryError("stamp.place_unsure", Advice.USER_ACTION, detail)
    return Stamp(place.page_index, place.box, look.content)


def _role(kind: StampKind) -> Role:
    from signing.appearance.stamps import Role

    roles = {
        StampKind.PERSON: Role.PERSON,
        StampKind.SEAL: Role.AGENCY,
        StampKind.COPY: Role.COPY,
    }
    return roles[kind]


def _look(pen: Pen, order: StampOrder, signed_at: datetime) -> Look:
    from signing.appearance.looks import draw_copy, draw_person, draw_seal
    from signing.appearance.pictures import PictureKind
    from signing.appearance.stamps import CopyForm

    match order.kind:
        case StampKind.PERSON:
            return draw_person(pen, _picture(order.picture, PictureKind.SIGNATURE))
        case StampKind.SEAL:
            return draw_seal(pen, _picture(order.picture, PictureKind.SEAL))
        case _:
            return draw_copy(pen, CopyForm.TRUE_COPY, order.agency, signed_at)


@lru_cache(maxsize=4)
def _picture(file: str, kind: PictureKind) -> Picture:
    """Read a picture once for a whole batch, so that its look is drawn once."""
    from signing.appearance.pictures import read_picture

    try:
        content = Path(file).read_bytes()
    except OSError as error:
        raise LibraryError("stamp.picture_missing", Advice.USER_ACTION) from error
    return read_picture(content, kind)


@lru_cache(maxsize=2)
def _pen(day: date) -> Pen:
    from signing.appearance.looks import Pen
    from signing.appearance.shipped import shipped_face, shipped_rules

    return Pen(shipped_face(), shipped_rules(day))


def _name_of(certificate: bytes) -> str:
    from signing.certificates import certificate_summary

    return certificate_summary(certificate).subject
