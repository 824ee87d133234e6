"""Rules of tables at the resolutions pages come in."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.understanding.ruling import Ruling, ruling


@pytest.mark.parametrize("dpi", [150, 200, 300, 400, 600])
def test_ruling_of_thin_lines_is_found_at_any_resolution(dpi: int) -> None:
    page = np.full((4 * dpi, 5 * dpi), 240, np.uint8)
    xs, ys = (dpi // 2, 2 * dpi, 4 * dpi), (dpi, 2 * dpi + 1, 3 * dpi)
    for x in xs:
        page[dpi : 3 * dpi, x : x + 2] = 30
    for y in ys:
        page[y : y + 2, dpi // 2 : 4 * dpi] = 30

    found = ruling(page, (0, dpi - 5, 5 * dpi, 3 * dpi + 5), dpi)

    assert found.xs == pytest.approx(xs, abs=dpi / 40)
    assert found.ys == pytest.approx(ys, abs=dpi / 40)


def test_ruling_of_print_without_rules_is_empty() -> None:
    page = np.full((600, 900), 240, np.uint8)
    page[100:130, 100:110] = 30
    page[200:206, 300:420] = 30

    assert ruling(page, (0, 0, 900, 600), 300) == Ruling()
