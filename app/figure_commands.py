"""`sohoa figures`: the figures of the screen, on paper, for programs or for a spreadsheet."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.domain.figures import Range, span_of
from app.services.figure_files import save, to_csv, to_json, to_xlsx
from app.services.figure_sheets import Cell, Kind, Naming, Sheet, sheets
from app.services.figures import figures
from app.services.station import Station
from app.wiring import Arguments, Command, Output, Wiring

RANGES = {
    "today": Range.TODAY,
    "week": Range.WEEK,
    "month": Range.MONTH,
    "quarter": Range.QUARTER,
}

WORDS = {
    "shares": "Số hóa",
    "came": "Trang và hồ sơ",
    "outbox": "Hộp gửi 24 giờ",
    "confidence": "Độ chắc khi đọc",
    "devices": "Máy quét",
    "times": "Thời gian mỗi hồ sơ",
    "uploads": "Gửi hồ sơ",
    "signing": "Ký số",
    "keeping": "Kiểm tra, sao lưu",
    "own": "Việc của tôi",
    "indicator": "Chỉ tiêu",
    "count": "Số lượng",
    "share": "Tỷ lệ",
    "received": "Hồ sơ tiếp nhận",
    "digitized": "có giấy tờ được số hóa",
    "reused": "có giấy tờ được tái sử dụng",
    "from_store": "tái sử dụng từ kho quốc gia",
    "results": "Kết quả giải quyết tại trạm",
    "results_digitized": "có bản điện tử đã ký số",
    "hour": "Giờ",
    "day": "Ngày",
    "pages": "Trang",
    "dossiers": "Hồ sơ",
    "waiting": "Chờ nhiều nhất",
    "offline": "Số phút mất kết nối",
    "procedure": "Thủ tục",
    "all_procedures": "Mọi thủ tục",
    "no_procedure": "Chưa chọn thủ tục",
    "fields": "Ô thông tin",
    "touched": "Cán bộ đã xem",
    "touched_share": "Tỷ lệ phải xem",
    "typed": "Đã sửa",
    "typed_share": "Tỷ lệ phải sửa",
    "device": "Máy quét",
    "no_device": "Tệp, hoặc không ghi lại",
    "blanks": "Trang trắng",
    "blank_share": "Tỷ lệ trang trắng",
    "rescans": "Quét lại",
    "rescan_share": "Tỷ lệ quét lại",
    "reviewed": "Đã kiểm tra",
    "counter_s": "Tại quầy, trung vị (giây)",
    "whole_s": "Đến khi có biên nhận, trung vị (giây)",
    "receipts": "Biên nhận",
    "sent": "Đã gửi (byte)",
    "rate": "Tốc độ gửi (byte/giây)",
    "failures": "Lần gửi hỏng",
    "retries": "Bấm gửi lại",
    "reason": "Việc xảy ra",
    "signed": "Đã ký",
    "what": "Việc",
    "when": "Lúc",
    "age": "Cách đây (giây)",
    "findings": "Lỗi tìm thấy",
    "store_check": "Kiểm tra toàn bộ kho",
    "store_copy": "Sao lưu cơ sở dữ liệu",
    "never": "chưa lần nào",
    "own_dossiers": "Hồ sơ đã mở",
    "own_pages": "Trang đã quét",
    "own_fields": "Ô đã xem, sửa",
}
"""Words of the tables; units stand in the headings, as values are plain numbers."""


def add_figure_command(commands: Any) -> Any:  # Any: see app.cli.Subparsers
    """The grammar of `sohoa figures`."""
    parser = commands.add_parser(
        "figures", help="số liệu của trạm: số hóa, trang, gửi, ký, máy quét"
    )
    parser.add_argument(
        "--range", choices=list(RANGES), default="week", help="hôm nay, 7 ngày, 30 ngày, quý này"
    )
    parser.add_argument("--csv", metavar="FILE", default="", help="ghi mọi bảng vào tệp CSV")
    parser.add_argument("--xlsx", metavar="FILE", default="", help="ghi mọi bảng vào tệp Excel")
    return parser


def naming(station: Station) -> Naming:
    """How the tables of a station name things; reasons stay codes, as programs read them."""
    names = {each.code: each.name for each in station.catalog.procedures()}
    return Naming(WORDS, lambda code: names.get(code, code), lambda code: code)


def _figures(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        span = span_of(RANGES[arguments.range], station.now().astimezone().date())
        counted = figures(station, span, own=wiring.settings.own_figures)
        made = sheets(counted, naming(station))
        for file, content in ((arguments.csv, to_csv), (arguments.xlsx, to_xlsx)):
            if file:
                output.line(f"Đã ghi {save(station, Path(file), content(made))}.")
    if not arguments.csv and not arguments.xlsx:
        output.line(f"Số liệu từ {span.first:%d/%m/%Y} đến {span.last:%d/%m/%Y}.")
        for sheet in made:
            for line in sheet_lines(sheet):
                output.line(line)
    days = {"first": span.first.isoformat(), "last": span.last.isoformat()}
    output.result({"days": days, "figures": to_json(made)})
    return 0


def sheet_lines(sheet: Sheet) -> list[str]:
    """A table for a terminal, its columns under each other."""
    texts = [[column.title for column in sheet.columns]]
    for row in sheet.rows:
        cells = zip(sheet.columns, row, strict=True)
        texts.append([_shown(cell, column.kind) for column, cell in cells])
    widths = [max(len(shown[n]) for shown in texts) for n in range(len(sheet.columns))]
    lines = ["", sheet.title]
    for shown in texts:
        padded = [
            text.ljust(width) if number == 0 else text.rjust(width)
            for number, (text, width) in enumerate(zip(shown, widths, strict=True))
        ]
        lines.append("  " + "  ".join(padded).rstrip())
    return lines


def _shown(cell: Cell, kind: Kind) -> str:
    match cell:
        case None:
            return "-"
        case str():
            return cell
        case datetime():
            return f"{cell.astimezone():%H:%M}" if kind is Kind.HOUR else _moment(cell)
        case date():
            return f"{cell:%d/%m/%Y}"
        case _ if kind is Kind.SHARE:
            return f"{100 * cell:.1f} %".replace(".", ",")
        case _:
            return str(round(cell))


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%H:%M %d/%m/%Y}"


FIGURE_COMMANDS: dict[str, Command] = {"figures": _figures}
