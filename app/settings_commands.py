"""Commands that show, change and check settings; they work with broken files too."""

from __future__ import annotations

from typing import Any

from app.services.settings_change import SettingsDesk
from app.setting_kinds import Flaw, Group, SettingsInvalid
from app.setting_layers import Resolved, Standing
from app.setting_words import (
    GROUPS,
    flaw_words,
    lock_words,
    read_switch,
    trouble_words,
    value_words,
    whence_words,
)
from app.settings import declared
from app.wiring import Arguments, Command, Json, Output, Wiring


def add_settings_commands(commands: Any) -> list[Any]:  # Any: see app.cli.Subparsers
    """The grammar of `sohoa settings`."""
    parser = commands.add_parser("settings", help="cài đặt: xem, đổi, bỏ, kiểm tra")
    actions = parser.add_subparsers(dest="action", metavar="VIỆC")
    made = [parser, actions.add_parser("list", help="mọi cài đặt và giá trị đến từ đâu")]
    for name, text in (("get", "xem một cài đặt"), ("unset", "bỏ khỏi tệp của trạm")):
        action = actions.add_parser(name, help=text)
        action.add_argument("name", metavar="TÊN")
        made.append(action)
    change = actions.add_parser("set", help="đặt trong tệp của trạm")
    change.add_argument("name", metavar="TÊN")
    change.add_argument("value", metavar="GIÁ TRỊ")
    return [*made, change, actions.add_parser("check", help="các tệp cài đặt có gì sai")]


def _list(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    found = wiring.settings_files().read()
    for group in Group:
        output.line(f"[{GROUPS[group].vi}]")
        for standing in found.standings.values():
            if standing.setting.group is group:
                output.line(_line(standing))
    _tell_troubles(found, output)
    rows = [_row(standing) for standing in found.standings.values()]
    output.result({"settings": rows, "troubles": _troubles(found)})
    return 0


def _get(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    standing = _known(wiring.settings_files().read(), arguments.name)
    output.line(_line(standing))
    output.line(f"    {standing.setting.does.vi}.")
    if lock_words(standing):
        output.line(f"    {lock_words(standing)}")
    output.result(_row(standing))
    return 0


def _set(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    return _change(wiring, output, arguments.name, read_switch(arguments.value))


def _unset(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    return _change(wiring, output, arguments.name, None)


def _change(wiring: Wiring, output: Output, name: str, raw: object | None) -> int:
    files = wiring.settings_files()
    before = files.read()
    _known(before, name)
    try:
        standing = _changed(wiring, before, name, raw).standings[name]
    except SettingsInvalid as error:
        output.line(f"! {name}: {flaw_words(declared()[name], error.flaw)}")
        raise
    output.line(f"✓ {_line(standing)}")
    if standing.setting.needs_start:
        output.line("    Có tác dụng từ lần mở trạm sau.")
    output.result(_row(standing))
    return 0


def _changed(wiring: Wiring, before: Resolved, name: str, raw: object | None) -> Resolved:
    """Change a setting; while there is no store yet there is no audit and no account either."""
    desk = SettingsDesk(wiring.settings_files(), before)
    if not (wiring.settings.data_dir / "store.db").exists():
        return desk.files.put(name, raw)
    with wiring.station() as station:
        view = desk.reset(station, name) if raw is None else desk.change(station, name, raw)
        return view.resolved


def _check(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    files = wiring.settings_files()
    found = files.read()
    places = (("Tệp của quản trị", files.machine_file), ("Tệp của trạm", files.station_file))
    for title, file in places:
        if file is not None:
            output.line(f"{title}: {file}{'' if file.is_file() else ' (không có)'}")
    _tell_troubles(found, output)
    if not found.troubles:
        output.line("✓ Cài đặt đều đọc được.")
    output.result({"good": not found.troubles, "troubles": _troubles(found)})
    return 1 if found.troubles else 0


def _known(found: Resolved, name: str) -> Standing:
    if name not in found.standings:
        raise SettingsInvalid(f"{name}: no such setting", name, Flaw.UNKNOWN)
    return found.standings[name]


def _line(standing: Standing) -> str:
    setting = standing.setting
    shown = value_words(setting, standing.value)
    return f"{setting.name} = {shown}  ({setting.label.vi}; {whence_words(standing)})"


def _tell_troubles(found: Resolved, output: Output) -> None:
    for trouble in found.troubles:
        output.line(f"! {trouble_words(trouble)}")


def _troubles(found: Resolved) -> list[Json]:
    return [
        {
            "scope": str(trouble.scope),
            "name": trouble.name,
            "flaw": str(trouble.flaw),
            "last_good_copy": trouble.from_copy,
            "message": trouble_words(trouble),
        }
        for trouble in found.troubles
    ]


def _row(standing: Standing) -> Json:
    setting = standing.setting
    default = None if setting.name == "data_dir" else setting.default
    return {
        "name": setting.name,
        "value": standing.value,
        "default": default,
        "scope": str(standing.scope),
        "locked": standing.is_locked,
        "administrators": setting.is_admins,
        "needs_start": setting.needs_start,
        "group": str(setting.group),
        "label": setting.label.vi,
        "description": setting.does.vi,
    }


SETTINGS_COMMANDS: dict[str, Command] = {
    "settings": _list,
    "settings list": _list,
    "settings get": _get,
    "settings set": _set,
    "settings unset": _unset,
    "settings check": _check,
}
