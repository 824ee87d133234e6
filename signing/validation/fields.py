"""Signature fields of a PDF: found by walking the form, with bounds on hostile input.

Source: ISO 32000-2:2020, 12.7.4 (field dictionaries), 12.8.1 (signature dictionaries).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_MAX_NODES = 20000
_MAX_DEPTH = 32
_MAX_NAME = 1000

Pdf = pikepdf.Pdf
# Objects of pikepdf come in any type; scalars arrive as plain Python values.
Item = Any


@dataclass(frozen=True, slots=True)
class FormNode:
    """One node of the form tree.

    Attributes:
        name: Full name, parts joined by dots.
        node: The dictionary.
        kind: Inherited /FT, empty when there is none.
        is_field: It has a name of its own; else it is a widget of the field above.
        place: Position among the widgets of its field.
    """

    name: str
    node: Item
    kind: str
    is_field: bool
    place: int = 0

    @property
    def key(self) -> tuple[str, bool, int]:
        """What the node is recognised by in another revision."""
        return self.name, self.is_field, self.place


@dataclass(frozen=True, slots=True)
class SignatureField:
    """A field that holds a signature.

    Attributes:
        name: Full name.
        node: The field.
        value: The signature dictionary.
        sub_filter: Kind, e.g. `/ETSI.CAdES.detached`; empty when absent.
        byte_range: The numbers of /ByteRange; empty when they are not whole numbers.
        contents: The bytes of /Contents; empty when absent.
    """

    name: str
    node: Item = field(repr=False)
    value: Item = field(repr=False)
    sub_filter: str = ""
    byte_range: tuple[int, ...] = ()
    contents: bytes = field(default=b"", repr=False)


def get(dictionary: Item, key: str, default: Item = None) -> Item:
    """Look up an entry of a dictionary or stream; anything else has none."""
    if isinstance(dictionary, pikepdf.Dictionary | pikepdf.Stream):
        return dictionary.get(key, default)
    return default


def items(array: Item) -> list[Item]:
    """List an array; anything else is empty."""
    if isinstance(array, pikepdf.Array):
        return list(array)
    return []


def form_nodes(pdf: Pdf) -> list[FormNode]:
    """List all nodes of the form, fields and widgets, in the order of the file."""
    found: list[FormNode] = []
    seen: set[tuple[int, int]] = set()
    form = get(pdf.Root, "/AcroForm")
    queue = [(kid, "", "", 0, place) for place, kid in enumerate(items(get(form, "/Fields")))]
    queue.reverse()
    while queue and len(found) < _MAX_NODES:
        node, prefix, inherited, depth, place = queue.pop()
        if not isinstance(node, pikepdf.Dictionary) or depth > _MAX_DEPTH:
            continue
        if node.is_indirect and node.objgen in seen:
            continue
        seen.add(node.objgen)
        part = get(node, "/T")
        is_field = part is not None or depth == 0
        name = prefix if not is_field else ".".join(filter(None, (prefix, _text(part))))
        kind = str(get(node, "/FT", inherited))
        found.append(FormNode(name[:_MAX_NAME], node, kind, is_field, 0 if is_field else place))
        kids = items(get(node, "/Kids"))
        for index, kid in reversed(list(enumerate(kids))):
            queue.append((kid, name, kind, depth + 1, index))
    return found


def signature_fields(nodes: list[FormNode]) -> Iterator[SignatureField]:
    """List the filled signature fields.

    A dictionary with a byte range is one whatever its field calls itself.
    """
    for node in nodes:
        value = get(node.node, "/V")
        if not isinstance(value, pikepdf.Dictionary):
            continue
        if node.kind == "/Sig" or "/ByteRange" in value:
            yield SignatureField(
                name=node.name,
                node=node.node,
                value=value,
                sub_filter=str(get(value, "/SubFilter", "")),
                byte_range=_numbers(get(value, "/ByteRange")),
                contents=_bytes(get(value, "/Contents")),
            )


def is_signature(value: Item) -> bool:
    """Tell whether a field's value is a signature dictionary."""
    return isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value


def check_names(nodes: list[FormNode]) -> bool:
    """Tell whether every full name of a field stands for one field only."""
    names = [node.name for node in nodes if node.is_field]
    return len(names) == len(set(names))


def permissions(value: Item) -> int | None:
    """Read the DocMDP level that a signature dictionary sets; None when it sets none.

    Source: ISO 32000-2:2020, 12.8.2.2; level 2 is the default.
    """
    for reference in items(get(value, "/Reference")):
        if str(get(reference, "/TransformMethod", "")) == "/DocMDP":
            level = get(get(reference, "/TransformParams"), "/P", 2)
            return level if isinstance(level, int) and level in (1, 2, 3) else 1
    return None


def lock_level(node: Item) -> int | None:
    """Read the level that the lock of a signed field sets.

    Source: ISO 32000-2:2020, 12.7.5.5, table 236 (/P of a signature field lock dictionary).
    """
    level = get(get(node, "/Lock"), "/P")
    return level if isinstance(level, int) and level in (1, 2, 3) else None


def is_locked(signed: SignatureField, name: str) -> bool:
    """Tell whether a signature locks the field of a name.

    Source: ISO 32000-2:2020, 12.8.2.4 (FieldMDP) and 12.7.5.5 (lock dictionaries).
    """
    rules = [
        get(reference, "/TransformParams")
        for reference in items(get(signed.value, "/Reference"))
        if str(get(reference, "/TransformMethod", "")) == "/FieldMDP"
    ]
    return any(_locks(rule, name) for rule in (*rules, get(signed.node, "/Lock")))


def _locks(rule: Item, name: str) -> bool:
    """Apply one rule of locking."""
    action = str(get(rule, "/Action", ""))
    named = {_text(part) for part in items(get(rule, "/Fields"))}
    listed = any(name == part or name.startswith(part + ".") for part in named)
    return {"/All": True, "/Include": listed, "/Exclude": not listed}.get(action, False)


def _text(part: Item) -> str:
    """Read a text string; other types have a form of their own that no name can take."""
    if isinstance(part, pikepdf.String):
        return re.sub(r"[\x00-\x1f]", " ", str(part))
    return "" if part is None else f"?{type(part).__name__}"


def _numbers(array: Item) -> tuple[int, ...]:
    """Read an array of whole numbers; empty when it holds anything else."""
    numbers = items(array)
    if any(type(number) is not int for number in numbers):
        return ()
    return tuple(numbers)


def _bytes(string: Item) -> bytes:
    """Read a byte string."""
    return bytes(string) if isinstance(string, pikepdf.String) else b""
