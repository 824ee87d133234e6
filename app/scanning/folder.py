"""Take pages from files: scans somebody saved, photos, PDFs of the citizen.

Files come from USB sticks and mail and are hostile until proven otherwise: only regular files,
never through a link, never more than a bound, names cleaned before they are shown or stored.

ScanError
├── SourceMissing       not there, or vanished while it was read
├── SourceDenied        no permission
├── SourceTooLarge      larger than the bound, or too many files
└── SourceNotRegular    a folder, link, pipe or device
"""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from io import BufferedReader
from pathlib import Path

from app.scanning.base import ScanError

MAX_SOURCE_BYTES = 256 * 1024 * 1024
MAX_IMPORT_BYTES = 640 * 1024 * 1024
"""500 pages in colour at 300 dpi; such a file is never whole in the memory of this process."""
MAX_SOURCES = 5000
MAX_NAME_BYTES = 255
_CHUNK_BYTES = 1 << 20
_LONGEST_SUFFIX_BYTES = 16
_FALLBACK_NAME = "khong-ten"
_HIDDEN_NAMES = frozenset({"thumbs.db", "desktop.ini"})
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)")
_DENIED = frozenset({errno.EACCES, errno.EPERM})
_NOT_REGULAR = frozenset({errno.ELOOP, errno.EISDIR, errno.ENXIO})


class SourceMissing(ScanError):
    """The file is not there, or vanished while it was read."""

    code = "import.not_found"


class SourceDenied(ScanError):
    """No permission to read the file."""

    code = "import.denied"


class SourceTooLarge(ScanError):
    """The file is larger than the bound, or there are too many files."""

    code = "import.too_large"


class SourceNotRegular(ScanError):
    """A folder, link, pipe or device, no regular file."""

    code = "import.not_regular_file"


def read_source(path: Path, max_bytes: int = MAX_SOURCE_BYTES) -> bytes:
    """Read one regular file whole.

    Args:
        path: The file itself; a symbolic link is refused, so a stick cannot point elsewhere.
        max_bytes: Larger files are refused, also those that grow meanwhile.

    Raises:
        SourceMissing, SourceDenied, SourceTooLarge, SourceNotRegular: See the classes.
    """
    return b"".join(source_pieces(path, max_bytes))


def source_pieces(path: Path, max_bytes: int = MAX_IMPORT_BYTES) -> Iterator[bytes]:
    """Read one regular file piece by piece; it is whole only when the iterator ends.

    Raises:
        SourceMissing, SourceDenied, SourceTooLarge, SourceNotRegular: As `read_source`.
    """
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise SourceNotRegular("not a regular file")
        yield from _pieces(os.open(path, _OPEN_FLAGS), max_bytes)
    except OSError as error:
        raise _error_for(error) from error
    except ValueError as error:
        raise SourceMissing("the path has a null character") from error


_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
"""Without waiting, so that a pipe put in the file's place meanwhile cannot hold us."""


