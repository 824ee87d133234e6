"""One scan on an eSCL device, from the order to the last page.

What devices do beside the specification is met by asking them how they are, not by their names:
a refusal is retried after a while when the state says "working", the end of the pages is believed
only when neither the job nor the feeder speaks of more.

Source: Mopria Alliance, eSCL Technical Specification 2.97; the quirks are those that sane-airscan
and NAPS2 document for devices in the field.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Protocol

import httpx

from app.scanning.base import (
    FeederEmpty,
    PageTruncated,
    PaperSource,
    ScanCancelled,
    ScanError,
    ScannerBusy,
    ScannerDenied,
    ScannerOffline,
)
from app.scanning.driver_errors import ScannerMisbehaves, ScanUnsupported
from app.scanning.escl_line import EsclLine, Limits, Reply
from app.scanning.escl_settings import JobSettings
from app.scanning.escl_values import EsclCapabilities, EsclStatus, JobInfo, trouble_of

_GONE = frozenset({httpx.codes.NOT_FOUND, httpx.codes.GONE})
_PATIENCE = frozenset({httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.TOO_MANY_REQUESTS})
_REFUSED = frozenset({httpx.codes.BAD_REQUEST, httpx.codes.CONFLICT})
_CREATED = frozenset({httpx.codes.CREATED, httpx.codes.OK, httpx.codes.ACCEPTED})
_ENDED = ("Completed", "Canceled", "Aborted")
_BLIND_TRIES = 3
"""How often a page is asked for again when a device says nothing about its job."""
_STUCK_TRIES = 5
"""The same when the feeder is empty, but the job does not come to its end."""


class Pace(Protocol):
    """How time goes by for a scan."""

    def now(self) -> float:
        """Seconds of a clock that only goes forward."""
        ...

    def pause(self, seconds: float) -> None:
        """Wait.

        Raises:
            ScanCancelled: Nobody wants the scan any more.
        """
        ...


@dataclass(frozen=True, slots=True)
class Device:
    """A device that was reached."""

    line: EsclLine
    caps: EsclCapabilities
    limits: Limits
    pace: Pace


def pick_source(device: Device, wanted: PaperSource, status: EsclStatus) -> PaperSource:
    """AUTO means the feeder when paper lies in it, then the glass.

    Raises:
        ScanUnsupported: The device has no such source.
    """
    sources = device.caps.sources
    if wanted is PaperSource.AUTO:
        has_feeder, has_glass = PaperSource.FEEDER in sources, PaperSource.FLATBED in sources
        takes_feeder = has_feeder and not (has_glass and status.is_feeder_empty)
        return PaperSource.FEEDER if takes_feeder else PaperSource.FLATBED
    if wanted not in sources:
        raise ScanUnsupported(f"no source {wanted.value}")
    return wanted


def check_ready(status: EsclStatus, *, with_feeder: bool) -> None:
    """See that a scan can begin, before anything is ordered.

    Raises:
        ScanError: What stands in the way.
    """
    error = status.trouble(with_feeder=with_feeder)
    if error is not None:
        raise error
    if with_feeder and status.is_feeder_empty:
        raise FeederEmpty(status.adf)


class EsclScan:
    """Pages of one order; several jobs when the device gives one page for each.

    Args:
        device: Where.
        tries: Orders, the wanted one first; the others when the device refuses.
        on_job: Told the path of the job that runs, "" when it is over.
        warn: Told codes of wishes the device could not follow.
    """

    def __init__(
        self,
        device: Device,
        tries: list[JobSettings],
        *,
        on_job: Callable[[str], None],
        warn: Callable[[str], None],
    ) -> None:
        self._device = device
        self._line = device.line
        self._tries = tries
        self._on_job = on_job
        self._warn = warn
        self.settings = tries[0]

    def replies(self) -> Iterator[Reply]:
        """Every reply that carries pages, until the paper is used up.

        Raises:
            FeederEmpty: There was no paper at all.
            ScanError: The kind of trouble.
        """
        taken = yield from self._job_replies(self._begin())
        while taken and self.settings.is_feeder and self._line.status().is_feeder_loaded:
            try:
                job = self._begin()
            except (ScanUnsupported, ScannerBusy, FeederEmpty):
                return  # the sensor says loaded, the device knows better
            taken = yield from self._job_replies(job, is_first=False)

    def _job_replies(self, job: str, *, is_first: bool = True) -> Generator[Reply, None, int]:
        """The pages of one job; gives how many there were."""
        self._on_job(job)
        taken = 0
        while (reply := self._next(job, taken)) is not None:
            taken += 1
            yield reply
            if not self.settings.is_feeder:
                break
        else:
            self._on_job("")
        if not taken and is_first:
            raise FeederEmpty("no page came")
        return taken

    def _begin(self) -> str:
        """Order until the device takes one of the orders; gives the path of the job."""
        for settings in self._tries:
            reply = self._ordered(settings)
            if reply.status in _CREATED:
                for code in settings.warnings:
                    self._warn(code)
                self.settings, self._tries = settings, [settings]
                return self._path_of(reply)
            self._raise_refusal(reply, settings)
        raise ScanUnsupported("the device refuses every order")

    def _ordered(self, settings: JobSettings) -> Reply:
        """Order, and again while the device asks for patience."""
        limits, pace = self._device.limits, self._device.pace
        until = pace.now() + limits.busy_s
        while True:
            reply = self._line.order(settings.to_xml())
            is_busy = reply.status in _PATIENCE
            if reply.status == httpx.codes.CONFLICT or is_busy:
                status = self._line.status()
                check_ready(status, with_feeder=settings.is_feeder)
                is_busy = is_busy or status.is_working
            if not is_busy:
                return reply
            if pace.now() >= until:
                raise ScannerBusy(f"ScanJobs: {reply.status}")
            pace.pause(limits.retry_s)

    def _raise_refusal(self, reply: Reply, settings: JobSettings) -> None:
        """Go on only when a plainer order may help."""
        if reply.status in _REFUSED:
            return
        check_ready(self._line.status(), with_feeder=settings.is_feeder)
        if reply.status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise ScannerDenied(f"ScanJobs: {reply.status}")
        raise ScannerMisbehaves(f"ScanJobs: {reply.status}")

    def _path_of(self, reply: Reply) -> str:
        """Path of the job, from the list of jobs when the answer does not tell."""
        try:
            return self._line.job_path(reply)
        except ScannerMisbehaves:
            running = [job for job in self._line.status().jobs if job.state not in _ENDED]
            if len(running) != 1 or not running[0].path:
                raise
            return self._line.job_path(Reply(0, {"location": running[0].path}, b""))

    def _next(self, job: str, taken: int) -> Reply | None:
        """The next page, None when there is none any more.

        Raises:
            ScanError: The kind of trouble.
        """
        waiting = _Waiting(self._device)
        while True:
            reply = self._asked(job)
            if reply.status == httpx.codes.OK:
                if not reply.data:
                    raise PageTruncated("an empty page")
                return reply
            status = self._line.status()
            info = status.job(job)
            self._raise_trouble(status, info, reply, taken)
            if reply.status in _GONE and not _has_more(self.settings, status, info, waiting):
                self._count(info, taken)
                return None
            if reply.status not in _GONE and reply.status not in _PATIENCE:
                raise ScannerMisbehaves(f"NextDocument: {reply.status}")
            waiting.again(is_announced=reply.status in _GONE)

    def _asked(self, job: str) -> Reply:
        """Ask for a page; when no answer begins, the device may tell why."""
        try:
            return self._line.next_page(job)
        except ScannerOffline as error:
            self._explain(error)
            raise

    def _explain(self, error: ScanError) -> None:
        """Raise what the state of the device gives as the reason, if it can still be asked."""
        try:
            status = self._line.status()
        except ScanError:
            return
        reason = status.trouble(with_feeder=self.settings.is_feeder)
        if reason is not None:
            raise reason from error

    def _raise_trouble(
        self, status: EsclStatus, info: JobInfo | None, reply: Reply, taken: int
    ) -> None:
        """What ended the job before its paper was used up."""
        error = status.trouble(with_feeder=self.settings.is_feeder)
        if error is not None:
            raise error
        reasons = info.reasons if info else ()
        for found in filter(None, map(trouble_of, reasons)):
            if not (isinstance(found, FeederEmpty) and taken):
                raise found
        if info and info.state == "Canceled":
            raise ScanCancelled("at the device")
        if info and info.state == "Aborted" and not (taken and status.is_feeder_empty):
            raise ScannerOffline(f"aborted: {', '.join(reasons)}"[:200])
        if reply.status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise ScannerDenied(f"NextDocument: {reply.status}")

    def _count(self, info: JobInfo | None, taken: int) -> None:
        """Tell when the device counted more pages than it gave."""
        if info and info.done > taken:
            self._warn("pages_miscounted")


class _Waiting:
    """Patience for one page."""

    def __init__(self, device: Device) -> None:
        self._pace, self._limits = device.pace, device.limits
        self._began = self._pace.now()
        self.tries = 0

    def again(self, *, is_announced: bool) -> None:
        """Wait before the next try.

        Raises:
            ScannerOffline: It has been long enough.
        """
        self.tries += 1
        bound = self._limits.not_ready_s if is_announced else self._limits.wait_s
        if self._pace.now() - self._began > bound:
            raise ScannerOffline("a page that was announced does not come")
        self._pace.pause(self._limits.retry_s)


def _has_more(
    settings: JobSettings, status: EsclStatus, info: JobInfo | None, waiting: _Waiting
) -> bool:
    """Whether "no more pages" came too early; some devices say so while they draw in a sheet."""
    if info is not None:
        if info.waiting > 0 or info.state in _ENDED:
            return info.waiting > 0
        return not status.is_feeder_empty or waiting.tries < _STUCK_TRIES
    if status.is_working:
        return True
    loaded = settings.is_feeder and status.is_feeder_loaded
    return loaded and waiting.tries < _BLIND_TRIES
