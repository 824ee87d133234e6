"""Commands on updates that come on a stick or from a mirror: nothing here needs a network."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app.domain.dossier import DossierState
from app.errors import WrongUse
from app.services.station import Station
from app.updates.base import UpdateBusy, UpdateUnreadable
from app.updates.bundle import open_bundle
from app.updates.check import Here, Proved, check, this_platform
from app.updates.home import VERSIONS, ProgramHome, State
from app.wiring import Arguments, Command, Json, Output, Wiring

SWITCHED, BACK = "program.switched", "program.taken_back"
"""Acts of the audit."""

_IN_WORK = tuple(state for state in DossierState if state is not DossierState.SEALED)


def add_update_commands(commands: Any) -> list[Any]:  # Any: see app.cli.Subparsers
    """The grammar of `sohoa update`."""
    parser = commands.add_parser("update", help="cập nhật không cần mạng: kiểm tra, đặt cạnh, đổi")
    actions = parser.add_subparsers(dest="action", metavar="VIỆC", required=True)
    made = []
    for name, text in (
        ("check", "bản cập nhật có đúng chữ ký, còn hạn, mới hơn không"),
        ("stage", "kiểm tra rồi đặt cạnh bản đang dùng; chưa đổi gì"),
        ("adopt", "nhận bản đã cài bằng tay là bản đang dùng"),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("bundle", metavar="BẢN", help="thư mục hoặc tệp .zip")
        made.append(action)
    trust = actions.add_parser("trust", help="tin các khóa ký cập nhật (một lần, lúc cài đặt)")
    trust.add_argument("keys", metavar="TỆP")
    switch = actions.add_parser("switch", help="dùng bản đã đặt cạnh; trạm phải đang đóng")
    switch.add_argument("--with-open", action="store_true", help="cả khi còn hồ sơ đang làm dở")
    back = actions.add_parser("back", help="quay lại bản trước (quản trị)")
    status = actions.add_parser("status", help="bản đang dùng, bản chờ, bản trước")
    made += [trust, switch, back, status]
    for action in made:
        action.add_argument("--home", metavar="DIR", default="", help="thư mục chứa các bản")
    return made


def _check(arguments: Arguments, _wiring: Wiring, output: Output) -> int:
    with _proved(arguments) as (_home, _bundle, found):
        _tell(found, output)
        output.result(_row(found))
    return 0


def _stage(arguments: Arguments, _wiring: Wiring, output: Output) -> int:
    with _proved(arguments) as (home, bundle, found):
        _tell(found, output)
        name = home.stage(bundle, found)
    output.line(f"Đã đặt cạnh bản đang dùng: {name}. Đổi khi đóng trạm: sohoa update switch")
    output.result({**_row(found), "staged": name})
    return 0


def _adopt(arguments: Arguments, _wiring: Wiring, output: Output) -> int:
    with _proved(arguments) as (home, _bundle, found):
        _tell(found, output)
        state = home.adopt(found)
    _tell_state(state, home, output)
    return 0


def _trust(arguments: Arguments, _wiring: Wiring, output: Output) -> int:
    try:
        with Path(arguments.keys).open("rb") as stream:
            data = stream.read(2**16)
    except OSError as error:
        raise UpdateUnreadable(type(error).__name__) from error
    keys = _home(arguments).trust(data)
    output.line(f"✓ Cần {keys.threshold} trong {len(keys.keys)} khóa:")
    for fingerprint in keys.fingerprints:
        output.line(f"    {fingerprint}")
    output.line("Hãy so các dấu vân tay này với thông báo của nơi phát hành.")
    output.result({"threshold": keys.threshold, "keys": list(keys.fingerprints)})
    return 0


def _switch(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    home = _home(arguments)
    if not home.state().staged:
        return _tell_state(home.settle(), home, output)
    with _closed_station(wiring) as station:
        _refuse_open_dossiers(station, anyway=arguments.with_open)
        state = home.switch()
        _note(station, SWITCHED, state.current)
    output.line("✓ Lần mở kế tiếp dùng bản mới.")
    return _tell_state(state, home, output)


def _back(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    home = _home(arguments)
    with _closed_station(wiring) as station:
        state = home.back()
        _note(station, BACK, state.current)
    output.line("✓ Lần mở kế tiếp dùng bản trước.")
    output.line("Bản trước không ghi được cơ sở dữ liệu đã nâng: xem sohoa store restore.")
    return _tell_state(state, home, output)


def _status(arguments: Arguments, _wiring: Wiring, output: Output) -> int:
    home = _home(arguments)
    return _tell_state(home.state(), home, output)


@contextmanager
def _proved(arguments: Arguments) -> Iterator[tuple[ProgramHome, Any, Proved]]:  # Any: Bundle
    home = _home(arguments)
    with open_bundle(Path(arguments.bundle)) as bundle:
        state = home.state()
        here = Here(this_platform(), _version_of(state), datetime.now(UTC))
        yield home, bundle, check(bundle, home.keys(), state.accepted, here)


def _home(arguments: Arguments) -> ProgramHome:
    if arguments.home:
        return ProgramHome(Path(arguments.home))
    program = Path(sys.executable).resolve()
    if len(program.parents) > 2 and program.parents[1].name == VERSIONS:
        return ProgramHome(program.parents[2])
    raise WrongUse("this program was not laid down by updates; name the folder with --home")


def _version_of(state: State) -> str:
    """The version over which an update is laid."""
    return state.current.partition("-")[2] or version("tram-so-hoa")


@contextmanager
def _closed_station(wiring: Wiring) -> Iterator[Station | None]:
    """The station held by us, so that no window has it; None where there is none yet."""
    if not (wiring.settings.data_dir / "store.db").exists():
        yield None
        return
    with wiring.station() as station:
        yield station


def _refuse_open_dossiers(station: Station | None, *, anyway: bool) -> None:
    if station is None or anyway:
        return
    in_work = sum(len(station.store.dossiers_in(state)) for state in _IN_WORK)
    if in_work:
        raise UpdateBusy(f"{in_work} dossiers are open")


def _note(station: Station | None, action: str, name: str) -> None:
    if station is not None:
        station.store.record(station.act(action, "program", note=name))


def _tell(found: Proved, output: Output) -> None:
    manifest = found.manifest
    output.line(f"✓ Phiên bản {manifest.version}, số thứ tự {manifest.sequence}")
    output.line(
        f"    làm {manifest.made_at:%d/%m/%Y}, dùng được đến {manifest.expires_at:%d/%m/%Y}, "
        f"{len(manifest.files)} tệp, {manifest.whole_bytes / 1e6:.0f} MB"
    )
    output.line(f"    {len(found.signed_by)} chữ ký đúng; SHA-256 {found.sha256}")
    if manifest.notes:
        output.line(f"    {manifest.notes}")
    if manifest.keys is not None:
        output.line("    Bản này đổi khóa ký cập nhật.")


def _row(found: Proved) -> Json:
    manifest = found.manifest
    return {
        "version": manifest.version,
        "sequence": manifest.sequence,
        "made_at": manifest.made_at.isoformat(),
        "expires_at": manifest.expires_at.isoformat(),
        "files": len(manifest.files),
        "bytes": manifest.whole_bytes,
        "sha256": found.sha256,
        "signed_by": list(found.signed_by),
        "changes_keys": manifest.keys is not None,
    }


def _tell_state(state: State, home: ProgramHome, output: Output) -> int:
    for words, name in (
        ("Đang dùng", state.current),
        ("Đã đặt cạnh, chờ đổi", state.staged),
        ("Bản trước", state.previous),
    ):
        output.line(f"{words}: {name or 'không có'}")
    output.result(
        {
            "home": str(home.folder),
            "current": state.current,
            "staged": state.staged,
            "previous": state.previous,
            "sequence": state.accepted.sequence,
        }
    )
    return 0


UPDATE_COMMANDS: dict[str, Command] = {
    "update check": _check,
    "update stage": _stage,
    "update adopt": _adopt,
    "update trust": _trust,
    "update switch": _switch,
    "update back": _back,
    "update status": _status,
}
