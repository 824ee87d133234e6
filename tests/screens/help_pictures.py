"""Takes the pictures of the help anew: `python -m tests.screens.help_pictures`.

Needs a screen, or Xvfb: run it as `xvfb-run -a -s '-screen 0 1366x768x24' …`. All persons on them
are synthetic. Pictures are made small (at most 60 kB each): fewer dots, few colours.
"""

from __future__ import annotations

import io
import sys
from importlib.resources import files
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.dossier import DossierState
from app.domain.first_steps import Course, Step, StepState
from app.domain.typing_check import SENTENCE
from app.services.first_steps import CourseInMemory
from app.services.practice import Lesson
from app.ui.action_bar import Action
from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.look import Look
from app.ui.outfit import set_up
from app.ui.palettes import LIGHT
from app.ui.practice_strip import PracticeStrip
from app.ui.screen_gear import StepsGear
from app.ui.singletons import keep_singletons_alive
from tests.fakes.counter_station import KEY
from tests.fakes.practice import EmptyRoom, NoProbe
from tests.screens.tour import open_window, settle
from tests.screens.world import busy_counter

LONG = 6
WIDE_PX, MOST_BYTES = 860, 60 * 1024
COLOURS = (128, 64, 32, 16)


def main() -> int:
    """Take all pictures into the package; gives the exit code."""
    keep_singletons_alive()
    application = QApplication(sys.argv[:1])
    set_up(application, "vi", Look.LIGHT, 100)
    folder = Path(str(files("resources") / "help" / "images"))
    folder.mkdir(parents=True, exist_ok=True)
    counter = Counter(
        busy_counter().station,
        DeskSettings(key=KEY, steps=StepsGear(CourseInMemory(), NoProbe()), practising=EmptyRoom()),
        _nobody_waits,
    )
    try:
        open_window(counter)
        for name, data in _taken(counter):
            (folder / f"{name}.png").write_bytes(data)
            print(f"{name}.png", len(data))
    finally:
        counter.close()
        counter.window.close()
    return 0


def _taken(counter: Counter) -> list[tuple[str, bytes]]:
    """Name and bytes of every picture."""
    window = counter.window
    window.show_work()
    window.form.focus_first_doubt()
    long_settle()
    taken = [("cua-so", _picture(window)), ("truong", _picture(window, _right(window)))]
    taken.append(("quay", _picture(window, _left(window))))
    window.tabs.bring(counter.desk.contact.screen)
    long_settle()
    taken.append(("trang", _picture(window)))
    taken.append(("quet", _picture(window, QRect(0, 0, window.width(), window.height() // 2))))
    window.show_work()
    _choose_reviewed(counter)
    window.actions_bar.press(Action.SIGN)
    long_settle()
    taken.append(("ky", _picture(window, _right(window))))
    window.show_outbox()
    settle()
    taken.append(("gui", _picture(window)))
    window.show_work()
    window.show_side(window.form)
    window.message.hide()
    counter.flows.queue.choose(window.queue_model.rows[0].dossier.id)
    long_settle()
    window.form.focus_first_doubt()
    taken.append(("tap-lam", _practice(counter)))
    taken.append(("buoc-dau", _steps(counter)))
    return taken


def _choose_reviewed(counter: Counter) -> None:
    """The dossier that is to be signed next."""
    rows = counter.window.queue_model.rows
    home = next(row.dossier for row in rows if row.dossier.state is DossierState.REVIEWED)
    counter.flows.queue.choose(home.id)
    long_settle()


def long_settle() -> None:
    """Let pictures of pages arrive too."""
    for _ in range(LONG):
        settle()


def _practice(counter: Counter) -> bytes:
    """The window with the line of hints on top."""
    strip = PracticeStrip("246824", counter.window)
    counter.window.stand_on_top(strip)
    strip.teach(Lesson.FIELDS, 3)
    strip.show()
    settle()
    picture = _picture(counter.window)
    strip.hide()
    return picture


def _steps(counter: Counter) -> bytes:
    """The third step after a sentence came whole."""
    desk = counter.steps
    assert desk is not None
    course = Course().settles(Step.LANGUAGE, StepState.DONE)
    course = course.settles(Step.SCANNER, StepState.SKIPPED)
    desk.open_at(Step.TYPING)
    desk.view.show_course(course.goes_to(Step.TYPING))
    desk.typing.typed.setText(SENTENCE)
    desk.typing.check()
    settle()
    return _picture(counter.window)


def _left(window: QWidget) -> QRect:
    return QRect(0, 0, window.width() * 2 // 5, window.height())


def _right(window: QWidget) -> QRect:
    return QRect(window.width() // 2, 0, window.width() // 2, window.height())


def _picture(window: QWidget, part: QRect | None = None) -> bytes:
    """A picture of the window, small in every sense."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab(part or window.rect()).save(buffer, "PNG")
    whole = Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")
    for wide in (WIDE_PX, WIDE_PX * 3 // 4):
        factor = min(1.0, wide / whole.width)
        size = (round(whole.width * factor), round(whole.height * factor))
        small = whole.resize(size, Image.Resampling.LANCZOS)
        for colours in COLOURS:
            out = io.BytesIO()
            few = _palette(small, colours)
            small.quantize(palette=few, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
            if out.tell() <= MOST_BYTES:
                return out.getvalue()
    raise ValueError("the picture does not become small enough")


def _palette(picture: Image.Image, count: int) -> Image.Image:
    """Few colours for a picture: those with a meaning, and the ones there are most of.

    Paper has so many shades that blue, red and green would become grey without that.
    """
    meant = [QColor(name).getRgb()[:3] for name in (LIGHT.chosen, LIGHT.text, *LIGHT.tones)]
    own = list(dict.fromkeys(meant))[: count - 4]
    rest = picture.quantize(count - len(own), dither=Image.Dither.NONE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([sample for colour in own for sample in colour] + rest)
    return palette


def _nobody_waits() -> None:
    """No runner is woken."""


if __name__ == "__main__":
    sys.exit(main())
