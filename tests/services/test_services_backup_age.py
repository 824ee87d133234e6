"""The age of the newest copy of the database is told, and when it is too old."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.services.diagnose import check_backups

NOW = datetime(2026, 10, 8, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "good", "state"),
    [
        (timedelta(minutes=12), True, "12 phút trước"),
        (timedelta(days=3), True, "3 ngày trước"),
        (timedelta(days=8), False, "8 ngày trước"),
        (timedelta(days=-1), False, "ở tương lai"),
        (None, False, "chưa có"),
    ],
)
def test_age_of_the_newest_copy_is_told(age: timedelta | None, good: bool, state: str) -> None:
    check = check_backups(lambda: None if age is None else NOW - age, NOW)

    assert (check.good, check.required, check.state) == (good, False, state)
    assert bool(check.remedy) == (not good)


def test_folder_that_cannot_be_read_is_told() -> None:
    def refuse() -> datetime:
        raise PermissionError(13, "Permission denied")

    check = check_backups(refuse, NOW)

    assert (check.good, check.state) == (False, "Permission denied")
