"""Every screen, as usual and with large words: readable, reachable, named, in sight.

The other looks and magnifications are examined by `python -m tests.screens --check --look …`, with
QT_SCALE_FACTOR in the environment for the latter.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.counter import Counter
from app.ui.look import Look, Tone, dress
from app.ui.outfit import set_up
from app.ui.palettes import CONTRAST, DARK, LIGHT, Colours, contrast
from tests.screens import examine
from tests.screens.__main__ import LOOKS, take
from tests.screens.checks import (
    LARGE,
    everything,
    first_day_troubles,
    nothing,
    opened_day,
    troubles,
)
from tests.screens.tour import first_day

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ROOT = Path(__file__).parents[2]
Opened = tuple[Counter, Path]


@pytest.fixture(scope="module")
def day(officer_app: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """One window over one busy day, for everything that is looked at."""
    set_up(officer_app, "vi", Look.LIGHT)
    with opened_day(tmp_path_factory.mktemp("day")) as opened:
        yield opened
    dress(officer_app)


@pytest.fixture
def usual_look(officer_app: QApplication) -> Iterator[QApplication]:
    """What the test puts on is taken off again."""
    yield officer_app
    dress(officer_app)


def test_screens_are_named_reachable_and_in_sight(day: Opened, usual_look: QApplication) -> None:
    set_up(usual_look, "vi", Look.LIGHT)
    counter, pdf = day

    assert troubles(counter, everything(), pdf) == {}


def test_words_made_twice_as_large_while_the_window_is_open_are_not_cut_off(
    day: Opened, usual_look: QApplication
) -> None:
    set_up(usual_look, "vi", Look.LIGHT)
    counter, pdf = day
    dress(usual_look, Look.LIGHT, 200)

    assert troubles(counter, LARGE, pdf) == {}


def test_screens_without_a_dossier_are_readable(usual_look: QApplication, tmp_path: Path) -> None:
    set_up(usual_look, "vi", Look.LIGHT)

    with opened_day(tmp_path, nothing) as (counter, _pdf):
        usual = first_day_troubles(counter, everything())
        dress(usual_look, Look.LIGHT, 200)
        large = first_day_troubles(counter, LARGE)

    assert (usual, large) == ({}, {})


def test_window_fits_a_magnified_old_screen() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.screens", "--check"],
        cwd=ROOT,
        env={**os.environ, "QT_SCALE_FACTOR": "2.5", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )

    assert (done.stdout, done.returncode) == ("", 0), done.stderr[-2000:]


def test_examination_finds_what_is_wrong(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    button, label = QPushButton("Gửi hồ sơ", window), QLabel("Đã tiếp nhận hồ sơ", window)
    button.setFixedSize(20, 20)
    label.setFixedSize(30, 10)
    for widget in (button, label):
        column.addWidget(widget)
    window.show()

    assert len(examine.clipped(window)) == 2
    assert len(examine.small_targets(window)) == 1
    assert len(examine.unnamed(window)) == 1


@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST])
@pytest.mark.usefixtures("qapp")
def test_colours_stand_out_on_every_surface(colours: Colours) -> None:
    palette = colours.meanings()
    words = [
        *(palette.of(tone).name() for tone in Tone),
        colours.text,
        colours.faint,
    ]
    surfaces = [colours.window, colours.base, colours.button, colours.hover]

    weak = {
        (word, surface): round(ratio, 2)
        for word in words
        for surface in surfaces
        if (ratio := contrast(named(word), named(surface))) < examine.LEAST_CONTRAST
    }

    assert weak == {}
    assert contrast(named(colours.on_chosen), named(colours.chosen)) >= examine.LEAST_CONTRAST
    assert contrast(named(colours.text), named(colours.pressed)) >= examine.LEAST_CONTRAST


@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST])
@pytest.mark.usefixtures("qapp")
def test_rings_and_borders_stand_out(colours: Colours) -> None:
    for surface in (colours.window, colours.base, colours.button):
        assert contrast(named(colours.focus), named(surface)) >= 3
        assert contrast(named(colours.edge), named(surface)) >= 3


def named(colour: str) -> QColor:
    return QColor(colour)


def test_pictures_of_screens_are_taken(usual_look: QApplication, tmp_path: Path) -> None:
    taken = take(usual_look, "dark", tmp_path, "hop-gui", worlds={"": nothing}, tour=first_day)

    assert [name for _, name in taken] == ["man-hop-gui"]
    assert all((folder / f"{name}.png").stat().st_size > 0 for folder, name in taken)
    assert set(LOOKS) == {"light", "dark", "contrast", "large"}
