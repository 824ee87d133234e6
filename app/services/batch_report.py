"""What a batch leaves for people and archives: a line for each source file, and finished files."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.archive import ARCHIVE_FIELDS, archive_metadata, named_file
from app.domain.dossier import DossierFile
from app.domain.ids import DossierId
from app.errors import NotFound, StationError
from app.scanning.folder import safe_name
from app.services.assemble import paper_title
from app.services.batch import BatchResult, TakenFile, dossiers_of
from app.services.digitize import OutputNotWritten, write_whole
from app.services.review import file_bytes
from app.services.station import Station
from app.services.workers import inspect_source
from app.shared_bytes import SharedBytes

Say = Callable[[StationError], str]
METADATA_NAME = "sieu-du-lieu.csv"
REPORT_HEAD = ("Thư mục", "Tệp", "SHA-256", "Hồ sơ", "Số trang", "Trạng thái", "Trở ngại")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_STATES = {
    "open": "chờ người kiểm tra",
    "reviewed": "đã kiểm tra",
    "built": "đã dựng PDF/A, chờ ký",
    "signing": "đang ký",
    "signed": "đã ký, chờ gửi",
    "sealed": "đã xếp hàng gửi",
}


def report_rows(station: Station, result: BatchResult, say: Say) -> list[tuple[str, ...]]:
    """A line for each source file, in the order of the folders."""
    files = sorted(result.files, key=lambda taken: (taken.stack, taken.name))
    return [_row(station, taken, result, say) for taken in files]


def _row(station: Station, taken: TakenFile, result: BatchResult, say: Say) -> tuple[str, ...]:
    homes = dossiers_of(station, taken.pages)
    if taken.error is not None:
        state, troubles = "không nhận được", [taken.error]
    elif not homes:
        state, troubles = "trang đã bị bỏ hoặc xóa", []
    else:
        states = {_STATES[station.store.dossier(home).state.value] for home in homes}
        state = "; ".join(sorted(states))
        troubles = [result.held[home] for home in homes if home in result.held]
    told = "; ".join(dict.fromkeys(f"{say(error)} [{error.code}]" for error in troubles))
    names = "; ".join(station.store.dossier(home).code or home for home in homes)
    return (taken.stack, taken.name, taken.digest, names, str(len(taken.pages)), state, told)


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table that spreadsheets open as it is: UTF-8 with its mark, nothing counts as a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return buffer.getvalue().encode("utf-8-sig")


@dataclass(frozen=True, slots=True)
class Written:
    """What was put into a folder.

    Attributes:
        files: How many finished files lie there.
        new: How many of them were written now; the others were there with the same bytes.
    """

    files: int
    new: int


def write_finished(station: Station, dossiers: Iterable[DossierId], target: Path) -> Written:
    """Put the finished files of dossiers into a folder, each dossier in one, with their metadata.

    Raises:
        OutputNotWritten: Disk full, no permission.
    """
    rows: list[tuple[str, ...]] = []
    files = new = 0
    for dossier_id in dossiers:
        try:
            dossier = station.store.dossier(dossier_id)
        except NotFound:
            continue
        folder = target / safe_name(dossier.code or dossier_id)
        for file in station.store.files(dossier_id):
            new += _put(station, file, folder)
            rows.append((folder.name, file.name, *_metadata(station, file), file.sha256))
            files += 1
    head = ("Hồ sơ", "Tệp", *ARCHIVE_FIELDS, "SHA-256")
    _made(target)
    write_whole(target / METADATA_NAME, csv_bytes(head, rows))
    return Written(files, new)


def _put(station: Station, file: DossierFile, folder: Path) -> bool:
    """Write a file unless it lies there already; gives whether it did."""
    place = folder / safe_name(file.name)
    if _digest(place) == file.sha256:
        return False
    _made(folder)
    write_whole(place, file_bytes(station, file))
    return True


def _digest(place: Path) -> str:
    try:
        with place.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputNotWritten(f"{folder.name}: {error.strerror}") from error


def _metadata(station: Station, file: DossierFile) -> tuple[str, ...]:
    """Metadata in the order of the annex; files that came signed have names of their own."""
    named = named_file(file.name)
    if named is None:
        return ("",) * len(ARCHIVE_FIELDS)
    data = SharedBytes.of((file_bytes(station, file),))
    try:
        pages = station.cpu.submit(inspect_source, data).result().page_count
    finally:
        data.let_go()
    title = paper_title(station, file.paper_code)
    values = archive_metadata(named, title, station.identity.organ_name, pages)
    return tuple(values.get(name, "") for name in ARCHIVE_FIELDS)
