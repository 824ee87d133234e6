"""Heads of official papers: agency on the left, nation on the right, number and date below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from benchmarks.corpus.layout import MOTTO, NATION, Page
from benchmarks.corpus.places import Place
from benchmarks.corpus.render import Cell, Ink
from benchmarks.corpus.spelling import long_date, short_date


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the title.

    Attributes:
        agency: Lines of the issuing agency, the last one bold.
        place: Place of the date line.
        day: Date of the paper.
        number: "12/QĐ-UBND"; "" for a paper without one.
        about: Lines of the summary under the number of a letter.
        number_name: Field name of the number; "" for a number that is no field.
        date_name: Field name of the date; "" for a date that is no field.
    """

    agency: tuple[str, ...]
    place: Place
    day: date
    number: str = ""
    about: tuple[str, ...] = ()
    number_name: str = "number"
    date_name: str = "issued_on"


def _shortened(page: Page, text: str, ink: Ink, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and page.sheet.width_of(longer, ink) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _agency(page: Page, head: Head, x_mid: int, width: int) -> None:
    for number, text in enumerate(head.agency):
        is_last = number == len(head.agency) - 1
        ink = page.look.bold(-1.0) if is_last else page.look.ink(step_pt=-1.0)
        box = (x_mid, 0, x_mid, 0)
        for line in _shortened(page, text, ink, width):
            box = page.centred(line, ink, x_mid)
        if is_last:
            third = (box[2] - box[0]) // 3
            page.sheet.rule(box[0] + third, box[2] - third, page.y - ink.size_px + 12)
    page.gap(0.35)
    if head.number:
        page.centred_value(Cell("Số:", head.number_name, head.number), page.look.ink(), x_mid)
    for line in head.about:
        page.centred(line, page.look.ink(step_pt=-1.0), x_mid)


def nation_lines(page: Page, x_mid: int) -> None:
    """Draw name and motto of the nation around `x_mid`."""
    name = page.look.bold(-1.5)
    page.centred(NATION, name, x_mid)
    motto = page.look.bold(-0.5)
    box = page.centred(MOTTO, motto, x_mid)
    page.sheet.rule(box[0], box[2], page.y - motto.size_px + 14)
    page.gap(0.35)


def dated_line(
    page: Page, place: Place, day: date, x: int, *, anchor: str = "ms", name: str = "issued_on"
) -> None:
    """Draw "place, ngày … tháng … năm …" and keep the date as the field `name`."""
    text = f"{place.seat}, {long_date(day)}"
    ink = page.look.italic()
    width = page.sheet.width_of(text, ink)
    box = page.sheet.text(x, page.y, text, ink, anchor=anchor)
    start = box[2] - round(width * len(long_date(day)) / len(text))
    cell = Cell("", name, long_date(day), short_date(day))
    page.sheet.remember(cell, (start, box[1], box[2], box[3]))
    page.gap(1.0)


def office_head(page: Page, head: Head) -> None:
    """Draw the two columns of the head.

    Source: Nghị định 30/2020/NĐ-CP, Appendix I, part II.
    """
    top = page.y
    nation_px = page.sheet.width_of(NATION, page.look.bold(-1.5))
    right_mid = page.look.right_px - nation_px // 2
    left_width = page.width - nation_px - 50
    _agency(page, head, page.look.left_px + left_width // 2, left_width)
    below_left = page.y
    page.y = top
    nation_lines(page, right_mid)
    dated_line(page, head.place, head.day, right_mid, name=head.date_name)
    page.y = max(page.y, below_left)
    page.gap(0.6)


def copies_to(page: Page, top: int, places: tuple[str, ...]) -> None:
    """Draw "Nơi nhận" at the left from the base line `top`; `y` stays where it was."""
    kept, page.y = page.y, top
    small = page.look.ink(step_pt=-2.5)
    title = page.look.ink(step_pt=-1.5, face=page.look.family.italic)
    page.sheet.text(page.look.left_px, page.y, "Nơi nhận:", title)
    for place in places:
        page.y += round(small.size_px * 1.3)
        page.sheet.text(page.look.left_px, page.y, f"- {place}", small)
    page.y = max(kept, page.y)
