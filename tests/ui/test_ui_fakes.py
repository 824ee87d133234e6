"""The store and vault that the window is tested with keep the promises of the real ones."""

from __future__ import annotations

import pytest

from tests.contracts.store_contract import StoreContract
from tests.contracts.vault_contract import VaultContract
from tests.fakes.memory_store import MemoryStore, MemoryVault


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


class TestMemoryStore(StoreContract):
    """The fake keeps the contract of `Store`."""


class TestMemoryVault(VaultContract):
    """The fake keeps the contract of `Vault`."""
