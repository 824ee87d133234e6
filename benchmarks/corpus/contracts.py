"""Agreements between persons: contract of lease and power of attorney."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from benchmarks.corpus.heads import dated_line, nation_lines
from benchmarks.corpus.layout import Page, draw_fitted
from benchmarks.corpus.looks import Wish
from benchmarks.corpus.persons import Person
from benchmarks.corpus.places import Place
from benchmarks.corpus.render import Cell, Leaders, Sheet
from benchmarks.corpus.spelling import group_digits, long_date, short_date, spell_money
from benchmarks.corpus.truth import PageTruth
from benchmarks.corpus.wording import (
    commune_of,
    make_adult,
    make_company,
    make_day,
    make_place,
    street_address,
)

LEASE_TITLES = ("HỢP ĐỒNG THUÊ NHÀ", "HỢP ĐỒNG THUÊ QUYỀN SỬ DỤNG ĐẤT", "HỢP ĐỒNG THUÊ MẶT BẰNG")
_CLAUSES = (
    "Bên A đồng ý cho bên B thuê toàn bộ mặt bằng tầng trệt có diện tích {area} m² tại {street},"
    " kèm hệ thống điện ba pha, giếng khoan và sân phơi đang sử dụng tốt.",
    "Thời hạn thuê là {months} tháng, tính từ {day}. Hết hạn, nếu hai bên có nhu cầu gia hạn thì"
    " phải thông báo cho nhau bằng văn bản trước ít nhất ba mươi ngày.",
    "Giá thuê là {money} đồng/tháng (bằng chữ: {words}), đã bao gồm thuế; tiền điện, nước, vệ sinh"
    " môi trường và đường truyền do bên B tự chi trả theo chỉ số công tơ.",
    "Bên B đặt cọc một khoản bằng hai tháng tiền thuê; khoản này được hoàn lại khi thanh lý hợp"
    " đồng, sau khi trừ chi phí khắc phục những hư hỏng do bên B gây ra.",
    "Bên A có nghĩa vụ giao tài sản đúng hẹn, bảo đảm quyền sử dụng trọn vẹn, ổn định; sửa chữa kịp"
    " thời các hỏng hóc không do lỗi của bên thuê.",
    "Bên B không được tự ý cơi nới, đục phá kết cấu chịu lực, cho thuê lại hoặc chuyển giao cho"
    " {company} khi chưa có sự chấp thuận của bên A.",
    "Trường hợp bất khả kháng như bão lũ, hỏa hoạn, dịch bệnh hoặc Nhà nước thu hồi đất, các bên"
    " được miễn trách nhiệm và cùng bàn bạc cách giải quyết hợp lý.",
    "Mọi tranh chấp trước hết được thương lượng trên tinh thần thiện chí; không đạt kết quả thì một"
    " trong hai bên có quyền khởi kiện tại Tòa án có thẩm quyền.",
    "Hợp đồng gồm {pages} trang, lập thành bốn bản có giá trị pháp lý như nhau, mỗi bên giữ hai bản"
    " và có hiệu lực kể từ thời điểm công chứng.",
)


def _party(page: Page, span: tuple[int, int], head: str, role: str, person: Person) -> None:
    left, right = span
    page.column(span, head, page.look.bold())
    style = replace(page.look.form, left_px=left, right_px=right, leaders=Leaders.NONE)
    cells = (
        Cell("Ông/Bà:", f"{role}.full_name", person.full_name, is_bold=True),
        Cell("Sinh ngày:", f"{role}.birth_date", short_date(person.birth_date)),
        Cell("CCCD số:", f"{role}.id_document", person.personal_id),
        Cell("Cấp ngày:", f"{role}.id_issued_on", short_date(person.issued_on)),
        Cell("Nơi cư trú:", f"{role}.residence", person.residence),
        Cell("Điện thoại:", f"{role}.phone", person.phone),
    )
    for cell in cells:
        page.y = page.sheet.row(page.y, style, cell)


def _open_words(rng: Random, place: Place) -> dict[str, str]:
    money = 100_000 * rng.randint(12, 480)
    return {
        "area": f"{rng.randint(24, 420)},{rng.randint(0, 9)}",
        "street": street_address(rng, place),
        "months": f"{rng.choice((6, 12, 18, 24, 36, 60)):02d}",
        "day": long_date(make_day(rng)),
        "money": group_digits(money),
        "words": spell_money(money).lower(),
        "company": make_company(rng),
        "pages": f"{rng.randint(2, 7):02d}",
    }


def _draw_lease(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    nation_lines(page, page.middle)
    page.gap(0.5)
    page.title = rng.choice(LEASE_TITLES)
    page.centred(page.title, page.look.bold(2.0))
    number = f"{rng.randint(1, 320):02d}/{make_day(rng).year}/HĐT"
    page.centred_value(Cell("Số:", "number", number), page.look.ink())
    page.gap(0.2)
    page.para(
        f"Hôm nay, {long_date(make_day(rng))}, tại {street_address(rng, place)}, chúng tôi gồm có:"
    )
    gutter = page.width // 30
    left = (page.look.left_px, page.middle - gutter)
    right = (page.middle + gutter, page.look.right_px)
    top = page.y
    landlord, tenant = make_adult(rng, place), make_adult(rng, make_place(rng))
    _party(page, left, "BÊN CHO THUÊ (BÊN A)", "party_a", landlord)
    below, page.y = page.y, top
    _party(page, right, "BÊN THUÊ (BÊN B)", "party_b", tenant)
    page.y = max(below, page.y)
    page.para("Hai bên thỏa thuận ký kết hợp đồng với các điều khoản sau đây:")
    words = _open_words(rng, place)
    for count, clause in enumerate(_CLAUSES, 1):
        page.para(f"Điều {count}. {clause.format(**words)}", indent_mm=7)
    page.gap(0.3)
    top = page.y
    for share, head, person in ((0.22, "BÊN A", landlord), (0.78, "BÊN B", tenant)):
        page.y = top
        page.sign(page.at(share), (head,), person.full_name, note="(Ký, ghi rõ họ tên)")


def lease_contract(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw a contract of lease: both parties side by side, then dense prose."""
    return draw_fitted(
        seed, Wish(sizes_pt=(11, 12.5)), _draw_lease, paper="contract", title="HỢP ĐỒNG THUÊ"
    )


