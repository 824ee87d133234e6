"""One line of a journal: what it says, and what is no line."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.base import StoreDamaged
from app.store.connection import connect
from app.store.journal import FILE_NAME, read_mark
from app.store.journal_lines import Entry, entry_line, understand
from app.store.replay import replay
from tests.store.journal_samples import filled, rows_of


def test_line_says_what_was_written() -> None:
    row = {"ord": 1, "name": "đơn", "content": b"\x00\xff", "share": 0.5, "none": None}

    digest, line = entry_line(7, [("page", row)], [("field", [3])], {"a-b": "c"})

    said = understand(line)
    assert isinstance(said, Entry)
    assert (said.digest, said.tx, said.rows) == (digest, 7, (("page", row),))
    assert (said.gone, said.parts) == ((("field", (3,)),), {"a-b": "c"})


@given(st.binary(max_size=400))
def test_any_bytes_are_a_line_or_damaged(content: bytes) -> None:
    with pytest.raises(StoreDamaged):
        understand(content)


@given(st.integers(0, 200), st.integers(1, 255))
def test_any_changed_byte_of_a_line_is_damaged(place: int, change: int) -> None:
    line = bytearray(entry_line(3, [("page", {"id": "x" * 60, "raw": b"y" * 60})], [])[1][:-1])
    line[place % len(line)] ^= change

    with pytest.raises(StoreDamaged):
        understand(bytes(line))


def test_hostile_line_with_a_good_checksum_is_damaged() -> None:
    hostile: list[object] = [{"tx": "x"}, {"tx": 1, "rows": 5, "gone": []}, {"journal": 99}]

    for body in hostile:
        with pytest.raises(StoreDamaged):
            understand(_signed(body))


def _signed(body: object) -> bytes:
    import hashlib
    import json

    text = json.dumps(body).encode()
    return b'["' + hashlib.sha256(text).hexdigest()[:32].encode() + b'",' + text + b"]\n"


@pytest.mark.parametrize(
    "rows",
    [[("no_table", {"id": 1})], [("page", {"id); DROP TABLE page; --": 1})]],
    ids=["table", "column"],
)
def test_line_that_names_no_column_of_ours_takes_nothing(
    root: Path, rows: list[tuple[str, dict[str, object]]]
) -> None:
    filled(root)
    before = rows_of(root / "store.db")
    with closing(connect(root / "store.db")) as connection:
        tx = read_mark(connection).tx + 1
        with (root / FILE_NAME).open("ab") as file:
            file.write(entry_line(tx, rows, [], {})[1])  # type: ignore[arg-type]  # hostile on purpose

        with pytest.raises(StoreDamaged):
            replay(root, connection)

        assert rows_of(root / "store.db") == before
