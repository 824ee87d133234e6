"""Papers of land: application for a change and extract of a certificate."""

from __future__ import annotations

from random import Random

from benchmarks.corpus.heads import Head, dated_line, nation_lines, office_head
from benchmarks.corpus.layout import Page, draw_fitted
from benchmarks.corpus.looks import Wish
from benchmarks.corpus.render import A4_PX, Cell, Sheet, px
from benchmarks.corpus.spelling import short_date, spell_number
from benchmarks.corpus.truth import PageTruth
from benchmarks.corpus.wording import (
    make_adult,
    make_day,
    make_place,
    make_signer,
    province_of,
    street_address,
)

CHANGE_TITLE = "ĐƠN ĐĂNG KÝ BIẾN ĐỘNG ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT"
EXTRACT_TITLE = "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT"
_USES = (
    ("Đất ở tại nông thôn", "Lâu dài"),
    ("Đất trồng cây lâu năm", "Đến 15/10/2063"),
    ("Đất chuyên trồng lúa nước", "Đến 15/10/2043"),
    ("Đất nuôi trồng thủy sản", "Đến 01/07/2064"),
    ("Đất thương mại, dịch vụ", "Đến 20/5/2055"),
    ("Đất ở tại đô thị", "Lâu dài"),
)
_CHANGES = (
    "Nhận chuyển nhượng toàn bộ thửa đất theo hợp đồng đã công chứng",
    "Tách thửa để tặng cho con; phần còn lại tiếp tục sử dụng",
    "Thay đổi thông tin về số căn cước của người được cấp Giấy chứng nhận",
    "Xóa đăng ký thế chấp do đã trả hết nợ vay tại ngân hàng",
    "Điều chỉnh diện tích theo kết quả đo đạc bản đồ địa chính mới",
)
_ORIGINS = (
    "Nhà nước giao đất có thu tiền sử dụng đất",
    "Công nhận quyền sử dụng đất như giao đất không thu tiền",
    "Nhận thừa kế đất được Nhà nước công nhận quyền sử dụng",
    "Nhận tặng cho đất thuê trả tiền một lần cho cả thời gian",
)


def _area(rng: Random) -> str:
    return f"{rng.randint(60, 2900)},{rng.randint(0, 9)}"


def _parcels(rng: Random, count: int) -> tuple[tuple[str, ...], ...]:
    rows = []
    for number in range(1, count + 1):
        use, term = rng.choice(_USES)
        rows.append(
            (str(number), str(rng.randint(4, 990)), str(rng.randint(1, 64)), _area(rng), use, term)
        )
    return tuple(rows)


