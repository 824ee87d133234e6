"""Find the sheet of paper in a photograph or a scan with dark borders, and lay it flat.

A scan that the paper fills has no outline and stays as it is. An outline is believed only
where the paper is lighter than what lies beyond it, along every side that is in the picture:
frames, tables and cards are drawn on paper and have paper around them.

Source: pinhole geometry of a plane, R. Hartley and A. Zisserman, "Multiple View Geometry in
Computer Vision", ch. 2; corners are crossings of lines fitted to the sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ocr.intake.decode import RawPage, guess_dpi
from ocr.scale import shrunk
from ocr.source import Pixels

Floats = npt.NDArray[np.float32]

_ANALYSIS_SIDE_PX = 640
_LEAST_AREA = 0.2
_LEAST_CARD_AREA = 0.04
_SURE_CARD = 0.95
"""Support of a small outline that is believed for its shape alone, in a picture of a camera."""
_ANOTHER = 0.35
"""Share of the outline's area from which another light thing beside it is a paper as well."""
_WHOLE = 0.985
"""Share of the picture from which the sheet is the picture."""
_LIGHTER_BY = 12.0
_BESIDE_PX = 5.0
_SAMPLES = 60
_RIM_PX, _RIM_SHARE = 3, 0.2
_LEAST_SUPPORT = 0.75
_HELD_SUPPORT, _HELD_MEAN = 0.55, 0.85
"""Fingers cover part of one side: the others make up for it."""
_DARK_BEYOND = 0.4
"""What lies beyond a sheet that is cut off by the picture must be darker than this share."""
_SQUARE_ENOUGH_DEG = 30.0
_TEXT_PX = 13
_CORNER_TRIM = 0.12
_SHAPES = (2.0**0.5, 85.6 / 54.0)
"""Long side by short side of the A series and of cards (ISO 216, ISO/IEC 7810 ID-1)."""
_SHAPE_TOLERANCE = 0.05


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the paper lies in a picture.

    Attributes:
        corners: (4, 2) float32, x and y in pixels: top left, top right, bottom right, bottom
            left as the picture shows them.
        confidence: Share of the outline along which paper ends visibly, 0.0 to 1.0.
        is_photograph: Some side runs askew to its opposite, as only a camera sees it.
    """

    corners: Floats
    confidence: float
    is_photograph: bool


def find_sheet(colour: Pixels, *, by_camera: bool = False) -> Sheet | None:
    """The outline of the paper, None where the paper fills the picture or no outline is sure.

    None as well where several papers lie in the picture: to cut one out would lose the others.

    Args:
        colour: (h, w, 3) uint8 BGR.
        by_camera: No scanner has made the picture, so a card may be small in it.
    """
    scale = min(1.0, _ANALYSIS_SIDE_PX / max(colour.shape[:2]))
    small = shrunk(colour, scale)
    lab = cv2.cvtColor(small, cv2.COLOR_BGR2LAB).astype(np.uint8, copy=False)
    element = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_TEXT_PX, _TEXT_PX))
    # Closing takes the print away, so that paper is one light area.
    closed = cv2.morphologyEx(lab[:, :, 0], cv2.MORPH_CLOSE, element)
    light = cv2.medianBlur(closed, 5).astype(np.uint8, copy=False)
    if not _has_darker_rim(light):
        return None
    best: Sheet | None = None
    least = _LEAST_CARD_AREA if by_camera else _LEAST_AREA
    for mask in _masks(light, lab):
        sheet = _sheet_of(mask, light, least)
        if sheet is not None and (best is None or _rank(sheet) > _rank(best)):
            best = sheet
    if best is None:
        return None
    factor = np.array([colour.shape[1] / small.shape[1], colour.shape[0] / small.shape[0]])
    corners = (best.corners * factor).astype(np.float32)
    return Sheet(corners, best.confidence, best.is_photograph)


def _has_darker_rim(light: Pixels) -> bool:
    """Whether anything but paper reaches an edge of the picture, as it must around a sheet."""
    # Paper may fill no more than a small part of the picture, and is the lightest thing in it.
    paper = float(np.percentile(light[::4, ::4], 98))
    sides = (light[:_RIM_PX], light[-_RIM_PX:], light[:, :_RIM_PX], light[:, -_RIM_PX:])
    return any(float((side < paper - _LIGHTER_BY).mean()) > _RIM_SHARE for side in sides)


def laid_flat(page: RawPage, found: Sheet | None = None) -> RawPage:
    """The sheet alone, seen from straight above; the page itself where it fills the picture.

    A photograph says nothing of the size of the paper, so its resolution is guessed anew from
    the shape of the sheet; a scanner's resolution holds for what is left of its picture.
    """
    sheet = find_sheet(page.image, by_camera=page.dpi_guessed)
    if sheet is None:
        return page
    width, height = _flat_size(sheet)
    is_guessed = page.dpi_guessed or sheet.is_photograph
    if is_guessed:
        width, height = _paper_shaped(width, height)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(sheet.corners, target)
    flat = cv2.warpPerspective(
        page.image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.uint8, copy=False)
    dpi = guess_dpi(width, height) if is_guessed else page.dpi
    return RawPage(flat, dpi, is_guessed)


def _flat_size(sheet: Sheet) -> tuple[int, int]:
    """Width and height in pixels at which the flattened sheet loses no detail."""
    top_left, top_right, bottom_right, bottom_left = sheet.corners
    width = max(_distance(top_left, top_right), _distance(bottom_left, bottom_right))
    height = max(_distance(top_left, bottom_left), _distance(top_right, bottom_right))
    return max(1, round(width)), max(1, round(height))


def _paper_shaped(width: int, height: int) -> tuple[int, int]:
    """The size with the shorter side stretched to a usual shape of paper, where one is near."""
    long, short = max(width, height), min(width, height)
    near = min(_SHAPES, key=lambda shape: abs(long / short - shape))
    if abs(long / short - near) > _SHAPE_TOLERANCE * near:
        return width, height
    fitted = round(long / near)
    return (fitted, long) if width < height else (long, fitted)


def _distance(a: Floats, b: Floats) -> float:
    return float(np.hypot(*(a - b)))


def _rank(sheet: Sheet) -> float:
    return sheet.confidence * float(np.sqrt(cv2.contourArea(sheet.corners)))


def _masks(light: Pixels, lab: Pixels) -> Iterator[Pixels]:
    """Guesses at which pixels are paper, (h, w) uint8, 0 or 255."""
    middle, _ = cv2.threshold(light, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    for level in (middle, 0.75 * middle, 0.5 * middle, 0.5 * (middle + 255.0)):
        yield _above(light, level)
    # Paper on a table as light as itself differs by its colour.
    rim = np.concatenate([lab[:6].reshape(-1, 3), lab[-6:].reshape(-1, 3)])
    rim = np.concatenate([rim, lab[:, :6].reshape(-1, 3), lab[:, -6:].reshape(-1, 3)])
    table = np.median(rim, axis=0)
    apart = np.abs(lab.astype(np.float32) - table.astype(np.float32)).max(axis=2)
    distance = cv2.medianBlur(np.clip(apart, 0, 255).astype(np.uint8), 7)
    element = np.ones((_TEXT_PX, _TEXT_PX), np.uint8)
    distance = cv2.morphologyEx(distance, cv2.MORPH_CLOSE, element).astype(np.uint8)
    middle, _ = cv2.threshold(distance, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    for level in (middle, 0.6 * middle):
        yield _above(distance, level)


def _above(channel: Pixels, level: float) -> Pixels:
    return np.where(channel > level, 255, 0).astype(np.uint8)


def _sheet_of(mask: Pixels, light: Pixels, least: float) -> Sheet | None:
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    areas = sorted(map(cv2.contourArea, contours), reverse=True)
    outline = cv2.convexHull(max(contours, key=cv2.contourArea))
    share = cv2.contourArea(outline) / mask.size
    if not least <= share <= _WHOLE or (len(areas) > 1 and areas[1] > _ANOTHER * areas[0]):
        return None
    corners = _four_corners(np.asarray(outline, np.float32).reshape(-1, 2))
    if corners is None:
        return None
    contour = np.asarray(max(contours, key=cv2.contourArea), np.float32).reshape(-1, 2)
    corners = _ordered(_refined(corners, contour))
    if not _is_plausible(corners, mask.shape):
        return None
    support = _support(corners, light)
    is_sure = support >= _SURE_CARD and _is_card_shaped(corners)
    if support < _LEAST_SUPPORT or (share < _LEAST_AREA and not is_sure):
        return None
    return Sheet(corners, support, _is_askew(corners))


def _is_card_shaped(corners: Floats) -> bool:
    """Whether the sides are those of an identity card, seen a little askew (ISO/IEC 7810 ID-1)."""
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    long, short = sorted((sides[0] + sides[2], sides[1] + sides[3]), reverse=True)
    return bool(abs(long / max(short, 1.0) - _SHAPES[1]) < 2 * _SHAPE_TOLERANCE * _SHAPES[1])


def _four_corners(hull: Floats) -> Floats | None:
    length = cv2.arcLength(hull, True)
    for tolerance in (0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.07):
        corners = cv2.approxPolyDP(hull, tolerance * length, True).reshape(-1, 2)
        if len(corners) == 4:
            return corners.astype(np.float32)
        if len(corners) < 4:
            return None
    return None


def _refined(corners: Floats, contour: Floats) -> Floats:
    """Corners as crossings of lines fitted to the contour along the sides."""
    lines = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = end - start
        length = float(np.hypot(*along))
        unit = along / max(length, 1.0)
        offset = contour - start
        place = offset @ unit
        away = np.abs(offset @ np.array([-unit[1], unit[0]]))
        trim = _CORNER_TRIM * length
        near = contour[(place > trim) & (place < length - trim) & (away < 0.02 * length + 2)]
        if len(near) < 10:
            return corners
        lines.append(cv2.fitLine(near, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel())
    found = [_crossing(lines[i - 1], lines[i]) for i in range(4)]
    refined = np.array([corner for corner in found if corner is not None], np.float32)
    far = len(refined) < 4 or float(np.abs(refined - corners).max()) > 0.06 * max(contour.max(), 1)
    return corners if far else refined


def _crossing(a: Floats, b: Floats) -> Floats | None:
    matrix = np.array([[a[0], -b[0]], [a[1], -b[1]]], np.float64)
    if abs(np.linalg.det(matrix)) < 1e-6:
        return None
    steps = np.linalg.solve(matrix, np.array([b[2] - a[2], b[3] - a[3]], np.float64))
    return np.array([a[2] + steps[0] * a[0], a[3] + steps[0] * a[1]], np.float32)


def _ordered(corners: Floats) -> Floats:
    """Clockwise from the top left."""
    centre = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0])
    turning = corners[np.argsort(angles)]
    first = int(np.argmin(turning.sum(axis=1)))
    return np.roll(turning, -first, axis=0).astype(np.float32)


def _is_plausible(corners: Floats, shape: tuple[int, ...]) -> bool:
    """Convex, inside the picture, with corners of a sheet that is not seen too flat."""
    height, width = shape[:2]
    slack = 0.02 * max(shape)
    inside = (corners >= -slack).all() and (corners <= np.array([width, height]) + slack).all()
    if not inside or not cv2.isContourConvex(corners):
        return False
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    if lengths.min() < 0.1 * max(shape):
        return False
    back = -np.roll(sides, 1, axis=0)
    cosines = (sides * back).sum(axis=1) / (lengths * np.roll(lengths, 1))
    return bool(np.abs(cosines).max() < np.sin(np.deg2rad(_SQUARE_ENOUGH_DEG)))


def _support(corners: Floats, light: Pixels) -> float:
    """Share of the outline with paper inside and something darker outside; the weakest side.

    Sides on the edge of the picture say nothing. With fewer than four to see, the line may be
    that of a shadow across the page: then only what is far darker than paper is cut away.
    """
    height, width = light.shape
    shares = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = end - start
        unit = along / max(float(np.hypot(*along)), 1.0)
        inward = np.array([-unit[1], unit[0]], np.float32)  # clockwise outline, y downwards
        steps = np.linspace(0.06, 0.94, _SAMPLES, dtype=np.float32)[:, None]
        points = start + steps * along
        outside = points - _BESIDE_PX * inward
        seen = (outside >= 0).all(axis=1) & (outside[:, 0] < width) & (outside[:, 1] < height)
        if seen.mean() < 0.5:
            continue
        beyond = _values(light, outside[seen])
        paper = _values(light, points[seen] + _BESIDE_PX * inward)
        shares.append(float((paper - beyond >= _LIGHTER_BY).mean()))
    if len(shares) < 4 and not _is_dark_beyond(corners, light):
        return 0.0
    weakest = min(shares, default=0.0)
    is_held = len(shares) == 4 and weakest >= _HELD_SUPPORT and sum(shares) / 4 >= _HELD_MEAN
    return max(weakest, _LEAST_SUPPORT) if is_held else weakest


def _is_dark_beyond(corners: Floats, light: Pixels) -> bool:
    inside = np.zeros(light.shape, np.uint8)
    cv2.fillConvexPoly(inside, np.rint(corners).astype(np.int32), 1)
    beyond = light[inside == 0]
    if beyond.size == 0:
        return False
    paper = float(np.median(light[inside > 0]))
    return float(np.percentile(beyond, 75)) < _DARK_BEYOND * paper


def _values(light: Pixels, points: Floats) -> Floats:
    x = np.clip(np.rint(points[:, 0]), 0, light.shape[1] - 1).astype(np.intp)
    y = np.clip(np.rint(points[:, 1]), 0, light.shape[0] - 1).astype(np.intp)
    return light[y, x].astype(np.float32)


def _is_askew(corners: Floats) -> bool:
    """Whether opposite sides differ by more than a scanner can make them differ."""
    top, right, bottom, left = np.roll(corners, -1, axis=0) - corners
    level = abs(_angle(top) - _angle(-bottom)), abs(_angle(right) - _angle(-left))
    return max(level) > 1.0


def _angle(side: Floats) -> float:
    return float(np.degrees(np.arctan2(side[1], side[0])))
