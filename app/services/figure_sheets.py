"""Figures as tables: what screen readers get, what the command prints, and what is exported.

Words come from whoever shows them, by the names of `WORDS`; values stay numbers and moments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.figures import BINS, Confidence, Figures, all_of

Cell = str | int | float | date | datetime | None
"""One value; None where there is none."""

Words = Mapping[str, str]


class Topic(StrEnum):
    """What a sheet is about, in the order in which sheets are shown."""

    SHARES = "shares"
    CAME = "came"
    OUTBOX = "outbox"
    CONFIDENCE = "confidence"
    DEVICES = "devices"
    TIMES = "times"
    UPLOADS = "uploads"
    SIGNING = "signing"
    KEEPING = "keeping"
    OWN = "own"


class Kind(StrEnum):
    """What the values of a column are; says how they are shown."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    SECONDS = "seconds"
    MINUTES = "minutes"
    BYTES = "bytes"
    RATE = "rate"
    DAY = "day"
    HOUR = "hour"
    MOMENT = "moment"


WORDS = (
    *(topic.value for topic in Topic),
    "indicator", "count", "share", "received", "digitized", "reused", "from_store", "results",
    "results_digitized", "hour", "day", "pages", "dossiers", "waiting", "offline", "procedure",
    "all_procedures", "no_procedure", "fields", "touched", "touched_share", "typed", "typed_share",
    "device", "no_device", "blanks", "blank_share", "rescans", "rescan_share", "reviewed",
    "counter_s", "whole_s", "receipts", "sent", "rate", "failures", "retries", "reason", "signed",
    "what", "when", "age", "findings", "store_check", "store_copy", "never", "own_dossiers",
    "own_pages", "own_fields",
)  # fmt: skip
"""Names of all words that a sheet may need."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: Stable name, for programs.
        title: In words.
    """

    key: str
    title: str
    kind: Kind = Kind.COUNT


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of figures."""

    topic: Topic
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """How things are called.

    Attributes:
        words: By the names of `WORDS`.
        procedure: Name of a procedure by its code.
        reason: The officer's words for the code of an error.
    """

    words: Words
    procedure: Callable[[str], str]
    reason: Callable[[str], str]


def sheets(figures: Figures, naming: Naming) -> tuple[Sheet, ...]:
    """All sheets; the last is there where an officer's own figures were asked for."""
    made = [
        _shares(figures, naming),
        _came(figures, naming),
        _outbox(figures, naming),
        _confidence(figures, naming),
        _devices(figures, naming),
        _times(figures, naming),
        _uploads(figures, naming),
        _signing(figures, naming),
        _keeping(figures, naming),
    ]
    return (*made, _own(figures, naming)) if figures.own is not None else tuple(made)


def _sheet(
    topic: Topic,
    naming: Naming,
    columns: Iterable[tuple[str, Kind]],
    rows: Iterable[tuple[Cell, ...]],
) -> Sheet:
    words = naming.words
    heads = tuple(Column(key, words[key], kind) for key, kind in columns)
    return Sheet(topic, words[topic.value], heads, tuple(rows))


def _shares(figures: Figures, naming: Naming) -> Sheet:
    told, words = figures.shares, naming.words
    rows: list[tuple[Cell, ...]] = [
        (words["received"], told.received, None),
        (words["digitized"], told.digitized, told.digitized_share),
        (words["reused"], told.reused, told.reused_share),
        (words["from_store"], told.from_store, told.store_share),
        (words["results"], told.results, None),
        (words["results_digitized"], told.results_digitized, told.results_share),
    ]
    columns = (("indicator", Kind.TEXT), ("count", Kind.COUNT), ("share", Kind.SHARE))
    return _sheet(Topic.SHARES, naming, columns, rows)


def _came(figures: Figures, naming: Naming) -> Sheet:
    head = ("hour", Kind.HOUR) if figures.is_one_day else ("day", Kind.DAY)
    rows = [
        (each.begin if figures.is_one_day else each.begin.date(), each.pages, each.dossiers)
        for each in figures.came
    ]
    columns = (head, ("pages", Kind.COUNT), ("dossiers", Kind.COUNT))
    return _sheet(Topic.CAME, naming, columns, rows)


def _outbox(figures: Figures, naming: Naming) -> Sheet:
    rows = [(hour.begin, depth, minutes) for hour, depth, minutes in figures.outbox.hours]
    columns = (("hour", Kind.HOUR), ("waiting", Kind.COUNT), ("offline", Kind.MINUTES))
    return _sheet(Topic.OUTBOX, naming, columns, rows)


