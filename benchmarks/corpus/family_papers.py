"""Papers of marriage: declaration, certificate of marital status, a declaration filled by hand."""

from __future__ import annotations

from benchmarks.corpus.civil import identity_cell
from benchmarks.corpus.glyphs import Hand
from benchmarks.corpus.heads import Head, dated_line, nation_lines, office_head
from benchmarks.corpus.layout import Page, draw_fitted
from benchmarks.corpus.looks import SERIF, Wish
from benchmarks.corpus.persons import FEMALE, MALE, Person
from benchmarks.corpus.render import Cell, LeaderMark, Leaders, Sheet
from benchmarks.corpus.spelling import short_date
from benchmarks.corpus.truth import PageTruth
from benchmarks.corpus.wording import commune_of, make_adult, make_day, make_place, make_signer

_STATES = (
    "Hiện tại chưa đăng ký kết hôn với ai",
    "Đã ly hôn, hiện tại chưa đăng ký kết hôn với ai",
    "Từ đủ 18 tuổi đến nay chưa đăng ký kết hôn với ai",
)
_PURPOSES = (
    "Để làm thủ tục đăng ký kết hôn",
    "Để bổ sung hồ sơ chuyển nhượng quyền sử dụng đất",
    "Để làm thủ tục vay vốn ngân hàng",
    "Để hoàn thiện hồ sơ xuất cảnh lao động",
)


def _person_rows(page: Page, role: str, person: Person, *, has_sex: bool = True) -> None:
    page.rows(
        Cell("Họ, chữ đệm, tên:", f"{role}.full_name", person.full_name.upper(),
             person.full_name, is_bold=True)
    )  # fmt: skip
    page.rows(
        Cell("Ngày, tháng, năm sinh:", f"{role}.birth_date", short_date(person.birth_date)),
        Cell("Giới tính:", f"{role}.sex" if has_sex else "", person.sex, at=0.62),
    )
    page.rows(
        Cell("Dân tộc:", f"{role}.ethnicity", person.ethnicity),
        Cell("Quốc tịch:", f"{role}.nationality", person.nationality, at=0.48),
    )
    page.rows(Cell("Nơi cư trú: (2)", f"{role}.residence", person.residence))
    page.rows(identity_cell(role, person, "Giấy tờ tùy thân: (3)"))


def _form_head(page: Page, title: str, addressee: str) -> None:
    nation_lines(page, page.middle)
    page.gap(0.7)
    page.centred(title, page.look.bold(2.0))
    page.gap(0.3)
    page.centred_value(Cell("Kính gửi: (1)", "addressed_to", addressee), page.look.ink())
    page.gap(0.3)


