from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.recognition.repair import repaired
from ocr.recognition.syllables import is_legal, legal_syllables
from ocr.words import Line, PageText, Word, place_in, union

SYLLABLES = sorted(set(legal_syllables()))
DOUBTFUL, SURE = 0.8, 0.97


def page(*lines: str, confidence: float = DOUBTFUL) -> PageText:
    """Lines whose words stand ten pixels per letter apart."""
    return PageText(tuple(_line(text, 40 * row, confidence) for row, text in enumerate(lines)))


def _line(text: str, top: int, confidence: float) -> Line:
    words, left = [], 0
    for word in text.split():
        right = left + 10 * len(word)
        words.append(Word(word, (left, top, right, top + 30), confidence))
        left = right + 10
    return Line(tuple(words))


def syllables() -> st.SearchStrategy[str]:
    return st.tuples(
        st.sampled_from(SYLLABLES), st.sampled_from([str.lower, str.upper, str.capitalize])
    ).map(lambda pair: pair[1](pair[0]))


def damaged() -> st.SearchStrategy[str]:
    """Tokens as engines put them out: letters with marks, strokes, quotes, run-on words."""
    letters = st.sampled_from("aăâãàạảeêẽgGhHiíioôøuưuynñrtđÐĐEmM1²?°^.,:;()}{_-—–|'\"“”<@")
    noise = st.text(letters, min_size=1, max_size=9)
    return st.one_of(noise, st.lists(syllables(), min_size=1, max_size=3).map("".join))


def pages() -> st.SearchStrategy[PageText]:
    line = st.lists(damaged(), min_size=1, max_size=6).map(" ".join)
    return st.builds(
        lambda lines, confidence: page(*lines, confidence=confidence),
        st.lists(line, max_size=4),
        st.floats(0, 1),
    )


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Lê Xuãn Huy", "Lê Xuân Huy"),
        ("Nguyễn Trung Kiẽn,", "Nguyễn Trung Kiên,"),
        ("dâñ tộc", "dân tộc"),
        ("hai nghìn nărn trăm", "hai nghìn năm trăm"),
        ("chuyển độrtg", "chuyển động"),
        ("(Hgười nhận)", "(Người nhận)"),
        ("Eơn vị", "Đơn vị"),
        ("GHỦ TICH", "CHỦ TỊCH"),
        ("Quốc tich: Việt Nam", "Quốc tịch: Việt Nam"),
        ("Diện tich", "Diện tích"),
        ("từ thủơ đó", "từ thuở đó"),
        ("Số 138/2025/HÐND", "Số 138/2025/HĐND"),
    ],
)
def test_repaired_impossible_word_is_mended(read: str, meant: str) -> None:
    assert repaired(page(read)).text == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Diệntích", "Diện tích"),
        ("Hộtịch", "Hộ tịch"),
        ("(Đăngkýkinhdoanh):", "(Đăng ký kinh doanh):"),
        ("CHỦTỊCH", "CHỦ TỊCH"),
        ("Cơxương", "Cơ xương"),
        ("Đấtchuyêntrồnglúanước", "Đất chuyên trồng lúa nước"),
        ("(Đến20/5/2055", "(Đến 20/5/2055"),
        ("SỐ12 Tn12 BĐ458174", "SỐ12 Tn12 BĐ458174"),
        ("côngan", "côngan"),
        ("Pơloong", "Pơloong"),
        ("Niêkđăm", "Niêkđăm"),
        ("Êban", "Êban"),
        ("CHÁNE", "CHÁNE"),
        ("giaothong", "giaothong"),
    ],
)
def test_repaired_words_run_together_are_parted_when_sure(read: str, meant: str) -> None:
    assert repaired(page(read, confidence=0.92)).text == meant


def test_repaired_parted_word_shares_its_box() -> None:
    read = page("Hộtịch")

    parts = repaired(read).words

    assert [part.box for part in parts] == [(0, 0, 20, 30), (20, 0, 60, 30)]
    assert {part.confidence for part in parts} == {DOUBTFUL}


def test_repaired_word_narrower_than_its_letters_is_not_parted() -> None:
    word = Word("Hộtịch", (0, 0, 3, 9), DOUBTFUL)

    assert repaired(PageText((Line((word,)),))).words == (word,)


@pytest.mark.parametrize(
    "text",
    [
        "Thắng tháng Thăng thằng",
        "UBND HĐND CCCD TP. TM. KT. QĐ NĐ-CP VNĐ TNHH",
        "CN458174 30/2020/NĐ-CP 001199012345 1O23",
        "Wójcik João Müller François Zoë Jiří",
        "Đắk Lắk Hrê Xtiêng Mnông Brâu",
        "IDVNM0382010045<<<<<_ le_lan@thu.vn 125,5 m² 30 % 12 m",
        "Độc lập - Tự do — Hạnh phúc -/- ..... * + /",
        "nhât luât ĐUC Hoäng",
        "đăng ký “khai sinh” của 'Trần An'.",
        "EAN ICH Tich",
    ],
)
def test_repaired_possible_or_unclear_text_is_left_alone(text: str) -> None:
    assert repaired(page(text)).text == text


