from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ocr.recognition.tesseract_data import OWN_FOLDER, find_tessdata


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A packaged program that brings the Vietnamese model."""
    models = tmp_path / OWN_FOLDER
    models.mkdir()
    (models / "vie.traineddata").write_bytes(b"model")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    return models


def test_find_tessdata_packaged_takes_its_own_models_first(parts: Path) -> None:
    assert find_tessdata() == parts


def test_find_tessdata_packaged_still_obeys_a_named_folder(parts: Path, tmp_path: Path) -> None:
    named = tmp_path / "named"
    named.mkdir()
    (named / "vie.traineddata").write_bytes(b"other")

    assert find_tessdata(named) == named


def test_find_tessdata_packaged_looks_at_the_machine_for_other_models(
    parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = tmp_path / "machine"
    machine.mkdir()
    for name in ("vie", "fra"):
        (machine / f"{name}.traineddata").write_bytes(b"model")
    usual = "ocr.recognition.tesseract_data._USUAL_FOLDERS"
    monkeypatch.setattr(usual, (str(machine),))
    monkeypatch.setattr("ocr.recognition.tesseract_data._folder_told_by_command", lambda: None)

    assert find_tessdata(others=("fra",)) == machine
