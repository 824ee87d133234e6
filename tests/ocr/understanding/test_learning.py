"""Proposals from confirmed values: what three agree on, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ocr.understanding.forms import FieldDefinition, FormLayout, PaperType, ValueKind
from ocr.understanding.learning import LEAST_AGREEING, proposals
from ocr.understanding.lessons import AliasProposal, Correction, ZoneProposal
from ocr.understanding.printing import SamplePage, draw_layout, find_label, words_in
from ocr.words import Box, PageText, union
from tests.fakes.drawn_forms import FIRST, PAGE, filled, words_of

NAMES = ("Lê Thị Mai", "Nguyễn Văn Hùng", "Trần Quốc Bảo", "Phạm Thu Hà")


def paper_of(*fields: FieldDefinition, layouts: tuple[FormLayout, ...] = ()) -> PaperType:
    return PaperType("don", "Đơn", ("ĐƠN",), fields=fields, layouts=layouts)


def place(text: PageText, words: str) -> Box:
    box = find_label(text, words)
    assert box is not None
    return box


def birthdays(label: str, count: int = 3) -> list[Correction]:
    """Pages of one form with another label in front of the date."""
    found = []
    for number in range(count):
        birth = f"1{number}/0{number + 1}/198{number}"
        lines = list(filled(NAMES[number], birth, "Thôn Trung", str(number)))
        lines[7] = f"{label} {birth}"
        text = words_of(lines, scale=0.9 + 0.05 * number, shift=(10 * number, 30))
        found.append(Correction("birth", place(text, birth), text))
    return found


BIRTH = FieldDefinition("birth", "Ngày sinh", ValueKind.DATE)


def test_proposals_of_three_agreeing_labels_give_an_alias() -> None:
    found = proposals(paper_of(BIRTH), birthdays("Sinh vào hồi:"))

    assert found == (AliasProposal("birth", "Sinh vào hồi", 3),)


def test_proposals_of_two_or_of_a_known_label_are_none() -> None:
    known = replace(BIRTH, aliases=("Sinh vào hồi",))

    assert proposals(paper_of(BIRTH), birthdays("Sinh vào hồi:", 2)) == ()
    assert proposals(paper_of(BIRTH), birthdays("Ngày sinh:")) == ()
    assert proposals(paper_of(known), birthdays("Sinh vao hôi:")) == ()


def test_proposals_never_take_the_label_of_another_field() -> None:
    other = FieldDefinition("other", "Sinh vào hồi")

    assert proposals(paper_of(BIRTH, other), birthdays("Sinh vào hồi:")) == ()


def test_proposals_leave_out_values_that_stand_before_the_label() -> None:
    confirmed = []
    for number, sex in enumerate(("Nam", "Nữ", "Nam")):
        lines = list(FIRST)
        lines[7] = f"Giới: {sex} Thuộc dân tộc: Mường"
        text = words_of(lines)
        confirmed.append(Correction("birth", place(text, "Mường"), text))
        assert number < LEAST_AGREEING

    found = proposals(paper_of(BIRTH), confirmed)

    assert [each.alias for each in found if isinstance(each, AliasProposal)] == ["Thuộc dân tộc"]


def layout_with(box: Box) -> FormLayout:
    return draw_layout("Bản in 1", SamplePage(words_of(FIRST), PAGE[0]), {"birth": box})


def test_proposals_move_a_zone_that_lies_beside_the_values() -> None:
    value = place(words_of(FIRST), "05/03/1988")
    wrong = (value[0], value[1] + 200, value[2], value[3] + 200)
    paper = paper_of(BIRTH, layouts=(layout_with(wrong),))

    [moved] = proposals(paper, birthdays("Ngày sinh:"))

    assert isinstance(moved, ZoneProposal)
    assert (moved.field, moved.layout, moved.count) == ("birth", "Bản in 1", 3)
    x0, y0, x1, y1 = (side * PAGE[0] for side in moved.zone.box)
    assert x0 <= value[0] + 5
    assert y0 <= (value[1] + value[3]) / 2 <= y1
    assert x1 >= value[2] - 5


def test_proposals_leave_a_zone_that_holds_the_values() -> None:
    value = place(words_of(FIRST), "05/03/1988")
    good = (value[0] - 5, value[1] - 5, value[2] + 200, value[3] + 5)

    assert proposals(paper_of(BIRTH, layouts=(layout_with(good),)), birthdays("Ngày sinh:")) == ()


def test_proposals_never_put_a_zone_over_another_one() -> None:
    value = place(words_of(FIRST), "05/03/1988")
    wrong = (value[0], value[1] + 300, value[2], value[3] + 300)
    page = SamplePage(words_of(FIRST), PAGE[0])
    layout = draw_layout("Bản in 1", page, {"birth": wrong, "other": value})
    paper = paper_of(BIRTH, FieldDefinition("other", "Khác"), layouts=(layout,))

    assert proposals(paper, birthdays("Ngày sinh:")) == ()


@given(st.lists(st.tuples(st.integers(0, 1400), st.integers(0, 1500)), max_size=6))
def test_proposals_of_any_boxes_are_inside_the_form(corners: list[tuple[int, int]]) -> None:
    text = words_of(FIRST)
    value = place(text, "05/03/1988")
    paper = paper_of(BIRTH, layouts=(layout_with(value),))
    confirmed = [Correction("birth", (x, y, x + 90, y + 40), text) for x, y in corners]

    for each in proposals(paper, confirmed):
        if isinstance(each, ZoneProposal):
            x0, y0, x1, y1 = each.zone.box
            assert 0.0 <= x0 < x1 <= 1.0
            assert 0.0 <= y0 < y1


def test_value_of_two_lines_has_its_label_on_the_first() -> None:
    lines = list(FIRST)
    lines[8:9] = ["Chỗ ở hiện nay: Thôn Trung,", "xã Hoằng Tiến, tỉnh Thanh Hóa"]
    text = words_of(lines)
    first, second = place(text, "Thôn Trung,"), place(text, "xã Hoằng Tiến, tỉnh Thanh Hóa")
    box = union([first, second])
    field = FieldDefinition("home", "Nơi thường trú")

    found = proposals(paper_of(field), [Correction("home", box, text)] * 3)

    assert len(words_in(text, box)) >= 9
    assert found == ()
