"""The hook for a virus scanner."""

from __future__ import annotations

import sys

import pytest

from app.receiver.problems import Problem, ProblemKind
from app.receiver.screening import screen

SEEKS = "import sys; sys.exit(1 if b'EICAR' in open(sys.argv[1], 'rb').read() else 0)"


def scanner(code: str) -> list[str]:
    return [sys.executable, "-c", code]


@pytest.fixture
def files(tmp_path):
    (tmp_path / "u1").write_bytes(b"clean")
    (tmp_path / "u2").write_bytes(b"EICAR")
    return {"good": tmp_path / "u1", "bad": tmp_path / "u2"}


def test_screen_names_the_refused_files(files):
    with pytest.raises(Problem) as caught:
        screen(scanner(SEEKS), files)

    assert caught.value.kind is ProblemKind.INFECTED
    assert caught.value.lists == {"files": ["bad"]}


def test_screen_of_clean_files_reads_each_and_refuses_none(files, tmp_path):
    seen = tmp_path / "seen"
    notes = f"import sys; open({str(seen)!r}, 'a').write(open(sys.argv[1]).read() + ' ')"

    screen(scanner(f"{notes}; {SEEKS}"), {"good": files["good"], "again": files["good"]})

    assert seen.read_text() == "clean clean "


def test_screen_without_a_command_leaves_the_files_alone(files):
    before = {name: path.read_bytes() for name, path in files.items()}

    screen((), files)

    assert {name: path.read_bytes() for name, path in files.items()} == before


@pytest.mark.parametrize("command", [["/nonexistent/scanner"], scanner("import sys; sys.exit(2)")])
def test_screen_that_cannot_say_asks_to_come_again(files, command):
    with pytest.raises(Problem) as caught:
        screen(command, files)

    assert caught.value.kind is ProblemKind.UNSCREENED
    assert caught.value.headers["Retry-After"] == "60"
