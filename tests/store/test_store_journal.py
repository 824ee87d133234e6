"""Journals tell every row: a database is rebuilt from them, whatever is torn, doubled, foreign."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.submission import SubmissionState
from app.errors import IllegalStep
from app.store.base import Finding, StoreDamaged, StoreFull
from app.store.connection import connect
from app.store.journal import FILE_NAME, read_mark
from app.store.journal_lines import entry_line, last_closed
from app.store.journal_tables import table_shapes
from app.store.opening import open_store
from app.store.replay import replay
from app.store.schema import MIGRATIONS
from tests.store.journal_reading import entries, reopened, without_repair
from tests.store.journal_samples import clock, filled, journals, remove_database, rows_of
from tests.store.store_samples import HOLDER, act, dossier, field, open_dossier, page


@pytest.mark.expects_log_warnings
def test_database_that_is_gone_is_rebuilt_from_journals_alone(root: Path) -> None:
    before = filled(root)
    remove_database(root)

    findings = reopened(root)

    assert findings == []
    assert without_repair(rows_of(root / "store.db")) == without_repair(before)
    assert rows_of(root / "store.db")["audit"][-1][3] == "store.restored"


def test_commit_that_never_came_is_taken_from_the_journal(root: Path) -> None:
    filled(root)
    shutil.copy(root / "store.db", root.with_name("before.db"))
    store, vault = open_store(root, clock=clock)
    seq = store.next_seq(dossier().id)
    added = page(dossier(), seq, vault.put(dossier().id, b"named by the journal"))
    store.add_page(added, act("page.captured", added.id))
    store.close()
    # What a kill between the journal and the commit leaves: the row is in the journal alone.
    shutil.copy(root.with_name("before.db"), root / "store.db")

    store, vault = open_store(root, clock=clock)

    assert store.page(added.id) == added
    assert vault.get(dossier().id, added.raw) == b"named by the journal"
    assert store.verify() == []
    assert store.care.recovered is None
    store.close()


def test_replay_twice_changes_nothing(root: Path) -> None:
    filled(root)
    with closing(connect(root / "store.db")) as connection:
        before = rows_of(root / "store.db")
        connection.execute("DELETE FROM meta WHERE name = 'journal'")

        first = replay(root, connection)
        second = replay(root, connection)

    assert first.transactions > 20
    assert (first.findings, second.findings, second.transactions) == ((), (), 0)
    assert rows_of(root / "store.db") == before


@pytest.mark.expects_log_warnings
def test_doubled_lines_are_taken_once(root: Path) -> None:
    before = filled(root)
    for path in journals(root):
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(
            b"".join([lines[0], *(each for line in lines[1:] for each in (line, line))])
        )
    remove_database(root)

    findings = reopened(root)

    assert findings == []
    assert without_repair(rows_of(root / "store.db")) == without_repair(before)


@pytest.mark.expects_log_warnings
def test_line_of_another_store_is_left_out_and_told(root: Path) -> None:
    before = filled(root)
    home = root / "dossiers" / dossier().id / FILE_NAME
    named = entries(home)[-1]
    foreign = {**dict(named.rows[0][1]), "state": "purged"}
    with home.open("ab") as file:
        file.write(entry_line(named.tx, [(named.rows[0][0], foreign)], [])[1])
    assert Finding("journal.foreign_line", dossier().id, str(named.tx)) in reopened(root)
    remove_database(root)

    reopened(root)

    assert without_repair(rows_of(root / "store.db")) == without_repair(before)


@pytest.mark.expects_log_warnings
def test_journals_of_another_store_are_not_taken(root: Path) -> None:
    before = filled(root)
    other = root.with_name("other")
    store, vault = open_store(other, clock=clock)
    for number in range(20, 40):
        open_dossier(store, vault, number)
    store.close()
    shutil.copy(other / FILE_NAME, root / FILE_NAME)

    findings = reopened(root)

    assert findings == []
    assert without_repair(rows_of(root / "store.db")) == without_repair(before)
    assert (root / "quarantine" / "0001" / FILE_NAME).exists()


@pytest.mark.expects_log_warnings
def test_missing_journal_of_a_dossier_is_told_and_the_rest_is_rebuilt(root: Path) -> None:
    before = filled(root)
    (root / "dossiers" / dossier().id / FILE_NAME).unlink()
    assert Finding("journal.missing", dossier().id) in reopened(root)
    remove_database(root)

    store, _ = open_store(root, clock=clock)

    assert store.care.recovered is not None
    assert Finding("journal.missing", dossier().id) in store.care.recovered.findings
    assert len(store.submissions()) == len(before["submission"])
    store.close()


@pytest.mark.expects_log_warnings
def test_missing_journal_of_the_station_leaves_what_dossiers_tell(root: Path) -> None:
    before = filled(root)
    with closing(connect(root / "store.db")) as connection:
        key = connection.execute("SELECT value FROM meta WHERE name = 'store_key'").fetchone()
    assert key is not None
    (root / FILE_NAME).unlink()
    remove_database(root)

    with pytest.raises(StoreDamaged):  # the key of the rows was in it
        open_store(root, clock=clock)

    rows = rows_of(root / "store.db")
    for table in ("dossier", "page", "field", "file", "submission", "receipt"):
        assert rows[table] == before[table]


def test_missing_journals_begin_anew_from_the_rows(root: Path) -> None:
    before = filled(root)
    for path in journals(root):
        path.unlink()

    assert reopened(root) == []
    assert len(journals(root)) == 7
    assert rows_of(root / "store.db") == before


@pytest.mark.expects_log_warnings
def test_journals_that_began_anew_rebuild_everything(root: Path) -> None:
    before = filled(root)
    for path in journals(root):
        path.unlink()
    store, vault = open_store(root, clock=clock)
    open_dossier(store, vault, 9)
    store.close()
    after = rows_of(root / "store.db")
    remove_database(root)

    assert reopened(root) == []
    assert without_repair(rows_of(root / "store.db")) == without_repair(after)
    assert len(after["dossier"]) == len(before["dossier"]) + 1


@pytest.mark.expects_log_warnings
def test_broken_byte_in_the_middle_costs_one_line_only(root: Path) -> None:
    before = filled(root)
    path = root / "dossiers" / dossier().id / FILE_NAME
    lines = path.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b'"page"', b'"pagE"')
    path.write_bytes(b"".join(lines))
    remove_database(root)

    store, _ = open_store(root, clock=clock)

    assert store.care.recovered is not None
    codes = {each.code for each in store.care.recovered.findings}
    assert "journal.broken_line" in codes
    # Every page was written again when it was read, so even this line is not missed.
    assert [each.seq for each in store.pages(dossier().id)] == [1, 2, 3]
    assert len(store.submissions()) == len(before["submission"])
    store.close()


def test_erased_page_leaves_the_journal(root: Path) -> None:
    store, vault = open_store(root, clock=clock)
    home = open_dossier(store, vault, 1, pages=2)
    first, second = store.pages(home.id)
    store.save_reading(first, [field(first)], act("page.read", first.id))
    path = root / "dossiers" / home.id / FILE_NAME
    assert any(table == "field" for entry in entries(path) for table, _ in entry.rows)

    store.remove_pages((second,), (first,), act("page.erased", first.id))

    told = [(table, row) for entry in entries(path) for table, row in entry.rows]
    assert not any(table == "field" for table, _ in told)
    assert [row["id"] for table, row in told if table == "page"] == [second.id]
    assert store.verify() == []
    store.close()


@pytest.mark.expects_log_warnings
def test_erased_page_does_not_come_back_from_an_older_copy(root: Path) -> None:
    store, vault = open_store(root, clock=clock)
    home = open_dossier(store, vault, 1, pages=2)
    store.care.back_up()
    first, second = store.pages(home.id)
    store.remove_pages((second,), (first,), act("page.erased", first.id))
    store.close()
    (root / "store.db").write_bytes(b"no database" * 999)

    store, _ = open_store(root, clock=clock)

    assert [each.id for each in store.pages(home.id)] == [second.id]
    assert store.care.recovered is not None
    assert store.care.recovered.copy.startswith("store-")
    store.close()


def test_journal_holds_no_plain_name_of_a_person(root: Path) -> None:
    filled(root)

    for path in journals(root):
        content = path.read_bytes()
        for form in (HOLDER, HOLDER.encode("unicode_escape").decode()):
            assert form.encode() not in content


def test_refused_transaction_leaves_no_line(root: Path) -> None:
    filled(root)
    store, _ = open_store(root, clock=clock)
    before = {path: path.read_bytes() for path in journals(root)}
    sealed = store.submissions()[0].dossier_id

    with pytest.raises(IllegalStep):
        store.set_dossier_codes(sealed, "other", "other", act())

    assert {path: path.read_bytes() for path in journals(root)} == before
    store.close()


@pytest.mark.expects_log_warnings
def test_commit_that_fails_takes_its_lines_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, vault = open_store(root, clock=clock)
    home = open_dossier(store, vault, 1, pages=1)
    before = {path: path.read_bytes() for path in journals(root)}
    # A commit that fails after all checks would need a disk that fills up in that moment.
    monkeypatch.setattr("app.store.journal.os.fsync", _raise_after(1, OSError(28, "no space left")))

    with pytest.raises(StoreFull):
        store.set_dossier_codes(home.id, "H-2", "1.004873", act())

    monkeypatch.undo()
    assert {path: path.read_bytes() for path in journals(root)} == before
    assert store.dossier(home.id).code == "H-1"
    store.set_dossier_codes(home.id, "H-3", "1.004873", act())
    assert store.verify() == []
    store.close()


def _raise_after(good: int, error: OSError):  # type: ignore[no-untyped-def]  # stands in for os.fsync
    import os

    real, calls = os.fsync, [0]

    def fsync(handle: int) -> None:
        calls[0] += 1
        if calls[0] == good + 1:
            raise error
        real(handle)

    return fsync


def test_progress_of_an_upload_writes_no_line(root: Path) -> None:
    filled(root)
    store, _ = open_store(root, clock=clock)
    sent = store.submissions()[0]
    (kept,) = store.uploads(sent.id)
    before = {path: path.read_bytes() for path in journals(root)}

    store.save_offset(replace(kept, offset_confirmed=90))

    assert {path: path.read_bytes() for path in journals(root)} == before
    assert store.uploads(sent.id)[0].offset_confirmed == 90
    store.close()


def test_mark_of_the_database_is_the_last_line_of_the_station(root: Path) -> None:
    filled(root)

    with closing(connect(root / "store.db")) as connection:
        mark = read_mark(connection)

    last = last_closed(root / FILE_NAME)
    assert last is not None
    assert (mark.tx, mark.digest, mark.pending) == (last.tx, last.digest, ())


def test_every_table_can_be_told(root: Path) -> None:
    open_store(root, clock=clock)[0].close()

    with closing(connect(root / "store.db")) as connection:
        shapes = table_shapes(connection)

    assert all(shape.keys for shape in shapes.values())
    assert {"page", "audit", "evidence", "signing_item", "owner"} <= set(shapes)


def test_steps_of_the_schema_only_add() -> None:
    """Rows that a step changes would be missing in the journals; it has to begin them anew."""
    derived = ("INSERT INTO search_stale",)
    for step in MIGRATIONS:
        for statement in step.statements:
            adds = " ADD COLUMN " in statement or statement.startswith(("CREATE ", *derived))
            assert adds, statement


def test_page_of_an_older_program_without_journals_gets_them(root: Path) -> None:
    before = filled(root)
    for path in journals(root):
        path.unlink()
    with closing(sqlite3.connect(root / "store.db")) as connection:
        connection.execute("DELETE FROM meta WHERE name = 'journal'")
        connection.commit()

    store, _ = open_store(root, clock=clock)

    assert store.verify() == []
    assert len(journals(root)) == 7
    store.close()
    assert rows_of(root / "store.db") == before


@pytest.mark.expects_log_warnings
def test_purged_dossier_is_told_by_the_station_from_then_on(root: Path) -> None:
    filled(root)
    store, _ = open_store(root, clock=clock)
    acked = store.submissions()[1]
    # What a purge leaves: no folder, a proof, and a row that says so.
    shutil.rmtree(root / "dossiers" / acked.dossier_id)
    (root / "purged").mkdir(exist_ok=True)
    (root / "purged" / f"{acked.dossier_id}.json").write_text("{}")
    store.save_submission(replace(acked, state=SubmissionState.PURGED), act())
    store.close()
    before = rows_of(root / "store.db")
    remove_database(root)

    store, _ = open_store(root, clock=clock)

    assert store.submission(acked.id).state is SubmissionState.PURGED
    findings = [each for each in store.verify() if each.code.startswith(("journal", "row.differs"))]
    store.close()
    assert findings == []
    assert without_repair(rows_of(root / "store.db")) == without_repair(before)
