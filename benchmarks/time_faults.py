"""Eight faults of time-stamp services: none may lose a signature or be believed.

A batch is signed at B-T while the service is out of order. Every file has to be published at B-B
and to owe its time; another attempt while the service is still ill may change nothing; when it is
well, every file gets its time, with the signature it had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from benchmarks.fault_station import PASSWORD, Row, ServiceCase, Trial, fault_station, owe_and_pay
from signing.trial.authority import TrialAuthority, TrialKey
from signing.trial.services import TrialServices
from tests.fakes.loopback_web import LoopbackWeb, QuietHandler

FAMILY = "time stamp"
ERROR = "service.timestamp_unavailable"
CLOCK_ERROR = "service.timestamp_clock"
_PATIENT_S, _IMPATIENT_S = 20.0, 0.5
_OVERSIZED_BYTES = 2 * 2**20


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of an odd service.

    Attributes:
        cut: The connection ends in the middle of it.
    """

    content: bytes = b""
    status: int = 200
    cut: bool = False


Behaviour = Callable[[bytes], Reply]


class OddService(LoopbackWeb):
    """A web server on loopback that answers every request the way it is told; a context manager.

    Attributes:
        behave: What it does with the body of a request.
    """

    def __init__(self) -> None:
        self.behave: Behaviour = lambda _: Reply()
        service = self

        class Handler(QuietHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                reply = service.behave(self.rfile.read(length))
                try:
                    self.send_response(reply.status)
                    self.send_header("Content-Type", "application/timestamp-reply")
                    self.send_header("Content-Length", str(len(reply.content)))
                    if 300 <= reply.status < 400:
                        self.send_header("Location", f"{service.url}/")
                    self.end_headers()
                    content = reply.content[: len(reply.content) // 2 if reply.cut else None]
                    self.wfile.write(content)
                except ConnectionError:
                    self.close_connection = True  # the client had enough of it

        super().__init__(Handler)


@dataclass(frozen=True, slots=True)
class TimeFault:
    """One way in which a time-stamp service goes wrong.

    Attributes:
        fault: Its name; variants share it.
        behave: What the service answers; None lets nobody listen.
        error: What has to be written down as the reason.
    """

    fault: str
    variant: str
    behave: Behaviour | None
    timeout_s: float = _PATIENT_S
    error: str = ERROR


@dataclass(frozen=True, slots=True)
class TimeStage:
    """The station, its authority and the odd service."""

    trial: Trial
    odd: OddService
    dead_url: str
    release: Event = field(default_factory=Event)


@contextmanager
def time_stage(folder: Path) -> Iterator[TimeStage]:
    """Set everything up once for all faults."""
    with TrialServices() as services, OddService() as odd:
        with TrialServices() as gone:
            dead_url = gone.url
        authority = TrialAuthority.create(
            folder / "ca", datetime.now(UTC), base_url=services.url, password=PASSWORD
        )
        services.publish(authority)
        with fault_station(folder, authority) as trial:
            stage = TimeStage(trial, odd, dead_url)
            try:
                yield stage
            finally:
                stage.release.set()


def time_faults(on: TimeStage) -> list[TimeFault]:
    """The eight faults, each with its variants."""
    authority = on.trial.authority
    good = authority.answer_timestamp
    stranger = TrialAuthority.create(
        on.trial.folder / "khac", datetime.now(UTC), base_url=authority.base_url, password=PASSWORD
    )

    def silent(_: bytes) -> Reply:
        on.release.wait(30)
        return Reply()

    def by(key: TrialKey) -> Behaviour:
        other = replace(authority, tsa=key)
        return lambda request: Reply(other.answer_timestamp(request))

    def clock(ahead: timedelta) -> Behaviour:
        return lambda body: Reply(authority.answer_timestamp(body, datetime.now(UTC) + ahead))

    return [
        TimeFault("refused connection", "nobody listens", None),
        TimeFault("no answer in time", "silent", silent, _IMPATIENT_S),
        TimeFault("error of the server", "HTTP 500", lambda _: Reply(b"loi", 500)),
        TimeFault("error of the server", "sent elsewhere", lambda _: Reply(status=302)),
        TimeFault("error of the server", "cut off", lambda body: Reply(good(body), cut=True)),
        TimeFault("rejection", "bad request", lambda _: Reply(_rejection())),
        TimeFault("garbage", "a web page", lambda _: Reply(b"<html>Xin dang nhap</html>")),
        TimeFault("garbage", "half a token", lambda body: Reply(good(body)[:900])),
        TimeFault("garbage", "2 MiB", lambda body: Reply(good(body) + bytes(_OVERSIZED_BYTES))),
        TimeFault(
            "answer to another request", "other nonce", lambda body: Reply(good(_asked(body)))
        ),
        TimeFault("answer to another request", "token shown again", _Again(good)),
        TimeFault(
            "token for another digest",
            "same nonce",
            lambda body: Reply(good(_asked(body, digest=bytes(32)))),
        ),
        TimeFault("service not to be believed", "certificate expired", by(_expired(authority))),
        TimeFault("service not to be believed", "another purpose", by(authority.issue_responder())),
        TimeFault("service not to be believed", "of another authority", by(stranger.tsa)),
        TimeFault(
            "service not to be believed",
            "signature changed",
            lambda body: Reply(_tampered(good(body))),
        ),
        TimeFault(
            "service not to be believed",
            "no certificate",
            lambda body: Reply(_without_certificate(good(body))),
        ),
        TimeFault(
            "service not to be believed",
            "clock an hour fast",
            clock(timedelta(hours=1)),
            error=CLOCK_ERROR,
        ),
        TimeFault(
            "service not to be believed",
            "clock seven hours slow",
            clock(-timedelta(hours=7)),
            error=CLOCK_ERROR,
        ),
    ]


def try_time_fault(on: TimeStage, fault: TimeFault) -> Row:
    """Sign while the service is out of order; see the module."""
    on.odd.behave = fault.behave or on.odd.behave
    case = ServiceCase(
        key=on.trial.authority.officer_p12,
        level="b-t",
        reached="b-b",
        error=fault.error,
        options={
            "timestamp_urls": (on.odd.url if fault.behave else on.dead_url,),
            "service_timeout_s": fault.timeout_s,
        },
        heal=lambda: None,  # the station goes back to its own service
    )
    found, ended = owe_and_pay(on.trial, case)
    return Row(FAMILY, fault.fault, fault.variant, fault.error, found, ended)


class _Again:
    """Shows the first token for ever."""

    def __init__(self, good: Callable[[bytes], bytes]) -> None:
        self._good, self._first = good, b""

    def __call__(self, body: bytes) -> Reply:
        self._first = self._first or self._good(_asked(body, digest=b"\1" * 32))
        return Reply(self._first)


def _asked(body: bytes, *, digest: bytes = b"") -> bytes:
    """The request as somebody else would have sent it: another nonce, or another digest."""
    query = tsp.TimeStampReq.load(body)
    imprint = query["message_imprint"]
    if digest:
        imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
    nonce = query["nonce"].native if digest else query["nonce"].native + 1
    made = tsp.TimeStampReq(
        {"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True}
    )
    return bytes(made.dump())


def _rejection() -> bytes:
    status = {"status": "rejection", "fail_info": {"bad_request"}}
    return bytes(tsp.TimeStampResp({"status": status}).dump())


def _without_certificate(answer: bytes) -> bytes:
    response = tsp.TimeStampResp.load(answer)
    response["time_stamp_token"]["content"]["certificates"] = None
    return bytes(response.dump(force=True))


def _tampered(answer: bytes) -> bytes:
    return answer[:-1] + bytes([answer[-1] ^ 1])


def _expired(authority: TrialAuthority) -> TrialKey:
    """A time-stamp service of the authority whose certificate is over since yesterday."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    root, now = authority.root, datetime.now(UTC)
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(authority.tsa.certificate.subject)
        .issuer_name(root.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=300))
        .not_valid_after(now - timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(root.private_key, hashes.SHA256())
    )
    return TrialKey(certificate, key)
