from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.codes.mrz import FILLER, Mrz, MrzInvalid, check_digit, find_mrz, looks_like_zone, parse_mrz
from tests.ocr.page_layout import lay_out

VECTOR = (
    "IDVNM2010045679038201004567<<6",
    "0103152M4103150VNM<<<<<<<<<<<2",
    "NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<",
)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"


def td1(personal_id: str, birth: str, expiry: str, sex: str = "M") -> tuple[str, str, str]:
    number = personal_id[3:]
    first = f"IDVNM{number}{check_digit(number)}{personal_id}<<{check_digit(personal_id)}"
    middle = f"{birth}{check_digit(birth)}{sex}{expiry}{check_digit(expiry)}VNM{FILLER * 11}"
    whole = first[5:30] + middle[0:7] + middle[8:15] + middle[18:29]
    return first, f"{middle}{check_digit(whole)}", "LE<<THI<BICH".ljust(30, FILLER)


def td3(number: str, personal: str) -> tuple[str, str]:
    number = number.ljust(9, FILLER)
    personal = personal.ljust(14, FILLER)
    start = f"{number}{check_digit(number)}VNM950706{check_digit('950706')}F"
    start += f"350705{check_digit('350705')}{personal}{check_digit(personal)}"
    whole = start[0:10] + start[13:20] + start[21:43]
    return "P<VNM" + "LE<<THI<BICH".ljust(39, FILLER), f"{start}{check_digit(whole)}"


@st.composite
def cards(draw: st.DrawFn) -> tuple[str, str, str]:
    year = draw(st.integers(1930, 2025))
    born = draw(st.dates(date(year, 1, 1), date(year, 12, 31)))
    sex = draw(st.sampled_from("MF"))
    century = 2 * (year // 100 - 19) + (1 if sex == "F" else 0)
    tail = draw(st.integers(0, 999_999))
    personal_id = f"0{draw(st.integers(1, 96)):02d}{century}{year % 100:02d}{tail:06d}"
    expiry = draw(st.sampled_from(["991231", "350101", f"{born:%y%m%d}".replace("0229", "0228")]))
    return td1(personal_id, f"{born:%y%m%d}", expiry, sex)


def parsed_or_none(lines: tuple[str, ...]) -> Mrz | None:
    try:
        return parse_mrz(lines)
    except MrzInvalid:
        return None


def test_parse_mrz_card_vector_gives_its_values() -> None:
    zone = parse_mrz(VECTOR)

    assert zone.personal_id == "038201004567"
    assert zone.full_name == "NGUYEN VAN AN"
    assert (zone.birth_date, zone.sex) == (date(2001, 3, 15), "M")
    assert zone.expires_on == date(2041, 3, 15)


def test_parse_mrz_card_without_limit_has_no_expiry() -> None:
    zone = parse_mrz(td1("038055000123", "550706", "991231"))

    assert zone.expires_on is None
    assert zone.birth_date == date(1955, 7, 6)


def test_parse_mrz_passport_gives_number_and_id() -> None:
    zone = parse_mrz(td3("C1234567", "038195000123"))

    assert (zone.number, zone.personal_id) == ("C1234567", "038195000123")
    assert zone.birth_date == date(1995, 7, 6)


def test_parse_mrz_passport_without_id_takes_century_from_expiry() -> None:
    assert parse_mrz(td3("C1234567", "")).birth_date == date(1995, 7, 6)


@given(cards())
def test_parse_mrz_any_built_card_gives_its_id(lines: tuple[str, str, str]) -> None:
    assert parse_mrz(lines).personal_id == lines[0][15:27]


@given(cards(), st.integers(0, 59), st.sampled_from(ALPHABET))
def test_parse_mrz_one_changed_character_never_gives_another_id(
    lines: tuple[str, str, str], position: int, character: str
) -> None:
    row, column = divmod(position, 30)
    changed = list(lines)
    changed[row] = lines[row][:column] + character + lines[row][column + 1 :]

    zone = parsed_or_none(tuple(changed))

    assert zone is None or zone.personal_id in ("", lines[0][15:27])


@given(cards(), st.integers(0, 59), st.sampled_from(ALPHABET))
def test_find_mrz_one_changed_character_never_gives_another_id(
    lines: tuple[str, str, str], position: int, character: str
) -> None:
    row, column = divmod(position, 30)
    changed = list(lines)
    changed[row] = lines[row][:column] + character + lines[row][column + 1 :]

    code = find_mrz(lay_out(changed))

    assert code is None or parse_mrz(code.text.split("\n")).personal_id == lines[0][15:27]


def mutations(lines: tuple[str, ...], rows: range) -> Iterator[tuple[str, ...]]:
    """Every zone that differs in one character of the rows."""
    for row in rows:
        for column, character in product(range(len(lines[row])), ALPHABET):
            if character != lines[row][column]:
                changed = lines[row][:column] + character + lines[row][column + 1 :]
                yield (*lines[:row], changed, *lines[row + 1 :])


def proved(zone: Mrz) -> tuple[object, ...]:
    """What a zone says and checks; a sex it withdraws is not said."""
    return (
        zone.document,
        zone.issuer,
        zone.number,
        zone.personal_id,
        zone.nationality,
        zone.birth_date,
        zone.expires_on,
    )


def test_parse_mrz_vector_with_any_other_character_is_refused_or_says_the_same() -> None:
    truth = parse_mrz(VECTOR)

    zones = [parsed_or_none(changed) for changed in mutations(VECTOR, range(2))]

    assert {proved(zone) for zone in zones if zone} <= {proved(truth)}
    assert {zone.sex for zone in zones if zone} <= {"M", ""}


def test_find_mrz_vector_with_any_other_character_is_refused_or_mended() -> None:
    truth = parse_mrz(VECTOR)
    every_third = islice(mutations(VECTOR, range(2)), 0, None, 3)

    codes = [find_mrz(lay_out(changed)) for changed in every_third]

    zones = [parse_mrz(code.text.split("\n")) for code in codes if code]
    assert {proved(zone) for zone in zones} == {proved(truth)}
    assert {zone.sex for zone in zones} <= {"M", ""}


def test_parse_mrz_passport_with_any_other_character_is_refused_or_says_the_same() -> None:
    lines = td3("C1234567", "038195000123")
    truth = parse_mrz(lines)
    same_check_digit = {"M1234567", "W1234567", "C12345670"}

    zones = [parsed_or_none(changed) for changed in mutations(lines, range(1, 2))]

    others = {zone.number for zone in zones if zone} - {"C1234567"}
    assert others == same_check_digit
    assert {proved(zone) for zone in zones if zone and zone.number not in others} == {proved(truth)}
    assert {zone.sex for zone in zones if zone} <= {"F", ""}


def test_find_mrz_passport_letters_among_digits_are_mended() -> None:
    lines = td3("C1234507", "038195000123")
    misread = (lines[0].replace("VNM", "VNN"), lines[1].replace("C1234507", "C12345O7"))

    code = find_mrz(lay_out(misread))

    assert code is not None
    assert tuple(code.text.split("\n")) == lines


@given(st.lists(st.text(alphabet=ALPHABET, max_size=46), max_size=4))
def test_parse_mrz_any_lines_give_a_checked_zone_or_their_own_error(lines: list[str]) -> None:
    zone = parsed_or_none(tuple(lines))

    assert zone is None or lines[0][:1] in set("IACP")


@given(st.lists(st.text(max_size=50), max_size=6))
def test_find_mrz_any_text_finds_nothing_that_does_not_parse(lines: list[str]) -> None:
    code = find_mrz(lay_out([" ".join(line.split()) for line in lines]))

    assert code is None or parsed_or_none(tuple(code.text.split("\n"))) is not None


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("",),
        VECTOR[:2],
        (VECTOR[0].lower(), *VECTOR[1:]),
        ("IDVNM2010045679038201004568<<6", *VECTOR[1:]),
        (VECTOR[0], "0102302M4103150VNM<<<<<<<<<<<2", VECTOR[2]),
        (VECTOR[0], VECTOR[1], "NGUYEN<<VAN<4N<<<<<<<<<<<<<<<<"),
    ],
)
def test_parse_mrz_broken_zone_is_refused(lines: tuple[str, ...]) -> None:
    with pytest.raises(MrzInvalid):
        parse_mrz(lines)


