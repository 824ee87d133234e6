"""Another client, sane-airscan, behind our own binding of SANE, at the same server."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from app.scanning.base import ColourMode, PaperSource, ScanProfile
from app.scanning.pnm_feeder import write_sane_config
from app.scanning.sane import ESCL_BACKENDS, SaneScanner
from benchmarks.capture_faults_escl import sheets
from tests.fakes.escl_call import scan_here
from tests.fakes.escl_server import EsclServer

pytestmark = pytest.mark.sane
BACKEND = "libsane-airscan.so.1"
FOLDERS = ("/usr/lib", "/usr/lib64", "/usr/local/lib")


def need_airscan() -> None:
    places = [place for folder in FOLDERS for place in Path(folder).glob(f"**/sane/{BACKEND}")]
    if not places:
        pytest.skip("sane-airscan is not installed")


def airscan(folder: Path, server: EsclServer, leave_out: tuple[str, ...] = ()) -> SaneScanner:
    environment = write_sane_config(folder, ("airscan",))
    (folder / "airscan.conf").write_text(
        f'[devices]\n"Thu" = {server.url}, eSCL\n[options]\ndiscovery = disable\n', "ascii"
    )
    return SaneScanner({**environment, "HOME": str(folder)}, leave_out=leave_out)


def test_airscan_machines_are_left_to_our_client(tmp_path: Path) -> None:
    need_airscan()

    with EsclServer(sheets(1)) as server:
        found = airscan(tmp_path / "sane.d", server, ESCL_BACKENDS).devices()

    assert found == []


@pytest.mark.parametrize("colour", [ColourMode.COLOUR, ColourMode.GREY])
def test_airscan_and_our_client_deliver_the_same_pixels(tmp_path: Path, colour: ColourMode) -> None:
    need_airscan()
    profile = ScanProfile(source=PaperSource.FEEDER, colour=colour, dpi=75)
    with EsclServer(sheets(3), formats=("image/png",)) as server:
        scanner = airscan(tmp_path / "sane.d", server)
        theirs = list(scanner.scan(scanner.devices()[0].id, profile, lambda: False))
        server.load(sheets(3))

        ours = scan_here(server, profile)

    assert len(theirs) == len(ours.pages) == 3
    for other, own in zip(theirs, ours.pages, strict=True):
        with (
            Image.open(io.BytesIO(other.data)) as left,
            Image.open(io.BytesIO(own.payload)) as right,
        ):
            assert (left.mode, left.size, other.dpi) == (right.mode, right.size, own.whole("dpi"))
            assert left.tobytes() == right.tobytes()
