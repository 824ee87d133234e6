"""The command that takes in what machines on the network scan into a folder."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from types import FrameType
from typing import Any

from app.domain.ids import DossierId
from app.errors import StationError, WrongUse
from app.jobs import CancelToken
from app.scanning.folder import safe_name
from app.scanning.watch_errors import WatchFolderGone
from app.scanning.watch_events import FolderWaker
from app.services.watch_folder import (
    Taken,
    Waiting,
    WatchHooks,
    clear_done,
    free_abandoned,
    watch,
)
from app.services.watch_places import IntoSeparated, Place, into_dossier, into_new_dossiers
from app.wiring import Arguments, Command, Json, Output, Wiring


def add_watch_command(commands: Any) -> list[Any]:  # Any: see app.cli.Subparsers
    """The grammar of `sohoa watch`."""
    parser = commands.add_parser("watch", help="nhận tệp máy photocopy quét vào một thư mục")
    parser.add_argument("folder", nargs="?", default="", metavar="DIR")
    parser.add_argument(
        "--into",
        default="",
        metavar="NƠI",
        help="new: mỗi tệp một hồ sơ mới; separators: tách theo tờ bìa, tờ ngăn; ask: chỉ xem; "
        "hoặc mã của hồ sơ đang mở",
    )
    parser.add_argument("--once", action="store_true", help="nhận những gì đang có rồi dừng")
    parser.add_argument(
        "--free-abandoned",
        action="store_true",
        help="trả lại thư mục các tệp mà một trạm đã im lặng hơn một ngày còn giữ",
    )
    return [parser]


def _watch(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    if not arguments.folder and not wiring.settings.watch_dir:
        raise WrongUse("no folder was named, and the setting watch_dir is empty")
    place = _place(arguments.into or wiring.settings.watch_into)
    voice = _Voice(wiring, output)
    token = CancelToken()
    with wiring.station() as station, ExitStack() as stack:
        folder = wiring.watch_folder(arguments.folder)
        waker = stack.enter_context(FolderWaker(folder.folder))
        stack.enter_context(_stopped_by(token))
        with suppress(WatchFolderGone):
            clear_done(station, folder, wiring.settings.watch_done_days)
            if arguments.free_abandoned:
                voice.freed(free_abandoned(station, folder))

        def wait(seconds: float) -> None:
            if arguments.once and voice.is_quiet:
                token.cancel()
            else:
                waker.wait(seconds)

        hooks = WatchHooks(wait, voice.waits, voice.took, voice.stumbled)
        watch(station, folder, place, hooks, token)
    output.result(voice.told)
    return 1 if voice.told["failures"] else 0


def _place(into: str) -> Place | None:
    match into:
        case "new":
            return into_new_dossiers()
        case "separators":
            return IntoSeparated()
        case "ask":
            return None
        case _:
            return into_dossier(DossierId(into))


class _Voice:
    """Says what happens, and keeps it for the report."""

    def __init__(self, wiring: Wiring, output: Output) -> None:
        self._wiring = wiring
        self._output = output
        self._waiting: Waiting | None = None
        self._abandoned: tuple[str, ...] = ()
        self.told: Json = {
            "taken": [],
            "failures": [],
            "waiting": [],
            "troubles": [],
            "abandoned": [],
            "freed": [],
        }

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is on its way any more, or the folder is not there."""
        return self._waiting is None or not self._waiting.settling

    def waits(self, waiting: Waiting) -> None:
        """So much lies there."""
        self._waiting = waiting
        if waiting.count:
            self._output.line(f"{waiting.count} tệp từ máy photocopy")
        for name, error in waiting.troubles:
            self._output.line(f"! {name}: {self._wiring.say(error)} [{error.code}]")
        if waiting.abandoned and waiting.abandoned != self._abandoned:
            self._output.line(
                f"! {len(waiting.abandoned)} tệp do một trạm đã im lặng hơn một ngày còn giữ. Hãy "
                "xem trạm đó đã lưu các trang chưa, rồi chạy lại với --free-abandoned để nhận."
            )
        self._abandoned = waiting.abandoned
        self.told["abandoned"] = [safe_name(name) for name in waiting.abandoned]
        self.told["waiting"] = [*waiting.left_over, *waiting.ready]
        self.told["troubles"] = [
            {"source": name, "code": error.code} for name, error in waiting.troubles
        ]

    def freed(self, names: list[str]) -> None:
        """These files lie in the folder again."""
        self._output.line(f"Đã trả lại {len(names)} tệp.")
        self.told["freed"] = names

    def took(self, taken: Taken) -> None:
        """This came of a file."""
        if taken.error is not None:
            said = self._wiring.say(taken.error)
            self._output.line(f"! {taken.name}: {said} [{taken.error.code}]")
            row = {"source": taken.name, "code": taken.error.code}
            self.told["failures"].append(row)
            return
        self._output.line(f"✓ {taken.name}: {len(taken.pages)} trang")
        homes = sorted({page.dossier_id for page in taken.pages})
        self.told["taken"].append(
            {"source": taken.name, "pages": len(taken.pages), "dossiers": homes}
        )

    def stumbled(self, error: StationError | None) -> None:
        """The folder is gone, or back."""
        if error is None:
            self._output.line("Thư mục đã trở lại.")
        else:
            self._waiting = None
            self._output.line(f"! {self._wiring.say(error)} [{error.code}]")


@contextmanager
def _stopped_by(token: CancelToken) -> Iterator[None]:
    """Ctrl+C and an end asked by the system stop between two files."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        token.cancel()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


WATCH_COMMANDS: dict[str, Command] = {"watch": _watch}
