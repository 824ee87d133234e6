"""Network scanners by eSCL (AirScan): the parent's side. Nothing a device sends is read here."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from app.own_program import module_command
from app.scanning.base import Device, DriverCrashed, ScannedPage, ScannerMissing, ScanProfile
from app.scanning.child_process import Patience
from app.scanning.driver_client import (
    Capabilities,
    DriverClient,
    capabilities_from,
    is_loaded,
)
from app.scanning.driver_errors import ScannerMisbehaves
from app.scanning.escl_address import PLAIN_IF_NO_TLS, usable_root
from app.scanning.escl_book import EsclBook, SeenScanner
from app.scanning.escl_values import plain_uuid
from app.scanning.network import NetworkScanner, ShownCertificate
from app.scanning.profile_wire import fields_of
from app.scanning.wire import Message

PREFIX = "escl:"
FAMILY = "eSCL"
WORKER_COMMAND = module_command("app.scanning.escl_worker")
PATIENCE = Patience(blocked_s=180.0)
"""A device may take 120 s to begin an answer; its own bound comes first and says more."""


@dataclass(frozen=True, slots=True)
class EsclOptions:
    """How network scanners are looked for and talked to.

    Attributes:
        addresses: Given in the settings.
        policy: When without encryption: "if_no_tls", "never" or "fallback".
        browse_s: How long to listen for announcements, seconds; 0 = never.
        interfaces: Addresses of the network interfaces to listen at; empty = all.
        limits: Other patience than usual, see `escl_line.Limits`.
    """

    addresses: tuple[str, ...] = ()
    policy: str = PLAIN_IF_NO_TLS
    browse_s: float = 2.5
    interfaces: tuple[str, ...] = ()
    limits: Mapping[str, float] = field(default_factory=dict)


class EsclScanner:
    """The eSCL family; every call runs in its own child process.

    Args:
        environment: The whole environment of the child.
        book: What is remembered between calls.
        options: Where to look.
        patience: How long a silent process is waited for.
        command: The child's program; another one in a frozen build and in tests.
        on_progress: See `DriverClient`.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        book: EsclBook,
        options: EsclOptions | None = None,
        *,
        patience: Patience = PATIENCE,
        command: Sequence[str] = WORKER_COMMAND,
    ) -> None:
        self._driver = DriverClient("network scanner", tuple(command), environment, patience)
        self._book = book
        self._options = options or EsclOptions()

    def devices(self) -> list[Device]:
        """Scanners that announce themselves, and given ones that answer; each machine once.

        Raises:
            DriverCrashed, DriverHung: The process failed while looking.
        """
        return [Device(PREFIX + each.key, label_of(each)) for each in self._here()]

    def scan(
        self, device_id: str, profile: ScanProfile, cancelled: Callable[[], bool]
    ) -> Generator[ScannedPage, None, None]:
        """Deliver pages until the paper is used up; see `Scanner.scan`.

        Raises:
            ScanError: The kind of trouble; pages already yielded stay valid.
        """
        key, wishes = split_id(device_id)
        scanner = self._find(key)
        driver = replace(self._driver, on_note=lambda message: self._note(scanner, message))
        yield from driver.scan(
            cancelled,
            **self._target(scanner),
            options=wishes,
            **fields_of(profile),
        )

    def has_paper(self, device_id: str) -> bool:
        """Whether sheets lie in the feeder; see `SensesPaper`.

        Raises:
            PaperUnsensed: It has no feeder, or does not tell.
            ScanError: It cannot be asked.
        """
        scanner = self._find(split_id(device_id)[0])
        driver = replace(self._driver, on_note=lambda message: self._note(scanner, message))
        return is_loaded(driver.ask("paper", **self._target(scanner)))

    def capabilities(self, device_id: str, *, fresh: bool = False) -> Capabilities:
        """What a scanner can do; see `NetworkScanners.capabilities`."""
        scanner = self._find(split_id(device_id)[0])
        kept = self._book.caps(scanner.key)
        if kept and not fresh:
            return capabilities_from(Message("caps", kept))
        driver = replace(self._driver, on_note=lambda message: self._note(scanner, message))
        return capabilities_from(driver.ask("caps", **self._target(scanner)))

    def known(self) -> list[NetworkScanner]:
        """All that answer, and all that were added; see `NetworkScanners.known`."""
        here = {each.key: each for each in self._here()}
        gone = {
            each.key: each
            for each in (self._find(url) for url in self._manual())
            if each.key not in here
        }
        return [
            *(self._shown(each, is_here=True) for each in here.values()),
            *(self._shown(each, is_here=False) for each in gone.values()),
        ]

    def add(self, address: str) -> NetworkScanner:
        """Remember a scanner by its address; see `NetworkScanners.add`.

        One that has to be confirmed first is remembered too.
        """
        url = usable_root(address).geturl()
        rows = self._rows(urls=[url], browse_s=0)
        if not rows:
            raise ScannerMissing("nothing answers there")
        scanner = self._book.meet(replace(rows[0], urls=tuple(dict.fromkeys((url, *rows[0].urls)))))
        self._book.add(url)
        return self._shown(scanner, is_here=True)

    def remove(self, device_id: str) -> None:
        """Forget a scanner; see `NetworkScanners.remove`."""
        scanner = self._find(split_id(device_id)[0])
        known = {*self._book.added(), *self._book.seen(), *self._book.pins()}
        if not known & {scanner.key, *scanner.urls}:
            raise ScannerMissing("nobody knows it")
        self._book.forget(scanner)

    def certificate(self, device_id: str) -> ShownCertificate:
        """The certificate a scanner shows; see `NetworkScanners.certificate`."""
        scanner = self._find(split_id(device_id)[0])
        answer = self._driver.ask("certificate", **self._target(scanner))
        return ShownCertificate(answer.text("pem"), answer.text("fingerprint"))

    def confirm(self, device_id: str, certificate: ShownCertificate) -> None:
        """Take this certificate alone; see `NetworkScanners.confirm`."""
        scanner = self._find(split_id(device_id)[0])
        encrypted = [url for url in scanner.urls if url.startswith("https:")]
        self._book.pin((scanner.key, *encrypted), certificate.pem)

    def _here(self) -> list[SeenScanner]:
        return [self._book.meet(each) for each in self._rows(self._manual())]

    def _manual(self) -> list[str]:
        given = [usable_root(address).geturl() for address in self._options.addresses]
        return list(dict.fromkeys((*given, *self._book.added())))

    def _rows(self, urls: Sequence[str], browse_s: float | None = None) -> list[SeenScanner]:
        """What answers, each machine once."""
        answer = self._driver.ask(
            "devices",
            urls=list(urls),
            pins=self._book.pins(),
            limits=dict(self._options.limits),
            interfaces=list(self._options.interfaces),
            browse_s=self._options.browse_s if browse_s is None else browse_s,
        )
        rows = answer.fields.get("devices")
        if not isinstance(rows, list):
            raise DriverCrashed("no list of devices")
        return merged([row for row in rows if isinstance(row, Mapping)])

    def _find(self, key: str) -> SeenScanner:
        """What is known of a device; one that was never met may be met at the scan.

        Raises:
            ScannerMissing: No key of a network scanner.
        """
        seen = self._book.seen()
        for each in seen.values():
            if key == each.key or key in each.urls:
                return each
        uuid = plain_uuid(key)
        if uuid:
            return SeenScanner(uuid, "", "", uuid, ())
        try:
            url = usable_root(key).geturl() if "://" in key else ""
        except ScannerMisbehaves as error:
            raise ScannerMissing("no such network scanner") from error
        if not url:
            raise ScannerMissing("no such network scanner")
        return SeenScanner(url, "", "", "", (url,))

    def _target(self, scanner: SeenScanner) -> dict[str, object]:
        """What the child needs to reach a device."""
        pins = self._book.pins()
        of_url = next((pins[url] for url in scanner.urls if url in pins), "")
        return {
            "urls": list(scanner.urls),
            "uuid": scanner.uuid,
            "pin": pins.get(scanner.key, of_url),
            "policy": self._options.policy,
            "limits": dict(self._options.limits),
            "interfaces": list(self._options.interfaces),
            "browse_s": self._options.browse_s,
        }

    def _note(self, scanner: SeenScanner, message: Message) -> None:
        """Remember where the device was met and what it can do now."""
        if message.kind != "found":
            return
        uuid = plain_uuid(message.text("uuid"))
        met = replace(
            scanner,
            key=uuid or scanner.key,
            uuid=uuid or scanner.uuid,
            model=message.text("model") or scanner.model,
            urls=tuple(dict.fromkeys((message.text("url"), *scanner.urls))),
        )
        self._book.meet(met)
        names = ("sources", "modes", "dpi", "model", "edition")
        self._book.keep_caps(met.key, {name: message.fields.get(name) for name in names})

    def _shown(self, scanner: SeenScanner, *, is_here: bool) -> NetworkScanner:
        return NetworkScanner(
            id=PREFIX + scanner.key,
            family=FAMILY,
            model=scanner.model,
            note=scanner.note,
            addresses=scanner.urls,
            is_added=bool({scanner.key, *scanner.urls} & set(self._manual())),
            is_confirmed=bool({scanner.key, *scanner.urls} & set(self._book.pins())),
            is_here=is_here,
        )


