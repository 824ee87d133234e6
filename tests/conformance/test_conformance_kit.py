"""The kit passes the reference receiver, and fails one with a defect where it must."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from app.conformance.checking import Check, Outcome
from app.conformance.failures import Unreachable, UnsafeAddress
from app.conformance.kit import CHECKS, GROUPS, check_address, run_checks
from app.conformance.wire import Wire
from app.receiver.settings import ReceiverSettings
from tests.conformance.broken_receivers import (
    DEFECTS,
    Defect,
    Recorder,
    change_keys,
    reference,
    use_key_of,
)
from tests.receiver.contract import Contract, Seen

TOKEN = "ma-truy-cap-thu-nghiem"


def named(*ids: str) -> list[Check]:
    return [each for each in CHECKS if each.id in ids]


def offered(folder: Path) -> None:
    """A result for the agency that the kit asks for."""
    place = folder / "results" / "KIEM-THU"
    place.mkdir(parents=True)
    (place / "ket-qua.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 500)


def test_kit_passes_the_reference_receiver_which_keeps_to_its_document(tmp_path):
    offered(tmp_path)
    change_keys(tmp_path)
    seen: list[Seen] = []
    settings = ReceiverSettings(token=TOKEN, pages=False)

    with reference(tmp_path, settings=settings, recorder=Recorder(seen)) as address:
        report = run_checks(Wire(address, TOKEN))

    wrong = [
        (found.check.id, found.outcome.value, found.detail)
        for found in report.findings
        if found.outcome is not Outcome.PASSED
    ]
    assert wrong == []
    assert report.passed
    assert TOKEN not in json.dumps(report.to_json())
    contract = Contract()
    assert sorted({contract.complaint(each) for each in seen} - {""}) == []
    assert len(seen) > 500


@pytest.mark.parametrize("text", ["[" * 100_000, '{"n": 1e999}', "{}", "[]"])
def test_kit_goes_on_after_a_reply_of_any_shape(tmp_path: Path, text: str) -> None:
    def read(_probe: object) -> None:
        round(json.loads(text)["n"])

    odd, usual = Check("Z1", "service", "Câu thử", read), named("A1")[0]

    with reference(tmp_path) as address:
        report = run_checks(Wire(address), checks=[odd, usual])

    assert [each.outcome for each in report.findings] == [Outcome.FAILED, Outcome.PASSED]


@pytest.mark.parametrize("defect", DEFECTS, ids=[each.name for each in DEFECTS])
def test_kit_notices_a_defect(tmp_path: Path, defect: Defect) -> None:
    change_keys(tmp_path)

    with reference(tmp_path, defect) as address:
        use_key_of(tmp_path)
        report = run_checks(Wire(address), checks=named(*defect.noticed_by))

    missed = [found.check.id for found in report.findings if found.outcome is not Outcome.FAILED]
    assert missed == []
    assert not report.passed
    assert all(found.detail and found.evidence for found in report.findings)


def test_kit_withdraws_what_can_be_withdrawn(tmp_path):
    with reference(tmp_path) as address:
        report = run_checks(Wire(address), checks=named("B1", "G1"))
        left = run_checks(Wire(address), checks=named("A1"))

    assert (report.left, left.left) == (1, 0)


def test_kit_skips_what_cannot_be_asked(tmp_path):
    settings = ReceiverSettings(require_signature=False, pages=False)

    with reference(tmp_path, settings=settings) as address:
        report = run_checks(Wire(address), checks=named("A1", "A10", "G11", "O5"))

    told = {found.check.id: found.outcome.value for found in report.findings}
    assert told == {"A1": "passed", "A10": "skipped", "G11": "skipped", "O5": "skipped"}
    assert report.passed


def test_evidence_of_a_failure_has_no_token(tmp_path):
    with reference(tmp_path, DEFECTS[1], ReceiverSettings(token=TOKEN, pages=False)) as address:
        report = run_checks(Wire(address, TOKEN), checks=named("G1"))

    (found,) = report.findings
    assert found.outcome is Outcome.FAILED
    assert any("/commit" in each.request for each in found.evidence)
    assert TOKEN not in json.dumps(report.to_json())


def test_recommended_checks_alone_do_not_fail_a_system(tmp_path):
    silent = Defect("no_allow", (), lambda reply: reply.headers.pop("allow", None))

    with reference(tmp_path, silent) as address:
        report = run_checks(Wire(address), checks=named("L7", "L8"))

    assert report.to_json()["failed_recommended"] == ["L8"]
    assert report.passed


def test_nothing_at_the_address_is_told():
    with pytest.raises(Unreachable):
        run_checks(Wire("http://127.0.0.1:9"))


@pytest.mark.parametrize(
    ("address", "token"),
    [
        ("ftp://a", ""),
        ("khong-phai", ""),
        ("http://ai:mk@a", ""),
        ("https://a/?b=c", ""),
        ("http://tiepnhan.example", TOKEN),
    ],
)
def test_unsafe_addresses_are_refused(address, token):
    with pytest.raises(UnsafeAddress):
        check_address(address, token)


@pytest.mark.parametrize(
    "address", ["https://a.example/x/", "http://127.0.0.1:1", "http://[::1]:1"]
)
def test_safe_addresses_are_taken(address):
    assert check_address(address, TOKEN) == address.rstrip("/")


def test_every_check_is_told_apart_and_points_into_the_contract():
    operations = set(
        re.findall(r"operationId: (\w+)", Path("docs/intake-api.yaml").read_text(encoding="utf-8"))
    )

    assert len({each.id for each in CHECKS}) == len(CHECKS) >= 80
    assert {each.id[0] for each in CHECKS} == set(GROUPS)
    assert {each.operation for each in CHECKS} <= operations
    assert all(re.search(r"[À-ỹ]", each.sentence) for each in CHECKS)
