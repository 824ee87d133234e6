from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from app.scanning.base import (
    ColourMode,
    FeederEmpty,
    PaperSource,
    ScanCancelled,
    ScanError,
    ScannerMissing,
    ScanProfile,
)
from app.scanning.pnm_feeder import PnmFeeder, write_sane_config
from app.scanning.sane import SaneScanner

Never = Callable[[], bool]
Opened = Callable[[bytes], Image.Image]


@pytest.fixture
def stack(tmp_path: Path, picture: Image.Image) -> list[Path]:
    """Three samples: JPEG at 200 dpi, PNG at 300 dpi, grey PGM without resolution."""
    paths = [tmp_path / name for name in ("đơn.jpg", "2.png", "3.pgm")]
    picture.save(paths[0], dpi=(200, 200))
    picture.save(paths[1], dpi=(300, 300))
    picture.convert("L").save(paths[2])
    return paths


@pytest.fixture
def feeder(sane: SaneScanner, stack: list[Path]) -> PnmFeeder:
    return PnmFeeder(sane, {"khai-sinh": stack, "none": []})


def test_devices_are_the_stacks(sane: SaneScanner, stack: list[Path]) -> None:
    found = PnmFeeder(sane, {"khai-sinh": stack}).devices()

    assert [(d.id, d.label) for d in found] == [
        ("sane-feeder:khai-sinh", "Máy quét mẫu: khai-sinh")
    ]


@pytest.mark.sane
def test_scan_stack_comes_sheet_by_sheet(
    feeder: PnmFeeder, stack: list[Path], opened: Opened, never: Never
) -> None:
    result = list(feeder.scan("sane-feeder:khai-sinh", ScanProfile(), never))

    assert [(p.seq, p.dpi) for p in result] == [(1, 200), (2, 300), (3, 0)]
    for page, path in zip(result, stack, strict=True):
        with Image.open(path) as sample:
            assert opened(page.data).tobytes() == sample.tobytes()


@pytest.mark.sane
@pytest.mark.parametrize(("colour", "mode"), [(ColourMode.GREY, "L"), (ColourMode.BITONAL, "1")])
def test_scan_stack_in_other_mode_is_converted(
    feeder: PnmFeeder, opened: Opened, never: Never, colour: ColourMode, mode: str
) -> None:
    profile = ScanProfile(colour=colour, max_pages=1)

    result = list(feeder.scan("sane-feeder:khai-sinh", profile, never))

    assert [opened(page.data).mode for page in result] == [mode]


@pytest.mark.sane
def test_scan_stack_on_the_glass_is_one_sheet(feeder: PnmFeeder, never: Never) -> None:
    profile = ScanProfile(source=PaperSource.FLATBED)

    result = list(feeder.scan("sane-feeder:khai-sinh", profile, never))

    assert len(result) == 1


@pytest.mark.sane
def test_scan_stack_leaves_nothing_on_the_disk(
    feeder: PnmFeeder, never: Never, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))

    list(feeder.scan("sane-feeder:khai-sinh", ScanProfile(max_pages=1), never))

    assert os.listdir(scratch) == []  # noqa: PTH208


@pytest.mark.sane
def test_scan_stack_cancelled_between_sheets(feeder: PnmFeeder) -> None:
    wishes = []
    stream = feeder.scan("sane-feeder:khai-sinh", ScanProfile(), lambda: bool(wishes))
    next(stream)
    wishes.append("stop")

    with pytest.raises(ScanCancelled):
        next(stream)


def test_scan_unknown_stack_is_missing(feeder: PnmFeeder, never: Never) -> None:
    for device_id in ("sane-feeder:other", "khai-sinh"):
        with pytest.raises(ScannerMissing):
            list(feeder.scan(device_id, ScanProfile(), never))


def test_scan_stack_without_sheets_is_empty(feeder: PnmFeeder, never: Never) -> None:
    with pytest.raises(FeederEmpty):
        list(feeder.scan("sane-feeder:none", ScanProfile(), never))


@pytest.mark.parametrize("content", [b"", b"no image", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_scan_broken_sample_is_a_scan_error(
    sane: SaneScanner, tmp_path: Path, never: Never, content: bytes
) -> None:
    (tmp_path / "broken.png").write_bytes(content)
    feeder = PnmFeeder(sane, {"x": [tmp_path / "broken.png"]})

    with pytest.raises(ScanError):
        list(feeder.scan("sane-feeder:x", ScanProfile(), never))


def test_write_sane_config_lists_backends(tmp_path: Path) -> None:
    environment = write_sane_config(tmp_path / "a" / "sane.d", ["pnm", "test"])

    assert environment == {"SANE_CONFIG_DIR": str(tmp_path / "a" / "sane.d")}
    assert (tmp_path / "a" / "sane.d" / "dll.conf").read_text() == "pnm\ntest\n"


@pytest.mark.parametrize("name", ["", "pnm\nnet", "../x", "PNM "])
def test_write_sane_config_refuses_odd_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(ScanError):
        write_sane_config(tmp_path, [name])


def test_write_sane_config_where_a_file_stands_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ScanError):
        write_sane_config(tmp_path / "file", ["pnm"])
