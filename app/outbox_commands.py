"""Commands on the outbox."""

from __future__ import annotations

from typing import Any

from app.domain.ids import SubmissionId
from app.domain.submission import Submission, SubmissionState
from app.services import deliver, owed_times
from app.services.station import Station
from app.wiring import Arguments, Command, Output, Wiring

Json = dict[str, Any]  # values of JSON are any of its types


def _outbox_list(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        _tell_outbox(station, output)
    return 0


def _tell_outbox(station: Station, output: Output) -> None:
    submissions = station.store.submissions()
    for item in submissions:
        output.line(f"{item.id}  {item.state.value:10}  {item.reason or '-'}  {item.reason_detail}")
    output.result({"submissions": [_submission_json(station, item) for item in submissions]})


def _submission_json(station: Station, item: Submission) -> Json:
    acked = item.state is SubmissionState.ACKED
    return {
        "id": item.id,
        "dossier": item.dossier_id,
        "state": item.state.value,
        "attempts": item.attempts,
        "next_try": item.next_try,
        "reason": item.reason,
        "detail": item.reason_detail,
        "receipt": station.store.receipt(item.id).number if acked else "",
    }


def _outbox_send(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        owed_times.pay_due(station)
        deliver.send_due(station)
        _tell_outbox(station, output)
        unsent = [
            item
            for item in station.store.submissions()
            if item.state in {SubmissionState.WAITING, SubmissionState.HELD}
        ]
    return 1 if unsent else 0


def _outbox_retry(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        deliver.try_again(station, SubmissionId(arguments.submission))
        _tell_outbox(station, output)
    return 0


def _outbox_cancel(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        deliver.cancel_submission(station, SubmissionId(arguments.submission))
        _tell_outbox(station, output)
    return 0


OUTBOX_COMMANDS: dict[str, Command] = {
    "outbox list": _outbox_list,
    "outbox send": _outbox_send,
    "outbox retry": _outbox_retry,
    "outbox cancel": _outbox_cancel,
}
