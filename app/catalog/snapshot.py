"""The catalogue as one signed file, for stations without a network.

The signature is detached: Ed25519 over a fixed prefix and the bytes of the file, so that a
signature made for something else is none for a catalogue.

Source: RFC 8032 (Ed25519), RFC 8037 (its keys in JSON).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from app.catalog.base import CatalogInvalid, SnapshotFacts, SnapshotRefused
from app.catalog.entries import Entry, parse_json, require_keys, text
from app.catalog.folders import CatalogFolder, MemoryFolder
from app.catalog.load import FileCatalog, read_catalog
from app.catalog.local import Json, procedure_entry
from app.catalog.own_papers import OWN_PAPERS_FILE
from app.catalog.paper_entries import paper_entry, papers_document
from app.catalog.papers import load_papers
from ocr.understanding.forms import PaperType

SNAPSHOT_SCHEMA = "sohoa.catalog_snapshot/1"
SIGNATURE_SCHEMA = "sohoa.catalog_signature/1"
MAX_SNAPSHOT_BYTES = 20_000_000
MAX_KEY_BYTES = 10_000
_MAX_FILES = 64
_PREFIX = SNAPSHOT_SCHEMA.encode("ascii") + b"\n"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot that was read: what it says of itself, and the catalogue in it."""

    facts: SnapshotFacts
    catalog: FileCatalog