def confidence_rows(figures: Figures) -> tuple[Confidence, ...]:
    """The rows of the sheet: all procedures together, then each of them."""
    return (all_of(figures.confidence), *figures.confidence)


def _confidence(figures: Figures, naming: Naming) -> Sheet:
    columns = [
        Column("procedure", naming.words["procedure"], Kind.TEXT),
        *(
            Column(key, naming.words[key], Kind.SHARE if key.endswith("share") else Kind.COUNT)
            for key in ("fields", "touched", "touched_share", "typed", "typed_share")
        ),
        *(Column(f"bin{n}", bin_title(n)) for n in range(BINS)),
    ]
    together, *rest = confidence_rows(figures)
    rows = [(naming.words["all_procedures"], *_of(together))]
    rows += [(_procedure(each.procedure_code, naming), *_of(each)) for each in rest]
    title = naming.words[Topic.CONFIDENCE.value]
    return Sheet(Topic.CONFIDENCE, title, tuple(columns), tuple(rows))


def _of(each: Confidence) -> tuple[Cell, ...]:
    shares = (each.fields, each.touched, each.touched_share, each.typed, each.typed_share)
    return (*shares, *each.bins)


def _procedure(code: str, naming: Naming) -> str:
    return naming.procedure(code) if code else naming.words["no_procedure"]


def bin_title(number: int) -> str:
    """Bounds of a bar of the histogram: "90–100 %"."""
    return f"{100 // BINS * number}–{100 // BINS * (number + 1)} %"


def _devices(figures: Figures, naming: Naming) -> Sheet:
    rows = [
        (
            each.name or naming.words["no_device"],
            each.pages,
            each.blanks,
            each.blank_share,
            each.rescans,
            each.rescan_share,
        )
        for each in figures.devices
    ]
    columns = (
        ("device", Kind.TEXT),
        ("pages", Kind.COUNT),
        ("blanks", Kind.COUNT),
        ("blank_share", Kind.SHARE),
        ("rescans", Kind.COUNT),
        ("rescan_share", Kind.SHARE),
    )
    return _sheet(Topic.DEVICES, naming, columns, rows)


def _times(figures: Figures, naming: Naming) -> Sheet:
    rows = [(each.day, each.reviewed, each.counter_s, each.whole_s) for each in figures.times]
    columns = (
        ("day", Kind.DAY),
        ("reviewed", Kind.COUNT),
        ("counter_s", Kind.SECONDS),
        ("whole_s", Kind.SECONDS),
    )
    return _sheet(Topic.TIMES, naming, columns, rows)


def _uploads(figures: Figures, naming: Naming) -> Sheet:
    rows = [
        (each.day, each.received, each.sent_bytes, each.rate, each.failures, each.retries)
        for each in figures.uploads
    ]
    columns = (
        ("day", Kind.DAY),
        ("receipts", Kind.COUNT),
        ("sent", Kind.BYTES),
        ("rate", Kind.RATE),
        ("failures", Kind.COUNT),
        ("retries", Kind.COUNT),
    )
    return _sheet(Topic.UPLOADS, naming, columns, rows)


def _signing(figures: Figures, naming: Naming) -> Sheet:
    rows: list[tuple[Cell, ...]] = [(naming.words["signed"], figures.signing.signed)]
    rows += [(naming.reason(code), count) for code, count in figures.signing.failures]
    columns = (("reason", Kind.TEXT), ("count", Kind.COUNT))
    return _sheet(Topic.SIGNING, naming, columns, rows)


def _keeping(figures: Figures, naming: Naming) -> Sheet:
    told, words = figures.keeping, naming.words
    rows = [
        (words["store_check"], *_age(told.checked_at, figures.made_at), told.findings),
        (words["store_copy"], *_age(told.copied_at, figures.made_at), None),
    ]
    columns = (
        ("what", Kind.TEXT),
        ("when", Kind.MOMENT),
        ("age", Kind.SECONDS),
        ("findings", Kind.COUNT),
    )
    return _sheet(Topic.KEEPING, naming, columns, rows)


def _age(at: datetime | None, now: datetime) -> tuple[datetime | None, float | None]:
    return (None, None) if at is None else (at, max((now - at).total_seconds(), 0.0))


def _own(figures: Figures, naming: Naming) -> Sheet:
    words, own = naming.words, figures.own
    rows: list[tuple[Cell, ...]] = []
    if own is not None:
        rows = [
            (words["own_dossiers"], own.dossiers),
            (words["own_pages"], own.pages),
            (words["own_fields"], own.fields),
        ]
    columns = (("what", Kind.TEXT), ("count", Kind.COUNT))
    return _sheet(Topic.OWN, naming, columns, rows)
