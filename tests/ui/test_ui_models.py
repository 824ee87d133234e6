"""Models: Qt's own tester, and changes that are as small as they can be."""

from __future__ import annotations

from collections.abc import Hashable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.domain.paper import PageOfPaper
from app.domain.submission import Submission, SubmissionState
from app.ui.fields_model import FieldsModel
from app.ui.outbox_model import OutboxModel, OutboxRow
from app.ui.pages_model import KEPT_BYTES, PagesModel
from app.ui.picture_flow import picture_key
from app.ui.queue_model import QueueModel
from app.ui.rows_model import Role, RowsModel
from app.ui.thumbnails import PageFacts, Thumbnail
from tests.fakes.counter_station import CounterStation
from tests.ui.conftest import declaration

Pair = tuple[str, int]


class Pairs(RowsModel[Pair]):
    """Rows of a letter and a number."""

    def key(self, row: Pair) -> Hashable:
        return row[0]

    def text(self, row: Pair, _column: int) -> str:
        return f"{row[0]}{row[1]}"


pairs = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3)).flatmap(
    lambda rows: st.permutations(list(rows.items()))
)


@given(first=pairs, second=pairs)
def test_set_rows_with_any_change_keeps_views_in_step(
    first: list[Pair], second: list[Pair]
) -> None:
    model = Pairs()
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(model)

    model.set_rows(first)
    model.set_rows(second)

    shown = [proxy.index(number, 0).data() for number in range(proxy.rowCount())]
    assert list(model.rows) == second
    assert shown == [f"{letter}{number}" for letter, number in second]


def test_set_rows_with_one_new_row_inserts_only_that(qtbot: QtBot) -> None:
    model = Pairs()
    model.set_rows([("b", 1), ("c", 1)])
    inserted: list[int] = []
    changed: list[int] = []
    model.rowsInserted.connect(lambda _parent, first, _last: inserted.append(first))
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))

    with qtbot.assertNotEmitted(model.modelReset):
        model.set_rows([("a", 1), ("b", 1), ("c", 2)])

    assert inserted == [0]
    assert changed == [2]


def test_replace_row_that_is_gone_changes_nothing() -> None:
    model = Pairs()
    model.set_rows([("a", 1)])

    model.replace_row(("z", 1))

    assert list(model.rows) == [("a", 1)]


@pytest.mark.usefixtures("officer_app")
def test_queue_model_passes_the_model_tester(
    qtmodeltester: ModelTester, world: CounterStation
) -> None:
    model = QueueModel()
    world.add_dossier([declaration()], "H26.121-251027-0031")
    world.add_unread([])

    model.set_rows(world.store.dossier_rows())

    qtmodeltester.check(model)
    assert (
        model.index(1, 0).data()
        == "H26.121-251027-0031 · Đang kiểm tra · 1 trang · ? 2 ô · ? Xem 2 ô còn ngờ: F2"
    )


@pytest.mark.usefixtures("officer_app")
def test_pages_model_passes_the_model_tester(
    qtmodeltester: ModelTester, world: CounterStation
) -> None:
    home = world.add_dossier([declaration()])
    model = PagesModel()
    model.set_rows(world.pages(home))

    page = world.pages(home)[0]
    model.set_facts(PageFacts(page.id, page.reading, "Tờ khai", PageOfPaper(page.id, "")))

    qtmodeltester.check(model)
    assert model.index(0, 0).data() == "Trang 1 · ✓ Đã đọc · Tờ khai"
    assert model.index(0, 0).data(Role.ROW) == world.pages(home)[0]


@pytest.mark.usefixtures("officer_app")
def test_fields_model_passes_the_model_tester(
    qtmodeltester: ModelTester, world: CounterStation
) -> None:
    home = world.add_dossier([declaration()])
    model = FieldsModel()

    model.set_rows(world.store.fields(home))

    qtmodeltester.check(model)
    cells = [model.index(2, column).data() for column in range(4)]
    assert cells == ["Số định danh", "03819590437", "OCR", "! Sai"]
    assert model.doubtful == 2


