"""Search and recall in the window: typed, narrowed, paged, opened where the dossier stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.domain.owner import Owner, OwnerKind
from app.domain.search import FoundRow, Stage, Wanted
from app.services import find
from app.services.find import Answer, Found
from app.store.opening import Rooms, open_rooms
from app.ui.counter import Counter
from app.ui.recall_desk import RecallDesk
from app.ui.recall_model import RecallModel, stage_words
from app.ui.recall_view import Asked, RecallView
from app.ui.typed_days import typed_day
from tests.fakes.counter_station import CounterStation
from tests.store.store_samples import NOW, act, dossier, open_dossier, sealed_submission
from tests.ui.conftest import press, type_in

NAMES = ("Đỗ Thị Ánh", "Trần Văn Mẫu", "Đỗ Văn Đức")


def found(number: int = 1, stage: Stage = Stage.OPEN, **more: str) -> Found:
    row = FoundRow(number, dossier(number), stage, "", "canbo01", 4)
    return Found(row, **{"owner": "Đỗ Thị Ánh", **more})


@pytest.fixture
def view(officer_app: QApplication, qtbot: QtBot) -> RecallView:
    made = RecallView(RecallModel())
    qtbot.addWidget(made)
    made.show()
    return made


# Days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2026", date(2026, 12, 31)),
        ("1.2.2026", date(2026, 2, 1)),
        ("1-2-26", date(2026, 2, 1)),
        ("5/9", date(2026, 9, 5)),
        ("01022026", date(2026, 2, 1)),
        ("010226", date(2026, 2, 1)),
        ("31/02/2026", None),
        ("hôm qua", None),
        ("", None),
        ("1/2/20266", None),
    ],
)
def test_days_are_taken_as_officers_type_them(text: str, day: date | None) -> None:
    assert typed_day(text, date(2026, 11, 20)) == day


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_that_is_shown_can_be_typed(day: date) -> None:
    assert typed_day(f"{day:%d/%m/%Y}") == typed_day(f"{day:%d%m%y}") == day


# View


def test_empty_screen_teaches_what_can_be_typed(view: RecallView) -> None:
    assert "không dấu" in view.told.text()

    view.show_answer(Answer())

    assert "Ctrl+N" in view.told.text()
    assert not view.open_button.isEnabled()
    assert view.open_button.toolTip()


def test_answer_says_how_many_and_what_was_left_out(view: RecallView) -> None:
    view.show_answer(Answer((found(),), 12, None, "do", "du", 3, only_codes=True))

    for part in ("12", "“du”", "3", "tài khoản"):
        assert part in view.told.text()


def test_nothing_found_tells_how_to_go_on(view: RecallView) -> None:
    view.words.setText("zzz")

    view.show_answer(Answer())

    assert "trọn từng chữ" in view.told.text()


def test_question_is_what_is_set(view: RecallView) -> None:
    view.set_procedures([("1.001193", "Đăng ký khai sinh")])
    view.show_openers(["canbo01", "canbo02"])
    view.words.setText("  do  ")
    view.procedure.setCurrentIndex(1)
    view.stage.setCurrentIndex(1 + list(Stage).index(Stage.HELD))
    view.officer.setCurrentIndex(2)
    view.first.setText("1/10/2026")

    assert view.question == Asked("do", "1.001193", date(2026, 10, 1), None, Stage.HELD, "canbo02")
    view.clear()
    assert view.question.is_empty


def test_one_officer_is_no_choice(view: RecallView) -> None:
    view.show_openers(["canbo01"])
    assert not view.officer.isVisible()

    view.show_openers(["canbo01", "canbo02"])
    assert view.officer.isVisible()


def test_day_that_is_none_says_so(view: RecallView, qtbot: QtBot) -> None:
    view.first.setText("31/02")

    with qtbot.waitSignal(view.asked):
        view.first.editingFinished.emit()

    assert "31/12/2026" in view.told.text()
    assert view.first.accessibleDescription()


def test_keyboard_goes_from_words_to_answers_and_back(view: RecallView, qtbot: QtBot) -> None:
    view.show_answer(Answer((found(2), found(1)), 2))
    view.start()
    qtbot.waitUntil(view.words.hasFocus)

    press(view.words, Qt.Key.Key_Down)
    assert view.table.hasFocus()
    press(view.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.open_wanted) as told:
        press(view.table, Qt.Key.Key_Return)
    press(view.table, Qt.Key.Key_Up)
    press(view.table, Qt.Key.Key_Up)

    assert told.args[0].row.dossier.code == "H-1"
    assert view.words.hasFocus()


def test_escape_clears_the_words_then_leaves(view: RecallView, qtbot: QtBot) -> None:
    view.start()
    qtbot.waitUntil(view.words.hasFocus)
    view.words.setText("do")

    press(view.words, Qt.Key.Key_Escape)
    assert view.words.text() == ""
    with qtbot.waitSignal(view.left):
        press(view.words, Qt.Key.Key_Escape)


def test_chosen_dossier_stays_chosen_when_answers_grow(view: RecallView) -> None:
    view.show_answer(Answer((found(3), found(2)), 3, 2))
    view.table.selectRow(1)

    view.add_rows((found(1),))

    assert view.chosen == found(2)
    assert len(view.table.model().rows) == 3  # type: ignore[attr-defined]  # our model


def test_dossier_in_other_hands_shows_who_has_it(view: RecallView) -> None:
    model = RecallModel()

    text = model.text(found(owner="", held_by="hoa"), 1)

    assert "hoa" in text


def test_every_stage_has_a_sign_and_words(officer_app: QApplication) -> None:
    told = [stage_words(stage) for stage in Stage]

    assert len(set(told)) == len(Stage)
    assert len({text[0] for text in told}) == len(Stage)


def test_model_keeps_the_rules_of_models(
    officer_app: QApplication, qtmodeltester: ModelTester
) -> None:
    model = RecallModel()
    model.set_rows([found(number, stage) for number, stage in enumerate(Stage, start=1)])

    qtmodeltester.check(model)


# In the window


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    opened = open_rooms(tmp_path / "station", clock=lambda: NOW)
    for number, name in enumerate(NAMES, start=1):
        home = open_dossier(opened.store, opened.vault, number, pages=1)
        owner = Owner(OwnerKind.CITIZEN, f"00109900000{number}", name)
        opened.store.set_owner(home.id, owner, act("owner.set", home.id))
    sealed_submission(opened.store, opened.vault, 4)
    opened.upkeep.refresh_words(-1)
    yield opened
    opened.store.close()


@pytest.fixture
def recall(
    open_counter: Callable[..., Counter], world: CounterStation, rooms: Rooms, qtbot: QtBot
) -> tuple[Counter, RecallDesk]:
    """The search on show, over a real store."""
    world.station = replace(
        world.station, store=rooms.store, vault=rooms.vault, upkeep=rooms.upkeep
    )
    counter = open_counter(world)
    press(counter.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(counter.recall.model.rows) == 4)
    return counter, counter.recall


def test_typing_a_name_without_accents_finds_and_opens(
    recall: tuple[Counter, RecallDesk], qtbot: QtBot
) -> None:
    counter, desk = recall
    type_in(desk.view.words, "do thi anh")
    qtbot.waitUntil(lambda: [row.owner for row in desk.model.rows] == ["Đỗ Thị Ánh"])

    press(desk.view.words, Qt.Key.Key_Return)
    press(desk.view.table, Qt.Key.Key_Return)

    assert counter.flows.queue.chosen_id == dossier(1).id
    assert not desk.is_on_show
    qtbot.waitUntil(lambda: counter.window.heading.text().startswith("H-1"))


def test_dossier_that_waits_opens_in_the_outbox(
    recall: tuple[Counter, RecallDesk], qtbot: QtBot
) -> None:
    counter, desk = recall
    desk.view.words.setText("h-4")
    qtbot.waitUntil(lambda: [row.row.stage for row in desk.model.rows] == [Stage.WAITING])

    desk.view.open_chosen()

    assert counter.window.tabs.on_show is counter.window.outbox


def test_erased_dossier_says_what_is_left(recall: tuple[Counter, RecallDesk]) -> None:
    counter, desk = recall

    desk.view.open_wanted.emit(found(stage=Stage.ERASED))

    assert counter.window.message.isVisible()
    assert desk.is_on_show


def test_older_question_is_stopped_and_its_answer_dropped(
    recall: tuple[Counter, RecallDesk], qtbot: QtBot
) -> None:
    _, desk = recall
    flow = desk.flow
    told: list[str] = []
    flow.answered.connect(lambda answer: told.append(answer.meant))

    for text in ("tran", "do", "mau"):
        flow.ask(Wanted(text))
        flow.ask_now()
    qtbot.waitUntil(lambda: told[-1:] == ["mau"])

    assert told == ["mau"]


def test_keys_in_quick_succession_ask_once(
    recall: tuple[Counter, RecallDesk], qtbot: QtBot
) -> None:
    _, desk = recall
    begun: list[int] = []
    desk.flow.begun.connect(lambda: begun.append(1))

    type_in(desk.view.words, "mau")
    qtbot.waitUntil(lambda: [row.owner for row in desk.model.rows] == ["Trần Văn Mẫu"])

    assert len(begun) == 1


def test_further_answers_come_when_the_end_is_in_sight(
    recall: tuple[Counter, RecallDesk], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, desk = recall
    monkeypatch.setattr(find, "PAGE", 2)
    desk.flow.ask_now()
    qtbot.waitUntil(lambda: len(desk.model.rows) == 2)

    desk.view.more_wanted.emit()
    qtbot.waitUntil(lambda: len(desk.model.rows) == 4)
    desk.view.more_wanted.emit()

    assert [row.row.dossier.code for row in desk.model.rows] == ["H-4", "H-3", "H-2", "H-1"]


def test_names_stay_on_no_screen_that_nobody_looks_at(recall: tuple[Counter, RecallDesk]) -> None:
    counter, desk = recall

    counter.window.show_work()

    assert desk.model.rows == ()
    desk.turn_away()
    assert desk.view.question.is_empty
