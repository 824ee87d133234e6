"""The families of Windows in the bootstrap, and what the doctor says of them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap.scanners import scanner_families
from app.bootstrap.windows_scanners import (
    registered_pythons,
    windows_families,
    windows_looks,
)
from app.scanning.base import Device, DriverCrashed
from app.services.diagnose_windows import check_twain, check_wia
from app.settings import Settings


class FakeFamily:
    def __init__(self, *labels: str, error: Exception | None = None) -> None:
        self._labels, self._error = labels, error

    def devices(self) -> list[Device]:
        if self._error:
            raise self._error
        return [Device(f"x:{label}", label) for label in self._labels]


class FakeRegistry:
    """Keys of the registry by root, path and view; the module `winreg` as far as it is used."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE = "user", "machine"
    KEY_READ, KEY_WOW64_32KEY = 1, 512

    def __init__(self, installed: dict[tuple[str, int], dict[str, str]]) -> None:
        self._installed = installed

    @contextlib.contextmanager
    def OpenKey(self, root: str, path: str, _reserved: int, access: int) -> Iterator[object]:
        pythons = self._installed.get((root, access))
        if pythons is None:
            raise FileNotFoundError(path)
        parts = path.split("\\")
        if len(parts) == 3:
            yield pythons
        elif not pythons[parts[3]]:
            raise FileNotFoundError(path)
        else:
            yield pythons[parts[3]]

    def QueryInfoKey(self, key: dict[str, str]) -> tuple[int, int, int]:
        return len(key), 0, 0

    def EnumKey(self, key: dict[str, str], place: int) -> str:
        return list(key)[place]

    def QueryValueEx(self, key: str, name: str) -> tuple[str, int]:
        assert name == ""
        return key, 1


def settings(folder: Path) -> Settings:
    return Settings(data_dir=folder, scanner_discovery=False)


def test_windows_families_elsewhere_are_none(tmp_path: Path) -> None:
    assert windows_families(settings(tmp_path), os.environ, "linux") == {}
    assert windows_looks(settings(tmp_path), os.environ, "linux") == []


def test_scanner_families_on_windows_has_wia_and_twain_for_sane(tmp_path: Path) -> None:
    here = scanner_families(settings(tmp_path), os.environ, platform="win32")
    elsewhere = scanner_families(settings(tmp_path), os.environ, platform="linux")

    assert {"wia", "twain"} <= set(here)
    assert "sane" not in here
    assert "sane" in elsewhere
    assert not {"wia", "twain"} & set(elsewhere)


def test_registered_pythons_are_those_of_both_roots() -> None:
    registry = FakeRegistry(
        {
            ("user", 1): {"3.12": "C:\\u"},
            ("machine", 513): {"3.11-32": "C:\\m", "3.9-32": ""},
        }
    )

    assert list(registered_pythons(registry)) == [("3.12", "C:\\u"), ("3.11-32", "C:\\m")]


def test_registered_pythons_without_registry_are_none() -> None:
    assert list(registered_pythons(None)) == []
    assert list(registered_pythons(FakeRegistry({}))) == []


def test_check_wia_with_scanner_is_good() -> None:
    check = check_wia(FakeFamily("DS-1"))  # type: ignore[arg-type]  # only devices is asked

    assert (check.good, check.required, check.state) == (True, False, "DS-1")


@pytest.mark.parametrize("family", [FakeFamily(), FakeFamily(error=DriverCrashed("x"))])
def test_check_wia_without_scanner_says_what_to_do(family: FakeFamily) -> None:
    check = check_wia(family)  # type: ignore[arg-type]  # only devices is asked

    assert not check.good
    assert check.remedy


@pytest.mark.parametrize(
    ("family", "helper", "is_good"),
    [
        (FakeFamily("DS-1"), "C:\\p\\python.exe", True),
        (FakeFamily("DS-1"), "", False),
        (FakeFamily(), "C:\\p\\python.exe", False),
        (FakeFamily(error=DriverCrashed("x")), "C:\\p\\python.exe", False),
    ],
)
def test_check_twain_names_the_helper(family: FakeFamily, helper: str, is_good: bool) -> None:
    check = check_twain(family, helper)  # type: ignore[arg-type]  # only devices is asked

    assert check.good is is_good
    assert (helper or "64-bit") in check.state
    assert bool(check.remedy) is not is_good
