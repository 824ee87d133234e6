"""Slips on paper: the receipt of the processing system, and the station's own slip before that.

Both say in their title what they are. A receipt that the system did not sign says so; the slip of
the station has a thick double frame and says three times that it is no receipt.

Runs on: the store lane for the facts, a worker for drawing.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.domain.ids import DossierId
from app.domain.manifest import Manifest, manifest_from_json
from app.domain.submission import ReceiptRecord, Submission, SubmissionState
from app.errors import Advice, StationError
from app.province.receipts import is_statement, stated_claims
from app.services.access import note_taking_out
from app.services.assemble import VIETNAM
from app.services.slip_drawing import SlipLine, draw_slip
from app.services.station import Station

_ERASED = frozenset({SubmissionState.PURGING, SubmissionState.PURGED})
_RECEIVED = frozenset(
    {
        SubmissionState.ACKED,
        SubmissionState.PURGEABLE,
        SubmissionState.PURGING,
        SubmissionState.PURGED,
    }
)
_SHORT_DIGEST = 16
NARROW_COLUMNS = 42
"""Letters on a line of an 80 mm printer, font A."""

_SIGNED = ("Chữ ký số của hệ thống tiếp nhận đã được kiểm tra tại máy trạm.",)
_UNSIGNED = (
    "KHÔNG CÓ CHỮ KÝ CỦA HỆ THỐNG TIẾP NHẬN",
    "Máy trạm ghi lại và ký xác nhận câu trả lời của hệ thống tiếp nhận.",
)


class NothingToPrint(StationError):
    """The dossier was not sealed, so there is neither receipt nor slip."""

    code = "slip.nothing"
    advice = Advice.USER_ACTION


class SlipNotSaved(StationError):
    """The slip could not be written where it was wanted."""

    code = "slip.not_saved"
    advice = Advice.USER_ACTION


class SlipKind(StrEnum):
    """What a slip is worth."""

    RECEIPT = "receipt"
    STATEMENT = "statement"
    STATION = "station"


class PaperSize(StrEnum):
    """What it is printed on."""

    A5 = "a5"
    ROLL_80 = "80"


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on a slip.

    Attributes:
        rows: Label and value, in the order in which they are printed.
        notes: Sentences below, the first of them the most important.
        code: What the QR says: an address or name, and the beginning of the manifest's digest.
    """

    kind: SlipKind
    title: str
    rows: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    code: str


def slip_of(station: Station, dossier_id: DossierId) -> Slip:
    """The receipt of the newest submission, or the station's slip while there is none.

    Raises:
        NothingToPrint: The dossier was never sealed.
    """
    sent = station.store.submissions_of(dossier_id)
    left = [each for each in sent if each.state is not SubmissionState.CANCELLED]
    if not left:
        raise NothingToPrint(f"dossier {dossier_id} is not sealed")
    newest = max(left, key=lambda each: each.revision)
    if newest.state in _ERASED:
        return _erased_slip(station, newest)
    manifest = _manifest(station, newest)
    if newest.state not in _RECEIVED:
        return _station_slip(station, newest, manifest)
    record = station.store.receipt(newest.id)
    return _receipt_slip(record.jws, newest, manifest)


def print_slip(station: Station, dossier_id: DossierId, size: PaperSize) -> bytes:
    """A slip as PDF; every print is written into the audit.

    Raises:
        NothingToPrint: The dossier was never sealed.
        LibraryError: It could not be drawn.
    """
    note_taking_out(station, dossier_id, "slip")
    slip = slip_of(station, dossier_id)
    data: bytes = station.cpu.submit(draw_slip, _layout(slip), slip.code, size.value).result()
    _note_print(station, dossier_id, slip, size.value)
    return data


def save_slip(station: Station, dossier_id: DossierId, *, size: PaperSize, target: Path) -> None:
    """Print a slip into a PDF file.

    Raises:
        NothingToPrint: The dossier was never sealed.
        LibraryError: It could not be drawn.
        SlipNotSaved: The file could not be written.
    """
    data = print_slip(station, dossier_id, size)
    try:
        target.write_bytes(data)
    except OSError as error:
        raise SlipNotSaved(type(error).__name__) from error


def is_signed_by_system(receipt: ReceiptRecord) -> bool:
    """Whether the processing system signed a receipt; else it is the station's own record."""
    return not is_statement(receipt.jws)


def print_text(station: Station, dossier_id: DossierId) -> str:
    """A slip for an 80 mm printer that takes text only; written into the audit.

    Raises:
        NothingToPrint: The dossier was never sealed.
    """
    note_taking_out(station, dossier_id, "slip")
    slip = slip_of(station, dossier_id)
    text = slip_text(slip, NARROW_COLUMNS)
    _note_print(station, dossier_id, slip, "text")
    return text


def _note_print(station: Station, dossier_id: DossierId, slip: Slip, size: str) -> None:
    """Say in the audit whether it was the first print or another one."""
    earlier = any(
        entry.act.action == "slip.print" and entry.act.object_id == dossier_id
        for entry in station.store.audit_entries()
    )
    action = "slip.reprint" if earlier else "slip.print"
    station.store.record(station.act(action, dossier_id, note=f"{slip.kind.value} {size}"))


