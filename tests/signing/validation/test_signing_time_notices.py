"""The claimed time against the proven one: Vietnamese time written as UTC is seven hours off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from signing.validation.judgement import _time_notices

STAMPED = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("late", "notices"),
    [
        (timedelta(0), ()),
        (timedelta(minutes=-59), ()),
        (timedelta(hours=7), ("signing-time-local-as-utc",)),
        (timedelta(hours=6, minutes=1), ("signing-time-local-as-utc",)),
        (timedelta(hours=8), ("signing-time-local-as-utc",)),
        (timedelta(hours=3), ("signing-time-differs",)),
        (timedelta(hours=-7), ("signing-time-differs",)),
        (timedelta(days=2), ("signing-time-differs",)),
    ],
)
def test_time_notices_name_what_is_off(late: timedelta, notices: tuple[str, ...]) -> None:
    assert _time_notices(STAMPED, STAMPED + late) == notices


def test_time_notices_without_proof_say_nothing() -> None:
    assert _time_notices(None, STAMPED) == ()
