"""Batches with keys at services: one confirmation for many files, nothing signed twice or lost."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.result import ResultOrigin
from app.domain.signing import BatchState, ItemState, Signer, SignerRole, SigningBatch, SigningPlan
from app.errors import Advice, JobCancelled, LibraryError
from app.jobs import CancelToken
from app.services import results
from app.services.key_host import KeyHosts, KeyIdentity, SecretKind
from app.services.key_opening import SignerRefused
from app.services.look_jobs import Looked
from app.services.sign_batch import BatchReport, cancel_batch, run_batch, start_batch
from app.services.signing_line import LineRules, Waiting
from app.services.station import Station
from signing.identities import Mechanism
from tests.fakes.counter_station import KEY, PIN, CounterStation, small_pdf
from tests.fakes.late_keys import SIGNER, SOURCE, LateHost, LateService, remote_error

FAR = SigningPlan((Signer(SignerRole.PERSON, SOURCE),))
OTHER = "csc:https://co-quan.example#DAU"
UNREACHABLE = ("unreachable", Advice.RETRY_LATER)


@dataclass
class Office:
    """A counter with a token and one service, whose station may be restarted."""

    counter: CounterStation = field(default_factory=CounterStation)
    service: LateService = field(default_factory=LateService)
    told: list[Waiting | None] = field(default_factory=list)
    hosts: list[LateHost] = field(default_factory=list)
    host: LateHost = field(init=False)
    station: Station = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """The station's memory is gone; store and service stay."""
        counter = self.counter
        self.host = LateHost(self.service, counter.station.now)
        keys = KeyHosts({"pkcs11": counter.token, "smartca": self.host, "csc": self.host})
        self.station = replace(counter.station, keys=keys)

    def start(self, count: int, plan: SigningPlan = FAR) -> SigningBatch:
        self.counter.reader.looked = Looked((), (), "unsigned", 0)
        for number in range(count):
            data = small_pdf([f"result {number}"])
            results.take_in(self.station, f"{number}.pdf", data, ResultOrigin.FOLDER)
        homes = [row.dossier.id for row in results.result_rows(self.station)]
        return start_batch(self.station, homes, plan)

    def run(self, batch: SigningBatch, cancel: CancelToken | None = None) -> BatchReport:
        pins = [bytearray(PIN.encode()) for _ in batch.plan.signers]
        return run_batch(self.station, batch.id, pins, rules=self.rules(cancel))

    def rules(self, cancel: CancelToken | None = None) -> LineRules:
        return LineRules(2, cancel=cancel, on_wait=self.told.append, first_wait_s=0.0)

    def states(self, batch: SigningBatch) -> set[ItemState]:
        return {item.state for item in self.counter.store.signing_items(batch.id)}

    def content(self, home: DossierId) -> bytes:
        (file,) = self.counter.store.files(home)
        data = self.counter.vault.get(home, file.blob)
        assert hashlib.sha256(data).hexdigest() == file.sha256
        return data

    def contents(self) -> list[bytes]:
        return [self.content(row.dossier.id) for row in results.result_rows(self.station)]


@pytest.fixture
def office() -> Office:
    return Office()


def test_run_batch_late_key_one_confirmation_serves_for_all_files(office: Office) -> None:
    batch = office.start(30)

    report = office.run(batch)

    assert report.batch.state is BatchState.DONE
    assert report.count(ItemState.PUBLISHED) == 30
    assert office.service.rung == [30]
    assert all(data.count(b" by far|") == 1 for data in office.contents())
    assert not office.host.opened


def test_run_batch_late_key_sends_no_more_than_a_request_holds(office: Office) -> None:
    office.service.most_items = 4
    batch = office.start(10)

    report = office.run(batch)

    assert report.count(ItemState.PUBLISHED) == 10
    assert office.service.rung == [4, 4, 2]


def test_run_batch_late_key_tells_who_has_to_confirm_and_when_nobody_has(office: Office) -> None:
    batch = office.start(3)

    office.run(batch)

    (waiting, end) = office.told
    assert isinstance(waiting, Waiting)
    assert (waiting.signer, waiting.files, end) == (SIGNER, 3, None)
    assert waiting.until > office.counter.clock
    assert SIGNER not in repr(waiting)


def test_run_batch_ticket_is_kept_before_anything_is_sent(office: Office) -> None:
    batch = office.start(3)
    seen: list[set[ItemState]] = []

    office.host.before = lambda name: seen.append(office.states(batch)) if name == "begin" else None
    office.run(batch)

    assert seen == [{ItemState.ASKED}]
    notes = [entry.act.action for entry in office.counter.store.audit_entries()]
    assert notes.count("signature.asked") == 3


