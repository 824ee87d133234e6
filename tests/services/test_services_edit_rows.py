"""The store in memory keeps the promises about edits that the real one keeps."""

from __future__ import annotations

import pytest

from tests.contracts.edit_contract import EditContract
from tests.fakes.memory_store import MemoryStore, MemoryVault


class TestEditsInMemory(EditContract):
    """The contract over dictionaries."""

    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore()

    @pytest.fixture
    def vault(self) -> MemoryVault:
        return MemoryVault()
