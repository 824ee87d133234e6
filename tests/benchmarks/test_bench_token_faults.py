"""The sixteen faults of PINs and tokens, one batch each."""

from __future__ import annotations

import pytest

from benchmarks.token_faults import PIN_FAULTS, TOKEN_FAULTS, Fault, run_fault, table
from benchmarks.token_storm import storm
from tests.shim.token_fixtures import built_shim, shim
from tests.shim.token_shim import Shim

__all__ = ["built_shim", "shim"]
pytestmark = pytest.mark.softhsm


@pytest.mark.parametrize("fault", [*PIN_FAULTS, *TOKEN_FAULTS], ids=lambda fault: fault.name)
def test_fault_ends_in_its_error_and_the_batch_goes_on(fault: Fault, shim: Shim) -> None:
    outcome = run_fault(shim, fault)

    assert outcome.is_right, table([outcome])


def test_faults_are_sixteen() -> None:
    assert (len(PIN_FAULTS), len(TOKEN_FAULTS)) == (8, 8)


def test_random_faults_spend_no_try_and_have_names(shim: Shim) -> None:
    result = storm(shim, 60, seed=9)

    assert (result.repeated, result.spent, result.unnamed) == (0, 0, 0)
    assert 0 < result.logins <= result.typed + result.regained