_TASKS = (
    "Nộp hồ sơ, bổ sung giấy tờ và nhận kết quả giải quyết thủ tục cấp đổi Giấy chứng nhận quyền"
    " sử dụng đất",
    "Thay mặt tôi nhận lương hưu, trợ cấp bảo hiểm xã hội hằng tháng tại điểm chi trả bưu điện",
    "Làm thủ tục đăng ký, sang tên và nộp lệ phí trước bạ đối với xe mô tô hai bánh",
    "Nhận bản sao trích lục hộ tịch, chứng thực chữ ký và ký các văn bản liên quan",
)
_DUTIES = (
    "Bên được ủy quyền chỉ thực hiện công việc trong phạm vi nêu trên, không được ủy quyền lại cho"
    " người thứ ba khi chưa có văn bản đồng ý của bên ủy quyền.",
    "Bên ủy quyền chịu trách nhiệm về mọi hành vi do bên được ủy quyền nhân danh mình xác lập đúng"
    " nội dung, đúng thời hạn đã thỏa thuận.",
    "Giấy ủy quyền này được lập trong trạng thái minh mẫn, hoàn toàn tự nguyện, không bị lừa dối,"
    " cưỡng ép; mỗi bên đã đọc lại và ký tên dưới đây.",
    "Thù lao: không có. Chi phí đi lại, in ấn, lệ phí phát sinh do bên ủy quyền thanh toán theo"
    " biên lai, chứng từ thực tế.",
)


def _attorney_party(page: Page, role: str, person: Person) -> None:
    page.rows(Cell("Họ và tên:", f"{role}.full_name", person.full_name, is_bold=True))
    page.rows(
        Cell("Ngày sinh:", f"{role}.birth_date", short_date(person.birth_date)),
        Cell("Giới tính:", f"{role}.sex", person.sex, at=0.55),
    )
    page.rows(
        Cell("CCCD số:", f"{role}.id_document", person.personal_id),
        Cell("cấp ngày:", f"{role}.id_issued_on", short_date(person.issued_on), at=0.55),
    )
    page.rows(Cell("Địa chỉ thường trú:", f"{role}.residence", person.residence))
    page.rows(Cell("Số điện thoại:", f"{role}.phone", person.phone))


def _draw_attorney(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    giver, taker = make_adult(rng, place), make_adult(rng, place)
    nation_lines(page, page.middle)
    page.gap(0.4)
    dated_line(page, place, make_day(rng), page.look.right_px, anchor="rs")
    page.gap(0.3)
    page.centred("GIẤY ỦY QUYỀN", page.look.bold(3.0))
    page.gap(0.3)
    parties = (("I. BÊN ỦY QUYỀN:", "giver", giver), ("II. BÊN ĐƯỢC ỦY QUYỀN:", "taker", taker))
    for head, role, person in parties:
        page.para(head, ink=page.look.bold(), indent_mm=0)
        _attorney_party(page, role, person)
    page.para("III. NỘI DUNG ỦY QUYỀN:", ink=page.look.bold(), indent_mm=0)
    page.rows(Cell("Công việc:", "task", rng.choice(_TASKS)))
    until = f"đến hết {long_date(make_day(rng))}"
    page.rows(Cell("Thời hạn ủy quyền:", "valid_until", until))
    page.rows(Cell("Nơi thực hiện:", "where", f"Ủy ban nhân dân {commune_of(place)}"))
    page.para("IV. CAM KẾT CỦA CÁC BÊN:", ink=page.look.bold(), indent_mm=0)
    for duty in rng.sample(_DUTIES, 3):
        page.para(f"- {duty}", indent_mm=6)
    page.gap(0.4)
    top = page.y
    for share, head, person in ((0.22, "BÊN ỦY QUYỀN", giver), (0.78, "BÊN ĐƯỢC ỦY QUYỀN", taker)):
        page.y = top
        page.sign(page.at(share), (head,), person.full_name, note="(Ký, ghi rõ họ tên)")


def power_of_attorney(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw a power of attorney between two persons."""
    return draw_fitted(
        seed,
        Wish(sizes_pt=(11.5, 13.5)),
        _draw_attorney,
        paper="authorisation_letter",
        title="GIẤY ỦY QUYỀN",
    )
