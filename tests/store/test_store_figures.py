"""Rows added up for figures, and the search over dossiers page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.domain.events import Act
from app.domain.field import FieldSource, FieldState, confirm, correct
from app.domain.figures import Range, span_of
from app.domain.outbox_figures import Band
from app.domain.owner import Owner, OwnerKind
from app.domain.page import PageState
from app.domain.page_edits import EditKind, Layout, PageChange, PageEdit
from app.domain.search import Stage, Wanted
from app.domain.submission import SubmissionState, hold
from app.errors import JobCancelled
from app.services.figures import figures_of
from app.store.figures_base import Between
from app.store.opening import Rooms
from tests.contracts.correction_contract import revision_of
from tests.store.store_samples import (
    NOW,
    act,
    field,
    new_id,
    open_dossier,
    page,
    sealed_submission,
    signed_dossier,
)
from tests.store.upkeep_samples import BEGIN, Clock, open_upkeep, received

HANOI = timezone(timedelta(hours=7))
DAY = Between("2026-10-08T00:00:00", "2026-10-09T00:00:00")
LOCAL_NOW = datetime(2026, 10, 8, 9, 0, tzinfo=UTC).astimezone(HANOI)


@pytest.fixture
def rooms(root: Path) -> Iterator[Rooms]:
    opened = open_upkeep(root, Clock())
    yield opened
    opened.store.close()


def never() -> bool:
    return False


def codes(rooms: Rooms, wanted: Wanted, below: int | None = None, limit: int = 50) -> list[str]:
    found = rooms.upkeep.search(wanted, below=below, limit=limit, is_cancelled=never)
    return [row.dossier.code for row in found]


def done(action: str, object_id: str, minutes: float = 0, note: str = "") -> Act:
    at = (BEGIN + timedelta(minutes=minutes)).isoformat(timespec="milliseconds")
    return Act(at, "canbo01", action, object_id, "", note)


# Figures


@pytest.mark.parametrize("is_received", [True, False])
def test_corrected_dossier_counts_once(rooms: Rooms, is_received: bool) -> None:
    sent = sealed_submission(rooms.store, rooms.vault)
    made = revision_of(sent.dossier_id)
    replaced = sent.id if is_received else ""
    correction = replace(made.correction, supersedes=replaced)
    rooms.store.begin_correction(replace(made, correction=correction), [act()])

    traces = rooms.upkeep.dossier_traces(DAY)

    assert [each.id for each in traces] == [sent.dossier_id if is_received else made.dossier.id]


def test_hour_counts_add_acts_of_one_kind_by_hour_and_officer(rooms: Rooms) -> None:
    for minutes, actor in ((0, "canbo01"), (10, "canbo02"), (70, "canbo01")):
        rooms.store.record(replace(done("page.captured", "p", minutes), actor=actor))
    rooms.store.record(done("page.read", "p"))

    everybody = rooms.upkeep.hour_counts("page.captured", DAY)
    one = rooms.upkeep.hour_counts("page.captured", DAY, actor="canbo01")

    assert [(each.hour, each.count) for each in everybody] == [
        ("2026-10-08T03", 2),
        ("2026-10-08T04", 1),
    ]
    assert sum(each.count for each in one) == 2


def test_confidence_stays_known_after_the_officer_has_decided(rooms: Rooms) -> None:
    home = open_dossier(rooms.store, rooms.vault, pages=1)
    (of,) = rooms.store.pages(home.id)
    sure = replace(field(of, "sure"), confidence=0.97, state=FieldState.GREEN, problem="")
    doubt, wrong = field(of, "doubt"), replace(field(of, "wrong"), confidence=0.31)
    blank = replace(field(of, "blank", ""), confidence=0.0, box=None, problem="")
    read = replace(of, state=PageState.READ)
    rooms.store.save_reading(read, [sure, doubt, wrong, blank], act("page.read", of.id))
    rooms.store.save_field(confirm(doubt, "canbo01", NOW), act())
    rooms.store.save_field(correct(wrong, "Lê Mẫu", "canbo01", NOW), act())

    (told,) = rooms.upkeep.confidences(DAY)

    assert told.procedure_code == home.procedure_code
    assert told.bins == (0, 0, 0, 1, 0, 1, 0, 0, 0, 1)
    assert (told.fields, told.touched, told.typed) == (3, 2, 1)
    assert rooms.upkeep.fields_decided("canbo01", DAY) == 2
    assert rooms.upkeep.fields_decided("canbo02", DAY) == 0


def test_field_that_was_typed_without_a_reading_has_no_confidence(rooms: Rooms) -> None:
    home = open_dossier(rooms.store, rooms.vault, pages=1)
    (of,) = rooms.store.pages(home.id)
    typed = replace(field(of), source=FieldSource.TYPED, confirmed_by="canbo01", confirmed_at=NOW)
    rooms.store.save_field(typed, act())

    (told,) = rooms.upkeep.confidences(DAY)

    assert (sum(told.bins), told.fields, told.typed) == (0, 1, 1)


def test_devices_count_pages_blanks_and_replaced_ones(rooms: Rooms) -> None:
    home = open_dossier(rooms.store, rooms.vault, pages=0)
    pages = []
    for seq, flags in ((1, ("blank",)), (2, ()), (3, ())):
        raw = rooms.vault.put(home.id, b"page %d" % seq)
        pages.append(replace(page(home, seq, raw), flags=flags))
        rooms.store.add_page(pages[-1], done("page.captured", pages[-1].id, note="sane:1"))
    rooms.store.record(done("page.captured", "erased", note="escl:2"))
    old = rooms.store.pages(home.id)[1]
    after = replace(_layout(old), trashed_at=NOW)
    edit = PageEdit(
        new_id(77),  # type: ignore[arg-type]  # an id by its text
        home.id,
        EditKind.REPLACE,
        (PageChange(old.id, _layout(old), after),),
        "canbo01",
        NOW,
    )
    rooms.store.apply_edit(edit, edit.changes, done("pages.replace", home.id))

    scanner, gone = sorted(rooms.upkeep.devices(DAY), key=lambda each: -each.pages)

    assert (scanner.name, scanner.pages, scanner.kept) == ("sane:1", 3, 3)
    assert (scanner.blanks, scanner.rescans) == (1, 1)
    assert (gone.name, gone.pages, gone.kept, gone.blank_share) == ("escl:2", 1, 0, None)


def _layout(of: object) -> Layout:
    from app.domain.page_edits import layout_of

    return layout_of(of)  # type: ignore[arg-type]  # a page


def test_traces_tell_what_is_withdrawn_digitized_and_received(rooms: Rooms) -> None:
    received(rooms, Clock(), 1)
    open_dossier(rooms.store, rooms.vault, 2, pages=1)
    sent = sealed_submission(rooms.store, rooms.vault, 3)
    cancelled = replace(sent, state=SubmissionState.CANCELLED)
    rooms.store.save_submission(cancelled, done("submission.cancelled", sent.id))

    told = rooms.upkeep.dossier_traces(DAY)

    assert [each.has_files for each in told] == [True, False, True]
    assert [each.withdrawn for each in told] == [False, False, True]
    assert [bool(each.received_at) for each in told] == [True, False, False]


def test_stays_end_with_the_receipt_or_the_withdrawal(rooms: Rooms) -> None:
    received(rooms, Clock(BEGIN + timedelta(minutes=9)), 1)
    sealed_submission(rooms.store, rooms.vault, 2)
    sent = sealed_submission(rooms.store, rooms.vault, 3)
    cancelled = replace(sent, state=SubmissionState.CANCELLED)
    rooms.store.save_submission(cancelled, done("submission.cancelled", sent.id, 4))

    stays = rooms.upkeep.outbox_stays(DAY)

    assert [each.left[11:16] for each in stays] == ["03:13", "", "03:08"]


def test_figures_of_a_small_store_follow_its_rows(rooms: Rooms) -> None:
    sent = received(rooms, Clock(BEGIN + timedelta(minutes=90)), 1)
    other = open_dossier(rooms.store, rooms.vault, 2, pages=1)
    rooms.store.record(done("dossier.review", sent.dossier_id, 3))
    rooms.store.record(done("reuse.taken", other.id, 5, "birth status 2 store"))
    rooms.store.record(done("submission.failed", sent.id, 10, "delivery.link_down"))
    rooms.store.record(done("line.back", "station", 40))
    rooms.store.record(done("signature.failed", "item", 20, "token.removed"))
    rooms.store.record(done("signature.published", "item", 21))
    rooms.store.record(done("store.checked", "station", 50, "2 findings"))

    told = figures_of(rooms.upkeep, span_of(Range.TODAY, LOCAL_NOW.date()), now=LOCAL_NOW)

    assert (told.shares.received, told.shares.digitized) == (2, 2)
    assert (told.shares.reused, told.shares.from_store) == (1, 1)
    assert [bucket.dossiers for bucket in told.came if bucket.dossiers] == [2]
    assert told.outbox.outages == (
        Band(BEGIN + timedelta(minutes=10), BEGIN + timedelta(minutes=40)),
    )
    assert max(step.depth for step in told.outbox.steps) == 1
    assert told.times[0].counter_s == 180.0
    assert told.uploads[0].failures == 1
    assert told.signing.signed == 1
    assert told.signing.failures == (("token.removed", 1),)
    assert told.keeping.findings == 2


def test_figures_of_an_empty_store_are_empty(rooms: Rooms) -> None:
    told = figures_of(rooms.upkeep, span_of(Range.QUARTER, LOCAL_NOW.date()), now=LOCAL_NOW)

    assert told.shares.received == 0
    assert (told.confidence, told.devices) == ((), ())
    assert told.keeping.checked_at is None


# Search


@pytest.fixture
def searched(rooms: Rooms) -> Rooms:
    for number, name in ((1, "Đỗ Thị Ánh"), (2, "Trần Văn Mẫu"), (3, "Đỗ Văn Đức")):
        home = open_dossier(rooms.store, rooms.vault, number, pages=1)
        owner = Owner(OwnerKind.CITIZEN, f"00109900000{number}", name)
        rooms.store.set_owner(home.id, owner, act("owner.set", home.id))
    rooms.upkeep.refresh_words(-1)
    return rooms


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["H-3", "H-2", "H-1"]),
        (Wanted("do"), ["H-3", "H-1"]),
        (Wanted("ĐỖ duc"), ["H-3"]),
        (Wanted("h-2"), ["H-2"]),
        (Wanted("H2 mau"), ["H-2"]),
        (Wanted("do", names=False), []),
        (Wanted("h", names=False), ["H-3", "H-2", "H-1"]),
        (Wanted("001099000002"), ["H-2"]),
        (Wanted(procedure_code="1.004873"), ["H-3", "H-2", "H-1"]),
        (Wanted(procedure_code="x"), []),
        (Wanted(since="2026-10-08T03"), ["H-3", "H-2", "H-1"]),
        (Wanted(since="2026-10-09T"), []),
        (Wanted(until="2026-10-08T03:04:05"), []),
        (Wanted(officer_id="canbo01"), ["H-3", "H-2", "H-1"]),
        (Wanted(officer_id="canbo02"), []),
        (Wanted(stage=Stage.OPEN), ["H-3", "H-2", "H-1"]),
        (Wanted(stage=Stage.HELD), []),
        (Wanted("'); DROP TABLE dossier; --"), []),
        (Wanted("do", stage=Stage.OPEN, officer_id="canbo01", since="2026"), ["H-3", "H-1"]),
    ],
)
def test_search_finds_what_fits_newest_first(
    searched: Rooms, wanted: Wanted, found: list[str]
) -> None:
    assert codes(searched, wanted) == found
    assert searched.upkeep.count(wanted, is_cancelled=never) == len(found)


def test_search_goes_on_where_a_page_ended(searched: Rooms) -> None:
    first = searched.upkeep.search(Wanted(), below=None, limit=2, is_cancelled=never)
    rest = codes(searched, Wanted(), below=first[-1].ord)

    assert [row.dossier.code for row in first] == ["H-3", "H-2"]
    assert rest == ["H-1"]


def test_search_tells_stage_opener_and_pages(rooms: Rooms) -> None:
    open_dossier(rooms.store, rooms.vault, 1, pages=2)
    signed_dossier(rooms.store, rooms.vault, 2)
    sealed_submission(rooms.store, rooms.vault, 3)
    held = sealed_submission(rooms.store, rooms.vault, 4)
    rooms.store.save_submission(hold(held, "delivery.rejected", ""), act("submission.failed"))
    received(rooms, Clock(), 5)

    found = rooms.upkeep.search(Wanted(), below=None, limit=9, is_cancelled=never)

    assert [row.stage for row in reversed(found)] == [
        Stage.OPEN,
        Stage.READY,
        Stage.WAITING,
        Stage.HELD,
        Stage.RECEIVED,
    ]
    assert {row.officer_id for row in found} == {"canbo01"}
    assert found[-1].pages == 2
    assert found[1].submission_id == held.id
    for stage in (Stage.READY, Stage.WAITING, Stage.HELD, Stage.RECEIVED):
        assert len(codes(rooms, Wanted(stage=stage))) == 1
    assert rooms.upkeep.openers() == ["canbo01"]


def test_search_that_nobody_waits_for_is_stopped(
    searched: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a real query of this size ends before the first question whether to stop
    monkeypatch.setattr("app.store.search_tables._STEPS", 1)

    with pytest.raises(JobCancelled):
        searched.upkeep.search(Wanted("do"), below=None, limit=9, is_cancelled=lambda: True)

    assert codes(searched, Wanted("do")) == ["H-3", "H-1"]


def test_words_of_changed_dossiers_are_made_some_at_a_time(rooms: Rooms) -> None:
    for number in range(1, 6):
        home = open_dossier(rooms.store, rooms.vault, number, pages=0)
        owner = Owner(OwnerKind.CITIZEN, f"00109900000{number}", "Lê Mẫu")
        rooms.store.set_owner(home.id, owner, act("owner.set", home.id))

    left = [rooms.upkeep.refresh_words(2) for _ in range(4)]

    assert left == [3, 1, 0, 0]
    assert len(codes(rooms, Wanted("mau"))) == 5
