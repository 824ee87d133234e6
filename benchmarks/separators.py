"""How many separators are recognised on damaged pages, and how many other pages split the stack.

Run: `python -m benchmarks.separators --folder FOLDER [--separators N] [--ordinary N] [--seed N]
[--pages FOLDER [--every N]]`.
Separators of every kind, and ordinary pages with codes of other origin on them (identity cards,
slips of other dossiers, invoices, declarations on VNeID, transport labels), go through every damage
of the corpus and stay in FOLDER: another run measures the same files. Pages of `--pages` are
ordinary too. Prints, for each kind, how many are told apart by this version and by zxing-cpp alone
(the same texts mean the same to both; it knows no patches), splits by mistake, and CPU time.
"""

from __future__ import annotations

import argparse
import io
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import zxingcpp
from PIL import Image

from app.domain.cover_code import Cover, CoverKind, blank_name, cover_text
from app.domain.ids import PageId
from app.domain.separation import MarkKind, SeenPage, SeparationRules, sort_stack
from app.services.cover_drawing import CoverSheet, draw_covers
from app.services.separator_look import SeparatorLook, marks_of
from benchmarks.corpus.damage import DAMAGES, apply_damage
from benchmarks.corpus.pages import KINDS, page_seed
from benchmarks.corpus.truth import PageTruth
from ocr.codes.separators import Wanted, find_separators
from ocr.intake.decode import decode_page

