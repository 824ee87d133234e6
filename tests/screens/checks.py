"""Looks at every screen of one window and tells what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.counter import Counter
from app.ui.outfit import without_rules
from tests.fakes.counter_station import CounterStation, small_pdf
from tests.screens import examine
from tests.screens.stored import stored_day, whole_day
from tests.screens.tour import SETTLE_MS, Screen, first_day, open_window, screens

OLD_SCREEN_PX = (1366, 728)
"""An old counter screen without its task bar, in its own pixels."""

TRIES = 4

Check = Callable[[QWidget], list[str]]
Fill = Callable[[CounterStation], object]


def nothing(_world: CounterStation) -> None:
    """The first day: nothing is there yet."""


@contextmanager
def opened_day(
    folder: Path, fill: Fill = whole_day, language: str = "vi"
) -> Iterator[tuple[Counter, Path]]:
    """The window over a day, and a PDF whose signatures can be checked."""
    with stored_day(folder, fill) as day:
        desk = replace(day.desk, language=language)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        with without_rules(application):
            counter = Counter(day.world.station, desk, _nobody_waits)
        pdf = folder / "QD-12-UBND.pdf"
        pdf.write_bytes(small_pdf(["QUYET DINH so 12", "Trang 2"]))
        try:
            open_window(counter)
            yield counter, pdf
        finally:
            counter.close()
            counter.window.close()
            counter.window.deleteLater()


def everything() -> tuple[Check, ...]:
    """All that is asked of a screen in the usual look."""
    return (
        examine.unnamed,
        examine.small_targets,
        examine.toned_without_words,
        examine.clipped,
        examine.faint,
        examine.unreached,
        examine.RingCheck(),
        too_large,
    )


def troubles(
    counter: Counter, checks: Sequence[Check], pdf: Path | None = None, only: str = ""
) -> dict[str, list[str]]:
    """What the checks find, and on which screens."""
    return _found(counter, screens(counter, pdf), checks, only)


def first_day_troubles(
    counter: Counter, checks: Sequence[Check], only: str = ""
) -> dict[str, list[str]]:
    """The same while there is no dossier yet, on the screens that look otherwise then."""
    return _found(counter, first_day(counter), checks, only)


def _found(
    counter: Counter, tour: Iterable[Screen], checks: Sequence[Check], only: str
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    window = counter.window
    window.resize(*room(window))
    # Another window that was in front and was closed does not give the keyboard back by itself.
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    for screen in tour:
        if only not in screen.name:
            continue
        for check in checks:
            for trouble in _last_of(check, window):
                found.setdefault(trouble, []).append(screen.name)
    return found


def _last_of(check: Check, window: QWidget) -> list[str]:
    """What a check finds once the layout has settled; that takes a while on a busy machine."""
    for _ in range(TRIES):
        if not check(window):
            return []
        QTest.qWait(SETTLE_MS)
    name = getattr(check, "__name__", type(check).__name__)
    return [f"{name}: {trouble}" for trouble in check(window)]


def room(window: QWidget) -> tuple[int, int]:
    """The old screen in the pixels that the window counts in."""
    wide, high = OLD_SCREEN_PX
    ratio = window.devicePixelRatioF()
    return int(wide / ratio), int(high / ratio)


def too_large(window: QWidget) -> list[str]:
    """The window needs more room than the screen has."""
    wide, high = room(window)
    if window.width() <= wide and window.height() <= high:
        return []
    return [f"{window.width()}x{window.height()} on {wide}x{high}"]


LARGE: tuple[Check, ...] = (examine.clipped, examine.small_targets, too_large)
"""What larger words or a magnified screen could break."""


def _nobody_waits() -> None:
    """No runner is woken."""
