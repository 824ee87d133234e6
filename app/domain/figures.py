"""Figures of a station: counts, shares and times, and the formulas behind them. No personal data.

The shares of digitization are in `app.domain.digitization`, the outbox in `outbox_figures`. Nobody
is ranked: figures of one officer are made only where the station allows it, for that officer alone.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from app.domain.digitization import Shares, share
from app.domain.outbox_figures import Outbox

BINS = 10
"""Bars of the histogram of confidence: 0 to 10 %, … 90 to 100 %."""


class Range(StrEnum):
    """Days that figures are made of."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day, both of them in; local days."""

    first: date
    last: date

    @property
    def days(self) -> tuple[date, ...]:
        """All days in their order."""
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=number) for number in range(count))

    def begin(self, zone: tzinfo) -> datetime:
        """The moment at which it begins."""
        return datetime(self.first.year, self.first.month, self.first.day, tzinfo=zone)

    def end(self, zone: tzinfo) -> datetime:
        """The moment at which it is over."""
        after = self.last + timedelta(days=1)
        return datetime(after.year, after.month, after.day, tzinfo=zone)


def span_of(wanted: Range, today: date) -> Span:
    """The days of a range that ends today; a quarter begins with its first month."""
    match wanted:
        case Range.TODAY:
            return Span(today, today)
        case Range.WEEK:
            return Span(today - timedelta(days=6), today)
        case Range.MONTH:
            return Span(today - timedelta(days=29), today)
        case Range.QUARTER:
            return Span(today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1), today)


@dataclass(frozen=True, slots=True)
class Bucket:
    """What came in within an hour or a day.

    Attributes:
        begin: Local begin of it.
    """

    begin: datetime
    pages: int = 0
    dossiers: int = 0


def buckets(
    span: Span,
    zone: tzinfo,
    pages: Iterable[tuple[datetime, int]],
    dossiers: Iterable[tuple[datetime, int]],
) -> tuple[Bucket, ...]:
    """Counts for each hour of one day, or for each day of more.

    Args:
        span: The days.
        zone: Local zone.
        pages: Moments and how many pages came then.
        dossiers: The same of dossiers.
    """
    begins, by_hour = _begins(span, zone), len(span.days) == 1
    of_pages = _added(begins, pages, zone, by_hour=by_hour)
    of_dossiers = _added(begins, dossiers, zone, by_hour=by_hour)
    return tuple(Bucket(begin, of_pages[begin], of_dossiers[begin]) for begin in begins)


def _begins(span: Span, zone: tzinfo) -> list[datetime]:
    if len(span.days) > 1:
        return [datetime(day.year, day.month, day.day, tzinfo=zone) for day in span.days]
    return [span.begin(zone) + timedelta(hours=hour) for hour in range(24)]


