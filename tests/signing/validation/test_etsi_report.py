"""The XML report: readable by a parser of the published schema, and saying what we found."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from signing.errors import BadRequest
from signing.validation.report import NAMESPACE, etsi_report
from signing.verdict import (
    FileVerdict,
    Indication,
    Integrity,
    SignatureVerdict,
    TimeSource,
    Trust,
    Verdict,
)

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SIGNED_AT = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
DIGEST = "ab" * 32


def verdict(source: TimeSource = TimeSource.CLAIMED) -> FileVerdict:
    signature = SignatureVerdict(
        field="NguoiKy_1",
        signer="Nguyễn Thị Thử Nghiệm",
        level="b-lta",
        indication=Indication.INDETERMINATE,
        sub_indication="NO_CERTIFICATE_CHAIN_FOUND",
        integrity=Integrity.INTACT,
        covers_whole_file=False,
        changes_after=("form-filled",),
        signed_at=SIGNED_AT,
        time_source=source,
        trust=Trust.UNKNOWN,
        chain=("Nguyễn Thị Thử Nghiệm", "CA thử"),
    )
    return FileVerdict("a.pdf", Verdict.UNKNOWN, Integrity.INTACT, (), (signature,))


def parsed(content: bytes) -> ElementTree.Element:
    (report,) = ElementTree.fromstring(content)  # noqa: S314  # written just now
    return report


def text(report: ElementTree.Element, path: str) -> str | None:
    return report.findtext("/".join(f"{{{NAMESPACE}}}{part}" for part in path.split("/")))


def test_etsi_report_has_the_elements_in_the_order_of_the_schema() -> None:
    report = parsed(etsi_report(verdict(), DIGEST, AT))

    assert [element.tag.partition("}")[2] for element in report] == [
        "SignatureIdentifier",
        "ValidationTimeInfo",
        "SignatureAttributes",
        "SignatureValidationProcess",
        "SignatureValidationStatus",
    ]


def test_etsi_report_says_what_was_found() -> None:
    report = parsed(etsi_report(verdict(), DIGEST, AT))

    status = "SignatureValidationStatus"
    main = text(report, f"{status}/MainIndication")
    assert main == "urn:etsi:019102:mainindication:indeterminate"
    assert text(report, f"{status}/SubIndication") == (
        "urn:etsi:019102:subindication:NO_CERTIFICATE_CHAIN_FOUND"
    )
    assert text(report, "SignatureIdentifier/DAIdentifier") == "NguoiKy_1"
    assert text(report, "SignatureAttributes/SigningTime/Time") == "2026-11-20T01:02:03Z"


def test_etsi_report_with_time_stamp_proves_by_it() -> None:
    report = parsed(etsi_report(verdict(TimeSource.TIMESTAMP), DIGEST, AT))

    best = "ValidationTimeInfo/BestSignatureTime"
    assert text(report, f"{best}/POETime") == "2026-11-20T01:02:03Z"
    assert text(report, f"{best}/TypeOfProof") == "urn:etsi:019102:poetype:provided"
    assert text(report, "SignatureAttributes/SigningTime/Time") is None


def test_etsi_report_names_signer_and_changes() -> None:
    content = etsi_report(verdict(), DIGEST, AT).decode("utf-8")

    assert "form-filled" in content
    assert "Nguyễn Thị Thử Nghiệm" in content


@pytest.mark.parametrize(("digest", "at"), [("xyz", AT), (DIGEST, datetime(2026, 1, 1))])
def test_etsi_report_refuses_bad_arguments(digest: str, at: datetime) -> None:
    with pytest.raises(BadRequest):
        etsi_report(verdict(), digest, at)
