"""The station's own catalogue: the snapshot in use, and the province's tables laid over it."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.catalog.base import (
    CatalogError,
    CatalogInvalid,
    CatalogUnwritable,
    Change,
    ImportUnreadable,
    SnapshotFacts,
    SnapshotKey,
    SnapshotOutdated,
    SnapshotRefused,
    UnknownPaper,
)
from app.catalog.changes import changes
from app.catalog.entries import MAX_FILE_BYTES, parse_json, require_keys, text
from app.catalog.folders import CatalogFolder
from app.catalog.importing import Brought, Origin, apply_import, joined, read_import
from app.catalog.load import FileCatalog, load_catalog, shipped_folder
from app.catalog.local import LocalCatalog, load_local, save_local, write_atomically
from app.catalog.own_papers import (
    OwnPapers,
    checked_papers,
    load_own_papers,
    papers_content,
    save_own_papers,
)
from app.catalog.snapshot import (
    MAX_KEY_BYTES,
    MAX_SNAPSHOT_BYTES,
    Snapshot,
    check_signature,
    fingerprint,
    make_snapshot,
    public_key_json,
    read_private_key,
    read_public_key,
    read_snapshot,
    sign_snapshot,
    snapshot_files,
)
from ocr.understanding.forms import PaperType

log = logging.getLogger(__name__)

TRUSTED_KEY_FILE = "signer.json"
INSTALLED_FILE = "snapshot.json"
DRAFT_FILE = "form_draft.json"
SIGNATURE_ENDING = ".sig"
_OWN_SOURCE = "Mẫu của trạm"
_INSTALLED_SCHEMA = "sohoa.installed_snapshot/1"


@dataclass(frozen=True, slots=True)
class _Base:
    """What the province's tables are laid over, and the files it was read from."""

    catalog: FileCatalog
    root: CatalogFolder
    facts: SnapshotFacts | None = None


