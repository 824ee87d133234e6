"""Evidence kept in the file: certificates, CRLs and OCSP answers of the security store.

Source: ETSI EN 319 142-1, clause 5.4 (document security store) and 6 (levels).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pikepdf
from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.certificates import common_name
from signing.documents import entry
from signing.validation.comparison import decoded
from signing.validation.fields import get, items

_MAX_ITEMS = 2000
_MAX_ITEM_BYTES = 32 * 1024 * 1024


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

    def described(self, certificate: x509.Certificate) -> tuple[str, ...]:
        """List what is known about the revocation of a certificate: kind, issuer, date."""
        issuer = certificate.issuer.dump()
        lists = [
            f"crl {common_name(item.issuer)} {item['tbs_cert_list']['this_update'].native:%Y-%m-%d}"
            for item in self.crls
            if item.issuer.dump() == issuer
        ]
        answers = [
            f"ocsp {certificate.serial_number:x} {response['this_update'].native:%Y-%m-%d}"
            for item in self.ocsps
            for response in _responses(item)
            if response["cert_id"]["serial_number"].native == certificate.serial_number
        ]
        return tuple(dict.fromkeys((*lists, *answers)))


def evidence_of(pdf: pikepdf.Pdf) -> Evidence:
    """Read the security store of a file."""
    store = get(pdf.Root, "/DSS")

    def contents(key: str) -> list[Callable[[], bytes | None]]:
        return [partial(decoded, item, _MAX_ITEM_BYTES) for item in items(get(store, key))]

    return _collect(contents)


def read_evidence(reader: PdfFileReader) -> Evidence:
    """Read the security store through a reader that is open for an update."""
    store = entry(reader.root, "/DSS", {})

    def contents(key: str) -> list[Callable[[], bytes | None]]:
        return [partial(_content, item) for item in entry(store, key, ())]

    return _collect(contents)


def has_store(reader: PdfFileReader, revision: int) -> bool:
    """Tell whether a revision already had a security store."""
    return "/DSS" in reader.get_historical_root(revision)


def _content(reference: generic.IndirectObject) -> bytes:
    """Read one stream of a store."""
    stream = reference.get_object()  # type: ignore[no-untyped-call]  # left untyped there
    return bytes(stream.read_data(DecodePurpose.OCSP_RESPONSE))


def _collect(contents: Callable[[str], list[Callable[[], bytes | None]]]) -> Evidence:
    """Parse what the three arrays of a store hold."""
    certificates, certificates_whole = _read(contents("/Certs"), _parse_certificate)
    crls, crls_whole = _read(contents("/CRLs"), _parse_crl)
    ocsps, ocsps_whole = _read(contents("/OCSPs"), _parse_ocsp)
    return Evidence(
        certificates=tuple(x509.Certificate.load(item) for item in certificates),
        crls=tuple(crl.CertificateList.load(item) for item in crls),
        ocsps=tuple(ocsp.OCSPResponse.load(item) for item in ocsps),
        complete=certificates_whole and crls_whole and ocsps_whole,
    )


def _read(
    contents: list[Callable[[], bytes | None]], parse: Callable[[bytes], object]
) -> tuple[list[bytes], bool]:
    """Read one array of streams, skipping references that lead nowhere."""
    sound: list[bytes] = []
    for read in contents[:_MAX_ITEMS]:
        try:
            content = read()
            if content is None:
                continue
            parse(content)
        except (ValueError, TypeError, LookupError, AttributeError, OSError, pikepdf.PdfError):
            continue
        sound.append(content)
    return sound, len(sound) == len(contents)


def _parse_certificate(der: bytes) -> None:
    certificate = x509.Certificate.load(der, strict=True)
    _ = (certificate.issuer.native, certificate.serial_number, certificate.public_key.algorithm)


def _parse_crl(der: bytes) -> None:
    found = crl.CertificateList.load(der, strict=True)
    _ = (found.issuer.native, found["tbs_cert_list"]["this_update"].native)


def _parse_ocsp(der: bytes) -> None:
    _serials(ocsp.OCSPResponse.load(der, strict=True))


def _serials(answer: ocsp.OCSPResponse) -> set[int]:
    """List the certificates an OCSP answer speaks of."""
    return {response["cert_id"]["serial_number"].native for response in _responses(answer)}


def _responses(answer: ocsp.OCSPResponse) -> list[ocsp.SingleResponse]:
    """List the single answers of a successful one."""
    if answer["response_status"].native != "successful":
        return []
    return list(answer.response_data["responses"])
