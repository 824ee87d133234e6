"""The whole trip through a real window: SANE, Tesseract, SoftHSM2, a receiver of its own.

Pictures of the window go to `artefacts/window/` so that somebody can look at them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import Wiring
from app.demo import receiver, samples
from app.domain.dossier import DossierState
from app.domain.field import FieldState
from app.domain.page import PageState, is_shown_only
from app.domain.submission import SubmissionState
from app.jobs import ProcessLane
from app.services.runner import Runner
from app.services.signing_desk import verify_files
from app.services.station import Station
from app.settings import Settings
from app.ui.action_bar import Action
from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.outfit import set_up
from app.ui.signing_flow import SignStage
from app.ui.singletons import keep_singletons_alive
from app.ui.window import Window

pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.slow,
    pytest.mark.sane,
    pytest.mark.softhsm,
    pytest.mark.tesseract,
    pytest.mark.timeout(300),
    pytest.mark.usefixtures("need_engine"),
    pytest.mark.qt_log_ignore("propagateSizeHints"),
]

PICTURES = Path(__file__).resolve().parents[2] / "artefacts" / "window"
TOKEN, PIN = "TRAM-THU", "24682468"
READ_MS, SEND_MS = 180_000, 60_000
SHOWN_ONLY_PAGES, PAPERS_LEFT = 4, 3


def load_token(folder: str, base_url: str) -> tuple[str, str]:
    """Make a software token with an officer's key; runs in a process of its own."""
    from signing.requests import Pkcs11Source
    from signing.trial.authority import OfficerProfile, TrialAuthority
    from signing.trial.token import create_store, create_token, find_module, load_into_token

    module = find_module()
    store = create_store(Path(folder) / "softhsm")
    create_token(store, TOKEN, PIN)
    os.environ.update(store.environment)
    authority = TrialAuthority.create(
        Path(folder) / "ca", datetime.now(UTC), base_url=base_url, password="unused"
    )
    source = Pkcs11Source(module, TOKEN)
    load_into_token(source, PIN, authority.issue(OfficerProfile()))
    trust = Path(folder) / "trust"
    trust.mkdir()
    (trust / "root.pem").write_bytes(authority.root_pem.read_bytes())
    return str(source), str(store.config)


@dataclass
class Trip:
    counter: Counter
    station: Station
    wiring: Wiring
    trust: Path


@pytest.fixture
def trip(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Trip]:
    keep_singletons_alive()
    set_up(qapp, "vi")
    lane = ProcessLane(1, name="token-maker")
    key, config = lane.submit(load_token, str(tmp_path), "http://127.0.0.1:9").result()
    lane.close()
    monkeypatch.setenv("SOFTHSM2_CONF", config)
    with ExitStack() as stack:
        url = stack.enter_context(receiver(tmp_path / "receiver"))
        settings = Settings(
            data_dir=tmp_path / "station",
            server_url=url,
            agency_code="H56.128",
            trust_dir=str(tmp_path / "trust"),
            key=key,
            feeder_dir=str(samples()),
            sane_config_dir=str(tmp_path / "station" / "sane"),
        )
        wiring = Wiring(settings, dict(os.environ))
        station = stack.enter_context(wiring.station())
        counter = open_window(station, key, qtbot, stack)
        yield Trip(counter, station, wiring, tmp_path / "trust")


def open_window(station: Station, key: str, qtbot: QtBot, stack: ExitStack) -> Counter:
    runners: list[Runner] = []
    counter = Counter(
        station,
        DeskSettings(key=key, device_hint="khai-sinh"),
        lambda: [runner.wake() for runner in runners] and None,
    )
    qtbot.addWidget(counter.window)
    runner = Runner(station, on_change=counter.rows_changed, on_trouble=counter.lane_trouble)
    runners.append(runner)
    stack.callback(counter.close)
    stack.callback(runner.stop)
    counter.start()
    runner.start()
    counter.window.activateWindow()
    assert QTest.qWaitForWindowActive(counter.window)
    return counter


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)


def type_as_input_method(widget: QWidget, text: str) -> None:
    """Type as an input method does: pre-edit, then commit, letter by letter."""
    for letter in text:
        QApplication.sendEvent(widget, QInputMethodEvent(letter, []))
        commit = QInputMethodEvent("", [])
        commit.setCommitString(letter)
        QApplication.sendEvent(widget, commit)


@pytest.fixture
def take_picture(trip: Trip) -> Callable[[str], None]:
    PICTURES.mkdir(parents=True, exist_ok=True)

    def take(name: str) -> None:
        QTest.qWait(300)  # let the last paint land on the picture; nothing is judged by it
        assert trip.counter.window.grab().save(str(PICTURES / f"{name}.png"))

    return take


