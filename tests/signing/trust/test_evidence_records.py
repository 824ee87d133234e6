"""Evidence of signatures, chained: every change is found."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signing.errors import EvidenceTampered
from signing.keystore import open_key
from signing.pades.sign import sign_pdf
from signing.requests import P12Source, SignRequest
from signing.trial.authority import OfficerProfile, Revocation, TrialAuthority
from signing.trial.revocation import TrialResponder
from signing.trial.services import TrialServices
from signing.trust.certificate_check import CheckRules, check_before_signing
from signing.trust.records import (
    Act,
    EvidenceFacts,
    EvidenceRecord,
    facts_of_check,
    facts_of_signature,
    from_bundle,
    make_record,
    to_bundle,
    verify_chain,
)
from signing.validation.verify import VerifyRules, verify_with
from signing.verdict import RevocationProof

WHEN = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def chain_of(length: int) -> tuple[list[EvidenceRecord], dict[str, bytes]]:
    records: list[EvidenceRecord] = []
    contents: dict[str, bytes] = {}
    for number in range(length):
        proof = RevocationProof((b"ca nhan %d" % number, b"goc"), (b"danh sach",), (b"tra loi",))
        facts = EvidenceFacts(
            WHEN,
            Act.SIGNED,
            f"{number:064x}",
            "NguoiKy_1",
            "TOTAL-PASSED",
            proof,
            reasons=("signing-time-differs",),
            signed_at=WHEN.isoformat(),
            time_source="timestamp",
        )
        record, beside = make_record(facts, records[-1] if records else None)
        records.append(record)
        contents |= beside
    return records, contents


def test_verify_chain_of_untouched_records_holds() -> None:
    records, contents = chain_of(4)

    verify_chain(records, contents, records[-1].sha256)
    verify_chain([], {})


def test_facts_of_a_signature_and_of_its_check_make_a_chain(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    plain: Path,
    tmp_path: Path,
    password_text: str,
) -> None:
    served.publish(authority, ocsp=good.answer)
    profile = OfficerProfile(revocation=Revocation.OCSP)
    source = P12Source(authority.issue_p12(profile, password_text, "chung-cu.p12"))
    now, target = datetime.now(UTC), tmp_path / "da-ky.pdf"
    roots = (authority.root_der,)
    with open_key(source, bytearray(password_text, "utf-8")) as key:
        checked = check_before_signing(key.certificate, key.chain, CheckRules(now, roots))
        signed = sign_pdf(plain, target, key, SignRequest(now, trust_roots=roots))
    (verdict,) = verify_with(target, VerifyRules(roots, fetch=True)).signatures

    first, contents = make_record(facts_of_signature(signed, checked, now), None)
    second, more = make_record(facts_of_check(verdict, signed.sha256, now), first)

    verify_chain([first, second], contents | more, second.sha256)
    assert (first.act, second.act) == ("signed", "checked")
    assert second.result == "TOTAL-PASSED"
    assert len(first.ocsps) == 1
    assert first.chain[0] == checked.summary.sha256


def test_make_record_keeps_what_is_shared_once() -> None:
    _, contents = chain_of(50)

    assert len(contents) == 50 + 3


@pytest.mark.parametrize("name", [field.name for field in fields(EvidenceRecord)])
def test_verify_chain_with_any_part_changed_is_refused(name: str) -> None:
    records, contents = chain_of(3)
    value = getattr(records[1], name)
    other: Any = value + 1 if isinstance(value, int) else value[::-1] + value[:1]
    changed: dict[str, Any] = {name: other}
    records[1] = replace(records[1], **changed)

    with pytest.raises(EvidenceTampered):
        verify_chain(records, contents)


@pytest.mark.parametrize("order", [[1, 2], [0, 2], [1, 0, 2], [0, 1, 1, 2], [0, 0, 1, 2]])
def test_verify_chain_with_records_left_out_or_moved_is_refused(order: list[int]) -> None:
    records, contents = chain_of(3)

    with pytest.raises(EvidenceTampered):
        verify_chain([records[place] for place in order], contents)


def test_verify_chain_cut_at_the_end_is_refused_by_who_knows_it() -> None:
    records, contents = chain_of(3)

    verify_chain(records[:2], contents)
    with pytest.raises(EvidenceTampered):
        verify_chain(records[:2], contents, records[2].sha256)


def test_verify_chain_with_changed_or_missing_content_is_refused() -> None:
    records, contents = chain_of(2)

    for digest, content in contents.items():
        with pytest.raises(EvidenceTampered):
            verify_chain(records, {**contents, digest: content + b"."})
        with pytest.raises(EvidenceTampered):
            verify_chain(records, {key: one for key, one in contents.items() if key != digest})


def test_from_bundle_gives_back_what_was_put_in() -> None:
    records, contents = chain_of(3)

    found, beside = from_bundle(to_bundle(records, contents))

    assert (list(found), beside) == (records, contents)
    verify_chain(found, beside)


@settings(max_examples=60)
@given(place=st.integers(0, 10**6), bit=st.integers(0, 6))
def test_bundle_with_one_flipped_bit_never_holds_as_something_else(place: int, bit: int) -> None:
    records, contents = chain_of(2)
    text = bytearray(to_bundle(records, contents), "utf-8")
    text[place % len(text)] ^= 1 << bit

    try:
        found, beside = from_bundle(text.decode("utf-8"))
        verify_chain(found, beside, records[-1].sha256)
    except (EvidenceTampered, UnicodeDecodeError):
        return

    assert list(found) == records
    assert {digest: beside[digest] for digest in contents} == contents


@pytest.mark.parametrize(
    "text",
    ["", "7", "[]", "{}", '{"schema": 1, "records": [], "contents": {}}', "\ud800"],
)
def test_from_bundle_of_anything_else_is_refused(text: str) -> None:
    with pytest.raises(EvidenceTampered):
        from_bundle(text)


@pytest.mark.parametrize("name", [field.name for field in fields(EvidenceRecord)])
def test_from_json_with_a_part_of_another_kind_is_refused(name: str) -> None:
    (record,), _ = chain_of(1)
    found = json.loads(record.to_json())

    for value in (None, 1.5, {"a": 1}, [["a"]]):
        with pytest.raises(EvidenceTampered):
            EvidenceRecord.from_json(json.dumps({**found, name: value}))
