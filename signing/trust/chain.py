"""Chains: from a certificate to a configured root, with its state of revocation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, assert_never

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
    StaleRevinfoError,
)
from pyhanko_certvalidator.fetchers.api import Fetchers
from pyhanko_certvalidator.path import ValidationPath

from signing.endpoints import Reach
from signing.errors import (
    AuthorityNotOfTime,
    AuthorityOutOfScope,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    CertificateUntrusted,
    RevocationForOther,
    RevocationNotProved,
    RevocationOutdated,
    RevocationUnavailable,
    RevocationUnreadable,
    WeakKey,
)
from signing.limits import Allowance, TrustLimit, TrustUse
from signing.trust.asking import Asker, utc_now
from signing.trust.bounds import ChainBounds
from signing.trust.clocks import ClockReading
from signing.trust.fetching import CertificateRoom, CrlRoom, OcspRoom
from signing.trust.roots import split_anchors
from signing.verdict import RevocationProof, Trust

DAMAGED = (ValueError, TypeError, LookupError, AttributeError, OSError)
CHAIN_ERRORS = (PathBuildingError, PathValidationError, InvalidCertificateError)
# Worst first: what an officer is told when several answers failed in different ways.
_WORST_FIRST: tuple[type[RevocationUnavailable], ...] = (
    RevocationNotProved,
    RevocationForOther,
    RevocationOutdated,
    RevocationUnreadable,
    RevocationUnavailable,
)


@dataclass(frozen=True, slots=True)
class ChainRules:
    """What a chain may be built from and how strictly it is checked.

    Attributes:
        roots: Certificates a chain must end in; one that another of them has issued only lies
            between, and its own revocation is looked at.
        others: Certificates that may lie between.
        limits: What some of `roots` are trusted for; it holds for them wherever they come from.
        use: What chains are built for, where nothing else is said.
        crls: Revocation lists at hand.
        ocsps: OCSP answers at hand.
        moment: Time of the check; None is the clock of this machine.
        revocation: `soft-fail` refuses only what is known to be revoked, `require` wants
            proof for every certificate below the root.
        fetch: Ask the authority's CRL, OCSP and certificate addresses.
        timeout_s: Longest wait for one answer, seconds.
        reach: How addresses are reached, and what is kept of answers. Kept answers serve
            without `fetch` too, until their time is over.
    """

    roots: tuple[x509.Certificate, ...]
    others: tuple[x509.Certificate, ...] = ()
    limits: tuple[TrustLimit, ...] = ()
    use: TrustUse = TrustUse.SIGNATURES
    crls: tuple[crl.CertificateList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()
    moment: datetime | None = None
    revocation: Literal["soft-fail", "require"] = "require"
    fetch: bool = False
    timeout_s: float = 10.0
    reach: Reach = field(default_factory=Reach)


class ChainContext(ValidationContext):
    """A validation context that remembers what was wrong with answers, and other clocks.

    Attributes:
        bounds: What authorities are trusted for.
        refusals: What was wrong, in the order the answers came.
        clocks: What the clocks of the services that were asked showed; told by their line,
            not proved.
    """

    bounds: ChainBounds | None = None
    refusals: Sequence[RevocationUnavailable] = ()
    clocks: Sequence[ClockReading] = ()


@asynccontextmanager
async def chain_context(
    rules: ChainRules, now: Callable[[], datetime] = utc_now
) -> AsyncIterator[ChainContext]:
    """Make a validation context and close its connections afterwards.

    Args:
        rules: What chains are built from.
        now: Clock that answers of services are held against.
    """
    anchors, between = split_anchors(rules.roots)
    if not anchors:
        # An empty list would mean the roots of the operating system.
        anchors, between = list(rules.roots), []
    bounds = ChainBounds(rules.limits, rules.use, rules.moment or now())
    anchors = bounds.without_others(anchors)
    pool = bounds.pool([*rules.others, *between])
    reach = rules.reach if rules.fetch else replace(rules.reach, most_requests=0)
    asker = Asker(reach, rules.timeout_s, now)
    try:
        context = ChainContext(
            trust_roots=anchors,
            other_certs=pool,
            crls=list(rules.crls),
            ocsps=list(rules.ocsps),
            moment=rules.moment,
            allow_fetching=rules.fetch or reach.kept is not None,
            revocation_mode=rules.revocation,
            # A list issued after the signature and not naming the certificate proves as much
            # as one issued before it.
            retroactive_revinfo=True,
            fetchers=_fetchers(asker, [*anchors, *pool]),
        )
        context.bounds = bounds
        context.refusals, context.clocks = asker.refusals.found, asker.clocks
        yield context
    finally:
        await asker.close()


def _fetchers(asker: Asker, at_hand: list[x509.Certificate]) -> Fetchers:
    """Put the rooms together; lists are proved with fetched authorities too."""
    certificates = CertificateRoom(asker)
    return Fetchers(
        ocsp_fetcher=OcspRoom(asker),
        crl_fetcher=CrlRoom(asker, lambda: [*at_hand, *certificates.fetched_certs()]),
        cert_fetcher=certificates,
    )


def unknown_because(
    context: ValidationContext, error: InsufficientRevinfoError
) -> RevocationUnavailable:
    """Name the worst reason why the state of revocation is unknown."""
    refusals = context.refusals if isinstance(context, ChainContext) else ()
    for kind in _WORST_FIRST:
        for refusal in refusals:
            if type(refusal) is kind:
                return kind(refusal.detail)
    if isinstance(error, StaleRevinfoError):
        return RevocationOutdated("what is at hand is too old")
    return RevocationUnavailable("no CRL or OCSP answer for the chain")


async def require_chain(
    certificate: x509.Certificate, context: ChainContext, use: TrustUse | None = None
) -> ValidationPath:
    """Refuse a certificate whose chain does not hold; give the chain that does.

    Args:
        certificate: What the chain begins with.
        context: Of `chain_context`.
        use: What the chain is built for; None is what the rules of the context say.

    Raises:
        CertificateRefused: One of its subclasses says why.
        RevocationUnavailable: The chain stands, its state of revocation is not known; a
            subclass says what was wrong with the answers.
    """
    validator = CertificateValidator(certificate, validation_context=context)
    try:
        path = await validator.async_validate_path()
    except RevokedError as error:
        raise CertificateRevoked("the authority lists a certificate as revoked") from error
    except ExpiredError as error:
        raise CertificateExpired("a certificate of the chain has ended") from error
    except NotYetValidError as error:
        raise CertificateNotYetValid("a certificate of the chain has not begun") from error
    except DisallowedAlgorithmError as error:
        raise WeakKey("a certificate of the chain uses a weak algorithm") from error
    except InsufficientRevinfoError as error:
        raise unknown_because(context, error) from error
    except CHAIN_ERRORS as error:
        left_out = context.bounds and context.bounds.left_out_above(certificate)
        if left_out:
            raise _refusal(left_out) from error
        raise CertificateUntrusted("no chain to a configured root") from error
    answer = context.bounds.of_path(upwards(path), use) if context.bounds else Allowance.YES
    if answer is not Allowance.YES:
        raise _refusal(answer)
    return path


def _refusal(answer: Allowance) -> CertificateUntrusted:
    """Name why an authority is not trusted for a use at a time."""
    match answer:
        case Allowance.OTHER_USE:
            return AuthorityOutOfScope("an authority of the chain is trusted for something else")
        case Allowance.NOT_YET:
            return AuthorityNotOfTime("an authority of the chain is not trusted yet")
        case Allowance.WITHDRAWN:
            return AuthorityNotOfTime("an authority of the chain is trusted no longer")
        case Allowance.YES:
            raise ValueError("nothing to refuse")
        case _ as never:
            assert_never(never)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a certificate can be trusted.

    Attributes:
        trust: The answer.
        reason: Sub-indication of ETSI EN 319 102-1; empty when trusted.
        cause: Code of the error that says why the state of revocation is unknown, or why the
            trust list does not trust an authority; empty when neither is so.
        proof: What the answer rests on.
    """

    trust: Trust
    reason: str = ""
    cause: str = ""
    proof: RevocationProof = field(default_factory=RevocationProof, compare=False, repr=False)


