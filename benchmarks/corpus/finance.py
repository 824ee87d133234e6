"""Papers of money: a wide table of a report and a receipt of a fee."""

from __future__ import annotations

from random import Random

from benchmarks.corpus.glyphs import Hand
from benchmarks.corpus.heads import Head, dated_line, office_head
from benchmarks.corpus.layout import Page, draw_fitted
from benchmarks.corpus.looks import DOT_MATRIX, Wish
from benchmarks.corpus.render import A4_PX, Cell, Leaders, Sheet, px
from benchmarks.corpus.spelling import group_digits, spell_money
from benchmarks.corpus.stamps import box_stamp
from benchmarks.corpus.truth import PageTruth
from benchmarks.corpus.wording import (
    commune_of,
    make_adult,
    make_company,
    make_day,
    make_place,
    make_signer,
)

_FIELDS = (
    "Hộ tịch", "Chứng thực", "Đất đai", "Xây dựng", "Đăng ký kinh doanh", "Bảo trợ xã hội",
    "Người có công", "Giáo dục", "Y tế dự phòng", "Môi trường", "Nông nghiệp", "Giao thông",
    "Tư pháp", "Văn hóa, thể thao", "Tôn giáo", "Lao động, việc làm",
)  # fmt: skip
_NOTES = ("", "", "Đạt", "Vượt chỉ tiêu", "Cần đôn đốc", "Chờ kinh phí", "Đã bổ sung")
REPORT_TITLES = (
    "BÁO CÁO TỔNG HỢP TÌNH HÌNH TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ",
    "BIỂU THỐNG KÊ KẾT QUẢ THU PHÍ, LỆ PHÍ THEO LĨNH VỰC",
    "BẢNG THEO DÕI TIẾN ĐỘ SỐ HÓA HỒ SƠ LƯU TRỮ",
)
_HEADS = ("TT", "Lĩnh vực", "Tiếp nhận", "Trực tuyến", "Đúng hạn", "Quá hạn", "Lệ phí (đồng)",
          "Ghi chú")  # fmt: skip
_SHARES = (1.0, 4.4, 2.0, 2.0, 2.0, 1.8, 3.0, 2.8)


