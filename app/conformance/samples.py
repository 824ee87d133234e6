"""Invented dossiers for the checks: no person, no real procedure, told apart by their names."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Json = dict[str, Any]  # Any: JSON has no static shape

AUDIT_HEAD = "ab" * 32
STATION, OFFICER = "tram-kiem-thu", "can-bo-kiem-thu"
_MARK = "kiem-thu-"


@dataclass(frozen=True, slots=True)
class Sample:
    """An announcement and the bytes of its files.

    Attributes:
        manifest: Members without the digest.
        files: Bytes by file id.
        key: Idempotency key of its announcement.
    """

    manifest: Json
    files: Mapping[str, bytes]
    key: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def client_ref(self) -> str:
        """Name of the dossier at the station."""
        return str(self.manifest["client_ref"])

    def digest(self) -> str:
        """SHA-256 of the manifest in its canonical form, RFC 8785.

        Of strings and integers only: the spelling of fractions is no matter here. What has no
        canonical form, such as half of a surrogate pair, is for checks that expect a refusal.
        """
        text = json.dumps(_sorted(self.manifest), ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def body(self) -> bytes:
        """The announcement as it is sent."""
        announced = {**self.manifest, "manifest_sha256": self.digest()}
        return json.dumps(announced, ensure_ascii=True).encode("ascii")

    def with_members(self, **members: Any) -> Sample:  # Any: also members of a wrong kind
        """The same with other members, and another key."""
        changed = {**self.manifest, **members}
        return replace(self, manifest=changed, key=str(uuid.uuid4()))

    def with_file(self, **members: Any) -> Sample:  # Any: also members of a wrong kind
        """The same with other members of its first file, and another key."""
        first, *rest = self.manifest["files"]
        return self.with_members(files=[{**first, **members}, *rest])

    def with_key(self) -> Sample:
        """The same content under another key."""
        return replace(self, key=str(uuid.uuid4()))

    def next_revision(self, files: Mapping[str, bytes]) -> Sample:
        """A later revision with these files."""
        later = sample(files, client_ref=self.client_ref)
        members = {"revision": self.manifest["revision"] + 1, "supersedes": self.key}
        return later.with_members(**members)


def _sorted(value: Any) -> Any:  # Any: JSON has no static shape
    """The same with members in the order of the UTF-16 code units of their names."""
    if isinstance(value, list | tuple):
        return [_sorted(each) for each in value]
    if not isinstance(value, dict):
        return value
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return {name: _sorted(value[name]) for name in names}


def sample(files: Mapping[str, bytes] | None = None, *, client_ref: str = "") -> Sample:
    """A dossier with these files, or with a small one."""
    files = {"tep-1": content(600)} if files is None else files
    manifest: Json = {
        "client_ref": client_ref or _MARK + str(uuid.uuid4()),
        "dossier_code": "",
        "procedure_code": "0.000000",
        "officer_id": OFFICER,
        "station_id": STATION,
        "revision": 1,
        "supersedes": "",
        "client_audit_head": AUDIT_HEAD,
        "fields": {"kiem_thu:noi_dung": "Hồ sơ kiểm thử, không phải của công dân nào"},
        "files": [_file(file_id, data) for file_id, data in files.items()],
    }
    return Sample(manifest, dict(files))


def _file(file_id: str, data: bytes) -> Json:
    return {
        "id": file_id,
        "role": "attachment",
        "name": f"{file_id}.txt",
        "media": "text/plain",
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "paper_code": "",
    }


def content(size: int, seed: int = 1) -> bytes:
    """Printable bytes that are the same for the same seed."""
    line = hashlib.sha256(seed.to_bytes(8, "big")).hexdigest().encode("ascii")
    return (line * (size // len(line) + 1))[:size]


def plain_pdf() -> bytes:
    """A PDF of one empty page, without a signature."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, text)
    start = len(out)
    out += b"xref\n0 4\n0000000000 65535 f \n"
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)
