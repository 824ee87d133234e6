"""The process that talks to network scanners: `python -m app.scanning.escl_worker`.

No native driver is loaded here, but all that a device sends (XML, pictures, certificates, mDNS) is
read here and not beside the keys and the store: a hostile device takes down this process only,
and its memory is bounded. See `app.scanning.driver_session` for its life.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, fields, replace
from functools import partial
from typing import NoReturn

from app.memory_bound import bound_memory
from app.scanning.base import (
    ColourMode,
    PaperSource,
    ScanCancelled,
    ScanError,
    ScannerBusy,
    ScannerMissing,
    ScannerOffline,
)
from app.scanning.driver_errors import (
    ScannerMisbehaves,
    ScannerUnencrypted,
    ScanUnsupported,
)
from app.scanning.driver_session import (
    DriverSession,
    end_at_once,
    private_stdout,
    reported,
    serve_once,
)
from app.scanning.escl_address import in_order, plain_policy
from app.scanning.escl_discovery import Announced, browse
from app.scanning.escl_job import Device, EsclScan, check_ready, pick_source
from app.scanning.escl_line import EsclLine, Limits
from app.scanning.escl_pages import CheckedPage, checked
from app.scanning.escl_settings import choose, plainer
from app.scanning.escl_trust import fingerprint_of
from app.scanning.escl_values import EsclCapabilities, PixelKind
from app.scanning.profile_wire import profile_from
from app.scanning.wire import Message, Outlet

_MEMORY_MB = 1500
"""A picture of 150 million pixels in colour takes 450 MB, and its bytes as much again."""
_DROP_S = 1.5
_CANCEL_PATIENCE_S = 1.0
_PROBE_S = 3.0
_PROBES_AT_ONCE = 8
_MAX_ADDRESSES = 100
_LEAST_TELLING = (ScannerMissing, ScannerOffline, ScannerMisbehaves, ScannerBusy)
_COLOURS = {
    PixelKind.COLOUR: ColourMode.COLOUR,
    PixelKind.GREY: ColourMode.GREY,
    PixelKind.BITONAL: ColourMode.BITONAL,
}


class EsclSession(DriverSession):
    """Knows the job that runs, so that any thread can stop it.

    It is also the pace of the scan: waiting ends when the parent does not want to go on. A job
    that nobody fetches has to be dropped, so the process outlives its parent for a moment; no
    driver is in it that could keep it.
    """

    ends_with_parent = False

    def __init__(self, outlet: Outlet) -> None:
        super().__init__(outlet)
        self._line: EsclLine | None = None
        self._job = ""

    def now(self) -> float:
        """Seconds of a clock that only goes forward."""
        return time.monotonic()

    def pause(self, seconds: float) -> None:
        """Wait, unless cancelled."""
        with self.watch.away():
            self.cancelled.wait(seconds)
        self.check()

    def runs(self, line: EsclLine, job: str) -> None:
        """This job runs now; "" = none."""
        self._line, self._job = line, job

    def press_cancel(self) -> None:
        """Let the page that is on its way come in, then tell the device; that ends the reading."""
        time.sleep(_CANCEL_PATIENCE_S)
        self.drop_job()

    def leave(self) -> None:
        """Without a parent nobody fetches the pages; let the next one have the device."""
        self.drop_job()

    def drop_job(self) -> None:
        """Make the device forget the job, if one runs."""
        line, job = self._line, self._job
        self._job = ""
        if line is not None and job:
            with contextlib.suppress(ScanError):
                line.drop(job, _DROP_S)


def main() -> int:
    """Serve one request; returns the exit status of the process."""
    bound_memory(_MEMORY_MB)
    session = EsclSession(Outlet(private_stdout()))
    return serve_once(session, lambda request: _serve(session, request))


def _serve(session: EsclSession, request: Message) -> None:
    """Answer a request; the last message is "done" or "error"."""
    work = {
        "devices": _devices,
        "caps": _caps,
        "paper": _paper,
        "scan": _scan,
        "certificate": _certificate,
    }
    session.watch.touch()
    try:
        with reported(session):
            if request.kind not in work:
                raise ScanUnsupported(f"request {request.kind}")
            work[request.kind](session, request)
    finally:
        session.drop_job()


def _devices(session: EsclSession, request: Message) -> None:
    """Scanners that announce themselves, and those whose address was given and who answer."""
    manual = _texts(request, "urls")[:_MAX_ADDRESSES]
    limits = replace(_limits(request), connect_s=_PROBE_S, wait_s=_PROBE_S, read_s=_PROBE_S)
    pins = _pairs(request, "pins")
    with ThreadPoolExecutor(_PROBES_AT_ONCE) as pool, session.watch.away():
        probes = [pool.submit(_probe, url, limits, pins.get(url, "")) for url in manual]
        found = _browsed(request)
    rows = [asdict(each) for each in found]
    rows += [row for probe in probes if (row := probe.result()) is not None]
    session.say("devices", devices=rows)


def _probe(url: str, limits: Limits, pin: str) -> dict[str, str] | None:
    """What a scanner whose address was given says of itself; None when it does not answer.

    One that has to be confirmed first is there all the same.
    """
    line = EsclLine(url, limits, pinned_pem=pin)
    try:
        caps = line.capabilities()
    except _LEAST_TELLING:
        return None
    except ScanError:
        return asdict(Announced(url, "", "", "", ""))
    return asdict(Announced(line.url, caps.model, "", caps.admin_url, caps.uuid))


def _browsed(request: Message, uuid: str = "") -> list[Announced]:
    seconds = request.number("browse_s")
    if seconds <= 0:
        return []
    found = browse(seconds, _texts(request, "interfaces"))
    return [each for each in found if not uuid or each.uuid == uuid]


def _caps(session: EsclSession, request: Message) -> None:
    caps = _reached(session, request).caps
    session.say("caps", **_told(caps))


def _paper(session: EsclSession, request: Message) -> None:
    """What the sensor of the feeder sees; while the device works its feeder is in use.

    Without a feeder there is nothing to be told, whatever the device says of one.
    """
    device = _reached(session, request)
    status = device.line.status()
    has_feeder = PaperSource.FEEDER in device.caps.sources
    session.say(
        "paper",
        is_sensed=has_feeder and bool(status.adf),
        is_loaded=status.is_feeder_loaded and not status.is_working,
    )


def _told(caps: EsclCapabilities) -> dict[str, object]:
    """Capabilities as they travel."""
    kinds = {kind for limits in caps.sources.values() for kind in limits.kinds}
    dpi: set[int] = set()
    for limits in caps.sources.values():
        span = limits.dpi_span
        dpi.update(limits.dpi or ((span.low, span.high) if span else ()))
    return {
        "sources": sorted(source.value for source in caps.sources),
        "modes": sorted(_COLOURS[kind].value for kind in kinds),
        "dpi": sorted(dpi),
        "model": caps.model,
        "uuid": caps.uuid,
        "edition": caps.edition,
    }


def _certificate(session: EsclSession, request: Message) -> None:
    """What the device shows, for a person to compare."""
    urls = [url for url in _texts(request, "urls") if url.startswith("https:")]
    if not urls:
        raise ScannerUnencrypted("it has no encrypted address")
    pem = EsclLine(urls[0], _limits(request)).certificate()
    try:
        fingerprint = fingerprint_of(pem)
    except ValueError as error:
        raise ScannerMisbehaves("no certificate") from error
    session.say("certificate", pem=pem, fingerprint=fingerprint)


def _reached(session: EsclSession, request: Message) -> Device:
    """The device, at the first of its addresses where it answers as itself.

    Raises:
        ScanError: At none; the most telling reason.
    """
    uuid, policy = request.text("uuid"), plain_policy(request.text("policy"), request.text("pin"))
    tried = in_order(_texts(request, "urls"), policy)
    errors: list[ScanError] = []
    for device in _answering(session, request, tried, errors):
        return device
    if uuid and all(isinstance(error, _LEAST_TELLING) for error in errors):
        found = in_order([each.url for each in _browsed(request, uuid)], policy)
        new = [url for url in found if url not in tried]
        for device in _answering(session, request, new, errors):
            return device
    telling = [error for error in errors if not isinstance(error, _LEAST_TELLING)]
    raise (telling or errors or [ScannerMissing("no address is known")])[0]


def _answering(
    session: EsclSession, request: Message, urls: list[str], errors: list[ScanError]
) -> Iterator[Device]:
    """Devices that answer and are the wanted one; why others are not goes to `errors`."""
    uuid, limits = request.text("uuid"), _limits(request)
    for url in urls:
        try:
            line = EsclLine(url, limits, pinned_pem=request.text("pin"), alive=session.watch.touch)
            caps = _patiently(session, line, limits)
        except ScanCancelled:
            raise
        except ScanError as error:
            errors.append(error)
            continue
        if uuid and caps.uuid and caps.uuid != uuid:
            errors.append(ScannerMissing("another scanner has this address now"))
            continue
        session.say("found", url=line.url, **_told(caps))
        yield Device(line, caps, limits, session)


def _patiently(session: EsclSession, line: EsclLine, limits: Limits) -> EsclCapabilities:
    """What the device can do, asked again while it says that it is busy."""
    until = session.now() + limits.busy_s
    while True:
        try:
            return line.capabilities()
        except ScannerBusy:
            if session.now() >= until:
                raise
        session.pause(limits.retry_s)


def _scan(session: EsclSession, request: Message) -> None:
    profile = profile_from(request)
    device = _reached(session, request)
    status = device.line.status()
    source = pick_source(device, profile.source, status)
    check_ready(status, with_feeder=source is not PaperSource.FLATBED)
    settings = choose(device.caps, source, profile, _pairs(request, "options"))
    scan = EsclScan(
        device,
        [settings, *plainer(settings, device.caps)],
        on_job=partial(session.runs, device.line),
        warn=lambda code: session.say("warning", code=code),
    )
    _send_pages(session, scan, profile.max_pages)


def _send_pages(session: EsclSession, scan: EsclScan, limit: int) -> None:
    seq = 0
    for reply in scan.replies():
        read_at = time.monotonic()
        for page in checked(reply.data, scan.settings):
            seq += 1
            _send(session, page, seq, read_at)
            if seq == limit:
                return
        session.check()


def _send(session: EsclSession, page: CheckedPage, seq: int, read_at: float) -> None:
    if not page.dpi:
        session.say("warning", code="resolution_unknown")
    session.say(
        "page",
        page.data + page.preview,
        preview=len(page.preview),
        read_at=read_at,
        media=page.media,
        dpi=page.dpi,
        seq=seq,
        sha256=hashlib.sha256(page.data).hexdigest(),
    )


def _limits(request: Message) -> Limits:
    given = request.fields.get("limits")
    known = {each.name for each in fields(Limits)}
    told = given if isinstance(given, Mapping) else {}
    return Limits(**{name: float(value) for name, value in told.items() if name in known})


def _texts(request: Message, name: str) -> list[str]:
    values = request.fields.get(name)
    return [str(value) for value in values] if isinstance(values, list) else []


def _pairs(request: Message, name: str) -> dict[str, str]:
    values = request.fields.get(name)
    return {str(k): str(v) for k, v in values.items()} if isinstance(values, Mapping) else {}


def run() -> NoReturn:
    """Serve and end at once."""
    end_at_once(main)


if __name__ == "__main__":
    run()
