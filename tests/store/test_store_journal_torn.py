"""Lines of a journal that a death left torn or without their end."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.store.journal import FILE_NAME
from app.store.journal_lines import understand
from app.store.opening import open_store
from tests.store.journal_reading import entries, reopened, without_repair
from tests.store.journal_samples import clock, filled, journals, remove_database, rows_of
from tests.store.store_samples import act, dossier, open_dossier


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("cut", [1, 2, 40, 200])
def test_torn_last_line_of_any_journal_is_left_out(root: Path, cut: int) -> None:
    filled(root)
    for path in journals(root):
        content = path.read_bytes()
        last = content.splitlines(keepends=True)[-1]
        path.write_bytes(content + last[: -min(cut, len(last) - 1)])

    findings = reopened(root)

    assert findings == []
    store, vault = open_store(root, clock=clock)
    open_dossier(store, vault, 9)
    assert store.verify() == []
    store.close()
    remove_database(root)
    reopened(root)
    assert any(row[1] == dossier(9).id for row in rows_of(root / "store.db")["dossier"])


def with_dead_line(root: Path, number: int) -> None:
    """Leave what a death between the journal of a dossier and that of the station leaves."""
    before = root.with_name("alive")
    shutil.rmtree(before, ignore_errors=True)
    shutil.copytree(root, before)
    store, _ = open_store(root, clock=clock)
    store.set_dossier_codes(dossier(number).id, f"H-dead-{number}", "1.004873", act())
    store.close()
    home = f"dossiers/{dossier(number).id}/{FILE_NAME}"
    shutil.copy(root / home, before / home)
    # The number was closed as void before the line was written, and that is durable.
    voided = entries(root / FILE_NAME)[-2]
    assert voided.is_void
    lines = (root / FILE_NAME).read_bytes().splitlines(keepends=True)
    shutil.rmtree(root)
    before.rename(root)
    (root / FILE_NAME).write_bytes(b"".join(lines[:-1]))


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("deaths", [1, 2])
@pytest.mark.parametrize("next_number", [1, 4], ids=["the same dossier", "another one"])
def test_line_that_nothing_closed_is_left_out_and_is_no_finding(
    root: Path, deaths: int, next_number: int
) -> None:
    filled(root)
    for _ in range(deaths):
        with_dead_line(root, 1)
    store, vault = open_store(root, clock=clock)
    if next_number == 1:
        store.set_dossier_codes(dossier(1).id, "H-next", "1.004873", act())
    else:
        open_dossier(store, vault, next_number)
    assert store.verify() == []
    store.close()
    before = rows_of(root / "store.db")
    remove_database(root)

    findings = reopened(root)

    assert findings == []
    assert without_repair(rows_of(root / "store.db")) == without_repair(before)
    assert not any("dead" in str(row) for row in before["dossier"])


def test_number_of_a_transaction_is_never_given_twice(root: Path) -> None:
    filled(root)
    (first,) = {each.tx for each in entries(root / FILE_NAME)[-1:]}

    for code in ("H-5", "H-6"):
        store, _ = open_store(root, clock=clock)
        store.set_dossier_codes(dossier(1).id, code, "1.004873", act())
        store.close()

    told = entries(root / FILE_NAME)[-4:]
    assert [(each.tx - first, each.is_void) for each in told] == [
        (1, True),
        (2, False),
        (3, True),
        (4, False),
    ]


@pytest.mark.parametrize("cut", [2, 40, 200])
def test_torn_last_line_is_gone_after_the_next_write(root: Path, cut: int) -> None:
    filled(root)
    for path in journals(root):
        content = path.read_bytes()
        path.write_bytes(content + content.splitlines(keepends=True)[-1][:-cut])
    store, vault = open_store(root, clock=clock)

    store.set_dossier_codes(dossier(1).id, "H-9", "1.004873", act())
    open_dossier(store, vault, 9)

    assert store.verify() == []
    for path in (root / FILE_NAME, root / "dossiers" / dossier(1).id / FILE_NAME):
        assert all(map(understand, path.read_bytes().splitlines()))
    store.close()


def test_torn_line_longer_than_a_block_is_cut_off_whole(root: Path) -> None:
    filled(root)
    path = root / "dossiers" / dossier(1).id / FILE_NAME
    before = path.read_bytes()
    path.write_bytes(before + b'["' + b"a" * 300_000)
    store, _ = open_store(root, clock=clock)

    store.set_dossier_codes(dossier(1).id, "H-9", "1.004873", act())

    store.close()
    after = path.read_bytes()
    assert after.startswith(before)
    assert len(after) < len(before) + 2_000


def test_last_line_that_lacks_its_line_feed_alone_stays(root: Path) -> None:
    filled(root)
    for path in journals(root):
        path.write_bytes(path.read_bytes().removesuffix(b"\n"))
    before = {path: path.read_bytes() for path in journals(root)}
    store, _ = open_store(root, clock=clock)

    store.set_dossier_codes(dossier(1).id, "H-9", "1.004873", act())

    assert store.verify() == []
    store.close()
    for path, content in before.items():
        assert path.read_bytes().startswith(content)
