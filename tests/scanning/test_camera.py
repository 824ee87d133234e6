"""The camera family over a driver process whose cameras exist in memory only."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.scanning.base import (
    ColourMode,
    DriverCrashed,
    DriverHung,
    ScanCancelled,
    ScanError,
    ScannerBusy,
    ScannerDenied,
    ScannerMissing,
    ScannerOffline,
    ScanProfile,
)
from app.scanning.camera import CameraScanner
from app.scanning.camera_system import SystemCameras
from app.scanning.child_process import Patience
from app.scanning.driver_errors import ScannerMisbehaves

CHILD = (sys.executable, str(Path(__file__).with_name("camera_child.py")))
PROFILE = ScanProfile()


@pytest.fixture
def cameras() -> CameraScanner:
    patience = Patience(silent_s=20.0, blocked_s=1.5, stop_s=0.5)
    return CameraScanner(dict(os.environ), patience=patience, command=CHILD)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_devices_are_told_by_name(cameras: CameraScanner) -> None:
    devices = {device.id: device.label for device in cameras.devices()}

    assert devices["camera:good"] == "Máy chụp thử good"


def test_scan_gives_one_whole_sharp_picture_and_a_preview(cameras: CameraScanner) -> None:
    (page,) = cameras.scan("camera:good", PROFILE, lambda: False)

    picture = np.asarray(opened(page.data))
    assert picture.shape == (900, 1200, 3)
    assert picture[0].mean() < picture[1].mean()
    assert max(opened(page.preview).size) == 640
    assert (page.media, page.dpi, page.seq) == ("image/png", 0, 1)


def test_scan_grey_profile_gives_a_grey_picture(cameras: CameraScanner) -> None:
    profile = ScanProfile(colour=ColourMode.GREY)

    (page,) = cameras.scan("camera:good", profile, lambda: False)

    assert opened(page.data).mode == "L"


def test_scan_waits_until_the_light_is_found(cameras: CameraScanner) -> None:
    (page,) = cameras.scan("camera:dark-first", PROFILE, lambda: False)

    assert np.asarray(opened(page.data)).max() == 200


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("mute", ScannerOffline),
        ("dies", DriverCrashed),
        ("hangs", DriverHung),
        ("odd", ScannerMisbehaves),
        ("busy", ScannerBusy),
        ("denied", ScannerDenied),
        ("gone", ScannerMissing),
    ],
)
def test_scan_trouble_has_its_own_error(
    cameras: CameraScanner, name: str, kind: type[ScanError]
) -> None:
    with pytest.raises(kind):
        list(cameras.scan(f"camera:{name}", PROFILE, lambda: False))


def test_scan_of_another_family_is_refused(cameras: CameraScanner) -> None:
    with pytest.raises(ScannerMissing):
        list(cameras.scan("sane:test:0", PROFILE, lambda: False))


def test_scan_cancelled_before_it_starts(cameras: CameraScanner) -> None:
    with pytest.raises(ScanCancelled):
        list(cameras.scan("camera:good", PROFILE, lambda: True))


@pytest.mark.parametrize("name", ["../../etc/passwd", ".", "no-such-camera"])
def test_system_camera_hostile_or_unknown_name_is_missing(name: str) -> None:
    with pytest.raises(ScannerMissing), SystemCameras().open(name):
        pass
