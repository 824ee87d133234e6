"""Cover sheets for stacks of paper, blank ones for dossiers to come, and sheets that part papers.

They carry no personal data: what is on them is the dossier's code, its procedure, the unit and the
day. Every print is written into the audit.

Runs on: the store lane for the facts, a worker for drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.domain.cover_code import Cover, CoverKind, blank_name, cover_text
from app.domain.ids import DossierId
from app.domain.officer import Right
from app.errors import Advice, StationError
from app.services.access import require
from app.services.assemble import VIETNAM
from app.services.cover_drawing import CoverSheet, draw_covers
from app.services.digitize import write_whole
from app.services.station import Station

MOST_SHEETS = 500
"""Sheets of one print: a ream."""

_COVER, _PART = "TỜ BÌA HỒ SƠ", "TỜ NGĂN GIẤY TỜ"
_NOTE = (
    "Đặt tờ này lên trên giấy tờ của hồ sơ rồi quét cả tập. "
    "Tờ bìa được giữ lại tại trạm, không đưa vào giấy tờ của hồ sơ."
)
_BLANK_NOTE = (
    "Tờ bìa dùng cho một hồ sơ chưa có mã: lần quét đầu tiên mở hồ sơ mới, những lần quét sau "
    "thêm giấy tờ vào hồ sơ đó. Không sao chụp tờ này cho hồ sơ khác."
)
_PART_NOTE = (
    "Đặt tờ này giữa hai giấy tờ: giấy tờ mới bắt đầu ở trang sau. "
    "Tờ ngăn được giữ lại tại trạm, không đưa vào giấy tờ của hồ sơ."
)


class CoverPaper(StrEnum):
    """What covers are printed on: whole sheets, or slips of a quarter of one."""

    A4 = "a4"
    A6 = "a6"


class TooManyCovers(StationError):
    """More sheets than one print may have, or none at all."""

    code = "cover.count"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class CoverOrder:
    """What is to be printed.

    Attributes:
        dossiers: A cover for each.
        blanks: Covers for dossiers that are not there yet, each with a name of its own.
        parting: Sheets with patch T alone.
        paper: What it is printed on.
        patched: Patch T on covers too, for scanners that stop at patches by themselves.
    """

    dossiers: tuple[DossierId, ...] = ()
    blanks: int = 0
    parting: int = 0
    paper: CoverPaper = CoverPaper.A4
    patched: bool = False


@dataclass(frozen=True, slots=True)
class PrintedCovers:
    """A PDF with covers.

    Attributes:
        names: What is printed large on each sheet, "" on those that part papers.
    """

    pdf: bytes
    names: tuple[str, ...]


def print_covers(station: Station, order: CoverOrder) -> PrintedCovers:
    """Draw covers; blank ones get fresh names that no other cover has.

    Raises:
        TooManyCovers: None, or more than a ream.
        NotFound: No such dossier.
        LibraryError: They could not be drawn.
    """
    require(station, Right.CAPTURE)
    count = len(order.dossiers) + order.blanks + order.parting
    if not 0 < count <= MOST_SHEETS or min(order.blanks, order.parting) < 0:
        raise TooManyCovers(f"{count} sheets")
    covers = [_cover_of(station, dossier_id) for dossier_id in order.dossiers]
    covers += [Cover(CoverKind.BLANK, _fresh_name(station)) for _ in range(order.blanks)]
    sheets = [_sheet(station, cover, patched=order.patched) for cover in covers]
    sheets += [CoverSheet("", _PART, "", (), _PART_NOTE, True)] * order.parting
    pdf: bytes = station.cpu.submit(draw_covers, tuple(sheets), order.paper.value).result()
    for dossier_id in order.dossiers:
        station.store.record(station.act("cover.print", dossier_id, note=order.paper.value))
    if order.blanks or order.parting:
        note = f"{order.blanks} blank, {order.parting} parting, {order.paper.value}"
        station.store.record(station.act("cover.print", station.identity.station_id, note=note))
    return PrintedCovers(pdf, tuple(sheet.name for sheet in sheets))


def save_covers(station: Station, order: CoverOrder, target: Path) -> PrintedCovers:
    """Print covers into a PDF file, whole or not at all.

    Raises:
        WrongUse: The file could not be written.
        TooManyCovers, NotFound, LibraryError: As `print_covers`.
    """
    printed = print_covers(station, order)
    write_whole(target, printed.pdf)
    return printed


def _cover_of(station: Station, dossier_id: DossierId) -> Cover:
    require(station, Right.CAPTURE, dossier_id)
    dossier = station.store.dossier(dossier_id)
    if dossier.code:
        return Cover(CoverKind.CODE, dossier.code, dossier.procedure_code)
    return Cover(CoverKind.ID, dossier.id.upper(), dossier.procedure_code)


def _fresh_name(station: Station) -> str:
    day = station.now().astimezone(VIETNAM).strftime("%y%m%d")
    number = station.store.next_number(f"cover:{day}")
    name = station.identity.station_id
    return blank_name(name, day, number, station.random_bits(20))


def _sheet(station: Station, cover: Cover, *, patched: bool) -> CoverSheet:
    identity = station.identity
    told = identity.organ_name and f"{identity.organ_name} ({identity.agency_code})"
    rows = (
        ("Thủ tục", _procedure(station, cover.procedure)),
        ("Đơn vị tiếp nhận", told or identity.agency_code),
        ("Quầy", identity.station_id),
        ("Ngày in", station.now().astimezone(VIETNAM).strftime("%d/%m/%Y")),
    )
    note = _BLANK_NOTE if cover.kind is CoverKind.BLANK else _NOTE
    return CoverSheet(cover_text(cover), _COVER, cover.name, rows, note, patched)


def _procedure(station: Station, code: str) -> str:
    """Code and name of a procedure; the code alone where the catalogue does not know it."""
    if not code:
        return ""
    try:
        return f"{code} – {station.catalog.procedure(code).name}"
    except StationError:
        return code
