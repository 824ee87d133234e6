"""Finds the place of a stamp in a file by what stands on its pages.

Never silent: each place says what it was found by and how sure it is; where nothing in the file
says anything, the officer is asked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from signing.appearance.edge_places import edge_places
from signing.appearance.looking import Found, Looking
from signing.appearance.page_geometry import SeenPage
from signing.appearance.person_places import person_places
from signing.appearance.places import Place, PlaceTemplate, Why
from signing.appearance.seal_places import seal_places
from signing.appearance.sheets import open_sheets
from signing.appearance.stamps import Role
from signing.appearance.words import TextWord
from signing.errors import BadRequest, NoPlaceFound

_MOST_OTHERS = 4
_SAVED_CONFIDENCE = 0.4


def find_place(
    pdf: bytes | Path,
    signer_name: str,
    role: Role,
    template: PlaceTemplate,
    *,
    words: Mapping[int, Sequence[TextWord]] | None = None,
) -> Place:
    """Find where a stamp belongs.

    Args:
        pdf: The file or its bytes.
        signer_name: Full name from the certificate of the person; for a seal that of the person
            whose signature it goes beside, or empty.
        role: What kind of stamp.
        template: Its size, the rules, and what to fall back on.
        words: Words of pages by number, as seen, when a reader has read them; else the text
            layer counts.

    Raises:
        NoPlaceFound: Nothing in the file says where; the officer has to.
        DamagedPdf, EncryptedPdf, PdfUnreadable: The file cannot be looked at.
    """
    with open_sheets(pdf, words) as sheets:
        looking = Looking(sheets, signer_name, template)
        found = list(_places(looking, role)) or list(_saved(looking))
        places = [looking.placed(each) for each in found[: 1 + _MOST_OTHERS]]
    if not places:
        raise NoPlaceFound("neither name, title, field nor saved place")
    return dataclasses.replace(places[0], others=tuple(places[1:]))


def look_at_page(pdf: bytes | Path, page_index: int) -> SeenPage:
    """Say how a page is shown, to bring boxes from the screen into the file and back.

    Raises:
        BadRequest: The file has no such page.
        DamagedPdf, EncryptedPdf, PdfUnreadable: The file cannot be looked at.
    """
    with open_sheets(pdf) as sheets:
        if not 0 <= page_index < len(sheets):
            raise BadRequest("the file has no such page")
        return sheets.seen(page_index)


def _places(looking: Looking, role: Role) -> Iterator[Found]:
    """Give the places for a kind of stamp, the best first."""
    match role:
        case Role.PERSON:
            yield from person_places(looking, looking.template.size_pt)
        case Role.AGENCY:
            yield from seal_places(looking)
        case Role.COPY | Role.APPENDIX:
            yield from edge_places(looking, at_top=True)
        case Role.CHECK:
            yield from edge_places(looking, at_top=False)


def _saved(looking: Looking) -> Iterator[Found]:
    """Give the place that an officer has chosen before, if the file has it."""
    spot = looking.template.saved
    if spot is None:
        return
    count = len(looking.sheets)
    index = spot.page_index if spot.page_index >= 0 else count + spot.page_index
    if 0 <= index < count and looking.sheets.seen(index).holds(spot.box):
        yield Found(index, spot.box, _SAVED_CONFIDENCE, Why.SAVED_SPOT)
