"""Whether two OpenCV compute the same: `python packaging/compare_opencv.py PYTHON OTHER_PYTHON`.

The tests run with the wheel, a package may hold our own build (lean.py). This calls what
the program calls, with drawn pictures, in both and prints where results differ, and by how much.
Ends with 1 when one differs by more than a step of grey, or in a way that cannot be measured.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Results = dict[str, Any]  # arrays of numpy, by name
MOST_STEPS = 1.0


def results() -> Results:
    """What the OpenCV of this interpreter computes."""
    import cv2
    import numpy as np

    draw = np.random.default_rng(20)
    noise = draw.integers(0, 256, (601, 803), np.uint8)
    grey = cv2.GaussianBlur(noise, (0, 0), 1.7)
    colour = draw.integers(0, 256, (601, 803, 3), np.uint8)
    black = np.where(cv2.GaussianBlur(noise, (0, 0), 6) > 127, 255, 0).astype(np.uint8)
    real = grey.astype(np.float32)
    box = cv2.getStructuringElement(cv2.MORPH_RECT, (5, 3))
    round_ = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    corners = np.array([[30, 20], [770, 45], [790, 580], [12, 560]], np.float32)
    sheet = np.array([[0, 0], [700, 0], [700, 500], [0, 500]], np.float32)
    onto = cv2.getPerspectiveTransform(corners, sheet)
    turned = cv2.getRotationMatrix2D((400, 300), 1.3, 1.0)
    outline = max(
        cv2.findContours(black, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0], key=cv2.contourArea
    )
    jpeg = cv2.imencode(".jpg", colour, [cv2.IMWRITE_JPEG_QUALITY, 80])[1]
    asked: dict[str, Callable[[], Any]] = {
        "resize area": lambda: cv2.resize(grey, (400, 300), interpolation=cv2.INTER_AREA),
        "resize linear": lambda: cv2.resize(grey, (1000, 800), interpolation=cv2.INTER_LINEAR),
        "resize cubic": lambda: cv2.resize(grey, (1000, 800), interpolation=cv2.INTER_CUBIC),
        "resize nearest": lambda: cv2.resize(grey, (500, 300), interpolation=cv2.INTER_NEAREST),
        "close": lambda: cv2.morphologyEx(grey, cv2.MORPH_CLOSE, box),
        "open": lambda: cv2.morphologyEx(grey, cv2.MORPH_OPEN, round_),
        "gradient": lambda: cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, box),
        "dilate": lambda: cv2.dilate(grey, box),
        "erode": lambda: cv2.erode(grey, round_),
        "blur": lambda: cv2.blur(grey, (31, 31)),
        "box": lambda: cv2.boxFilter(real, cv2.CV_32F, (15, 15)),
        "box of squares": lambda: cv2.sqrBoxFilter(real, cv2.CV_32F, (15, 15)) / 255,
        "median": lambda: cv2.medianBlur(grey, 5),
        "gauss": lambda: cv2.GaussianBlur(colour, (0, 0), 3.1),
        "gauss of reals": lambda: cv2.GaussianBlur(real, (0, 0), 2.3),
        "sobel": lambda: cv2.Sobel(grey, cv2.CV_16S, 1, 0),
        "laplace": lambda: cv2.Laplacian(grey, cv2.CV_32F),
        "filter": lambda: cv2.filter2D(grey, cv2.CV_32F, np.ones((3, 5), np.float32) / 15),
        "otsu": lambda: cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1],
        "adaptive": lambda: cv2.adaptiveThreshold(
            grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 31, 10
        ),
        "grey": lambda: cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY),
        "lab": lambda: cv2.cvtColor(colour, cv2.COLOR_BGR2Lab),
        "divide": lambda: cv2.divide(grey, cv2.blur(grey, (9, 9)), scale=200),
        "weighted": lambda: cv2.addWeighted(grey, 1.6, noise, -0.6, 0),
        "perspective": lambda: cv2.warpPerspective(grey, onto, (700, 500)),
        "affine": lambda: cv2.warpAffine(grey, turned, (803, 601), flags=cv2.INTER_CUBIC),
        "matrix": lambda: onto,
        "labels": lambda: cv2.connectedComponentsWithStats(black)[2],
        "outline": lambda: outline,
        "area": lambda: np.array(cv2.contourArea(outline)),
        "least box": lambda: cv2.boxPoints(cv2.minAreaRect(outline)),
        "hull": lambda: cv2.convexHull(outline),
        "polygon": lambda: cv2.approxPolyDP(outline, 5, True),
        "line": lambda: cv2.fitLine(outline, cv2.DIST_HUBER, 0, 0.01, 0.01),
        "lines": lambda: cv2.HoughLinesP(cv2.Sobel(black, cv2.CV_8U, 0, 1), 1, 0.01, 60),
        "cosine": lambda: cv2.dct(real[:600, :800]) / 255,
        "jpeg": lambda: jpeg,
        "jpeg read": lambda: cv2.imdecode(jpeg, cv2.IMREAD_COLOR),
        "png": lambda: cv2.imdecode(cv2.imencode(".png", colour)[1], cv2.IMREAD_COLOR),
    }
    return {name: np.asarray(call()) for name, call in asked.items()}


def of(python: Path) -> Results:
    """The results of another interpreter."""
    import numpy as np

    command = [str(python), __file__, "--results"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=300)
    with np.load(io.BytesIO(done.stdout)) as held:
        return dict(held)


def main() -> int:
    """Compare and print."""
    import numpy as np

    if sys.argv[1:] == ["--results"]:
        np.savez(sys.stdout.buffer, **results())
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("python", type=Path, nargs=2)
    one, other = (of(each) for each in parser.parse_args().python)
    print("| result | values that differ | most |\n|---|---|---|")
    worst = 0.0
    for name, value in one.items():
        same = value.shape == other[name].shape
        apart = np.abs(value.astype(np.float64) - other[name]) if same else np.array([np.inf])
        worst = max(worst, float(apart.max(initial=0)))
        if apart.any():
            print(f"| {name} | {np.count_nonzero(apart)} of {apart.size} | {apart.max():.3g} |")
    print(f"\n{len(one)} results, most apart {worst:.3g}.")
    return int(worst > MOST_STEPS)


if __name__ == "__main__":
    sys.exit(main())
