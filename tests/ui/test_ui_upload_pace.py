"""How far and how fast an upload is: only what was confirmed, and no promise without a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.ids import BlobId, DossierId, SubmissionId
from app.domain.submission import Submission, SubmissionState
from app.province.errors import StatementOnly
from app.ui.outbox_model import OutboxRow, receipt_words, sent_words
from app.ui.upload_pace import ENOUGH_S, STILL_S, Sent, SentNow, UploadPace

ONE = SubmissionId("s1")
MB = 1_000_000


def observed(pace: UploadPace, *steps: tuple[float, int]) -> SentNow:
    for at, done in steps:
        told = pace.observe({ONE: Sent(done, 30 * MB)}, at)[ONE]
    return told


def test_rate_and_rest_come_from_what_was_confirmed() -> None:
    told = observed(UploadPace(), (0.0, 0), (5.0, 5 * MB), (10.0, 10 * MB))

    assert (told.done, told.rate, told.seconds_left) == (10 * MB, MB, 20.0)


def test_nothing_is_promised_before_enough_was_seen() -> None:
    told = observed(UploadPace(), (0.0, 0), (ENOUGH_S / 2, MB))

    assert (told.rate, told.seconds_left) == (0.0, -1.0)


def test_line_that_slows_down_makes_the_rest_longer_and_then_unknown() -> None:
    pace = UploadPace()
    fast = observed(pace, (0.0, 0), (10.0, 10 * MB))
    slow = observed(pace, (20.0, 10 * MB))
    still = observed(pace, (10.0 + STILL_S + 1, 10 * MB))

    assert (fast.seconds_left, slow.seconds_left, still.seconds_left) == (20.0, 40.0, -1.0)


def test_upload_that_is_begun_anew_forgets_its_pace() -> None:
    told = observed(UploadPace(), (0.0, 0), (10.0, 10 * MB), (11.0, 0))

    assert (told.done, told.rate) == (0, 0.0)


def test_upload_of_nothing_is_told() -> None:
    assert UploadPace().observe({ONE: Sent(0, 0)}, 0.0)[ONE].seconds_left == -1.0


@pytest.mark.usefixtures("officer_app")
@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (SentNow(12_400_000, 30 * MB), "12,4/30,0 MB"),
        (SentNow(12_400, 48_700), "12/49 kB"),
        (SentNow(0, 0), ""),
        (
            SentNow(12_400_000, 30 * MB, 2.5e6, 7.0),
            "12,4/30,0 MB · 2,50 MB/giây · chưa đến 10 giây",
        ),
    ],
)
def test_words_tell_what_is_known(sent: SentNow, words: str) -> None:
    assert sent_words(sent) == words


def test_receipt_that_nobody_signed_is_marked(officer_app: QApplication) -> None:
    state, blob = SubmissionState.ACKED, BlobId("b")
    acked = Submission(ONE, DossierId("d"), 1, state, state, blob, "00", "2026-11-22T01:00:00Z")

    signed = receipt_words(OutboxRow(acked, "HS", "BN-1"))
    stated = receipt_words(OutboxRow(replace(acked, reason=StatementOnly.code), "HS", "BN-1"))

    assert (signed, stated) == ("BN-1", "! chưa ký: BN-1")
