"""Results from the processing system: listed, fetched, taken in, acknowledged; each taken once.

The row of the store decides what is here already, and the list of the system what it still
waits for: after a kill between the two, the next look only acknowledges.

Runs on: the network lane.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.officer import Right
from app.domain.result import ResultOrigin, ResultRecord
from app.domain.submission import FailureClass
from app.errors import Advice, StationError
from app.jobs import CancelToken, Progress
from app.province.base import RemoteResult, ResultList
from app.province.errors import DeliveryError, ResultChanged, ResultTaken
from app.services.access import require
from app.services.results import TakenIn, take_in
from app.services.station import Station

log = logging.getLogger(__name__)

_WHOLE_LINE = frozenset({FailureClass.LINK_DOWN, FailureClass.AUTH, FailureClass.TLS})
_CURABLE = frozenset({Advice.RETRY_NOW, Advice.RETRY_LATER})


def fetch_results(
    station: Station,
    cancel: CancelToken | None = None,
    *,
    on_progress: Callable[[Progress], None] = lambda _progress: None,
) -> list[TakenIn]:
    """Take in every result that waits at the processing system for this office.

    Args:
        station: The station.
        cancel: Stops between two results; what was taken in stays.
        on_progress: Told before each result, and at the end, in the thread of the caller.

    Raises:
        DeliveryError: The system cannot be asked.
        JobCancelled: Stopped between two results.
    """
    require(station, Right.SIGN)
    with station.results_round.enter():
        listed = station.system.waiting_results(station.identity.agency_code)
        taken = _Taker(station, cancel or CancelToken(), on_progress).take(listed.results)
        if _is_whole(taken):
            station.results_round.asked_at = station.now()
    return taken


def _is_whole(taken: list[TakenIn]) -> bool:
    """Whether the line held until the end of the list."""
    return not (taken and _is_line_down(taken[-1].outcome))


def _is_line_down(outcome: object) -> bool:
    return isinstance(outcome, DeliveryError) and outcome.kind in _WHOLE_LINE


class _Taker:
    """Brings results of one list in, one after the other."""

    def __init__(
        self,
        station: Station,
        cancel: CancelToken,
        on_progress: Callable[[Progress], None] = lambda _progress: None,
    ) -> None:
        self._station, self._cancel, self._tell_progress = station, cancel, on_progress
        self._known: dict[str, ResultRecord] = {}

    def take(self, listed: tuple[RemoteResult, ...]) -> list[TakenIn]:
        """What became of each; a dead line ends the round with the failure that tells so."""
        if listed:
            records = self._station.store.results()
            self._known = {each.remote_id: each for each in records if each.remote_id}
        taken: list[TakenIn] = []
        for number, result in enumerate(listed):
            self._cancel.check()
            self._tell_progress(Progress(number, len(listed)))
            try:
                taken.append(TakenIn(result.name, self._settle(result)))
            except StationError as error:
                log.info("result %s: %s", result.id, error.code)
                taken.append(TakenIn(result.name, error))
                if _is_line_down(error):
                    return taken
        self._tell_progress(Progress(len(listed), len(listed)))
        return taken

    def _settle(self, result: RemoteResult) -> ResultRecord | None:
        """Bring one result in and tell the system; None when it was here before."""
        known = self._known.get(result.id)
        if known is None:
            record = self._bring(result)
            self._tell(result, record)
            return record
        if known.source_sha256 != result.sha256:
            changed = ResultChanged(f"result {result.id} is another file now")
            self._note(known, changed)
            raise changed
        self._tell(result, known)
        return None

    def _bring(self, result: RemoteResult) -> ResultRecord:
        data = self._station.system.fetch_result(result)
        return take_in(self._station, result.name, data, ResultOrigin.SYSTEM, remote=result)

    def _tell(self, result: RemoteResult, record: ResultRecord) -> None:
        """Acknowledge; the next look does it again when the line fails here."""
        try:
            self._station.system.acknowledge_result(result, record.dossier_id)
        except (ResultChanged, ResultTaken) as error:
            self._note(record, error)
            raise

    def _note(self, record: ResultRecord, error: DeliveryError) -> None:
        """Keep with the result what an officer must know before signing it, once."""
        if error.code in record.notices:
            return
        noted = replace(record, notices=(*record.notices, error.code))
        act = self._station.act("result.noted", record.dossier_id, note=error.code)
        self._station.store.note_result(noted, act)


@dataclass(slots=True)
class ResultsWatch:
    """Looks for new results now and then; a failed look waits for the next turn.

    Attributes:
        station: The station; its options say how often.
        next_look: Moment of `Station.ticks` before which nothing is asked.
        etag: List that was settled completely.
    """

    station: Station
    next_look: float = 0.0
    etag: str = ""

    def look(self, cancel: CancelToken, on_refused: Callable[[StationError], None]) -> int:
        """Take in what is new, when it is time; gives how many results that brought or noted.

        Args:
            cancel: Stops between two results.
            on_refused: Told of every result that was not taken in and will not be by itself.
        """
        pause = self.station.signing.results_every_s
        if not pause or self.station.ticks() < self.next_look:
            return 0
        self.next_look = self.station.ticks() + pause * (0.9 + 0.2 * self.station.jitter())
        with self.station.results_round.enter():
            try:
                listed = self._listed()
            except DeliveryError as error:
                log.info("results are not listed: %s", error.code)
                return 0
            taken = _Taker(self.station, cancel).take(listed.results)
            self._remember(listed, taken)
        for each in taken:
            if isinstance(each.outcome, StationError) and each.outcome.advice not in _CURABLE:
                on_refused(each.outcome)
        return sum(each.outcome is not None for each in taken)

    def _listed(self) -> ResultList:
        return self.station.system.waiting_results(self.station.identity.agency_code, self.etag)

    def _remember(self, listed: ResultList, taken: list[TakenIn]) -> None:
        """A list in which nothing can get better by itself need not be gone through again."""
        if _is_whole(taken):
            self.station.results_round.asked_at = self.station.now()
        if listed.is_unchanged:
            return
        is_done = len(taken) == len(listed.results) and not any(
            isinstance(each.outcome, StationError) and each.outcome.advice in _CURABLE
            for each in taken
        )
        self.etag = listed.etag if is_done else ""
