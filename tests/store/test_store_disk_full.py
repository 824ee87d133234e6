"""A full disk stops the capture with its name; nothing acknowledged is lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.store.opening import open_store
from tests.store.store_samples import NOW, dossier

CHILD = Path(__file__).with_name("store_child.py")


def run(arguments: list[str], prefix: tuple[str, ...] = ()) -> list[str]:
    done = subprocess.run(
        [*prefix, sys.executable, str(CHILD), *arguments],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


# Below the size of a page's blob the vault hits the bound, far above it the database does.
@pytest.mark.parametrize("bound", [30_000, 600_000])
def test_file_size_bound_is_store_full_and_keeps_what_was_said(root: Path, bound: int) -> None:
    open_store(root, clock=lambda: NOW)[0].close()

    said = run(["limited", str(root), str(bound)])

    acknowledged = set(said[:-2])
    assert said[-2:] == ["full store.full", "tmp [] state True"]
    store, vault = open_store(root, clock=lambda: NOW)
    pages = store.pages(dossier().id)
    assert acknowledged <= {page.id for page in pages}
    assert all(vault.get(page.dossier_id, page.raw) for page in pages)
    assert store.verify() == []
    store.close()


def may_unshare() -> bool:
    if shutil.which("unshare") is None:
        return False
    probe = ["unshare", "-rm", "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "/mnt"]
    return subprocess.run(probe, capture_output=True, timeout=30, check=False).returncode == 0


@pytest.mark.may_skip("a right of the kernel's, nothing that set-up could install")
def test_small_file_system_is_store_full_and_keeps_what_was_said(tmp_path: Path) -> None:
    if not may_unshare():
        pytest.skip("no right to make a namespace; the test above takes the same path")

    said = run(["small", str(tmp_path)], prefix=("unshare", "-rm"))

    acknowledged, end = said[:-3], said[-3:]
    assert len(acknowledged) > 10
    assert end[:2] == ["full store.full", "tmp [] state True"]
    assert int(end[2].removeprefix("blobs ")) - len(acknowledged) in (0, 1)
