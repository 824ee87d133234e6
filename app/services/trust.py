"""Trust: the station's list of authorities, and a certificate checked before its key is used."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import Advice, LibraryError, StationError
from app.services.workers import library_errors
from app.settings import Settings
from signing.endpoints import Reach, load_hosts
from signing.limits import TrustMaterial

if TYPE_CHECKING:
    from signing.trust.certificate_check import CheckedCertificate
    from signing.trust.list_store import ListFacts

Json = dict[str, Any]  # values of JSON are any of its types

log = logging.getLogger(__name__)

_FOLDER = "trust"
_ANSWERS = "answers"
_MAX_FILE_BYTES = 16 * 1024 * 1024


class TrustFileUnreadable(StationError):
    """The file with a trust list or key is missing, too large or may not be read."""

    code = "trust.file_unreadable"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class ListedAuthority:
    """One authority of the list, for people.

    Attributes:
        name: Common name.
        role: `root` or `intermediate`.
        scope: `official`, `public` or `time-stamp`.
        sha256: Pin.
        valid_to: Until when it is trusted.
        trusted_now: Its time has begun and is not over.
    """

    name: str
    role: str
    scope: str
    sha256: str
    valid_to: datetime
    trusted_now: bool


@dataclass(frozen=True, slots=True)
class TrustState:
    """The list in use, for people.

    Attributes:
        publisher: Who issues it.
        publisher_key: Fingerprint of the publisher's key.
        sequence: Number of the issue.
        this_update: When it was issued.
        next_update: When the next issue is due.
        outdated: It is overdue.
        sha256: Digest of its file.
        authorities: What it lists.
    """

    publisher: str
    publisher_key: str
    sequence: int
    this_update: datetime
    next_update: datetime
    outdated: bool
    sha256: str
    authorities: tuple[ListedAuthority, ...]

    def to_json(self) -> Json:
        """Give the shape that is written to JSON."""
        return {
            "publisher": self.publisher,
            "publisher_key": self.publisher_key,
            "sequence": self.sequence,
            "this_update": self.this_update.isoformat(),
            "next_update": self.next_update.isoformat(),
            "outdated": self.outdated,
            "sha256": self.sha256,
            "authorities": [
                {
                    "name": one.name,
                    "role": one.role,
                    "scope": one.scope,
                    "sha256": one.sha256,
                    "valid_to": one.valid_to.isoformat(),
                    "trusted_now": one.trusted_now,
                }
                for one in self.authorities
            ],
        }


def trust_folder(settings: Settings) -> Path:
    """Where the list lies: the configured folder, else one of the station's own."""
    return Path(settings.trust_dir) if settings.trust_dir else settings.data_dir / _FOLDER


def trust_dir_in_use(settings: Settings) -> str:
    """The folder that signing and checking read; empty when there is none."""
    from signing.trust.list_store import LIST_FILE

    own = settings.data_dir / _FOLDER
    return settings.trust_dir or (str(own) if (own / LIST_FILE).exists() else "")


def station_reach(settings: Settings, environment: Mapping[str, str], now: datetime) -> Reach:
    """How services of authorities are reached from this station.

    Args:
        settings: The station's; answers are kept in its folder.
        environment: Variables that name proxies.
        now: Entries of the table of hosts that are not of this time are left out.
    """
    reach = Reach.of_environment(environment)
    return replace(reach, hosts=shipped_hosts(now), kept=settings.data_dir / _ANSWERS)


def shipped_hosts(now: datetime) -> tuple[tuple[str, str], ...]:
    """Hosts to ask instead of those that certificates name; none when the table is damaged."""
    try:
        with library_errors(), as_file(files("resources") / "trust" / "hosts.json") as file:
            return load_hosts(file, now)
    except LibraryError as error:
        log.error("the table of hosts is damaged: %s", error.detail)
        return ()


def trust_publisher(folder: Path, file: Path, *, replace: bool = False) -> str:
    """Trust the publisher of lists from now on and give the fingerprint of its key.

    Raises:
        TrustFileUnreadable: The file cannot be read.
        LibraryError: It is no key, or another one is trusted already.
    """
    from signing.trust.list_store import TrustFolder

    content = _read(file)
    with library_errors():
        return TrustFolder(folder).trust_publisher(content, replace=replace)


def import_list(folder: Path, file: Path, now: datetime) -> TrustState:
    """Take a list into use.

    Raises:
        TrustFileUnreadable: The file cannot be read.
        LibraryError: Not proved, not newer, or not of this time; the list in use stays.
    """
    from signing.trust.list_store import TrustFolder

    content = _read(file)
    with library_errors():
        return _state(TrustFolder(folder).bring(content, now), now)


@dataclass(frozen=True, slots=True)
class PublishOrder:
    """What a publisher puts into a list.

    Attributes:
        files: Certificates, PEM or DER, each confirmed by the publisher.
        scopes: What they stand for, one or several.
        source: Where they came from and how they were confirmed.
        publisher: Who issues the list.
        sequence: Its number.
        days: Until when the next one is due.
        withdrawn: SHA-256 of authorities that are trusted no longer, each with the last moment
            of trust, aware.
    """

    files: tuple[Path, ...]
    scopes: tuple[str, ...]
    source: str
    publisher: str
    sequence: int
    days: int
    withdrawn: tuple[tuple[str, datetime], ...] = ()


