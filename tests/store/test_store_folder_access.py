"""The data folder is its owner's alone."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.store.base import StoreUnwritable
from app.store.folder_access import close_data_folder, close_windows_folder
from app.store.opening import open_store
from tests.store.store_samples import NOW, open_dossier


def test_open_closes_what_others_could_read(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    open_dossier(store, vault)
    store.close()
    for name in ("store.db", "journal.jsonl", "keys/station.key"):
        (root / name).chmod(0o644)
    root.chmod(0o755)

    store, _ = open_store(root, clock=lambda: NOW)
    store.close()

    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (root, *root.rglob("*"))}
    assert modes == {0}


def test_close_data_folder_names_nothing_where_all_is_private(root: Path) -> None:
    open_store(root, clock=lambda: NOW)[0].close()

    assert close_data_folder(root) == []


def test_link_out_of_the_folder_is_left_alone(root: Path, tmp_path: Path) -> None:
    open_store(root, clock=lambda: NOW)[0].close()
    outside = tmp_path / "outside"
    outside.write_text("x")
    outside.chmod(0o644)
    (root / "link").symlink_to(outside)

    close_data_folder(root)

    assert stat.S_IMODE(outside.stat().st_mode) == 0o644


def test_windows_folder_is_cut_off_from_what_it_inherits() -> None:
    asked: list[Sequence[str]] = []

    def run(command: Sequence[str]) -> int:
        asked.append(command)
        return 0

    close_windows_folder(Path("tram"), "QUAY-1", run)

    (command,) = asked
    assert command[:4] == ["icacls", "tram", "/inheritance:r", "/grant:r"]
    assert "QUAY-1:(OI)(CI)F" in command
    assert not any("S-1-1-0" in part or "S-1-5-32-545" in part for part in command)


def test_windows_folder_that_cannot_be_shut_is_refused() -> None:
    with pytest.raises(StoreUnwritable):
        close_windows_folder(Path("tram"), "QUAY-1", lambda _command: 5)