async def standing(certificate: x509.Certificate, rules: ChainRules) -> Standing:
    """Say whether a certificate can be trusted; never raises for what a file contains.

    No roots, no network or no evidence means unknown, and unknown is never good.
    """
    if not rules.roots:
        alone = RevocationProof((certificate.dump(),))
        return Standing(Trust.UNKNOWN, "NO_CERTIFICATE_CHAIN_FOUND", proof=alone)
    try:
        async with chain_context(rules) as context:
            found = await _standing(certificate, context)
            return replace(found, proof=await _proof(certificate, context))
    except DAMAGED:
        # Damaged certificates and CRLs inside the file.
        return Standing(Trust.UNKNOWN, "CERTIFICATE_CHAIN_GENERAL_FAILURE")


async def _standing(certificate: x509.Certificate, context: ChainContext) -> Standing:
    """Say whether a certificate can be trusted, in words of the standard."""
    bounds = context.bounds
    validator = CertificateValidator(certificate, validation_context=context)
    try:
        path = await validator.async_validate_path()
    except InsufficientRevinfoError as error:
        return Standing(Trust.UNKNOWN, "TRY_LATER", unknown_because(context, error).code)
    except RevokedError:
        return Standing(Trust.UNTRUSTED, "REVOKED")
    except NotYetValidError:
        return Standing(Trust.UNTRUSTED, "NOT_YET_VALID")
    except ExpiredError:
        return Standing(Trust.UNKNOWN, "OUT_OF_BOUNDS_NO_POE")
    except DisallowedAlgorithmError:
        return Standing(Trust.UNKNOWN, "CRYPTO_CONSTRAINTS_FAILURE")
    except PathBuildingError:
        left_out = bounds.left_out_above(certificate) if bounds else None
        return _out_of_bounds(left_out) if left_out else _NO_CHAIN
    except CHAIN_ERRORS:
        return Standing(Trust.UNKNOWN, "CERTIFICATE_CHAIN_GENERAL_FAILURE")
    answer = bounds.of_path(upwards(path)) if bounds else Allowance.YES
    return Standing(Trust.TRUSTED) if answer is Allowance.YES else _out_of_bounds(answer)


