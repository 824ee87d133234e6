"""What the pages of a batch tell of each other: outliers, doubles, how the sheets lay.

A page that is unlike its neighbours deserves a look even where no bound is passed; the same sheet
fed twice looks the same; sheets of one stack lie the same way up. Nothing here changes a page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from statistics import median

from app.domain.ids import PageId

OUTLIER = "outlier"
"""Finding: unlike the other pages of its batch."""

DOUBLE_PAGE = "double_page"
"""Finding: looks like another page of its batch, as if one sheet was fed twice."""

UPSIDE_DOWN_IN_BATCH = "batch_upside_down"
"""Finding: the sheets scanned with this page lay the other way up."""

RIGHT = "right:"
"""Before a finding: the officer has looked, and the page is right as it is."""

ABOUT = "about:"
"""Before a finding of the batch and a colon, with what it is about: a measure, or a page."""

TOO_COARSE = "too_coarse"
"""Finding: below the least resolution; only kept with a reason. Source: rule R7."""

BATCH_FINDINGS = (OUTLIER, DOUBLE_PAGE, UPSIDE_DOWN_IN_BATCH)
"""What a page is told because of its neighbours; made anew whenever one of them changes."""

CHECK_FINDINGS = frozenset(
    {
        "blank",
        TOO_COARSE,
        "low_resolution",
        "dpi_guessed",
        "skewed",
        "blurred",
        "dark",
        "black_border",
        "cut_edge",
        "upside_down",
        "sideways",
        "no_text",
        *BATCH_FINDINGS,
    }
)
"""Findings that an officer may declare to be right; the others name work that is still to do."""


_OF_POSTURE = frozenset({"skewed", "upside_down", "sideways", "no_text", UPSIDE_DOWN_IN_BATCH})
"""Findings about how a page lies: another turn by hand is another question."""

_OF_RESOLUTION = frozenset({TOO_COARSE, "low_resolution", "dpi_guessed"})
"""Findings that the part of the picture which is kept does not change."""


def told(flags: Sequence[str]) -> tuple[str, ...]:
    """The findings that still tell something: none that the officer has declared right."""
    declared = {flag.removeprefix(RIGHT) for flag in flags if flag.startswith(RIGHT)}
    shown = (flag for flag in flags if not flag.startswith((RIGHT, ABOUT)))
    return tuple(flag for flag in shown if flag not in declared)


def declared_right(flags: Sequence[str]) -> tuple[str, ...]:
    """Flags after the officer has said that the page is right: every check is answered.

    All but the least resolution, for which a reason is asked; see `kept_coarse`.
    """
    answers = [RIGHT + flag for flag in flags if flag in CHECK_FINDINGS - {TOO_COARSE}]
    return tuple(dict.fromkeys((*flags, *answers)))


def kept_coarse(flags: Sequence[str]) -> tuple[str, ...]:
    """Flags after the officer has given a reason to keep a page below the least resolution."""
    return tuple(dict.fromkeys((*flags, RIGHT + TOO_COARSE))) if TOO_COARSE in flags else (*flags,)


def doubted_again(flags: Sequence[str]) -> tuple[str, ...]:
    """Flags after the officer has taken that back."""
    return tuple(flag for flag in flags if not flag.startswith(RIGHT))


def asked_anew(flags: Sequence[str], *, turned: bool, cropped: bool) -> tuple[str, ...]:
    """Flags of a page that looks different now: what was answered of the old look is asked again.

    Args:
        flags: Flags with their answers.
        turned: The page was turned by hand.
        cropped: Another part of its picture is kept.
    """

    def is_kept(flag: str) -> bool:
        finding = flag.removeprefix(RIGHT)
        if not flag.startswith(RIGHT) or finding in _OF_RESOLUTION:
            return True
        return not cropped and not (turned and finding in _OF_POSTURE)

    return tuple(flag for flag in flags if is_kept(flag))


def with_batch_findings(flags: Sequence[str], found: Mapping[str, str]) -> tuple[str, ...]:
    """Flags with what the batch says now; what it said before counts no more.

    An answer holds only for what it was given to: another measure or another page is asked anew.

    Args:
        flags: Flags as they are.
        found: Findings with what each is about, "" for nothing.
    """
    notes = {f"{ABOUT}{finding}:{about}" for finding, about in found.items() if about}
    known = {flag for flag in flags if flag.startswith(ABOUT)}
    # Pages that were checked before notes were kept have none: their answers hold.
    changed = {note.split(":")[1] for note in known ^ notes} if known else set()
    stale = {RIGHT + finding for finding in changed}
    others = (
        flag
        for flag in flags
        if flag not in BATCH_FINDINGS and flag not in stale and not flag.startswith(ABOUT)
    )
    return tuple(dict.fromkeys((*others, *found, *sorted(notes))))


def about(flags: Sequence[str], finding: str) -> str:
    """What a finding of the batch is about: a measure, or `Page.seq` of a page; "" = unknown."""
    start = f"{ABOUT}{finding}:"
    return next((flag.removeprefix(start) for flag in flags if flag.startswith(start)), "")


_MAD_TO_SIGMA = 1.4826
"""Median deviation of a normal distribution to its standard deviation."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What batch rules need to know of one page.

    Attributes:
        page_id: The page.
        width_mm: Width of the sheet, 0.0 when unknown.
        height_mm: Height of the sheet, 0.0 when unknown.
        skew_deg: Angle of its lines; None when not sure.
        ink: Share of the page covered with ink.
        sharpness: Steepness of the edges of print.
        paper_tone: Brightness of the paper, 0 to 255.
        is_blank: Nothing is on it: then it can neither be a double nor tell how it lay.
        coarse_print: 64 bits of its look, hexadecimal, "" for none.
        fine_print: More bits of it, "" for none.
        turn_deg: Quarter turn that makes it upright, counter-clockwise.
        turn_confidence: How sure that is, 0.0 to 1.0.
        is_back: It is the back of a sheet that was scanned on both sides.
    """

    page_id: PageId
    width_mm: float = 0.0
    height_mm: float = 0.0
    skew_deg: float | None = None
    ink: float = 0.0
    sharpness: float = 1.0
    paper_tone: float = 255.0
    is_blank: bool = False
    coarse_print: str = ""
    fine_print: str = ""
    turn_deg: int = 0
    turn_confidence: float = 0.0
    is_back: bool = False


@dataclass(frozen=True, slots=True)
class BatchRules:
    """Bounds of the batch rules.

    Attributes:
        least: Pages a batch needs before one can be unlike the others.
        deviation: Distance from the median in scaled median deviations that is remarkable.
        coarse_bits: Bits of the coarse print in which pictures of one sheet may differ.
        fine_share: Share of the bits set in either fine print in which they may differ.
        size_mm: Difference in size that pictures of one sheet may have.
        sure: Confidence of a turn from which a page has a vote.
        vote_least: Votes needed.
        vote_share: Part of the votes that has to agree.
    """

    least: int = 5
    deviation: float = 6.0
    coarse_bits: int = 10
    fine_share: float = 0.36
    size_mm: float = 6.0
    sure: float = 0.6
    vote_least: int = 3
    vote_share: float = 0.8


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by which pages of a batch are held against each other.

    Attributes:
        name: Code of the measure.
        of: Gives it for a page, None where the page does not have it.
        least_spread: Spread below which pages count as alike, in the unit of the measure.
    """

    name: str
    of: Callable[[Looks], float | None]
    least_spread: float


