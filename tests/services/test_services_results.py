"""Results from the processing system: each taken in once, whatever breaks between."""

from __future__ import annotations

import json
import threading
from dataclasses import replace

import pytest

from app.domain.dossier import DossierState
from app.domain.result import ResultOrigin
from app.domain.submission import SubmissionState
from app.errors import StationError
from app.jobs import CancelToken, Progress
from app.province.base import RemoteResult
from app.province.errors import (
    Ambiguous,
    LinkDown,
    NotConfigured,
    ResultChanged,
    ResultDamaged,
    ResultTaken,
    ServerBusy,
)
from app.province.offline import OfflineOnly
from app.services import deliver, results
from app.services.look_jobs import Looked
from app.services.result_fetch import ResultsWatch, fetch_results
from app.services.sign_batch import run_batch
from tests.fakes.counter_station import BIRTH, KEY, PIN, CounterStation, small_pdf

CODE = "H26.12-261008-0001"


@pytest.fixture
def counter() -> CounterStation:
    return CounterStation()


def outcomes(counter: CounterStation) -> list[object]:
    """What became of each result of the list: "new", "known", or the code of the error."""
    found: list[object] = []
    for each in fetch_results(counter.station):
        if isinstance(each.outcome, StationError):
            found.append(each.outcome.code)
        else:
            found.append("known" if each.outcome is None else "new")
    return found


def refuse(_error: StationError) -> None:
    raise AssertionError("nothing is refused here")


def test_fetch_results_are_taken_in_and_acknowledged_once(counter: CounterStation) -> None:
    counter.line.offer("một.pdf", small_pdf(["one"]))
    counter.line.offer("hai.pdf", small_pdf(["two"]))

    first, again = outcomes(counter), outcomes(counter)

    assert (first, again) == (["new", "new"], [])
    records = counter.store.results()
    assert [each.remote_id for each in records] == ["một.pdf", "hai.pdf"]
    assert {each.origin for each in records} == {ResultOrigin.SYSTEM}
    assert counter.line.acknowledged == {each.remote_id: each.dossier_id for each in records}


@pytest.mark.parametrize("lost", [LinkDown("cut"), Ambiguous("lost"), ServerBusy("busy")])
def test_fetch_result_without_acknowledgement_is_only_acknowledged_next_time(
    counter: CounterStation, lost: Exception
) -> None:
    counter.line.offer("một.pdf", small_pdf(["one"]))
    counter.line.trouble_at["acknowledge"] = lost

    first, second, third = outcomes(counter), outcomes(counter), outcomes(counter)

    assert first == [lost.code]  # type: ignore[attr-defined]  # a StationError
    assert (second, third) == (["known"], [])
    assert counter.line.fetched == ["một.pdf"]
    assert len(counter.store.results()) == 1


def test_fetch_killed_between_taking_in_and_acknowledging_takes_nothing_twice(
    counter: CounterStation,
) -> None:
    counter.line.offer("một.pdf", small_pdf(["one"]))
    counter.line.trouble_at["acknowledge"] = KeyboardInterrupt()  # type: ignore[assignment]  # a kill
    with pytest.raises(KeyboardInterrupt):
        fetch_results(counter.station)

    after = outcomes(counter)

    assert after == ["known"]
    assert counter.line.waiting == {}
    assert len(counter.store.results()) == 1


def test_fetch_result_with_other_bytes_is_not_taken_in_but_tried_again(
    counter: CounterStation,
) -> None:
    offered = counter.line.offer("một.pdf", small_pdf(["one"]))
    good = counter.line.waiting[offered.id]
    counter.line.waiting[offered.id] = (offered, b"%PDF-1.7 broken")

    damaged = outcomes(counter)
    before = len(counter.store.results())
    counter.line.waiting[offered.id] = good

    assert (damaged, before) == ([ResultDamaged.code], 0)
    assert outcomes(counter) == ["new"]


def test_fetch_result_replaced_after_it_was_taken_is_told_and_kept(
    counter: CounterStation,
) -> None:
    counter.line.offer("một.pdf", small_pdf(["one"]))
    counter.line.trouble_at["acknowledge"] = ServerBusy("busy")
    outcomes(counter)
    (before,) = results.result_rows(counter.station)
    counter.line.offer("một.pdf", small_pdf(["another"]))

    told, once_more = outcomes(counter), outcomes(counter)

    assert told == once_more == [ResultChanged.code]
    (after,) = results.result_rows(counter.station)
    assert (after.file, after.record.source_sha256) == (before.file, before.record.source_sha256)
    assert after.record.notices == (ResultChanged.code,)
    noted = [each for each in counter.store.audit_entries() if each.act.action == "result.noted"]
    assert len(noted) == 1


