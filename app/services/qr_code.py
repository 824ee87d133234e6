"""The squares of a QR code, for paper and for the screen.

Runs on: a worker.
"""

from __future__ import annotations

QUIET_MODULES = 4
"""Modules without ink around a code. Source: ISO/IEC 18004, 6.3.8."""

Modules = list[list[bool]]
"""Rows of squares from the top, True for ink."""


def qr_modules(text: str, level: str = "L") -> Modules:
    """The code of a text, without its quiet zone.

    Args:
        text: What it says.
        level: Level of error correction: "L" for screens, up to "H" for paper that is stamped.
    """
    import numpy as np
    import zxingcpp

    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    image = np.asarray(made.to_image(scale=1, add_quiet_zones=False))
    return [[bool(value == 0) for value in row] for row in image]
