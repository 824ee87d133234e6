"""Commands on the accounts of officers and on the audit chain."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from app.domain.audit_lines import entry_line
from app.domain.officer import Officer, Role
from app.errors import WrongUse
from app.province.station_login import DeviceCode
from app.services import audit_log, officers
from app.services.digitize import write_whole
from app.services.doorkeeper import Doorkeeper, NewOfficer
from app.services.persons import PersonDoor
from app.wiring import Arguments, Command, Json, Output, Wiring, code_lines

_ROLE_WORDS = {Role.SCAN: "quét", Role.SIGN: "ký", Role.ADMIN: "quản trị"}
_ROLES_HELP = "vai trò: scan (quét, kiểm tra), sign (ký, gửi), admin (quản trị)"


def add_officer_commands(commands: Any) -> list[argparse.ArgumentParser]:  # see cli.Subparsers
    """The grammar of `sohoa officer` and `sohoa audit`; gives the commands that report."""
    parser = commands.add_parser("officer", help="tài khoản cán bộ của trạm")
    actions = parser.add_subparsers(dest="action", metavar="VIỆC", required=True)
    add = actions.add_parser("add", help="lập tài khoản; tài khoản đầu tiên phải là admin")
    add.add_argument("account", metavar="TÊN", help="tên đăng nhập: a-z, 0-9, . - _")
    add.add_argument("--name", default="", help="họ tên hiện trên màn hình")
    made = [add, actions.add_parser("list", help="danh sách tài khoản")]
    roles = actions.add_parser("roles", help="đổi vai trò")
    reset = actions.add_parser("reset", help="cấp lại mật khẩu; phải đổi khi đăng nhập")
    change = actions.add_parser("password", help="tự đổi mật khẩu")
    close = actions.add_parser("close", help="đóng tài khoản (không xóa)")
    reopen = actions.add_parser("reopen", help="mở lại tài khoản đã đóng")
    link = actions.add_parser("link", help="gắn tài khoản với một người ở cổng đăng nhập")
    unlink = actions.add_parser("unlink", help="bỏ gắn với cổng đăng nhập")
    enter = actions.add_parser("login", help="đăng nhập qua cổng đăng nhập của tỉnh")
    for action in (roles, reset, change, close, reopen, link, unlink):
        action.add_argument("account", metavar="TÊN")
    link.add_argument("--subject", metavar="MÃ", default="-", help="mã ở cổng; - để nhập kín")
    for action in (add, roles):
        action.add_argument(
            "--role",
            dest="roles",
            action="append",
            required=True,
            choices=[role.value for role in Role],
            help=_ROLES_HELP,
        )
    for action in (add, reset, change, enter):
        action.add_argument("--new-password-file", metavar="FILE", help="tệp chứa mật khẩu mới")
    made += [roles, reset, change, close, reopen, link, unlink, enter]
    return [*made, *_add_audit_commands(commands)]


def _add_audit_commands(commands: Any) -> list[argparse.ArgumentParser]:  # see cli.Subparsers
    parser = commands.add_parser("audit", help="nhật ký kiểm toán: xuất, kiểm tra")
    actions = parser.add_subparsers(dest="action", metavar="VIỆC", required=True)
    export = actions.add_parser("export", help="ghi toàn bộ nhật ký và đầu chuỗi đã ký")
    export.add_argument("file", metavar="FILE")
    verify = actions.add_parser("verify", help="kiểm tra một tệp nhật ký đã xuất")
    verify.add_argument("file", metavar="FILE")
    verify.add_argument("--key", default="", metavar="KHÓA", help="khóa của trạm, ghi lại khi xuất")
    access = actions.add_parser("access", help="nhật ký truy cập hồ sơ của một người dân")
    access.add_argument("--owner", required=True, metavar="SỐ", help="12 số; - để nhập kín")
    access.add_argument("-o", "--output", dest="target", metavar="FILE", default="")
    return [export, verify, access]


def _add(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    wanted = NewOfficer(
        arguments.account, frozenset(map(Role, arguments.roles)), arguments.name.strip()
    )
    with wiring.station() as station:
        password = output.ask_secret("Mật khẩu mới: ", arguments.new_password_file)
        officer = Doorkeeper().add(station, wanted, password)
    output.line(f"Đã lập tài khoản {officer.id}.")
    output.result(_json(officer))
    return 0


def _list(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        found = officers.officers(station)
    for officer in found:
        words = ", ".join(_ROLE_WORDS[role] for role in sorted(officer.roles))
        marks = "  (đã gắn với cổng đăng nhập)" if officer.is_linked else ""
        marks += "  (đã đóng)" if officer.is_closed else ""
        output.line(f"{officer.id:20} {words}{marks}")
    if not found:
        output.line("Chưa có tài khoản nào: trạm dùng tên cán bộ trong cài đặt.")
    output.result({"officers": [_json(officer) for officer in found]})
    return 0


def _roles(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        officer = officers.set_roles(station, arguments.account, map(Role, arguments.roles))
    return _told(officer, f"Đã đổi vai trò của {officer.id}.", output)


def _reset(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        password = output.ask_secret("Mật khẩu mới: ", arguments.new_password_file)
        officer = Doorkeeper().reset_password(station, arguments.account, password)
    text = f"Đã cấp lại mật khẩu cho {officer.id}; phải đổi khi đăng nhập."
    return _told(officer, text, output)


def _password(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.person_door() as door, wiring.station() as station:
        old = output.ask_secret("Mật khẩu đang dùng: ", arguments.password_file)
        new = output.ask_secret("Mật khẩu mới: ", arguments.new_password_file)
        officer = Doorkeeper(online=door.rule if door else None).change_password(
            station, arguments.account, old, new
        )
    return _told(officer, "Đã đổi mật khẩu.", output)


def _close(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        officer = officers.close_officer(station, arguments.account)
    return _told(officer, f"Đã đóng tài khoản {officer.id}.", output)


def _reopen(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        officer = officers.reopen_officer(station, arguments.account)
    return _told(officer, f"Đã mở lại tài khoản {officer.id}.", output)


def _link(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    subject = arguments.subject
    if subject == "-":
        subject = output.ask_secret("Mã của người này ở cổng: ", None).decode("utf-8", "replace")
    with wiring.person_door() as door, wiring.station() as station:
        service = _required(door).service
        officer = officers.link_officer(station, arguments.account, service.issuer, subject)
    return _told(officer, f"Đã gắn tài khoản {officer.id} với cổng đăng nhập.", output)


def _unlink(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        officer = officers.unlink_officer(station, arguments.account)
    return _told(officer, f"Đã bỏ gắn tài khoản {officer.id}.", output)


def _required(door: PersonDoor | None) -> PersonDoor:
    if door is None:
        raise WrongUse("no login service for persons is set up (person_login_url)")
    return door


def _login(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    def show(code: DeviceCode) -> None:
        for line in code_lines(code):
            output.line(line)

    with wiring.person_door() as door, wiring.station() as station:
        officer = _required(door).log_in(station, show=show, wait=time.sleep)
        if arguments.new_password_file:
            new = output.ask_secret("Mật khẩu mới: ", arguments.new_password_file)
            officer = Doorkeeper().choose_password(station, new)
    if not officer.password:
        output.line("Chưa có mật khẩu riêng để dùng khi mất mạng (--new-password-file).")
    return _told(officer, f"Đã đăng nhập: {officer.id}.", output)


def _told(officer: Officer, text: str, output: Output) -> int:
    output.line(text)
    output.result(_json(officer))
    return 0


def _json(officer: Officer) -> Json:
    return {
        "officer": officer.id,
        "roles": sorted(officer.roles),
        "closed": officer.is_closed,
        "must_change": officer.must_change,
        "linked": officer.is_linked,
    }


def _audit_export(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        exported = audit_log.export_audit(station, Path(arguments.file))
    output.line(f"Đã ghi {exported.entries} mục nhật ký.")
    output.line(f"Khóa của trạm (ghi lại để đối chiếu): {exported.key}")
    output.result({"entries": exported.entries, "head": exported.head, "key": exported.key})
    return 0


def _audit_verify(arguments: Arguments, _wiring: Wiring, output: Output) -> int:
    verdict = audit_log.verify_audit(Path(arguments.file), arguments.key)
    if verdict.bad is not None:
        output.line(f"! Mục đầu tiên sai hoặc thiếu: số {verdict.bad}.")
    if not verdict.is_signed:
        output.line("! Đầu chuỗi không có chữ ký đúng.")
    elif not verdict.is_expected:
        output.line(f"? Hãy đối chiếu khóa của trạm: {verdict.key}")
    good = verdict.bad is None and verdict.is_signed
    if good:
        output.line(f"Nhật ký nguyên vẹn: {verdict.entries} mục.")
    output.result(
        {
            "entries": verdict.entries,
            "first_bad": verdict.bad,
            "signed": verdict.is_signed,
            "key": verdict.key,
            "key_expected": verdict.is_expected,
        }
    )
    return 0 if good else 1


def _audit_access(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    owner_id = arguments.owner
    if owner_id == "-":
        owner_id = output.ask_secret("Số định danh: ", None).decode("ascii", "replace")
    with wiring.station() as station:
        found = audit_log.access_log_of(station, owner_id)
    lines = [entry_line(entry) for entry in found]
    if arguments.target:
        write_whole(Path(arguments.target), "".join(f"{line}\n" for line in lines).encode("utf-8"))
    else:
        for line in lines:
            output.line(line)
    output.line(f"{len(found)} lần truy cập.")
    output.result({"entries": len(found)})
    return 0


OFFICER_COMMANDS: dict[str, Command] = {
    "officer add": _add,
    "officer list": _list,
    "officer roles": _roles,
    "officer reset": _reset,
    "officer password": _password,
    "officer close": _close,
    "officer reopen": _reopen,
    "officer link": _link,
    "officer unlink": _unlink,
    "officer login": _login,
    "audit export": _audit_export,
    "audit verify": _audit_verify,
    "audit access": _audit_access,
}
