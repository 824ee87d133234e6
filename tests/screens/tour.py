"""Every screen of the window, one after another, as an officer comes to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.dossier import DossierState
from app.domain.first_steps import STEPS
from app.domain.folding import folded_words
from app.province.errors import LinkDown
from app.services.help_pages import START
from app.services.practice import Lesson
from app.ui.action_bar import Action
from app.ui.counter import Counter
from app.ui.first_steps_desk import FirstStepsDesk
from app.ui.jobs_bridge import Lane
from app.ui.practice_strip import PracticeStrip
from app.ui.roomy import Roomy
from app.ui.verify_desk import VerifyView

SIZE_PX = (1366, 768)
SETTLE_MS = 100
LONGEST_MS, STEP_MS = 60_000, 20


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen by its name, and how it is left again."""

    name: str
    leave: Callable[[], None]


Tour = Callable[[Counter, Path | None], Iterator[Screen]]
"""Goes from screen to screen."""


def wait_for(is_done: Callable[[], bool], what: str) -> None:
    """Let the window work until something is so.

    Raises:
        TimeoutError: It never is.
    """
    for _ in range(LONGEST_MS // STEP_MS):
        if is_done():
            return
        QTest.qWait(STEP_MS)
    raise TimeoutError(what)


def settle(times: int = 1) -> None:
    """Let the last rows and paints arrive."""
    QTest.qWait(times * SETTLE_MS)


def open_window(counter: Counter) -> None:
    """Show the window on an old counter screen and read the first rows."""
    window = counter.window
    counter.start()
    window.resize(*SIZE_PX)
    window.move(0, 0)
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    wait_for(lambda: counter.flows.outbox.line.online is not None, "the line")
    wait_for(lambda: window.actions_bar.device_id != "", "the scanners")
    settle()


def work_done(counter: Counter) -> None:
    """Wait until every lane has answered what was asked of it so far."""
    answered: list[None] = []
    for lane in Lane:
        counter.bridge.run(lane, _nothing, answered.append)
    wait_for(lambda: len(answered) == len(Lane), "the lanes")
    settle()


def screens(counter: Counter, pdf: Path | None = None) -> Iterator[Screen]:
    """Bring each screen to the front in turn; with a PDF also the verdict on one."""
    yield from _dossier(counter)
    yield from _panels(counter)
    yield from _ready(counter)
    yield from _tabs(counter)
    if pdf is not None:
        yield from _verdict(counter, pdf)
    yield from _beside(counter)
    yield from _trouble(counter)
    yield from _covers(counter)


def first_day(counter: Counter, _pdf: Path | None = None) -> Iterator[Screen]:
    """Only the screens that look otherwise while there is no dossier yet."""
    yield from _dossier(counter)
    yield from _tabs(counter, but=_SAME_WHEN_EMPTY)


_SAME_WHEN_EMPTY = frozenset({"settings", "diagnostics", "keys", "forms", "verify", "accounts"})
"""Parts, by their keys, in which nothing of a dossier stands."""


def _nothing() -> None:
    """Nothing has to be put back."""


def _dossier(counter: Counter) -> Iterator[Screen]:
    """A dossier whose fields ask for a look; then its other parts."""
    window = counter.window
    window.show_work()
    _choose_doubtful(counter)
    if window.fields_model.rows:
        window.form.focus_first_doubt()
        settle()
    for number in range(window.middle.count()):
        window.middle.setCurrentIndex(number)
        work_done(counter)
        yield Screen(_slug("ho-so", window.middle.tabText(number)), _nothing)
    window.middle.setCurrentIndex(0)


def _choose_doubtful(counter: Counter) -> None:
    rows = counter.window.queue_model.rows
    row = next((row for row in rows if row.doubtful_fields and not row.submission_state), None)
    if row is not None:
        counter.flows.queue.choose(row.dossier.id)
        work_done(counter)
        work_done(counter)


def _panels(counter: Counter) -> Iterator[Screen]:
    """What stands in the place of the form while something is asked."""
    window = counter.window
    new = window.actions_bar.buttons[Action.NEW]
    for button in (new, window.owner_button, window.procedure_button):
        if not button.isEnabled():
            continue
        button.click()
        work_done(counter)
        panel = window.side.currentWidget()
        yield Screen(_slug("khung", type(panel).__name__), _nothing)
    window.show_side(window.form)


def _ready(counter: Counter) -> Iterator[Screen]:
    """A dossier that is to be signed, with the key in its slot; then one with its files."""
    window, queue = counter.window, counter.flows.queue
    for state in (DossierState.REVIEWED, DossierState.SEALED):
        row = next((r for r in window.queue_model.rows if r.dossier.state is state), None)
        if row is None:
            continue
        queue.choose(row.dossier.id)
        work_done(counter)
        if state is DossierState.REVIEWED:
            window.actions_bar.press(Action.SIGN)
        else:
            window.show_files()
        work_done(counter)
        yield Screen(_slug("ho-so", str(state)), _nothing)
        if window.form.lock.correct_button.isVisible():
            window.form.lock.correct_button.click()
            settle()
            yield Screen("ho-so-hoi-sua", window.form.lock.keep_button.click)
    window.show_pages()
    window.show_side(window.form)
    _choose_doubtful(counter)


def _verdict(counter: Counter, pdf: Path) -> Iterator[Screen]:
    """A file whose signatures were checked."""
    for page, _ in counter.window.tabs.parts:
        if isinstance(page, VerifyView):
            page.file_given.emit(str(pdf))
            work_done(counter)
            work_done(counter)
            yield Screen("man-kiem-tra-chu-ky-tep", _nothing)
    counter.window.show_work()


def _beside(counter: Counter) -> Iterator[Screen]:
    """What stands beside or above the work: the help, the hints of the practice."""
    window = counter.window
    counter.help.open(START)
    settle(2)
    yield Screen("tro-giup", _nothing)
    counter.help.close()
    strip = PracticeStrip("246824", window)
    window.stand_on_top(strip)
    strip.teach(Lesson.FIELDS, 3)
    strip.show()
    settle()
    yield Screen("tap-lam", _nothing)
    strip.hide()
    strip.deleteLater()
    settle()


def _tabs(counter: Counter, but: frozenset[str] = frozenset()) -> Iterator[Screen]:
    window = counter.window
    for page, title in window.tabs.parts:
        if page is window.tabs.parts[0][0]:
            continue
        window.tabs.bring(page)
        if window.tabs.name_on_show in but:
            continue
        settle()
        work_done(counter)
        yield Screen(_slug("man", title), _nothing)
        for name in _inner(page):
            yield Screen(_slug("man", title, name), _nothing)
    window.show_work()


def _inner(page: QWidget) -> Iterator[str]:
    """Further states that a screen names itself: a stack with the object name "steps"."""
    for stack in page.findChildren(QStackedWidget, "steps"):
        before = stack.currentIndex()
        for number in range(stack.count()):
            stack.setCurrentIndex(number)
            settle()
            yield str(number + 1)
        stack.setCurrentIndex(before)


def _trouble(counter: Counter) -> Iterator[Screen]:
    """Something went wrong while something else goes on."""
    window = counter.window
    counter.troubles.show(LinkDown("no route"))
    settle()
    yield Screen("tin-loi", window.message.hide)
    window.message.hide()


def _covers(counter: Counter) -> Iterator[Screen]:
    """What stands in the place of everything: the lock, the first steps."""
    whole = counter.window.whole
    for number in range(1, whole.count()):
        cover = whole.widget(number)
        if cover is None:
            continue
        whole.setCurrentIndex(number)
        cover = cover.inside if isinstance(cover, Roomy) else cover
        name = type(cover).__name__
        if counter.steps is not None and cover is counter.steps.view:
            yield from _steps(counter.steps)
            continue
        settle()
        yield Screen(_slug("che", name), _nothing)
        for stack in cover.findChildren(QStackedWidget)[:1]:
            before = stack.currentIndex()
            for step in range(stack.count()):
                stack.setCurrentIndex(step)
                settle()
                yield Screen(_slug("che", name, str(step + 1)), _nothing)
            stack.setCurrentIndex(before)
    whole.setCurrentIndex(0)


def _steps(desk: FirstStepsDesk) -> Iterator[Screen]:
    """The first steps, each as an officer comes to it."""
    for number, step in enumerate(STEPS, start=1):
        desk.open_at(step)
        settle()
        yield Screen(f"che-buoc-{number}", _nothing)


def _slug(*parts: str) -> str:
    words = " ".join(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", part) for part in parts)
    return "-".join(re.findall(r"[a-z0-9]+", " ".join(folded_words(words))))
