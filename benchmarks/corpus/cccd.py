"""The chip card of citizens ("Căn cước công dân"), front and back, at true size."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import Enum

from PIL import Image, ImageDraw, ImageFilter

from benchmarks.corpus.civil import SEAL_LOWER, SEAL_UPPER
from benchmarks.corpus.fonts import Face
from benchmarks.corpus.marks import (
    draw_qr,
    finger_print,
    guilloche,
    portrait,
    round_seal,
    signature,
    star,
)
from benchmarks.corpus.mrz import mrz_lines
from benchmarks.corpus.persons import Person
from benchmarks.corpus.render import RED, Cell, Color, Ink, Sheet, px
from benchmarks.corpus.spelling import short_date
from ocr.words import union

FRONT_TITLE = "CĂN CƯỚC CÔNG DÂN"
BACK_TITLE = "CĂN CƯỚC CÔNG DÂN (mặt sau)"
WIDTH_MM, HEIGHT_MM = 85.6, 53.98
_MRZ_PITCH_MM = 2.54
CARD_INK: Color = (26, 30, 34)
CARD_TINY = Ink(Face.SANS, 21, CARD_INK)
CARD_LABEL = Ink(Face.SANS, 24, CARD_INK)
CARD_VALUE = Ink(Face.SANS, 29, CARD_INK)


class Placing(Enum):
    """How a card lies on the scanner."""

    A4 = "a4"
    CROPPED = "cropped"


@dataclass(frozen=True, slots=True)
class CardSpot:
    """Places on the card in millimetres from its top left corner."""

    sheet: Sheet
    left_px: int
    top_px: int

    def x(self, mm: float) -> int:
        """Pixels of the sheet `mm` from the card's left edge."""
        return self.left_px + px(mm)

    def y(self, mm: float) -> int:
        """Pixels of the sheet `mm` from the card's top edge."""
        return self.top_px + px(mm)


def qr_text(person: Person) -> str:
    """The seven fields of the code on the front.

    Source: layout of the code on cards issued from 2021, as read by counter scanners.
    """
    return "|".join(
        (
            person.personal_id,
            person.old_id,
            person.full_name,
            person.birth_date.strftime("%d%m%Y"),
            person.sex,
            person.card_residence,
            person.issued_on.strftime("%d%m%Y"),
        )
    )


def blank_card(rng: random.Random, placing: Placing) -> CardSpot:
    """Lay an empty card with its ground on the glass or on a sheet."""
    size = (px(WIDTH_MM), px(HEIGHT_MM))
    if placing is Placing.A4:
        sheet = Sheet()
        left, top = px(58) + rng.randint(-60, 60), px(40) + rng.randint(-60, 60)
    else:
        margin = px(7)
        sheet = Sheet((size[0] + 2 * margin, size[1] + 2 * margin))
        left, top = margin, margin
    shadow = Image.new("RGB", (size[0] + 60, size[1] + 60), (255, 255, 255))
    edge = (24, 26, size[0] + 36, size[1] + 38)
    ImageDraw.Draw(shadow).rounded_rectangle(edge, px(3.2), fill=(150, 150, 152))
    sheet.multiply(shadow.filter(ImageFilter.GaussianBlur(5)), left - 30, top - 30)
    mask = Image.new("L", (size[0] * 2, size[1] * 2), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *mask.size), px(3.18) * 2, fill=255)
    sheet.image.paste(guilloche(rng, size), (left, top), mask.resize(size))
    return CardSpot(sheet, left, top)


def draw_emblem(spot: CardSpot) -> None:
    """Draw a red disc with a star at the top left."""
    x, y, r = spot.x(11.5), spot.y(9.4), px(5.6)
    draw = ImageDraw.Draw(spot.sheet.image)
    draw.ellipse((x - r, y - r, x + r, y + r), fill=(214, 52, 44), outline=(206, 160, 40), width=8)
    draw.polygon(star((x, y), r * 0.62), fill=(240, 206, 70))


