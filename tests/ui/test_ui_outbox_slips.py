"""From the outbox to paper, what is unsent for too long, and a window that is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.manifest import manifest_from_json
from app.domain.submission import ReceiptRecord, SubmissionState, advance
from app.province.statements import Answer
from app.services.deliver import send_due
from app.ui.application import run_window
from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.look import Tone
from app.ui.network_watch import NetworkWatch, system_network
from app.ui.outbox_desk import OutboxDesk
from app.ui.receipt_text import receipt_text
from app.ui.slip_printing import SlipPrinting
from tests.fakes.counter_dossiers import CODE, sealed
from tests.fakes.counter_station import KEY, CounterStation
from tests.fakes.signed_receipts import signed
from tests.province.bag_samples import statements
from tests.ui.conftest import press

Opener = Callable[..., Counter]
Reach = QNetworkInformation.Reachability


class Network(QObject):
    """Stands in for what the system tells of its network."""

    reachabilityChanged = Signal(Reach)  # Qt's own name


def text_of(file: Path) -> str:
    document = pdfium.PdfDocument(file.read_bytes())
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    return " ".join(text.split())


def receive(world: CounterStation) -> None:
    """The processing system takes the only submission and signs a receipt."""
    submission = world.store.submissions()[0]
    claims = {
        "iss": "tinh-mau",
        "receipt_no": "BN-17",
        "dossier_id": "hs-17",
        "client_ref": submission.dossier_id,
        "manifest_sha256": submission.manifest_sha256,
        "committed_at": "2026-11-22T01:00:00Z",
    }
    record = ReceiptRecord(submission.id, "BN-17", signed(claims), world.station.stamp())
    act = world.station.act("submission.acked", submission.id)
    world.store.acknowledge(advance(submission, SubmissionState.ACKED), record, act)


def slips_of(counter: Counter) -> SlipPrinting:
    desk = counter.window.findChild(OutboxDesk)
    assert desk is not None
    return desk.slips


def choose_only(counter: Counter, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: counter.window.outbox_model.rowCount() == 1)
    counter.window.show_outbox()
    counter.window.outbox.choose(counter.window.outbox_model.rows[0].submission.id)


@pytest.mark.parametrize(
    ("sent", "title", "name"),
    [
        (False, "PHIẾU TRẠM (KHÔNG PHẢI BIÊN NHẬN)", f"phieu-tram-{CODE}.pdf"),
        (True, "BIÊN NHẬN HỒ SƠ ĐIỆN TỬ", f"bien-nhan-{CODE}.pdf"),
    ],
)
def test_chosen_row_is_printed_into_a_file(
    open_counter: Opener,
    world: CounterStation,
    qtbot: QtBot,
    tmp_path: Path,
    sent: bool,
    title: str,
    name: str,
) -> None:
    sealed(world)
    if sent:
        receive(world)
    counter = open_counter()
    choose_only(counter, qtbot)
    slips = slips_of(counter)
    file = tmp_path / name

    press(counter.window.outbox.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = slips.dialog
    assert dialog is not None
    offered = Path(dialog.selectedFiles()[0]).name
    dialog.close()
    dialog.fileSelected.emit(str(file))

    qtbot.waitUntil(lambda: "Đã lưu tệp PDF" in counter.window.message.text)
    assert offered == name
    assert title in text_of(file)
    assert [each.act.action for each in world.store.audit_entries()].count("slip.print") == 1


def test_slip_that_cannot_be_written_is_told(
    open_counter: Opener, world: CounterStation, qtbot: QtBot, tmp_path: Path
) -> None:
    sealed(world)
    counter = open_counter()
    choose_only(counter, qtbot)
    slips = slips_of(counter)
    counter.window.outbox.print_button.click()
    assert slips.dialog is not None
    slips.dialog.close()

    slips.dialog.fileSelected.emit(str(tmp_path / "no" / "slip.pdf"))

    qtbot.waitUntil(lambda: "Không lưu được tệp in" in counter.window.message.text)


def test_withdrawn_dossier_has_nothing_to_print(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    sealed(world)
    counter = open_counter()
    choose_only(counter, qtbot)
    counter.flows.outbox.withdraw(world.store.submissions()[0].id)

    qtbot.waitUntil(lambda: not counter.window.outbox.print_button.isEnabled())
    assert counter.window.outbox.print_button.toolTip() == "Hồ sơ đã rút lại không có phiếu."


@pytest.mark.usefixtures("officer_app")
def test_record_of_the_station_is_not_called_a_receipt(world: CounterStation) -> None:
    home = sealed(world)
    submission = world.store.submissions()[0]
    manifest = manifest_from_json(world.vault.get(home, submission.manifest))
    jws = statements().receipt(Answer("folder", "BN-17", "hs-17"), manifest).jws

    own = receipt_text(ReceiptRecord(submission.id, "BN-17", jws, world.station.stamp()), CODE)

    assert own.splitlines()[:2] == ["BẢN GHI TIẾP NHẬN BN-17", "(chưa được hệ thống ký)"]
    assert "Chữ ký của hệ thống" not in own


@pytest.mark.usefixtures("officer_app")
def test_receipt_of_the_system_has_no_such_mark(world: CounterStation) -> None:
    sealed(world)
    receive(world)

    text = receipt_text(world.store.receipt(world.store.submissions()[0].id), CODE)

    assert text.splitlines()[0] == "BIÊN NHẬN BN-17"
    assert "chưa được hệ thống ký" not in text


def test_dossier_unsent_for_a_day_is_a_red_part_with_a_sentence(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    sealed(world)
    world.line.online = False
    send_due(world.station)
    counter = open_counter()
    strip = counter.window.strip
    qtbot.waitUntil(lambda: strip.counts.waiting == 1)
    hidden = strip.overdue.isHidden()
    world.clock += timedelta(hours=25)
    counter.flows.queue.refresh()

    qtbot.waitUntil(lambda: strip.overdue.isVisible())
    strip.overdue.click()

    assert hidden
    assert strip.overdue.text() == "! 1 hồ sơ chưa gửi quá 1 ngày"
    assert strip.overdue.property("tone") == Tone.WRONG.value
    assert counter.window.tabs.on_show is counter.window.outbox
    assert counter.window.outbox.chosen is not None
    assert counter.window.message.text.startswith("1 hồ sơ chưa gửi được quá một ngày.")


@pytest.mark.parametrize(
    ("reaches", "told"),
    [
        ([Reach.Disconnected], 0),
        ([Reach.Disconnected, Reach.Local], 0),
        ([Reach.Disconnected, Reach.Site], 1),
        ([Reach.Disconnected, Reach.Online], 1),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_network_that_comes_back_is_told(reaches: list[Reach], told: int) -> None:
    network = Network()
    watch = NetworkWatch(network)
    heard: list[int] = []
    watch.came_back.connect(lambda: heard.append(1))

    for reach in reaches:
        network.reachabilityChanged.emit(reach)

    assert len(heard) == told


@pytest.mark.usefixtures("qapp")
def test_system_that_tells_nothing_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QNetworkInformation, "loadDefaultBackend", lambda: False)

    found = system_network()

    assert found is None
    assert NetworkWatch(found).parent() is None


def test_run_window_asks_at_once_when_the_network_is_back(
    officer_app: QApplication, world: CounterStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    network, probed = Network(), []
    monkeypatch.setattr("app.ui.application.system_network", lambda: network)
    monkeypatch.setattr("app.services.runner.Runner.line_is_back", lambda _: probed.append(1))
    QTimer.singleShot(50, lambda: network.reachabilityChanged.emit(Reach.Online))
    QTimer.singleShot(100, officer_app.closeAllWindows)

    run_window(world.station, DeskSettings(key=KEY))

    assert probed == [1]


@pytest.mark.qt_log_ignore(r"raise\(\)", "propagateSizeHints")
def test_later_start_brings_the_window_to_the_front(
    officer_app: QApplication, world: CounterStation
) -> None:
    calls: list[Callable[[], None]] = []
    states: list[bool] = []

    @contextmanager
    def later_starts(on_start: Callable[[], None]) -> Iterator[None]:
        calls.append(on_start)
        yield
        calls.clear()

    def start_again() -> None:
        (window,) = (each for each in officer_app.topLevelWidgets() if each.isVisible())
        window.showMinimized()
        calls[0]()
        QTimer.singleShot(50, lambda: look(window))

    def look(window: object) -> None:
        states.append(window.isMinimized())  # type: ignore[attr-defined]
        officer_app.closeAllWindows()

    QTimer.singleShot(50, start_again)

    run_window(world.station, replace(DeskSettings(key=KEY), later_starts=later_starts))

    assert states == [False]
    assert calls == []
