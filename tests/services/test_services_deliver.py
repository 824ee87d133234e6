"""Assemble, sign, seal and send over a station in memory: nothing lost, nothing doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.dossier import DossierState, FileRole
from app.domain.events import first_bad_link
from app.domain.ids import DossierId
from app.domain.manifest import manifest_from_json
from app.domain.submission import Submission, SubmissionState
from app.errors import IllegalStep, LibraryError
from app.province.errors import AuthRefused, DigestMismatch, LinkDown, Rejected, ServerBusy
from app.services import assemble, deliver, recover, review
from app.services.assemble import file_name
from app.services.sign import Key, sign_dossier
from ocr.reading import FieldReading, FieldSource, FieldState
from tests.fakes.counter_station import KEY, PIN, START, CounterStation, reading

SHEET = b"\x89PNG one"


def reviewed(counter: CounterStation) -> DossierId:
    home = counter.add_dossier([(SHEET, reading(paper="Tờ khai đăng ký khai sinh"))])
    review.finish_review(counter.station, home)
    return home


def built(counter: CounterStation) -> DossierId:
    home = reviewed(counter)
    assemble.build(counter.station, home)
    return home


def signed(counter: CounterStation) -> DossierId:
    home = built(counter)
    sign_dossier(counter.station, home, Key(KEY, bytearray(PIN.encode())))
    return home


def queued(counter: CounterStation) -> Submission:
    return deliver.enqueue(counter.station, signed(counter))


def now_of(counter: CounterStation, submission: Submission) -> Submission:
    return counter.store.submission(submission.id)


def test_build_names_the_file_by_code_day_and_title() -> None:
    counter = CounterStation()

    home = built(counter)

    file = counter.store.files(home)[0]
    assert file.name == "H26_VB_000001_V1_20251027_to-khai-dang-ky-khai-sinh.pdf"
    assert (file.role, file.signed) == (FileRole.SCAN, False)


def test_file_name_day_is_the_vietnamese_one() -> None:
    evening = START.replace(hour=18).astimezone(assemble.VIETNAM)

    assert file_name("H26_VB_000001_V1", evening, "Đơn").split("_")[4] == "20251028"


def test_build_signed_original_goes_along_byte_for_byte() -> None:
    counter = CounterStation()
    home = counter.add_dossier([(SHEET, reading())])
    page = counter.pages(home)[0]
    original = replace(page, flags=("signed_original",), media="application/pdf")
    counter.store.save_reading(original, (), counter.station.act("test", page.id))
    review.finish_review(counter.station, home)

    files = assemble.build(counter.station, home)

    assert [file.role for file in files] == [FileRole.SIGNED_ORIGINAL]
    assert counter.vault.get(home, files[0].blob) == SHEET


def test_build_again_after_it_was_built_is_refused() -> None:
    counter = CounterStation()
    home = built(counter)

    with pytest.raises(IllegalStep):
        assemble.build(counter.station, home)


def test_sign_wrong_pin_is_tried_once_and_the_dossier_stays_built() -> None:
    counter = CounterStation()
    home = built(counter)
    pin = bytearray(b"11111111")

    with pytest.raises(LibraryError) as caught:
        sign_dossier(counter.station, home, Key(KEY, pin))

    assert caught.value.tries_left == 2
    assert len(counter.token.logins) == 1
    assert counter.store.dossier(home).state is DossierState.BUILT
    assert not any(pin)


def test_sign_right_pin_is_wiped_and_files_are_signed() -> None:
    counter = CounterStation()
    home = built(counter)
    pin = bytearray(PIN.encode())

    sign_dossier(counter.station, home, Key(KEY, pin))

    assert counter.store.dossier(home).state is DossierState.SIGNED
    assert all(file.signed for file in counter.store.files(home))
    assert not any(pin)


def test_recover_interrupted_signing_goes_back_to_built(caplog: pytest.LogCaptureFixture) -> None:
    counter = CounterStation()
    home = built(counter)
    act = counter.station.act("test", home)
    counter.store.move_dossier(home, DossierState.BUILT, DossierState.SIGNING, act)

    with caplog.at_level("ERROR"):
        count = recover.recover(counter.station)

    assert count == 1
    assert counter.store.dossier(home).state is DossierState.BUILT


def test_enqueue_unsigned_dossier_is_refused() -> None:
    counter = CounterStation()

    with pytest.raises(IllegalStep):
        deliver.enqueue(counter.station, built(counter))


def test_enqueue_manifest_names_files_fields_and_audit_head() -> None:
    counter = CounterStation()

    submission = queued(counter)

    manifest = manifest_from_json(counter.vault.get(submission.dossier_id, submission.manifest))
    file = counter.store.files(submission.dossier_id)[0]
    assert manifest.digest() == submission.manifest_sha256
    assert [(f.id, f.sha256, f.size) for f in manifest.files] == [(file.id, file.sha256, file.size)]
    assert len(manifest.client_audit_head) == 64


def test_enqueue_same_field_on_two_papers_keeps_both_apart() -> None:
    counter = CounterStation()
    papers = [
        (SHEET + name.encode(), reading(name_field(name), paper="Tờ khai"))
        for name in ("Lý Thị Mỹ Vân", "Đỗ Thế Khánh")
    ]
    home = counter.add_dossier(papers)

    values = deliver.field_values(counter.station, home)

    assert values == {
        "birth_declaration:full_name": "Lý Thị Mỹ Vân",
        "birth_declaration#2:full_name": "Đỗ Thế Khánh",
    }


def name_field(name: str) -> FieldReading:
    return FieldReading(
        "full_name", "Họ và tên", name, FieldState.GREEN, 1.0, FieldSource.QR, (0, 0, 9, 9)
    )


def test_send_due_everything_well_ends_acked_with_the_bytes_delivered() -> None:
    counter = CounterStation()
    submission = queued(counter)

    deliver.send_due(counter.station)

    assert now_of(counter, submission).state is SubmissionState.ACKED
    file = counter.store.files(submission.dossier_id)[0]
    assert list(counter.line.held.values()) == [counter.vault.get(file.dossier_id, file.blob)]
    assert first_bad_link(counter.store.audit_entries()) is None


def test_send_due_line_down_waits_and_goes_by_itself_when_it_returns() -> None:
    counter = CounterStation()
    submission = queued(counter)
    counter.line.online = False
    deliver.send_due(counter.station)
    waiting = now_of(counter, submission)
    counter.line.online = True

    too_early = deliver.send_due(counter.station)
    counter.clock += timedelta(minutes=2)
    deliver.send_due(counter.station)

    assert (waiting.state, waiting.reason) == (SubmissionState.WAITING, "delivery.link_down")
    assert too_early == 0
    assert now_of(counter, submission).state is SubmissionState.ACKED


def test_send_due_line_down_does_not_hammer_every_submission() -> None:
    counter = CounterStation()
    first, second = queued(counter), queued(counter)
    counter.line.online = False

    tried = deliver.send_due(counter.station)

    assert tried == 1
    assert now_of(counter, first).attempts == 1
    assert now_of(counter, second).attempts == 0


def test_send_due_refused_login_holds_the_queue_until_one_retry() -> None:
    counter = CounterStation()
    first, second = queued(counter), queued(counter)
    counter.line.trouble = AuthRefused("401")
    deliver.send_due(counter.station)
    counter.line.trouble = None

    while_held = deliver.send_due(counter.station)
    deliver.try_again(counter.station, first.id)
    deliver.send_due(counter.station)

    assert while_held == 0
    assert now_of(counter, second).attempts == 0
    assert {now_of(counter, s).state for s in (first, second)} == {SubmissionState.ACKED}


class CutLine:
    """Cuts the line once in the middle of the first file."""

    def __init__(self, counter: CounterStation) -> None:
        self._line = counter.line
        self._cut = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._line, name)

    def put(self, url: str, offset: int, chunk: bytes) -> int:
        if not self._cut:
            self._cut = True
            self._line.put(url, offset, chunk[: len(chunk) // 2])
            raise ServerBusy("half a reply")
        return self._line.put(url, offset, chunk)


def test_send_cut_in_the_middle_resumes_from_what_the_server_holds() -> None:
    counter = CounterStation()
    submission = queued(counter)
    station = replace(counter.station, system=CutLine(counter))  # type: ignore[arg-type]

    deliver.send_due(station)
    counter.clock += timedelta(minutes=10)
    deliver.send_due(station)

    assert now_of(counter, submission).state is SubmissionState.ACKED
    file = counter.store.files(submission.dossier_id)[0]
    assert list(counter.line.held.values()) == [counter.vault.get(file.dossier_id, file.blob)]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (Rejected("thiếu tờ khai"), SubmissionState.HELD),
        (ServerBusy("503", 120.0), SubmissionState.WAITING),
        (DigestMismatch("other bytes"), SubmissionState.WAITING),
        (LinkDown("no route"), SubmissionState.WAITING),
    ],
)
def test_send_each_kind_of_failure_ends_in_its_state_with_the_reason(
    error: Exception, state: SubmissionState
) -> None:
    counter = CounterStation()
    submission = queued(counter)
    counter.line.trouble = error

    deliver.send_due(counter.station)

    after = now_of(counter, submission)
    assert after.state is state
    assert after.reason_detail == str(error)


def test_send_rotten_file_is_held_and_never_uploaded() -> None:
    counter = CounterStation()
    submission = queued(counter)
    file = counter.store.files(submission.dossier_id)[0]
    counter.vault.blobs[file.blob] = (file.dossier_id, b"rotten")

    deliver.send_due(counter.station)

    assert now_of(counter, submission).state is SubmissionState.HELD
    assert not any(counter.line.held.values())


def test_try_again_held_submission_is_sent() -> None:
    counter = CounterStation()
    submission = queued(counter)
    counter.line.trouble = Rejected("sai mã")
    deliver.send_due(counter.station)
    counter.line.trouble = None

    deliver.try_again(counter.station, submission.id)
    deliver.send_due(counter.station)

    assert now_of(counter, submission).state is SubmissionState.ACKED


def test_cancel_only_before_the_server_was_told() -> None:
    counter = CounterStation()
    fresh, told = queued(counter), queued(counter)
    counter.store.save_submission(
        replace(told, state=SubmissionState.WAITING, resume_state=SubmissionState.CREATING), None
    )

    cancelled = deliver.cancel_submission(counter.station, fresh.id)

    assert cancelled.state is SubmissionState.CANCELLED
    with pytest.raises(IllegalStep):
        deliver.cancel_submission(counter.station, told.id)