def _front_heading(spot: CardSpot) -> None:
    sheet, middle = spot.sheet, spot.x(41.4)
    bold = Ink(Face.SANS_BOLD, 25, CARD_INK)
    sheet.text(middle, spot.y(5.0), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold, anchor="ms")
    motto = Ink(Face.SANS_BOLD, 24, CARD_INK)
    sheet.text(middle, spot.y(8.0), "Độc lập - Tự do - Hạnh phúc", motto, anchor="ms")
    sheet.text(middle, spot.y(10.7), "SOCIALIST REPUBLIC OF VIET NAM", CARD_TINY, anchor="ms")
    sheet.text(middle, spot.y(13.1), "Independence - Freedom - Happiness", CARD_TINY, anchor="ms")
    title = Ink(Face.SANS_BOLD, 38, RED)
    sheet.text(spot.x(45.6), spot.y(17.8), FRONT_TITLE, title, anchor="ms")
    english = Ink(Face.SANS_BOLD, 25, RED)
    sheet.text(spot.x(45.6), spot.y(20.8), "Citizen Identity Card", english, anchor="ms")


def draw_pair(spot: CardSpot, place: tuple[float, float], cell: Cell, ink: Ink = CARD_VALUE) -> int:
    """Draw label and value side by side; give the right edge."""
    x, y = spot.x(place[0]), spot.y(place[1])
    label = spot.sheet.text(x, y, cell.label, CARD_LABEL)
    return spot.sheet.value(label[2] + 12, y, cell, ink)[2]


def _front_values(spot: CardSpot, person: Person) -> None:
    sheet = spot.sheet
    number = Ink(Face.SANS_BOLD, 46, CARD_INK)
    draw_pair(spot, (29.5, 25.6), Cell("Số / No.:", "id_number", person.personal_id), number)
    sheet.text(spot.x(29.5), spot.y(29.2), "Họ và tên / Full name:", CARD_LABEL)
    name = Cell("Họ và tên / Full name:", "full_name", person.full_name.upper(), person.full_name)
    sheet.value(spot.x(29.5), spot.y(32.8), name, Ink(Face.SANS_BOLD, 34, CARD_INK))
    birth = short_date(person.birth_date)
    draw_pair(spot, (29.5, 36.6), Cell("Ngày sinh / Date of birth:", "birth_date", birth))
    draw_pair(spot, (29.5, 40.0), Cell("Giới tính / Sex:", "sex", person.sex))
    nation = Cell("Quốc tịch / Nationality:", "nationality", person.nationality)
    draw_pair(spot, (51.4, 40.0), nation)
    sheet.text(spot.x(29.5), spot.y(43.1), "Quê quán / Place of origin:", CARD_LABEL)
    origin = Cell("Quê quán / Place of origin:", "place_of_origin", person.card_origin)
    sheet.value(spot.x(29.5), spot.y(46.2), origin, CARD_VALUE)
    _residence(spot, person.card_residence)
    expiry = short_date(person.expires_on) if person.expires_on else "Không thời hạn"
    sheet.text(spot.x(4.0), spot.y(49.0), "Có giá trị đến:", Ink(Face.SANS, 21, CARD_INK))
    cell = Cell("Có giá trị đến / Date of expiry:", "expires_on", expiry)
    size_px = 23 if person.expires_on else 19
    sheet.value(spot.x(15.9), spot.y(49.0), cell, Ink(Face.SANS, size_px, CARD_INK))
    sheet.text(spot.x(4.0), spot.y(51.2), "Date of expiry", Ink(Face.SANS, 19, CARD_INK))


def _residence(spot: CardSpot, residence: str) -> None:
    sheet = spot.sheet
    label = "Nơi thường trú / Place of residence:"
    box = sheet.text(spot.x(29.5), spot.y(49.3), label, CARD_LABEL)
    head, _, rest = residence.partition(", ")
    first = sheet.text(box[2] + 12, spot.y(49.3), head, CARD_VALUE)
    second = sheet.text(spot.x(29.5), spot.y(52.2), rest, CARD_VALUE)
    sheet.remember(Cell(label, "residence", f"{head}, {rest}"), union([first, second]))


def cccd_front(person: Person, rng: random.Random, placing: Placing = Placing.A4) -> Sheet:
    """Draw the front of the card with its QR code.

    Source: Thông tư 06/2021/TT-BCA (card of 2021).
    """
    spot = blank_card(rng, placing)
    draw_emblem(spot)
    _front_heading(spot)
    photo = portrait((px(21.0), px(27.0)))
    spot.sheet.image.paste(photo, (spot.x(4.6), spot.y(18.6)))
    draw_qr(spot.sheet, qr_text(person), (spot.x(65.6), spot.y(4.2), px(17.8)), level="L")
    _front_values(spot, person)
    return spot.sheet


