"""Sign: the files of a built dossier, with one PIN, in the token lane.

The PIN goes once over the pipe to the worker and is wiped there and here; it is never stored,
logged or tried twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.domain.dossier import DossierEvent, DossierFile, DossierState
from app.domain.ids import DossierId
from app.errors import LibraryError, StationError, WrongUse
from app.services.assemble import VIETNAM
from app.services.review import move
from app.services.station import SigningOptions, Station
from app.services.workers import (
    Signed,
    SignOrder,
    TokenReport,
    read_trust,
    sign_bytes,
    token_report,
)
from signing.requests import Level, SignRequest


@dataclass(frozen=True, slots=True)
class Key:
    """Which key, and what opens it.

    Attributes:
        source: "p12:PATH" or "pkcs11:MODULE#TOKEN".
        pin: PIN or password, UTF-8; wiped by `sign_dossier`.
    """

    source: str
    pin: bytearray


def key_state(station: Station, source: str) -> TokenReport:
    """What the token says before anybody types a PIN.

    Raises:
        LibraryError: Module or token is missing.
    """
    return station.token.submit(token_report, source).result()


def sign_dossier(
    station: Station, dossier_id: DossierId, key: Key, *, level: str = ""
) -> list[DossierFile]:
    """Sign all files: BUILT -> SIGNING -> SIGNED, or back to BUILT with the error.

    Files that came with a signature of their own stay as they are.

    Raises:
        IllegalStep: The dossier is not built.
        LibraryError: Wrong PIN, token gone, certificate refused, time-stamp missing …
    """
    try:
        move(station, dossier_id, DossierEvent.START_SIGNING)
        files = station.store.files(dossier_id)
        try:
            signed = _sign(station, [file for file in files if not file.signed], key, level)
            finished = [_with_signature(station, file, signed) for file in files]
        except StationError as error:
            _give_back(station, dossier_id, error)
            raise
    finally:
        key.pin[:] = bytes(len(key.pin))
    station.store.save_files(
        dossier_id,
        finished,
        expected=DossierState.SIGNING,
        to=DossierState.SIGNED,
        act=station.act("dossier.sign", dossier_id, note=f"{len(signed)} files"),
    )
    return finished


def _sign(station: Station, files: list[DossierFile], key: Key, level: str) -> dict[str, Signed]:
    if not files:
        return {}
    order = SignOrder(
        key=key.source,
        pin=key.pin,
        files=tuple((file.id, station.vault.get(file.dossier_id, file.blob)) for file in files),
        request=sign_request(station.signing, level or station.signing.level, station.now()),
    )
    return by_name(station.token.submit(sign_bytes, order).result())


def by_name(outcomes: Sequence[Signed | LibraryError]) -> dict[str, Signed]:
    """Signed files by name; a dossier is signed whole or not at all.

    Raises:
        LibraryError: The first file that could not be signed.
    """
    signed: dict[str, Signed] = {}
    for outcome in outcomes:
        if isinstance(outcome, LibraryError):
            raise outcome
        signed[outcome.name] = outcome
    return signed


def sign_request(options: SigningOptions, level: str, now: datetime) -> SignRequest:
    """The request that the station's settings ask for.

    Raises:
        LibraryError: The trust folder cannot be read.
        WrongUse: No such level.
    """
    if level not in set(Level):
        raise WrongUse(f"level {level}")
    roots = read_trust(Path(options.trust_dir)) if options.trust_dir else ()
    return SignRequest(
        signed_at=now.astimezone(VIETNAM),
        level=Level(level),
        timestamp_urls=options.timestamp_urls,
        trust_roots=roots,
        allow_unknown_issuer=not roots,
    )


def _with_signature(station: Station, file: DossierFile, signed: dict[str, Signed]) -> DossierFile:
    result = signed.get(file.id)
    if result is None:
        return file
    return replace(
        file,
        blob=station.vault.put(file.dossier_id, result.data),
        sha256=result.sha256,
        size=len(result.data),
        signed=True,
    )


def _give_back(station: Station, dossier_id: DossierId, error: StationError) -> None:
    station.store.move_dossier(
        dossier_id,
        DossierState.SIGNING,
        DossierState.BUILT,
        station.act("dossier.signing_failed", dossier_id, note=error.code),
    )
