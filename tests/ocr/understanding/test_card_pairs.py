from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ocr.understanding.card_pairs import Card, CardSide, Face, pair_sides

FIRST, SECOND = "038201004567", "038195000123"


def front(page: int, number: str) -> CardSide:
    return CardSide(page, Face.FRONT, number)


def back(page: int, number: str) -> CardSide:
    return CardSide(page, Face.BACK, number)


def test_pair_sides_number_decides_and_not_the_order_of_pages() -> None:
    sides = [front(0, FIRST), front(0, SECOND), back(1, SECOND), back(1, FIRST)]

    assert pair_sides(sides) == (
        Card(front(0, FIRST), back(1, FIRST)),
        Card(front(0, SECOND), back(1, SECOND)),
    )


def test_pair_sides_nine_digits_fit_the_one_number_they_end() -> None:
    same_end = "001201004567"

    assert pair_sides([front(0, FIRST), back(1, FIRST[3:])]) == (
        Card(front(0, FIRST), back(1, FIRST[3:])),
    )
    assert len(pair_sides([front(0, FIRST), front(1, same_end), back(2, FIRST[3:])])) == 3


def test_pair_sides_unread_numbers_stay_alone() -> None:
    assert pair_sides([front(0, ""), back(1, "")]) == (
        Card(front(0, ""), None),
        Card(None, back(1, "")),
    )


@given(
    st.lists(
        st.builds(
            CardSide,
            st.integers(0, 5),
            st.sampled_from(Face),
            st.sampled_from([FIRST, SECOND, FIRST[3:], "", "0"]),
        )
    )
)
def test_pair_sides_any_sides_keep_all_and_pair_only_the_same_number(
    sides: list[CardSide],
) -> None:
    cards = pair_sides(sides)

    kept = [side for card in cards for side in (card.front, card.back) if side]
    assert sorted(kept, key=repr) == sorted(sides, key=repr)
    for card in cards:
        if card.front and card.back:
            assert card.front.id_number[-9:] == card.back.id_number[-9:]
