"""The command that digitizes folders of scans, on this machine or on a cluster."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from app.cluster_base import KnowsCluster
from app.domain.ids import DossierId
from app.errors import JobCancelled, StationError
from app.jobs import CancelToken, Progress
from app.key_prompts import KEY_KINDS, WaitVoice, ask_pin, code_asker, key_name
from app.services.batch import BatchHooks, BatchResult, TakenFile, run_batch
from app.services.batch_delivery import queue_signed, sign_built
from app.services.batch_ledger import Ledger
from app.services.batch_report import (
    REPORT_HEAD,
    csv_bytes,
    report_rows,
    write_finished,
)
from app.services.batch_sample import SAMPLE_HEAD, draw_sample, draw_sheet, sample_rows
from app.services.batch_sources import InsideFolder, NeedsKey, SampleNowhere, find_stacks
from app.services.deliver import send_due
from app.services.digitize import write_whole
from app.services.report import failure_json
from app.services.sign import Key
from app.services.signing_line import LineRules
from app.services.station import Station
from app.wiring import Arguments, Command, Output, Wiring, time_left

_BAR = 24
_SILENCE_S = 10.0
_REDRAWN_S = 0.5
_LEVELS = ["b-b", "b-t", "b-lt", "b-lta"]


def add_batch_command(commands: Any) -> list[Any]:  # Any: see app.cli.Subparsers
    """The grammar of `sohoa batch`."""
    parser = commands.add_parser(
        "batch",
        help="số hóa cả thư mục: tách hồ sơ, đọc, dựng PDF/A, ký, gửi; chạy lại thì làm tiếp",
    )
    parser.add_argument("folder", metavar="DIR", help="mỗi thư mục con có tệp là một chồng giấy")
    parser.add_argument(
        "--cluster", metavar="tls://MÁY:CỔNG", default="", help="máy điều phối của cụm máy đọc"
    )
    parser.add_argument("--sign", action="store_true", help="ký các hồ sơ đã dựng, hỏi PIN một lần")
    parser.add_argument("--key", type=key_name, default="", help=KEY_KINDS)
    parser.add_argument("--pin-file", metavar="FILE", help="tệp chứa PIN/mật khẩu")
    parser.add_argument("--level", choices=_LEVELS, default="")
    parser.add_argument(
        "--send", action="store_true", help="xếp hàng các hồ sơ đã ký và gửi những gì đến hạn"
    )
    parser.add_argument(
        "--out", metavar="DIR", default="", help="chép PDF/A và siêu dữ liệu (CV 7197) ra thư mục"
    )
    parser.add_argument(
        "--report", metavar="FILE.csv", default="", help="bảng: mỗi tệp nguồn một dòng"
    )
    parser.add_argument(
        "--sample", metavar="N", type=int, default=0, help="rút N trang làm phiếu kiểm tra bằng mắt"
    )
    parser.add_argument(
        "--seed", metavar="SỐ", type=int, default=1, help="để rút lại đúng các trang đó"
    )
    return [parser]


def _batch(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    root = Path(arguments.folder)
    source = arguments.key or wiring.settings.key
    _sensible(arguments, source)
    found = find_stacks(root)
    output.line(f"{len(found.stacks)} thư mục, {found.file_count} tệp.")
    for place, refusal in found.refused:
        output.line(f"! {place}: {wiring.say(refusal)} [{refusal.code}]")
    token = CancelToken()
    with wiring.station() as station, _stopped_by(token):
        voice = _Voice(wiring, output, station)
        ledger = Ledger(wiring.settings.data_dir / "batches.jsonl")
        hooks = BatchHooks(voice.progress, voice.file, voice.held)
        result = run_batch(station, found, ledger, hooks=hooks, cancel=token)
        voice.end_bar()
        sent = 0
        if result.stopped_by is None:
            sent = _deliver(station, result, arguments, source, output)
        failed = _leave(station, result, arguments, wiring, output)
        code = _told(station, result, wiring, output, sent)
    return code or int(failed or bool(found.refused))


def _sensible(arguments: Arguments, source: str) -> None:
    """Refuse what would be found out only after hours of reading.

    Raises:
        WrongUse: See above.
    """
    if arguments.sign and not source:
        raise NeedsKey("use --key or the setting `key`")
    if arguments.sample < 0 or (arguments.sample and not (arguments.out or arguments.report)):
        raise SampleNowhere("--sample needs --out or --report to lie beside")
    root, out = Path(arguments.folder).resolve(), Path(arguments.out or "/").resolve()
    if arguments.out and (out == root or root in out.parents):
        raise InsideFolder("--out")
    report = Path(arguments.report or "/").resolve()
    if arguments.report and root in report.parents:
        raise InsideFolder("--report")


def _deliver(
    station: Station, result: BatchResult, arguments: Arguments, source: str, output: Output
) -> int:
    """Sign and send as far as asked; gives how many dossiers went to the outbox."""
    if arguments.sign:
        key = Key(source, ask_pin(station.keys, source, output, arguments.pin_file))
        rules = LineRules(
            station.reading.pages_at_once, on_wait=WaitVoice().tell, ask_code=code_asker(output)
        )
        try:
            held = sign_built(station, result.dossiers, key, level=arguments.level, rules=rules)
        except StationError as error:
            result.stopped_by = error
            return 0
        result.held |= held
    if not arguments.send:
        return 0
    queued, waiting = queue_signed(station, result.dossiers)
    result.held |= waiting
    send_due(station)
    return queued


def _leave(
    station: Station, result: BatchResult, arguments: Arguments, wiring: Wiring, output: Output
) -> bool:
    """Write what was asked for; gives whether something could not be written."""
    try:
        if arguments.out:
            written = write_finished(station, result.dossiers, Path(arguments.out))
            output.line(
                f"{arguments.out}: {written.files} tệp PDF/A, {written.new} tệp mới ghi lần này."
            )
        if arguments.report:
            rows = report_rows(station, result, wiring.say)
            write_whole(Path(arguments.report), csv_bytes(REPORT_HEAD, rows))
            output.line(f"Bảng kết quả: {arguments.report}")
        if arguments.sample:
            _leave_sample(station, result, arguments, output)
    except StationError as error:
        output.failed(error)
        return True
    return False


def _leave_sample(
    station: Station, result: BatchResult, arguments: Arguments, output: Output
) -> None:
    folder = Path(arguments.out) if arguments.out else Path(arguments.report).parent
    rows = sample_rows(draw_sample(station, result, arguments.sample, arguments.seed))
    title = f"Phiếu kiểm tra chất lượng số hóa: {len(rows)} trang, số rút {arguments.seed}"
    sheet = station.cpu.submit(draw_sheet, tuple(rows), title).result()
    write_whole(folder / "phieu-kiem-tra.csv", csv_bytes(SAMPLE_HEAD, rows))
    write_whole(folder / "phieu-kiem-tra.pdf", sheet)
    output.line(f"Phiếu kiểm tra: {folder / 'phieu-kiem-tra.pdf'}, {len(rows)} trang")


def _told(station: Station, result: BatchResult, wiring: Wiring, output: Output, sent: int) -> int:
    """Say what came of everything; gives the exit code."""
    new = sum(taken.is_new for taken in result.files)
    failures = [taken for taken in result.files if taken.error is not None]
    known = len(result.files) - new - len(failures)
    output.line(
        f"{new} tệp mới, {known} tệp đã nhận từ trước, {len(failures)} tệp không nhận được; "
        f"{result.read} trang vừa đọc, {len(result.dossiers)} hồ sơ."
    )
    if result.held:
        output.line(f"{len(result.held)} hồ sơ chờ người kiểm tra trong cửa sổ làm việc.")
    if sent:
        output.line(f"{sent} hồ sơ đã xếp hàng gửi.")
    stopped = result.stopped_by
    if isinstance(stopped, JobCancelled):
        output.line("Đã dừng theo yêu cầu. Không mất gì; chạy lại lệnh này để làm tiếp.")
    elif stopped is not None:
        output.line(f"! {wiring.say(stopped)} [{stopped.code}]")
        output.line(
            "Những gì đã xong vẫn còn nguyên; xử lý xong thì chạy lại lệnh này để làm tiếp."
        )
    cluster = station.cpu.state() if isinstance(station.cpu, KnowsCluster) else None
    output.result(
        {
            "new": new,
            "known": known,
            "read": result.read,
            "dossiers": list(result.dossiers),
            "held": {home: error.code for home, error in result.held.items()},
            "queued": sent,
            "stopped": stopped.code if stopped else "",
            "at_home": cluster.at_home if cluster else 0,
            "failures": [
                {"folder": taken.stack, **failure_json(taken.name, taken.error)}
                for taken in failures
                if taken.error is not None
            ],
        }
    )
    return 1 if failures or result.held or stopped else 0


class _Voice:
    """Says how far a batch is: a bar on a terminal, a line now and then elsewhere."""

    def __init__(
        self,
        wiring: Wiring,
        output: Output,
        station: Station,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wiring = wiring
        self._output = output
        self._cluster = station.cpu if isinstance(station.cpu, KnowsCluster) else None
        self._ticks = ticks
        self._spoke = ticks() - _SILENCE_S
        self._drawn = 0
        self._trouble = ""
        self._terminal = sys.stderr if sys.stderr.isatty() else None

    def progress(self, progress: Progress, each: float | None) -> None:
        """So many pages are read."""
        self._tell_cluster()
        now = self._ticks()
        pause = _REDRAWN_S if self._terminal else _SILENCE_S
        if now - self._spoke < pause or not progress.total:
            return
        self._spoke = now
        text = progress_line(progress, each)
        if self._terminal is None:
            self._output.line(text)
            return
        self._terminal.write("\r" + text.ljust(self._drawn))
        self._terminal.flush()
        self._drawn = len(text)

    def end_bar(self) -> None:
        """What is said next stands on a line of its own."""
        if self._terminal is not None and self._drawn:
            self._terminal.write("\r" + " " * self._drawn + "\r")
            self._terminal.flush()
            self._drawn = 0

    def file(self, taken: TakenFile) -> None:
        """This came of a file."""
        if taken.error is not None:
            said = self._wiring.say(taken.error)
            self._say(f"! {taken.stack}/{taken.name}: {said} [{taken.error.code}]")

    def held(self, dossier_id: DossierId, error: StationError) -> None:
        """A dossier needs a person."""
        self._say(f"? {dossier_id}: {self._wiring.say(error)} [{error.code}]")

    def _tell_cluster(self) -> None:
        """Say once that work goes on here, and once that the cluster is back."""
        if self._cluster is None:
            return
        state = self._cluster.state()
        code = state.trouble.code if state.trouble else ""
        if code == self._trouble:
            return
        self._trouble = code
        if state.trouble is not None:
            self._say(f"! {self._wiring.say(state.trouble)} [{code}]")
        else:
            self._say(f"Cụm máy đã trở lại: {state.workers} máy, {state.cores} trang cùng lúc.")

    def _say(self, text: str) -> None:
        self.end_bar()
        self._output.line(text)


def progress_line(progress: Progress, each: float | None) -> str:
    """A bar with counts, rate and remaining time, as far as they are known."""
    done, total = progress.done, max(progress.total, progress.done, 1)
    filled = round(_BAR * done / total)
    parts = [f"[{'#' * filled}{'.' * (_BAR - filled)}] {done}/{total} trang"]
    if each:
        rate = 1 / each
        shown = f"{rate:.1f} trang/giây" if rate >= 1 else f"{60 * rate:.1f} trang/phút"
        parts.append(shown.replace(".", ","))
    if progress.seconds_left is not None and done < total:
        parts.append(f"còn {time_left(progress.seconds_left)}")
    return " · ".join(parts)


@contextmanager
def _stopped_by(token: CancelToken) -> Iterator[None]:
    """Ctrl+C and an end asked by the system stop between two steps; a second one at once."""

    def stop(number: int, _frame: FrameType | None) -> None:
        if token.cancelled:
            signal.signal(number, signal.SIG_DFL)
        token.cancel()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


BATCH_COMMANDS: dict[str, Command] = {"batch": _batch}
"""The command on folders of scans."""
