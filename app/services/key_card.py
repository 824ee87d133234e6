"""The card of keys on paper. Runs on: a view lane; drawn by a worker."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from app.services.digitize import write_whole
from app.services.key_card_drawing import KeyCard, draw_key_card
from app.services.station import Station


class CardPaper(StrEnum):
    """What the card is printed on."""

    A4 = "a4"
    A5 = "a5"


def save_key_card(station: Station, card: KeyCard, *, paper: CardPaper, target: Path) -> None:
    """Print a card into a PDF file, whole or not at all.

    Raises:
        OutputNotWritten: The file could not be written.
        LibraryError: It could not be drawn.
    """
    data: bytes = station.cpu.submit(draw_key_card, card, paper.value).result()
    write_whole(target, data)
