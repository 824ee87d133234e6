"""The column of rows: made in slices, always in the order of the fields."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.field import Field, FieldSource, FieldState
from app.domain.ids import DossierId, PageId
from app.ui.field_column import SLICE, FieldColumn
from app.ui.field_row import FieldRow
from app.ui.fields_model import field_key


def fields(*names: str) -> list[Field]:
    """Fields named "page.number"."""
    return [
        Field(
            DossierId("d"),
            PageId(name.partition(".")[0]),
            name,
            f"Ô {name}",
            "Giá trị",
            FieldState.AMBER,
            0.5,
            FieldSource.OCR,
            None,
        )
        for name in names
    ]


def many(count: int) -> list[Field]:
    return fields(*(f"p{number // 13}.{number}" for number in range(count)))


names = st.lists(st.sampled_from([f"{p}.{n}" for p in "abc" for n in range(4)]), unique=True)


@pytest.mark.usefixtures("officer_app")
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=names, second=names)
def test_set_fields_with_any_change_shows_them_in_order(
    first: list[str], second: list[str]
) -> None:
    column = FieldColumn("vi")
    column.set_fields(fields(*sorted(first)))
    wanted = fields(*sorted(second))

    column.set_fields(wanted)
    for field in wanted:
        column.row_for(field_key(field))

    order = [column.layout().indexOf(row) for row in column.rows]
    assert [row.field.name for row in column.rows] == sorted(second)
    assert order == sorted(order)
    assert column.layout().count() == len(second) + len({n[0] for n in second}) + 1


@pytest.mark.usefixtures("officer_app")
def test_rows_of_the_next_dossier_are_those_of_the_one_before_without_its_words(
    qtbot: QtBot,
) -> None:
    column = FieldColumn("vi")
    qtbot.addWidget(column)
    made: list[FieldRow] = []
    column.row_made.connect(made.append)
    column.show()
    column.set_fields(fields("a.1", "a.2", "a.3"))
    paper = QImage(30, 10, QImage.Format.Format_RGB32)
    paper.fill(0)
    for row in made:
        row.set_active(True)
        row.show_strip(paper)
        row.set_postponed(True)
        row.put_text("Lê Thị Mẫu")

    column.set_fields([])
    empty = [row.edit.text() for row in made]
    column.set_fields(fields("b.1", "b.2", "b.3", "b.4"))
    qtbot.waitUntil(lambda: column.is_complete)

    assert empty == ["", "", ""]
    assert set(made) == set(column.rows)
    assert len(made) == 4
    assert [row.edit.text() for row in column.rows] == ["Giá trị"] * 4
    assert not any(row.edit.isModified() or row.edit.isUndoAvailable() for row in made)
    assert not any(row.snippet or row.choices or row.is_unsaved for row in made)
    assert not any("để sau" in row.edit.accessibleDescription() for row in made)


@pytest.mark.usefixtures("officer_app")
def test_many_fields_come_in_slices(qtbot: QtBot) -> None:
    column = FieldColumn("vi")
    qtbot.addWidget(column)

    column.set_fields(many(40))

    assert len(column.rows) == SLICE
    qtbot.waitUntil(lambda: column.is_complete)
    assert [row.field.name for row in column.rows] == [field.name for field in many(40)]


@pytest.mark.usefixtures("officer_app")
def test_row_for_a_field_whose_turn_has_not_come_is_made_at_once(qtbot: QtBot) -> None:
    column = FieldColumn("vi")
    qtbot.addWidget(column)
    column.set_fields(many(40))

    row = column.row_for(field_key(many(40)[35]))

    assert row is not None
    assert row.field.name == "p2.35"
    assert len(column.rows) == 36


@pytest.mark.usefixtures("officer_app")
def test_rows_in_front_keep_their_widgets_when_fields_are_added(qtbot: QtBot) -> None:
    column = FieldColumn("vi")
    qtbot.addWidget(column)
    column.set_fields(fields("a.1", "a.2"))
    before = list(column.rows)

    column.set_fields(fields("a.1", "a.2", "b.1"))

    assert list(column.rows[:2]) == before
    assert QApplication.instance() is not None
