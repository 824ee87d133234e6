"""XML of a scanner, read with bounds: no entities, few elements, little depth.

Names are taken without their namespace: devices declare other namespaces than the specification,
old ones, or none at all.

Source: Mopria Alliance, eSCL Technical Specification 2.97.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat  # bounded here: no DTD content, size, count, depth

from app.scanning.driver_errors import ScannerMisbehaves

MAX_XML_BYTES = 1024 * 1024
_MAX_ELEMENTS = 20_000
_MAX_DEPTH = 40
_MAX_TEXT_CHARS = 4096
_PLAIN_DOCTYPE = re.compile(rb"<!doctype[^\[<>]*>", re.IGNORECASE)
_PROLOG_BYTES = 2048
_AROUND = b"\x00 \t\r\n\xef\xbb\xbf"


@dataclass(slots=True)
class Node:
    """One element.

    Attributes:
        name: Without namespace.
        text: What stands directly in it, stripped.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def child(self, name: str) -> Node | None:
        """First child with this name, or None."""
        return next((child for child in self.children if child.name == name), None)

    def value(self, *path: str) -> str:
        """Text at the end of a path of children; "" where there is none."""
        node: Node | None = self
        for name in path:
            node = node.child(name) if node else None
        return node.text if node else ""

    def whole(self, *path: str) -> int:
        """Number at the end of a path; 0 where there is none, or none that makes sense."""
        return whole_number(self.value(*path))

    def all(self, name: str) -> Iterator[Node]:
        """Every element below with this name, in the order of the text."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.all(name)


def whole_number(text: str) -> int:
    """A number of a device, from 0 to 10⁶; 0 when it is something else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0


def parse(data: bytes, root: str) -> Node:
    """Read a reply whose outermost element has this name.

    A document type without content is passed over: some devices send one in small letters,
    which XML does not know.

    Raises:
        ScannerMisbehaves: Not XML, out of bounds, or another document.
    """
    if len(data) > MAX_XML_BYTES:
        raise ScannerMisbehaves("a reply is too long")
    builder = _Builder()
    try:
        builder.read(_without_doctype(data.strip(_AROUND)))
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise ScannerMisbehaves(f"no XML: {type(error).__name__}") from error
    if builder.root is None or builder.root.name != root:
        raise ScannerMisbehaves(f"no {root}")
    return builder.root


def _without_doctype(data: bytes) -> bytes:
    head, tail = data[:_PROLOG_BYTES], data[_PROLOG_BYTES:]
    return _PLAIN_DOCTYPE.sub(b"", head, count=1) + tail


class _Builder:
    """Grows the tree while expat reads."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.ExternalEntityRefHandler = self._refuse

    def read(self, data: bytes) -> None:
        self._parser.Parse(data, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MAX_ELEMENTS or len(self._open) >= _MAX_DEPTH:
            raise ValueError("too many elements")
        node = Node(name.rpartition(":")[2], attributes)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def _end(self, _name: str) -> None:
        node = self._open.pop()
        node.text = node.text.strip()

    def _text(self, text: str) -> None:
        node = self._open[-1]
        if len(node.text) < _MAX_TEXT_CHARS:
            node.text = (node.text + text)[:_MAX_TEXT_CHARS]

    def _refuse(self, *_: object) -> int:
        raise ValueError("declarations are not read")