SEED = 9107
PREFIX = "TACH-"
RULES = SeparationRules(prefixes=(PREFIX,))
_DPI = 300
_PX_PER_MM = _DPI / 25.4
_BATCH = 14
_FORMATS = zxingcpp.BarcodeFormats(
    (
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.Code128,
        zxingcpp.BarcodeFormat.Code39,
        zxingcpp.BarcodeFormat.DataMatrix,
    )
)
_FORMAT_NAMES = {"QRCode": "qr", "Code128": "code128", "Code39": "code39", "DataMatrix": "matrix"}
_NOTE = "Đặt tờ này lên trên giấy tờ của hồ sơ rồi quét cả tập."
_LONE = ("patch T sheet", "one patch T")
Drawer = Callable[[random.Random], tuple[Image.Image, str]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page in the folder and what is true of it.

    Attributes:
        means: Name of the dossier that it opens, "paper" where it begins a paper, "" for an
            ordinary page.
    """

    file: str
    kind: str
    damage: str
    means: str


@dataclass(frozen=True, slots=True)
class Told:
    """What was made of a page; CPU seconds without decoding, first for covers and patches only."""

    drawn: Drawn
    ours: str
    plain: str
    quick_s: float
    ours_s: float
    plain_s: float


def _code(rng: random.Random) -> str:
    unit = rng.choice(("H56.14", "H26.03.12", "000.17.22.H56", "G15.10.20"))
    return f"{unit}-26{rng.randint(1, 12):02}{rng.randint(1, 28):02}-{rng.randint(1, 99999):05}"


def _rendered(sheet: CoverSheet, paper: str) -> Image.Image:
    pdf = pypdfium2.PdfDocument(draw_covers((sheet,), paper))
    return pdf[0].render(scale=_DPI / 72).to_pil().convert("RGB")


def _sheet(name: str, text: str, *, patched: bool) -> CoverSheet:
    rows = (("Thủ tục", "1.001193 – Đăng ký khai sinh"), ("Ngày in", "22/11/2026"))
    return CoverSheet(text, "TỜ BÌA HỒ SƠ", name, rows, _NOTE, patched)


def _cover(paper: str, *, patched: bool) -> Drawer:
    def draw(rng: random.Random) -> tuple[Image.Image, str]:
        name = _code(rng)
        text = cover_text(Cover(CoverKind.CODE, name, "1.001193"))
        return _rendered(_sheet(name, text, patched=patched), paper), name

    return draw


def _blank_cover(rng: random.Random) -> tuple[Image.Image, str]:
    name = blank_name("TRAM-1", "261122", rng.randint(1, 500), rng.getrandbits(20))
    text = cover_text(Cover(CoverKind.BLANK, name))
    return _rendered(_sheet(name, text, patched=False), "a4"), name


def _patch_sheet(_rng: random.Random) -> tuple[Image.Image, str]:
    return _rendered(CoverSheet("", "TỜ NGĂN GIẤY TỜ", "", (), _NOTE, True), "a4"), "paper"


def _lone_patch(rng: random.Random) -> tuple[Image.Image, str]:
    """One patch near the edge of a page that was written on."""
    page = _ordinary_page("official_letter", rng).convert("L")
    strip = np.asarray(_rendered(CoverSheet("", " ", "", (), " ", True), "a4").convert("L"))
    depth = round(32 * _PX_PER_MM)
    pixels = np.asarray(page).copy()
    pixels[:depth] = strip[:depth, : pixels.shape[1]]
    return Image.fromarray(pixels).convert("RGB"), "paper"


def _barcode(format_name: str, module_mm: float, text: str, level: str = "") -> Image.Image:
    options = {"ec_level": level} if level else {}
    kind = zxingcpp.BarcodeFormat.__members__[format_name]
    made = zxingcpp.create_barcode(text, kind, **options)
    small = np.asarray(made.to_image(scale=1, add_quiet_zones=False))
    pitch = max(1, round(module_mm * _PX_PER_MM))
    tall = np.kron(small, np.ones((pitch, pitch), np.uint8))
    is_bars = format_name.startswith("Code")
    return Image.fromarray(tall[: round(18 * _PX_PER_MM)] if is_bars else tall)


def _coded(format_name: str, module_mm: float) -> Drawer:
    def draw(rng: random.Random) -> tuple[Image.Image, str]:
        sheet = Image.new("RGB", (2480, 3508), (255, 255, 255))
        symbol = _barcode(format_name, module_mm, f"{PREFIX}{rng.randint(1, 99):02}")
        x, y = rng.randint(200, 2280 - symbol.width), rng.randint(200, 1200)
        sheet.paste(symbol.convert("RGB"), (x, y))
        return sheet, "paper"

    return draw


def _ordinary_page(kind: str, rng: random.Random) -> Image.Image:
    sheet, _ = KINDS[kind](page_seed(rng.randint(1, 10**6), kind, "separators"))
    return sheet.image.convert("RGB")


def _plain(kind: str) -> Drawer:
    return lambda rng: (_ordinary_page(kind, rng), "")


_STRANGE = (
    ("QRCode", 0.6, lambda rng: f"{rng.randint(10**11, 10**12)}||Trần Thị Thử|01011990|Nữ|Xã Thử"),
    ("QRCode", 0.6, lambda rng: f"https://dichvucong.gov.vn/tra-cuu?ma={_code(rng)}"),
    ("QRCode", 0.5, lambda rng: f"00020101021238{rng.randint(10**9, 10**10)}5303704540650000"),
    ("QRCode", 0.6, lambda rng: f"0100109106|1|C26TTT|{rng.randint(1, 9999)}|20261122|550000"),
    ("QRCode", 0.6, lambda rng: f"{_code(rng)}|1.001193|001090000123|Phiếu hẹn"),
    ("QRCode", 0.6, lambda rng: f"SOHOA1:C:{_code(rng)}:1.001193:0000"),
    ("Code128", 0.4, lambda rng: f"EV{rng.randint(10**8, 10**9)}VN"),
    ("Code39", 0.4, lambda rng: f"HD{rng.randint(10**5, 10**6)}"),
    ("DataMatrix", 0.6, lambda rng: f"0108938505{rng.randint(10**5, 10**6)}"),
)


def _with_strange_code(rng: random.Random) -> tuple[Image.Image, str]:
    """A paper with a code that names something else."""
    page = _ordinary_page(rng.choice(("official_letter", "fee_receipt", "decision")), rng)
    format_name, module_mm, text = rng.choice(_STRANGE)
    symbol = _barcode(format_name, module_mm, text(rng), "M" if format_name == "QRCode" else "")
    framed = Image.new("RGB", (symbol.width + 80, symbol.height + 80), (255, 255, 255))
    framed.paste(symbol.convert("RGB"), (40, 40))
    page.paste(framed, (rng.randint(60, 2400 - framed.width), rng.choice((60, 2900))))
    return page, ""


SEPARATORS: dict[str, Drawer] = {
    "cover A4": _cover("a4", patched=False),
    "cover A4 with patch T": _cover("a4", patched=True),
    "cover slip A6": _cover("a6", patched=False),
    "blank cover": _blank_cover,
    "patch T sheet": _patch_sheet,
    "one patch T": _lone_patch,
    "Code 128": _coded("Code128", 0.5),
    "Code 39": _coded("Code39", 0.5),
    "Data Matrix": _coded("DataMatrix", 0.9),
}
ORDINARY: dict[str, Drawer] = {
    "strange code": _with_strange_code,
    **{kind: _plain(kind) for kind in ("receipt_slip", "cccd_front", "notice_with_code")},
    **{kind: _plain(kind) for kind in KINDS},
}
_KINDS = {**SEPARATORS, **ORDINARY}


def plan(seed: int, separators: int, ordinary: int) -> list[tuple[str, tuple[str, ...], int]]:
    """Kinds in turn, each drawn once for some of the damages."""
    draws: list[tuple[str, tuple[str, ...], int]] = []
    for kinds, count in ((tuple(SEPARATORS), separators), (("strange code", *ORDINARY), ordinary)):
        left, turn = count, 0
        while left > 0:
            kind, start = kinds[turn % len(kinds)], (turn // len(kinds) * _BATCH + turn) % 28
            damages = tuple(islice(_round(start), min(_BATCH, left)))
            draws.append((kind, damages, seed + turn))
            left, turn = left - len(damages), turn + 1
    return draws


def _round(start: int) -> Iterator[str]:
    while True:
        yield DAMAGES[start % len(DAMAGES)]
        start += 1


def draw(task: tuple[str, tuple[str, ...], int, str]) -> list[Drawn]:
    """Draw one page, damage it in several ways, and keep the scans."""
    cv2.setNumThreads(1)
    kind, damages, seed, folder = task
    paper, means = _KINDS[kind](random.Random(f"{kind}/{seed}"))
    made = []
    for number, damage in enumerate(damages):
        name = f"{kind.replace(' ', '_')}-{damage}-{seed}.jpg"
        made.append(Drawn(name, kind, damage, means))
        if (Path(folder) / name).exists():
            continue
        truth = PageTruth(kind, kind, paper.width, paper.height, _DPI, (), (), ())
        scan = apply_damage(paper, truth, damage, seed + number)
        (Path(folder) / name).write_bytes(scan.jpeg if number % 2 else _grey(scan.jpeg))
    return made


def _grey(jpeg: bytes) -> bytes:
    image = Image.open(io.BytesIO(jpeg))
    file = io.BytesIO()
    image.convert("L").save(file, "JPEG", quality=85, dpi=image.info["dpi"])
    return file.getvalue()


def meaning(seen: SeparatorLook) -> str:
    """What a page in the middle of a stack does: the dossier it opens, "paper", or ""."""
    before, after = SeenPage(PageId("0")), SeenPage(PageId("2"))
    page = SeenPage(PageId("1"), marks_of(seen, RULES))
    sorted_stack = sort_stack((before, page, after), RULES)
    for mark in page.marks:
        if mark.kind is MarkKind.COVER and mark.cover and len(sorted_stack.runs) > 1:
            return mark.cover.name
    return "" if sorted_stack.is_plain else "paper"


def tell(task: tuple[Drawn, str]) -> Told:
    """Look at one page in both ways."""
    cv2.setNumThreads(1)
    drawn, folder = task
    raw = decode_page((Path(folder) / drawn.file).read_bytes(), 0)
    started = time.process_time()
    find_separators(raw.image, Wanted())
    quick_s = time.process_time() - started
    started = time.process_time()
    found = find_separators(raw.image, Wanted(patches=True, bars=True, matrix=True))
    ours_s = time.process_time() - started
    seen = SeparatorLook(
        tuple((code.kind.value, code.text) for code in found.codes),
        tuple(tuple(kind.value for kind in patch.kinds) for patch in found.patches),
    )
    gray = cv2.cvtColor(raw.image, cv2.COLOR_BGR2GRAY)
    started = time.process_time()
    barcodes = zxingcpp.read_barcodes(gray, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain)
    plain_s = time.process_time() - started
    named = tuple((_FORMAT_NAMES.get(code.format.name, "qr"), code.text) for code in barcodes)
    return Told(drawn, meaning(seen), meaning(SeparatorLook(named)), quick_s, ours_s, plain_s)


def table(told: Sequence[Told]) -> str:
    """One row for each kind of separator, one for all of them, one for ordinary pages."""
    lines = [
        "| pages | n | ours | ours % | zxing-cpp alone | zxing-cpp % |",
        "|---|---|---|---|---|---|",
    ]
    groups: dict[str, list[Told]] = defaultdict(list)
    for each in told:
        groups[each.drawn.kind if each.drawn.means else ""].append(each)
    separators = [each for each in told if each.drawn.means]
    coded = [each for each in separators if each.drawn.kind not in _LONE]
    for name in SEPARATORS:
        lines += [_row(name, groups[name])] if groups[name] else []
    lines += [_row("**all separators**", separators), _row("all but lone patches", coded)]
    plain = groups[""]
    ours, theirs = (sum(bool(getattr(each, who)) for each in plain) for who in ("ours", "plain"))
    lines.append(f"| **ordinary: split by mistake** | {len(plain)} | {ours} | | {theirs} | |")
    return "\n".join(lines)


def _row(name: str, group: Sequence[Told]) -> str:
    if not group:
        return f"| {name} | 0 | | | | |"
    ours = sum(each.ours == each.drawn.means for each in group)
    plain = sum(each.plain == each.drawn.means for each in group)
    share = [f"{100 * number / len(group):.2f}" for number in (ours, plain)]
    return f"| {name} | {len(group)} | {ours} | {share[0]} | {plain} | {share[1]} |"


def cost_table(told: Sequence[Told]) -> str:
    """CPU milliseconds for a page after decoding: median, 95th of 100, most."""
    rows = [
        ("covers and patches, ordinary pages", [t.quick_s for t in told if not t.drawn.means]),
        ("covers and patches, separators", [t.quick_s for t in told if t.drawn.means]),
        ("with bars and Data Matrix", [each.ours_s for each in told]),
        ("zxing-cpp alone, four kinds", [each.plain_s for each in told]),
    ]
    lines = ["| looked for | pages | median ms | p95 ms | most ms |", "|---|---|---|---|---|"]
    for name, spent in rows:
        if spent:
            ms = sorted(1000 * each for each in spent)
            late = ms[min(len(ms) - 1, int(0.95 * len(ms)))]
            median = statistics.median(ms)
            lines.append(f"| {name} | {len(ms)} | {median:.1f} | {late:.1f} | {ms[-1]:.1f} |")
    return "\n".join(lines)


def _wrong(told: Sequence[Told]) -> str:
    return "\n".join(
        f"- {each.drawn.file}: {each.ours or 'nothing'} instead of {each.drawn.means or 'nothing'}"
        for each in told
        if each.ours != each.drawn.means
    )


def drawn_pages(
    folder: Path, tasks: Sequence[tuple[str, tuple[str, ...], int]], pool: ProcessPoolExecutor
) -> list[Drawn]:
    """The pages of a folder; those that are there are not drawn again."""
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Drawn] = []
    orders = [(*each, str(folder)) for each in tasks]
    for number, pages in enumerate(pool.map(draw, orders), 1):
        made += pages
        print(f"\r{number} of {len(tasks)} drawn", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return made


def main(arguments: Sequence[str] | None = None, out: Callable[[str], None] = print) -> None:
    """Parse arguments, draw, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where drawn pages stay")
    parser.add_argument("--separators", type=int, default=500)
    parser.add_argument("--ordinary", type=int, default=500)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--pages", type=Path, help="further ordinary pages, JPEG")
    parser.add_argument("--every", type=int, default=1, help="take every so many of those")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    with ProcessPoolExecutor(options.jobs, mp_context=get_context("spawn")) as pool:
        wanted = plan(options.seed, options.separators, options.ordinary)
        pages = drawn_pages(options.folder, wanted, pool)
        tasks = [(each, str(options.folder)) for each in pages]
        if options.pages:
            further = sorted(options.pages.glob("*.jpg"))[:: options.every]
            tasks += [(Drawn(each.name, "further", "", ""), str(options.pages)) for each in further]
        told = list(pool.map(tell, tasks, chunksize=8))
    parts = (table(told), cost_table(told), _wrong(told))
    out("\n\n".join(part for part in parts if part))


if __name__ == "__main__":
    main()
