"""Papers with a photograph and small papers: health, school, referral."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PIL import Image

from benchmarks.corpus.heads import Head, office_head
from benchmarks.corpus.layout import Page, draw_fitted
from benchmarks.corpus.looks import Wish
from benchmarks.corpus.marks import SEAL_RED, portrait, round_seal
from benchmarks.corpus.render import Cell, Leaders, Sheet, px
from benchmarks.corpus.spelling import long_date, short_date
from benchmarks.corpus.truth import PageTruth
from benchmarks.corpus.wording import (
    commune_of,
    make_adult,
    make_company,
    make_day,
    make_place,
    make_signer,
    province_of,
)

HEALTH_TITLE = "GIẤY KHÁM SỨC KHỎE"
SCHOOL_TITLE = "GIẤY XÁC NHẬN QUÁ TRÌNH HỌC TẬP"
_FINDINGS = (
    ("Tuần hoàn", "Nhịp tim đều, huyết áp {a}/{b} mmHg"),
    ("Hô hấp", "Phổi thông khí tốt, không nghe ran"),
    ("Tiêu hóa", "Bụng mềm, gan lách không sờ thấy"),
    ("Thận - tiết niệu", "Chưa phát hiện bất thường"),
    ("Cơ xương khớp", "Vận động bình thường, không biến dạng"),
    ("Mắt", "Thị lực mắt phải {c}/10, mắt trái {c}/10"),
    ("Tai mũi họng", "Nghe rõ tiếng nói thầm ở 0,5 mét"),
    ("Răng hàm mặt", "Sâu {c} răng, đã trám"),
    ("Xét nghiệm máu", "Đường huyết 5,{c} mmol/L"),
)
_CLASSES = ("Đủ sức khỏe để làm việc và học tập", "Đủ sức khỏe điều khiển xe hạng B",
            "Sức khỏe loại II, đủ điều kiện lao động")  # fmt: skip


def _photo(page: Page, top: int) -> int:
    """Paste a photograph with a seal across its edge at the left; give its bottom."""
    rng = page.rng
    size = (px(30 * max(page.shrink, 0.8)), px(40 * max(page.shrink, 0.8)))
    left = page.look.left_px
    if rng.random() < 0.7:
        page.sheet.image.paste(portrait(size), (left, top))
    else:
        page.sheet.image.paste(Image.new("RGB", size, (236, 238, 240)), (left, top))
        middle = left + size[0] // 2
        page.sheet.text(middle, top + size[1] // 2, "Ảnh 3 x 4", page.look.italic(-1.0),
                        anchor="ms")  # fmt: skip
    page.sheet.frame((left, top, left + size[0], top + size[1]))
    seal = round_seal(rng, upper="GIÁP LAI MẪU", lower="THỬ", diameter_px=px(24))
    page.sheet.multiply(seal, left + size[0] - px(15), top + size[1] - px(17))
    return top + size[1]


def _beside_photo(page: Page, cells: tuple[Cell, ...]) -> None:
    top = page.y - page.look.line_px // 2
    bottom = _photo(page, top)
    style = page.look.form
    width = px(30 * max(page.shrink, 0.8))
    narrow = replace(style, left_px=style.left_px + width + px(12))
    for cell in cells:
        page.y = page.sheet.row(page.y, narrow, cell)
    page.y = max(page.y, bottom + page.look.line_px)


def _draw_health(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    person = make_adult(rng, place)
    hospital = f"TRUNG TÂM Y TẾ KHU VỰC {place.seat.upper()}"
    day = make_day(rng)
    office_head(page, Head((f"SỞ Y TẾ {province_of(place).upper()}", hospital), place, day,
                           f"{rng.randint(20, 9000)}/GKSK"))  # fmt: skip
    page.gap(0.3)
    page.centred(HEALTH_TITLE, page.look.bold(3.0))
    page.gap(0.5)
    _beside_photo(
        page,
        (
            Cell("Họ và tên:", "subject.full_name", person.full_name.upper(), person.full_name,
                 is_bold=True),
            Cell("Giới tính:", "subject.sex", person.sex),
            Cell("Ngày sinh:", "subject.birth_date", short_date(person.birth_date)),
            Cell("Số CCCD:", "subject.id_document", person.personal_id),
            Cell("Chỗ ở hiện tại:", "subject.residence", person.residence),
            Cell("Lý do khám:", "reason", rng.choice(("Xin việc làm", "Đi học", "Lái xe"))),
        ),
    )  # fmt: skip
    page.rows(
        Cell("Chiều cao:", "height", f"{rng.randint(148, 184)} cm"),
        Cell("Cân nặng:", "weight", f"{rng.randint(42, 88)} kg", at=0.34),
        Cell("Mạch:", "pulse", f"{rng.randint(62, 96)} lần/phút", at=0.66),
    )
    numbers = {"a": rng.choice((110, 115, 120, 125)), "b": 80, "c": rng.randint(1, 9)}
    rows = [("TT", "Nội dung khám", "Kết quả", "Bác sĩ")]
    for count, (name, text) in enumerate(rng.sample(_FINDINGS, rng.randint(5, 8)), 1):
        found = text.format(**numbers)
        rows.append((str(count), name, found, make_signer(rng)))
    page.table(tuple(rows), (0.9, 3.2, 6.0, 3.4))
    page.rows(Cell("Kết luận:", "result", rng.choice(_CLASSES), is_bold=True))
    page.gap(0.4)
    page.sign(page.at(0.74), ("NGƯỜI KẾT LUẬN",), f"BS. {make_signer(rng)}", is_sealed=True)


def health_certificate(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw a health certificate with a photograph and a table of findings.

    Source: Thông tư 32/2023/TT-BYT, form of the certificate (order of the labels).
    """
    return draw_fitted(
        seed,
        Wish(sizes_pt=(11.5, 13.5)),
        _draw_health,
        paper="health_certificate",
        title=HEALTH_TITLE,
    )


