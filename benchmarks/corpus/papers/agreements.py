"""Contracts with a notary's certificate, and pages that go on without a title."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from benchmarks.corpus.heads import nation_lines
from benchmarks.corpus.layout import Page
from benchmarks.corpus.looks import Wish
from benchmarks.corpus.papers.parts import (
    Maker,
    both_sign,
    heading,
    maker,
    titles,
)
from benchmarks.corpus.persons import Person
from benchmarks.corpus.places import Place
from benchmarks.corpus.render import Cell, Leaders
from benchmarks.corpus.spelling import group_digits, long_date, short_date, spell_money
from benchmarks.corpus.wording import make_adult, make_day, make_place, make_signer

SALE = "HỢP ĐỒNG CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT"
GIFT = "HỢP ĐỒNG TẶNG CHO QUYỀN SỬ DỤNG ĐẤT"
_DENSE = Wish(sizes_pt=(11.5, 13), leaders=(Leaders.NONE,))
_CLAUSES = (
    "Bên A cam đoan thửa đất thuộc quyền sử dụng hợp pháp của mình, không có tranh chấp, không bị"
    " kê biên và chưa tham gia giao dịch nào khác.",
    "Bên B đã xem xét kỹ, biết rõ về thửa đất và các giấy tờ về quyền sử dụng đất nêu trên; tự"
    " nguyện nhận và sử dụng đất đúng mục đích, đúng ranh giới.",
    "Việc giao nhận đất và giấy tờ do hai bên tự thực hiện trong thời hạn ba mươi ngày kể từ ngày"
    " hợp đồng có hiệu lực.",
    "Thuế, lệ phí liên quan đến hợp đồng này do bên B chịu trách nhiệm nộp theo quy định của pháp"
    " luật.",
    "Trong quá trình thực hiện, nếu phát sinh tranh chấp, các bên cùng nhau thương lượng; không"
    " giải quyết được thì một trong hai bên có quyền khởi kiện tại Tòa án.",
)


@dataclass(frozen=True, slots=True)
class _Deal:
    """Names of both sides of a contract."""

    title: str
    giver: str
    taker: str


_SALE = _Deal(SALE, "BÊN CHUYỂN NHƯỢNG (BÊN A):", "BÊN NHẬN CHUYỂN NHƯỢNG (BÊN B):")
_GIFT = _Deal(GIFT, "BÊN TẶNG CHO (BÊN A):", "BÊN ĐƯỢC TẶNG CHO (BÊN B):")


def _party(page: Page, head: str, letter: str, person: Person) -> None:
    heading(page, head)
    page.rows(Cell("Ông (bà):", f"party_{letter}.full_name", person.full_name, is_bold=True))
    page.rows(Cell("Sinh ngày:", f"party_{letter}.birth_date", short_date(person.birth_date)))
    page.rows(Cell("Căn cước công dân số:", f"party_{letter}.id_document", person.personal_id))
    page.rows(Cell("Nơi cư trú:", f"party_{letter}.residence", person.residence))


def _parcel(page: Page, place: Place) -> None:
    rng = page.rng
    page.rows(
        Cell("- Thửa đất số:", "", str(rng.randint(3, 900))),
        Cell("- Tờ bản đồ số:", "", str(rng.randint(1, 60)), at=0.45),
    )
    page.rows(Cell("- Địa chỉ thửa đất:", "", f"thôn {rng.randint(1, 9)}, "
                   f"{place.new}"))  # fmt: skip
    area = f"{rng.randint(60, 800)},{rng.randint(1, 9)}"
    page.rows(Cell("- Diện tích:", "", f"{area} m²"))


def _notary(page: Page) -> None:
    rng = page.rng
    heading(page, "LỜI CHỨNG CỦA CÔNG CHỨNG VIÊN")
    page.rows(
        Cell("Số công chứng:", "notary_number", f"{rng.randint(100, 9000)}/2025"),
        Cell("Quyển số:", "notary_book", f"{rng.randint(1, 9):02d}/2025 TP/CC-SCC/HĐGD", at=0.45),
    )
    page.sign(page.at(0.74), ("CÔNG CHỨNG VIÊN",), make_signer(rng), is_sealed=True)


def _draw_contract(page: Page, *, deal: _Deal) -> None:
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    giver, taker = make_adult(rng, place), make_adult(rng, make_place(rng))
    nation_lines(page, page.middle)
    page.gap(0.5)
    titles(page, deal.title)
    page.gap(0.3)
    page.para(f"Hôm nay, {long_date(day)}, tại Văn phòng công chứng {place.seat}, chúng tôi gồm:")
    _party(page, deal.giver, "a", giver)
    _party(page, deal.taker, "b", taker)
    heading(page, "Điều 1. Đối tượng của hợp đồng")
    page.para("Quyền sử dụng đất của bên A theo Giấy chứng nhận quyền sử dụng đất số"
              f" CN {rng.randint(100000, 999999)}, cụ thể như sau:")  # fmt: skip
    _parcel(page, place)
    if deal is _SALE:
        money = 1_000_000 * rng.randint(150, 2900)
        page.rows(Cell("Giá chuyển nhượng:", "price", f"{group_digits(money)} đồng", str(money)))
        page.para(f"(Bằng chữ: {spell_money(money)})", indent_mm=0)
    for number, text in enumerate(rng.sample(_CLAUSES, 2), 2):
        page.para(f"Điều {number}. {text}", indent_mm=7)
    both_sign(page, ("BÊN A", giver.full_name), ("BÊN B", taker.full_name))
    _notary(page)


def _draw_contract_end(page: Page) -> None:
    """The second sheet: clauses, signatures and the notary's words."""
    rng = page.rng
    place = make_place(rng)
    page.centred("2", page.look.ink())
    page.gap(0.5)
    for number, text in enumerate(_CLAUSES, 3):
        page.para(f"Điều {number}. {text}", indent_mm=7)
    page.para("Hợp đồng này được lập thành 04 bản, mỗi bên giữ 02 bản có giá trị pháp lý như nhau.")
    page.gap(0.3)
    first, second = make_adult(rng, place), make_adult(rng, place)
    both_sign(page, ("BÊN A", first.full_name), ("BÊN B", second.full_name))
    _notary(page)


