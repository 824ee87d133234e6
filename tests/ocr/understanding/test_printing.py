"""A printing drawn from a sample: anchors, zones, suggestions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ocr.understanding.forms import PaperType
from ocr.understanding.placing import place_layout
from ocr.understanding.printing import (
    LEAST_LETTERS,
    SamplePage,
    choose_anchors,
    draw_layout,
    find_label,
    overlapping,
    shared_part,
    snapped,
    suggest_value_box,
    text_in,
)
from ocr.words import Box, Line, PageText, Word
from tests.fakes.drawn_forms import FIRST, PAGE, SECOND, words_of
from tests.ocr.page_layout import lay_out

TEXT = words_of(FIRST)
SAMPLE = SamplePage(TEXT, PAGE[0])


def box_of(words: str, text: PageText = TEXT) -> Box:
    box = find_label(text, words)
    assert box is not None
    return box


def test_choose_anchors_takes_words_of_the_form_that_stand_once() -> None:
    value = suggest_value_box(SAMPLE, box_of("Nơi thường trú:"))

    letters = [anchor.letters for anchor in choose_anchors(SAMPLE, (value,))]

    assert {"chim", "cong"} <= set(letters)
    assert not {"trung", "giay", "05031988", "xa"} & set(letters)
    assert len(letters) == len(set(letters))
    assert min(map(len, letters)) >= LEAST_LETTERS


def test_choose_anchors_leaves_out_what_was_read_badly() -> None:
    lines = tuple(
        Line(tuple(Word(word.text, word.box, 0.3) for word in line.words)) for line in TEXT.lines
    )

    assert choose_anchors(SamplePage(PageText(lines), PAGE[0]), ()) == ()


def test_suggest_value_box_ends_before_the_next_label() -> None:
    text = lay_out(["Giới tính: Nam    Dân tộc: Kinh    Quốc tịch: Việt Nam"])
    page = SamplePage(text, 1400)

    boxes = [suggest_value_box(page, box_of(label, text)) for label in ("Giới tính", "Dân tộc")]

    assert [text_in(text, box) for box in boxes] == ["Nam", "Kinh"]


def test_suggest_value_box_begins_behind_a_note_number() -> None:
    text = lay_out(["Nơi cư trú: (2) Số 12, phố Lê Hoàn"])

    box = suggest_value_box(SamplePage(text, 1400), box_of("Nơi cư trú", text))

    assert text_in(text, box) == "Số 12, phố Lê Hoàn"


def test_suggest_value_box_of_an_empty_blank_reaches_to_the_edge_of_the_text() -> None:
    text = lay_out(["Ghi chú:", "Tôi cam đoan nội dung trên đây là đúng sự thật"])
    label = box_of("Ghi chú", text)

    box = suggest_value_box(SamplePage(text, 1400), label)

    assert box[0] >= label[2]
    assert box[2] == max(word.box[2] for word in text.words)
    assert (box[1], box[3]) == (label[1], label[3])


def test_suggest_value_box_does_not_run_into_a_taken_one() -> None:
    text = lay_out(["Ghi chú:", "Tôi cam đoan nội dung trên đây là đúng sự thật"])

    box = suggest_value_box(SamplePage(text, 1400), box_of("Ghi chú", text), [(400, 0, 600, 40)])

    assert box[2] < 400


def test_draw_layout_is_laid_over_a_shifted_sample() -> None:
    value = suggest_value_box(SAMPLE, box_of("Nơi thường trú:"))
    paper = PaperType("x", "X", ("X",), layouts=(draw_layout("A", SAMPLE, {"home": value}),))
    page = words_of(SECOND, scale=0.85, shift=(130, 95))

    placed = place_layout(paper, page)

    assert placed is not None
    assert placed.layout.name == "A"
    assert text_in(page, placed.boxes["home"]) == "Thôn Đông, xã Hoằng Tiến"
    assert place_layout(paper, lay_out(["GIẤY MỜI HỌP"])) is None


def test_find_label_takes_the_nearest_words() -> None:
    assert text_in(TEXT, box_of("Họ và tên chủ hộ")) == "Họ và tên chủ hộ"
    assert find_label(TEXT, "Tình trạng hôn nhân") is None
    assert find_label(TEXT, "") is None


def test_snapped_draws_a_frame_tight_around_its_words() -> None:
    x0, y0, x1, y1 = box_of("Ngày sinh:")

    assert snapped(TEXT, (x0 - 9, y0 - 5, x1 + 9, y1 + 5)) == (x0, y0, x1, y1)
    assert snapped(TEXT, (0, 0, 2, 2)) == (0, 0, 2, 2)


def test_overlapping_names_the_first_pair() -> None:
    boxes: dict[str, Box] = {"a": (0, 0, 10, 10), "b": (10, 0, 20, 10), "c": (15, 2, 30, 8)}

    assert overlapping(boxes) == ("b", "c")
    assert overlapping({"a": boxes["a"], "b": boxes["b"]}) is None


_SIDES = st.tuples(*[st.integers(0, 50)] * 2, *[st.integers(51, 90)] * 2)


@given(_SIDES, _SIDES)
def test_shared_part_is_a_share_and_the_same_both_ways(one: Box, other: Box) -> None:
    share = shared_part(one, other)

    assert 0.0 <= share <= 1.0
    assert share == shared_part(other, one)
    assert shared_part(one, one) == 1.0