def test_fetch_result_that_another_station_took_is_told_before_it_is_signed(
    counter: CounterStation,
) -> None:
    counter.line.offer("một.pdf", small_pdf(["one"]))
    counter.line.acknowledged["một.pdf"] = "another station"

    told = outcomes(counter)

    assert told == [ResultTaken.code]
    (record,) = counter.store.results()
    assert record.notices == (ResultTaken.code,)
    plan = results.results_plan(counter.station.signing, KEY)
    with pytest.raises(results.ResultRefused):
        results.start_results(counter.station, plan)
    assert results.start_results(counter.station, plan, [record.dossier_id]).plan == plan


def test_fetch_result_is_linked_with_the_dossier_it_answers(counter: CounterStation) -> None:
    home = counter.add_unread([], code=CODE, procedure=BIRTH)
    counter.line.offer("quyết định.pdf", small_pdf(["one"]), code=CODE)
    offered = counter.line.offer("khác.pdf", small_pdf(["two"]), code="H26.12-261008-0002")
    data = counter.line.waiting[offered.id][1]
    counter.line.waiting[offered.id] = (replace(offered, procedure_code="2.000815"), data)

    outcomes(counter)

    linked, other = results.result_rows(counter.station)
    assert (linked.answers, linked.dossier.code) == (home, CODE)
    assert linked.dossier.procedure_code == BIRTH
    assert (other.answers, other.dossier.procedure_code) == (None, "2.000815")


def test_fetch_same_bytes_under_two_ids_are_two_results(counter: CounterStation) -> None:
    counter.line.offer("mẫu.pdf", small_pdf(["same"]), result_id="a")
    counter.line.offer("mẫu.pdf", small_pdf(["same"]), result_id="b")

    assert outcomes(counter) == ["new", "new"]

    first, second = counter.store.results()
    assert (first.notices, second.notices) == ((), (results.SAME_AS_ANOTHER,))


def test_fetch_refused_file_stops_no_other(counter: CounterStation) -> None:
    counter.line.offer("một.pdf", small_pdf(["one"]))
    counter.reader.looked = Looked(("javascript",), (), "unsigned", 0)

    assert outcomes(counter) == [results.ResultRefused.code]

    assert counter.store.results() == []
    assert counter.line.acknowledged == {}


def test_fetch_dead_line_ends_the_round(counter: CounterStation) -> None:
    for number in range(3):
        counter.line.offer(f"{number}.pdf", small_pdf([f"{number}"]))
    counter.line.trouble_at["fetch"] = LinkDown("cut")

    assert outcomes(counter) == [LinkDown.code]

    assert outcomes(counter) == ["new"] * 3


def test_fetch_without_a_processing_system_says_so(counter: CounterStation) -> None:
    station = replace(counter.station, system=OfflineOnly())

    with pytest.raises(NotConfigured):
        fetch_results(station)


def test_returned_result_names_the_id_of_the_system(counter: CounterStation) -> None:
    counter.line.offer("một.pdf", small_pdf(["one"]), result_id="kq-1")
    outcomes(counter)
    plan = results.results_plan(counter.station.signing, KEY)
    batch = results.start_results(counter.station, plan)
    run_batch(counter.station, batch.id, [bytearray(PIN.encode())])

    (submission,) = results.send_results(counter.station)
    deliver.send_due(counter.station)

    assert not isinstance(submission, StationError)
    manifest = json.loads(counter.vault.get(submission.dossier_id, submission.manifest))
    assert manifest["result_id"] == "kq-1"
    assert [file["role"] for file in manifest["files"]] == ["result"]
    (row,) = results.result_rows(counter.station)
    assert row.submission is not None
    assert row.submission.state is SubmissionState.ACKED
    assert row.dossier.state is DossierState.SEALED


