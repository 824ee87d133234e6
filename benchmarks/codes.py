"""How many QR codes are read under every damage, and what looking for them costs.

Run: `python -m benchmarks.codes [--seed N] [--count N] [--pages N] [--jobs N]`. Prints one row
for each damage: codes, size of their modules in the scan, how many plain zxing-cpp reads on the
grey scan, how many this version reads on the cleaned page, wrong texts of both; then CPU
seconds of `find_codes` on whole pages with and without a code.

A trial is not a whole page, drawing and damaging those takes seconds: it is the surroundings
of the code, cut out of a page of the corpus and damaged like a page of its own, in the size of
the print and in smaller ones. With `--pages` whole pages are read too.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain, product
from multiprocessing import get_context

import cv2
import numpy as np
import zxingcpp
from PIL import Image

from benchmarks.corpus.damage import RECIPES, Scan, apply_damage, to_image
from benchmarks.corpus.pages import KINDS, corpus_page, page_seed
from benchmarks.corpus.render import DPI
from benchmarks.corpus.truth import PageTruth, TruthCode
from ocr.cleaning.clean import clean
from ocr.codes.find import find_codes
from ocr.intake.decode import decode_page
from ocr.pipeline import read_text
from ocr.words import nfc

DEFAULT_SEED = 912
CODE_KINDS = ("receipt_slip", "cccd_front", "notice_with_code")
PLAIN_KINDS = (
    "official_letter",
    "report_table",
    "residence_declaration",
    "land_change_application",
)
COST_DAMAGES = ("clean", "noise", "shadow", "phone")
PRINT_SIZES = (1.0, 0.8, 0.65)
"""Sizes of print that take turns, in parts of the size on the page."""
READABLE_MODULE_PX = 2.5
_CUT_PX = (900, 1000)
_TIMEOUT_S = 10.0
_FINDER_MODULES = 7
_DARK = 128


@dataclass(frozen=True, slots=True)
class Printed:
    """A code on undamaged paper.

    Attributes:
        image: RGB at 300 dpi.
        truth: What stands on it; one QR code.
        modules: Modules along one side.
    """

    image: Image.Image
    truth: PageTruth
    modules: int


@dataclass(frozen=True, slots=True)
class Order:
    """One kind of page with one seed, to be read under every damage.

    Attributes:
        whole: Whole pages, not the surroundings of the code.
    """

    seed: int
    kind: str
    size: float
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one code.

    Attributes:
        module_px: Side of a module in the scan.
        plain: The plain reader gave its text.
        ours: This version gave its text.
        wrong_plain: Other QR texts that the plain reader gave.
        wrong_ours: Other QR texts that this version gave.
    """

    order: Order
    damage: str
    module_px: float
    plain: bool
    ours: bool
    wrong_plain: int = 0
    wrong_ours: int = 0


def qr_of(truth: PageTruth) -> TruthCode:
    """The QR code of a page.

    Raises:
        ValueError: None, or several.
    """
    (code,) = (code for code in truth.codes if code.kind == "qr")
    return code


def modules_of(image: Image.Image, code: TruthCode) -> int:
    """Modules along one side of a code as drawn: a finder pattern begins with seven dark ones."""
    x0, y0, x1, _ = code.box
    row = np.asarray(image.convert("L"))[y0, x0:x1] < _DARK
    light = np.flatnonzero(~row)
    run = int(light[0]) if light.size else row.size
    return round((x1 - x0) * _FINDER_MODULES / max(run, 1))