def _counts(rng: Random, names: list[str]) -> list[tuple[int, int, int, int]]:
    rows = []
    for _ in names:
        taken = rng.randint(4, 1200)
        late = rng.randint(0, max(1, taken // 12))
        rows.append((taken, rng.randint(0, taken), taken - late, late))
    return rows


def _draw_report(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    number = f"{rng.randint(4, 400)}/BC-UBND"
    office_head(
        page,
        Head(("ỦY BAN NHÂN DÂN", commune_of(place).upper()), place, make_day(rng), number),
    )
    page.title = rng.choice(REPORT_TITLES)
    page.centred(page.title, page.look.bold(0.5))
    page.centred(f"Quý {rng.choice(('I', 'II', 'III', 'IV'))} năm 2025", page.look.italic())
    page.gap(0.3)
    page.para(
        "Thực hiện chế độ báo cáo định kỳ, đơn vị tổng hợp số liệu phát sinh trong kỳ như sau"
        " (chưa gồm hồ sơ chuyển từ năm trước):"
    )
    names = rng.sample(_FIELDS, rng.randint(8, 13))
    counts = _counts(rng, names)
    fees = [5_000 * rng.randint(0, 9000) for _ in names]
    columns = rng.choice(((0, 1, 2, 3, 4, 5, 6, 7), (0, 1, 2, 4, 5, 6, 7), (0, 1, 2, 3, 4, 5, 6)))
    rows: list[tuple[str, ...]] = [_HEADS]
    for line, (name, count, fee) in enumerate(zip(names, counts, fees, strict=True), 1):
        cells = (str(line), name, *map(group_digits, count), group_digits(fee), rng.choice(_NOTES))
        rows.append(cells)
    sums = [group_digits(sum(count[k] for count in counts)) for k in range(4)]
    rows.append(("", "Tổng cộng", *sums, group_digits(sum(fees)), ""))
    picked = tuple(tuple(row[column] for column in columns) for row in rows)
    centred = frozenset(range(len(columns))) - {1}
    boxes = page.table(
        picked, tuple(_SHARES[column] for column in columns), centred=centred, step_pt=-2.0
    )
    total = picked[-1][2]
    page.sheet.remember(Cell("Tiếp nhận", "total", total, total.replace(".", "")), boxes[-1][2])
    page.rows(Cell("Tổng số thu (bằng chữ):", "fees_words", spell_money(sum(fees))))
    page.gap(0.4)
    top = page.y
    page.sign(page.at(0.2), ("NGƯỜI LẬP BIỂU",), make_signer(rng))
    page.y = top
    page.sign(page.at(0.76), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), make_signer(rng), is_sealed=True)


def report_table(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw a report with a wide ruled table of seven or eight columns, upright or lying."""
    lying = (A4_PX[1], A4_PX[0])
    wish = Wish(
        size_px=lying if seed % 2 else A4_PX,
        sizes_pt=(11.5, 13.5),
        leaders=(Leaders.AFTER, Leaders.NONE),
    )
    return draw_fitted(seed, wish, _draw_report, paper="report", title="BÁO CÁO")


_REASONS = (
    "Lệ phí đăng ký cư trú", "Phí chứng thực bản sao từ bản chính", "Lệ phí trước bạ nhà, đất",
    "Phí thẩm định hồ sơ cấp giấy chứng nhận", "Lệ phí cấp giấy phép xây dựng",
    "Phí khai thác, sử dụng tài liệu đất đai",
)  # fmt: skip
RECEIPT_TITLE = "BIÊN LAI THU PHÍ, LỆ PHÍ"


def _draw_receipt(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    payer = make_adult(rng, place)
    look, sheet = page.look, page.sheet
    unit = f"Đơn vị thu: UBND {commune_of(place)}"
    sheet.text(look.left_px, page.y, unit, look.ink(step_pt=-1.0))
    sheet.text(look.right_px, page.y, "Mẫu 01BLP0-001", look.ink(step_pt=-1.5), anchor="rs")
    page.gap(1.0)
    sheet.text(look.left_px, page.y, f"Mã số thuế: {rng.randint(10**9, 10**10 - 1)}",
               look.ink(step_pt=-1.0))  # fmt: skip
    serial = f"{rng.randint(1, 9_999_999):07d}"
    cell = Cell("Số:", "number", serial)
    text = f"Số: {serial}"
    small = look.ink(step_pt=-1.0)
    page.centred_value(cell, small, look.right_px - sheet.width_of(text, small) // 2)
    page.gap(0.7)
    page.centred(RECEIPT_TITLE, look.bold(2.0))
    page.centred("(Liên 2: Giao cho người nộp tiền)", look.ink(step_pt=-1.0))
    page.gap(0.4)
    is_company = rng.random() < 0.4
    name = make_company(rng) if is_company else payer.full_name
    amount = 5_000 * rng.randint(1, 900)
    page.rows(Cell("Tên người nộp tiền:", "payer", name))
    page.rows(Cell("Địa chỉ:", "address", payer.residence))
    page.rows(Cell("Mã định danh:", "payer_id", payer.personal_id))
    page.rows(Cell("Lý do thu:", "reason", rng.choice(_REASONS)))
    page.rows(Cell("Số tiền:", "amount", f"{group_digits(amount)} đồng", str(amount)))
    page.rows(Cell("Bằng chữ:", "amount_words", spell_money(amount)))
    page.rows(Cell("Hình thức thanh toán:", "method", rng.choice(("Tiền mặt", "Chuyển khoản"))))
    stamp = box_stamp(
        rng,
        rng.choice((("ĐÃ THU PHÍ",), ("ĐÃ THU TIỀN",), ("ĐÃ THU", "LỆ PHÍ"))),
        width_px=px(rng.uniform(34, 46)),
    )
    sheet.multiply(stamp, page.at(rng.uniform(0.45, 0.6)), page.y - 4 * look.line_px)
    page.gap(0.2)
    dated_line(page, place, make_day(rng), look.right_px, anchor="rs")
    top = page.y
    page.sign(page.at(0.22), ("Người nộp tiền",), payer.full_name)
    page.y = top
    page.sign(page.at(0.76), ("Người thu tiền",), make_signer(rng))


def fee_receipt(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw a receipt of a fee as a dot matrix printer prints it on a small form."""
    wish = Wish(
        size_px=(px(210), px(148)) if seed % 3 else (px(200), px(140)),
        sizes_pt=(10.5, 12.0),
        families=(DOT_MATRIX,),
        leaders=(Leaders.NONE, Leaders.AFTER),
        hand=Hand.DOT_MATRIX,
    )
    return draw_fitted(seed, wish, _draw_receipt, paper="fee_receipt", title=RECEIPT_TITLE)
