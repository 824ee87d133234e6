"""Slips of the one-stop shop: hand-over, supplement, refusal, result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from benchmarks.corpus.cases import Filing, make_business_case
from benchmarks.corpus.heads import Head, office_head
from benchmarks.corpus.layout import Page
from benchmarks.corpus.marks import draw_qr
from benchmarks.corpus.papers.parts import PROGRAM, Draw, Maker, both_sign, maker, moment, titles
from benchmarks.corpus.persons import Person
from benchmarks.corpus.render import Cell, px
from benchmarks.corpus.spelling import long_date, short_date
from benchmarks.corpus.wording import commune_of

HANDOVER = "GIẤY BÀN GIAO HỒ SƠ"
SUPPLEMENT = "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ"
REFUSAL = "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ"
RESULT_HANDOVER = "PHIẾU BÀN GIAO KẾT QUẢ GIẢI QUYẾT HỒ SƠ"
RESULT = "GIẤY BIÊN NHẬN TRẢ KẾT QUẢ"
RECEIPT = "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"
_PAPERS = (
    "Giấy chứng nhận quyền sử dụng đất (bản sao)", "Căn cước công dân của chủ hộ (bản sao)",
    "Giấy đề nghị đăng ký hộ kinh doanh (bản chính)", "Văn bản ủy quyền (bản chính)",
)  # fmt: skip
_LACKS = (
    "Bổ sung bản chính Giấy đề nghị đăng ký hộ kinh doanh có chữ ký của chủ hộ",
    "Nộp lại bản sao giấy tờ chứng minh quyền sử dụng địa điểm kinh doanh",
    "Ghi rõ mã ngành nghề kinh doanh theo hệ thống ngành kinh tế Việt Nam",
)
_REFUSALS = (
    "Hồ sơ không thuộc thẩm quyền giải quyết của Ủy ban nhân dân cấp xã",
    "Tên hộ kinh doanh trùng với tên đã đăng ký trên địa bàn",
    "Thành phần hồ sơ không đầy đủ theo quy định và đã được hướng dẫn hai lần",
)


@dataclass(frozen=True, slots=True)
class _Slip:
    """The dossier a slip speaks of."""

    filing: Filing
    owner: Person
    day: date


def _slip(page: Page) -> _Slip:
    case = make_business_case(page.rng)
    return _Slip(case.filing, case.owner, case.filing.received_on)


def _head(page: Page, slip: _Slip, title: str, *, mark: str = "") -> None:
    """Code, heads, title and the number of the dossier."""
    filing = slip.filing
    left = page.look.left_px
    text = f"{filing.dossier_code}|{filing.procedure_code}|{slip.owner.personal_id}|{title}"
    draw_qr(page.sheet, text, (left, px(9), px(24)))
    if mark:
        page.sheet.text(page.look.right_px, px(16), mark, page.look.italic(-2.0), anchor="rs")
    page.y = px(42)
    place = filing.office.place
    agency = (f"ỦY BAN NHÂN DÂN {commune_of(place).upper()}", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG")
    if mark:
        office_head(page, Head(agency, place, slip.day, f"{page.rng.randint(2, 900)}/TTPVHCC"))
    else:
        office_head(page, Head(agency, place, slip.day, date_name=""))
    page.rows(Cell("Mã hồ sơ:", "dossier_code", filing.dossier_code, is_bold=True))
    page.gap(0.5)
    titles(page, title)
    page.gap(0.4)


def _owner(page: Page, slip: _Slip, label: str) -> None:
    owner = slip.owner
    page.rows(Cell(label, "owner.full_name", owner.full_name, is_bold=True))
    page.rows(Cell("Số định danh:", "owner_id", owner.personal_id))
    page.rows(Cell("Địa chỉ:", "owner.residence", owner.residence))
    page.rows(Cell("Số điện thoại:", "phone", owner.phone))
    page.rows(Cell("Nội dung yêu cầu giải quyết:", "procedure", slip.filing.procedure))


def _draw_receipt(page: Page) -> None:
    """The slip as another program prints it: other order, an e-mail, a table of papers."""
    slip = _slip(page)
    filing = slip.filing
    _head(page, slip, RECEIPT)
    page.para(f"Trung tâm Phục vụ hành chính công {commune_of(filing.office.place)}", indent_mm=0)
    _owner(page, slip, "Tiếp nhận hồ sơ của:")
    page.rows(Cell("Email:", "email", f"dan{slip.owner.phone[-4:]}@thu.vn"))
    rows = [("STT", "Thành phần hồ sơ", "Bản chính", "Bản sao")]
    for number, name in enumerate(page.rng.sample(_PAPERS, 3), 1):
        rows.append((str(number), name, "01", "0"))
    page.table(tuple(rows), (0.8, 7.0, 1.8, 1.8), centred=frozenset({0, 2, 3}))
    page.para("Số lượng hồ sơ: 01 (bộ)", indent_mm=0)
    page.para(f"Thời gian giải quyết hồ sơ theo quy định là: {filing.workdays:02d} ngày",
              indent_mm=0)  # fmt: skip
    clock = f"{filing.hour:02d} giờ {filing.minute:02d} phút, {long_date(filing.received_on)}"
    due = f"16 giờ 30 phút, {long_date(filing.due_on)}"
    received = Cell("Thời gian nhận hồ sơ:", "received_at", clock, short_date(filing.received_on))
    moment(page, received, "received_time")
    label = "Thời gian trả kết quả giải quyết hồ sơ:"
    moment(page, Cell(label, "due_at", due, short_date(filing.due_on)), "due_time")
    page.para("Đăng ký nhận kết quả tại: Trung tâm Phục vụ hành chính công", indent_mm=0)
    both_sign(page, ("NGƯỜI NỘP HỒ SƠ", slip.owner.full_name),
              ("NGƯỜI TIẾP NHẬN HỒ SƠ", filing.clerk))  # fmt: skip


def _draw_handover(page: Page) -> None:
    slip = _slip(page)
    _head(page, slip, HANDOVER)
    page.rows(Cell("Bên giao:", "handed_by", slip.filing.clerk))
    page.rows(Cell("Bên nhận:", "handed_to", slip.filing.chief))
    page.rows(Cell("Hồ sơ của:", "owner.full_name", slip.owner.full_name, is_bold=True))
    page.rows(Cell("Về việc:", "procedure", slip.filing.procedure))
    rows = [("STT", "Thành phần hồ sơ", "Số lượng")]
    rows += [(str(n), name, "01") for n, name in enumerate(page.rng.sample(_PAPERS, 3), 1)]
    page.table(tuple(rows), (0.8, 8.0, 1.8), centred=frozenset({0, 2}))
    page.rows(Cell("Thời gian giao:", "handed_on", long_date(slip.day), short_date(slip.day)))
    page.para("Giấy bàn giao được lập thành 02 bản, mỗi bên giữ 01 bản.")
    both_sign(page, ("BÊN GIAO", slip.filing.clerk), ("BÊN NHẬN", slip.filing.chief))


def _draw_supplement(page: Page) -> None:
    slip = _slip(page)
    _head(page, slip, SUPPLEMENT, mark="Mẫu số 02")
    _owner(page, slip, "Hồ sơ của:")
    page.para("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:", indent_mm=0)
    for number, text in enumerate(page.rng.sample(_LACKS, 2), 1):
        page.para(f"{number}. {text}.")
    reason = "Hồ sơ chưa đầy đủ, chưa hợp lệ theo quy định"
    page.rows(Cell("Lý do:", "reason", reason))
    until = slip.day + timedelta(days=15)
    page.rows(Cell("Thời hạn bổ sung hồ sơ trước ngày:", "", short_date(until)))
    page.para(
        "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, ông (bà) liên hệ với Trung tâm để được"
        " hướng dẫn."
    )
    page.sign(page.at(0.74), ("NGƯỜI HƯỚNG DẪN",), slip.filing.clerk, note="(Ký, ghi rõ họ tên)")


def _draw_refusal(page: Page) -> None:
    slip = _slip(page)
    _head(page, slip, REFUSAL, mark="Mẫu số 03")
    page.para("Trung tâm Phục vụ hành chính công đã xem xét hồ sơ của:", indent_mm=0)
    _owner(page, slip, "Ông/bà/tổ chức:")
    page.para("Qua xem xét, Trung tâm thông báo không tiếp nhận hồ sơ này với lý do như sau:")
    page.rows(Cell("Lý do:", "reason", page.rng.choice(_REFUSALS)))
    page.para("Xin thông báo cho ông (bà) được biết và thực hiện.")
    both_sign(page, ("NGƯỜI NỘP HỒ SƠ", slip.owner.full_name),
              ("NGƯỜI TIẾP NHẬN HỒ SƠ", slip.filing.clerk))  # fmt: skip


def _draw_result_handover(page: Page) -> None:
    slip = _slip(page)
    _head(page, slip, RESULT_HANDOVER)
    page.rows(Cell("Tên tổ chức/cá nhân:", "owner.full_name", slip.owner.full_name, is_bold=True))
    page.rows(Cell("Nội dung yêu cầu giải quyết:", "procedure", slip.filing.procedure))
    page.rows(Cell("Mã thủ tục hành chính:", "procedure_code", slip.filing.procedure_code))
    page.rows(Cell("Bên giao:", "handed_by", slip.filing.chief))
    page.rows(Cell("Bên nhận:", "handed_to", slip.filing.clerk))
    day = slip.filing.due_on
    page.rows(Cell("Thời gian bàn giao:", "handed_on", long_date(day), short_date(day)))
    both_sign(page, ("BÊN GIAO", slip.filing.chief), ("BÊN NHẬN", slip.filing.clerk))


def _draw_result(page: Page) -> None:
    slip = _slip(page)
    _head(page, slip, RESULT)
    _owner(page, slip, "Trả kết quả cho:")
    name = "Giấy chứng nhận đăng ký hộ kinh doanh"
    page.rows(Cell("Kết quả giải quyết:", "", name))
    page.rows(Cell("Số lượng:", "", "01 bản chính", "1"))
    page.rows(Cell("Ngày trả kết quả:", "returned_on", short_date(slip.filing.due_on)))
    page.para("Người nhận đã kiểm tra và nhận đủ kết quả nêu trên.")
    both_sign(page, ("NGƯỜI NHẬN KẾT QUẢ", slip.owner.full_name),
              ("NGƯỜI TRẢ KẾT QUẢ", slip.filing.clerk))  # fmt: skip


def _made(draw: Draw, paper: str, title: str) -> Maker:
    return maker(draw, paper=paper, title=title, wish=PROGRAM)


SLIPS: Mapping[str, Maker] = MappingProxyType(
    {
        "receipt_slip_other": _made(_draw_receipt, "receipt_slip", RECEIPT),
        "handover_slip": _made(_draw_handover, "handover_slip", HANDOVER),
        "supplement_request": _made(_draw_supplement, "supplement_request", SUPPLEMENT),
        "refusal_slip": _made(_draw_refusal, "refusal_slip", REFUSAL),
        "result_handover_slip": _made(
            _draw_result_handover, "result_handover_slip", RESULT_HANDOVER
        ),
        "result_receipt": _made(_draw_result, "result_receipt", RESULT),
    }
)
