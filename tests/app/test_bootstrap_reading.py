"""Settings of reading reach the workers: bounds of time and memory, profile, models, priority."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import Wiring
from app.jobs import ProcessLane
from app.services.workers import read_page
from app.settings import Settings
from app.worker_process import Allowance


def wiring(**settings: object) -> Wiring:
    return Wiring(Settings(**settings), {})  # type: ignore[arg-type]  # the test names them


def test_workshop_settings_reach_the_pages(tmp_path: Path) -> None:
    chosen = wiring(
        data_dir=tmp_path,
        pdf_profile="small",
        tessdata_dir="/models",
        languages="vie+fra",
        page_timeout_s=30.0,
        jobs=3,
    )

    with chosen.workshop(0) as workshop:
        reading = workshop.reading

    assert (reading.pdf_profile, reading.tessdata_dir) == ("small", "/models")
    assert reading.languages == "vie+fra"
    assert reading.page_timeout_s == 30.0
    assert reading.pages_at_once == 6


def test_workshop_page_is_killed_at_its_own_bound_and_workers_stand_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[int, dict[str, object]]] = []

    class Noted(ProcessLane):
        def __init__(self, workers: int, **options: object) -> None:
            made.append((workers, options))
            super().__init__(workers)

    monkeypatch.setattr("app.bootstrap.lanes.ProcessLane", Noted)

    with wiring(data_dir=tmp_path, page_timeout_s=30.0, worker_memory_mb=700).workshop(2):
        pass

    workers, options = made[0]
    assert workers == 2
    assert options["bounds"] == {read_page: 30.0}
    assert options["allowance"] == Allowance(low_priority=True, memory_mb=700)


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize(
    ("models", "code"),
    [
        (("vie", "eng"), ""),
        (("vie",), "engine.other_language_missing"),
        (("eng",), "engine.language_missing"),
    ],
)
def test_reading_trouble_names_the_model_that_is_missing(
    tmp_path: Path, models: tuple[str, ...], code: str
) -> None:
    for model in models:
        (tmp_path / f"{model}.traineddata").write_bytes(b"")

    trouble = wiring(tessdata_dir=str(tmp_path), languages="vie+eng").reading_trouble()

    assert (trouble.code if trouble else "") == code