class StationCatalog:
    """Keeps the catalogue of one station in a folder.

    Args:
        folder: Folder of the station's own catalogue; made when something is written.
        now: The clock, UTC.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now

    def in_use(self) -> FileCatalog:
        """The catalogue to work with.

        A snapshot or a table of the province that cannot be used is left out, with a line in
        the log: the shipped catalogue is always there.

        Raises:
            CatalogError: The shipped catalogue itself cannot be used.
        """
        return self._laid(self._base_or_shipped())

    def _laid(self, base: _Base) -> FileCatalog:
        """The base with the province's tables over it, as far as they can be used."""
        local = self._usable_local(base)
        if local is None:
            return base.catalog
        return FileCatalog(local.laid_over(base.catalog.content))

    def bring(self, files: Sequence[Path], *, apply: bool) -> tuple[Change, ...]:
        """Import tables and forms of the province; see `CatalogKeeper`."""
        plain = self._plain_base()
        base = self._with_own_papers(plain)
        current = self._usable_local(base)
        brought = joined([read_import(file) for file in files])
        own = self._usable_own(plain)
        for paper in brought.papers:
            own = replace(own, papers=own.with_paper(paper))
        content = own.laid_over(plain.catalog.content)
        origin = Origin(", ".join(file.name for file in files), self._now().date())
        local = apply_import(brought, content, current, origin)
        found = changes(self._laid(base).content, local.laid_over(content))
        if apply:
            if brought.papers:
                self._save_own(replace(own, source=origin.source))
            if not _only_papers(brought):
                save_local(self._folder, local)
        return found

    def own_papers(self) -> tuple[PaperType, ...]:
        """Forms of the station's own; see `FormKeeper`."""
        return self._usable_own(self._plain_base()).papers

    def known_papers(self) -> tuple[PaperType, ...]:
        """All paper types from the next start on; see `FormKeeper`."""
        return self.in_use().paper_types()

    def save_paper(self, paper: PaperType, *, apply: bool) -> tuple[Change, ...]:
        """Add a form or change it; see `FormKeeper`."""
        own = self._usable_own(self._plain_base())
        return self._change_own(own.with_paper(paper), apply=apply)

    def drop_paper(self, code: str, *, apply: bool) -> tuple[Change, ...]:
        """Take a form of one's own out; see `FormKeeper`."""
        own = self.own_papers()
        kept = tuple(paper for paper in own if paper.code != code)
        if kept == own:
            raise UnknownPaper(f"no form of one's own {code!r}")
        return self._change_own(kept, apply=apply)

    def export_papers(self, target: Path, codes: Sequence[str]) -> tuple[str, ...]:
        """Write forms for other stations; see `FormKeeper`."""
        catalog = self.in_use()
        papers = tuple(map(catalog.paper, codes)) if codes else self.own_papers()
        if not papers:
            raise UnknownPaper("no form of one's own")
        own = self._usable_own(self._plain_base())
        today = self._now().date()
        write_atomically(target, papers_content(papers, source=own.source, first=today))
        return tuple(paper.code for paper in papers)

    def keep_draft(self, content: bytes) -> None:
        """Keep an unfinished form; see `FormKeeper`."""
        file = self._folder / DRAFT_FILE
        if content:
            write_atomically(file, content)
            return
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise CatalogUnwritable(f"{file.name}: {error.strerror}") from error

    def kept_draft(self) -> bytes:
        """The unfinished form; see `FormKeeper`."""
        file = self._folder / DRAFT_FILE
        try:
            return file.read_bytes() if file.stat().st_size <= MAX_FILE_BYTES else b""
        except OSError:
            return b""

    def _change_own(self, papers: Sequence[PaperType], *, apply: bool) -> tuple[Change, ...]:
        """Put other forms in the place of the station's own; tells what differs."""
        plain = self._plain_base()
        before = self._usable_own(plain)
        own = replace(before, papers=checked_papers(papers))
        local = self._usable_local(self._with_own_papers(plain))
        content = own.laid_over(plain.catalog.content)
        after = content if local is None else local.laid_over(content)
        found = changes(self._laid(self._with_own_papers(plain)).content, after)
        if apply:
            self._save_own(own)
        return found

    def _save_own(self, own: OwnPapers) -> None:
        save_own_papers(self._folder, replace(own, day=self._now().date()))

    def export(self, target: Path, *, source: str, key: SnapshotKey | None) -> SnapshotFacts:
        """Write the catalogue in use as one file; see `CatalogKeeper`."""
        root = self._base_or_shipped().root
        content = make_snapshot(root, self.in_use(), source=source, made_at=self._now())
        signer = ""
        signature = None
        if key is not None:
            private = read_private_key(_read(key.file, MAX_KEY_BYTES), key.password)
            signature = sign_snapshot(content, private)
            signer = fingerprint(private.public_key())
        facts = read_snapshot(content, signer=signer).facts
        write_atomically(target, content)
        if signature is not None:
            write_atomically(_signature_of(target), signature)
        return facts

    def verify(self, file: Path, *, key_file: Path | None) -> SnapshotFacts:
        """Check a snapshot; see `CatalogKeeper`."""
        return self._verified(file, key_file)[0].facts

    def snapshot(self) -> SnapshotFacts | None:
        """What is installed; see `CatalogKeeper`."""
        installed = self._installed()
        return None if installed is None else installed.facts

    def install(self, file: Path, *, apply: bool) -> tuple[Change, ...]:
        """Use a snapshot from now on; see `CatalogKeeper`."""
        snapshot, content, signature = self._verified(file, None)
        base = self._base_or_shipped()
        in_use = base.facts
        is_other = in_use is not None and snapshot.facts.sha256 != in_use.sha256
        if in_use is not None and is_other and snapshot.facts.made_at <= in_use.made_at:
            raise SnapshotOutdated(f"made {snapshot.facts.made_at:%Y-%m-%d %H:%M}")
        after = self._with_own_papers(_Base(snapshot.catalog, base.root, snapshot.facts))
        found = changes(self._laid(base).content, self._laid(after).content)
        if apply:
            document = {
                "schema": _INSTALLED_SCHEMA,
                "content": base64.b64encode(content).decode("ascii"),
                "signature": base64.b64encode(signature).decode("ascii"),
            }
            write_atomically(self._folder / INSTALLED_FILE, json.dumps(document).encode("ascii"))
        return found

    def trust(self, key_file: Path, *, replace: bool) -> str:
        """Trust a signer; see `CatalogKeeper`."""
        key = read_public_key(_read(key_file, MAX_KEY_BYTES))
        pinned = self._folder / TRUSTED_KEY_FILE
        if pinned.exists() and not replace:
            known = fingerprint(read_public_key(_read(pinned, MAX_KEY_BYTES)))
            if known != fingerprint(key):
                raise SnapshotRefused(f"another key is trusted already: {known}")
        write_atomically(pinned, public_key_json(key))
        return fingerprint(key)

    def _verified(self, file: Path, key_file: Path | None) -> tuple[Snapshot, bytes, bytes]:
        pinned = key_file or self._folder / TRUSTED_KEY_FILE
        if not pinned.exists():
            raise SnapshotRefused("no key is trusted yet")
        content = _read(file, MAX_SNAPSHOT_BYTES)
        signature = _read(_signature_of(file), MAX_KEY_BYTES)
        key = read_public_key(_read(pinned, MAX_KEY_BYTES))
        signer = check_signature(content, signature, key)
        return read_snapshot(content, signer=signer), content, signature

    def _local(self, base: _Base) -> LocalCatalog | None:
        """The province's tables, None where there are none or the snapshot is newer."""
        local = load_local(self._folder)
        if local is None or base.facts is None:
            return local
        return local if local.valid_from >= base.facts.made_at.date() else None

    def _usable_local(self, base: _Base) -> LocalCatalog | None:
        """The province's tables; damaged ones count as none, so that an import mends them."""
        try:
            local = self._local(base)
            if local is not None:
                local.laid_over(base.catalog.content)
            return local
        except CatalogError as error:
            log.error("the province's catalogue is left out: %s %s", error.code, error.detail)
            return None

    def _base_or_shipped(self) -> _Base:
        """The base with the station's own forms over it."""
        return self._with_own_papers(self._plain_base())

    def _with_own_papers(self, base: _Base) -> _Base:
        own = self._usable_own(base)
        return replace(base, catalog=FileCatalog(own.laid_over(base.catalog.content)))

    def _usable_own(self, base: _Base) -> OwnPapers:
        """The station's own forms; damaged ones count as none, so that saving mends them.

        Forms that a newer snapshot has yield to it.
        """
        try:
            own = load_own_papers(self._folder)
            if own is None:
                return self._no_papers()
            own.laid_over(base.catalog.content)
        except CatalogError as error:
            log.error("the station's forms are left out: %s %s", error.code, error.detail)
            return self._no_papers()
        if base.facts is None or own.day >= base.facts.made_at.date():
            return own
        newer = {paper.code for paper in base.catalog.paper_types()}
        return replace(own, papers=tuple(p for p in own.papers if p.code not in newer))

    def _no_papers(self) -> OwnPapers:
        return OwnPapers(_OWN_SOURCE, self._now().date())

    def _plain_base(self) -> _Base:
        """The snapshot in use, else what the program ships."""
        try:
            installed = self._installed()
        except CatalogError as error:
            log.error("the snapshot is left out: %s %s", error.code, error.detail)
            installed = None
        return installed or _Base(load_catalog(), shipped_folder())

    def _installed(self) -> _Base | None:
        """The snapshot in use, checked again; None where there is none."""
        file = self._folder / INSTALLED_FILE
        if not file.exists():
            return None
        stored = _read(file, 2 * MAX_SNAPSHOT_BYTES)
        document = require_keys(parse_json(stored, file.name), "schema content signature")
        if document.get("schema") != _INSTALLED_SCHEMA:
            raise CatalogInvalid(f"{file.name} has another schema")
        try:
            content = base64.b64decode(text(document, "content"), validate=True)
            signature = base64.b64decode(text(document, "signature"), validate=True)
        except ValueError as error:
            raise CatalogInvalid(f"{file.name} is damaged") from error
        key = read_public_key(_read(self._folder / TRUSTED_KEY_FILE, MAX_KEY_BYTES))
        signer = check_signature(content, signature, key)
        snapshot = read_snapshot(content, signer=signer)
        return _Base(snapshot.catalog, snapshot_files(content), snapshot.facts)


def _only_papers(brought: Brought) -> bool:
    tables = (brought.procedures, brought.components, brought.agencies)
    return bool(brought.papers) and all(table is None for table in tables)


def _signature_of(file: Path) -> Path:
    return file.with_name(file.name + SIGNATURE_ENDING)


def _read(file: Path, limit: int) -> bytes:
    """Content of a file up to a bound.

    Raises:
        ImportUnreadable: It cannot be read or is larger.
    """
    try:
        with file.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise ImportUnreadable(f"{file.name}: {error.strerror}") from error
    if len(content) > limit:
        raise ImportUnreadable(f"{file.name}: more than {limit} bytes")
    return content
