"""The counter as the officer's home: what comes next, parts of the queue, strip and progress."""

from __future__ import annotations

import ast
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

import app
from app.domain.dossier import Dossier, DossierState
from app.domain.ids import DossierId, SubmissionId
from app.domain.submission import Backlog, SubmissionState
from app.errors import JobCancelled, LibraryError, StationError
from app.jobs import Progress
from app.province.errors import Rejected
from app.services.deliver import send_due
from app.services.queue_parts import QueuePart
from app.services.standing import Standing
from app.store.base import DossierRow
from app.ui import labels
from app.ui.counter import Counter
from app.ui.message_panel import MessagePanel
from app.ui.messages import MESSAGES
from app.ui.outbox_flow import LineView
from app.ui.progress_desk import ProgressDesk
from app.ui.queue_flow import Overview
from app.ui.queue_model import QueueModel, next_step
from app.ui.signing_flow import SignStage
from app.ui.status_strip import StatusStrip
from app.ui.trouble_desk import TroubleDesk
from app.ui.upload_pace import SentNow
from app.ui.wording import asks_for_help
from tests.fakes.counter_dossiers import reviewed, sealed
from tests.fakes.counter_station import CounterStation
from tests.ui.conftest import doubtful_papers, press
from tests.ui.test_ui_messages import error_codes

Opener = Callable[..., Counter]
SECRET = "Nguyễn Văn Bí Mật 038195904374 /home/x/ho-so sqlite3.OperationalError"


