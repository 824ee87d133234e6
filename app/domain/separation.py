"""What separators in a stack of paper mean: which pages make which dossier, and where papers begin.

Pure: pages with what was seen on them go in, a proposal comes out. Separator pages are marked and
kept; nothing is dropped, and whatever is odd is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest

from app.domain.cover_code import Cover
from app.domain.ids import PageId
from app.domain.page import Side


class MarkKind(StrEnum):
    """Kinds of marks that can separate."""

    COVER = "cover"
    SLIP = "slip"
    PATCH = "patch"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on a page that may separate.

    Attributes:
        texts: Patch: its names, two where the direction is not known. Code: its text.
        cover: The dossier that a cover or a slip names, None for other marks.
    """

    kind: MarkKind
    texts: tuple[str, ...] = ()
    cover: Cover | None = None


class SlipUse(StrEnum):
    """What a slip of the processing system does in a stack.

    A slip looks the same whether it lies on top of its own dossier or is a paper in another one,
    so by itself it names the dossier only on the first page.
    """

    NEVER = "never"
    FIRST = "first"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class SeparationRules:
    """What separates in a stack.

    Attributes:
        patches: Names of patches that begin a paper; empty = patches are paper like any other.
        prefixes: Beginnings of bar codes, Data Matrix and QR codes that begin a paper.
        blank_sheets: A sheet with nothing on any side begins a paper.
        slips: What slips of the processing system do.
    """

    patches: frozenset[str] = frozenset({"T"})
    prefixes: tuple[str, ...] = ()
    blank_sheets: bool = False
    slips: SlipUse = SlipUse.FIRST


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page of a stack and what was seen on it.

    Attributes:
        is_blank: Nothing is on it.
        sheet: Sheet that it is on, from 1; 0 where nobody counted: then it is one by itself.
    """

    page_id: PageId
    marks: tuple[Mark, ...] = ()
    is_blank: bool = False
    sheet: int = 0
    side: Side = Side.NONE


@dataclass(frozen=True, slots=True)
class SortedPage:
    """What becomes of a page.

    Attributes:
        is_separator: It is kept and shown, and belongs to no paper.
        begins: It begins a paper, since a separator lies before it.
        why: What was taken for a separator: "cover", "patch T", "code", "blank", or "".
    """

    page_id: PageId
    is_separator: bool = False
    begins: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class DossierRun:
    """Pages in a row that belong to one dossier.

    Attributes:
        cover: What names the dossier, None for the one that the stack was scanned into.
    """

    cover: Cover | None
    pages: tuple[SortedPage, ...]

    @property
    def paper(self) -> tuple[SortedPage, ...]:
        """The pages that are no separators."""
        return tuple(page for page in self.pages if not page.is_separator)


class Oddity(StrEnum):
    """What somebody should look at."""

    NO_PAGES_AFTER = "separation.no_pages_after"
    BEFORE_FIRST_COVER = "separation.before_first_cover"
    COVER_AGAIN = "separation.cover_again"
    COVERS_DISAGREE = "separation.covers_disagree"
    OTHER_PATCH = "separation.other_patch"
    WRITTEN_BACK = "separation.written_back"
    ODD_SIDES = "separation.odd_sides"
    SLIP_INSIDE = "separation.slip_inside"


@dataclass(frozen=True, slots=True)
class Warned:
    """An oddity and the page it is about, "" for the whole stack."""

    oddity: Oddity
    page_id: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a stack is taken for."""

    runs: tuple[DossierRun, ...] = ()
    warnings: tuple[Warned, ...] = ()

    @property
    def separators(self) -> tuple[SortedPage, ...]:
        """Separator pages of all dossiers, in their order."""
        return tuple(page for run in self.runs for page in run.pages if page.is_separator)

    @property
    def is_plain(self) -> bool:
        """Whether nothing separates: the stack stays as it is."""
        begins = any(page.begins for run in self.runs for page in run.pages)
        named = any(run.cover is not None for run in self.runs)
        return not (self.separators or begins or named)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The sides of one sheet and what it does."""

    pages: tuple[SeenPage, ...]
    cover: Cover | None = None
    splits: bool = False
    separators: frozenset[PageId] = frozenset()
    why: str = ""


def sort_stack(pages: Sequence[SeenPage], rules: SeparationRules) -> Proposal:
    """Sort a stack into dossiers and papers.

    A cover opens or continues the dossier it names; a patch, a code or a blank sheet begins a
    paper. A sheet is a separator with both sides, unless something is written on the other one.
    """
    warnings: list[Warned] = []
    runs: list[DossierRun] = []
    current: list[SortedPage] = []
    cover: Cover | None = None
    pending = False
    for number, sheet in enumerate(_sheets(pages, rules, warnings)):
        if sheet.cover is not None:
            warnings += _cover_warnings(sheet, cover, number, current)
            if current and cover != sheet.cover:
                runs.append(DossierRun(cover, tuple(current)))
                current = []
            cover = sheet.cover
        pending = pending or sheet.splits or sheet.cover is not None
        for page in sheet.pages:
            is_separator = page.page_id in sheet.separators
            begins = pending and not is_separator
            why = sheet.why if is_separator else ""
            current.append(SortedPage(page.page_id, is_separator, begins, why))
            pending = pending and not begins
    if current:
        runs.append(DossierRun(cover, tuple(current)))
    warnings += _count_warnings(pages, runs)
    return Proposal(tuple(runs), tuple(warnings))


def _sheets(
    pages: Sequence[SeenPage], rules: SeparationRules, warnings: list[Warned]
) -> Iterator[_Sheet]:
    """The sheets of a stack, judged; sides of one sheet that follow each other are together."""
    together: list[SeenPage] = []
    is_first = True
    for page in [*pages, None]:
        same = page is not None and together and page.sheet and page.sheet == together[-1].sheet
        if together and not same:
            yield _judged(tuple(together), rules, warnings, is_first=is_first)
            together, is_first = [], False
        if page is not None:
            together.append(page)


def _judged(
    pages: tuple[SeenPage, ...],
    rules: SeparationRules,
    warnings: list[Warned],
    *,
    is_first: bool,
) -> _Sheet:
    for page in pages:
        warnings += _mark_warnings(page, rules, is_first=is_first)
    covers = [(page, mark.cover) for page in pages for mark in page.marks if _is_cover(mark)]
    named = {cover for _, cover in covers}
    if len(named) == 1:
        cover = covers[0][1]
        return _separating(
            _Sheet(pages, cover, why="cover"), {p.page_id for p, _ in covers}, warnings
        )
    if len(named) > 1:
        warnings.append(Warned(Oddity.COVERS_DISAGREE, covers[0][0].page_id))
        return _Sheet(pages)
    whys = {page.page_id: why for page in pages if (why := _splits(page, rules))}
    if whys:
        why = next(iter(whys.values()))
        return _separating(_Sheet(pages, splits=True, why=why), set(whys), warnings)
    if rules.blank_sheets and all(page.is_blank for page in pages):
        ids = frozenset(page.page_id for page in pages)
        return _Sheet(pages, splits=True, separators=ids, why="blank")
    return replace(_Sheet(pages), cover=_slip_cover(pages, rules, is_first=is_first))


def _separating(sheet: _Sheet, marked: set[PageId], warnings: list[Warned]) -> _Sheet:
    """The sheet with the sides that are separators: those with a mark and the empty ones."""
    for page in sheet.pages:
        if page.page_id not in marked and not page.is_blank:
            warnings.append(Warned(Oddity.WRITTEN_BACK, page.page_id))
    empty = {page.page_id for page in sheet.pages if page.is_blank}
    return replace(sheet, separators=frozenset(marked | empty))


def _is_cover(mark: Mark) -> bool:
    return mark.kind is MarkKind.COVER and mark.cover is not None


def _splits(page: SeenPage, rules: SeparationRules) -> str:
    """Why a page begins a paper, "" when it does not."""
    for mark in page.marks:
        if mark.kind is MarkKind.PATCH and rules.patches & frozenset(mark.texts):
            return f"patch {min(rules.patches & frozenset(mark.texts))}"
        if mark.kind is MarkKind.CODE and mark.texts[0].startswith(rules.prefixes):
            return "code"
    return ""


def _slip_cover(
    pages: tuple[SeenPage, ...], rules: SeparationRules, *, is_first: bool
) -> Cover | None:
    """The dossier that a slip names; the slip itself stays a paper."""
    if rules.slips is SlipUse.NEVER or (rules.slips is SlipUse.FIRST and not is_first):
        return None
    named = {mark.cover for page in pages for mark in page.marks if mark.kind is MarkKind.SLIP}
    return named.pop() if len(named) == 1 else None


def _mark_warnings(page: SeenPage, rules: SeparationRules, *, is_first: bool) -> list[Warned]:
    found = []
    for mark in page.marks:
        if mark.kind is MarkKind.PATCH and rules.patches.isdisjoint(mark.texts):
            names = "/".join(mark.texts)
            found.append(Warned(Oddity.OTHER_PATCH, page.page_id, names))
        if mark.kind is MarkKind.SLIP and rules.slips is SlipUse.FIRST and not is_first:
            found.append(Warned(Oddity.SLIP_INSIDE, page.page_id))
    return found


def _cover_warnings(
    sheet: _Sheet, cover: Cover | None, number: int, current: Sequence[SortedPage]
) -> list[Warned]:
    page_id = sheet.pages[0].page_id
    if cover is None and number and any(not page.is_separator for page in current):
        return [Warned(Oddity.BEFORE_FIRST_COVER, page_id)]
    if cover is not None and cover == sheet.cover:
        return [Warned(Oddity.COVER_AGAIN, page_id)]
    return []


def _count_warnings(pages: Sequence[SeenPage], runs: Sequence[DossierRun]) -> list[Warned]:
    """Separators with nothing behind them, and a stack scanned on both sides with an odd count."""
    found = []
    flat = [page for run in runs for page in run.pages]
    for page, following in zip_longest(flat, flat[1:]):
        is_end = following is None or (following.is_separator and following.why != "")
        if page.is_separator and is_end and _other_sheet(pages, page, following):
            found.append(Warned(Oddity.NO_PAGES_AFTER, page.page_id, page.why))
    sides = [page for page in pages if page.side is not Side.NONE]
    if len(sides) % 2:
        found.append(Warned(Oddity.ODD_SIDES, "", str(len(sides))))
    return found


def _other_sheet(pages: Sequence[SeenPage], page: SortedPage, following: SortedPage | None) -> bool:
    """Whether what follows is not the other side of the same sheet."""
    if following is None:
        return True
    sheets = {each.page_id: each.sheet for each in pages}
    sheet = sheets[page.page_id]
    return not sheet or sheets[following.page_id] != sheet
