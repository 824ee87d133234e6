from __future__ import annotations

import json
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from benchmarks.corpus.dossiers import Dossier
from benchmarks.corpus.samples import SAMPLES_FOLDER

FILES = {
    "khai-sinh": [
        "01-phieu-tiep-nhan.jpg",
        "02-to-khai-khai-sinh.jpg",
        "03-giay-chung-sinh.jpg",
        "04-cccd-me-truoc.jpg",
        "05-cccd-me-sau.jpg",
        "06-cccd-cha-truoc.jpg",
        "07-cccd-cha-sau.jpg",
    ],
    "ho-kinh-doanh": [
        "01-phieu-tiep-nhan.jpg",
        "02-giay-de-nghi.jpg",
        "03-cccd-truoc.jpg",
        "04-cccd-sau.jpg",
        "05-giay-chung-nhan.jpg",
    ],
}


def truth_of(kind: str) -> dict[str, Any]:
    text = (SAMPLES_FOLDER / kind / "truth.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


@pytest.mark.parametrize("kind", list(FILES))
def test_samples_folder_has_the_named_pages_of_modest_size(kind: str) -> None:
    pages = sorted((SAMPLES_FOLDER / kind).glob("*.jpg"))

    assert [page.name for page in pages] == FILES[kind]
    assert max(page.stat().st_size for page in pages) <= 900_000
    for page in pages:
        with Image.open(page) as image:
            assert image.info["dpi"] == (300, 300)
            assert image.mode == "RGB"


def test_samples_folder_stays_under_eight_megabytes() -> None:
    total = sum(file.stat().st_size for file in SAMPLES_FOLDER.rglob("*") if file.is_file())

    assert total <= 8_000_000


@pytest.mark.parametrize("kind", list(FILES))
def test_samples_truth_equals_a_new_drawing(sample_dossiers: dict[str, Dossier], kind: str) -> None:
    truth = truth_of(kind)
    dossier = sample_dossiers[kind]

    assert truth["dossier_code"] == dossier.filing.dossier_code
    assert [page["file"] for page in truth["pages"]] == FILES[kind]
    for page, drawn in zip(truth["pages"], dossier.papers, strict=True):
        fields = [(field["name"], field["value"]) for field in page["fields"]]
        assert fields == [(field.name, field.value) for field in drawn.truth.fields]
        assert page["paper"] == drawn.truth.paper
        assert [code["text"] for code in page["codes"]] == [c.text for c in drawn.truth.codes]


@pytest.mark.parametrize("kind", list(FILES))
def test_samples_qr_codes_decode_to_truth(kind: str) -> None:
    for page in truth_of(kind)["pages"]:
        wanted = [code["text"] for code in page["codes"] if code["kind"] == "qr"]
        if wanted:
            with Image.open(SAMPLES_FOLDER / kind / page["file"]) as image:
                found = [code.text for code in zxingcpp.read_barcodes(image)]
            assert found == wanted
