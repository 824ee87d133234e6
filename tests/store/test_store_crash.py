"""Whatever moment the process dies: every page that was shown as saved is there and opens."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.ids import PageId
from app.store.opening import open_store
from tests.store.store_samples import NOW

CHILD = Path(__file__).with_name("store_child.py")
LATER = "2099-01-01T00:00:00Z"
BOUND_S = 60


def run_until_killed(arguments: list[str], stop_after: int) -> list[PageId]:
    """Run a child, kill it once it has acknowledged some pages; return all it acknowledged."""
    child = subprocess.Popen(
        [sys.executable, str(CHILD), *arguments], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    acknowledged = []
    try:
        for line in child.stdout:
            acknowledged.append(line)
            if len(acknowledged) == stop_after:
                child.kill()
    finally:
        child.kill()
        child.wait(BOUND_S)
        child.stdout.close()
    assert child.returncode == -9
    # The last line may be cut off by the death.
    return [PageId(line.strip()) for line in acknowledged if line.endswith("\n")]


def check_survivors(root: Path, acknowledged: set[PageId]) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    pages = [page for row in store.dossier_rows() for page in store.pages(row.dossier.id)]
    numbers = [int.from_bytes(vault.get(page.dossier_id, page.raw)[:4], "big") for page in pages]
    findings = store.verify()
    unfinished = list((root / "tmp").iterdir())
    store.close()

    assert acknowledged <= {page.id for page in pages}
    assert numbers == [page.seq for page in pages] == list(range(1, len(pages) + 1))
    assert findings == []
    assert unfinished == []


def test_kill_at_any_moment_loses_no_acknowledged_page(tmp_path: Path) -> None:
    root = tmp_path / "station"
    acknowledged: set[PageId] = set()

    for stop_after in (1, 2, 3, 1, 4, 2, 5):
        acknowledged |= set(run_until_killed(["work", str(root)], stop_after))
        check_survivors(root, acknowledged)

    assert len(acknowledged) >= 18


def steps() -> Iterator[tuple[str, int]]:
    """A page costs four syncs, one replace, one mode change, three writes; a folder one sync."""
    yield from (("fsync", number) for number in range(1, 11))
    yield from (("replace", number) for number in (1, 2))
    yield from (("fchmod", number) for number in (1, 2))
    yield from (("write", number) for number in range(1, 8))


@pytest.mark.parametrize(("call", "number"), list(steps()))
def test_kill_at_one_step_loses_no_acknowledged_page(root: Path, call: str, number: int) -> None:
    acknowledged = set(run_until_killed(["step", str(root), call, str(number)], 100))

    check_survivors(root, acknowledged)


def test_blob_without_a_row_is_garbage_after_a_day(root: Path) -> None:
    # Two pages' worth of steps: the second blob has its name, the row is not there yet.
    run_until_killed(["step", str(root), "replace", "2"], 100)
    store, vault = open_store(root, clock=lambda: NOW)
    home = store.dossier_rows()[0].dossier
    orphan = vault.put(home.id, b"nobody names it")
    store.close()

    store, _ = open_store(root, clock=lambda: LATER)
    findings = store.verify()
    store.close()

    assert [(finding.code, finding.object_id) for finding in findings] == [("blob.orphan", orphan)]
