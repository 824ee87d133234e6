"""Puts the station together: the only room that knows concrete classes and the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.bootstrap.starting import main

if TYPE_CHECKING:
    from app.bootstrap.wiring import Wiring

__all__ = ["Wiring", "main"]


def __getattr__(name: str) -> object:
    """Load the wiring once somebody asks: a start of the window shows its first picture before."""
    if name != "Wiring":
        raise AttributeError(name)
    from app.bootstrap.wiring import Wiring

    return Wiring
