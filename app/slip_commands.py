"""The command that prints receipts and station slips."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.domain.ids import DossierId
from app.services.digitize import write_whole
from app.services.slips import PaperSize, print_slip, print_text, slip_of
from app.wiring import Arguments, Command, Output, Wiring


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


SLIP_COMMANDS: dict[str, Command] = {"receipt": _receipt}