def draw_chip(spot: CardSpot, top_mm: float = 13.5) -> None:
    """Draw the chip at the left of the back."""
    draw = ImageDraw.Draw(spot.sheet.image)
    x, y, w, h = spot.x(6.5), spot.y(top_mm), px(12.0), px(11.6)
    draw.rounded_rectangle((x, y, x + w, y + h), 16, fill=(222, 190, 104), outline=(150, 120, 50))
    for part in (1, 2):
        draw.line((x, y + part * h // 3, x + w, y + part * h // 3), fill=(150, 120, 50), width=3)
        draw.line((x + part * w // 3, y, x + part * w // 3, y + h), fill=(150, 120, 50), width=3)


def _back_text(spot: CardSpot, person: Person, signer: str) -> None:
    sheet = spot.sheet
    marks = "Đặc điểm nhận dạng / Personal identification:"
    sheet.text(spot.x(5.0), spot.y(5.2), marks, CARD_LABEL)
    cell = Cell(marks, "marks", person.marks)
    sheet.value(spot.x(5.0), spot.y(8.6), cell, Ink(Face.SANS, 29, CARD_INK))
    issued = Cell(
        "Ngày, tháng, năm / Date, month, year:", "issued_on", short_date(person.issued_on)
    )
    draw_pair(spot, (5.0, 12.2), issued, Ink(Face.SANS, 29, CARD_INK))
    bold = Ink(Face.SANS_BOLD, 19, CARD_INK)
    titles = (
        "CỤC TRƯỞNG CỤC CẢNH SÁT",
        "QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI",
        "DIRECTOR GENERAL OF THE POLICE DEPARTMENT",
        "FOR ADMINISTRATIVE MANAGEMENT OF SOCIAL ORDER",
    )
    for number, title in enumerate(titles):
        ink = bold if number < 2 else Ink(Face.SANS, 15, CARD_INK)
        sheet.text(spot.x(40.0), spot.y(15.0 + 1.95 * number), title, ink, anchor="ms")
    sheet.text(spot.x(40.0), spot.y(33.4), signer, Ink(Face.SANS_BOLD, 25, CARD_INK), anchor="ms")


def draw_fingers(spot: CardSpot, rng: random.Random) -> None:
    """Draw two fingerprints at the right of the back."""
    for number, label in enumerate(("Ngón trỏ trái", "Ngón trỏ phải")):
        top = 3.4 + 16.2 * number
        size = (px(11.0), px(12.6))
        spot.sheet.multiply(finger_print(rng, size), spot.x(67.6), spot.y(top))
        ink = Ink(Face.SANS, 19, CARD_INK)
        spot.sheet.text(spot.x(73.1), spot.y(top + 14.6), label, ink, anchor="ms")


def ocr_b_ink(letter: str) -> Ink:
    """Face nearest to OCR-B: plain letters and zero, an I with short serifs, a wide filler."""
    match letter:
        case "I":
            return Ink(Face.SERIF, 44, CARD_INK)
        case "<":
            return Ink(Face.MONO, 45, CARD_INK)
        case _:
            return Ink(Face.SANS, 43, CARD_INK)


def _mrz(spot: CardSpot, person: Person) -> None:
    lines = mrz_lines(
        person.personal_id,
        person.full_name,
        sex=person.sex,
        birth_date=person.birth_date,
        expires_on=person.expires_on,
    )
    boxes = []
    for number, line in enumerate(lines):
        at = (spot.x(4.7), spot.y(40.4 + 4.9 * number))
        letters = tuple((letter, ocr_b_ink(letter)) for letter in line)
        boxes.append(spot.sheet.spaced_text(at, letters, pitch_px=px(_MRZ_PITCH_MM)))
    spot.sheet.remember_code("mrz", "\n".join(lines), union(boxes))


def cccd_back(person: Person, rng: random.Random, placing: Placing = Placing.A4) -> Sheet:
    """Draw the back of the card with its machine-readable zone.

    Source: Thông tư 06/2021/TT-BCA (card of 2021); ICAO Doc 9303 part 5.
    """
    spot = blank_card(rng, placing)
    draw_chip(spot)
    _back_text(spot, person, "Trần Văn Mẫu")
    draw_fingers(spot, rng)
    pen = signature(rng, width_px=270, height_px=120)
    spot.sheet.multiply(pen, spot.x(40.0) - 120, spot.y(22.4))
    seal = round_seal(rng, upper=SEAL_UPPER, lower=SEAL_LOWER, diameter_px=px(15.0))
    spot.sheet.multiply(seal, spot.x(24.4), spot.y(20.4))
    _mrz(spot, person)
    return spot.sheet
