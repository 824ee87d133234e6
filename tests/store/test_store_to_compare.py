"""Dossiers whose pages have to be compared are rows: found again after a restart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.domain.dossier import DossierState
from app.domain.page import TO_COMPARE, PageState
from app.store.database import SqliteStore
from app.store.opening import open_store
from app.store.vault import FileVault
from tests.store.store_samples import NOW, act, dossier, open_dossier


def read(store: SqliteStore, number: int, *flags: str, pages: int = 2) -> None:
    """Pages of a dossier become read, the last with these flags."""
    own = store.pages(dossier(number).id)[:pages]
    for page in own:
        given = flags if page == own[-1] else ()
        store.save_reading(replace(page, state=PageState.READ, flags=given), [], act())


def test_dossiers_to_compare_are_open_whole_and_say_so(
    store: SqliteStore, vault: FileVault
) -> None:
    for number in (1, 2, 3, 4):
        open_dossier(store, vault, number)
    read(store, 1, "skewed", TO_COMPARE)
    read(store, 2, "skewed")
    read(store, 3, TO_COMPARE, pages=1)
    read(store, 4, TO_COMPARE)

    assert store.dossiers_to_compare(9) == [dossier(1).id, dossier(4).id]
    assert store.dossiers_to_compare(1) == [dossier(1).id]
    assert store.dossiers_to_compare(0) == []

    store.move_dossier(dossier(1).id, DossierState.OPEN, DossierState.REVIEWED, act())

    assert store.dossiers_to_compare(9) == [dossier(4).id]


def test_dossiers_to_compare_survive_closing_and_opening(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    open_dossier(store, vault, 1)
    read(store, 1, TO_COMPARE)
    store.close()

    again, _ = open_store(root, clock=lambda: NOW)

    assert again.dossiers_to_compare(9) == [dossier(1).id]
    again.close()