def test_parse_mrz_birth_year_against_id_is_refused() -> None:
    with pytest.raises(MrzInvalid):
        parse_mrz(td1("038201004567", "020315", "410315"))


@pytest.mark.parametrize(
    "lines",
    [
        ("IDVNM2O1OO45679O382O1OO4567<<6", VECTOR[1], VECTOR[2]),
        ("IDVNM 201004567 9 038201004567 «6", "0103152M4103150VNM<<<<«««<<2", VECTOR[2]),
        ("[DVNM2010045679038201004567<K6", "0103152M4103150VNM<<<KKK<<<2", VECTOR[2]),
        ("IDVNM4010045679038201004567<<6", VECTOR[1], "NGUYEN<<VAN<AN<<<<<KC<<<<"),
        ("IDVNM2010045679038201004S6Z<<6", VECTOR[1], VECTOR[2]),
    ],
    ids=["O for 0", "spaces and guillemets", "fillers as letters", "number misread", "id misread"],
)
def test_find_mrz_reading_noise_is_repaired(lines: tuple[str, ...]) -> None:
    page = lay_out(["CỤC TRƯỞNG CỤC CẢNH SÁT", "Ngón trỏ phải", *lines])

    code = find_mrz(page)

    assert code is not None
    assert code.text.split("\n") == list(VECTOR)
    assert code.box[1] == page.lines[2].box[1]


def test_find_mrz_name_line_lost_keeps_checked_values() -> None:
    code = find_mrz(lay_out(VECTOR[:2]))

    assert code is not None
    zone = parse_mrz(code.text.split("\n"))
    assert (zone.personal_id, zone.full_name) == ("038201004567", "")


def test_find_mrz_passport_is_found() -> None:
    lines = td3("C1234567", "038195000123")

    code = find_mrz(lay_out(["HỘ CHIẾU / PASSPORT", *lines]))

    assert code is not None
    assert tuple(code.text.split("\n")) == lines


def test_find_mrz_failed_check_gives_nothing() -> None:
    assert find_mrz(lay_out([VECTOR[0], VECTOR[1][:-1] + "3", VECTOR[2]])) is None
    assert find_mrz(lay_out(["Tờ khai đăng ký khai sinh"])) is None


def test_looks_like_zone_tells_zone_from_text() -> None:
    page = lay_out([VECTOR[0], "Đặc điểm nhận dạng / Personal identification"])

    assert [looks_like_zone(line) for line in page.lines] == [True, False]
