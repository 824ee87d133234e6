"""More than fits is told, not cut off."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.ui.account_form import AccountForm
from app.ui.count_row import CountRow
from app.ui.length_note import too_long


def test_too_long_counts_letters_as_people_see_them() -> None:
    decomposed = "Nguye\u0302\u0303n"

    assert too_long(decomposed, 6) == ""
    assert too_long(f" {decomposed}x ", 6) != ""


def test_account_form_keeps_what_was_pasted_and_sends_nothing(qtbot: QtBot) -> None:
    form = AccountForm()
    qtbot.addWidget(form)
    form.show()
    form.add(is_first=True)
    wanted: list[object] = []
    form.wanted.connect(wanted.append)

    form.account.setText("a" * 43)
    form.do_button.click()

    assert form.account.text() == "a" * 43
    assert wanted == []
    assert "40" in form.account.accessibleDescription()


def test_reason_that_is_too_long_closes_its_button(qtbot: QtBot) -> None:
    row = CountRow()
    qtbot.addWidget(row)
    row.show_count(3, 2, can_settle=True)

    row.reason.setText("vì " * 80)

    assert not row.accept.isEnabled()
    assert "200" in row.accept.accessibleDescription()
