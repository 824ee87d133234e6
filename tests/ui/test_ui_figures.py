"""The figures on the screen: charts that are really painted, tables beside them, files, keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.domain.digitization import Shares
from app.domain.figures import (
    Bucket,
    Confidence,
    Device,
    Figures,
    Keeping,
    Own,
    Range,
    Signing,
    Span,
    Trip,
    Uploads,
    day_times,
    span_of,
)
from app.domain.outbox_figures import Band, Outbox, Step
from app.services.figure_sheets import WORDS, Kind, Topic, sheets
from app.store.opening import Rooms, open_rooms
from app.ui.charts import Chart, Panel, Series, Shape, Stretch, marks, paint_chart
from app.ui.counter import Counter
from app.ui.figures_charts import chart_of
from app.ui.figures_desk import FiguresDesk
from app.ui.figures_model import SheetModel, TopicsModel
from app.ui.figures_view import FiguresView
from app.ui.figures_words import cell_words, duration_words, naming, range_words, words
from tests.fakes.counter_station import CounterStation
from tests.store.store_samples import NOW
from tests.ui.conftest import press

MADE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PROCEDURES = {"1.001193": "Đăng ký khai sinh"}
PAPER = "#ffffff"


def some_figures(wanted: Range = Range.WEEK, **more: object) -> Figures:
    """Figures with something under every topic."""
    span = span_of(wanted, MADE.date())
    hours = range(24) if len(span.days) == 1 else range(len(span.days))
    begin = MADE.replace(hour=0)
    step = timedelta(hours=1) if len(span.days) == 1 else timedelta(days=1)
    first = begin if len(span.days) == 1 else begin - step * (len(span.days) - 1)
    told = Figures(
        span=span,
        made_at=MADE,
        shares=Shares(10, 8, 3, 1, 2, 2),
        came=tuple(Bucket(first + step * n, 40 + n, n) for n in hours),
        outbox=Outbox(
            MADE - timedelta(hours=24),
            MADE,
            (Step(MADE - timedelta(hours=24), 3), Step(MADE - timedelta(hours=4), 12)),
            (Band(MADE - timedelta(hours=9), MADE - timedelta(hours=7)),),
        ),
        confidence=(
            Confidence("1.001193", (*(0,) * 8, 2, 8), 10, 4, 1),
            Confidence("", (5, *(0,) * 9), 5),
        ),
        devices=(Device("sane:fujitsu:0001", 90, 90, 9, 3), Device("", 10, 10)),
        times=day_times([Trip(MADE, MADE + timedelta(minutes=4))], span, UTC),
        uploads=tuple(Uploads(day, 4, 4_000_000, 2.0, 1, 2) for day in span.days),
        signing=Signing(8, (("token.removed", 2),)),
        keeping=Keeping(MADE - timedelta(hours=5), 1, MADE - timedelta(minutes=12)),
        own=Own(3, 30, 12),
    )
    return replace(told, **more)  # type: ignore[arg-type]  # fields by their names


def painted(chart: Chart, wide: int = 700, high: int = 320, points: float = 11.0) -> QImage:
    """A chart in the middle of a picture, with an edge that nothing may touch."""
    image = QImage(wide + 40, high + 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff00ff"))
    palette = QPalette(QColor("#eeeeee"))
    palette.setColor(QPalette.ColorRole.Base, QColor(PAPER))
    font = QFont(QApplication.font())
    font.setPointSizeF(points)
    with QPainter(image) as painter:
        paint_chart(painter, QRectF(20, 20, wide, high), chart, palette, font)
    return image


def ink(image: QImage) -> int:
    """How many points are no paper."""
    paper = QColor(PAPER).rgb()
    return sum(
        image.pixel(x, y) != paper
        for x in range(21, image.width() - 21, 3)
        for y in range(21, image.height() - 21, 3)
    )


def edge_is_clean(image: QImage) -> bool:
    """Nothing was painted outside the frame."""
    edge = QColor("#ff00ff").rgb()
    right, bottom = image.width() - 1, image.height() - 1
    points = [(x, y) for x in range(image.width()) for y in (0, 10, 19, bottom - 19, bottom)]
    points += [(x, y) for y in range(image.height()) for x in (0, 10, 19, right - 19, right)]
    return all(image.pixel(*point) == edge for point in points)


def panel(*values: float | None, shape: Shape = Shape.BARS) -> Panel:
    labels = tuple(f"nhãn {n}" for n in range(len(values)))
    return Panel("Số trang", labels, (Series("", values),), str, shape)


# Charts


@pytest.mark.parametrize("points", [11.0, 22.0])
@pytest.mark.parametrize("topic", list(Topic))
def test_chart_of_every_topic_is_painted_inside_its_frame(
    officer_app: QApplication, topic: Topic, points: float
) -> None:
    chart = chart_of(topic, some_figures(), naming(PROCEDURES, "vi"))

    image = painted(chart, points=points)

    assert not chart.is_empty
    assert ink(image) > 200
    assert edge_is_clean(image)


@pytest.mark.parametrize("topic", list(Topic))
def test_chart_of_nothing_says_so(officer_app: QApplication, topic: Topic) -> None:
    span = Span(MADE.date(), MADE.date())
    empty = Figures(span, MADE, Shares(), (), Outbox(MADE - timedelta(hours=24), MADE))

    chart = chart_of(topic, empty, naming(PROCEDURES, "vi"))

    assert chart.is_empty
    assert chart.empty
    assert ink(painted(chart)) > 20


def test_labels_stay_inside_a_small_frame_at_large_text(officer_app: QApplication) -> None:
    chart = chart_of(Topic.DEVICES, some_figures(), naming(PROCEDURES, "vi"))

    image = painted(chart, 300, 200, points=24.0)

    assert edge_is_clean(image)


def test_two_series_differ_by_more_than_their_colour(officer_app: QApplication) -> None:
    """Bars of equal height are told apart when all colours are one grey."""
    both = Panel("", ("",), (Series("a", (5.0,)), Series("b", (5.0,))), str)
    image = painted(Chart("", (both,)), 600, 300).convertToFormat(QImage.Format.Format_Grayscale8)
    paper = QColor(PAPER).lightness()

    row = [image.pixelColor(x, 240).lightness() for x in range(60, image.width() - 40)]
    filled = [value < paper - 30 for value in row]
    left, right = filled[: len(filled) // 2], filled[len(filled) // 2 :]

    assert sum(left) > sum(right) * 1.5
    assert sum(right) > 3


def test_outage_is_hatched_and_named(officer_app: QApplication) -> None:
    steps = replace(panel(3.0, shape=Shape.STEPS), places=(0.0,))
    with_band = replace(steps, bands=(Stretch(0.4, 0.6),), band_name="mất kết nối")

    plain, hatched = (painted(Chart("", (each,))) for each in (steps, with_band))

    assert ink(hatched) > ink(plain) + 100


def test_higher_values_have_more_ink(officer_app: QApplication) -> None:
    low, high = (painted(Chart("", (replace(panel(value), top=10.0),))) for value in (1.0, 9.0))

    assert ink(high) > ink(low)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    values=st.lists(st.none() | st.floats(0, 1e12) | st.just(0.0), min_size=0, max_size=95),
    wide=st.integers(1, 900),
    high=st.integers(1, 500),
)
def test_any_values_are_painted_in_any_frame(
    officer_app: QApplication, values: list[float | None], wide: int, high: int
) -> None:
    image = painted(Chart("x", (panel(*values), panel(*values)), "nothing"), wide, high)

    assert edge_is_clean(image)


@given(st.floats(0, 1e15), st.integers(2, 6))
def test_marks_are_few_even_and_reach_the_top(top: float, most: int) -> None:
    made = marks(top, most)

    assert made[0] == 0.0
    assert made[-1] >= top * 0.999999
    assert len(made) <= max(most, 2) + 1
    gaps = [after - before for before, after in pairwise(made)]
    assert all(gap == pytest.approx(gaps[0]) for gap in gaps)


# Words and tables


def test_all_words_of_sheets_are_there(officer_app: QApplication) -> None:
    assert set(words()) == set(WORDS)
    assert len({range_words(each) for each in Range}) == len(Range)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (9.4, "9 giây"),
        (245, "4 phút 05 giây"),
        (3 * 3600 + 120, "3 giờ 02 phút"),
        (5 * 86400, "5 ngày"),
    ],
)
def test_durations_are_as_fine_as_they_are_worth(
    officer_app: QApplication, seconds: float, said: str
) -> None:
    assert duration_words(seconds) == said


def test_cells_are_shown_in_the_officers_words(officer_app: QApplication) -> None:
    assert cell_words(None, Kind.COUNT) == "–"
    assert cell_words(0.8254, Kind.SHARE) == "82,5 %"
    assert cell_words(MADE.date(), Kind.DAY) == "20/11/2026"
    assert cell_words(4_000_000, Kind.BYTES) == "4,0 MB"
    assert cell_words(1234, Kind.COUNT) == "1.234"


@pytest.mark.parametrize("topic", list(Topic))
def test_sheet_model_keeps_the_rules_of_models(
    officer_app: QApplication, qtmodeltester: ModelTester, topic: Topic
) -> None:
    model = SheetModel()
    made = sheets(some_figures(), naming(PROCEDURES, "vi"))
    for sheet in (made[0], *(each for each in made if each.topic is topic)):
        model.set_sheet(sheet)

    assert model.rowCount() == len(model.rows)
    assert model.columnCount() == model.columns
    qtmodeltester.check(model)


def test_newer_figures_keep_the_chosen_row(officer_app: QApplication, qtbot: QtBot) -> None:
    view = FiguresView()
    qtbot.addWidget(view)
    view.show_figures(some_figures(), naming(PROCEDURES, "vi"))
    view.topics.setCurrentIndex(view.topics_model.index(3, 0))
    view.table.selectRow(1)

    view.show_figures(some_figures(made_at=MADE + timedelta(minutes=1)), naming(PROCEDURES, "vi"))

    assert view.topic is Topic.CONFIDENCE
    assert view.table.currentIndex().row() == 1
    assert "khai sinh" in view.chart.chart.panels[0].title


def test_every_topic_has_its_table_and_chart(officer_app: QApplication, qtbot: QtBot) -> None:
    view = FiguresView()
    qtbot.addWidget(view)
    view.show_figures(some_figures(), naming(PROCEDURES, "vi"))

    for number, topic in enumerate(Topic):
        view.topics.setCurrentIndex(view.topics_model.index(number, 0))

        assert view.topic is topic
        assert view.model.rowCount() > 0
        assert view.chart.chart.title == view.topics_model.rows[number].title
        assert view.chart.accessibleName().endswith(view.chart.chart.title)


def test_days_that_are_chosen_are_asked_for(officer_app: QApplication, qtbot: QtBot) -> None:
    view = FiguresView()
    qtbot.addWidget(view)

    with qtbot.waitSignal(view.range_chosen) as told:
        view.days.setCurrentIndex(3)
        view.days.activated.emit(3)

    assert told.args == [Range.QUARTER]


def test_save_is_closed_with_a_reason_while_nothing_is_counted(
    officer_app: QApplication, qtbot: QtBot
) -> None:
    view = FiguresView()
    qtbot.addWidget(view)

    assert not view.save_button.isEnabled()
    assert view.save_button.toolTip()
    view.show_figures(some_figures(), naming(PROCEDURES, "vi"))
    assert view.save_button.isEnabled()


# In the window


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    opened = open_rooms(tmp_path / "station", clock=lambda: NOW)
    yield opened
    opened.store.close()


@pytest.fixture
def counted(
    open_counter: Callable[..., Counter], world: CounterStation, rooms: Rooms, qtbot: QtBot
) -> FiguresDesk:
    """The figures on show, of a real store."""
    world.station = replace(
        world.station, store=rooms.store, vault=rooms.vault, upkeep=rooms.upkeep
    )
    counter = open_counter(world, own_figures=True)
    press(counter.window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(counter.figures.view.all_sheets))
    return counter.figures


def test_keys_lead_through_the_figures(counted: FiguresDesk, qtbot: QtBot) -> None:
    view = counted.view
    qtbot.waitUntil(view.topics.hasFocus)

    press(view.topics, Qt.Key.Key_Down)
    press(view.topics, Qt.Key.Key_Down)

    assert view.topic is Topic.OUTBOX
    with qtbot.waitSignal(counted.flow.counted):
        press(view.topics, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    press(view.topics, Qt.Key.Key_Escape)
    assert not counted.is_on_show


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "png"])
def test_figures_are_saved_in_each_kind(
    counted: FiguresDesk, tmp_path: Path, qtbot: QtBot, suffix: str
) -> None:
    file = tmp_path / f"so-lieu.{suffix}"

    with qtbot.waitSignal(counted.flow.saved):
        counted.view.save_wanted.emit(str(file))

    head = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "png": b"\x89PNG"}[suffix]
    assert file.read_bytes().startswith(head)


def test_own_figures_go_with_their_officer(counted: FiguresDesk) -> None:
    assert counted.view.all_sheets[-1].topic is Topic.OWN

    counted.view.forget()

    assert counted.view.all_sheets == ()


def test_topics_model_keeps_the_rules_of_models(
    officer_app: QApplication, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(TopicsModel())