def make_snapshot(
    root: CatalogFolder, catalog: FileCatalog, *, source: str, made_at: datetime
) -> bytes:
    """The catalogue as one JSON document.

    Args:
        root: Folder of the files that the catalogue was read from.
        catalog: The catalogue in use, with the province's entries laid over the files.
        source: Who makes it, and from what.
        made_at: When, with a zone.
    """
    files: Json = {
        file.name: parse_json(file.read_bytes(), file.name)
        for file in sorted(root.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".json")
    }
    content = catalog.content
    files["procedures.json"]["procedures"] = [procedure_entry(p) for p in content.procedures]
    _put_own_papers(files, catalog, load_papers(root), made_at)
    files["agencies.json"]["agencies"] = [
        {
            key: value
            for key, value in {
                "code": agency.code,
                "name": agency.name,
                "unconfirmed": agency.unconfirmed,
                "valid_from": agency.period.first.isoformat() if agency.period.first else "",
                "valid_to": agency.period.last.isoformat() if agency.period.last else "",
            }.items()
            if value
        }
        for agency in content.agencies
    ]
    document = {
        "schema": SNAPSHOT_SCHEMA,
        "source": source,
        "made_at": made_at.astimezone(UTC).isoformat(),
        "files": files,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _put_own_papers(
    files: Json, catalog: FileCatalog, shipped: Sequence[PaperType], made_at: datetime
) -> None:
    """Put the forms that differ from those of the files into a file of their own."""
    own = {paper.code: paper for paper in catalog.paper_types() if paper not in shipped}
    if not own:
        return
    for name, document in files.items():
        if name.startswith("papers_"):
            kept = [entry for entry in document["papers"] if entry["code"] not in own]
            document["papers"] = kept
    before = files.get(OWN_PAPERS_FILE, {}).get("papers", [])
    entries = [*before, *map(paper_entry, own.values())]
    files[OWN_PAPERS_FILE] = papers_document(
        entries, source="province", valid_from=made_at.date().isoformat()
    )


def read_snapshot(content: bytes, *, signer: str = "") -> Snapshot:
    """Read a snapshot; whether it is to be trusted is for `check_signature` to say first.

    Raises:
        CatalogInvalid: It is no snapshot, or the catalogue in it is wrong.
    """
    if len(content) > MAX_SNAPSHOT_BYTES:
        raise CatalogInvalid("snapshot is too large")
    document = require_keys(parse_json(content, "snapshot"), "schema source made_at files")
    if document.get("schema") != SNAPSHOT_SCHEMA:
        raise CatalogInvalid("snapshot has another schema")
    facts = SnapshotFacts(
        source=text(document, "source"),
        made_at=_moment(document),
        sha256=hashlib.sha256(content).hexdigest(),
        signer=signer,
    )
    files = document.get("files")
    if not isinstance(files, dict) or not 0 < len(files) <= _MAX_FILES:
        raise CatalogInvalid("snapshot has no files, or too many")
    return Snapshot(facts, read_catalog(MemoryFolder(files)))


def snapshot_files(content: bytes) -> CatalogFolder:
    """The files in a snapshot that was read before."""
    return MemoryFolder(parse_json(content, "snapshot")["files"])


def _moment(document: Entry) -> datetime:
    try:
        moment = datetime.fromisoformat(text(document, "made_at"))
    except ValueError as error:
        raise CatalogInvalid("snapshot without its time") from error
    if moment.tzinfo is None:
        raise CatalogInvalid("time of the snapshot without a zone")
    return moment.astimezone(UTC)


def sign_snapshot(content: bytes, key: Ed25519PrivateKey) -> bytes:
    """The detached signature of a snapshot, as JSON."""
    signature = key.sign(_PREFIX + content)
    document = {
        "schema": SIGNATURE_SCHEMA,
        "signer": fingerprint(key.public_key()),
        "signature": base64.b64encode(signature).decode("ascii"),
    }
    return (json.dumps(document, indent=1) + "\n").encode("ascii")


def check_signature(content: bytes, signature: bytes, key: Ed25519PublicKey) -> str:
    """Check a detached signature; gives the fingerprint of the key.

    Raises:
        SnapshotRefused: The snapshot was changed, or another key signed it.
    """
    try:
        document = require_keys(
            parse_json(signature[: MAX_KEY_BYTES + 1], "signature"), "schema signer signature"
        )
        if document.get("schema") != SIGNATURE_SCHEMA:
            raise SnapshotRefused("signature has another schema")
        key.verify(base64.b64decode(text(document, "signature"), validate=True), _PREFIX + content)
    except (CatalogInvalid, binascii.Error, ValueError) as error:
        raise SnapshotRefused("no signature of a catalogue") from error
    except InvalidSignature as error:
        raise SnapshotRefused("changed, or signed by another key") from error
    return fingerprint(key)


def fingerprint(key: Ed25519PublicKey) -> str:
    """First half of the SHA-256 of a public key, in hexadecimal, for people to compare."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:32]


def read_public_key(content: bytes) -> Ed25519PublicKey:
    """An Ed25519 key out of PEM or of a JSON key.

    Raises:
        SnapshotRefused: It is none.
    """
    try:
        if content.lstrip().startswith(b"{"):
            return _key_from_json(content)
        key = serialization.load_pem_public_key(content)
    except (ValueError, UnsupportedAlgorithm, CatalogInvalid) as error:
        raise SnapshotRefused("no public key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise SnapshotRefused("key is not of the kind Ed25519")
    return key


def _key_from_json(content: bytes) -> Ed25519PublicKey:
    document = require_keys(parse_json(content, "key"), "kty crv x kid alg use")
    if (document.get("kty"), document.get("crv")) != ("OKP", "Ed25519"):
        raise SnapshotRefused("key is not of the kind Ed25519")
    raw = text(document, "x")
    return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))


def public_key_json(key: Ed25519PublicKey) -> bytes:
    """A public key as a JSON key."""
    x = base64.urlsafe_b64encode(key.public_bytes_raw()).rstrip(b"=").decode("ascii")
    return json.dumps({"kty": "OKP", "crv": "Ed25519", "x": x}).encode("ascii")


def read_private_key(content: bytes, password: bytearray | None) -> Ed25519PrivateKey:
    """An Ed25519 key out of PEM.

    Raises:
        SnapshotRefused: It is none, or the password is wrong.
    """
    try:
        key = serialization.load_pem_private_key(content, bytes(password) if password else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SnapshotRefused("no private key, or its password is wrong") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SnapshotRefused("key is not of the kind Ed25519")
    return key
