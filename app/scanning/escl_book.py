"""What the station remembers of network scanners: addresses, certificates, what they can do.

Two files and a folder: `added.json` is written only when a person adds, removes or confirms,
`seen.json` whenever a device is met, `caps/` holds what each edition of a device can do. All of it
can be lost without losing a page.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import tempfile
import threading
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from app.scanning.base import ScanError

_log = logging.getLogger(__name__)

_MAX_FILE_BYTES = 4 * 1024 * 1024
_MAX_SEEN = 200
_MAX_URLS = 8


@dataclass(frozen=True, slots=True)
class SeenScanner:
    """A device that was met.

    Attributes:
        key: Its uuid, or its address when it has none.
        urls: The last addresses, newest first.
    """

    key: str
    model: str
    note: str
    uuid: str
    urls: tuple[str, ...]


class EsclBook:
    """The files of one station.

    Args:
        folder: Created at the first entry.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def added(self) -> tuple[str, ...]:
        """Addresses that were given."""
        urls = self._read("added.json").get("urls")
        return tuple(map(str, urls)) if isinstance(urls, list) else ()

    def pins(self) -> dict[str, str]:
        """Key of a device, or address, and its confirmed certificate (PEM)."""
        pins = self._read("added.json").get("pins")
        return {str(k): str(v) for k, v in pins.items()} if isinstance(pins, Mapping) else {}

    def seen(self) -> dict[str, SeenScanner]:
        """Devices that were met, by key."""
        rows = self._read("seen.json").get("scanners")
        found = (_seen(row) for row in rows) if isinstance(rows, list) else ()
        return {each.key: each for each in found if each is not None}

    def add(self, url: str) -> None:
        """Remember an address."""
        self._change(urls=tuple(dict.fromkeys((*self.added(), url))), pins=self.pins())

    def pin(self, keys: Iterable[str], pem: str) -> None:
        """Take this certificate alone for these keys."""
        self._change(urls=self.added(), pins={**self.pins(), **dict.fromkeys(keys, pem)})

    def forget(self, scanner: SeenScanner) -> None:
        """Drop all that is known of a device."""
        gone = {scanner.key, *scanner.urls}
        pins = {key: pem for key, pem in self.pins().items() if key not in gone}
        self._change(urls=tuple(url for url in self.added() if url not in gone), pins=pins)
        with self._lock:
            seen = {key: each for key, each in self.seen().items() if key != scanner.key}
            self._write("seen.json", {"scanners": [asdict(each) for each in seen.values()]})
        self._drop_caps(scanner.key)

    def meet(self, scanner: SeenScanner) -> SeenScanner:
        """Remember where a device is now; its older addresses stay behind the new ones.

        A certificate that was confirmed for an address goes over to the device behind it.
        """
        with self._lock:
            seen = self.seen()
            before = seen.pop(scanner.key, None)
            if before is not None:
                urls = tuple(dict.fromkeys((*scanner.urls, *before.urls)))[:_MAX_URLS]
                scanner = replace(
                    scanner,
                    urls=urls,
                    model=scanner.model or before.model,
                    note=scanner.note or before.note,
                )
            if scanner != before:
                kept = [scanner, *seen.values()][:_MAX_SEEN]
                self._write("seen.json", {"scanners": [asdict(each) for each in kept]})
        pins = self.pins()
        if scanner.key not in pins:
            of_url = next((pins[url] for url in scanner.urls if url in pins), "")
            if of_url:
                self.pin((scanner.key,), of_url)
        return scanner

    def caps(self, key: str) -> dict[str, Any]:  # Any: values of JSON
        """What a device could do when it was last asked; empty = never."""
        for path in self._caps_files():
            fields = self._read(f"caps/{path.name}")
            if fields.get("key") == key:
                return fields
        return {}

    def keep_caps(self, key: str, fields: Mapping[str, object]) -> None:
        """Remember what a device can do, until its edition changes."""
        edition = str(fields.get("edition", ""))
        name = hashlib.sha256(f"{key}|{edition}".encode()).hexdigest()[:24] + ".json"
        known = self._read(f"caps/{name}")
        entry = {**fields, "key": key}
        if known == entry:
            return
        with self._lock:
            if not known:
                self._drop_caps(key)
            self._write(f"caps/{name}", entry)

    def _drop_caps(self, key: str) -> None:
        for path in self._caps_files():
            if self._read(f"caps/{path.name}").get("key") == key:
                path.unlink(missing_ok=True)

    def _caps_files(self) -> list[Path]:
        return sorted((self._folder / "caps").glob("*.json"))

    def _change(self, *, urls: tuple[str, ...], pins: Mapping[str, str]) -> None:
        with self._lock:
            self._write("added.json", {"urls": list(urls), "pins": dict(pins)})

    def _read(self, name: str) -> dict[str, Any]:  # Any: values of JSON
        """A file of ours; one that is damaged counts as empty, for it can be learned again."""
        path = self._folder / name
        try:
            if path.stat().st_size > _MAX_FILE_BYTES:
                return {}
            values = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            _log.warning("scanner book: %s %s", name, type(error).__name__)
            return {}
        return values if isinstance(values, dict) else {}

    def _write(self, name: str, values: Mapping[str, object]) -> None:
        """Temporary file, fsync, rename.

        Raises:
            ScanError: The folder cannot be written.
        """
        path = self._folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=path.parent, suffix=".tmp", delete=False
            ) as file:
                json.dump(values, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(path)
        except OSError as error:
            with contextlib.suppress(OSError, UnboundLocalError):
                Path(file.name).unlink()
            raise ScanError(f"scanner book not written: {type(error).__name__}") from error


def _seen(row: object) -> SeenScanner | None:
    if not isinstance(row, Mapping) or not isinstance(row.get("urls"), list):
        return None
    texts = {name: str(row.get(name, "")) for name in ("key", "model", "note", "uuid")}
    return SeenScanner(**texts, urls=tuple(map(str, row["urls"]))) if texts["key"] else None
