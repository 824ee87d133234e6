"""A program that crashes leaves no picture of its memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")

CRASH = """
import os, resource, signal, subprocess, sys
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]  # another test may have lowered it
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
{before}
if "child" in sys.argv:
    child = subprocess.run([sys.executable, "-c", "import os; os.abort()"], check=False)
    print(-child.returncode)
else:
    os.kill(os.getpid(), signal.SIGSEGV)
"""
FORBID = "from app.core_dumps import forbid_core_dumps; forbid_core_dumps()"


def may_raise_the_limit() -> bool:
    import resource

    return os.geteuid() == 0 or resource.getrlimit(resource.RLIMIT_CORE)[1] != 0


def crash(folder: Path, before: str, *arguments: str) -> tuple[int, list[Path]]:
    """Status of a process that crashes in `folder`, and what lies there then."""
    program = [sys.executable, "-c", CRASH.format(before=before), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    running = subprocess.Popen(program, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    _, status = os.waitpid(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    return status, list(folder.iterdir())


@pytest.mark.skipif(
    sys.platform == "linux" and not may_raise_the_limit(), reason="dumps are forbidden anyway"
)
@pytest.mark.may_skip("a limit of the machine's")
def test_crash_without_the_limit_dumps_so_the_others_can_fail(tmp_path: Path) -> None:
    status, _ = crash(tmp_path, "")

    if not os.WCOREDUMP(status):
        pytest.skip("this machine writes no dumps")
    assert os.WTERMSIG(status) == signal.SIGSEGV


def test_crash_dumps_nothing(tmp_path: Path) -> None:
    status, left = crash(tmp_path, FORBID)

    assert os.WTERMSIG(status) == signal.SIGSEGV
    assert not os.WCOREDUMP(status)
    assert left == []


def test_crash_of_a_child_dumps_nothing(tmp_path: Path) -> None:
    _, left = crash(tmp_path, FORBID, "child")

    assert left == []


def test_start_of_the_program_forbids_dumps(tmp_path: Path) -> None:
    from_start = (
        "from app.bootstrap import main\n"
        "import contextlib\n"
        "with contextlib.suppress(SystemExit): main(['--version'])"
    )

    status, left = crash(tmp_path, from_start)

    assert not os.WCOREDUMP(status)
    assert left == []
