"""What a plan means for the signing library: its request and the names of its fields."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.domain.signing import SignerRole, SigningPlan
from app.errors import WrongUse
from app.services.assemble import VIETNAM
from app.services.station import SigningOptions
from app.services.workers import library_errors, read_trust
from signing.identities import AGENCY_FIELD
from signing.limits import TrustMaterial
from signing.requests import Level, RsaPadding, SignatureKind, SignRequest


def plan_request(options: SigningOptions, plan: SigningPlan, now: datetime) -> SignRequest:
    """The request that the station's settings and a plan ask for.

    Raises:
        LibraryError: The trust folder cannot be read, or the level needs what is not set up.
        WrongUse: No such level, kind or padding.
    """
    known = plan.level in set(Level) and plan.kind in set(SignatureKind)
    if not known or plan.padding not in set(RsaPadding):
        raise WrongUse(f"{plan.level}, {plan.kind} or {plan.padding} is unknown")
    trust = read_trust(Path(options.trust_dir)) if options.trust_dir else TrustMaterial()
    with library_errors():
        return SignRequest(
            signed_at=now.astimezone(VIETNAM),
            level=Level(plan.level),
            timestamp_urls=options.timestamp_urls,
            trust_roots=trust.certificates,
            trust_limits=trust.limits,
            allow_unknown_issuer=not trust.certificates,
            rsa_padding=RsaPadding(plan.padding),
            kind=SignatureKind(plan.kind),
            service_timeout_s=options.service_timeout_s,
            reach=options.reach,
            owe_time=plan.owe_time,
        )


def field_name(plan: SigningPlan, place: int) -> str:
    """Name of the signature field of a signer: persons are counted, there is one agency."""
    signer = plan.signers[place]
    if signer.role is SignerRole.AGENCY:
        return AGENCY_FIELD
    before = [each.role for each in plan.signers[:place]]
    return f"NguoiKy_{before.count(SignerRole.PERSON) + 1}"