MEASURES = (
    Measure("skew", lambda looks: looks.skew_deg, 0.35),
    Measure("width", lambda looks: looks.width_mm or None, 2.0),
    Measure("height", lambda looks: looks.height_mm or None, 2.0),
    Measure("tone", lambda looks: looks.paper_tone, 6.0),
    Measure("sharpness", lambda looks: None if looks.is_blank else looks.sharpness, 0.03),
    Measure("ink", lambda looks: None if looks.is_blank else looks.ink, 0.015),
)
"""What is compared within a batch, with the spread that every batch has anyway."""


@dataclass(frozen=True, slots=True)
class Outlier:
    """A page unlike its batch: in which measure, and how many deviations away."""

    page_id: PageId
    measure: str
    deviations: float


def outliers(pages: Sequence[Looks], rules: BatchRules) -> list[Outlier]:
    """Pages unlike the others, at most one finding each: the strongest.

    Source: deviation from the median in units of 1.4826 median absolute deviations (Hampel), which
    a few strange pages cannot hide, as they can hide behind a mean.
    """
    strongest: dict[PageId, Outlier] = {}
    for measure in MEASURES:
        known = [(page.page_id, measure.of(page)) for page in pages]
        values = [(page_id, value) for page_id, value in known if value is not None]
        if len(values) < rules.least:
            continue
        for found in _unlike(measure, values, rules):
            known_one = strongest.get(found.page_id)
            if known_one is None or found.deviations > known_one.deviations:
                strongest[found.page_id] = found
    return [strongest[page.page_id] for page in pages if page.page_id in strongest]


