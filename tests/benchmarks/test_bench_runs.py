from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.peers import Peer, PeerMissing, program, run_peer
from benchmarks.reading import PageResult, report, total
from benchmarks.score import Score


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-c", code]


def test_run_peer_children_count() -> None:
    work = "sum(i * i for i in range(3_000_000))"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-I', '-c', {work!r}])"

    idle, busy = run_peer(python("pass")), run_peer(python(child))

    assert busy.problem == ""
    assert busy.cpu_s > idle.cpu_s
    assert busy.rss_kb > 0


def test_run_peer_exit_code_is_a_problem_with_last_words() -> None:
    cost = run_peer(python("import sys; sys.exit('no such page')"))

    assert cost.problem == "exit code 1: no such page"


def test_run_peer_past_its_time_is_stopped() -> None:
    cost = run_peer(python("import time; time.sleep(60)"), timeout_s=1)

    assert cost.problem.startswith("exit code -9")


def test_run_peer_one_thread_is_allowed() -> None:
    cost = run_peer(python("import os, sys; sys.exit(os.environ['OMP_THREAD_LIMIT'])"))

    assert cost.problem == "exit code 1: 1"


def test_run_peer_memory_of_the_caller_is_not_counted() -> None:
    ballast = bytearray(200_000_000)
    ballast[::4096] = b"x" * len(ballast[::4096])

    cost = run_peer(python("pass"))

    assert cost.rss_kb < len(ballast) // 1024


def test_peer_command_places_are_filled() -> None:
    peer = Peer("tesseract", ("tesseract", "{page}", "{stem}", "pdf"))

    command = peer.command(Path("/x/page.jpg"), Path("/x/out.pdf"))

    assert command == ["tesseract", "/x/page.jpg", "/x/out", "pdf"]


def test_program_absent_is_named() -> None:
    with pytest.raises(PeerMissing, match="no-such-reader"):
        program("no-such-reader")


def result(name: str, damage: str, errors: int, words: int = 9) -> PageResult:
    return PageResult(name, "letter", damage, Score(errors, 100), (0.1, 0.2, 1.0), words, 0.9, "")


def test_reading_report_groups_pages_and_names_the_worst() -> None:
    results = [result("a", "fax", 1), result("b", "fax", 30, words=0), result("c", "clean", 0)]

    text = report(results)

    assert "| fax | 2 | 15.50 | 30.00 | 1 | 1.30 |" in text
    assert "| **all** | 3 | 10.33 | 30.00 | 1 | 1.30 |" in text
    assert text.index("| b | fax | 30 ") < text.index("| a | fax | 1 ")
    assert total(results) == Score(31, 300)
