"""The exported chain: the first wrong entry is named whatever was done to the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit_lines import (
    Head,
    NotAHead,
    check_lines,
    entry_line,
    head_line,
    key_text,
    lines_of,
    note_of,
    public_of,
    read_note,
)
from app.domain.events import Act, AuditEntry, link

LENGTH = 9
PUBLIC = bytes(range(32))


def chain(length: int = LENGTH) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    for number in range(length):
        act = Act("2026-10-08T03:04:05Z", "hoa", "page.captured", f"page-{number}", "ab", "ghi chú")
        entries.append(link(entries[-1] if entries else None, act))
    return entries


def lines() -> list[str]:
    entries = chain()
    head = Head("sohoa/tram-1", len(entries), entries[-1].hash)
    return list(
        lines_of(entries, note_of(head, PUBLIC, bytes(64)), key_text("sohoa/tram-1", PUBLIC))
    )


def edited(number: int) -> Callable[[list[str]], list[str]]:
    def edit(file: list[str]) -> list[str]:
        members = json.loads(file[number - 1]) | {"actor": "lan"}
        return [*file[: number - 1], json.dumps(members, ensure_ascii=False), *file[number:]]

    return edit


def test_check_lines_whole_chain_holds() -> None:
    found = check_lines(lines())

    assert (found.size, found.bad, found.hash) == (LENGTH, None, chain()[-1].hash)


@pytest.mark.parametrize("number", range(1, LENGTH + 1))
def test_check_lines_names_an_edited_entry(number: int) -> None:
    assert check_lines(edited(number)(lines())).bad == number


@pytest.mark.parametrize("number", range(1, LENGTH + 1))
def test_check_lines_names_a_deleted_entry(number: int) -> None:
    file = lines()
    del file[number - 1]

    found = check_lines(file)

    # the last one leaves a chain that holds; the signed head tells of it
    assert found.bad == (None if number == LENGTH else number)
    assert found.size == number - 1


@pytest.mark.parametrize("number", range(1, LENGTH + 1))
def test_check_lines_names_an_inserted_entry(number: int) -> None:
    file = lines()
    file.insert(number - 1, entry_line(chain(1)[0]))

    bad = check_lines(file).bad

    assert bad == (2 if number == 1 else number)


@pytest.mark.parametrize("number", range(1, LENGTH))
def test_check_lines_names_the_first_of_two_swapped_entries(number: int) -> None:
    file = lines()
    file[number - 1], file[number] = file[number], file[number - 1]

    assert check_lines(file).bad == number


@pytest.mark.parametrize("kept", range(LENGTH + 1))
def test_check_lines_names_the_first_entry_that_was_cut_off(kept: int) -> None:
    assert check_lines(lines()[:kept]).bad == kept + 1


def test_check_lines_takes_nothing_behind_the_head() -> None:
    assert check_lines([*lines(), lines()[0]]).bad == LENGTH + 1


@given(st.text(max_size=200), st.integers(0, LENGTH))
def test_check_lines_any_text_in_between_is_named_not_raised(text: str, place: int) -> None:
    file = lines()
    file.insert(place, text.replace("\n", " "))

    assert check_lines(file).bad == place + 1


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "[]",
        '{"seq": true}',
        "[" * 5000,
        '{"seq":1,"at":"\\ud800","actor":"","action":"","object_id":"","digest":"","note":"",'
        '"previous":"' + "0" * 64 + '","hash":""}',
    ],
)
def test_check_lines_broken_first_line_is_the_first_entry(line: str) -> None:
    assert check_lines([line]).bad == 1


def test_read_note_gives_back_what_was_signed() -> None:
    head = Head("sohoa/tram-1", 7, "ab" * 32)

    signed = read_note(note_of(head, PUBLIC, b"\x07" * 64))

    assert signed.head == head
    assert signed.text == head.text()
    assert signed.signature == b"\x07" * 64


@given(st.text(max_size=300))
def test_read_note_any_text_is_refused_or_read(text: str) -> None:
    try:
        read_note(text)
    except NotAHead:
        return
    pytest.fail("no text without a signature is a note")


def test_public_of_a_key_with_a_changed_letter_is_refused() -> None:
    key = key_text("sohoa/tram-1", PUBLIC)

    assert public_of(key) == PUBLIC
    with pytest.raises(NotAHead):
        public_of(key.replace("AQ", "AR", 1))


def test_head_line_holds_note_and_key() -> None:
    found = check_lines([head_line("note", "key")])

    assert (found.note, found.key, found.bad) == ("note", "key", None)


def test_entry_with_another_members_value_type_is_no_entry() -> None:
    entry = replace(chain(1)[0], seq=1)
    members = json.loads(entry_line(entry)) | {"at": 5}

    assert check_lines([json.dumps(members)]).bad == 1
