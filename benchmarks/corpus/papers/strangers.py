"""Papers that no catalogue knows: menu, invoice, letter of a school, prescription."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from benchmarks.corpus.layout import Page
from benchmarks.corpus.papers.parts import Maker, heading, maker
from benchmarks.corpus.papers.traps import UNKNOWN
from benchmarks.corpus.spelling import group_digits, long_date, short_date
from benchmarks.corpus.wording import (
    make_adult,
    make_company,
    make_day,
    make_place,
    make_signer,
    street_address,
)

_DISHES = (
    "Phở bò tái", "Bún chả", "Cơm tấm sườn bì", "Gỏi cuốn tôm thịt", "Canh chua cá lóc",
    "Cá kho tộ", "Rau muống xào tỏi", "Chả giò", "Bánh xèo", "Chè đậu xanh", "Trà đá",
)  # fmt: skip
_GOODS = ("Xi măng PCB40", "Thép phi 10", "Gạch ống 4 lỗ", "Cát xây", "Sơn nước nội thất")
_DRUGS = ("Paracetamol 500mg", "Amoxicillin 500mg", "Vitamin C 100mg", "Omeprazol 20mg")


def _draw_menu(page: Page) -> None:
    rng = page.rng
    page.centred("QUÁN CƠM GIA ĐÌNH HƯƠNG QUÊ", page.look.bold(4.0))
    page.centred(street_address(rng, make_place(rng)), page.look.italic())
    page.gap(1.0)
    page.centred("THỰC ĐƠN", page.look.bold(6.0))
    page.gap(0.8)
    for dish in rng.sample(_DISHES, 8):
        price = f"{group_digits(1000 * rng.randint(15, 95))} đ"
        page.sheet.text(page.at(0.1), page.y, dish, page.look.ink(step_pt=2))
        page.sheet.text(page.at(0.9), page.y, price, page.look.ink(step_pt=2), anchor="rs")
        page.gap(1.4)
    page.centred("Kính chúc quý khách ngon miệng!", page.look.italic())


def _draw_invoice(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    page.centred("HÓA ĐƠN GIÁ TRỊ GIA TĂNG", page.look.bold(3.0))
    page.centred(f"Ngày {short_date(make_day(rng))}", page.look.italic())
    page.para(f"Đơn vị bán hàng: {make_company(rng)}", indent_mm=0)
    page.para(f"Địa chỉ: {street_address(rng, place)}", indent_mm=0)
    page.para(f"Họ tên người mua hàng: {make_adult(rng, place).full_name}", indent_mm=0)
    rows = [("STT", "Tên hàng hóa, dịch vụ", "Số lượng", "Đơn giá", "Thành tiền")]
    for number, name in enumerate(rng.sample(_GOODS, 4), 1):
        count, price = rng.randint(2, 60), 1000 * rng.randint(8, 320)
        rows.append((str(number), name, str(count), group_digits(price),
                     group_digits(count * price)))  # fmt: skip
    page.table(tuple(rows), (0.8, 4.6, 1.6, 2.2, 2.6), centred=frozenset({0, 2, 3, 4}))
    page.para("Hình thức thanh toán: Tiền mặt", indent_mm=0)
    page.sign(page.at(0.75), ("NGƯỜI BÁN HÀNG",), make_signer(rng))


def _draw_school(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    page.centred(f"TRƯỜNG TIỂU HỌC {place.seat.upper()}", page.look.bold())
    page.gap(0.8)
    page.centred("THƯ MỜI HỌP PHỤ HUYNH", page.look.bold(3.0))
    page.gap(0.4)
    page.para(f"Kính mời phụ huynh em {make_adult(rng, place).full_name}, lớp {rng.randint(1, 5)}A,"
              f" đến dự cuộc họp phụ huynh vào lúc 8 giờ, {long_date(make_day(rng))}, tại phòng học"
              " của lớp.")  # fmt: skip
    page.para("Nội dung: sơ kết học kỳ, trao đổi về việc rèn luyện của các em, thống nhất kế hoạch"
              " tham quan và các khoản đóng góp tự nguyện.")  # fmt: skip
    page.para("Sự có mặt của quý phụ huynh là nguồn động viên lớn đối với nhà trường.")
    page.sign(page.at(0.74), ("GIÁO VIÊN CHỦ NHIỆM",), make_signer(rng))


def _draw_prescription(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    person = make_adult(rng, place)
    page.centred("ĐƠN THUỐC", page.look.bold(4.0))
    page.gap(0.5)
    page.para(f"Họ tên: {person.full_name}    Năm sinh: {person.birth_date.year}", indent_mm=0)
    page.para(f"Địa chỉ: {person.residence}", indent_mm=0)
    page.para("Chẩn đoán: Viêm họng cấp", indent_mm=0)
    heading(page, "Thuốc điều trị:")
    for number, drug in enumerate(rng.sample(_DRUGS, 3), 1):
        page.para(f"{number}. {drug}: ngày uống {rng.randint(2, 3)} lần, mỗi lần 1 viên sau ăn.")
    page.para("Lời dặn: uống nhiều nước, tái khám sau 5 ngày.", indent_mm=0)
    page.sign(page.at(0.74), ("Bác sĩ điều trị",), f"BS. {make_signer(rng)}")


STRANGERS: Mapping[str, Maker] = MappingProxyType(
    {
        "menu": maker(_draw_menu, paper=UNKNOWN, title="THỰC ĐƠN"),
        "invoice": maker(_draw_invoice, paper=UNKNOWN, title="HÓA ĐƠN GIÁ TRỊ GIA TĂNG"),
        "school_letter": maker(_draw_school, paper=UNKNOWN, title="THƯ MỜI HỌP PHỤ HUYNH"),
        "prescription": maker(_draw_prescription, paper=UNKNOWN, title="ĐƠN THUỐC"),
    }
)