def _draw_change(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    person = make_adult(rng, place)
    page.sheet.text(page.look.right_px, page.y, "Mẫu số 18", page.look.italic(-1.5), anchor="rs")
    page.gap(1.0)
    nation_lines(page, page.middle)
    page.gap(0.6)
    page.centred("ĐƠN ĐĂNG KÝ BIẾN ĐỘNG", page.look.bold(1.0))
    page.centred("ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT", page.look.bold(1.0))
    page.gap(0.3)
    office = f"Chi nhánh Văn phòng đăng ký đất đai {place.seat}"
    page.centred_value(Cell("Kính gửi:", "addressed_to", office), page.look.ink())
    page.gap(0.2)
    title = "1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:"
    page.para(title, ink=page.look.bold(), indent_mm=0)
    page.rows(Cell("a) Tên:", "owner.full_name", person.full_name, is_bold=True))
    page.rows(
        Cell("b) Giấy tờ nhân thân số:", "owner.id_document", person.personal_id),
        Cell("ngày cấp:", "owner.id_issued_on", short_date(person.issued_on), at=0.64),
    )
    page.rows(Cell("c) Địa chỉ:", "owner.residence", person.residence))
    page.rows(Cell("d) Điện thoại liên hệ:", "phone", person.phone))
    page.rows(Cell("2. Nội dung biến động:", "change", rng.choice(_CHANGES)))
    serial = f"{rng.choice(('BK', 'CN', 'DĐ', 'AA'))} {rng.randint(100000, 999999)}"
    page.para("3. Giấy chứng nhận đã cấp:", ink=page.look.bold(), indent_mm=0)
    page.rows(
        Cell("Số phát hành:", "certificate_serial", serial),
        Cell("Số vào sổ:", "book_number", f"CS {rng.randint(1000, 99999):05d}", at=0.5),
    )
    page.para("4. Các thửa đất đăng ký biến động:", ink=page.look.bold(), indent_mm=0)
    head = ("STT", "Thửa đất số", "Tờ bản đồ", "Diện tích (m²)", "Mục đích sử dụng", "Thời hạn")
    parcels = _parcels(rng, rng.randint(2, 5))
    boxes = page.table(
        (head, *parcels), (1.0, 1.6, 1.6, 2.0, 4.6, 3.0), centred=frozenset({0, 1, 2, 3})
    )
    columns = ("", "parcel_number", "map_sheet", "area_m2", "land_use", "term")
    page.remember_rows("parcels", columns, parcels, boxes)
    page.sheet.remember(Cell("Thửa đất số", "parcel_number", parcels[0][1]), boxes[1][1])
    page.sheet.remember(Cell("Diện tích (m²)", "area_m2", parcels[0][3]), boxes[1][3])
    page.para(
        "Tôi xin cam đoan nội dung kê khai trên đây là đúng sự thật; phần đất trên không có tranh"
        " chấp, không bị kê biên, đã hoàn thành nghĩa vụ tài chính theo thông báo của cơ quan thuế."
    )
    dated_line(page, place, make_day(rng), page.look.right_px, anchor="rs", name="declared_on")
    page.sign(page.at(0.74), ("Người viết đơn",), person.full_name, note="(Ký, ghi rõ họ tên)")


def land_change_application(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw the application for the registration of a change, with a table of parcels.

    Source: Nghị định 101/2024/NĐ-CP, forms of applications (order of the labels).
    """
    return draw_fitted(
        seed,
        Wish(sizes_pt=(11.5, 13.5)),
        _draw_change,
        paper="land_change_application",
        title=CHANGE_TITLE,
    )


def _draw_extract(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    person = make_adult(rng, place)
    edge = px(8)
    width, height = A4_PX
    page.sheet.frame((edge, edge, width - edge, height - edge), width_px=6, color=(190, 70, 60))
    office_head(
        page,
        Head(
            (f"SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG {province_of(place).upper()}",
             "VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI"),
            place, make_day(rng), f"{rng.randint(100, 9000)}/VPĐK", number_name="",
        ),
    )  # fmt: skip
    page.gap(0.4)
    page.centred("GIẤY CHỨNG NHẬN", page.look.bold(2.0))
    page.centred("QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU", page.look.bold())
    page.centred("TÀI SẢN GẮN LIỀN VỚI ĐẤT", page.look.bold())
    page.gap(0.2)
    serial = f"{rng.choice(('BK', 'CN', 'DĐ', 'AA'))} {rng.randint(10000000, 99999999)}"
    page.centred_value(Cell("Số phát hành:", "certificate_serial", serial), page.look.ink())
    page.rows(
        Cell("1. Người sử dụng đất:", "owner.full_name", person.full_name.upper(),
             person.full_name, is_bold=True)
    )  # fmt: skip
    page.rows(Cell("Căn cước công dân số:", "owner.id_document", person.personal_id))
    page.rows(Cell("Địa chỉ:", "owner.residence", person.residence))
    page.para("2. Thông tin thửa đất:", ink=page.look.bold(), indent_mm=0)
    area = _area(rng)
    use, term = rng.choice(_USES)
    rows = (
        ("TT", "Nội dung", "Thông tin ghi nhận"),
        ("a", "Thửa đất số", str(rng.randint(4, 990))),
        ("b", "Tờ bản đồ số", str(rng.randint(1, 64))),
        ("c", "Địa chỉ thửa đất", street_address(rng, place)),
        ("d", "Diện tích", f"{area} m² (bằng chữ: {spell_number(int(area.split(',')[0]))} phẩy"
              f" {spell_number(int(area[-1]))} mét vuông)"),
        ("đ", "Loại đất", use),
        ("e", "Hình thức sử dụng", rng.choice(("Sử dụng riêng", "Sử dụng chung"))),
        ("g", "Thời hạn sử dụng", term),
        ("h", "Nguồn gốc sử dụng", rng.choice(_ORIGINS)),
        ("i", "Nhà ở gắn liền với đất", f"Nhà cấp {rng.randint(2, 4)}, {rng.randint(1, 3)} tầng,"
              f" diện tích xây dựng {_area(rng)} m², tường gạch, mái ngói"),
        ("k", "Công trình khác, rừng trồng", "-/-"),
        ("l", "Ranh giới, mốc giới",
         "Phía Bắc giáp đường liên thôn; phía Nam giáp kênh tưới; hai bên giáp hộ liền kề"),
    )  # fmt: skip
    boxes = page.table(rows, (0.8, 4.2, 9.0), step_pt=-0.5)
    names = ("parcel_number", "map_sheet", "parcel_address", "area_text", "land_use")
    for name, row, box in zip(names, rows[1:], boxes[1:], strict=False):
        page.sheet.remember(Cell(row[1], name, row[2]), box[2])
    page.para(
        "3. Ghi chú: Thửa đất được xác định theo mảnh trích đo địa chính đã được nghiệm thu; số"
        " liệu có thể thay đổi khi đo đạc lại theo hệ tọa độ VN-2000.", indent_mm=0,
    )  # fmt: skip
    page.gap(0.3)
    titles = rng.choice((("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")))
    page.sign(page.at(0.72), titles, make_signer(rng), is_sealed=True)


def land_certificate_extract(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw a page of a land certificate: one long ruled table.

    Source: Thông tư 10/2024/TT-BTNMT, contents of the certificate.
    """
    return draw_fitted(
        seed,
        Wish(sizes_pt=(11, 13)),
        _draw_extract,
        paper="land_certificate",
        title=EXTRACT_TITLE,
    )
