"""Evidence kept in the file: certificates, CRLs and OCSP answers of the security store.

Source: ETSI EN 319 142-1, clause 5.4 (document security store) and 6 (levels).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.documents import entry

_MAX_ITEMS = 2000


@dataclass(frozen=True, slots=True)
class Evidence:
    """Content of the document security store; damaged items are left out.

    Attributes:
        certificates: Certificates that help to build chains.
        crls: Revocation lists.
        ocsps: OCSP answers.
        complete: Every item could be read.
    """

    certificates: tuple[x509.Certificate, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()
    complete: bool = True

    def speaks_of(self, certificate: x509.Certificate) -> bool:
        """Tell whether a CRL or OCSP answer concerns this certificate."""
        issuer = certificate.issuer.dump()
        if any(item.issuer.dump() == issuer for item in self.crls):
            return True
        return any(certificate.serial_number in _serials(item) for item in self.ocsps)


def read_evidence(reader: PdfFileReader) -> Evidence:
    """Read the security store of the newest revision."""
    store = entry(reader.root, "/DSS", {})
    certificates, certificates_whole = _read(store, "/Certs", DecodePurpose.CERTIFICATE)
    crls, crls_whole = _read(store, "/CRLs", DecodePurpose.CRL)
    ocsps, ocsps_whole = _read(store, "/OCSPs", DecodePurpose.OCSP_RESPONSE)
    return Evidence(
        certificates=tuple(x509.Certificate.load(item) for item in certificates),
        crls=tuple(crl.CertificateList.load(item) for item in crls),
        ocsps=tuple(ocsp.OCSPResponse.load(item) for item in ocsps),
        complete=certificates_whole and crls_whole and ocsps_whole,
    )


def has_store(reader: PdfFileReader, revision: int) -> bool:
    """Tell whether a revision already had a security store."""
    return "/DSS" in reader.get_historical_root(revision)


def _read(store: object, key: str, purpose: DecodePurpose) -> tuple[list[bytes], bool]:
    """Read one array of streams, skipping references that lead nowhere."""
    sound: list[bytes] = []
    items = list(entry(store, key, ()))
    checks: dict[DecodePurpose, Callable[[bytes], object]] = {
        DecodePurpose.CERTIFICATE: lambda der: x509.Certificate.load(der, strict=True).issuer,
        DecodePurpose.CRL: lambda der: crl.CertificateList.load(der, strict=True).issuer,
        DecodePurpose.OCSP_RESPONSE: lambda der: _serials(ocsp.OCSPResponse.load(der, strict=True)),
    }
    for item in items[:_MAX_ITEMS]:
        try:
            content = item.get_object().read_data(purpose)
            checks[purpose](content)
        except (ValueError, TypeError, LookupError, AttributeError, OSError):
            continue
        sound.append(content)
    return sound, len(sound) == len(items)


def _serials(answer: ocsp.OCSPResponse) -> set[int]:
    """List the certificates an OCSP answer speaks of."""
    if answer["response_status"].native != "successful":
        return set()
    responses = answer.response_data["responses"]
    return {response["cert_id"]["serial_number"].native for response in responses}
