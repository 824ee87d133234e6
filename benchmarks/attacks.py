"""Attacks on signed papers: each made of a paper of our own, each with the one right answer.

Kinds after the published classes: incremental saving (ISA), signature wrapping (SWA), universal
forgery (USF), shadow attacks (hide, replace, hide-and-replace), evil annotations and sneaky
signatures on certified papers, changes of pages, fields, permissions and structure, files that
readers read differently, and signature objects made wrong.

Source: "1 Trillion Dollar Refund" (CCS 2019), "Shadow Attacks" (NDSS 2021), "Breaking the
Specification" (IEEE S&P 2021).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from benchmarks.attack_bytes import byte_attacks, tails
from benchmarks.attack_cms import cms_attacks
from benchmarks.attack_drawn import redrawn_attacks
from benchmarks.attack_forms import FORM_EDITS
from benchmarks.attack_pages import PAGE_EDITS
from benchmarks.attack_reading import reading_attacks
from benchmarks.attack_shadows import shadow_attacks
from benchmarks.attack_signatures import (
    SIGNATURE_EDITS,
    later_signature_attacks,
    permission_attacks,
)
from benchmarks.attack_stamps import stamp_attacks
from benchmarks.attack_structure import structure_attacks
from benchmarks.attack_veils import veil_attacks
from benchmarks.signed_papers import (
    PERSON_BOX,
    How,
    Makers,
    Office,
    form_paper,
    saved,
    sign,
    update,
)


@dataclass(frozen=True, slots=True)
class Case:
    """One file with its right answer.

    Attributes:
        name: Short name.
        content: The file.
        acceptable: Whether it may be called intact.
    """

    name: str
    content: bytes
    acceptable: bool


def all_of(name: str) -> bool:
    """Choose every case."""
    return bool(name)


def attacks(office: Office, chosen: Callable[[str], bool] = all_of) -> Iterator[Case]:
    """Make the attacks whose names are chosen."""
    base = sign(saved(form_paper()), office, How(box=PERSON_BOX))
    makers: Makers = {
        name: partial(update, base, edit)
        for name, edit in {**PAGE_EDITS, **FORM_EDITS, **SIGNATURE_EDITS}.items()
    }
    for name, tail in tails(base).items():
        makers[name] = partial(bytes.__add__, base, tail)
    makers |= permission_attacks(office)
    makers |= shadow_attacks(office)
    makers |= later_signature_attacks(base, office)
    makers |= byte_attacks(base)
    makers |= stamp_attacks(office)
    makers |= redrawn_attacks(office)
    makers |= veil_attacks(office)
    makers |= structure_attacks(office)
    makers |= reading_attacks(office)
    makers |= cms_attacks(office)
    for name, make in makers.items():
        if chosen(name):
            yield Case(name, make(), acceptable=False)
