"""Electronic results: taken in, looked at, signed by person and agency, returned to the system.

A result is a file that nobody here has made. It travels as a dossier of its own with one file,
so that signing, outbox and receipts are those of every dossier.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.dossier import Dossier, DossierFile, DossierState, FileRole
from app.domain.ids import DossierId, FileId
from app.domain.officer import Right
from app.domain.result import ResultOrigin, ResultRecord
from app.domain.signing import Signer, SignerRole, SigningBatch, SigningPlan
from app.domain.submission import Submission
from app.errors import Advice, StationError
from app.province.base import RemoteResult
from app.province.errors import ResultChanged, ResultTaken
from app.scanning.folder import list_sources, read_source
from app.services.access import require
from app.services.deliver import enqueue
from app.services.look_jobs import Looked, look_before_signing
from app.services.sign_batch import start_batch
from app.services.signing_check import CheckRules
from app.services.station import SigningOptions, Station
from app.services.workers import read_trust
from signing.limits import TrustMaterial

log = logging.getLogger(__name__)

_DOSSIER_CODE = re.compile(r"[A-Z]\d{2}(?:\.\d+)*-\d{6}-\d{4,}")

ANY_PROCEDURE = "KET-QUA"
"""Stands for the procedure of a result whose dossier this station does not know; the processing
system wants some procedure with everything it is sent, and knows the right one by the dossier."""


_LOST = frozenset({ResultChanged.code, ResultTaken.code})
"""Notices of results that the processing system would not take back from this station."""

SAME_AS_ANOTHER = "result.same_as_another"
"""Notice: another result holds the same bytes; each is returned to its own request."""


class ResultRefused(StationError):
    """The file is not taken in: it acts by itself, or a signature in it does not hold."""

    code = "result.refused"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of one file of the inbox.

    Attributes:
        source: Name of the file.
        outcome: The result's row, or why it was not taken in; None when it was before.
    """

    source: str
    outcome: ResultRecord | StationError | None


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A result as lists show it.

    Attributes:
        record: What it is.
        dossier: The row that carries it.
        file: Its file, as it is now.
        submission: Its way back, None while it is not sent.
        answers: Dossier of this station that it answers, None where none here has its code.
    """

    record: ResultRecord
    dossier: Dossier
    file: DossierFile
    submission: Submission | None
    answers: DossierId | None = None


def import_results(station: Station, folder: Path) -> list[TakenIn]:
    """Take in every PDF of a folder that is not here yet; the files themselves stay.

    Raises:
        ScanError: The folder cannot be read.
    """
    require(station, Right.SIGN)
    paths = [path for path in list_sources([folder]) if path.suffix.lower() == ".pdf"]
    return [_taken(station, path) for path in paths]


def _taken(station: Station, path: Path) -> TakenIn:
    try:
        data = read_source(path)
        if station.store.has_result(hashlib.sha256(data).hexdigest()):
            return TakenIn(path.name, None)
        return TakenIn(path.name, take_in(station, path.name, data, ResultOrigin.FOLDER))
    except StationError as error:
        return TakenIn(path.name, error)


def take_in(
    station: Station,
    name: str,
    data: bytes,
    origin: ResultOrigin,
    *,
    remote: RemoteResult | None = None,
) -> ResultRecord:
    """Look at a file and remember it as a result to be signed.

    Args:
        station: The station.
        name: File name; a dossier code in it says which dossier the result belongs to, where
            the processing system does not.
        data: The PDF.
        origin: Where it came from.
        remote: What the processing system says of it, None for one from elsewhere.

    Raises:
        ResultRefused: It acts by itself, or a signature in it does not hold.
        LibraryError: It is no PDF that could be signed.
        IllegalStep: It was taken in before.
    """
    looked = _looked(station, data)
    home = DossierId(station.new_id())
    dossier = _carrier(station, home, name, remote)
    digest = hashlib.sha256(data).hexdigest()
    notices = looked.notices
    if remote is not None and station.store.has_result(digest):
        notices = (*notices, SAME_AS_ANOTHER)
    file = DossierFile(
        id=FileId(station.new_id()),
        dossier_id=home,
        role=FileRole.RESULT,
        name=name,
        media="application/pdf",
        blob=station.vault.put(home, data),
        sha256=digest,
        size=len(data),
    )
    record = ResultRecord(
        dossier_id=home,
        origin=origin,
        remote_id=remote.id if remote else "",
        source_sha256=digest,
        received_at=station.stamp(),
        notices=notices,
        signers_before=looked.signatures,
    )
    act = station.act("result.taken_in", home, digest=digest, note=" ".join(notices))
    station.store.add_result(dossier, record, file, act, looked.evidence)
    return record


def _carrier(station: Station, home: DossierId, name: str, remote: RemoteResult | None) -> Dossier:
    """The dossier row that a result travels with."""
    found = _DOSSIER_CODE.search(name)
    code = (remote.dossier_code if remote else "") or (found.group() if found else "")
    procedure = _procedure_of(station, code)
    if procedure == ANY_PROCEDURE and remote is not None and remote.procedure_code:
        procedure = remote.procedure_code
    return Dossier(home, code, procedure, DossierState.BUILT, 1, station.stamp())


def _procedure_of(station: Station, dossier_code: str) -> str:
    """Procedure of the dossier that a result belongs to, where this station took it in."""
    for row in station.store.dossier_rows():
        if dossier_code and row.dossier.code == dossier_code and row.dossier.procedure_code:
            return row.dossier.procedure_code
    return ANY_PROCEDURE


def _looked(station: Station, data: bytes) -> Looked:
    trust = station.signing.trust_dir
    rules = CheckRules(read_trust(Path(trust)) if trust else TrustMaterial(), station.signing.reach)
    looked = station.check.submit(look_before_signing, data, rules, station.now()).result()
    if looked.refusals:
        raise ResultRefused(" ".join(looked.refusals))
    if looked.verdict == "invalid":
        raise ResultRefused("a signature does not hold")
    return looked


def result_rows(station: Station) -> list[ResultRow]:
    """All results, oldest first."""
    homes = {row.dossier.code: row.dossier.id for row in station.store.dossier_rows()}
    rows: list[ResultRow] = []
    for record in station.store.results():
        dossier = station.store.dossier(record.dossier_id)
        file = station.store.files(record.dossier_id)[0]
        answers = homes.get(dossier.code) if dossier.code else None
        sent = station.store.submissions_of(record.dossier_id)
        rows.append(ResultRow(record, dossier, file, sent[-1] if sent else None, answers))
    return rows


def results_plan(options: SigningOptions, person_key: str, level: str = "") -> SigningPlan:
    """The person signs first, then the agency where it has a key."""
    signers = [Signer(SignerRole.PERSON, person_key)] if person_key else []
    if options.agency_key:
        signers.append(Signer(SignerRole.AGENCY, options.agency_key))
    return SigningPlan(
        signers=tuple(signers),
        level=level or options.level,
        kind=options.kind,
        padding=options.padding,
        owe_time=options.owe_time,
    )


def start_results(
    station: Station, plan: SigningPlan, chosen: Sequence[DossierId] = ()
) -> SigningBatch:
    """Put results that are not signed yet into one batch.

    Args:
        station: The station.
        plan: Who signs.
        chosen: Results to sign; none = all that wait and that the processing system neither
            replaced nor gave to another station meanwhile.

    Raises:
        ResultRefused: None is waiting.
        IllegalStep: One is in another batch.
    """
    require(station, Right.SIGN)
    waiting = [row for row in result_rows(station) if row.dossier.state is DossierState.BUILT]
    wanted = [
        row.dossier.id
        for row in waiting
        if (row.dossier.id in chosen if chosen else _LOST.isdisjoint(row.record.notices))
    ]
    if not wanted:
        raise ResultRefused("no result waits for a signature")
    return start_batch(station, wanted, plan)


def send_results(station: Station) -> list[Submission | StationError]:
    """Put every signed result into the outbox, on its way back to the system."""
    require(station, Right.SIGN)
    outcomes: list[Submission | StationError] = []
    for row in result_rows(station):
        if row.dossier.state is DossierState.SIGNED:
            try:
                outcomes.append(enqueue(station, row.dossier.id))
            except StationError as error:
                outcomes.append(error)
    return outcomes