def printed(order: Order) -> Printed:
    """Draw the page of `order` and cut out its code with what is around it."""
    image, truth = _drawn(order)
    code = qr_of(truth)
    modules = modules_of(image, code)
    if order.whole:
        return Printed(image, truth, modules)
    (cut_h, cut_w), (width, height) = _CUT_PX, image.size
    left = _start((code.box[0] + code.box[2] - cut_w) // 2, width - cut_w)
    top = _start((code.box[1] + code.box[3] - cut_h) // 2, height - cut_h)
    cut = image.crop((left, top, left + cut_w, top + cut_h))
    small = cut.resize((round(cut_w * order.size), round(cut_h * order.size)), Image.Resampling.BOX)
    box = tuple(
        round((value - start) * order.size)
        for value, start in zip(code.box, (left, top, left, top), strict=True)
    )
    moved = replace(code, box=(box[0], box[1], box[2], box[3]))
    bare = replace(truth, lines=(), fields=(), codes=(moved,))
    return Printed(small, replace(bare, width_px=small.width, height_px=small.height), modules)


def _start(wished: int, most: int) -> int:
    return min(max(wished, 0), max(most, 0))


def _drawn(order: Order) -> tuple[Image.Image, PageTruth]:
    sheet, truth = KINDS[order.kind](page_seed(order.seed, order.kind, "codes"))
    return sheet.image.convert("RGB"), truth


def module_px(truth: PageTruth, modules: int) -> float:
    """Side of a module in pixels; the box of a turned code is larger than the code."""
    x0, y0, x1, y1 = qr_of(truth).box
    angle = math.radians(truth.skew_deg)
    side = (x1 - x0 + y1 - y0) / 2 / (math.cos(angle) + abs(math.sin(angle)))
    return side / modules


def plain_texts(scan: Scan) -> set[str]:
    """QR texts of zxing-cpp alone on the grey scan."""
    gray = np.asarray(to_image(scan).convert("L"))
    wanted = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))
    found = zxingcpp.read_barcodes(gray, formats=wanted, text_mode=zxingcpp.TextMode.Plain)
    return {nfc(_plain_text(code)) for code in found}


def _plain_text(code: zxingcpp.Barcode) -> str:
    """UTF-8 where the bytes allow it, as with ours, or else the reader's own guess."""
    try:
        return bytes(code.bytes).decode("utf-8")
    except UnicodeDecodeError:
        return str(code.text)


def own_texts(scan: Scan, *, whole: bool) -> set[str]:
    """QR texts of this version: the page is cleaned first, as in the station."""
    raw = decode_page(scan.jpeg, 0)
    if not whole and scan.truth.dpi < DPI // 2:
        # A photograph tells no resolution and a piece of paper is not guessed as one.
        raw = replace(raw, dpi=DPI, dpi_guessed=True)
    return {code.text for code in read_text(raw, None, _TIMEOUT_S).codes}


def trial(order: Order, paper: Printed, damage: str) -> Trial:
    """Damage the paper and read it twice."""
    scan = apply_damage(paper.image, paper.truth, damage, _trial_seed(order, damage))
    right = {nfc(qr_of(paper.truth).text)}
    plain, ours = plain_texts(scan), own_texts(scan, whole=order.whole)
    return Trial(
        order,
        damage,
        module_px(scan.truth, paper.modules),
        plain=right <= plain,
        ours=right <= ours,
        wrong_plain=len(plain - right),
        wrong_ours=len(ours - right),
    )


def _trial_seed(order: Order, damage: str) -> int:
    return zlib.crc32(f"{order.seed}/{order.kind}/{order.size}/{damage}".encode())


def trials(task: tuple[Order, tuple[str, ...]]) -> list[Trial]:
    """One page under all damages of the task, in this process."""
    cv2.setNumThreads(1)
    order, damages = task
    paper = printed(order)
    return [trial(order, paper, damage) for damage in damages]


def orders(seed: int, count: int, pages: int) -> list[Order]:
    """`count` cuts of every kind with a code, sizes in turn, and `pages` whole pages."""
    cuts = [
        Order(seed + number, kind, PRINT_SIZES[number % len(PRINT_SIZES)])
        for number, kind in product(range(count), CODE_KINDS)
    ]
    whole = [
        Order(seed + number, kind, 1.0, whole=True)
        for number in range(pages)
        for kind in CODE_KINDS
    ]
    return [*cuts, *whole]


