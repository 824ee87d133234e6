"""The validation report of ETSI as XML, for archives and auditors.

Source: ETSI TS 119 102-2 V1.2.1, clauses 4.2 and 4.3 (structure), annex A (schema); indications
by ETSI EN 319 102-1, clause 5.1.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from xml.etree import ElementTree

from signing.errors import BadRequest
from signing.verdict import FileVerdict, SignatureVerdict, TimeSource

NAMESPACE = "http://uri.etsi.org/19102/v1.2.1#"
_XMLDSIG = "http://www.w3.org/2000/09/xmldsig#"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_MAIN = {
    "TOTAL-PASSED": "urn:etsi:019102:mainindication:total-passed",
    "TOTAL-FAILED": "urn:etsi:019102:mainindication:total-failed",
    "INDETERMINATE": "urn:etsi:019102:mainindication:indeterminate",
}
_POE = "urn:etsi:019102:poetype:"
_FINDING = "urn:sohoa:validation:"
_SUB = "urn:etsi:019102:subindication:"
_PROCESS = {
    "b": "urn:etsi:019102:validationprocess:Basic",
    "t": "urn:etsi:019102:validationprocess:LTVM",
    "lt": "urn:etsi:019102:validationprocess:LTVM",
    "lta": "urn:etsi:019102:validationprocess:LTA",
}


def etsi_report(verdict: FileVerdict, document_sha256: str, at: datetime) -> bytes:
    """Write the report of one file.

    Args:
        verdict: What the check found.
        document_sha256: Digest of the checked file, hexadecimal.
        at: Time of the check, aware.

    Returns:
        XML, UTF-8.

    Raises:
        BadRequest: `at` has no time zone, or the digest is none.
    """
    if at.utcoffset() is None:
        raise BadRequest("the time of the check has no time zone")
    try:
        digest = bytes.fromhex(document_sha256)
    except ValueError as error:
        raise BadRequest("the digest of the document is not hexadecimal") from error
    ElementTree.register_namespace("", NAMESPACE)
    ElementTree.register_namespace("ds", _XMLDSIG)
    root = _element(None, "ValidationReport")
    for signature in verdict.signatures:
        _add_signature(root, signature, digest, at)
    content = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return bytes(content)


def _add_signature(
    root: ElementTree.Element, signature: SignatureVerdict, digest: bytes, at: datetime
) -> None:
    """Write what was found about one signature."""
    report = _element(root, "SignatureValidationReport")
    identifier = _element(report, "SignatureIdentifier")
    identifier.set("id", "S-" + hashlib.sha256(signature.field.encode()).hexdigest()[:32])
    _digest(_element(identifier, "DigestAlgAndValue"), digest)
    _element(identifier, "HashOnly").text = "false"
    _element(identifier, "DocHashOnly").text = "false"
    _element(identifier, "DAIdentifier").text = signature.field
    time = _element(report, "ValidationTimeInfo")
    _element(time, "ValidationTime").text = _utc(at)
    best = _element(time, "BestSignatureTime")
    stamped = signature.signed_at if signature.time_source is TimeSource.TIMESTAMP else None
    _element(best, "POETime").text = _utc(stamped or at)
    _element(best, "TypeOfProof").text = _POE + ("provided" if stamped else "validation")
    _add_attributes(report, signature)
    process = _element(report, "SignatureValidationProcess")
    step = signature.level.rpartition("-")[2]
    _element(process, "SignatureValidationProcessID").text = _PROCESS.get(step, _PROCESS["b"])
    status = _element(report, "SignatureValidationStatus")
    _element(status, "MainIndication").text = _MAIN[signature.indication.value]
    if signature.sub_indication:
        _element(status, "SubIndication").text = _SUB + signature.sub_indication
    findings = [("change", name) for name in signature.changes_after]
    findings += [("notice", name) for name in signature.notices]
    findings += [("chain", name) for name in signature.chain]
    findings += [("revocation", name) for name in signature.revocation]
    data = _element(status, "AssociatedValidationReportData")
    more = _element(data, "AdditionalValidationReportData")
    for kind, name in (("signer", signature.signer), ("level", signature.level), *findings):
        note = _element(more, "ReportData")
        _element(note, "Type").text = _FINDING + kind
        _element(note, "Value").text = name


def _add_attributes(report: ElementTree.Element, signature: SignatureVerdict) -> None:
    """Write when the signer says it was signed."""
    if signature.signed_at is None or signature.time_source is not TimeSource.CLAIMED:
        return
    claimed = _element(_element(report, "SignatureAttributes"), "SigningTime")
    claimed.set("Signed", "true")
    _element(claimed, "Time").text = _utc(signature.signed_at)


def _digest(parent: ElementTree.Element, digest: bytes) -> None:
    """Write a SHA-256 digest."""
    method = ElementTree.SubElement(parent, f"{{{_XMLDSIG}}}DigestMethod")
    method.set("Algorithm", _SHA256)
    value = ElementTree.SubElement(parent, f"{{{_XMLDSIG}}}DigestValue")
    value.text = base64.b64encode(digest).decode("ascii")


def _utc(moment: datetime) -> str:
    """Write a time as the schema wants it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _element(parent: ElementTree.Element | None, name: str) -> ElementTree.Element:
    """Add an element of the report's namespace."""
    full = f"{{{NAMESPACE}}}{name}"
    if parent is None:
        return ElementTree.Element(full)
    return ElementTree.SubElement(parent, full)
