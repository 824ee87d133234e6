"""What the numbers of settings count: in Vietnamese, in English."""

from __future__ import annotations

MINUTES, HOURS, DAYS = ("phút", "minutes"), ("giờ", "hours"), ("ngày", "days")
SECONDS, MEGABYTES, PERCENT = ("giây", "seconds"), ("MB", "MB"), ("%", "%")
