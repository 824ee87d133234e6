"""Commands that scan, say how, and hold what was counted against what came."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.domain.ids import DossierId, PageId
from app.domain.page import Page
from app.errors import NotFound, StationError
from app.jobs import CancelToken
from app.scanning.base import ColourMode, PaperSize, PaperSource, ScanProfile
from app.separation_commands import separated_json, stack_numbers, tell_separated
from app.services import both_sides, feeding, page_count, profiles
from app.services.capture import ScanOrder
from app.services.feeding import Feed
from app.services.station import Station
from app.wiring import Arguments, Command, Output, Wiring

Json = dict[str, Any]  # values of JSON are any of its types

_OLD_NAMES = {"default": "auto", "300": "auto"}
"""What scripts of earlier versions say."""


def add_feeding_commands(commands: Any) -> list[Any]:  # Any: see app.cli.Subparsers
    """The grammar of `sohoa scan`, `sohoa profiles` and `sohoa count`."""
    scan = commands.add_parser("scan", help="quét vào một hồ sơ")
    scan.add_argument("--device", required=True, metavar="D")
    scan.add_argument("--dossier", required=True, metavar="ID")
    scan.add_argument("--profile", default="auto", metavar="P", help="xem: sohoa profiles list")
    _add_choices(scan)
    scan.add_argument("--component", default="", metavar="MÃ", help="mã loại giấy tờ sắp quét")
    scan.add_argument("--expect", type=int, default=-1, metavar="N", help="số trang đã đếm")
    where = scan.add_mutually_exclusive_group()
    where.add_argument("--behind", type=int, default=0, metavar="TRANG", help="chèn sau trang này")
    where.add_argument("--replace", type=int, default=0, metavar="TRANG", help="quét lại trang này")
    where.add_argument(
        "--note-of", type=int, default=0, metavar="TRANG",
        help="chụp thêm trang này khi còn dán giấy ghi chú",
    )  # fmt: skip
    where.add_argument(
        "--side", choices=("fronts", "backs"), default="",
        help="hai mặt bằng tay: quét mặt trước, lật cả chồng, rồi quét mặt sau",
    )  # fmt: skip
    where.add_argument("--wait", action="store_true", help="tự quét mỗi khi khay có giấy")
    made = [scan]
    kept = commands.add_parser("profiles", help="cấu hình quét: xem, thêm, bỏ")
    actions = kept.add_subparsers(dest="action", metavar="VIỆC", required=True)
    listed = actions.add_parser("list", help="các cấu hình quét")
    listed.add_argument("--procedure", default="", metavar="CODE", help="dùng cho thủ tục này")
    save = actions.add_parser("save", help="lưu một cấu hình của riêng trạm")
    save.add_argument("name", metavar="TÊN")
    save.add_argument("--like", default="auto", metavar="P", help="giống cấu hình này, trừ")
    _add_choices(save)
    remove = actions.add_parser("remove", help="bỏ một cấu hình của riêng trạm")
    remove.add_argument("name", metavar="TÊN")
    count = commands.add_parser("count", help="số trang đã đếm và số trang đã quét")
    count.add_argument("dossier", metavar="ID")
    count.add_argument("--expect", type=int, default=-1, metavar="N", help="số trang đã đếm")
    count.add_argument("--accept", default="", metavar="LÝ DO", help="chấp nhận chênh lệch")
    return [*made, listed, save, remove, count]


def _add_choices(parser: Any) -> None:  # Any: argparse hides the class of its sub-parsers
    parser.add_argument("--source", choices=[each.value for each in PaperSource], default="")
    parser.add_argument("--colour", choices=[each.value for each in ColourMode], default="")
    parser.add_argument("--paper", choices=[each.value for each in PaperSize], default="")
    parser.add_argument("--dpi", type=int, default=0, metavar="N")
    parser.add_argument("--max-pages", type=int, default=-1, metavar="N")
    parser.add_argument(
        "--separators",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="tách chồng giấy theo tờ bìa, tờ ngăn khi quét xong",
    )


def _scan(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        home = DossierId(arguments.dossier)
        profile = _chosen(profiles.named(station, _name(arguments.profile)), arguments)
        order = ScanOrder(arguments.device, profile, component=arguments.component)
        if arguments.expect >= 0:
            page_count.expect_pages(station, home, arguments.expect)
        done = _feed(station, home, order, arguments)
        counted = page_count.page_count(station, home)
        _tell(done, wiring, output)
        _tell_stacks(done, home, output)
        told = _feed_json(done, wiring)
        output.result({**told, "count": _count_json(counted)})
    return 0 if done.stopped is None else 1


def _feed(station: Station, home: DossierId, order: ScanOrder, arguments: Arguments) -> Feed:
    if arguments.replace:
        page = _page(station, home, arguments.replace)
        return _caught(lambda: [feeding.rescan(station, page, order)])
    if arguments.note_of:
        page = _page(station, home, arguments.note_of)
        return _caught(lambda: [feeding.scan_note(station, page, order)])
    if arguments.side == "fronts":
        return both_sides.feed_fronts(station, home, order)
    if arguments.side == "backs":
        return _backs(station, home, order)
    if arguments.wait:
        token = CancelToken()
        return feeding.auto_feed(station, home, order, cancel=token, pause=time.sleep)
    if arguments.behind:
        order = replace(order, behind=_page(station, home, arguments.behind))
    return feeding.feed(station, home, order)


def _backs(station: Station, home: DossierId, order: ScanOrder) -> Feed:
    """Backs of the fronts that have none yet; laid behind their fronts once all are there."""
    fronts, backs = both_sides.open_sides(station, home)
    left = both_sides.left_sheets(fronts, backs)
    done = Feed(())
    if left:
        done = both_sides.feed_backs(station, fronts, replace(order, sheets=left))
    if done.stopped is not None:
        return done
    try:
        joined = both_sides.interleave(station, fronts, (*backs, *done.pages))
        if order.profile.separators:
            return replace(done, separated=(both_sides.sort_joined(station, joined),))
    except StationError as error:
        return Feed(done.pages, error)
    return done


def _caught(scan: Any) -> Feed:  # Any: a call that gives pages
    try:
        return Feed(tuple(scan()))
    except StationError as error:
        return Feed((), error, getattr(error, "sheet", 0))


def _page(station: Station, home: DossierId, number: int) -> PageId:
    pages = station.store.pages(home)
    if not 1 <= number <= len(pages):
        raise NotFound(f"page {number}")
    return pages[number - 1].id


def _name(name: str) -> str:
    return _OLD_NAMES.get(name, name)


def _chosen(profile: ScanProfile, arguments: Arguments) -> ScanProfile:
    changed = profile
    if arguments.source:
        changed = replace(changed, source=PaperSource(arguments.source))
    if arguments.colour:
        changed = replace(changed, colour=ColourMode(arguments.colour))
    if arguments.paper:
        changed = replace(changed, paper=PaperSize(arguments.paper))
    if arguments.dpi:
        changed = replace(changed, dpi=arguments.dpi)
    if arguments.max_pages >= 0:
        changed = replace(changed, max_pages=arguments.max_pages)
    if arguments.separators is not None:
        changed = replace(changed, separators=arguments.separators)
    return changed


def _tell(done: Feed, wiring: Wiring, output: Output) -> None:
    output.line(f"Đã lưu {len(done.pages)} trang.")
    if done.stopped is not None:
        output.line(f"{wiring.say(done.stopped)} [{done.stopped.code}]")
    if done.next_sheet:
        output.line(
            f"Tờ {done.next_sheet} đang quét dở: hãy đặt lại từ tờ này rồi chạy lại lệnh, "
            "trang quét tiếp vào cùng hồ sơ."
        )


def _tell_stacks(done: Feed, home: DossierId, output: Output) -> None:
    for separated in done.separated:
        tell_separated(separated, stack_numbers(separated), output)
    if any(separated.entry for separated in done.separated):
        output.line(f"Hoàn tác: sohoa page undo {home}")
    if done.stack:
        output.line(f"Chồng giấy chưa được tách. Khi đã quét hết, chạy: sohoa separate {home}")


def _feed_json(done: Feed, wiring: Wiring) -> Json:
    told: Json = {
        "pages": _pages_json(done.pages),
        "next_sheet": done.next_sheet,
        "stacks": [separated_json(each, stack_numbers(each)) for each in done.separated],
        "unsorted": list(done.stack),
    }
    if done.stopped is not None:
        error = done.stopped
        told["error"] = {
            "code": error.code, "advice": error.advice.value, "message": wiring.say(error)
        }  # fmt: skip
    return told


def _pages_json(pages: Sequence[Page]) -> list[Json]:
    return [
        {
            "id": page.id,
            "seq": page.seq,
            "state": page.state.value,
            "source": page.source,
            "sheet": page.sheet,
            "side": page.side.value,
            "note_of": page.note_of,
            "flags": list(page.findings),
            "error": page.error_code,
        }
        for page in pages
    ]


def _count(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        home = DossierId(arguments.dossier)
        now = page_count.page_count(station, home)
        if arguments.expect >= 0:
            now = page_count.expect_pages(station, home, arguments.expect)
        if arguments.accept:
            now = page_count.accept_count(station, home, arguments.accept)
    counted = str(now.expected) if now.expected else "chưa đếm"
    notes = f" (thêm {now.notes} ảnh có giấy ghi chú)" if now.notes else ""
    output.line(f"Đã đếm: {counted}; đã quét: {now.found} trang{notes}.")
    output.result(_count_json(now))
    return 0 if now.agrees else 1


def _count_json(now: page_count.PageCount) -> Json:
    return {
        "expected": now.expected, "found": now.found, "notes": now.notes, "agrees": now.agrees
    }  # fmt: skip


def _profiles_list(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        found = profiles.offered(station, arguments.procedure)
        is_locked = profiles.is_locked(station)
    for each in found:
        output.line(f"{each.name}\t{each.title}\t{each.dpi} dpi")
    if is_locked:
        output.line("Người quản trị đã khóa các cấu hình này.")
    output.result({"locked": is_locked, "profiles": [_profile_json(each) for each in found]})
    return 0


def _profile_json(profile: ScanProfile) -> Json:
    return {
        "name": profile.name,
        "title": profile.title,
        "source": profile.source.value,
        "colour": profile.colour.value,
        "paper": profile.paper.value,
        "dpi": profile.dpi,
        "max_pages": profile.max_pages,
        "double_feed": profile.double_feed,
        "separators": profile.separators,
        "procedures": list(profile.procedures),
    }


def _profiles_save(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        like = profiles.named(station, _name(arguments.like))
        made = replace(_chosen(like, arguments), name=arguments.name, title=arguments.name)
        profiles.keep(station, made)
    output.line(f"Đã lưu cấu hình {made.name}.")
    output.result({"profile": _profile_json(made)})
    return 0


def _profiles_remove(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        profiles.forget(station, arguments.name)
    output.line("Đã bỏ.")
    output.result({"removed": arguments.name})
    return 0


FEEDING_COMMANDS: dict[str, Command] = {
    "scan": _scan,
    "profiles list": _profiles_list,
    "profiles save": _profiles_save,
    "profiles remove": _profiles_remove,
    "count": _count,
}