def _manifest(station: Station, submission: Submission) -> Manifest:
    return manifest_from_json(station.vault.get(submission.dossier_id, submission.manifest))


def _erased_slip(station: Station, submission: Submission) -> Slip:
    """What the receipt itself says: the manifest went with the papers of the dossier."""
    record = station.store.receipt(submission.id)
    claims: dict[str, Any] = stated_claims(record.jws)  # Any: JSON has no static shape
    rows = (
        ("Số biên nhận", record.number),
        ("Mã hồ sơ", station.store.dossier(submission.dossier_id).code),
        ("Thời điểm tiếp nhận", _local(str(claims.get("committed_at", "")))),
        ("Giấy tờ tại trạm", "đã xóa khi hết hạn lưu"),
    )
    code = f"{claims.get('iss', '')}#{record.number}"
    code = f"{code}#{submission.manifest_sha256[:_SHORT_DIGEST]}"
    if is_statement(record.jws):
        return Slip(SlipKind.STATEMENT, "BẢN GHI TIẾP NHẬN HỒ SƠ", rows, _UNSIGNED, code)
    return Slip(SlipKind.RECEIPT, "BIÊN NHẬN HỒ SƠ ĐIỆN TỬ", rows, _SIGNED, code)


def _receipt_slip(jws: str, submission: Submission, manifest: Manifest) -> Slip:
    claims: dict[str, Any] = stated_claims(jws)  # Any: JSON has no static shape
    stated = is_statement(jws)
    rows = (
        ("Số biên nhận", str(claims.get("receipt_no", ""))),
        ("Mã hồ sơ", manifest.dossier_code or str(claims.get("dossier_id", ""))),
        ("Mã thủ tục", manifest.procedure_code),
        ("Thời điểm tiếp nhận", _local(str(claims.get("committed_at", "")))),
        *_of_manifest(manifest),
    )
    code = f"{claims.get('iss', '')}#{claims.get('receipt_no', '')}"
    code = f"{code}#{submission.manifest_sha256[:_SHORT_DIGEST]}"
    if stated:
        return Slip(SlipKind.STATEMENT, "BẢN GHI TIẾP NHẬN HỒ SƠ", rows, _UNSIGNED, code)
    return Slip(SlipKind.RECEIPT, "BIÊN NHẬN HỒ SƠ ĐIỆN TỬ", rows, _SIGNED, code)


def _station_slip(station: Station, submission: Submission, manifest: Manifest) -> Slip:
    rows = (
        ("Mã tham chiếu", manifest.client_ref),
        *([("Mã hồ sơ", manifest.dossier_code)] if manifest.dossier_code else []),
        ("Mã thủ tục", manifest.procedure_code),
        ("Thời điểm lưu tại trạm", _local(submission.created_at)),
        ("In lúc", _local(station.stamp())),
        *_of_manifest(manifest),
    )
    notes = (
        "KHÔNG PHẢI BIÊN NHẬN",
        "Hồ sơ đã được lưu an toàn tại máy trạm và đang chờ gửi. Phiếu này không có giá trị thay "
        "biên nhận của hệ thống tiếp nhận.",
        "Vui lòng giữ phiếu để nhận biên nhận khi hồ sơ đã được gửi.",
    )
    code = f"{manifest.client_ref}#{submission.manifest_sha256[:_SHORT_DIGEST]}"
    return Slip(SlipKind.STATION, "PHIẾU TRẠM (KHÔNG PHẢI BIÊN NHẬN)", rows, notes, code)


def _of_manifest(manifest: Manifest) -> tuple[tuple[str, str], ...]:
    return (
        ("Số tệp", str(len(manifest.files))),
        ("Giấy tờ dùng lại", str(len(manifest.reused))),
        ("Lần gửi", str(manifest.revision)),
        ("Quầy", manifest.station_id),
        ("Mã băm hồ sơ", manifest.digest()[:_SHORT_DIGEST]),
    )


def _local(text: str) -> str:
    """A time as officers write it, Vietnamese time; as it came when it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.astimezone(VIETNAM).strftime("%H:%M ngày %d/%m/%Y")


def _layout(slip: Slip) -> tuple[SlipLine, ...]:
    """Lines with their weight; the drawing breaks and places them."""
    framed = slip.kind is not SlipKind.RECEIPT
    head = SlipLine(slip.title, title=True, framed=slip.kind is SlipKind.STATION)
    rows = [SlipLine(value, label=label) for label, value in slip.rows if value]
    first, *others = slip.notes
    warning = SlipLine(first, title=framed)
    return (head, *rows, warning, *(SlipLine(note) for note in others))


def slip_text(slip: Slip, columns: int) -> str:
    """A slip as plain text, NFC, no line longer than `columns`."""
    edge = "=" if slip.kind is SlipKind.RECEIPT else "*"
    lines = [edge * columns, *_wrapped(slip.title, columns), edge * columns]
    for label, value in slip.rows:
        if value:
            lines += _wrapped(f"{label}: {value}", columns)
    lines.append("-" * columns)
    for note in slip.notes:
        lines += _wrapped(note, columns)
    lines += [*_wrapped(slip.code, columns), edge * columns]
    return "\n".join(lines) + "\n"


def _wrapped(text: str, columns: int) -> list[str]:
    return textwrap.wrap(text, columns, break_on_hyphens=False) or [""]
