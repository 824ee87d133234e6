"""Before the signature: what in a file is not what it looks like.

Active content stops the signature. The rest is told to the officer by name: content that is
hidden now and could be shown after signing (shadow attacks), or that covers other content.

Source: ISO 32000-2:2020, 8.11 (optional content), 12.5.3 (annotation flags), 12.7 (forms),
7.3.8.2 (external streams); "Shadow Attacks: Hiding and Replacing Content in Signed PDFs"
(NDSS 2021).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Pdf

from signing.documents import open_for_signing
from signing.errors import PdfUnreadable, XfaPdf
from signing.pades.active import Finding, active_content, branch, items, open_document

_INVISIBLE_HIDDEN_NO_VIEW = 0b10_0011
_SILENT = frozenset({"/Link", "/Popup"})
_MAX_OBJECTS = 500_000


def inspect_before_signing(path: Path) -> tuple[Finding, ...]:
    """Look through a file before anybody signs it.

    Returns:
        What was found, refusals first, then by page; empty for a plain file. Codes: `script`,
        `launch`, `open-action`, `embedded-file-action`, `form-action`, `appearance-action`,
        `media`, `xfa` (refused); `hidden-annotation`, `annotation-over-text`, `layers`,
        `form-value-not-shown`, `form-redrawn`, `external-stream`, `attachment`,
        `unused-pages` (told).

    Raises:
        UnsignablePdf: The file cannot be signed at all; a subclass says why.
    """
    found: set[Finding] = set()
    try:
        with path.open("rb") as stream:
            open_for_signing(stream)
    except XfaPdf:
        found.add(Finding("xfa", refused=True))
    except OSError as error:
        raise PdfUnreadable(f"the file cannot be read: {error.strerror}") from error
    with open_document(path) as document:
        found.update(active_content(document))
        found.update(_layers(document))
        found.update(_forms(document))
        found.update(_annotations(document, path))
        found.update(_objects(document))
    return tuple(sorted(found, key=lambda one: (not one.refused, one.page, one.code)))


def _layers(document: Pdf) -> Iterator[Finding]:
    """Find layers that are off, or that switch themselves for screen and print."""
    properties = branch(document.Root, "/OCProperties")
    default = branch(properties, "/D")
    off = len(items(default.get("/OFF"))) > 0 or str(default.get("/BaseState", "/ON")) != "/ON"
    switching = len(items(default.get("/AS"))) > 0 or len(items(properties.get("/Configs"))) > 0
    if off or switching:
        yield Finding("layers")


def _forms(document: Pdf) -> Iterator[Finding]:
    """Find form values that nobody sees, which a viewer may show later."""
    form = branch(document.Root, "/AcroForm")
    if form.get("/NeedAppearances") is True:
        yield Finding("form-redrawn")
    shown = {
        annotation.objgen for page in document.pages for annotation in items(page.get("/Annots"))
    }
    for field in items(form.get("/Fields")):
        if str(field.get("/FT", "")) == "/Sig" or not _has_value(field):
            continue
        widgets = items(field.get("/Kids")) or [field]
        if not any(_is_shown(widget) and widget.objgen in shown for widget in widgets):
            yield Finding("form-value-not-shown")


def _has_value(field: Any) -> bool:  # Any: PDF dictionary
    """Tell whether a field holds a text or choice."""
    value = field.get("/V")
    return value is not None and str(value) not in ("", "/Off")


def _is_shown(widget: Any) -> bool:  # Any: PDF dictionary
    """Tell whether a widget has an appearance and a place."""
    return "/N" in branch(widget, "/AP") and not _is_hidden(widget) and _area(widget) is not None


def _is_hidden(annotation: Any) -> bool:  # Any: PDF dictionary
    """Tell whether flags keep an annotation from the screen."""
    return bool(int(annotation.get("/F", 0)) & _INVISIBLE_HIDDEN_NO_VIEW)


def _area(annotation: Any) -> tuple[float, float, float, float] | None:  # Any: PDF dictionary
    """Read a rectangle; None when it encloses nothing."""
    box = [float(number) for number in annotation.get("/Rect", ())]
    if len(box) != 4 or box[0] == box[2] or box[1] == box[3]:
        return None
    return min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])


def _annotations(document: Pdf, path: Path) -> Iterator[Finding]:
    """Find annotations that are hidden, or that lie over text."""
    covering: list[tuple[int, tuple[float, float, float, float]]] = []
    for number, page in enumerate(document.pages, start=1):
        for annotation in items(page.get("/Annots")):
            kind, area = str(annotation.get("/Subtype", "")), _area(annotation)
            if kind in _SILENT or area is None:
                continue
            if kind == "/FileAttachment":
                yield Finding("attachment", number)
            if _is_hidden(annotation):
                yield Finding("hidden-annotation", number)
            elif "/N" in branch(annotation, "/AP"):
                covering.append((number, area))
    if covering:
        yield from _over_text(covering, path)


def _over_text(
    covering: list[tuple[int, tuple[float, float, float, float]]], path: Path
) -> Iterator[Finding]:
    """Find which of these places have text of the page below them."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        yield from (Finding("annotation-over-text", number) for number, _ in covering)
        return
    try:
        for number, (left, bottom, right, top) in covering:
            page = document[number - 1]
            text = page.get_textpage()
            if text.get_text_bounded(left, bottom, right, top).strip():
                yield Finding("annotation-over-text", number)
            text.close()
            page.close()
    finally:
        document.close()


def _objects(document: Pdf) -> Iterator[Finding]:
    """Find streams that lie in other files, attachments, and pages that no page tree has."""
    if "/EmbeddedFiles" in branch(document.Root, "/Names"):
        yield Finding("attachment")
    used = {page.obj.objgen for page in document.pages}
    for count, item in enumerate(document.objects):
        if count > _MAX_OBJECTS:
            return
        if isinstance(item, pikepdf.Stream) and "/F" in item:
            yield Finding("external-stream")
        elif isinstance(item, pikepdf.Dictionary):
            kind = str(item.get("/Type", ""))
            unused_page = kind == "/Page" and item.objgen not in used
            if unused_page or (kind == "/Catalog" and item.objgen != document.Root.objgen):
                yield Finding("unused-pages")
