"""What a check is, and what came out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.conformance.probe import Probe


class Outcome(StrEnum):
    """What came out of a check."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Check:
    """One sentence of the contract that is put to the test.

    Attributes:
        id: Stable name, a letter for its group and a number.
        operation: `operationId` of docs/intake-api.yaml.
        sentence: What the contract says, in Vietnamese.
        run: Raises `Unmet` or `NotAsked`, or returns when all is well.
        mandatory: A system that fails it does not pass.
    """

    id: str
    operation: str
    sentence: str
    run: Callable[[Probe], None]
    mandatory: bool = True


def check(
    check_id: str, operation: str, sentence: str, *, mandatory: bool = True
) -> Callable[[Callable[[Probe], None]], Check]:
    """Make a check of a function."""
    return lambda run: Check(check_id, operation, sentence, run, mandatory)
