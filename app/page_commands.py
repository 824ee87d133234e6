"""Commands on the pages of a dossier; pages are named by their numbers in it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from app.domain.ids import DossierId, PageId
from app.domain.page import Crop, Page, PaperBreak
from app.domain.page_edits import EditKind, EditState, PageEdit
from app.errors import NotFound
from app.separation_commands import add_separator_page_command
from app.services import page_edits
from app.services.access import note_view
from app.services.page_checks import declare_right, doubt_again, keep_coarse
from app.services.page_edits import Edited
from app.services.station import Station
from app.wiring import Arguments, Command, Output, Wiring

Json = dict[str, Any]  # values of JSON are any of its types

_AUTO = "auto"
_KINDS = {
    EditKind.TURN: "xoay",
    EditKind.CROP: "cắt",
    EditKind.TRASH: "bỏ vào thùng rác",
    EditKind.RESTORE: "lấy lại từ thùng rác",
    EditKind.MOVE: "chuyển chỗ",
    EditKind.BREAK: "tách/nối giấy tờ",
    EditKind.REPLACE: "thay trang",
    EditKind.SEND: "chuyển sang hồ sơ khác",
    EditKind.SEPARATE: "tách tập theo tờ ngăn",
}
_STATES = {
    EditState.DONE: "đã làm",
    EditState.UNDONE: "đã hoàn tác",
    EditState.CUT: "đã hoàn tác, không làm lại được",
    EditState.VOID: "trang không còn ở đây",
}
_BREAKS = {
    PaperBreak.AUTO: "",
    PaperBreak.BEGINS: "  [bắt đầu giấy tờ]",
    PaperBreak.CONTINUES: "  [nối trang trước]",
}


def _list(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        note_view(station, _dossier(arguments))
        _tell(station, _dossier(arguments), output)
    return 0


def _turn(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        pages = _pages(station, arguments)
        if arguments.degrees == _AUTO:
            done = page_edits.reset_turn(station, pages)
        else:
            done = page_edits.turn_pages(station, pages, int(arguments.degrees))
        _told(station, arguments, output, done)
    return 0


def _crop(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        page = _page(station, _dossier(arguments), arguments.page)
        _told(station, arguments, output, page_edits.crop_page(station, page, arguments.crop))
    return 0


def _trash(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        pages = _pages(station, arguments, in_trash=arguments.in_trash)
        _told(station, arguments, output, page_edits.trash_pages(station, pages))
    return 0


def _restore(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        pages = _pages(station, arguments, in_trash=True)
        _told(station, arguments, output, page_edits.restore_pages(station, pages))
    return 0


def _move(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        home = _dossier(arguments)
        before = _page(station, home, arguments.before) if arguments.before else None
        done = page_edits.move_pages(station, _pages(station, arguments), before)
        _told(station, arguments, output, done)
    return 0


def _split(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    return _break(arguments, wiring, output, PaperBreak.BEGINS)


def _join(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    return _break(arguments, wiring, output, PaperBreak.CONTINUES)


def _break(arguments: Arguments, wiring: Wiring, output: Output, kind: PaperBreak) -> int:
    with wiring.station() as station:
        page = _page(station, _dossier(arguments), arguments.page)
        wanted = PaperBreak.AUTO if arguments.auto else kind
        _told(station, arguments, output, page_edits.set_break(station, page, wanted))
    return 0


def _replace(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        home = _dossier(arguments)
        old, new = (_page(station, home, each) for each in (arguments.old, arguments.new))
        _told(station, arguments, output, page_edits.replace_page(station, old, new))
    return 0


def _send(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        pages = _pages(station, arguments)
        done = page_edits.send_to_dossier(station, pages, DossierId(arguments.to))
        _told(station, arguments, output, done)
    return 0


def _undo(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        _told(station, arguments, output, page_edits.undo(station, _dossier(arguments)))
    return 0


def _redo(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        _told(station, arguments, output, page_edits.redo(station, _dossier(arguments)))
    return 0


def _right(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        for page_id in _pages(station, arguments):
            declare_right(station, page_id)
            if arguments.reason:
                keep_coarse(station, page_id, arguments.reason)
        _tell(station, _dossier(arguments), output)
    return 0


def _doubt(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        for page_id in _pages(station, arguments):
            doubt_again(station, page_id)
        _tell(station, _dossier(arguments), output)
    return 0


def _history(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        told = page_edits.history(station, _dossier(arguments))
    for edit in told:
        output.line(
            f"{edit.at}  {edit.by:12}  {_KINDS[edit.kind]:24}  {len(edit.changes):3} trang"
            f"  {_STATES[edit.state]}"
        )
    output.result({"edits": [_edit_json(edit) for edit in told]})
    return 0


def _dossier(arguments: Arguments) -> DossierId:
    return DossierId(arguments.dossier)


def _page(station: Station, home: DossierId, number: int, *, in_trash: bool = False) -> PageId:
    lying = station.store.trashed_pages(home) if in_trash else station.store.pages(home)
    if number > len(lying):
        raise NotFound(f"page {number}")
    return lying[number - 1].id


def _pages(station: Station, arguments: Arguments, *, in_trash: bool = False) -> list[PageId]:
    home = _dossier(arguments)
    return [_page(station, home, number, in_trash=in_trash) for number in arguments.pages]


def _told(station: Station, arguments: Arguments, output: Output, done: Edited) -> None:
    if done.erased:
        output.line(f"Đã xóa hẳn {len(done.erased)} trang của giấy tờ chỉ xuất trình.")
    for edit in done.skipped:
        output.line(f"Bỏ qua: {_KINDS[edit.kind]} lúc {edit.at}, trang không còn ở đây.")
    if not (done.pages or done.erased or done.skipped):
        output.line("Không có gì thay đổi.")
    _tell(station, _dossier(arguments), output, done)


def _tell(station: Station, home: DossierId, output: Output, done: Edited | None = None) -> None:
    lying, trashed = station.store.pages(home), station.store.trashed_pages(home)
    for number, page in enumerate(lying, 1):
        output.line(_line("trang", number, page))
    for number, page in enumerate(trashed, 1):
        output.line(_line("thùng rác", number, page))
    result: Json = {
        "dossier": home,
        "pages": [page_json(number, page) for number, page in enumerate(lying, 1)],
        "trash": [page_json(number, page) for number, page in enumerate(trashed, 1)],
    }
    if done is not None:
        result["changed"] = [page.id for page in done.pages]
        result["erased"] = list(done.erased)
        result["skipped"] = [_edit_json(edit) for edit in done.skipped]
    output.result(result)


def _line(name: str, number: int, page: Page) -> str:
    by_hand = f"  {page.picture}" if page.picture else ""
    flags = f"  ({', '.join(page.findings)})" if page.findings else ""
    said = _BREAKS[page.break_before]
    return f"{name} {number}: {page.source} {page.state.value}{by_hand}{said}{flags}"


def page_json(number: int, page: Page) -> Json:
    """A page as commands tell it; `number` counts from 1 in the order of the dossier."""
    return {
        "number": number,
        "id": page.id,
        "seq": page.seq,
        "state": page.state.value,
        "source": page.source,
        "turn": page.turn,
        "crop": None if page.crop is None else list(page.crop),
        "break": page.break_before.value,
        "trashed_at": page.trashed_at,
        "sheet": page.sheet,
        "side": page.side.value,
        "note_of": page.note_of,
        "flags": list(page.findings),
        "error": page.error_code,
    }


def _edit_json(edit: PageEdit) -> Json:
    return {
        "id": edit.id,
        "kind": edit.kind.value,
        "state": edit.state.value,
        "by": edit.by,
        "at": edit.at,
        "pages": [change.page_id for change in edit.changes],
        "target": edit.target,
    }


PAGE_COMMANDS: dict[str, Command] = {
    "page list": _list,
    "page turn": _turn,
    "page crop": _crop,
    "page trash": _trash,
    "page restore": _restore,
    "page move": _move,
    "page split": _split,
    "page join": _join,
    "page replace": _replace,
    "page send": _send,
    "page right": _right,
    "page doubt": _doubt,
    "page undo": _undo,
    "page redo": _redo,
    "page history": _history,
}


def add_page_commands(commands: Any) -> Iterator[argparse.ArgumentParser]:  # Any: see cli
    """The grammar of these commands; gives each, so that all get the same options."""
    page = commands.add_parser("page", help="trang: xoay, cắt, xóa, chuyển, hoàn tác")
    actions = page.add_subparsers(dest="action", metavar="VIỆC", required=True)
    for name, text in (
        ("list", "các trang và thùng rác của hồ sơ"),
        ("undo", "hoàn tác thao tác mới nhất"),
        ("redo", "làm lại thao tác vừa hoàn tác"),
        ("history", "ai đã làm gì với các trang"),
    ):
        yield _of_dossier(actions, name, text)
    turn = _of_dossier(actions, "turn", "xoay ngược chiều kim đồng hồ")
    turn.add_argument("degrees", choices=("90", "180", "270", _AUTO), metavar="ĐỘ")
    yield _with_pages(turn)
    crop = _of_dossier(actions, "crop", "cắt theo phần vạn của ảnh gốc, hoặc để tự động")
    crop.add_argument("page", type=_number, metavar="TRANG")
    crop.add_argument("crop", type=_crop_of, metavar="TRÁI,TRÊN,PHẢI,DƯỚI|auto")
    yield crop
    trash = _with_pages(_of_dossier(actions, "trash", "bỏ vào thùng rác của hồ sơ"))
    trash.add_argument(
        "--in-trash", action="store_true", help="trang đã ở thùng rác mà không được lưu: xóa hẳn"
    )
    yield trash
    yield _with_pages(_of_dossier(actions, "restore", "lấy lại từ thùng rác (số trong thùng rác)"))
    move = _with_pages(_of_dossier(actions, "move", "chuyển các trang ra trước một trang"))
    move.add_argument("--before", type=_number, default=0, metavar="TRANG", help="không ghi: cuối")
    yield move
    for name, text in (("split", "trang bắt đầu giấy tờ mới"), ("join", "trang nối trang trước")):
        cut = _of_dossier(actions, name, text)
        cut.add_argument("page", type=_number, metavar="TRANG")
        cut.add_argument("--auto", action="store_true", help="để máy tự quyết")
        yield cut
    taking = _of_dossier(actions, "replace", "trang quét lại thay chỗ trang hỏng")
    taking.add_argument("old", type=_number, metavar="TRANG_CŨ")
    taking.add_argument("new", type=_number, metavar="TRANG_MỚI")
    yield taking
    yield from _answers(actions)
    yield add_separator_page_command(actions)
    send = _with_pages(_of_dossier(actions, "send", "chuyển sang hồ sơ khác"))
    send.add_argument("--to", required=True, metavar="HỒ_SƠ")
    yield send


def _answers(actions: Any) -> Iterator[argparse.ArgumentParser]:
    right = _of_dossier(actions, "right", "đã xem: trang đúng như vậy, không cảnh báo nữa")
    right.add_argument(
        "--reason", default="", metavar="LÝ_DO", help="giữ cả trang dưới 200 dpi, vì lý do này"
    )
    yield _with_pages(right)
    yield _with_pages(_of_dossier(actions, "doubt", "rút lại: cảnh báo của trang hiện lại"))


def _of_dossier(actions: Any, name: str, text: str) -> argparse.ArgumentParser:
    action: argparse.ArgumentParser = actions.add_parser(name, help=text)
    action.add_argument("dossier", metavar="HỒ_SƠ")
    return action


def _with_pages(action: argparse.ArgumentParser) -> argparse.ArgumentParser:
    action.add_argument("pages", nargs="+", type=_number, metavar="TRANG")
    return action


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("số trang đếm từ 1")
    return int(text)


def _crop_of(text: str) -> Crop | None:
    if text == _AUTO:
        return None
    parts: Sequence[str] = text.split(",")
    if len(parts) != 4 or not all(part.isdecimal() for part in parts):
        raise argparse.ArgumentTypeError("bốn số nguyên từ 0 đến 10000, hoặc auto")
    left, top, right, bottom = map(int, parts)
    return left, top, right, bottom
