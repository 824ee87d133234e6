"""Checking signatures in the window: green for valid alone, everything said in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import signing.pades.before_signing
import signing.validation.annotations
from app.errors import JobError, JobTimeout, WorkerDied
from app.services.signing_preview import CheckedFile
from app.ui.counter import Counter
from app.ui.jobs_bridge import JobsBridge
from app.ui.look import Tone
from app.ui.preview_flow import Checked, PreviewFlow
from app.ui.verdict_panel import VerdictPanel
from app.ui.wording_findings import finding_words, why_words
from signing.appearance.places import Why
from tests.fakes.counter_station import CounterStation, small_pdf

Opener = Callable[..., Counter]
SIGNATURE: dict[str, Any] = {
    "field": "NguoiKy_1",
    "signer": "Trần Văn Hùng",
    "level": "b-lt",
    "indication": "TOTAL-PASSED",
    "sub_indication": "",
    "integrity": "intact",
    "covers_whole_file": False,
    "changes_after": ["signature-added"],
    "signed_at": "2026-11-20T09:12:00+07:00",
    "time_source": "timestamp",
    "trust": "trusted",
    "chain": ["Trần Văn Hùng", "CA thử", "Gốc thử"],
    "revocation": ["OCSP 2026-11-20"],
    "notices": [],
}


def checked(
    verdict: str, *signatures: dict[str, Any], notices: tuple[str, ...] = ()
) -> CheckedFile:
    content = {
        "path": "a.pdf",
        "verdict": verdict,
        "integrity": "intact",
        "notices": list(notices),
        "signatures": list(signatures),
    }
    return CheckedFile(content, b"<report/>")


@pytest.fixture
def panel(officer_app: QApplication, qtbot: QtBot) -> VerdictPanel:
    panel = VerdictPanel("vi")
    qtbot.addWidget(panel)
    panel.show()
    return panel


def test_valid_signature_says_who_when_how_and_is_green(panel: VerdictPanel) -> None:
    panel.show_verdict(checked("valid", SIGNATURE))

    for words in (
        "✓ Tất cả chữ ký hợp lệ",
        "1. Trần Văn Hùng · ✓ Hợp lệ",
        "(dịch vụ cấp dấu thời gian)",
        "Mức: PAdES B-LT",
        "nguyên vẹn từ khi ký",
        "tin cậy (Trần Văn Hùng → CA thử → Gốc thử)",
        "Thu hồi: OCSP 2026-11-20",
        "Sau chữ ký này: thêm chữ ký",
    ):
        assert words in panel.text
    assert panel.tone == Tone.GOOD


@pytest.mark.parametrize(
    ("verdict", "sign"), [("unknown", "?"), ("invalid", "!"), ("unsigned", "○"), ("new", "?")]
)
def test_nothing_but_valid_is_green(panel: VerdictPanel, verdict: str, sign: str) -> None:
    panel.show_verdict(checked(verdict))

    assert panel.text.startswith(sign)
    assert panel.tone != Tone.GOOD


def test_unknown_says_why(panel: VerdictPanel) -> None:
    odd = SIGNATURE | {
        "indication": "INDETERMINATE",
        "sub_indication": "NO_CERTIFICATE_CHAIN_FOUND",
        "trust": "unknown",
        "time_source": "claimed",
        "revocation": [],
        "level": "pkcs7-b-b",
    }

    panel.show_verdict(checked("unknown", odd, notices=("revocation-unknown",)))

    assert "Lý do: chứng thư không dẫn tới gốc tin cậy đã cài" in panel.text
    assert "chỉ theo đồng hồ của người ký" in panel.text
    assert "Thu hồi: tệp không kèm bằng chứng" in panel.text
    assert "PKCS#7 (B-B)" in panel.text
    assert "• chưa biết chứng thư có bị thu hồi không" in panel.text


def test_names_from_a_certificate_are_never_markup(panel: VerdictPanel) -> None:
    panel.show_verdict(checked("valid", SIGNATURE | {"signer": "<b>Giả</b>"}))

    assert "<b>Giả</b>" in panel.text
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in panel._shown)


def test_dropped_file_is_checked_and_its_report_saved(
    open_counter: Opener, world: CounterStation, qtbot: QtBot, tmp_path: Path
) -> None:
    world.reader.verdict = {"verdict": "valid", "signatures": [SIGNATURE]}
    path = tmp_path / "da-ky.pdf"
    path.write_bytes(small_pdf(["one", "two"]))
    desk = open_counter().desk._verify
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    desk.view.dropEvent(event)
    qtbot.waitUntil(lambda: desk.view.verdict.checked is not None)
    qtbot.waitUntil(lambda: desk.view.page.page is not None)
    desk.view.page.page_wanted.emit(1)
    desk._saving.save(str(tmp_path / "bao-cao.xml"))

    qtbot.waitUntil(lambda: desk.view.page.page_text == "Trang 2 / 2")
    assert desk.is_on_show
    assert "✓ Tất cả chữ ký hợp lệ" in desk.view.verdict.text
    assert (tmp_path / "bao-cao.xml").read_bytes() == b"<report/>"


def test_report_that_cannot_be_written_is_told(
    open_counter: Opener, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(small_pdf(["one"]))
    counter = open_counter()
    desk = counter.desk._verify
    desk.check(str(path))
    qtbot.waitUntil(lambda: desk.view.verdict.checked is not None)

    desk._saving.save(str(tmp_path / "không" / "có.xml"))

    assert "Không lưu được báo cáo" in counter.window.message.text


def test_every_named_finding_has_words() -> None:
    folder = Path(signing.validation.annotations.__file__).parent
    pades = Path(signing.pades.before_signing.__file__)
    sources = [*folder.glob("*.py"), pades, pades.with_name("active.py")]
    text = "\n".join(source.read_text("utf-8") for source in sources)
    quoted = {code for code in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', text)}

    missing = {code for code in quoted if finding_words(code) == code} - NO_FINDINGS

    assert missing == set()
    assert all(why_words(why.value) != why.value for why in Why)


@pytest.mark.parametrize("reason", [*AdESFailure, *AdESIndeterminate])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sub_indication_has_words(
    reason: AdESFailure | AdESIndeterminate, language: str
) -> None:
    assert finding_words(reason.standard_name, language) != reason.standard_name


NO_FINDINGS = {
    "time-stamp",
    "utf-8",
    "long-term",
    "soft-fail",
    "earlier-signature",
    "prepared-signature",
    "slightly-off",
}
"""Quoted words that are no findings: kinds of signatures and settings."""


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        ("check-timeout", "Kiểm tra quá lâu"),
        ("check-out-of-memory", "nhiều bộ nhớ hơn mức cho phép"),
        ("check-crashed", "dừng đột ngột"),
    ],
)
def test_check_that_broke_off_says_why_and_what_to_do(
    panel: VerdictPanel, notice: str, words: str
) -> None:
    panel.show_verdict(checked("unknown", notices=(notice,)))

    assert panel.text.startswith("? Chưa kiểm tra được")
    assert words in panel.text
    assert "đừng coi tệp là hợp lệ" in panel.text
    assert "✓" not in panel.text
    assert panel.tone == Tone.LOOK


@pytest.mark.parametrize(
    ("error", "notice"),
    [(JobTimeout("20 s"), "check-timeout"), (WorkerDied("gone"), "check-crashed")],
)
def test_check_runs_in_the_bounded_lane_and_its_end_is_unknown(
    officer_app: QApplication,
    world: CounterStation,
    qtbot: QtBot,
    tmp_path: Path,
    error: JobError,
    notice: str,
) -> None:
    class Ending:
        def submit(self, _job: object, /, *_args: object, **_kwargs: object) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_exception(error)
            return future

        def close(self) -> None:
            """Nothing runs."""

    bridge = JobsBridge()
    flow = PreviewFlow(replace(world.station, check=Ending()), bridge)
    seen: list[Checked] = []
    flow.checked.connect(seen.append)
    path = tmp_path / "a.pdf"

    flow.want_check(path)

    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].file.verdict["verdict"] == "unknown"
    assert seen[0].file.verdict["notices"] == [notice]
    bridge.close()
