"""The other readers: an environment of their own, and one command per page.

`ocrmypdf` and `pdfminer.six` are installed as they are published today into `benchmarks/.peers`;
Tesseract and the text extractors are the system's.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).resolve().parent
ENVIRONMENT = _HERE / ".peers"
REQUIREMENTS = _HERE / "peers-requirements.txt"
_MEASURED_RUN = _HERE / "measured_run.py"
_INSTALL_TIMEOUT_S = 900
PAGE_TIMEOUT_S = 300
_SPARE_S = 30


class PeerMissing(Exception):
    """A program that the measurement needs is not there."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one page cost.

    Attributes:
        wall_s: Seconds on the clock.
        cpu_s: CPU seconds of the process and its children.
        rss_kb: Peak resident memory of its largest process, kB.
        problem: Why there is no result, "" = there is one.
    """

    wall_s: float
    cpu_s: float
    rss_kb: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Peer:
    """A command that makes a searchable PDF of a JPEG file, and a file of its text beside it.

    Attributes:
        words: The command; `{page}` is the picture, `{pdf}` the target, `{stem}` the target
            without ".pdf".
    """

    name: str
    words: tuple[str, ...]

    def command(self, page: Path, pdf: Path) -> list[str]:
        """The command for one page."""
        places = {"page": str(page), "pdf": str(pdf), "stem": str(pdf.with_suffix(""))}
        return [word.format(**places) for word in self.words]


def environment_python() -> Path:
    """Python of the peers' environment."""
    return ENVIRONMENT / "bin" / "python"


def program(name: str) -> str:
    """Path of a program of the peers' environment, else of the system.

    Raises:
        PeerMissing: It is in neither.
    """
    own = ENVIRONMENT / "bin" / name
    found = str(own) if own.exists() else shutil.which(name)
    if not found:
        raise PeerMissing(f"{name} is not installed")
    return found


def install_peers() -> None:
    """Make the environment of the peers unless it is there and meets the list.

    Raises:
        PeerMissing: It could not be installed.
    """
    mark = ENVIRONMENT / "installed.txt"
    wanted = REQUIREMENTS.read_text("utf-8")
    if mark.exists() and mark.read_text("utf-8") == wanted:
        return
    venv.create(ENVIRONMENT, with_pip=True, clear=True)
    command = [str(environment_python()), "-m", "pip", "install", "-q", "--upgrade"]
    command += ["--disable-pip-version-check", "-r", str(REQUIREMENTS)]
    try:
        subprocess.run(command, check=True, timeout=_INSTALL_TIMEOUT_S)
    except (subprocess.SubprocessError, OSError) as error:
        raise PeerMissing("the environment of the peers could not be installed") from error
    mark.write_text(wanted, "utf-8")


def peers() -> tuple[Peer, ...]:
    """All peers that are commands.

    Raises:
        PeerMissing: One of the programs is not installed.
    """
    ocrmypdf, tesseract = program("ocrmypdf"), program("tesseract")
    plain = (ocrmypdf, "-l", "vie", "--jobs", "1", "-q", "--sidecar", "{stem}.txt")
    return (
        Peer("ocrmypdf", (*plain, "{page}", "{pdf}")),
        Peer("ocrmypdf-deskew-rotate", (*plain, "--deskew", "--rotate-pages", "{page}", "{pdf}")),
        Peer("tesseract", (tesseract, "{page}", "{stem}", "-l", "vie", "pdf", "txt")),
    )


def run_environment() -> Mapping[str, str]:
    """The environment of every peer: one thread, the peers' programs first."""
    path = f"{ENVIRONMENT / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "OMP_THREAD_LIMIT": "1", "PATH": path}


def run_peer(command: Sequence[str], timeout_s: int = PAGE_TIMEOUT_S) -> Cost:
    """Run a command and measure it, its children included."""
    words = [sys.executable, "-I", str(_MEASURED_RUN), str(timeout_s), *command]
    answer = subprocess.run(
        words,
        env=run_environment(),
        capture_output=True,
        check=True,
        timeout=timeout_s + _SPARE_S,
    )
    told = json.loads(answer.stdout)
    problem = "" if told["exit_code"] == 0 else f"exit code {told['exit_code']}: {told['said']}"
    return Cost(told["wall_s"], told["cpu_s"], told["rss_kb"], problem)


def versions() -> dict[str, str]:
    """Versions of the programs that are compared."""
    asked = {
        "ocrmypdf": ["ocrmypdf", "--version"],
        "tesseract": ["tesseract", "--version"],
        "pdftotext": ["pdftotext", "-v"],
        "mutool": ["mutool", "-v"],
        "pdfminer.six": [
            str(environment_python()),
            "-c",
            "import importlib.metadata as m; print(m.version('pdfminer.six'))",
        ],
    }
    return {name: _first_line(command) for name, command in asked.items()}


def _first_line(command: list[str]) -> str:
    try:
        words = [program(command[0]), *command[1:]]
        answer = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    except (PeerMissing, OSError):
        return "absent"
    lines = (answer.stdout.strip() or answer.stderr.strip()).splitlines()
    return lines[0] if lines else "?"


def start_cost(name: str) -> float:
    """CPU seconds that a program needs to say its version: the price of starting it."""
    return run_peer([program(name), "--version"]).cpu_s
