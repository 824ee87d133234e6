"""Memory of the window's process while a PDF of many pages is given to it and read.

Run: `python -m benchmarks.import_window [--pages 500] [--rounds 3]`. A PDF of drawn pages is made
first. A process of its own opens the real window without a screen over a fresh store, with its
runner and worker processes, and is given the file. Then somebody scrolls through the whole contact
sheet again and again, while the workers read. Resident memory is sampled all the time. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.bootstrap import Wiring
from app.domain.page import PageState
from app.services.capture import new_dossier
from app.services.runner import Runner
from app.settings import Settings
from app.steady_heap import keep_heap_small
from app.ui.application import SWITCH_S
from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.outfit import set_up
from app.ui.singletons import keep_singletons_alive
from benchmarks.contact_sheet import pass_time, scroll, wait_until
from benchmarks.import_memory import Watch, draw_pdf
from benchmarks.memory import resident_kb

_GOAL_MB = 450
_CHILD = "from benchmarks.import_window import child; child()"
"""No module is the main one, so that worker processes do not load the window."""


def measured(pdf: Path, data: Path, rounds: int) -> dict[str, object]:
    """Import and look in this process; what it took."""
    watch = Watch()
    thread = threading.Thread(target=watch.run, daemon=True)
    thread.start()
    settings = Settings(data_dir=data, scanner_discovery=False, station_key_place="file")
    with ExitStack() as stack:
        station = stack.enter_context(Wiring(settings, dict(os.environ)).station())
        home = new_dossier(station, code="H26.121-251027-0031").id
        counter = Counter(station, DeskSettings(language="vi"), lambda: None)
        stack.callback(counter.close)
        runner = Runner(station, on_change=counter.rows_changed, on_trouble=counter.lane_trouble)
        counter.start()
        wait_until(lambda: counter.window.queue_model.rowCount() > 0)
        counter.flows.queue.choose(home)
        pass_time(500)
        watch.stage, began = "import", time.monotonic()
        counter.window.files_given.emit([str(pdf)])
        wait_until(lambda: counter.window.pages_model.rowCount() > 0, 300.0)
        shown_s = time.monotonic() - began
        runner.start()
        stack.callback(runner.stop)
        counter.desk.contact.open()
        levels = []
        for number in range(rounds):
            watch.stage = f"round {number + 1}"
            scroll(counter.desk.contact)
            levels.append(resident_kb() / 1000)
        watch.stop()
        thread.join()
        pages = station.store.pages(home)
        return {
            "pages": len(pages),
            "read": sum(page.state is PageState.READ for page in pages),
            "file_mb": pdf.stat().st_size / 1e6,
            "shown_s": shown_s,
            "levels_mb": levels,
            "most_mb": {stage: most / 1000 for stage, most in watch.most_kb.items()},
        }


def table(told: dict[str, object]) -> str:
    """The figures as Markdown."""
    most, levels = told["most_mb"], told["levels_mb"]
    assert isinstance(most, dict)
    assert isinstance(levels, list)
    peak = max(most.values())
    verdict = "kept" if peak <= _GOAL_MB else f"missed by {peak - _GOAL_MB:.0f} MB"
    rows = [
        ("pages in the PDF", f"{told['pages']} ({told['file_mb']:.0f} MB)"),
        ("all pages on the screen after", f"{told['shown_s']:.1f} s"),
        ("pages read meanwhile", f"{told['read']}"),
        *((f"most resident memory, {stage}", f"{value:.0f} MB") for stage, value in most.items()),
        ("resident after each round", ", ".join(f"{level:.0f} MB" for level in levels)),
        (f"goal {_GOAL_MB} MB", verdict),
    ]
    lines = ["| measure | figure |", "|---|---|", *(f"| {name} | {text} |" for name, text in rows)]
    return "\n".join(lines)


def child() -> None:
    """Measure in this process: PDF, folder of the store and number of rounds are its arguments."""
    keep_singletons_alive()
    keep_heap_small()
    sys.setswitchinterval(SWITCH_S)
    application = QApplication(sys.argv[:1])
    set_up(application, "vi")
    pdf, data, rounds = sys.argv[1:]
    print(json.dumps(measured(Path(pdf), Path(data), int(rounds))))


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "big.pdf"
        draw_pdf(pdf, options.pages)
        command = [sys.executable, "-c", _CHILD, str(pdf), str(Path(folder) / "store")]
        command.append(str(options.rounds))
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
        done = subprocess.run(
            command, stdout=subprocess.PIPE, check=True, timeout=3600, env=environment
        )
        print(table(json.loads(done.stdout.decode().splitlines()[-1])))


if __name__ == "__main__":
    main()
