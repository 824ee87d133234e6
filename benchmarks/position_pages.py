"""Generated letters and decisions with the true place of their signature.

Laid out as NĐ 30/2020/NĐ-CP, Appendices I and III, want it, with what offices do to it: several
signers, long titles, ranks before names, names over two lines, tables before and after, wide and
small sheets, pages stored turned or cut, appendices behind the signature, blocks alone on the last
page or without any room, decomposed letters, scanned papers with a text layer that a machine
misread. Every person and agency is invented.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass

from benchmarks.position_sheets import Page, Sheet, as_pdf
from benchmarks.position_words import (
    BETWEEN,
    BLOCKS,
    FAMILY,
    GIVEN,
    HINTS,
    PLACES,
    RANKS,
    SENTENCES,
)
from signing.appearance.fonts import Face
from signing.appearance.stamps import Box

STAMP_PT = (110.0, 50.0)
LAYOUTS = (
    "plain",
    "two signers",
    "three signers",
    "ranked name",
    "table",
    "form",
    "small gap",
    "two pages",
    "appendix behind",
    "A3",
    "A5",
    "turned",
    "turned and cut",
    "large unit",
    "contract",
    "bordered",
    "page number",
    "letter by letter",
    "like names",
    "odd certificate",
    "scan, misread",
    "somebody else",
    "name over two lines",
    "decomposed",
    "block alone",
    "table behind",
    "no room",
)
_LATER_PAGE = ("two pages", "block alone")


@dataclass(frozen=True, slots=True)
class Case:
    """One file and where its signature belongs.

    Attributes:
        layout: Name of the layout, for the table.
        pdf: The file.
        signer: Name as it stands in the certificate.
        page_index: Page of the signature.
        box: Where it belongs, default user space; None when only somebody else signs this file.
        texts: Boxes of all words of that page, default user space.
    """

    layout: str
    pdf: bytes
    signer: str
    page_index: int
    box: Box | None
    texts: tuple[Box, ...]


class Maker:
    """Makes cases from one seed."""

    def __init__(self, face: Face, seed: int) -> None:
        self._face, self._random = face, random.Random(seed)
        self._signer = ""

    def make(self, layout: str) -> Case:
        """Make a file of one layout."""
        sheet, self._signer = self._sheet(layout), self._name()
        pages = [self._filled(sheet, lines=99)] if layout in _LATER_PAGE else []
        page = Page(sheet, self._face)
        top = self._body(page, layout, first=not pages)
        signer, gap = self._signatures(page, layout, top)
        pages.append(page)
        index = len(pages) - 1
        if layout == "appendix behind":
            pages += [self._filled(sheet, lines=30) for _ in range(self._random.randint(1, 2))]
        noise = self._noise() if layout == "scan, misread" else None
        pdf = as_pdf(pages, noise, form="NFD" if layout == "decomposed" else "NFC")
        texts = tuple(sheet.stored(box) for box in page.word_boxes())
        if layout == "somebody else":
            return Case(layout, pdf, self._name(), index, None, texts)
        if layout == "no room":
            return Case(layout, pdf, signer, index, None, texts)
        return Case(layout, pdf, signer, index, sheet.stored(ideal_box(gap)), texts)

    def _noise(self) -> random.Random:
        return random.Random(self._random.random())

    def _sheet(self, layout: str) -> Sheet:
        pick = self._random
        if layout == "A3":
            return Sheet(*pick.choice([(842.0, 1191.0), (1191.0, 842.0)]))
        if layout == "A5":
            return Sheet(420.0, 595.0)
        if layout == "turned":
            return Sheet(595.0, 842.0, pick.choice([90, 180, 270]))
        if layout == "turned and cut":
            offset = (pick.uniform(5, 60), pick.uniform(5, 60))
            return Sheet(595.0, 842.0, pick.choice([0, 90, 180, 270]), offset)
        if layout == "large unit":
            return Sheet(595.0, 842.0, pick.choice([0, 90]), unit=2.0)
        return Sheet(595.0, 842.0)

    def _name(self) -> str:
        parts = (FAMILY, BETWEEN, GIVEN)
        return " ".join(self._random.choice(part) for part in parts)

    def _filled(self, sheet: Sheet, lines: int) -> Page:
        page = Page(sheet, self._face)
        self._paragraphs(page, sheet.height - 70, lines)
        return page

    def _body(self, page: Page, layout: str, *, first: bool) -> float:
        """Write everything above the signature; gives the height where it ends."""
        sheet, pick = page.sheet, self._random
        y = sheet.height - pick.uniform(62, 80)
        small = sheet.width < 500
        if first:
            size, left, right = (9 if small else 12), sheet.width * 0.27, sheet.width * 0.69
            page.write(f"ỦY BAN NHÂN DÂN XÃ {pick.choice(PLACES).upper()}", left, y, size, 0.5)
            page.write("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", right, y, size, 0.5)
            page.write("Độc lập - Tự do - Hạnh phúc", right, y - 15, size, 0.5)
            page.write(f"Số: {pick.randint(1, 999)}/QĐ-UBND", left, y - 32, size, 0.5)
            page.write("QUYẾT ĐỊNH", sheet.width / 2, y - 62, size + 1, 0.5)
            y -= 90
        if layout == "block alone":
            return y
        most = 4 if small else 9 if layout in ("table", "three signers") else 16
        y = self._paragraphs(page, y, pick.randint(2, most))
        if layout == "table":
            y = self._table(page, y - 6)
        return y

    def _paragraphs(self, page: Page, y: float, lines: int) -> float:
        size = 10.0 if page.sheet.width < 500 else self._random.choice([13.0, 13.5, 14.0])
        for _ in range(lines):
            if y < 60:
                break
            text = self._random.choice(SENTENCES)
            while page.face.width_pt(text, size) > page.sheet.width - 130:
                text = text.rsplit(" ", 1)[0]
            page.write(text, 85, y, size)
            y -= size * self._random.choice([1.3, 1.4])
        return y

    def _table(self, page: Page, y: float) -> float:
        """Draw a table of persons; some of them have names like signers."""
        edges = [85.0, 120.0, 300.0, 420.0, page.sheet.width - 45]
        rows = self._random.randint(3, 7)
        listed = self._random.choice([0, 1, rows - 1])  # the signer may be listed, too
        for row in range(rows):
            person = self._signer if row == listed else self._name()
            texts = (str(row), person, f"{self._random.randint(1, 99)}.000", "Có mặt")
            if row == 0:
                texts = ("TT", "Họ và tên", "Số tiền", "Ghi chú")
            for edge, text in zip(edges, texts, strict=False):
                page.write(text, edge + 4, y - 12, 12)
            page.rules.append((edges[0], y, edges[-1], y + 0.6))
            y -= 18
        page.rules.append((edges[0], y, edges[-1], y + 0.6))
        page.rules += [(edge, y, edge + 0.6, y + 18 * rows) for edge in edges]
        return y - 14

    def _signatures(self, page: Page, layout: str, top: float) -> tuple[str, tuple[Box, Box]]:
        """Write the blocks; gives the signer and the boxes of title and name."""
        pick, sheet = self._random, page.sheet
        if layout == "three signers":
            columns = [0.2, 0.5, 0.8]
        elif layout in ("two signers", "like names", "contract", "bordered"):
            columns = [0.28, 0.73]
        else:
            columns = [pick.uniform(0.68, 0.75)]
            if layout != "form":
                self._recipients(page, top - pick.uniform(14, 26))
        room = top - 40
        y = top - pick.uniform(12, 30)
        mine = pick.randrange(len(columns))
        blocks = []
        for number, column in enumerate(columns):
            signer = self._signer if number == mine else self._other_name(layout)
            blocks.append(self._block(page, layout, column * sheet.width, (y, room), signer))
        title, name = blocks[mine]
        if layout == "bordered":
            self._border(page, y + 18, min(block[1][1] for block in blocks) - 8)
        if layout == "table behind":
            self._table(page, min(block[1][1] for block in blocks) - pick.uniform(8, 30))
        if layout == "page number":
            page.write("Trang 1/1", sheet.width / 2, 28, 11, 0.5)
            page.write("Người liên hệ: " + self._signer + ", ĐT: 0900000000", 85, 44, 9)
        return self._held(layout), (title, name)

    def _held(self, layout: str) -> str:
        """Write the name as certificates do."""
        pick, name = self._random, self._signer
        if layout == "odd certificate":
            bare = unicodedata.normalize("NFD", name).replace("Đ", "D").replace("đ", "d")
            bare = "".join(each for each in bare if not unicodedata.combining(each))
            forms = [bare.upper(), f"{name} - UBND xã Tân Mỹ", f"{name} (012345)", f"ThS. {name}"]
            return pick.choice([*forms, f"Chủ tịch {name}", unicodedata.normalize("NFD", name)])
        if pick.random() < 0.15:
            return pick.choice(["TS. ", "ThS. ", ""]) + name.upper()
        return name

    def _other_name(self, layout: str) -> str:
        """Invent another signer, who may have nearly the same name."""
        if layout != "like names":
            return self._name()
        *before, last = self._signer.split(" ")
        near = {"An": "Ân", "Ánh": "Anh", "Bình": "Minh", "Tuấn": "Tuân", "Hương": "Hướng"}
        return " ".join([*before, near.get(last, last + "h")])

    def _border(self, page: Page, top: float, bottom: float) -> None:
        """Draw the lines of a table around two blocks."""
        left, right = 60.0, page.sheet.width - 20
        middle = (left + right) / 2
        page.rules += [(left, y, right, y + 0.6) for y in (top, bottom)]
        page.rules += [(x, bottom, x + 0.6, top) for x in (left, middle, right)]

    def _recipients(self, page: Page, y: float) -> None:
        size = 8.0 if page.sheet.width < 500 else 11.0
        lines = [
            "Nơi nhận:",
            "- Như Điều 3;",
            "- Thường trực Đảng ủy xã;",
            "- Sở Nội vụ tỉnh (b/c);",
        ]
        if self._random.random() < 0.3:
            lines.insert(2, "- Trung tâm Phục vụ hành chính công xã, Phòng Kinh tế (t/h);")
        lines += ["- Các ban, ngành, đoàn thể xã;", "- Cổng thông tin điện tử xã;"]
        for line in [*lines[: self._random.randint(2, 6)], "- Lưu: VT, KT."]:
            while page.face.width_pt(line, size) > page.sheet.width * 0.48 - 85:
                line = line.rsplit(" ", 1)[0]
            if y > 25:
                page.write(line, 85, y, size)
            y -= size * 1.25

    def _block(
        self, page: Page, layout: str, middle: float, space: tuple[float, float], signer: str
    ) -> tuple[Box, Box]:
        """Write title lines and a name below them."""
        y, room = space
        pick, narrow = self._random, layout in ("three signers", "A5")
        size = pick.choice([9.0, 10.0]) if narrow else pick.choice([13.0, 13.5, 14.0])
        titles = list(pick.choice(BLOCKS[2:11] if narrow else BLOCKS))
        widest = page.sheet.width * (0.28 if layout == "three signers" else 0.46)
        if layout == "contract":
            titles = [pick.choice(["ĐẠI DIỆN BÊN A", "BÊN B", "ĐẠI DIỆN BÊN THUÊ"]), "GIÁM ĐỐC"]
        title: Box = (middle, y, middle, y)
        gap = pick.uniform(28, 42) if layout == "small gap" else pick.uniform(48, 95)
        needed = gap + (len(titles) + 1) * size * 1.3
        if layout == "no room":
            gap = pick.uniform(3, 12)
        elif needed > room:
            gap = max(30.0, gap - (needed - room))
        for line in titles:
            fitted = size * min(1.0, widest / page.face.width_pt(line, size))
            title = page.write(line, middle, y, fitted, 0.5)
            y -= size * 1.25
        if layout in ("form", "three signers", "contract"):
            title = page.write(pick.choice(HINTS), middle, y, size - 1, 0.5)
        shown = signer.upper() if pick.random() < 0.2 else signer
        base = title[1] - gap - 0.7 * size
        if layout == "ranked name":
            rank = pick.choice(RANKS)
            wide = pick.random() < 0.3
            name = page.write(rank.strip() if wide else rank + shown, middle, base, size, 0.5)
            if wide:
                page.write(shown, middle, base - size * 1.25, size, 0.5)
        elif layout == "name over two lines":
            *before, last = shown.split(" ")
            name = page.write(" ".join(before), middle, base, size, 0.5)
            page.write(last, middle, base - size * 1.25, size, 0.5)
        elif layout == "letter by letter":
            name = page.spread(shown, middle, base, size)
        else:
            name = page.write(shown, middle, base, size, 0.5)
        return title, name


def ideal_box(gap: tuple[Box, Box]) -> Box:
    """Where a clerk would put the picture: in the middle, as large as the gap allows."""
    title, name = gap
    low, high = name[3], title[1]
    scale = min(1.0, (high - low - 4) / STAMP_PT[1])
    x, y = (name[0] + name[2]) / 2, (low + high) / 2
    wide, tall = STAMP_PT[0] * scale / 2, STAMP_PT[1] * scale / 2
    return x - wide, y - tall, x + wide, y + tall
