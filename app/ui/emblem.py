"""The emblem of the program, from the package's own resources."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtGui import QImage


def emblem() -> QImage:
    """A sheet of paper with a check mark; an empty image where SVG cannot be drawn."""
    data = files("resources").joinpath("icons", "sohoa.svg").read_bytes()
    return QImage.fromData(data)
