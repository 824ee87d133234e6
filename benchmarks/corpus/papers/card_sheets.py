"""Several cards on one sheet, as counters copy them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from types import MappingProxyType

from benchmarks.corpus.cccd import (
    BACK_TITLE,
    FRONT_TITLE,
    Placing,
    blank_card,
    cccd_back,
    cccd_front,
)
from benchmarks.corpus.papers.cards import (
    IDENTITY_TITLE,
    draw_identity_back,
    draw_identity_front,
    with_new_card,
)
from benchmarks.corpus.papers.parts import Maker
from benchmarks.corpus.persons import Person
from benchmarks.corpus.render import DPI, Sheet, px
from benchmarks.corpus.truth import Affine, PageTruth, move_truth
from benchmarks.corpus.wording import make_adult, make_place

Laid = tuple[Sheet, int, int]


def _lay(cards: Sequence[Laid], paper: str, title: str) -> tuple[Sheet, PageTruth]:
    """Put cards drawn on their own on one sheet; the truth lists them in their order."""
    sheet = Sheet()
    parts: list[PageTruth] = []
    for card, x, y in cards:
        sheet.multiply(card.image, x, y)
        parts.append(move_truth(card.truth(paper, title), Affine(c=float(x), f=float(y))))
    width, height = sheet.image.size
    truth = PageTruth(
        paper=paper,
        title=title,
        width_px=width,
        height_px=height,
        dpi=DPI,
        lines=tuple(line for part in parts for line in part.lines),
        fields=tuple(field for part in parts for field in part.fields),
        codes=tuple(code for part in parts for code in part.codes),
    )
    return sheet, truth


def _persons(rng: Random) -> tuple[Person, Person]:
    return make_adult(rng, make_place(rng)), make_adult(rng, make_place(rng))


def _shaken(rng: Random, x_mm: float, y_mm: float) -> tuple[int, int]:
    return px(x_mm) + rng.randint(-40, 40), px(y_mm) + rng.randint(-40, 40)


def both_sides(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw front and back of one person's card, one below the other."""
    rng = Random(seed)
    person, _ = _persons(rng)
    front = cccd_front(person, rng, Placing.CROPPED)
    back = cccd_back(person, rng, Placing.CROPPED)
    laid = ((front, *_shaken(rng, 54, 40)), (back, *_shaken(rng, 54, 120)))
    return _lay(laid, "cccd_front", FRONT_TITLE)


def two_fronts(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw the fronts of two persons on one sheet."""
    rng = Random(seed)
    first, second = _persons(rng)
    laid = (
        (cccd_front(first, rng, Placing.CROPPED), *_shaken(rng, 54, 40)),
        (cccd_front(second, rng, Placing.CROPPED), *_shaken(rng, 54, 130)),
    )
    return _lay(laid, "cccd_front", FRONT_TITLE)


def two_backs(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw the backs of the same two persons as `two_fronts`, in the other order."""
    rng = Random(seed)
    first, second = _persons(rng)
    laid = (
        (cccd_back(second, rng, Placing.CROPPED), *_shaken(rng, 54, 40)),
        (cccd_back(first, rng, Placing.CROPPED), *_shaken(rng, 54, 130)),
    )
    return _lay(laid, "cccd_back", BACK_TITLE)


def new_both_sides(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw both sides of an identity card of 2024, side by side at the top of the sheet."""
    rng = Random(seed)
    person = with_new_card(_persons(rng)[0], rng)
    spots = []
    for draw in (draw_identity_front, draw_identity_back):
        spot = blank_card(rng, Placing.CROPPED)
        draw(spot, person, rng)
        spots.append(spot.sheet)
    laid = ((spots[0], *_shaken(rng, 6, 30)), (spots[1], *_shaken(rng, 104, 30)))
    return _lay(laid, "identity_card_2024_front", IDENTITY_TITLE)


CARD_SHEETS: Mapping[str, Maker] = MappingProxyType(
    {
        "cards_both_sides": both_sides,
        "cards_two_fronts": two_fronts,
        "cards_two_backs": two_backs,
        "new_cards_both_sides": new_both_sides,
    }
)
