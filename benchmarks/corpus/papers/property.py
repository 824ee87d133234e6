"""Papers of land and building: certificate of before, applications, building permit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from random import Random
from types import MappingProxyType

from benchmarks.corpus.heads import Head, dated_line, nation_lines, office_head
from benchmarks.corpus.layout import Page
from benchmarks.corpus.papers.parts import (
    DOTTED,
    PROGRAM,
    Maker,
    addressed,
    document_cell,
    form_head,
    heading,
    maker,
    name_cell,
    old_day,
    old_place,
    old_residence,
    signed,
    titles,
)
from benchmarks.corpus.places import Place
from benchmarks.corpus.render import Cell
from benchmarks.corpus.spelling import short_date
from benchmarks.corpus.wording import (
    commune_of,
    make_adult,
    make_company,
    make_day,
    make_place,
    make_signer,
    street_address,
)

REGISTRATION = ("ĐƠN ĐĂNG KÝ ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT",)
CHANGE = ("ĐƠN ĐĂNG KÝ BIẾN ĐỘNG", "ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT")
CERTIFICATE = (
    "GIẤY CHỨNG NHẬN",
    "QUYỀN SỬ DỤNG ĐẤT",
    "QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT",
)
PERMIT_APPLICATION = ("ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG", "(Sử dụng cho nhà ở riêng lẻ)")
PERMIT = "GIẤY PHÉP XÂY DỰNG"
_USES = (
    ("Đất ở tại nông thôn", "Lâu dài"),
    ("Đất trồng cây lâu năm", "Đến ngày 15/10/2063"),
    ("Đất ở tại đô thị", "Lâu dài"),
)
_ORIGINS = (
    "Công nhận QSDĐ như giao đất có thu tiền sử dụng đất",
    "Nhận chuyển nhượng đất được Nhà nước giao đất có thu tiền",
    "Công nhận quyền sử dụng đất như giao đất không thu tiền",
)
_CHANGES = (
    "Nhận tặng cho quyền sử dụng đất từ cha mẹ",
    "Nhận chuyển nhượng quyền sử dụng đất theo hợp đồng đã công chứng",
    "Đăng ký thế chấp quyền sử dụng đất",
)


def _area(rng: Random) -> str:
    return f"{rng.randint(60, 990)},{rng.randint(1, 9)}"


def _parcel(page: Page, place: Place, *, is_old: bool) -> None:
    """The parcel in running labels, as certificates and applications list it."""
    rng = page.rng
    use, term = rng.choice(_USES)
    area = _area(rng)
    name = "area_text" if is_old else "area_m2"
    page.rows(
        Cell("a) Thửa đất số:", "parcel_number", str(rng.randint(4, 990))),
        Cell("tờ bản đồ số:", "map_sheet", str(rng.randint(1, 64)), at=0.45),
    )
    where = (
        f"thôn {rng.randint(1, 9)}, {old_place(place)}" if is_old else street_address(rng, place)
    )
    page.rows(Cell("b) Địa chỉ:", "parcel_address", where))
    page.rows(Cell("c) Diện tích:", name, f"{area} m²"))
    page.rows(Cell("d) Mục đích sử dụng:" if is_old else "d) Loại đất:", "land_use", use))
    page.rows(Cell("đ) Thời hạn sử dụng:", "term", term))
    kind = rng.choice(("Sử dụng riêng", "Sử dụng chung"))
    page.rows(Cell("e) Hình thức sử dụng:", "use_form" if is_old else "", kind))
    page.rows(Cell("g) Nguồn gốc sử dụng:", "origin", rng.choice(_ORIGINS)))


def _draw_certificate(page: Page) -> None:
    """The certificate of 2009 to 2024 with both inner pages on one."""
    rng = page.rng
    place, day = make_place(rng), old_day(rng)
    person = make_adult(rng, place)
    nation_lines(page, page.middle)
    page.gap(0.5)
    titles(page, *CERTIFICATE)
    page.gap(0.3)
    title = "I. Người sử dụng đất, chủ sở hữu nhà ở và tài sản khác gắn liền với đất"
    heading(page, title)
    page.rows(name_cell("Ông (bà):", "owner", person, is_upper=True))
    page.rows(document_cell("owner", person, rng, "CCCD số:"))
    page.rows(Cell("Địa chỉ thường trú:", "owner.residence", old_residence(person)))
    heading(page, "II. Thửa đất, nhà ở và tài sản khác gắn liền với đất")
    heading(page, "1. Thửa đất:")
    _parcel(page, place, is_old=True)
    page.para("2. Nhà ở: -/-", indent_mm=0)
    page.para("3. Công trình xây dựng khác: -/-", indent_mm=0)
    page.para("6. Ghi chú: Không có.", indent_mm=0)
    dated_line(page, place, day, page.look.right_px, anchor="rs")
    agency = rng.choice(("TM. ỦY BAN NHÂN DÂN HUYỆN", "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG"))
    page.sign(page.at(0.74), (agency, "CHỦ TỊCH" if "ỦY" in agency else "GIÁM ĐỐC"),
              make_signer(rng), is_sealed=True)  # fmt: skip
    serial = f"{rng.choice(('BK', 'CN', 'DĐ', 'BA'))} {rng.randint(100000, 999999)}"
    page.rows(Cell("Số phát hành:", "certificate_serial", serial))
    book = f"{rng.choice(('CS', 'CH'))} {rng.randint(1000, 99999):05d}"
    page.rows(Cell("Số vào sổ cấp GCN:", "book_number", book))


def _draw_registration(page: Page) -> None:
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    person = make_adult(rng, place)
    form_head(page, REGISTRATION, mark="Mẫu số 15")
    addressed(page, "Kính gửi:", f"Ủy ban nhân dân {commune_of(place)}")
    heading(page, "1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất, người quản lý đất:")
    page.rows(name_cell("a) Tên:", "owner", person))
    page.rows(document_cell("owner", person, rng, "b) Giấy tờ nhân thân/pháp nhân số:"))
    page.rows(Cell("c) Địa chỉ:", "owner.residence", person.residence))
    page.rows(Cell("d) Điện thoại liên hệ:", "phone", person.phone))
    heading(page, "2. Thửa đất đăng ký:")
    _parcel(page, place, is_old=False)
    heading(page, "3. Đề nghị:")
    wish = "Đăng ký và cấp Giấy chứng nhận lần đầu đối với thửa đất trên"
    page.rows(Cell("Nội dung đề nghị:", "request", wish))
    page.para("Tôi cam đoan nội dung kê khai trên đơn là đúng sự thật, chịu trách nhiệm trước"
              " pháp luật.")  # fmt: skip
    signed(page, place, day, ("Người viết đơn", person.full_name))


def _draw_change(page: Page) -> None:
    """Form 24 of 2025: running labels, no table of parcels."""
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    person = make_adult(rng, place)
    form_head(page, CHANGE, mark="Mẫu số 24")
    addressed(page, "Kính gửi:", f"Chi nhánh Văn phòng đăng ký đất đai {place.seat}")
    heading(page, "1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:")
    page.rows(name_cell("a) Tên:", "owner", person))
    page.rows(document_cell("owner", person, rng, "b) Giấy tờ nhân thân/pháp nhân số:"))
    page.rows(Cell("c) Địa chỉ:", "owner.residence", person.residence))
    page.rows(Cell("d) Điện thoại liên hệ (nếu có):", "phone", person.phone))
    page.rows(Cell("2. Nội dung biến động:", "change", rng.choice(_CHANGES)))
    heading(page, "3. Thửa đất biến động:")
    page.rows(
        Cell("Thửa đất số:", "parcel_number", str(rng.randint(4, 990))),
        Cell("Tờ bản đồ số:", "map_sheet", str(rng.randint(1, 64)), at=0.45),
    )
    area = _area(rng)
    page.rows(Cell("Diện tích:", "area_m2", f"{area} m²"))
    heading(page, "4. Giấy tờ liên quan đến nội dung thay đổi nộp kèm theo đơn này gồm có:")
    page.para("(1) Giấy chứng nhận đã cấp; (2) Hợp đồng tặng cho quyền sử dụng đất.")
    page.para("Cam đoan nội dung kê khai trên đơn là đúng sự thật.")
    signed(page, place, day, ("Người viết đơn", person.full_name))


def _house(page: Page) -> None:
    rng = page.rng
    floors = rng.randint(1, 4)
    page.rows(Cell("Diện tích xây dựng tầng 1:", "", f"{_area(rng)} m²"))
    page.rows(Cell("Tổng diện tích sàn:", "floor_area", f"{_area(rng)} m²"))
    page.rows(
        Cell("Chiều cao công trình:", "height", f"{3 * floors + 2},{rng.randint(1, 9)} m"),
        Cell("Số tầng:", "storeys", f"{floors:02d}", at=0.55),
    )


def _draw_permit_application(page: Page, *, is_old: bool) -> None:
    rng = page.rng
    place = make_place(rng)
    day = old_day(rng) if is_old else make_day(rng)
    person = make_adult(rng, place)
    form_head(page, PERMIT_APPLICATION, mark="" if is_old else "Mẫu số 01")
    office = f"huyện {place.old.split(', ')[1]}" if is_old else commune_of(place)
    addressed(page, "Kính gửi:", f"Ủy ban nhân dân {office}")
    heading(page, "1. Thông tin về chủ đầu tư:")
    page.rows(name_cell("- Tên chủ đầu tư (tên chủ hộ):", "investor", person))
    page.rows(document_cell("investor", person, rng, "- Số định danh cá nhân/CCCD:"))
    home = old_residence(person) if is_old else person.residence
    page.rows(Cell("- Địa chỉ liên hệ:", "investor.residence", home))
    page.rows(Cell("- Số điện thoại:", "phone", person.phone))
    heading(page, "2. Thông tin công trình:")
    where = old_place(place) if is_old else street_address(rng, place)
    page.rows(Cell("- Địa điểm xây dựng:", "site_address", where))
    page.rows(
        Cell("- Lô đất số:", "parcel_number", str(rng.randint(3, 900))),
        Cell("Diện tích:", "area_text", f"{_area(rng)} m²", at=0.5),
    )
    heading(page, "3. Nội dung đề nghị cấp phép:")
    _house(page)
    if not is_old:
        page.rows(Cell("4. Đơn vị thiết kế:", "", make_company(rng)))
    page.para("Tôi xin cam đoan làm theo đúng giấy phép được cấp, nếu sai tôi xin hoàn toàn chịu"
              " trách nhiệm.")  # fmt: skip
    signed(page, place, day, ("NGƯỜI LÀM ĐƠN", person.full_name))


def _draw_permit(page: Page) -> None:
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    person = make_adult(rng, place)
    agency = ("ỦY BAN NHÂN DÂN", commune_of(place).upper())
    number = f"{rng.randint(2, 400)}/GPXD"
    office_head(page, Head(agency, place, day))
    titles(page, PERMIT, step_pt=3.0)
    page.centred_value(Cell("Số:", "number", number), page.look.ink())
    page.centred("(Sử dụng cho nhà ở riêng lẻ)", page.look.italic())
    page.gap(0.3)
    page.rows(name_cell("1. Cấp cho:", "investor", person))
    page.rows(Cell("Số định danh cá nhân:", "", person.personal_id))
    page.rows(Cell("Địa chỉ:", "investor.residence", person.residence))
    page.rows(Cell("2. Được phép xây dựng công trình:", "work_name", "Nhà ở riêng lẻ"))
    page.rows(Cell("Tại địa điểm:", "site_address", street_address(rng, place)))
    page.rows(
        Cell("Lô đất số:", "parcel_number", str(rng.randint(3, 900))),
        Cell("Diện tích:", "area_text", f"{_area(rng)} m²", at=0.5),
    )
    _house(page)
    proof = f"Giấy chứng nhận quyền sử dụng đất số AA {rng.randint(10**7, 10**8 - 1)}"
    page.rows(Cell("3. Giấy tờ về đất đai:", "", proof))
    page.para(f"4. Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn 12 tháng kể từ ngày"
              f" cấp ({short_date(day)}).", indent_mm=0)  # fmt: skip
    page.gap(0.4)
    page.sign(page.at(0.73), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), make_signer(rng), is_sealed=True)


PROPERTY: Mapping[str, Maker] = MappingProxyType(
    {
        "land_certificate_2009": maker(
            _draw_certificate, paper="land_certificate", title=" ".join(CERTIFICATE), wish=PROGRAM
        ),
        "land_registration_application": maker(
            _draw_registration, paper="land_registration_application", title=REGISTRATION[0]
        ),
        "land_change_application_2025": maker(
            _draw_change, paper="land_change_application", title=" ".join(CHANGE), wish=DOTTED
        ),
        "building_permit_application": maker(
            partial(_draw_permit_application, is_old=False),
            paper="building_permit_application", title=PERMIT_APPLICATION[0],
        ),
        "building_permit_application_old": maker(
            partial(_draw_permit_application, is_old=True),
            paper="building_permit_application", title=PERMIT_APPLICATION[0], wish=DOTTED,
        ),
        "building_permit": maker(
            _draw_permit, paper="building_permit", title=PERMIT, wish=PROGRAM
        ),
    }
)  # fmt: skip
