"""The slip that goes with paper dossiers from the counter to whoever works on them.

It lists codes, procedures, counted sheets and what became of the electronic dossier, and no name
of any person: it lies open on desks. Each print has a number of its own and is in the audit of
every dossier on it.

Runs on: a view lane; drawn by a worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from app.domain.ids import DossierId
from app.domain.officer import Right
from app.domain.page import Page, is_left_out, is_separator
from app.domain.submission import Submission, SubmissionState
from app.errors import Advice, StationError
from app.services.access import require
from app.services.assemble import VIETNAM
from app.services.digitize import write_whole
from app.services.handover_drawing import HandoverSheet, Row, draw_handover
from app.services.station import Station

MOST_DOSSIERS = 500
"""Dossiers on one slip."""

_RECEIVED = frozenset(
    {
        SubmissionState.ACKED,
        SubmissionState.PURGEABLE,
        SubmissionState.PURGING,
        SubmissionState.PURGED,
    }
)


class NothingToHandOver(StationError):
    """No dossier for the slip, or more than one slip lists."""

    code = "handover.count"
    advice = Advice.USER_ACTION


def sealed_today(station: Station) -> tuple[DossierId, ...]:
    """Dossiers that were sealed here today, Vietnamese time, in the order of sealing."""
    today = station.now().astimezone(VIETNAM).date()
    sent = [
        each
        for each in station.store.submissions()
        if each.state is not SubmissionState.CANCELLED and _day_of(each, today)
    ]
    sent.sort(key=lambda each: each.created_at)
    return tuple(dict.fromkeys(each.dossier_id for each in sent))


def _day_of(submission: Submission, day: date) -> bool:
    try:
        made = datetime.fromisoformat(submission.created_at)
    except ValueError:
        return False
    return made.astimezone(VIETNAM).date() == day


def print_handover(station: Station, dossiers: Sequence[DossierId]) -> tuple[bytes, HandoverSheet]:
    """Draw the slip; each dossier gets an audit entry with its number.

    Raises:
        NothingToHandOver: No dossier, or too many.
        NotFound: No such dossier.
        LibraryError: It could not be drawn.
    """
    require(station, Right.CAPTURE)
    if not 0 < len(dossiers) <= MOST_DOSSIERS:
        raise NothingToHandOver(f"{len(dossiers)} dossiers")
    day = station.now().astimezone(VIETNAM)
    number = station.store.next_number(f"handover:{day:%y%m%d}")
    name = f"BG-{station.identity.station_id}-{day:%y%m%d}-{number:03}"
    rows = [_row(station, place, home) for place, home in enumerate(dossiers, start=1)]
    sheets = sum(int(row[3]) for row in rows)
    identity = station.identity
    place = identity.organ_name or identity.agency_code
    sheet = HandoverSheet(
        "PHIẾU BÀN GIAO HỒ SƠ",
        (
            f"Số: {name}",
            f"Nơi giao: {place} – quầy {identity.station_id}",
            f"Lúc: {day:%H:%M ngày %d/%m/%Y}",
            "Nơi nhận: ……………………………………………………………………",
        ),
        ("STT", "Mã hồ sơ", "Thủ tục", "Số trang", "Hồ sơ điện tử"),
        tuple(rows),
        f"Tổng cộng: {len(rows)} hồ sơ, {sheets} trang giấy.",
        ("NGƯỜI GIAO", "NGƯỜI NHẬN"),
        "(ký, ghi rõ họ tên)",
    )
    data: bytes = station.cpu.submit(draw_handover, sheet).result()
    for home in dossiers:
        station.store.record(station.act("handover.print", home, note=name))
    return data, sheet


def save_handover(station: Station, dossiers: Sequence[DossierId], target: Path) -> HandoverSheet:
    """Print the slip into a PDF file, whole or not at all.

    Raises:
        OutputNotWritten: The file could not be written.
        NothingToHandOver, NotFound, LibraryError: As `print_handover`.
    """
    data, sheet = print_handover(station, dossiers)
    write_whole(target, data)
    return sheet


def _row(station: Station, place: int, home: DossierId) -> Row:
    require(station, Right.CAPTURE, home)
    dossier = station.store.dossier(home)
    pages = [page for page in station.store.pages(home) if not _is_no_paper(page)]
    count = dossier.expected_pages or len(pages)
    name = dossier.code or home.upper()
    procedure = _procedure(station, dossier.procedure_code)
    return (str(place), name, procedure, str(count), _fate(station, home))


def _is_no_paper(page: Page) -> bool:
    return is_left_out(page) or is_separator(page)


def _procedure(station: Station, code: str) -> str:
    """Code and name of a procedure; the code alone where the catalogue does not know it."""
    try:
        return f"{code} – {station.catalog.procedure(code).name}" if code else ""
    except StationError:
        return code


def _fate(station: Station, home: DossierId) -> str:
    """Receipt of the processing system, or how far it is."""
    sent = station.store.submissions_of(home)
    left = [each for each in sent if each.state is not SubmissionState.CANCELLED]
    if not left:
        return "chưa ký gửi"
    newest = max(left, key=lambda each: each.revision)
    if newest.state not in _RECEIVED:
        return "đã ký, chờ gửi"
    return f"biên nhận {station.store.receipt(newest.id).number}"
