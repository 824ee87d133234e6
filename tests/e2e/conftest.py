"""Commands run as a user runs them, in a station of their own."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import main

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        return json.loads(self.out)


Sohoa = Callable[..., Outcome]


@pytest.fixture
def sohoa(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Sohoa:
    """Run a command in a fresh station: `sohoa("dossier", "list", "--json")`."""
    for name in list(os.environ):
        if name.startswith("SOHOA_") and name != "SOHOA_REQUIRE_SYSTEM":
            monkeypatch.delenv(name)
    monkeypatch.setenv("SOHOA_DATA_DIR", str(tmp_path / "station"))
    monkeypatch.setenv("SOHOA_SETTINGS", str(tmp_path / "settings.json"))
    monkeypatch.setenv("SOHOA_JOBS", "1")
    monkeypatch.setenv("SOHOA_SCANNER_DISCOVERY", "no")
    monkeypatch.setattr("app.bootstrap.starting.set_up_logging", lambda *_args, **_kw: None)

    def run(*arguments: str | Path) -> Outcome:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def need_engine() -> None:
    """Tesseract with the Vietnamese model, or a skip."""
    from ocr.recognition.recognise import engine_report

    problem = engine_report().problem
    if problem:
        pytest.skip(problem)
