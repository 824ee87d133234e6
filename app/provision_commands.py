"""The command that sets up a machine from what an administrator prepared; it asks nothing."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.errors import WrongUse
from app.services.provision import Gear, Item, Part, State, provision
from app.services.provision_source import open_bundle
from app.setting_kinds import SettingsInvalid
from app.setting_words import flaw_words
from app.settings import declared
from app.wiring import Arguments, Command, Json, Output, Wiring

_PARTS = {
    Part.SETTINGS: "cài đặt",
    Part.FILE: "tệp",
    Part.TRUST: "danh sách tin cậy",
    Part.CATALOG: "danh mục",
    Part.RECOVERY_KEY: "khóa khôi phục",
}
_MARKS = {State.SAME: "=", State.CHANGE: "✓", State.LATER: "?", State.WRONG: "!"}


def add_provision_command(commands: Any) -> Any:  # Any: see app.cli.Subparsers
    """The grammar of `sohoa provision`."""
    parser = commands.add_parser(
        "provision", help="đặt sẵn máy theo bộ của quản trị: cài đặt, tin cậy, danh mục, khóa"
    )
    parser.add_argument("bundle", metavar="BỘ", help="thư mục có provision.json, hoặc tệp .zip")
    parser.add_argument("--check", action="store_true", help="chỉ xem sẽ đổi gì, không ghi")
    parser.add_argument("--expect", metavar="SHA256", default="", help="chỉ nhận đúng bộ này")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--machine", action="store_true", help="chỉ phần của máy (cần quyền)")
    only.add_argument("--station", action="store_true", help="chỉ phần của trạm")
    return parser


def _provision(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with tempfile.TemporaryDirectory(prefix="sohoa-") as work:
        bundle = open_bundle(Path(arguments.bundle), Path(work))
        output.line(f"Bộ đặt sẵn: {bundle.source or '(không ghi nguồn)'}, SHA-256 {bundle.digest}")
        if arguments.expect and arguments.expect.lower() != bundle.digest:
            raise WrongUse("the bundle is another one than the one expected")
        gear = _gear(arguments, wiring)
        items = provision(bundle, gear, apply=not arguments.check)
    is_wrong = any(item.state is State.WRONG for item in items)
    for item in items:
        _tell(item, wiring, output)
    _sum_up(items, output, applied=not arguments.check and not is_wrong)
    output.result(
        {
            "bundle": bundle.digest,
            "applied": not arguments.check and not is_wrong,
            "items": [_row(item, wiring) for item in items],
        }
    )
    return 1 if any(item.state in (State.WRONG, State.LATER) for item in items) else 0


def _gear(arguments: Arguments, wiring: Wiring) -> Gear:
    machine_file = wiring.settings_files().machine_file
    if machine_file is None:
        raise WrongUse("this machine has no place for an administrator's settings")
    return Gear(
        machine_file=machine_file,
        settings=wiring.settings,
        catalog=wiring.catalog_keeper(),
        station=wiring.station,
        now=lambda: datetime.now(UTC),
        for_machine=not arguments.station,
        for_station=not arguments.machine,
    )


def _tell(item: Item, wiring: Wiring, output: Output) -> None:
    output.line(f"{_MARKS[item.state]} {_PARTS[item.part]} {item.name}".rstrip())
    if item.error is not None:
        output.line(f"    {_why(item, wiring)} [{item.error.code}]")


def _why(item: Item, wiring: Wiring) -> str:
    error = item.error
    if isinstance(error, SettingsInvalid) and error.name in declared():
        return flaw_words(declared()[error.name], error.flaw)
    return wiring.say(error) if error is not None else ""


def _sum_up(items: list[Item], output: Output, *, applied: bool) -> None:
    states = [item.state for item in items]
    changed, same = states.count(State.CHANGE), states.count(State.SAME)
    if State.WRONG in states:
        output.line("Chưa ghi gì: có mục sai.")
    elif applied:
        output.line(f"Đã đổi {changed} mục, {same} mục vốn đúng.")
    else:
        output.line(f"Sẽ đổi {changed} mục, {same} mục vốn đúng. Chạy thử: chưa ghi gì.")
    if State.LATER in states:
        output.line("Chỗ giữ dữ liệu vừa đổi: chạy lại lệnh này để làm các mục có dấu ?.")


def _row(item: Item, wiring: Wiring) -> Json:
    return {
        "part": str(item.part),
        "name": item.name,
        "state": str(item.state),
        "code": item.error.code if item.error else "",
        "message": _why(item, wiring),
    }


PROVISION_COMMANDS: dict[str, Command] = {"provision": _provision}
