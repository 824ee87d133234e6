"""Findings of a batch become flags, the officer's word answers them, and both are kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.ids import DossierId
from app.domain.page import Page
from app.domain.page_checks import BATCH_FINDINGS, DOUBLE_PAGE, OUTLIER, UPSIDE_DOWN_IN_BATCH, about
from app.services.page_checks import (
    PageTooCoarse,
    check_batch,
    declare_right,
    doubt_again,
    keep_coarse,
    looks_of,
    require_resolution_kept,
)
from app.services.page_count import ReasonMissing
from app.services.review import page_reading
from ocr.measures import PageMeasures
from ocr.reading import Flag, PageReading
from tests.fakes.reuse_office import HOA, Office, page

PLAIN = PageMeasures(
    2480,
    3508,
    told_dpi=300,
    real_dpi=300,
    ink=0.05,
    written_mm2=2000.0,
    skew_deg=0.1,
    skew_confidence=1.0,
    sharpness=0.38,
    paper_tone=247,
    turn_confidence=1.0,
)
PRINT, OTHER_PRINT = "0f" * 384, "c3" * 384


def measured(number: int, **changes: object) -> tuple[bytes, PageReading]:
    data, reading = page("declaration", mark=str(number))
    measures = replace(PLAIN, fingerprint=f"{number * 0x1234567:016x}", **changes)  # type: ignore[arg-type]
    return data, replace(reading, measures=measures)


def opened(office: Office, *papers: tuple[bytes, PageReading]) -> DossierId:
    return office.open(HOA, papers=list(papers))


def flagged(office: Office, home: DossierId, finding: str) -> list[int]:
    return [each.seq for each in office.pages(home) if finding in each.findings]


def last(office: Office, home: DossierId) -> Page:
    return office.pages(home)[-1]


def test_process_page_unlike_its_batch_is_flagged() -> None:
    office = Office()

    home = opened(office, *(measured(n) for n in range(1, 6)), measured(6, paper_tone=150))

    assert flagged(office, home, OUTLIER) == [6]


def test_process_sheet_fed_twice_is_flagged_at_its_second_picture() -> None:
    office = Office()
    looks = {"fine_print": PRINT}

    home = opened(office, measured(1, **looks), measured(2, fine_print=OTHER_PRINT),
                  measured(1, ink=0.051, **looks))  # fmt: skip

    assert flagged(office, home, DOUBLE_PAGE) == [3]


def test_process_page_that_cannot_tell_hears_how_the_others_lay() -> None:
    office = Office()

    home = opened(
        office, *(measured(n, turn_deg=180) for n in range(1, 4)), measured(4, turn_confidence=0.1)
    )

    assert flagged(office, home, UPSIDE_DOWN_IN_BATCH) == [4]
    assert last(office, home).turn is None


def test_check_batch_again_changes_and_logs_nothing() -> None:
    office = Office()
    home = opened(office, *(measured(n) for n in range(1, 6)), measured(6, paper_tone=150))
    readings = {each.id: page_reading(office.station, each) for each in office.pages(home)}

    changed = check_batch(office.station, home, readings)

    assert changed == ()


def test_check_batch_finding_goes_when_the_batch_says_so_no_more() -> None:
    office = Office()
    home = opened(office, *(measured(n) for n in range(1, 6)), measured(6, paper_tone=150))
    pages = office.pages(home)
    readings = {each.id: page_reading(office.station, each) for each in pages}
    readings[pages[-1].id] = replace(readings[pages[-1].id], measures=PLAIN)

    check_batch(office.station, home, readings)

    assert flagged(office, home, OUTLIER) == []
    assert not set(BATCH_FINDINGS) & set(last(office, home).flags)


def test_declare_right_hides_the_finding_keeps_it_and_logs_who_said_so() -> None:
    office = Office()
    data, reading = measured(1)
    home = opened(office, (data, replace(reading, flags=(Flag.BLURRED, Flag.SKEWED))))

    declare_right(office.station, last(office, home).id)

    page_now = last(office, home)
    assert {"blurred", "skewed"} <= set(page_now.flags)
    assert not {"blurred", "skewed"} & set(page_now.findings)
    entries = [entry.act for entry in office.store.audit_entries()]
    acts = [act for act in entries if act.action == "page.declared_right"]
    assert [(act.object_id, act.note) for act in acts] == [(page_now.id, "blurred,skewed")]


def test_doubt_again_shows_the_findings_again() -> None:
    office = Office()
    data, reading = measured(1)
    home = opened(office, (data, replace(reading, flags=(Flag.BLURRED,))))
    declare_right(office.station, last(office, home).id)

    doubt_again(office.station, last(office, home).id)
    again = doubt_again(office.station, last(office, home).id)

    assert "blurred" in again.findings
    assert last(office, home) == again


@pytest.mark.parametrize("turn", [0, 180])
def test_looks_of_turn_by_hand_is_no_witness(turn: int) -> None:
    office = Office()
    home = opened(office, measured(1, turn_deg=180))
    own = last(office, home)

    by_itself = looks_of(own, page_reading(office.station, own))
    by_hand = looks_of(replace(own, turn=turn), page_reading(office.station, own))

    assert by_itself is not None
    assert by_hand is not None
    assert (by_itself.turn_confidence, by_hand.turn_confidence) == (1.0, 0.0)


def test_looks_of_page_read_before_it_was_measured_is_left_out() -> None:
    office = Office()
    home = opened(office, page("declaration"))
    own = last(office, home)

    assert looks_of(own, page_reading(office.station, own)) is None


def test_process_finding_of_the_batch_names_the_measure_and_the_other_page() -> None:
    office = Office()
    looks = {"fine_print": PRINT}

    home = opened(office, measured(1, **looks), *(measured(n) for n in range(2, 6)),
                  measured(1, paper_tone=150, **looks))  # fmt: skip

    assert about(last(office, home).flags, OUTLIER) == "tone"
    assert about(last(office, home).flags, DOUBLE_PAGE) == "1"


def test_finish_review_page_below_the_least_resolution_waits_for_a_reason() -> None:
    office = Office()
    data, reading = measured(1)
    home = opened(office, (data, replace(reading, flags=(Flag.TOO_COARSE,))))
    coarse = last(office, home)

    with pytest.raises(PageTooCoarse, match="1"):
        require_resolution_kept(office.pages(home))
    declare_right(office.station, coarse.id)
    with pytest.raises(ReasonMissing):
        keep_coarse(office.station, coarse.id, " ")
    with pytest.raises(PageTooCoarse):
        require_resolution_kept(office.pages(home))
    keep_coarse(office.station, coarse.id, "bản gốc chỉ còn ảnh này")

    require_resolution_kept(office.pages(home))
    acts = [entry.act for entry in office.store.audit_entries()]
    kept = [act for act in acts if act.action == "page.coarse_kept"]
    assert [(act.object_id, act.note) for act in kept] == [(coarse.id, "bản gốc chỉ còn ảnh này")]
    assert last(office, home).raw == coarse.raw
