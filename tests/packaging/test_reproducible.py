"""Two builds are compared by every byte, and what may differ is listed."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

FILE = Path(__file__).resolve().parents[2] / "packaging" / "supply" / "reproducible.py"


@pytest.fixture
def reproducible() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reproducible", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["reproducible"] = module
    spec.loader.exec_module(module)
    return module


def built(folder: Path) -> Path:
    (folder / "_internal").mkdir(parents=True)
    (folder / "sohoa").write_bytes(b"program")
    (folder / "_internal" / "lib.so.1").write_bytes(b"library")
    (folder / "_internal" / "lib.so").symlink_to("lib.so.1")
    return folder


def test_wheel_built_twice_is_the_same(reproducible: ModuleType, tmp_path: Path) -> None:
    found = reproducible.wheels(tmp_path)

    assert found.files > 900
    assert found.differing == ()
    assert found.whole[0] == found.whole[1]


def test_folders_that_are_the_same_are(reproducible: ModuleType, tmp_path: Path) -> None:
    first, second = built(tmp_path / "a"), built(tmp_path / "b")

    assert reproducible.main(["--folders", str(first), str(second)]) == 0


@pytest.mark.parametrize("how", ["changed", "more", "gone", "turned", "rights"])
def test_folders_that_differ_are_told(
    reproducible: ModuleType, tmp_path: Path, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = built(tmp_path / "a"), built(tmp_path / "b")
    match how:
        case "changed":
            (second / "sohoa").write_bytes(b"Program")
        case "more":
            (second / "more").write_bytes(b"")
        case "gone":
            shutil.rmtree(second / "_internal")
        case "turned":
            (second / "_internal" / "lib.so").unlink()
            (second / "_internal" / "lib.so").symlink_to("lib.so.2")
        case _:
            (second / "sohoa").chmod(0o755)

    status = reproducible.main(["--folders", str(first), str(second)])

    assert status == 1
    assert "! packaged folder: " in capsys.readouterr().out


def test_exception_that_is_listed_excuses(
    reproducible: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = built(tmp_path / "a"), built(tmp_path / "b")
    (second / "sohoa").write_bytes(b"Program")
    monkeypatch.setitem(reproducible.EXCEPTIONS, "soho?", "holds its own time")

    assert reproducible.main(["--folders", str(first), str(second)]) == 0
