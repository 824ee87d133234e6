"""Renewing the evidence of a file where its signatures are checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.errors import Advice, LibraryError
from app.services import renewal
from app.services.extend_desk import ExtendedFile, ExtendRequest
from app.services.extend_jobs import Extended
from app.services.folder_desk import SigningDesk
from app.ui.verify_desk import VerifyDesk
from tests.fakes.counter_station import CounterStation, small_pdf
from tests.ui.conftest import press
from tests.ui.test_ui_outbox import Opener
from tests.ui.test_ui_verdict import SIGNATURE


class Extension:
    """Stands for the extension of files: asks no service, writes what it is told to."""

    def __init__(self, failure: LibraryError | None = None) -> None:
        self.failure = failure
        self.asked: list[ExtendRequest] = []

    def __call__(self, desk: SigningDesk, request: ExtendRequest) -> list[ExtendedFile]:
        self.asked.append(request)
        (path,) = request.paths
        if self.failure is not None:
            return [ExtendedFile(path, self.failure)]
        target = path.with_name("da-ky-extended.pdf")
        target.write_bytes(path.read_bytes())
        return [ExtendedFile(path, Extended(b"", "ab" * 32, "b-lta"), target)]


def checked_file(opener: Opener, world: CounterStation, folder: Path, qtbot: QtBot) -> VerifyDesk:
    world.reader.verdict = {"verdict": "valid", "signatures": [SIGNATURE]}
    path = folder / "da-ky.pdf"
    path.write_bytes(small_pdf(["one"]))
    desk = opener().desk._verify
    desk.check(str(path))
    qtbot.waitUntil(desk.view.renew_button.isEnabled)
    return desk


def test_renewal_makes_another_file_and_shows_it(
    open_counter: Opener,
    world: CounterStation,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extension = Extension()
    monkeypatch.setattr(renewal, "extend_files", extension)
    desk = checked_file(open_counter, world, tmp_path, qtbot)

    press(desk.view.open_button, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: desk._file == tmp_path / "da-ky-extended.pdf")
    qtbot.waitUntil(desk.view.renew_button.isEnabled)
    assert [(each.level, each.folder) for each in extension.asked] == [("b-lta", None)]
    acts = [entry.act.action for entry in world.store.audit_entries()]
    assert "file.renewed" in acts


def test_renewal_that_fails_says_why_and_can_be_asked_again(
    open_counter: Opener,
    world: CounterStation,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failure = LibraryError("signing.timestamp_missing", Advice.USER_ACTION)
    monkeypatch.setattr(renewal, "extend_files", Extension(failure))
    desk = checked_file(open_counter, world, tmp_path, qtbot)
    told: list[Any] = []  # whatever the flow emits
    desk._preview.trouble.connect(told.append)

    desk.view.renew_button.click()

    qtbot.waitUntil(lambda: told == [failure])
    qtbot.waitUntil(desk.view.renew_button.isEnabled)
    assert desk._file == tmp_path / "da-ky.pdf"


def test_file_without_signatures_is_not_renewed(
    open_counter: Opener, world: CounterStation, qtbot: QtBot, tmp_path: Path
) -> None:
    world.reader.verdict = {"verdict": "unsigned", "signatures": []}
    path = tmp_path / "chua-ky.pdf"
    path.write_bytes(small_pdf(["one"]))
    desk = open_counter().desk._verify

    desk.check(str(path))
    qtbot.waitUntil(lambda: desk.view.verdict.checked is not None)

    assert not desk.view.renew_button.isEnabled()