@pytest.mark.usefixtures("officer_app")
@pytest.mark.parametrize("state", list(SubmissionState))
def test_outbox_model_shows_every_state_in_words(
    qtmodeltester: ModelTester, state: SubmissionState
) -> None:
    model = OutboxModel("vi")
    submission = Submission("s", "d", 1, state, state, "m", "0" * 64, "2025-10-27")  # type: ignore[arg-type]  # ids

    model.set_rows([OutboxRow(submission, "H26", "")])

    qtmodeltester.check(model)
    assert len(model.index(0, 1).data()) > 5
    header = model.headerData(1, Qt.Orientation.Horizontal)
    assert header == "Trạng thái"
    assert model.rowCount(QModelIndex()) == 1


many_pairs = st.lists(st.integers(0, 60), unique=True, max_size=40).map(
    lambda numbers: [(str(number), number % 3) for number in numbers]
)


@given(first=many_pairs, second=many_pairs)
def test_set_rows_with_many_moves_keeps_views_and_the_chosen_row(
    first: list[Pair], second: list[Pair]
) -> None:
    model = Pairs()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(model)
    model.set_rows(first)
    held = [QPersistentModelIndex(model.index(number, 0)) for number in range(len(first))]

    model.set_rows(second)

    shown = [proxy.index(number, 0).data() for number in range(proxy.rowCount())]
    assert shown == [f"{name}{number}" for name, number in second]
    stayed = {pair[0] for pair in second}
    for (name, _number), index in zip(first, held, strict=True):
        assert index.isValid() == (name in stayed)
        if name in stayed:
            assert index.row() == model.row_of(name)


def test_set_rows_of_an_empty_model_tells_once() -> None:
    model = Pairs()
    told: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: told.append((first, last)))

    model.set_rows([(str(number), 0) for number in range(10_000)])

    assert told == [(0, 9_999)]


def test_set_rows_with_every_second_row_gone_and_the_rest_turned_round_tells_little() -> None:
    model = Pairs()
    model.set_rows([(str(number), 0) for number in range(1000)])
    told: list[str] = []
    model.rowsMoved.connect(lambda *_: told.append("moved"))
    model.layoutChanged.connect(lambda *_: told.append("order"))

    model.set_rows([(str(number), 0) for number in reversed(range(0, 1000, 2))])

    assert told.count("order") == 1
    assert len(told) < 40


def test_set_rows_with_a_row_that_goes_to_the_end_moves_it_once() -> None:
    model = Pairs()
    model.set_rows([(letter, 0) for letter in "abcdef"])
    moved: list[int] = []
    model.rowsMoved.connect(lambda _p, first, *_: moved.append(first))

    model.set_rows([(letter, 0) for letter in "bcdefa"])

    assert moved == [0]


def test_set_rows_with_changed_neighbours_tells_them_as_one_run() -> None:
    model = Pairs()
    model.set_rows([(letter, 0) for letter in "abcdef"])
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))

    model.set_rows([("a", 0), ("b", 1), ("c", 1), ("d", 0), ("e", 1), ("f", 0)])

    assert changed == [(1, 2), (4, 4)]


@pytest.mark.usefixtures("officer_app")
def test_pages_model_keeps_small_pictures_by_their_bytes(world: CounterStation) -> None:
    home = world.add_dossier([declaration() for _ in range(4)])
    model = PagesModel()
    pages = world.pages(home)
    model.set_rows(pages)
    large = QImage(1000, KEPT_BYTES // 12_000, QImage.Format.Format_RGB32)

    for _ in range(2):
        for page in pages:
            model.set_picture(Thumbnail(page.id, picture_key(page), large))

    held = [page.id for page in pages if model.picture(page.id) is not None]
    assert model.held_bytes == len(held) * large.sizeInBytes() <= KEPT_BYTES
    assert held
    assert model.picture(pages[-1].id) is not None
    model.forget_pictures()
    assert model.held_bytes == 0
