"""Copies of the database by command, and a start after the database was damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import Sohoa


def test_copy_is_made_shown_and_restored(sohoa: Sohoa, tmp_path: Path) -> None:
    first = sohoa("dossier", "new", "--code", "H-1", "--json").report["dossier"]
    copied = sohoa("store", "backup", "--json")
    second = sohoa("dossier", "new", "--code", "H-2", "--json").report["dossier"]

    restored = sohoa("store", "restore", copied.report["copy"], "--json")

    listed = sohoa("dossier", "list", "--json").report["dossiers"]
    assert (copied.code, restored.code) == (0, 0)
    assert restored.report["copy"] == copied.report["copy"]
    assert restored.report["findings"] == []
    # What came after the copy is in the journals.
    assert {row["id"] for row in listed} == {first, second}
    aside = tmp_path / "station" / "quarantine" / restored.report["aside"]
    assert (aside / "store.db").exists()
    assert sohoa("store", "verify", "--json").report == {"findings": []}


def test_unknown_copy_is_not_restored(sohoa: Sohoa) -> None:
    sohoa("dossier", "new", "--code", "H-1")

    restored = sohoa("store", "restore", "store-none.db")

    assert restored.code != 0
    assert len(sohoa("dossier", "list", "--json").report["dossiers"]) == 1


@pytest.mark.expects_log_warnings
def test_command_works_after_the_database_was_damaged(sohoa: Sohoa, tmp_path: Path) -> None:
    made = sohoa("dossier", "new", "--code", "H-1", "--json").report["dossier"]
    (tmp_path / "station" / "store.db").write_bytes(b"damaged" * 2000)

    listed = sohoa("dossier", "list", "--json")

    assert [row["id"] for row in listed.report["dossiers"]] == [made]
    assert sohoa("store", "verify", "--json").report == {"findings": []}
