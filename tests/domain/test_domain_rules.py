"""Ids, audit chain, dossier states, fields, manifest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dossier import DossierEvent, DossierState, after
from app.domain.events import Act, AuditEntry, first_bad_link, link
from app.domain.field import Field, FieldSource, FieldState, confirm, correct
from app.domain.ids import BlobId, DossierId, PageId, uuid7
from app.domain.manifest import Manifest, ManifestFile, manifest_from_json
from app.domain.page import (
    LEFT_OUT,
    MAX_ATTEMPTS,
    Attempt,
    Page,
    PageState,
    PageStep,
    after_failure,
    after_success,
    lacks_picture,
    next_attempt,
    next_step,
)


@given(st.integers(0, 2**48 - 2), st.integers(0, 2**80), st.integers(0, 2**80))
def test_uuid7_later_time_sorts_later_and_says_its_version(ms: int, one: int, two: int) -> None:
    earlier, later = uuid7(ms, one), uuid7(ms + 1, two)

    assert earlier < later
    assert earlier[14] == "7"
    assert earlier[19] in "89ab"


def chain(length: int) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    for number in range(length):
        act = Act("2026-01-01T00:00:00+00:00", "cb", "page.captured", f"p{number}")
        entries.append(link(entries[-1] if entries else None, act))
    return entries


def test_first_bad_link_untouched_chain_holds() -> None:
    assert first_bad_link(chain(5)) is None
    assert first_bad_link([]) is None


@given(st.integers(0, 4))
def test_first_bad_link_changed_entry_is_named(position: int) -> None:
    entries = chain(5)
    changed = replace(entries[position].act, actor="someone else")

    entries[position] = replace(entries[position], act=changed)

    assert first_bad_link(entries) == position + 1


@given(st.integers(0, 3))
def test_first_bad_link_removed_entry_is_named(position: int) -> None:
    entries = chain(5)

    del entries[position]

    assert first_bad_link(entries) == position + 1


def test_after_sealed_dossier_never_changes() -> None:
    assert all(after(DossierState.SEALED, event) is None for event in DossierEvent)


def test_after_whole_way_reaches_sealed() -> None:
    state: DossierState | None = DossierState.OPEN

    for event in (
        DossierEvent.REVIEW,
        DossierEvent.BUILD,
        DossierEvent.START_SIGNING,
        DossierEvent.SIGN,
        DossierEvent.SEAL,
    ):
        assert state is not None
        state = after(state, event)

    assert state is DossierState.SEALED


def test_after_unsigned_dossier_cannot_be_sealed() -> None:
    early = (DossierState.OPEN, DossierState.REVIEWED, DossierState.BUILT, DossierState.SIGNING)

    assert all(after(state, DossierEvent.SEAL) is None for state in early)


@pytest.mark.parametrize("state", PageState)
def test_next_step_only_captured_pages_have_work(state: PageState) -> None:
    expected = PageStep.READ if state is PageState.CAPTURED else None

    assert next_step(state) is expected


def test_page_after_failure_is_degraded_after_the_last_try() -> None:
    assert after_failure(MAX_ATTEMPTS) is PageState.CAPTURED
    assert after_failure(MAX_ATTEMPTS + 1) is PageState.DEGRADED


def test_next_attempt_each_failure_leaves_more_out() -> None:
    attempts = [next_attempt(failures) for failures in range(5)]

    assert attempts == [Attempt.FULL, Attempt.WITHOUT_WORDS, *3 * [Attempt.AS_CAPTURED]]


def test_after_success_page_kept_as_captured_is_degraded() -> None:
    states = {attempt: after_success(attempt) for attempt in Attempt}

    assert states == {
        Attempt.FULL: PageState.READ,
        Attempt.WITHOUT_WORDS: PageState.READ,
        Attempt.AS_CAPTURED: PageState.DEGRADED,
    }


PAGE = Page(PageId("p"), DossierId("d"), 1, PageState.DEGRADED, BlobId("r"), "image/png", 0, "x")


@pytest.mark.parametrize(
    ("page", "lacking"),
    [
        (PAGE, True),
        (replace(PAGE, flags=(LEFT_OUT,)), True),
        (replace(PAGE, layers=BlobId("l")), False),
        (replace(PAGE, flags=("signed_original",)), False),
        (replace(PAGE, state=PageState.CAPTURED), False),
    ],
)
def test_lacks_picture_only_pages_given_up_without_layers(page: Page, lacking: bool) -> None:
    assert lacks_picture(page) is lacking


FIELD = Field(
    dossier_id=DossierId("d"),
    page_id=PageId("p"),
    name="child.full_name",
    label="Họ, chữ đệm, tên",
    value="Đỗ Hữu Nghĩa",
    state=FieldState.AMBER,
    confidence=0.6,
    source=FieldSource.OCR,
    box=(1, 2, 3, 4),
    problem="name.unsure",
)


def test_confirm_keeps_value_and_source_and_remembers_who() -> None:
    confirmed = confirm(FIELD, "cb1", "2026-01-01T00:00:00+00:00")

    assert (confirmed.value, confirmed.source) == (FIELD.value, FieldSource.OCR)
    assert (confirmed.confirmed_by, confirmed.state) == ("cb1", FieldState.GREEN)
    assert FIELD.needs_a_look
    assert not confirmed.needs_a_look


def test_correct_marks_the_value_as_typed() -> None:
    corrected = correct(FIELD, "Đỗ Hữu Nghị", "cb1", "2026-01-01T00:00:00+00:00")

    assert corrected.value == "Đỗ Hữu Nghị"
    assert corrected.source is FieldSource.TYPED
    assert corrected.box == FIELD.box


MANIFEST = Manifest(
    client_ref="d1",
    dossier_code="H56.128-251020-0107",
    procedure_code="1.001193",
    officer_id="cb1",
    station_id="tram-1",
    revision=1,
    files=(ManifestFile("f1", "scan", "a.pdf", "application/pdf", 3, "ab" * 32),),
    fields={"child.full_name": "Đỗ Hữu Nghĩa"},
)


def test_manifest_round_trip_keeps_everything() -> None:
    assert manifest_from_json(MANIFEST.canonical()) == MANIFEST


def test_manifest_digest_changes_with_any_field() -> None:
    other = replace(MANIFEST, fields={"child.full_name": "Đỗ Hữu Nghị"})

    assert other.digest() != MANIFEST.digest()


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"files": 3}', b"\xff"])
def test_manifest_from_json_something_else_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a manifest"):
        manifest_from_json(data)


BLANK = replace(FIELD, value="", confidence=0.0, box=None, problem="")


def test_blank_field_needs_no_look() -> None:
    assert BLANK.is_blank
    assert not BLANK.needs_a_look


@pytest.mark.parametrize(
    "field",
    [
        replace(BLANK, state=FieldState.RED, problem="required.empty"),
        replace(BLANK, problem="conflict.qr_ocr"),
        replace(BLANK, box=(1, 2, 3, 4)),
        replace(BLANK, value="09/11/2021"),
        replace(BLANK, value="09/11/2021", box=(1, 2, 3, 4)),
    ],
    ids=["required", "problem", "something is there", "value", "value without trust"],
)
def test_field_that_is_not_quite_blank_needs_a_look(field: Field) -> None:
    assert not field.is_blank
    assert field.needs_a_look


def test_blank_field_that_the_officer_left_empty_is_decided() -> None:
    decided = confirm(BLANK, "cb1", "2026-01-01T00:00:00+00:00")

    assert not decided.is_blank
    assert not decided.needs_a_look