def opened_regular(path: Path) -> BufferedReader:
    """Open one regular file to read it; never through a link, never waiting for a pipe.

    Raises:
        OSError: It cannot be opened; a link counts as that.
        SourceNotRegular: A folder, pipe or device.
    """
    file = os.fdopen(os.open(path, _OPEN_FLAGS), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise SourceNotRegular("not a regular file")
    return file


def _pieces(descriptor: int, max_bytes: int) -> Iterator[bytes]:
    with os.fdopen(descriptor, "rb", buffering=0) as stream:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise SourceNotRegular("not a regular file")
        if status.st_size > max_bytes:
            raise SourceTooLarge(f"{status.st_size} bytes")
        count = 0
        while chunk := stream.read(_CHUNK_BYTES):
            count += len(chunk)
            if count > max_bytes:
                raise SourceTooLarge("grew while it was read")
            yield chunk


def _error_for(error: OSError) -> ScanError:
    """What an error of the system means here; a pulled stick counts as a vanished file."""
    detail = errno.errorcode.get(error.errno or 0, type(error).__name__)
    if error.errno in _DENIED:
        return SourceDenied(detail)
    if error.errno in _NOT_REGULAR:
        return SourceNotRegular(detail)
    return SourceMissing(detail)


def list_sources(paths: Iterable[Path]) -> list[Path]:
    """Files to import: given ones as they are, folders replaced by what they hold.

    Inside folders the order is that of a person (1, 2, 10), subfolders after files, hidden
    files left out. Links, pipes and names of nothing stay in the list, so that `read_source`
    can refuse each visibly; links to folders are not followed.

    Raises:
        SourceMissing, SourceDenied: A path cannot be looked at.
        SourceTooLarge: More than `MAX_SOURCES` files.
    """
    found: list[Path] = []
    try:
        for path in paths:
            for source in _expanded(path):
                found.append(source)
                if len(found) > MAX_SOURCES:
                    raise SourceTooLarge(f"more than {MAX_SOURCES} files")
    except OSError as error:
        raise _error_for(error) from error
    except ValueError as error:
        raise SourceMissing("the path has a null character") from error
    return found


def _expanded(path: Path) -> Iterator[Path]:
    """Depth first, without recursion that a deep folder could exhaust."""
    waiting = [path] if os.path.lexists(path) else []
    if not waiting:
        yield path
    while waiting:
        current = waiting.pop()
        if not stat.S_ISDIR(os.lstat(current).st_mode):
            yield current
            continue
        entries = sorted((e for e in current.iterdir() if not is_hidden(e)), key=natural_order)
        folders = {e for e in entries if e.is_dir() and not e.is_symlink()}
        yield from (e for e in entries if e not in folders)
        waiting.extend(e for e in reversed(entries) if e in folders)


def is_hidden(path: Path) -> bool:
    """Whether programs and systems keep the file for themselves."""
    return path.name.startswith((".", "~$")) or path.name.casefold() in _HIDDEN_NAMES


def natural_order(path: Path) -> tuple[list[tuple[int, int, str]], str]:
    """Sort key: runs of digits count as numbers; the name itself decides between equals."""
    folded = unicodedata.normalize("NFC", path.name).casefold()
    key: list[tuple[int, int, str]] = []
    for digits, text in re.findall(r"([0-9]+)|([^0-9]+)", folded):
        number = digits.lstrip("0")
        key.append((0, len(number), number) if digits else (1, 0, text))
    return key, path.name


def safe_name(name: str) -> str:
    """A file name that is safe to show and to store, in NFC and at most 255 bytes of UTF-8.

    Only the last part of a path is kept. Control and direction marks are removed, for they can
    make "…gpj.exe" look like a picture; what Windows forbids becomes an underscore. Applying it
    twice changes nothing.
    """
    parts = [_cleaned(part) for part in re.split(r"[/\\]", name)]
    base = next((part for part in reversed(parts) if part), _FALLBACK_NAME)
    base = _cut(base)
    return _cut("_" + base) if _RESERVED.match(base) else base


def _cleaned(part: str) -> str:
    """One part of a path without what does harm; empty when nothing is left."""
    kept = "".join(c for c in part if unicodedata.category(c) not in _DROPPED)
    kept = re.sub(r'[<>:"|?*]', "_", kept)
    return _trimmed(unicodedata.normalize("NFC", kept))


def _trimmed(name: str) -> str:
    """Without spaces around, dots at the end (lost on Windows) and in front (hidden)."""
    return re.sub(r"^[\s.]+|[\s.]+$", "", name)


def _cut(name: str) -> str:
    """At most 255 bytes, the suffix kept, no character cut in two."""
    if len(name.encode()) <= MAX_NAME_BYTES:
        return name
    stem, dot, suffix = name.rpartition(".")
    tail = dot + suffix
    if not stem or len(tail.encode()) > _LONGEST_SUFFIX_BYTES:
        stem, tail = name, ""
    room = MAX_NAME_BYTES - len(tail.encode())
    shortened = stem.encode()[:room].decode("utf-8", "ignore")
    return _trimmed(shortened) + tail
