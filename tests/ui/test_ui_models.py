"""Models: Qt's own tester, and changes that are as small as they can be."""

from __future__ import annotations

from collections.abc import Hashable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.domain.submission import Submission, SubmissionState
from app.ui.fields_model import FieldsModel
from app.ui.outbox_model import OutboxModel, OutboxRow
from app.ui.pages_model import PagesModel
from app.ui.picture_flow import PageCard
from app.ui.queue_model import QueueModel
from app.ui.rows_model import Role, RowsModel
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
    assert model.index(1, 0).data() == "H26.121-251027-0031 · Đang kiểm tra · 1 trang · ? 2 ô"


@pytest.mark.usefixtures("officer_app")
def test_pages_model_passes_the_model_tester(
    qtmodeltester: ModelTester, world: CounterStation
) -> None:
    home = world.add_dossier([declaration()])
    model = PagesModel()
    model.set_rows(world.pages(home))

    model.set_card(PageCard(world.pages(home)[0].id, None, "Tờ khai"))

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
