"""Where it is kept how far the first steps are: a small durable file beside the store.

A kill between two steps loses nothing: the file is written aside, synced and renamed before the
next step is shown. What cannot be read counts as not begun; it holds nothing of anybody.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol

from app.domain.first_steps import Course, Step, StepState
from app.errors import Advice, StationError
from app.store.durable import remove_quietly, replace_file, write_synced

MAX_BYTES = 4096
"""A longer file is not ours."""

_FORMAT = 1


class StepsNotKept(StationError):
    """How far the first steps are could not be written down."""

    code = "first_steps.not_kept"
    advice = Advice.USER_ACTION


class CourseShelf(Protocol):
    """Keeps how far the first steps are."""

    def read(self) -> Course:
        """How far they are; not begun where nothing is kept."""
        ...

    def keep(self, course: Course) -> None:
        """Write it down durably.

        Raises:
            StepsNotKept: It could not be written.
        """
        ...


class CourseFile:
    """The file in the data folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Course:
        """How far they are; not begun where nothing is kept, or what is kept makes no sense."""
        try:
            with self._path.open("rb") as file:
                held = json.loads(file.read(MAX_BYTES))
            states = {Step(name): StepState(state) for name, state in held["steps"].items()}
            return Course(
                states,
                Step(held["at"]),
                is_begun=bool(held["begun"]),
                is_put_away=bool(held["put_away"]),
                is_on_show=bool(held["on_show"]),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return Course()

    def keep(self, course: Course) -> None:
        """Write it down durably.

        Raises:
            StepsNotKept: It could not be written.
        """
        held = {
            "format": _FORMAT,
            "steps": {step.value: state.value for step, state in course.states.items()},
            "at": course.at.value,
            "begun": course.is_begun,
            "put_away": course.is_put_away,
            "on_show": course.is_on_show,
        }
        fresh = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            remove_quietly(fresh)
            write_synced(fresh, [json.dumps(held).encode("ascii")])
            replace_file(fresh, self._path)
        except OSError as error:
            raise StepsNotKept(type(error).__name__) from error


class CourseInMemory:
    """Keeps it as long as the program runs."""

    def __init__(self, course: Course | None = None) -> None:
        self._course = course or Course()

    def read(self) -> Course:
        """What was kept last."""
        return self._course

    def keep(self, course: Course) -> None:
        """Keep it."""
        self._course = course
