"""The station's own catalogue: the snapshot in use, and the province's tables laid over it."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.catalog.base import (
    CatalogError,
    CatalogInvalid,
    Change,
    ImportUnreadable,
    SnapshotFacts,
    SnapshotKey,
    SnapshotOutdated,
    SnapshotRefused,
)
from app.catalog.changes import changes
from app.catalog.entries import parse_json, require_keys, text
from app.catalog.folders import CatalogFolder
from app.catalog.importing import Origin, apply_import, joined, read_import
from app.catalog.load import FileCatalog, load_catalog, shipped_folder
from app.catalog.local import LocalCatalog, load_local, save_local, write_atomically
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

log = logging.getLogger(__name__)

TRUSTED_KEY_FILE = "signer.json"
INSTALLED_FILE = "snapshot.json"
SIGNATURE_ENDING = ".sig"
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
        """Import tables of the province; see `CatalogKeeper`."""
        base = self._base_or_shipped()
        content = base.catalog.content
        current = self._usable_local(base)
        brought = joined([read_import(file) for file in files])
        origin = Origin(", ".join(file.name for file in files), self._now().date())
        local = apply_import(brought, content, current, origin)
        before = current.laid_over(content) if current is not None else content
        found = changes(before, local.laid_over(content))
        if apply:
            save_local(self._folder, local)
        return found

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

    def install(self, file: Path, *, apply: bool) -> tuple[Change, ...]:
        """Use a snapshot from now on; see `CatalogKeeper`."""
        snapshot, content, signature = self._verified(file, None)
        base = self._base_or_shipped()
        in_use = base.facts
        is_other = in_use is not None and snapshot.facts.sha256 != in_use.sha256
        if in_use is not None and is_other and snapshot.facts.made_at <= in_use.made_at:
            raise SnapshotOutdated(f"made {snapshot.facts.made_at:%Y-%m-%d %H:%M}")
        after = _Base(snapshot.catalog, base.root, snapshot.facts)
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
