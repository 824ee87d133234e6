"""What each command does, over the services; words and numbers for people and programs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from app.batch_commands import BATCH_COMMANDS
from app.catalog_commands import CATALOG_COMMANDS
from app.cluster_commands import CLUSTER_COMMANDS
from app.conformance_commands import CONFORMANCE_COMMANDS
from app.extend_commands import EXTEND_COMMANDS
from app.feeding_commands import FEEDING_COMMANDS
from app.figure_commands import FIGURE_COMMANDS
from app.jobs import Progress
from app.licence_commands import LICENCE_COMMANDS
from app.login_commands import LOGIN_COMMANDS
from app.officer_commands import OFFICER_COMMANDS
from app.outbox_commands import OUTBOX_COMMANDS
from app.page_commands import PAGE_COMMANDS
from app.provision_commands import PROVISION_COMMANDS
from app.reuse_commands import REUSE_COMMANDS
from app.scanner_commands import SCANNER_COMMANDS
from app.separation_commands import SEPARATION_COMMANDS
from app.services.digitize import DigitizeResult, digitize, write_whole
from app.services.report import digitize_report
from app.settings_commands import SETTINGS_COMMANDS
from app.signing_commands import SIGNING_COMMANDS
from app.slip_commands import SLIP_COMMANDS
from app.store_commands import STORE_COMMANDS
from app.trust_commands import TRUST_COMMANDS
from app.update_commands import UPDATE_COMMANDS
from app.upkeep_commands import UPKEEP_COMMANDS
from app.watch_commands import WATCH_COMMANDS
from app.wiring import Arguments, Command, Output, Wiring, time_left


def _demo(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    output.result(wiring.demo(arguments.keep or "", output.line))
    return 0


def _doctor(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    checks = wiring.check_machine()
    for check in checks:
        mark = "✓" if check.good else ("!" if check.required else "?")
        output.line(f"{mark} {check.title}: {check.state}")
        if not check.good and check.remedy:
            output.line(f"    → {check.remedy}")
    output.result({"checks": [check.to_json() for check in checks]})
    return 0 if all(check.good or not check.required for check in checks) else 1


def _devices(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    found = wiring.scanner().devices()
    for device in found:
        output.line(f"{device.id}\t{device.label}")
    if not found:
        output.line("Không tìm thấy máy quét. Kiểm tra nguồn, cáp rồi chạy: sohoa doctor")
    output.result({"devices": [{"id": d.id, "label": d.label} for d in found]})
    return 0


def _digitize(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    target = Path(arguments.output)
    voice = _ProgressVoice(output, time.monotonic)
    with wiring.workshop(arguments.jobs) as workshop:
        if arguments.procedure:
            workshop.catalog.procedure(arguments.procedure)
        result = digitize(
            workshop,
            [Path(path) for path in arguments.paths],
            target,
            on_progress=voice.tell,
        )
    report = digitize_report(result)
    text = json.dumps(report, ensure_ascii=False, indent=2)
    write_whole(target / "report.json", text.encode("utf-8"))
    _tell_digitized(result, wiring, output)
    output.result(report)
    return 1 if result.failures else 0


_SILENCE_S = 10.0
"""Longest time without a word while a long file is read."""


class _ProgressVoice:
    """Names each file when its turn comes, and tells now and then how long it will take."""

    def __init__(self, output: Output, ticks: Callable[[], float]) -> None:
        self._output = output
        self._ticks = ticks
        self._named = 0
        self._spoke = 0.0

    def tell(self, progress: Progress) -> None:
        """Say how far the work has come, unless that was said just now."""
        number, now = progress.done + 1, self._ticks()
        if not progress.what or (number <= self._named and now - self._spoke < _SILENCE_S):
            return
        self._named, self._spoke = number, now
        left = progress.seconds_left
        rest = "" if left is None else f" (còn {time_left(left)})"
        self._output.line(f"[{number}/{progress.total}] {progress.what}{rest}")


def _tell_digitized(result: DigitizeResult, wiring: Wiring, output: Output) -> None:
    for document in result.documents:
        title = document.paper.title if document.paper else "chưa rõ loại giấy tờ"
        output.line(f"✓ {document.pdf}: {len(document.pages)} trang, {title}")
    for failure in result.failures:
        output.line(f"! {failure.source}: {wiring.say(failure.error)} [{failure.error.code}]")


def _receiver(arguments: Arguments, wiring: Wiring, _output: Output) -> int:
    wiring.serve_receiver(arguments.receiver_data, arguments.port)
    return 0


COMMANDS: dict[str, Command] = {
    **STORE_COMMANDS,
    **OUTBOX_COMMANDS,
    **FEEDING_COMMANDS,
    **PAGE_COMMANDS,
    **CATALOG_COMMANDS,
    **BATCH_COMMANDS,
    **CLUSTER_COMMANDS,
    **CONFORMANCE_COMMANDS,
    **FIGURE_COMMANDS,
    **LICENCE_COMMANDS,
    **LOGIN_COMMANDS,
    **OFFICER_COMMANDS,
    **PROVISION_COMMANDS,
    **REUSE_COMMANDS,
    **SCANNER_COMMANDS,
    **SETTINGS_COMMANDS,
    **SIGNING_COMMANDS,
    **SEPARATION_COMMANDS,
    **SLIP_COMMANDS,
    **TRUST_COMMANDS,
    **UPDATE_COMMANDS,
    **UPKEEP_COMMANDS,
    **EXTEND_COMMANDS,
    **WATCH_COMMANDS,
    "demo": _demo,
    "doctor": _doctor,
    "devices": _devices,
    "digitize": _digitize,
    "receiver": _receiver,
}
