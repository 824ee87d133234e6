"""What was changed after a signature, by class, and whether it is permitted.

Everything that a reader reaches from the trailer is compared; what no rule permits is
suspicious. Permitted are evidence, metadata, further signatures and time stamps, filling of
fields that were empty, and comments, as far as the signature does not forbid them.

Source: ISO 32000-2:2020, 12.8.2.2 (DocMDP), 12.8.2.4 (FieldMDP), 12.8.4.3 (security store);
ETSI EN 319 142-1, 5.4 and 5.5.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pikepdf

from signing.validation.annotations import Area, judge_annotations
from signing.validation.comparison import Comparison
from signing.validation.fields import (
    Item,
    SignatureField,
    form_nodes,
    get,
    is_locked,
    items,
    lock_level,
    permissions,
)
from signing.validation.form_changes import FormFindings, judge_form
from signing.validation.tag_changes import tags_grew_only

_ROUTINE_ROOT = frozenset({"/Extensions", "/Version", "/LastModified", "/PieceInfo", "/Type"})
_ROUTINE_PAGE = frozenset({"/LastModified", "/PieceInfo", "/Tabs", "/StructParents", "/Parent"})
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_MAX_PAGES = 20000
_FILLING, _COMMENTING = 2, 3
_LEVEL_NEEDED = {
    "form-filled": _FILLING,
    "signature-added": _FILLING,
    "signature-field-added": _FILLING,
    "appearance-redrawn": _FILLING,
    "annotation-added": _COMMENTING,
    "annotation-changed": _COMMENTING,
}


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the file after a signature.

    Attributes:
        covers_whole_file: No byte was added.
        kinds: Names of the permitted changes.
        suspicious: Names of the changes that are not permitted.
        areas: Parts of pages where a permitted change may be seen.
        pages_differ: The number of pages is another.
    """

    covers_whole_file: bool
    kinds: tuple[str, ...] = ()
    suspicious: tuple[str, ...] = ()
    areas: tuple[Area, ...] = field(default=(), repr=False)
    pages_differ: bool = False


def judge_changes(signed: SignatureField, old: pikepdf.Pdf, new: pikepdf.Pdf) -> Changes:
    """Compare the state that was signed with the one that is shown.

    Args:
        signed: The signature, as found in the signed state.
        old: State that was signed.
        new: State that is shown.

    Raises:
        TooManyObjects: The files are too large to be compared.
    """
    comparison = Comparison(old, new)
    old_pages, new_pages = list(old.pages), list(new.pages)
    if len(old_pages) != len(new_pages) or len(old_pages) > _MAX_PAGES:
        return Changes(False, suspicious=("pages-added-or-removed",), pages_differ=True)
    judge = _Judge(comparison, signed)
    judge.run([page.obj for page in old_pages], [page.obj for page in new_pages])
    return judge.result()


