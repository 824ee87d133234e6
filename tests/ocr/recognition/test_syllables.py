from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.recognition.syllables import (
    ACUTE,
    DOT,
    TONES,
    is_legal,
    legal_syllables,
    spellings,
    without_tone,
)
from ocr.words import nfc

SYLLABLES = sorted(set(legal_syllables()))
PROSE = """
Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập Tự do Hạnh phúc Căn cứ Luật Tổ chức chính quyền địa
phương ngày mười chín tháng sáu năm hai nghìn không trăm hai mươi lăm Ủy ban nhân dân phường
quyết định về việc cấp giấy chứng nhận quyền sử dụng đất quyền sở hữu nhà ở và tài sản khác gắn
liền với đất Nguyễn Huỳnh Trần Phạm Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Quỳnh Thùy Thuý Khuê Uyên
Giang Gia giếng gìn gì nghiêng ngoằn ngoèo khuỷu khuỵu thuở huơ quốc quấy quờ xoong soóc tuýp
yêu yến ỉa uống ướt rượu bưởi hươu khuya loại toán ngoại xuất luật kiểm ghế ghi kỳ kỷ
"""


@pytest.mark.parametrize("word", PROSE.split())
def test_is_legal_words_of_prose_are_legal(word: str) -> None:
    assert is_legal(word)


@pytest.mark.parametrize("word", ["hòa", "hoà", "khỏe", "khoẻ", "thủy", "thuỷ", "ỦY", "UỶ"])
def test_is_legal_both_places_of_tone_are_legal(word: str) -> None:
    assert is_legal(word)


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("tich", "stop coda without tone"),
        ("các", ""),
        ("cảc", "stop coda with hỏi"),
        ("sàch", "stop coda with huyền"),
        ("ká", "k before a"),
        ("cế", "c before ê"),
        ("ghà", "gh before a"),
        ("ngề", "ng before ê"),
        ("nghà", "ngh before a"),
        ("qan", "q without u"),
        ("iên", "iê without onset"),
        ("thủơ", "tone on the wrong letter"),
        ("quỳển", "two tones"),
        ("xuãn", "no such rhyme"),
        ("dâñ", "foreign letter"),
        ("zá", "foreign letter"),
        ("đ", "no vowel"),
        ("CCCD", "abbreviation"),
        ("m2", "digit"),
        ("", "nothing"),
    ],
)
def test_is_legal_table(word: str, why: str) -> None:
    assert is_legal(word) is (not why)


@given(st.sampled_from(SYLLABLES))
def test_legal_syllables_are_composed_and_legal_in_any_case(syllable: str) -> None:
    assert syllable == nfc(syllable)
    assert all(map(is_legal, (syllable, syllable.upper(), syllable.capitalize())))


@given(st.sampled_from(SYLLABLES))
def test_without_tone_of_legal_syllable_names_a_spelling(syllable: str) -> None:
    bare, tone, place = without_tone(syllable)

    assert tone in spellings()[bare].tones
    assert (place in spellings()[bare].places) is bool(tone)


@given(st.text())
def test_is_legal_any_text_never_fails(text: str) -> None:
    assert is_legal(text) in (True, False)


def test_spellings_stop_codas_have_two_tones() -> None:
    stopped = {bare for bare in spellings() if bare.endswith(("p", "t", "c", "ch"))}

    assert {spellings()[bare].tones for bare in stopped} == {(ACUTE, DOT)}
    assert {spellings()[bare].tones for bare in set(spellings()) - stopped} == {TONES}
