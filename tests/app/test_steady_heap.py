"""Memory of a large block goes back to the system when the block is dropped."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import app

ROOT = Path(app.__file__).parents[1]
BLOCKS = """
import os, sys
from app.steady_heap import keep_heap_small
if sys.argv[1] == "small":
    keep_heap_small()
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGESIZE")
def page():
    return bytearray(26_000_000)
first = page()
del first  # from now on the allocator would take such pages from its heap
before = resident()
pages, small = [], []
for number in range(8):
    pages.append(page())
    pages[-1][::4096] = bytes(len(pages[-1][::4096])).replace(b"\\0", b"x")
    small.append(bytearray(100_000))
    small[-1][:] = b"x" * 100_000
del pages
print(resident() - before > 50_000_000)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the allocator of Linux")
def test_pages_that_are_dropped_are_given_back() -> None:
    kept = [
        subprocess.run(
            [sys.executable, "-c", BLOCKS, how],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout.strip()
        for how in ("small", "as it is")
    ]

    assert kept == ["False", "True"]
