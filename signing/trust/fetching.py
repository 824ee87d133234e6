"""Asking authorities: OCSP, revocation lists and missing certificates, all through one door.

What comes is proved by its own signature before it is used or kept, and once more when the
chain is judged.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

from asn1crypto import cms, crl, ocsp, x509
from pyhanko_certvalidator.authority import Authority
from pyhanko_certvalidator.errors import CRLFetchError, OCSPFetchError
from pyhanko_certvalidator.fetchers.api import CertificateFetcher, CRLFetcher, OCSPFetcher
from pyhanko_certvalidator.fetchers.common_utils import unpack_cert_content

from signing.errors import RevocationForOther, RevocationUnavailable
from signing.trust.asking import Asker
from signing.trust.crl_answers import crl_begin, crl_end, read_crl
from signing.trust.kept_answers import KeptAnswer
from signing.trust.ocsp_answers import OcspQuestion, ocsp_begin, ocsp_end, read_ocsp
from signing.trust.proofs import BROKEN

_log = logging.getLogger(__name__)

T = TypeVar("T")

_NONCE_BYTES = 32
_MOST_ADDRESSES = 4

Certificate: TypeAlias = x509.Certificate | cms.AttributeCertificateV2


class _Once(Generic[T]):
    """Runs each errand once, also when several ask for it at the same time."""

    def __init__(self) -> None:
        self._running: dict[object, asyncio.Task[T]] = {}

    async def run(self, key: object, errand: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Give the result of an errand, or raise what it raised."""
        if key not in self._running:
            self._running[key] = asyncio.create_task(errand())
        return await self._running[key]


class OcspRoom(OCSPFetcher):
    """Gets OCSP answers."""

    def __init__(self, asker: Asker) -> None:
        """Use an asker."""
        self._asker = asker
        self._once: _Once[ocsp.OCSPResponse] = _Once()
        self._found: dict[bytes, ocsp.OCSPResponse] = {}

    async def fetch(self, cert: Certificate, authority: Authority) -> ocsp.OCSPResponse:
        """Get a proved answer about a certificate.

        Raises:
            OCSPFetchError: There is none; the reason is remembered.
        """
        if not isinstance(cert, x509.Certificate):
            raise OCSPFetchError("attribute certificates are not asked about")

        async def errand() -> ocsp.OCSPResponse:
            return await self._fetch(cert, authority)

        return await self._once.run((cert.issuer_serial, authority.hashable), errand)

    def fetched_responses(self) -> Iterable[ocsp.OCSPResponse]:
        """List all answers."""
        return list(self._found.values())

    def fetched_responses_for_cert(self, cert: Certificate) -> Iterable[ocsp.OCSPResponse]:
        """List answers about a certificate."""
        found = self._found.get(cert.issuer_serial) if isinstance(cert, x509.Certificate) else None
        return [] if found is None else [found]

    async def _fetch(self, cert: x509.Certificate, authority: Authority) -> ocsp.OCSPResponse:
        asker = self._asker
        plain = OcspQuestion(cert, authority.name, authority.public_key)
        kept = self._kept(plain)
        if kept is not None and asker.now() - kept[1].taken_at <= asker.reach.fresh_for:
            return self._found.setdefault(cert.issuer_serial, kept[0])
        for url in cert.ocsp_urls[:_MOST_ADDRESSES]:
            nonce = secrets.token_bytes(_NONCE_BYTES)
            question = OcspQuestion(cert, plain.issuer_name, plain.issuer_key, nonce)
            try:
                der = await asker.ask(url, question.request())
                answer = read_ocsp(der, question, asker.now())
                if kept is not None and ocsp_begin(answer, plain) < ocsp_begin(kept[0], plain):
                    raise RevocationForOther("the OCSP answer is older than the one at hand")
            except RevocationUnavailable as error:
                asker.refuse(error)
                continue
            self._keep(plain, der, answer)
            return self._found.setdefault(cert.issuer_serial, answer)
        if kept is not None:
            return self._found.setdefault(cert.issuer_serial, kept[0])
        raise OCSPFetchError("no proved OCSP answer")

    def _kept(self, question: OcspQuestion) -> tuple[ocsp.OCSPResponse, KeptAnswer] | None:
        """Give a kept answer that still holds."""
        asker = self._asker
        found = asker.kept and asker.kept.find(_ocsp_name(question), asker.now())
        if not found:
            return None
        try:
            return read_ocsp(found.content, question, asker.now()), found
        except RevocationUnavailable:
            return None

    def _keep(self, question: OcspQuestion, der: bytes, answer: ocsp.OCSPResponse) -> None:
        """Keep an answer that says how long it holds."""
        until, kept = ocsp_end(answer, question), self._asker.kept
        if kept is not None and until is not None:
            kept.keep(_ocsp_name(question), KeptAnswer(der, self._asker.now(), until))


