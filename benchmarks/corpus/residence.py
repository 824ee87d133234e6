"""Papers of residence: declaration of a change (CT01) and confirmation (CT07)."""

from __future__ import annotations

from benchmarks.corpus.heads import Head, dated_line, nation_lines, office_head
from benchmarks.corpus.layout import Page, draw_fitted
from benchmarks.corpus.looks import Wish
from benchmarks.corpus.persons import make_name
from benchmarks.corpus.render import Cell, LeaderMark, Leaders, Sheet
from benchmarks.corpus.spelling import short_date
from benchmarks.corpus.truth import PageTruth
from benchmarks.corpus.wording import commune_of, make_adult, make_day, make_place, make_signer

CT01_TITLE = "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ"
CT07_TITLE = "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ"
_RELATIONS = ("Con", "Vợ", "Chồng", "Em", "Cháu", "Người ở nhờ", "Chủ hộ")
MEMBER_COLUMNS = ("", "full_name", "birth_date", "sex", "personal_id", "relation")
_REQUESTS = (
    "Đăng ký thường trú vào chỗ ở hợp pháp do được cha mẹ cho tặng",
    "Đăng ký tạm trú để thuận tiện đi làm tại khu công nghiệp",
    "Tách hộ và lập hộ mới tại cùng một địa chỉ thường trú",
    "Điều chỉnh ngày, tháng, năm sinh theo giấy khai sinh bản chính",
    "Xóa đăng ký tạm trú vì đã chuyển về quê sinh sống",
)


def _member_table(page: Page, *, count: int) -> None:
    rng = page.rng
    head = ("TT", "Họ, chữ đệm và tên", "Ngày, tháng, năm sinh", "Giới tính", "Số định danh",
            "Quan hệ")  # fmt: skip
    rows = [head]
    for number in range(1, count + 1):
        person = make_adult(rng, make_place(rng))
        rows.append(
            (
                str(number),
                person.full_name,
                short_date(person.birth_date),
                person.sex,
                person.personal_id,
                rng.choice(_RELATIONS[:5]),
            )
        )
    boxes = page.table(
        tuple(rows), (1.0, 4.4, 2.8, 1.6, 3.6, 2.2), centred=frozenset({0, 2, 3, 4}), step_pt=-1.5
    )
    page.remember_rows("members", MEMBER_COLUMNS, tuple(rows[1:]), boxes)


