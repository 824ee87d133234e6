"""Figures as tables and files; what the station notes so that they can be made."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.xlsx import read_xlsx
from app.domain.digitization import Shares
from app.domain.figures import (
    Bucket,
    Confidence,
    Device,
    Figures,
    Keeping,
    Own,
    Signing,
    Span,
    Uploads,
    day_times,
    pace_of,
)
from app.domain.outbox_figures import Outbox, Step
from app.figure_commands import WORDS as COMMAND_WORDS
from app.figure_commands import sheet_lines
from app.services.capture import new_dossier
from app.services.deliver import send_due
from app.services.figure_files import FiguresNotSaved, save, to_csv, to_json, to_xlsx
from app.services.figure_sheets import WORDS, Column, Kind, Naming, Sheet, Topic, sheets
from app.services.figures import NoFigures, day_bounds, figures
from app.services.host_gate import HostGate
from app.services.session import NotLoggedIn
from app.services.station import Station
from app.store.opening import Rooms, open_rooms
from tests.fakes.counter_station import CounterStation
from tests.fakes.officers import Desk
from tests.fakes.ready_dossiers import queue_bytes
from tests.store.store_samples import NOW, open_dossier

MADE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SPAN = Span(date(2026, 11, 19), date(2026, 11, 20))
NAMING = Naming(COMMAND_WORDS, lambda code: f"Thủ tục {code}", lambda code: f"! {code}")


def some_figures(**more: object) -> Figures:
    """Figures of two days made by hand."""
    told = Figures(
        span=SPAN,
        made_at=MADE,
        shares=Shares(10, 8, 3, 1, 2, 2),
        came=(Bucket(MADE - timedelta(days=1), 40, 4), Bucket(MADE, 60, 6)),
        outbox=Outbox(MADE - timedelta(hours=24), MADE, (Step(MADE - timedelta(hours=24), 3),)),
        confidence=(Confidence("1.001193", (*(0,) * 8, 2, 8), 10, 4, 1),),
        devices=(Device("sane:1", 90, 90, 9, 3), Device("", 10, 10)),
        times=day_times([], SPAN, UTC),
        uploads=(Uploads(SPAN.first, 4, 4_000_000, 2.0, 1, 0), Uploads(SPAN.last)),
        signing=Signing(8, (("token.removed", 2),)),
        keeping=Keeping(MADE - timedelta(hours=5), 0, None),
    )
    return replace(told, **more)  # type: ignore[arg-type]  # fields by their names


def test_every_word_that_sheets_need_is_known_to_the_command() -> None:
    assert set(COMMAND_WORDS) == set(WORDS)
    assert len(WORDS) == len(set(WORDS))


def test_sheets_have_a_cell_for_each_column_and_own_figures_last() -> None:
    made = sheets(some_figures(own=Own(1, 2, 3)), NAMING)

    assert [sheet.topic for sheet in made] == list(Topic)
    assert all(len(row) == len(sheet.columns) for sheet in made for row in sheet.rows)
    assert [sheet.topic for sheet in sheets(some_figures(), NAMING)] == list(Topic)[:-1]


def test_sheet_of_shares_shows_the_formulas_result() -> None:
    told = sheets(some_figures(), NAMING)[0]

    assert [row[1:] for row in told.rows] == [
        (10, None),
        (8, 0.8),
        (3, 0.3),
        (1, 0.1),
        (2, None),
        (2, 1.0),
    ]


def test_no_sheet_compares_officers() -> None:
    keys = {column.key for sheet in sheets(some_figures(), NAMING) for column in sheet.columns}

    assert not keys & {"officer", "actor", "name"}


def test_csv_can_be_read_back_and_holds_no_formula() -> None:
    evil = replace(some_figures(), devices=(Device("=cmd|' /C calc'!A0", 1, 1),))

    text = to_csv(sheets(evil, NAMING)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))

    assert rows[0] == ["Số hóa"]
    assert ["có giấy tờ được số hóa", "8", "0.8"] in rows
    assert "'=cmd|' /C calc'!A0" in [row[0] for row in rows if row]
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_xlsx_is_read_by_the_importer_with_all_its_values() -> None:
    made = sheets(some_figures(own=Own(1, 2, 3)), NAMING)

    read = read_xlsx(to_xlsx(made), "so-lieu")

    assert [sheet.head for sheet in read] == [
        tuple(column.title for column in sheet.columns) for sheet in made
    ]
    assert [len(sheet.rows) for sheet in read] == [len(sheet.rows) for sheet in made]
    (_, digitized) = read[0].rows[1]
    assert [cell.text for cell in digitized] == ["có giấy tờ được số hóa", "8", "0.8"]
    (_, first_day) = read[1].rows[0]
    assert first_day[0].text == str((SPAN.first - date(1899, 12, 30)).days)


def test_xlsx_is_the_same_for_the_same_figures_and_whole() -> None:
    one, other = (to_xlsx(sheets(some_figures(), NAMING)) for _ in range(2))

    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"


@given(
    st.lists(
        st.tuples(
            st.text(max_size=40),
            st.integers(-(10**12), 10**12) | st.floats(allow_nan=False, allow_infinity=False),
        ),
        max_size=8,
    ),
    st.text(max_size=60),
)
def test_xlsx_of_any_texts_is_well_formed(rows: list[tuple[str, int | float]], title: str) -> None:
    clean = [(text.encode("utf-8", "ignore").decode(), value) for text, value in rows]
    columns = (Column("what", "Việc", Kind.TEXT), Column("count", "Số", Kind.COUNT))
    name = title.encode("utf-8", "ignore").decode()
    sheet = Sheet(Topic.OWN, name, columns, tuple(clean))

    (read, again) = read_xlsx(to_xlsx([sheet, sheet]), "x")

    assert len(read.rows) == len(again.rows) == len(clean)


def test_json_names_are_stable() -> None:
    told = to_json(sheets(some_figures(), NAMING))

    assert told["came"]["rows"][0] == {"day": "2026-11-19", "pages": 40, "dossiers": 4}
    assert told["uploads"]["rows"][0]["rate"] == 2_000_000.0
    assert told["keeping"]["rows"][1]["when"] is None


def test_lines_of_the_command_stand_in_columns() -> None:
    lines = sheet_lines(sheets(some_figures(), NAMING)[0])

    assert lines[1] == "Số hóa"
    assert lines[3].startswith("  Hồ sơ tiếp nhận")
    assert lines[4].endswith("80,0 %")
    assert len({line.index("Số lượng") + 8 for line in lines[2:3]}) == 1


def test_day_bounds_are_midnights_of_the_zone() -> None:
    zone = timezone(timedelta(hours=7))

    assert day_bounds(date(2026, 11, 20), date(2026, 11, 20), zone) == (
        "2026-11-19T17:00:00",
        "2026-11-20T17:00:00",
    )
    assert day_bounds(None, None, zone) == ("", "")


# With a station


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    opened = open_rooms(tmp_path / "station", clock=lambda: NOW)
    yield opened
    opened.store.close()


@pytest.fixture
def station(rooms: Rooms) -> Station:
    world = CounterStation()
    return replace(
        world.station,
        store=rooms.store,
        vault=rooms.vault,
        upkeep=rooms.upkeep,
        care=rooms.store.care,
    )


def test_own_figures_are_there_only_when_asked_for(station: Station) -> None:
    today = station.now().astimezone().date()
    new_dossier(station)

    with_own = figures(station, Span(today, today), own=True)
    without = figures(station, Span(today, today))

    assert with_own.own == Own(dossiers=1)
    assert without.own is None


def test_figures_know_the_copy_of_the_store(station: Station) -> None:
    station.care.back_up()

    told = figures(station, Span(SPAN.first, SPAN.last))

    assert told.keeping.copied_at is not None


def test_figures_without_a_store_that_counts_say_so() -> None:
    with pytest.raises(NoFigures):
        figures(CounterStation().station, SPAN)


def test_figures_are_for_whoever_may_see_dossiers(station: Station, rooms: Rooms) -> None:
    open_dossier(rooms.store, rooms.vault)
    desk = Desk.with_accounts(station)

    with pytest.raises(NotLoggedIn):
        figures(station, SPAN)
    desk.enter("minh")

    assert figures(station, SPAN).shares == Shares()


def test_file_is_written_and_the_audit_knows(station: Station, tmp_path: Path) -> None:
    name = save(station, tmp_path / "so-lieu.csv", b"abc")

    assert (tmp_path / name).read_bytes() == b"abc"
    last = station.store.audit_entries()[-1].act
    assert (last.action, last.note) == ("figures.exported", "csv")


def test_file_that_cannot_be_written_is_told(station: Station, tmp_path: Path) -> None:
    with pytest.raises(FiguresNotSaved):
        save(station, tmp_path / "nowhere" / "so-lieu.csv", b"abc")


def test_page_of_a_scanner_says_which_one_it_was() -> None:
    world = CounterStation()
    world.add_unread([b"mot trang"])

    entries = world.store.audit_entries()

    notes = [entry.act.note for entry in entries if entry.act.action == "page.captured"]
    assert notes == ["fake:feeder"]


def test_receipt_says_how_fast_the_upload_was() -> None:
    world = CounterStation()
    queue_bytes(world.station, {"giay.pdf": b"%PDF-1.7 synthetic"})

    send_due(world.station)

    entries = world.store.audit_entries()

    (note,) = [entry.act.note for entry in entries if entry.act.action == "submission.acked"]
    sent, _ = pace_of(note) or (0, 0.0)
    assert sent == len(b"%PDF-1.7 synthetic")


def test_line_that_answers_again_is_noted() -> None:
    world = CounterStation()
    queue_bytes(world.station, {"giay.pdf": b"%PDF-1.7 synthetic"})
    world.line.online = False
    gate = HostGate()
    send_due(world.station, gate=gate)
    world.line.online = True
    gate.probe_now()

    send_due(world.station, gate=gate)

    actions = [entry.act.action for entry in world.store.audit_entries()]
    assert actions[-4:] == [
        "submission.failed",
        "line.back",
        "submission.creating",
        "submission.acked",
    ]
