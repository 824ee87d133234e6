"""A scan profile as fields of a request to a driver process, and back."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from app.scanning.base import ScanProfile
from app.scanning.wire import Message

_Word = TypeVar("_Word", bound=StrEnum)


def fields_of(profile: ScanProfile) -> dict[str, object]:
    """What a driver has to know; names and procedures stay at home."""
    return {
        "source": profile.source.value,
        "colour": profile.colour.value,
        "dpi": profile.dpi,
        "max_pages": profile.max_pages,
        "paper": profile.paper.value,
        "brightness": profile.brightness,
        "contrast": profile.contrast,
        "double_feed": profile.double_feed,
    }


def profile_from(request: Message) -> ScanProfile:
    """The profile of a request; what is missing or makes no sense is as usual."""
    usual = ScanProfile()
    return ScanProfile(
        source=_word(request.text("source"), usual.source),
        colour=_word(request.text("colour"), usual.colour),
        dpi=request.whole("dpi") or usual.dpi,
        max_pages=max(request.whole("max_pages"), 0),
        paper=_word(request.text("paper"), usual.paper),
        brightness=_percent(request.whole("brightness")),
        contrast=_percent(request.whole("contrast")),
        double_feed=request.fields.get("double_feed") is not False,
    )


def _word(text: str, usual: _Word) -> _Word:
    known = type(usual)._value2member_map_
    return type(usual)(text) if text in known else usual


def _percent(value: int) -> int:
    return min(max(value, -100), 100)
