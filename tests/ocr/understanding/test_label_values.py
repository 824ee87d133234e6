"""Where the value of a label begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.catalog.load import load_catalog
from ocr.understanding.fields import extract_fields
from ocr.understanding.forms import FieldDefinition, PaperType, Section, ValueKind
from ocr.understanding.found import FoundValue
from tests.ocr.page_layout import lay_out

CATALOG = load_catalog()
WIDE = "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm về"


def form(*fields: FieldDefinition, sections: tuple[Section, ...] = ()) -> PaperType:
    return PaperType("form", "Form", ("FORM",), sections=sections, fields=fields)


def read(lines: Sequence[str], paper: PaperType) -> dict[str, FoundValue]:
    return {entry.found.name: entry.found for entry in extract_fields(lay_out(lines), paper)}


def value_of(lines: Sequence[str], label: str, kind: ValueKind = ValueKind.TEXT) -> str:
    return read(lines, form(FieldDefinition("it", label, kind)))["it"].text


def test_extract_fields_next_paragraph_after_a_short_last_line_is_left_out() -> None:
    lines = [
        "Lý do: Thành phần hồ sơ không đầy đủ theo quy định và đã hướng dẫn",
        "       Xin thông báo cho ông (bà) được biết.",
        WIDE,
    ]

    assert value_of(lines, "Lý do") == (
        "Thành phần hồ sơ không đầy đủ theo quy định và đã hướng dẫn"
    )


def test_extract_fields_text_without_room_for_the_next_word_runs_on() -> None:
    lines = [
        "Lý do: Thành phần hồ sơ không đầy đủ theo quy định và đã được hướng dẫn bổ sung",
        "hai lần",
        WIDE,
    ]

    assert value_of(lines, "Lý do").endswith("hướng dẫn bổ sung hai lần")


@pytest.mark.parametrize(
    ("kind", "label", "upper", "lower"),
    [
        (ValueKind.RELATION, "Quan hệ với người được cải chính và bổ sung hộ tịch", "Bản", "thân"),
        (ValueKind.NAME, "Họ, chữ đệm, tên của người được cấp giấy này", "Nguyễn Minh", "Dũng"),
        (
            ValueKind.MARITAL_STATUS,
            "Tình trạng hôn nhân",
            "Hiện tại chưa đăng ký kết hôn với",
            "ai",
        ),
    ],
)
def test_extract_fields_short_value_without_room_keeps_its_tail(
    kind: ValueKind, label: str, upper: str, lower: str
) -> None:
    line = f"{label}: {upper}"
    edge = "x" * (len(line) + 2)

    assert value_of([edge, line, lower], label, kind) == f"{upper} {lower}"


def test_extract_fields_short_value_with_room_behind_it_ends_there() -> None:
    assert value_of([WIDE, "Họ và tên: Nguyễn Minh", "Dũng"], "Họ và tên", ValueKind.NAME) == (
        "Nguyễn Minh"
    )


@pytest.mark.parametrize(
    "printed", ["Ông (bà): Trịnh Diệu Lan", "Ông/Bà: Trịnh Diệu Lan", "Bà Trịnh Diệu Lan"]
)
def test_extract_fields_title_before_a_name_is_dropped(printed: str) -> None:
    assert value_of([f"Chủ hồ sơ: {printed}"], "Chủ hồ sơ", ValueKind.NAME) == "Trịnh Diệu Lan"


def test_extract_fields_family_name_that_is_a_title_as_well_stays() -> None:
    assert value_of(["Họ và tên: Ông Thị Yến"], "Họ và tên", ValueKind.NAME) == "Ông Thị Yến"


def test_extract_fields_small_words_up_to_a_colon_belong_to_the_label() -> None:
    paper = form(FieldDefinition("it", "Tên dự kiến", ValueKind.NAME))

    found = read(["Tên dự kiến đặt cho trẻ: Hồ Hữu Vượng"], paper)["it"]

    assert found.text == "Hồ Hữu Vượng"
    assert not found.is_block_sure


def test_extract_fields_longer_label_gives_way_to_the_label_itself() -> None:
    lines = ["8. Nội dung đề nghị giải quyết: Tách hộ", "9. Nội dung: Đã giải quyết"]

    assert value_of(lines, "Nội dung") == "Đã giải quyết"


def test_extract_fields_value_that_begins_with_its_label_is_kept() -> None:
    paper = form(
        FieldDefinition("bank", "Ngân hàng"),
        FieldDefinition("id", "CCCD số", ValueKind.PERSONAL_ID, aliases=("Căn cước công dân số",)),
    )

    found = read(
        ["Ngân hàng: Ngân hàng Nông nghiệp", "CCCD số: Căn cước công dân số 038196000123"], paper
    )

    assert found["bank"].text == "Ngân hàng Nông nghiệp"
    assert found["id"].text == "Căn cước công dân số 038196000123"


@pytest.mark.parametrize("line", ["số 151797553", "Số (Number): 151797553", "Sô: 151797553"])
def test_extract_fields_short_label_before_a_number_is_found(line: str) -> None:
    assert value_of([line], "Số", ValueKind.DOC_NUMBER) == "151797553"


@pytest.mark.parametrize("line", ["số 15", "số 151797553 của Ủy ban", "Số lượng 151797553"])
def test_extract_fields_short_word_in_running_text_is_no_label(line: str) -> None:
    assert value_of([line], "Số", ValueKind.DOC_NUMBER) == ""


def test_extract_fields_short_label_with_one_wrong_letter_is_found() -> None:
    assert value_of(["SøNo: 978515194145"], "Số/No", ValueKind.DOC_NUMBER) == "978515194145"
    assert value_of(["Lẽ da: Theo nguyện vọng"], "Lý do") == ""


def test_extract_fields_issuer_behind_a_small_word_is_read() -> None:
    lines = [
        "Số Giấy báo tử: 38/2025",
        "do Ủy ban nhân dân xã Hoằng Tiến          cấp ngày: 22/09/2025",
    ]

    values = read(lines, CATALOG.paper("death_declaration"))

    assert values["death_notice.issuer"].text == "Ủy ban nhân dân xã Hoằng Tiến"
    assert values["death_notice.issued_on"].text == "22/09/2025"


def test_extract_fields_label_of_another_block_within_a_value_does_not_end_it() -> None:
    lines = [
        "Họ, chữ đệm, tên người yêu cầu: Hồ Diệu Hằng",
        "Giấy tờ tùy thân: Thẻ căn cước công dân số: 079173974607, cấp ngày 23/12/2022",
        "Đã đăng ký: khai sinh",
        "Số: 148/2008",
    ]

    values = read(lines, CATALOG.paper("civil_status_change_declaration"))

    assert "079173974607" in values["requester.id_document"].text
    assert values["registration.number"].text == "148/2008"


def test_extract_fields_label_over_two_lines_beats_its_own_beginning() -> None:
    label = "Quan hệ với người được thay đổi, cải chính, bổ sung hộ tịch, xác định lại dân tộc"
    paper = form(
        FieldDefinition(
            "it",
            label,
            ValueKind.RELATION,
            aliases=("Quan hệ với người được thay đổi, cải chính",),
        )
    )

    found = read([label.removesuffix(" tộc"), "tộc: Bản thân"], paper)

    assert found["it"].text == "Bản thân"


def test_extract_fields_heading_of_a_card_heads_its_value_too() -> None:
    lines = ["        DẤU VẾT RIÊNG VÀ DỊ HÌNH", "    Sẹo chấm C:2cm dưới trước đuôi mắt trái"]

    values = read(lines, CATALOG.paper("old_id_card_back"))

    assert values["marks"].text == "Sẹo chấm C:2cm dưới trước đuôi mắt trái"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("8,5m", "8,5 m"),
        ("8,5 m", "8,5 m"),
        ("12kg", "12 kg"),
        ("A4m", "A4m"),
        ("YAMAHA.", "YAMAHA"),
    ],
)
def test_extract_fields_number_with_a_unit_and_last_point_have_one_form(
    printed: str, expected: str
) -> None:
    assert value_of([f"Chiều cao: {printed}"], "Chiều cao") == expected


def test_extract_fields_place_and_date_of_signing_end_a_blank_above() -> None:
    lines = ["Số lượng bản sao:", "Củ Chi, ngày 22 tháng 06 năm 2024", WIDE]

    assert value_of(lines, "Số lượng bản sao", ValueKind.NUMBER) == ""


def test_extract_fields_indented_sentence_below_a_full_row_is_left_out() -> None:
    reason = "Thành phần hồ sơ không đầy đủ theo quy định và đã được hướng dẫn bổ sung"
    lines = [f"Lý do: {reason}", "     Xin thông báo cho ông (bà) được biết.", WIDE]

    assert value_of(lines, "Lý do") == reason
