"""Size of a packaged program by part: `python packaging/sizes.py FOLDER [--most-mb 300]`.

Prints Markdown, largest first, in MB of a million bytes. Ends with 1 above the limit.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path, PurePosixPath

# The first that fits names the part.
PARTS = (
    ("Qt", ("PySide6", "shiboken6", "libQt6", "libicu", "libpyside", "libshiboken")),
    ("OpenCV", ("cv2", "opencv_python_headless")),
    ("Tesseract", ("tesserocr", "tessdata", "libtesseract", "libleptonica")),
    ("numpy", ("numpy",)),
    ("Pillow", ("PIL", "pillow")),
    ("pikepdf, QPDF", ("pikepdf", "libqpdf")),
    ("lxml", ("lxml",)),
    ("PDFium", ("pypdfium2",)),
    ("cryptography, PKCS#11", ("cryptography", "pkcs11", "_cffi", "nacl", "bcrypt")),
    ("zxing, rapidfuzz", ("zxingcpp", "rapidfuzz")),
    ("fontTools", ("fontTools",)),
    (
        "network",
        ("aiohttp", "zeroconf", "botocore", "multidict", "yarl", "frozenlist", "propcache"),
    ),
    ("cluster", ("distributed", "dask", "tornado", "msgpack")),
    ("own resources and sources", ("resources", "ocr", "app", "signing", "tram_so_hoa")),
    ("Python", ("libpython", "python3", "lib-dynload", "base_library", "sohoa", "TramSoHoa")),
)


def part_of(place: PurePosixPath) -> str:
    """Name of the part that the file at `place` belongs to."""
    names = [name for name in place.parts if name != "_internal"]
    for part, beginnings in PARTS:
        if names[0].startswith(beginnings):
            return part
    return "other"


def sizes(folder: Path) -> Counter[str]:
    """Bytes of each part; what is linked counts once."""
    found: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            found[part_of(PurePosixPath(path.relative_to(folder)))] += path.stat().st_size
    return found


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most-mb", type=float, default=300.0)
    options = parser.parse_args()
    found = sizes(options.folder)
    print("| part | MB |\n|---|---|")
    for part, size in found.most_common():
        print(f"| {part} | {size / 1e6:.1f} |")
    whole = sum(found.values()) / 1e6
    print(f"| **all** (at most {options.most_mb:.0f}) | **{whole:.1f}** |")
    return int(whole > options.most_mb)


if __name__ == "__main__":
    sys.exit(main())