def test_repaired_word_the_engine_is_sure_of_is_left_alone() -> None:
    assert repaired(page("Lê Xuãn Huy", confidence=SURE)).text == "Lê Xuãn Huy"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("_ | Họ tên ˆ ¬", "Họ tên"),
        ("_XÁC NHẬN_", "XÁC NHẬN"),
        ("Lý Lan —", "Lý Lan"),
        ("| —", ""),
        ("'CỘNG HÒA", "CỘNG HÒA"),
        ('"Nơi cư trú', "Nơi cư trú"),
        ("(bằng tiền}", "(bằng tiền)"),
        ("bằng tiền}", "bằng tiền}"),
        ("125,5 m?, sàn", "125,5 m², sàn"),
        ("(m?)", "(m²)"),
        ("là m?", "là m?"),
    ],
)
def test_repaired_marks_the_engine_invents_are_removed(read: str, meant: str) -> None:
    assert repaired(page(read)).text == meant


def test_repaired_rubble_the_engine_does_not_believe_is_dropped() -> None:
    read = page("Ÿễ Xuâế Lý UBND 12 CN458174 a@b.vn x<", "trrriff", confidence=0.1)

    assert repaired(read).text == "Lý UBND 12 CN458174 a@b.vn x<"


def test_repaired_rubble_with_some_belief_is_kept() -> None:
    assert repaired(page("trrriff", confidence=0.3)).text == "trrriff"


def test_repaired_quote_closed_on_a_later_line_is_kept() -> None:
    text = "gọi là “Bên\nnhận chuyển nhượng”;"

    assert repaired(page(*text.split("\n"))).text == text


def test_repaired_printed_stroke_is_kept() -> None:
    assert repaired(page("Phần A | Trang", confidence=SURE)).text == "Phần A | Trang"


def test_repaired_dash_beside_doubtful_words_is_dropped() -> None:
    assert repaired(page("Lý — x", confidence=0.7)).text == "Lý x"


@given(st.lists(syllables(), min_size=1, max_size=8), st.floats(0, 1))
def test_repaired_legal_syllables_are_untouched(words: list[str], confidence: float) -> None:
    read = page(" ".join(words), confidence=confidence)

    assert repaired(read) == read


@given(pages())
def test_repaired_twice_is_repaired_once(read: PageText) -> None:
    once = repaired(read)

    assert repaired(once) == once


@given(pages())
def test_repaired_text_is_composed_and_has_no_empty_word_or_line(read: PageText) -> None:
    done = repaired(read)

    assert unicodedata.is_normalized("NFC", done.text)
    assert all(word.text for word in done.words)
    assert all(line.words for line in done.lines)


@given(pages())
def test_repaired_words_stay_in_place_with_their_confidence(read: PageText) -> None:
    done = repaired(read).words

    for word in done:
        assert any(
            union([word.box, held.box]) == held.box and held.confidence == word.confidence
            for held in read.words
        )


@given(pages())
def test_repaired_never_changes_a_legal_word(read: PageText) -> None:
    kept = [word for word in read.words if is_legal(word.text)]

    assert set(kept) <= set(repaired(read).words)


def test_repaired_words_run_together_are_cut_between_their_letters() -> None:
    box = (0, 0, 118, 20)
    lefts, rights = (0, 30, 60, 90, 100, 110), (28, 58, 88, 98, 108, 118)
    sides = zip(lefts, rights, strict=True)
    places = tuple(place_in(box, (x0, 0, x1, 20), 80) for x0, x1 in sides)
    word = Word("Hộtịch", box, DOUBTFUL, places=places)

    first, second = repaired(PageText((Line((word,)),))).words

    assert (first.text, second.text) == ("Hộ", "tịch")
    assert first.box[2] == second.box[0]
    assert [letter.text for letter in second.characters] == list("tịch")
    assert first.characters[0].confidence == 0.8


def test_repaired_stroke_at_an_edge_leaves_the_other_letters_their_places() -> None:
    box = (0, 0, 40, 20)
    places = tuple(place_in(box, (x, 0, x + 10, 20), 80 + x) for x in (0, 10, 20, 30))
    word = Word("_ngà", box, 0.9, places=places)

    (mended,) = repaired(PageText((Line((word,)),))).words

    assert mended.text == "ngà"
    assert [letter.box[0] for letter in mended.characters] == [10, 20, 30]
