"""Takes a picture of every screen of the window.

    python -m tests.screens --out FOLDER [--look light|dark|contrast|large] [--only NAME]
    python -m tests.screens --check [--look …]

Opens the real window over a counter of synthetic persons, once in the middle of its day and once
empty; without a screen it starts one of its own (Xvfb).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from app.ui.look import Look
from app.ui.outfit import set_up
from app.ui.singletons import keep_singletons_alive
from tests.screens.checks import (
    LARGE,
    Fill,
    everything,
    first_day_troubles,
    nothing,
    opened_day,
    troubles,
)
from tests.screens.stored import whole_day
from tests.screens.tour import Tour, screens, settle

LOOKS = {
    "light": (Look.LIGHT, 100),
    "dark": (Look.DARK, 100),
    "contrast": (Look.CONTRAST, 100),
    "large": (Look.LIGHT, 200),
}


WORLDS: dict[str, Fill] = {"": whole_day, "trong-": nothing}


def main(arguments: list[str]) -> int:
    """Take the pictures; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.screens", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("screens"), help="folder of pictures")
    parser.add_argument("--check", action="store_true", help="tell what is wrong, no pictures")
    parser.add_argument("--look", choices=LOOKS, help="only this look")
    parser.add_argument("--language", choices=("vi", "en"), default="vi", help="of the words")
    parser.add_argument("--only", default="", help="only screens whose name holds this")
    wanted = parser.parse_args(arguments)
    if not os.environ.get("DISPLAY") and not os.environ.get("QT_QPA_PLATFORM"):
        return _with_screen(arguments)
    keep_singletons_alive()
    application = QApplication(sys.argv[:1])
    if wanted.check:
        return check(application, wanted.look or "light", wanted.only)
    for look in [wanted.look] if wanted.look else LOOKS:
        for folder, name in take(
            application, look, wanted.out / look, wanted.only, language=wanted.language
        ):
            print(folder / f"{name}.png")
    return 0


def check(application: QApplication, look: str, only: str = "") -> int:
    """Print what is wrong with the screens in one look; gives the exit code.

    With QT_SCALE_FACTOR the screen is as small as the magnified one.
    """
    set_up(application, "vi", *LOOKS[look])
    is_usual = look != "large" and application.devicePixelRatio() == 1
    with TemporaryDirectory() as place, opened_day(Path(place)) as (counter, pdf):
        found = troubles(counter, everything() if is_usual else LARGE, pdf, only)
    with TemporaryDirectory() as place, opened_day(Path(place), nothing) as (counter, _pdf):
        empty = first_day_troubles(counter, everything() if is_usual else LARGE, only)
    for day, told in (("", found), ("first day: ", empty)):
        for trouble, names in sorted(told.items()):
            print(f"{day}{trouble} [{', '.join(names)}]")
    return 1 if found or empty else 0


def take(
    application: QApplication,
    look: str,
    folder: Path,
    only: str = "",
    *,
    worlds: Mapping[str, Fill] = WORLDS,
    tour: Tour = screens,
    language: str = "vi",
) -> list[tuple[Path, str]]:
    """Take all screens in one look; gives their names."""
    folder.mkdir(parents=True, exist_ok=True)
    set_up(application, language, *LOOKS[look])
    taken = []
    for kind, fill in worlds.items():
        with (
            TemporaryDirectory() as place,
            opened_day(Path(place), fill, language) as (counter, pdf),
        ):
            for screen in tour(counter, pdf if kind == "" else None):
                name = kind + screen.name
                if only not in name:
                    continue
                settle(3)
                if counter.window.grab().save(str(folder / f"{name}.png")):
                    taken.append((folder, name))
    return taken


def _with_screen(arguments: list[str]) -> int:
    """Run again under a screen of its own."""
    command = ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24"]
    command += [sys.executable, "-m", "tests.screens", *arguments]
    done = subprocess.run(command, check=False, env={**os.environ, "QT_QPA_PLATFORM": "xcb"})
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