def publish_list(
    order: PublishOrder, key_file: Path, password: bytearray | None, now: datetime
) -> bytes:
    """Make and sign a list for other stations.

    Args:
        order: What goes in.
        key_file: Private Ed25519 key, PEM.
        password: Opens it; wiped. None for a key without one.
        now: Aware time of issue.

    Raises:
        TrustFileUnreadable: A file cannot be read.
        LibraryError: A certificate or the key cannot be used.
    """
    from signing.trust.list_making import Confirmed, Issue, load_signing_key, make_list
    from signing.trust.trust_list import Scope

    contents = [_read(file) for file in order.files]
    key_content = _read(key_file)
    with library_errors():
        key = load_signing_key(key_content, password)
        confirmed = [
            Confirmed(one, Scope(scope), order.source) for one in contents for scope in order.scopes
        ]
        until = now + timedelta(days=order.days)
        issue = Issue(order.publisher, order.sequence, now, until, order.withdrawn)
        return make_list(issue, confirmed, key)


def list_in_use(folder: Path, now: datetime) -> TrustState | None:
    """Prove the list in use once more; None when the station has none.

    Raises:
        LibraryError: It was changed.
    """
    from signing.trust.list_store import TrustFolder

    with library_errors():
        found = TrustFolder(folder).in_use(now)
    return None if found is None else _state(found, now)


@dataclass(frozen=True, slots=True)
class CheckOrder:
    """A certificate to be checked before its key is used.

    Attributes:
        certificate: The signer's, DER.
        beside: Certificates that came with it, DER.
        trust: Authorities of the station, and what they are trusted for.
        online: Ask the authority.
        offline_allowed: Let it sign although its state of revocation is unknown.
        timeout_s: Longest wait for one answer, seconds.
        reach: How addresses are reached, and where answers are kept.
    """

    certificate: bytes
    beside: tuple[bytes, ...]
    trust: TrustMaterial
    online: bool = True
    offline_allowed: bool = False
    timeout_s: float = 10.0
    reach: Reach = field(default_factory=Reach)


@dataclass(frozen=True, slots=True)
class CertificateReport:
    """What the officer is shown about a certificate that may sign.

    Attributes:
        subject: Common name of the holder.
        issuer: Common name of the authority.
        not_after: Last moment of its time.
        chain: Names from the holder to the root.
        revocation: `good` or `unknown`.
        unknown_because: Code of the reason why it is unknown; empty when it is known.
        warnings: `certificate-expires-60`, `-30`, `-7`, `revocation-unknown`.
        clock: Code of what is wrong with this machine's clock by the clocks of the services
            that were asked; empty when nothing is known to be.
        checked: All of it, to be kept as evidence with the signature.
    """

    subject: str
    issuer: str
    not_after: datetime
    chain: tuple[str, ...]
    revocation: str
    unknown_because: str
    warnings: tuple[str, ...]
    clock: str
    checked: CheckedCertificate


def check_certificate(order: CheckOrder, now: datetime) -> CertificateReport:
    """Check a certificate before its key is used.

    Raises:
        LibraryError: The certificate may not sign; its code says why.
    Runs on: a worker process.
    """
    from signing.trust.certificate_check import CheckRules, check_before_signing
    from signing.trust.clocks import clock_finding

    with library_errors():
        rules = CheckRules(
            moment=now,
            roots=order.trust.certificates,
            limits=order.trust.limits,
            fetch=order.online,
            offline_allowed=order.offline_allowed,
            timeout_s=order.timeout_s,
            reach=order.reach,
        )
        found = check_before_signing(order.certificate, order.beside, rules)
    doubt = clock_finding(found.clocks).error()
    return CertificateReport(
        subject=found.summary.subject,
        issuer=found.summary.issuer,
        not_after=found.summary.not_after,
        chain=found.chain,
        revocation=found.revocation.value,
        unknown_because=found.unknown_because,
        warnings=found.warnings,
        clock=doubt.code if doubt else "",
        checked=found,
    )


def _state(facts: ListFacts, now: datetime) -> TrustState:
    """Put a list into words."""
    from signing.certificates import common_name, parse_certificate

    trusted = facts.content.at(now)
    return TrustState(
        publisher=facts.content.publisher,
        publisher_key=facts.publisher_key,
        sequence=facts.content.sequence,
        this_update=facts.content.this_update,
        next_update=facts.content.next_update,
        outdated=facts.outdated,
        sha256=facts.sha256,
        authorities=tuple(
            ListedAuthority(
                name=common_name(parse_certificate(one.certificate).subject),
                role=one.role.value,
                scope=one.scope.value,
                sha256=one.sha256,
                valid_to=one.valid_to,
                trusted_now=one in trusted,
            )
            for one in facts.content.entries
        ),
    )


def _read(file: Path) -> bytes:
    """Read a small file whole."""
    try:
        if file.stat().st_size > _MAX_FILE_BYTES:
            raise TrustFileUnreadable("the file is too large")
        return file.read_bytes()
    except OSError as error:
        raise TrustFileUnreadable(f"the file cannot be read: {error.strerror}") from error