@pytest.mark.parametrize("place", ["begin", "poll"])
def test_run_batch_killed_while_waiting_asks_after_the_old_request_first(
    office: Office, place: str
) -> None:
    office.service.polls_before = 3
    batch = office.start(5)

    def kill(name: str) -> None:
        if name == place and office.service.asked.get("request-1", 0) == (place == "poll"):
            raise KeyboardInterrupt

    office.host.before = kill
    with pytest.raises(KeyboardInterrupt):
        office.run(batch)
    office.restart()
    kept = office.states(batch)
    report = office.run(batch)

    assert kept == {ItemState.ASKED}
    assert report.count(ItemState.PUBLISHED) == 5
    assert office.service.rung == [5]
    assert len(office.service.values) == 5
    assert all(data.count(b" by far|") == 1 for data in office.contents())


def test_run_batch_values_that_came_while_the_station_was_off_are_used(office: Office) -> None:
    office.service.polls_before = 0
    batch = office.start(4)
    cancel = CancelToken()
    office.host.before = lambda name: cancel.cancel() if name == "begin" else None
    office.service.poll_trouble = [remote_error(*UNREACHABLE)]
    stopped = office.run(batch, cancel)
    office.restart()

    report = office.run(batch)

    assert stopped.batch.state is BatchState.STOPPED
    assert stopped.stopped_by is None
    assert set(item.state for item in stopped.items) == {ItemState.ASKED}
    assert report.count(ItemState.PUBLISHED) == 4
    assert office.service.rung == [4]


def test_run_batch_consent_that_went_with_the_restart_is_asked_for_anew(office: Office) -> None:
    office.service.forgets = True
    batch = office.start(4)
    cancel = CancelToken()
    office.host.before = lambda name: cancel.cancel() if name == "poll" else None
    office.run(batch, cancel)
    office.restart()

    report = office.run(batch)

    assert report.count(ItemState.PUBLISHED) == 4
    assert office.service.rung == [4, 4]
    assert len(office.service.values) == 4


def test_run_batch_old_request_and_new_files_do_not_disturb_each_other(office: Office) -> None:
    office.service.most_items = 3
    batch = office.start(7)
    cancel = CancelToken()
    office.host.before = lambda name: cancel.cancel() if name == "poll" else None
    office.run(batch, cancel)
    office.restart()

    report = office.run(batch)

    assert report.count(ItemState.PUBLISHED) == 7
    assert office.service.rung[0] == 3
    assert sum(office.service.rung) == 7


def test_run_batch_refused_by_the_signer_stops_and_can_go_on(office: Office) -> None:
    office.service.verdict = "remote.refused"
    batch = office.start(3)

    stopped = office.run(batch)
    office.service.verdict = ""
    done = office.run(batch)

    assert stopped.stopped_by is not None
    assert stopped.stopped_by.code == "remote.refused"
    assert stopped.batch.state is BatchState.STOPPED
    assert {item.state for item in stopped.items} == {ItemState.PREPARED}
    assert office.service.rung == [3, 3]
    assert done.count(ItemState.PUBLISHED) == 3


def test_run_batch_nobody_confirmed_stops_and_does_not_ring_again_by_itself(
    office: Office,
) -> None:
    office.service.verdict = "remote.expired"
    batch = office.start(2)

    stopped = office.run(batch)

    assert stopped.stopped_by is not None
    assert stopped.stopped_by.code == "remote.expired"
    assert office.service.rung == [2]
    assert office.run(batch).batch.state is BatchState.STOPPED
    assert office.service.rung == [2, 2]


@pytest.mark.parametrize("code", ["unreachable", "busy"])
def test_run_batch_service_away_for_a_while_is_asked_again(office: Office, code: str) -> None:
    away = [remote_error(code, Advice.RETRY_LATER) for _ in range(4)]
    office.service.poll_trouble = away
    batch = office.start(3)

    report = office.run(batch)

    assert report.count(ItemState.PUBLISHED) == 3
    assert office.service.rung == [3]


def test_run_batch_request_that_did_not_arrive_is_sent_anew(office: Office) -> None:
    office.service.begin_trouble = [remote_error(*UNREACHABLE) for _ in range(2)]
    batch = office.start(3)

    report = office.run(batch)

    assert report.count(ItemState.PUBLISHED) == 3
    assert office.service.rung == [3]
    assert len(office.service.values) == 3


