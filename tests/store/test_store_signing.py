"""Rows of signing: both stores keep the same promises; each step is kept once, with its entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.domain.dossier import DossierState
from app.domain.ids import DossierId, FileId
from app.domain.result import ResultOrigin
from app.domain.signing import (
    BatchState,
    ItemState,
    OwedTime,
    Signer,
    SignerRole,
    SigningBatch,
    SigningPlan,
    asked,
    prepared,
    published,
    put_aside,
    signed,
)
from app.errors import IllegalStep, NotFound
from app.store.base import Store, Vault
from app.store.opening import open_store
from signing.trust.records import Act as EvidenceAct
from signing.trust.records import EvidenceFacts
from signing.verdict import RevocationProof
from tests.fakes.memory_store import MemoryStore, MemoryVault
from tests.store.signing_samples import item_for, result_rows, signing_dossier, walked
from tests.store.store_samples import NOW, act, dossier, new_id

PLAN = SigningPlan((Signer(SignerRole.PERSON, "p12:/k/canbo.p12"),), level="b-t")
BATCH = SigningBatch("batch-1", PLAN, BatchState.OPEN, NOW)
VALUE = b"a signature value that nobody may read"


@pytest.fixture(params=["sqlite", "memory"])
def rooms(request: pytest.FixtureRequest, root: Path) -> Iterator[tuple[Store, Vault]]:
    if request.param == "memory":
        yield MemoryStore(), MemoryVault()
        return
    store, vault = open_store(root, clock=lambda: NOW)
    yield store, vault
    store.close()


def test_items_come_back_equal_after_every_step(rooms: tuple[Store, Vault]) -> None:
    store, vault = rooms
    _, made = signing_dossier(store, vault)
    store.add_signing(BATCH, [item_for(made)], act())

    walked(store, item_for(made))

    assert store.signing_batch("batch-1") == BATCH
    assert store.signing_batches() == [BATCH]
    actions = [entry.act.action for entry in store.audit_entries()][-4:]
    wanted = ["prepared", "signed", "stamped", "verified"]
    assert actions == [f"signature.{name}" for name in wanted]


def test_save_item_twice_is_refused(rooms: tuple[Store, Vault]) -> None:
    store, vault = rooms
    _, made = signing_dossier(store, vault)
    item = item_for(made)
    store.add_signing(BATCH, [item], act())
    first = prepared(item, "{}", b"first")
    store.save_item(item, first, act())

    with pytest.raises(IllegalStep):
        store.save_item(item, prepared(item, "{}", b"second"), act())

    assert store.signing_items("batch-1") == [first]


def test_save_item_of_a_signed_one_never_goes_back(rooms: tuple[Store, Vault]) -> None:
    store, vault = rooms
    _, made = signing_dossier(store, vault)
    item = item_for(made)
    store.add_signing(BATCH, [item], act())
    ready = prepared(item, "{}", b"")
    store.save_item(item, ready, act())
    done = signed(ready, VALUE)
    store.save_item(ready, done, act())

    with pytest.raises(IllegalStep):
        store.save_item(done, item, act())
    with pytest.raises(IllegalStep):
        store.save_item(done, signed(done, b"another value"), act())

    assert store.signing_items("batch-1")[0].work.value == VALUE


def test_save_item_cannot_publish(rooms: tuple[Store, Vault]) -> None:
    store, vault = rooms
    _, made = signing_dossier(store, vault)
    store.add_signing(BATCH, [item_for(made)], act())
    item = walked(store, item_for(made))

    with pytest.raises(IllegalStep):
        store.save_item(item, published(item), act())


def test_add_signing_of_a_busy_file_is_refused_until_it_is_given_up(
    rooms: tuple[Store, Vault],
) -> None:
    store, vault = rooms
    _, made = signing_dossier(store, vault)
    item = item_for(made)
    store.add_signing(BATCH, [item], act())
    second = replace(BATCH, id="batch-2")

    with pytest.raises(IllegalStep):
        store.add_signing(second, [item_for(made, "batch-2")], act())
    store.save_item(item, put_aside(item, ItemState.CANCELLED, "job.cancelled"), act())
    store.add_signing(second, [item_for(made, "batch-2")], act())

    assert store.signing_items("batch-2") == [item_for(made, "batch-2")]


def test_publish_signed_moves_everything_at_once(rooms: tuple[Store, Vault]) -> None:
    store, vault = rooms
    home, made = signing_dossier(store, vault)
    store.add_signing(BATCH, [item_for(made)], act())
    item = walked(store, item_for(made))
    done = replace(made, blob=vault.put(home.id, b"signed"), signed=True)
    owed = OwedTime(home.id, made.id, "b-t", 100.0, next_try=5.0)

    store.publish_signed([done], [published(item)], [owed], act("dossier.sign"))

    assert store.dossier(home.id).state is DossierState.SIGNED
    assert store.files(home.id) == [done]
    assert store.signing_items("batch-1") == [published(item)]
    assert store.owed_times() == store.owed_times(home.id) == [owed]
    assert store.owed_times(DossierId("other")) == []


def test_publish_signed_outside_signing_changes_nothing(rooms: tuple[Store, Vault]) -> None:
    store, vault = rooms
    home, made = signing_dossier(store, vault)
    store.add_signing(BATCH, [item_for(made)], act())
    item = walked(store, item_for(made))
    store.move_dossier(home.id, DossierState.SIGNING, DossierState.BUILT, act())

    with pytest.raises(IllegalStep):
        store.publish_signed([made], [published(item)], [], act())

    assert store.signing_items("batch-1") == [item]
    assert store.files(home.id) == [made]


def test_save_batch_closed_never_opens_again(rooms: tuple[Store, Vault]) -> None:
    store, _ = rooms
    store.add_signing(BATCH, [], act())
    stopped = replace(BATCH, state=BatchState.STOPPED, code="key.token_missing")
    store.save_batch(stopped, act())
    assert store.signing_batches() == [stopped]
    store.save_batch(replace(BATCH, state=BatchState.DONE), act())

    with pytest.raises(IllegalStep):
        store.save_batch(BATCH, act())

    assert store.signing_batches() == []


def test_pay_owed_replaces_the_file_and_strikes_out_the_debt(rooms: tuple[Store, Vault]) -> None:
    store, vault = rooms
    home, made = signing_dossier(store, vault)
    store.add_signing(BATCH, [item_for(made)], act())
    item = walked(store, item_for(made))
    done = replace(made, signed=True)
    owed = OwedTime(home.id, made.id, "b-t", 100.0)
    store.publish_signed([done], [published(item)], [owed], act())
    timed = replace(done, blob=vault.put(home.id, b"with time"), sha256="d" * 64, size=9)

    store.save_owed(replace(owed, attempts=1, next_try=9.0, reason="x", to_send=True), None)
    tried = store.owed_times()
    proof = RevocationProof((b"certificate of the service",), (b"list",))
    brought = EvidenceFacts(
        datetime.fromisoformat(NOW), EvidenceAct.EXTENDED, "d" * 64, "NguoiKy_1", "extended", proof
    )
    store.pay_owed(timed, act("signature.time_paid"), [brought])

    (record,) = store.evidence(home.id)
    assert (record.act, record.file_sha256) == ("extended", timed.sha256)
    assert [store.evidence_content(one) for one in record.needs] == [
        b"certificate of the service",
        b"list",
    ]
    assert tried == [OwedTime(home.id, made.id, "b-t", 100.0, 1, 9.0, "x", True)]
    assert store.files(home.id) == [timed]
    assert store.owed_times() == []
    with pytest.raises(NotFound):
        store.save_owed(owed, None)
    with pytest.raises(IllegalStep):
        store.pay_owed(timed, act())


def test_add_result_comes_back_equal_and_is_no_dossier_of_the_list(
    rooms: tuple[Store, Vault],
) -> None:
    store, vault = rooms
    home, record, made = result_rows(vault)

    store.add_result(home, record, made, act("result.taken_in"))

    assert store.results() == [record]
    assert store.files(home.id) == [made]
    assert store.dossier(home.id).state is DossierState.BUILT
    assert store.dossier_rows() == []
    assert store.has_result(made.sha256)


def test_add_result_twice_is_refused(rooms: tuple[Store, Vault]) -> None:
    store, vault = rooms
    home, record, made = result_rows(vault)
    store.add_result(home, record, made, act())
    again = dossier(2, DossierState.BUILT)

    with pytest.raises(IllegalStep):
        store.add_result(
            again,
            replace(record, dossier_id=again.id),
            replace(made, dossier_id=again.id, id=FileId(new_id(7))),
            act(),
        )

    assert len(store.results()) == 1


def test_add_result_of_the_system_by_its_id_not_by_its_bytes(
    rooms: tuple[Store, Vault],
) -> None:
    store, vault = rooms
    home, record, made = result_rows(vault)
    store.add_result(home, record, made, act())
    second, third = dossier(2, DossierState.BUILT), dossier(3, DossierState.BUILT)
    other_bytes = replace(
        record, dossier_id=second.id, source_sha256="f" * 64, notices=(), signers_before=0
    )
    other_id = replace(record, dossier_id=third.id, remote_id="KQ/khác")

    with pytest.raises(IllegalStep):
        store.add_result(
            second, other_bytes, replace(made, dossier_id=second.id, id=FileId(new_id(7))), act()
        )
    store.add_result(
        third, other_id, replace(made, dossier_id=third.id, id=FileId(new_id(8))), act()
    )

    assert store.results() == [record, other_id]


def test_add_result_of_a_folder_twice_is_refused(rooms: tuple[Store, Vault]) -> None:
    store, vault = rooms
    home, record, made = result_rows(vault)
    record = replace(record, remote_id="", origin=ResultOrigin.FOLDER)
    store.add_result(home, record, made, act())
    again = dossier(2, DossierState.BUILT)

    with pytest.raises(IllegalStep):
        store.add_result(
            again,
            replace(record, dossier_id=again.id),
            replace(made, dossier_id=again.id, id=FileId(new_id(7))),
            act(),
        )

    assert store.results() == [record]


def test_note_result_is_kept_and_stands_in_the_trail(rooms: tuple[Store, Vault]) -> None:
    store, vault = rooms
    home, record, made = result_rows(vault)
    store.add_result(home, record, made, act())
    noted = replace(record, notices=(*record.notices, "delivery.result_changed"))

    store.note_result(noted, act("result.noted"))

    assert store.results() == [noted]
    assert store.audit_entries()[-1].act.action == "result.noted"
    with pytest.raises(NotFound):
        store.note_result(replace(noted, dossier_id=DossierId(new_id(9))), act())


def test_items_of_one_request_are_kept_all_or_none(rooms: tuple[Store, Vault]) -> None:
    store, vault = rooms
    made = [signing_dossier(store, vault, number)[1] for number in (1, 2)]
    items = [replace(item_for(one), id=f"item-{n}") for n, one in enumerate(made)]
    store.add_signing(BATCH, items, act())
    ready = [prepared(item, "{}", b"part") for item in items]
    store.save_item(items[0], ready[0], act())
    waiting = [asked(item, "the ticket") for item in ready]
    entries = len(store.audit_entries())

    with pytest.raises(IllegalStep):
        store.save_items(list(zip(ready, waiting, strict=True)), [act(), act()])
    untouched = store.signing_items("batch-1")
    store.save_item(items[1], ready[1], act())
    store.save_items(list(zip(ready, waiting, strict=True)), [act(), act()])

    assert untouched == [ready[0], items[1]]
    assert store.signing_items("batch-1") == waiting
    assert len(store.audit_entries()) == entries + 3


def test_ticket_is_replaced_when_the_service_names_the_request(rooms: tuple[Store, Vault]) -> None:
    store, vault = rooms
    _, made = signing_dossier(store, vault)
    item = item_for(made)
    store.add_signing(BATCH, [item], act())
    ready = prepared(item, "{}", b"part")
    store.save_item(item, ready, act())
    first, second = asked(ready, "ours"), asked(ready, "theirs")

    store.save_items([(ready, first)], [act()])
    store.save_items([(first, second)], [act()])
    store.save_item(second, signed(second, VALUE), act())

    (found,) = store.signing_items("batch-1")
    assert (found.work.value, found.work.ticket) == (VALUE, "")
