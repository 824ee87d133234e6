"""Dossiers are found by people's names and ids, and the database does not tell them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.folding import folded_words
from app.domain.owner import Owner, OwnerKind
from app.store.opening import Rooms
from tests.store.store_samples import act, dossier, field, open_dossier
from tests.store.upkeep_samples import Clock, open_upkeep


@pytest.fixture
def rooms(root: Path) -> Iterator[Rooms]:
    opened = open_upkeep(root, Clock())
    yield opened
    opened.store.close()


def named(rooms: Rooms, number: int, name: str, owner_id: str) -> str:
    home = open_dossier(rooms.store, rooms.vault, number, pages=1)
    owner = Owner(OwnerKind.CITIZEN, owner_id, name)
    rooms.store.set_owner(home.id, owner, act("owner.set", home.id))
    return home.id


@pytest.mark.parametrize(
    "text", ["Đỗ Thị Ánh", "do thi anh", "ÁNH đỗ", "001099000001", "H-1 đỗ", "Đỗ"]
)
def test_find_by_owner_or_code_finds_the_dossier(rooms: Rooms, text: str) -> None:
    first = named(rooms, 1, "Đỗ Thị Ánh", "001099000001")
    named(rooms, 2, "Trần Văn Mẫu", "001099000002")

    assert rooms.upkeep.find(text, 10) == [first]


@pytest.mark.parametrize("text", ["", "  ", "Lê", "00109900000", "do tran"])
def test_find_of_something_else_finds_nothing(rooms: Rooms, text: str) -> None:
    named(rooms, 1, "Đỗ Thị Ánh", "001099000001")
    named(rooms, 2, "Trần Văn Mẫu", "001099000002")

    assert rooms.upkeep.find(text, 10) == []


def test_find_follows_a_changed_owner_and_fields(rooms: Rooms) -> None:
    home = named(rooms, 1, "Đỗ Thị Ánh", "001099000001")
    rooms.upkeep.find("anh", 10)
    rooms.store.set_owner(
        dossier(1).id, Owner(OwnerKind.CITIZEN, "001099000003", "Lê Mẫu"), act("owner.set")
    )
    (page,) = rooms.store.pages(dossier(1).id)
    rooms.store.save_field(field(page, "full_name", "Phạm Đức"), act())

    assert rooms.upkeep.find("anh", 10) == []
    assert rooms.upkeep.find("le mau", 10) == [home]
    assert rooms.upkeep.find("pham duc", 10) == [home]


def test_names_are_in_no_file_of_the_store(root: Path) -> None:
    rooms = open_upkeep(root, Clock())
    named(rooms, 1, "Quỳnhmarker Đỗ", "001099000777")
    rooms.upkeep.find("quynhmarker", 10)
    rooms.store.close()

    kept = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())

    for marker in ("Quỳnhmarker", "quynhmarker", "001099000777"):
        assert marker.encode() not in kept
        assert marker.encode("utf-16-le") not in kept


@given(st.text())
def test_folded_words_are_plain_and_stay_as_they_are(text: str) -> None:
    words = folded_words(text)

    assert folded_words(" ".join(words)) == words
    assert all(word.isascii() and word.isalnum() for word in words)


def test_folded_words_take_accents_case_and_d_away() -> None:
    assert folded_words("ĐẶNG-đình, Ơn 12") == ("dang", "dinh", "on", "12")