def row(
    state: DossierState = DossierState.OPEN,
    *,
    sent: SubmissionState | None = None,
    pages: int = 2,
    unread: int = 0,
    doubts: int = 0,
    receipt: str = "",
) -> DossierRow:
    home = Dossier(DossierId("018f-000001"), "", "", state, 1, "2026-03-02T03:00:00+00:00", 0)
    return DossierRow(home, pages, unread, doubts, sent, receipt)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (row(pages=0), "→ Quét: F5 · nhập tệp: Ctrl+O"),
        (row(unread=2, doubts=1), "◷ Đang đọc 2 trang"),
        (row(doubts=3), "? Xem 3 ô còn ngờ: F2"),
        (row(), "→ Kiểm tra xong: Ctrl+Enter"),
        (row(DossierState.REVIEWED), "→ Tạo tệp và ký: F9"),
        (row(DossierState.BUILT), "→ Tạo tệp và ký: F9"),
        (row(DossierState.SIGNING), "◷ Đang ký"),
        (row(DossierState.SIGNED), "→ Đã ký, bấm F9 để gửi"),
        (row(DossierState.SEALED, sent=SubmissionState.QUEUED), "◷ Chờ gửi, trạm tự gửi"),
        (row(DossierState.SEALED, sent=SubmissionState.WAITING), "◷ Chờ gửi, trạm tự gửi"),
        (row(DossierState.SEALED, sent=SubmissionState.HELD), "! Xem lý do: Ctrl+B"),
        (row(DossierState.SEALED, sent=SubmissionState.ACKED, receipt="BN-1"),
         "✓ Đã tiếp nhận: BN-1"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("officer_app")
def test_each_dossier_says_what_comes_next(given: DossierRow, words: str) -> None:
    assert next_step(given) == words


@pytest.mark.usefixtures("officer_app")
def test_dossier_that_lacks_its_time_has_nothing_to_do() -> None:
    assert next_step(row(DossierState.SIGNED), waits=True).startswith("◷ Chờ dấu thời gian")


def fill(world: CounterStation) -> dict[str, DossierId]:
    return {
        "sealed": sealed(world),
        "reviewed": reviewed(world),
        "doubts": world.add_dossier([doubtful_papers()], "H26.121-251027-0042"),
        "empty": world.add_unread([]),
    }


def test_parts_of_the_queue_show_their_dossiers_by_key(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    homes = fill(world)
    counter = open_counter()
    model, queue = counter.window.queue_model, counter.window.queue
    qtbot.waitUntil(lambda: model.rowCount() == 4)
    seen = {}

    for part in (QueuePart.LOOK, QueuePart.SIGN, QueuePart.WAITING, QueuePart.ALL):
        press(counter.window, Qt.Key.Key_F11, Qt.KeyboardModifier.ShiftModifier)
        assert model.part is part
        seen[part] = {each.dossier.id for each in model.rows}

    kept = homes["empty"]
    assert seen[QueuePart.LOOK] == {homes["doubts"], kept}
    assert seen[QueuePart.SIGN] == {homes["reviewed"], kept}
    assert seen[QueuePart.WAITING] == {homes["sealed"], kept}
    assert len(seen[QueuePart.ALL]) == 4
    assert queue.part.itemText(1) == "? Cần bạn xem (1)"


def test_dossier_on_show_stays_although_it_leaves_its_part(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    homes = fill(world)
    counter = open_counter()
    model, queue = counter.window.queue_model, counter.window.queue
    qtbot.waitUntil(lambda: model.rowCount() == 4)

    queue.select(homes["doubts"])
    queue.next_part()
    queue.next_part()

    assert homes["doubts"] in {each.dossier.id for each in model.rows}
    assert counter.flows.queue.chosen_id == homes["doubts"]


@pytest.mark.usefixtures("officer_app")
def test_ten_thousand_dossiers_change_their_part_without_a_reset(qtbot: QtBot) -> None:
    model = QueueModel()
    base = row()
    states = [DossierState.OPEN, DossierState.REVIEWED]
    rows = [
        replace(
            base,
            dossier=replace(base.dossier, id=DossierId(f"d{n}"), state=states[n % 2]),
            doubtful_fields=n % 2 == 0,
        )
        for n in range(10_000)
    ]
    model.set_rows(rows)
    told: list[int] = []
    model.modelReset.connect(lambda: told.append(0))

    model.show_part(QueuePart.SIGN)
    signed = model.rowCount()
    model.show_part(QueuePart.ALL)

    assert (signed, model.rowCount(), told) == (5000, 10_000, [])


def test_empty_queue_teaches_the_first_step(open_counter: Opener) -> None:
    counter = open_counter()
    queue = counter.window.queue

    told = [each.text() for each in queue.findChildren(QLabel) if each.isVisibleTo(queue)]

    assert any("Bấm F5" in text and "Ctrl+N" in text and "Ctrl+O" in text for text in told)
    keys = " ".join(each.text() for each in counter.window.findChildren(QAbstractButton))
    assert {"Ctrl+N", "F5", "Ctrl+O", "Ctrl+F", "F1"} <= set(keys.split())


@pytest.mark.usefixtures("officer_app")
def test_strip_tells_everything_in_words(qtbot: QtBot) -> None:
    strip = StatusStrip()
    qtbot.addWidget(strip)
    backlog = Backlog(37, 412, 210_000_000, 2, "2026-03-02T00:00:00+00:00")

    strip.set_standing(
        Standing(backlog, reading=3, free_bytes=41 * 10**9, reserve_bytes=10**9, oldest_s=11_000)
    )

    assert strip.waiting.text() == "↑ 37 hồ sơ chờ gửi (412 trang, 210 MB)"
    assert strip.held.text() == "! 2 hồ sơ cần bạn"
    assert strip.oldest.text() == "◷ lâu nhất 3 giờ"
    assert strip.disk.text() == "▤ Ổ đĩa còn 41 GB"
    assert strip.reading.text() == "◷ Đang đọc 3 trang"


@pytest.mark.usefixtures("officer_app")
def test_strip_of_a_station_without_a_server_says_offline_only(qtbot: QtBot) -> None:
    strip = StatusStrip()
    qtbot.addWidget(strip)

    strip.set_line(LineView(online=False, is_set_up=False))

    assert strip.line.text() == "○ Chỉ ngoại tuyến: chưa khai báo máy chủ"


def test_every_part_of_the_strip_is_a_button_that_leads_somewhere(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    sealed(world)
    world.line.trouble = Rejected("thiếu giấy")
    send_due(world.station)
    counter = open_counter()
    strip, window = counter.window.strip, counter.window
    qtbot.waitUntil(lambda: strip.counts.held == 1)

    shown = {}
    for part in (strip.line, strip.waiting, strip.held, strip.oldest, strip.overdue):
        window.show_work()
        part.click()
        shown[part.accessibleName()] = window.tabs.on_show is window.outbox
    parts = (*strip.findChildren(type(strip.line)),)

    assert all(shown.values()), shown
    assert all(part.toolTip() and part.accessibleName() for part in parts)
    assert "Ctrl+B" in strip.waiting.toolTip()


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0,0 MB"),
        (1, "0,1 MB"),
        (4_560_000, "4,6 MB"),
        (210_400_000, "210 MB"),
        (1_500_000_000, "1,5 GB"),
        (41_000_000_000, "41 GB"),
    ],
)
@pytest.mark.usefixtures("officer_app")
def test_bytes_are_told_as_officers_read_them(count: int, words: str) -> None:
    assert labels.byte_size(count) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (59, "0 phút"),
        (3599, "59 phút"),
        (3600, "1 giờ"),
        (47 * 3600, "47 giờ"),
        (49 * 3600, "2 ngày"),
    ],
)
@pytest.mark.usefixtures("officer_app")
def test_age_is_told_no_finer_than_needed(seconds: float, words: str) -> None:
    assert labels.age(seconds) == words


