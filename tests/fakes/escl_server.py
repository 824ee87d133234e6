"""A network scanner on loopback; each thing it does beside the specification is a named rule.

It has a glass and a feeder. Sheets are used up; after a fault those that were not delivered still
lie in the feeder. A context manager.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from tests.fakes.escl_capabilities import capabilities_text
from tests.fakes.escl_pictures import bomb, jpeg_of, pdf_of
from tests.fakes.escl_rules import Does, Rule
from tests.fakes.escl_web import web_of

UUID = "4509a320-00a0-008f-00b6-002507510eca"
MODEL = "Hãng Thử ES-1"
SHORT = {"retry_s": 0.02, "busy_s": 0.3, "not_ready_s": 0.6, "wait_s": 1.5, "read_s": 1.0}
"""Patience of the client in tests, seconds."""
_BOUND_S = 20.0


@dataclass(slots=True)
class Job:
    """One order."""

    path: str
    settings: dict[str, str]
    sheets: list[Image.Image]
    state: str = "Processing"
    reason: str = "JobScanning"
    given: int = 0


@dataclass(slots=True)
class Seen:
    """What the client did."""

    orders: list[dict[str, str]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


class EsclServer:
    """The device.

    Args:
        sheets: What lies in the feeder; the first also lies on the glass. Any size; they are
            delivered in the size that was asked for, pixels repeated or left out.
        does: Rules at work.
        identity: PEM file with key and certificate; encrypted then.
        formats: Offered media types.
        resolutions: Offered resolutions, dpi.
    """

    def __init__(
        self,
        sheets: Sequence[Image.Image],
        does: Sequence[Does] = (),
        *,
        identity: Path | None = None,
        formats: Sequence[str] = ("image/jpeg", "application/pdf", "image/png"),
        resolutions: Sequence[int] = (75, 100, 150, 200, 300, 600),
    ) -> None:
        self.seen = Seen()
        self.sent: list[tuple[bytes, Image.Image]] = []
        self.model = MODEL
        self.version = "2.63"
        self.uuid = UUID
        self.encrypted_url = ""
        self._glass = sheets[0] if sheets else None
        self._feeder = list(sheets)
        self._does = [[each, each.times or 1_000_000] for each in does]
        self._formats = formats
        self._resolutions = resolutions
        self._jobs: list[Job] = []
        self._lock = threading.RLock()
        self._is_closing = threading.Event()
        self._web = web_of(self, identity)
        self._scheme = "https" if identity else "http"
        self._thread = threading.Thread(target=self._web.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._web.server_port)

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}/eSCL"

    @property
    def sheets_left(self) -> int:
        return len(self._feeder)

    def load(self, sheets: Sequence[Image.Image]) -> None:
        """Put more sheets into the feeder."""
        self._feeder.extend(sheets)

    def unload(self) -> None:
        """Take a sheet out of the feeder."""
        self._feeder.pop()

    def begin(self, *does: Does) -> None:
        """From now on these rules are at work too."""
        with self._lock:
            self._does += [[each, each.times or 1_000_000] for each in does]

    def mend(self) -> None:
        """Somebody clears the trouble; jobs of before are over."""
        with self._lock:
            self._does.clear()
            for job in self._jobs:
                if job.state == "Processing":
                    job.state, job.reason = "Canceled", "JobCanceledByClient"

    def __enter__(self) -> EsclServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_closing.set()
        self._web.shutdown()
        self._thread.join()
        self._web.server_close()

    # Rules

    def doing(self, rule: Rule, page: int = 0) -> bool:
        """Whether a rule is at work now; counts down."""
        with self._lock:
            for entry in self._does:
                does, left = entry
                if does.rule is rule and left and (not page or does.page == page):
                    entry[1] = left - 1
                    return True
        return False

    def is_set(self, rule: Rule, page: int = 0) -> bool:
        """Whether a rule is at work now, without counting."""
        with self._lock:
            return any(d.rule is rule and n and (not page or d.page == page) for d, n in self._does)

    # Answers

    def answer(self, request: Any) -> None:
        path, host = request.path, request.headers.get("Host", "")
        self.seen.asked.append(f"{request.command} {path}")
        self.seen.hosts.append(host)
        name = path.rpartition("/")[2]
        if self.is_set(Rule.HOST_PORT) and not re.search(r":\d+$", host):
            return request.say(400)
        if request.command == "DELETE":
            return self._drop(request, path)
        if name == "ScannerCapabilities":
            return self._say_caps(request)
        if name == "ScannerStatus":
            return self._say_status(request)
        if name == "ScanJobs" and request.command == "POST":
            return self._begin(request, host)
        if name == "NextDocument":
            return self._next(request, path)
        return request.say(404)

    def _say_caps(self, request: Any) -> None:
        if self.doing(Rule.CAPS_503):
            return request.say(503)
        if self.is_set(Rule.DENIED_CAPS):
            return request.say(401)
        if self.is_set(Rule.ELSEWHERE):
            return request.say(302, location="http://192.0.2.1/eSCL/ScannerCapabilities")
        if self.is_set(Rule.TLS_REDIRECT):
            return request.say(301, location=f"{self.encrypted_url}/ScannerCapabilities")
        if self.is_set(Rule.ENDLESS_CAPS):
            return request.pour(b"<a>" * 10_000)
        if self.is_set(Rule.NO_XML):
            return request.say(200, b"<html>hello<br></html>", "text/html")
        text = self.capabilities()
        if self.is_set(Rule.MILLION):
            text = text.replace("<scan:Platen>", "<a/>" * 10**6 + "<scan:Platen>", 1)
        if self.is_set(Rule.ENTITIES):
            text = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + text.replace(MODEL, "&a;" * 9)
        if self.is_set(Rule.NO_SOURCES):
            text = re.sub(r"<scan:(Platen|Adf)>.*</scan:\1>", "", text, flags=re.DOTALL)
        if self.is_set(Rule.NEGATIVE):
            text = re.sub(r"(Width|Height)>\d+<", r"\1>-9999999999999<", text)
        request.say_xml(self._dressed(text))

    def _dressed(self, text: str) -> bytes:
        if self.is_set(Rule.NO_NAMESPACE):
            text = re.sub(r"(</?)(scan|pwg):", r"\1", re.sub(r' xmlns:\w+="[^"]*"', "", text))
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        if self.is_set(Rule.DOCTYPE):
            head += '<!doctype escl PUBLIC "-//X//Y">\n'
        return (head + text).encode() + (b"\0\0\n" if self.is_set(Rule.TAIL) else b"")

    def capabilities(self) -> str:
        formats = ["application/pdf"] if self.is_set(Rule.PDF_ONLY) else self._formats
        uuid = self._told_uuid()
        return capabilities_text(self.model, self.version, uuid, formats, self._resolutions)

    def _told_uuid(self) -> str:
        return "00000000-0000-4000-8000-000000000001" if self.is_set(Rule.OTHER_UUID) else self.uuid

    def _say_status(self, request: Any) -> None:
        if self.is_set(Rule.STATUS_404):
            return request.say(404)
        if self.doing(Rule.STATUS_503):
            return request.say(503)
        with self._lock:
            request.say_xml(self._dressed(self._status()))

    def _status(self) -> str:
        running = any(job.state == "Processing" for job in self._jobs)
        state = "Processing" if running or self.is_set(Rule.BUSY) else "Idle"
        if self.is_set(Rule.STOPPED):
            state = "Stopped"
        if self.is_set(Rule.TESTING_409):
            state = "Testing"
        jobs = "".join(self._job_text(job) for job in self._jobs)
        if self.is_set(Rule.BLIND_404):
            jobs = ""
            state = "Idle"
        adf = "" if self.is_set(Rule.NO_ADF_STATE) else self._adf()
        return (
            '<scan:ScannerStatus xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"'
            ' xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">'
            f"<pwg:Version>{self.version}</pwg:Version><pwg:State>{state}</pwg:State>{adf}"
            f"<scan:Jobs>{jobs}</scan:Jobs></scan:ScannerStatus>"
        )

    def _adf(self) -> str:
        state = "ScannerAdfLoaded" if self._feeder else "ScannerAdfEmpty"
        if self.is_set(Rule.STUCK_LOADED):
            state = "ScannerAdfLoaded"
        is_drawing = any(job.state == "Processing" for job in self._jobs)
        if self.is_set(Rule.EMPTY) or (self.is_set(Rule.PAGE_503_EMPTY) and is_drawing):
            state = "ScannerAdfEmpty"
        if self.is_set(Rule.EMPTY_IDLE):
            state = "ScannerAdfProcessing"
        for rule in (Rule.JAM, Rule.COVER, Rule.DOUBLE_FEED, Rule.MISPICK):
            if self.is_set(rule, page=self._page_now()):
                state = rule.value
        return f"<scan:AdfState>{state}</scan:AdfState>"

    def _page_now(self) -> int:
        return self._jobs[-1].given + 1 if self._jobs else 1

    def _job_text(self, job: Job) -> str:
        waiting = 1 if self.is_set(Rule.WAITING_404) or self.is_set(Rule.NEVER) else 0
        state = job.state
        if self.is_set(Rule.STUCK_JOB) and state == "Completed":
            state = "Processing"
        done = job.given + (2 if self.is_set(Rule.MISCOUNT) else 0)
        return (
            f"<scan:JobInfo><pwg:JobUri>{job.path}</pwg:JobUri>"
            f"<pwg:ImagesCompleted>{done}</pwg:ImagesCompleted>"
            f"<pwg:ImagesToTransfer>{waiting}</pwg:ImagesToTransfer>"
            f"<pwg:JobState>{state}</pwg:JobState><pwg:JobStateReasons>"
            f"<pwg:JobStateReason>{job.reason}</pwg:JobStateReason>"
            "</pwg:JobStateReasons></scan:JobInfo>"
        )

    def _begin(self, request: Any, host: str) -> None:
        body = request.body().decode()
        order = dict(re.findall(r"<(?:\w+:)?(\w+)>([^<]*)<", body))
        order["has_region"] = str("ScanRegions" in body)
        if self.is_set(Rule.HOST_LOCALHOST) and host != "localhost":
            return request.say(403)
        for rule, status in (
            (Rule.JOBS_503, 503),
            (Rule.BUSY, 503),
            (Rule.DENIED_JOBS, 403),
            (Rule.FAILED_JOBS, 500),
            (Rule.REFUSED_JOBS, 409),
            (Rule.TESTING_409, 409),
        ):
            if self.doing(rule):
                return request.say(status)
        if self._refuses(order):
            return request.say(409)
        with self._lock:
            self.seen.orders.append(order)
            if order.get("InputSource") == "Feeder" and not self._feeder:
                return request.say(409)
            job = Job(f"/eSCL/ScanJobs/{len(self._jobs) + 1}", order, [])
            self._jobs.append(job)
        locations = {
            Rule.LOCATION_LOCALHOST: f"http://localhost:1{job.path}",
            Rule.LOCATION_IPV6: f"http://fe80::1234:5678:80{job.path}",
            Rule.LOCATION_PATH: job.path,
            Rule.LOCATION_NONE: "",
            Rule.LOCATION_ELSEWHERE: f"http://192.0.2.1{job.path}",
        }
        location = f"{self._scheme}://127.0.0.1:{self.port}{job.path}"
        for rule, odd in locations.items():
            location = odd if self.is_set(rule) else location
        return request.say(201, location=location)

    def _refuses(self, order: dict[str, str]) -> bool:
        return (
            (self.is_set(Rule.NO_BITONAL) and order.get("ColorMode") == "BlackAndWhite1")
            or (self.is_set(Rule.NO_COMPRESSION) and "CompressionFactor" in order)
            or (self.is_set(Rule.NO_REGION) and order["has_region"] == "True")
        )

    def _drop(self, request: Any, path: str) -> None:
        self.seen.dropped.append(path)
        for job in self._jobs:
            if job.path == path:
                job.state, job.reason = "Canceled", "JobCanceledByClient"
        request.say(200)

    def _next(self, request: Any, path: str) -> None:
        job = next((j for j in self._jobs if path.startswith(j.path + "/")), None)
        if job is None or job.state == "Canceled":
            return request.say(404)
        page = job.given + 1
        for rule, status in (
            (Rule.EARLY_404, 404),
            (Rule.EARLY_410, 410),
            (Rule.BLIND_404, 404),
            (Rule.WAITING_404, 404),
            (Rule.NEVER, 404),
            (Rule.PAGE_503, 503),
            (Rule.PAGE_503_EMPTY, 503),
            (Rule.FAILED_PAGE, 500),
        ):
            if self.doing(rule, page):
                return request.say(status)
        stops = (Rule.JAM, Rule.COVER, Rule.DOUBLE_FEED, Rule.MISPICK)
        if any(self.is_set(rule, page) for rule in stops):
            job.state, job.reason = "Aborted", "AbortedBySystem"
            return request.say(409)
        for rule, state, reason in (
            (Rule.JAM_REASON, "Aborted", "JobJam"),
            (Rule.ABORTED, "Aborted", "AbortedBySystem"),
            (Rule.CANCELED, "Canceled", "JobCanceledByUser"),
        ):
            if self.doing(rule, page):
                job.state, job.reason = state, reason
                return request.say(404)
        if self.doing(Rule.SILENT, page):
            return self.wait(_BOUND_S)
        if self.doing(Rule.HUNG_UP, page):
            return request.hang_up()
        sheet = self._draw_in(job)
        if sheet is None:
            job.state, job.reason = "Completed", "JobCompletedSuccessfully"
            return request.say(404)
        return self._give(request, job, sheet, page)

    def _draw_in(self, job: Job) -> Image.Image | None:
        with self._lock:
            if self.is_set(Rule.ONE_PAGE_JOBS) and job.given:
                return None
            if job.settings.get("InputSource") == "Platen":
                return None if job.given else self._glass
            return self._feeder.pop(0) if self._feeder else None

    def _give(self, request: Any, job: Job, sheet: Image.Image, page: int) -> None:
        job.given = page
        data = self.picture(sheet, job.settings)
        self.sent.append((jpeg_of(data) if data.startswith(b"%PDF") else data, sheet))
        if self.is_set(Rule.PDF_BATCH):
            rest, self._feeder = self._feeder, []
            data = pdf_of([self.fitted(s, job.settings) for s in (sheet, *rest)])
        media = "text/html" if self.is_set(Rule.WRONG_TYPE) else job.settings["DocumentFormat"]
        if self.doing(Rule.EMPTY_PAGE, page):
            data = b""
        if self.doing(Rule.CUT_PICTURE, page) or self.doing(Rule.BAD_PDF, page):
            data = data[: len(data) // 2]
        if self.doing(Rule.CUT_FILLED, page):
            data = data[: len(data) // 2] + b"\xff\xd9"
        if self.doing(Rule.HTML, page):
            data = b"<html><body>500 Internal Error</body></html>"
        if self.doing(Rule.BOMB, page):
            data = bomb()
        if self.doing(Rule.ENDLESS_PAGE, page):
            return request.pour(b"\xff\xd8\xff\xe0" + bytes(1_000_000))
        if self.doing(Rule.STALL, page):
            request.say(200, data[: len(data) // 2], media, length=len(data))
            return self.wait(_BOUND_S)
        for rule in (Rule.CUT_LENGTH, Rule.CUT_RESET):
            if self.doing(rule, page):
                request.say(200, data[: len(data) // 2], media, length=len(data))
                return request.hang_up(reset=rule is Rule.CUT_RESET)
        return request.say(200, data, media)

    def wait(self, seconds: float) -> None:
        """Do nothing, but not longer than the server lives."""
        self._is_closing.wait(seconds)

    def fitted(self, sheet: Image.Image, order: dict[str, str]) -> Image.Image:
        """A sheet in the size, colours and resolution that were asked for."""
        dpi = 150 if self.is_set(Rule.OTHER_DPI) else int(order["XResolution"])
        units = (int(order.get("Width", 2480)), int(order.get("Height", 3508)))
        size = (round(units[0] * dpi / 300), round(units[1] * dpi / 300))
        mode = {"BlackAndWhite1": "1", "Grayscale8": "L", "RGB24": "RGB"}[order["ColorMode"]]
        made = sheet.convert(mode).resize(size, Image.Resampling.NEAREST)
        made.info["dpi"] = (dpi, dpi)
        return made

    def picture(self, sheet: Image.Image, order: dict[str, str]) -> bytes:
        """What is delivered for a sheet."""
        made = self.fitted(sheet, order)
        media = order["DocumentFormat"]
        if media == "application/pdf":
            return pdf_of([made])
        store = io.BytesIO()
        kind = {"image/jpeg": "JPEG", "image/png": "PNG", "image/tiff": "TIFF"}[media]
        options = {"quality": 92} if kind == "JPEG" else {}
        made.save(store, kind, dpi=made.info["dpi"], **options)
        return store.getvalue()
