"""Published signed files with known verdicts; runs where a folder of them is given."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from signing.validation.verify import verify_pdf
from signing.verdict import Integrity, Verdict

FOLDER = os.environ.get("SOHOA_SIGNED_PDFS", "")


@pytest.mark.slow
@pytest.mark.may_skip("the files are no part of the project; CI says so when they are absent")
@pytest.mark.skipif(not FOLDER, reason="SOHOA_SIGNED_PDFS names no folder")
def test_verify_pdf_accepts_no_bad_file_of_the_corpus() -> None:
    folder = Path(FOLDER)
    with (folder / "expected.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))

    verdicts = [(row, verify_pdf(folder / row["file"])) for row in rows]

    bad = [pair for pair in verdicts if pair[0]["verdict"] in ("SUSPECT", "FAIL")]
    good = [pair for pair in verdicts if pair[0]["verdict"] in ("PASS", "NOTICE")]
    wrong_accepts = [r["file"] for r, v in bad if v.integrity is Integrity.INTACT]
    wrong_rejects = [r["file"] for r, v in good if v.integrity is not Integrity.INTACT]
    print(f"wrong rejects {len(wrong_rejects)} of {len(good)}: {wrong_rejects}")
    assert wrong_accepts == []
    assert all(v.verdict is Verdict.UNSIGNED for r, v in verdicts if r["verdict"] == "NOSIG")
