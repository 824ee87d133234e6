from __future__ import annotations

import re
from functools import cache
from random import Random

import pytest
import zxingcpp

from app.catalog.load import load_catalog
from benchmarks.corpus.mrz import check_digit
from benchmarks.corpus.pages import KINDS
from benchmarks.corpus.papers.business_papers import make_tax_code
from benchmarks.corpus.papers.kinds import (
    ALSO_RIGHT,
    CONTINUATIONS,
    PAPER_KINDS,
    SEVERAL_CARDS,
    paper_page,
)
from benchmarks.corpus.papers.strangers import STRANGERS
from benchmarks.corpus.papers.traps import UNKNOWN
from benchmarks.corpus.truth import PageTruth
from ocr.understanding.forms import PaperType
from ocr.words import Box, nfc

NEW_KINDS = [kind for kind in PAPER_KINDS if kind not in KINDS]
FORMS = [kind for kind in NEW_KINDS if kind not in SEVERAL_CARDS and kind not in CONTINUATIONS]
ROW_NAME = re.compile(r"(\w+)\.[1-9]\.(\w+)")
SEED = 23


@cache
def truth_of(kind: str) -> PageTruth:
    """Drawn once for all tests that ask for it; the picture, 26 MB, is let go."""
    return PAPER_KINDS[kind](SEED)[1]


@pytest.fixture(scope="module")
def papers() -> dict[str, PaperType]:
    return {paper.code: paper for paper in load_catalog().paper_types()}


def overlap(a: Box, b: Box) -> int:
    return min(min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1]))


def is_known(name: str, paper: PaperType) -> bool:
    row = ROW_NAME.fullmatch(name)
    if row is None:
        return name in {field.name for field in paper.fields}
    columns = {table.name: {column.name for column in table.columns} for table in paper.tables}
    return row[2] in columns.get(row[1], set())


KIND_OF = {
    "household_business_application": "business_application_old",
    "household_business_certificate": "business_certificate_old",
    "land_certificate": "land_certificate_2009",
    "land_change_application": "land_change_application_2025",
    "contract": "sale_contract",
    "birth_declaration": "birth_declaration_2024",
    "marriage_declaration": "marriage_declaration_table",
    "residence_change_declaration": "residence_declaration_2025",
    "receipt_slip": "receipt_slip_other",
    "authorisation_letter": "power_of_attorney",
    "official_letter": "land_letter",
    "decision": "revocation_decision",
    "notice": "notice_on_births",
}
"""Kinds that are not named as their paper."""


@pytest.mark.parametrize("paper", load_catalog().paper_types(), ids=lambda paper: paper.code)
def test_paper_kinds_every_paper_of_the_catalogue_has_a_page(paper: PaperType) -> None:
    kind = KIND_OF.get(paper.code, paper.code)

    assert truth_of(kind).paper == paper.code


@pytest.mark.parametrize("kind", PAPER_KINDS)
def test_paper_kind_every_field_is_in_the_catalogue(
    papers: dict[str, PaperType], kind: str
) -> None:
    truth = truth_of(kind)
    asked = [papers[code] for code in (truth.paper, ALSO_RIGHT.get(kind, "")) if code in papers]

    names = {field.name for field in truth.fields} if asked else set()

    assert not {name for name in names if not any(is_known(name, paper) for paper in asked)}


@pytest.mark.parametrize("kind", NEW_KINDS)
def test_paper_kind_lines_stand_apart_on_the_sheet(kind: str) -> None:
    truth = truth_of(kind)
    boxes = [line.box for line in truth.lines]
    boxes += [code.box for code in truth.codes if code.kind == "qr"]

    crowded = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if overlap(a, b) > 12]

    assert not crowded
    assert all(x0 > 30 and y0 > 20 for x0, y0, _, _ in boxes)
    assert all(x1 < truth.width_px - 30 for _, _, x1, _ in boxes)
    assert all(y1 < truth.height_px - 30 for _, _, _, y1 in boxes)


@pytest.mark.parametrize("kind", FORMS)
def test_paper_kind_every_field_stands_in_the_lines_it_covers(kind: str) -> None:
    truth = truth_of(kind)

    assert all(nfc(line.text) == line.text and line.text for line in truth.lines)
    for field in truth.fields:
        text = " ".join(line.text for line in truth.lines if overlap(line.box, field.box) > 0)
        assert set(field.printed.split()) <= set(text.split()), field.name


@pytest.mark.parametrize("kind", FORMS)
def test_paper_kind_names_a_field_only_once(kind: str) -> None:
    names = [field.name for field in truth_of(kind).fields]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", [*STRANGERS, "loss_report", "checklist"])
def test_paper_kinds_strangers_have_no_paper(papers: dict[str, PaperType], kind: str) -> None:
    assert truth_of(kind).paper == UNKNOWN
    assert UNKNOWN not in papers


def test_birth_declaration_no_father_has_empty_values() -> None:
    truth = truth_of("birth_declaration_no_father")

    assert truth.value_of("father.full_name") == ""
    assert truth.value_of("mother.full_name") != ""


def test_marriage_declaration_old_form_puts_the_groom_left() -> None:
    edges = {}
    for kind in ("marriage_declaration_table", "marriage_declaration_old"):
        boxes = {field.name: field.box for field in truth_of(kind).fields}
        edges[kind] = boxes["bride.full_name"][0] < boxes["groom.full_name"][0]

    assert edges == {"marriage_declaration_table": True, "marriage_declaration_old": False}


def test_two_backs_lie_in_the_other_order_than_the_fronts() -> None:
    fronts, backs = truth_of("cards_two_fronts"), truth_of("cards_two_backs")

    numbers = [code.text.split("|")[0] for code in fronts.codes]
    zones = [code.text[15:27] for code in backs.codes]

    assert len(set(numbers)) == 2
    assert zones == numbers[::-1]


def test_new_card_codes_decode_to_truth() -> None:
    sheet, truth = PAPER_KINDS["identity_card_2024_back"](SEED)

    found = [code.text for code in zxingcpp.read_barcodes(sheet.image)]

    assert found == [code.text for code in truth.codes if code.kind == "qr"]


def test_passport_zone_has_right_check_digits() -> None:
    truth = truth_of("passport")

    first, second = truth.codes[0].text.split("\n")

    assert (len(first), len(second)) == (44, 44)
    assert second[9] == check_digit(second[:9])
    assert second[43] == check_digit(second[:10] + second[13:20] + second[21:43])
    assert second[:9].rstrip("<") == truth.value_of("number")


def test_make_tax_code_last_digit_checks_the_others() -> None:

    codes = [make_tax_code(Random(seed)) for seed in range(40)]

    for code in codes:
        total = sum(
            int(digit) * weight
            for digit, weight in zip(code, (31, 29, 23, 19, 17, 13, 7, 5, 3), strict=False)
        )
        assert int(code[9]) == 10 - total % 11


def test_paper_page_same_arguments_same_bytes() -> None:
    first = paper_page(4, "household_register", "dpi150")
    again = paper_page(4, "household_register", "dpi150")

    assert first == again
    assert first.truth.paper == "household_register"
    assert first.truth.dpi == 150
