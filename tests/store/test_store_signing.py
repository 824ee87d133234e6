"""Rows of signing: both stores keep the same promises; each step is kept once, with its entry."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.domain.dossier import Dossier, DossierFile, DossierState, FileRole
from app.domain.ids import DossierId, FileId
from app.domain.result import ResultOrigin, ResultRecord
from app.domain.signing import (
    BatchState,
    Finished,
    ItemState,
    OwedTime,
    Signer,
    SignerRole,
    SigningBatch,
    SigningItem,
    SigningPlan,
    SigningWork,
    asked,
    prepared,
    published,
    put_aside,
    signed,
    stamped,
    verified,
)
from app.errors import IllegalStep, NotFound
from app.store.base import Store, StoreDamaged, Vault
from app.store.connection import connect
from app.store.migrations import migrate, schema_version
from app.store.opening import open_store
from app.store.schema import MIGRATIONS
from signing.trust.records import Act as EvidenceAct
from signing.trust.records import EvidenceFacts
from signing.verdict import RevocationProof
from tests.fakes.memory_store import MemoryStore, MemoryVault
from tests.store.store_samples import NOW, act, dossier, file, new_id

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


def result_rows(vault: Vault, number: int = 1) -> tuple[Dossier, ResultRecord, DossierFile]:
    home = dossier(number, DossierState.BUILT)
    plain = f"%PDF-1.7 result {number}".encode()
    made = replace(file(home, vault.put(home.id, plain), plain), role=FileRole.RESULT, signed=False)
    record = ResultRecord(
        home.id, ResultOrigin.SYSTEM, "KQ/Nguyễn Thị Mẫu", made.sha256, NOW, ("layers",), 1
    )
    return home, record, made


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


def test_values_and_names_lie_sealed_on_the_disk(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    _, made = signing_dossier(store, vault, 3)
    store.add_signing(BATCH, [item_for(made)], act())
    walked(store, item_for(made))
    store.add_result(*result_rows(vault), act())
    findings = store.verify()
    store.close()

    content = b"".join(path.read_bytes() for path in root.glob("store.db*"))

    assert findings == []
    assert VALUE not in content
    assert "Nguyễn Thị Mẫu".encode() not in content


def version_2(root: Path) -> sqlite3.Connection:
    """A store as version 2 of the schema left it, with rows."""
    store, _ = open_store(root, clock=lambda: NOW)
    store.close()
    with closing(connect(root / "store.db")) as connection:
        kept = connection.execute("SELECT * FROM meta").fetchall()
        rows = [tuple(row) for row in kept]
    for name in ("store.db", "store.db-wal", "store.db-shm"):
        (root / name).unlink(missing_ok=True)
    connection = connect(root / "store.db")
    migrate(connection, root / "backups", at=NOW, migrations=MIGRATIONS[:2])
    connection.executemany("INSERT INTO meta VALUES (?, ?)", rows)
    return connection


def test_version_2_with_rows_becomes_the_newest_and_keeps_them(root: Path) -> None:
    with closing(version_2(root)) as connection:
        connection.execute(
            "INSERT INTO dossier VALUES (1, ?, 'H-1', '1.004873', 'built', 1, ?, 3)",
            (dossier().id, NOW),
        )
        assert schema_version(connection) == 2

    store, vault = open_store(root, clock=lambda: NOW)

    with closing(connect(root / "store.db")) as connection:
        assert schema_version(connection) == MIGRATIONS[-1].version
    (row,) = store.dossier_rows()
    assert row.dossier.state is DossierState.BUILT
    copies = {path.name for path in (root / "backups").iterdir()}
    assert "store-schema2-2026-10-08T030405Z.db" in copies
    store.add_signing(BATCH, [], act())
    store.add_result(*result_rows(vault, 2), act())
    assert len(store.results()) == 1
    store.close()


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


def test_ticket_is_sealed_on_the_disk(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    _, made = signing_dossier(store, vault)
    item = item_for(made)
    store.add_signing(BATCH, [item], act())
    ready = prepared(item, "{}", b"part")
    store.save_item(item, ready, act())
    store.save_items([(ready, asked(ready, "a ticket that nobody may read"))], [act()])
    store.close()

    content = b"".join(path.read_bytes() for path in root.glob("store.db*"))

    assert b"a ticket that nobody may read" not in content


def test_work_of_version_3_is_read_without_a_ticket(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = json.dumps(["{}", "cGFydA==", "dmFsdWU=", "", ""])
    store, vault = open_store(root, clock=lambda: NOW)
    _, made = signing_dossier(store, vault)
    # Only a program of that version wrote it so.
    monkeypatch.setattr("app.store.signing_rows._work_text", lambda _work: older)
    store.add_signing(BATCH, [signed(prepared(item_for(made), "{}", b"part"), b"value")], act())

    (found,) = store.signing_items("batch-1")
    store.close()

    assert found.work == SigningWork("{}", b"part", b"value")


FAR = SigningPlan((Signer(SignerRole.PERSON, "smartca:https://ky.example#012345678901"),))


def plans_in(root: Path) -> dict[str, str]:
    with closing(connect(root / "store.db")) as connection:
        return dict(connection.execute("SELECT id, plan FROM signing_batch").fetchall())


def test_plan_names_nobody_in_the_database(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    _, made = signing_dossier(store, vault)
    store.add_signing(replace(BATCH, plan=FAR), [item_for(made)], act())
    back = store.signing_batch("batch-1").plan
    store.close()

    (text,) = plans_in(root).values()

    assert back == FAR
    assert "012345678901" not in text
    assert all(
        b"012345678901" not in each.read_bytes() for each in root.rglob("*") if each.is_file()
    )


def test_plan_of_an_earlier_program_is_sealed_when_the_store_is_opened(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    _, made = signing_dossier(store, vault)
    store.add_signing(replace(BATCH, plan=FAR), [item_for(made)], act())
    store.close()
    with closing(connect(root / "store.db")) as connection:
        connection.execute("UPDATE signing_batch SET plan = ?", (FAR.to_json(),))

    store, _ = open_store(root, clock=lambda: NOW)
    back = store.signing_batch("batch-1").plan
    store.close()

    assert back == FAR
    assert plans_in(root)["batch-1"].startswith("sealed:")


@pytest.mark.parametrize("damage", ["sealed:AAAA", "sealed:?", "moved"])
def test_plan_that_was_changed_or_moved_is_found(root: Path, damage: str) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    for number in (1, 2):
        _, made = signing_dossier(store, vault, number)
        batch = replace(BATCH, id=f"batch-{number}")
        store.add_signing(batch, [item_for(made, batch.id)], act())
    store.close()
    plans = plans_in(root)
    with closing(connect(root / "store.db")) as connection:
        text = plans["batch-2"] if damage == "moved" else damage
        connection.execute("UPDATE signing_batch SET plan = ? WHERE id = 'batch-1'", (text,))

    store, _ = open_store(root, clock=lambda: NOW)
    with pytest.raises(StoreDamaged):
        store.signing_batch("batch-1")
    found = {finding.object_id for finding in store.verify()}
    store.close()

    assert "batch-1" in found
