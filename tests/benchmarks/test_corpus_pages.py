from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import zxingcpp

from benchmarks.corpus.__main__ import main
from benchmarks.corpus.counter_pages import COUNTER_KINDS
from benchmarks.corpus.damage import RECIPES
from benchmarks.corpus.errors import LayoutError
from benchmarks.corpus.layout import Page, draw_fitted
from benchmarks.corpus.looks import Wish
from benchmarks.corpus.pages import KINDS, corpus_page, corpus_pages, plan_pages
from benchmarks.corpus.render import Sheet
from benchmarks.corpus.truth import PageTruth
from ocr.words import Box, nfc

NEW_KINDS = [kind for kind in KINDS if kind not in COUNTER_KINDS]
SEED = 41


@pytest.fixture(scope="module")
def drawn() -> dict[str, tuple[Sheet, PageTruth]]:
    return {kind: KINDS[kind](SEED) for kind in NEW_KINDS}


def overlap(a: Box, b: Box) -> int:
    return min(min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1]))


def test_kinds_are_at_least_sixteen_new_ones() -> None:
    assert len(NEW_KINDS) >= 16


@pytest.mark.parametrize("kind", NEW_KINDS)
def test_kind_lines_stand_apart_on_the_sheet(
    drawn: dict[str, tuple[Sheet, PageTruth]], kind: str
) -> None:
    _, truth = drawn[kind]
    boxes = [line.box for line in truth.lines] + [code.box for code in truth.codes]

    crowded = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if overlap(a, b) > 12]

    assert not crowded
    assert all(x0 > 30 and y0 > 30 for x0, y0, _, _ in boxes)
    assert all(x1 < truth.width_px - 30 for _, _, x1, _ in boxes)
    assert all(y1 < truth.height_px - 30 for _, _, _, y1 in boxes)


@pytest.mark.parametrize("kind", NEW_KINDS)
def test_kind_every_field_stands_in_the_lines_it_covers(
    drawn: dict[str, tuple[Sheet, PageTruth]], kind: str
) -> None:
    _, truth = drawn[kind]

    assert len(truth.fields) >= 3
    assert all(nfc(line.text) == line.text and line.text for line in truth.lines)
    for field in truth.fields:
        text = " ".join(line.text for line in truth.lines if overlap(line.box, field.box) > 0)
        assert set(field.printed.split()) <= set(text.split()), field.name


@pytest.mark.parametrize("kind", NEW_KINDS)
def test_kind_every_line_has_ink_in_its_box(
    drawn: dict[str, tuple[Sheet, PageTruth]], kind: str
) -> None:
    sheet, truth = drawn[kind]
    grey = sheet.image.convert("L")

    for line in truth.lines:
        left, top, right, bottom = line.box
        inked = grey.crop(line.box).point([255] * 170 + [0] * 86).getbbox()
        assert inked is not None
        assert inked[2] - inked[0] > 0.8 * (right - left) - 8, line.text
        assert bottom - top < 140


@pytest.mark.parametrize("kind", ["decision", "hand_filled_declaration", "fee_receipt"])
def test_kind_same_seed_same_pixels_other_seed_others(
    drawn: dict[str, tuple[Sheet, PageTruth]], kind: str
) -> None:
    sheet, truth = KINDS[kind](SEED)
    other, _ = KINDS[kind](SEED + 1)

    assert truth == drawn[kind][1]
    assert sheet.image.tobytes() == drawn[kind][0].image.tobytes()
    assert sheet.image.tobytes() != other.image.tobytes()


def test_hand_filled_declaration_only_values_are_handwritten(
    drawn: dict[str, tuple[Sheet, PageTruth]],
) -> None:
    _, truth = drawn["hand_filled_declaration"]

    pen = " ".join(line.text for line in truth.lines if line.handwritten)
    print_ = " ".join(line.text for line in truth.lines if not line.handwritten)

    assert truth.value_of("subject.full_name") in pen
    assert "Họ, chữ đệm, tên:" in print_
    assert "Họ, chữ đệm, tên:" not in pen


def test_other_kinds_nothing_is_handwritten(drawn: dict[str, tuple[Sheet, PageTruth]]) -> None:
    kinds = {
        kind for kind, (_, truth) in drawn.items() if any(line.handwritten for line in truth.lines)
    }

    assert kinds == {"hand_filled_declaration"}


def test_notice_code_decodes_to_truth(drawn: dict[str, tuple[Sheet, PageTruth]]) -> None:
    sheet, truth = drawn["notice_with_code"]

    found = zxingcpp.read_barcodes(sheet.image)

    assert [code.text for code in found] == [code.text for code in truth.codes]


def test_lease_contract_parties_are_read_column_by_column(
    drawn: dict[str, tuple[Sheet, PageTruth]],
) -> None:
    texts = [line.text for line in drawn["lease_contract"][1].lines]

    first = next(i for i, text in enumerate(texts) if text.startswith("BÊN CHO THUÊ"))
    second = next(i for i, text in enumerate(texts) if text.startswith("BÊN THUÊ"))

    assert sum(text.startswith("Ông/Bà:") for text in texts[first:second]) == 1
    assert sum(text.startswith("Ông/Bà:") for text in texts[second:]) == 1


def test_draw_fitted_endless_text_is_refused() -> None:
    def draw(page: Page) -> None:
        for _ in range(200):
            page.para("Căn cứ Luật Đất đai")

    with pytest.raises(LayoutError, match="does not fit"):
        draw_fitted(1, Wish(), draw, paper="letter", title="T")


def test_plan_pages_damages_meet_equally_many_kinds() -> None:
    plan = plan_pages(3, kinds=tuple(KINDS), damages=tuple(RECIPES), damages_per_kind=5)

    met = Counter(damage for _, damage in plan)
    clean = met.pop("clean")

    assert clean == len(KINDS)
    assert set(met) == set(RECIPES) - {"clean"}
    assert max(met.values()) - min(met.values()) <= 1
    assert len(set(plan)) == len(plan)


def test_plan_pages_without_clean_gives_only_the_named_damages() -> None:
    plan = plan_pages(0, kinds=("decision",), damages=("blur", "noise"), damages_per_kind=5)

    assert plan == (("decision", "blur"), ("decision", "noise"))


def test_corpus_pages_same_arguments_same_bytes() -> None:
    first = list(corpus_pages(9, kinds=("small_referral",), damages=("clean", "dpi150")))
    again = corpus_page(9, "small_referral", "dpi150")

    assert [page.damage for page in first] == ["clean", "dpi150"]
    assert first[1] == again
    assert first[0].truth.paper == "introduction_letter"


def test_main_sheet_pages_writes_truth_beside_every_page(tmp_path: Path) -> None:
    words = ["--kinds", "fee_receipt", "--damages", "clean", "dpi200", "--damages-per-kind", "1"]

    status = main(["sheet-pages", "--seed", "3", "--out", str(tmp_path), *words])

    assert status == 0
    names = ["fee_receipt-clean-3.jpg", "fee_receipt-dpi200-3.jpg"]
    assert sorted(page.name for page in tmp_path.glob("*.jpg")) == names
    truth = json.loads((tmp_path / "fee_receipt-dpi200-3.json").read_text(encoding="utf-8"))
    assert (truth["kind"], truth["dpi"]) == ("fee_receipt", 200)
    assert "handwritten" not in truth["lines"][0]
