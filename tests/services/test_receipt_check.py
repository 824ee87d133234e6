"""Kept receipts prove themselves: signature, key, and what they are about."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.manifest import Manifest
from app.domain.submission import ReceiptRecord, Submission, SubmissionState, advance
from app.province.receipts import RECEIPT_TYPE, STATEMENT_TYPE
from app.province.statements import Answer
from app.services.receipt_check import ReceiptKeys, check_receipts
from app.store.base import Finding
from tests.fakes.counter_station import CounterStation
from tests.fakes.signed_receipts import KID, SERVER_KEYS, claims_about
from tests.fakes.signed_receipts import signed as sign
from tests.province.bag_samples import statements
from tests.store.store_samples import sealed_submission

KEYS = ReceiptKeys(SERVER_KEYS, statements().jwks())


@pytest.fixture
def counter() -> CounterStation:
    return CounterStation()


def acked(counter: CounterStation, jws: str | None = None, **claims: Any) -> Submission:
    sent = sealed_submission(counter.store, counter.vault)
    jws = jws or signed(sent, **claims)
    record = ReceiptRecord(sent.id, "BN-17", jws, counter.station.stamp())
    done = advance(sent, SubmissionState.ACKED)
    counter.store.acknowledge(done, record, counter.station.act("submission.acked", sent.id))
    return done


def signed(sent: Submission, *, kid: str = KID, typ: str = RECEIPT_TYPE, **claims: Any) -> str:
    return sign({**claims_about(sent), **claims}, kid=kid, typ=typ)


def codes(findings: list[Finding]) -> list[str]:
    return [each.code for each in findings]


def test_check_receipts_of_a_good_receipt_finds_nothing(counter: CounterStation) -> None:
    acked(counter)

    assert check_receipts(counter.station, KEYS) == []


def test_check_receipts_leaves_what_is_not_received_alone(counter: CounterStation) -> None:
    sealed_submission(counter.store, counter.vault)

    assert check_receipts(counter.station, ReceiptKeys()) == []


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"manifest_sha256": "0" * 64}, "receipt.other"),
        ({"client_ref": "another"}, "receipt.other"),
        ({"revision": 2}, "receipt.other"),
        ({"revision": True}, "receipt.other"),
        ({"committed_at": "yesterday"}, "receipt.unproven"),
        ({"typ": "JWT"}, "receipt.unproven"),
        ({"typ": STATEMENT_TYPE}, "receipt.key_unknown"),
        ({"kid": "unknown"}, "receipt.key_unknown"),
    ],
)
def test_check_receipts_names_what_does_not_hold(
    counter: CounterStation, claims: dict[str, Any], code: str
) -> None:
    sent = acked(counter, **claims)

    found = check_receipts(counter.station, KEYS)

    assert codes(found) == [code]
    assert found[0].object_id == sent.id


def test_check_receipts_with_a_changed_signature_is_unproven(counter: CounterStation) -> None:
    sent = sealed_submission(CounterStation().store, counter.vault)
    good = signed(sent)
    acked(counter, f"{good[:-4]}{'AAAA' if good[-4:] != 'AAAA' else 'BBBB'}")

    assert codes(check_receipts(counter.station, KEYS)) == ["receipt.unproven"]


def test_check_receipts_checks_statements_of_the_station(counter: CounterStation) -> None:
    sent = sealed_submission(counter.store, counter.vault)
    manifest = Manifest(sent.dossier_id, "", "1.001193", "canbo", "tram", 1, ())
    jws = statements().receipt(Answer("folder", "BN-17", "hs-17"), manifest).jws
    record = ReceiptRecord(sent.id, "BN-17", jws, counter.station.stamp())
    done = advance(sent, SubmissionState.ACKED)
    counter.store.acknowledge(done, record, counter.station.act("submission.acked", sent.id))

    found = check_receipts(counter.station, KEYS)
    without_key = check_receipts(counter.station, ReceiptKeys(SERVER_KEYS))

    assert found == [Finding("receipt.other", sent.id, "another manifest_sha256")]
    assert codes(without_key) == ["receipt.key_unknown"]
