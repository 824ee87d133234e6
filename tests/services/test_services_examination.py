"""The examination of the machine: findings, stopping, and a report that names nobody."""

from __future__ import annotations

import dataclasses
import string
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bootstrap.machine import MachineRooms, bundled_fonts, exams, machine_facts
from app.errors import JobCancelled, StationError
from app.jobs import CancelToken, Progress
from app.scanning.base import Device
from app.services import diagnose
from app.services.diagnose import Check
from app.services.diagnose_station import (
    check_clock,
    check_disk,
    check_fonts,
    check_free_memory,
    check_settings,
    check_store,
)
from app.services.diagnose_words import ABOUT, about, remedy_of
from app.services.digitize import OutputNotWritten
from app.services.examination import Exam, ExamWatch, report_text, run_exam, save_report
from app.settings import Settings
from app.store.base import Finding
from app.store.care_base import BlobStep, NoCare
from tests.fakes.counter_station import CounterStation

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
MARK = "NguyenVanAn"
ID = "001099012345"


class Server:
    """A line that answers or not, with a clock of its own."""

    def __init__(self, *, answers: bool = True, ahead_s: float = 0.0) -> None:
        self.answers, self.ahead_s = answers, ahead_s

    def reachable(self) -> bool:
        return self.answers

    def clock_offset_s(self) -> float:
        return self.ahead_s

    def route(self) -> str:
        return ""

    def close(self) -> None:
        """Nothing is open."""


class Care(NoCare):
    """A store with a tale to tell."""

    def __init__(self, last: str = "", rows: int = 0, blobs: int = 4) -> None:
        self.last, self.rows, self.blobs = last, rows, blobs

    def last_act_at(self) -> str:
        return self.last

    def verify_rows(self) -> list[Finding]:
        return [Finding("row.unreadable", f"{MARK}-{n}") for n in range(self.rows)]

    def verify_blobs(self, on_step: Callable[[BlobStep], None], after: str = "") -> list[Finding]:
        for number in range(self.blobs):
            on_step(BlobStep(f"{number}", (number + 1) << 20, self.blobs << 20))
        return []


@pytest.mark.parametrize(
    ("server", "good", "said"),
    [
        (None, True, "không có máy chủ"),
        (Server(answers=False), True, "không có máy chủ"),
        (Server(ahead_s=2), True, "2 giây"),
        (Server(ahead_s=-200), True, "3 phút"),
        (Server(ahead_s=-7200), False, "2 giờ"),
    ],
)
def test_clock_against_the_server(server: Any, good: bool, said: str) -> None:
    check = check_clock(server, NoCare(), NOW)

    assert check.good is good
    assert said in check.state
    assert bool(check.remedy) is not good


def test_clock_behind_the_audit_is_told_first() -> None:
    last = (NOW + timedelta(hours=3)).isoformat()

    check = check_clock(None, Care(last), NOW)

    assert not check.good
    assert "3 giờ" in check.state


def test_disk_and_memory_against_their_bounds() -> None:
    assert check_disk(lambda: 3 * 2**30, 2 * 2**30).good
    assert not check_disk(lambda: 2**30, 2 * 2**30).good
    assert not check_disk(lambda: None, 0).good
    assert check_free_memory(lambda: 4000).good
    assert not check_free_memory(lambda: 300).good
    assert check_free_memory(lambda: None).good


def test_fonts_that_came_along_are_there_and_broken_ones_are_named() -> None:
    def gone() -> list[tuple[str, bytes]]:
        raise FileNotFoundError

    assert check_fonts(bundled_fonts).good
    assert "Hong.ttf" in check_fonts(lambda: [("Hong.ttf", b"<htm")]).state
    assert not check_fonts(list).good
    assert not check_fonts(gone).good


def test_settings_that_do_not_count_are_listed() -> None:
    assert check_settings(list).good
    assert "jobs" in check_settings(lambda: ["Tệp của trạm: jobs"]).state


def station_with(care: Care) -> Any:
    return dataclasses.replace(CounterStation().station, care=care)


def test_store_is_looked_at_with_progress() -> None:
    steps: list[Progress] = []

    check = check_store(station_with(Care()), CancelToken(), steps.append)

    assert check.good
    assert [step.done for step in steps] == [1, 2, 3, 4]


def test_store_that_is_damaged_must_be_mended() -> None:
    check = check_store(station_with(Care(rows=2)), CancelToken(), lambda _step: None)

    assert (check.good, check.required) == (False, True)
    assert "2 sai lệch: row.unreadable" in check.state


def test_store_stops_when_asked() -> None:
    cancel = CancelToken()

    with pytest.raises(JobCancelled):
        check_store(station_with(Care()), cancel, lambda _step: cancel.cancel())


