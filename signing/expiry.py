"""How near the end of a certificate is: pure, for any process."""

from __future__ import annotations

from datetime import datetime, timedelta

EXPIRY_WARNINGS_DAYS = (7, 30, 60)


def expiry_warnings(not_after: datetime, moment: datetime) -> tuple[str, ...]:
    """Name the nearest of the 60, 30 and 7 days before the end that have been passed."""
    for days in EXPIRY_WARNINGS_DAYS:
        if not_after - moment <= timedelta(days=days):
            return (f"certificate-expires-{days}",)
    return ()
