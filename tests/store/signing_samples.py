"""Dossiers, files and items of signatures for the tests of the store."""

from __future__ import annotations

from dataclasses import replace

from app.domain.dossier import Dossier, DossierFile, DossierState, FileRole
from app.domain.result import ResultOrigin, ResultRecord
from app.domain.signing import (
    BatchState,
    Finished,
    ItemState,
    Signer,
    SignerRole,
    SigningBatch,
    SigningItem,
    SigningPlan,
    prepared,
    signed,
    stamped,
    verified,
)
from app.store.base import Store, Vault
from tests.store.store_samples import NOW, act, dossier, file

PLAN = SigningPlan((Signer(SignerRole.PERSON, "p12:/k/canbo.p12"),), level="b-t")
BATCH = SigningBatch("batch-1", PLAN, BatchState.OPEN, NOW)
VALUE = b"a signature value that nobody may read"


def signing_dossier(store: Store, vault: Vault, number: int = 1) -> tuple[Dossier, DossierFile]:
    home = dossier(number)
    store.add_dossier(home, act())
    plain = b"%PDF-1.7 to be signed"
    made = replace(file(home, vault.put(home.id, plain), plain), signed=False)
    store.move_dossier(home.id, DossierState.OPEN, DossierState.REVIEWED, act())
    store.save_files(
        home.id, [made], expected=DossierState.REVIEWED, to=DossierState.BUILT, act=act()
    )
    store.move_dossier(home.id, DossierState.BUILT, DossierState.SIGNING, act())
    return home, made


def item_for(made: DossierFile, batch: str = "batch-1") -> SigningItem:
    return SigningItem(
        f"{batch}-item", batch, made.dossier_id, made.id, 0, ItemState.QUEUED, made.sha256
    )


def walked(store: Store, item: SigningItem) -> SigningItem:
    """An item brought up to VERIFIED, step by step."""
    finished = Finished(b"part", "e" * 64, 30, "b-b", "b-t", "Cán bộ")
    for step in (
        lambda each: prepared(each, "{}", b"prepared"),
        lambda each: signed(each, VALUE),
        lambda each: stamped(each, b"token"),
        lambda each: verified(each, finished),
    ):
        after = step(item)
        store.save_item(item, after, act(f"signature.{after.state}"))
        assert store.signing_items(item.batch_id) == [after]
        item = after
    return item


def result_rows(vault: Vault, number: int = 1) -> tuple[Dossier, ResultRecord, DossierFile]:
    home = dossier(number, DossierState.BUILT)
    plain = f"%PDF-1.7 result {number}".encode()
    made = replace(file(home, vault.put(home.id, plain), plain), role=FileRole.RESULT, signed=False)
    record = ResultRecord(
        home.id, ResultOrigin.SYSTEM, "KQ/Nguyễn Thị Mẫu", made.sha256, NOW, ("layers",), 1
    )
    return home, record, made
