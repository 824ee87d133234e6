from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.understanding.nearest import neighbours, weighted_distance

TEXTS = st.text(alphabet="aáàạâbdđeêoôơuưiy01l ", max_size=8)


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ("Kinh", "kinh", 0.0),
        ("hoà", "hòa", 0.0),
        ("Tày", "Táy", 0.3),
        ("Tay", "Tày", 0.3),
        ("Mông", "Mong", 0.5),
        ("Đao", "Dao", 0.5),
        ("O1", "01", 0.5),
        ("Dao", "Đào", 0.8),
        ("Kin", "Kinh", 1.0),
        ("Tày", "Tàu", 1.0),
        ("xã Hải Hậu", "xã Hài Hậu", 0.3),
        ("Mai An Tiêm", "Mai Tiêm", 2.5),
        ("anan", "an", 2.0),
        ("đã lY hôn", "đã ly hôn", 0.0),
    ],
)
def test_weighted_distance_table(first: str, second: str, distance: float) -> None:
    assert weighted_distance(first, second) == pytest.approx(distance)


@given(TEXTS, TEXTS)
def test_weighted_distance_is_symmetric_and_zero_for_itself(first: str, second: str) -> None:
    assert weighted_distance(first, first) == 0.0
    assert weighted_distance(first, second) == pytest.approx(weighted_distance(second, first))


def test_neighbours_far_names_are_left_out_and_near_ones_sorted() -> None:
    assert neighbours("Tay", ["Thái", "Tây", "Kinh", "Tày", "Dao"]) == ["Tày", "Tây"]
    assert neighbours("Xyz", ["Tày", "Kinh"]) == []
