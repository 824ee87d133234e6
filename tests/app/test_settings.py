"""Settings: precedence, types, clear refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.setting_kinds import Group, Kind
from app.setting_words import GROUPS, range_words, value_words
from app.settings import (
    PDF_PROFILES,
    Settings,
    SettingsInvalid,
    declared,
    describe_settings,
    load_settings,
)
from ocr.compression.page_layers import Profile


def test_load_settings_nothing_given_takes_defaults(tmp_path: Path) -> None:
    settings = load_settings({}, None, tmp_path)

    assert settings.data_dir == tmp_path
    assert settings.server_url == ""
    assert settings.signature_level == "b-b"


def test_load_settings_environment_wins_over_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"jobs": 3, "station_id": "quay-2"}), "utf-8")

    settings = load_settings({"SOHOA_JOBS": "5"}, file, tmp_path)

    assert settings.jobs == 5
    assert settings.station_id == "quay-2"


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"jobs": "many"}',
        '{"jobs": -1}',
        '{"pdf_profile": "tiny"}',
        '{"page_timeout_s": 0}',
        '{"languages": ""}',
        '{"languages": "eng"}',
        '{"languages": "vie+"}',
        '{"languages": "vie+../eng"}',
        '{"languages": "vie eng"}',
        '{"page_timeout_s": "nan"}',
        '{"results_every_min": -1}',
        '{"confirm_within_min": 0}',
        '{"confirm_within_min": 1441}',
        '{"confirm_within_min": "nan"}',
        '{"results_every_min": "nan"}',
        '{"worker_memory_mb": 639}',
        '{"worker_memory_mb": -1}',
        '{"worker_memory_mb": 2000000}',
        '{"worker_memory_mb": Infinity}',
    ],
)
def test_load_settings_bad_file_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text, "utf-8")

    with pytest.raises(SettingsInvalid):
        load_settings({}, file, tmp_path)


@pytest.mark.parametrize(("text", "wanted"), [("0", 0), ("640", 640), ("4096", 4096)])
def test_load_settings_memory_of_a_worker_is_off_or_within_bounds(
    tmp_path: Path, text: str, wanted: int
) -> None:
    settings = load_settings({"SOHOA_WORKER_MEMORY_MB": text}, None, tmp_path)

    assert settings.worker_memory_mb == wanted


@pytest.mark.parametrize(
    "values",
    ['{"person_login_roles": "groups>scan"}', '{"offline_login_days": -1}'],
)
def test_load_settings_of_a_login_service_that_make_no_sense_are_refused(
    tmp_path: Path, values: str
) -> None:
    file = tmp_path / "settings.json"
    file.write_text(values)

    with pytest.raises(SettingsInvalid):
        load_settings({}, file, tmp_path)


def test_describe_settings_every_setting_has_a_description() -> None:
    assert all(description for _name, _default, description in describe_settings())


def test_pdf_profiles_are_those_of_the_library() -> None:
    assert set(PDF_PROFILES) == {profile.value for profile in Profile}


@pytest.mark.parametrize("languages", ["vie", "vie+eng", "fra+vie", "vie+chi_sim+script/Latin"])
def test_load_settings_languages_with_vietnamese_are_taken(tmp_path: Path, languages: str) -> None:
    settings = load_settings({"SOHOA_LANGUAGES": languages}, None, tmp_path)

    assert settings.languages == languages


def test_load_settings_without_languages_is_vietnamese_alone(tmp_path: Path) -> None:
    assert load_settings({}, None, tmp_path).languages == "vie"


def test_load_settings_unknown_name_is_no_reason_to_refuse(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"of_a_later_version": 1, "jobs": 2}', "utf-8")

    assert load_settings({}, file, tmp_path).jobs == 2


@pytest.mark.parametrize("name", sorted(declared()))
def test_declaration_is_whole_and_its_default_fits(name: str) -> None:
    each = declared()[name]

    for said in (each.label, each.does):
        assert said.vi
        assert said.en
        assert not said.vi.endswith(".")
        assert said.vi != said.en
    assert all(choice.label.vi and choice.label.en for choice in each.choices)
    assert bool(each.choices) == (each.kind is Kind.CHOICE)
    if name != "data_dir":
        assert each.read(each.default) == each.default
        assert value_words(each, each.default, "vi")


def test_labels_tell_settings_apart_in_both_languages() -> None:
    for language in ("vi", "en"):
        labels = [each.label.text(language) for each in declared().values()]

        assert len(set(labels)) == len(labels)


def test_every_group_has_settings_and_a_name() -> None:
    assert {each.group for each in declared().values()} == set(Group)
    assert set(GROUPS) == set(Group)


def test_numbers_with_bounds_say_them() -> None:
    said = {name: range_words(each) for name, each in declared().items()}

    assert said["text_percent"] == "Từ 100 đến 200 %."
    assert said["worker_memory_mb"] == "Từ 640 đến 1048576 MB; hoặc 0."
    assert said["confirm_within_min"] == "Lớn hơn 0, nhiều nhất 1440 phút."
    assert said["retention_days"] == "Từ 0 ngày trở lên."
    assert said["station_id"] == ""


def test_settings_values_have_the_types_that_are_declared(tmp_path: Path) -> None:
    settings = load_settings({}, None, tmp_path)

    assert settings == Settings(data_dir=tmp_path)
