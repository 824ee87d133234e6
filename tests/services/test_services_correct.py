"""A sealed dossier goes on as a new one: papers, values and name stay, nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.manifest import Manifest, manifest_from_json
from app.domain.owner import Owner, OwnerKind
from app.domain.page import SIGNED_ORIGINAL
from app.domain.submission import Submission, SubmissionState, hold
from app.errors import IllegalStep
from app.jobs import Progress
from app.province.errors import Conflict, LinkDown, Rejected
from app.services import assemble, deliver, page_edits, review
from app.services.correct import (
    CorrectionDoubtful,
    CorrectionEarly,
    CorrectionLate,
    correct,
)
from app.services.sign import Key, sign_dossier
from app.store.base import StoreDamaged
from tests.fakes.counter_station import KEY, PIN, CounterStation, reading

OWNER = Owner(OwnerKind.CITIZEN, "001099000001", "Đỗ Thị Ánh Mẫu")


def finished(counter: CounterStation, home: DossierId) -> Submission:
    """Review, build, sign and seal it."""
    review.finish_review(counter.station, home)
    assemble.build(counter.station, home)
    sign_dossier(counter.station, home, Key(KEY, bytearray(PIN.encode())))
    return deliver.enqueue(counter.station, home)


def sealed(counter: CounterStation) -> Submission:
    home = counter.add_dossier([(b"\x89PNG one", reading()), (b"\x89PNG two", reading())])
    counter.store.set_owner(home, OWNER, counter.station.act("owner.set", home))
    return finished(counter, home)


def sent(counter: CounterStation) -> Submission:
    submission = sealed(counter)
    deliver.send_due(counter.station)
    return counter.store.submission(submission.id)


def failed(counter: CounterStation, trouble: Exception) -> Submission:
    submission = sealed(counter)
    counter.line.trouble_at["commit"] = trouble
    deliver.send_due(counter.station)
    return counter.store.submission(submission.id)


def manifest_of(counter: CounterStation, submission: Submission) -> Manifest:
    return manifest_from_json(counter.vault.get(submission.dossier_id, submission.manifest))


def test_received_dossier_goes_on_with_its_papers_and_values() -> None:
    counter = CounterStation()
    base = sent(counter)
    told: list[Progress] = []

    made = correct(counter.station, base.dossier_id, on_progress=told.append)

    assert (made.state, made.revision) == (DossierState.OPEN, 2)
    before, after = counter.pages(base.dossier_id), counter.pages(made.id)
    assert [page.seq for page in after] == [page.seq for page in before]
    assert not {page.id for page in after} & {page.id for page in before}
    for old, new in zip(before, after, strict=True):
        for one, other in ((old.raw, new.raw), (old.reading, new.reading)):
            assert one is not None
            assert other is not None
            kept = counter.vault.get(base.dossier_id, one)
            assert counter.vault.get(made.id, other) == kept
    values = [(f.name, f.value, f.state, f.confirmed_by) for f in counter.store.fields(made.id)]
    assert values == [
        (f.name, f.value, f.state, f.confirmed_by) for f in counter.store.fields(base.dossier_id)
    ]
    assert counter.store.owner(made.id) == OWNER
    assert [each.done for each in told] == [1, 2]
    assert counter.store.dossier(base.dossier_id).state is DossierState.SEALED


def test_correction_is_announced_as_the_next_revision_of_the_same_dossier() -> None:
    counter = CounterStation()
    base = sent(counter)

    second = finished(counter, correct(counter.station, base.dossier_id).id)
    deliver.send_due(counter.station)
    third = finished(counter, correct(counter.station, second.dossier_id).id)

    for number, each, replaced in ((2, second, base), (3, third, second)):
        manifest = manifest_of(counter, each)
        assert manifest.client_ref == base.dossier_id
        assert (manifest.revision, manifest.supersedes) == (number, replaced.id)
    assert counter.store.submission(second.id).state is SubmissionState.ACKED


def test_refused_dossier_is_withdrawn_and_replaces_nothing() -> None:
    counter = CounterStation()
    base = failed(counter, Rejected("sai mã thủ tục"))

    again = finished(counter, correct(counter.station, base.dossier_id).id)

    assert counter.store.submission(base.id).state is SubmissionState.CANCELLED
    manifest = manifest_of(counter, again)
    assert (manifest.client_ref, manifest.revision) == (base.dossier_id, 2)
    assert manifest.supersedes == ""


def test_correction_that_is_refused_still_replaces_what_was_accepted() -> None:
    counter = CounterStation()
    base = sent(counter)
    second = finished(counter, correct(counter.station, base.dossier_id).id)
    counter.line.trouble_at["commit"] = Rejected("thiếu giấy")
    deliver.send_due(counter.station)

    third = finished(counter, correct(counter.station, second.dossier_id).id)

    assert manifest_of(counter, third).supersedes == base.id


def test_withdrawn_dossier_can_be_corrected() -> None:
    counter = CounterStation()
    base = sealed(counter)
    deliver.cancel_submission(counter.station, base.id)

    made = correct(counter.station, base.dossier_id)

    assert made.revision == 2


@pytest.mark.parametrize(
    ("trouble", "expected"),
    [(LinkDown("no line"), CorrectionEarly), (Conflict("other bytes"), CorrectionDoubtful)],
)
def test_dossier_that_may_be_accepted_yet_is_not_corrected(
    trouble: Exception, expected: type[Exception]
) -> None:
    counter = CounterStation()
    base = failed(counter, trouble)

    with pytest.raises(expected):
        correct(counter.station, base.dossier_id)

    assert counter.store.corrected_by(base.dossier_id) is None
    assert counter.store.submission(base.id) == base


def test_erased_dossier_is_not_corrected() -> None:
    counter = CounterStation()
    base = sent(counter)
    gone = replace(base, state=SubmissionState.PURGED)
    counter.store.save_submission(gone, counter.station.act("test", base.id))

    with pytest.raises(CorrectionLate):
        correct(counter.station, base.dossier_id)


def test_asking_twice_gives_the_same_dossier() -> None:
    counter = CounterStation()
    base = sent(counter)

    first = correct(counter.station, base.dossier_id)

    assert correct(counter.station, base.dossier_id) == first


def test_open_dossier_is_not_corrected() -> None:
    counter = CounterStation()
    home = counter.add_dossier([(b"\x89PNG one", reading())])

    with pytest.raises(IllegalStep):
        correct(counter.station, home)


def test_picture_that_cannot_be_read_leaves_everything_as_it_was() -> None:
    counter = CounterStation()
    base = sent(counter)
    page = counter.pages(base.dossier_id)[1]
    counter.vault.erase(base.dossier_id, page.raw)

    with pytest.raises(StoreDamaged):
        correct(counter.station, base.dossier_id)

    assert counter.store.corrected_by(base.dossier_id) is None


def test_papers_of_a_correction_are_worked_on_like_any_others() -> None:
    counter = CounterStation()
    base = sent(counter)
    made = correct(counter.station, base.dossier_id)
    first, second = counter.pages(made.id)

    page_edits.turn_pages(counter.station, [first.id], 90)
    page_edits.trash_pages(counter.station, [second.id])

    assert [page.turn for page in counter.pages(made.id)] == [90]
    assert [page.turn for page in counter.pages(base.dossier_id)] == [None, None]


def test_signed_original_goes_along_byte_for_byte() -> None:
    counter = CounterStation()
    home = counter.add_dossier([(b"%PDF signed", reading())])
    page = counter.pages(home)[0]
    original = replace(page, flags=(SIGNED_ORIGINAL,), media="application/pdf")
    counter.store.save_reading(original, (), counter.station.act("test", page.id))
    base = finished(counter, home)
    deliver.send_due(counter.station)

    again = finished(counter, correct(counter.station, base.dossier_id).id)

    (file,) = counter.store.files(again.dossier_id)
    assert counter.vault.get(again.dossier_id, file.blob) == b"%PDF signed"


def test_held_for_another_reason_is_doubtful() -> None:
    counter = CounterStation()
    base = sealed(counter)
    held = hold(base, "delivery.receipt_invalid", "")
    counter.store.save_submission(held, counter.station.act("test", base.id))

    with pytest.raises(CorrectionDoubtful):
        correct(counter.station, base.dossier_id)