def test_run_batch_service_away_beyond_the_ticket_stops_and_keeps_it(office: Office) -> None:
    office.service.lasts = timedelta(0)
    office.service.poll_trouble = [remote_error(*UNREACHABLE) for _ in range(2)]
    batch = office.start(2)

    stopped = office.run(batch)
    kept = office.states(batch)
    office.service.poll_trouble = []
    done = office.run(batch)

    assert stopped.stopped_by is not None
    assert stopped.stopped_by.code == "remote.unreachable"
    assert stopped.count(ItemState.FAILED) == 0
    assert kept == {ItemState.ASKED}
    assert done.count(ItemState.PUBLISHED) == 2
    assert office.service.rung == [2]


@pytest.mark.parametrize("code", ["credentials", "insecure", "unsupported", "answer_bad", "failed"])
def test_run_batch_service_that_will_not_stops_the_batch(office: Office, code: str) -> None:
    office.service.begin_trouble = [remote_error(code)]
    batch = office.start(3)

    stopped = office.run(batch)

    assert stopped.stopped_by is not None
    assert stopped.stopped_by.code == f"remote.{code}"
    assert {item.state for item in stopped.items} == {ItemState.PREPARED}
    assert office.run(batch).count(ItemState.PUBLISHED) == 3


def test_run_batch_wrong_value_of_one_item_keeps_the_others(office: Office) -> None:
    office.service.bad = {1}
    batch = office.start(4)

    stopped = office.run(batch)
    office.service.bad = set()
    done = office.run(batch)

    assert stopped.stopped_by is not None
    assert stopped.stopped_by.code == "remote.answer_bad"
    assert stopped.count(ItemState.PUBLISHED) == 3
    assert done.count(ItemState.PUBLISHED) == 4
    assert office.service.rung == [4, 1]
    assert len(office.service.values) == 4


@pytest.mark.parametrize("first_is_far", [True, False], ids=["far-then-token", "token-then-far"])
def test_run_batch_two_signers_of_whom_one_is_far(office: Office, first_is_far: bool) -> None:
    person, agency = (SOURCE, KEY) if first_is_far else (KEY, SOURCE)
    plan = SigningPlan((Signer(SignerRole.PERSON, person), Signer(SignerRole.AGENCY, agency)))
    batch = office.start(6, plan)

    report = office.run(batch)

    assert report.count(ItemState.PUBLISHED) == 12
    assert office.service.rung == [6]
    for data in office.contents():
        assert data.count(b" by ") == 2
        assert (data.index(b"far|") < data.index(KEY.encode())) is first_is_far


def test_run_batch_two_far_signers_confirm_one_after_the_other(office: Office) -> None:
    plan = SigningPlan((Signer(SignerRole.PERSON, SOURCE), Signer(SignerRole.AGENCY, OTHER)))
    batch = office.start(5, plan)

    report = office.run(batch)

    assert report.count(ItemState.PUBLISHED) == 10
    assert office.service.rung == [5, 5]


def test_run_batch_token_pulled_while_another_confirms_loses_nothing(office: Office) -> None:
    plan = SigningPlan((Signer(SignerRole.PERSON, KEY), Signer(SignerRole.AGENCY, SOURCE)))
    office.service.most_items = 2
    batch = office.start(6, plan)
    office.counter.token.pulled_after = 3

    stopped = office.run(batch)
    office.counter.token.pulled_after = None
    office.restart()
    done = office.run(batch)

    assert stopped.stopped_by is not None
    assert stopped.stopped_by.code == "key.token_missing"
    assert done.count(ItemState.PUBLISHED) == 12
    assert sum(office.service.rung) == len(office.service.values) == 6


def test_run_batch_one_bad_file_does_not_hold_the_request_up(office: Office) -> None:
    office.counter.reader.broken = {small_pdf(["result 1"])}
    batch = office.start(4)

    report = office.run(batch)

    assert report.count(ItemState.PUBLISHED) == 3
    assert office.service.rung == [3]


def test_run_batch_other_certificate_prepares_anew_and_asks_anew(office: Office) -> None:
    batch = office.start(2)
    cancel = CancelToken()
    office.host.before = lambda name: cancel.cancel() if name == "poll" else None
    office.run(batch, cancel)
    office.restart()
    office.service.certificate = b"a renewed certificate"

    report = office.run(batch)

    assert report.count(ItemState.PUBLISHED) == 2
    assert office.counter.reader.prepared[-1].certificate == b"a renewed certificate"
    assert office.service.rung == [2, 2]


