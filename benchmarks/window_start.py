"""How soon the window is there: started cold, over the backlog of a long outage.

    python -m benchmarks.window_start FOLDER [--starts N] [--first]

FOLDER holds a store of `benchmarks.window_store`; it is made when it is not there. Each start is
a process of its own that runs the program as an officer does, and ends itself once it has taken a
key. Times count from the moment when the process is asked for: the first picture on the screen,
the window itself, its rows, and the moment when a key in the list has chosen another dossier.
Processor time of the whole process stands beside them, since other programs lengthen the one and
not the other. `--first` also starts once over an empty folder, with no compiled modules (as right
after an installation). Prints Markdown. `python -X importtime` shows what the imports cost.
"""

from __future__ import annotations

import argparse
import importlib.abc
import importlib.machinery
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MARKS = ("first picture", "window", "rows", "key taken")
GOALS_S = {"first picture": 1.0, "key taken": 2.5}
_BEGAN, _TOLD, _DATA = "WINDOW_BEGAN", "WINDOW_TOLD", "SOHOA_DATA_DIR"
_HEAVY = ("cv2", "numpy", "pikepdf", "pyhanko", "pytesseract", "tesserocr", "PIL", "pypdfium2")
_LONGEST_S = 60.0
_DOSSIERS = 1000
_DEAD_LINE = "http://127.0.0.1:9"
"""Nobody listens there: the outage goes on."""

Marks = dict[str, tuple[float, float]]
"""Seconds since the start and processor seconds of each mark."""


class _Teller:
    """Notes when something is reached, and writes it down at the end. Runs on: GUI."""

    def __init__(self) -> None:
        self._began = float(os.environ[_BEGAN])
        self.marks: Marks = {}

    def mark(self, name: str) -> None:
        """Something is reached; the first time counts."""
        if name not in self.marks:
            self.marks[name] = (time.monotonic() - self._began, time.process_time())

    def end(self) -> None:
        """Write it down."""
        heavy = [name for name in _HEAVY if name in sys.modules]
        told = {"marks": self.marks, "heavy": heavy, "modules": len(sys.modules)}
        Path(os.environ[_TOLD]).write_text(json.dumps(told), "utf-8")


class _AfterImport(importlib.abc.MetaPathFinder):
    """Calls back once a module was loaded, without loading it earlier than the program does."""

    def __init__(self, hooks: dict[str, Callable[[ModuleType], None]]) -> None:
        self._hooks = hooks

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The usual module, with the call after it."""
        hook = self._hooks.pop(name, None)
        spec = importlib.machinery.PathFinder.find_spec(name, path, target) if hook else None
        if spec is None or spec.loader is None or hook is None:
            return None
        load = spec.loader.exec_module

        def load_and_call(module: ModuleType) -> None:
            load(module)
            hook(module)

        spec.loader.exec_module = load_and_call  # type: ignore[method-assign]  # this loader only
        return spec


def _watch_opening(teller: _Teller, module: ModuleType) -> None:
    paint: Callable[..., None] = module.Opening.paintEvent

    def painted(self: Any, event: Any) -> None:  # Qt's widget and event
        paint(self, event)
        teller.mark("first picture")

    module.Opening.paintEvent = painted


def _watch_window(teller: _Teller, module: ModuleType) -> None:
    start: Callable[..., None] = module.Counter.start

    def started(self: Any) -> None:  # Counter
        from benchmarks.window_watch import ReadyWatch

        self.ready_watch = ReadyWatch(self.window, teller.mark, teller.end)
        start(self)

    module.Counter.start = started


def be_started() -> int:
    """Run the program and watch it; body of each process."""
    teller = _Teller()
    hooks = {
        "app.ui.opening": lambda module: _watch_opening(teller, module),
        "app.ui.counter": lambda module: _watch_window(teller, module),
    }
    sys.meta_path.insert(0, _AfterImport(hooks))
    from app.bootstrap import main as program

    return program([])


def start(data: Path, compiled: Path) -> dict[str, Any]:
    """One start; what it told.

    Args:
        data: Folder of the station.
        compiled: Where compiled modules lie; the first start over an empty one makes them.
    """
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        settings = Path(folder) / "settings.json"
        settings.write_text(
            json.dumps({"server_url": _DEAD_LINE, "scanner_discovery": False}), "utf-8"
        )
        environment = {
            **os.environ,
            "SOHOA_SETTINGS": str(settings),
            "XDG_STATE_HOME": folder,
            _DATA: str(data),
            _TOLD: str(told),
            _BEGAN: str(time.monotonic()),
            "PYTHONPYCACHEPREFIX": str(compiled),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, "-m", "benchmarks.window_start", "--started"]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            timeout=_LONGEST_S,
            check=False,
            capture_output=True,
            text=True,
        )
        if not told.exists():
            raise RuntimeError(f"no window: {done.stderr[-2000:]}")
        found: dict[str, Any] = json.loads(told.read_text("utf-8"))
        return found


def _first(folder: Path) -> dict[str, Any]:
    """A start over nothing, with no compiled modules."""
    with tempfile.TemporaryDirectory(dir=folder) as fresh:
        return start(Path(fresh) / "station", Path(fresh) / "compiled")


def _rows(found: list[dict[str, Any]]) -> list[str]:
    """A row for each mark: median and worst."""
    rows = []
    for name in MARKS:
        times = [one["marks"][name] for one in found if name in one["marks"]]
        if not times:
            continue
        wall, cpu = [t for t, _ in times], [c for _, c in times]
        goal = f"≤ {GOALS_S[name]:.1f}" if name in GOALS_S else ""
        rows.append(
            f"| {name} | {statistics.median(wall):.2f} | {max(wall):.2f} "
            f"| {statistics.median(cpu):.2f} | {goal} |"
        )
    return rows


def main() -> int:
    """Start again and again, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--starts", type=int, default=7)
    parser.add_argument("--dossiers", type=int, default=_DOSSIERS)
    parser.add_argument("--first", action="store_true", help="also the start after installing")
    parser.add_argument("--started", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.started:
        return be_started()
    if asked.folder is None:
        parser.error("a folder for the store is needed")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Here alone: a start that is measured must not find modules that it would load itself.
    from benchmarks.window_store import make_store

    make_store(asked.folder, asked.dossiers)
    head = "| mark | s, median | s, worst | CPU s, median | goal s |\n|---|---|---|---|---|"
    compiled = asked.folder / "compiled"
    start(asked.folder / "station", compiled)
    found = [start(asked.folder / "station", compiled) for _ in range(asked.starts)]
    print(f"{asked.starts} starts over {asked.dossiers} dossiers of ten pages\n\n{head}")
    print("\n".join(_rows(found)))
    heavy = sorted({name for one in found for name in one["heavy"]})
    print(f"\nHeavy libraries loaded: {', '.join(heavy) or 'none'}; ", end="")
    print(f"modules loaded: {found[-1]['modules']}.")
    if asked.first:
        print(f"\nFirst start of all, nothing there, nothing compiled\n\n{head}")
        print("\n".join(_rows([_first(asked.folder)])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