def merged(rows: Sequence[Mapping[str, object]]) -> list[SeenScanner]:
    """Each machine once, though it stands on the network, on a cable and in the settings."""
    found: dict[str, SeenScanner] = {}
    uuids = {str(row.get("url")): str(row.get("uuid")) for row in rows if row.get("uuid")}
    for row in rows:
        url = str(row.get("url", ""))
        uuid = plain_uuid(str(row.get("uuid") or uuids.get(url, "")))
        now = SeenScanner(uuid or url, str(row.get("model")), str(row.get("note")), uuid, (url,))
        old = found.get(now.key, now)
        found[now.key] = replace(
            old,
            model=old.model or now.model,
            note=old.note or now.note,
            urls=tuple(dict.fromkeys((*old.urls, url))),
        )
    return list(found.values())


def label_of(scanner: SeenScanner) -> str:
    """Model and place for the officer."""
    model = scanner.model or "Máy quét mạng"
    return f"{model} ({scanner.note})" if scanner.note else model


def split_id(device_id: str) -> tuple[str, dict[str, str]]:
    """Key of a device and the wishes after "?" ("escl:http://192.0.2.7:80/eSCL?paper=a5").

    Raises:
        ScannerMissing: Not an id of this family.
    """
    if not device_id.startswith(PREFIX):
        raise ScannerMissing("not a network scanner")
    key, _, tail = device_id.removeprefix(PREFIX).partition("?")
    pairs = (pair.partition("=") for pair in tail.split("&") if pair)
    return key, {name: unquote(value) for name, _, value in pairs}


__all__ = ["PREFIX", "EsclOptions", "EsclScanner", "label_of", "merged", "split_id"]
