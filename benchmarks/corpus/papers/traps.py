"""Look-alikes: papers that name another paper in large letters or in their text."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from benchmarks.corpus.heads import Head, copies_to, nation_lines, office_head
from benchmarks.corpus.layout import Page
from benchmarks.corpus.looks import Wish
from benchmarks.corpus.papers.parts import Maker, addressed, maker, signed
from benchmarks.corpus.persons import make_name
from benchmarks.corpus.places import Place
from benchmarks.corpus.render import Cell
from benchmarks.corpus.spelling import long_date
from benchmarks.corpus.wording import commune_of, make_adult, make_day, make_place, make_signer

UNKNOWN = "unknown"
"""Paper code of a page that is none of the catalogue's papers."""
_TEXT = Wish(sizes_pt=(12, 14))


def _agency(place: Place) -> tuple[str, ...]:
    return ("ỦY BAN NHÂN DÂN", commune_of(place).upper())


def _draw_land_letter(page: Page) -> None:
    """A letter between agencies that names the land certificate in capitals."""
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    person = make_adult(rng, place)
    about = ("V/v xác minh nguồn gốc đất để cấp", "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT")
    office_head(page, Head(_agency(place), place, day, f"{rng.randint(20, 900)}/UBND-KT", about))
    page.gap(0.5)
    page.centred(f"Kính gửi: Chi nhánh Văn phòng đăng ký đất đai {place.seat}", page.look.ink())
    page.gap(0.3)
    page.para(f"Ủy ban nhân dân {commune_of(place)} nhận được hồ sơ của ông (bà) {person.full_name}"
              " đề nghị cấp GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI"
              f" ĐẤT đối với thửa đất số {rng.randint(3, 800)}.")  # fmt: skip
    page.para("Qua kiểm tra, thửa đất có nguồn gốc do ông cha để lại, sử dụng ổn định, không có"
              " tranh chấp. Diện tích đo đạc thực tế phù hợp với bản đồ địa chính.")  # fmt: skip
    page.para("Đề nghị quý cơ quan xem xét, giải quyết theo quy định./.")
    top = page.y
    page.sign(page.at(0.75), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), make_signer(rng), is_sealed=True)
    copies_to(page, top, ("Như trên;", "Lưu: VT."))


def _draw_reissue(page: Page) -> None:
    """A citizen's request to issue a lost certificate again: the title ends with its name."""
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    person = make_adult(rng, place)
    nation_lines(page, page.middle)
    page.gap(0.6)
    page.centred("ĐƠN TRÌNH BÁO MẤT GIẤY TỜ", page.look.bold(2.0))
    page.gap(0.3)
    addressed(page, "Kính gửi:", f"Công an {commune_of(place)}")
    page.rows(Cell("Tôi tên là:", "owner.full_name", person.full_name))
    page.rows(Cell("Số định danh cá nhân:", "owner.id_document", person.personal_id))
    page.rows(Cell("Nơi cư trú:", "owner.residence", person.residence))
    page.para(f"Vào {long_date(day)}, trên đường đi làm tôi có đánh rơi túi xách bên trong có: Giấy"
              " chứng nhận đăng ký hộ kinh doanh, Giấy phép lái xe, Thẻ bảo hiểm y tế, Giấy khai"
              " sinh của con và Căn cước công dân mang tên tôi.")  # fmt: skip
    page.para("Tôi làm đơn này kính đề nghị quý cơ quan xác nhận để tôi làm thủ tục cấp lại.")
    signed(page, place, day, ("Người làm đơn", person.full_name))


def _draw_birth_notice(page: Page) -> None:
    """A notice of the commune about the issue of birth certificates."""
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    office_head(page, Head(_agency(place), place, day, f"{rng.randint(2, 300)}/TB-UBND"))
    page.centred("THÔNG BÁO", page.look.bold(1.0))
    page.centred_value(Cell("", "subject", "Về việc cấp Giấy khai sinh cho trẻ em"),
                       page.look.bold())  # fmt: skip
    page.gap(0.4)
    page.para(f"Ủy ban nhân dân {commune_of(place)} thông báo: khi đăng ký khai sinh, người yêu cầu"
              " nộp Tờ khai đăng ký khai sinh và bản chính Giấy chứng sinh; Giấy khai sinh được trả"
              " ngay trong ngày làm việc.")  # fmt: skip
    page.para("Họ, chữ đệm, tên; ngày, tháng, năm sinh; nơi sinh; quê quán của trẻ phải được ghi"
              " đầy đủ, thống nhất với giấy tờ của cha, mẹ.")  # fmt: skip
    page.para(f"Mọi thắc mắc liên hệ bà {make_name(rng, 'Nữ')}, công chức Tư pháp - Hộ tịch.")
    top = page.y
    page.sign(page.at(0.75), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), make_signer(rng), is_sealed=True)
    copies_to(page, top, ("Các thôn;", "Đài truyền thanh;", "Lưu: VT."))


