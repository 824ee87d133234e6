"""The fields of the pages of one paper together."""

from __future__ import annotations

from dataclasses import replace

from ocr.reading import FieldReading, FieldSource, FieldState
from ocr.understanding.forms import (
    FieldDefinition,
    PaperType,
    Part,
    RowTable,
    TableColumn,
    ValueKind,
)
from ocr.understanding.joining import PageFields, joined

CONTRACT = PaperType(
    code="contract",
    title="Hợp đồng",
    title_lines=("HỢP ĐỒNG",),
    fields=(
        FieldDefinition("price", "Giá", ValueKind.MONEY),
        FieldDefinition("price_words", "Bằng chữ", ValueKind.NUMBER_WORDS),
        FieldDefinition("notary_number", "Số công chứng", required=True),
        FieldDefinition("signed_on", "Ngày ký", ValueKind.DATE, part=Part.DATE_LINE_END),
    ),
    tables=(RowTable("things", (TableColumn("name", ("Tên",)),)),),
)
BLANK = FieldReading("x", "x", "", FieldState.AMBER, 0.0, FieldSource.OCR, None)


def blank(name: str) -> FieldReading:
    return replace(BLANK, name=name)


def given(name: str, value: str, state: FieldState = FieldState.GREEN) -> FieldReading:
    return FieldReading(name, name, value, state, 0.95, FieldSource.OCR, (1, 2, 3, 4))


def together(
    first: list[FieldReading], second: list[FieldReading], *, is_sure: bool = True
) -> tuple[dict[str, FieldReading], dict[str, FieldReading]]:
    pages = (PageFields("1", tuple(first)), PageFields("2", tuple(second), is_sure))
    fields = joined(pages, CONTRACT)
    one, two = ({field.name: field for field in fields[key]} for key in ("1", "2"))
    return one, two


def test_joined_empty_field_is_taken_from_the_second_page_with_its_place() -> None:
    missing = replace(blank("notary_number"), state=FieldState.RED, problem="required.no_label")

    first, second = together([given("price", "100"), missing], [given("notary_number", "12/2025")])

    assert list(first) == ["price"]
    assert second["notary_number"] == given("notary_number", "12/2025")


def test_joined_required_field_on_no_page_stays_red_on_the_first() -> None:
    missing = replace(blank("notary_number"), state=FieldState.RED, problem="required.empty")

    first, second = together([missing], [])

    assert first["notary_number"] == missing
    assert second == {}


def test_joined_same_value_on_both_pages_stands_once() -> None:
    first, second = together([given("price", "100")], [given("price", "100")])

    assert first["price"].state is FieldState.GREEN
    assert second == {}


def test_joined_other_value_on_the_second_page_is_a_doubt() -> None:
    first, second = together([given("price", "100")], [given("price", "900")])

    price = first["price"]
    assert (price.value, price.state, price.problem) == ("100", FieldState.AMBER, "conflict.pages")
    assert price.alternatives == ("900",)
    assert second == {}


def test_joined_doubtful_second_page_contradicts_nothing() -> None:
    first, _ = together([given("price", "100")], [given("price", "900", FieldState.AMBER)])

    assert first["price"].state is FieldState.GREEN


def test_joined_date_over_another_signature_contradicts_nothing() -> None:
    first, _ = together([given("signed_on", "01/02/2025")], [given("signed_on", "03/02/2025")])

    assert first["signed_on"].state is FieldState.GREEN


def test_joined_page_without_number_gives_nothing_green() -> None:
    _, second = together(
        [blank("notary_number")], [given("notary_number", "12/2025")], is_sure=False
    )

    assert second["notary_number"].state is FieldState.AMBER
    assert second["notary_number"].value == "12/2025"


def test_joined_ink_that_nobody_read_is_not_empty() -> None:
    unread = replace(blank("price"), box=(0, 0, 9, 9), problem="value.unread")

    first, second = together([unread], [given("price", "100")])

    assert first["price"] == unread
    assert second == {}


def test_joined_rows_of_a_table_are_counted_on() -> None:
    first, second = together(
        [given("things.1.name", "Nhà"), given("things.2.name", "Đất")],
        [given("things.1.name", "Ao"), given("things.2.name", "Vườn")],
    )

    assert list(first) == ["things.1.name", "things.2.name"]
    assert {name: field.value for name, field in second.items()} == {
        "things.3.name": "Ao",
        "things.4.name": "Vườn",
    }


def test_joined_amount_and_its_words_on_two_pages_are_held_together() -> None:
    first, second = together(
        [given("price", "100000000"), blank("price_words")],
        [given("price_words", "Hai trăm triệu đồng")],
    )

    assert first["price"].state is FieldState.AMBER
    assert second["price_words"].state is FieldState.AMBER


def test_joined_third_page_gives_what_two_pages_lack() -> None:
    pages = (
        PageFields("1", (blank("price"), blank("notary_number"))),
        PageFields("2", (given("price", "100"),)),
        PageFields("3", (given("price", "100"), given("notary_number", "12/2025"))),
    )

    fields = joined(pages, CONTRACT)

    assert [[field.name for field in fields[key]] for key in "123"] == [
        [],
        ["price"],
        ["notary_number"],
    ]
