"""OCSP: questions, and answers held against everything a client must compare.

Source: RFC 6960, 3.2 (acceptance of answers), 4.2.2.2 (who may answer), 4.4.1 (nonce);
RFC 5019, 4 (time of answers); RFC 9654 (length of the nonce).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import algos, core, keys, ocsp, x509

from signing.errors import (
    RevocationForOther,
    RevocationNotProved,
    RevocationOutdated,
    RevocationUnavailable,
    RevocationUnreadable,
)
from signing.trust.proofs import BROKEN, holds

CLOCK_TOLERANCE = timedelta(minutes=5)
# An answer without an end says that newer knowledge is always to be had.
_ENDLESS_FOR = timedelta(hours=1)
_KNOWN_EXTENSIONS = frozenset({"nonce", "extended_revoke"})
_MAY_ANSWER = frozenset({"digital_signature", "non_repudiation"})


@dataclass(frozen=True, slots=True)
class OcspQuestion:
    """What is asked about one certificate.

    Attributes:
        certificate: The certificate.
        issuer_name: Name of its authority.
        issuer_key: Key of its authority.
        nonce: Random bytes that the answer has to repeat; empty asks without.
    """

    certificate: x509.Certificate
    issuer_name: x509.Name
    issuer_key: keys.PublicKeyInfo
    nonce: bytes = b""

    def cert_id(self, algorithm: str = "sha1") -> ocsp.CertId:
        """Name the certificate the way OCSP does.

        SHA-1 here only tells certificates apart (RFC 5019, 2.1.1: it is what every responder
        knows); nothing is proved by it.
        """
        return ocsp.CertId(
            {
                "hash_algorithm": algos.DigestAlgorithm({"algorithm": algorithm}),
                "issuer_name_hash": getattr(self.issuer_name, algorithm),
                "issuer_key_hash": getattr(self.issuer_key, algorithm),
                "serial_number": self.certificate.serial_number,
            }
        )

    def request(self) -> bytes:
        """Give the DER that is sent."""
        content = ocsp.TBSRequest({"request_list": [ocsp.Request({"req_cert": self.cert_id()})]})
        if self.nonce:
            value = core.OctetString(self.nonce)
            content["request_extensions"] = [{"extn_id": "nonce", "extn_value": value}]
        return bytes(ocsp.OCSPRequest({"tbs_request": content}).dump())


def read_ocsp(der: bytes, question: OcspQuestion, moment: datetime) -> ocsp.OCSPResponse:
    """Prove an answer.

    Args:
        der: What the service sent, or what was kept of it.
        question: What was asked; without nonce when the answer was kept.
        moment: Aware time of this machine.

    Raises:
        RevocationUnavailable: The service is busy, or a subclass says what is wrong.
    """
    try:
        answer = ocsp.OCSPResponse.load(der, strict=True)
        status = answer["response_status"].native
        if status != "successful":
            raise RevocationUnavailable(f"the OCSP service said {status}")
        basic = answer.basic_ocsp_response
        content = basic["tbs_response_data"]
        _ = (content.native["responses"], [one.subject for one in basic["certs"] or ()])
    except BROKEN as error:
        raise RevocationUnreadable("the OCSP answer is damaged") from error
    try:
        _check_nonce(answer, question)
        single = _about(content, question)
        _check_signer(basic, question, moment)
        _check_times(single, moment)
        if content["produced_at"].native > moment + CLOCK_TOLERANCE:
            raise RevocationOutdated("the OCSP answer was made in the future")
    except BROKEN as error:
        raise RevocationUnreadable("the OCSP answer is damaged") from error
    return answer


def ocsp_begin(answer: ocsp.OCSPResponse, question: OcspQuestion) -> datetime:
    """Give the time of the knowledge in a proved answer."""
    begin: datetime = _about(answer.response_data, question)["this_update"].native
    return begin


def ocsp_end(answer: ocsp.OCSPResponse, question: OcspQuestion) -> datetime | None:
    """Give the time until which a proved answer may be kept; None keeps it not at all."""
    single = _about(answer.response_data, question)
    end = single["next_update"].native
    return end if isinstance(end, datetime) else None


def _check_nonce(answer: ocsp.OCSPResponse, question: OcspQuestion) -> None:
    """Refuse an old answer shown again.

    Many services prepare answers and repeat no nonce (RFC 5019, 4); those are held against
    their times alone.
    """
    for extension in answer.response_data["response_extensions"] or ():
        if extension["critical"].native and extension["extn_id"].native not in _KNOWN_EXTENSIONS:
            raise RevocationUnreadable("the OCSP answer has a critical part that is not understood")
    found = answer.nonce_value
    if question.nonce and found is not None and found.native != question.nonce:
        raise RevocationForOther("the OCSP answer repeats another nonce")


def _about(content: ocsp.ResponseData, question: OcspQuestion) -> ocsp.SingleResponse:
    """Find what is said about the certificate that was asked about.

    Raises:
        RevocationForOther: Nothing is.
        RevocationUnreadable: Several things are; a reader could take the wrong one.
    """
    found = []
    for single in content["responses"]:
        named = single["cert_id"]
        algorithm = named["hash_algorithm"]["algorithm"].native
        if algorithm not in ("sha1", "sha256"):
            continue
        wanted = question.cert_id(algorithm)
        parts = ("issuer_name_hash", "issuer_key_hash", "serial_number")
        if all(named[part].native == wanted[part].native for part in parts):
            found.append(single)
    if not found:
        raise RevocationForOther("the OCSP answer is about another certificate")
    if len(found) > 1:
        raise RevocationUnreadable("the OCSP answer says several things about the certificate")
    if any(one["critical"].native for one in found[0]["single_extensions"] or ()):
        raise RevocationUnreadable("the OCSP answer has a critical part that is not understood")
    return found[0]


def _check_signer(basic: ocsp.BasicOCSPResponse, question: OcspQuestion, moment: datetime) -> None:
    """Require that the authority itself has signed, or somebody it has named for that."""
    value, content = basic["signature"].native, basic["tbs_response_data"]
    algorithm, signed = basic["signature_algorithm"], content.dump()
    named = content["responder_id"]
    if _is_named(named, question.issuer_name, question.issuer_key) and holds(
        value, signed, algorithm, question.issuer_key
    ):
        return
    for one in _delegates(basic, question, moment):
        if _is_named(named, one.subject, one.public_key) and holds(
            value, signed, algorithm, one.public_key
        ):
            return
    raise RevocationNotProved("the OCSP answer is not signed by who may answer")


def _is_named(named: ocsp.ResponderId, name: x509.Name, key: keys.PublicKeyInfo) -> bool:
    """Tell whether the answer names this signer."""
    if named.name == "by_key":
        return bool(named.chosen.native == key.sha1)
    return bool(named.chosen == name)


def _delegates(
    basic: ocsp.BasicOCSPResponse, question: OcspQuestion, moment: datetime
) -> Iterator[x509.Certificate]:
    """List certificates in the answer that the authority has made for answering."""
    for one in basic["certs"] or ():
        purposes = one.extended_key_usage_value
        if purposes is None or "ocsp_signing" not in purposes.native:
            continue
        usage = one.key_usage_value
        if usage is not None and not _MAY_ANSWER & set(usage.native):
            continue
        in_time = one.not_valid_before <= moment <= one.not_valid_after
        issued = one.issuer == question.issuer_name and holds(
            one.signature,
            one["tbs_certificate"].dump(),
            one["signature_algorithm"],
            question.issuer_key,
        )
        if in_time and issued:
            yield one


def _check_times(single: ocsp.SingleResponse, moment: datetime) -> None:
    """Refuse an answer whose time has not begun or is over."""
    begin, end = single["this_update"].native, single["next_update"].native
    if begin > moment + CLOCK_TOLERANCE:
        raise RevocationOutdated("the OCSP answer is from the future")
    if (end or begin + _ENDLESS_FOR) + CLOCK_TOLERANCE < moment:
        raise RevocationOutdated("the OCSP answer is too old")
