"""What the code of a cover sheet says, and what does not pass for one."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cover_code import (
    Cover,
    CoverKind,
    blank_name,
    cover_text,
    dossier_of_blank,
    read_cover,
)

ALPHANUMERIC = set(string.digits + string.ascii_uppercase + " $%*+-./:")
NAMES = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=20)
KINDS = st.sampled_from([CoverKind.CODE, CoverKind.ID, CoverKind.BLANK])


def test_cover_text_dossier_code_is_readable_as_it_stands() -> None:
    text = cover_text(Cover(CoverKind.CODE, "H56.14-261122-0001", "1.001193"))

    assert text.startswith("SOHOA1:C:H56.14-261122-0001:1.001193:")


@given(KINDS, NAMES, NAMES)
def test_read_cover_gives_back_what_was_written(kind: CoverKind, name: str, code: str) -> None:
    cover = Cover(kind, name, code)

    text = cover_text(cover)

    assert set(text) <= ALPHANUMERIC
    assert read_cover(text) == cover


@given(st.text(max_size=60))
def test_read_cover_any_text_never_breaks(text: str) -> None:
    assert read_cover(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SOHOA1",
        "SOHOA1:C:H56-261122-0001::0000",
        "H56.14-261122-0001|1.001193|001090000123|Giấy tiếp nhận",
        "SOHOA1:X:H56-261122-0001::E2E8",
        "SOHOA1:C:::EDB1",
    ],
)
def test_read_cover_other_texts_are_no_covers(text: str) -> None:
    assert read_cover(text) is None


def test_read_cover_one_letter_changed_is_no_cover() -> None:
    text = cover_text(Cover(CoverKind.CODE, "H56.14-261122-0001"))

    for at, letter in enumerate(text):
        other = "7" if letter != "7" else "8"
        assert read_cover(text[:at] + other + text[at + 1 :]) is None


def test_blank_name_numbers_and_tails_tell_names_apart() -> None:
    names = {
        blank_name("tram-1", "261122", 1, 0),
        blank_name("tram-1", "261122", 2, 0),
        blank_name("tram-1", "261122", 1, 1),
        blank_name("tram-2", "261122", 1, 0),
    }

    assert len(names) == 4
    assert "TRAM-1-261122-0001-0000" in names


def test_dossier_of_blank_is_the_same_each_time_and_a_uuid_of_version_8() -> None:
    first = dossier_of_blank("TRAM-1-261122-0001-0000")

    assert first == dossier_of_blank("TRAM-1-261122-0001-0000")
    assert first != dossier_of_blank("TRAM-1-261122-0002-0000")
    assert first[14] == "8"
    assert first[19] in "89ab"