def cost(task: tuple[int, str, str]) -> float:
    """CPU seconds of `find_codes` on one cleaned page."""
    cv2.setNumThreads(1)
    seed, kind, damage = task
    page = corpus_page(seed, kind, damage)
    colour = clean(decode_page(page.jpeg, 0)).colour
    gray = np.asarray(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    started = time.process_time()
    find_codes(colour, gray)
    return time.process_time() - started


def _rate(right: Sequence[bool]) -> str:
    return f"{100 * sum(right) / len(right):.1f}" if right else "–"


def damage_table(found: Sequence[Trial]) -> str:
    """One row for each damage; codes with readable modules apart from smaller ones."""
    lines = [
        f"| damage | codes ≥ {READABLE_MODULE_PX} px | module px, least and median "
        "| zxing-cpp % | ours % | smaller codes | zxing-cpp % | ours % | wrong, zxing-cpp "
        "| wrong, ours |",
        "|" + "---|" * 10,
    ]
    names = dict.fromkeys(item.damage for item in found)
    lines += [_row(name, [item for item in found if item.damage == name]) for name in names]
    return "\n".join([*lines, _row("**all**", found)])


def _row(name: str, group: Sequence[Trial]) -> str:
    large = [item for item in group if item.module_px >= READABLE_MODULE_PX]
    small = [item for item in group if item.module_px < READABLE_MODULE_PX]
    sizes = [item.module_px for item in large]
    span = f"{min(sizes):.1f}, {statistics.median(sizes):.1f}" if sizes else "–"
    cells: list[object] = [name, len(large), span]
    cells += [_rate([item.plain for item in large]), _rate([item.ours for item in large])]
    cells += [len(small), _rate([item.plain for item in small])]
    cells += [_rate([item.ours for item in small])]
    cells += [sum(item.wrong_plain for item in group), sum(item.wrong_ours for item in group)]
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def cost_table(spent: Sequence[tuple[str, str, float]]) -> str:
    """CPU seconds by pages with and without a code.

    Args:
        spent: Kind, damage and seconds of each page.
    """
    lines = ["| pages | pages | CPU s of find_codes, mean | largest |", "|---|---|---|---|"]
    groups: dict[str, list[float]] = {}
    for kind, _, seconds in spent:
        groups.setdefault("with a QR" if kind in CODE_KINDS else "without", []).append(seconds)
    for name, times in groups.items():
        lines.append(f"| {name} | {len(times)} | {statistics.mean(times):.3f} | {max(times):.3f} |")
    return "\n".join(lines)


def missed(found: Sequence[Trial]) -> str:
    """The codes with readable modules that this version did not read."""
    lost = [item for item in found if item.module_px >= READABLE_MODULE_PX and not item.ours]
    return "\n".join(
        f"- missed: {item.order.kind} {item.order.seed} x {item.order.size}, {item.damage}, "
        f"module {item.module_px:.1f} px"
        for item in lost
    )


def _in_processes(jobs: int, plan: Plan) -> tuple[list[Trial], list[float]]:
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        found = list(chain.from_iterable(_told(pool.map(trials, plan.tasks), len(plan.tasks))))
        return found, list(pool.map(cost, plan.costs))


def _told(results: Iterator[list[Trial]], count: int) -> Iterator[list[Trial]]:
    for number, result in enumerate(results, 1):
        print(f"\r{number} of {count}", end="", file=sys.stderr, flush=True)
        yield result
    print(file=sys.stderr)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be read, and on which pages the cost is taken."""

    tasks: tuple[tuple[Order, tuple[str, ...]], ...]
    costs: tuple[tuple[int, str, str], ...]


def plan_of(options: argparse.Namespace) -> Plan:
    """The work that the options ask for."""
    damages = tuple(options.damages) or tuple(RECIPES)
    wanted = orders(options.seed, options.count, options.pages)
    pages = product((options.seed,), (*CODE_KINDS[:2], *PLAIN_KINDS), COST_DAMAGES)
    return Plan(
        tuple((order, damages) for order in wanted), () if options.no_cost else tuple(pages)
    )


def main(arguments: Sequence[str] | None = None, out: Callable[[str], None] = print) -> None:
    """Parse arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--count", type=int, default=3, help="cuts of each kind and damage")
    parser.add_argument("--pages", type=int, default=0, help="whole pages of each kind and damage")
    parser.add_argument("--damages", nargs="+", default=[], metavar="DAMAGE")
    parser.add_argument("--no-cost", action="store_true", help="leave the cost of pages out")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    plan = plan_of(options)
    found, seconds = _in_processes(options.jobs, plan)
    parts = [damage_table(found), missed(found)] if found else []
    if seconds:
        spent = [
            (kind, damage, s) for (_, kind, damage), s in zip(plan.costs, seconds, strict=True)
        ]
        parts.append(cost_table(spent))
    out("\n\n".join(part for part in parts if part))


if __name__ == "__main__":
    main()
