"""Command line: the same services as the window.

Exit code 0 = done, 1 = some item failed and is named, 2 = wrong use. Commands that report take
`--json`; its names are a contract. A PIN or password is prompted for or read from a file,
never taken as an argument.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from app.batch_commands import add_batch_command
from app.cluster_commands import add_cluster_command
from app.command_rights import LONE_RIGHTS, LOOKING, STATION_RIGHTS
from app.commands import COMMANDS
from app.conformance_commands import add_conformance_command
from app.errors import StationError, WrongUse
from app.extend_commands import add_extend_commands
from app.feeding_commands import add_feeding_commands
from app.figure_commands import add_figure_command
from app.key_prompts import KEY_HELP, KEY_KINDS, key_name
from app.licence_commands import add_licence_command
from app.officer_commands import add_officer_commands
from app.page_commands import add_page_commands
from app.provision_commands import add_provision_command
from app.reuse_commands import OWNER_KINDS
from app.scanner_commands import add_scanner_commands
from app.separation_commands import add_separation_commands
from app.settings_commands import add_settings_commands
from app.slip_commands import add_handover_command, add_keys_command, add_slip_command
from app.start_options import ShowVersion, add_start_options
from app.trust_commands import add_trust_commands
from app.update_commands import add_update_commands
from app.upkeep_commands import add_upkeep_commands
from app.watch_commands import add_watch_command
from app.wiring import Entry, Output, Wiring

Json = dict[str, Any]  # values of JSON are any of its types


def build_parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    parser = argparse.ArgumentParser(
        prog="sohoa",
        description="Trạm Số Hóa: quét, đọc, ký số và gửi hồ sơ một cửa. "
        "Không có lệnh nào: mở cửa sổ làm việc.",
    )
    add_start_options(parser)
    parser.add_argument("--version", action=ShowVersion, help="cho biết phiên bản rồi thoát")
    commands = parser.add_subparsers(dest="command", metavar="LỆNH")
    _add_trip_commands(commands)
    _add_store_commands(commands)
    for action in (*add_page_commands(commands), *add_separation_commands(commands)):
        _reporting(action)
    _add_signing_commands(commands)
    _add_catalog_commands(commands)
    _add_reuse_commands(commands)
    for action in (*add_trust_commands(commands), *add_extend_commands(commands)):
        _reporting(action)
    _reporting(add_slip_command(commands))
    _reporting(add_figure_command(commands))
    _reporting(add_handover_command(commands))
    _reporting(add_keys_command(commands))
    for action in add_scanner_commands(commands):
        _reporting(action)
    for action in (*add_watch_command(commands), *add_settings_commands(commands)):
        _reporting(action)
    for action in (*add_batch_command(commands), *add_cluster_command(commands)):
        _reporting(action)
    _reporting(add_licence_command(commands))
    _reporting(add_provision_command(commands))
    for action in add_update_commands(commands):
        _reporting(action)
    _add_server_commands(commands)
    for action in add_officer_commands(commands):
        _reporting(action)
    for action in add_conformance_command(commands):
        _reporting(action)
    return parser


Subparsers = Any  # argparse keeps the class of its sub-parsers private


def _add_trip_commands(commands: Subparsers) -> None:
    demo = commands.add_parser("demo", help="chạy thử trọn hành trình với hồ sơ mẫu")
    demo.add_argument("--keep", metavar="DIR", help="giữ kết quả trong thư mục này")
    _reporting(demo)
    _reporting(commands.add_parser("doctor", help="kiểm tra máy: có gì, thiếu gì, sửa thế nào"))
    _reporting(commands.add_parser("devices", help="liệt kê máy quét tìm thấy"))
    digitize = commands.add_parser("digitize", help="tệp ảnh/PDF -> PDF/A tìm kiếm được + báo cáo")
    digitize.add_argument("paths", nargs="+", metavar="PATH")
    digitize.add_argument("-o", "--output", required=True, metavar="DIR")
    digitize.add_argument("--procedure", metavar="CODE", default="", help="mã thủ tục")
    digitize.add_argument("--jobs", type=_positive, default=0, help="số tiến trình song song")
    _reporting(digitize)
    for action in add_feeding_commands(commands):
        _reporting(action)


def _add_store_commands(commands: Subparsers) -> None:
    dossier = commands.add_parser("dossier", help="hồ sơ: tạo, xem, thêm tệp, sửa, niêm phong")
    actions = dossier.add_subparsers(dest="action", metavar="VIỆC", required=True)
    new = actions.add_parser("new", help="tạo hồ sơ")
    new.add_argument("--code", default="", help="mã hồ sơ")
    new.add_argument("--procedure", default="", metavar="CODE", help="mã thủ tục")
    _reporting(new)
    listed = actions.add_parser("list", help="danh sách hồ sơ")
    listed.add_argument("--find", metavar="CHỮ", default="", help="tên, số giấy tờ hoặc mã hồ sơ")
    _reporting(listed)
    for name, text in (("show", "xem một hồ sơ"), ("read", "đọc các trang còn chờ")):
        action = actions.add_parser(name, help=text)
        action.add_argument("dossier", metavar="ID")
        _reporting(action)
    add = actions.add_parser("add", help="thêm tệp vào hồ sơ")
    add.add_argument("dossier", metavar="ID")
    add.add_argument("paths", nargs="+", metavar="PATH")
    add.add_argument(
        "--separators", action="store_true", help="các tệp là một chồng có tờ bìa, tờ ngăn: tách ra"
    )
    _reporting(add)
    leave = actions.add_parser("leave-out", help="bỏ trang không có ảnh ra khỏi giấy tờ")
    leave.add_argument("dossier", metavar="ID")
    leave.add_argument("page", type=_positive, metavar="TRANG")
    leave.add_argument("--undo", action="store_true", help="đưa trang trở lại")
    _reporting(leave)
    change = actions.add_parser("set", help="sửa hoặc xác nhận một trường")
    change.add_argument("dossier", metavar="ID")
    change.add_argument("assignments", nargs="+", metavar="TRANG:TRƯỜNG[=GIÁ TRỊ]")
    _reporting(change)
    seal = _with_keys(actions, "seal", "kết thúc kiểm tra, dựng PDF/A, ký, xếp hàng gửi")
    seal.add_argument("dossier", metavar="ID")
    seal.add_argument("--key", type=key_name, default="", help=KEY_KINDS)
    seal.add_argument("--pin-file", metavar="FILE", help="tệp chứa PIN/mật khẩu")
    seal.add_argument("--level", choices=LEVELS, default="")
    _reporting(seal)
    again = actions.add_parser("correct", help="sửa hồ sơ đã niêm phong: mở bản sửa đổi")
    again.add_argument("dossier", metavar="ID")
    _reporting(again)
    outbox = commands.add_parser("outbox", help="hàng gửi")
    jobs = outbox.add_subparsers(dest="action", metavar="VIỆC", required=True)
    for name, text in (("list", "danh sách"), ("send", "gửi những gì đến hạn")):
        _reporting(jobs.add_parser(name, help=text))
    for name, text in (("retry", "thử lại ngay"), ("cancel", "rút lại khi chưa gửi")):
        job = jobs.add_parser(name, help=text)
        job.add_argument("submission", metavar="ID")
        _reporting(job)
    store = commands.add_parser("store", help="kho mã hóa")
    checks = store.add_subparsers(dest="action", metavar="VIỆC", required=True)
    verify = checks.add_parser("verify", help="kiểm tra toàn bộ kho")
    verify.add_argument(
        "--collect", action="store_true", help="chuyển vào khu cách ly tệp không hồ sơ nào dùng"
    )
    _reporting(verify)
    for action in add_upkeep_commands(commands, checks):
        _reporting(action)
    _reporting(checks.add_parser("backup", help="sao lưu cơ sở dữ liệu ngay bây giờ"))
    restore = checks.add_parser("restore", help="thay cơ sở dữ liệu bằng một bản sao lưu")
    restore.add_argument(
        "copy", metavar="BẢN SAO", nargs="?", default="", help="không ghi: bản mới nhất còn tốt"
    )
    _reporting(restore)


LEVELS = ["b-b", "b-t", "b-lt", "b-lta"]


def _add_signing_commands(commands: Subparsers) -> None:
    sign = _with_keys(commands, "sign", "ký số các tệp PDF")
    sign.add_argument("files", nargs="+", metavar="FILE")
    sign.add_argument("--key", type=key_name, required=True, help=KEY_KINDS)
    sign.add_argument("--level", choices=LEVELS, default="")
    sign.add_argument("--pin-file", metavar="FILE", help="tệp chứa PIN/mật khẩu")
    sign.add_argument(
        "--agency-key", type=key_name, metavar="KEY", default="", help="khóa của cơ quan, ký sau"
    )
    sign.add_argument("--agency-pin-file", metavar="FILE", help="tệp chứa PIN của cơ quan")
    sign.add_argument(
        "--sub-filter",
        choices=["ETSI.CAdES.detached", "adbe.pkcs7.detached"],
        default="",
        help="loại chữ ký ghi trong tệp",
    )
    sign.add_argument(
        "--stamp",
        choices=["none", "person", "seal", "copy"],
        default="none",
        help="hình hiện trên trang: chữ ký, con dấu, sao y; không ghi: không hiện",
    )
    sign.add_argument("--resume", action="store_true", help="làm tiếp lần ký bị ngắt")
    sign.add_argument("-o", "--output", metavar="DIR", help="thư mục kết quả")
    _reporting(sign)
    _add_result_commands(commands)
    verify = commands.add_parser("verify", help="kiểm tra chữ ký số")
    verify.add_argument("files", nargs="+", metavar="FILE")
    verify.add_argument(
        "--report", metavar="XML", default="", help="ghi báo cáo ETSI; nhiều tệp: tên thư mục"
    )
    verify.add_argument("--trust", metavar="DIR", default="", help="thư mục chứng thư tin cậy")
    _reporting(verify)


def _with_keys(commands: Subparsers, name: str, text: str) -> argparse.ArgumentParser:
    """A command that signs: its help tells what each kind of key needs."""
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=text,
        epilog=KEY_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return made


def _add_result_commands(commands: Subparsers) -> None:
    parser = commands.add_parser("results", help="kết quả điện tử: nhận, ký, trả về hệ thống")
    actions = parser.add_subparsers(dest="action", metavar="VIỆC", required=True)
    bring = actions.add_parser("import", help="nhận các tệp PDF của một thư mục")
    bring.add_argument("folder", nargs="?", metavar="DIR", default="")
    _reporting(bring)
    _reporting(actions.add_parser("fetch", help="nhận kết quả đang chờ ký từ hệ thống tiếp nhận"))
    _reporting(actions.add_parser("list", help="danh sách"))
    sign = _with_keys(actions, "sign", "ký: cá nhân, rồi cơ quan")
    sign.add_argument("results", nargs="*", metavar="ID", help="không ghi: mọi kết quả chờ ký")
    sign.add_argument("--key", type=key_name, default="", help=KEY_KINDS)
    sign.add_argument("--pin-file", metavar="FILE", help="tệp chứa PIN/mật khẩu")
    sign.add_argument(
        "--agency-key", type=key_name, metavar="KEY", default="", help="khóa của cơ quan, ký sau"
    )
    sign.add_argument("--agency-pin-file", metavar="FILE", help="tệp chứa PIN của cơ quan")
    sign.add_argument("--level", choices=LEVELS, default="")
    _reporting(sign)
    _reporting(actions.add_parser("send", help="trả những kết quả đã ký về hệ thống"))


def _add_catalog_commands(commands: Subparsers) -> None:
    catalog = commands.add_parser("catalog", help="danh mục thủ tục, giấy tờ, cơ quan của trạm")
    actions = catalog.add_subparsers(dest="action", metavar="VIỆC", required=True)
    bring = actions.add_parser("import", help="nhập bảng của tỉnh: .csv, .xlsx hoặc .json")
    bring.add_argument("files", nargs="+", metavar="FILE")
    bring.add_argument("--dry-run", action="store_true", help="chỉ xem thay đổi, không ghi")
    install = actions.add_parser("install", help="dùng bản danh mục đã ký")
    install.add_argument("file", metavar="FILE")
    install.add_argument("--dry-run", action="store_true", help="chỉ xem thay đổi, không ghi")
    export = actions.add_parser("export", help="ghi danh mục đang dùng thành một tệp")
    export.add_argument("file", metavar="FILE")
    export.add_argument("--sign-key", metavar="PEM", default="", help="khóa riêng Ed25519 để ký")
    export.add_argument("--pin-file", metavar="FILE", help="tệp chứa mật khẩu của khóa")
    export.add_argument("--source", default="", help="nơi lập danh mục")
    verify = actions.add_parser("verify", help="kiểm tra chữ ký của một bản danh mục")
    verify.add_argument("file", metavar="FILE")
    verify.add_argument("--key", metavar="FILE", default="", help="khóa công khai, PEM hoặc JWK")
    trust = actions.add_parser("trust", help="tin một khóa công khai của nơi ký danh mục")
    trust.add_argument("key", metavar="FILE")
    trust.add_argument("--replace", action="store_true", help="thay khóa đang tin")
    forms = actions.add_parser("forms", help="mẫu giấy tờ riêng của trạm")
    forms.add_argument("--drop", metavar="MÃ", default="", help="bỏ mẫu có mã này")
    forms.add_argument("--dry-run", action="store_true", help="chỉ xem thay đổi, không ghi")
    share = actions.add_parser("export-forms", help="ghi mẫu giấy tờ cho các trạm khác (.json)")
    share.add_argument("file", metavar="FILE")
    share.add_argument("codes", nargs="*", metavar="MÃ", help="mã mẫu; không ghi: mọi mẫu riêng")
    for action in (bring, install, export, verify, trust, forms, share):
        _reporting(action)


def _add_reuse_commands(commands: Subparsers) -> None:
    reuse = commands.add_parser("reuse", help="chủ hồ sơ, giấy tờ đã số hóa dùng lại được")
    actions = reuse.add_subparsers(dest="action", metavar="VIỆC", required=True)
    find = actions.add_parser("find", help="tìm giấy tờ đã số hóa của một người")
    find.add_argument("--owner", required=True, metavar="SỐ", help=_OWNER_HELP)
    find.add_argument("--procedure", required=True, metavar="CODE", help="mã thủ tục")
    owner = actions.add_parser("owner", help="xem hoặc nhập chủ hồ sơ")
    owner.add_argument("dossier", metavar="ID")
    owner.add_argument("--owner", default="", metavar="SỐ", help=_OWNER_HELP)
    owner.add_argument("--name", default="", help="họ tên hoặc tên tổ chức")
    owner.add_argument(
        "--kind", choices=sorted(OWNER_KINDS), default="citizen", help="loại chủ hồ sơ"
    )
    show = actions.add_parser("show", help="thành phần hồ sơ và giấy tờ dùng lại được")
    show.add_argument("dossier", metavar="ID")
    take = actions.add_parser("take", help="dùng lại một giấy tờ")
    take.add_argument("--looked", action="store_true", help="đã xem giấy tờ chưa rõ thời hạn")
    scan = actions.add_parser("scan", help="vẫn quét giấy tờ này")
    undo = actions.add_parser("undo", help="bỏ quyết định về một giấy tờ")
    for action in (take, scan, undo):
        action.add_argument("dossier", metavar="ID")
        action.add_argument("component", metavar="GIẤY", help="mã loại giấy tờ của thành phần")
    take.add_argument("paper", metavar="MÃ", help="mã giấy tờ trong danh sách tìm được")
    for action in (find, owner, show, take, scan, undo):
        _reporting(action)


_OWNER_HELP = "12 số, nội dung mã QR của thẻ hoặc phiếu, - để đọc từ bàn phím"


def _add_server_commands(commands: Subparsers) -> None:
    _reporting(commands.add_parser("login", help="đăng nhập máy trạm vào hệ thống của tỉnh"))
    receiver = commands.add_parser("receiver", help="hệ thống tiếp nhận mẫu (để chạy thử)")
    receiver.add_argument("--port", type=int, default=8750)
    receiver.add_argument("--data", dest="receiver_data", metavar="DIR", default="")


def _reporting(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="kết quả dạng JSON")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("phải là số dương")
    return number


def run(arguments: argparse.Namespace, wiring: Wiring) -> int:
    """Run one command and give its exit code."""
    output = _output(as_json=getattr(arguments, "json", False), say=wiring.say)
    name = command_name(arguments)
    try:
        if name in LONE_RIGHTS:
            wiring.allow(LONE_RIGHTS[name])
        return COMMANDS[name](arguments, wiring, output)
    except WrongUse as error:
        output.failed(error)
        return 2
    except StationError as error:
        output.failed(error)
        return 1
    except KeyboardInterrupt:
        output.line("Đã dừng theo yêu cầu.")
        return 1


def command_name(arguments: argparse.Namespace) -> str:
    """Full name of the command: "dossier new", "doctor"; "" for the window."""
    names = (arguments.command, getattr(arguments, "action", None))
    return " ".join(name for name in names if name)


def entry_of(arguments: argparse.Namespace) -> Entry:
    """Who gives the command, and what that needs."""

    def ask() -> bytearray:
        return ask_secret(f"Mật khẩu của {arguments.officer}: ", arguments.password_file)

    name = command_name(arguments)
    return Entry(arguments.officer, ask, STATION_RIGHTS.get(name), name in LOOKING)


def _output(*, as_json: bool, say: Callable[[StationError], str]) -> Output:
    def line(text: str) -> None:
        print(text, file=sys.stderr if as_json else sys.stdout, flush=True)

    def result(values: Json) -> None:
        if as_json:
            print(json.dumps(values, ensure_ascii=False, indent=2), flush=True)

    def failed(error: StationError) -> None:
        if as_json:
            report = {"code": error.code, "advice": str(error.advice), "message": say(error)}
            print(json.dumps({"error": report}, ensure_ascii=False, indent=2), flush=True)
        else:
            print(f"{say(error)} [{error.code}]", file=sys.stderr, flush=True)

    return Output(line, result, failed, ask_secret)


def ask_secret(prompt: str, file: str | None) -> bytearray:
    """PIN or password from a file or the terminal; never from an argument.

    Raises:
        WrongUse: The file cannot be read, or there is no terminal to ask at.
    """
    if file:
        try:
            return bytearray(Path(file).read_bytes().strip())
        except OSError as error:
            raise WrongUse(f"{file}: {error.strerror}") from error
    if not sys.stdin.isatty():
        raise WrongUse("no terminal to ask for the PIN; use --pin-file")
    return bytearray(getpass.getpass(prompt).encode("utf-8"))


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse arguments; wrong ones end the process with exit code 2."""
    return build_parser().parse_args(argv)


def exit_quietly_on_closed_pipe() -> None:
    """The reader of our output went away (`sohoa … | head`): not an error worth a traceback."""
    sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  # lives until the process ends
