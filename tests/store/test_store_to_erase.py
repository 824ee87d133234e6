"""Dossiers with half erased pages are found by one question, not by reading all pages."""

from __future__ import annotations

from dataclasses import replace

from app.domain.dossier import DossierState
from app.domain.page import ERASING, PageState
from app.store.database import SqliteStore
from app.store.vault import FileVault
from tests.store.store_samples import act, dossier, open_dossier


def test_dossiers_to_erase_are_open_and_marked(store: SqliteStore, vault: FileVault) -> None:
    for number in (1, 2, 3):
        open_dossier(store, vault, number)
    for number in (1, 3):
        page = store.pages(dossier(number).id)[0]
        store.save_reading(replace(page, state=PageState.READ, flags=(ERASING,)), [], act())

    found = store.dossiers_to_erase()
    store.move_dossier(dossier(1).id, DossierState.OPEN, DossierState.REVIEWED, act())

    assert found == [dossier(1).id, dossier(3).id]
    assert store.dossiers_to_erase() == [dossier(3).id]
