"""Sorting a stack of scanned pages into dossiers and papers.

Pages are saved first, where the officer scans to; what lies between them is looked at beside the
scan. When the stack is through, what the separators say is done at once as one entry of the
history: separator pages are marked, papers begin, pages go to the dossiers that covers name. One
undo takes all of it back. Separators are kept, and an officer can say that one is paper after all.

Runs on: the caller's lane; looking runs on the cpu lane.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby

from app.domain.ids import DossierId, EditId, PageId
from app.domain.officer import Right
from app.domain.page import ERASING, SIGNED_ORIGINAL, Page, PaperBreak, is_separator
from app.domain.page_edits import (
    EditKind,
    PageChange,
    PageEdit,
    layout_of,
    part_of_edit,
)
from app.domain.separation import (
    DossierRun,
    Oddity,
    Proposal,
    SeenPage,
    SeparationRules,
    SlipUse,
    SortedPage,
    Warned,
    sort_stack,
)
from app.errors import JobCancelled, StationError
from app.jobs import CancelToken
from app.services.access import require
from app.services.page_edit_base import require_open, with_files
from app.services.page_sending import send
from app.services.separation_goals import Placed, SortedDossier, placed
from app.services.separator_look import (
    SeparatorLook,
    SeparatorOrder,
    look_for_separators,
    marks_of,
)
from app.services.shared_sources import SharedSources
from app.services.station import Station
from app.store.edits_base import PageChanged

_TRIES = 4
"""How often pages are marked anew because somebody edited them at the same moment."""
_LOOKS_AT_ONCE = 1


@dataclass(frozen=True, slots=True)
class Separated:
    """What sorting a stack did.

    Attributes:
        entry: The entry of the history that undoes all of it, "" when nothing was changed.
    """

    proposal: Proposal
    dossiers: tuple[SortedDossier, ...] = ()
    entry: str = ""

    @property
    def warnings(self) -> tuple[Warned, ...]:
        """What somebody should look at."""
        return self.proposal.warnings


class Sorter:
    """Looks at the pages of a stack as they are saved, and sorts it when it is through.

    `page_saved` is given to a scan or import as its observer, or called by it. It never waits: the
    looking runs behind. Use it as a context, so that nothing runs on after an error.

    Args:
        station: Ports.
        home: Dossier that is scanned to.
        rules: What separates.
        on_found: Told a page that is a separator, on the thread that looks.
    """

    def __init__(
        self,
        station: Station,
        home: DossierId,
        rules: SeparationRules,
        *,
        on_found: Callable[[Page], None] = lambda page: None,
    ) -> None:
        self._station = station
        self._home = home
        self._rules = rules
        self._on_found = on_found
        self._sources = SharedSources(station)
        self._pool = ThreadPoolExecutor(_LOOKS_AT_ONCE, "separators")
        self._looks: list[tuple[Page, Future[SeenPage]]] = []

    def __enter__(self) -> Sorter:
        """The sorter itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop looking."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def page_count(self) -> int:
        """Pages that were taken in."""
        return len(self._looks)

    def page_saved(self, page: Page) -> None:
        """Take a page in; it is durable already."""
        self._looks.append((page, self._pool.submit(self._look, page)))

    def heard(self) -> Proposal:
        """What the pages that were looked at so far make; nothing is waited for or changed."""
        seen = []
        for _, look in self._looks:
            if not look.done():
                break
            seen.append(look.result())
        return sort_stack(seen, _rules_for(self._station, self._home, self._rules))

    def finish(self, cancel: CancelToken | None = None) -> Separated:
        """Wait for the last look, sort the stack, and do what it says.

        Raises:
            JobCancelled: Stopped; the pages stay where they were scanned to.
            DossierClosed: The dossier is not open any more; nothing was changed.
            StoreError: Pages could not be sent; what was done can be undone, and done anew.
        """
        token = cancel or CancelToken()
        seen = []
        for _, look in self._looks:
            token.check()
            seen.append(look.result())
        rules = _rules_for(self._station, self._home, self._rules)
        return apply(self._station, self._home, sort_stack(seen, rules))

    def _look(self, page: Page) -> SeenPage:
        seen = look_at(self._station, page, self._rules, self._sources)
        alone = sort_stack((seen,), self._rules)
        if alone.separators:
            with contextlib.suppress(StationError):
                self._on_found(page)
        return seen


def look_at(
    station: Station, page: Page, rules: SeparationRules, sources: SharedSources
) -> SeenPage:
    """Look for separators on a page; one that cannot be looked at separates nothing.

    Pages of signed files are never separators: such a file is one thing.

    Raises:
        JobCancelled: The lane is closed.
    """
    plain = SeenPage(page.id, sheet=page.sheet, side=page.side)
    if SIGNED_ORIGINAL in page.flags:
        return plain
    try:
        look = _look(station, page, rules, sources)
    except JobCancelled:
        raise
    except StationError:
        return plain
    return replace(plain, marks=marks_of(look, rules), is_blank=look.is_blank)


def _look(
    station: Station, page: Page, rules: SeparationRules, sources: SharedSources
) -> SeparatorLook:
    order = SeparatorOrder(
        sources.of(page),
        page.frame,
        patches=bool(rules.patches),
        codes=bool(rules.prefixes),
        # The empty side of a cover belongs to it, so sides of one sheet are always asked.
        blank=rules.blank_sheets or bool(page.side),
    )
    look: SeparatorLook = station.cpu.submit(look_for_separators, order).result()
    return look


