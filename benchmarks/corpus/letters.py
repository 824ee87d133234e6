"""Letters of agencies: decision, official letter, notice with a code, typewritten letter."""

from __future__ import annotations

from random import Random

from benchmarks.corpus.glyphs import Hand
from benchmarks.corpus.heads import Head, copies_to, dated_line, nation_lines, office_head
from benchmarks.corpus.layout import Page, draw_fitted
from benchmarks.corpus.letter_text import (
    ARTICLES,
    LETTER_BODIES,
    NOTICE_BODIES,
    SUBJECTS,
    VILLAGE_BODIES,
)
from benchmarks.corpus.looks import TYPEWRITER, Wish
from benchmarks.corpus.marks import draw_qr
from benchmarks.corpus.places import Place
from benchmarks.corpus.render import Cell, Sheet, px
from benchmarks.corpus.spelling import group_digits, long_date, spell_money
from benchmarks.corpus.truth import PageTruth
from benchmarks.corpus.wording import (
    LAWS,
    ROOMS,
    commune_of,
    make_adult,
    make_company,
    make_day,
    make_place,
    make_signer,
    province_of,
    street_address,
)

_CHIEFS = (
    ("CHỦ TỊCH",),
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
)


def _agency(place: Place) -> tuple[str, ...]:
    return ("ỦY BAN NHÂN DÂN", commune_of(place).upper())


def _words(rng: Random, place: Place) -> dict[str, str]:
    """What the wording of letters leaves open."""
    person, other = make_adult(rng, place), make_adult(rng, place)
    money = 100_000 * rng.randint(15, 9_800)
    return {
        "person": person.full_name,
        "other": other.full_name,
        "home": person.residence,
        "id": person.personal_id,
        "commune": commune_of(place),
        "province": province_of(place),
        "room": rng.choice(ROOMS),
        "company": make_company(rng),
        "street": street_address(rng, place),
        "money": group_digits(money),
        "money_words": spell_money(money).lower(),
        "day": long_date(make_day(rng)),
        "law": rng.choice(LAWS),
        "count": f"{rng.randint(3, 96):02d}",
        "share": f"{rng.randint(51, 99)},{rng.randint(1, 9)}%",
        "number": f"{rng.randint(11, 990)}",
    }


