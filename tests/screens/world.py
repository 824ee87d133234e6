"""A counter in the middle of its day, over synthetic persons and the samples' pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage

from app.domain.ids import DossierId
from app.domain.result import ResultOrigin
from app.province.errors import Rejected
from app.services.assemble import build
from app.services.deliver import enqueue
from app.services.dispatch import send_due
from app.services.results import take_in
from app.services.review import FieldKey, confirm_field, finish_review
from app.services.sign import Key, sign_dossier
from ocr.reading import FieldReading, FieldSource, FieldState, PageReading
from ocr.words import Line, PageText, Word
from tests.fakes.counter_station import BIRTH, KEY, PIN, CounterStation, reading, small_pdf

BUSINESS = "1.001612"
WIDTH_PX = 900
LINES = (
    (("full_name", "Họ, chữ đệm, tên"), "Nguyễn Thị Mẫu", FieldState.GREEN, ""),
    (("birth_date", "Ngày sinh"), "06/07/1995", FieldState.AMBER, ""),
    (("id_number", "Số định danh cá nhân"), "03819590437", FieldState.RED, "personal_id.length"),
    (("address", "Nơi cư trú"), "Xã Hoằng Lộc, tỉnh Thanh Hóa", FieldState.AMBER, ""),
    (("phone", "Số điện thoại"), "", FieldState.RED, "required.empty"),
    (("relation", "Quan hệ với người được khai sinh"), "Mẹ", FieldState.GREEN, ""),
)

PLACES = (
    (381, 205, 515, 229),
    (306, 236, 399, 258),
    (464, 291, 585, 314),
    (239, 264, 557, 287),
    (470, 322, 818, 343),
    (399, 352, 428, 374),
)
"""Where these values stand on the declaration of the samples, at this width."""


@cache
def sheet(sample: str) -> bytes:
    """A page of the samples, smaller, JPEG."""
    data = files("resources").joinpath("samples", *sample.split("/")).read_bytes()
    image = QImage.fromData(data)
    if image.isNull():
        image = QImage(WIDTH_PX, WIDTH_PX * 14 // 10, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
    small = image.scaledToWidth(WIDTH_PX, Qt.TransformationMode.SmoothTransformation)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    small.save(buffer, "JPEG", 85)  # type: ignore[call-overload]  # PySide refuses the bytes
    return bytes(buffer.data().data())


def read_sheet(sample: str, *, doubts: bool) -> tuple[bytes, PageReading]:
    """A page and what was read on it; without doubts all of it is sure."""
    data = sheet(sample)
    image = QImage.fromData(data)
    fields = []
    for number, ((name, label), value, state, problem) in enumerate(LINES):
        fields.append(
            FieldReading(
                name,
                label,
                value or ("" if doubts else "0900000000"),
                state if doubts else FieldState.GREEN,
                0.7 if doubts else 0.99,
                FieldSource.OCR,
                PLACES[number],
                problem if doubts else "",
            )
        )
    if doubts:
        fields[3] = replace(fields[3], alternatives=("Xã Hoằng Lộc, Thanh Hóa", "Xã Hoàng Lộc"))
    words = tuple(Word(word, (120 + 90 * n, 440, 200 + 90 * n, 474), 0.9) for n, word in enumerate(
        ("Xã", "Hoằng", "Lộc,", "Thanh", "Hóa")
    ))  # fmt: skip
    size = (image.width(), image.height())
    read = reading(*fields, paper="Tờ khai đăng ký khai sinh", size=size)
    return data, replace(read, text=PageText((Line(words),)))


def plain_sheet(sample: str) -> tuple[bytes, PageReading]:
    """A page on which nothing was found."""
    data = sheet(sample)
    image = QImage.fromData(data)
    return data, reading(paper="", size=(image.width(), image.height()))


def busy_counter(world: CounterStation | None = None) -> CounterStation:
    """Dossiers of every kind: sent, refused, signed, checked, open, and just scanned."""
    world = world or CounterStation()
    _sent(world, "H26.121-251027-0026")
    _refused(world, "H26.121-251027-0027")
    waiting_dossier(world, "H26.121-251027-0028")
    _checked(world, "H26.121-251027-0029", ("khai-sinh/02-to-khai-khai-sinh.jpg",))
    world.add_unread([sheet("ho-kinh-doanh/02-giay-de-nghi.jpg")], "H26.121-251027-0030", BUSINESS)
    world.add_dossier(
        [
            read_sheet("khai-sinh/02-to-khai-khai-sinh.jpg", doubts=True),
            plain_sheet("khai-sinh/03-giay-chung-sinh.jpg"),
            plain_sheet("khai-sinh/04-cccd-me-truoc.jpg"),
            plain_sheet("khai-sinh/05-cccd-me-sau.jpg"),
        ],
        "H26.121-251027-0031",
        BIRTH,
    )
    for number in range(1, 4):
        pdf = small_pdf([f"QUYET DINH so {number}", "Trang 2"])
        take_in(world.station, f"QD-{number}-UBND.pdf", pdf, ResultOrigin.FOLDER)
    return world


def _checked(world: CounterStation, code: str, samples: Sequence[str]) -> DossierId:
    home = world.add_dossier([read_sheet(each, doubts=False) for each in samples], code, BIRTH)
    for field in world.station.store.fields(home):
        confirm_field(world.station, FieldKey(home, field.page_id, field.name))
    finish_review(world.station, home)
    return home


def waiting_dossier(world: CounterStation, code: str) -> DossierId:
    """A dossier that is signed and waits to be sent."""
    home = _checked(world, code, ("khai-sinh/01-phieu-tiep-nhan.jpg",))
    build(world.station, home)
    sign_dossier(world.station, home, Key(KEY, bytearray(PIN.encode())))
    enqueue(world.station, home)
    return home


def _sent(world: CounterStation, code: str) -> None:
    waiting_dossier(world, code)
    send_due(world.station)


def _refused(world: CounterStation, code: str) -> None:
    waiting_dossier(world, code)
    world.line.trouble = Rejected("the procedure is not known there")
    send_due(world.station)
    world.line.trouble = None