def propose(
    station: Station, home: DossierId, rules: SeparationRules, *, pages: Sequence[PageId] = ()
) -> Proposal:
    """Look at pages of a dossier and say what they make; nothing is changed.

    Args:
        station: Ports.
        home: The dossier.
        rules: What separates.
        pages: Which of its pages, none = all of them.
    """
    require(station, Right.CAPTURE, home)
    lying = [page for page in station.store.pages(home) if not pages or page.id in pages]
    sources = SharedSources(station)
    seen = [look_at(station, page, rules, sources) for page in lying]
    return sort_stack(seen, _rules_for(station, home, rules))


def separate(
    station: Station, home: DossierId, rules: SeparationRules, *, pages: Sequence[PageId] = ()
) -> Separated:
    """Look at pages that were scanned already, and sort them.

    Raises:
        DossierClosed: The dossier is not open; nothing was changed.
        StoreError: As `Sorter.finish`.
    """
    require_open(station, home)
    return apply(station, home, propose(station, home, rules, pages=pages))


def apply(station: Station, home: DossierId, proposal: Proposal) -> Separated:
    """Do what a proposal says, as one entry of the history.

    Pages that were trashed, sent away or erased meanwhile stay as they are.

    Raises:
        DossierClosed: The dossier is not open; nothing was changed.
        StoreError: Pages could not be sent; what was done can be undone, and done anew.
    """
    require(station, Right.CAPTURE, home)
    require_open(station, home)
    if proposal.is_plain:
        return Separated(proposal, _home_alone(station, home, proposal))
    entry = EditId(station.new_id())
    changed = _mark(station, home, proposal, entry)
    goals = [placed(station, home, run) for run in proposal.runs]
    for number, (target, runs) in enumerate(_by_target(goals, home), start=1):
        lying = {page.id for page in station.store.pages(home) if ERASING not in page.flags}
        going = [page.page_id for run in runs for page in run.pages if page.page_id in lying]
        if going:
            whole = with_files(station, home, going)
            send(station, whole, target.dossier_id, edit_id=part_of_edit(entry, number))
            changed = True
    told = tuple(_counted(station, each) for each, _ in goals)
    return Separated(proposal, _joined(told), entry if changed else "")


def _rules_for(station: Station, home: DossierId, rules: SeparationRules) -> SeparationRules:
    """In a dossier that has its code already, a slip is a paper and moves nothing."""
    known = bool(station.store.dossier(home).code)
    return replace(rules, slips=SlipUse.NEVER) if known and rules.slips is SlipUse.FIRST else rules


def _mark(station: Station, home: DossierId, proposal: Proposal, entry: EditId) -> bool:
    """Mark separators and beginnings of papers in one edit; gives whether anything changed."""
    wanted = {page.page_id: page for run in proposal.runs for page in run.pages}
    for attempt in range(_TRIES):
        changes = tuple(
            change
            for page in station.store.pages(home)
            if page.id in wanted
            and ERASING not in page.flags
            and (change := _change(page, wanted[page.id])) is not None
        )
        if not changes:
            return False
        edit = PageEdit(
            entry, home, EditKind.SEPARATE, changes, station.officer_id, station.stamp()
        )
        whys = sorted({page.why for page in proposal.separators})
        note = f"{entry} separators: {len(proposal.separators)} ({', '.join(whys)})"
        try:
            station.store.apply_edit(edit, changes, station.act("pages.separate", home, note=note))
        except PageChanged:
            if attempt == _TRIES - 1:
                raise
            continue
        return True
    raise AssertionError("unreachable")


def _change(page: Page, wanted: SortedPage) -> PageChange | None:
    """What changes on a page; what an officer has said of a break before it stays."""
    before = layout_of(page)
    begins = wanted.begins and page.break_before is PaperBreak.AUTO
    after = replace(
        before,
        separator=before.separator or wanted.is_separator,
        break_before=PaperBreak.BEGINS if begins else before.break_before,
    )
    return None if after == before else PageChange(page.id, before, after)


def _by_target(
    goals: Sequence[Placed], home: DossierId
) -> Iterator[tuple[SortedDossier, list[DossierRun]]]:
    """Runs that leave the dossier, by where they go, in the order of the stack."""
    away = [each for each in goals if each[0].dossier_id != home]
    order = list(dict.fromkeys(each.dossier_id for each, _ in away))
    away.sort(key=lambda each: order.index(each[0].dossier_id))
    for _, group in groupby(away, key=lambda each: each[0].dossier_id):
        together = list(group)
        yield together[0][0], [run for _, run in together]


def _counted(station: Station, told: SortedDossier) -> SortedDossier:
    """With the pages of paper that the dossier holds, and those that were counted for it."""
    lying = sum(not is_separator(page) for page in station.store.pages(told.dossier_id))
    expected = station.store.dossier(told.dossier_id).expected_pages
    return replace(told, lying=lying, expected=expected)


def _joined(told: Sequence[SortedDossier]) -> tuple[SortedDossier, ...]:
    """One line for each dossier, although a stack can come back to it."""
    joined: dict[DossierId, SortedDossier] = {}
    for each in told:
        first = joined.get(each.dossier_id)
        joined[each.dossier_id] = (
            each
            if first is None
            else replace(
                first,
                code=first.code or each.code,
                pages=(*first.pages, *each.pages),
                paper=first.paper + each.paper,
            )
        )
    return tuple(joined.values())


def _home_alone(station: Station, home: DossierId, proposal: Proposal) -> tuple[SortedDossier, ...]:
    ids = tuple(page.page_id for run in proposal.runs for page in run.pages)
    told = SortedDossier(home, "", is_new=False, pages=ids, paper=len(ids))
    return (_counted(station, told),)


__all__ = [
    "Oddity",
    "Separated",
    "SortedDossier",
    "Sorter",
    "apply",
    "look_at",
    "propose",
    "separate",
]
