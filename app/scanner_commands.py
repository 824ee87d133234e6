"""Commands that list scanners, and add, remove, try and confirm those on the network."""

from __future__ import annotations

from typing import Any

from app.errors import WrongUse
from app.scanning.base import ColourMode, PaperSource
from app.scanning.driver_client import Capabilities
from app.scanning.network import NetworkScanner
from app.wiring import Arguments, Command, Json, Output, Wiring

_SOURCES = {
    PaperSource.FLATBED: "mặt kính",
    PaperSource.FEEDER: "khay nạp",
    PaperSource.FEEDER_DUPLEX: "khay nạp hai mặt",
}
_MODES = {
    ColourMode.COLOUR: "màu",
    ColourMode.GREY: "xám",
    ColourMode.BITONAL: "đen trắng",
}


def add_scanner_commands(commands: Any) -> list[Any]:  # Any: see app.cli.Subparsers
    """The grammar of `sohoa scanners`."""
    parser = commands.add_parser("scanners", help="máy quét: xem, thêm, bỏ, thử, xác nhận")
    actions = parser.add_subparsers(dest="action", metavar="VIỆC")
    made = [parser, actions.add_parser("list", help="mọi máy quét tìm thấy hoặc đã thêm")]
    add = actions.add_parser("add", help="thêm máy quét qua mạng theo địa chỉ")
    add.add_argument("address", metavar="ĐỊA CHỈ", help="192.0.2.7 hoặc https://tên-máy/eSCL")
    made.append(add)
    for name, text in (
        ("remove", "bỏ máy quét qua mạng và chứng thư đã xác nhận"),
        ("test", "hỏi máy quét qua mạng làm được những gì"),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("scanner", metavar="ID")
        made.append(action)
    trust = actions.add_parser("trust", help="xác nhận chứng thư của máy quét qua mạng")
    trust.add_argument("scanner", metavar="ID")
    trust.add_argument(
        "--fingerprint",
        metavar="SHA-256",
        default="",
        help="dấu vân tay đã đối chiếu ở máy quét; không ghi: chỉ xem",
    )
    return [*made, trust]


def _list(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    network = {each.id: each for each in wiring.network_scanners().known()}
    rows = [_row(each) for each in network.values()]
    for device in wiring.scanner().devices():
        if device.id not in network:
            rows.append({"id": device.id, "family": _family(device.id), "model": device.label})
    for row in rows:
        gone = "" if row.get("here", True) else "\t(không trả lời)"
        place = f" ({row['note']})" if row.get("note") else ""
        addresses = " ".join(row.get("addresses", ()))
        output.line(f"{row['family']}\t{row['model']}{place}\t{row['id']}\t{addresses}{gone}")
    if not rows:
        output.line("Không tìm thấy máy quét. Kiểm tra nguồn, cáp, mạng rồi tìm lại.")
    output.result({"scanners": rows})
    return 0


def _family(device_id: str) -> str:
    return device_id.partition(":")[0].upper()


def _row(scanner: NetworkScanner) -> Json:
    return {
        "id": scanner.id,
        "family": scanner.family,
        "model": scanner.model,
        "note": scanner.note,
        "addresses": list(scanner.addresses),
        "added": scanner.is_added,
        "confirmed": scanner.is_confirmed,
        "here": scanner.is_here,
    }


def _add(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    scanner = wiring.network_scanners().add(arguments.address)
    output.line(f"Đã thêm {scanner.model or 'máy quét qua mạng'}: {scanner.id}")
    if not scanner.model:
        output.line(f"Máy cần được xác nhận: sohoa scanners trust {scanner.id}")
    output.result({"scanner": _row(scanner)})
    return 0


def _remove(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    wiring.network_scanners().remove(arguments.scanner)
    output.line("Đã bỏ. Máy còn tự giới thiệu trong mạng thì lần tìm sau vẫn hiện ra.")
    output.result({"removed": arguments.scanner})
    return 0


def _test(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    able = wiring.network_scanners().capabilities(arguments.scanner, fresh=True)
    output.line(f"Máy quét trả lời. {_words(able)}")
    output.result(
        {
            "scanner": arguments.scanner,
            "sources": sorted(source.value for source in able.sources),
            "modes": sorted(mode.value for mode in able.modes),
            "dpi": list(able.dpi),
        }
    )
    return 0


def _words(able: Capabilities) -> str:
    sources = ", ".join(word for source, word in _SOURCES.items() if source in able.sources)
    modes = ", ".join(word for mode, word in _MODES.items() if mode in able.modes)
    numbers = ", ".join(map(str, able.dpi)) or "không cho biết"
    return f"Nguồn giấy: {sources}; màu: {modes}; độ phân giải (dpi): {numbers}"


def _trust(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    """Pins only what a person has compared: the fingerprint is typed, never taken over."""
    network = wiring.network_scanners()
    shown = network.certificate(arguments.scanner)
    output.line(f"Dấu vân tay chứng thư (SHA-256): {shown.fingerprint}")
    typed = "".join(arguments.fingerprint.replace(":", " ").split()).upper()
    if not typed:
        output.line("Hãy đối chiếu ở bảng điều khiển của máy quét, rồi chạy lại với --fingerprint.")
    elif typed != shown.fingerprint.replace(" ", ""):
        raise WrongUse("the fingerprint is another one than the scanner shows")
    else:
        network.confirm(arguments.scanner, shown)
        output.line("Đã xác nhận. Từ nay chỉ nhận đúng chứng thư này.")
    output.result({"fingerprint": shown.fingerprint, "confirmed": bool(typed)})
    return 0


SCANNER_COMMANDS: dict[str, Command] = {
    "scanners": _list,
    "scanners list": _list,
    "scanners add": _add,
    "scanners remove": _remove,
    "scanners test": _test,
    "scanners trust": _trust,
}
