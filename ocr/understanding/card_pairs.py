"""Pair the backs of cards with their fronts by the number, never by the order of pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

_END_OF_NUMBER = 9


class Face(Enum):
    """Side of a card."""

    FRONT = auto()
    BACK = auto()


@dataclass(frozen=True, slots=True)
class CardSide:
    """One side of a card on a page.

    Attributes:
        page: Index of the page; several sides may lie on one page.
        face: Which side it is.
        id_number: Twelve digits, the nine of a document number, or "" when unread.
    """

    page: int
    face: Face
    id_number: str


@dataclass(frozen=True, slots=True)
class Card:
    """Front and back of one card; a side that no other fits stays alone."""

    front: CardSide | None
    back: CardSide | None


def pair_sides(sides: Sequence[CardSide]) -> tuple[Card, ...]:
    """Pair fronts and backs that carry the same number.

    The machine-readable zone prints the last nine digits as document number, so nine digits
    fit the twelve that end in them when only one front does. A side without a number is never
    paired: its neighbour may be another person's.

    Returns:
        One card for each front in the order given, then the backs left over.
    """
    backs = [side for side in sides if side.face is Face.BACK]
    cards = []
    fronts = [side for side in sides if side.face is Face.FRONT]
    for front in fronts:
        back = next((side for side in backs if _is_partner(front, side, fronts)), None)
        if back is not None:
            backs.remove(back)
        cards.append(Card(front, back))
    return (*cards, *(Card(None, back) for back in backs))


def _is_partner(front: CardSide, back: CardSide, fronts: Sequence[CardSide]) -> bool:
    if not _same_number(front.id_number, back.id_number):
        return False
    numbers = {side.id_number for side in fronts if _same_number(side.id_number, back.id_number)}
    return len(numbers) == 1


def _same_number(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _END_OF_NUMBER:
        return False
    return one.endswith(other) or other.endswith(one)
