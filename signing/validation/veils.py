"""Ink that a later stamp puts over print: is the print still to be read?

A seal or a hand may cross letters, as long as they stand out from what is around them. A bar over
words hides them although it takes no ink away, and a straight line through words says that they
do not count.

Source: "Shadow Attacks" (Mainka, Mladenov, Rohlmann, NDSS 2021), hide; NĐ 30/2020/NĐ-CP, Annex I
(the seal lies over one third of the signature).
"""

from __future__ import annotations

import numpy as np

from signing.validation.stamp_text import Grey, Mask, ink_runs

_INK, _PAPER, _ADDED = 128, 208, 48
_TILE_ROWS, _TILE_COLUMNS = 16, 8
_MIN_TILE_PX, _MIN_CONTRAST = 8, 40
# A star in the middle of a seal hides less in one row, a bar over a word hides more.
_MIN_TILES = 4
_MIN_STRIKE_PX, _MIN_LETTERS, _STRIKE_SHARE = 60, 4, 0.3
_ABOVE_PX, _FAR_PX = 2, 5
_PAPER_SHARE = 0.2


def buries_print(before: Grey, after: Grey) -> bool:
    """Tell whether several letters in a row do not stand out from their surroundings any more.

    Args:
        before: Part of a page as it was signed.
        after: The same part as it is shown.
    """
    ink = before < _INK
    near = _widened(ink) & (before > _PAPER)
    inside, beside = _sums(ink), _sums(near)
    # Print stands on paper; in a photograph the shades between outnumber the light ones.
    light, shades = _sums(before > _PAPER), _sums((before >= _INK) & (before <= _PAPER))
    told = (inside >= _MIN_TILE_PX) & (beside >= _MIN_TILE_PX) & (light >= shades)
    contrast = _sums(np.where(near, after, 0)) / np.maximum(beside, 1) - _sums(
        np.where(ink, after, 0)
    ) / np.maximum(inside, 1)
    buried = told & (contrast < _MIN_CONTRAST)
    return any(stop - start >= _MIN_TILES for row in buried for start, stop in ink_runs(row, 0))


def strikes_out(before: Grey, after: Grey) -> bool:
    """Tell whether a straight level line was drawn through printed letters."""
    ink = before < _INK
    added = before.astype(np.int16) - after > _ADDED
    # Letters stand on paper; in a photograph the shades between outnumber the light ones.
    light = (before > _PAPER).mean(axis=1)
    shades = ((before >= _INK) & (before <= _PAPER)).mean(axis=1)
    rows = np.flatnonzero(
        (light >= _PAPER_SHARE)
        & (light >= shades)
        & (added.sum(axis=1) >= _STRIKE_SHARE * _MIN_STRIKE_PX)
    )
    last = len(before) - _FAR_PX
    return any(_FAR_PX <= row < last and _strikes(ink, added, int(row)) for row in rows)


def _strikes(ink: Mask, added: Mask, row: int) -> bool:
    """Look at one row: a long line, letters above and below it, and the line itself thin."""
    above: Mask = np.any(ink[row - _FAR_PX : row - _ABOVE_PX + 1], axis=0)
    below: Mask = np.any(ink[row + _ABOVE_PX : row + _FAR_PX + 1], axis=0)
    for start, stop in ink_runs(added[row] | ink[row], 0):
        if stop - start < _MIN_STRIKE_PX:
            continue
        part = slice(start, stop)
        thick = min(added[row - _FAR_PX, part].mean(), added[row + _FAR_PX, part].mean())
        crossed = len(list(ink_runs(above[part] & below[part], 1)))
        drawn = added[row, part].mean() >= _STRIKE_SHARE
        if drawn and thick < _STRIKE_SHARE and crossed >= _MIN_LETTERS:
            return True
    return False


def _widened(mask: Mask) -> Mask:
    """Add what lies within two pixels."""
    wide = mask.copy()
    for step in (1, 2):
        wide[step:] |= mask[:-step]
        wide[:-step] |= mask[step:]
    across = wide.copy()
    for step in (1, 2):
        across[:, step:] |= wide[:, :-step]
        across[:, :-step] |= wide[:, step:]
    return across


def _sums(values: Mask | Grey) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Add up each tile."""
    rows = np.arange(0, values.shape[0], _TILE_ROWS)
    columns = np.arange(0, values.shape[1], _TILE_COLUMNS)
    by_rows = np.add.reduceat(values.astype(np.int64), rows, axis=0)
    return np.asarray(np.add.reduceat(by_rows, columns, axis=1), np.int64)
