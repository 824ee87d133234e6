"""State machines of signing: no way leads back behind a value, none out of an end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import DossierId, FileId
from app.domain.signing import (
    CLOSED,
    DONE,
    LONGEST_WAIT_S,
    Finished,
    ItemState,
    OwedTime,
    Signer,
    SignerRole,
    SigningItem,
    SigningPlan,
    StampKind,
    asked,
    asked_in_vain,
    chains,
    going_on,
    in_order,
    may_follow,
    may_leave,
    not_paid,
    plan_from_json,
    prepared,
    published,
    put_aside,
    signed,
    stamped,
    verified,
)

PERSON = Signer(SignerRole.PERSON, "p12:a")
AGENCY = Signer(SignerRole.AGENCY, "p12:b", StampKind.SEAL)
ITEM = SigningItem("i", "b", DossierId("d"), FileId("f"), 0, ItemState.QUEUED, "0" * 64)
DONE_FILE = Finished(b"part", "1" * 64, 9, "b-b", "b-t")


@pytest.mark.parametrize(
    ("signers", "good"),
    [
        ([PERSON], True),
        ([AGENCY], True),
        ([PERSON, PERSON, AGENCY], True),
        ([AGENCY, PERSON], False),
        ([PERSON, AGENCY, AGENCY], False),
        ([], False),
    ],
)
def test_in_order_persons_before_the_agency(signers: list[Signer], good: bool) -> None:
    assert in_order(signers) is good


def test_plan_survives_being_written_down() -> None:
    plan = SigningPlan((PERSON, AGENCY), "b-lta", "pkcs7", "pkcs1", owe_time=False)

    assert plan_from_json(plan.to_json()) == plan


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"signers": [{}]}', '{"signers": [], "x": 1}', "null"]
)
def test_plan_from_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="plan"):
        plan_from_json(text)


@given(st.sampled_from(ItemState), st.sampled_from(ItemState))
def test_may_follow_never_leaves_an_end(before: ItemState, after: ItemState) -> None:
    assert not (before in CLOSED and may_follow(before, after))


@given(st.sampled_from([ItemState.SIGNED, ItemState.STAMPED, ItemState.VERIFIED]))
def test_may_follow_never_goes_back_behind_a_value(before: ItemState) -> None:
    assert not may_follow(before, ItemState.QUEUED)
    assert not may_follow(before, ItemState.PREPARED)
    assert not may_follow(before, before)


@given(st.sampled_from(ItemState))
def test_may_follow_only_verified_is_published(before: ItemState) -> None:
    for after in DONE:
        assert may_follow(before, after) is (before is ItemState.VERIFIED)


@given(st.sampled_from(ItemState))
def test_may_follow_only_asked_or_prepared_gets_a_value(before: ItemState) -> None:
    sources = {ItemState.PREPARED, ItemState.ASKED, ItemState.HELD}
    assert may_follow(before, ItemState.SIGNED) is (before in sources)


def test_asked_item_holds_its_ticket_until_an_answer_comes() -> None:
    waiting = asked(prepared(ITEM, "{}", b"p"), "ticket")

    again = asked_in_vain(waiting)

    assert going_on(put_aside(waiting, ItemState.HELD, "x")) == waiting
    assert (again.state, again.work.ticket) == (ItemState.PREPARED, "")
    assert again.work.prepared_part == b"p"
    assert signed(waiting, b"value").work.ticket == ""
    assert put_aside(waiting, ItemState.CANCELLED, "x").work.ticket == ""


def test_held_item_goes_on_where_its_work_ends() -> None:
    steps = [ITEM, prepared(ITEM, "{}", b"p")]
    steps.append(signed(steps[-1], b"value"))
    steps.append(stamped(steps[-1], b"token"))
    steps.append(verified(steps[-1], DONE_FILE))

    for step in steps:
        held = put_aside(step, ItemState.HELD, "service.unavailable")
        assert going_on(held) == step


def test_failed_or_published_item_lets_its_work_go() -> None:
    done = verified(signed(prepared(ITEM, "{}", b"p"), b"value"), DONE_FILE)

    assert put_aside(done, ItemState.FAILED, "x").work.value == b""
    assert published(done).work.value == b""
    assert published(done).state is ItemState.WAITING_FOR_TIME


def test_chains_keep_files_apart_and_signers_in_order() -> None:
    first, second = ITEM, SigningItem("j", "b", ITEM.dossier_id, FileId("f"), 1, ITEM.state, "")
    other = SigningItem("k", "b", DossierId("e"), FileId("f"), 0, ITEM.state, "")

    assert chains([second, other, first]) == [[first, second], [other]]


@given(st.integers(0, 60), st.floats(0, 1, exclude_max=True))
def test_not_paid_waits_longer_but_notices_a_service_that_is_back(
    attempts: int, jitter: float
) -> None:
    owed = OwedTime(DossierId("d"), FileId("f"), "b-t", 0.0, attempts)

    later = not_paid(owed, "x", now=1000.0, jitter=jitter)

    assert 1000.0 < later.next_try <= 1000.0 + LONGEST_WAIT_S
    assert later.attempts == attempts + 1


@pytest.mark.parametrize(
    ("deadline", "without_time", "leaves"),
    [(5.0, False, True), (50.0, False, False), (50.0, True, True)],
)
def test_may_leave_after_the_deadline_or_by_setting(
    deadline: float, without_time: bool, leaves: bool
) -> None:
    owed = OwedTime(DossierId("d"), FileId("f"), "b-t", deadline)

    assert may_leave([owed], now=10.0, without_time=without_time) is leaves
