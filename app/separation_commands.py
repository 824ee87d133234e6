"""Commands that print cover sheets, and that sort pages which were scanned as one stack."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.domain.ids import DossierId, PageId
from app.domain.separation import Oddity, SeparationRules, SlipUse, Warned
from app.errors import NotFound
from app.services.covers import CoverOrder, CoverPaper, save_covers
from app.services.page_edits import set_separator
from app.services.separation import Separated, SortedDossier, apply, propose
from app.services.station import Station
from app.wiring import Arguments, Command, Output, Wiring

Json = dict[str, Any]  # values of JSON are any of its types

_PATCHES = ("1", "2", "3", "4", "6", "T")
_NO_PATCH = "none"
_ODDITIES = {
    Oddity.NO_PAGES_AFTER: "sau tờ ngăn không có trang nào: kiểm tra xem có thiếu giấy tờ không",
    Oddity.BEFORE_FIRST_COVER: "có trang nằm trước tờ bìa đầu tiên: các trang đó ở lại hồ sơ đang "
    "quét",
    Oddity.COVER_AGAIN: "tờ bìa này đã gặp ngay trước đó: các trang vẫn vào cùng một hồ sơ",
    Oddity.COVERS_DISAGREE: "một tờ mang mã của hai hồ sơ: không tách ở đây, hãy tự tách",
    Oddity.OTHER_PATCH: "có mã vạch ngăn loại khác, không được dùng để tách",
    Oddity.WRITTEN_BACK: "mặt kia của tờ ngăn có chữ: mặt đó được giữ trong giấy tờ",
    Oddity.ODD_SIDES: "số mặt quét được là số lẻ: có thể thiếu một mặt",
    Oddity.SLIP_INSIDE: "có phiếu của hệ thống ở giữa tập: được coi là giấy tờ, không mở hồ sơ",
}
_REFUSALS = {
    "page.dossier_closed": "hồ sơ này đã kết thúc kiểm tra hoặc đã niêm phong",
}


def _cover(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    order = CoverOrder(
        tuple(DossierId(each) for each in arguments.dossiers),
        arguments.blank,
        arguments.parting,
        CoverPaper(arguments.size),
        patched=arguments.patch,
    )
    with wiring.station() as station:
        printed = save_covers(station, order, Path(arguments.output))
    output.line(f"Đã ghi {len(printed.names)} tờ vào {Path(arguments.output).name}:")
    for name in printed.names:
        output.line(f"  {name or 'tờ ngăn giấy tờ'}")
    output.result({"sheets": list(printed.names)})
    return 0


def _separate(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    home = DossierId(arguments.dossier)
    with wiring.station() as station:
        proposal = propose(station, home, _rules(arguments))
        numbers = {page.id: n for n, page in enumerate(station.store.pages(home), 1)}
        done = Separated(proposal) if arguments.dry_run else apply(station, home, proposal)
    tell_separated(done, numbers, output)
    if done.entry:
        output.line(f"Hoàn tác tất cả: sohoa page undo {home}")
    output.result(separated_json(done, numbers))
    return 0


def stack_numbers(done: Separated) -> dict[PageId, int]:
    """Numbers of the pages of a stack, in the order in which they were scanned."""
    pages = [page.page_id for run in done.proposal.runs for page in run.pages]
    return {page_id: number for number, page_id in enumerate(pages, start=1)}


def tell_separated(done: Separated, numbers: dict[PageId, int], output: Output) -> None:
    """Say what was seen in a stack, and where its pages are now."""
    proposal = done.proposal
    for run in proposal.runs:
        if run.cover is not None:
            output.line(f"Hồ sơ {run.cover.name}: {len(run.paper)} trang giấy tờ")
        for page in run.pages:
            if page.is_separator:
                output.line(f"  trang {numbers[page.page_id]}: tờ ngăn ({page.why})")
            elif page.begins:
                output.line(f"  trang {numbers[page.page_id]}: bắt đầu giấy tờ")
    if proposal.is_plain:
        output.line("Không thấy tờ bìa, tờ ngăn nào.")
    for each in done.dossiers:
        _tell(each, output)
    for warned in proposal.warnings:
        number = numbers.get(PageId(warned.page_id))
        place = f"trang {number}: " if number else ""
        output.line(f"Lưu ý: {place}{_ODDITIES[warned.oddity]}")


def _tell(told: SortedDossier, output: Output) -> None:
    if told.refused:
        why = _REFUSALS.get(told.refused, "bạn không được thêm trang vào hồ sơ này")
        output.line(
            f"Hồ sơ {told.code} không nhận thêm trang: {why}. {told.paper} trang giấy tờ nằm trong "
            f"hồ sơ mới chưa có mã {told.dossier_id}."
        )
    elif told.is_new:
        output.line(f"Đã mở hồ sơ mới {told.code}: {told.dossier_id}")
    if told.is_miscounted:
        output.line(f"Lưu ý: đã đếm {told.expected} trang, hồ sơ có {told.lying} trang.")


def _paper(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    """Say that a page that was taken for a separator is paper, or the other way round."""
    with wiring.station() as station:
        page_id = _page(station, DossierId(arguments.dossier), arguments.page)
        done = set_separator(station, [page_id], is_separator=arguments.separator)
    output.line("Đã ghi." if done.pages else "Không có gì thay đổi.")
    output.result({"changed": [page.id for page in done.pages]})
    return 0


def _page(station: Station, home: DossierId, number: int) -> PageId:
    lying = station.store.pages(home)
    if number > len(lying):
        raise NotFound(f"page {number}")
    return lying[number - 1].id


def _rules(arguments: Arguments) -> SeparationRules:
    return SeparationRules(
        arguments.patches, tuple(arguments.prefix), arguments.blank, SlipUse(arguments.slips)
    )


def separated_json(done: Separated, numbers: dict[PageId, int]) -> Json:
    """What sorting a stack did, for programs."""
    return {
        "entry": done.entry,
        "dossiers": [
            {
                "id": each.dossier_id,
                "code": each.code,
                "new": each.is_new,
                "pages": list(each.pages),
                "paper": each.paper,
                "expected": each.expected,
                "lying": each.lying,
                "refused": each.refused,
            }
            for each in done.dossiers
        ],
        "separators": [
            {"page": numbers[page.page_id], "why": page.why} for page in done.proposal.separators
        ],
        "begins": [
            numbers[page.page_id] for run in done.proposal.runs for page in run.pages if page.begins
        ],
        "warnings": [_warning_json(each, numbers) for each in done.warnings],
    }


def _warning_json(warned: Warned, numbers: dict[PageId, int]) -> Json:
    return {
        "code": warned.oddity.value,
        "page": numbers.get(PageId(warned.page_id), 0),
        "detail": warned.detail,
    }


SEPARATION_COMMANDS: dict[str, Command] = {
    "cover": _cover,
    "separate": _separate,
    "page separator": _paper,
}


def add_separation_commands(commands: Any) -> Iterator[argparse.ArgumentParser]:  # Any: see cli
    """The grammar of these commands; gives each, so that all get the same options."""
    cover = commands.add_parser("cover", help="in tờ bìa hồ sơ, tờ bìa trống, tờ ngăn giấy tờ")
    cover.add_argument("dossiers", nargs="*", metavar="HỒ_SƠ")
    cover.add_argument("--blank", type=_count, default=0, metavar="N", help="tờ bìa chưa có hồ sơ")
    cover.add_argument("--parting", type=_count, default=0, metavar="N", help="tờ ngăn giấy tờ")
    cover.add_argument(
        "--size",
        choices=[paper.value for paper in CoverPaper],
        default=CoverPaper.A4.value,
        help="a4 hoặc phiếu nhỏ a6",
    )
    cover.add_argument("--patch", action="store_true", help="in thêm mã vạch ngăn Patch-T")
    cover.add_argument("-o", "--output", required=True, metavar="TỆP", help="tệp PDF để in")
    yield cover
    separate = commands.add_parser("separate", help="tách tập đã quét theo tờ bìa, tờ ngăn")
    separate.add_argument("dossier", metavar="HỒ_SƠ")
    separate.add_argument(
        "--patches", type=_patches, default=frozenset({"T"}), metavar="T,2,3|none",
        help="mã vạch ngăn nào bắt đầu giấy tờ",
    )  # fmt: skip
    separate.add_argument(
        "--prefix", type=_prefix, action="append", default=[], metavar="CHỮ",
        help="mã vạch bắt đầu bằng các chữ này cũng là tờ ngăn",
    )  # fmt: skip
    separate.add_argument("--blank", action="store_true", help="tờ trắng cả hai mặt là tờ ngăn")
    separate.add_argument(
        "--slips",
        choices=[use.value for use in SlipUse],
        default=SlipUse.FIRST.value,
        help="phiếu của hệ thống mở hồ sơ: không, chỉ ở trang đầu, luôn luôn",
    )
    separate.add_argument("--dry-run", action="store_true", help="chỉ cho xem, không làm")
    yield separate


def add_separator_page_command(actions: Any) -> argparse.ArgumentParser:  # Any: see cli
    """The grammar of `sohoa page separator`."""
    parser: argparse.ArgumentParser = actions.add_parser(
        "separator", help="trang này là tờ ngăn, hoặc là giấy tờ (--paper)"
    )
    parser.add_argument("dossier", metavar="HỒ_SƠ")
    parser.add_argument("page", type=_count, metavar="TRANG")
    parser.add_argument("--paper", dest="separator", action="store_false", help="là giấy tờ")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("số đếm từ 1")
    return int(text)


def _patches(text: str) -> frozenset[str]:
    if text == _NO_PATCH:
        return frozenset()
    names = frozenset(text.upper().split(","))
    if not names <= set(_PATCHES):
        raise argparse.ArgumentTypeError(f"chỉ có {', '.join(_PATCHES)} hoặc {_NO_PATCH}")
    return names


def _prefix(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("không được để trống")
    return text.strip()
