"""Folders that catalogue files are read from: of the disk, of the package, or in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class CatalogFile(Protocol):
    """A file: its name and its bytes."""

    @property
    def name(self) -> str:
        """Name without folders."""
        ...

    def read_bytes(self) -> bytes:
        """The content; raises OSError where it cannot be read."""
        ...


class CatalogFolder(Protocol):
    """A flat folder of files; paths and package folders are such folders."""

    def iterdir(self) -> Iterable[CatalogFile]:
        """The files, in any order; raises OSError where it cannot be read."""
        ...

    def __truediv__(self, name: str, /) -> CatalogFile:
        """The file with this name, whether it is there or not."""
        ...


@dataclass(frozen=True, slots=True)
class MemoryFile:
    """A file in memory; content None for one that is not there."""

    name: str
    content: bytes | None

    def read_bytes(self) -> bytes:
        """The content.

        Raises:
            FileNotFoundError: The file is not there.
        """
        if self.content is None:
            raise FileNotFoundError(self.name)
        return self.content


class MemoryFolder:
    """JSON documents by file name, as a folder."""

    def __init__(self, documents: Mapping[str, Any]) -> None:  # any: documents of many schemas
        self._files = {
            name: MemoryFile(name, json.dumps(document, ensure_ascii=False).encode("utf-8"))
            for name, document in documents.items()
        }

    def iterdir(self) -> Iterable[CatalogFile]:
        """The files."""
        return tuple(self._files.values())

    def __truediv__(self, name: str, /) -> CatalogFile:
        """The file with this name, whether it is there or not."""
        return self._files.get(name, MemoryFile(name, None))