class CrlRoom(CRLFetcher):
    """Gets revocation lists."""

    def __init__(self, asker: Asker, issuers: Callable[[], Iterable[x509.Certificate]]) -> None:
        """Use an asker.

        Args:
            asker: Sends the questions.
            issuers: Gives the certificates of authorities at hand.
        """
        self._asker = asker
        self._issuers = issuers
        self._once: _Once[list[crl.CertificateList]] = _Once()
        self._by_url: dict[str, crl.CertificateList] = {}
        self._by_certificate: dict[bytes, list[crl.CertificateList]] = {}

    async def fetch(
        self, cert: Certificate, *, use_deltas: bool | None = None
    ) -> Iterable[crl.CertificateList]:
        """Get the proved lists of a certificate; lists of changes are never asked for.

        Raises:
            CRLFetchError: There are addresses and none gave a list; the reason is remembered.
        """
        if not isinstance(cert, x509.Certificate):
            raise CRLFetchError("attribute certificates are not asked about")

        async def errand() -> list[crl.CertificateList]:
            return await self._fetch(cert)

        return await self._once.run(cert.issuer_serial, errand)

    def fetched_crls(self) -> Iterable[crl.CertificateList]:
        """List all lists."""
        return list(self._by_url.values())

    def fetched_crls_for_cert(self, cert: Certificate) -> Iterable[crl.CertificateList]:
        """List those fetched for a certificate.

        Raises:
            KeyError: Nobody has asked yet.
        """
        if not isinstance(cert, x509.Certificate):
            raise KeyError("attribute certificates are not asked about")
        return self._by_certificate[cert.issuer_serial]

    async def _fetch(self, cert: x509.Certificate) -> list[crl.CertificateList]:
        urls = _crl_addresses(cert)
        found = []
        for url in urls[:_MOST_ADDRESSES]:
            try:
                found.append(await self._one(url, cert))
            except RevocationUnavailable as error:
                self._asker.refuse(error)
        if urls and not found:
            raise CRLFetchError("no proved revocation list")
        self._by_certificate[cert.issuer_serial] = found
        return found

    async def _one(self, url: str, cert: x509.Certificate) -> crl.CertificateList:
        """Get the list of one address: kept and fresh, else asked for, else kept."""
        asker, name = self._asker, b"crl\0" + url.encode("utf-8")
        kept = self._kept(name, cert)
        if kept is not None and asker.now() - kept[1].taken_at <= asker.reach.fresh_for:
            return self._by_url.setdefault(url, kept[0])
        try:
            content = await asker.ask(url)
            found = read_crl(content, cert, self._issuers(), asker.now())
            if kept is not None and crl_begin(found) < crl_begin(kept[0]):
                raise RevocationForOther("the list is older than the one at hand")
        except RevocationUnavailable as error:
            if kept is None:
                raise
            asker.refuse(error)
            return self._by_url.setdefault(url, kept[0])
        found = self._by_url.setdefault(url, found)
        until = crl_end(found)
        if asker.kept is not None and until is not None:
            asker.kept.keep(name, KeptAnswer(found.dump(), asker.now(), until))
        return found

    def _kept(
        self, name: bytes, cert: x509.Certificate
    ) -> tuple[crl.CertificateList, KeptAnswer] | None:
        """Give a kept list that still holds."""
        asker = self._asker
        found = asker.kept and asker.kept.find(name, asker.now())
        if not found:
            return None
        try:
            return read_crl(found.content, cert, self._issuers(), asker.now()), found
        except RevocationUnavailable:
            return None


class CertificateRoom(CertificateFetcher):
    """Gets certificates that a chain lacks; they are trusted only by the chain they complete."""

    def __init__(self, asker: Asker) -> None:
        """Use an asker."""
        self._asker = asker
        self._found: dict[str, list[x509.Certificate]] = {}

    def fetch_cert_issuers(self, cert: Certificate) -> AsyncGenerator[x509.Certificate, None]:
        """Get certificates of who may have issued this one."""
        found = isinstance(cert, x509.Certificate) and _issuer_addresses(cert)
        return self._fetch(found or [])

    def fetch_crl_issuers(
        self, certificate_list: crl.CertificateList
    ) -> AsyncGenerator[x509.Certificate, None]:
        """Get certificates of who may have issued a list."""
        return self._fetch(list(certificate_list.issuer_cert_urls))

    def fetched_certs(self) -> Iterable[x509.Certificate]:
        """List all certificates."""
        return [one for several in self._found.values() for one in several]

    async def _fetch(self, urls: Sequence[str]) -> AsyncGenerator[x509.Certificate, None]:
        for url in urls[:_MOST_ADDRESSES]:
            if url not in self._found:
                try:
                    self._found[url] = _certificates(await self._asker.ask(url))
                except (RevocationUnavailable, *BROKEN) as error:
                    _log.info("no certificate of an authority: %s", type(error).__name__)
                    self._found[url] = []
            for one in self._found[url]:
                yield one


def _certificates(content: bytes) -> list[x509.Certificate]:
    """Read certificates from what an address gave: one, a PKCS#7 set, or PEM."""
    found = list(unpack_cert_content(content, "application/octet-stream", "", True))
    for one in found:
        _ = (one.subject.native, one.public_key.algorithm)
    return found


def _ocsp_name(question: OcspQuestion) -> bytes:
    """Name a question, whoever is asked."""
    return b"ocsp\0" + bytes(question.cert_id("sha256").dump())


def _crl_addresses(cert: x509.Certificate) -> list[str]:
    """List the addresses of complete lists."""
    names = [point["distribution_point"] for point in cert.crl_distribution_points]
    return _web(one for name in names if name.name == "full_name" for one in name.chosen)


def _issuer_addresses(cert: x509.Certificate) -> list[str]:
    """List where the certificate of the issuer lies."""
    value = cert.authority_information_access_value or ()
    return _web(
        one["access_location"] for one in value if one["access_method"].native == "ca_issuers"
    )


def _web(names: Iterable[x509.GeneralName]) -> list[str]:
    """Keep web addresses."""
    found = [one.native for one in names if one.name == "uniform_resource_identifier"]
    return [url for url in found if url.lower().startswith(("http://", "https://"))]
