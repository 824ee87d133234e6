"""Steps in their order, done, left out, taken up again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.first_steps import STEPS, Course, Step, StepState


def test_course_begins_with_all_seven_steps_open() -> None:
    course = Course()

    assert course.open_steps == STEPS
    assert len(STEPS) == 7
    assert not course.reminds


def test_course_that_was_begun_reminds_until_it_is_over_or_put_away() -> None:
    begun = Course().goes_to(Step.SCANNER)
    over = begun
    for step in STEPS:
        over = over.settles(step, StepState.SKIPPED)

    assert begun.reminds
    assert not begun.put_away().reminds
    assert over.is_over
    assert not over.reminds


def test_step_that_was_done_stays_done_when_it_is_left_out_later() -> None:
    course = Course().settles(Step.TYPING, StepState.DONE)

    assert course.settles(Step.TYPING, StepState.SKIPPED).state(Step.TYPING) is StepState.DONE


def test_course_knows_neighbours_and_ends() -> None:
    course = Course()

    assert course.before(Step.LANGUAGE) is None
    assert course.after(Step.TRIAL) is None
    assert course.after(Step.SERVER) is Step.KEYS


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from([*StepState][1:]))))
def test_course_is_over_exactly_when_every_step_was_settled(
    acts: list[tuple[Step, StepState]],
) -> None:
    course = Course()

    for step, state in acts:
        course = course.settles(step, state)

    assert course.is_over == ({step for step, _ in acts} == set(STEPS))