def test_window_trip_from_feeder_to_receipt(
    trip: Trip, qtbot: QtBot, take_picture: Callable[[str], None]
) -> None:
    window, station = trip.counter.window, trip.station
    bar = window.actions_bar

    qtbot.waitUntil(lambda: "khai-sinh" in bar.device_id, timeout=30_000)
    take_picture("1-trong")
    press(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: pages_saved(station) >= 3, timeout=30_000)
    take_picture("2-dang-quet")
    qtbot.waitUntil(lambda: pages_saved(station) == 7, timeout=60_000)
    qtbot.waitUntil(lambda: pages_read(station) == 7, timeout=READ_MS)
    qtbot.waitUntil(lambda: len(window.form.rows) > 20, timeout=30_000)
    qtbot.waitUntil(window.progress.isHidden, timeout=10_000)
    press(window, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: bool(window.page.active and window.page.marked), timeout=10_000)
    take_picture("3-kiem-tra")

    erase_shown_only(trip, qtbot)
    clear_doubts(trip, qtbot)
    press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: state(station) is DossierState.REVIEWED, timeout=10_000)
    qtbot.waitUntil(lambda: not bar.reason(Action.SIGN), timeout=10_000)
    press(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: trip.counter.flows.signing.stage is SignStage.READY, timeout=30_000)
    take_picture("4-ky-so")
    allow_token_software(window, qtbot)
    type_as_input_method(window.sign.pin, "99999999")
    press(window.sign.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: state(station) is DossierState.BUILT, timeout=30_000)
    qtbot.waitUntil(lambda: trip.counter.flows.signing.stage is SignStage.READY, timeout=30_000)
    take_picture("5-sai-pin")
    type_as_input_method(window.sign.pin, PIN)
    press(window.sign.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: acked(station), timeout=SEND_MS)
    window.show_outbox()
    qtbot.waitUntil(lambda: "BN-" in shown_in_outbox(trip), timeout=10_000)
    take_picture("6-hang-gui")

    assert verified_everything(trip)
    assert station.store.verify() == []
    heavy = {"cv2", "numpy", "pikepdf", "pyhanko", "pytesseract"}
    assert os.environ.get("PYTEST_XDIST_WORKER") or not heavy & loaded_by_window()


def shown_in_outbox(trip: Trip) -> str:
    """All words in the outbox's table."""
    model = trip.counter.window.outbox_model
    cells = (
        model.index(row, column).data() or ""
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    )
    return " ".join(str(cell) for cell in cells)


def loaded_by_window() -> set[str]:
    """Heavy libraries in a fresh window process; this one has loaded the tests' own."""
    import subprocess

    script = (
        "import sys; from app.bootstrap import main; import app.ui.application; "
        "import app.services.workers; print(' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split())


def pages_saved(station: Station) -> int:
    return sum(row.page_count for row in station.store.dossier_rows())


def pages_read(station: Station) -> int:
    rows = station.store.dossier_rows()
    return sum(
        page.state is PageState.READ for row in rows for page in station.store.pages(row.dossier.id)
    )


def state(station: Station) -> DossierState:
    return station.store.dossier_rows()[0].dossier.state


def acked(station: Station) -> bool:
    return [item.state for item in station.store.submissions()] == [SubmissionState.ACKED]


def erase_shown_only(trip: Trip, qtbot: QtBot) -> None:
    """Erase the papers that may only be shown, by keyboard, until the rest is compared again."""
    window, store = trip.counter.window, trip.station.store

    def left() -> int:
        return sum(is_shown_only(page) for page in window.pages_model.rows)

    assert left() == SHOWN_ONLY_PAGES
    while before := left():
        keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        press(window, Qt.Key.Key_Delete, keys)
        qtbot.waitUntil(lambda before=before: left() < before, timeout=10_000)
    qtbot.waitUntil(lambda: not store.dossiers_to_compare(1), timeout=30_000)


def allow_token_software(window: Window, qtbot: QtBot) -> None:
    """Answer the question that is asked once of each library."""
    allow = window.sign.person.allow_button
    qtbot.waitUntil(allow.isVisible, timeout=10_000)
    press(allow, Qt.Key.Key_Space)
    qtbot.waitUntil(window.sign.pin.isVisible, timeout=30_000)


def clear_doubts(trip: Trip, qtbot: QtBot) -> None:
    """Go through the doubtful fields by keyboard; type what stands empty and must not."""
    window, store = trip.counter.window, trip.station.store
    dossier = store.dossier_rows()[0].dossier.id
    press(window, Qt.Key.Key_F2)
    for _ in range(60):
        doubtful = [field for field in store.fields(dossier) if field.needs_a_look]
        if not doubtful:
            return
        editor = QApplication.focusWidget()
        assert editor is not None
        before = len(doubtful)
        if any(f.state is FieldState.RED and not f.value for f in doubtful):
            type_as_input_method(editor, "Lý Thị Mỹ Vân")
        press(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(
            lambda before=before: sum(f.needs_a_look for f in store.fields(dossier)) < before,
            timeout=10_000,
        )
    raise AssertionError("doubts do not end")


def verified_everything(trip: Trip) -> bool:
    """Every file that was sent is signed, whole and trusted."""
    store, vault = trip.station.store, trip.station.vault
    dossier = store.dossier_rows()[0].dossier.id
    folder = trip.trust.parent / "out"
    folder.mkdir()
    for file in store.files(dossier):
        (folder / file.name).write_bytes(vault.get(dossier, file.blob))
    with trip.wiring.signing_desk() as desk:
        verdicts = verify_files(desk, [str(path) for path in sorted(folder.iterdir())], "")
    return len(verdicts) == PAPERS_LEFT and all(
        v["integrity"] == "intact" and v["verdict"] in {"valid", "unknown"} for v in verdicts
    )
