"""From a trace of system calls, with their bytes, to a disk that can be cut off at any point."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from benchmarks.faults.child import Said
from benchmarks.faults.disk import Cut, RecordedDisk, Write

RECORDED = (
    "openat,close,dup,lseek,write,pwrite64,writev,pwritev,fsync,fdatasync,rename,renameat,"
    "renameat2,unlink,unlinkat,rmdir,ftruncate,truncate,mkdir,mkdirat,link,linkat,symlink,"
    "symlinkat,sendfile,copy_file_range,fallocate,sendto"
)
TRACE_OPTIONS = ("-xx", "-s", "8000000", "-e", f"trace={RECORDED}")

_CALL = re.compile(r"^(?:(\d+) +)?(\w+)\((.*)\) += (-?\d+|\?)(.*)$")
_UNFINISHED = re.compile(r"^(?:(\d+) +)?(.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(?:(\d+) +)?<\.\.\. \w+ resumed>(.*)$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_HANDLE = re.compile(r"^(\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>")


class UnknownCall(Exception):
    """The trace has a call that the record does not model; nothing is proved then."""


@dataclass(frozen=True, slots=True)
class Record:
    """What was done, and when what was claimed.

    Attributes:
        disk: The operations.
        said: Each with the number of operations that had happened.
    """

    disk: RecordedDisk
    said: tuple[tuple[int, Said], ...]


@dataclass(slots=True)
class _Reader:
    root: PurePosixPath
    disk: RecordedDisk
    places: dict[int, int] = field(default_factory=dict)
    appending: set[int] = field(default_factory=set)
    said: list[tuple[int, Said]] = field(default_factory=list)

    def inside(self, path: str) -> PurePosixPath | None:
        """The path below the root, None for what lies elsewhere or is shared memory."""
        whole = PurePosixPath(path)
        if not whole.is_relative_to(self.root) or path.endswith("-shm"):
            return None
        inner = whole.relative_to(self.root)
        return inner if inner.parts else None

    def of_handle(self, path: str) -> PurePosixPath | None:
        """The same for what is open; that may be the root itself."""
        return PurePosixPath() if PurePosixPath(path) == self.root else self.inside(path)


def read_record(log: str, before: Path, root: Path) -> Record:
    """Understand a trace.

    Args:
        log: What `strace` wrote with `TRACE_OPTIONS`.
        before: The folder as it was before.
        root: Where the work was done.

    Raises:
        UnknownCall: A call that is not modelled changed something below the root.
    """
    reader = _Reader(PurePosixPath(root), RecordedDisk(before))
    for name, arguments, result, told in _calls(log):
        if result >= 0:
            _take(reader, name, arguments, (result, told))
    return Record(reader.disk, tuple(reader.said))


def _calls(log: str) -> Iterator[tuple[str, str, int, str]]:
    begun: dict[str, str] = {}
    for line in log.splitlines():
        if match := _UNFINISHED.match(line):
            begun[match[1] or ""] = match[2]
            continue
        if match := _RESUMED.match(line):
            line = begun.pop(match[1] or "") + match[2]
        if match := _CALL.match(line):
            result = -1 if match[4] == "?" else int(match[4])
            yield match[2], match[3], result, match[5]


def _take(reader: _Reader, name: str, arguments: str, result: tuple[int, str]) -> None:
    texts = [_bytes(each) for each in _TEXT.findall(arguments)]
    match name:
        case "openat":
            _open(reader, arguments, texts[0].decode(), result)
        case "sendto":
            _listen(reader, texts[0])
        case "mkdir" | "mkdirat":
            if (path := _path(reader, arguments, texts[0])) is not None:
                reader.disk.create(path, is_folder=True)
        case "unlink" | "unlinkat" | "rmdir":
            if (path := _path(reader, arguments, texts[0])) is not None:
                reader.disk.remove(path)
        case "rename" | "renameat" | "renameat2":
            source, target = (reader.inside(each.decode()) for each in texts)
            if source is not None and target is not None:
                reader.disk.rename(source, target)
        case "close" | "dup":
            return
        case _:
            _on_handle(reader, name, arguments, (texts, result[0]))


def _path(reader: _Reader, arguments: str, text: bytes) -> PurePosixPath | None:
    """Where a call with a path goes; it may be told from an open folder."""
    path = PurePosixPath(text.decode())
    match = _HANDLE.match(arguments)
    if not path.is_absolute() and match:
        path = PurePosixPath(_bytes(match[2]).decode()) / path
    return reader.inside(str(path))


def _open(reader: _Reader, arguments: str, text: str, result: tuple[int, str]) -> None:
    path = reader.inside(text)
    reader.places[result[0]] = 0
    reader.appending.discard(result[0])
    if "O_APPEND" in arguments:
        reader.appending.add(result[0])
    if path is None:
        return
    if "O_CREAT" in arguments and reader.disk.find(path) is None:
        reader.disk.create(path)
    if "O_TRUNC" in arguments:
        reader.disk.change(path, Cut(0))


def _listen(reader: _Reader, data: bytes) -> None:
    message = pickle.loads(data[4:])  # noqa: S301  # from our own fork
    if message[0] == "said":
        reader.said.append((reader.disk.count, Said(*message[1:])))


def _on_handle(reader: _Reader, name: str, arguments: str, told: tuple[list[bytes], int]) -> None:
    match = _HANDLE.match(arguments)
    path = reader.of_handle(_bytes(match[2]).decode()) if match else None
    if match is None or path is None:
        return
    handle, (texts, result) = int(match[1]), told
    match name:
        case "fsync" | "fdatasync":
            reader.disk.sync(path)
        case "lseek":
            reader.places[handle] = result
        case "write":
            at = reader.disk.length(path) if handle in reader.appending else reader.places[handle]
            reader.disk.change(path, Write(at, texts[0][:result]))
            reader.places[handle] = at + result
        case "pwrite64":
            offset = int(arguments.rpartition(", ")[2])
            reader.disk.change(path, Write(offset, texts[0][:result]))
        case "ftruncate":
            reader.disk.change(path, Cut(int(arguments.rpartition(", ")[2])))
        case _:
            raise UnknownCall(name)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
