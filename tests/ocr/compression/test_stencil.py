"""One-bit streams: lossless, decoded by a reader of PDF the right way round."""

from __future__ import annotations

import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest

from ocr.compression.page_layers import Codec, PageLayers, Stencil
from ocr.compression.stencil import find_jbig2, group4, stencil_of
from ocr.pdf.pdfa import DocumentMetadata, PdfPage, assemble
from ocr.words import PageText

Pixels = npt.NDArray[np.uint8]

# Codes its input as the real program does, with the MMR variant of a generic region.
FAKE = """#!{python}
import struct, sys
sys.path[:0] = {path!r}
from ocr.compression.stencil import group4
assert sys.argv[1] == "--pdf" and "-s" not in sys.argv
raw = open(sys.argv[2], "rb").read()
magic, size, bits = raw.split(b"\\n", 2)
w, h = map(int, size.split())
page = struct.pack(">IIIIBH", w, h, 0, 0, 0, 0)
region = struct.pack(">IIIIBB", w, h, 0, 0, 0, 1) + group4(bits, w, h)
def segment(number, kind, body):
    return struct.pack(">IBBBI", number, kind, 0, 1, len(body)) + body
out = segment(0, 0x30, page) + segment(1, 0x26, region)
sys.stdout.buffer.write(out[:{keep}])
sys.exit({status})
"""


def program(folder: Path, *, keep: str = "", status: int = 0) -> Path:
    import sys

    path = folder / "jbig2"
    root = str(Path(__file__).resolve().parents[3])
    text = FAKE.format(python=sys.executable, path=[root], keep=keep, status=status)
    path.write_text(text, "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def mask() -> Pixels:
    coarse = np.random.default_rng(5).integers(0, 2, (30, 25)).astype(np.uint8) * 255
    whole = np.kron(coarse, np.ones((4, 4), np.uint8))
    return np.ascontiguousarray(whole[:, :-1])


def shown(stencil: Stencil, mask: Pixels, folder: Path) -> Pixels:
    """Grey picture of the stencil on a white page, as large as the mask."""
    height, width = mask.shape
    about = DocumentMetadata("Trang", "A", datetime(2026, 1, 1, tzinfo=UTC))
    page = PdfPage(PageLayers(width, height, (), (stencil,)), PageText(), width, height, 72)
    assemble([page], about, folder / "a.pdf")
    document = pypdfium2.PdfDocument(folder / "a.pdf")
    try:
        picture: Pixels = document[0].render(scale=1, grayscale=True).to_numpy()
        return picture.reshape(height, width).copy()
    finally:
        document.close()


def test_stencil_of_mask_comes_back_bit_by_bit(mask: Pixels, tmp_path: Path) -> None:
    stencil = stencil_of(mask, (0, 0, 0))

    assert stencil.codec is Codec.GROUP4
    assert np.array_equal(shown(stencil, mask, tmp_path) < 128, mask > 0)


def test_stencil_of_jbig2_stream_is_painted_the_right_way_round(
    mask: Pixels, tmp_path: Path
) -> None:
    from ocr.compression.stencil import generic_region

    bits = np.packbits(mask, axis=1).tobytes()
    stream = generic_region(program(tmp_path), bits, mask.shape[1], mask.shape[0])

    stencil = Stencil(stream, (0, 0, 0), codec=Codec.JBIG2)

    assert stream
    assert np.array_equal(shown(stencil, mask, tmp_path) < 128, mask > 0)


def test_stencil_of_smaller_stream_wins(mask: Pixels, tmp_path: Path) -> None:
    short = stencil_of(mask, (0, 0, 0), jbig2=program(tmp_path, keep="40"))
    long = stencil_of(mask, (0, 0, 0), jbig2=program(tmp_path))

    assert short.codec is Codec.JBIG2
    assert len(short.stream) == 40
    assert long.codec is Codec.GROUP4


@pytest.mark.parametrize(("keep", "status"), [("0", 0), ("-1", 3), ("0", 1)])
def test_stencil_of_failing_program_falls_back(
    mask: Pixels, tmp_path: Path, keep: str, status: int
) -> None:
    broken = program(tmp_path, keep=keep, status=status)

    assert stencil_of(mask, (0, 0, 0), jbig2=broken) == stencil_of(mask, (0, 0, 0))


def test_stencil_of_missing_program_falls_back(mask: Pixels, tmp_path: Path) -> None:
    made = stencil_of(mask, (0, 0, 0), jbig2=tmp_path / "none")

    assert made == stencil_of(mask, (0, 0, 0))


@pytest.mark.may_skip("Debian 12 does not have the encoder")
def test_stencil_of_real_program_comes_back_bit_by_bit(mask: Pixels, tmp_path: Path) -> None:
    real = find_jbig2()
    if real is None:
        assert shutil.which("jbig2") is None
        pytest.skip("needs jbig2")

    from ocr.compression.stencil import generic_region

    bits = np.packbits(mask, axis=1).tobytes()
    stream = generic_region(real, bits, mask.shape[1], mask.shape[0])

    stencil = Stencil(stream, (0, 0, 0), codec=Codec.JBIG2)
    assert np.array_equal(shown(stencil, mask, tmp_path) < 128, mask > 0)


def test_group4_of_white_is_short() -> None:
    assert len(group4(bytes(100 * 10), 80, 100)) < 40
