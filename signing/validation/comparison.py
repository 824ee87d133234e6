"""Two states of one file, compared by meaning instead of by object number.

Producers free, renumber and rewrite objects without a change of content; what counts is what
a reader reaches from the root. Objects that both states read from the same place of the file,
and whose descendants are untouched too, are equal without being looked at.

Source: ISO 32000-2:2020, 7.3 (objects), 7.5.4 (cross references).
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

import pikepdf

from signing.validation.fields import Item, get
from signing.validation.revisions import XrefTable

_REFERENCE = re.compile(rb"(?<![0-9])(\d{1,10}) (\d{1,5}) R")
_MAX_PAIRS = 2_000_000
_MAX_DECODED = 64 * 1024 * 1024
_ENCODING_KEYS = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL"})

ObjectId = tuple[int, int]


class TooManyObjects(Exception):
    """The files are too large to be compared; stays inside the package."""


class Comparison:
    """Compares objects of an older and a newer state.

    Attributes:
        old: State that was signed.
        new: State that is shown.
    """

    def __init__(self, old: pikepdf.Pdf, new: pikepdf.Pdf) -> None:
        self.old, self.new = old, new
        self._known: set[tuple[ObjectId, ObjectId]] = set()
        self._touched = _touched(old.get_xref_table(), new.get_xref_table())
        self._tainted = _ancestors(old, self._touched)
        self._pairs_left = _MAX_PAIRS

    def assume(self, old: Item, new: Item) -> None:
        """Take two objects as counterparts that are judged elsewhere (pages, fields)."""
        if _is_object(old) and _is_object(new) and old.is_indirect and new.is_indirect:
            self._known.add((old.objgen, new.objgen))

    def untouched(self, item: Item) -> bool:
        """Tell whether an object of both states and all below it are the same bytes."""
        return item.is_indirect and item.objgen not in self._tainted

    def equal(self, old: Item, new: Item) -> bool:
        """Tell whether two values mean the same.

        Raises:
            TooManyObjects: There are more than can be compared.
        """
        assumed: list[tuple[ObjectId, ObjectId]] = []
        if self._walk(old, new, assumed):
            return True
        # Pairs met on the way to a difference prove nothing.
        self._known.difference_update(assumed)
        return False

    def _walk(self, old: Item, new: Item, assumed: list[tuple[ObjectId, ObjectId]]) -> bool:
        stack = [(old, new)]
        while stack:
            left, right = stack.pop()
            self._pairs_left -= 1
            if self._pairs_left < 0:
                raise TooManyObjects
            if not _is_object(left) or not _is_object(right):
                if not _same_scalar(left, right):
                    return False
                continue
            if left.is_indirect and right.is_indirect:
                pair = (left.objgen, right.objgen)
                if pair in self._known:
                    continue
                if pair[0] == pair[1] and pair[0] not in self._tainted:
                    continue
                self._known.add(pair)
                assumed.append(pair)
            children = self._children(left, right)
            if children is None:
                return False
            stack.extend(children)
        return True

    def _children(self, left: Item, right: Item) -> Iterable[tuple[Item, Item]] | None:
        """Pair the parts of two containers; None when they differ already."""
        if _kind(left) is not _kind(right):
            return None
        if isinstance(left, pikepdf.Array):
            if len(left) != len(right):
                return None
            return zip(left, right, strict=True)
        if isinstance(left, pikepdf.Stream):
            return self._stream_children(left, right)
        if isinstance(left, pikepdf.Dictionary):
            if set(left.keys()) != set(right.keys()):
                return None
            return [(left.get(key), right.get(key)) for key in left.keys()]  # noqa: SIM118
        return () if _leaf(left) == _leaf(right) else None

    def _stream_children(self, left: Item, right: Item) -> Iterable[tuple[Item, Item]] | None:
        """Pair the dictionaries of two streams with the same content."""
        same_bytes = (
            left.objgen == right.objgen and left.objgen not in self._touched
        ) or left.read_raw_bytes() == right.read_raw_bytes()
        ignored = frozenset({"/Length"}) if same_bytes else _ENCODING_KEYS
        if not same_bytes and (decoded(left) is None or decoded(left) != decoded(right)):
            return None
        keys = set(left.keys()) - ignored
        if keys != set(right.keys()) - ignored:
            return None
        return [(left.get(key), right.get(key)) for key in keys]


def decoded(stream: Item, limit: int = _MAX_DECODED) -> bytes | None:
    """Decode a stream that is plain or Flate; None for other filters and for bombs."""
    filters = get(stream, "/Filter")
    if filters is None:
        return bytes(stream.read_raw_bytes())
    if isinstance(filters, pikepdf.Array) and len(filters) == 1:
        filters = filters[0]
    if str(filters) not in ("/FlateDecode", "/Fl") or get(stream, "/DecodeParms") is not None:
        return None
    engine = zlib.decompressobj()
    try:
        content = engine.decompress(stream.read_raw_bytes(), limit)
    except zlib.error:
        return None
    return None if engine.unconsumed_tail else content


def _is_object(value: Item) -> bool:
    """Tell a PDF object from a plain Python value."""
    return isinstance(value, pikepdf.Object)


def _same_scalar(left: Item, right: Item) -> bool:
    """Compare numbers, truth values and null."""
    if _is_object(left) or _is_object(right):
        return False
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | Decimal | float) and isinstance(right, int | Decimal | float):
        return left == right
    return type(left) is type(right) and left == right


def _kind(value: Item) -> type:
    """Tell which kind of PDF object it is; they share one Python type."""
    kinds: tuple[type, ...] = (
        pikepdf.Array,
        pikepdf.Stream,
        pikepdf.Dictionary,
        pikepdf.Name,
        pikepdf.String,
    )
    return next((kind for kind in kinds if isinstance(value, kind)), pikepdf.Object)


def _leaf(value: Item) -> bytes:
    """Write a name, string or operator."""
    return bytes(value) if isinstance(value, pikepdf.String) else value.unparse()


def _touched(old: XrefTable, new: XrefTable) -> frozenset[ObjectId]:
    """List the objects that the two states read from different places."""
    moved = {key for key in old.keys() | new.keys() if _place(old.get(key)) != _place(new.get(key))}
    containers = {number for number, _ in moved}
    inside = {
        key
        for table in (old, new)
        for key, entry in table.items()
        if entry.type == 2 and entry.obj_stream_number in containers
    }
    return frozenset(moved | inside)


def _place(entry: pikepdf.XrefEntry | None) -> tuple[int | None, ...]:
    """Say where an object is read from."""
    if entry is None or entry.type == 0:
        return ()
    if entry.type == 1:
        return 1, entry.offset
    return 2, entry.obj_stream_number, entry.obj_stream_index


def _ancestors(pdf: pikepdf.Pdf, touched: frozenset[ObjectId]) -> frozenset[ObjectId]:
    """List the objects from which a touched one can be reached."""
    if not touched:
        return frozenset()
    parents: dict[ObjectId, list[ObjectId]] = defaultdict(list)
    for item in pdf.objects:
        if not _is_object(item):
            continue
        whole = item.stream_dict if isinstance(item, pikepdf.Stream) else item
        for number, generation in _REFERENCE.findall(_written(whole)):
            parents[int(number), int(generation)].append(item.objgen)
    reached = set(touched)
    queue = list(touched)
    while queue:
        for parent in parents[queue.pop()]:
            if parent not in reached:
                reached.add(parent)
                queue.append(parent)
    return frozenset(reached)


def _written(item: Item) -> bytes:
    """Write the content of an object, its references unresolved."""
    return bytes(item.unparse(resolved=True))
