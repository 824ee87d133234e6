from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.load import load_catalog
from ocr.reading import Code, CodeKind, FieldReading, FieldSource, FieldState
from ocr.understanding.forms import FieldDefinition, PaperType, ValueKind
from ocr.understanding.understand import read_fields, understand
from ocr.words import PageText
from tests.ocr.page_layout import BIRTH_DECLARATION, lay_out

CATALOG = load_catalog()
LISTS = CATALOG.reference_lists()
CARD = "038201004567||Nguyễn Văn An|15032001|Nam|Thôn 1, xã Hoằng Tiến, Thanh Hóa|01012022"
QR = Code(CodeKind.QR, CARD, (900, 0, 1000, 100))
ZONE_LINES = (
    "IDVNM2010045679038201004567<<6",
    "0103152M4103150VNM<<<<<<<<<<<2",
    "NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<",
)
CARD_FRONT = (
    "CĂN CƯỚC CÔNG DÂN",
    "Số / No.: 038201004567",
    "Họ và tên / Full name:",
    "NGUYỄN VĂN AN",
    "Ngày sinh / Date of birth: 15/03/2001",
    "Giới tính / Sex: Nam    Quốc tịch / Nationality: Việt Nam",
    "Quê quán / Place of origin:",
    "Hoằng Tiến, Hoằng Hóa, Thanh Hóa",
    "Nơi thường trú / Place of residence: Thôn 1",
    "xã Hoằng Tiến, Thanh Hóa",
    "Có giá trị đến / Date of expiry: 15/03/2041",
)


def readings(
    lines: tuple[str, ...], codes: tuple[Code, ...] = (), confidence: float = 0.96
) -> dict[str, FieldReading]:
    found = understand(lay_out(lines, confidence), codes, CATALOG.paper_types(), lists=LISTS)
    return {reading.name: reading for reading in found.fields}


