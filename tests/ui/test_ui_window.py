"""The window as a whole: names for screen readers, language, size, light start, clean end."""

from __future__ import annotations

import subprocess
import sys
import threading
import xml.etree.ElementTree as ET  # our own files
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

import app
from app.ui.application import run_window
from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.emblem import emblem
from app.ui.look import SMALLEST_FONT_PT
from app.ui.singletons import PLENTY, keep_singletons_alive
from app.ui.translation import Translation
from tests.fakes.counter_station import KEY, CounterStation
from tests.ui.conftest import declaration

ROOT = Path(app.__file__).parents[1]
TRANSLATIONS = ROOT / "resources" / "translations"
Opener = Callable[..., Counter]

START_ALONE = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from app.ui.singletons import keep_singletons_alive
keep_singletons_alive()
from PySide6.QtWidgets import QApplication
from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.outfit import set_up
from tests.fakes.counter_station import KEY, CounterStation
application = QApplication([])
set_up(application, "vi")
counter = Counter(CounterStation().station, DeskSettings(key=KEY), lambda: None)
counter.start()
counter.flows.outbox.line_changed.connect(application.quit)
application.exec()
counter.close()
heavy = {"cv2", "numpy", "pyhanko", "pikepdf", "pytesseract", "tesserocr", "PIL", "pypdfium2"}
print(sorted(heavy & set(sys.modules)))
"""


def test_start_loads_no_heavy_library() -> None:
    run = subprocess.run(
        [sys.executable, "-c", START_ALONE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "[]"


def _is_viewport(widget: QWidget) -> bool:
    parent = widget.parent()
    return isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget


def test_every_focusable_widget_has_a_name(review: Counter) -> None:
    unnamed = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in review.window.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not widget.objectName().startswith("qt_")
        and not _is_viewport(widget)
    ]

    assert unnamed == [], unnamed


def test_tab_key_reaches_every_part(review: Counter, qtbot: QtBot) -> None:
    window = review.window
    window.queue.list.setFocus()
    seen: list[QWidget] = []
    for _ in range(60):
        focus = QApplication.focusWidget()
        if focus is None or focus in seen:
            break
        seen.append(focus)
        window.focusNextChild()

    assert window.pages in seen
    assert window.page.paper in seen
    assert window.form.rows[0].edit in seen
    assert window.strip.line in seen


@pytest.mark.usefixtures("officer_app")
def test_window_fits_an_old_counter_screen(review: Counter) -> None:
    hint = review.window.minimumSizeHint()

    assert hint.width() <= 1366
    assert hint.height() <= 700
    assert review.window.font().pointSize() >= SMALLEST_FONT_PT


def test_no_text_of_the_window_is_left_in_english(review: Counter) -> None:
    texts = {
        widget.text()
        for kind in (QAbstractButton, QLabel)
        for widget in review.window.findChildren(kind)
    }
    sources = {source for _context, source, _texts in messages(TRANSLATIONS / "sohoa_vi.ts")}

    assert texts & (sources - {"OCR"}) == set()


def messages(file: Path) -> list[tuple[str, str, list[str]]]:
    """Context, source and translations of every message of a file."""
    found = []
    for context in ET.parse(file).getroot().iter("context"):  # noqa: S314  # our own file
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            assert "type" not in translation.attrib, f"unfinished: {message.findtext('source')}"
            texts = [form.text or "" for form in translation.iter("numerusform")]
            found.append(
                (name, message.findtext("source") or "", texts or [translation.text or ""])
            )
    return found


@pytest.mark.parametrize("name", ["sohoa_vi.ts", "qtbase_vi.ts"])
@pytest.mark.usefixtures("qapp")
def test_every_message_is_translated_and_compiled(name: str) -> None:
    translator = Translation("vi")

    for context, source, texts in messages(TRANSLATIONS / name):
        assert all(texts), source
        compiled = translator.translate(context, source, None, 1 if "%n" in source else -1)
        assert compiled == texts[0], source


def test_translation_file_holds_every_source_string(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.ts"
    sources = sorted(str(path) for path in (ROOT / "app" / "ui").glob("*.py"))
    update = Path(sys.executable).with_name("pyside6-lupdate")

    subprocess.run(
        [str(update), *sources, "-ts", str(fresh), "-locations", "none"],
        check=True,
        capture_output=True,
        timeout=60,
    )

    wanted = {
        (context.findtext("name"), message.findtext("source"))
        for context in ET.parse(fresh).getroot().iter("context")  # noqa: S314  # our own file
        for message in context.iter("message")
    }
    held = {(context, source) for context, source, _ in messages(TRANSLATIONS / "sohoa_vi.ts")}
    assert wanted == held


def test_placeholders_survive_translation() -> None:
    for _context, source, texts in messages(TRANSLATIONS / "sohoa_vi.ts"):
        for mark in ("%1", "%2", "%n"):
            assert all((mark in text) == (mark in source) for text in texts), source


@pytest.mark.usefixtures("qapp")
def test_english_window_needs_no_translator() -> None:
    assert Translation("en").isEmpty()


@pytest.mark.usefixtures("officer_app")
def test_standard_buttons_speak_vietnamese() -> None:
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Hủy"


def test_emblem_is_drawn() -> None:
    assert not emblem().isNull()


@pytest.mark.may_skip("a fault of one Python version")
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="singletons are immortal there")
def test_singletons_have_references_to_lose() -> None:
    keep_singletons_alive()

    assert sys.getrefcount(None) > PLENTY // 2
    assert sys.getrefcount(True) > PLENTY // 2


def test_run_window_works_until_closed_and_leaves_no_thread(
    officer_app: QApplication, world: CounterStation, qtbot: QtBot
) -> None:
    world.add_unread([declaration()[0]])

    def close_when_read() -> None:
        if not world.store.pages_to_read(1):
            timer.stop()
            officer_app.closeAllWindows()

    timer = QTimer()
    timer.timeout.connect(close_when_read)
    timer.start(20)

    code = run_window(world.station, DeskSettings(key=KEY))

    ours = [t.name for t in threading.enumerate() if t.name.startswith("window-")]
    assert code == 0
    assert ours == []
    assert world.store.dossier_rows()[0].pages_to_read == 0


def test_window_module_is_short() -> None:
    lines = (ROOT / "app" / "ui" / "window.py").read_text("utf-8").splitlines()

    assert len(lines) < 300
