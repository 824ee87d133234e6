"""The manifest of a submission: what is sent, under which digests."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field

from app.domain.canonical_json import canonical_bytes


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
class ReusedComponent:
    """A component for which a paper that was digitized before is taken.

    Attributes:
        paper_code: Paper type of the component.
        component_code: Code of the component in the processing system, "" where not known.
        name: Official name of the component.
        status: TrangThaiSoHoa: "2" reused, "3" reused from the result of another dossier.
        replaced_result: MaKetQuaThayThe, code of the paper that is taken.
        from_national_store: DuocLayTuKhoDMQG: "1" from the national store, else "0".
        number: Number and notation of the paper.
        issuer: Agency it came from.
        address: Where its file can be fetched.
        dossier_code: Code of the dossier it was digitized in.
        sha256: SHA-256 of its file, "" where not known.
    """

    paper_code: str
    component_code: str
    name: str
    status: str
    replaced_result: str
    from_national_store: str = "0"
    number: str = ""
    issuer: str = ""
    address: str = ""
    dossier_code: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class PresentAddress:
    """Where an address of the fields lies now; the address itself stays as printed.

    Attributes:
        field: Key of the address in `Manifest.fields`.
        commune: Commune, ward or township as printed, "" where it cannot be told; the communes
            that were merged in 2025 keep the name on the paper.
        province: Province it belongs to since 1 July 2025.
        province_code: Code of that province.
    """

    field: str
    commune: str
    province: str
    province_code: str


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
        owner_kind: LoaiDoiTuong of the owner, "" while nobody was named.
        owner_id: Personal id of the owner, or the code of an organisation; may be "".
        reused: Components for which nothing was scanned.
        addresses: Present place of those addresses among the fields that name a province.
        result_id: Id of the processing system for the result that comes back signed, "" for none.
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
    owner_kind: str = ""
    owner_id: str = ""
    reused: tuple[ReusedComponent, ...] = ()
    addresses: tuple[PresentAddress, ...] = ()
    result_id: str = ""

    def members(self) -> dict[str, object]:
        """What is sent, ready for JSON.

        Members of a later version are left out while they are empty, so that a receiver of the
        first version understands every manifest that needs nothing new.
        """
        members = asdict(self)
        return {name: members[name] for name in members if members[name] or name not in _LATER}

    def canonical(self) -> bytes:
        """Canonical JSON, RFC 8785.

        Raises:
            ValueError: A text is none that UTF-8 can spell, or a size is beyond 2^53 - 1.
        """
        return canonical_bytes(self.members())

    def digest(self) -> str:
        """SHA-256 of the canonical form, lower-case hex."""
        return hashlib.sha256(self.canonical()).hexdigest()


_LATER = frozenset({"owner_kind", "owner_id", "reused", "addresses", "result_id"})


def manifest_from_json(data: bytes) -> Manifest:
    """Read a manifest back.

    Raises:
        ValueError: Not a manifest.
    """
    try:
        raw = json.loads(data)
        files = tuple(ManifestFile(**item) for item in raw.pop("files"))
        reused = tuple(ReusedComponent(**item) for item in raw.pop("reused", ()))
        addresses = tuple(PresentAddress(**item) for item in raw.pop("addresses", ()))
        return Manifest(files=files, reused=reused, addresses=addresses, **raw)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("not a manifest") from error
