"""Salvage: what a recovery key opens on the disk of a dead station, as plain files.

    TO/<code>_<end of the id>/   one folder for each dossier, complete or not there
        dossier.json             codes, state, submissions, what could not be read
        fields.json              fields with their values
        originals/0001.jpg       what was captured, as it was, in the order of the pages
        trash/0001.jpg           pages that were put into the trash
        files/01-<name>.pdf      finished files
        receipt-<number>.jws     receipts
    TO/audit.jsonl               the whole audit chain
    TO/report.json               what was written, skipped, and could not be read

A folder is written aside and gets its name at the end, so the work can be killed and begun again:
folders that are there are not written a second time.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.domain.dossier import Dossier
from app.domain.ids import BlobId, DossierId
from app.errors import Advice, NotFound, StationError
from app.jobs import Progress
from app.store.base import StoreDamaged
from app.store.upkeep_base import SalvageSource

Json = dict[str, Any]  # values of JSON are any of its types

_ENDINGS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/gif": ".gif",
    "image/bmp": ".bmp",
    "image/webp": ".webp",
    "image/jp2": ".jp2",
}
_UNSAFE = re.compile(r"[^\w .()-]+")
_LONGEST_NAME = 80


class SalvageUnwritable(StationError):
    """The folder for what is recovered cannot be written."""

    code = "recovery.unwritable"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that could not be read."""

    dossier_id: DossierId
    what: str
    code: str


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """What came of it.

    Attributes:
        origin: Which database was read.
        written: Dossiers written now.
        already: Dossiers that were there from an earlier run.
        purged: Dossiers whose key was destroyed on purpose.
        lost: What could not be read.
        troubles: What is wrong with databases and the audit chain.
    """

    origin: str
    written: int
    already: int
    purged: int
    lost: tuple[Lost, ...]
    troubles: tuple[str, ...]


def salvage(
    source: SalvageSource, to: Path, on_progress: Callable[[Progress], None] = lambda _told: None
) -> SalvageReport:
    """Write out everything that can be read; one dossier that cannot stops no other.

    Raises:
        SalvageUnwritable: The disk for it is full or read-only.
    """
    try:
        return _Salvage(source, to).run(on_progress)
    except OSError as error:
        raise SalvageUnwritable(f"errno {error.errno}") from error


class _Salvage:
    def __init__(self, source: SalvageSource, to: Path) -> None:
        self._source, self._to = source, to
        self._lost: list[Lost] = []
        self._written = self._already = self._purged = 0

    def run(self, on_progress: Callable[[Progress], None]) -> SalvageReport:
        self._to.mkdir(mode=0o700, parents=True, exist_ok=True)
        dossiers = self._source.dossiers()
        for done, dossier in enumerate(dossiers):
            on_progress(Progress(done, len(dossiers), dossier.code or dossier.id))
            self._dossier(dossier)
        lines = (json.dumps(asdict(entry), ensure_ascii=False) for entry in self._entries())
        self._text(self._to / "audit.jsonl", "".join(f"{line}\n" for line in lines))
        report = SalvageReport(
            self._source.origin,
            self._written,
            self._already,
            self._purged,
            tuple(self._lost),
            tuple(f"{each.code} {each.object_id}" for each in self._source.troubles),
        )
        self._json(self._to / "report.json", asdict(report))
        return report

    def _entries(self) -> list[Any]:  # Any: entries of the chain, for asdict only
        try:
            return list(self._source.audit_entries())
        except StoreDamaged as error:
            self._lost.append(Lost(DossierId(""), "audit", error.code))
            return []

    def _dossier(self, dossier: Dossier) -> None:
        if self._source.is_purged(dossier.id):
            self._purged += 1
            return
        name = f"{_safe(dossier.code) or 'ho-so'}_{dossier.id[-12:]}"
        final, aside = self._to / name, self._to / f".{name}.part"
        if final.is_dir():
            self._already += 1
            return
        if aside.exists():
            shutil.rmtree(aside)
        aside.mkdir(mode=0o700)
        before = len(self._lost)
        self._fill(dossier, aside)
        lost = [f"{each.what}: {each.code}" for each in self._lost[before:]]
        self._json(aside / "dossier.json", {**_about(dossier), "lost": lost})
        aside.rename(final)
        self._written += 1

    def _fill(self, dossier: Dossier, home: Path) -> None:
        for part, write in (
            ("pages", self._originals),
            ("files", self._files),
            ("fields", self._fields),
            ("receipts", self._receipts),
        ):
            try:
                write(dossier.id, home)
            except StoreDamaged as error:
                self._lost.append(Lost(dossier.id, part, error.code))

    def _originals(self, dossier_id: DossierId, home: Path) -> None:
        done: set[BlobId] = set()
        kept, trashed = self._source.pages(dossier_id), self._source.trashed_pages(dossier_id)
        for folder, pages in (("originals", kept), ("trash", trashed)):
            for number, page in enumerate(pages, start=1):
                if page.raw not in done:
                    done.add(page.raw)
                    ending = _ENDINGS.get(page.media, ".bin")
                    self._blob(dossier_id, page.raw, home / folder / f"{number:04}{ending}")

    def _files(self, dossier_id: DossierId, home: Path) -> None:
        for place, file in enumerate(self._source.files(dossier_id), start=1):
            path = home / "files" / f"{place:02}-{_safe(file.name) or 'tep'}"
            if self._blob(dossier_id, file.blob, path) not in ("", file.sha256):
                self._lost.append(Lost(dossier_id, path.name, "file.changed"))

    def _fields(self, dossier_id: DossierId, home: Path) -> None:
        fields = self._source.fields(dossier_id)
        self._json(home / "fields.json", {"fields": [asdict(each) for each in fields]})

    def _receipts(self, dossier_id: DossierId, home: Path) -> None:
        for submission in self._source.submissions():
            if submission.dossier_id != dossier_id:
                continue
            try:
                receipt = self._source.receipt(submission.id)
            except NotFound:
                continue
            self._text(home / f"receipt-{_safe(receipt.number)}.jws", receipt.jws)

    def _blob(self, dossier_id: DossierId, blob: BlobId, path: Path) -> str:
        """Write a blob and give its digest; "" when it cannot be read, which is told."""
        path.parent.mkdir(exist_ok=True)
        digest = hashlib.sha256()
        try:
            with path.open("wb") as file:
                for piece in self._source.stream(dossier_id, blob):
                    digest.update(piece)
                    file.write(piece)
        except StoreDamaged as error:
            path.unlink()
            self._lost.append(Lost(dossier_id, path.name, error.code))
            return ""
        return digest.hexdigest()

    def _json(self, path: Path, content: Json) -> None:
        self._text(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")

    def _text(self, path: Path, text: str) -> None:
        path.write_text(text, "utf-8", errors="surrogateescape")


def _about(dossier: Dossier) -> Json:
    return {
        "id": dossier.id,
        "code": dossier.code,
        "procedure": dossier.procedure_code,
        "state": dossier.state.value,
        "revision": dossier.revision,
        "created_at": dossier.created_at,
    }


def _safe(name: str) -> str:
    """A name that is one part of a path on every system; names come from a disk of others."""
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    stem = _UNSAFE.sub("_", stem)[:_LONGEST_NAME].strip(" .")
    ending = _UNSAFE.sub("", ending)[:8].strip(" .")
    return f"{stem}.{ending}" if ending else stem
