"""The commands that print receipts, station slips, hand-over slips and the card of keys."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.domain.ids import DossierId
from app.services.digitize import write_whole
from app.services.handover import print_handover, sealed_today
from app.services.handover_drawing import lines_of
from app.services.key_card import CardPaper
from app.services.key_card_drawing import draw_key_card
from app.services.slips import PaperSize, print_slip, print_text, slip_of
from app.wiring import Arguments, Command, Output, Wiring


def add_handover_command(commands: Any) -> argparse.ArgumentParser:  # Any: see app.cli.Subparsers
    """The grammar of `sohoa handover`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "handover", help="phiếu bàn giao hồ sơ giấy, không có tên người dân"
    )
    parser.add_argument("dossiers", metavar="ID", nargs="*", help="mặc định: hồ sơ ký xong hôm nay")
    parser.add_argument("--print", dest="target", metavar="FILE", default="", help="ghi tệp PDF")
    return parser


def _handover(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        wanted = [DossierId(each) for each in arguments.dossiers] or sealed_today(station)
        data, sheet = print_handover(station, wanted)
        if arguments.target:
            write_whole(Path(arguments.target), data)
    for line in lines_of(sheet):
        output.line(line)
    output.result({"head": list(sheet.head), "rows": [list(row) for row in sheet.rows]})
    return 0


def add_keys_command(commands: Any) -> argparse.ArgumentParser:  # Any: see app.cli.Subparsers
    """The grammar of `sohoa keys`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "keys", help="phím tắt của cửa sổ, xem hoặc in thành bảng"
    )
    parser.add_argument("--print", dest="target", metavar="FILE", default="", help="ghi tệp PDF")
    parser.add_argument(
        "--size",
        choices=[paper.value for paper in CardPaper],
        default=CardPaper.A4.value,
        help="khổ giấy",
    )
    return parser


def _keys(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    card = wiring.key_card()
    if arguments.target:
        write_whole(Path(arguments.target), draw_key_card(card, arguments.size))
    for part in card.parts:
        output.line(part.title)
        for keys, words in part.rows:
            output.line(f"  {keys}: {words}")
    output.result({part.title: [list(row) for row in part.rows] for part in card.parts})
    return 0


def add_slip_command(commands: Any) -> argparse.ArgumentParser:  # Any: see app.cli.Subparsers
    """The grammar of `sohoa receipt`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "receipt", help="biên nhận của hồ sơ, hoặc phiếu trạm khi chưa có biên nhận"
    )
    parser.add_argument("dossier", metavar="ID")
    parser.add_argument(
        "--print", dest="target", metavar="FILE", default="", help="ghi tệp PDF, hoặc .txt để in"
    )
    parser.add_argument(
        "--size",
        choices=[size.value for size in PaperSize],
        default=PaperSize.A5.value,
        help="khổ A5 hoặc giấy cuộn 80 mm",
    )
    return parser


def _receipt(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        dossier_id = DossierId(arguments.dossier)
        slip = slip_of(station, dossier_id)
        if arguments.target:
            target = Path(arguments.target)
            if target.suffix.lower() == ".txt":
                data = print_text(station, dossier_id).encode("utf-8")
            else:
                data = print_slip(station, dossier_id, PaperSize(arguments.size))
            write_whole(target, data)
    output.line(slip.title)
    for label, value in slip.rows:
        output.line(f"{label}: {value}")
    for note in slip.notes:
        output.line(note)
    output.result({"kind": slip.kind.value, "rows": dict(slip.rows), "code": slip.code})
    return 0


SLIP_COMMANDS: dict[str, Command] = {"receipt": _receipt, "handover": _handover, "keys": _keys}
