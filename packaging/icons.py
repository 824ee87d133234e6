"""Draw the program's icon as pixels: `python packaging/icons.py DIR`, with the station's Python.

Writes DIR/SIZExSIZE.png for the usual sizes, and DIR/sohoa.ico for Windows.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 24, 32, 48, 64, 128, 256)
EMBLEM = Path(__file__).resolve().parents[1] / "resources" / "icons" / "sohoa.svg"


def drawn(renderer: QSvgRenderer, size: int) -> bytes:
    """PNG of the emblem, `size` pixels wide and high."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(held.data())


def main(folder: Path) -> None:
    """Write all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(QByteArray(EMBLEM.read_bytes()))
    for size in SIZES:
        (folder / f"{size}x{size}.png").write_bytes(drawn(renderer, size))
    largest = Image.open(io.BytesIO(drawn(renderer, max(SIZES))))
    largest.save(folder / "sohoa.ico", sizes=[(size, size) for size in SIZES])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
