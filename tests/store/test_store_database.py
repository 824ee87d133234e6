"""The SQLite store and the file vault keep the contract."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.ids import DossierId, PageId
from app.domain.submission import SubmissionState, advance, hold
from app.errors import WrongUse
from app.store.base import StoreError
from app.store.database import SqliteStore
from app.store.opening import open_store
from app.store.vault import FileVault
from tests.contracts.store_contract import StoreContract
from tests.contracts.vault_contract import VaultContract
from tests.store.store_samples import (
    HOLDER,
    NOW,
    act,
    dossier,
    field,
    open_dossier,
    receipt,
    sealed_submission,
)


class TestSqliteStore(StoreContract):
    """The store."""


class TestFileVault(VaultContract):
    """The vault."""


def test_everything_survives_closing_and_opening(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    sent = sealed_submission(store, vault)
    store.acknowledge(advance(sent, SubmissionState.ACKED), receipt(sent), act())
    home = open_dossier(store, vault, 2)
    store.save_field(field(store.pages(home.id)[0]), act())
    before = (store.dossier_rows(), store.fields(home.id), store.audit_entries())
    store.close()

    store, vault = open_store(root, clock=lambda: NOW)

    assert (store.dossier_rows(), store.fields(home.id), store.audit_entries()) == before
    assert store.receipt(sent.id) == receipt(sent)
    assert store.verify() == []
    store.close()


def test_no_personal_text_is_on_the_disk(root: Path, store: SqliteStore, vault: FileVault) -> None:
    sent = sealed_submission(store, vault)
    store.save_submission(hold(sent, "rejected", f"Trùng hồ sơ của {HOLDER}"), None)
    home = open_dossier(store, vault, 2)
    store.save_field(field(store.pages(home.id)[0]), act())
    vault.put(home.id, HOLDER.encode() * 100)
    markers = [HOLDER.encode(), HOLDER.encode("utf-16-le"), "Thị Mẫu".encode()]

    content = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())

    assert dossier(2).code.encode() in content
    assert not [marker for marker in markers if marker in content]


def test_file_name_that_is_no_text_comes_back(store: SqliteStore, vault: FileVault) -> None:
    home = open_dossier(store, vault, pages=1)
    name = b"b\xe1o c\xe1o.jpg".decode("utf-8", "surrogateescape")
    odd = replace(
        store.pages(home.id)[0],
        id=PageId("odd"),
        seq=2,
        source=name,
    )

    store.add_page(odd, act())

    assert store.page(odd.id) == odd


def test_value_that_no_column_holds_is_wrong_use(store: SqliteStore, vault: FileVault) -> None:
    home = open_dossier(store, vault, pages=1)
    captured = store.pages(home.id)[0]

    with pytest.raises(WrongUse):
        store.save_reading(replace(captured, attempts=1 << 70), [], act())
    with pytest.raises(WrongUse):
        store.record(act("x", "\udce1"))

    assert store.page(captured.id) == captured


@pytest.mark.parametrize("bad", ["", "..", "../x", "a/b", "a\\b", "CON.", "ä", "a" * 65, "a\n"])
def test_dossier_id_that_is_no_folder_name_is_wrong_use(store: SqliteStore, bad: str) -> None:
    with pytest.raises(WrongUse):
        store.add_dossier(replace(dossier(), id=DossierId(bad)), act())

    assert store.dossier_rows() == []


def test_closed_store_says_so(root: Path) -> None:
    store, _ = open_store(root, clock=lambda: NOW)
    store.close()
    store.close()

    with pytest.raises(StoreError, match="closed"):
        store.dossier_rows()
    with pytest.raises(StoreError, match="closed"):
        store.record(act())