_PRAISE = (
    "Trong thời gian học tập tại trường, em luôn chấp hành nội quy, chuyên cần, lễ phép với thầy"
    " cô và hòa đồng cùng bạn bè; tích cực tham gia phong trào văn nghệ, trồng cây, góp sách vở.",
    "Kết quả xếp loại cuối năm: học lực khá, hạnh kiểm tốt; đạt giải khuyến khích kỳ thi khéo tay"
    " kỹ thuật và được tặng giấy khen của Hội khuyến học.",
    "Nhà trường đề nghị các cơ quan hữu quan tạo điều kiện để em được hưởng chế độ miễn giảm học"
    " phí, vay vốn tín dụng dành cho học sinh, sinh viên theo quy định.",
)


def _draw_school(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    pupil, parent = make_adult(rng, place), make_adult(rng, place)
    born = date(rng.randint(2008, 2013), rng.randint(1, 12), rng.randint(1, 28))
    school = f"TRƯỜNG {rng.choice(('TRUNG HỌC PHỔ THÔNG', 'TRUNG HỌC CƠ SỞ'))} {place.seat.upper()}"
    head = Head(("SỞ GIÁO DỤC VÀ ĐÀO TẠO", school), place, make_day(rng),
                f"{rng.randint(3, 500)}/XN-THPT")  # fmt: skip
    office_head(page, head)
    page.gap(0.4)
    page.centred(SCHOOL_TITLE, page.look.bold(2.0))
    page.gap(0.6)
    _beside_photo(
        page,
        (
            Cell("Họ và tên học sinh:", "pupil.full_name", pupil.full_name.upper(),
                 pupil.full_name, is_bold=True),
            Cell("Sinh ngày:", "pupil.birth_date", short_date(born)),
            Cell("Mã học sinh:", "pupil.code", f"{rng.randint(10**9, 10**10 - 1)}"),
            Cell("Con ông (bà):", "parent.full_name", parent.full_name),
            Cell("Nơi thường trú:", "pupil.residence", pupil.residence),
            Cell("Lớp:", "pupil.class", f"{rng.randint(6, 12)}{rng.choice('ABCD')}"),
        ),
    )  # fmt: skip
    years = f"từ {long_date(make_day(rng))} đến nay"
    page.rows(Cell("Thời gian học tại trường:", "period", years))
    for text in _PRAISE:
        page.para(text)
    page.gap(0.5)
    page.sign(page.at(0.74), ("HIỆU TRƯỞNG",), make_signer(rng), is_sealed=True)


def school_certificate(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw a school's certificate with a photograph."""
    return draw_fitted(
        seed,
        Wish(sizes_pt=(12, 14)),
        _draw_school,
        paper="school_certificate",
        title=SCHOOL_TITLE,
    )


def _draw_referral(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    person = make_adult(rng, place)
    day = make_day(rng)
    office_head(page, Head(("ỦY BAN NHÂN DÂN", commune_of(place).upper()), place, day,
                           f"{rng.randint(2, 700)}/GGT"))  # fmt: skip
    page.centred("GIẤY GIỚI THIỆU", page.look.bold(2.0))
    page.gap(0.3)
    page.rows(Cell("Trân trọng giới thiệu ông (bà):", "subject.full_name", person.full_name,
                   is_bold=True))  # fmt: skip
    page.rows(Cell("Số định danh cá nhân:", "subject.id_document", person.personal_id))
    page.rows(Cell("Chức vụ:", "position", rng.choice(("Công chức Tư pháp - Hộ tịch",
                   "Trưởng thôn", "Văn thư", "Cán bộ địa chính", "Thủ quỹ"))))  # fmt: skip
    page.rows(Cell("Được cử đến:", "addressed_to", make_company(rng)))
    page.rows(
        Cell("Về việc:", "subject", rng.choice((
            "Liên hệ đối chiếu công nợ và nhận hóa đơn tài chính",
            "Trao đổi, xác minh nguồn gốc thửa đất đang tranh chấp",
            "Tiếp nhận ấn phẩm, biểu mẫu hộ tịch quý IV",
        )))
    )  # fmt: skip
    page.para("Đề nghị quý cơ quan giúp đỡ để người có tên trên hoàn thành nhiệm vụ.")
    page.rows(Cell("Giấy này có giá trị đến hết ngày:", "valid_until", short_date(make_day(rng))))
    page.gap(0.2)
    page.sign(page.at(0.74), ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), make_signer(rng), is_sealed=True)
    if rng.random() < 0.5:
        edge = px(5)
        width, height = page.sheet.image.size
        page.sheet.frame((edge, edge, width - edge, height - edge), color=SEAL_RED)


def small_referral(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw a letter of introduction on A5, upright or lying.

    Source: Nghị định 30/2020/NĐ-CP, Appendix III, form 1.11.
    """
    size = (px(210), px(148)) if seed % 2 else (px(148), px(210))
    wish = Wish(size_px=size, sizes_pt=(10.5, 11.5), leaders=(Leaders.AFTER, Leaders.UNDER))
    return draw_fitted(
        seed, wish, _draw_referral, paper="introduction_letter", title="GIẤY GIỚI THIỆU"
    )
