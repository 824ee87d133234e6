"""Lines of a journal: what one transaction made of the rows of one dossier, or of the station.

A line is a JSON array of a checksum and an object:

    ["<first 128 bits of SHA-256>", {"journal": 1, "of": "<dossier or empty>", "since": 7}]
    ["…", {"tx": 8, "rows": [["page", {"ord": 1, …}]], "gone": [["field", [3]]]}]
    ["…", {"tx": 8, "rows": […], "gone": […], "parts": {"<dossier>": "<checksum of its line>"}}]

The first line of a file tells whose it is and at which transaction it told all rows. A line with
"parts" closes a transaction: it stands in the journal of the station and names each line of a
dossier that belongs to it. With "voids" it closes a number under which nothing happened: what the
journals of dossiers say under it was never finished. Bytes are written as {"b64": "…"}. What names
a person is sealed in the rows already and stays sealed here.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.store.base import StoreDamaged

Value = str | int | float | bytes | None
"""What a column can hold."""

Values = dict[str, Value]
"""Column name -> value."""

_VERSION = 1
_DIGEST_CHARS = 32
_START, _MIDDLE, _END = b'["', b'",', b"]"
_BODY_AT = len(_START) + _DIGEST_CHARS + len(_MIDDLE)


@dataclass(frozen=True, slots=True)
class Header:
    """First line of a journal.

    Attributes:
        of: The dossier, "" for the station.
        since: Transaction whose lines tell all rows there were, so that nothing earlier is
            needed; 0 when the journal began with its first row.
    """

    of: str
    since: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What one transaction did to the rows of one home.

    Attributes:
        digest: Checksum of the line.
        tx: Number of the transaction.
        rows: Table and columns of each row as it is afterwards.
        gone: Table and primary key of each row that is no more.
        parts: Checksums of the lines in journals of dossiers; None when the line closes nothing.
        is_void: Closes a number under which nothing was finished.
    """

    digest: str
    tx: int
    rows: tuple[tuple[str, Values], ...]
    gone: tuple[tuple[str, tuple[Value, ...]], ...]
    parts: Mapping[str, str] | None
    is_void: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A line in a file; what it says is None when the line is broken."""

    offset: int
    size: int
    said: Header | Entry | None


def header_line(header: Header) -> bytes:
    """The first line of a journal."""
    return _line({"journal": _VERSION, "of": header.of, "since": header.since})[1]


def entry_line(
    tx: int,
    rows: Sequence[tuple[str, Mapping[str, Value]]],
    gone: Sequence[tuple[str, Sequence[Value]]],
    parts: Mapping[str, str] | None = None,
) -> tuple[str, bytes]:
    """Checksum and bytes of a line, with its line feed."""
    body: dict[str, Any] = {  # Any: values of JSON
        "tx": tx,
        "rows": [[table, _coded(row)] for table, row in rows],
        "gone": [[table, [_code(value) for value in key]] for table, key in gone],
    }
    return _line(body if parts is None else {**body, "parts": dict(parts)})


def void_line(tx: int, last: str) -> tuple[str, bytes]:
    """Checksum and bytes of a line that closes a number under which nothing happened.

    Args:
        tx: The number.
        last: Checksum of the line that closed the transaction before; makes it one of this store.
    """
    return _line({"tx": tx, "rows": [], "gone": [], "parts": {}, "voids": last})


def _line(body: Mapping[str, Any]) -> tuple[str, bytes]:  # Any: values of JSON
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    digest = _digest(text)
    return digest, _START + digest.encode("ascii") + _MIDDLE + text + _END + b"\n"


def understand(line: bytes, *, with_rows: bool = True) -> Header | Entry:
    """What a line says, with or without its line feed.

    Args:
        line: One line of a journal.
        with_rows: False leaves rows and keys out, for whoever only asks which lines there are.

    Raises:
        StoreDamaged: It is torn, changed, or no line of a journal.
    """
    line = line.removesuffix(b"\n")
    body = line[_BODY_AT : -len(_END)]
    digest = line[len(_START) : len(_START) + _DIGEST_CHARS]
    framed = line.startswith(_START) and line[_BODY_AT - len(_MIDDLE) : _BODY_AT] == _MIDDLE
    if not framed or not line.endswith(_END) or _digest(body).encode("ascii") != digest:
        raise StoreDamaged("a line of a journal is broken")
    try:
        return _understood(digest.decode("ascii"), json.loads(body), with_rows=with_rows)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise StoreDamaged("a line of a journal cannot be understood") from error


def read_spots(path: Path) -> Iterator[Spot]:
    """All lines of a journal in their order, without rows; broken ones are told, not skipped.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        offset = 0
        for line in file:
            yield Spot(offset, len(line), _said(line))
            offset += len(line)


def last_closed(path: Path) -> Entry | None:
    """The last line that closes a transaction, without rows, found from the end; None for none.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        block = 1 << 16
        while True:
            start = max(0, size - block)
            file.seek(start)
            lines = file.read(size - start).split(b"\n")
            for line in reversed(lines if start == 0 else lines[1:]):
                said = _said(line)
                if isinstance(said, Entry) and said.parts is not None:
                    return said
            if start == 0:
                return None
            block *= 4


def is_whole(line: bytes) -> bool:
    """Whether a line, with or without its line feed, says what was written."""
    return _said(line) is not None


def _said(line: bytes) -> Header | Entry | None:
    try:
        return understand(line, with_rows=False)
    except StoreDamaged:
        return None


def _understood(
    digest: str,
    body: Mapping[str, Any],  # Any: values of JSON
    *,
    with_rows: bool,
) -> Header | Entry:
    if "journal" in body:
        if body["journal"] != _VERSION:
            raise StoreDamaged("a journal of an unknown version")
        return Header(str(body["of"]), int(body["since"]))
    parts = body.get("parts")
    rows, gone = (body["rows"], body["gone"]) if with_rows else ((), ())
    return Entry(
        digest,
        int(body["tx"]),
        tuple((str(table), _values(row)) for table, row in rows),
        tuple((str(table), tuple(_value(each) for each in key)) for table, key in gone),
        None if parts is None else {str(home): str(each) for home, each in parts.items()},
        is_void="voids" in body,
    )


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[:_DIGEST_CHARS]


def _coded(row: Mapping[str, Value]) -> dict[str, object]:
    return {name: _code(value) for name, value in row.items()}


def _code(value: Value) -> object:
    return {"b64": base64.b64encode(value).decode("ascii")} if isinstance(value, bytes) else value


def _values(row: Mapping[str, Any]) -> Values:  # Any: values of JSON
    return {str(name): _value(value) for name, value in row.items()}


def _value(value: Any) -> Value:  # Any: a value of JSON
    match value:
        case {"b64": str(text)}:
            return base64.b64decode(text, validate=True)
        case None | str() | int() | float():
            return value
        case _:
            raise StoreDamaged("a journal holds a value that no column can")
