"""Jobs of the form editor that run in worker processes; see `app.services.workers`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ocr.reading import Code, FieldState
from ocr.understanding.forms import PaperType
from ocr.understanding.knowledge import Knowledge
from ocr.understanding.lessons import Correction, Proposal
from ocr.words import Box, PageText

if TYPE_CHECKING:
    from ocr.understanding.fields import Entry


class FoundBy(StrEnum):
    """Which finders gave a value."""

    BOTH = "both"
    LABEL = "label"
    ZONE = "zone"
    DIFFERENT = "different"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class TrialOrder:
    """A form to try on the words of a page.

    Attributes:
        paper: The form.
        text: Words of the page.
        codes: Its codes.
        known: The other papers and closed lists.
    """

    paper: PaperType
    text: PageText
    codes: tuple[Code, ...]
    known: Knowledge


@dataclass(frozen=True, slots=True)
class TrialRow:
    """What a form gave for one field."""

    label: str
    value: str
    found_by: FoundBy
    state: FieldState


@dataclass(frozen=True, slots=True)
class Trial:
    """What a form gave on one page.

    Attributes:
        printing: The printing that fits, "" for none.
        agreed: Anchors that agree with the page.
        anchors: Anchors of that printing.
        told: Title of the paper that the page is taken for, "" for none.
        is_told: The page is taken for this form.
        rows: One for each field and each filled cell of a table.
    """

    printing: str
    agreed: int
    anchors: int
    told: str
    is_told: bool
    rows: tuple[TrialRow, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Frames of the values of a known form on a page; no printing where none fits."""

    printing: str
    boxes: tuple[tuple[str, Box], ...]


def run_trial(order: TrialOrder) -> Trial:
    """Read a page as this form. Runs on: a worker."""
    from ocr.understanding.classify import classify
    from ocr.understanding.fields import extract_fields
    from ocr.understanding.placing import place_layout
    from ocr.understanding.understand import read_fields

    paper = order.paper
    others = tuple(each for each in order.known.papers if each.code != paper.code)
    guess = classify(order.text, order.codes, (*others, paper))
    placed = place_layout(paper, order.text)
    entries = extract_fields(order.text, paper)
    readings = read_fields(order.text, order.codes, paper, lists=order.known.lists)
    found = {reading.name: reading for reading in readings}
    rows = tuple(
        TrialRow(
            entry.definition.label,
            found[entry.definition.name].value,
            _found_by(entry),
            found[entry.definition.name].state,
        )
        for entry in entries
    )
    return Trial(
        printing=placed.layout.name if placed else "",
        agreed=placed.agreed if placed else 0,
        anchors=len(placed.layout.anchors) if placed else 0,
        told=guess.title if guess else "",
        is_told=guess is not None and guess.code == paper.code,
        rows=rows,
    )


def _found_by(entry: Entry) -> FoundBy:
    from ocr.folding import same_reading
    from ocr.understanding.found import Finder

    if not entry.found.text:
        return FoundBy.NOTHING
    if entry.found.finder is Finder.ZONE:
        return FoundBy.ZONE
    if entry.second is None or not entry.second.text:
        return FoundBy.LABEL
    same = same_reading(entry.found.text, entry.second.text)
    return FoundBy.BOTH if same else FoundBy.DIFFERENT


def place_form(paper: PaperType, text: PageText) -> Placed:
    """Lay the printings of a known form over a page. Runs on: a worker."""
    from ocr.understanding.placing import place_layout

    placed = place_layout(paper, text)
    return Placed(placed.layout.name, tuple(placed.boxes.items())) if placed else Placed("", ())


def find_proposals(paper: PaperType, confirmed: tuple[Correction, ...]) -> tuple[Proposal, ...]:
    """What confirmed values teach about a form. Runs on: a worker."""
    from ocr.understanding.learning import proposals

    return proposals(paper, confirmed)
