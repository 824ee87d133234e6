"""Commands that keep the store: recovery keys, purge, second copy, place of the station's key."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.domain.ids import DossierId
from app.errors import WrongUse
from app.services import copies, purge, recovery_keys
from app.services.digitize import write_whole
from app.services.recovery_files import (
    make_key_pair,
    open_key_file,
    open_paper_key,
    open_passphrase_key,
    public_key,
    set_passphrase,
)
from app.services.salvage import salvage
from app.services.station import Station
from app.store.upkeep_base import Upkeep
from app.store.wrapping import RecoveryKey
from app.wiring import Arguments, Command, Output, Wiring, progress_text

OBSTACLES = {
    purge.Obstacle.NONE: "đến hạn xóa",
    purge.Obstacle.RETENTION: "còn trong hạn lưu",
    purge.Obstacle.PAUSE: "đã đánh dấu, còn hoàn tác được",
    purge.Obstacle.HELD: "được giữ lại",
    purge.Obstacle.TIME_OWED: "chữ ký còn thiếu dấu thời gian",
    purge.Obstacle.SIGNING: "đang ký",
    purge.Obstacle.SENDING: "đang gửi",
    purge.Obstacle.CLOCK: "đồng hồ máy có thể sai; xem lại rồi dùng --clock-checked",
    purge.Obstacle.MISMATCH: "kho có sai lệch; chạy: sohoa store verify",
    purge.Obstacle.UNCONFIRMED: "hệ thống tiếp nhận chưa xác nhận lại",
}


def add_upkeep_commands(commands: Any, store: Any) -> list[Any]:  # Any: see app.cli.Subparsers
    """The grammar of `sohoa purge` and of what `sohoa store` does beside checking."""
    key = store.add_parser("recovery-key", help="khóa khôi phục: xem, tạo, đặt, bỏ")
    choice = key.add_mutually_exclusive_group()
    choice.add_argument("--new", metavar="FILE", default="", help="tạo cặp khóa cho tỉnh")
    choice.add_argument("--set", metavar="PUB", default="", help="dùng khóa công khai của tỉnh")
    choice.add_argument("--passphrase", action="store_true", help="dùng cụm mật khẩu của trạm")
    choice.add_argument("--drop", choices=["province", "passphrase"], default="")
    key.add_argument("--paper", metavar="FILE", default="", help="bản in giấy của khóa riêng")
    recover = store.add_parser("recover", help="đọc ổ đĩa của một trạm hỏng bằng khóa khôi phục")
    recover.add_argument("--disk", metavar="DIR", required=True, help="thư mục dữ liệu cũ")
    recover.add_argument("--to", metavar="DIR", required=True, help="nơi ghi kết quả")
    recover.add_argument("--as-store", action="store_true", help="dựng lại kho làm việc")
    source = recover.add_mutually_exclusive_group(required=True)
    source.add_argument("--key", metavar="FILE", default="", help="khóa riêng của tỉnh")
    source.add_argument("--paper", metavar="FILE", default="", help="khóa gõ lại từ bản giấy")
    source.add_argument("--passphrase", action="store_true", help="cụm mật khẩu của trạm")
    for action in (key, recover):
        action.add_argument("--pin-file", metavar="FILE", help="tệp chứa cụm mật khẩu")
    place = store.add_parser("key-place", help="nơi giữ khóa của trạm")
    place.add_argument("place", nargs="?", choices=["file", "keyring"])
    copy = store.add_parser("second-copy", help="bản sao thứ hai của hồ sơ trên ổ đĩa khác")
    first = copy.add_mutually_exclusive_group()
    first.add_argument("--start", action="store_true", help="bắt đầu dùng thư mục đã cài đặt")
    first.add_argument("--mend", action="store_true", help="đọc lại hết, sao lại mục hỏng, mất")
    return [key, recover, place, copy, *_add_purge(commands)]


def _add_purge(commands: Any) -> list[Any]:  # Any: see app.cli.Subparsers
    parser = commands.add_parser("purge", help="xóa hồ sơ đã có biên nhận và hết hạn lưu")
    actions = parser.add_subparsers(dest="action", metavar="VIỆC", required=True)
    plan = actions.add_parser("plan", help="xem sẽ xóa gì, không xóa")
    run = actions.add_parser("run", help="đánh dấu hồ sơ đến hạn, xóa hồ sơ đã đánh dấu")
    run.add_argument("--clock-checked", action="store_true", help="đã xem đồng hồ máy, đúng giờ")
    made = [plan, run, actions.add_parser("list", help="hồ sơ đã xóa và bằng chứng")]
    for name, text in (
        ("undo", "bỏ đánh dấu và giữ hồ sơ lại"),
        ("hold", "giữ một hồ sơ, không xóa"),
        ("release", "thôi giữ"),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("dossier", metavar="ID")
        made.append(action)
    return made


def upkeep_of(station: Station) -> Upkeep:
    """The upkeep of an open station.

    Raises:
        WrongUse: Its store has none.
    """
    if station.upkeep is None:
        raise WrongUse("this store has no upkeep")
    return station.upkeep


def _recovery_key(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    if arguments.new:
        return _new_pair(arguments, output)
    with wiring.station() as station:
        upkeep = upkeep_of(station)
        if arguments.set:
            recipient = public_key(Path(arguments.set))
            output.line(f"Dấu vân tay khóa: {recipient.fingerprint}; hãy đối chiếu với tỉnh.")
            recovery_keys.use(station, upkeep, recipient)
        elif arguments.passphrase:
            file = wiring.settings.data_dir / "keys" / "passphrase.json"
            secret = output.ask_secret("Cụm mật khẩu mới: ", arguments.pin_file)
            recovery_keys.use(station, upkeep, set_passphrase(file, secret, os.urandom))
        elif arguments.drop:
            recovery_keys.drop(station, upkeep, recovery_keys.kind_of(arguments.drop))
        recovery_keys.rewrap_all(
            station, upkeep, lambda told: output.line(f"bọc lại khóa {progress_text(told)}")
        )
        status = recovery_keys.status(upkeep)
    for each in status.recipients:
        output.line(f"{each.kind.value}: {each.fingerprint}")
    if not status.recipients:
        output.line("Chưa có khóa khôi phục: máy hỏng là mất hồ sơ chưa gửi.")
    output.result(
        {
            "recovery_keys": [
                {"kind": each.kind.value, "fingerprint": each.fingerprint}
                for each in status.recipients
            ],
            "lacking": status.lacking,
        }
    )
    return 0


def _new_pair(arguments: Arguments, output: Output) -> int:
    secret = output.ask_secret("Cụm mật khẩu của khóa: ", arguments.pin_file)
    pair = make_key_pair(secret, os.urandom)
    target = Path(arguments.new)
    if target.exists():
        raise WrongUse(f"{target.name} exists; a recovery key is never overwritten")
    write_whole(target, pair.private)
    target.chmod(0o600)
    public = target.with_name(f"{target.name}.pub")
    write_whole(public, pair.public)
    if arguments.paper:
        paper = Path(arguments.paper)
        write_whole(paper, pair.paper)
        paper.chmod(0o600)
    output.line(f"Dấu vân tay khóa: {pair.fingerprint}")
    output.line(f"Khóa riêng: {target} (cất nơi an toàn); khóa công khai: {public}")
    output.result({"fingerprint": pair.fingerprint, "public": str(public)})
    return 0


def _recover(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    target = Path(arguments.to)
    work = target / "work"
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    work.mkdir(mode=0o700, exist_ok=True)
    key = _private_key(arguments, output, work)
    try:
        return _recover_with(key, arguments, wiring, output)
    finally:
        # Wrong passphrases stay counted: only a right one comes this far.
        shutil.rmtree(work, ignore_errors=True)


def _recover_with(key: RecoveryKey, arguments: Arguments, wiring: Wiring, output: Output) -> int:
    target, disk = Path(arguments.to), Path(arguments.disk)
    if arguments.as_store:
        findings = wiring.rebuild(disk, key, target)
        output.line(f"Đã dựng kho trong {target}; mục không lấy lại được: {len(findings)}")
        output.result({"lost": [{"code": f.code, "object": f.object_id} for f in findings]})
        return 1 if findings else 0
    with wiring.disk(disk, key, target / "work") as source:
        report = salvage(source, target, lambda told: output.line(progress_text(told)))
    output.line(
        f"Đọc từ {report.origin}: {report.written} hồ sơ mới ghi, {report.already} đã có, "
        f"{report.purged} đã xóa trước đó, {len(report.lost)} mục không đọc được"
    )
    for each in report.lost:
        output.line(f"! {each.dossier_id} {each.what} [{each.code}]")
    output.result(
        {
            "origin": report.origin,
            "written": report.written,
            "already": report.already,
            "purged": report.purged,
            "lost": [[each.dossier_id, each.what, each.code] for each in report.lost],
            "troubles": list(report.troubles),
        }
    )
    return 1 if report.lost else 0


def _private_key(arguments: Arguments, output: Output, work: Path) -> RecoveryKey:
    if arguments.paper:
        return open_paper_key(Path(arguments.paper))
    secret = output.ask_secret("Cụm mật khẩu: ", arguments.pin_file)
    try:
        if arguments.passphrase:
            file = Path(arguments.disk) / "keys" / "passphrase.json"
            return open_passphrase_key(file, secret, work / "tries.json")
        return open_key_file(Path(arguments.key), secret, work / "tries.json")
    finally:
        secret[:] = bytes(len(secret))


def _key_place(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    place = wiring.key_place(arguments.place or "")
    output.line(f"Khóa của trạm nằm trong: {place}")
    output.result({"place": place})
    return 0


def _second_copy(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        upkeep = upkeep_of(station)
        if arguments.start:
            copies.start(station, upkeep)
        mended = copies.mend(station, upkeep) if arguments.mend else 0
        done = copies.bring_up_all(upkeep)
        state = copies.state(upkeep)
    where = "không cài đặt" if not state.wanted else "có mặt" if state.present else "vắng mặt"
    output.line(f"Bản sao thứ hai: {where}; chờ sao {state.waiting}, chờ xóa {state.to_erase}")
    if arguments.mend:
        output.line(f"Mục hỏng hoặc mất ở bản sao thứ hai, đã đưa vào sao lại: {mended}")
    if done.damaged:
        output.line(
            f"{done.damaged} mục có bản chính hỏng nên không sao được;"
            " xem từng mục bằng sohoa store verify."
        )
    output.result(
        {
            "wanted": state.wanted,
            "present": state.present,
            "waiting": state.waiting,
            "to_erase": state.to_erase,
            "mended": mended,
            "damaged": done.damaged,
        }
    )
    return 1 if done.damaged else 0


def policy_of(wiring: Wiring, *, clock_checked: bool = False) -> purge.PurgePolicy:
    """When dossiers go, by the settings."""
    settings = wiring.settings
    return purge.PurgePolicy(
        timedelta(days=settings.retention_days),
        timedelta(hours=settings.purge_pause_h),
        clock_checked,
        receipt_keys=wiring.receipt_keys,
    )


def _purge_plan(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        plans = purge.plan(station, upkeep_of(station), policy_of(wiring))
    _tell_plans(plans, output)
    return 0


def _tell_plans(plans: list[purge.PurgePlan], output: Output) -> None:
    for each in plans:
        said = OBSTACLES[each.obstacle]
        output.line(f"{each.row.dossier_id}  {each.row.code or '-':22}  {each.due_at}  {said}")
    output.result(
        {
            "dossiers": [
                {
                    "id": each.row.dossier_id,
                    "code": each.row.code,
                    "due_at": each.due_at,
                    "obstacle": each.obstacle.value,
                    "findings": [finding.code for finding in each.findings],
                }
                for each in plans
            ]
        }
    )


def _purge_run(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    policy = policy_of(wiring, clock_checked=arguments.clock_checked)
    with wiring.station() as station:
        done = purge.run(station, upkeep_of(station), policy)
    output.line(f"Đánh dấu {len(done.marked)} hồ sơ, xóa {len(done.purged)} hồ sơ.")
    for proof in done.purged:
        output.line(f"{proof.dossier_id}  sha256 {proof.digest}  khóa {proof.key_print}")
    _tell_plans(list(done.kept), output)
    bad = {purge.Obstacle.MISMATCH, purge.Obstacle.CLOCK}
    return 1 if any(each.obstacle in bad for each in done.kept) else 0


def _purge_list(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        gone = purge.purged(upkeep_of(station))
    for each in gone:
        output.line(f"{each.purged_at}  {each.code or each.dossier_id}  {each.receipt_number}")
    output.result(
        {
            "purged": [
                {
                    "id": each.dossier_id,
                    "code": each.code,
                    "receipt": each.receipt_number,
                    "at": each.purged_at,
                    "sha256": each.proof.digest,
                    "key": each.proof.key_print,
                    "blobs": len(each.proof.blobs),
                }
                for each in gone
            ]
        }
    )
    return 0


def _purge_undo(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        purge.undo(station, upkeep_of(station), DossierId(arguments.dossier))
    output.line("Đã bỏ đánh dấu; hồ sơ được giữ lại.")
    return 0


def _purge_hold(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        purge.hold(station, upkeep_of(station), DossierId(arguments.dossier))
    output.line("Hồ sơ được giữ lại.")
    return 0


def _purge_release(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        purge.release(station, upkeep_of(station), DossierId(arguments.dossier))
    output.line("Hồ sơ không còn được giữ.")
    return 0


UPKEEP_COMMANDS: dict[str, Command] = {
    "store recovery-key": _recovery_key,
    "store recover": _recover,
    "store key-place": _key_place,
    "store second-copy": _second_copy,
    "purge plan": _purge_plan,
    "purge run": _purge_run,
    "purge list": _purge_list,
    "purge undo": _purge_undo,
    "purge hold": _purge_hold,
    "purge release": _purge_release,
}
