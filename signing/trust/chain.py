"""Chains: from a certificate to a configured root, with its state of revocation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathValidationError,
    RevokedError,
)
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from signing.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    CertificateUntrusted,
    RevocationUnavailable,
    WeakKey,
)
from signing.verdict import Trust

CHAIN_ERRORS = (PathBuildingError, PathValidationError, InvalidCertificateError)


@dataclass(frozen=True, slots=True)
class ChainRules:
    """What a chain may be built from and how strictly it is checked.

    Attributes:
        roots: Certificates a chain must end in.
        others: Certificates that may lie between.
        crls: Revocation lists at hand.
        ocsps: OCSP answers at hand.
        moment: Time of the check; None is the clock of this machine.
        revocation: `soft-fail` refuses only what is known to be revoked, `require` wants
            proof for every certificate below the root.
        fetch: Ask the authority's CRL, OCSP and certificate addresses.
        timeout_s: Longest wait for one answer, seconds.
    """

    roots: tuple[x509.Certificate, ...]
    others: tuple[x509.Certificate, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()
    moment: datetime | None = None
    revocation: Literal["soft-fail", "require"] = "require"
    fetch: bool = False
    timeout_s: float = 10.0


@asynccontextmanager
async def chain_context(rules: ChainRules) -> AsyncIterator[ValidationContext]:
    """Make a validation context and close its connections afterwards."""
    backend = AIOHttpFetcherBackend(per_request_timeout=rules.timeout_s) if rules.fetch else None
    try:
        yield ValidationContext(
            trust_roots=list(rules.roots),
            other_certs=list(rules.others),
            crls=list(rules.crls),
            ocsps=list(rules.ocsps),
            moment=rules.moment,
            allow_fetching=rules.fetch,
            revocation_mode=rules.revocation,
            # A list issued after the signature and not naming the certificate proves as much
            # as one issued before it.
            retroactive_revinfo=True,
            fetcher_backend=backend,
        )
    finally:
        if backend is not None:
            await backend.close()  # type: ignore[no-untyped-call]  # left untyped there


async def require_chain(certificate: x509.Certificate, context: ValidationContext) -> None:
    """Refuse a certificate whose chain does not hold.

    Raises:
        CertificateRefused: One of its subclasses says why.
        RevocationUnavailable: The chain stands, its state of revocation is not known.
    """
    try:
        await CertificateValidator(certificate, validation_context=context).async_validate_path()
    except RevokedError as error:
        raise CertificateRevoked("the authority lists a certificate as revoked") from error
    except ExpiredError as error:
        raise CertificateExpired("a certificate of the chain has ended") from error
    except NotYetValidError as error:
        raise CertificateNotYetValid("a certificate of the chain has not begun") from error
    except DisallowedAlgorithmError as error:
        raise WeakKey("a certificate of the chain uses a weak algorithm") from error
    except InsufficientRevinfoError as error:
        raise RevocationUnavailable("no CRL or OCSP answer for the chain") from error
    except CHAIN_ERRORS as error:
        raise CertificateUntrusted("no chain to a configured root") from error


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a certificate can be trusted.

    Attributes:
        trust: The answer.
        reason: Sub-indication of ETSI EN 319 102-1; empty when trusted.
    """

    trust: Trust
    reason: str = ""


async def standing(certificate: x509.Certificate, rules: ChainRules) -> Standing:
    """Say whether a certificate can be trusted; never raises for what a file contains.

    No roots, no network or no evidence means unknown, and unknown is never good.
    """
    if not rules.roots:
        return Standing(Trust.UNKNOWN, "NO_CERTIFICATE_CHAIN_FOUND")
    try:
        async with chain_context(rules) as context:
            validator = CertificateValidator(certificate, validation_context=context)
            await validator.async_validate_path()
    except RevokedError:
        return Standing(Trust.UNTRUSTED, "REVOKED")
    except NotYetValidError:
        return Standing(Trust.UNTRUSTED, "NOT_YET_VALID")
    except ExpiredError:
        return Standing(Trust.UNKNOWN, "OUT_OF_BOUNDS_NO_POE")
    except DisallowedAlgorithmError:
        return Standing(Trust.UNKNOWN, "CRYPTO_CONSTRAINTS_FAILURE")
    except InsufficientRevinfoError:
        return Standing(Trust.UNKNOWN, "TRY_LATER")
    except PathBuildingError:
        return Standing(Trust.UNKNOWN, "NO_CERTIFICATE_CHAIN_FOUND")
    except CHAIN_ERRORS:
        return Standing(Trust.UNKNOWN, "CERTIFICATE_CHAIN_GENERAL_FAILURE")
    except (ValueError, TypeError, LookupError, AttributeError, OSError):
        # Damaged certificates and CRLs inside the file.
        return Standing(Trust.UNKNOWN, "CERTIFICATE_CHAIN_GENERAL_FAILURE")
    return Standing(Trust.TRUSTED)
