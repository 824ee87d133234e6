"""A paper that is only shown leaves nothing behind, and only the officer takes it away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.dossier import DossierState
from app.domain.ids import BlobId, DossierId, PageId
from app.domain.owner import Owner, OwnerKind
from app.domain.page import (
    ERASING,
    ORIGINAL_ERASED,
    SHOWN_ONLY,
    SIGNED_ORIGINAL,
    TO_COMPARE,
    PageState,
)
from app.domain.procedure import Component, Procedure
from app.errors import IllegalStep
from app.services import assemble, review
from app.services.capture import new_dossier
from app.services.erase import (
    FileInUse,
    NotShownOnly,
    erase_page,
    finish_erasing,
    flag_shown_only,
    is_never_copied,
    keep_page,
)
from app.services.owner import set_owner
from app.services.procedure_choice import choose_procedure
from app.services.process import read_dossier
from app.services.recover import recover
from app.services.review import confirm_field
from app.store.base import StoreUnwritable
from ocr.reading import FieldSource, PageMark
from ocr.words import Line, PageText, Word
from tests.fakes.reuse_office import HOA, MARRIAGE, Office, page, value

CARD = page("card", value("id_number", HOA), value("full_name", "Trần Thị Hoa"))


def opened(office: Office) -> tuple[DossierId, PageId]:
    """A dossier of a declaration and a card; gives it with the card's page."""
    home = office.open(HOA, papers=[page("declaration"), CARD])
    return home, office.pages(home)[1].id


def blobs_of(office: Office, page_id: PageId) -> set[BlobId]:
    now = office.store.page(page_id)
    return {blob for blob in (now.raw, now.clean, now.layers, now.reading) if blob}


def test_process_flags_the_paper_that_is_only_shown() -> None:
    office = Office()

    home, card = opened(office)

    assert [each.id for each in office.pages(home) if SHOWN_ONLY in each.flags] == [card]


def second_page_of_card(office: Office) -> tuple[DossierId, list[PageId]]:
    """A declaration, a card and its second page; gives the dossier with its pages."""
    words = PageText((Line((Word("Điều", (5, 5, 50, 20), 0.96),)),))
    scan, reading = page("", mark="sau")
    later = replace(reading, paper=None, text=words, mark=PageMark(number=2))
    first = (CARD[0], replace(CARD[1], text=words))
    home = office.open(HOA, papers=[page("declaration"), first, (scan, later)])
    return home, [each.id for each in office.pages(home)]


def test_second_page_of_a_paper_that_is_only_shown_is_flagged_and_stays_so() -> None:
    office = Office()
    home, (declaration, card, back) = second_page_of_card(office)
    before = {each.id for each in office.pages(home) if SHOWN_ONLY in each.flags}

    erase_page(office.station, card)
    read_dossier(office.station, home)

    assert before == {card, back}
    left = office.pages(home)
    assert [each.id for each in left] == [declaration, back]
    assert [SHOWN_ONLY in each.flags for each in left] == [False, True]


def test_erase_lets_the_rest_be_compared_again() -> None:
    office = Office()
    home, card = opened(office)

    erase_page(office.station, card)

    assert [TO_COMPARE in each.flags for each in office.pages(home)] == [True]
    assert office.store.dossiers_to_compare(5) == [home]


def test_process_without_procedure_flags_nothing_until_it_is_chosen() -> None:
    office = Office()
    home = office.add_dossier([CARD])
    before = office.pages(home)[0].flags
    act = office.station.act("test", home)
    office.store.set_dossier_codes(home, "H26-9", MARRIAGE, act)

    changed = flag_shown_only(office.station, home)

    assert SHOWN_ONLY not in before
    assert [SHOWN_ONLY in each.flags for each in changed] == [True]
    assert office.field(home, "id_number").value == HOA


def test_slip_that_names_the_procedure_flags_pages_and_asks_for_papers() -> None:
    office = Office()
    codes = {"dossier_code": "H26-7", "procedure_code": MARRIAGE}
    told = [replace(value(name, code), source=FieldSource.QR) for name, code in codes.items()]
    slip = page("receipt", *told)
    home = office.add_unread([CARD[0], slip[0]])
    set_owner(office.station, home, Owner(OwnerKind.CITIZEN, HOA))
    office.reader.readings.update([CARD, slip])

    read_dossier(office.station, home)

    assert [SHOWN_ONLY in each.flags for each in office.pages(home)] == [True, False]
    lookup = office.store.lookup(home)
    assert lookup is not None
    assert lookup.procedure_code == MARRIAGE


def test_paper_that_is_also_asked_for_may_be_copied() -> None:
    shown = Component("card", "Thẻ", False, shown_only=True)
    asked = Component("proof", "Giấy", True, alternatives=("card",))

    assert is_never_copied(Procedure("1", "Thủ tục", (shown,)), "card")
    assert not is_never_copied(Procedure("1", "Thủ tục", (shown, asked)), "card")
    assert not is_never_copied(Procedure("1", "Thủ tục", (shown,)), "other")


def test_erase_takes_blobs_fields_and_row_and_leaves_the_audit() -> None:
    office = Office()
    home, card = opened(office)
    blobs = blobs_of(office, card)
    key = review.FieldKey(home, card, "full_name")
    confirm_field(office.station, key)

    gone = erase_page(office.station, card)

    assert gone == (card,)
    assert not blobs & office.vault.blobs.keys()
    assert [each.seq for each in office.pages(home)] == [1]
    assert office.store.fields(home) == []
    acts = [entry.act for entry in office.store.audit_entries()][-3:]
    assert [act.action for act in acts] == ["page.erasing", "page.to_compare", "page.erased"]
    assert [act.object_id == card for act in acts] == [True, False, True]


