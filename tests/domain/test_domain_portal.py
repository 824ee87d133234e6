"""Texts, times and portions of the portal's record."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.portal import cut_text, dossier_record, portal_time
from tests.receiver.dossier_samples import manifest_of


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("Tờ khai", 2, "Tờ"),
        ("To\u031b\u0300 khai", 2, "Tờ"),
        ("q\u0323\u0302x", 2, ""),
        ("q\u0323\u0302x", 3, "q\u0323\u0302"),
        ("abc", 3, "abc"),
        ("", 0, ""),
    ],
)
def test_cut_text_keeps_letters_whole(text: str, limit: int, cut: str) -> None:
    assert cut_text(text, limit) == cut


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), st.integers(0, 40))
def test_cut_text_of_anything_is_short_and_composed(text: str, limit: int) -> None:
    cut = cut_text(text, limit)

    assert len(cut) <= limit
    assert unicodedata.is_normalized("NFC", cut)
    assert unicodedata.normalize("NFC", text).startswith(cut)


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-5))])
def test_portal_time_is_vietnamese_whatever_the_zone(zone: timezone) -> None:
    moment = datetime(2026, 11, 22, 18, 5, 9, tzinfo=UTC)

    assert portal_time(moment.astimezone(zone)) == "20261123010509"


@pytest.mark.parametrize(
    ("owner", "kinds"),
    [("001099000001", ["1"]), ("123456789", ["2"]), ("0312345678", []), ("", [])],
)
def test_dossier_record_names_the_kind_of_a_personal_id(owner: str, kinds: list[str]) -> None:
    manifest = manifest_of({"a": b"x"})
    from dataclasses import replace

    record = dossier_record(replace(manifest, owner_id=owner), addresses={}, received="")

    named = record["DinhDanhCHS"]
    assert isinstance(named, list)
    assert [each["LoaiDinhDanh"] for each in named] == kinds
