"""Setting up a station: how far it is, the recovery sheet, what has to be typed back."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from app.services import capture, first_run
from app.services.first_run import RecoveryPlace, SheetMistyped, SheetNotSaved, Stage
from app.services.recovery_files import make_key_pair, open_paper_key
from app.services.session import NotAllowed
from app.services.station import Station
from app.store.upkeep_base import Upkeep
from app.store.wrapping import Hardness, PassphraseWeak, PassphraseWrong, RecoveryKeyInvalid
from tests.fakes.counter_station import CounterStation
from tests.fakes.memory_recipients import recipients_alone
from tests.fakes.officers import Desk

EASY = Hardness(64, 1, 1)


def phrase(text: str = "một cụm rất dài") -> bytearray:
    return bytearray(text.encode("utf-8"))


@pytest.fixture
def upkeep(world: CounterStation) -> Upkeep:
    return recipients_alone(world.station.store.record)


@pytest.fixture
def world() -> CounterStation:
    return CounterStation()


@pytest.fixture
def station(world: CounterStation, upkeep: Upkeep) -> Station:
    return replace(world.station, upkeep=upkeep)


@pytest.fixture
def place(tmp_path: Path) -> RecoveryPlace:
    return RecoveryPlace(tmp_path / "passphrase.json", tmp_path / "tries.json", os.urandom, EASY)


def test_look_at_a_new_station_asks_who_works_there(station: Station, upkeep: Upkeep) -> None:
    found = first_run.look(station, upkeep)

    assert (found.stage, found.is_new) == (Stage.ACCOUNTS, True)


def test_look_at_a_station_that_has_dossiers_is_not_new(station: Station, upkeep: Upkeep) -> None:
    capture.new_dossier(station)

    assert not first_run.look(station, upkeep).is_new


def test_steps_follow_each_other_and_are_remembered(
    station: Station, upkeep: Upkeep, place: RecoveryPlace
) -> None:
    first_run.stay_alone(station)
    after_officers = first_run.look(station, upkeep).stage
    sheet = first_run.use_passphrase(station, upkeep, place, phrase())
    after_key = first_run.look(station, upkeep).stage
    first_run.confirm_sheet(station, sheet, sheet.paper[2].lower().replace("-", " "))

    assert (after_officers, after_key) == (Stage.KEY, Stage.SHEET)
    assert first_run.look(station, upkeep).stage is Stage.DONE


def test_confirming_an_older_sheet_counts_for_that_one_alone(
    station: Station, upkeep: Upkeep, place: RecoveryPlace
) -> None:
    first_run.stay_alone(station)
    old = first_run.use_passphrase(station, upkeep, place, phrase())
    first_run.confirm_sheet(station, old, old.asked)

    first_run.use_passphrase(station, upkeep, place, phrase("một cụm khác hẳn"))

    assert first_run.look(station, upkeep).stage is Stage.SHEET


def test_sheet_is_the_same_when_the_passphrase_is_typed_again(
    station: Station, upkeep: Upkeep, place: RecoveryPlace
) -> None:
    sheet = first_run.use_passphrase(station, upkeep, place, phrase())

    again = first_run.open_again(station, place, phrase())

    assert again.paper == sheet.paper
    with pytest.raises(PassphraseWrong):
        first_run.open_again(station, place, phrase("sai hoàn toàn rồi"))


def test_paper_of_the_sheet_opens_what_the_station_wraps(
    station: Station, upkeep: Upkeep, place: RecoveryPlace, tmp_path: Path
) -> None:
    sheet = first_run.use_passphrase(station, upkeep, place, phrase())
    typed = tmp_path / "go-lai.txt"
    numbered = [f"dòng {number}: {line.lower()}" for number, line in enumerate(sheet.paper, 1)]
    typed.write_text("\n".join(numbered), "utf-8")

    key = open_paper_key(typed)

    wrapped = upkeep.recipients()[0].wrap(bytes(32), b"x")
    assert key.unwrap(wrapped, b"x") == bytes(32)


def test_saved_sheet_is_private_and_its_lines_can_be_read(
    station: Station, upkeep: Upkeep, place: RecoveryPlace, tmp_path: Path
) -> None:
    sheet = first_run.use_passphrase(station, upkeep, place, phrase())
    target = tmp_path / "to.pdf"

    first_run.save_sheet(station, sheet, target)

    with pypdfium2.PdfDocument(target) as pdf:
        text = pdf[0].get_textpage().get_text_range()
        pages = len(pdf)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert pages == 1
    assert all(line in text for line in sheet.paper)
    assert station.store.audit_entries()[-1].act.action == "recovery.sheet_made"
    assert all(line not in repr(sheet) for line in sheet.paper)


def test_sheet_that_cannot_be_written_says_so(
    station: Station, upkeep: Upkeep, place: RecoveryPlace, tmp_path: Path
) -> None:
    sheet = first_run.use_passphrase(station, upkeep, place, phrase())

    with pytest.raises(SheetNotSaved):
        first_run.save_sheet(station, sheet, tmp_path / "không có" / "to.pdf")


def test_province_key_has_a_sheet_without_secrets(
    station: Station, upkeep: Upkeep, tmp_path: Path
) -> None:
    pair = make_key_pair(phrase(), os.urandom, EASY)
    file = tmp_path / "tinh.pub"
    file.write_bytes(pair.public)

    sheet = first_run.use_province_key(station, upkeep, file)
    lines, code = first_run.layout(sheet)

    assert sheet.paper == ()
    assert pair.fingerprint in code
    with pytest.raises(SheetMistyped):
        first_run.confirm_sheet(station, sheet, "12345678")
    first_run.confirm_sheet(station, sheet, pair.fingerprint[-8:].upper())
    assert any("tỉnh" in line.text for line in lines)


def test_file_that_is_no_key_changes_nothing(
    station: Station, upkeep: Upkeep, tmp_path: Path
) -> None:
    file = tmp_path / "khac.pub"
    file.write_text("{}")

    with pytest.raises(RecoveryKeyInvalid):
        first_run.use_province_key(station, upkeep, file)

    assert upkeep.recipients() == ()


def test_short_passphrase_is_refused_and_wiped(
    station: Station, upkeep: Upkeep, place: RecoveryPlace
) -> None:
    typed = phrase("ngắn")

    with pytest.raises(PassphraseWeak):
        first_run.use_passphrase(station, upkeep, place, typed)

    assert typed == bytes(len(typed))


def test_setting_up_is_for_administrators_once_there_are_accounts(
    station: Station, upkeep: Upkeep, place: RecoveryPlace
) -> None:
    Desk.with_accounts(station).enter("hoa")
    typed = phrase()

    with pytest.raises(NotAllowed):
        first_run.use_passphrase(station, upkeep, place, typed)
    with pytest.raises(NotAllowed):
        first_run.stay_alone(station)

    assert typed == bytes(len(typed))
    assert not place.file.exists()
