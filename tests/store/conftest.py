"""Fixtures of the store's tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.store.database import SqliteStore
from app.store.opening import open_store
from app.store.vault import FileVault
from tests.store.store_samples import NOW

MEMORY = Path("/dev/shm")


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """Place for a store; in memory where there is such a place, since a sync is free there."""
    usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    with TemporaryDirectory(dir=MEMORY if usable else tmp_path) as folder:
        yield Path(folder) / "station"


@pytest.fixture
def opened(root: Path) -> Iterator[tuple[SqliteStore, FileVault]]:
    store, vault = open_store(root, clock=lambda: NOW)
    yield store, vault
    store.close()


@pytest.fixture
def store(opened: tuple[SqliteStore, FileVault]) -> SqliteStore:
    return opened[0]


@pytest.fixture
def vault(opened: tuple[SqliteStore, FileVault]) -> FileVault:
    return opened[1]