def _draw_declaration_end(page: Page) -> None:
    """The back of a birth declaration: pledge, signature and the printed notes."""
    rng = page.rng
    person = make_adult(rng, make_place(rng))
    page.para(
        "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật, được sự thỏa"
        " thuận nhất trí của các bên liên quan theo quy định pháp luật."
    )
    page.para("Tôi chịu hoàn toàn trách nhiệm trước pháp luật về nội dung cam đoan của mình.")
    page.sign(page.at(0.74), ("Người yêu cầu",), person.full_name,
              note="(Ký, ghi rõ họ, chữ đệm, tên)")  # fmt: skip
    heading(page, "Chú thích:")
    notes = (
        "(1) Ghi rõ tên cơ quan đăng ký khai sinh.",
        "(2) Ghi theo nơi đăng ký thường trú; nếu không có nơi đăng ký thường trú thì ghi theo nơi"
        " đăng ký tạm trú.",
        "(3) Ghi rõ thông tin về giấy tờ tùy thân của người đi đăng ký khai sinh.",
        "(4) Trường hợp sinh tại cơ sở y tế thì ghi rõ tên cơ sở y tế và địa chỉ trụ sở cơ sở y tế"
        " đó.",
    )
    for note in notes:
        page.para(note, ink=page.look.italic(-1.0), indent_mm=0)


AGREEMENTS: Mapping[str, Maker] = MappingProxyType(
    {
        "sale_contract": maker(
            partial(_draw_contract, deal=_SALE), paper="contract", title=SALE, wish=_DENSE
        ),
        "gift_contract": maker(
            partial(_draw_contract, deal=_GIFT), paper="contract", title=GIFT, wish=_DENSE
        ),
    }
)
ENDS: Mapping[str, Maker] = MappingProxyType(
    {
        "contract_page2": maker(_draw_contract_end, paper="contract", title="", wish=_DENSE),
        "birth_declaration_page2": maker(
            _draw_declaration_end, paper="birth_declaration", title="", wish=_DENSE
        ),
    }
)
"""Second pages: no title, the paper is the one they belong to."""
