"""Figures of the station: asked of the store, put together by the formulas of the domain.

Everybody who may see dossiers sees the figures of the station. Nobody is ranked; figures of one
officer are made where a setting allows it, for whoever asks, and of nobody else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from app.domain.digitization import DossierFacts, ReuseLedger, shares
from app.domain.events import Act
from app.domain.figures import (
    Figures,
    Keeping,
    Own,
    Signing,
    Span,
    Trip,
    Uploads,
    buckets,
    day_times,
    pace_of,
)
from app.domain.officer import Right
from app.domain.outbox_figures import OUTBOX_HOURS, LineNews, Outbox, Stay, depth_steps, outages
from app.errors import Advice, StationError
from app.province.errors import FolderMissing, LinkDown, ProxyRefused, ServerBusy
from app.services.access import require
from app.services.dispatch import LINE_BACK
from app.services.station import Station
from app.services.store_care import CHECKED
from app.store.figures_base import Between, FigureRows, HourCount

CAPTURED, CREATED, REVIEWED = "page.captured", "dossier.created", "dossier.review"
FAILED, ACKED, RETRIED = "submission.failed", "submission.acked", "submission.retried"
NO_LINE = frozenset({LinkDown.code, ProxyRefused.code, ServerBusy.code, FolderMissing.code})
"""Codes of failures that say that the processing system cannot be reached."""

_REUSE = ("reuse.taken", "reuse.declined", "reuse.undone")
_SIGNED = "signature.published"
_SIGNING_FAILURES = ("signature.failed", "signature.held", "batch.key_refused", "batch.stopped")


class NoFigures(StationError):
    """The store of this station cannot be searched or counted."""

    code = "figures.none"
    advice = Advice.NEVER


def figures(station: Station, span: Span, *, own: bool = False) -> Figures:
    """All figures of some days.

    Args:
        station: Whose they are.
        span: Local days.
        own: Count what the asking officer did, too.

    Raises:
        NotLoggedIn, NotAllowed: Nobody may see this now.
        NoFigures: The store keeps no rows that could be counted.
        StoreError: The rows cannot be read.
    """
    require(station, Right.VIEW)
    if station.upkeep is None:
        raise NoFigures("the store has no upkeep")
    made = figures_of(station.upkeep, span, now=station.now().astimezone())
    keeping = replace(made.keeping, copied_at=station.care.newest_backup_at())
    mine = _own(station.upkeep, station.officer_id, _between(span, made.made_at)) if own else None
    return replace(made, keeping=keeping, own=mine)


def figures_of(rows: FigureRows, span: Span, *, now: datetime) -> Figures:
    """The same from the rows alone.

    Args:
        rows: The store.
        span: Local days.
        now: Present time, in the local zone.
    """
    zone, when = _zone(now), _between(span, now)
    traces = rows.dossier_traces(when)
    received = {each.id: _moment(each.received_at) for each in traces if each.received_at}
    reviewed = _first_of(rows.acts((REVIEWED,), Between(when.since, _text(now))))
    trips = [
        Trip(_moment(each.created_at), reviewed.get(each.id), received.get(each.id))
        for each in traces
    ]
    facts = _facts(rows, when, now)
    results, with_file = rows.result_counts(when)
    return Figures(
        span=span,
        made_at=now,
        shares=shares(facts, results=results, results_digitized=with_file),
        came=buckets(
            span,
            zone,
            _moments(rows.hour_counts(CAPTURED, when)),
            [(trip.opened, 1) for trip in trips],
        ),
        outbox=_outbox(rows, now),
        confidence=tuple(rows.confidences(when)),
        devices=tuple(rows.devices(when)),
        times=day_times(trips, span, zone),
        uploads=_uploads(rows, span, when, zone),
        signing=_signing(rows, when),
        keeping=_keeping(rows, now),
    )


def _facts(rows: FigureRows, when: Between, now: datetime) -> list[DossierFacts]:
    ledger = ReuseLedger()
    for act in rows.acts(_REUSE, Between(when.since, _text(now))):
        ledger.tell(act.action, act.object_id, act.note)
    return [
        DossierFacts(
            withdrawn=each.withdrawn,
            has_component=each.has_files or ledger.reused(each.id),
            reused=ledger.reused(each.id),
            from_store=ledger.from_store(each.id),
        )
        for each in rows.dossier_traces(when)
    ]


def _first_of(acts: Sequence[Act]) -> dict[str, datetime]:
    """When each object was acted on first."""
    found: dict[str, datetime] = {}
    for act in acts:
        found.setdefault(act.object_id, _moment(act.at))
    return found


def _outbox(rows: FigureRows, now: datetime) -> Outbox:
    begin = now - timedelta(hours=OUTBOX_HOURS)
    when = Between(_text(begin), _text(now))
    stays = [
        Stay(_moment(each.entered), _moment(each.left) if each.left else None)
        for each in rows.outbox_stays(when)
    ]
    kinds = (FAILED, ACKED, LINE_BACK)
    before = rows.newest_act(kinds, when.since)
    acts = [*([before] if before else []), *rows.acts(kinds, when)]
    news = [LineNews(_moment(act.at), not _says_no_line(act)) for act in acts]
    return Outbox(begin, now, depth_steps(stays, begin, now), outages(news, begin, now))


def _says_no_line(act: Act) -> bool:
    return act.action == FAILED and act.note in NO_LINE


def _uploads(rows: FigureRows, span: Span, when: Between, zone: tzinfo) -> tuple[Uploads, ...]:
    days = {day: Uploads(day) for day in span.days}
    for act in rows.acts((ACKED, FAILED, RETRIED), when):
        day = _moment(act.at).astimezone(zone).date()
        if day in days:
            days[day] = _with_act(days[day], act)
    return tuple(days.values())


def _with_act(day: Uploads, act: Act) -> Uploads:
    match act.action:
        case "submission.acked":
            sent, took = pace_of(act.note) or (0, 0.0)
            return replace(
                day,
                received=day.received + 1,
                sent_bytes=day.sent_bytes + sent,
                took_s=day.took_s + took,
            )
        case "submission.failed":
            return replace(day, failures=day.failures + 1)
        case _:
            return replace(day, retries=day.retries + 1)


def _signing(rows: FigureRows, when: Between) -> Signing:
    signed = sum(each.count for each in rows.hour_counts(_SIGNED, when))
    codes = Counter(act.note.split(" ")[0] for act in rows.acts(_SIGNING_FAILURES, when))
    codes.pop("", None)
    return Signing(signed, tuple(sorted(codes.items(), key=lambda each: (-each[1], each[0]))))


def _keeping(rows: FigureRows, now: datetime) -> Keeping:
    checked = rows.newest_act((CHECKED,), _text(now + timedelta(seconds=1)))
    if checked is None:
        return Keeping()
    findings = checked.note.partition(" ")[0]
    return Keeping(_moment(checked.at), int(findings) if findings.isdigit() else 0)


def _own(rows: FigureRows, officer_id: str, when: Between) -> Own:
    def done(action: str) -> int:
        return sum(each.count for each in rows.hour_counts(action, when, actor=officer_id))

    return Own(done(CREATED), done(CAPTURED), rows.fields_decided(officer_id, when))


def day_bounds(first: date | None, last: date | None, zone: tzinfo) -> tuple[str, str]:
    """UTC texts from the begin of one local day to the end of another; "" where there is none."""
    since = "" if first is None else _text(Span(first, first).begin(zone))
    until = "" if last is None else _text(Span(last, last).end(zone))
    return since, until


def _between(span: Span, now: datetime) -> Between:
    zone = _zone(now)
    return Between(_text(span.begin(zone)), _text(span.end(zone)))


def _zone(now: datetime) -> tzinfo:
    return now.tzinfo or UTC


def _moments(counts: Sequence[HourCount]) -> list[tuple[datetime, int]]:
    return [(_moment(f"{each.hour}:00"), each.count) for each in counts]


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(moment: datetime) -> str:
    """A text that is smaller than every moment of the store in this second or later."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
