"""All kinds of pages that understanding is measured on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from benchmarks.corpus.damage import apply_damage
from benchmarks.corpus.pages import KINDS, CorpusPage, page_seed
from benchmarks.corpus.papers.agreements import AGREEMENTS, ENDS
from benchmarks.corpus.papers.business_papers import BUSINESS
from benchmarks.corpus.papers.card_sheets import CARD_SHEETS
from benchmarks.corpus.papers.cards import CARDS
from benchmarks.corpus.papers.declarations import DECLARATIONS
from benchmarks.corpus.papers.parts import Maker
from benchmarks.corpus.papers.passport import PASSPORTS
from benchmarks.corpus.papers.property import PROPERTY
from benchmarks.corpus.papers.residence_papers import RESIDENCE
from benchmarks.corpus.papers.results import RESULTS
from benchmarks.corpus.papers.slips import SLIPS
from benchmarks.corpus.papers.status_declarations import STATUS_DECLARATIONS
from benchmarks.corpus.papers.strangers import STRANGERS
from benchmarks.corpus.papers.support import SUPPORT
from benchmarks.corpus.papers.traps import TRAPS

PAPER_KINDS: Mapping[str, Maker] = MappingProxyType(
    {
        **KINDS,
        **DECLARATIONS,
        **STATUS_DECLARATIONS,
        **RESULTS,
        **RESIDENCE,
        **CARDS,
        **PASSPORTS,
        **PROPERTY,
        **BUSINESS,
        **SUPPORT,
        **SLIPS,
        **AGREEMENTS,
        **ENDS,
        **CARD_SHEETS,
        **TRAPS,
        **STRANGERS,
    }
)
CONTINUATIONS = frozenset(ENDS)
"""Kinds that go on with a paper and have no title of their own."""
SEVERAL_CARDS = frozenset(CARD_SHEETS)
"""Kinds with more than one card, whose field names stand there once for each."""
ALSO_RIGHT: Mapping[str, str] = MappingProxyType(
    {
        "cards_both_sides": "cccd_back",
        "new_cards_both_sides": "identity_card_2024_back",
    }
)
"""Another paper code that is right too, where both sides lie on one sheet."""


def paper_page(seed: int, kind: str, damage: str) -> CorpusPage:
    """Draw and scan one page.

    Raises:
        KeyError: No such kind or damage.
        FontMissingError: A font is not installed.
    """
    own_seed = page_seed(seed, kind, damage)
    sheet, truth = PAPER_KINDS[kind](own_seed)
    scan = apply_damage(sheet.image, truth, damage, own_seed)
    return CorpusPage(f"{kind}-{damage}-{seed}", kind, damage, scan.jpeg, scan.truth)
