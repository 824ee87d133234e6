"""Evidence of signatures: what was used and found, chained so that nothing can be changed.

A record names everything by its digest; the bytes (certificates, revocation lists, OCSP
answers) lie beside it, once each, so that a batch of 500 keeps one list and not 500. Each
record holds the digest of the one before it: a record that is altered, left out, added or moved
breaks the chain. Cutting off the end is seen only by who knows the last digest; keep it
elsewhere, e.g. in the audit.

Source: TT 15/2025/TT-BKHCN, Art. 5 (5 and 6): certificate, CRL or OCSP answer at the time of
signing and result of the check are kept, and their integrity is protected.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from signing.errors import EvidenceTampered
from signing.requests import SignedPdf
from signing.verdict import RevocationProof, SignatureVerdict

if TYPE_CHECKING:
    from signing.trust.certificate_check import CheckedCertificate

SCHEMA = "sohoa.signature-evidence/1"
FIRST = "0" * 64
_PREFIX = b"sohoa signature evidence 1\n"
_NAMES = frozenset(
    {
        "schema", "number", "previous", "made_at", "act", "file_sha256", "field", "result",
        "reasons", "signed_at", "time_source", "chain", "crls", "ocsps", "sha256",
    }
)  # fmt: skip
_LISTS = frozenset({"reasons", "chain", "crls", "ocsps"})


class Act(StrEnum):
    """What happened to the signature."""

    SIGNED = "signed"
    CHECKED = "checked"
    EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """What is to be kept about one signature.

    Attributes:
        made_at: When it was signed, checked or extended, aware.
        act: Which of them.
        file_sha256: Digest of the file, lower-case hexadecimal.
        field: Name of the signature field.
        result: Main indication, `signed` or `extended`.
        reasons: Sub-indication and codes that go with the result.
        signed_at: Time of the signature as it is known, ISO 8601; empty when there is none.
        time_source: Who vouches for that time.
        proof: Certificates, revocation lists and OCSP answers.
    """

    made_at: datetime
    act: Act
    file_sha256: str
    field: str
    result: str
    proof: RevocationProof
    reasons: tuple[str, ...] = ()
    signed_at: str = ""
    time_source: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """One link of the chain.

    Attributes:
        number: Counted from 1.
        previous: Digest of the record before; zeros for the first.
        made_at: ISO 8601 with offset.
        act: What happened.
        file_sha256: Digest of the file.
        field: Name of the signature field.
        result: Main indication.
        reasons: What goes with it.
        signed_at: Time of the signature, ISO 8601; empty when there is none.
        time_source: Who vouches for that time.
        chain: Digests of the certificates, signer first.
        crls: Digests of revocation lists.
        ocsps: Digests of OCSP answers.
        sha256: Digest of all of the above.
    """

    number: int
    previous: str
    made_at: str
    act: str
    file_sha256: str
    field: str
    result: str
    reasons: tuple[str, ...]
    signed_at: str
    time_source: str
    chain: tuple[str, ...]
    crls: tuple[str, ...]
    ocsps: tuple[str, ...]
    sha256: str

    @property
    def needs(self) -> tuple[str, ...]:
        """Digests of everything that has to lie beside it."""
        return tuple(dict.fromkeys((*self.chain, *self.crls, *self.ocsps)))

    def to_json(self) -> str:
        """Give one line of JSON."""
        return json.dumps({**_content(self), "sha256": self.sha256})

    @staticmethod
    def from_json(text: str) -> EvidenceRecord:
        """Read a record; whether it is true is asked of `verify_chain`.

        Raises:
            EvidenceTampered: It is no record.
        """
        try:
            found = json.loads(text)
            if set(found) != _NAMES or found.pop("schema") != SCHEMA:
                raise EvidenceTampered("a record has other parts than it should")
            return EvidenceRecord(**{name: _part(name, value) for name, value in found.items()})
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise EvidenceTampered("a record cannot be read") from error


def facts_of_check(verdict: SignatureVerdict, file_sha256: str, made_at: datetime) -> EvidenceFacts:
    """Put together what is kept about a signature that was checked.

    Args:
        verdict: What was found, and what that rested on.
        file_sha256: Digest of the file, lower-case hexadecimal.
        made_at: When it was checked, aware.
    """
    reasons = (verdict.sub_indication, verdict.integrity.value, verdict.trust.value)
    return EvidenceFacts(
        made_at=made_at,
        act=Act.CHECKED,
        file_sha256=file_sha256,
        field=verdict.field,
        result=verdict.indication.value,
        proof=verdict.proof,
        reasons=tuple(one for one in (*reasons, *verdict.notices) if one),
        signed_at=verdict.signed_at.isoformat() if verdict.signed_at else "",
        time_source=verdict.time_source.value,
    )


def facts_of_extension(
    verdict: SignatureVerdict, file_sha256: str, made_at: datetime
) -> EvidenceFacts:
    """Put together what is kept about a signature that got its time or evidence later.

    Args:
        verdict: What a check of the finished file found; it names the time that was brought,
            and rests on what was fetched.
        file_sha256: Digest of the finished file, lower-case hexadecimal.
        made_at: When it was extended, aware.
    """
    checked = facts_of_check(verdict, file_sha256, made_at)
    reasons = tuple(dict.fromkeys((verdict.level, checked.result, *checked.reasons)))
    return replace(checked, act=Act.EXTENDED, result="extended", reasons=reasons)


def facts_of_signature(
    signed: SignedPdf, checked: CheckedCertificate, made_at: datetime
) -> EvidenceFacts:
    """Put together what is kept about a signature that was made.

    Args:
        signed: The file with its signature.
        checked: The check of the certificate before its key was used.
        made_at: When it was made, aware.
    """
    state = f"revocation-{checked.revocation.value}"
    return EvidenceFacts(
        made_at=made_at,
        act=Act.SIGNED,
        file_sha256=signed.sha256,
        field=signed.field_name,
        result="signed",
        proof=checked.proof,
        reasons=tuple(dict.fromkeys((signed.level.value, state, *checked.warnings))),
        signed_at=signed.signed_at.isoformat(),
        time_source="claimed" if not signed.level.needs_timestamp else "timestamp",
    )


def make_record(
    facts: EvidenceFacts, last: EvidenceRecord | None
) -> tuple[EvidenceRecord, dict[str, bytes]]:
    """Add a link.

    Args:
        facts: What is to be kept.
        last: The newest link; None begins a chain.

    Returns:
        The record, and the bytes to be kept beside it by their digest.
    """
    proof = facts.proof
    contents = {digest_of(one): one for one in (*proof.chain, *proof.crls, *proof.ocsps)}
    record = EvidenceRecord(
        number=last.number + 1 if last else 1,
        previous=last.sha256 if last else FIRST,
        made_at=facts.made_at.isoformat(),
        act=facts.act.value,
        file_sha256=facts.file_sha256,
        field=facts.field,
        result=facts.result,
        reasons=facts.reasons,
        signed_at=facts.signed_at,
        time_source=facts.time_source,
        chain=tuple(map(digest_of, proof.chain)),
        crls=tuple(map(digest_of, proof.crls)),
        ocsps=tuple(map(digest_of, proof.ocsps)),
        sha256="",
    )
    return _sealed(record), contents


def verify_chain(
    records: Sequence[EvidenceRecord], contents: Mapping[str, bytes], last_sha256: str = ""
) -> None:
    """Prove that nothing was changed, left out, added or moved.

    Args:
        records: All links in their order.
        contents: What lies beside them, by digest.
        last_sha256: Digest of the last link as it was kept elsewhere; empty leaves the end open.

    Raises:
        EvidenceTampered: Naming the first link that does not hold.
    """
    previous = FIRST
    for number, record in enumerate(records, start=1):
        if record.number != number or record.previous != previous:
            raise EvidenceTampered(f"record {number} does not follow the one before it")
        if _sealed(record).sha256 != record.sha256:
            raise EvidenceTampered(f"record {number} was changed")
        for digest in record.needs:
            if digest not in contents or digest_of(contents[digest]) != digest:
                raise EvidenceTampered(f"what record {number} rests on is missing or changed")
        previous = record.sha256
    if last_sha256 and previous != last_sha256:
        raise EvidenceTampered("the end of the chain is missing")


def to_bundle(records: Iterable[EvidenceRecord], contents: Mapping[str, bytes]) -> str:
    """Put links and what they rest on into one JSON text, to be handed over."""
    body = {
        "schema": SCHEMA,
        "records": [json.loads(record.to_json()) for record in records],
        "contents": {
            digest: base64.b64encode(one).decode("ascii") for digest, one in contents.items()
        },
    }
    return json.dumps(body, ensure_ascii=False, indent=1)


def from_bundle(text: str) -> tuple[tuple[EvidenceRecord, ...], dict[str, bytes]]:
    """Read a bundle; whether it is true is asked of `verify_chain`.

    Raises:
        EvidenceTampered: It is no bundle.
    """
    try:
        body: dict[str, Any] = json.loads(text)  # Any: values of JSON
        if set(body) != {"schema", "records", "contents"} or body["schema"] != SCHEMA:
            raise EvidenceTampered("a bundle has other parts than it should")
        records = tuple(EvidenceRecord.from_json(json.dumps(one)) for one in body["records"])
        contents = {
            str(digest): base64.b64decode(one, validate=True)
            for digest, one in body["contents"].items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise EvidenceTampered("a bundle cannot be read") from error
    return records, contents


def digest_of(content: bytes) -> str:
    """SHA-256, lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _sealed(record: EvidenceRecord) -> EvidenceRecord:
    """Give a record its digest."""
    text = json.dumps(_content(record), sort_keys=True, separators=(",", ":"))
    sealed = digest_of(_PREFIX + text.encode("ascii"))
    return EvidenceRecord(**{**_fields(record), "sha256": sealed})


def _fields(record: EvidenceRecord) -> dict[str, Any]:  # Any: texts, numbers, tuples of texts
    """List the parts of a record."""
    return {name: getattr(record, name) for name in EvidenceRecord.__slots__}


def _content(record: EvidenceRecord) -> dict[str, Any]:  # Any: values of JSON
    """Give what is sealed."""
    found = {name: value for name, value in _fields(record).items() if name != "sha256"}
    return {
        "schema": SCHEMA,
        **{k: list(v) if isinstance(v, tuple) else v for k, v in found.items()},
    }


def _part(name: str, value: object) -> Any:  # Any: text, number or tuple of texts
    """Check the kind of one part of a record.

    Raises:
        ValueError: It is of another kind.
    """
    if name == "number" and isinstance(value, int):
        return value
    if name in _LISTS and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    if name not in _LISTS and name != "number" and isinstance(value, str):
        return value
    raise ValueError("a part of another kind")
