"""Declarations of marriages, of marital status, of changes, and requests for copies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from benchmarks.corpus.heads import dated_line
from benchmarks.corpus.layout import Page
from benchmarks.corpus.papers.declaration_rows import (
    PLEDGE,
    PURPOSES,
    STATES,
    committee_of,
    paper_day,
    registered_rows,
    requester_rows,
    subject_rows,
)
from benchmarks.corpus.papers.parts import (
    DOTTED,
    Maker,
    addressed,
    born_cell,
    copies,
    document_cell,
    form_head,
    heading,
    maker,
    old_residence,
    signed,
    value_table,
)
from benchmarks.corpus.persons import FEMALE, MALE, Person
from benchmarks.corpus.render import Cell
from benchmarks.corpus.wording import make_adult, make_place

MARRIAGE = "TỜ KHAI ĐĂNG KÝ KẾT HÔN"
STATUS = "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"
CHANGE = (
    "TỜ KHAI ĐĂNG KÝ VIỆC THAY ĐỔI, CẢI CHÍNH,",
    "BỔ SUNG THÔNG TIN HỘ TỊCH, XÁC ĐỊNH LẠI DÂN TỘC",
)
OLD_CHANGE = (
    "TỜ KHAI ĐĂNG KÝ THAY ĐỔI, CẢI CHÍNH,",
    "BỔ SUNG HỘ TỊCH, XÁC ĐỊNH LẠI DÂN TỘC",
)
COPY = "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH"
_CHANGES = (
    ("cải chính hộ tịch", "Cải chính năm sinh từ 1979 thành 1980", "Do ghi nhầm khi đăng ký"),
    ("thay đổi hộ tịch", "Thay đổi chữ đệm từ “Văn” thành “Minh”", "Theo nguyện vọng cá nhân"),
    ("bổ sung thông tin hộ tịch", "Bổ sung quê quán trong Giấy khai sinh", "Trước đây bỏ trống"),
)


def _side(page: Page, role: str, person: Person, *, is_old: bool) -> tuple[Cell, ...]:
    home = old_residence(person) if is_old else person.residence
    times = f"{page.rng.randint(1, 2)}"
    return (
        Cell("Họ, chữ đệm, tên", f"{role}.full_name", person.full_name.upper(), person.full_name),
        born_cell(role, person, "Ngày, tháng, năm sinh"),
        Cell("Dân tộc", f"{role}.ethnicity", person.ethnicity),
        Cell("Quốc tịch", f"{role}.nationality", person.nationality),
        Cell("Nơi cư trú (2)", f"{role}.residence", home),
        document_cell(role, person, page.rng, "Giấy tờ tùy thân (3)"),
        Cell("Kết hôn lần thứ mấy", f"{role}.times", times),
    )


def _draw_marriage_table(page: Page, *, is_old: bool) -> None:
    """Both sides in columns, the bride left on the new form, the groom on the old one."""
    rng = page.rng
    place, day = make_place(rng), paper_day(page, is_old=is_old)
    bride, groom = make_adult(rng, place, sex=FEMALE), make_adult(rng, make_place(rng), sex=MALE)
    form_head(page, (MARRIAGE,))
    addressed(page, "Kính gửi: (1)", committee_of(place, is_old=is_old))
    sides = [("bride", "Bên nữ", bride), ("groom", "Bên nam", groom)]
    if is_old:
        sides.reverse()
    columns = [_side(page, role, person, is_old=is_old) for role, _, person in sides]
    head = ("Thông tin", *(word for _, word, _ in sides))
    value_table(page, head, tuple(zip(*columns, strict=True)), (2.2, 4.0, 4.0))
    page.para(
        "Chúng tôi cam đoan những lời khai trên đây là đúng sự thật, việc kết hôn của chúng tôi là"
        " tự nguyện, không vi phạm quy định của Luật Hôn nhân và gia đình Việt Nam."
    )
    copies(page)
    page.gap(0.3)
    dated_line(page, place, day, page.look.right_px, anchor="rs", name="declared_on")
    top = page.y
    for share, (_, word, person) in zip((0.25, 0.75), sides, strict=True):
        page.y = top
        page.sign(page.at(share), (word,), person.full_name, note="(Ký, ghi rõ họ, chữ đệm, tên)")


def _draw_status(page: Page, *, is_old: bool) -> None:
    rng = page.rng
    place, day = make_place(rng), paper_day(page, is_old=is_old)
    person = make_adult(rng, place)
    asker, kin = (person, "Bản thân") if rng.random() < 0.6 else (make_adult(rng, place), "Cha")
    form_head(page, (STATUS,), mark="TP/HT-2020-TKXNTTHN" if is_old else "")
    addressed(page, "Kính gửi: (1)", committee_of(place, is_old=is_old))
    label = "Quan hệ với người được cấp Giấy xác nhận tình trạng hôn nhân:"
    requester_rows(page, asker, Cell(label, "requester.relation", kin), is_old=is_old)
    heading(
        page,
        "Đề nghị cấp Giấy xác nhận tình trạng hôn nhân cho người có tên dưới đây:",
    )
    subject_rows(page, "subject", person, is_old=is_old)
    page.rows(Cell("Tình trạng hôn nhân: (5)", "subject.marital_status", rng.choice(STATES)))
    page.rows(
        Cell("Mục đích sử dụng Giấy xác nhận tình trạng hôn nhân: (6)", "subject.purpose",
             rng.choice(PURPOSES))
    )  # fmt: skip
    page.para(PLEDGE)
    signed(page, place, day, ("Người yêu cầu", asker.full_name))


def _draw_change(page: Page, *, is_old: bool) -> None:
    rng = page.rng
    place, day = make_place(rng), paper_day(page, is_old=is_old)
    person = make_adult(rng, place)
    form_head(page, OLD_CHANGE if is_old else CHANGE)
    addressed(page, "Kính gửi: (1)", committee_of(place, is_old=is_old))
    label = (
        "Quan hệ với người được thay đổi, cải chính, bổ sung thông tin hộ tịch, xác định lại dân"
        " tộc:"
    )
    requester_rows(page, person, Cell(label, "requester.relation", "Bản thân"), is_old=is_old)
    what, content, reason = rng.choice(_CHANGES)
    page.rows(Cell("Đề nghị cơ quan đăng ký việc: (4)", "request_kind", what))
    heading(page, "cho người có tên dưới đây:")
    subject_rows(page, "subject", person, is_old=is_old)
    registered_rows(page, place, day, what="khai sinh", is_old=is_old)
    page.rows(Cell("Nội dung: (6)", "change", content))
    page.rows(Cell("Lý do:", "reason", reason))
    page.para(PLEDGE)
    signed(page, place, day, ("Người yêu cầu", person.full_name))
    copies(page)


def _draw_copy(page: Page, *, is_old: bool) -> None:
    rng = page.rng
    place, day = make_place(rng), paper_day(page, is_old=is_old)
    asker, person = make_adult(rng, place), make_adult(rng, place)
    form_head(page, (COPY,))
    addressed(page, "Kính gửi: (1)", committee_of(place, is_old=is_old))
    label = "Quan hệ với người được cấp bản sao Trích lục hộ tịch:"
    relation = Cell(label, "requester.relation", rng.choice(("Con", "Cha", "Mẹ", "Vợ")))
    requester_rows(page, asker, relation, is_old=is_old)
    what = rng.choice(("khai sinh", "khai tử", "kết hôn"))
    page.rows(Cell("Đề nghị cơ quan cấp bản sao trích lục: (4)", "extract_kind", what))
    heading(page, "cho người có tên dưới đây:")
    subject_rows(page, "subject", person, is_old=is_old)
    registered_rows(page, place, day, is_old=is_old)
    count = f"{rng.randint(1, 5):02d}"
    page.rows(Cell("Số lượng bản sao đề nghị cấp:", "copies.count", f"{count} bản", count))
    page.para(PLEDGE)
    signed(page, place, day, ("Người yêu cầu", asker.full_name))


STATUS_DECLARATIONS: Mapping[str, Maker] = MappingProxyType(
    {
        "marriage_declaration_table": maker(
            partial(_draw_marriage_table, is_old=False),
            paper="marriage_declaration", title=MARRIAGE,
        ),
        "marriage_declaration_old": maker(
            partial(_draw_marriage_table, is_old=True),
            paper="marriage_declaration", title=MARRIAGE,
        ),
        "marital_status_declaration": maker(
            partial(_draw_status, is_old=False), paper="marital_status_declaration", title=STATUS
        ),
        "marital_status_declaration_old": maker(
            partial(_draw_status, is_old=True),
            paper="marital_status_declaration", title=STATUS, wish=DOTTED,
        ),
        "civil_status_change_declaration": maker(
            partial(_draw_change, is_old=False),
            paper="civil_status_change_declaration", title=" ".join(CHANGE),
        ),
        "civil_status_change_declaration_old": maker(
            partial(_draw_change, is_old=True),
            paper="civil_status_change_declaration", title=" ".join(OLD_CHANGE), wish=DOTTED,
        ),
        "civil_extract_declaration": maker(
            partial(_draw_copy, is_old=False), paper="civil_extract_declaration", title=COPY
        ),
        "civil_extract_declaration_old": maker(
            partial(_draw_copy, is_old=True),
            paper="civil_extract_declaration", title=COPY, wish=DOTTED,
        ),
    }
)  # fmt: skip
