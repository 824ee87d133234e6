"""A whole station in memory: scripted readings, a token with a PIN, a line that can be cut."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.catalog.base import UnknownPaper, UnknownProcedure
from app.domain.field import Field
from app.domain.ids import DossierId
from app.domain.manifest import Manifest
from app.domain.page import Page
from app.domain.procedure import Procedure
from app.domain.signing import Finished
from app.errors import Advice, LibraryError
from app.jobs import InlineExecutor
from app.province.base import Receipt, RemoteDossier, RemoteResult, ResultList
from app.province.errors import LinkDown, ResultChanged, ResultDamaged, ResultTaken
from app.scanning.fake import FakeScanner
from app.services.capture import new_dossier
from app.services.continue_job import ContinueOrder
from app.services.cover_drawing import draw_covers
from app.services.extend_jobs import Extended, ExtendOrder
from app.services.handover_drawing import draw_handover
from app.services.key_card_drawing import draw_key_card
from app.services.key_check import KeyCheck, KeyWarning
from app.services.key_host import KeyIdentity, SecretKind
from app.services.look_jobs import Looked
from app.services.process import read_dossier
from app.services.qr_code import qr_modules
from app.services.separator_look import SeparatorLook, SeparatorOrder
from app.services.signing_jobs import FinishOrder, Prepared, PrepareOrder
from app.services.signing_preview import CheckedFile, draw_page, find_stamp_place
from app.services.slip_drawing import draw_slip
from app.services.station import Identity, Station
from app.services.trust import CheckOrder
from app.services.workers import (
    BuiltPdf,
    Inspected,
    PageOutcome,
    PaperMetadata,
    PdfPageParts,
    ReadOrder,
    TokenReport,
)
from app.shared_bytes import SharedBytes, whole
from ocr.reading import FieldReading, PageReading, PaperGuess
from ocr.understanding.forms import PaperType
from ocr.understanding.validate import Province, ReferenceLists
from signing.identities import Mechanism
from signing.requests import RsaPadding
from signing.trust.records import Act as EvidenceAct
from signing.trust.records import EvidenceFacts
from signing.verdict import RevocationProof
from tests.fakes.memory_store import MemoryStore, MemoryVault

START = datetime(2025, 10, 27, 1, 30, tzinfo=UTC)
PIN = "24682468"
KEY = "pkcs11:/usr/lib/thu.so#THU"
MAX_TRIES = 3
BIRTH = "1.001193"


def small_pdf(texts: Sequence[str]) -> bytes:
    """A readable PDF of A4 pages, one line of ASCII on each."""
    count = len(texts)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, text in enumerate(texts):
        drawn = f"BT /F 14 Tf 60 760 Td ({text}) Tj ET"
        bodies.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {5 + 2 * number} 0 R>>"
        )
        bodies.append(f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream")
    return _with_table([f"{n} 0 obj{body}endobj\n" for n, body in enumerate(bodies, start=1)])


def _with_table(objects: Sequence[str]) -> bytes:
    head = "%PDF-1.7\n"
    starts = itertools.accumulate((len(each) for each in objects), initial=len(head))
    table = "".join(f"{start:010} 00000 n \n" for start in list(starts)[:-1])
    body = head + "".join(objects)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    tail += f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return (body + tail).encode("ascii")


@dataclass
class Reader:
    """Stands in for the cpu lane: gives scripted readings by the page's bytes."""

    readings: dict[bytes, PageReading] = field(default_factory=dict)
    continued: dict[bytes, tuple[FieldReading, ...]] = field(default_factory=dict)
    before: Callable[[str], None] = lambda _name: None
    orders: list[ReadOrder] = field(default_factory=list)
    prepared: list[PrepareOrder] = field(default_factory=list)
    broken: set[bytes] = field(default_factory=set)
    trouble: list[Exception] = field(default_factory=list)
    crash_at: str = ""
    looked: Looked = field(default_factory=lambda: Looked((), (), "unsigned", 0))
    oddities: tuple[tuple[str, bool], ...] = ()
    verdict: dict[str, Any] = field(default_factory=dict)
    key_trouble: LibraryError | None = None
    seen: dict[bytes, SeparatorLook] = field(default_factory=dict)
    key_warnings: tuple[str, ...] = ()
    checked_keys: list[bytes] = field(default_factory=list)

    def submit(self, job: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.before(job.__name__)
        if job.__name__ == self.crash_at:
            raise KeyboardInterrupt
        stand_in = {
            "inspect_source": self.inspect_source,
            "read_page": self.read_page,
            "build_pdf": self.build_pdf,
            "continue_page": self.continue_page,
            "prepare_file": self.prepare_file,
            "finish_file": self.finish_file,
            "look_before_signing": lambda *_: self.looked,
            "draw_page": draw_page,
            "draw_slip": draw_slip,
            "qr_modules": qr_modules,
            "draw_covers": draw_covers,
            "draw_handover": draw_handover,
            "draw_key_card": draw_key_card,
            "look_for_separators": self.look_for_separators,
            "leaner_layers": self.leaner_layers,
            "find_stamp_place": find_stamp_place,
            "inspect_file": lambda _data: self.oddities,
            "check_signatures": self.check_signatures,
            "check_key": self.check_key,
        }[job.__name__]
        return InlineExecutor().submit(stand_in, *args, **kwargs)

    def close(self) -> None:
        """Nothing runs."""

    def inspect_source(self, given: bytes | SharedBytes) -> Inspected:
        data = whole(given)
        if not data.startswith((b"\x89PNG", b"\xff\xd8\xff")):
            raise LibraryError("input.not_an_image", Advice.USER_ACTION)
        media = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
        return Inspected(media, 1, False, hashlib.sha256(data).hexdigest())

    def read_page(self, order: ReadOrder) -> PageOutcome:
        self.orders.append(order)
        data = whole(order.data)
        reading = self.readings.get(data, PageReading(200, 280, 300))
        return PageOutcome(reading, data, b"layers")

    def look_for_separators(self, order: SeparatorOrder) -> SeparatorLook:
        data = whole(order.data)
        if data in self.broken:
            raise LibraryError("input.damaged", Advice.USER_ACTION)
        return self.seen.get(data, SeparatorLook())

    def continue_page(self, order: ContinueOrder) -> tuple[FieldReading, ...]:
        return self.continued.get(order.clean, ())

    def prepare_file(self, order: PrepareOrder) -> Prepared:
        if self.trouble:
            raise self.trouble.pop()
        if order.data in self.broken:
            raise LibraryError("pdf.damaged", Advice.USER_ACTION)
        self.prepared.append(order)
        digest = hashlib.sha256(order.data).digest()
        pkcs1 = order.request.rsa_padding is RsaPadding.PKCS1
        mechanism = Mechanism.RSA_PKCS1 if pkcs1 else Mechanism.RSA_PSS
        told = {"signed_attributes": base64.b64encode(digest).decode(),
                "mechanism": mechanism.value,
                "certificate": base64.b64encode(order.certificate).decode()}  # fmt: skip
        part = zlib.compress(b" prepared")
        return Prepared(json.dumps(told), part, digest, mechanism, order.certificate)

    def finish_file(self, order: FinishOrder) -> Finished:
        added = b" by " + order.value + b" signed"
        whole = order.data + added
        wanted = order.request.level.value
        level = "b-b" if order.without_time else wanted
        return Finished(
            zlib.compress(added), hashlib.sha256(whole).hexdigest(), len(whole), level,
            "" if level == wanted else wanted, "Người ký thử",
        )  # fmt: skip

    def check_signatures(
        self, _source: object, name: str, _trust: object, _at: object
    ) -> CheckedFile:
        plain = {"verdict": "unsigned", "integrity": "none", "notices": [], "signatures": []}
        return CheckedFile({**plain, **self.verdict, "path": name}, b"<report/>", "0" * 64)

    def check_key(self, order: CheckOrder, _now: datetime) -> KeyCheck:
        self.checked_keys.append(order.certificate)
        if self.key_trouble is not None:
            raise self.key_trouble
        name = order.certificate.decode("utf-8", "replace")
        warnings = tuple(KeyWarning(name, code) for code in self.key_warnings)
        proof = RevocationProof((order.certificate, b"authority"), (b"revocation list",))
        return KeyCheck(name, "good", warnings, proof)

    def leaner_layers(self, layers: bytes, dpi: int) -> bytes:
        return layers

    def build_pdf(self, pages: Sequence[PdfPageParts], metadata: PaperMetadata) -> BuiltPdf:
        data = small_pdf([f"{metadata.doc_code} page {n + 1}" for n in range(len(pages))])
        return BuiltPdf(data, hashlib.sha256(data).hexdigest(), len(pages))


@dataclass
class Token:
    """Stands in for the token lane: one PIN, three tries, counts every login."""

    tries_left: int = MAX_TRIES
    present: bool = True
    logins: list[str] = field(default_factory=list)
    given: list[bytearray] = field(default_factory=list)
    values: list[bytes] = field(default_factory=list)
    pulled_after: int | None = None
    renewed: bytes = b""
    is_open: bool = False

    def submit(self, job: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        stand_in = {"token_report": self.report}[job.__name__]
        return InlineExecutor().submit(stand_in, *args, **kwargs)

    def close(self) -> None:
        """Nothing runs."""

    def report(self, _source: str) -> TokenReport:
        left = self.tries_left
        return TokenReport(
            "Thẻ thử của Trạm", self.present, None if left == MAX_TRIES else left,
            0 < left < MAX_TRIES, left == 1, left == 0,
        )  # fmt: skip

    def secret_kind(self, source: str) -> SecretKind:
        return SecretKind.PIN

    def unlock(self, source: str, pin: bytearray) -> KeyIdentity:
        try:
            self._log_in(pin)
        finally:
            self.given.append(pin)
            pin[:] = bytes(len(pin))
        self.is_open = True
        certificate = self.renewed + f"certificate of {source}".encode()
        return KeyIdentity(certificate, (), frozenset({Mechanism.RSA_PSS}))

    def _log_in(self, pin: bytearray) -> None:
        self.logins.append(pin.decode("utf-8"))
        if self.tries_left == 0:
            raise LibraryError("key.pin_locked", Advice.USER_ACTION)
        if self.logins[-1] != PIN:
            self.tries_left -= 1
            raise LibraryError("key.wrong_pin", Advice.USER_ACTION, "", self.tries_left)
        self.tries_left = MAX_TRIES

    def sign(self, source: str, data: bytes, mechanism: Mechanism) -> bytes:
        if self.pulled_after is not None and len(self.values) >= self.pulled_after:
            raise LibraryError("key.token_missing", Advice.USER_ACTION)
        if not self.is_open:
            raise LibraryError("key.pin_needed", Advice.USER_ACTION)
        value = f"{source}|{data.hex()}|{len(self.values)}".encode()
        self.values.append(value)
        return value

    def lock(self) -> None:
        self.is_open = False


@dataclass
class Services:
    """Stands in for the lane of time stamps; dead until it is told to answer."""

    online: bool = False
    asked: int = 0

    def submit(self, job: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.asked += 1
        stand_in = {"stamp_values": self.stamp, "extend_file": self.extend}[job.__name__]
        return InlineExecutor().submit(stand_in, *args, **kwargs)

    def close(self) -> None:
        """Nothing runs."""

    def stamp(self, values: Sequence[bytes], _request: object) -> tuple[bytes | LibraryError, ...]:
        if self.online:
            return tuple(b"token over " + value for value in values)
        dead = LibraryError("service.timestamp_unavailable", Advice.RETRY_LATER)
        return tuple(dead for _ in values)

    def extend(self, order: ExtendOrder) -> Extended:
        if not self.online:
            raise LibraryError("service.timestamp_unavailable", Advice.RETRY_LATER)
        data = order.data + b" time"
        digest = hashlib.sha256(data).hexdigest()
        proof = RevocationProof((b"certificate of the time-stamp service",))
        facts = EvidenceFacts(
            order.at, EvidenceAct.EXTENDED, digest, order.request.field_name, "extended", proof
        )
        return Extended(data, digest, order.level, evidence=(facts,))


@dataclass
class Line:
    """Stands in for the processing system."""

    online: bool = True
    held: dict[str, bytes] = field(default_factory=dict)
    trouble: Exception | None = None
    waiting: dict[str, tuple[RemoteResult, bytes]] = field(default_factory=dict)
    acknowledged: dict[str, str] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    trouble_at: dict[str, Exception] = field(default_factory=dict)

    def offer(self, name: str, data: bytes, *, result_id: str = "", code: str = "") -> RemoteResult:
        """Let a result wait, or replace the file of one."""
        digest = hashlib.sha256(data).hexdigest()
        offered = RemoteResult(result_id or name, name, len(data), digest, code)
        self.waiting[offered.id] = (offered, data)
        return offered

    def waiting_results(self, agency: str, etag: str = "") -> ResultList:
        self._check("list")
        listed = tuple(result for result, _ in self.waiting.values())
        name = str(hash((agency, listed)))
        return ResultList((), etag, True) if name == etag else ResultList(listed, name)

    def fetch_result(self, result: RemoteResult) -> bytes:
        self._check("fetch")
        self.fetched.append(result.id)
        data = self.waiting[result.id][1]
        if hashlib.sha256(data).hexdigest() != result.sha256:
            raise ResultDamaged(result.id)
        return data

    def acknowledge_result(self, result: RemoteResult, client_ref: str) -> None:
        self._check("acknowledge")
        if self.acknowledged.setdefault(result.id, client_ref) != client_ref:
            raise ResultTaken(result.id)
        if self.waiting[result.id][0].sha256 != result.sha256:
            raise ResultChanged(result.id)
        del self.waiting[result.id]

    def reachable(self) -> bool:
        return self.online

    def begin(self, manifest: Manifest, key: str) -> RemoteDossier:
        self._check()
        return RemoteDossier(f"r-{key[-6:]}", {f.id: f"u/{f.id}" for f in manifest.files})

    def resume_point(self, url: str) -> int:
        self._check()
        return len(self.held.get(url, b""))

    def put(self, url: str, offset: int, chunk: bytes) -> int:
        self._check()
        self.held[url] = self.held.get(url, b"")[:offset] + chunk
        return len(self.held[url])

    def commit(self, remote_id: str, manifest: Manifest, key: str) -> Receipt:
        self._check("commit")
        claims = {"committed_at": START.isoformat(), "manifest_sha256": manifest.digest()}
        payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        number = f"BN-{key[-4:].upper()}"
        return Receipt(
            number, f"e30.{payload}.sig", remote_id, manifest.client_ref, manifest.revision,
            manifest.digest(), START.isoformat(),
        )  # fmt: skip

    def _check(self, call: str = "") -> None:
        if self.trouble is not None:
            raise self.trouble
        if call in self.trouble_at:
            raise self.trouble_at.pop(call)
        if not self.online:
            raise LinkDown("no route")


class Shelf:
    """A catalogue of two procedures."""

    def procedures(self) -> tuple[Procedure, ...]:
        return (
            Procedure(BIRTH, "Đăng ký khai sinh"),
            Procedure("1.001612", "Đăng ký thành lập hộ kinh doanh"),
        )

    def procedure(self, code: str) -> Procedure:
        for procedure in self.procedures():
            if procedure.code == code:
                return procedure
        raise UnknownProcedure(code)

    def paper_types(self) -> tuple[PaperType, ...]:
        return (PaperType("birth_declaration", "Tờ khai đăng ký khai sinh", ()),)

    def paper(self, code: str) -> PaperType:
        for paper in self.paper_types():
            if paper.code == code:
                return paper
        raise UnknownPaper(code)

    def provinces(self) -> tuple[Province, ...]:
        return ()

    def reference_lists(self) -> ReferenceLists:
        return ReferenceLists()


@dataclass
class CounterStation:
    """The station with its stand-ins at hand."""

    store: MemoryStore = field(default_factory=MemoryStore)
    vault: MemoryVault = field(default_factory=MemoryVault)
    scanner: FakeScanner = field(default_factory=lambda: FakeScanner([]))
    reader: Reader = field(default_factory=Reader)
    token: Token = field(default_factory=Token)
    line: Line = field(default_factory=Line)
    services: Services = field(default_factory=Services)
    clock: datetime = START

    def __post_init__(self) -> None:
        bits = itertools.count(1)
        self.station = Station(
            store=self.store,
            vault=self.vault,
            scanner=self.scanner,
            catalog=Shelf(),
            system=self.line,
            cpu=self.reader,
            token=self.token,
            identity=Identity("tram-1", "canbo01", "H26"),
            now=self._now,
            random_bits=lambda width: next(bits) << (width - 20),
            keys=self.token,
            check=self.reader,
        )

    def _now(self) -> datetime:
        self.clock += timedelta(milliseconds=7)
        return self.clock

    def add_dossier(
        self, papers: Sequence[tuple[bytes, PageReading]], code: str = "", procedure: str = ""
    ) -> DossierId:
        """A dossier whose pages are captured and read."""
        home = self.add_unread([data for data, _ in papers], code, procedure)
        for data, reading in papers:
            self.reader.readings[data] = reading
        read_dossier(self.station, home)
        return home

    def add_unread(
        self, pictures: Sequence[bytes], code: str = "", procedure: str = ""
    ) -> DossierId:
        """A dossier whose pages are captured only."""
        from app.services.capture import ScanOrder, scan

        home = new_dossier(self.station, code=code, procedure_code=procedure).id
        if pictures:
            self.scanner.load(pictures)
            scan(self.station, home, ScanOrder("fake:feeder"))
        return home

    def pages(self, home: DossierId) -> list[Page]:
        return self.store.pages(home)

    def field(self, home: DossierId, name: str) -> Field:
        return next(each for each in self.store.fields(home) if each.name == name)


def reading(
    *fields: FieldReading, paper: str = "", size: tuple[int, int] = (200, 280)
) -> PageReading:
    """A reading with these fields."""
    guess = PaperGuess("birth_declaration", paper, 0.9) if paper else None
    return replace(PageReading(*size, 300), fields=tuple(fields), paper=guess)
