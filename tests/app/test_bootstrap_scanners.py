"""Which scanner families the settings bring together."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import Wiring
from app.settings import Settings


def wiring(folder: Path, *, feeder: bool, sane_config_dir: str = "") -> Wiring:
    samples = folder / "samples"
    (samples / "khai-sinh").mkdir(parents=True)
    feeder_dir = str(samples) if feeder else ""
    return Wiring(
        Settings(data_dir=folder / "store", feeder_dir=feeder_dir, sane_config_dir=sane_config_dir),
        {},
    )


@pytest.mark.parametrize("config", ["", "/etc/sane.d"])
def test_feeder_stands_beside_the_scanners_of_the_machine(tmp_path: Path, config: str) -> None:
    families = wiring(tmp_path, feeder=True, sane_config_dir=config).scanner_families()

    assert list(families) == ["sane", "escl", "camera", "sane-feeder"]


def test_feeder_with_sane_of_its_own_stands_alone(tmp_path: Path) -> None:
    own = str(tmp_path / "store" / "sane")

    scanner = wiring(tmp_path, feeder=True, sane_config_dir=own).scanner()

    assert [device.id for device in scanner.devices()] == ["sane-feeder:khai-sinh"]


def test_without_a_feeder_there_are_sane_and_the_network(tmp_path: Path) -> None:
    own = str(tmp_path / "store" / "sane")

    families = wiring(tmp_path, feeder=False, sane_config_dir=own).scanner_families()

    assert list(families) == ["sane", "escl", "camera"]
