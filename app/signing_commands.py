"""Commands that sign and check: loose files, and electronic results."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.signing import DONE, ItemState, Signer, SignerRole, SigningPlan, StampKind
from app.errors import StationError, WrongUse
from app.jobs import Progress
from app.key_prompts import WaitVoice, ask_pin, code_asker
from app.services import result_fetch, results, sign
from app.services.deliver import send_due
from app.services.key_host import KeyHost
from app.services.owed_times import pay_due
from app.services.sign_batch import run_batch
from app.services.signing_desk import LooseOrder, sign_files, verify_files, verify_with_reports
from app.services.signing_line import LineRules
from app.services.station import SigningOptions
from app.wiring import Arguments, Command, Output, Wiring

Json = dict[str, Any]  # values of JSON are any of its types


def _sign(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    voice = _BatchVoice(time.monotonic)
    with wiring.signing_desk() as desk:
        pins = _pins(desk.keys, arguments.key, arguments.agency_key, arguments, output)
        order = LooseOrder(
            paths=[Path(file) for file in arguments.files],
            folder=Path(arguments.output) if arguments.output else None,
            plan=_loose_plan(arguments, desk.options),
            resume=arguments.resume,
        )
        results = sign_files(desk, order, pins, rules=_line_rules(desk.at_once, voice, output))
    for item in results:
        if isinstance(item.outcome, StationError):
            output.line(f"! {item.source}: {wiring.say(item.outcome)} [{item.outcome.code}]")
        else:
            waits = " (chờ dấu thời gian)" if item.outcome.owed else ""
            output.line(f"✓ {item.source} → {item.outcome.target}{waits}")
    output.result({"files": [item.to_json() for item in results]})
    return 1 if any(isinstance(item.outcome, StationError) for item in results) else 0


def _pins(
    keys: KeyHost, person: str, agency: str, arguments: Arguments, output: Output
) -> list[bytearray]:
    """What opens the keys: the person's, then the agency's where it signs too."""
    pins = [ask_pin(keys, person, output, arguments.pin_file)] if person else []
    if agency:
        pins.append(ask_pin(keys, agency, output, arguments.agency_pin_file, " của cơ quan"))
    return pins


def _line_rules(at_once: int, voice: _BatchVoice, output: Output) -> LineRules:
    """How a run is watched from the terminal."""
    return LineRules(at_once, voice.tell, on_wait=WaitVoice().tell, ask_code=code_asker(output))


def _loose_plan(arguments: Arguments, options: SigningOptions) -> SigningPlan:
    """Who signs: the person whose key is named, then the agency."""
    stamp = StampKind(arguments.stamp)
    agency_stamp = StampKind.NONE
    if arguments.agency_key and stamp is not StampKind.NONE:
        agency_stamp = StampKind.SEAL
    signers = [Signer(SignerRole.PERSON, arguments.key, stamp)]
    if arguments.agency_key:
        signers.append(Signer(SignerRole.AGENCY, arguments.agency_key, agency_stamp))
    plan = sign.plan_for(options, arguments.key, arguments.level)
    return replace(
        plan, signers=tuple(signers), kind=_SUB_FILTERS.get(arguments.sub_filter, plan.kind)
    )


_SUB_FILTERS = {"ETSI.CAdES.detached": "pades", "adbe.pkcs7.detached": "pkcs7"}


class _BatchVoice:
    """Tells on the terminal how many files are signed, now and then."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._spoke = ticks()

    def tell(self, progress: Progress) -> None:
        """Say how far the work has come, unless that was said just now."""
        now = self._ticks()
        if now - self._spoke < _BATCH_SILENCE_S:
            return
        self._spoke = now
        print(f"[{progress.done}/{progress.total}]", file=sys.stderr, flush=True)


_BATCH_SILENCE_S = 2.0


