from __future__ import annotations

import pytest

from app.catalog.load import load_catalog
from ocr.reading import Code, CodeKind
from ocr.understanding.classify import classify
from ocr.understanding.forms import PaperType
from tests.ocr.page_layout import BIRTH_DECLARATION, lay_out

PAPERS = load_catalog().paper_types()
CARD_QR = Code(
    CodeKind.QR, "038201004567||Nguyễn Văn An|15032001|Nam|Hoằng Tiến|01012022", (0, 0, 9, 9)
)
SLIP_QR = Code(CodeKind.QR, "H56.14-240823-0001|1.001193|038201004567|Giấy", (0, 0, 9, 9))


def code_of(*lines: str, codes: tuple[Code, ...] = ()) -> str:
    guess = classify(lay_out(lines), codes, PAPERS)
    return guess.code if guess else ""


def test_classify_declaration_is_recognised_with_confidence() -> None:
    guess = classify(lay_out(BIRTH_DECLARATION), (), PAPERS)

    assert guess is not None
    assert guess.code == "birth_declaration"
    assert guess.title == "Tờ khai đăng ký khai sinh"
    assert 0.5 <= guess.confidence <= 1.0


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.code)
def test_classify_own_title_and_phrases_give_the_paper(paper: PaperType) -> None:
    page = (paper.title_lines[0], "", *paper.phrases)

    assert code_of(*page) == paper.code


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("TO KHAI DANG KY KHAI SINH", "Quan hệ với người được khai sinh"), "birth_declaration"),
        (("TỜ KHAl ĐĂNG KÝ KHAl SlNH",), "birth_declaration"),
        (("GIẤY CHỨNG NHẬN", "ĐĂNG KÝ HỘ KINH DOANH"), "household_business_certificate"),
        (("GIẤY ĐỀ NGHỊ", "ĐĂNG KÝ HỘ KINH DOANH"), "household_business_application"),
        (("TỜ KHAI ĐĂNG KÝ KHAI TỬ", "Nguyên nhân chết"), "death_declaration"),
        (("TRÍCH LỤC KHAI TỬ", "(BẢN SAO)"), "death_extract"),
        (("GIẤY KHAI SINH", "Nơi đăng ký khai sinh"), "birth_certificate"),
        (("GIẤY CHỨNG SINH", "Người đỡ đẻ"), "birth_notice"),
        (("CĂN CƯỚC", "IDENTITY CARD"), "identity_card_2024_front"),
        (("CĂN CƯỚC CÔNG DÂN", "Citizen Identity Card"), "cccd_front"),
    ],
)
def test_classify_look_alikes_are_told_apart(lines: tuple[str, ...], expected: str) -> None:
    assert code_of(*lines) == expected


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("Kính gửi ông bà",),
        ("Tôi đã nộp Giấy khai sinh và Giấy chứng sinh của cháu",),
        ("1. Giấy khai sinh", "2. Giấy chứng nhận kết hôn"),
        ("ĐƠN XIN NGHỈ PHÉP", "Kính gửi: Ban giám hiệu"),
    ],
)
def test_classify_mention_or_other_paper_stays_unknown(lines: tuple[str, ...]) -> None:
    assert code_of(*lines) == ""


def test_classify_slip_that_lists_certificates_is_the_slip() -> None:
    lines = (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Thành phần hồ sơ nộp gồm:",
        "GIẤY KHAI SINH",
        "GIẤY CHỨNG NHẬN KẾT HÔN",
    )

    assert code_of(*lines) == "receipt_slip"


def test_classify_codes_help_where_the_title_is_lost() -> None:
    assert code_of("xxxx", codes=(CARD_QR,)) in ("", "cccd_front", "identity_card_2024_back")
    front = ("Họ và tên / Full name:", "Ngày sinh / Date of birth:", "Quê quán / Place of origin")
    assert code_of(*front, codes=(CARD_QR,)) == "cccd_front"
    assert code_of("xxxx", codes=(SLIP_QR,)) == "receipt_slip"


def test_classify_two_equal_types_stay_unknown() -> None:
    twins = (
        PaperType("a", "A", ("GIẤY CAM KẾT",)),
        PaperType("b", "B", ("GIẤY CAM KẾT",)),
    )

    assert classify(lay_out(["GIẤY CAM KẾT"]), (), twins) is None
    assert classify(lay_out(["GIẤY CAM KẾT"]), (), ()) is None


LETTER = (
    "ỦY BAN NHÂN DÂN",
    "Kính gửi: Chi nhánh Văn phòng đăng ký đất đai",
    "Ủy ban nhân dân xã nhận được hồ sơ đề nghị",
)
LAND_TITLE = "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT"


@pytest.mark.parametrize("line", [f"cấp {LAND_TITLE}", f"{LAND_TITLE} đối"])
def test_classify_title_within_a_sentence_is_not_the_paper(line: str) -> None:
    assert code_of(*LETTER, line, "với thửa đất số 562.") != "land_certificate"


def test_classify_short_title_misread_and_nothing_else_is_unknown() -> None:
    assert code_of("CÔNG VĂN", "Kính gửi") == "official_letter"
    assert code_of("CÔNG DÂN", "Họ và tên") == ""


def test_classify_zone_of_a_passport_outweighs_phrases_of_cards() -> None:
    zone = Code(
        CodeKind.MRZ,
        "P<VNMVO<<KIM<YEN<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
        "K962953077VNM9401242F3103304038194906739<<16",
        (0, 0, 9, 9),
    )
    card = next(paper for paper in PAPERS if paper.code == "cccd_front")

    assert code_of(*card.phrases) == "cccd_front"
    assert code_of(*card.phrases, codes=(zone,)) != "cccd_front"
