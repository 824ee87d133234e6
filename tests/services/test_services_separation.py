"""Stacks are sorted at once, undone at once, and no page is lost or mixed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.domain.cover_code import Cover, CoverKind, cover_text, dossier_of_blank
from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.page import SEPARATOR, SIGNED_ORIGINAL, PaperBreak
from app.domain.page_edits import EditKind
from app.domain.separation import Oddity, SeparationRules
from app.errors import IllegalStep
from app.services import page_edits
from app.services.assemble import papers_of
from app.services.capture import ScanOrder, new_dossier, scan
from app.services.page_edits import DossierClosed, NothingToUndo, set_separator
from app.services.process import read_dossier
from app.services.separation import Sorter, separate
from app.services.separator_look import SeparatorLook
from app.store.base import StoreUnwritable
from tests.fakes.counter_station import CounterStation

CODE, OTHER = "H26-251027-0001", "H26-251027-0002"
RULES = SeparationRules()
PATCH = SeparatorLook(patches=(("T",),))


def cover(name: str, kind: CoverKind = CoverKind.CODE, procedure: str = "") -> SeparatorLook:
    return SeparatorLook(codes=(("qr", cover_text(Cover(kind, name, procedure))),))


def sheets(made: CounterStation, *looks: SeparatorLook | None) -> list[bytes]:
    """Pictures of a stack; None = a page of paper."""
    pictures = [b"\x89PNG sheet %d" % (len(made.reader.seen) + n) for n in range(len(looks))]
    made.reader.seen |= {
        data: look or SeparatorLook() for data, look in zip(pictures, looks, strict=True)
    }
    return pictures


def counter(*looks: SeparatorLook | None, code: str = "") -> tuple[CounterStation, DossierId]:
    """A station and a dossier into which a stack was scanned."""
    made = CounterStation()
    return made, made.add_unread(sheets(made, *looks), code)


def shape(made: CounterStation, home: DossierId) -> str:
    """S for a separator, B for a page that begins a paper, a dot for any other."""
    signs = []
    for page in made.pages(home):
        begins = page.break_before is PaperBreak.BEGINS
        signs.append("S" if SEPARATOR in page.flags else "B" if begins else ".")
    return "".join(signs)


def with_code(made: CounterStation, code: str) -> DossierId:
    (found,) = [r.dossier.id for r in made.store.dossier_rows() if r.dossier.code == code]
    return found


def all_pages(made: CounterStation) -> list[str]:
    return sorted(
        page.id for row in made.store.dossier_rows() for page in made.pages(row.dossier.id)
    )


def test_separate_patch_begins_a_paper_and_lies_in_none() -> None:
    made, home = counter(None, PATCH, None, None)
    read_dossier(made.station, home)

    done = separate(made.station, home, RULES)

    assert shape(made, home) == ".SB."
    assert done.entry
    marked = made.pages(home)[1].id
    assert all(marked not in paper.pages for paper in papers_of(made.station, home))


def test_separate_ordinary_stack_changes_nothing() -> None:
    made, home = counter(None, SeparatorLook(codes=(("qr", "https://example.vn"),)))

    done = separate(made.station, home, RULES)

    assert (done.entry, shape(made, home)) == ("", "..")
    assert page_edits.history(made.station, home) == []


def test_separate_covers_open_dossiers_and_fill_them() -> None:
    made, home = counter(None, cover(CODE, procedure="1.001193"), None, cover(OTHER), None, None)

    done = separate(made.station, home, RULES)

    assert [(each.code, each.is_new, each.paper) for each in done.dossiers] == [
        ("", False, 1), (CODE, True, 1), (OTHER, True, 2),
    ]  # fmt: skip
    assert [shape(made, each.dossier_id) for each in done.dossiers] == [".", "SB", "SB."]
    assert made.store.dossier(with_code(made, CODE)).procedure_code == "1.001193"
    assert [each.oddity for each in done.warnings] == [Oddity.BEFORE_FIRST_COVER]


def test_separate_undo_takes_all_of_it_back_and_redo_does_it_again() -> None:
    made, home = counter(None, PATCH, None, cover(CODE), None, cover(OTHER), None)
    before = [(page.id, page.break_before, page.flags) for page in made.pages(home)]
    separate(made.station, home, RULES)
    after = all_pages(made)

    page_edits.undo(made.station, home)
    undone = [(page.id, page.break_before, page.flags[:0]) for page in made.pages(home)]
    page_edits.redo(made.station, home)

    assert undone == before
    assert all_pages(made) == after
    assert shape(made, home) == ".SB"
    assert shape(made, with_code(made, CODE)) == "SB"
    assert shape(made, with_code(made, OTHER)) == "SB"


def test_separate_undo_leaves_nothing_else_undone() -> None:
    made, home = counter(None, cover(CODE), None)
    page_edits.turn_pages(made.station, [made.pages(home)[0].id], 90)
    separate(made.station, home, RULES)

    page_edits.undo(made.station, home)

    assert made.pages(home)[0].turn == 90
    assert len(made.pages(home)) == 3


def test_separate_first_cover_names_the_dossier_it_was_scanned_to() -> None:
    made, home = counter(cover(CODE), None)

    done = separate(made.station, home, RULES)

    assert made.store.dossier(home).code == CODE
    assert shape(made, home) == "SB"
    assert not any(each.is_new for each in done.dossiers)


def test_separate_first_cover_over_older_pages_opens_another_dossier() -> None:
    made, home = counter(None)
    older = {page.id for page in made.pages(home)}
    made.scanner.load(sheets(made, cover(CODE), None))
    scan(made.station, home, ScanOrder("fake:feeder"))
    new = [page.id for page in made.pages(home) if page.id not in older]

    separate(made.station, home, RULES, pages=new)

    assert made.store.dossier(home).code == ""
    assert {page.id for page in made.pages(home)} == older
    assert shape(made, with_code(made, CODE)) == "SB"


def test_separate_known_code_goes_on_with_its_dossier() -> None:
    made, home = counter(None, cover(CODE), None)
    there = made.add_unread(sheets(made, None), CODE)

    done = separate(made.station, home, RULES)

    assert [each.dossier_id for each in done.dossiers] == [home, there]
    assert shape(made, there) == ".SB"


def test_separate_closed_dossier_gets_nothing_and_it_is_told() -> None:
    made, home = counter(None, cover(CODE), None)
    closed = made.add_unread([], CODE)
    act = made.station.act("test", closed)
    made.store.move_dossier(closed, DossierState.OPEN, DossierState.REVIEWED, act)

    done = separate(made.station, home, RULES)

    told = done.dossiers[-1]
    assert told.refused == "page.dossier_closed"
    assert told.dossier_id not in (home, closed)
    assert made.store.dossier(told.dossier_id).code == ""
    assert made.pages(closed) == []
    assert shape(made, told.dossier_id) == "SB"


def test_separate_blank_cover_opens_one_dossier_however_often_it_is_read() -> None:
    name = "TRAM-1-251027-0001-0000"
    made, home = counter(None, cover(name, CoverKind.BLANK), None)
    separate(made.station, home, RULES)
    second = made.add_unread(sheets(made, cover(name, CoverKind.BLANK), None, None))

    separate(made.station, second, RULES)

    assert shape(made, dossier_of_blank(name)) == "SBSB."
    assert made.store.dossier(dossier_of_blank(name)).code == ""


def test_separate_cover_by_id_finds_a_dossier_without_a_code() -> None:
    made, home = counter(None)
    target = new_dossier(made.station).id
    stack = made.add_unread(sheets(made, None, cover(target.upper(), CoverKind.ID), None))

    separate(made.station, stack, RULES)

    assert shape(made, target) == "SB"
    assert shape(made, home) == "."


@pytest.mark.parametrize("kind", [CoverKind.ID, CoverKind.BLANK])
def test_separate_cover_of_nobody_opens_a_dossier_without_a_code(kind: CoverKind) -> None:
    made, home = counter(None, cover("0190A0B0", kind), None)

    done = separate(made.station, home, RULES)

    assert done.dossiers[-1].is_new
    assert made.store.dossier(done.dossiers[-1].dossier_id).code == ""


def slip(code: str) -> SeparatorLook:
    return SeparatorLook(codes=(("qr", f"{code}|1.001193|001090000123|Giấy tiếp nhận"),))


def test_separate_slip_on_top_moves_the_stack_to_its_dossier() -> None:
    made, home = counter(slip(CODE), None)
    there = made.add_unread([], CODE)

    separate(made.station, home, RULES)

    assert shape(made, there) == "B."
    assert made.pages(home) == []


def test_separate_slip_in_a_dossier_with_a_code_is_a_paper() -> None:
    made, home = counter(slip(OTHER), None, code=CODE)
    other = made.add_unread([], OTHER)

    done = separate(made.station, home, RULES)

    assert done.entry == ""
    assert (len(made.pages(home)), made.pages(other)) == (2, [])


def test_separate_slip_inside_a_stack_splits_nothing_and_is_told() -> None:
    made, home = counter(None, slip(OTHER))

    done = separate(made.station, home, RULES)

    assert done.entry == ""
    assert [each.oddity for each in done.warnings] == [Oddity.SLIP_INSIDE]


def test_separate_what_the_officer_said_of_a_break_stays() -> None:
    made, home = counter(None, PATCH, None)
    last = made.pages(home)[-1].id
    page_edits.set_break(made.station, last, PaperBreak.CONTINUES)

    separate(made.station, home, RULES)

    assert made.store.page(last).break_before is PaperBreak.CONTINUES


def test_separate_page_that_cannot_be_looked_at_stays_paper() -> None:
    made, home = counter(None, PATCH, None)
    made.reader.broken = set(made.reader.seen)

    assert separate(made.station, home, RULES).entry == ""


def test_separate_signed_file_is_never_a_separator() -> None:
    made, home = counter(PATCH, None)
    first = made.pages(home)[0]
    signed = replace(first, flags=(*first.flags, SIGNED_ORIGINAL))
    made.store.save_reading(signed, [], made.station.act("test", first.id))

    assert separate(made.station, home, RULES).entry == ""


def test_separate_counted_pages_are_held_against_the_paper_found() -> None:
    made = CounterStation()
    home = new_dossier(made.station, expected_pages=3).id
    made.scanner.load(sheets(made, None, PATCH, None))
    scan(made.station, home, ScanOrder("fake:feeder"))

    (told,) = separate(made.station, home, RULES).dossiers

    assert (told.lying, told.expected, told.is_miscounted) == (2, 3, True)


def test_separate_closed_home_is_refused() -> None:
    made, home = counter(None, PATCH)
    act = made.station.act("test", home)
    made.store.move_dossier(home, DossierState.OPEN, DossierState.REVIEWED, act)

    with pytest.raises(DossierClosed):
        separate(made.station, home, RULES)

    assert shape(made, home) == ".."


def test_separate_disk_full_loses_no_page_and_can_be_done_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, home = counter(None, cover(CODE), None)
    before = all_pages(made)

    def full(_dossier: DossierId, _data: bytes) -> None:
        raise StoreUnwritable("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(made.vault, "put", full)
        with pytest.raises(StoreUnwritable):
            separate(made.station, home, RULES)
    kept = all_pages(made)
    separate(made.station, home, RULES)

    assert kept == before
    assert all_pages(made) == before
    assert shape(made, with_code(made, CODE)) == "SB"


def test_set_separator_overrides_what_was_found() -> None:
    made, home = counter(None, PATCH, None)
    separate(made.station, home, RULES)
    marked = made.pages(home)[1].id

    set_separator(made.station, [marked], is_separator=False)
    as_paper = shape(made, home)
    page_edits.undo(made.station, home)

    assert as_paper == "..B"
    assert shape(made, home) == ".SB"
    assert page_edits.history(made.station, home)[-1].kind is EditKind.SEPARATE


def scanned(made: CounterStation, home: DossierId, looks: Sequence[SeparatorLook | None]) -> Sorter:
    made.scanner.load(sheets(made, *looks))
    sorter = Sorter(made.station, home, RULES)
    scan(made.station, home, ScanOrder("fake:feeder"), on_saved=sorter.page_saved)
    return sorter


def test_sorter_beside_a_scan_sorts_the_stack_when_it_is_through() -> None:
    made = CounterStation()
    home = new_dossier(made.station).id

    with scanned(made, home, [cover(CODE), None, cover(OTHER), None]) as sorter:
        during = [len(made.pages(home)), len(made.store.dossier_rows())]
        done = sorter.finish()

    assert during == [4, 1]
    assert [each.code for each in done.dossiers] == [CODE, OTHER]
    assert sorter.heard() == done.proposal


def test_sorter_leaves_pages_of_earlier_scans_alone() -> None:
    made, home = counter(None, PATCH, None)

    with scanned(made, home, [None, PATCH, None]) as sorter:
        sorter.finish()

    assert shape(made, home) == "....SB"


def test_sorter_dossier_closed_meanwhile_changes_nothing() -> None:
    made = CounterStation()
    home = new_dossier(made.station).id

    with scanned(made, home, [None, PATCH, None]) as sorter:
        act = made.station.act("test", home)
        made.store.move_dossier(home, DossierState.OPEN, DossierState.REVIEWED, act)
        with pytest.raises(IllegalStep):
            sorter.finish()

    assert shape(made, home) == "..."
    made.store.move_dossier(home, DossierState.REVIEWED, DossierState.OPEN, act)
    with pytest.raises(NothingToUndo):
        page_edits.undo(made.station, home)
