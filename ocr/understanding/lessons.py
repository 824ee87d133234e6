"""What learning from corrections takes and gives; plain values."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.understanding.forms import Zone
from ocr.words import Box, PageText


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that an officer has confirmed, and where it stands.

    Attributes:
        field: Name of the field.
        box: Place of the value on the page.
        text: Words of the page.
    """

    field: str
    box: Box
    text: PageText


@dataclass(frozen=True, slots=True)
class AliasProposal:
    """Another printing of a label, seen in front of so many confirmed values."""

    field: str
    alias: str
    count: int


@dataclass(frozen=True, slots=True)
class ZoneProposal:
    """Another place of a value in a printing, seen with so many confirmed values."""

    field: str
    layout: str
    zone: Zone
    count: int


Proposal = AliasProposal | ZoneProposal
