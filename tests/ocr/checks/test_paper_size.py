"""The real resolution, from the size of the paper."""

from __future__ import annotations

import pytest

from ocr.checks.paper_size import PaperSize, paper_size


@pytest.mark.parametrize(
    ("size", "told", "found"),
    [
        ((2480, 3508), 300, PaperSize("a4", 300)),
        ((3508, 2480), 300, PaperSize("a4", 300)),
        ((1654, 2339), 200, PaperSize("a4", 200)),
        ((1748, 2480), 300, PaperSize("a5", 300)),
        ((638, 1011), 300, PaperSize("id1", 300)),
        ((2550, 3300), 300, PaperSize("letter", 300)),
        ((2480, 3508), 72, PaperSize("a4", 300)),
        ((1240, 1754), 0, PaperSize("a4", 150)),
        ((3000, 3000), 72, PaperSize()),
        ((900, 400), 300, PaperSize()),
        ((0, 0), 0, PaperSize()),
    ],
)
def test_paper_size_is_confirmed_or_found_by_shape(
    size: tuple[int, int], told: int, found: PaperSize
) -> None:
    assert paper_size(*size, told) == found
