"""Signing and checking of files on disk, without the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from app.errors import Advice, LibraryError, StationError
from app.jobs import Executor
from app.scanning.folder import list_sources, read_source
from app.services import workers
from app.services.digitize import pdf_name, write_whole
from app.services.report import failure_json
from app.services.sign import Key, sign_request
from app.services.station import SigningOptions
from app.services.workers import Signed, SignOrder, sign_bytes

Json = dict[str, Any]  # values of JSON are any of its types


class WouldOverwrite(StationError):
    """The result would replace a file that is already there."""

    code = "output.exists"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class SigningDesk:
    """What signing of loose files needs."""

    token: Executor
    now: Callable[[], datetime]
    options: SigningOptions = field(default_factory=SigningOptions)


@dataclass(frozen=True, slots=True)
class Written:
    """A signed file on disk."""

    target: Path
    sha256: str
    signer: str
    level: str


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file."""

    source: str
    outcome: Written | StationError

    def to_json(self) -> Json:
        """For reports."""
        if isinstance(self.outcome, StationError):
            return failure_json(self.source, self.outcome)
        return {
            "source": self.source,
            "target": str(self.outcome.target),
            "sha256": self.outcome.sha256,
            "signer": self.outcome.signer,
            "level": self.outcome.level,
        }


def sign_files(
    desk: SigningDesk,
    paths: Sequence[Path],
    folder: Path | None,
    *,
    key: Key,
    level: str = "",
) -> list[FileOutcome]:
    """Sign files with one login; the originals stay, results go to `folder` or beside them.

    Raises:
        LibraryError: The key was refused; nothing was signed.
    """
    readable, outcomes = _read(paths)
    try:
        signed = _sign(desk, readable, key, level) if readable else {}
    finally:
        key.pin[:] = bytes(len(key.pin))
    for path, result in signed.items():
        outcomes[path] = result if isinstance(result, LibraryError) else _keep(path, folder, result)
    return [FileOutcome(str(path), outcome) for path, outcome in outcomes.items()]


Outcomes = dict[Path, Written | StationError]


def _read(paths: Sequence[Path]) -> tuple[dict[Path, bytes], Outcomes]:
    """Bytes of the readable files, and an outcome for the others."""
    readable: dict[Path, bytes] = {}
    outcomes: Outcomes = {}
    for path in list_sources(paths):
        try:
            readable[path] = read_source(path)
        except StationError as error:
            outcomes[path] = error
    return readable, outcomes


def _sign(
    desk: SigningDesk, files: dict[Path, bytes], key: Key, level: str
) -> dict[Path, Signed | LibraryError]:
    order = SignOrder(
        key=key.source,
        pin=key.pin,
        files=tuple((str(path), data) for path, data in files.items()),
        request=sign_request(desk.options, level or desk.options.level, desk.now()),
    )
    return dict(zip(files, desk.token.submit(sign_bytes, order).result(), strict=True))


def _keep(path: Path, folder: Path | None, signed: Signed) -> Written | StationError:
    target = _target(path, folder)
    try:
        if target.exists():
            raise WouldOverwrite(target.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, signed.data)
    except StationError as error:
        return error
    return Written(target, signed.sha256, signed.signer, signed.level)


def _target(path: Path, folder: Path | None) -> Path:
    beside = path.with_name(pdf_name(path, "-signed"))
    if folder is None:
        return beside
    target = folder / path.name
    return folder / beside.name if target.absolute() == path.absolute() else target


def verify_files(desk: SigningDesk, paths: Sequence[str], trust_dir: str) -> list[Json]:
    """Verdicts over files, in order; an unreadable file gets one too.

    Raises:
        LibraryError: The trust folder cannot be read.
    """
    trust_dir = trust_dir or desk.options.trust_dir
    roots = workers.read_trust(Path(trust_dir)) if trust_dir else ()
    return desk.token.submit(workers.verify_files, tuple(paths), roots).result()
