"""The clock of the station; everybody else is given it."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The wall clock, UTC."""
    return datetime.now(UTC)
