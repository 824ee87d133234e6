from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.load import load_catalog
from ocr.understanding.fields import extract_fields
from ocr.understanding.forms import FieldDefinition, PaperType, Section, ValueKind
from ocr.understanding.found import FoundValue
from tests.ocr.page_layout import BIRTH_DECLARATION, lay_out

CATALOG = load_catalog()
BIRTH = CATALOG.paper("birth_declaration")


def read(lines: Sequence[str], paper: PaperType = BIRTH) -> dict[str, FoundValue]:
    return {entry.found.name: entry.found for entry in extract_fields(lay_out(lines), paper)}


def texts(lines: Sequence[str], paper: PaperType = BIRTH) -> dict[str, str]:
    return {name: found.text for name, found in read(lines, paper).items()}


@pytest.fixture(scope="module")
def expected() -> dict[str, str]:
    return texts(BIRTH_DECLARATION)


def form(*fields: FieldDefinition, sections: tuple[Section, ...] = ()) -> PaperType:
    return PaperType("form", "Form", ("FORM",), sections=sections, fields=fields)


def test_extract_fields_declaration_three_persons_do_not_mix() -> None:
    values = texts(BIRTH_DECLARATION)

    assert values["addressed_to"] == "Ủy ban nhân dân phường Hạc Thành"
    assert values["requester.full_name"] == "Trần Thị Ngọc Ánh"
    assert values["requester.birth_date"] == "12/04/1996"
    assert values["requester.residence"] == ("Số 12, phố Lê Hoàn, phường Hạc Thành, tỉnh Thanh Hóa")
    assert "038196000123" in values["requester.id_document"]
    assert values["requester.relation"] == "Mẹ"
    assert values["child.full_name"] == "NGUYỄN TRỌNG NGHĨA"
    assert values["child.birth_date"] == "05/03/2026"
    assert values["child.birth_date_words"].startswith("Ngày năm tháng ba")
    assert values["child.sex"] == "Nam"
    assert values["child.ethnicity"] == "Kinh"
    assert values["child.nationality"] == "Việt Nam"
    assert values["child.birth_place"] == "Bệnh viện Phụ sản Thanh Hóa"
    assert values["child.place_of_origin"] == "phường Hạc Thành, tỉnh Thanh Hóa"
    assert values["mother.full_name"] == "Trần Thị Ngọc Ánh"
    assert values["mother.ethnicity"] == "Mường"
    assert values["mother.id_document"] == "Căn cước công dân số 038196000123"
    assert values["father.full_name"] == "Nguyễn Văn Bình"
    assert values["father.birth_date"] == "20/10/1994"
    assert values["father.ethnicity"] == "Thái"
    assert values["father.residence"] == "Thôn 3, xã Hoằng Tiến, tỉnh Thanh Hóa"
    assert values["father.id_document"] == "Căn cước công dân số 038094000456"
    assert values["declared_on"].endswith("ngày 10 tháng 3 năm 2026")
    assert values["copies.count"] == "02 bản"


def test_extract_fields_older_labels_are_read() -> None:
    lines = [
        "Họ và tên người yêu cầu: Trần Thị Ngọc Ánh",
        "Giấy tờ tuỳ thân: 038196000123",
        "Đề nghị cơ quan đăng ký khai sinh cho người có tên dưới đây:",
        "Họ và tên: NGUYỄN TRỌNG NGHĨA",
        "Họ và tên mẹ: Trần Thị Ngọc Ánh",
        "Năm sinh: 1996  Dân tộc: Mường",
    ]

    values = texts(lines)

    assert values["requester.full_name"] == "Trần Thị Ngọc Ánh"
    assert values["requester.id_document"] == "038196000123"
    assert values["child.full_name"] == "NGUYỄN TRỌNG NGHĨA"
    assert values["mother.full_name"] == "Trần Thị Ngọc Ánh"
    assert values["mother.birth_date"] == "1996"
    assert values["mother.ethnicity"] == "Mường"


@pytest.mark.parametrize("missing", range(4, len(BIRTH_DECLARATION)))
def test_extract_fields_lost_line_never_moves_a_value_between_persons(
    missing: int, expected: dict[str, str]
) -> None:
    lines = list(BIRTH_DECLARATION)
    lines[missing] = ""

    for name, value in texts(lines).items():
        if name in {"requester.residence", "requester.id_document"}:
            continue
        assert value in ("", expected[name]), name


def test_extract_fields_unreadable_opening_closes_the_block() -> None:
    lines = [line.replace("người mẹ", "%% ~§") for line in BIRTH_DECLARATION]
    lines[13] = ""

    values = texts(lines)

    assert values["child.full_name"] == "NGUYỄN TRỌNG NGHĨA"
    assert values["child.birth_date"] == ""
    assert values["mother.full_name"] == ""
    assert values["father.full_name"] == "Nguyễn Văn Bình"


def test_extract_fields_blank_form_is_empty_everywhere() -> None:
    lines = [
        line.split(":")[0] + ": ................................" if ":" in line else line
        for line in BIRTH_DECLARATION
        if line not in ("Thanh Hóa",) and not line.startswith("quản lý")
    ]

    found = read(lines)

    assert [name for name, value in found.items() if value.text] == []
    assert found["child.full_name"].has_label
    assert found["child.full_name"].box is None


def test_extract_fields_nothing_found_says_so() -> None:
    found = read(["Một trang không có nhãn nào"])

    assert all(not value.has_label and value.text == "" for value in found.values())
    assert len(found) == len(BIRTH.fields)


