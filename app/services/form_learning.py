"""Learning from confirmed values: proposals for a form, taken over only when an officer says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.domain.field import Field, FieldSource
from app.services.form_draft import FormDraft
from app.services.form_jobs import find_proposals
from app.services.review import page_reading
from app.services.station import Station
from ocr.folding import fold_letters
from ocr.reading import PageReading
from ocr.understanding.forms import PaperType
from ocr.understanding.lessons import AliasProposal, Correction, Proposal, ZoneProposal
from ocr.words import Box, PageText, Word, union

MOST_PAGES = 200
"""Pages that are looked through for corrections, the newest dossiers first."""

_LEAST_LETTERS = 2
_LONGEST_VALUE = 20


def form_proposals(station: Station, paper: PaperType) -> tuple[Proposal, ...]:
    """What confirmed values of this station speak for; nothing is changed by it."""
    confirmed = tuple(confirmed_values(station, paper))
    if not confirmed:
        return ()
    return station.cpu.submit(find_proposals, paper, confirmed).result()


def confirmed_values(station: Station, paper: PaperType) -> Iterator[Correction]:
    """Values of a paper that officers have confirmed or typed, with their places.

    A typed value counts where its words stand exactly once on the page.
    """
    names = {field.name for field in paper.fields}
    seen = 0
    for row in station.store.dossier_rows():
        decided = [
            field
            for field in station.store.fields(row.dossier.id)
            if field.confirmed_by and field.name in names and field.value
        ]
        if not decided:
            continue
        for page in station.store.pages(row.dossier.id):
            own = [field for field in decided if field.page_id == page.id]
            if own and page.reading is not None and seen < MOST_PAGES:
                seen += 1
                yield from _on_page(own, page_reading(station, page), paper.code)


def _on_page(fields: Sequence[Field], reading: PageReading, code: str) -> Iterator[Correction]:
    if reading.paper is None or reading.paper.code != code:
        return
    for field in fields:
        box = _place(field, reading.text)
        if box is not None:
            yield Correction(field.name, box, reading.text)


def _place(field: Field, text: PageText) -> Box | None:
    if field.source is FieldSource.OCR:
        return field.box
    return _find(field.value, text) if field.source is FieldSource.TYPED else None


def _find(value: str, text: PageText) -> Box | None:
    """Where a value stands on a page, None where it stands nowhere or more than once."""
    wanted = fold_letters(value)[0]
    if len(wanted) < _LEAST_LETTERS:
        return None
    words = text.words
    letters = [fold_letters(word.text)[0] for word in words]
    hits = [run for start in range(len(words)) if (run := _run(words, letters, start, wanted))]
    return union([word.box for word in hits[0]]) if len(hits) == 1 else None


def _run(words: Sequence[Word], letters: Sequence[str], start: int, wanted: str) -> Sequence[Word]:
    """Words from `start` on whose letters together are the wanted ones; empty where not."""
    joined = ""
    for end in range(start, min(len(words), start + _LONGEST_VALUE)):
        joined += letters[end]
        if joined == wanted and letters[start] and letters[end]:
            return words[start : end + 1]
        if not wanted.startswith(joined):
            break
    return ()


def accept(draft: FormDraft, proposal: Proposal) -> FormDraft:
    """A draft with a proposal taken over; frames on the sample stay as they are.

    A moved zone goes into the printings known before: lay them over the sample again to see it.
    """
    match proposal:
        case AliasProposal(field=name, alias=alias):
            return _with_alias(draft, name, alias)
        case ZoneProposal():
            return _with_zone(draft, proposal)


def _with_alias(draft: FormDraft, name: str, alias: str) -> FormDraft:
    for number, field in enumerate(draft.fields):
        if field.name == name and alias not in field.definition.aliases:
            aliases = (*field.definition.aliases, alias)
            definition = replace(field.definition, aliases=aliases)
            return draft.with_field(number, replace(field, definition=definition))
    return draft


def _with_zone(draft: FormDraft, proposal: ZoneProposal) -> FormDraft:
    layouts = tuple(
        replace(
            layout,
            zones=(
                *(zone for zone in layout.zones if zone.field != proposal.field),
                proposal.zone,
            ),
        )
        if layout.name == proposal.layout
        else layout
        for layout in draft.paper.layouts
    )
    return replace(draft, paper=replace(draft.paper, layouts=layouts))
