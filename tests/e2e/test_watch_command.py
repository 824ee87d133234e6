"""Files that a machine on the network scans, taken in by command."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.e2e.conftest import SAMPLES, Sohoa

SLIP = SAMPLES / "ho-kinh-doanh" / "01-phieu-tiep-nhan.jpg"


def test_watch_once_takes_what_is_whole_and_tells_the_same_file_again(
    sohoa: Sohoa, tmp_path: Path
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    shutil.copy(SLIP, share / "scan.jpg")

    first = sohoa("watch", share, "--into", "new", "--once", "--json")
    shutil.copy(SLIP, share / "again.jpg")
    second = sohoa("watch", share, "--into", "new", "--once", "--json")

    (taken,) = first.report["taken"]
    assert (first.code, taken["source"], taken["pages"]) == (0, "scan.jpg", 1)
    assert second.code == 1
    assert [each["code"] for each in second.report["failures"]] == ["watch.taken_before"]
    rows = sohoa("dossier", "list", "--json").report["dossiers"]
    assert len(rows) == 1


def test_watch_folder_that_is_not_there_is_told(sohoa: Sohoa, tmp_path: Path) -> None:
    told = sohoa("watch", tmp_path / "gone", "--into", "new", "--once")

    assert "watch.folder_gone" in told.out
    assert sohoa("watch").code == 2