def _added(
    begins: Sequence[datetime], hits: Iterable[tuple[datetime, int]], zone: tzinfo, *, by_hour: bool
) -> dict[datetime, int]:
    added = dict.fromkeys(begins, 0)
    for moment, count in hits:
        local = moment.astimezone(zone).replace(minute=0, second=0, microsecond=0)
        begin = local if by_hour else local.replace(hour=0)
        if begin in added:
            added[begin] += count
    return added


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure the reading of one procedure's fields was, and what officers did with them.

    Attributes:
        bins: Fields by confidence, `BINS` of them; where it is still known.
        fields: All fields that were read.
        touched: Of these, looked at and decided by an officer.
        typed: Of these, with another value than was read.
    """

    procedure_code: str
    bins: tuple[int, ...] = (0,) * BINS
    fields: int = 0
    touched: int = 0
    typed: int = 0

    @property
    def touched_share(self) -> float | None:
        """Touched by all."""
        return share(self.touched, self.fields)

    @property
    def typed_share(self) -> float | None:
        """Typed by all."""
        return share(self.typed, self.fields)


def all_of(parts: Sequence[Confidence]) -> Confidence:
    """The same over all procedures."""
    bins = tuple(map(sum, zip(*(part.bins for part in parts), strict=True))) or (0,) * BINS
    return Confidence(
        "",
        bins,
        sum(part.fields for part in parts),
        sum(part.touched for part in parts),
        sum(part.typed for part in parts),
    )


@dataclass(frozen=True, slots=True)
class Device:
    """What came from one device.

    Attributes:
        name: Its id, "" for files and for pages of which nobody noted the device.
        pages: Pages that came from it.
        kept: Of these, pages that are still in the store, so that it is known how they look.
        blanks: Of these, blank ones.
        rescans: Pages of it that were scanned anew and replaced.
    """

    name: str
    pages: int = 0
    kept: int = 0
    blanks: int = 0
    rescans: int = 0

    @property
    def blank_share(self) -> float | None:
        """Blank pages by pages that are still there."""
        return share(self.blanks, self.kept)

    @property
    def rescan_share(self) -> float | None:
        """Replaced pages by all."""
        return share(self.rescans, self.pages)


@dataclass(frozen=True, slots=True)
class Trip:
    """When one dossier was opened, looked through and received; None where it was not."""

    opened: datetime
    reviewed: datetime | None = None
    received: datetime | None = None


@dataclass(frozen=True, slots=True)
class DayTimes:
    """How long dossiers that were opened on one day took.

    Attributes:
        reviewed: How many were looked through.
        counter_s: Median seconds from opening to the end of the review; None for none.
        whole_s: Median seconds from opening to the receipt; None for none.
    """

    day: date
    reviewed: int = 0
    counter_s: float | None = None
    whole_s: float | None = None


def day_times(trips: Iterable[Trip], span: Span, zone: tzinfo) -> tuple[DayTimes, ...]:
    """Medians for each day; times against the clock do not count."""
    by_day: dict[date, list[Trip]] = {day: [] for day in span.days}
    for trip in trips:
        by_day.get(trip.opened.astimezone(zone).date(), []).append(trip)
    return tuple(_times_of(day, opened) for day, opened in by_day.items())


def _times_of(day: date, trips: Sequence[Trip]) -> DayTimes:
    counter = _seconds((trip.opened, trip.reviewed) for trip in trips)
    whole = _seconds((trip.opened, trip.received) for trip in trips)
    return DayTimes(day, len(counter), median(counter), median(whole))


def _seconds(pairs: Iterable[tuple[datetime, datetime | None]]) -> list[float]:
    told = ((after - before).total_seconds() for before, after in pairs if after is not None)
    return [each for each in told if each >= 0]


def median(values: Sequence[float]) -> float | None:
    """The value in the middle; None for none."""
    return statistics.median(values) if values else None


_PACE = re.compile(r"(\d{1,15}) bytes in (\d{1,12}) ms")


def pace_note(sent_bytes: int, took_s: float) -> str:
    """What the act of a receipt says of the upload; `pace_of` reads it."""
    return f"{sent_bytes} bytes in {round(took_s * 1000)} ms"


def pace_of(note: str) -> tuple[int, float] | None:
    """Bytes and seconds of an upload; None where the note tells none."""
    found = _PACE.search(note)
    return None if found is None else (int(found[1]), int(found[2]) / 1000)


@dataclass(frozen=True, slots=True)
class Uploads:
    """What went out on one day.

    Attributes:
        received: Submissions whose receipt came.
        sent_bytes: Bytes that were sent while their time was taken.
        took_s: Seconds that took.
        failures: Tries that failed.
        retries: Tries that an officer asked for.
    """

    day: date
    received: int = 0
    sent_bytes: int = 0
    took_s: float = 0.0
    failures: int = 0
    retries: int = 0

    @property
    def rate(self) -> float | None:
        """Bytes a second; None where no time was taken."""
        return self.sent_bytes / self.took_s if self.took_s > 0 else None


@dataclass(frozen=True, slots=True)
class Signing:
    """How signing went.

    Attributes:
        signed: Signatures that were published.
        failures: Code of the error and how often it ended one, the most frequent first.
    """

    signed: int = 0
    failures: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Keeping:
    """How old check and copy of the store are; None where there was none.

    Attributes:
        checked_at: When all of it was checked last.
        findings: What that check found.
        copied_at: When it was copied last.
    """

    checked_at: datetime | None = None
    findings: int = 0
    copied_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """What one officer did, for that officer's eyes alone."""

    dossiers: int = 0
    pages: int = 0
    fields: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of some days.

    Attributes:
        made_at: When they were made, local.
        came: What came in, by hour or by day.
        own: Of whoever asked, None where the station does not count that.
    """

    span: Span
    made_at: datetime
    shares: Shares
    came: tuple[Bucket, ...]
    outbox: Outbox
    confidence: tuple[Confidence, ...] = ()
    devices: tuple[Device, ...] = ()
    times: tuple[DayTimes, ...] = ()
    uploads: tuple[Uploads, ...] = ()
    signing: Signing = field(default_factory=Signing)
    keeping: Keeping = field(default_factory=Keeping)
    own: Own | None = None

    @property
    def is_one_day(self) -> bool:
        """Whether `came` is by hour."""
        return self.span.first == self.span.last