_NO_CHAIN = Standing(Trust.UNKNOWN, "NO_CERTIFICATE_CHAIN_FOUND")


def _out_of_bounds(answer: Allowance) -> Standing:
    """Put it into words of the standard that the trust list does not trust an authority.

    Source: ETSI EN 319 102-1, clause 5.1.3 (sub-indications).
    """
    cause = _refusal(answer).code
    match answer:
        case Allowance.OTHER_USE:
            return Standing(Trust.UNKNOWN, "CHAIN_CONSTRAINTS_FAILURE", cause)
        case Allowance.WITHDRAWN:
            return Standing(Trust.UNKNOWN, "NO_CERTIFICATE_CHAIN_FOUND_NO_POE", cause)
        case Allowance.NOT_YET | Allowance.YES:
            return Standing(Trust.UNKNOWN, "NO_CERTIFICATE_CHAIN_FOUND", cause)
        case _ as never:
            assert_never(never)


async def _proof(certificate: x509.Certificate, context: ValidationContext) -> RevocationProof:
    """Collect what the standing of a certificate rests on, also when it is a bad one."""
    paths = context.path_builder.async_build_paths_lazy(certificate)
    try:
        async for path in paths:
            return proof_of(upwards(path), context)
    except (*CHAIN_ERRORS, *DAMAGED):
        return RevocationProof((certificate.dump(),))
    finally:
        await paths.cancel()  # type: ignore[no-untyped-call]  # left untyped there
    return RevocationProof((certificate.dump(),))


def upwards(path: ValidationPath) -> tuple[x509.Certificate, ...]:
    """List the certificates of a chain, the signer first."""
    return tuple(path.iter_certs(include_root=True))[::-1]


def proof_of(chain: Sequence[x509.Certificate], context: ValidationContext) -> RevocationProof:
    """Collect the lists and answers at hand that speak of the certificates of a chain."""
    issuers = {one.issuer.dump() for one in chain}
    serials = {one.serial_number for one in chain}
    crls = [one.dump() for one in context.crls if one.issuer.dump() in issuers]
    ocsps = [one.dump() for one in context.ocsps if serials & _serials(one)]
    return RevocationProof(
        chain=tuple(one.dump() for one in chain),
        crls=tuple(dict.fromkeys(crls)),
        ocsps=tuple(dict.fromkeys(ocsps)),
    )


def _serials(answer: ocsp.OCSPResponse) -> set[int]:
    """List the certificates an OCSP answer speaks of."""
    if answer["response_status"].native != "successful":
        return set()
    return {one["cert_id"]["serial_number"].native for one in answer.response_data["responses"]}
