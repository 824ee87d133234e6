from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.score import Score, displaced_letters, page_cer, plain

HEADING = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
OFFICE = "ỦY BAN NHÂN DÂN XÃ HOẰNG TIẾN"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NAME = "Họ, chữ đệm, tên: Lý Thị Mỹ Vân"
BORN = "Ngày, tháng, năm sinh: 06/07/1995"
PAGE = (HEADING, OFFICE, MOTTO, NAME, BORN)
LETTERS = sum(map(len, PAGE))

words = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ0123456789", min_size=1, max_size=8)
lines = st.lists(words, min_size=1, max_size=8).map(" ".join)
pages = st.lists(lines, min_size=1, max_size=8)


def test_page_cer_identical_text_is_zero() -> None:
    score = page_cer(PAGE, "\n".join(PAGE))

    assert score == Score(0, LETTERS)


def test_page_cer_columns_merged_and_lines_split_is_zero() -> None:
    read = f"{OFFICE} {HEADING}\n{MOTTO}\nHọ, chữ đệm, tên:\nLý Thị Mỹ Vân\n{BORN}"

    score = page_cer(PAGE, read)

    assert score == Score(0, LETTERS)


def test_page_cer_words_moved_to_next_line_is_zero() -> None:
    read = f"{OFFICE} {HEADING}\nĐộc lập - Tự\ndo - Hạnh phúc {NAME} {BORN}"

    score = page_cer(PAGE, read)

    assert score.errors == 0


@pytest.mark.parametrize(
    ("right", "wrong", "errors"),
    [
        ("Mỹ Vân", "Mỹ Văn", 1),
        ("Mỹ Vân", "Mỹ Vâ", 1),
        ("Mỹ Vân", "Mỹ Vânn", 1),
        ("Họ,", "Hq.", 2),
        ("Mỹ Vân", "MỹVân", 1),
    ],
)
def test_page_cer_wrong_letters_are_counted_once(right: str, wrong: str, errors: int) -> None:
    read = "\n".join(PAGE).replace(right, wrong)

    score = page_cer(PAGE, read)

    assert score == Score(errors, LETTERS)


def test_page_cer_missing_line_counts_its_length() -> None:
    score = page_cer(PAGE, "\n".join(PAGE[1:]))

    assert score.errors == len(HEADING)


def test_page_cer_inserted_garbage_counts_its_length() -> None:
    score = page_cer(PAGE, "\n".join([*PAGE, "~ |} ;; ¦¦ #"]))

    assert score.errors == len("~ |} ;; ¦¦ #")


def test_page_cer_line_repeated_by_reader_counts_as_inserted() -> None:
    score = page_cer(PAGE, "\n".join([*PAGE, MOTTO]))

    assert score.errors == len(MOTTO)


def test_page_cer_unrelated_line_counts_as_missed_and_inserted() -> None:
    score = page_cer(["Nguyễn Văn An"], "zzzz qqqq wwww")

    assert score.errors == len("Nguyễn Văn An") + len("zzzz qqqq wwww")


def test_page_cer_short_cells_do_not_rob_longer_lines() -> None:
    truth = ["Quốc tịch: Việt Nam", "Nam", "Kinh"]

    score = page_cer(truth, "Quốc tich: Việt Nam\nKinh")

    assert score.errors == 1 + len("Nam")


def test_page_cer_leaders_on_either_side_are_ignored() -> None:
    truth = ["Nơi cư trú: ........ xã Hoằng Tiến", "Số: ____", "Ghi chú … . . . hết"]

    score = page_cer(truth, "Nơi cư trú: xã Hoằng Tiến ……\nSố:\nGhi chú hết ___")

    assert score.errors == 0


def test_page_cer_single_full_stop_is_a_letter() -> None:
    score = page_cer(["hết."], "hết")

    assert score == Score(1, 4)


def test_page_cer_decomposed_letters_are_equal() -> None:
    score = page_cer(PAGE, unicodedata.normalize("NFD", "\n".join(PAGE)))

    assert score.errors == 0


def test_page_cer_nothing_read_is_all_wrong() -> None:
    score = page_cer(PAGE, "\f\n  \n")

    assert score.rate == 1.0


def test_page_cer_empty_page_counts_what_was_read() -> None:
    score = page_cer([], "ảo ảnh")

    assert score == Score(6, 0)
    assert score.rate == 1.0


def test_score_sum_adds_errors_and_letters() -> None:
    score = sum([Score(1, 10), Score(2, 30)], Score())

    assert score == Score(3, 40)
    assert score.rate == 0.075


def test_displaced_letters_other_line_breaks_are_nothing() -> None:
    assert displaced_letters("chuyển nhà,\nđất ở", "chuyển\nnhà, đất  ở\f") == 0


def test_displaced_letters_word_elsewhere_counts_twice() -> None:
    assert displaced_letters("một hai ba bốn", "hai ba bốn một") == 2 * len("một ")


def test_plain_white_space_is_collapsed() -> None:
    assert plain("  a \t b\u00a0c ") == "a b c"


@given(pages)
def test_page_cer_same_page_is_zero(page: list[str]) -> None:
    assert page_cer(page, "\n".join(page)).errors == 0


@given(pages, st.randoms(use_true_random=False))
def test_page_cer_shuffled_lines_is_zero(page: list[str], shuffler: random.Random) -> None:
    shuffled = list(page)

    shuffler.shuffle(shuffled)

    assert page_cer(page, "\n".join(shuffled)).errors == 0


@given(lines.filter(lambda line: len(line) > 1), st.data())
def test_page_cer_one_foreign_letter_is_one_error(line: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([i for i, letter in enumerate(line) if letter != " "]))
    wrong = f"{line[:place]}#{line[place + 1 :]}"

    assert page_cer([line], wrong) == Score(1, len(line))


@given(pages, pages)
def test_page_cer_is_never_more_than_missed_and_inserted(truth: list[str], read: list[str]) -> None:
    score = page_cer(truth, "\n".join(read))

    assert 0 <= score.errors <= score.letters + sum(map(len, read))


@given(pages, st.data())
def test_page_cer_missed_line_costs_its_letters(page: list[str], data: st.DataObject) -> None:
    missed = data.draw(st.integers(0, len(page) - 1))
    rest = [line for number, line in enumerate(page) if number != missed]

    assert page_cer(page, "\n".join(rest)).errors == len(page[missed])


@given(pages, st.integers(1, 30))
def test_page_cer_foreign_line_costs_its_letters(page: list[str], length: int) -> None:
    assert page_cer(page, "\n".join([*page, "#" * length])).errors == length