def test_erase_of_another_paper_is_refused_and_nothing_goes() -> None:
    office = Office()
    home, _ = opened(office)
    declaration = office.pages(home)[0].id

    with pytest.raises(NotShownOnly):
        erase_page(office.station, declaration)

    assert blobs_of(office, declaration) <= office.vault.blobs.keys()


def test_erase_after_the_review_is_refused() -> None:
    office = Office()
    home, card = opened(office)
    act = office.station.act("test", home)
    office.store.move_dossier(home, DossierState.OPEN, DossierState.REVIEWED, act)

    with pytest.raises(IllegalStep):
        erase_page(office.station, card)
    with pytest.raises(IllegalStep):
        keep_page(office.station, card)


def test_review_is_not_finished_while_a_page_is_only_shown() -> None:
    office = Office()
    home, card = opened(office)

    with pytest.raises(review.ShownOnlyLeft) as refused:
        review.finish_review(office.station, home)

    assert refused.value.detail == "2"
    erase_page(office.station, card)
    read_dossier(office.station, home)
    review.finish_review(office.station, home)
    assert office.store.dossier(home).state is DossierState.REVIEWED


def test_page_of_another_paper_is_kept_when_the_officer_says_so() -> None:
    office = Office()
    home, card = opened(office)

    kept = keep_page(office.station, card)

    assert SHOWN_ONLY not in kept.flags
    assert flag_shown_only(office.station, home) == ()
    assert office.field(home, "id_number").value == HOA
    assert [entry.act.action for entry in office.store.audit_entries()][-1] == "page.kept"
    with pytest.raises(NotShownOnly):
        keep_page(office.station, card)
    review.finish_review(office.station, home)


def test_erase_takes_files_that_were_built_with_the_page() -> None:
    office = Office()
    home = office.add_dossier([page("declaration"), CARD])
    card = office.pages(home)[1].id
    review.finish_review(office.station, home)
    built = {file.blob for file in assemble.build(office.station, home)}
    review.reopen(office.station, home)
    choose_procedure(office.station, home, MARRIAGE)

    erase_page(office.station, card)

    assert built
    assert not built & office.vault.blobs.keys()
    assert office.store.files(home) == []


def shared(office: Office, *flags: tuple[str, ...], state: PageState = PageState.READ) -> DossierId:
    """A dossier whose pages all come from one file; each page with these flags."""
    home = new_dossier(office.station, procedure_code=MARRIAGE).id
    raw = office.vault.put(home, b"one file")
    first = office.open(papers=[CARD])
    template = office.pages(first)[0]
    for number, own in enumerate(flags):
        made = replace(
            template, id=PageId(f"p{number}"), dossier_id=home, seq=number + 1, raw=raw,
            frame=number, flags=own, state=state, clean=office.vault.put(home, b"c"),
            layers=office.vault.put(home, b"l") if state is PageState.READ or not number else None,
            reading=None,
        )  # fmt: skip
        office.store.add_page(made, office.station.act("test", made.id))
    return home


def test_erase_page_of_a_file_takes_the_file_and_keeps_the_other_pages() -> None:
    office = Office()
    home = shared(office, (SHOWN_ONLY,), ())
    raw = office.pages(home)[0].raw

    erase_page(office.station, PageId("p0"))

    (other,) = office.pages(home)
    assert raw not in office.vault.blobs
    assert ORIGINAL_ERASED in other.flags
    assert other.clean in office.vault.blobs
    assert other.layers in office.vault.blobs


def test_erase_page_of_a_file_that_is_still_read_waits() -> None:
    office = Office()
    home = shared(office, (SHOWN_ONLY,), (), state=PageState.CAPTURED)

    with pytest.raises(FileInUse):
        erase_page(office.station, PageId("p0"))

    assert office.pages(home)[0].raw in office.vault.blobs


def test_erase_page_of_a_signed_file_takes_all_its_pages() -> None:
    office = Office()
    signed = (SIGNED_ORIGINAL, SHOWN_ONLY)
    home = shared(office, signed, (SIGNED_ORIGINAL,))

    gone = erase_page(office.station, PageId("p0"))

    assert len(gone) == 2
    assert office.pages(home) == []


@pytest.mark.expects_log_warnings
def test_erase_that_the_disk_stops_is_ended_at_the_next_start() -> None:
    office = Office()
    home, card = opened(office)
    blobs = blobs_of(office, card)
    office.vault.before_erase = refuse
    with pytest.raises(StoreUnwritable):
        erase_page(office.station, card)
    marked = office.store.page(card)
    tried = finish_erasing(office.station)
    office.vault.before_erase = lambda: None

    recover(office.station)

    assert ERASING in marked.flags
    assert tried == 0
    assert not blobs & office.vault.blobs.keys()
    assert [each.seq for each in office.pages(home)] == [1]


def refuse() -> None:
    raise StoreUnwritable("erasing a blob: EROFS")


def test_start_with_nothing_marked_reads_no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office()
    opened(office)
    read: list[DossierId] = []
    monkeypatch.setattr(office.store, "pages", read.append)

    recover(office.station)

    assert read == []