@pytest.mark.parametrize("code", ["remote.interrupted", "key.pin_needed"])
def test_run_batch_key_that_goes_while_somebody_confirms_keeps_the_ticket(
    office: Office, code: str
) -> None:
    batch = office.start(2)
    office.service.poll_trouble = [LibraryError(code, Advice.USER_ACTION)]

    stopped = office.run(batch)
    office.restart()
    done = office.run(batch)

    assert stopped.stopped_by is not None
    assert stopped.stopped_by.code == code
    assert {item.state for item in stopped.items} == {ItemState.ASKED}
    assert done.batch.state is BatchState.DONE
    assert office.service.rung == [2]


def test_start_batch_with_the_program_that_signs_whole_files_is_refused(office: Office) -> None:
    plan = SigningPlan((Signer(SignerRole.PERSON, KEY), Signer(SignerRole.AGENCY, "vgca:")))

    with pytest.raises(SignerRefused) as caught:
        office.start(1, plan)

    assert (caught.value.code, caught.value.place) == ("key.whole_files_only", 1)
    assert office.station.store.signing_batches() == []


def test_cancel_batch_that_waits_uses_no_value_that_comes_later(office: Office) -> None:
    batch = office.start(2)
    cancel = CancelToken()
    office.host.before = lambda name: cancel.cancel() if name == "poll" else None
    office.run(batch, cancel)

    cancel_batch(office.station, batch.id)

    items = office.counter.store.signing_items(batch.id)
    assert {item.state for item in items} == {ItemState.CANCELLED}
    assert not any(item.work.ticket for item in items)
    homes = {item.dossier_id for item in items}
    assert {office.counter.store.dossier(home).state for home in homes} == {DossierState.BUILT}


def test_run_batch_one_time_code_is_asked_for_each_request_and_wiped(office: Office) -> None:
    office.service.wants_code, office.service.most_items = True, 2
    batch = office.start(4)
    asked: list[str] = []

    def ask(signer: str) -> bytearray:
        asked.append(signer)
        return bytearray(b"778899")

    rules = replace(office.rules(), ask_code=ask)
    report = run_batch(office.station, batch.id, [bytearray()], rules=rules)

    assert report.count(ItemState.PUBLISHED) == 4
    assert asked == [SIGNER, SIGNER]
    assert office.host.codes == [b"778899"] * 2
    assert not any(any(code) for code in office.host.given)


def test_run_batch_code_that_nobody_types_stops_the_batch(office: Office) -> None:
    office.service.wants_code = True
    batch = office.start(2)

    def ask(_signer: str) -> bytearray:
        raise JobCancelled

    rules = replace(office.rules(), ask_code=ask)
    report = run_batch(office.station, batch.id, [bytearray()], rules=rules)

    assert report.stopped_by is not None
    assert report.stopped_by.code == "job.cancelled"
    assert office.service.rung == []
    assert report.batch.can_go_on


def test_run_batch_service_without_the_wanted_padding_is_refused_before_any_file(
    office: Office,
) -> None:
    office.service.mechanisms = frozenset({Mechanism.RSA_PKCS1})
    batch = office.start(2)

    with pytest.raises(SignerRefused) as caught:
        office.run(batch)

    assert caught.value.code == "certificate.padding_refused"
    assert caught.value.role is SignerRole.PERSON
    assert office.counter.reader.prepared == []
    explicit = office.counter.store.signing_batch(batch.id)
    assert explicit.code == "certificate.padding_refused"


def test_run_batch_wrong_pin_says_whose_it_was(office: Office) -> None:
    plan = SigningPlan((Signer(SignerRole.PERSON, SOURCE), Signer(SignerRole.AGENCY, KEY)))
    batch = office.start(1, plan)

    with pytest.raises(SignerRefused) as caught:
        run_batch(office.station, batch.id, [bytearray(), bytearray(b"0000")])

    refused = caught.value
    assert (refused.code, refused.role, refused.place) == ("key.wrong_pin", SignerRole.AGENCY, 1)
    assert refused.tries_left == 2


def test_secret_kind_of_an_unknown_key_is_an_error(office: Office) -> None:
    assert office.station.keys.secret_kind(SOURCE) is SecretKind.NONE
    assert office.station.keys.secret_kind(KEY) is SecretKind.PIN

    with pytest.raises(LibraryError):
        office.station.keys.secret_kind("floppy:A")


def test_identity_of_a_key_that_answers_at_once_is_not_late() -> None:
    at_once = KeyIdentity(b"", (), frozenset())

    assert not at_once.is_late
    assert replace(at_once, most_items=1).is_late
