"""What in a file acts by itself: such a file is not signed.

Whoever signs vouches for what was shown; a script or a layer switch can show something else.

Source: ISO 32000-2:2020, 12.6 (actions), 12.5.6 (annotations); ISO 19005-2, 6.5.1 (actions that
an archive file may not hold).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from pikepdf import AccessMode, Pdf

from signing.errors import ActiveContentPdf, DamagedPdf, EncryptedPdf, PdfUnreadable

_MAX_NODES = 200_000
# Kinds of action by what is refused about them; kinds that only move the view are missing.
_ACTIONS = {
    "/JavaScript": "script",
    "/Launch": "launch",
    "/GoToE": "embedded-file-action",
    "/ImportData": "form-action",
    "/SubmitForm": "form-action",
    "/ResetForm": "form-action",
    "/Hide": "appearance-action",
    "/SetOCGState": "appearance-action",
    "/Trans": "appearance-action",
    "/GoTo3DView": "media",
    "/Rendition": "media",
    "/RichMediaExecute": "media",
    "/Movie": "media",
    "/Sound": "media",
}
_HARMLESS_AT_OPENING = frozenset({"/GoTo", "/URI", "/Thread"})
_MEDIA = frozenset({"/Screen", "/RichMedia", "/3D", "/Movie", "/Sound"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a file that an officer should know of before signing it.

    Attributes:
        code: Stable name.
        page: Page it is on, counted from 1; 0 when it concerns the whole file.
        refused: The file is not signed because of it.
    """

    code: str
    page: int = 0
    refused: bool = False


def refuse_active_content(stream: BinaryIO) -> None:
    """Refuse a file that acts by itself.

    Raises:
        ActiveContentPdf: Scripts, launch actions and the like.
        DamagedPdf: The file cannot be read.
    """
    stream.seek(0)
    with open_document(stream) as document:
        found = next(iter(active_content(document)), None)
    if found is not None:
        raise ActiveContentPdf(f"the file holds active content ({found.code})")


@contextmanager
def open_document(source: Path | BinaryIO) -> Iterator[Pdf]:
    """Open a file without holding it in memory, and translate what reading it raises.

    Raises:
        PdfUnreadable: Missing, or no permission.
        EncryptedPdf: It is encrypted.
        DamagedPdf: It cannot be read.
    """
    try:
        with pikepdf.open(
            source, access_mode=AccessMode.stream, suppress_warnings=True
        ) as document:
            yield document
    except OSError as error:
        raise PdfUnreadable(f"the file cannot be read: {error.strerror}") from error
    except pikepdf.PasswordError as error:
        raise EncryptedPdf("the PDF is encrypted") from error
    except (pikepdf.PdfError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise DamagedPdf(f"the PDF cannot be read ({type(error).__name__})") from error
    except (RecursionError, RuntimeError, ArithmeticError, NotImplementedError) as error:
        raise DamagedPdf(f"the PDF cannot be read ({type(error).__name__})") from error


def active_content(document: Pdf) -> Iterator[Finding]:
    """List what acts by itself: at opening, on pages, in forms and bookmarks.

    Raises:
        DamagedPdf: The file holds more nodes than are looked at.
    """
    root = document.Root
    if "/JavaScript" in branch(root, "/Names"):
        yield Finding("script", refused=True)
    yield from _opening(root)
    budget = _Budget()
    for number, page in enumerate(document.pages, start=1):
        budget.spend()
        for action in _triggers(page.obj):
            yield from _judge(action, number, budget)
        for annotation in items(page.obj.get("/Annots")):
            budget.spend()
            if annotation.get("/Subtype") in _MEDIA:
                yield Finding("media", number, refused=True)
            for action in _triggers(annotation):
                yield from _judge(action, number, budget)
    for node in _tree(items(branch(root, "/AcroForm").get("/Fields")), ("/Kids",), budget):
        for action in _triggers(node):
            yield from _judge(action, 0, budget)
    outlines = branch(root, "/Outlines")
    for node in _tree([outlines], ("/First", "/Next"), budget):
        for action in _triggers(node):
            yield from _judge(action, 0, budget)


def branch(node: Any, key: str) -> Any:  # Any: PDF objects are of any type
    """Give a dictionary below a dictionary; an empty one when there is none."""
    found = node.get(key) if hasattr(node, "get") else None
    return found if isinstance(found, pikepdf.Dictionary | pikepdf.Stream) else pikepdf.Dictionary()


def items(value: Any) -> list[Any]:  # Any: PDF objects are of any type
    """List the dictionaries of an array; empty when it is none."""
    if not isinstance(value, pikepdf.Array):
        return []
    return [one for one in iter(value) if isinstance(one, pikepdf.Dictionary)]


class _Budget:
    """Counts the nodes of a file, so that a loop or a bomb in it ends."""

    def __init__(self) -> None:
        self._left = _MAX_NODES

    def spend(self) -> None:
        """Count one node.

        Raises:
            DamagedPdf: There are too many.
        """
        self._left -= 1
        if self._left < 0:
            raise DamagedPdf("the PDF holds more nodes than are looked at")


def _opening(root: Any) -> Iterator[Finding]:  # Any: PDF objects are of any type
    """Look at what happens when the file is opened; moving the view is harmless."""
    action = root.get("/OpenAction")
    if isinstance(action, pikepdf.Dictionary):
        kind = str(action.get("/S", ""))
        if kind not in _HARMLESS_AT_OPENING or "/Next" in action:
            yield Finding(_ACTIONS.get(kind, "open-action"), refused=True)
    budget = _Budget()
    for action in branch(root, "/AA").as_dict().values():
        yield from _judge(action, 0, budget)


def _triggers(node: Any) -> Iterator[Any]:  # Any: PDF objects are of any type
    """List the actions that hang on a page, an annotation, a field or a bookmark."""
    if "/A" in node:
        yield node["/A"]
    if "/AA" in node:
        yield from branch(node, "/AA").as_dict().values()


def _judge(action: Any, page: int, budget: _Budget) -> Iterator[Finding]:  # Any: PDF objects
    """Name what is refused about an action and those that follow it."""
    waiting = [action]
    while waiting:
        budget.spend()
        current = waiting.pop()
        if not isinstance(current, pikepdf.Dictionary):
            continue
        code = _ACTIONS.get(str(current.get("/S", "")))
        if code is not None:
            yield Finding(code, page, refused=True)
        following = current.get("/Next")
        waiting += items(following) or [following]


def _tree(roots: list[Any], below: tuple[str, ...], budget: _Budget) -> Iterator[Any]:
    """Walk form fields or bookmarks, each node once."""
    waiting, seen = list(roots), set()
    while waiting:
        budget.spend()
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary):
            continue
        if node.is_indirect:
            if node.objgen in seen:
                continue
            seen.add(node.objgen)
        yield node
        for key in below:
            found = node.get(key)
            waiting += items(found) if isinstance(found, pikepdf.Array) else [found]