def _draw_revocation(page: Page) -> None:
    """A decision whose subject is a certificate of a household business."""
    rng = page.rng
    place, day = make_place(rng), make_day(rng)
    person = make_adult(rng, place)
    office_head(page, Head(_agency(place), place, day, f"{rng.randint(2, 2900)}/QĐ-UBND"))
    page.centred("QUYẾT ĐỊNH", page.look.bold(1.0))
    subject = "Về việc thu hồi Giấy chứng nhận đăng ký hộ kinh doanh"
    page.centred_value(Cell("", "subject", subject), page.look.bold())
    page.gap(0.3)
    page.centred(f"CHỦ TỊCH ỦY BAN NHÂN DÂN {commune_of(place).upper()}", page.look.bold())
    page.para("Căn cứ Luật Tổ chức chính quyền địa phương;", ink=page.look.italic())
    page.centred("QUYẾT ĐỊNH:", page.look.bold())
    page.para(f"Điều 1. Thu hồi Giấy chứng nhận đăng ký hộ kinh doanh mã số {person.personal_id} đã"
              f" cấp cho ông (bà) {person.full_name}, địa chỉ tại {person.residence}.")  # fmt: skip
    page.para("Điều 2. Quyết định này có hiệu lực kể từ ngày ký. Phòng Kinh tế và ông (bà) có tên"
              " tại Điều 1 chịu trách nhiệm thi hành.")  # fmt: skip
    top = page.y
    page.sign(page.at(0.75), ("CHỦ TỊCH",), make_signer(rng), is_sealed=True)
    copies_to(page, top, ("Như Điều 2;", "Lưu: VT."))


def _draw_checklist(page: Page) -> None:
    """A list of what a dossier must hold: it names many papers and is none of them."""
    rng = page.rng
    place = make_place(rng)
    page.centred(f"TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG {commune_of(place).upper()}", page.look.bold())
    page.gap(0.5)
    page.centred("HƯỚNG DẪN CHUẨN BỊ HỒ SƠ", page.look.bold(3.0))
    page.gap(0.3)
    papers = ["Tờ khai đăng ký kết hôn", "Giấy xác nhận tình trạng hôn nhân", "Giấy khai sinh",
              "Căn cước công dân", "Tờ khai thay đổi thông tin cư trú (CT01)", "Giấy chứng sinh",
              "Giấy chứng nhận quyền sử dụng đất", "Đơn đăng ký biến động đất đai"]  # fmt: skip
    rng.shuffle(papers)
    rows = [("STT", "Tên giấy tờ", "Số bản")]
    rows += [(str(n), name, f"{rng.randint(1, 2):02d}") for n, name in enumerate(papers, 1)]
    page.table(tuple(rows), (0.8, 8.0, 1.6), centred=frozenset({0, 2}))
    page.para("Người dân mang theo bản chính để đối chiếu khi nộp bản sao.")


TRAPS: Mapping[str, Maker] = MappingProxyType(
    {
        "land_letter": maker(_draw_land_letter, paper="official_letter", title="", wish=_TEXT),
        "loss_report": maker(_draw_reissue, paper=UNKNOWN, title="ĐƠN TRÌNH BÁO MẤT GIẤY TỜ"),
        "notice_on_births": maker(
            _draw_birth_notice, paper="notice", title="THÔNG BÁO", wish=_TEXT
        ),
        "revocation_decision": maker(
            _draw_revocation, paper="decision", title="QUYẾT ĐỊNH", wish=_TEXT
        ),
        "checklist": maker(_draw_checklist, paper=UNKNOWN, title="HƯỚNG DẪN CHUẨN BỊ HỒ SƠ"),
    }
)