def _verify(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.signing_desk() as desk:
        if arguments.report:
            target = Path(arguments.report)
            verdicts = verify_with_reports(desk, arguments.files, arguments.trust, target)
        else:
            verdicts = verify_files(desk, arguments.files, arguments.trust)
    for verdict in verdicts:
        output.line(f"{verdict['verdict']:9} {verdict['integrity']:8} {verdict['path']}")
        for signature in verdict["signatures"]:
            output.line(
                f"    {signature['signer']}  {signature['level']}  {signature['signed_at']}"
                f"  {signature['indication']}  {signature['trust']}"
            )
        for notice in verdict["notices"]:
            output.line(f"    {notice}")
    output.result({"files": verdicts})
    return 0 if all(v["verdict"] in {"valid", "unknown"} for v in verdicts) else 1


def _results_import(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    folder = arguments.folder or wiring.settings.results_dir
    if not folder:
        raise WrongUse("no folder: name one, or set results_dir")
    with wiring.station() as station:
        taken = results.import_results(station, Path(folder))
    return _tell_taken(taken, wiring, output)


def _results_fetch(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        taken = result_fetch.fetch_results(station)
    if not taken:
        output.line("Không có kết quả nào chờ nhận.")
    return _tell_taken(taken, wiring, output)


def _tell_taken(taken: Sequence[results.TakenIn], wiring: Wiring, output: Output) -> int:
    report: list[Json] = []
    for each in taken:
        if isinstance(each.outcome, StationError):
            output.line(f"! {each.source}: {wiring.say(each.outcome)} [{each.outcome.code}]")
            report.append({"source": each.source, "code": each.outcome.code})
        elif each.outcome is None:
            output.line(f"= {each.source}")
            report.append({"source": each.source, "known": True})
        else:
            notices = list(each.outcome.notices)
            output.line(f"✓ {each.source}: {each.outcome.dossier_id} {' '.join(notices)}")
            report.append(
                {"source": each.source, "result": each.outcome.dossier_id, "notices": notices}
            )
    output.result({"files": report})
    return 1 if any(isinstance(each.outcome, StationError) for each in taken) else 0


def _results_list(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        rows = results.result_rows(station)
        owed = {each.dossier_id for each in station.store.owed_times()}
    for row in rows:
        waits = "chờ dấu thời gian" if row.dossier.id in owed else ""
        output.line(
            f"{row.dossier.id}  {row.dossier.state.value:8}  {row.dossier.code or '-'}  {waits}"
        )
    output.result(
        {
            "results": [
                {
                    "id": row.dossier.id,
                    "name": row.file.name,
                    "dossier_code": row.dossier.code,
                    "dossier": row.answers or "",
                    "origin": row.record.origin.value,
                    "state": row.dossier.state.value,
                    "signed": row.file.signed,
                    "waits_for_time": row.dossier.id in owed,
                    "notices": list(row.record.notices),
                    "submission": row.submission.state.value if row.submission else "",
                }
                for row in rows
            ]
        }
    )
    return 0


def _results_sign(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    source = arguments.key or wiring.settings.key
    if not source:
        raise WrongUse("no signing key: use --key or the setting `key`")
    voice = _BatchVoice(time.monotonic)
    with wiring.station() as station:
        options = station.signing
        if arguments.agency_key:
            options = replace(options, agency_key=arguments.agency_key)
        plan = results.results_plan(options, source, arguments.level)
        chosen = [DossierId(each) for each in arguments.results]
        batch = next(
            (each for each in station.store.signing_batches() if each.plan == plan and not chosen),
            None,
        )
        batch = batch or results.start_results(station, plan, chosen)
        pins = _pins(station.keys, source, options.agency_key, arguments, output)
        rules = _line_rules(station.reading.pages_at_once, voice, output)
        report = run_batch(station, batch.id, pins, rules=rules)
    signed = report.count(*DONE)
    output.line(f"Đã ký {signed}/{len(report.items)} chữ ký.")
    waiting = report.count(ItemState.WAITING_FOR_TIME)
    trouble = report.stopped_by or report.first_failure()
    output.result(
        {
            "batch": batch.id,
            "state": report.batch.state.value,
            "signatures": len(report.items),
            "published": signed,
            "waiting_for_time": waiting,
            "code": trouble.code if trouble else "",
            "warnings": sorted({one.code for one in report.warnings}),
        }
    )
    if trouble is not None:
        output.line(f"! {wiring.say(trouble)} [{trouble.code}]")
    return 1 if trouble is not None else 0


def _results_send(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        pay_due(station)
        outcomes = results.send_results(station)
        send_due(station)
        rows = results.result_rows(station)
        left = [row for row in rows if row.dossier.state is DossierState.SIGNED]
        unsent = [row for row in rows if row.submission and row.submission.state != "acked"]
    for outcome in outcomes:
        if isinstance(outcome, StationError):
            output.line(f"! {wiring.say(outcome)} [{outcome.code}]")
    acked = [row for row in rows if row.submission and row.submission.state == "acked"]
    output.line(f"Đã trả {len(acked)}/{len(rows)} kết quả.")
    output.result({"acked": len(acked), "waiting_for_time": len(left), "unsent": len(unsent)})
    return 1 if left or unsent else 0


SIGNING_COMMANDS: dict[str, Command] = {
    "sign": _sign,
    "verify": _verify,
    "results import": _results_import,
    "results fetch": _results_fetch,
    "results list": _results_list,
    "results sign": _results_sign,
    "results send": _results_send,
}
