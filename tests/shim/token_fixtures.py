"""Fixtures over the misbehaving library; a test module imports the ones it uses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from signing.errors import ModuleMissing
from signing.keys.pkcs11 import reload_module
from tests.shim.faulty_tokens import environment, make_tokens
from tests.shim.token_shim import NoCompiler, Shim


@pytest.fixture(scope="session")
def built_shim(tmp_path_factory: pytest.TempPathFactory) -> Shim:
    try:
        return make_tokens(tmp_path_factory.mktemp("tokens"), datetime.now(UTC))
    except (NoCompiler, ModuleMissing) as error:
        pytest.skip(str(error))


@pytest.fixture
def shim(built_shim: Shim) -> Iterator[Shim]:
    """The library, well-behaved and with all counters at zero."""
    built_shim.reset()
    yield built_shim
    built_shim.reset()


@pytest.fixture
def loaded_shim(shim: Shim) -> Iterator[Shim]:
    """The library, ready to be used in this process."""
    with environment(shim.environment):
        reload_module(shim.module)
        shim.reset()
        yield shim
