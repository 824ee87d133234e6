"""Finds a text in files and processes in whatever form it may have been written."""

from __future__ import annotations

import base64
import json
import threading
import unicodedata
import urllib.parse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ocr.folding import fold

PAUSE_S = 0.02


def forms(text: str) -> frozenset[bytes]:
    """All byte strings that give a text away."""
    found: set[bytes] = set()
    for shape in {text, unicodedata.normalize("NFD", text), text.upper(), fold(text)}:
        found.add(json.dumps(shape)[1:-1].encode())
        found.add(urllib.parse.quote(shape).encode())
        for coded in (shape.encode(), shape.encode("utf-16-le"), shape.encode("utf-16-be")):
            found |= {coded, coded.hex().encode(), coded.hex().upper().encode()}
            found |= set(_every_start(coded))
    return frozenset(each for each in found if len(each) >= 6)


def _every_start(coded: bytes) -> Iterator[bytes]:
    """Base64 and base32 of bytes that stand anywhere in something longer."""
    for ahead in range(3):
        text = base64.b64encode(bytes(ahead) + coded)
        inner = text[-(-8 * ahead // 6) : len(text) - 4]
        yield inner
        yield inner.translate(bytes.maketrans(b"+/", b"-_"))
    for ahead in range(5):
        text = base64.b32encode(bytes(ahead) + coded)
        yield text[-(-8 * ahead // 5) : len(text) - 8]


@dataclass(frozen=True)
class Search:
    """Markers by name, and every form of them."""

    markers: dict[str, frozenset[bytes]]

    @classmethod
    def of(cls, texts: dict[str, str]) -> Search:
        return cls({name: forms(text) for name, text in texts.items()})

    def in_bytes(self, content: bytes) -> list[str]:
        """Names of the markers that are in there."""
        return [name for name, shapes in self.markers.items() if any(s in content for s in shapes)]

    def in_folders(self, folders: Iterable[Path]) -> list[str]:
        """ "PLACE: MARKER" for names and contents of all files below."""
        hits = []
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                place = str(path.relative_to(folder))
                hits += [f"name of {place}: {each}" for each in self.in_bytes(place.encode())]
                if path.is_file():
                    hits += [f"{place}: {each}" for each in self.in_bytes(path.read_bytes())]
        return hits


@dataclass
class ProcessWatch:
    """Looks at command lines and environments of this process' children while it goes on."""

    search: Search
    hits: set[str] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> ProcessWatch:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join(10)

    def _watch(self) -> None:
        while not self._stop.wait(PAUSE_S):
            for pid in _descendants():
                self.seen.add(pid)
                for kind in ("cmdline", "environ"):
                    content = _read(Path(f"/proc/{pid}/{kind}"))
                    self.hits |= {f"{kind}: {each}" for each in self.search.in_bytes(content)}


def _descendants() -> set[int]:
    todo, found = [Path("/proc/self")], set[int]()
    while todo:
        for children in todo.pop().glob("task/*/children"):
            for pid in map(int, _read(children).split()):
                if pid not in found:
                    found.add(pid)
                    todo.append(Path(f"/proc/{pid}"))
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
