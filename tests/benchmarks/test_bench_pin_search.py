"""The search for a PIN finds one that is there, and none where the station has been."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

import pytest

from benchmarks.pin_search import (
    Row,
    count_in_files,
    count_in_memory,
    needles_of,
    search,
    table,
)
from signing.errors import ModuleMissing
from tests.shim.token_shim import NoCompiler

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_count_in_memory_finds_what_is_there() -> None:
    # Made of two halves, so that this file's own constants do not count.
    pin = "-".join(["Kẹp9", "tìm-thấy-ngay"])
    kept = ctypes.create_string_buffer(pin.encode("utf-16-le"))

    found = count_in_memory(os.getpid(), [pin.encode("utf-16-le")])

    assert kept.raw
    assert found >= 1


def test_count_in_files_finds_each_encoding(tmp_path: Path) -> None:
    pin = "Aa9-bí-mật-123456"
    for number, encoding in enumerate(("utf-8", "utf-16-le", "utf-16-be")):
        (tmp_path / f"{number}.log").write_bytes(b"x" + pin.encode(encoding))

    assert count_in_files(tmp_path, needles_of(pin)) == 3


@pytest.mark.softhsm
def test_search_finds_the_pin_nowhere() -> None:
    try:
        rows = search()
    except (NoCompiler, ModuleMissing) as error:
        pytest.skip(str(error))

    held = [row for row in rows if row.may_hold]
    assert [row for row in rows if row.is_bad] == [], table(rows)
    assert held
    assert all(row.found in (1, -1) for row in held), table(rows)


@pytest.mark.parametrize(
    ("row", "is_bad"),
    [
        (Row("a", "b", 1), True),
        (Row("a", "b", 0), False),
        (Row("a", "b", -1), False),
        (Row("a", "b", 1, may_hold=True), False),
    ],
)
def test_row_is_bad_when_found_where_it_must_not_be(row: Row, is_bad: bool) -> None:
    assert row.is_bad is is_bad
