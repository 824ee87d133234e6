"""Pages drawn for the tests of the reading library, and a guard for the engine."""

from __future__ import annotations

import importlib.util
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFont

Pixels = npt.NDArray[np.uint8]

SERIF = ("LiberationSerif-Regular.ttf", "NotoSerif-Regular.ttf", "DejaVuSerif.ttf")
FONT_FOLDER = Path("/usr/share/fonts/truetype")

DECLARATION = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "",
    "TỜ KHAI ĐĂNG KÝ KHAI SINH",
    "",
    "Kính gửi: Ủy ban nhân dân phường Hồng Hà",
    "Họ, chữ đệm, tên người yêu cầu: Trần Thị Ngọc Ánh",
    "Nơi cư trú: số 12, ngõ 5, phố Lê Trọng Tấn, phường Định Công",
    "Giấy tờ tùy thân: căn cước công dân số 001199012345",
    "Quan hệ với người được khai sinh: mẹ đẻ",
    "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:",
    "Họ, chữ đệm, tên: Nguyễn Trọng Nghĩa",
    "Ngày, tháng, năm sinh: 05/03/2026, giới tính: nam, dân tộc: Kinh",
    "Nơi sinh: Bệnh viện Phụ sản Trung ương, thành phố Hà Nội",
    "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách",
    "nhiệm trước pháp luật về cam đoan của mình.",
)


@dataclass(frozen=True)
class Look:
    """How a drawn page looks.

    Attributes:
        seal: Red round seal and blue signature at the bottom.
        leaders: Dots behind labels, under their values.
        underscores: Lines instead of dots.
        skew_deg: Degrees counter-clockwise.
        noise: Standard deviation of the grain.
        size_pt: Height of the print in points.
    """

    dpi: int = 300
    seal: bool = False
    leaders: bool = False
    underscores: bool = False
    skew_deg: float = 0.0
    noise: float = 0.0
    size_pt: float = 13.0
    paper: tuple[int, int, int] = (250, 250, 247)
    width_mm: float = 210.0
    height_mm: float = 297.0


Draw = Callable[..., Pixels]


def font(size_px: int) -> ImageFont.FreeTypeFont:
    for name in SERIF:
        found = sorted(FONT_FOLDER.rglob(name))
        if found:
            return ImageFont.truetype(str(found[0]), size_px)
    pytest.skip("no serif font with Vietnamese letters")


def draw_page(lines: tuple[str, ...] = DECLARATION, look: Look = Look()) -> Pixels:
    """(h, w, 3) uint8 BGR."""
    dpi = look.dpi
    size = (round(look.width_mm / 25.4 * dpi), round(look.height_mm / 25.4 * dpi))
    sheet = Image.new("RGB", size, look.paper)
    pen = ImageDraw.Draw(sheet)
    face = font(round(look.size_pt / 72 * dpi))
    left, y = round(0.9 * dpi), round(0.8 * dpi)
    for line in lines:
        pen.text((left, y), line, font=face, fill=(25, 25, 30))
        if (look.leaders or look.underscores) and ":" in line:
            _draw_leader(pen, line, (left, y), face, look)
        y += round(0.32 * dpi)
    if look.seal:
        _draw_seal(sheet, dpi)
    return _worn(np.asarray(sheet, dtype=np.uint8)[:, :, ::-1], look)


def _draw_leader(
    pen: ImageDraw.ImageDraw,
    line: str,
    at: tuple[int, int],
    face: ImageFont.FreeTypeFont,
    look: Look,
) -> None:
    left, y = at
    start = left + pen.textlength(line[: line.index(":") + 1] + " ", font=face)
    end = round(7.5 * look.dpi)
    step = pen.textlength("_" if look.underscores else ".", font=face)
    mark = "_" if look.underscores else "."
    drop = round(0.02 * look.dpi) if look.underscores else 0
    pen.text((start, y + drop), mark * int((end - start) / step), font=face, fill=(60, 60, 60))


def _draw_seal(sheet: Image.Image, dpi: int) -> None:
    pen = ImageDraw.Draw(sheet)
    x, y, r = round(5.6 * dpi), round(7.0 * dpi), round(0.7 * dpi)
    red, blue = (215, 45, 50), (35, 50, 165)
    for radius, width in ((r, 0.03), (round(0.7 * r), 0.012)):
        box = (x - radius, y - radius, x + radius, y + radius)
        pen.ellipse(box, outline=red, width=max(1, round(width * dpi)))
    pen.text((x - round(0.4 * r), y - round(0.2 * r)), "U.B.N.D", font=font(dpi // 8), fill=red)
    ts = np.linspace(0, 9, 160)
    points = [
        (x - 0.4 * dpi + t * 0.16 * dpi, y - 0.1 * dpi + 0.28 * dpi * np.sin(2.3 * t) * np.cos(t))
        for t in ts
    ]
    pen.line([(float(a), float(b)) for a, b in points], fill=blue, width=max(1, dpi // 90))
    face = font(round(13 / 72 * dpi))
    pen.text(
        (x - round(0.7 * dpi), y + round(0.35 * dpi)),
        "Nguyễn Thị Hồng Điệp",
        font=face,
        fill=(25, 25, 30),
    )


def _worn(image: Pixels, look: Look) -> Pixels:
    if look.skew_deg:
        height, width = image.shape[:2]
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), look.skew_deg, 1.0)
        fill = tuple(int(v) for v in look.paper[::-1])
        image = cv2.warpAffine(image, turn, (width, height), borderValue=fill).astype(np.uint8)
    if look.noise:
        grain = np.random.default_rng(7).normal(0, look.noise, image.shape)
        image = np.clip(cv2.GaussianBlur(image, (0, 0), 0.7) + grain, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(image)


def encoded(image: Pixels, kind: str = "JPEG", **options: object) -> bytes:
    """Bytes of a picture file."""
    target = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(image[:, :, ::-1])).save(target, kind, **options)
    return target.getvalue()


def fold_errors(truth: str, read: str) -> float:
    """Share of letters of `truth` that are wrong in `read`, white space ignored."""
    from rapidfuzz.distance import Levenshtein

    a, b = "".join(truth.split()), "".join(read.split())
    return Levenshtein.distance(a, b) / max(1, len(a))


@pytest.fixture(scope="session")
def paint() -> Draw:
    """Draws a page; see `draw_page`."""
    return draw_page


@pytest.fixture(scope="session")
def declaration() -> tuple[str, ...]:
    """Lines of a filled declaration, synthetic."""
    return DECLARATION


@pytest.fixture(scope="session")
def look() -> type[Look]:
    """How a page can look."""
    return Look


@pytest.fixture(scope="session")
def to_bytes() -> Callable[..., bytes]:
    """Encodes a drawn page as a file."""
    return encoded


@pytest.fixture(scope="session")
def error_rate() -> Callable[[str, str], float]:
    """Character error rate."""
    return fold_errors


@pytest.fixture(scope="session")
def engine_present() -> None:
    """Skips without Tesseract and its Vietnamese model, or fails where they are required."""
    from ocr.errors import EngineMissing
    from ocr.recognition.tesseract_data import find_tessdata

    try:
        find_tessdata()
        present = shutil.which("tesseract") is not None
        present = present and importlib.util.find_spec("tesserocr") is not None
    except EngineMissing:
        present = False
    if not present:
        pytest.skip("needs Tesseract with the vie model")
