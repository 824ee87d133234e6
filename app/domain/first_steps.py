"""The seven steps that make a new station ready, and how far they are; pure.

Each step can be done, skipped and taken up again; what is open comes next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Step(StrEnum):
    """What is gone through, in this order."""

    LANGUAGE = "language"
    SCANNER = "scanner"
    TYPING = "typing"
    SERVER = "server"
    KEYS = "keys"
    TOKEN = "token"  # noqa: S105  # name of a step, no secret
    TRIAL = "trial"


STEPS = tuple(Step)


class StepState(StrEnum):
    """What became of a step."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Course:
    """How far a station is.

    Attributes:
        states: Steps that are not open any more.
        at: Step on show.
        is_begun: Somebody has seen the first step.
        is_put_away: Nobody wants to be reminded any more.
        is_on_show: A step is on show; so it was when a kill came, and nobody has put it off.
    """

    states: Mapping[Step, StepState] = field(default_factory=dict)
    at: Step = Step.LANGUAGE
    is_begun: bool = False
    is_put_away: bool = False
    is_on_show: bool = False

    def state(self, step: Step) -> StepState:
        """What became of a step."""
        return self.states.get(step, StepState.OPEN)

    @property
    def open_steps(self) -> tuple[Step, ...]:
        """Steps that are neither done nor skipped, in their order."""
        return tuple(step for step in STEPS if self.state(step) is StepState.OPEN)

    @property
    def is_over(self) -> bool:
        """No step is open."""
        return not self.open_steps

    @property
    def reminds(self) -> bool:
        """It was begun, is not over, and nobody has put it away."""
        return self.is_begun and not self.is_over and not self.is_put_away

    def number(self, step: Step) -> int:
        """Place of a step, from 1."""
        return STEPS.index(step) + 1

    def goes_to(self, step: Step) -> Course:
        """The same with this step on show."""
        return replace(self, at=step, is_begun=True, is_on_show=True)

    def put_off(self) -> Course:
        """The same with no step on show."""
        return replace(self, is_on_show=False)

    def settles(self, step: Step, state: StepState) -> Course:
        """The same after a step was done or skipped; what was done once stays done."""
        if state is StepState.SKIPPED and self.state(step) is StepState.DONE:
            state = StepState.DONE
        return replace(self, states={**self.states, step: state}, is_begun=True)

    def put_away(self) -> Course:
        """The same without reminders."""
        return replace(self, is_put_away=True)

    def after(self, step: Step) -> Step | None:
        """The step behind another one, None behind the last."""
        place = STEPS.index(step) + 1
        return STEPS[place] if place < len(STEPS) else None

    def before(self, step: Step) -> Step | None:
        """The step before another one, None before the first."""
        place = STEPS.index(step)
        return STEPS[place - 1] if place else None
