"""The settings screen: by keyboard, checked as typed, locks, rights, undo."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.services.settings_change import SettingsDesk as Changing
from app.services.settings_change import SettingsView as Shown
from app.setting_files import SettingsBook
from app.ui.counter import Counter
from app.ui.settings_desk import SettingsDesk
from app.ui.settings_model import matches
from app.ui.settings_view import SettingsView
from app.ui.window import Window
from tests.fakes.counter_station import CounterStation
from tests.fakes.officers import SECRET, Desk
from tests.ui.conftest import press, type_in
from tests.ui.tab_shell import open_shell

Opener = Callable[..., Counter]
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def book(tmp_path: Path) -> SettingsBook:
    machine = {"locked": ["server_url"], "server_url": "https://mot-cua.tinh.vn"}
    (tmp_path / "machine.json").write_text(json.dumps(machine), "utf-8")
    (tmp_path / "settings.json").write_text('{"jobs": "nhieu", "later": 1}', "utf-8")
    return SettingsBook(
        tmp_path / "settings.json",
        tmp_path / "machine.json",
        environment={"SOHOA_LANGUAGES": "vie+eng"},
        data_dir=tmp_path / "data",
    )


@dataclass
class Opened:
    """The screen in a shell of its own."""

    window: Window
    settings: SettingsDesk


@pytest.fixture
def counter(
    book: SettingsBook, world: CounterStation, qtbot: QtBot, officer_app: QApplication
) -> Iterator[Opened]:
    """The screen in front, opened by its key."""
    shell = open_shell(qtbot, world.station)
    desk = SettingsDesk(
        shell.window,
        world.station,
        shell.bridge,
        changing=Changing(book, book.read()),
        troubles=shell.troubles,
    )
    press(shell.window, Qt.Key.Key_Comma, CTRL)
    qtbot.waitUntil(lambda: desk.view.model.rows != ())
    yield Opened(shell.window, desk)
    shell.bridge.close()


@pytest.fixture
def whole(open_counter: Opener, book: SettingsBook, qtbot: QtBot) -> Counter:
    """The whole window with the settings in front."""
    counter = open_counter(configuring=Changing(book, book.read()))
    press(counter.window, Qt.Key.Key_Comma, CTRL)
    qtbot.waitUntil(lambda: counter.settings.view.model.rows != ())
    return counter


def choose(counter: Opened | Counter, name: str) -> None:
    counter.settings.view.select(name)
    press(counter.settings.view.table, Qt.Key.Key_Return)


def written(tmp_path: Path) -> dict[str, object]:
    values = json.loads((tmp_path / "settings.json").read_text("utf-8"))
    return values if isinstance(values, dict) else {}


def acts_of_settings(world: CounterStation) -> list[str]:
    acts = [entry.act.action for entry in world.station.store.audit_entries()]
    return [act for act in acts if act.startswith("settings")]


def test_key_opens_the_screen_with_the_list_under_the_keyboard(counter: Opened) -> None:
    view = counter.settings.view

    assert counter.settings.is_on_show
    assert view.table.hasFocus()
    assert view.chosen is not None
    assert "jobs" in view.troubles.text()
    assert "later" in view.troubles.text()


def test_search_finds_without_marks_and_enter_goes_on(counter: Opened, qtbot: QtBot) -> None:
    view = counter.settings.view

    press(view.table, Qt.Key.Key_T, ALT)
    qtbot.waitUntil(view.search.hasFocus)
    type_in(view.search, "bien nhan giu")
    press(view.search, Qt.Key.Key_Return)

    assert [row.name for row in view.model.rows] == ["retention_days"]
    assert view.table.hasFocus()
    press(view.table, Qt.Key.Key_Return)
    assert view.editor.text.hasFocus()
    assert view.editor.text.text() == "30"


def test_search_without_a_find_says_so_and_escape_clears_it(counter: Opened) -> None:
    view = counter.settings.view
    view.to_search()

    type_in(view.search, "zzz")
    empty = view.empty.isVisible()
    press(view.search, Qt.Key.Key_Escape)

    assert empty
    assert not view.empty.isVisible()
    assert view.model.rows


def test_typed_value_is_checked_saved_on_enter_and_taken_back(
    whole: Counter, tmp_path: Path, qtbot: QtBot, world: CounterStation
) -> None:
    view = whole.settings.view
    choose(whole, "idle_lock_min")

    type_in(view.editor.text, "99")
    flaw = view.editor.said.text()
    press(view.editor.text, Qt.Key.Key_Return)
    assert "idle_lock_min" not in written(tmp_path)
    view.editor.text.selectAll()
    type_in(view.editor.text, "7")
    press(view.editor.text, Qt.Key.Key_Return)

    assert flaw == "! Số này nằm ngoài khoảng cho phép. Từ 0 đến 60 phút."
    qtbot.waitUntil(lambda: written(tmp_path).get("idle_lock_min") == 7)
    qtbot.waitUntil(lambda: view.editor.said.text().startswith("✓ Đã lưu."))
    assert "lần mở" in view.editor.said.text()
    assert view.waiting.isVisible()
    press(view.table, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: "idle_lock_min" not in written(tmp_path))
    # The file comes first, the audit after it.
    qtbot.waitUntil(lambda: acts_of_settings(world) == ["settings.changed", "settings.undone"])


def test_leaving_the_field_saves_it(counter: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    view = counter.settings.view
    choose(counter, "station_id")

    type_in(view.editor.text, unicodedata.normalize("NFD", "quầy-2"))
    view.table.setFocus()

    qtbot.waitUntil(lambda: written(tmp_path).get("station_id") == "quầy-2")


def test_leaving_what_makes_no_sense_is_told(counter: Opened, tmp_path: Path) -> None:
    view = counter.settings.view
    choose(counter, "retention_days")

    type_in(view.editor.text, "nhiều")
    view.table.setFocus()

    assert "Chưa lưu" in counter.window.message.text
    assert "retention_days" not in written(tmp_path)


def test_escape_leaves_the_value_as_it_was(counter: Opened, tmp_path: Path) -> None:
    view = counter.settings.view
    choose(counter, "station_id")

    type_in(view.editor.text, "x")
    press(view.editor.text, Qt.Key.Key_Escape)

    assert view.editor.text.text() == "tram-1"
    assert view.table.hasFocus()
    assert "station_id" not in written(tmp_path)


def test_choice_by_keyboard_and_reset(counter: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    view = counter.settings.view
    choose(counter, "signature_level")
    assert view.editor.choice.hasFocus()

    press(view.editor.choice, Qt.Key.Key_Down)

    qtbot.waitUntil(lambda: written(tmp_path).get("signature_level") == "b-t")
    qtbot.waitUntil(view.editor.reset_button.isEnabled)
    press(view.table, Qt.Key.Key_M, ALT)
    qtbot.waitUntil(lambda: "signature_level" not in written(tmp_path))


def test_text_size_and_look_count_at_once(whole: Counter, qtbot: QtBot) -> None:
    view, before = whole.settings.view, QApplication.font().pointSizeF()
    choose(whole, "text_percent")

    type_in(view.editor.text, "150")
    press(view.editor.text, Qt.Key.Key_Return)

    try:
        qtbot.waitUntil(lambda: QApplication.font().pointSizeF() > before)
        assert not view.waiting.isVisible()
    finally:
        press(view.table, Qt.Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda: QApplication.font().pointSizeF() == before)


def test_another_language_opens_the_window_anew_when_asked(
    open_counter: Opener, book: SettingsBook, qtbot: QtBot, tmp_path: Path
) -> None:
    spoken: list[str] = []
    counter = open_counter(configuring=Changing(book, book.read()), speak=spoken.append)
    press(counter.window, Qt.Key.Key_Comma, CTRL)
    qtbot.waitUntil(lambda: counter.settings.view.model.rows != ())
    editor = counter.settings.view.editor
    choose(counter, "window_language")
    assert editor.reopen_button.isHidden()

    press(editor.choice, Qt.Key.Key_Down)

    qtbot.waitUntil(lambda: written(tmp_path).get("window_language") == "en")
    qtbot.waitUntil(lambda: not editor.reopen_button.isHidden())
    assert "không mất gì" in editor.said.text()
    assert spoken == []

    editor.reopen_button.click()

    assert spoken == ["en"]


@pytest.mark.parametrize(
    ("name", "said"), [("server_url", "Quản trị đã khóa"), ("languages", "SOHOA_LANGUAGES")]
)
def test_locked_setting_says_why_and_cannot_be_changed(
    counter: Opened, name: str, said: str
) -> None:
    view = counter.settings.view

    view.select(name)

    assert not view.editor.text.isEnabled()
    assert said in view.editor.said.text()
    assert said in view.editor.text.toolTip()
    row = view.chosen
    assert row is not None
    whence = view.model.text(row, 2)
    assert whence == ("🔒 Quản trị khóa" if name == "server_url" else "Biến môi trường")


def test_officer_who_is_no_administrator_changes_only_the_own(
    open_counter: Opener, book: SettingsBook, world: CounterStation, qtbot: QtBot
) -> None:
    desk = Desk.with_accounts(world.station)
    counter = open_counter(keeper=desk.keeper, configuring=Changing(book, book.read()))
    counter.lock.view.ask_for_login()
    counter.lock.view.name.setText("hoa")
    type_in(counter.lock.view.password, SECRET.decode())
    with qtbot.waitSignal(counter.lock.entered):
        counter.lock.view.enter.click()
    counter.settings.open()
    view = counter.settings.view
    qtbot.waitUntil(lambda: view.model.rows != ())

    view.select("retention_days")
    closed = (view.editor.text.isEnabled(), view.editor.said.text())
    view.select("text_percent")

    assert closed == (False, "Chỉ người quản trị được đổi mục này.")
    assert view.editor.text.isEnabled()


def test_file_is_chosen_beside_the_work(counter: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    view = counter.settings.view
    view.select("results_dir")

    press(view.table, Qt.Key.Key_B, ALT)

    dialog = view.editor.findChild(QFileDialog)
    assert dialog is not None
    assert not dialog.isModal()
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.fileSelected.emit(str(tmp_path / "khong-co"))
    dialog.hide()
    qtbot.waitUntil(lambda: view.editor.said.text().startswith("? Đã lưu."))
    assert "đường dẫn" in view.editor.said.text()


def test_change_that_cannot_be_written_is_told_and_the_old_value_shown(
    counter: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    view = counter.settings.view
    choose(counter, "station_id")
    (tmp_path / "settings.json").unlink()
    (tmp_path / "settings.lock").mkdir()

    type_in(view.editor.text, "quay-9")
    press(view.editor.text, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "Chưa ghi được cài đặt" in counter.window.message.text)


def test_everything_on_the_screen_is_named_and_closed_buttons_say_why(counter: Opened) -> None:
    view = counter.settings.view

    for kind in (QLineEdit, QComboBox, QAbstractButton):
        for each in view.findChildren(kind):
            if each.isVisible() and each.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                assert each.accessibleName(), each
    for name in ("server_url", "station_id", "results_dir"):
        view.select(name)
        for button in view.findChildren(QAbstractButton):
            if button.isVisible() and not button.isEnabled() and button.text():
                assert button.toolTip(), button.text()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_setting_is_shown_in_both_languages(
    book: SettingsBook, qtbot: QtBot, officer_app: QApplication, language: str
) -> None:
    view = SettingsView(language)
    qtbot.addWidget(view)
    resolved = book.read()

    view.show_settings(Shown(resolved, is_administrator=True))
    for name, standing in resolved.standings.items():
        view.select(name)
        label = standing.setting.label.text(language)
        assert view.editor.title.text() == label
        assert matches(standing, label.upper())