def changed(lines: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    assert any(old in line for line in lines)
    return tuple(line.replace(old, new) for line in lines)


def test_understand_card_front_code_and_print_agree_is_green() -> None:
    fields = readings(CARD_FRONT, (QR,))

    for name in ("id_number", "full_name", "birth_date", "sex", "residence"):
        assert fields[name].state is FieldState.GREEN, name
        assert fields[name].source is FieldSource.QR
        assert fields[name].confidence == 1.0
    assert fields["full_name"].value == "Nguyễn Văn An"
    assert fields["expires_on"].source is FieldSource.OCR
    assert fields["issued_on"].value == "01/01/2022"
    assert fields["issued_on"].box == QR.box


def test_understand_code_against_sure_print_is_amber_conflict() -> None:
    lines = changed(CARD_FRONT, "15/03/2001", "16/03/2001")

    reading = readings(lines, (QR,))["birth_date"]

    assert (reading.value, reading.state) == ("15/03/2001", FieldState.AMBER)
    assert reading.problem == "conflict.qr_ocr"
    assert reading.confidence < 0.9


def test_understand_code_against_doubtful_or_broken_print_stays_green() -> None:
    unsure = readings(changed(CARD_FRONT, "15/03/2001", "16/03/2001"), (QR,), confidence=0.4)
    broken = readings(changed(CARD_FRONT, "15/03/2001", "35/03/2001"), (QR,))

    assert unsure["birth_date"].state is FieldState.GREEN
    assert broken["birth_date"].state is FieldState.GREEN


def test_understand_two_cards_on_a_page_are_a_conflict() -> None:
    other = Code(CodeKind.QR, CARD.replace("038201004567", "038201004999"), (900, 500, 999, 600))

    reading = readings(CARD_FRONT, (QR, other))["id_number"]

    assert reading.state is FieldState.AMBER
    assert reading.problem == "conflict.qr_qr"


def test_understand_front_without_code_is_read_from_print() -> None:
    fields = readings(CARD_FRONT)

    assert fields["id_number"].value == "038201004567"
    assert fields["id_number"].source is FieldSource.OCR
    assert fields["id_number"].state is FieldState.GREEN
    assert fields["old_id"].state is FieldState.AMBER
    assert fields["old_id"].value == ""


@pytest.mark.parametrize(
    ("old", "new", "name", "problem"),
    [
        ("Sex: Nam", "Sex: Nữ", "id_number", "personal_id.sex"),
        ("15/03/2001", "15/03/2002", "birth_date", "personal_id.birth_year"),
        ("038201004567", "03820100456", "id_number", "personal_id.length"),
        ("15/03/2001", "31/02/2001", "birth_date", "date.unreal"),
        ("NGUYỄN VĂN AN", "", "full_name", "required.empty"),
        ("15/03/2041", "15/03/1991", "expires_on", "date.order"),
    ],
)
def test_understand_print_against_a_rule_is_red(
    old: str, new: str, name: str, problem: str
) -> None:
    reading = readings(changed(CARD_FRONT, old, new))[name]

    assert (reading.state, reading.problem) == (FieldState.RED, problem)


def test_understand_print_against_code_id_blames_the_print() -> None:
    lines = changed(CARD_FRONT, "Sex: Nam", "Sex:")
    text = CARD.replace("038201004567", "038301004567")

    fields = readings(lines, (Code(CodeKind.QR, text, QR.box),))

    assert fields["id_number"].problem == "personal_id.sex"
    assert fields["id_number"].state is FieldState.RED
    assert fields["sex"].state is FieldState.RED


@pytest.mark.parametrize(
    ("confidence", "name", "state"),
    [
        (0.91, "father.birth_date", FieldState.GREEN),
        (0.89, "father.birth_date", FieldState.AMBER),
        (0.91, "child.full_name", FieldState.AMBER),
        (0.94, "child.full_name", FieldState.GREEN),
        (0.91, "father.residence", FieldState.AMBER),
        (0.94, "father.residence", FieldState.GREEN),
        (0.91, "child.ethnicity", FieldState.GREEN),
    ],
)
def test_understand_word_confidence_decides_colour_of_print(
    confidence: float, name: str, state: FieldState
) -> None:
    assert readings(BIRTH_DECLARATION, confidence=confidence)[name].state is state


def test_understand_declaration_values_are_normal_forms() -> None:
    fields = readings(BIRTH_DECLARATION)

    assert fields["requester.id_document"].value == "038196000123"
    assert fields["child.full_name"].value == "Nguyễn Trọng Nghĩa"
    assert fields["declared_on"].value == "10/03/2026"
    assert fields["copies.count"].value == "02"
    assert [reading.name for reading in fields.values() if reading.state is FieldState.RED] == []


def test_understand_declaration_three_persons_keep_their_own_values() -> None:
    fields = readings(changed(BIRTH_DECLARATION, "Dân tộc: Mường", "Dân tộc: ......"))

    assert fields["mother.ethnicity"].value == ""
    assert fields["child.ethnicity"].value == "Kinh"
    assert fields["father.ethnicity"].value == "Thái"


def test_understand_card_code_on_a_declaration_fills_nothing() -> None:
    fields = readings(BIRTH_DECLARATION, (QR,))

    assert {reading.source for reading in fields.values()} == {FieldSource.OCR}


def test_understand_card_back_takes_values_from_the_zone() -> None:
    back = ("Đặc điểm nhận dạng / Personal identification:", "Sẹo chấm", *ZONE_LINES)

    found = understand(lay_out(back), (), CATALOG.paper_types(), lists=LISTS)
    fields = {reading.name: reading for reading in found.fields}

    assert [code.kind for code in found.codes] == [CodeKind.MRZ]
    assert fields["id_number"].value == "038201004567"
    assert fields["id_number"].state is FieldState.GREEN
    assert fields["id_number"].source is FieldSource.MRZ
    assert fields["expires_on"].value == "15/03/2041"
    assert fields["full_name"].state is FieldState.AMBER
    assert fields["full_name"].problem == "name.without_marks"


def test_understand_zone_that_came_with_the_codes_is_not_sought_again() -> None:
    zone = Code(CodeKind.MRZ, "\n".join(ZONE_LINES), (0, 0, 10, 10))

    found = understand(lay_out(ZONE_LINES), (zone,), CATALOG.paper_types())

    assert found.codes == (zone,)


def test_understand_printed_name_confirmed_by_the_zone_keeps_its_marks() -> None:
    paper = PaperType(
        "p",
        "P",
        ("P",),
        fields=(FieldDefinition("n", "Họ và tên", ValueKind.NAME, sources=("mrz:full_name",)),),
    )
    zone = Code(CodeKind.MRZ, "\n".join(ZONE_LINES), (0, 0, 10, 10))

    agreed = read_fields(lay_out(["Họ và tên: Nguyễn Văn Ẩn"], 0.88), (zone,), paper)[0]
    other = read_fields(lay_out(["Họ và tên: Nguyễn Văn Ba"]), (zone,), paper)[0]

    assert (agreed.value, agreed.state) == ("Nguyễn Văn Ẩn", FieldState.GREEN)
    assert (other.state, other.problem) == (FieldState.AMBER, "conflict.mrz_ocr")


def test_understand_slip_code_opens_the_dossier() -> None:
    slip = Code(CodeKind.QR, "H56.14-240823-0001|1.001193|038201004567|Giấy", (0, 0, 90, 90))
    lines = (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Mã hồ sơ: H56.14-240823-0001",
        "Tiếp nhận hồ sơ của: Nguyễn Văn An",
    )

    fields = readings(lines, (slip,))

    assert fields["dossier_code"].state is FieldState.GREEN
    assert fields["procedure_code"].value == "1.001193"
    assert fields["owner_id"].value == "038201004567"


def test_understand_unknown_paper_has_codes_and_no_fields() -> None:
    link = Code(CodeKind.QR, "https://example.org", (0, 0, 9, 9))

    found = understand(lay_out(["Thư mời họp"]), (link,), CATALOG.paper_types())

    assert found.paper is None
    assert found.fields == ()
    assert found.codes == (link,)


def test_understand_empty_page_is_no_error() -> None:
    found = understand(PageText(), (), CATALOG.paper_types())

    assert (found.paper, found.codes, found.fields) == (None, (), ())


@given(
    st.lists(st.text(max_size=50), max_size=8),
    st.lists(st.tuples(st.sampled_from(CodeKind), st.text(max_size=60)), max_size=3),
)
def test_understand_any_page_never_raises(
    lines: list[str], codes: list[tuple[CodeKind, str]]
) -> None:
    page = lay_out(["TỜ KHAI ĐĂNG KÝ KHAI SINH", *(" ".join(line.split()) for line in lines)])
    given_codes = tuple(Code(kind, text, (0, 0, 5, 5)) for kind, text in codes)

    found = understand(page, given_codes, CATALOG.paper_types(), lists=LISTS)

    for reading in found.fields:
        assert 0.0 <= reading.confidence <= 1.0
        assert reading.state is not FieldState.GREEN or (reading.value and not reading.problem)


@pytest.mark.tesseract
@pytest.mark.usefixtures("engine_present")
@pytest.mark.parametrize(
    ("folder", "file"),
    [
        ("khai-sinh", "02-to-khai-khai-sinh.jpg"),
        ("ho-kinh-doanh", "02-giay-de-nghi.jpg"),
    ],
)
def test_understand_scanned_sample_is_read_without_silent_error(folder: str, file: str) -> None:
    from ocr.cleaning.clean import clean
    from ocr.intake.decode import decode_page
    from ocr.recognition.recognise import find_recogniser

    samples = Path(__file__).parents[3] / "resources" / "samples" / folder
    pages = json.loads((samples / "truth.json").read_text(encoding="utf-8"))["pages"]
    truth = next(page for page in pages if page["file"] == file)
    page = clean(decode_page((samples / file).read_bytes(), 0))
    text = find_recogniser().recognise(page.ocr_gray, page.dpi, 120.0)

    reading = understand(text, (), CATALOG.paper_types(), lists=LISTS)

    fields = {field.name: field for field in reading.fields}
    expected = {field["name"]: field["value"] for field in truth["fields"]}
    right = {name for name in expected if fields[name].value.lower() == expected[name].lower()}
    green = {name for name in expected if fields[name].state is FieldState.GREEN}
    assert reading.paper is not None
    assert reading.paper.code == truth["paper"]
    assert green <= right
    assert len(right) >= 0.9 * len(expected)


@pytest.mark.parametrize(
    ("written", "state"), [("Có", FieldState.GREEN), ("hai bộ", FieldState.AMBER)]
)
def test_read_fields_choice_is_held_against_the_words_of_the_form(
    written: str, state: FieldState
) -> None:
    copies = FieldDefinition(
        "copies.wanted", "Đề nghị cấp bản sao", ValueKind.CHOICE, choices=("Có", "Không")
    )
    paper = PaperType("form", "Form", ("FORM",), fields=(copies,))

    found = read_fields(lay_out([f"Đề nghị cấp bản sao: {written}"]), (), paper)

    assert (found[0].value, found[0].state) == (written, state)
