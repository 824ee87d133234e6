"""The page of a passport with the photograph and the machine-readable zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from types import MappingProxyType

from benchmarks.corpus.cccd import CARD_INK, ocr_b_ink
from benchmarks.corpus.fonts import Face
from benchmarks.corpus.marks import guilloche, portrait
from benchmarks.corpus.mrz import passport_mrz_lines
from benchmarks.corpus.papers.parts import Maker
from benchmarks.corpus.persons import MALE, Person
from benchmarks.corpus.render import A4_PX, RED, Cell, Ink, Sheet, px
from benchmarks.corpus.spelling import short_date
from benchmarks.corpus.truth import PageTruth
from benchmarks.corpus.wording import make_adult, make_place
from ocr.words import union

TITLE = "HỘ CHIẾU / PASSPORT"
_PAGE_MM = (125.0, 88.0)
_LEFT, _TOP = px(40), px(30)
_LABEL = Ink(Face.SANS, 24, CARD_INK)
_VALUE = Ink(Face.SANS_BOLD, 32, CARD_INK)
_PITCH_MM = 2.54


def _at(x_mm: float, y_mm: float) -> tuple[int, int]:
    return _LEFT + px(x_mm), _TOP + px(y_mm)


def _pair(sheet: Sheet, place: tuple[float, float], cell: Cell) -> None:
    x, y = _at(*place)
    sheet.text(x, y, cell.label, _LABEL)
    sheet.value(x, y + 48, cell, _VALUE)


def _zone(sheet: Sheet, lines: tuple[str, str]) -> None:
    boxes = []
    for number, line in enumerate(lines):
        letters = tuple((letter, ocr_b_ink(letter)) for letter in line)
        at = _at(6.6, 76.0 + 6.4 * number)
        boxes.append(sheet.spaced_text(at, letters, pitch_px=px(_PITCH_MM)))
    sheet.remember_code("mrz", "\n".join(lines), union(boxes))


def _draw(sheet: Sheet, person: Person, rng: Random) -> None:
    size = (px(_PAGE_MM[0]), px(_PAGE_MM[1]))
    sheet.image.paste(guilloche(rng, size), (_LEFT, _TOP))
    sheet.frame((_LEFT, _TOP, _LEFT + size[0], _TOP + size[1]), color=(150, 160, 150))
    nation = Ink(Face.SANS_BOLD, 28, CARD_INK)
    x, y = _at(62.5, 7.0)
    sheet.text(x, y, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", nation, anchor="ms")
    sheet.text(x, y + 40, "SOCIALIST REPUBLIC OF VIET NAM", _LABEL, anchor="ms")
    sheet.text(*_at(5, 17), TITLE, Ink(Face.SANS_BOLD, 38, RED))
    sheet.image.paste(portrait((px(32), px(42))), _at(5, 21))
    number = f"{rng.choice('CEK')}{rng.randrange(10**7, 10**8)}"
    expires_on = person.issued_on + timedelta(days=3652)
    _pair(sheet, (46, 17), Cell("Loại / Type", "", "P"))
    _pair(sheet, (62, 17), Cell("Mã số / Code", "", "VNM"))
    _pair(sheet, (84, 17), Cell("Số hộ chiếu / Passport N°", "number", number))
    name = Cell("Họ và tên / Full name", "full_name", person.full_name.upper(), person.full_name)
    _pair(sheet, (46, 26), name)
    _pair(sheet, (46, 35), Cell("Quốc tịch / Nationality", "nationality", "VIỆT NAM", "Việt Nam"))
    _pair(sheet, (46, 44), Cell("Ngày sinh / Date of birth", "birth_date",
                                short_date(person.birth_date)))  # fmt: skip
    _pair(sheet, (84, 44), Cell("Giới tính / Sex", "sex", person.sex))
    _pair(sheet, (46, 53), Cell("Số ĐDCN/ GCMND / ID card N°", "id_number", person.personal_id))
    _pair(sheet, (46, 62), Cell("Ngày cấp / Date of issue", "issued_on",
                                short_date(person.issued_on)))  # fmt: skip
    _pair(sheet, (84, 62), Cell("Có giá trị đến / Date of expiry", "expires_on",
                                short_date(expires_on)))  # fmt: skip
    lines = passport_mrz_lines(
        number,
        person.personal_id,
        person.full_name,
        sex=person.sex,
        birth_date=person.birth_date,
        expires_on=expires_on,
    )
    _zone(sheet, lines)


def passport(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw an open passport on the glass.

    Source: ICAO Doc 9303 part 4; Thông tư 31/2023/TT-BCA (labels).
    """
    rng = Random(seed)
    sex = rng.choice((MALE, "Nữ"))
    sheet = Sheet(A4_PX if rng.random() < 0.5 else (px(205), px(150)), seed=seed)
    _draw(sheet, make_adult(rng, make_place(rng), sex=sex), rng)
    return sheet, sheet.truth("passport", TITLE)


PASSPORTS: Mapping[str, Maker] = MappingProxyType({"passport": passport})
