"""Batches: one PIN, each step kept, what a kill or a pulled token leaves goes on."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from app.domain.dossier import DossierState, FileRole
from app.domain.ids import DossierId
from app.domain.result import ResultOrigin
from app.domain.signing import (
    BatchState,
    ItemState,
    Signer,
    SignerRole,
    SigningPlan,
)
from app.errors import IllegalStep, LibraryError, StationError, WorkerDied, WrongUse
from app.jobs import CancelToken, Progress
from app.services import deliver, owed_times, recover, results
from app.services.look_jobs import Looked
from app.services.sign import Key, sign_dossier
from app.services.sign_batch import BatchReport, cancel_batch, run_batch, start_batch
from app.services.signing_line import LineRules
from app.services.time_debts import TimeOwed
from tests.fakes.counter_station import KEY, PIN, CounterStation, small_pdf

PERSON = Signer(SignerRole.PERSON, KEY)
AGENCY = Signer(SignerRole.AGENCY, "pkcs11:/usr/lib/thu.so#CO-QUAN")
ONE = SigningPlan((PERSON,))
BOTH = SigningPlan((PERSON, AGENCY))


def pins(count: int = 1) -> list[bytearray]:
    return [bytearray(PIN.encode()) for _ in range(count)]


def built(counter: CounterStation, count: int = 1) -> list[DossierId]:
    """Results from a folder: dossiers of one file that are ready to be signed."""
    counter.reader.looked = Looked((), (), "unsigned", 0)
    return [
        results.take_in(
            counter.station, f"kết quả {n}.pdf", small_pdf([f"result {n}"]), FOLDER
        ).dossier_id
        for n in range(count)
    ]


FOLDER = ResultOrigin.FOLDER


def states(report: BatchReport) -> list[ItemState]:
    return [item.state for item in report.items]


def content(counter: CounterStation, home: DossierId) -> bytes:
    (file,) = counter.store.files(home)
    data = counter.vault.get(home, file.blob)
    assert hashlib.sha256(data).hexdigest() == file.sha256
    assert len(data) == file.size
    return data


def signatures(counter: CounterStation, home: DossierId) -> int:
    return content(counter, home).count(b" by ")


def test_run_batch_signs_every_file_with_one_login() -> None:
    counter = CounterStation()
    homes = built(counter, 7)
    batch = start_batch(counter.station, homes, ONE)
    given = pins()

    report = run_batch(counter.station, batch.id, given)

    assert report.batch.state is BatchState.DONE
    assert set(states(report)) == {ItemState.PUBLISHED}
    assert len(counter.token.logins) == 1
    assert not any(given[0])
    assert [signatures(counter, home) for home in homes] == [1] * 7
    assert len(set(counter.token.values)) == 7
    assert not counter.token.is_open


def test_run_batch_tells_progress_up_to_the_end() -> None:
    counter = CounterStation()
    batch = start_batch(counter.station, built(counter, 3), ONE)
    told: list[Progress] = []

    run_batch(counter.station, batch.id, pins(), rules=LineRules(2, told.append))

    assert (told[0].done, told[-1].done, told[-1].total) == (0, 3, 3)


def test_run_batch_person_then_agency_signs_in_that_order() -> None:
    counter = CounterStation()
    (home,) = built(counter)
    batch = start_batch(counter.station, [home], BOTH)

    run_batch(counter.station, batch.id, pins(2))

    data = content(counter, home)
    assert data.index(KEY.encode()) < data.index(AGENCY.key.encode())
    wanted = [order.request.field_name for order in counter.reader.prepared]
    assert wanted == ["NguoiKy_1", "CoQuan"]


def test_start_batch_agency_before_person_is_refused() -> None:
    counter = CounterStation()
    homes = built(counter)

    with pytest.raises(WrongUse):
        start_batch(counter.station, homes, SigningPlan((AGENCY, PERSON)))

    assert counter.store.signing_batches() == []


def test_start_batch_other_bytes_than_seen_is_refused() -> None:
    counter = CounterStation()
    (home,) = built(counter)
    (file,) = counter.store.files(home)

    with pytest.raises(LibraryError) as caught:
        start_batch(counter.station, [home], ONE, seen={file.id: "0" * 64})

    assert caught.value.code == "pdf.changed_since_seen"


def test_prepare_is_told_the_digest_that_was_seen() -> None:
    counter = CounterStation()
    (home,) = built(counter)
    (file,) = counter.store.files(home)
    batch = start_batch(counter.station, [home], ONE, seen={file.id: file.sha256})

    run_batch(counter.station, batch.id, pins())

    assert counter.reader.prepared[0].request.seen_sha256 == file.sha256


def test_start_batch_of_a_file_in_another_batch_is_refused() -> None:
    counter = CounterStation()
    homes = built(counter)
    start_batch(counter.station, homes, ONE)

    with pytest.raises(IllegalStep):
        start_batch(counter.station, homes, ONE)


def test_run_batch_token_pulled_stops_and_a_new_pin_goes_on() -> None:
    counter = CounterStation()
    homes = built(counter, 6)
    batch = start_batch(counter.station, homes, ONE)
    counter.token.pulled_after = 2

    stopped = run_batch(counter.station, batch.id, pins())
    counter.token.pulled_after = None
    done = run_batch(counter.station, batch.id, pins())

    assert stopped.batch.state is BatchState.STOPPED
    assert stopped.stopped_by is not None
    assert stopped.stopped_by.code == "key.token_missing"
    assert stopped.count(ItemState.PUBLISHED) == 2
    assert done.batch.state is BatchState.DONE
    assert [signatures(counter, home) for home in homes] == [1] * 6
    assert len(counter.token.values) == 6


def test_run_batch_wrong_pin_is_tried_once_and_the_batch_can_go_on() -> None:
    counter = CounterStation()
    (home,) = built(counter)
    batch = start_batch(counter.station, [home], ONE)

    with pytest.raises(LibraryError, match=r"key\.wrong_pin|$"):
        run_batch(counter.station, batch.id, [bytearray(b"1111")])

    assert len(counter.token.logins) == 1
    assert counter.store.signing_batch(batch.id).code == "key.wrong_pin"
    assert run_batch(counter.station, batch.id, pins()).batch.state is BatchState.DONE
    assert signatures(counter, home) == 1


def test_run_batch_one_bad_file_does_not_stop_the_others() -> None:
    counter = CounterStation()
    homes = built(counter, 4)
    counter.reader.broken = {small_pdf(["result 2"])}
    batch = start_batch(counter.station, homes, ONE)

    report = run_batch(counter.station, batch.id, pins())

    assert report.count(ItemState.PUBLISHED) == 3
    assert report.count(ItemState.FAILED) == 1
    assert report.batch.state is BatchState.DONE
    assert counter.store.dossier(homes[2]).state is DossierState.BUILT


def test_run_batch_cancel_keeps_what_is_published_and_drops_the_rest() -> None:
    counter = CounterStation()
    homes = built(counter, 6)
    batch = start_batch(counter.station, homes, ONE)
    cancel = CancelToken()

    def stop_after_two(progress: Progress) -> None:
        if progress.done >= 2:
            cancel.cancel()

    run_batch(counter.station, batch.id, pins(), rules=LineRules(1, stop_after_two, cancel))
    cancel_batch(counter.station, batch.id)

    items = counter.store.signing_items(batch.id)
    assert {item.state for item in items} == {ItemState.PUBLISHED, ItemState.CANCELLED}
    assert all(item.work.value == b"" for item in items)
    left = [h for h in homes if counter.store.dossier(h).state is DossierState.BUILT]
    assert len(left) == sum(item.state is ItemState.CANCELLED for item in items)
    with pytest.raises(IllegalStep):
        run_batch(counter.station, batch.id, pins())


def test_run_batch_after_a_crash_uses_the_value_that_was_kept() -> None:
    counter = CounterStation()
    (home,) = built(counter)
    batch = start_batch(counter.station, [home], ONE)
    counter.reader.crash_at = "finish_file"
    with pytest.raises(KeyboardInterrupt):
        run_batch(counter.station, batch.id, pins())
    (kept,) = counter.store.signing_items(batch.id)
    counter.reader.crash_at = ""

    run_batch(counter.station, batch.id, pins())

    assert kept.state is ItemState.SIGNED
    assert len(counter.token.values) == 1
    assert kept.work.value in content(counter, home)


def test_run_batch_other_certificate_prepares_anew() -> None:
    counter = CounterStation()
    (home,) = built(counter)
    batch = start_batch(counter.station, [home], ONE)
    counter.token.pulled_after = 0
    run_batch(counter.station, batch.id, pins())
    counter.token.pulled_after, counter.token.renewed = None, b"renewed "

    report = run_batch(counter.station, batch.id, pins())

    assert states(report) == [ItemState.PUBLISHED]
    certificates = [order.certificate for order in counter.reader.prepared]
    assert certificates[-1] == b"renewed " + certificates[0]


def test_run_batch_dossier_that_changed_meanwhile_is_left_out() -> None:
    counter = CounterStation()
    first, second = built(counter, 2)
    batch = start_batch(counter.station, [first, second], ONE)
    (file,) = counter.store.files(first)
    counter.store.put_files(first, [replace(file, sha256="1" * 64)])

    report = run_batch(counter.station, batch.id, pins())

    assert states(report) == [ItemState.CANCELLED, ItemState.PUBLISHED]
    assert counter.store.dossier(first).state is DossierState.BUILT


def test_run_batch_worker_that_dies_fails_its_file_alone() -> None:
    counter = CounterStation()
    homes = built(counter, 2)
    batch = start_batch(counter.station, homes, ONE)
    counter.reader.trouble = [WorkerDied("gone")]

    report = run_batch(counter.station, batch.id, pins())

    assert sorted(states(report)) == [ItemState.FAILED, ItemState.PUBLISHED]


# Owed times


def with_dead_service() -> tuple[CounterStation, DossierId]:
    counter = CounterStation()
    (home,) = built(counter)
    options = replace(counter.station.signing, timestamp_urls=("http://127.0.0.1:9/",))
    counter.station = replace(counter.station, signing=options, stamps=counter.services)
    batch = start_batch(counter.station, [home], replace(ONE, level="b-t"))
    report = run_batch(counter.station, batch.id, pins())
    assert states(report) == [ItemState.WAITING_FOR_TIME]
    return counter, home


@pytest.mark.expects_log_warnings
def test_run_batch_dead_service_publishes_and_owes_the_time() -> None:
    counter, home = with_dead_service()

    (owed,) = counter.store.owed_times(home)

    assert owed.level == "b-t"
    assert counter.store.dossier(home).state is DossierState.SIGNED
    assert signatures(counter, home) == 1


@pytest.mark.expects_log_warnings
def test_run_batch_dead_service_is_asked_once_for_many_files() -> None:
    counter = CounterStation()
    homes = built(counter, 30)
    options = replace(counter.station.signing, timestamp_urls=("http://127.0.0.1:9/",))
    counter.station = replace(counter.station, signing=options, stamps=counter.services)
    batch = start_batch(counter.station, homes, replace(ONE, level="b-t"))

    report = run_batch(counter.station, batch.id, pins())

    assert report.count(ItemState.WAITING_FOR_TIME) == 30
    assert counter.services.asked == 1


@pytest.mark.expects_log_warnings
def test_run_batch_time_that_may_not_be_owed_holds_the_value() -> None:
    counter = CounterStation()
    (home,) = built(counter)
    options = replace(counter.station.signing, timestamp_urls=("http://127.0.0.1:9/",))
    counter.station = replace(counter.station, signing=options, stamps=counter.services)
    plan = replace(ONE, level="b-t", owe_time=False)
    batch = start_batch(counter.station, [home], plan)

    held = run_batch(counter.station, batch.id, pins())
    counter.services.online = True
    done = run_batch(counter.station, batch.id, pins())

    assert states(held) == [ItemState.HELD]
    assert held.items[0].work.value == counter.token.values[0]
    assert states(done) == [ItemState.PUBLISHED]
    assert len(counter.token.values) == 1


@pytest.mark.expects_log_warnings
def test_enqueue_waits_for_the_time_and_goes_by_itself() -> None:
    counter, home = with_dead_service()
    with pytest.raises(TimeOwed):
        deliver.enqueue(counter.station, home)
    owed_times.pay_due(counter.station)
    tried = counter.services.asked
    counter.services.online = True

    too_early = owed_times.pay_due(counter.station)
    counter.clock = counter.clock.replace(hour=counter.clock.hour + 1)
    paid = owed_times.pay_due(counter.station)
    owed_times.pay_due(counter.station)

    assert (too_early, counter.services.asked - tried) == (0, 1)
    assert paid >= 1
    assert counter.store.evidence(home)[-1].act == "extended"
    assert counter.store.owed_times() == []
    assert b"time" in content(counter, home)
    assert counter.store.dossier(home).state is DossierState.SEALED
    assert [each.dossier_id for each in counter.store.submissions()] == [home]


@pytest.mark.expects_log_warnings
def test_enqueue_after_the_deadline_goes_without_time() -> None:
    counter, home = with_dead_service()
    with pytest.raises(TimeOwed):
        deliver.enqueue(counter.station, home)
    counter.clock = counter.clock.replace(hour=counter.clock.hour + 12)

    owed_times.pay_due(counter.station)

    assert counter.store.dossier(home).state is DossierState.SEALED
    assert counter.store.owed_times() == []
    actions = [entry.act.action for entry in counter.store.audit_entries()]
    assert "dossier.leaves_without_time" in actions


@pytest.mark.expects_log_warnings
def test_enqueue_without_time_by_setting_goes_at_once() -> None:
    counter, home = with_dead_service()
    options = replace(counter.station.signing, send_without_time=True)
    counter.station = replace(counter.station, signing=options)

    submission = deliver.enqueue(counter.station, home)

    assert submission.dossier_id == home
    assert signatures(counter, home) == 1


@pytest.mark.expects_log_warnings
def test_pay_due_of_a_dossier_that_was_opened_again_strikes_the_debt_out() -> None:
    counter, home = with_dead_service()
    act = counter.station.act("test", home)
    counter.store.move_dossier(home, DossierState.SIGNED, DossierState.OPEN, act)

    assert owed_times.pay_due(counter.station) == 0
    assert counter.store.owed_times() == []


@pytest.mark.expects_log_warnings
def test_pay_due_dead_service_is_asked_once_for_all_debts() -> None:
    counter = CounterStation()
    homes = built(counter, 5)
    options = replace(counter.station.signing, timestamp_urls=("http://127.0.0.1:9/",))
    counter.station = replace(counter.station, signing=options, stamps=counter.services)
    batch = start_batch(counter.station, homes, replace(ONE, level="b-t"))
    run_batch(counter.station, batch.id, pins())
    before = counter.services.asked

    owed_times.pay_due(counter.station)

    assert counter.services.asked == before + 1
    assert all(each.attempts == 1 for each in counter.store.owed_times())


# A dossier, and results


def test_sign_dossier_after_a_pulled_token_goes_on_with_its_batch() -> None:
    counter = CounterStation()
    (home,) = built(counter)
    counter.token.pulled_after = 0
    with pytest.raises(LibraryError) as caught:
        sign_dossier(counter.station, home, Key(KEY, pins()[0]))
    counter.token.pulled_after = None

    files = sign_dossier(counter.station, home, Key(KEY, pins()[0]))

    assert caught.value.code == "key.token_missing"
    assert [file.signed for file in files] == [True]
    assert len(counter.reader.prepared) == 1


def test_sign_dossier_with_a_bad_file_is_given_back_and_can_be_tried_again() -> None:
    counter = CounterStation()
    (home,) = built(counter)
    counter.reader.broken = {small_pdf(["result 0"])}
    with pytest.raises(LibraryError) as caught:
        sign_dossier(counter.station, home, Key(KEY, pins()[0]))
    counter.reader.broken = set()

    sign_dossier(counter.station, home, Key(KEY, pins()[0]))

    assert caught.value.code == "pdf.damaged"
    assert counter.store.dossier(home).state is DossierState.SIGNED


@pytest.mark.expects_log_warnings
def test_recover_result_that_was_being_signed_is_built_again() -> None:
    counter = CounterStation()
    (home,) = built(counter)
    act = counter.station.act("test", home)
    counter.store.move_dossier(home, DossierState.BUILT, DossierState.SIGNING, act)

    assert recover.recover(counter.station) == 1
    assert counter.store.dossier(home).state is DossierState.BUILT


def test_take_in_result_reads_the_dossier_code_and_stays_out_of_the_dossier_list() -> None:
    counter = CounterStation()
    counter.reader.looked = Looked((), ("attachment",), "unsigned", 0)
    data = small_pdf(["result"])

    record = results.take_in(counter.station, "H26.12-261008-0001 quyết định.pdf", data, FOLDER)

    (row,) = results.result_rows(counter.station)
    assert row.dossier.code == "H26.12-261008-0001"
    assert row.file.role is FileRole.RESULT
    assert record.notices == ("attachment",)
    assert counter.store.dossier_rows() == []


@pytest.mark.parametrize(
    "looked", [Looked(("script",), (), "unsigned", 0), Looked((), (), "invalid", 1)]
)
def test_take_in_result_that_acts_or_is_forged_is_refused(looked: Looked) -> None:
    counter = CounterStation()
    counter.reader.looked = looked

    with pytest.raises(results.ResultRefused):
        results.take_in(counter.station, "x.pdf", small_pdf(["x"]), FOLDER)

    assert counter.store.results() == []


def test_results_signed_by_person_and_agency_go_back_through_the_outbox() -> None:
    counter = CounterStation()
    (home,) = built(counter)
    options = replace(counter.station.signing, agency_key=AGENCY.key)
    counter.station = replace(counter.station, signing=options)
    plan = results.results_plan(options, KEY)
    batch = results.start_results(counter.station, plan)
    run_batch(counter.station, batch.id, pins(2))

    (submission,) = results.send_results(counter.station)
    deliver.send_due(counter.station)

    (row,) = results.result_rows(counter.station)
    assert row.submission is not None
    assert row.submission.state == "acked"
    assert not isinstance(submission, StationError)
    assert submission.id == row.submission.id
    assert signatures(counter, home) == 2
    with pytest.raises(results.ResultRefused):
        results.start_results(counter.station, plan)
