"""Revocation lists held against everything a client must compare.

Lists that tell only what changed, or that speak for other authorities, are not understood:
what they say counts as unknown.

Source: RFC 5280, 5 (profile of lists), 6.3.3 (their use).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from asn1crypto import crl, pem, x509

from signing.errors import (
    RevocationForOther,
    RevocationNotProved,
    RevocationOutdated,
    RevocationUnreadable,
)
from signing.trust.ocsp_answers import CLOCK_TOLERANCE
from signing.trust.proofs import BROKEN, holds

_KNOWN_EXTENSIONS = frozenset({"issuing_distribution_point", "authority_key_identifier"})
_PARTIAL = ("indirect_crl", "only_contains_attribute_certs")


def read_crl(
    content: bytes,
    certificate: x509.Certificate,
    issuers: Iterable[x509.Certificate],
    moment: datetime,
) -> crl.CertificateList:
    """Prove a revocation list.

    Args:
        content: What the service sent, DER or PEM, or what was kept of it.
        certificate: The certificate in question.
        issuers: Certificates of authorities at hand; the one that issued `certificate` has to
            be among them.
        moment: Aware time of this machine.

    Raises:
        RevocationUnavailable: One of its subclasses says what is wrong.
    """
    try:
        der = pem.unarmor(content)[2] if pem.detect(content) else content
        found = crl.CertificateList.load(der, strict=True)
        _ = (found.issuer.native, found["tbs_cert_list"]["this_update"].native, found.signature)
        _check_kind(found)
        if found.issuer != certificate.issuer:
            raise RevocationForOther("the list is of another authority")
        _check_signer(found, issuers)
        _check_times(found, moment)
    except BROKEN as error:
        raise RevocationUnreadable("the list is damaged") from error
    return found


def crl_begin(found: crl.CertificateList) -> datetime:
    """Give the time of the knowledge in a proved list."""
    begin: datetime = found["tbs_cert_list"]["this_update"].native
    return begin


def crl_end(found: crl.CertificateList) -> datetime | None:
    """Give the time until which a proved list may be kept; None keeps it not at all."""
    end = found["tbs_cert_list"]["next_update"].native
    return end if isinstance(end, datetime) else None


def _check_kind(found: crl.CertificateList) -> None:
    """Refuse lists of a kind that is not understood."""
    if found.delta_crl_indicator_value is not None:
        raise RevocationUnreadable("a list that tells only changes")
    point = found.issuing_distribution_point_value
    if point is not None and any(point[part].native for part in _PARTIAL):
        raise RevocationUnreadable("a list that speaks for others")
    if point is not None and point["only_some_reasons"].native is not None:
        raise RevocationUnreadable("a list of some reasons only")
    unknown = found.critical_extensions - _KNOWN_EXTENSIONS
    if unknown:
        raise RevocationUnreadable("a list with a critical part that is not understood")


def _check_signer(found: crl.CertificateList, issuers: Iterable[x509.Certificate]) -> None:
    """Require that the authority of the same name has signed the list."""
    signed, algorithm = found["tbs_cert_list"].dump(), found["signature_algorithm"]
    for one in issuers:
        usage = one.key_usage_value
        named = one.subject == found.issuer and (usage is None or "crl_sign" in usage.native)
        if named and holds(found.signature, signed, algorithm, one.public_key):
            return
    raise RevocationNotProved("the list is not signed by the authority")


def _check_times(found: crl.CertificateList, moment: datetime) -> None:
    """Refuse a list whose time has not begun or is over; one without an end is no list."""
    times = found["tbs_cert_list"]
    begin, end = times["this_update"].native, times["next_update"].native
    if begin > moment + CLOCK_TOLERANCE:
        raise RevocationOutdated("the list is from the future")
    if end is None or end + CLOCK_TOLERANCE < moment:
        raise RevocationOutdated("the list is too old")
