"""A station with a store, workers and a throw-away authority, on which faults are let loose."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf

from app.bootstrap import Wiring
from app.domain.ids import DossierId
from app.domain.result import ResultOrigin
from app.domain.signing import Signer, SignerRole, SigningPlan
from app.services.owed_times import pay_due
from app.services.results import take_in
from app.services.sign_batch import BatchReport, run_batch, start_batch
from app.services.station import SigningOptions, Station
from app.settings import Settings
from signing.trial.authority import TrialAuthority
from signing.validation.verify import VerifyRules, verify_with
from signing.verdict import Integrity, Verdict

PASSWORD = "thu"  # noqa: S105  # of a throw-away authority


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one fault.

    Attributes:
        family: PIN, token, time stamp, OCSP/CRL, disk or clock.
        fault: Its name; variants of one fault share it.
        variant: Which of them.
        expected: Error that had to come.
        found: Error that came.
        ended: How the batch ended after what people do about it; "" when it did not.
    """

    family: str
    fault: str
    variant: str
    expected: str
    found: str
    ended: str

    @property
    def is_right(self) -> bool:
        """The right error, and a batch that came to its end."""
        return self.expected == self.found and bool(self.ended)


@dataclass(slots=True)
class Trial:
    """The station and its authority.

    Attributes:
        clock_ahead: Added to the clock, so that nobody has to wait for a next attempt.
    """

    folder: Path
    authority: TrialAuthority
    opened: Station
    clock_ahead: timedelta = timedelta(0)
    made: int = 0

    def station(self, **options: object) -> Station:
        """The station with some of its signing options changed."""
        changed: SigningOptions = replace(self.opened.signing, **options)  # type: ignore[arg-type]  # options by their names
        return replace(self.opened, signing=changed, now=self.now)

    def now(self) -> datetime:
        """The clock of the station."""
        return datetime.now(UTC) + self.clock_ahead

    def papers(self, count: int) -> list[DossierId]:
        """Results that wait for a signature, no two alike."""
        found = []
        for _ in range(count):
            self.made += 1
            data = small_paper(self.made)
            name = f"ket-qua-{self.made}.pdf"
            found.append(take_in(self.opened, name, data, ResultOrigin.FOLDER).dossier_id)
        return found

    def content(self, home: DossierId) -> bytes:
        """Bytes of the one file of a result."""
        (file,) = self.opened.store.files(home)
        return self.opened.vault.get(home, file.blob)

    def levels(self, homes: Sequence[DossierId]) -> set[str]:
        """Levels of the signatures of these results; "broken" where one does not hold."""
        found = set()
        path = self.folder / "looked-at.pdf"
        for home in homes:
            path.write_bytes(self.content(home))
            rules = VerifyRules((self.authority.root_der,), draw_pages=False)
            verdict = verify_with(path, rules)
            sound = verdict.integrity is Integrity.INTACT and verdict.verdict is not Verdict.INVALID
            if not sound or len(verdict.signatures) != 1:
                found.add("broken")
            else:
                found.add(str(verdict.signatures[0].level).lower())
        return found


@contextmanager
def fault_station(folder: Path, authority: TrialAuthority) -> Iterator[Trial]:
    """Start a station under an authority whose services run."""
    trust = folder / "trust"
    trust.mkdir(parents=True)
    (trust / "root.pem").write_bytes(authority.root_pem.read_bytes())
    settings = Settings(
        data_dir=folder / "station",
        trust_dir=str(trust),
        timestamp_urls=authority.timestamp_url,
        service_timeout_s=10.0,
        jobs=1,
    )
    with Wiring(settings, dict(os.environ)).station() as station:
        yield Trial(folder, authority, station)


def plan_of(key: Path, level: str) -> SigningPlan:
    """One person signs with a key file."""
    return SigningPlan((Signer(SignerRole.PERSON, f"p12:{key}"),), level=level)


def sign_all(station: Station, homes: Sequence[DossierId], plan: SigningPlan) -> BatchReport:
    """Start a batch and run it."""
    batch = start_batch(station, homes, plan)
    return run_batch(station, batch.id, [bytearray(PASSWORD, "utf-8")])


@dataclass(frozen=True, slots=True)
class ServiceCase:
    """A service that goes wrong while a batch is signed.

    Attributes:
        key: Key file of the signer.
        level: Level that is wanted.
        reached: Level that can be had without the service.
        error: What has to be written down as the reason.
        options: Signing options of the station while it lasts.
        heal: Makes the service well again.
    """

    key: Path
    level: str
    reached: str
    error: str
    options: dict[str, object]
    heal: Callable[[], None]


def owe_and_pay(trial: Trial, case: ServiceCase, count: int = 2) -> tuple[str, str]:
    """Sign while a service is out of order, try to pay, heal it, pay.

    Returns:
        The reason that was written down, and how it ended; "" when a signature was lost, changed
        or kept waiting.
    """
    store, homes = trial.opened.store, trial.papers(count)
    before = {owed.file_id for owed in store.owed_times()}
    ill = trial.station(**case.options)
    report = sign_all(ill, homes, plan_of(case.key, case.level))
    first = report.first_failure()
    if first is not None or report.stopped_by is not None:
        return (report.stopped_by or first or report).code, ""  # type: ignore[union-attr]  # errors have codes
    signed = [trial.content(home) for home in homes]
    at_once, paid_early = trial.levels(homes), pay_due(ill)
    owed = [each for each in store.owed_times() if each.file_id not in before]
    unchanged = signed == [trial.content(home) for home in homes]
    reasons = ", ".join(sorted({each.reason for each in owed}))
    case.heal()
    trial.clock_ahead += timedelta(hours=1)
    paid = pay_due(trial.station())
    kept = all(
        _values(trial.content(home)) >= _values(data)
        for home, data in zip(homes, signed, strict=True)
    )
    right = (
        at_once == {case.reached}
        and (paid_early, len(owed), paid) == (0, count, count)
        and unchanged
        and kept
        and not store.owed_times()
        and trial.levels(homes) == {case.level}
    )
    ended = f"{case.reached} at once, {case.level} when the service was well" if right else ""
    return reasons or "none", ended


def _values(data: bytes) -> set[bytes]:
    """The signature values of a file, so that it shows when one was made anew."""
    from signing.pades.cms import signature_value

    with pikepdf.open(io.BytesIO(data)) as document:
        fields = document.Root.AcroForm.Fields
        contents = [
            bytes(each.V.Contents) for each in fields if str(each.V.Type) != "/DocTimeStamp"
        ]
    return {signature_value(content) for content in contents}


def small_paper(number: int, more: int = 0) -> bytes:
    """A PDF of one page that differs from all others.

    Args:
        number: Makes the difference.
        more: Bytes of grain that make it larger.
    """
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    drawn = (
        f"0.2 g 60 {100 + number} 200 40 re f\n%".encode() + os.urandom(more // 2).hex().encode()
    )
    page.Contents = document.make_stream(drawn)
    target = io.BytesIO()
    document.save(target, compress_streams=False)
    return target.getvalue()
