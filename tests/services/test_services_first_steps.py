"""How far the first steps are survives a kill at any moment; broken files count as nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.first_steps import STEPS, Course, Step, StepState
from app.services.first_steps import CourseFile, StepsNotKept


def test_course_file_gives_back_what_was_kept(tmp_path: Path) -> None:
    course = Course().goes_to(Step.SERVER).settles(Step.SCANNER, StepState.SKIPPED)
    CourseFile(tmp_path / "data" / "first-steps.json").keep(course)

    assert CourseFile(tmp_path / "data" / "first-steps.json").read() == course


@given(st.binary(max_size=200))
def test_course_file_that_is_broken_counts_as_not_begun(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    file = tmp_path_factory.mktemp("broken") / "first-steps.json"
    file.write_bytes(data)

    assert CourseFile(file).read() == Course()


@pytest.mark.parametrize(
    "held",
    [
        {"steps": {"language": "done"}},
        {"steps": {"no step": "done"}, "at": "keys", "begun": True, "put_away": False},
        {"steps": [], "at": "keys", "begun": True, "put_away": False, "on_show": False},
        {"steps": {}, "at": "nowhere", "begun": True, "put_away": False, "on_show": False},
    ],
)
def test_course_file_that_makes_no_sense_counts_as_not_begun(tmp_path: Path, held: object) -> None:
    file = tmp_path / "first-steps.json"
    file.write_text(json.dumps(held))

    assert CourseFile(file).read() == Course()


@pytest.mark.may_skip("root writes everywhere")
@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes everywhere")
def test_course_file_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(StepsNotKept):
        CourseFile(tmp_path / "first-steps.json").keep(Course())


def test_course_file_whose_folder_is_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")

    with pytest.raises(StepsNotKept):
        CourseFile(tmp_path / "data" / "first-steps.json").keep(Course())


WRITER = """
import sys
from pathlib import Path
from app.domain.first_steps import STEPS, Course, StepState
from app.services.first_steps import CourseFile
file, course = CourseFile(Path(sys.argv[1])), Course()
print("ready", flush=True)
while True:
    for step in STEPS:
        course = course.goes_to(step).settles(step, StepState.DONE)
        file.keep(course)
    print("round", flush=True)
"""


def test_course_file_is_whole_after_kills(tmp_path: Path) -> None:
    file = tmp_path / "first-steps.json"

    for number in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            writer.stdout.readline()
            time.sleep(0.003 * number)
            writer.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        found = CourseFile(file).read()
        assert found.is_begun
        assert set(found.states) == set(STEPS)