def _unlike(
    measure: Measure, values: Sequence[tuple[PageId, float]], rules: BatchRules
) -> list[Outlier]:
    middle = median(value for _, value in values)
    spread = _MAD_TO_SIGMA * median(abs(value - middle) for _, value in values)
    spread = max(spread, measure.least_spread)
    away = [(page_id, abs(value - middle) / spread) for page_id, value in values]
    return [Outlier(page_id, measure.name, far) for page_id, far in away if far >= rules.deviation]


@dataclass(frozen=True, slots=True)
class Double:
    """Two pages that look like one sheet: the earlier, and the one that repeats it."""

    first: PageId
    again: PageId


def doubles(pages: Sequence[Looks], rules: BatchRules) -> list[Double]:
    """Pages that look like an earlier one of the batch.

    Blank pages all look the same and are never doubles. Forms of one kind look alike from afar;
    the fine print tells what was filled in.
    """
    seen = [page for page in pages if not page.is_blank and page.coarse_print]
    found: dict[PageId, Double] = {}
    for first, again in combinations(seen, 2):
        if again.page_id not in found and _is_same_sheet(first, again, rules):
            found[again.page_id] = Double(first.page_id, again.page_id)
    return list(found.values())


def _is_same_sheet(one: Looks, other: Looks, rules: BatchRules) -> bool:
    if abs(one.width_mm - other.width_mm) > rules.size_mm:
        return False
    if abs(one.height_mm - other.height_mm) > rules.size_mm:
        return False
    if one.turn_deg != other.turn_deg or len(one.fine_print) != len(other.fine_print):
        return False
    coarse = int(one.coarse_print, 16) ^ int(other.coarse_print, 16)
    if coarse.bit_count() > rules.coarse_bits:
        return False
    return unlike_share(one.fine_print, other.fine_print) <= rules.fine_share


def unlike_share(one: str, other: str) -> float:
    """Share of the bits set in either of two prints that is set in one only, 0.0 to 1.0."""
    a, b = int(one or "0", 16), int(other or "0", 16)
    return (a ^ b).bit_count() / max(1, (a | b).bit_count())


@dataclass(frozen=True, slots=True)
class TurnVote:
    """How the sheets of a batch lay.

    Attributes:
        turn_deg: Quarter turn that most sure pages need, counter-clockwise.
        votes: How many pages said so.
        asked: How many were sure of anything.
    """

    turn_deg: int
    votes: int
    asked: int


def turn_vote(pages: Sequence[Looks], rules: BatchRules, *, backs: bool) -> TurnVote | None:
    """What the sure pages of one side of the sheets say; None where they are few or disagree.

    Fronts and backs vote apart: in duplex of sheets bound at the short side every back is upside
    down, and one side may be read wrongly by the officer's hand alone.
    """
    sure = [page for page in pages if page.is_back is backs and not page.is_blank]
    turns = Counter(page.turn_deg for page in sure if page.turn_confidence >= rules.sure)
    asked = sum(turns.values())
    if asked < rules.vote_least:
        return None
    turn, votes = turns.most_common(1)[0]
    return TurnVote(turn, votes, asked) if votes >= rules.vote_share * asked else None


def turned_by_vote(pages: Sequence[Looks], rules: BatchRules) -> dict[PageId, int]:
    """Turns for pages that cannot tell themselves, from those scanned with them.

    A page that is sure of itself keeps its own turn, whatever the others say.
    """
    found: dict[PageId, int] = {}
    for backs in (False, True):
        vote = turn_vote(pages, rules, backs=backs)
        if vote is None:
            continue
        for page in pages:
            unsure = page.turn_confidence < rules.sure and not page.is_blank
            if page.is_back is backs and unsure and page.turn_deg != vote.turn_deg:
                found[page.page_id] = vote.turn_deg
    return found


class Density(StrEnum):
    """What the real resolution of a page is good for. Source: rule R7."""

    GOOD = "good"
    LOW = "low"
    REFUSED = "refused"


FLOOR_DPI, GOOD_DPI = 200, 300
_SLACK = 0.035
"""Paper stretches and feeders slip: 193 dots per inch of an A4 sheet are a scan at 200."""


def density(real_dpi: int) -> Density:
    """Judge a resolution by what the paper really got; pictures are never blown up to pass.

    Args:
        real_dpi: Dots per inch by the size of the paper, else as told; 0 = unknown, which is no
            reason to refuse.
    """
    if real_dpi == 0 or real_dpi >= GOOD_DPI * (1.0 - _SLACK):
        return Density.GOOD
    return Density.LOW if real_dpi >= FLOOR_DPI * (1.0 - _SLACK) else Density.REFUSED
