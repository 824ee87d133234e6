"""Find dossiers by code, or by name or id of a person, although names are sealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.folding import folded_words
from app.domain.officer import Right
from app.domain.search import FoundRow, Stage, Wanted
from app.errors import Advice, StationError
from app.services.access import holder_of, may, require
from app.services.station import Station
from app.store.base import DossierRow, StoreDamaged
from app.store.upkeep_base import Upkeep

MOST_FOUND = 200
PAGE = 50
"""Dossiers in one page of answers."""

WORDS_AT_ONCE = 100
"""Changed dossiers whose words are made anew before an answer; the rest follows behind it."""


class NoSearch(StationError):
    """The store of this station cannot be searched."""

    code = "find.none"
    advice = Advice.NEVER


@dataclass(frozen=True, slots=True)
class Found:
    """A dossier that was found, as whoever searched may see it.

    Attributes:
        owner: Name of its owner, "" where nobody was named or it is not shown.
        held_by: Officer in whose hands it is open, "" when whoever searched may look at it.
    """

    row: FoundRow
    owner: str = ""
    held_by: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of answers.

    Attributes:
        rows: Dossiers, newest first.
        total: How many fit; -1 in later pages, which do not count again.
        below: Where the next page begins, None when this is the last.
        meant: Text that was searched; further pages are of it.
        without: Last word, when nothing fits with it: it may be typed half only.
        unread: Changed dossiers whose words are still to be made.
        only_codes: Names were not searched, as this officer may not look for persons.
    """

    rows: tuple[Found, ...] = ()
    total: int = 0
    below: int | None = None
    meant: str = ""
    without: str = ""
    unread: int = 0
    only_codes: bool = False


def never() -> bool:
    """Nobody stops it."""
    return False


def find_dossiers(
    station: Station, upkeep: Upkeep, text: str, limit: int = MOST_FOUND
) -> list[DossierRow]:
    """Dossiers that have all words of `text`, newest first.

    Accents, case and đ do not matter; names and ids have to be whole words, a code may be a part.
    The audit says that somebody searched, not for what.
    """
    found = set(upkeep.find(text, limit))
    rows = [row for row in station.store.dossier_rows() if row.dossier.id in found]
    station.store.record(station.act("dossier.searched", "station", note=f"{len(rows)} found"))
    return rows


def recall(
    station: Station,
    wanted: Wanted,
    *,
    below: int | None = None,
    is_cancelled: Callable[[], bool] = never,
) -> Answer:
    """One page of dossiers that fit. Runs on: any thread, some milliseconds.

    A last word that fits nowhere is left out where other words stand before it: the officer is
    still typing it. The audit says that somebody searched, not for what; codes and names are
    read for those who may see them, and only for the dossiers of this page.

    Args:
        station: Where it is looked.
        wanted: What is looked for.
        below: Where the page begins, None for the first.
        is_cancelled: Whether nobody waits for it any more.

    Raises:
        NotLoggedIn, NotAllowed: Whoever sits here sees no dossiers.
        NoSearch: The store keeps no words.
        JobCancelled: It was stopped.
    """
    require(station, Right.VIEW)
    if station.upkeep is None:
        raise NoSearch("the store has no upkeep")
    upkeep, names = station.upkeep, may(station, Right.SEARCH_OWNER)
    words = folded_words(wanted.text)
    unread = upkeep.refresh_words(WORDS_AT_ONCE) if words and names and below is None else 0
    meant, left_out = replace(wanted, names=names), ""
    total = -1 if below is not None else upkeep.count(meant, is_cancelled=is_cancelled)
    if total == 0 and len(words) > 1:
        meant, left_out = replace(meant, text=" ".join(words[:-1])), words[-1]
        total = upkeep.count(meant, is_cancelled=is_cancelled)
    rows = upkeep.search(meant, below=below, limit=PAGE + 1, is_cancelled=is_cancelled)
    if words and below is None:
        note = f"{total} found"
        station.store.record(station.act("dossier.searched", "station", note=note))
    shown = tuple(_seen(station, row, names=names) for row in rows[:PAGE])
    return Answer(
        rows=shown,
        total=total,
        below=rows[PAGE - 1].ord if len(rows) > PAGE else None,
        meant=meant.text,
        without=left_out,
        unread=unread,
        only_codes=not names and bool(words),
    )


def read_words(station: Station) -> int:
    """Make words of some changed dossiers anew; gives how many are left. Runs on: any thread."""
    if station.upkeep is None or not may(station, Right.SEARCH_OWNER):
        return 0
    return station.upkeep.refresh_words(WORDS_AT_ONCE)


def openers(station: Station) -> list[str]:
    """Officers who have opened dossiers here.

    Raises:
        NotLoggedIn, NotAllowed: Whoever sits here sees no dossiers.
        NoSearch: The store keeps no words.
    """
    require(station, Right.VIEW)
    if station.upkeep is None:
        raise NoSearch("the store has no upkeep")
    return station.upkeep.openers()


def _seen(station: Station, row: FoundRow, *, names: bool) -> Found:
    """The row with its owner, where this officer may see who that is."""
    held_by = holder_of(station, row.dossier.id) if row.stage is Stage.OPEN else ""
    if held_by or not names or row.stage is Stage.ERASED:
        return Found(row, "", held_by)
    try:
        owner = station.store.owner(row.dossier.id)
    except StoreDamaged:
        # The check of the store finds it; the others are shown all the same.
        return Found(row)
    return Found(row, "" if owner is None else owner.name)
