"""Blocks that the papers of this room share: heads, persons, tick boxes, tables of values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from PIL import ImageDraw

from benchmarks.corpus.civil import identity_document
from benchmarks.corpus.heads import dated_line, nation_lines
from benchmarks.corpus.layout import Page, draw_fitted
from benchmarks.corpus.looks import Wish
from benchmarks.corpus.persons import Person
from benchmarks.corpus.places import Place
from benchmarks.corpus.render import Cell, LeaderMark, Leaders, Sheet, px
from benchmarks.corpus.spelling import short_date
from benchmarks.corpus.truth import PageTruth
from ocr.words import Box, union

Maker = Callable[[int], tuple[Sheet, PageTruth]]
Draw = Callable[[Page], None]
FORM = Wish(sizes_pt=(11.5, 13.5))
"""A form filled in with a word processor or on a printed sheet."""
DOTTED = Wish(sizes_pt=(11.5, 13.5), mark=LeaderMark.DOTS, leaders=(Leaders.UNDER, Leaders.AFTER))
"""A form with dots."""
PROGRAM = Wish(sizes_pt=(12, 13.5), leaders=(Leaders.NONE, Leaders.NONE, Leaders.AFTER))
"""A paper that an agency's program printed."""
SIGN_NOTE = "(Ký, ghi rõ họ, chữ đệm, tên)"
_CITIES = {"Hà Nội": "thành phố Hà Nội", "TP. Hồ Chí Minh": "Thành phố Hồ Chí Minh"}
_BLANK_HEIGHT_PX = 40


def maker(draw: Draw, *, paper: str, title: str, wish: Wish = FORM) -> Maker:
    """A drawer of pages of one paper from a seed."""

    def made(seed: int) -> tuple[Sheet, PageTruth]:
        return draw_fitted(seed, wish, draw, paper=paper, title=title)

    return made


def old_day(rng: Random) -> date:
    """A day before the mergers and after all cards of the invented persons were issued."""
    return date(2024, 6, 1) + timedelta(days=rng.randrange(390))


def old_place(place: Place) -> str:
    """Commune, district and province with their kinds, as papers wrote before July 2025."""
    commune, district, province = place.old.split(", ")
    return f"xã {commune}, huyện {district}, {_CITIES.get(province, f'tỉnh {province}')}"


def old_residence(person: Person) -> str:
    """Address of `person` as papers wrote before July 2025."""
    return f"{person.hamlet}, {old_place(person.residence_place)}"


def old_committee(place: Place) -> tuple[str, ...]:
    """The head of a paper of a commune before July 2025."""
    return ("ỦY BAN NHÂN DÂN", f"XÃ {place.old.split(', ')[0].upper()}")


def quoted_document(person: Person, rng: Random) -> str:
    """The card as forms quote it, in one of the usual ways."""
    day = short_date(person.issued_on)
    return rng.choice(
        (
            identity_document(person),
            f"CCCD số {person.personal_id} do Cục Cảnh sát QLHC về TTXH cấp ngày {day}",
            f"Thẻ căn cước công dân số: {person.personal_id}, cấp ngày {day}",
            person.personal_id,
        )
    )


def document_cell(role: str, person: Person, rng: Random, label: str) -> Cell:
    """Cell that quotes the card of `person`; its canonical value is the number."""
    return Cell(label, f"{role}.id_document", quoted_document(person, rng), person.personal_id)


def name_cell(label: str, role: str, person: Person, *, is_upper: bool = False) -> Cell:
    """Cell of a full name, in capitals where the form asks for it."""
    printed = person.full_name.upper() if is_upper else person.full_name
    return Cell(label, f"{role}.full_name", printed, person.full_name, is_bold=True)


def born_cell(role: str, person: Person, label: str = "Ngày, tháng, năm sinh:") -> Cell:
    """Cell of a birth date."""
    return Cell(label, f"{role}.birth_date", short_date(person.birth_date))


def moment(page: Page, cell: Cell, time_name: str) -> None:
    """Draw a cell of hour and day; the hour, first in its print, is a field of its own."""
    page.rows(cell)
    hour, _, minute, *_ = cell.printed.split()
    page.sheet.remember_again(time_name, f"{hour}:{minute}")


def sex_and_nation(page: Page, role: str, person: Person) -> None:
    """Draw sex, ethnic group and nationality in one row."""
    page.rows(
        Cell("Giới tính:", f"{role}.sex", person.sex),
        Cell("Dân tộc:", f"{role}.ethnicity", person.ethnicity, at=0.3),
        Cell("Quốc tịch:", f"{role}.nationality", person.nationality, at=0.62),
    )


def heading(page: Page, text: str) -> None:
    """Draw a bold line that opens a part of a form."""
    page.para(text, ink=page.look.bold(), indent_mm=0)


def titles(page: Page, *lines: str, step_pt: float = 1.5) -> None:
    """Draw the title in bold capitals."""
    for line in lines:
        page.centred(line, page.look.bold(step_pt))