def _draw_marriage(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    bride, groom = make_adult(rng, place, sex=FEMALE), make_adult(rng, make_place(rng), sex=MALE)
    _form_head(page, "TỜ KHAI ĐĂNG KÝ KẾT HÔN", f"Ủy ban nhân dân {commune_of(place)}")
    for role, word, person in (("bride", "Bên nữ", bride), ("groom", "Bên nam", groom)):
        page.para(f"{word}:", ink=page.look.bold(), indent_mm=0)
        _person_rows(page, role, person, has_sex=False)
        times = Cell("Kết hôn lần thứ mấy:", f"{role}.times", f"{rng.randint(1, 2):02d}")
        page.rows(times)
    page.para(
        "Chúng tôi cam đoan những lời khai trên đây là đúng sự thật, việc kết hôn của chúng tôi là"
        " tự nguyện, không vi phạm quy định của Luật Hôn nhân và gia đình Việt Nam."
    )
    page.para("Chúng tôi chịu hoàn toàn trách nhiệm trước pháp luật về nội dung cam đoan của mình.")
    page.gap(0.2)
    dated_line(page, place, make_day(rng), page.look.right_px, anchor="rs", name="declared_on")
    top = page.y
    page.sign(page.at(0.25), ("Bên nữ",), bride.full_name, note="(Ký, ghi rõ họ, chữ đệm, tên)")
    page.y = top
    page.sign(page.at(0.75), ("Bên nam",), groom.full_name, note="(Ký, ghi rõ họ, chữ đệm, tên)")


def marriage_declaration(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw the declaration for the registration of a marriage, dots under the values.

    Source: Thông tư 04/2024/TT-BTP, form of the declaration (order of the labels).
    """
    wish = Wish(
        sizes_pt=(11.5, 13.5),
        mark=LeaderMark.DOTS,
        leaders=(Leaders.UNDER, Leaders.UNDER, Leaders.AFTER),
    )
    title = "TỜ KHAI ĐĂNG KÝ KẾT HÔN"
    return draw_fitted(seed, wish, _draw_marriage, paper="marriage_declaration", title=title)


_CERTIFICATE_TITLE = "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"


def _draw_certificate(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    person = make_adult(rng, place)
    committee = f"ỦY BAN NHÂN DÂN {commune_of(place).upper()}"
    number = f"{rng.randint(3, 640)}/UBND-XNTTHN"
    office_head(page, Head(("ỦY BAN NHÂN DÂN", commune_of(place).upper()), place, make_day(rng),
                           number))  # fmt: skip
    page.gap(0.6)
    page.centred(_CERTIFICATE_TITLE, page.look.bold(2.0))
    page.gap(0.3)
    page.centred(committee, page.look.bold())
    page.gap(0.3)
    asker = make_adult(rng, place)
    page.para(
        f"Xét đề nghị của ông/bà {asker.full_name} về việc cấp Giấy xác nhận tình trạng hôn nhân"
        f" cho {'bản thân' if rng.random() < 0.4 else 'người thân trong gia đình'},"
    )
    page.centred("XÁC NHẬN:", page.look.bold())
    _person_rows(page, "subject", person)
    page.rows(Cell("Tình trạng hôn nhân:", "subject.marital_status", rng.choice(_STATES)))
    page.para(
        "Giấy này có giá trị sử dụng trong thời hạn 6 tháng, kể từ ngày cấp và chỉ dùng vào đúng"
        " mục đích ghi dưới đây."
    )
    page.rows(Cell("Mục đích sử dụng:", "subject.purpose", rng.choice(_PURPOSES)))
    page.gap(0.4)
    titles = ("NGƯỜI KÝ GIẤY XÁC NHẬN", rng.choice(("CHỦ TỊCH", "PHÓ CHỦ TỊCH")))
    page.sign(page.at(0.72), titles, make_signer(rng), is_sealed=True)


def marital_status_certificate(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw the certificate of marital status with seal and signature."""
    return draw_fitted(
        seed,
        Wish(sizes_pt=(12, 14), leaders=tuple(Leaders)),
        _draw_certificate,
        paper="marital_status_certificate",
        title=_CERTIFICATE_TITLE,
    )


_HAND_TITLE = "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"


def _draw_by_hand(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    person = make_adult(rng, place)
    nation_lines(page, page.middle)
    page.gap(0.7)
    page.centred(_HAND_TITLE, page.look.bold(1.0))
    page.gap(0.3)
    page.rows(Cell("Kính gửi: (1)", "addressed_to", f"Ủy ban nhân dân {commune_of(place)}"))
    page.rows(Cell("Họ, chữ đệm, tên người yêu cầu:", "requester.full_name", person.full_name))
    page.rows(Cell("Nơi cư trú: (2)", "requester.residence", person.residence))
    page.rows(Cell("Số định danh cá nhân:", "requester.id_document", person.personal_id))
    page.rows(Cell("Quan hệ với người được cấp Giấy:", "requester.relation", "Bản thân"))
    page.para("Đề nghị cấp Giấy xác nhận cho người có tên dưới đây:", ink=page.look.bold())
    page.rows(Cell("Họ, chữ đệm, tên:", "subject.full_name", person.full_name))
    page.rows(
        Cell("Ngày, tháng, năm sinh:", "subject.birth_date", short_date(person.birth_date)),
        Cell("Giới tính:", "subject.sex", person.sex, at=0.66),
    )
    page.rows(
        Cell("Dân tộc:", "subject.ethnicity", person.ethnicity),
        Cell("Quốc tịch:", "subject.nationality", person.nationality, at=0.45),
    )
    page.rows(Cell("Nơi cư trú: (2)", "subject.residence", person.residence))
    page.rows(Cell("Tình trạng hôn nhân:", "subject.marital_status", rng.choice(_STATES)))
    page.rows(Cell("Mục đích sử dụng:", "subject.purpose", rng.choice(_PURPOSES)))
    page.para(
        "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp"
        " luật về cam đoan của mình."
    )
    page.gap(0.3)
    dated_line(page, place, make_day(rng), page.look.right_px, anchor="rs", name="declared_on")
    note = "(Ký, ghi rõ họ, chữ đệm, tên)"
    page.sign(page.at(0.74), ("Người yêu cầu",), person.full_name, note=note)


def hand_filled_declaration(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw a printed declaration whose values were written with a blue pen."""
    wish = Wish(sizes_pt=(12, 13.5), families=(SERIF,), value_hand=Hand.PEN)
    return draw_fitted(
        seed, wish, _draw_by_hand, paper="marital_status_declaration", title=_HAND_TITLE
    )
