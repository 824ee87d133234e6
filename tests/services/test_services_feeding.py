"""Feeding paper: by itself, both sides by hand, again, with a note; over a station in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.domain.dossier import DossierState
from app.domain.ids import BlobId, DossierId
from app.domain.page import SHOWN_ONLY, Side
from app.errors import WrongUse
from app.jobs import CancelToken
from app.scanning.base import (
    DriverCrashed,
    FixedProfiles,
    PaperJam,
    PaperSource,
    PaperUnsensed,
    ProfilesLocked,
    ScannedPage,
    ScanProfile,
)
from app.scanning.fake import FEEDER_ID, FLATBED_ID, FakeScanner, driver_crash, jam_on_sheet
from app.services import both_sides, capture, feeding, page_count, page_edits, profiles, review
from app.services.both_sides import SidesDiffer
from app.services.capture import NotToBeScanned, ScanOrder, ScanTooCoarse
from app.services.feeding import NoSheetCame
from app.services.page_count import CountDiffers, ReasonMissing
from app.store.base import StoreFull
from tests.fakes.counter_station import BIRTH, CounterStation, reading
from tests.fakes.reuse_office import MARRIAGE, ReuseShelf


def sheets(*names: str) -> list[bytes]:
    return [b"\x89PNG " + name.encode() for name in names]


ORDER = ScanOrder(FEEDER_ID)


def loaded(scanner: FakeScanner) -> tuple[CounterStation, DossierId]:
    counter = CounterStation(scanner=scanner)
    return counter, capture.new_dossier(counter.station).id


def shown(counter: CounterStation, home: DossierId) -> list[str]:
    return [
        counter.vault.get(home, page.raw).removeprefix(b"\x89PNG ").decode()
        for page in counter.pages(home)
    ]


def test_feed_that_crashes_names_the_sheet_and_goes_on_in_the_same_dossier() -> None:
    counter, home = loaded(FakeScanner(sheets("1", "2", "3"), [driver_crash(3)]))

    first = feeding.feed(counter.station, home, ORDER)
    second = feeding.feed(counter.station, home, ORDER)

    assert isinstance(first.stopped, DriverCrashed)
    assert (len(first.pages), first.next_sheet) == (2, 3)
    assert second.stopped is None
    assert [page.sheet for page in counter.pages(home)] == [1, 2, 3]
    assert shown(counter, home) == ["1", "2", "3"]


def test_scan_duplex_numbers_sheets_and_sides() -> None:
    counter, home = loaded(FakeScanner(sheets("1a", "1b", "2a", "2b")))
    both = replace(ORDER, profile=ScanProfile(source=PaperSource.FEEDER_DUPLEX))

    feeding.feed(counter.station, home, both)

    assert [(page.sheet, page.side) for page in counter.pages(home)] == [
        (1, Side.FRONT),
        (1, Side.BACK),
        (2, Side.FRONT),
        (2, Side.BACK),
    ]


def test_both_sides_by_hand_are_laid_behind_each_other_and_can_be_undone() -> None:
    scanner = FakeScanner(sheets("1a", "2a", "3a"))
    counter, home = loaded(scanner)
    fronts = both_sides.feed_fronts(counter.station, home, ORDER).pages
    scanner.load(sheets("3b", "2b", "1b"))
    backs = both_sides.feed_backs(counter.station, fronts, ORDER).pages

    both_sides.interleave(counter.station, fronts, backs)

    assert shown(counter, home) == ["1a", "1b", "2a", "2b", "3a", "3b"]
    assert [page.sheet for page in counter.pages(home)] == [1, 1, 2, 2, 3, 3]
    page_edits.undo(counter.station, home)
    assert shown(counter, home) == ["1a", "2a", "3a", "3b", "2b", "1b"]


def test_backs_after_a_jam_and_a_restart_go_on_where_they_stopped() -> None:
    scanner = FakeScanner(sheets("1a", "2a", "3a"))
    counter, home = loaded(scanner)
    both_sides.feed_fronts(counter.station, home, ORDER)
    scanner.load(sheets("3b", "2b", "1b"))
    scanner._faults.append(jam_on_sheet(2))
    fronts, _ = both_sides.open_sides(counter.station, home)
    stopped = both_sides.feed_backs(counter.station, fronts, ORDER)

    fronts, backs = both_sides.open_sides(counter.station, home)
    left = both_sides.left_sheets(fronts, backs)
    rest = both_sides.feed_backs(counter.station, fronts, replace(ORDER, sheets=left))
    both_sides.interleave(counter.station, fronts, (*backs, *rest.pages))

    assert isinstance(stopped.stopped, PaperJam)
    assert stopped.next_sheet == 2
    assert left == (2, 1)
    assert shown(counter, home) == ["1a", "1b", "2a", "2b", "3a", "3b"]


@pytest.mark.parametrize("names", [("2b",), ("3b", "2b", "1b")])
def test_backs_of_another_number_are_told_and_nothing_moves(names: tuple[str, ...]) -> None:
    scanner = FakeScanner(sheets("1a", "2a"))
    counter, home = loaded(scanner)
    fronts = both_sides.feed_fronts(counter.station, home, ORDER).pages
    scanner.load(sheets(*names))
    backs = both_sides.feed_backs(counter.station, fronts, ORDER).pages

    with pytest.raises(SidesDiffer):
        both_sides.interleave(counter.station, fronts, backs)

    assert shown(counter, home) == ["1a", "2a", *names]


def test_rescan_takes_the_place_and_the_old_page_goes_to_the_trash() -> None:
    scanner = FakeScanner(sheets("1", "blurred", "3"))
    counter, home = loaded(scanner)
    feeding.feed(counter.station, home, ORDER)
    scanner.load(sheets("sharp", "not wanted"))

    new = feeding.rescan(counter.station, counter.pages(home)[1].id, ORDER)

    assert shown(counter, home) == ["1", "sharp", "3"]
    assert new.sheet == 2
    assert len(page_edits.trash(counter.station, home)) == 1


def test_rescan_that_fails_leaves_the_old_page() -> None:
    scanner = FakeScanner(sheets("1", "2"))
    counter, home = loaded(scanner)
    feeding.feed(counter.station, home, ORDER)
    scanner.load(sheets("new"))
    scanner._faults.append(jam_on_sheet(1))

    with pytest.raises(PaperJam) as caught:
        feeding.rescan(counter.station, counter.pages(home)[0].id, ORDER)

    assert shown(counter, home) == ["1", "2"]
    assert caught.value.sheet == 1


def test_scan_behind_a_page_lays_all_new_ones_there_in_order() -> None:
    scanner = FakeScanner(sheets("1", "4"))
    counter, home = loaded(scanner)
    feeding.feed(counter.station, home, ORDER)
    scanner.load(sheets("2", "3"))

    feeding.scan_behind(counter.station, counter.pages(home)[0].id, ORDER)

    assert shown(counter, home) == ["1", "2", "3", "4"]


def test_note_is_tied_to_the_bare_page_and_does_not_count() -> None:
    scanner = FakeScanner(sheets("1", "2"))
    counter, home = loaded(scanner)
    feeding.feed(counter.station, home, ORDER)
    bare = counter.pages(home)[0]
    scanner.load(sheets("1 with note"))

    noted = feeding.scan_note(counter.station, bare.id, ORDER)

    assert noted.note_of == bare.id
    assert noted.sheet == bare.sheet
    assert shown(counter, home) == ["1", "1 with note", "2"]
    count = page_count.expect_pages(counter.station, home, 2)
    assert count.agrees
    assert count.notes == 1
    with pytest.raises(WrongUse):
        feeding.scan_note(counter.station, noted.id, ORDER)


def test_note_whose_bare_page_is_in_the_trash_counts() -> None:
    scanner = FakeScanner(sheets("1"))
    counter, home = loaded(scanner)
    feeding.feed(counter.station, home, ORDER)
    bare = counter.pages(home)[0]
    scanner.load(sheets("1 with note"))
    feeding.scan_note(counter.station, bare.id, ORDER)
    page_count.expect_pages(counter.station, home, 1)

    before = page_count.page_count(counter.station, home)
    page_edits.trash_pages(counter.station, [bare.id])

    assert before.agrees
    assert page_count.page_count(counter.station, home).agrees


def test_auto_feed_scans_each_stack_until_it_is_cancelled() -> None:
    scanner = FakeScanner([])
    counter, home = loaded(scanner)
    token = CancelToken()
    stacks = [sheets("1", "2"), sheets("3")]

    def pause(_seconds: float) -> None:
        if stacks:
            scanner.load(stacks.pop(0))
        else:
            token.cancel()

    done = feeding.auto_feed(counter.station, home, ORDER, cancel=token, pause=pause)

    assert done.stopped is None
    assert len(done.pages) == 3
    assert shown(counter, home) == ["1", "2", "3"]


def test_auto_feed_stops_for_trouble_that_somebody_has_to_mend() -> None:
    counter, home = loaded(FakeScanner(sheets("1", "2"), [jam_on_sheet(2)]))

    done = feeding.auto_feed(
        counter.station, home, ORDER, cancel=CancelToken(), pause=lambda _: None
    )

    assert isinstance(done.stopped, PaperJam)
    assert done.next_sheet == 2


def test_auto_feed_on_glass_is_refused() -> None:
    counter, home = loaded(FakeScanner(sheets("1")))

    with pytest.raises(PaperUnsensed):
        feeding.auto_feed(
            counter.station,
            home,
            ScanOrder(FLATBED_ID),
            cancel=CancelToken(),
            pause=lambda _: None,
        )


def test_rescan_of_an_empty_feeder_is_no_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    counter, home = loaded(FakeScanner(sheets("1")))
    feeding.feed(counter.station, home, ORDER)
    # A driver that ends without a page and without an error: none of ours does.
    monkeypatch.setattr(counter.station.scanner, "scan", lambda *_: _nothing())

    with pytest.raises(NoSheetCame):
        feeding.rescan(counter.station, counter.pages(home)[0].id, ORDER)

    assert shown(counter, home) == ["1"]


def _nothing() -> Iterator[ScannedPage]:
    yield from ()


def test_scan_below_the_least_resolution_is_refused_before_a_sheet_moves() -> None:
    counter, home = loaded(FakeScanner(sheets("1")))

    with pytest.raises(ScanTooCoarse):
        feeding.feed(counter.station, home, replace(ORDER, profile=ScanProfile(dpi=150)))
    assert counter.station.scanner.has_paper(FEEDER_ID)  # type: ignore[attr-defined]  # the fake
    assert counter.pages(home) == []


def test_scan_of_a_paper_that_is_only_shown_is_refused() -> None:
    scanner = FakeScanner(sheets("1"))
    shelf: Any = ReuseShelf()
    station = replace(CounterStation(scanner=scanner).station, catalog=shelf)
    home = capture.new_dossier(station, procedure_code=MARRIAGE).id

    with pytest.raises(NotToBeScanned):
        capture.scan(station, home, replace(ORDER, component="card"))

    assert station.store.pages(home) == []
    assert scanner.has_paper(FEEDER_ID)


def test_rescan_of_a_page_that_is_only_shown_is_refused() -> None:
    counter = CounterStation()
    home = counter.add_dossier([(sheets("1")[0], reading())])
    (page,) = counter.pages(home)
    shown = replace(page, flags=(*page.flags, SHOWN_ONLY))
    counter.store.save_reading(shown, [], counter.station.act("page.flagged", page.id))
    counter.scanner.load(sheets("2"))

    with pytest.raises(NotToBeScanned):
        feeding.rescan(counter.station, page.id, ORDER)

    assert [each.id for each in counter.pages(home)] == [page.id]
    assert counter.scanner.has_paper(FEEDER_ID)


@pytest.mark.parametrize(
    ("source", "kept", "sheet"),
    [
        (PaperSource.FEEDER, 2, 3),
        (PaperSource.FEEDER_DUPLEX, 2, 2),
        (PaperSource.FEEDER_DUPLEX, 3, 2),
    ],
)
def test_feed_into_a_full_disk_names_the_sheet_that_was_not_kept(
    monkeypatch: pytest.MonkeyPatch, source: PaperSource, kept: int, sheet: int
) -> None:
    counter = CounterStation(scanner=FakeScanner(sheets("1", "2", "3", "4")))
    home = capture.new_dossier(counter.station).id
    put = counter.vault.put

    def full(dossier_id: DossierId, data: bytes) -> BlobId:
        if len(counter.vault.blobs) == kept:
            raise StoreFull("no room")
        return put(dossier_id, data)

    monkeypatch.setattr(counter.vault, "put", full)

    done = feeding.feed(
        counter.station, home, replace(ORDER, profile=ScanProfile(source=source, dpi=300))
    )

    assert isinstance(done.stopped, StoreFull)
    assert [page.id for page in done.pages] == [page.id for page in counter.pages(home)]
    assert (len(done.pages), done.next_sheet) == (kept, sheet)


def counted(expected: int, pages: int) -> tuple[CounterStation, DossierId]:
    counter = CounterStation()
    home = counter.add_dossier([(sheets(str(number))[0], reading()) for number in range(pages)])
    page_count.expect_pages(counter.station, home, expected)
    return counter, home


def test_finish_review_of_another_number_of_pages_is_refused() -> None:
    counter, home = counted(expected=3, pages=2)

    with pytest.raises(CountDiffers, match="3 2"):
        review.finish_review(counter.station, home)


def test_finish_review_after_the_count_was_accepted_with_a_reason() -> None:
    counter, home = counted(expected=3, pages=2)

    page_count.accept_count(counter.station, home, "trang 3 là  giấy trắng")
    review.finish_review(counter.station, home)

    assert counter.store.dossier(home).state is DossierState.REVIEWED
    acts = [entry.act for entry in counter.store.audit_entries()]
    notes = [act.note for act in acts if act.action == "dossier.count_accepted"]
    assert notes == ["3 -> 2: trang 3 là giấy trắng"]


def test_accept_count_without_a_reason_is_refused() -> None:
    counter, home = counted(expected=3, pages=2)

    with pytest.raises(ReasonMissing):
        page_count.accept_count(counter.station, home, "  ok ")

    assert counter.store.dossier(home).expected_pages == 3


def test_a_page_that_goes_after_the_count_was_accepted_makes_it_differ_again() -> None:
    counter, home = counted(expected=3, pages=2)
    page_count.accept_count(counter.station, home, "đếm nhầm một tờ")

    page_edits.trash_pages(counter.station, [counter.pages(home)[0].id])

    assert not page_count.page_count(counter.station, home).agrees


def test_profiles_for_a_procedure_stand_first_and_too_coarse_ones_are_left_out() -> None:
    own = ScanProfile("own", procedures=(BIRTH,))
    other = ScanProfile("other", procedures=("1.0",))
    coarse = ScanProfile("coarse", dpi=100)
    shelf = FixedProfiles((ScanProfile(), own, other, coarse))
    station = replace(CounterStation().station, profiles=shelf)

    assert [each.name for each in profiles.offered(station, BIRTH)] == ["own", "default"]
    assert profiles.is_locked(station)
    with pytest.raises(ScanTooCoarse):
        profiles.named(station, "coarse")
    with pytest.raises(profiles.ProfileUnknown):
        profiles.named(station, "nobody")
    with pytest.raises(ProfilesLocked):
        profiles.keep(station, ScanProfile("mine"))
