"""A counter whose store can be searched and counted, with every screen that a station has."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.domain.dossier import DossierState
from app.domain.owner import Owner, OwnerKind
from app.domain.submission import (
    Failure,
    FailureClass,
    Submission,
    SubmissionState,
    advance,
    after_failure,
    hold,
)
from app.services.diagnose import Check
from app.services.examination import Exam, ExamWatch
from app.services.first_steps import CourseInMemory
from app.services.settings_change import SettingsDesk as Changing
from app.setting_files import SettingsBook
from app.store.opening import open_rooms
from app.ui.desk_settings import DeskSettings
from app.ui.screen_gear import Examiner, StepsGear
from tests.fakes.counter_station import KEY, CounterStation
from tests.fakes.practice import EmptyRoom, NoProbe
from tests.screens.world import busy_counter, waiting_dossier

FOUND = (
    Check("python", "Python", True, True, "3.11.9", safe="3.11.9"),
    Check("ocr", "Nhận dạng chữ Việt", True, True, "tesseract 5.3, vie", safe="5.3"),
    Check("scanner", "Máy quét", False, False, "không thấy máy nào", "Bật máy quét rồi thử lại."),
    Check("disk", "Ổ đĩa", True, True, "còn 182 GB"),
    Check("clock", "Đồng hồ", False, True, "chậm 7 phút", "Bật chỉnh giờ tự động của máy."),
)
OWNERS = ("Nguyễn Thị Mẫu", "Trần Văn Thử", "Lê Thị Ví Dụ")
_SERVER = "https://mot-cua.example.vn"
_MADE = datetime(2025, 10, 27, 2, tzinfo=UTC)
SIGNED: dict[str, object] = {
    "verdict": "valid",
    "integrity": "intact",
    "signatures": [
        {
            "field": "NguoiKy_1",
            "signer": "Trần Văn Thử",
            "level": "b-lt",
            "indication": "TOTAL-PASSED",
            "sub_indication": "",
            "integrity": "intact",
            "covers_whole_file": True,
            "changes_after": [],
            "signed_at": "2025-10-27T09:12:00+07:00",
            "time_source": "timestamp",
            "trust": "trusted",
            "chain": ["Trần Văn Thử", "CA thử", "Gốc thử"],
            "revocation": ["OCSP 2025-10-27"],
            "notices": [],
        }
    ],
}


@dataclass(frozen=True, slots=True)
class Day:
    """A counter and what its window is told."""

    world: CounterStation
    desk: DeskSettings


@contextmanager
def stored_day(
    folder: Path, fill: Callable[[CounterStation], object] | None = None
) -> Iterator[Day]:
    """A day over a real store in a folder; what devices and servers say comes from stand-ins."""
    world = CounterStation()
    rooms = open_rooms(folder / "station", clock=lambda: world.clock.isoformat())
    world.station = replace(
        world.station, store=rooms.store, vault=rooms.vault, upkeep=rooms.upkeep
    )
    world.reader.verdict = dict(SIGNED)
    try:
        (fill or whole_day)(world)
        rooms.upkeep.refresh_words(-1)
        yield Day(world, _desk(folder))
    finally:
        rooms.store.close()


def whole_day(world: CounterStation) -> None:
    """A busy day whose outbox has a row in every state that asks for something."""
    busy_counter(world)
    now = world.clock.timestamp()
    lost = Failure(FailureClass.LINK_DOWN, "delivery.link_down")
    steps: tuple[Callable[[Submission], Submission], ...] = (
        lambda each: advance(each, SubmissionState.CREATING),
        lambda each: advance(each, SubmissionState.UPLOADING),
        lambda each: advance(each, SubmissionState.COMMITTING),
        lambda each: after_failure(each, lost, now=now, jitter=0.5),
        lambda each: hold(each, "delivery.rejected", "Thiếu giấy chứng sinh."),
        lambda each: advance(each, SubmissionState.CANCELLED),
    )
    store = world.station.store
    open_rows = [r for r in store.dossier_rows() if r.dossier.state is DossierState.OPEN]
    for number, row in enumerate(open_rows):
        person = Owner(OwnerKind.CITIZEN, f"0380900000{number:02}", OWNERS[number % len(OWNERS)])
        store.set_owner(row.dossier.id, person, world.station.act("owner.set", row.dossier.id))
    for number, step in enumerate(steps, start=41):
        waiting_dossier(world, f"H26.121-251027-{number:04}")
        newest = store.submissions()[-1]
        store.save_submission(step(newest), world.station.act("submission.state", newest.id))


def _desk(folder: Path) -> DeskSettings:
    machine = folder / "machine.json"
    machine.write_text(json.dumps({"locked": ["server_url"], "server_url": _SERVER}), "utf-8")
    book = SettingsBook(
        folder / "settings.json", machine, environment={}, data_dir=folder / "station"
    )
    return DeskSettings(
        key=KEY,
        configuring=Changing(book, book.read()),
        examiner=Examiner(_exams, lambda: {"Python": "3.11.9"}, lambda: _MADE),
        steps=StepsGear(CourseInMemory(), NoProbe()),
        practising=EmptyRoom(),
        own_figures=True,
        support_contact="Tổ hỗ trợ: 0237 000 000",
    )


def _exams() -> tuple[Exam, ...]:
    quick = tuple(Exam(check.name, _Says(check)) for check in FOUND)
    return (*quick, Exam("store", _Says(FOUND[0]), is_long=True))


@dataclass(frozen=True, slots=True)
class _Says:
    """Finds what it is told to find."""

    check: Check

    def __call__(self, _watch: ExamWatch) -> Check:
        return self.check
