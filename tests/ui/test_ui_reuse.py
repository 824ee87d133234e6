"""The panel of papers that need no scan: what it shows, and every key of it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.domain.ids import DossierId
from app.domain.owner import Owner, OwnerGap, OwnerKind
from app.domain.procedure import Component, Handling, Need, Reason
from app.domain.reuse import (
    ComponentStatus,
    Decision,
    Keeper,
    KnownPaper,
    Lookup,
    LookupState,
    Term,
    offer,
)
from app.services.reuse import Choice, ComponentSheet, ReuseSheet
from app.ui.reuse_model import ReuseModel, reuse_rows
from app.ui.reuse_panel import ReusePanel

DAY = date(2026, 1, 31)
HOME = DossierId("d")


def known(name: str, keeper: Keeper = Keeper.STATION, issued: date | None = None) -> KnownPaper:
    return KnownPaper(
        name, keeper, "single_proof", "KQ.1", "Giấy xác nhận", f"{name}/UBND", term=Term(issued)
    )


GOOD = known("15", Keeper.STORE, date(2025, 12, 1))
OLD = known("7", issued=date(2020, 1, 1))
DATELESS = known("9")


def sheet(
    decision: Decision | None = None, lookup: LookupState | None = LookupState.ANSWERED
) -> ReuseSheet:
    proof = Component("single_proof", "Giấy xác nhận tình trạng hôn nhân", True)
    house = Component("household", "Sổ hộ khẩu", False)
    card = Component("card", "Thẻ căn cước", False, shown_only=True)
    replaced = Need(house, Handling.LEAVE, Reason.REPLACED, date(2025, 7, 1), "CSDL dân cư")
    offers = tuple(offer(paper, 6, DAY) for paper in (GOOD, DATELESS, OLD))
    parts = (
        ComponentSheet(house, replaced, None, ()),
        ComponentSheet(card, Need(card, Handling.SHOW, Reason.SHOWN_ONLY), None, ()),
        ComponentSheet(proof, Need(proof, Handling.COLLECT, Reason.REQUIRED), decision, offers),
    )
    asked = lookup and Lookup("q", HOME, "1", "", "1", lookup, "", reason="documents.offline")
    return ReuseSheet(Owner(OwnerKind.CITIZEN, "001195004321"), OwnerGap.NONE, asked, parts)


@pytest.fixture
def panel(officer_app: QApplication, qtbot: QtBot) -> ReusePanel:
    made = ReusePanel()
    qtbot.addWidget(made)
    made.resize(900, 420)
    made.set_sheet(sheet())
    made.show()
    made.start()
    return made


def cell(panel: ReusePanel, row: int, column: int) -> str:
    return str(panel.model.index(row, column).data())


def test_model_keeps_qt_happy(qtmodeltester: ModelTester) -> None:
    model = ReuseModel()

    model.set_rows(reuse_rows(sheet()))

    qtmodeltester.check(model)


def test_panel_lists_papers_with_number_days_and_state(panel: ReusePanel) -> None:
    assert cell(panel, 0, 1) == "! Không yêu cầu giấy tờ này từ ngày 01/07/2025 (CSDL dân cư)"
    assert cell(panel, 1, 1) == "! Chỉ xuất trình: không quét, không lưu bản sao"
    assert [cell(panel, 3, column) for column in range(1, 5)] == [
        "15/UBND", "01/12/2025", "01/06/2026", "Còn hạn, kho quốc gia",
    ]  # fmt: skip
    assert cell(panel, 5, 4) == "! Hết hạn, trạm này"


def test_enter_takes_the_first_usable_paper(panel: ReusePanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.taken) as told:
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)

    assert told.args == [Choice("single_proof", "15", has_looked=False)]


def test_paper_without_known_term_is_taken_after_a_look(panel: ReusePanel, qtbot: QtBot) -> None:
    panel.table.selectRow(4)
    before = panel.take_button.isEnabled()

    with qtbot.waitSignal(panel.look_wanted):
        qtbot.keyClick(panel.table, Qt.Key.Key_Space)
    with qtbot.waitSignal(panel.taken) as told:
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)

    assert not before
    assert told.args == [Choice("single_proof", "9", has_looked=True)]


def test_expired_paper_cannot_be_taken(panel: ReusePanel, qtbot: QtBot) -> None:
    panel.table.selectRow(5)

    with qtbot.assertNotEmitted(panel.taken):
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)


def test_scan_anyway_names_the_component(panel: ReusePanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.scan_wanted) as told:
        qtbot.keyClick(panel.table, Qt.Key.Key_S)

    assert told.args == ["single_proof"]


@pytest.mark.parametrize("row", [0, 1])
def test_paper_that_is_not_collected_offers_no_scan(panel: ReusePanel, row: int) -> None:
    panel.table.selectRow(row)

    assert not panel.scan_button.isEnabled()


def test_taken_paper_can_be_taken_back_and_stays_chosen(panel: ReusePanel, qtbot: QtBot) -> None:
    decision = Decision(HOME, "single_proof", ComponentStatus.REUSED, GOOD, "cb", "")

    panel.set_sheet(sheet(decision))
    with qtbot.waitSignal(panel.undo_wanted) as told:
        qtbot.keyClick(panel.table, Qt.Key.Key_Delete)

    assert cell(panel, 3, 4) == "✓ Đã chọn"
    assert cell(panel, 2, 1) == "✓ Dùng lại, không quét"
    assert not panel.take_button.isEnabled()
    assert told.args == ["single_proof"]


def test_escape_goes_on(panel: ReusePanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(panel.table, Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, "Chỉ có giấy tờ do trạm này đã số hóa."),
        (LookupState.DUE, "Chưa nối được kho quốc gia; máy sẽ tự hỏi lại."),
        (LookupState.FAILED, "Không hỏi được kho quốc gia; hãy quét như thường."),
        (LookupState.ANSWERED, "Kho quốc gia đã trả lời."),
    ],
)
def test_status_tells_how_the_question_stands(
    panel: ReusePanel, state: LookupState | None, words: str
) -> None:
    panel.set_sheet(sheet(lookup=state))

    assert panel.status.text() == words