def test_only_what_needs_the_officer_by_key(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    sealed(world)
    send_due(world.station)
    held = sealed(world, "H26.121-251027-0077")
    world.line.trouble = Rejected("thiếu giấy")
    send_due(world.station)
    counter = open_counter()
    outbox, model = counter.window.outbox, counter.window.outbox_model
    qtbot.waitUntil(lambda: model.rowCount() == 2)
    counter.window.show_outbox()

    press(outbox.table, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    few = [each.submission.dossier_id for each in model.rows]
    other = next(s for s in world.store.submissions() if s.dossier_id != held)
    outbox.choose(other.id)

    assert few == [held]
    assert model.rowCount() == 2
    assert outbox.chosen is not None
    assert outbox.chosen.submission.id == other.id


# Progress


def test_signing_and_sending_tell_how_long_they_take(
    open_counter: Opener, world: CounterStation
) -> None:
    counter = open_counter()
    desk, strip = counter.desk._progress, counter.window.progress
    counter.flows.signing.stage = SignStage.SIGNING

    counter.flows.signing.progress.emit(Progress(3, 20, "", 70.0))
    signing, can_stop = strip.text, strip.stop_button.isVisible()
    counter.flows.signing.stage = SignStage.IDLE
    sent = {SubmissionId("s"): SentNow(3_000_000, 10_000_000, 50_000.0, 140.0)}
    desk.count(Overview(sent=sent))
    desk.show()

    assert signing == "Đang ký: 3/20 tệp · khoảng 70 giây"
    assert can_stop
    assert strip.text == "Đang gửi: 3,0 MB trên 10 MB · khoảng 2 phút"


def test_sending_whose_pace_nobody_knows_shows_nothing(open_counter: Opener) -> None:
    counter = open_counter()
    desk: ProgressDesk = counter.desk._progress

    desk.count(Overview(sent={SubmissionId("s"): SentNow(0, 10)}))
    desk.show()

    assert counter.window.progress.isHidden()


def test_making_of_files_can_be_stopped_and_the_dossier_stays_reviewed(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    home = reviewed(world, "H26.121-251027-0099")
    counter = open_counter()
    signing = counter.flows.signing
    told: list[StationError] = []
    signing.trouble.connect(told.append)
    reached, go_on = threading.Event(), threading.Event()

    def wait(_job: str) -> None:
        reached.set()
        go_on.wait(10)

    qtbot.waitUntil(lambda: counter.window.queue_model.rowCount() == 1)
    world.reader.before = wait
    signing.build(home)
    qtbot.waitUntil(reached.is_set)
    counter.window.progress.stop_button.click()
    go_on.set()

    qtbot.waitUntil(lambda: signing.busy_with is None)
    assert world.store.dossier(home).state in {DossierState.REVIEWED, DossierState.BUILT}
    assert all(isinstance(each, JobCancelled) for each in told)


# Messages


def shown_text(window: QWidget) -> str:
    """Every word that is in sight, and what is read out."""
    texts = []
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window):
            for read in ("text", "toPlainText", "toolTip", "accessibleName"):
                words = getattr(widget, read, "")
                texts.append(str(words() if callable(words) else words))
            texts.append(widget.accessibleDescription())
    return "\n".join(texts)


def test_no_raw_text_of_an_error_reaches_the_window(open_counter: Opener) -> None:
    counter = open_counter()
    panel, leaks = counter.window.message, []

    for code in sorted(error_codes()):
        error = StationError(SECRET)
        error.code = code
        counter.troubles.show(error)
        panel.details_button.setChecked(True)
        counter.troubles.show_lane(LibraryError(code, error.advice, SECRET))
        text = shown_text(panel)
        leaks += [code for part in SECRET.split() if len(part) > 5 and part in text]

    assert leaks == []
    assert "OperationalError" not in shown_text(counter.window)


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_both_languages_send_the_officer_to_the_same_person(code: str) -> None:
    message = MESSAGES[code]

    assert asks_for_help(message.vi.todo) == asks_for_help(message.en.todo)


@pytest.mark.usefixtures("officer_app")
def test_message_says_whom_to_call_where_the_next_step_is_to_call(qtbot: QtBot) -> None:
    panel = MessagePanel()
    qtbot.addWidget(panel)
    panel.set_contact("Phòng Công nghệ, 0254 3852 123")
    desk = TroubleDesk(panel, "vi")
    called = StationError()
    called.code = "store.damaged"
    plain = StationError()
    plain.code = "key.wrong_pin"

    desk.show(called)
    first = panel.call_text
    desk.show(plain)

    assert first == "Gọi: Phòng Công nghệ, 0254 3852 123"
    assert panel.call_text == ""


@pytest.mark.usefixtures("officer_app")
def test_message_names_nobody_where_nobody_is_set_up(qtbot: QtBot) -> None:
    panel = MessagePanel()
    qtbot.addWidget(panel)

    panel.tell("Ổ đĩa hỏng.", "Hãy gọi người quản trị.")

    assert panel.call_text == ""


def test_code_of_a_message_waits_behind_a_button(open_counter: Opener, qtbot: QtBot) -> None:
    counter = open_counter()
    error = StationError(SECRET)
    error.code = "store.damaged"

    counter.troubles.show(error)
    before = "store.damaged" in shown_text(counter.window.message)
    counter.window.message.details_button.click()

    assert not before
    assert "store.damaged" in shown_text(counter.window.message)
    assert QApplication.activeModalWidget() is None


def spoken(tree: ast.AST) -> Iterator[ast.AST]:
    """Where the raw text of an error is made: str(error), repr(error), f"{error}", error.args."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Call(func=ast.Name("str" | "repr"), args=[ast.Name("error")])
                | ast.FormattedValue(value=ast.Name("error"))
                | ast.Attribute(value=ast.Name("error"), attr="args" | "strerror" | "__traceback__")
            ):
                yield node


def test_no_module_of_the_window_spells_an_error_out() -> None:
    rooms = Path(app.__file__).parent / "ui"

    found = [
        f"{file.name}:{getattr(node, 'lineno', 0)}"
        for file in sorted(rooms.glob("*.py"))
        for node in spoken(ast.parse(file.read_text("utf-8")))
    ]

    assert found == []
    assert list(spoken(ast.parse("show(str(error))")))