def _draw_ct01(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    person, owner = make_adult(rng, place), make_adult(rng, place)
    form = page.look.italic(-2.0)
    page.sheet.text(page.look.right_px, page.y, "Mẫu CT01", form, anchor="rs")
    page.gap(1.0)
    nation_lines(page, page.middle)
    page.gap(0.5)
    page.centred(CT01_TITLE, page.look.bold(1.5))
    page.gap(0.2)
    page.rows(Cell("Kính gửi(1):", "addressed_to", f"Công an {commune_of(place)}"))
    name = Cell("1. Họ, chữ đệm và tên:", "applicant.full_name", person.full_name.upper(),
                person.full_name, is_bold=True)  # fmt: skip
    page.rows(name)
    page.rows(
        Cell("2. Ngày, tháng, năm sinh:", "applicant.birth_date", short_date(person.birth_date)),
        Cell("3. Giới tính:", "applicant.sex", person.sex, at=0.62),
    )
    page.rows(Cell("4. Số định danh cá nhân:", "applicant.personal_id", person.personal_id))
    mail = f"{person.old_id or person.phone[-4:]}@thu.vn"
    page.rows(
        Cell("5. Số điện thoại liên hệ:", "applicant.phone", person.phone),
        Cell("6. Email:", "applicant.email", mail, at=0.55),
    )
    page.rows(Cell("7. Họ, chữ đệm và tên chủ hộ:", "household_head.full_name", owner.full_name))
    page.rows(Cell("8. Quan hệ với chủ hộ:", "applicant.relation", rng.choice(_RELATIONS[:5])))
    cell = "9. Số định danh cá nhân của chủ hộ:"
    page.rows(Cell(cell, "household_head.personal_id", owner.personal_id))
    page.rows(Cell("10. Nội dung đề nghị(2):", "request", rng.choice(_REQUESTS)))
    page.para("11. Những thành viên trong hộ gia đình cùng thay đổi:", indent_mm=0)
    _member_table(page, count=rng.randint(2, 4))
    dated_line(page, place, make_day(rng), page.look.right_px, anchor="rs", name="")
    top = page.y
    signers = (
        (0.2, ("Ý KIẾN CỦA CHỦ HỘ",), owner.full_name),
        (0.8, ("NGƯỜI KÊ KHAI",), person.full_name),
    )
    for share, titles, signer in signers:
        page.y = top
        page.sign(page.at(share), titles, signer, note="(Ký, ghi rõ họ tên)")


def residence_declaration(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw the declaration CT01; its leaders are underscores.

    Source: Thông tư 53/2025/TT-BCA, form CT01 (order of the labels).
    """
    wish = Wish(
        sizes_pt=(11.5, 13),
        mark=LeaderMark.UNDERSCORES,
        leaders=(Leaders.UNDER, Leaders.UNDER, Leaders.AFTER),
    )
    return draw_fitted(
        seed, wish, _draw_ct01, paper="residence_change_declaration", title=CT01_TITLE
    )


def _draw_ct07(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    person = make_adult(rng, place)
    head = Head((f"CÔNG AN {place.new.split(', ')[1].upper()}",
                 f"CÔNG AN {commune_of(place).upper()}"), place, make_day(rng),
                f"{rng.randint(20, 3000)}/XN")  # fmt: skip
    office_head(page, head)
    page.gap(0.5)
    page.centred(CT07_TITLE, page.look.bold(1.5))
    page.gap(0.3)
    page.para("I. Thông tin của công dân", ink=page.look.bold(), indent_mm=0)
    name = Cell("1. Họ, chữ đệm và tên:", "applicant.full_name", person.full_name.upper(),
                person.full_name, is_bold=True)  # fmt: skip
    page.rows(name)
    page.rows(
        Cell("2. Ngày, tháng, năm sinh:", "applicant.birth_date", short_date(person.birth_date)),
        Cell("3. Giới tính:", "applicant.sex", person.sex, at=0.62),
    )
    page.rows(Cell("4. Số định danh cá nhân:", "applicant.personal_id", person.personal_id))
    page.rows(Cell("5. Quê quán:", "applicant.place_of_origin", person.birth_place.new))
    page.rows(Cell("6. Nơi thường trú:", "applicant.residence", person.residence))
    page.rows(Cell("7. Chủ hộ:", "household_head.full_name", make_name(rng, person.sex)))
    page.para("II. Các thành viên khác trong hộ gia đình", ink=page.look.bold(), indent_mm=0)
    _member_table(page, count=rng.randint(2, 5))
    page.para(
        "Xác nhận này có giá trị một năm kể từ ngày cấp; khi thông tin thay đổi và đã cập nhật vào"
        " Cơ sở dữ liệu quốc gia về dân cư thì hết giá trị kể từ thời điểm thay đổi."
    )
    page.gap(0.4)
    titles = rng.choice((("TRƯỞNG CÔNG AN XÃ",), ("KT. TRƯỞNG CÔNG AN XÃ", "PHÓ TRƯỞNG CÔNG AN")))
    page.sign(page.at(0.73), titles, make_signer(rng), is_sealed=True)


def residence_confirmation(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw the confirmation of residence with the table of the household.

    Source: Thông tư 53/2025/TT-BCA, form CT07 (order of the labels).
    """
    wish = Wish(sizes_pt=(11.5, 13.5), leaders=tuple(Leaders))
    return draw_fitted(seed, wish, _draw_ct07, paper="residence_confirmation", title=CT07_TITLE)