def form_head(page: Page, lines: tuple[str, ...], *, mark: str = "") -> None:
    """Draw form number, name of the nation and title of a declaration."""
    if mark:
        ink = page.look.italic(-2.0)
        page.sheet.text(page.look.right_px, page.y, mark, ink, anchor="rs")
        page.gap(1.0)
    nation_lines(page, page.middle)
    page.gap(0.6)
    titles(page, *lines)
    page.gap(0.3)


def addressed(page: Page, label: str, addressee: str) -> None:
    """Draw whom a form is addressed to, in the middle or at the left edge."""
    cell = Cell(label, "addressed_to", addressee)
    if page.rng.random() < 0.6:
        page.centred_value(cell, page.look.ink())
    else:
        page.rows(cell)
    page.gap(0.2)


def signed(
    page: Page, place: Place, day: date, signer: tuple[str, str], *, date_name: str = "declared_on"
) -> None:
    """Draw date line and signature at the right of a declaration; `signer` is role and name."""
    who, name = signer
    page.gap(0.2)
    dated_line(page, place, day, page.look.right_px, anchor="rs", name=date_name)
    page.sign(page.at(0.74), (who,), name, note=SIGN_NOTE)


def both_sign(page: Page, left: tuple[str, str], right: tuple[str, str]) -> None:
    """Draw two signatures side by side; each is title and name."""
    top = page.y
    for share, (title, name) in ((0.22, left), (0.78, right)):
        page.y = top
        page.sign(page.at(share), (title,), name, note="(Ký, ghi rõ họ tên)")


def blank(page: Page, *cells: Cell) -> None:
    """Draw rows nobody filled in; their values are empty."""
    for cell in cells:
        base = page.y
        page.rows(cell)
        start = page.look.left_px + page.sheet.width_of(f"{cell.label} ", page.look.form.label)
        left = min(start, page.look.right_px - px(30))
        page.sheet.remember(cell, (left, base - _BLANK_HEIGHT_PX, page.look.right_px, base + 8))


def ticks(page: Page, cell: Cell, options: tuple[str, ...]) -> None:
    """Draw a label and boxes to tick; the one of `cell.printed` is marked with a cross or tick."""
    ink = page.look.form.label
    sheet, rng = page.sheet, page.rng
    side = round(ink.size_px * 0.78)
    box_first = rng.random() < 0.5
    sheet_box = sheet.text(page.look.left_px, page.y, cell.label, ink)
    x = sheet_box[2] + 40
    for option in options:
        width = sheet.width_of(option, ink) + side + 20
        if x + width > page.look.right_px:
            x, page.y = page.look.left_px + px(8), page.y + page.look.line_px
        text_x = x + side + 18 if box_first else x
        text = sheet.text(text_x, page.y, option, ink)
        left = x if box_first else text[2] + 16
        square = (left, page.y - side, left + side, page.y)
        sheet.frame(square, width_px=3)
        if option == cell.printed:
            _mark(page, square)
            sheet.remember(cell, union([text, square]))
        x += width + 70
    page.y += page.look.line_px


def _mark(page: Page, square: Box) -> None:
    left, top, right, bottom = square
    draw = ImageDraw.Draw(page.sheet.image)
    color = page.look.form.value.color
    if page.rng.random() < 0.5:
        draw.line((left + 6, top + 6, right - 6, bottom - 6), fill=color, width=5)
        draw.line((left + 6, bottom - 6, right - 6, top + 6), fill=color, width=5)
        return
    third = left + (right - left) // 3
    draw.line((left + 5, (top + bottom) // 2, third, bottom - 6), fill=color, width=5)
    draw.line((third, bottom - 6, right + 8, top - 8), fill=color, width=5)


def copies(page: Page) -> None:
    """Draw the request for copies: two boxes and a number."""
    count = page.rng.choice((0, 0, 1, 2, 3))
    wants = Cell("Đề nghị cấp bản sao:", "copies.wanted", "Có" if count else "Không")
    ticks(page, wants, ("Có", "Không"))
    label = "Số lượng:"
    if count:
        page.rows(Cell(label, "copies.count", f"{count:02d} bản", f"{count:02d}"))
    else:
        blank(page, Cell(label, "copies.count"))


def value_table(
    page: Page, head: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...],
    shares: tuple[float, ...],
) -> None:  # fmt: skip
    """Draw a table whose first column is the label and whose others are values."""
    texts = tuple((row[0].label.rstrip(":"), *(cell.printed for cell in row)) for row in rows)
    boxes = page.table((head, *texts), shares, centred=frozenset())
    for row, drawn in zip(rows, boxes[1:], strict=True):
        for cell, box in zip(row, drawn[1:], strict=True):
            page.sheet.remember(cell, box if cell.printed else _around(box))


def _around(spot: Box) -> Box:
    x, y = spot[0], spot[1]
    return (x, y - _BLANK_HEIGHT_PX, x + px(20), y + 8)
