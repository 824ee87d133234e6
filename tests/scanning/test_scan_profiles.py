"""Scan profiles in files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanning.base import (
    LEAST_DPI,
    ColourMode,
    PaperSize,
    PaperSource,
    ProfileMode,
    ProfilesInvalid,
    ProfilesLocked,
    ScanProfile,
)
from app.scanning.profiles import ProfileFiles, profile_from, profile_json, shipped


def written(file: Path, told: object) -> Path:
    file.write_text(json.dumps(told), "utf-8")
    return file


def test_shipped_profiles_can_all_be_used() -> None:
    found = shipped()

    assert found[0].name == "auto"
    assert all(each.title and each.dpi >= LEAST_DPI for each in found)


def test_save_own_profile_survives_and_can_be_removed(tmp_path: Path) -> None:
    own = tmp_path / "new" / "own.json"
    mine = ScanProfile("Thẻ", dpi=600, paper=PaperSize.ID1, colour=ColourMode.GREY)

    ProfileFiles(own).save(mine)
    found = ProfileFiles(own).profiles()
    ProfileFiles(own).remove("Thẻ")

    assert found == (*shipped(), mine)
    assert ProfileFiles(own).profiles() == shipped()


def test_save_under_a_shipped_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfilesLocked):
        ProfileFiles(tmp_path / "own.json").save(ScanProfile("auto"))


def test_lock_offers_the_administrators_profiles_alone(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    ProfileFiles(own).save(ScanProfile("mine"))
    given = written(tmp_path / "given.json", {"mode": "lock", "profiles": [{"name": "one"}]})
    shelf = ProfileFiles(own, given)

    assert shelf.mode is ProfileMode.LOCK
    assert [each.name for each in shelf.profiles()] == ["one"]
    with pytest.raises(ProfilesLocked):
        shelf.save(ScanProfile("another"))
    with pytest.raises(ProfilesLocked):
        shelf.remove("mine")


def test_default_puts_the_administrators_profiles_first_and_its_names_count(
    tmp_path: Path,
) -> None:
    given = written(tmp_path / "given.json", {"profiles": [{"name": "duplex", "dpi": 400}]})
    shelf = ProfileFiles(tmp_path / "own.json", given)

    assert shelf.mode is ProfileMode.DEFAULT
    assert shelf.profiles()[0] == ScanProfile("duplex", dpi=400)
    assert [each.name for each in shelf.profiles()].count("duplex") == 1


@pytest.mark.parametrize(
    "told",
    [
        [],
        {"mode": "off"},
        {"mode": "lock"},
        {"profiles": {}},
        {"profiles": [{"dpi": 300}]},
        {"profiles": [{"name": ""}]},
        {"profiles": [{"name": "x", "dpi": "300"}]},
        {"profiles": [{"name": "x", "dpi": True}]},
        {"profiles": [{"name": "x", "dpi": 10**9}]},
        {"profiles": [{"name": "x", "source": "tray"}]},
        {"profiles": [{"name": "x", "source": []}]},
        {"profiles": [{"name": "x", "double_feed": 1}]},
        {"profiles": [{"name": "x", "procedures": "1.0"}]},
        {"profiles": [{"name": "x", "colour_depth": 8}]},
        {"profiles": [{"name": "x"}] * 201},
    ],
)
def test_file_with_wrong_values_is_invalid(tmp_path: Path, told: object) -> None:
    shelf = ProfileFiles(tmp_path / "own.json", written(tmp_path / "given.json", told))

    with pytest.raises(ProfilesInvalid):
        shelf.profiles()


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[" * 10_000, b" " * 300_000])
def test_file_that_is_no_json_is_invalid(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "own.json").write_bytes(raw)

    with pytest.raises(ProfilesInvalid):
        ProfileFiles(tmp_path / "own.json").profiles()


def test_administrators_file_that_is_gone_is_invalid_and_not_free_for_all(tmp_path: Path) -> None:
    with pytest.raises(ProfilesInvalid):
        ProfileFiles(tmp_path / "own.json", tmp_path / "gone.json").profiles()


@given(
    st.builds(
        ScanProfile,
        name=st.text("abcđê ", min_size=1, max_size=60),
        source=st.sampled_from(PaperSource),
        colour=st.sampled_from(ColourMode),
        paper=st.sampled_from(PaperSize),
        dpi=st.integers(1, 1200),
        max_pages=st.integers(0, 100),
        separators=st.booleans(),
        procedures=st.lists(st.text("01.", min_size=1)).map(tuple),
    )
)
def test_profile_written_and_read_is_the_same(profile: ScanProfile) -> None:
    assert profile_from(json.loads(json.dumps(profile_json(profile)))) == profile
    assert profile_from(profile_json(replace(profile, double_feed=False))).double_feed is False
