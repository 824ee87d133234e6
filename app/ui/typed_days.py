"""Days as officers type them: 31/12/2026, 1.2.2026, 1-2, or 010226."""

from __future__ import annotations

import re
from datetime import date

_PARTS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2}|\d{4}))?")
_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")


def typed_day(text: str, today: date | None = None) -> date | None:
    """The day that is meant, None where there is none; without a year it is this one.

    Args:
        text: As typed; it is looked at when the field is left, never key by key.
        today: Tells the year, None for the machine's clock.
    """
    plain = text.strip()
    found = _PARTS.fullmatch(plain) or _TOGETHER.fullmatch(plain)
    if found is None:
        return None
    year = int(found[3]) if found[3] else (today or date.today()).year
    try:
        return date(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
    except ValueError:
        return None
