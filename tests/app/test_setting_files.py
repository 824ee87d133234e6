"""Layers, locks, broken files, and writing that loses nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.setting_files import MOST_BYTES, SettingsBook
from app.setting_kinds import Flaw, SettingsInvalid, SettingsLocked, SettingsNotSaved
from app.setting_layers import Scope, resolve
from app.setting_words import lock_words, trouble_words
from app.settings import Settings, declared


def book(
    folder: Path,
    *,
    station: object = None,
    machine: object = None,
    environment: Mapping[str, str] | None = None,
) -> SettingsBook:
    """A book over files that say this; text is written as it is."""
    for name, content in (("machine.json", machine), ("settings.json", station)):
        if content is not None:
            text = content if isinstance(content, str) else json.dumps(content)
            (folder / name).write_text(text, "utf-8")
    return SettingsBook(
        folder / "settings.json",
        folder / "machine.json",
        environment=environment or {},
        data_dir=folder / "data",
    )


D, M, S, E = Scope.DEFAULT, Scope.MACHINE, Scope.STATION, Scope.ENVIRONMENT
ALL = {"machine": 2, "station": 3, "environment": "4"}


@pytest.mark.parametrize(
    ("said", "is_locked", "value", "scope", "passed_over"),
    [
        ({}, False, 0, D, ()),
        ({"machine": 2}, False, 2, M, ()),
        ({"station": 3}, False, 3, S, ()),
        ({"environment": "4"}, False, 4, E, ()),
        ({"machine": 2, "station": 3}, False, 3, S, ()),
        ({"machine": 2, "environment": "4"}, False, 4, E, ()),
        ({"station": 3, "environment": "4"}, False, 4, E, ()),
        (ALL, False, 4, E, ()),
        ({}, True, 0, D, ()),
        ({"machine": 2}, True, 2, M, ()),
        ({"station": 3}, True, 0, D, (S,)),
        ({"environment": "4"}, True, 0, D, (E,)),
        ({"machine": 2, "station": 3}, True, 2, M, (S,)),
        ({"machine": 2, "environment": "4"}, True, 2, M, (E,)),
        (ALL, True, 2, M, (S, E)),
    ],
)
def test_precedence(
    tmp_path: Path,
    said: dict[str, Any],
    is_locked: bool,
    value: int,
    scope: Scope,
    passed_over: tuple[Scope, ...],
) -> None:
    machine: dict[str, Any] = {"locked": ["jobs"]} if is_locked else {}
    if "machine" in said:
        machine["jobs"] = said["machine"]
    station = {"jobs": said["station"]} if "station" in said else {}
    environment = {"SOHOA_JOBS": said["environment"]} if "environment" in said else {}

    found = book(tmp_path, station=station, machine=machine, environment=environment).read()

    standing = found.standings["jobs"]
    assert found.settings.jobs == standing.value == value
    assert (standing.scope, standing.is_locked) == (scope, is_locked)
    assert standing.passed_over == passed_over
    assert found.troubles == ()


@pytest.mark.parametrize("name", sorted(set(declared()) - {"data_dir"}))
def test_every_setting_can_be_locked_against_everybody(tmp_path: Path, name: str) -> None:
    each = declared()[name]
    other = {"switch": not each.default, "choice": each.choices[-1].value if each.choices else ""}
    number = str(each.most) if each.most < 10**6 else "1000"
    below = other.get(each.kind.value, number if each.kind.value in ("whole", "number") else "khac")
    environment = {f"SOHOA_{name.upper()}": str(below)}

    found = book(
        tmp_path, machine={"locked": [name]}, station={name: below}, environment=environment
    ).read()

    assert getattr(found.settings, name) == each.default
    assert "Quản trị đã khóa" in lock_words(found.standings[name])


def test_locked_true_locks_all_that_the_file_gives(tmp_path: Path) -> None:
    found = book(tmp_path, machine={"locked": True, "station_id": "quay-1", "jobs": 2}).read()

    locked = {name for name, each in found.standings.items() if each.is_locked}
    assert locked == {"station_id", "jobs"}


def test_station_file_cannot_lock(tmp_path: Path) -> None:
    found = book(tmp_path, station={"locked": ["jobs"]}, environment={"SOHOA_JOBS": "4"}).read()

    assert found.settings.jobs == 4
    assert [(each.name, each.flaw) for each in found.troubles] == [("locked", Flaw.UNKNOWN)]


def test_locked_value_that_makes_no_sense_leaves_the_default_and_the_lock(tmp_path: Path) -> None:
    machine = {"locked": True, "retention_days": "viel"}

    found = book(tmp_path, machine=machine, station={"retention_days": 1}).read()

    assert found.settings.retention_days == Settings().retention_days
    assert found.standings["retention_days"].is_locked
    assert [each.flaw for each in found.troubles] == [Flaw.NO_NUMBER]


def test_bad_value_falls_to_the_layer_before_it_and_is_told(tmp_path: Path) -> None:
    found = book(tmp_path, machine={"jobs": 2}, station={"jobs": -1, "text_percent": 150}).read()

    assert (found.settings.jobs, found.settings.text_percent) == (2, 150)
    assert "jobs" in trouble_words(found.troubles[0])
    assert "Từ 0 trở lên." in trouble_words(found.troubles[0])


def test_last_good_copy_counts_while_the_file_is_broken(tmp_path: Path) -> None:
    files = book(tmp_path, station={"jobs": 3}, machine={"locked": ["look"], "look": "dark"})
    files.keep_copies()
    (tmp_path / "settings.json").write_text('{"jobs": ', "utf-8")
    (tmp_path / "machine.json").write_text("\x00\x00", "utf-8")

    found = files.read()

    assert (found.settings.jobs, found.settings.look) == (3, "dark")
    assert found.standings["look"].is_locked
    assert [(each.scope, each.from_copy) for each in found.troubles] == [(M, True), (S, True)]


def test_broken_file_without_a_copy_leaves_defaults(tmp_path: Path) -> None:
    found = book(tmp_path, station="{").read()

    assert found.settings == Settings(data_dir=tmp_path / "data")
    assert [(each.flaw, each.from_copy) for each in found.troubles] == [(Flaw.FILE_BROKEN, False)]


def test_machine_file_that_went_leaves_no_lock_behind(tmp_path: Path) -> None:
    files = book(tmp_path, machine={"locked": True, "jobs": 2})
    files.keep_copies()
    (tmp_path / "machine.json").unlink()

    assert not files.read().standings["jobs"].is_locked


def test_keep_copies_never_keeps_what_is_broken(tmp_path: Path) -> None:
    files = book(tmp_path, station={"jobs": 3})
    files.keep_copies()
    (tmp_path / "settings.json").write_text("[]", "utf-8")

    files.keep_copies()

    assert files.read().settings.jobs == 3


def test_put_keeps_unknown_names_and_is_told_them(tmp_path: Path) -> None:
    files = book(tmp_path, station={"of_later": {"a": [1]}, "jobs": 1})

    found = files.put("jobs", "5")

    written = json.loads((tmp_path / "settings.json").read_text("utf-8"))
    assert written == {"of_later": {"a": [1]}, "jobs": 5}
    assert [each.name for each in found.troubles] == ["of_later"]


def test_put_into_a_broken_file_keeps_its_bytes_aside(tmp_path: Path) -> None:
    files = book(tmp_path, station={"jobs": 3, "look": "dark"})
    files.keep_copies()
    (tmp_path / "settings.json").write_text('{"jobs": 3,,', "utf-8")

    found = files.put("text_percent", 150)

    assert (tmp_path / "settings.broken.json").read_text("utf-8") == '{"jobs": 3,,'
    assert found.troubles == ()
    assert (found.settings.jobs, found.settings.look, found.settings.text_percent) == (
        3,
        "dark",
        150,
    )


def test_put_none_takes_it_out(tmp_path: Path) -> None:
    files = book(tmp_path, station={"jobs": 3}, machine={"jobs": 2})

    assert files.put("jobs", None).settings.jobs == 2
    assert files.own("jobs") is None


@pytest.mark.parametrize(
    ("name", "raw", "flaw"),
    [
        ("khong-co", "1", Flaw.UNKNOWN),
        ("jobs", "1,5", Flaw.NO_WHOLE_NUMBER),
        ("jobs", True, Flaw.NO_NUMBER),
        ("retention_days", "inf", Flaw.NO_NUMBER),
        ("text_percent", "99", Flaw.OUT_OF_RANGE),
        ("look", "blau", Flaw.NO_CHOICE),
        ("sign_offline", "vielleicht", Flaw.NO_YES_OR_NO),
        ("languages", "eng", Flaw.LANGUAGES),
        ("person_login_roles", "nhom>scan", Flaw.ROLES),
        ("server_url", "mot-cua.tinh.gov.vn", Flaw.ADDRESS),
        ("server_url", "https://", Flaw.ADDRESS),
        ("server_url", "https://a:b:c", Flaw.ADDRESS),
        ("timestamp_urls", "https://tsa.vn ftp://tsa.vn", Flaw.ADDRESS),
        ("station_id", "a\nb", Flaw.NO_TEXT),
        ("station_id", ["a"], Flaw.NO_TEXT),
        ("station_id", "\ud800", Flaw.NO_TEXT),
    ],
)
def test_put_refuses_what_makes_no_sense(
    tmp_path: Path, name: str, raw: object, flaw: Flaw
) -> None:
    files = book(tmp_path)

    with pytest.raises(SettingsInvalid) as caught:
        files.put(name, raw)

    assert caught.value.flaw is flaw
    assert not (tmp_path / "settings.json").exists()


def test_put_of_a_locked_setting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsLocked):
        book(tmp_path, machine={"locked": ["jobs"]}).put("jobs", 2)


def test_numbers_take_the_comma_of_vietnamese(tmp_path: Path) -> None:
    assert book(tmp_path).put("idle_lock_min", "2,5").settings.idle_lock_min == 2.5


def test_wrong_address_in_a_file_is_left_to_whoever_uses_it(tmp_path: Path) -> None:
    found = book(tmp_path, station={"server_url": "mot-cua"}).read()

    assert found.settings.server_url == "mot-cua"
    assert found.troubles == ()


def test_put_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = book(tmp_path, station={"jobs": 3})

    def full(*_arguments: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "fsync", full)  # a full disk cannot be had here
    with pytest.raises(SettingsNotSaved):
        files.put("jobs", 4)

    assert json.loads((tmp_path / "settings.json").read_text("utf-8")) == {"jobs": 3}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["settings.json", "settings.lock"]


def test_file_is_private(tmp_path: Path) -> None:
    book(tmp_path).put("jobs", 2)

    assert (tmp_path / "settings.json").stat().st_mode & 0o077 == 0


def test_huge_or_odd_files_are_told(tmp_path: Path) -> None:
    for content in ('{"a":"' + "x" * MOST_BYTES + '"}', "[" * 50_000, '{"a": "\\ud800"}'):
        found = book(tmp_path, station=content).read()

        assert [each.flaw for each in found.troubles] == [Flaw.FILE_BROKEN]


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()

    assert [each.flaw for each in book(tmp_path).read().troubles] == [Flaw.FILE_BROKEN]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
NAMES = st.sampled_from([*sorted(declared()), "locked", "khong-biet"])
OBJECTS = st.dictionaries(NAMES, JSON, max_size=6).map(lambda each: json.dumps(each).encode())


@settings(max_examples=150, deadline=None)
@given(machine=st.binary(max_size=40) | OBJECTS, station=st.binary(max_size=40) | OBJECTS)
def test_no_file_keeps_the_settings_from_being_read_and_written(
    tmp_path_factory: pytest.TempPathFactory, machine: bytes, station: bytes
) -> None:
    folder = tmp_path_factory.mktemp("files")
    (folder / "machine.json").write_bytes(machine)
    (folder / "settings.json").write_bytes(station)
    files = book(folder)

    found = files.read()
    files.keep_copies()

    for name, standing in found.standings.items():
        if name != "data_dir":
            assert standing.setting.read(standing.value) == standing.value
    assert all(trouble_words(each) and trouble_words(each, "en") for each in found.troubles)
    if not found.standings["jobs"].is_locked:
        assert files.put("jobs", 7).settings.jobs == 7


def test_resolve_of_nothing_is_the_defaults(tmp_path: Path) -> None:
    assert resolve([], tmp_path).settings == Settings(data_dir=tmp_path)
