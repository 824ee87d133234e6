from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import zxingcpp

from benchmarks.corpus.__main__ import main
from benchmarks.corpus.cases import make_birth_case
from benchmarks.corpus.cccd import Placing, cccd_back, cccd_front
from benchmarks.corpus.civil import birth_declaration
from benchmarks.corpus.damage import apply_damage, to_image
from benchmarks.corpus.dossiers import Dossier, Paper
from benchmarks.corpus.render import Leaders
from ocr.words import Box

KINDS = ("khai-sinh", "ho-kinh-doanh")


def paper(dossier: Dossier, stem: str) -> Paper:
    return next(entry for entry in dossier.papers if entry.stem == stem)


def overlap(a: Box, b: Box) -> int:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    return min(width, height)


@pytest.mark.parametrize("kind", KINDS)
def test_dossier_every_paper_nothing_overlaps_or_leaves_the_page(
    sample_dossiers: dict[str, Dossier], kind: str
) -> None:
    for entry in sample_dossiers[kind].papers:
        truth = entry.truth
        boxes = [line.box for line in truth.lines]
        boxes += [code.box for code in truth.codes if code.kind == "qr"]

        crowded = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if overlap(a, b) > 6]

        assert not crowded, entry.stem
        assert all(x0 > 60 and y0 > 60 for x0, y0, _, _ in boxes)
        assert all(x1 < truth.width_px - 60 for _, _, x1, _ in boxes)
        assert all(y1 < truth.height_px - 60 for _, _, _, y1 in boxes)


@pytest.mark.parametrize("kind", KINDS)
def test_dossier_codes_after_office_scan_decode_to_truth(
    sample_dossiers: dict[str, Dossier], kind: str
) -> None:
    dossier = sample_dossiers[kind]
    stems = {"01-phieu-tiep-nhan", "06-cccd-cha-truoc", "03-cccd-truoc"}

    for entry in [p for p in dossier.papers if p.stem in stems]:
        scan = apply_damage(entry.sheet.image, entry.truth, "office", 99)
        found = zxingcpp.read_barcodes(to_image(scan))

        assert [code.text for code in found] == [scan.truth.codes[0].text]


def test_birth_dossier_card_agrees_with_declaration_and_notice(
    sample_dossiers: dict[str, Dossier],
) -> None:
    dossier = sample_dossiers["khai-sinh"]
    declaration = paper(dossier, "02-to-khai-khai-sinh").truth
    notice = paper(dossier, "03-giay-chung-sinh").truth

    for role, stem in (("mother", "04-cccd-me-truoc"), ("father", "06-cccd-cha-truoc")):
        card = paper(dossier, stem).truth
        assert card.value_of("id_number") == declaration.value_of(f"{role}.id_document")
        assert card.value_of("full_name") == declaration.value_of(f"{role}.full_name")
        assert card.value_of("birth_date") == declaration.value_of(f"{role}.birth_date")
        assert card.codes[0].text.split("|")[0] == card.value_of("id_number")
    assert notice.value_of("child.birth_date") == declaration.value_of("child.birth_date")
    assert notice.value_of("mother.id_document") == declaration.value_of("mother.id_document")


def test_birth_dossier_requester_is_a_parent_and_owns_the_slip(
    sample_dossiers: dict[str, Dossier],
) -> None:
    dossier = sample_dossiers["khai-sinh"]
    slip = paper(dossier, "01-phieu-tiep-nhan").truth
    declaration = paper(dossier, "02-to-khai-khai-sinh").truth

    role = {"Mẹ": "mother", "Cha": "father"}[declaration.value_of("requester.relation")]

    assert declaration.value_of("requester.id_document") == declaration.value_of(
        f"{role}.id_document"
    )
    assert slip.codes[0].text.split("|") == [
        slip.value_of("dossier_code"),
        "1.001193",
        declaration.value_of("requester.id_document"),
        slip.value_of("paper_name"),
    ]


def test_dossier_card_backs_pair_with_fronts_by_id(sample_dossiers: dict[str, Dossier]) -> None:
    for dossier in sample_dossiers.values():
        truths = [entry.truth for entry in dossier.papers]
        fronts = [t.value_of("id_number") for t in truths if t.paper == "cccd_front"]
        backs = [t.codes[0].text[15:27] for t in truths if t.paper == "cccd_back"]

        assert fronts == backs


def test_business_dossier_certificate_repeats_the_application(
    sample_dossiers: dict[str, Dossier],
) -> None:
    dossier = sample_dossiers["ho-kinh-doanh"]
    application = paper(dossier, "02-giay-de-nghi").truth
    certificate = paper(dossier, "05-giay-chung-nhan").truth

    names = ("business_name", "address", "owner.full_name", "owner.id_document", "capital")
    for name in (*names, "business_line", "phone", "owner.birth_date"):
        assert application.value_of(name) == certificate.value_of(name)


def test_cards_same_seed_same_pixels() -> None:
    seed = 13
    person = make_birth_case(random.Random(seed)).family.mother

    for draw in (cccd_front, cccd_back):
        first = draw(person, random.Random(seed), Placing.CROPPED)
        again = draw(person, random.Random(seed), Placing.CROPPED)

        assert first.image.tobytes() == again.image.tobytes()
        assert first.truth("c", "C") == again.truth("c", "C")


def test_birth_declaration_leaders_under_same_values_other_pixels() -> None:
    case = make_birth_case(random.Random(3))

    after = birth_declaration(case, random.Random(3), Leaders.AFTER)
    under = birth_declaration(case, random.Random(3), Leaders.UNDER)

    values = [(f.name, f.value) for f in after.truth("d", "D").fields]
    assert values == [(f.name, f.value) for f in under.truth("d", "D").fields]
    assert after.image.tobytes() != under.image.tobytes()


def test_main_without_folder_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--seed", "3"])

    assert caught.value.code == 2
    assert "--out" in capsys.readouterr().err


def test_main_pages_writes_truth_beside_every_page(tmp_path: Path) -> None:
    status = main(
        ["--seed", "3", "--out", str(tmp_path), "--kind", "ho-kinh-doanh", "--damage", "dpi150"]
    )

    pages = sorted(tmp_path.glob("*/dpi150/*.jpg"))
    assert status == 0
    assert len(pages) == 5
    for page in pages:
        truth = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
        assert truth["file"] == page.name
        assert truth["dpi"] == 150
