"""Names and titles as they stand on pages, as machines read them, as certificates hold them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signing.appearance.rules import AppearanceRules
from signing.appearance.signer_names import SignerName, TitleLines, folded, is_loud


@pytest.fixture
def titles(rules: AppearanceRules) -> TitleLines:
    return TitleLines(rules.wording)


def _likeness(rules: AppearanceRules, held: str, line: str) -> float:
    return SignerName(held, rules.wording).likeness(line)


@pytest.mark.parametrize(
    ("held", "line"),
    [
        ("Lê Thị Hồng Điệp", "Lê Thị Hồng Điệp"),
        ("Lê Thị Hồng Điệp", "LÊ THỊ HỒNG ĐIỆP"),
        ("Lê Thị Hồng Điệp", "PGS.TS. Lê Thị Hồng Điệp"),
        ("ThS. Lê Thị Hồng Điệp", "Thượng tá Lê Thị Hồng Điệp"),
        ("Lê Thị Hồng Điệp - UBND xã Tân Mỹ", "Lê Thị Hồng Điệp"),
        ("Chủ tịch Lê Thị Hồng Điệp", "Lê Thị Hồng Điệp"),
        ("Lê Thị Hồng Điệp (012345678)", "Lê Thị Hồng Điệp"),
        (unicodedata.normalize("NFD", "Lê Thị Hồng Điệp"), "Lê Thị Hồng Điệp"),
    ],
)
def test_likeness_of_the_same_name_is_whole(rules: AppearanceRules, held: str, line: str) -> None:
    assert _likeness(rules, held, line) == 1.0


@pytest.mark.parametrize(
    ("held", "line", "low", "high"),
    [
        ("LE THI HONG DIEP", "Lê Thị Hồng Điệp", 0.96, 0.98),
        ("Lê Thị Hồng Điệp", "Le Thi Hong Diep", 0.96, 0.98),
        ("Lê Thị Hồng Điệp", "Lê Thị Hồng Ðiệp", 0.85, 1.0),
        ("Nguyễn Văn An", "Nguyễn Văn Ân", 0.85, 0.92),
        ("Lê Thị Hồng Điệp", "Lê Thị Hôug Điệp", 0.85, 0.95),
        ("Lê Thị Hồng Điệp", "LêThị Hồng Điệp", 0.9, 0.95),
        ("Lê Thị Hồng Điệp", "L Ê T H Ị H Ồ N G Đ I Ệ P", 0.9, 0.95),
    ],
)
def test_likeness_of_misread_names_is_less(
    rules: AppearanceRules, held: str, line: str, low: float, high: float
) -> None:
    assert low <= _likeness(rules, held, line) <= high


@pytest.mark.parametrize(
    "line",
    [
        "Ông Lê Thị Hồng Điệp, Chủ tịch Ủy ban nhân dân xã",
        "Người liên hệ: Lê Thị Hồng Điệp",
        "Lê Thị Hồng",
        "Lê Thị Hồng Hạnh",
        "Trần Thị Hồng Điệp",
        "",
        "1",
    ],
)
def test_likeness_of_other_lines_is_nothing(rules: AppearanceRules, line: str) -> None:
    assert _likeness(rules, "Lê Thị Hồng Điệp", line) == 0.0


@pytest.mark.parametrize("held", ["", "TS.", "UBND", "123", "Chủ tịch"])
def test_signer_name_of_less_than_two_words_is_unknown(rules: AppearanceRules, held: str) -> None:
    name = SignerName(held, rules.wording)

    assert not name.is_known
    assert name.likeness(held) == 0.0


@given(st.text(max_size=300), st.text(max_size=300))
def test_likeness_of_any_texts_is_a_share(rules: AppearanceRules, held: str, line: str) -> None:
    assert 0.0 <= _likeness(rules, held, line) <= 1.0


@given(st.text(max_size=100))
def test_folded_does_not_depend_on_composition(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    "line",
    [
        "TM. ỦY BAN NHÂN DÂN",
        "KT.CHỦ TỊCH",
        "TUQ. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Chủ tịch",
        "CHU TICH",
        "CHỦ TICN",
        "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI",
        "TL. NGƯỜI ĐỨNG ĐẦU",
    ],
)
def test_is_title_of_title_lines_is_true(titles: TitleLines, line: str) -> None:
    assert titles.is_title(line)


@pytest.mark.parametrize(
    "line",
    [
        "Nguyễn Văn An",
        "Nơi nhận:",
        "- Lưu: VT, KT.",
        "",
        "KT. về việc này thì xã đã có văn bản",
        "Chủ tịch Ủy ban nhân dân xã giao các đơn vị rà soát hồ sơ tồn đọng trước ngày 30 tháng 6",
    ],
)
def test_is_title_of_other_lines_is_false(titles: TitleLines, line: str) -> None:
    assert not titles.is_title(line)


def test_is_keyword_form_line_is_true(titles: TitleLines) -> None:
    assert titles.is_keyword("(Ký, ghi rõ họ tên)")
    assert not titles.is_keyword("Ký, ghi rõ họ tên và gửi về xã")


@pytest.mark.parametrize(
    ("line", "expected"),
    [("CHỦ TỊCH", True), ("Chủ tịch", False), ("12/3", False), ("", False), ("TM. UBND xã", True)],
)
def test_is_loud_of_line_says_whether_it_is_capitals(line: str, *, expected: bool) -> None:
    assert is_loud(line) is expected