def test_extract_fields_box_and_confidence_come_from_the_words() -> None:
    paper = form(FieldDefinition("name", "Họ và tên", ValueKind.NAME))

    found = read(["Họ và tên: Nguyễn Văn An"], paper)["name"]

    assert found.box == (11 * 20, 0, 24 * 20, 40)
    assert found.confidence == pytest.approx(0.96)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Họ và tên: Nguyễn Văn An", "Nguyễn Văn An"),
        ("1. Họ và tên: Nguyễn Văn An", "Nguyễn Văn An"),
        ("HỌ VÀ TÊN: NGUYỄN VĂN AN", "NGUYỄN VĂN AN"),
        ("Ho va ten: Nguyễn Văn An", "Nguyễn Văn An"),
        ("Họ và lên : Nguyễn Văn An", ""),
        ("Họ và tên(1):Nguyễn Văn An", "Nguyễn Văn An"),
        ("Họ và tên: (2) ....Nguyễn Văn An.....", "Nguyễn Văn An"),
        ("Họ và tên / Full name: Nguyễn Văn An", "Nguyễn Văn An"),
        ("Họ và tên      Nguyễn Văn An", "Nguyễn Văn An"),
        ("Họ và tên: Nguyễn Văn An                              ghi chú", "Nguyễn Văn An"),
        ("tôi ghi rõ họ và tên vào đây", ""),
    ],
)
def test_extract_fields_printings_of_one_label(line: str, value: str) -> None:
    paper = form(FieldDefinition("name", "Họ và tên", ValueKind.NAME))

    assert texts([line], paper)["name"] == value


def test_extract_fields_labels_on_one_line_end_each_other() -> None:
    paper = form(
        FieldDefinition("sex", "Giới tính", ValueKind.SEX),
        FieldDefinition("ethnicity", "Dân tộc", ValueKind.ETHNICITY),
        FieldDefinition("nationality", "Quốc tịch", ValueKind.NATIONALITY),
    )
    for line in (
        "Giới tính: Nam  Dân tộc: Kinh  Quốc tịch: Việt Nam",
        "Giới tính:Nam Dân tộc:Kinh Quốc tịch:Việt Nam",
        "Giới tính Nam Dân tộc Kinh Quốc tịch Việt Nam",
    ):
        assert texts([line], paper) == {
            "sex": "Nam",
            "ethnicity": "Kinh",
            "nationality": "Việt Nam",
        }


def test_extract_fields_card_value_below_and_beside_expiry() -> None:
    lines = [
        "                      Họ và tên / Full name:",
        "                      NGUYỄN VĂN AN",
        "                      Quê quán / Place of origin:",
        "                      Hoằng Tiến, Hoằng Hóa, Thanh Hóa",
        "Có giá trị đến:       Nơi thường trú / Place of residence: Thôn 1",
        "Date of expiry 15/03/2041    Hoằng Tiến, Hoằng Hóa, Thanh Hóa",
    ]

    values = texts(lines, CATALOG.paper("cccd_front"))

    assert values["full_name"] == "NGUYỄN VĂN AN"
    assert values["place_of_origin"] == "Hoằng Tiến, Hoằng Hóa, Thanh Hóa"
    assert values["residence"] == "Thôn 1 Hoằng Tiến, Hoằng Hóa, Thanh Hóa"


def test_extract_fields_table_cell_is_taken_from_its_column() -> None:
    lines = [
        "3. Ngành, nghề kinh doanh:",
        "STT            Tên ngành                      Mã ngành",
        "1   Bán lẻ lương thực trong cửa hàng            4711",
        "2   Bán lẻ thực phẩm                            4722",
        "4. Vốn kinh doanh (bằng số; VNĐ): 210.000.000 đồng",
    ]
    lines.insert(0, "1. Tên hộ kinh doanh (ghi bằng chữ in hoa): TẠP HÓA YẾN PHÁT")

    values = texts(lines, CATALOG.paper("household_business_application"))

    assert values["business_name"] == "TẠP HÓA YẾN PHÁT"
    assert values["business_line"] == "Bán lẻ lương thực trong cửa hàng"
    assert values["business_line_code"] == "4711"
    assert values["capital"] == "210.000.000 đồng"


def test_extract_fields_value_with_colon_of_other_text_is_not_swallowed() -> None:
    paper = form(FieldDefinition("residence", "Nơi cư trú", ValueKind.ADDRESS))

    values = texts(["Nơi cư trú: Thôn 3", "Ghi chú: không có"], paper)

    assert values["residence"] == "Thôn 3"


@given(st.lists(st.text(max_size=60), max_size=12))
def test_extract_fields_any_text_gives_one_entry_for_each_field(lines: list[str]) -> None:
    page = [" ".join(line.split()) for line in lines]

    found = extract_fields(lay_out(page), BIRTH)

    assert [entry.found.name for entry in found] == [field.name for field in BIRTH.fields]


def test_extract_fields_slip_office_that_names_a_center_is_read() -> None:
    lines = [
        "Mã hồ sơ: H56.128-251020-0107",
        "Bộ phận tiếp nhận: Trung tâm Phục vụ hành chính công xã Hoằng Tiến",
        "Tiếp nhận hồ sơ của: Lý Thị Mỹ Vân",
    ]

    values = texts(lines, CATALOG.paper("receipt_slip"))

    assert values["office"] == "Trung tâm Phục vụ hành chính công xã Hoằng Tiến"
    assert values["owner.full_name"] == "Lý Thị Mỹ Vân"
