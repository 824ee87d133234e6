"""Cards of plastic or card board: the identity card of 2024, the old one, insurance, vehicle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from types import MappingProxyType

from benchmarks.corpus.cccd import (
    CARD_INK,
    CARD_LABEL,
    CARD_TINY,
    CARD_VALUE,
    CardSpot,
    Placing,
    blank_card,
    draw_chip,
    draw_emblem,
    draw_pair,
    ocr_b_ink,
    qr_text,
)
from benchmarks.corpus.fonts import Face
from benchmarks.corpus.marks import draw_qr, finger_print, portrait, round_seal
from benchmarks.corpus.mrz import mrz_lines
from benchmarks.corpus.papers.parts import Maker, old_place, old_residence
from benchmarks.corpus.persons import MALE, Person, card_expiry
from benchmarks.corpus.render import RED, Cell, Ink, Sheet, px
from benchmarks.corpus.spelling import short_date
from benchmarks.corpus.truth import PageTruth
from benchmarks.corpus.wording import make_adult, make_place, make_signer
from ocr.words import union

IDENTITY_TITLE = "CĂN CƯỚC"
OLD_TITLE = "GIẤY CHỨNG MINH NHÂN DÂN"
INSURANCE_TITLE = "THẺ BẢO HIỂM Y TẾ"
LICENCE_TITLE = "GIẤY PHÉP LÁI XE"
VEHICLE_TITLE = "CHỨNG NHẬN ĐĂNG KÝ XE MÔ TÔ, XE GẮN MÁY"
MERGERS = date(2025, 7, 1)
"""From this day on addresses have a commune and a province."""
CardDraw = Callable[[CardSpot, Person, Random], None]
_NAME = Ink(Face.SANS_BOLD, 34, CARD_INK)
_BOLD = Ink(Face.SANS_BOLD, 30, CARD_INK)
_MRZ_PITCH_MM = 2.54


def with_new_card(person: Person, rng: Random) -> Person:
    """Give `person` a card of the kind that is issued since July 2024."""
    issued_on = date(2024, 7, 1) + timedelta(days=rng.randrange(480))
    expires_on = card_expiry(person.birth_date, issued_on)
    return replace(person, issued_on=issued_on, expires_on=expires_on)


def card_maker(draw: CardDraw, *, paper: str, title: str) -> Maker:
    """A drawer of one card, alone or on a sheet, from a seed."""

    def made(seed: int) -> tuple[Sheet, PageTruth]:
        rng = Random(seed)
        person = make_adult(rng, make_place(rng))
        if paper.startswith("identity_card_2024"):
            person = with_new_card(person, rng)
        spot = blank_card(rng, rng.choice(tuple(Placing)))
        draw(spot, person, rng)
        return spot.sheet, spot.sheet.truth(paper, title)

    return made


def _heading(spot: CardSpot, middle_mm: float = 46.0) -> None:
    middle = spot.x(middle_mm)
    bold = Ink(Face.SANS_BOLD, 25, CARD_INK)
    nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    spot.sheet.text(middle, spot.y(5.0), nation, bold, anchor="ms")
    spot.sheet.text(middle, spot.y(8.0), "Độc lập - Tự do - Hạnh phúc", bold, anchor="ms")


def _below(spot: CardSpot, place: tuple[float, float], cell: Cell, ink: Ink = CARD_VALUE) -> None:
    """Draw the label and its value on the next line."""
    x, y = place
    spot.sheet.text(spot.x(x), spot.y(y), cell.label, CARD_LABEL)
    spot.sheet.value(spot.x(x), spot.y(y + 3.4), cell, ink)


def draw_identity_front(spot: CardSpot, person: Person, _rng: Random) -> None:
    """Front of the identity card of 2024: number, name, birth date, sex, nationality."""
    draw_emblem(spot)
    _heading(spot, 47.0)
    sheet = spot.sheet
    sheet.text(spot.x(47), spot.y(10.6), "SOCIALIST REPUBLIC OF VIET NAM", CARD_TINY, anchor="ms")
    title = Ink(Face.SANS_BOLD, 42, RED)
    sheet.text(spot.x(47), spot.y(16.4), IDENTITY_TITLE, title, anchor="ms")
    english = Ink(Face.SANS_BOLD, 26, RED)
    sheet.text(spot.x(47), spot.y(19.6), "IDENTITY CARD", english, anchor="ms")
    sheet.image.paste(portrait((px(21.0), px(27.0))), (spot.x(4.6), spot.y(19.4)))
    number = "Số định danh cá nhân / Personal identification number:"
    _below(spot, (29.5, 24.6), Cell(number, "id_number", person.personal_id),
           Ink(Face.SANS_BOLD, 46, CARD_INK))  # fmt: skip
    name = Cell("Họ, chữ đệm và tên khai sinh / Full name:", "full_name",
                person.full_name.upper(), person.full_name)  # fmt: skip
    _below(spot, (29.5, 32.4), name, _NAME)
    birth = Cell("Ngày, tháng, năm sinh / Date of birth:", "birth_date",
                 short_date(person.birth_date))  # fmt: skip
    draw_pair(spot, (29.5, 40.4), birth)
    draw_pair(spot, (29.5, 44.4), Cell("Giới tính / Sex:", "sex", person.sex))
    nation = Cell("Quốc tịch / Nationality:", "nationality", person.nationality)
    draw_pair(spot, (29.5, 48.4), nation)


def draw_identity_back(spot: CardSpot, person: Person, _rng: Random) -> None:
    """Back of the identity card of 2024: addresses, dates, code and machine-readable zone.

    Source: Thông tư 16/2024/TT-BCA.
    """
    sheet = spot.sheet
    residence = person.residence
    if person.issued_on < MERGERS:
        residence = old_residence(person)
    home = Cell("Nơi cư trú / Place of residence:", "residence", residence)
    _below(spot, (4.6, 4.6), home, Ink(Face.SANS, 25, CARD_INK))
    born = Cell("Nơi đăng ký khai sinh / Place of birth:", "place_of_birth",
                old_place(person.birth_place))  # fmt: skip
    _below(spot, (4.6, 11.4), born, Ink(Face.SANS, 25, CARD_INK))
    draw_chip(spot, 18.4)
    issued = Cell("Ngày, tháng, năm cấp / Date of issue:", "issued_on",
                  short_date(person.issued_on))  # fmt: skip
    _below(spot, (22.0, 19.4), issued)
    until = short_date(person.expires_on) if person.expires_on else "Không thời hạn"
    label = "Ngày, tháng, năm hết hạn / Date of expiry:"
    _below(spot, (22.0, 26.4), Cell(label, "expires_on", until))
    sheet.text(spot.x(38.0), spot.y(35.4), "BỘ CÔNG AN", _BOLD, anchor="ms")
    sheet.text(spot.x(38.0), spot.y(37.6), "MINISTRY OF PUBLIC SECURITY", CARD_TINY, anchor="ms")
    draw_qr(sheet, _new_code(person, residence), (spot.x(66.0), spot.y(17.4), px(17.0)), level="L")
    _zone(spot, person)


def _new_code(person: Person, residence: str) -> str:
    """The code of a card of 2024: the same fields with the address as the card prints it."""
    fields = qr_text(person).split("|")
    fields[5] = residence
    return "|".join(fields)


def _zone(spot: CardSpot, person: Person) -> None:
    lines = mrz_lines(person.personal_id, person.full_name, sex=person.sex,
                      birth_date=person.birth_date, expires_on=person.expires_on)  # fmt: skip
    boxes = []
    for number, line in enumerate(lines):
        at = (spot.x(4.7), spot.y(42.2 + 4.4 * number))
        letters = tuple((letter, ocr_b_ink(letter)) for letter in line)
        boxes.append(spot.sheet.spaced_text(at, letters, pitch_px=px(_MRZ_PITCH_MM)))
    spot.sheet.remember_code("mrz", "\n".join(lines), union(boxes))


def _draw_old_card(spot: CardSpot, person: Person, rng: Random) -> None:
    sheet = spot.sheet
    _heading(spot, 50.0)
    draw_emblem(spot)
    title = Ink(Face.SANS_BOLD, 36, RED)
    sheet.text(spot.x(50), spot.y(13.6), OLD_TITLE, title, anchor="ms")
    number = f"{rng.randrange(100_000_000, 400_000_000)}"
    draw_pair(spot, (38.0, 19.0), Cell("SỐ", "id_number", number), Ink(Face.SANS_BOLD, 44, RED))
    sheet.image.paste(portrait((px(20.0), px(27.0))), (spot.x(4.6), spot.y(20.0)))
    name = Cell("Họ tên:", "full_name", person.full_name.upper(), person.full_name)
    draw_pair(spot, (27.5, 25.0), name, _NAME)
    birth = Cell("Sinh ngày:", "birth_date", short_date(person.birth_date))
    draw_pair(spot, (27.5, 30.0), birth)
    draw_pair(spot, (27.5, 35.0), Cell("Nguyên quán:", "place_of_origin", person.card_origin))
    label = "Nơi ĐKHK thường trú:"
    sheet.text(spot.x(27.5), spot.y(41.0), label, CARD_LABEL)
    home = Cell(label, "residence", person.card_residence)
    sheet.value(spot.x(27.5), spot.y(45.4), home, CARD_VALUE)


def _draw_old_back(spot: CardSpot, person: Person, rng: Random) -> None:
    sheet = spot.sheet
    draw_pair(spot, (5.0, 6.0), Cell("Dân tộc:", "ethnicity", person.ethnicity))
    draw_pair(spot, (45.0, 6.0), Cell("Tôn giáo:", "religion", "Không"))
    title = "DẤU VẾT RIÊNG VÀ DỊ HÌNH"
    sheet.text(spot.x(54), spot.y(11.6), title, _BOLD, anchor="ms")
    sheet.value(spot.x(28), spot.y(16.6), Cell(title, "marks", person.marks), CARD_VALUE)
    for number, finger in enumerate(("NGÓN TRỎ TRÁI", "NGÓN TRỎ PHẢI")):
        top = 9.0 + 20.0 * number
        sheet.multiply(finger_print(rng, (px(13), px(15))), spot.x(7.0), spot.y(top))
        sheet.text(spot.x(13.5), spot.y(top + 17.4), finger, CARD_TINY, anchor="ms")
    day = date(rng.randint(2008, 2016), rng.randint(1, 12), rng.randint(1, 28))
    issued = Cell("Ngày", "issued_on", f"{day.day:02d} tháng {day.month:02d} năm {day.year}",
                  short_date(day))  # fmt: skip
    draw_pair(spot, (40.0, 26.0), issued)
    province = old_place(person.residence_place).split(", ")[2]
    sheet.text(spot.x(56), spot.y(31.0), "GIÁM ĐỐC CÔNG AN", _BOLD, anchor="ms")
    sheet.text(spot.x(56), spot.y(35.0), province.upper(), _BOLD, anchor="ms")
    sheet.text(spot.x(56), spot.y(49.0), make_signer(rng), _BOLD, anchor="ms")


def _draw_insurance(spot: CardSpot, person: Person, rng: Random) -> None:
    sheet = spot.sheet
    sheet.text(spot.x(42), spot.y(5.2), "BẢO HIỂM XÃ HỘI VIỆT NAM", _BOLD, anchor="ms")
    title = Ink(Face.SANS_BOLD, 36, RED)
    sheet.text(spot.x(42), spot.y(10.0), INSURANCE_TITLE, title, anchor="ms")
    if rng.random() < 0.5:
        number = person.insurance_no
        printed = number
    else:
        group = rng.choice(("DN4", "HC4", "GD4", "HS4", "CN3"))
        number = f"{group}{person.birth_place.code[1:]}{person.insurance_no}"
        printed = f"{number[:2]} {number[2]} {number[3:5]} {number[5:]}"
    big = Ink(Face.SANS_BOLD, 36, CARD_INK)
    draw_pair(spot, (5.0, 16.4), Cell("Mã số:", "number", printed, number), big)
    name = Cell("Họ và tên:", "full_name", person.full_name.upper(), person.full_name)
    draw_pair(spot, (5.0, 21.4), name, _BOLD)
    draw_pair(spot, (5.0, 26.0), Cell("Ngày sinh:", "birth_date", short_date(person.birth_date)))
    draw_pair(spot, (47.0, 26.0), Cell("Giới tính:", "sex", person.sex))
    clinic = f"Trạm Y tế {person.residence_place.new.split(', ')[0]}"
    draw_pair(spot, (5.0, 30.6), Cell("Nơi ĐK KCB BĐ:", "clinic", clinic))
    begin = Cell("Giá trị sử dụng: từ ngày", "valid_from", f"01/{rng.randint(1, 12):02d}/2025")
    draw_pair(spot, (5.0, 35.2), begin)
    free = f"01/{rng.randint(1, 12):02d}/{rng.randint(2026, 2029)}"
    draw_pair(
        spot, (5.0, 39.8), Cell("Thời điểm đủ 05 năm liên tục: từ ngày", "continuous_since", free)
    )
    sheet.text(spot.x(62), spot.y(44.4), "GIÁM ĐỐC", Ink(Face.SANS_BOLD, 22, CARD_INK), anchor="ms")
    seal = round_seal(rng, upper="MẪU THỬ", lower="KHÔNG GIÁ TRỊ", diameter_px=px(9))
    sheet.multiply(seal, spot.x(54), spot.y(43.6))
    draw_qr(sheet, _insurance_code(person, number), (spot.x(64.5), spot.y(13.4), px(17.5)),
            level="L")  # fmt: skip


def _insurance_code(person: Person, number: str) -> str:
    name = person.full_name.encode().hex()
    sex = "1" if person.sex == MALE else "2"
    return f"{number}|{name}|{short_date(person.birth_date)}|{sex}|-|38 - 001|01/01/2025|-|$"


def _draw_licence(spot: CardSpot, person: Person, rng: Random) -> None:
    sheet = spot.sheet
    _heading(spot)
    title = Ink(Face.SANS_BOLD, 32, RED)
    sheet.text(spot.x(46), spot.y(12.4), "GIẤY PHÉP LÁI XE / DRIVER'S LICENSE", title, anchor="ms")
    number = f"{rng.randrange(10**11, 10**12)}"
    draw_pair(spot, (30.0, 17.4), Cell("Số/No:", "number", number),
              Ink(Face.SANS_BOLD, 36, RED))  # fmt: skip
    sheet.image.paste(portrait((px(20.0), px(26.0))), (spot.x(4.6), spot.y(15.0)))
    name = Cell("Họ tên/Full name:", "full_name", person.full_name.upper(), person.full_name)
    draw_pair(spot, (27.0, 22.0), name, _BOLD)
    birth = Cell("Ngày sinh/Date of Birth:", "birth_date", short_date(person.birth_date))
    draw_pair(spot, (27.0, 26.4), birth)
    draw_pair(spot, (27.0, 30.6), Cell("Quốc tịch/Nationality:", "nationality", "Việt Nam"))
    label = "Nơi cư trú/Address:"
    sheet.text(spot.x(27.0), spot.y(34.4), label, CARD_LABEL)
    home = Cell(label, "residence", person.card_residence)
    sheet.value(spot.x(27.0), spot.y(37.8), home, Ink(Face.SANS, 25, CARD_INK))
    rank = Cell("Hạng/Class:", "class", rng.choice(("A1", "B2", "B1", "C", "A")))
    draw_pair(spot, (5.0, 46.0), rank, Ink(Face.SANS_BOLD, 40, CARD_INK))
    until = rng.choice(("Không thời hạn", short_date(person.issued_on.replace(year=2034, day=12))))
    draw_pair(spot, (5.0, 50.6), Cell("Có giá trị đến/Expires:", "expires_on", until))
    issued = Cell("Ngày cấp:", "issued_on", short_date(person.issued_on))
    draw_pair(spot, (45.0, 44.0), issued)


def _draw_vehicle(spot: CardSpot, person: Person, rng: Random) -> None:
    sheet = spot.sheet
    _heading(spot, 42.8)
    title = Ink(Face.SANS_BOLD, 27, RED)
    sheet.text(spot.x(42.8), spot.y(12.2), VEHICLE_TITLE, title, anchor="ms")
    draw_pair(spot, (5.0, 17.0), Cell("Số (Number):", "number", f"{rng.randrange(10**5, 10**6)}"))
    owner = Cell("Tên chủ xe (Owner's full name):", "owner.full_name",
                 person.full_name.upper(), person.full_name)  # fmt: skip
    draw_pair(spot, (5.0, 21.4), owner, _BOLD)
    label = "Địa chỉ (Address):"
    draw_pair(spot, (5.0, 25.6), Cell(label, "owner.residence", person.card_residence))
    draw_pair(spot, (5.0, 29.8), Cell("Nhãn hiệu (Brand):", "brand", rng.choice(("HONDA",
              "YAMAHA", "SUZUKI"))))  # fmt: skip
    draw_pair(spot, (44.0, 29.8), Cell("Màu sơn (Color):", "color", rng.choice(("Đen", "Đỏ",
              "Trắng"))))  # fmt: skip
    engine = f"JF{rng.randint(10, 99)}E{rng.randrange(10**6, 10**7)}"
    draw_pair(spot, (5.0, 34.0), Cell("Số máy (Engine N°):", "engine_number", engine))
    frame = f"RLH{rng.choice('AJK')}F{rng.randrange(10**8, 10**9)}"
    draw_pair(spot, (5.0, 38.2), Cell("Số khung (Chassis N°):", "chassis_number", frame))
    plate = f"{person.birth_place.code[1:]}-{rng.choice('BCDE')}{rng.randint(1, 9)} " \
            f"{rng.randint(100, 999)}.{rng.randint(10, 99)}"  # fmt: skip
    draw_pair(spot, (5.0, 44.2), Cell("Biển số đăng ký (N° plate):", "plate", plate),
              Ink(Face.SANS_BOLD, 36, CARD_INK))  # fmt: skip
    issued = Cell("Ngày cấp (Date):", "issued_on", short_date(person.issued_on))
    draw_pair(spot, (5.0, 49.6), issued)
    ink = Ink(Face.SANS_BOLD, 22, CARD_INK)
    sheet.text(spot.x(68), spot.y(49.6), make_signer(rng), ink, anchor="ms")


CARDS: Mapping[str, Maker] = MappingProxyType(
    {
        "identity_card_2024_front": card_maker(
            draw_identity_front, paper="identity_card_2024_front", title=IDENTITY_TITLE
        ),
        "identity_card_2024_back": card_maker(
            draw_identity_back, paper="identity_card_2024_back", title=IDENTITY_TITLE
        ),
        "old_id_card": card_maker(_draw_old_card, paper="old_id_card", title=OLD_TITLE),
        "old_id_card_back": card_maker(
            _draw_old_back, paper="old_id_card_back", title="DẤU VẾT RIÊNG VÀ DỊ HÌNH"
        ),
        "health_insurance_card": card_maker(
            _draw_insurance, paper="health_insurance_card", title=INSURANCE_TITLE
        ),
        "driving_licence": card_maker(
            _draw_licence, paper="driving_licence", title=LICENCE_TITLE
        ),
        "vehicle_registration": card_maker(
            _draw_vehicle, paper="vehicle_registration", title=VEHICLE_TITLE
        ),
    }
)  # fmt: skip
