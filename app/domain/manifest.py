"""The manifest of a submission: what is sent, under which digests."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """One file of the submission; `sha256` and `size` are of the plain bytes."""

    id: str
    role: str
    name: str
    media: str
    size: int
    sha256: str
    paper_code: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything the processing system has to know of one dossier revision.

    Attributes:
        client_ref: Id of the dossier at this station.
        dossier_code: Dossier code of the processing system, "" if it has to give one.
        supersedes: Submission id this revision replaces, "" for the first.
        fields: `PAPER:NAME` -> value the officer stands for; `PAPER#2:NAME` for a second
            paper of that type.
        client_audit_head: Head of the station's audit chain when the dossier was sealed.
    """

    client_ref: str
    dossier_code: str
    procedure_code: str
    officer_id: str
    station_id: str
    revision: int
    files: tuple[ManifestFile, ...]
    fields: dict[str, str] = field(default_factory=dict)
    supersedes: str = ""
    client_audit_head: str = ""

    def canonical(self) -> bytes:
        """UTF-8 JSON with sorted keys and no white space.

        Holds only strings and integers, for which this equals RFC 8785 (JCS).
        """
        return json.dumps(
            asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":")
        ).encode("utf-8")

    def digest(self) -> str:
        """SHA-256 of the canonical form, lower-case hex."""
        return hashlib.sha256(self.canonical()).hexdigest()


def manifest_from_json(data: bytes) -> Manifest:
    """Read a manifest back.

    Raises:
        ValueError: Not a manifest.
    """
    try:
        raw = json.loads(data)
        files = tuple(ManifestFile(**item) for item in raw.pop("files"))
        return Manifest(files=files, **raw)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError("not a manifest") from error