class _Judge:
    """Collects what one comparison finds."""

    def __init__(self, comparison: Comparison, signed: SignatureField) -> None:
        self._comparison = comparison
        self._signed = signed
        self._old_nodes = form_nodes(comparison.old)
        self._new_nodes = form_nodes(comparison.new)
        self._kinds: dict[str, None] = {}
        self._suspicious: dict[str, None] = {}
        self._areas: list[Area] = []

    def run(self, old_pages: list[Item], new_pages: list[Item]) -> None:
        """Compare trailer, catalogue, form and pages."""
        self._assume_counterparts(old_pages, new_pages)
        self._trailer()
        self._catalogue()
        form = judge_form(self._comparison, self._old_nodes, self._new_nodes)
        self._form(form)
        self._pages(old_pages, new_pages, form)
        self._apply_permissions(form)

    def result(self) -> Changes:
        """Sum up."""
        return Changes(False, tuple(self._kinds), tuple(self._suspicious), areas=tuple(self._areas))

    def _assume_counterparts(self, old_pages: list[Item], new_pages: list[Item]) -> None:
        """Name the objects that are compared by rules of their own."""
        comparison = self._comparison
        comparison.assume(comparison.old.Root, comparison.new.Root)
        for old, new in zip(old_pages, new_pages, strict=True):
            comparison.assume(old, new)
            old_up, new_up = get(old, "/Parent"), get(new, "/Parent")
            for _ in range(32):
                if old_up is None or new_up is None:
                    break
                comparison.assume(old_up, new_up)
                old_up, new_up = get(old_up, "/Parent"), get(new_up, "/Parent")
        shown = {node.key: node for node in self._new_nodes}
        for node in self._old_nodes:
            if node.key in shown:
                comparison.assume(node.node, shown[node.key].node)

    def _same(self, old: Item, new: Item, key: str) -> bool:
        return self._comparison.equal(get(old, key), get(new, key))

    def _same_content(self, old: Item, new: Item, key: str) -> bool:
        """Compare the streams of a page; one alone needs no array."""
        before, after = _streams(get(old, key)), _streams(get(new, key))
        return len(before) == len(after) and all(map(self._comparison.equal, before, after))

    def _trailer(self) -> None:
        """Compare what lies beside the catalogue."""
        old, new = self._comparison.old.trailer, self._comparison.new.trailer
        if not self._same(old, new, "/Encrypt"):
            self._suspicious["encryption-changed"] = None
        if not self._same(old, new, "/Info"):
            self._kinds["metadata-changed"] = None

    def _catalogue(self) -> None:
        """Compare the catalogue, its form and pages left out."""
        old, new = self._comparison.old.Root, self._comparison.new.Root
        for key in sorted({*old.keys(), *new.keys()} - _ROUTINE_ROOT - {"/Pages", "/AcroForm"}):
            if self._same(old, new, key):
                continue
            if key == "/DSS":
                self._kinds["long-term-evidence"] = None
            elif key == "/Metadata" and isinstance(get(new, key), pikepdf.Stream):
                self._kinds["metadata-changed"] = None
            elif key == "/StructTreeRoot" and tags_grew_only(
                self._comparison, get(old, key), get(new, key)
            ):
                self._kinds["tags-changed"] = None
            else:
                self._suspicious[_CATALOGUE.get(key, "catalogue-changed")] = None

    def _form(self, form: FormFindings) -> None:
        """Take over what was found in the form."""
        for name in form.suspicious:
            self._suspicious[name] = None
        for name in form.kinds:
            self._kinds[name] = None

    def _pages(self, old_pages: list[Item], new_pages: list[Item], form: FormFindings) -> None:
        """Compare page by page."""
        for index, (old, new) in enumerate(zip(old_pages, new_pages, strict=True)):
            if any(
                not self._comparison.equal(inherited(old, key), inherited(new, key))
                for key in _INHERITED
            ):
                self._suspicious["page-changed"] = None
            keys = {*old.keys(), *new.keys()} - _ROUTINE_PAGE - {"/Annots", *_INHERITED}
            for key in sorted(keys):
                same = self._same_content if key == "/Contents" else self._same
                if not same(old, new, key):
                    changed = "metadata-changed" if key == "/Metadata" else ""
                    if changed:
                        self._kinds[changed] = None
                    else:
                        self._suspicious["page-changed"] = None
            found = judge_annotations(self._comparison, index, (old, new), form.widgets)
            for name in found.kinds:
                self._kinds[name] = None
            for name in found.suspicious:
                self._suspicious[name] = None
            self._areas += found.areas

    def _apply_permissions(self, form: FormFindings) -> None:
        """Hold the changes against what the signature permits."""
        levels = [permissions(self._signed.value), lock_level(self._signed.node)]
        certified = get(get(self._comparison.old.Root, "/Perms"), "/DocMDP")
        levels.append(permissions(certified))
        named = [level for level in levels if level is not None]
        if named:
            allowed = min(named)
            for kind in self._kinds:
                if _LEVEL_NEEDED.get(kind, 0) > allowed:
                    self._suspicious["forbidden-by-docmdp"] = None
        if any(is_locked(self._signed, name) for name in form.changed):
            self._suspicious["locked-field-changed"] = None


_CATALOGUE = {
    "/Perms": "permissions-changed",
    "/OCProperties": "layers-changed",
    "/OpenAction": "actions-changed",
    "/AA": "actions-changed",
    "/Names": "names-changed",
    "/StructTreeRoot": "tags-replaced",
    "/Metadata": "metadata-removed",
}


def _streams(contents: Item) -> list[Item]:
    """List the streams of a page."""
    return items(contents) if isinstance(contents, pikepdf.Array) else [contents]


def inherited(page: Item, key: str) -> Item:
    """Look up a page attribute, in the page or above it."""
    node = page
    for _ in range(32):
        value = get(node, key)
        if value is not None:
            return value
        node = get(node, "/Parent")
        if node is None:
            break
    return 0 if key == "/Rotate" else None