@pytest.mark.parametrize("error", [StationError("x"), FileNotFoundError(MARK)])
def test_look_that_goes_wrong_is_a_finding(error: Exception) -> None:
    def look(_watch: ExamWatch) -> Check:
        raise error

    check = run_exam(Exam("scanner", look), ExamWatch())

    assert not check.good
    assert MARK not in check.state
    assert remedy_of(check, "vi")


def test_look_that_was_stopped_before_is_not_begun() -> None:
    cancel = CancelToken()
    cancel.cancel()

    with pytest.raises(JobCancelled):
        run_exam(Exam("python", lambda _watch: diagnose.check_python()), ExamWatch(cancel))


class NamedScanner:
    """A scanner that somebody has called after a person."""

    def devices(self) -> list[Device]:
        return [Device(f"escl:{MARK}", f"Máy của {MARK} {ID}")]


def rooms(folder: Path) -> MachineRooms:
    """A machine whose settings name a person wherever that is possible."""
    settings = Settings(
        data_dir=folder / MARK / ID,
        server_url=f"https://{MARK}:{ID}@{MARK}.example/{ID}",
        officer_id=MARK,
        station_id=f"quay-{MARK}",
        organ_name=MARK,
        support_contact=f"{MARK} {ID}",
        key=f"p12:/home/{MARK}/{ID}.p12",
        tessdata_dir=str(folder / f"{MARK}-mo-hinh"),
        languages=f"vie+{MARK}",
        worker_memory_mb=2000,
    )
    return MachineRooms(
        settings,
        {"HOME": f"/home/{MARK}", "USER": MARK},
        NamedScanner,  # type: ignore[arg-type]  # only its devices are asked for
        Server,  # type: ignore[arg-type]  # only whether it answers is asked
        lambda: [f"Tệp của trạm, {MARK}: {ID}"],
        Care(rows=1),
    )


def test_report_over_a_machine_that_names_a_person_names_nobody(tmp_path: Path) -> None:
    looked = [
        run_exam(exam, ExamWatch()) for exam in exams(rooms(tmp_path), station_with(Care(rows=1)))
    ]

    shown = " ".join(check.state for check in looked)
    texts = [report_text(looked, machine_facts(), NOW, language) for language in ("vi", "en")]
    assert MARK in shown, "the markers have to be there to be left out"
    for text in texts:
        assert MARK.lower() not in text.lower()
        assert ID not in text
        assert str(tmp_path) not in text
    assert "[store]: 1 sai lệch: row.unreadable" in texts[0]
    assert "[scanner]: 1 máy" in texts[0]


@given(
    st.builds(
        Check,
        name=st.sampled_from(sorted(ABOUT)),
        title=st.just(MARK),
        good=st.booleans(),
        required=st.booleans(),
        state=st.text(string.printable).map(lambda text: f"{text}{MARK}"),
        remedy=st.just(f"{MARK} {ID}"),
    )
)
def test_report_takes_nothing_that_was_not_found_safe(check: Check) -> None:
    for language in ("vi", "en"):
        text = report_text([check], {"Python": "3"}, NOW, language)

        assert MARK not in text
        assert f"[{check.name}]" in text


def test_report_has_a_mark_that_people_can_read_out() -> None:
    one = report_text([diagnose.check_python()], {}, NOW)
    other = report_text([diagnose.check_python()], {"Python": "3"}, NOW)

    marks = [
        next(line for line in text.splitlines() if "Mã báo cáo" in line) for text in (one, other)
    ]
    assert marks[0] != marks[1]


def test_report_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    save_report(tmp_path / "a.txt", "đủ")

    assert (tmp_path / "a.txt").read_text("utf-8") == "đủ"
    with pytest.raises(OutputNotWritten):
        save_report(tmp_path / "khong-co" / "a.txt", "đủ")


def test_every_exam_has_words_in_both_languages(tmp_path: Path) -> None:
    names = {exam.name for exam in exams(rooms(tmp_path), CounterStation().station)}

    assert names | {"wia", "twain", "signing_service"} == set(ABOUT)
    for each in ABOUT.values():
        for said in (each.title, each.why, each.remedy):
            assert said.vi
            assert said.en
    assert about("khac").title.vi == "khac"


def test_only_the_store_is_long_and_needs_an_open_station(tmp_path: Path) -> None:
    with_store = exams(rooms(tmp_path), CounterStation().station)

    assert [exam.name for exam in with_store if exam.is_long] == ["store"]
    assert "store" not in {exam.name for exam in exams(rooms(tmp_path))}


def test_json_of_a_finding_keeps_its_names() -> None:
    assert set(diagnose.check_python().to_json()) == {
        "name",
        "title",
        "good",
        "required",
        "state",
        "remedy",
    }