def _draw_decision(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    number = f"{rng.randint(11, 2900)}/QĐ-UBND"
    office_head(page, Head(_agency(place), place, make_day(rng), number))
    page.gap(0.3)
    page.centred("QUYẾT ĐỊNH", page.look.bold(1.0))
    words = _words(rng, place)
    subject, articles = rng.choice(ARTICLES)
    about = subject.format(**words)
    page.centred_value(Cell("", "subject", about), page.look.bold())
    page.sheet.rule(page.at(0.4), page.at(0.6), page.y - page.look.line_px // 2 + 8)
    page.gap(0.5)
    page.centred(f"CHỦ TỊCH {_committee(place)}", page.look.bold())
    page.gap(0.2)
    for law in rng.sample(LAWS, 3):
        page.para(f"Căn cứ {law};", ink=page.look.italic())
    page.para(
        f"Theo đề nghị của {words['room']} tại Tờ trình số {words['number']}/TTr.",
        ink=page.look.italic(),
    )
    page.centred("QUYẾT ĐỊNH:", page.look.bold())
    for count, article in enumerate(articles, 1):
        page.para(f"Điều {count}. {article.format(**words)}")
    top = page.y + page.look.line_px // 2
    page.gap(0.5)
    page.sign(page.at(0.75), rng.choice(_CHIEFS), make_signer(rng), is_sealed=True)
    copies_to(page, top, ("Như Điều 3;", "Thường trực Đảng ủy;", "Lưu: VT, HS."))


def _committee(place: Place) -> str:
    """The committee in capitals on one line."""
    return f"ỦY BAN NHÂN DÂN {commune_of(place).upper()}"


def decision(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw a decision of a commune's chairman.

    Source: Nghị định 30/2020/NĐ-CP, Appendix III, form 1.2.
    """
    return draw_fitted(
        seed, Wish(sizes_pt=(12, 14)), _draw_decision, paper="decision", title="QUYẾT ĐỊNH"
    )


def _draw_letter(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    words = _words(rng, place)
    subject = rng.choice(SUBJECTS)
    head = Head(_agency(place), place, make_day(rng), f"{rng.randint(11, 2900)}/UBND-VP", subject)
    office_head(page, head)
    page.gap(0.4)
    addressees = rng.sample(ROOMS, 2)
    page.centred_value(
        Cell("Kính gửi:", "addressed_to", f"{addressees[0]} {commune_of(place)}"), page.look.ink()
    )
    page.gap(0.4)
    for body in rng.sample(LETTER_BODIES, rng.randint(5, 6)):
        page.para(body.format(**words))
    page.para("Trân trọng./.")
    top = page.y + page.look.line_px // 2
    page.gap(0.5)
    page.sign(page.at(0.75), rng.choice(_CHIEFS), make_signer(rng), is_sealed=True)
    copies_to(page, top, ("Như trên;", f"UBND {province_of(place)} (b/c);", "Lưu: VT."))


def official_letter(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw a letter between agencies.

    Source: Nghị định 30/2020/NĐ-CP, Appendix III, form 1.5.
    """
    return draw_fitted(
        seed, Wish(sizes_pt=(12, 14)), _draw_letter, paper="official_letter", title="CÔNG VĂN"
    )


def _draw_notice(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    words = _words(rng, place)
    day = make_day(rng)
    number = f"{rng.randint(2, 400)}/TB-UBND"
    side = px(rng.uniform(20, 27))
    corner = rng.choice((page.look.left_px, page.look.right_px - side))
    text = f"{number}|{day:%Y%m%d}|{place.seat}|{words['id']}"
    draw_qr(page.sheet, text, (corner, px(8), side))
    page.y = px(8) + side + px(10)
    office_head(page, Head(_agency(place), place, day, number))
    page.centred("THÔNG BÁO", page.look.bold(1.0))
    subject, bodies = rng.choice(NOTICE_BODIES)
    page.centred_value(Cell("", "subject", subject), page.look.bold())
    page.gap(0.4)
    for body in bodies:
        page.para(body.format(**words))
    top = page.y + page.look.line_px // 2
    page.gap(0.5)
    page.sign(page.at(0.75), rng.choice(_CHIEFS), make_signer(rng), is_sealed=True)
    copies_to(page, top, ("Các thôn, tổ dân phố;", "Đài truyền thanh;", "Lưu: VT."))


def notice_with_code(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw a commune's notice with a QR code in a corner."""
    return draw_fitted(
        seed, Wish(sizes_pt=(12, 14)), _draw_notice, paper="notice", title="THÔNG BÁO"
    )


def _draw_typed(page: Page) -> None:
    rng = page.rng
    place = make_place(rng)
    words = _words(rng, place)
    nation_lines(page, page.middle)
    page.gap(0.6)
    dated_line(page, place, make_day(rng), page.look.right_px, anchor="rs")
    page.gap(0.6)
    page.title = rng.choice(("ĐƠN KIẾN NGHỊ", "ĐƠN ĐỀ NGHỊ", "GIẤY TRÌNH BÀY"))
    page.centred(page.title, page.look.bold(1.0))
    page.gap(0.4)
    committee = f"Ủy ban nhân dân {commune_of(place)}"
    page.centred_value(Cell("Kính gửi:", "addressed_to", committee), page.look.ink())
    page.gap(0.3)
    writer = make_adult(rng, place)
    page.rows(Cell("Tôi tên là:", "owner.full_name", writer.full_name))
    page.rows(Cell("Số định danh cá nhân:", "owner.id_document", writer.personal_id))
    page.rows(Cell("Hiện cư trú tại:", "owner.residence", writer.residence))
    for body in rng.sample(VILLAGE_BODIES, 4):
        page.para(body.format(**words))
    page.para("Tôi xin chân thành cảm ơn và chịu trách nhiệm về những điều đã trình bày.")
    page.gap(0.5)
    page.sign(page.at(0.74), ("Người làm đơn",), writer.full_name, note="(Ký, ghi rõ họ tên)")


def typewritten_letter(seed: int) -> tuple[Sheet, PageTruth]:
    """Draw a citizen's letter as an old typewriter strikes it."""
    wish = Wish(sizes_pt=(12, 14), families=(TYPEWRITER,), hand=Hand.TYPEWRITER)
    return draw_fitted(seed, wish, _draw_typed, paper="application_letter", title="ĐƠN ĐỀ NGHỊ")
