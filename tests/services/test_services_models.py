"""What a page order says reaches the library: folder of models, profile, time of the engine."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from app.errors import LibraryError
from app.jobs import InlineExecutor
from app.services import workers
from app.services.diagnose import check_engine
from app.services.workers import (
    ENGINE_SHARE,
    NO_ENGINE,
    PageOutcome,
    ReadOrder,
    engine_summary,
    read_page,
)
from ocr.compression.layer_record import unpack_layers
from ocr.recognition import recognise
from ocr.recognition.recognise import Recogniser, find_recogniser
from ocr.recognition.tesseract_data import find_tessdata
from ocr.understanding.knowledge import Knowledge


def page() -> bytes:
    """A slip with a few large words."""
    sheet = Image.new("RGB", (1240, 620), "white")
    font = ImageFont.load_default(48)
    pen = ImageDraw.Draw(sheet)
    for number in range(3):
        pen.text((150, 200 + 120 * number), "CONG HOA XA HOI CHU NGHIA", "black", font)
    target = io.BytesIO()
    sheet.save(target, "PNG", dpi=(150, 150))
    return target.getvalue()


ORDER = ReadOrder(page(), 0, 0, Knowledge(()), 60.0)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder of an administrator's own, as one with models of tessdata_best is."""
    folder = tmp_path / "tessdata best"
    folder.mkdir()
    for model in find_tessdata().glob("*.traineddata"):
        (folder / model.name).symlink_to(model)
    return folder


@pytest.fixture(params=["library", "command"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The door to `ocr` uses this engine."""

    def find(*, tessdata: Path | None = None, languages: str = "vie") -> Recogniser:
        return find_recogniser(request.param, tessdata=tessdata, languages=languages)

    monkeypatch.setattr(recognise, "find_recogniser", find)
    monkeypatch.setattr(workers, "_engines", {})
    return str(request.param)


@pytest.mark.tesseract
@pytest.mark.usefixtures("engine")
def test_read_page_uses_the_folder_of_the_settings_and_no_other(models: Path) -> None:
    order = replace(ORDER, tessdata_dir=str(models))

    good = read_page(order)
    (models / "vie.traineddata").unlink()
    (models / "vie.traineddata").write_bytes(b"no model")
    spoiled = _read_anew(order)

    assert "CONG HOA" in good.reading.text.text
    assert spoiled is None or spoiled.reading.text.text == ""


def _read_anew(order: ReadOrder) -> PageOutcome | None:
    workers._engines.clear()
    try:
        return read_page(order)
    except LibraryError:
        return None


def test_read_page_folder_without_the_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(LibraryError) as caught:
        read_page(replace(ORDER, tessdata_dir=str(tmp_path)))

    assert caught.value.code == "engine.language_missing"
    assert engine_summary(str(tmp_path)).problem


def test_read_page_missing_other_language_is_no_trouble_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "vie.traineddata").write_bytes(b"")

    with pytest.raises(LibraryError) as caught:
        read_page(replace(ORDER, tessdata_dir=str(tmp_path), languages="vie+eng"))

    assert caught.value.code == "engine.other_language_missing"
    assert caught.value.code in NO_ENGINE


def test_check_engine_tells_models_and_the_package_that_is_missing(tmp_path: Path) -> None:
    for model in ("vie", "eng"):
        (tmp_path / f"{model}.traineddata").write_bytes(b"")

    good = check_engine(InlineExecutor(), str(tmp_path), "vie+eng")
    lacking = check_engine(InlineExecutor(), str(tmp_path), "vie+eng+chi_sim+script/Latin")

    assert good.good
    assert "mô hình eng, vie; dùng vie+eng" in good.state
    assert "thiếu chi_sim, script/Latin" in lacking.state
    assert "install tesseract-ocr tesseract-ocr-chi-sim; chép script/Latin." in lacking.remedy
    assert not lacking.good


class Silent:
    """An engine that reads nothing and remembers how long it was given."""

    version = "silent 1"

    def __init__(self) -> None:
        self.times: list[float] = []

    def recognise(self, _image: object, _dpi: int, timeout_s: float) -> object:
        from ocr.words import PageText

        self.times.append(timeout_s)
        return PageText()

    def read_block(self, _image: object, _characters: str, _timeout_s: float) -> object:
        from ocr.words import PageText

        return PageText()


@pytest.mark.parametrize(("profile", "rasters", "stencils"), [("picture", 1, 0), ("bitonal", 0, 1)])
def test_read_page_profile_decides_how_the_page_is_kept(
    monkeypatch: pytest.MonkeyPatch, profile: str, rasters: int, stencils: int
) -> None:
    monkeypatch.setattr(workers, "_engines", {("", "vie"): Silent()})

    outcome = read_page(replace(ORDER, profile=profile))

    layers = unpack_layers(outcome.layers)
    assert (len(layers.rasters), len(layers.stencils)) == (rasters, stencils)


def test_read_page_engine_gets_a_share_of_the_time_of_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = Silent()
    monkeypatch.setattr(workers, "_engines", {("", "vie"): engine})

    read_page(ORDER)

    assert engine.times
    assert max(engine.times) == ENGINE_SHARE * ORDER.timeout_s
