from __future__ import annotations

import ctypes
import io
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from app.scanning.child_process import Patience
from app.scanning.pnm_feeder import write_sane_config
from app.scanning.sane import SaneScanner

HURRIED = Patience(silent_s=20.0, blocked_s=20.0, stop_s=1.0)


def need_sane() -> None:
    try:
        ctypes.CDLL("libsane.so.1")
    except OSError:
        pytest.skip("libsane.so.1 is not installed")


@pytest.fixture
def sane_environment(tmp_path: Path) -> dict[str, str]:
    """Environment of a driver process that knows the backends test and pnm only."""
    need_sane()
    return write_sane_config(tmp_path / "sane.d", ("test", "pnm"))


@pytest.fixture
def sane(sane_environment: dict[str, str]) -> SaneScanner:
    return SaneScanner(sane_environment, patience=HURRIED)


@pytest.fixture
def never() -> Callable[[], bool]:
    return lambda: False


@pytest.fixture
def picture() -> Image.Image:
    """A small page of noise whose width is no multiple of eight."""
    noise = random.Random(7).randbytes(61 * 40 * 3)
    return Image.frombytes("RGB", (61, 40), noise)


@pytest.fixture
def opened() -> Callable[[bytes], Image.Image]:
    return lambda data: Image.open(io.BytesIO(data))


@pytest.fixture
def script_worker(tmp_path: Path) -> Callable[[str], tuple[str, ...]]:
    """Command of a driver process that runs the given lines instead of a driver."""

    def write(body: str) -> tuple[str, ...]:
        script = tmp_path / "worker.py"
        script.write_text(
            "import json, os, sys, time\n"
            "def say(**fields):\n"
            "    sys.stdout.write(json.dumps(fields) + '\\n')\n"
            "    sys.stdout.flush()\n"
            "say(type='hello', version=1, pid=os.getpid())\n" + body,
            "utf-8",
        )
        return (sys.executable, str(script))

    return write


@pytest.fixture
def noted_worker(tmp_path: Path) -> tuple[tuple[str, ...], Path]:
    """Command of the real driver process that first notes its process id, and where."""
    note = tmp_path / "pid"
    code = (
        "import os, pathlib, sys\n"
        "pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))\n"
        "from app.scanning.sane_worker import run\n"
        "run()\n"
    )
    return (sys.executable, "-P", "-c", code, str(note)), note