def watching(counter: CounterStation, every_s: float = 300.0) -> tuple[ResultsWatch, list[float]]:
    """A watch whose clock is the one number of the list."""
    ticks = [0.0]
    signing = replace(counter.station.signing, results_every_s=every_s)
    station = replace(counter.station, signing=signing, ticks=lambda: ticks[0])
    return ResultsWatch(station), ticks


def test_watch_looks_gently(counter: CounterStation) -> None:
    watch, ticks = watching(counter)
    cancel = CancelToken()
    counter.line.offer("một.pdf", small_pdf(["one"]))
    first = watch.look(cancel, refuse)
    counter.line.offer("hai.pdf", small_pdf(["two"]))

    ticks[0] = 200.0
    early = watch.look(cancel, refuse)
    ticks[0] = 340.0
    late = watch.look(cancel, refuse)

    assert (first, early, late) == (1, 0, 1)


def test_watch_without_a_server_asks_nobody(counter: CounterStation) -> None:
    watch, _ = watching(counter, 0.0)
    counter.line.trouble = AssertionError("asked")

    assert watch.look(CancelToken(), refuse) == 0


def test_watch_dead_line_is_no_trouble_and_the_next_turn_goes_on(counter: CounterStation) -> None:
    watch, ticks = watching(counter)
    counter.line.offer("một.pdf", small_pdf(["one"]))
    counter.line.online = False
    offline = watch.look(CancelToken(), refuse)
    counter.line.online = True
    ticks[0] = 400.0

    assert (offline, watch.look(CancelToken(), refuse)) == (0, 1)


def test_watch_tells_a_refused_result_once_and_fetches_it_once(counter: CounterStation) -> None:
    watch, ticks = watching(counter)
    counter.line.offer("một.pdf", small_pdf(["one"]))
    counter.reader.looked = Looked(("javascript",), (), "unsigned", 0)
    told: list[StationError] = []

    for turn in range(3):
        ticks[0] = 400.0 * turn
        watch.look(CancelToken(), told.append)

    assert [each.code for each in told] == [results.ResultRefused.code]
    assert counter.line.fetched == ["một.pdf"]


def test_watch_unacknowledged_result_is_acknowledged_in_the_next_turn(
    counter: CounterStation,
) -> None:
    watch, ticks = watching(counter)
    counter.line.offer("một.pdf", small_pdf(["one"]))
    counter.line.trouble_at["acknowledge"] = ServerBusy("busy")
    watch.look(CancelToken(), refuse)
    ticks[0] = 400.0

    watch.look(CancelToken(), refuse)

    assert counter.line.waiting == {}
    assert counter.line.fetched == ["một.pdf"]


def test_fetch_tells_how_far_it_is_and_when_the_system_was_asked(counter: CounterStation) -> None:
    counter.line.offer("một.pdf", small_pdf(["one"]))
    counter.line.offer("hai.pdf", small_pdf(["two"]))
    told: list[Progress] = []
    before = counter.station.results_round.asked_at

    fetch_results(counter.station, on_progress=told.append)

    assert [(one.done, one.total) for one in told] == [(0, 2), (1, 2), (2, 2)]
    assert before is None
    assert counter.station.results_round.asked_at is not None


def test_fetch_that_a_dead_line_ends_counts_as_not_asked(counter: CounterStation) -> None:
    counter.line.offer("một.pdf", small_pdf(["one"]))
    counter.line.trouble_at["fetch"] = LinkDown("cut")

    outcomes(counter)

    assert counter.station.results_round.asked_at is None


def test_fetch_beside_the_watch_takes_each_result_once(counter: CounterStation) -> None:
    counter.line.offer("một.pdf", small_pdf(["one"]))
    watch, _ = watching(counter)
    inside, go_on = threading.Event(), threading.Event()
    fetch = counter.line.fetch_result

    def slow(result: RemoteResult) -> bytes:
        inside.set()
        go_on.wait(10)
        return fetch(result)

    counter.line.fetch_result = slow  # type: ignore[method-assign]  # a slow line
    looking = threading.Thread(target=watch.look, args=(CancelToken(), refuse))
    looking.start()
    inside.wait(10)
    found: list[object] = []
    asking = threading.Thread(target=lambda: found.extend(fetch_results(watch.station)))
    asking.start()
    go_on.set()
    looking.join(10)
    asking.join(10)

    assert len(counter.store.results()) == 1
    assert counter.line.fetched == ["một.pdf"]
    assert found == []
