"""Trust, time and level of signatures whose integrity is known.

Time is walked backwards: a document time stamp proves that everything before it existed
then, so certificates before it are judged at that time and not today.

Source: ETSI EN 319 102-1, clause 5.6 (past signature validation, simplified).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from asn1crypto import x509

from signing.certificates import common_name
from signing.errors import AuthorityNotOfTime, AuthorityOutOfScope
from signing.limits import TrustUse
from signing.requests import VIETNAM_TIME
from signing.trust.chain import ChainRules, Standing, standing
from signing.validation.cms_checks import SoundCms
from signing.validation.evidence import Evidence
from signing.validation.inspection import Inspected
from signing.verdict import (
    Indication,
    Integrity,
    RevocationProof,
    SignatureVerdict,
    TimeSource,
    Trust,
)

_SIGNING_USAGES = frozenset({"digital_signature", "non_repudiation"})
_MAX_CHAIN = 10
_ZONE, _TOLERANCE = timedelta(hours=7), timedelta(hours=1)
_NOT_LISTED = frozenset({AuthorityNotOfTime.code, AuthorityOutOfScope.code})
_STAMP_NOT_LISTED = "timestamp-authority-not-listed"
_WRONG_PURPOSE = Standing(Trust.UNTRUSTED, "CHAIN_CONSTRAINTS_FAILURE")


async def judge(
    found: Sequence[Inspected], evidence: Evidence, rules: ChainRules
) -> list[SignatureVerdict]:
    """Judge all signatures of a file.

    Args:
        found: Fields in the order of the bytes they cover.
        evidence: Content of the document security store.
        rules: Roots and, as `moment`, the time of the check.

    Returns:
        One verdict per signature, in the same order, document time stamps left out.
    """
    verdicts: list[SignatureVerdict] = []
    proven = rules.moment
    for item in reversed(found):
        if item.is_timestamp:
            proven = await _earlier(item, replace(rules, moment=proven)) or proven
            continue
        later = [other for other in found if other.is_timestamp and other.end > item.end]
        verdicts.append(await _judge_one(item, later, evidence, replace(rules, moment=proven)))
    return verdicts[::-1]


async def _earlier(stamp: Inspected, rules: ChainRules) -> datetime | None:
    """Give the time of a document time stamp that is trusted; None when it is not."""
    if stamp.integrity is not Integrity.INTACT or not stamp.tokens:
        return None
    token = stamp.tokens[0]
    answer = await _service_standing(token.cms, rules)
    return token.at if answer.trust is Trust.TRUSTED else None


async def _judge_one(
    item: Inspected, later: Sequence[Inspected], evidence: Evidence, rules: ChainRules
) -> SignatureVerdict:
    """Judge one signature."""
    stamped, stamp_proof, refused = await _stamped_at(item, rules)
    proven = stamped or rules.moment
    answer = Standing(Trust.UNKNOWN, item.problem or "SIGNED_DATA_NOT_FOUND")
    if item.cms is not None:
        answer = await _signer_standing(item.cms, replace(rules, moment=proven))
    indication, reason = _indication(item, answer)
    moment = stamped or item.claimed_at
    return SignatureVerdict(
        field=item.field,
        signer=common_name(item.cms.certificate.subject) if item.cms else "",
        level=_level(item, later, evidence),
        indication=indication,
        sub_indication=reason,
        integrity=item.integrity,
        covers_whole_file=item.changes.covers_whole_file,
        changes_after=(*item.changes.kinds, *item.changes.suspicious),
        signed_at=_aware(moment) if moment else None,
        time_source=_time_source(stamped, item.claimed_at),
        trust=answer.trust,
        chain=_chain(item.cms, evidence, rules),
        revocation=evidence.described(item.cms.certificate) if item.cms else (),
        notices=(
            *_time_notices(stamped, item.claimed_at),
            *filter(None, (answer.cause,)),
            *refused,
        ),
        proof=answer.proof.joined(stamp_proof),
    )


async def _stamped_at(
    item: Inspected, rules: ChainRules
) -> tuple[datetime | None, RevocationProof, tuple[str, ...]]:
    """Give the time of a trusted signature time stamp; None when there is none.

    Returns:
        The time, what it rests on, and codes of why other time stamps do not count.
    """
    refused: list[str] = []
    for token in item.tokens:
        answer = await _service_standing(token.cms, rules)
        if answer.trust is Trust.TRUSTED:
            return token.at, answer.proof, tuple(refused)
        if answer.cause in _NOT_LISTED:
            refused.append(_STAMP_NOT_LISTED)
    return None, RevocationProof(), tuple(dict.fromkeys(refused))


async def _service_standing(found: SoundCms, rules: ChainRules) -> Standing:
    """Judge a time-stamp service; its certificate must be made for that alone."""
    purposes = found.certificate.extended_key_usage_value
    if purposes is None or purposes.native != ["time_stamping"]:
        return _WRONG_PURPOSE
    stamping = replace(rules, use=TrustUse.TIME_STAMPS)
    return await standing(found.certificate, _with_others(found, stamping))


async def _signer_standing(found: SoundCms, rules: ChainRules) -> Standing:
    """Judge a signer; the key must be made for signatures."""
    answer = await standing(found.certificate, _with_others(found, rules))
    if answer.trust is Trust.TRUSTED and not _may_sign(found.certificate):
        return _WRONG_PURPOSE
    return answer


def _may_sign(certificate: x509.Certificate) -> bool:
    """Look at the key usage; without the extension every usage is allowed (RFC 5280)."""
    usage = certificate.key_usage_value
    return usage is None or bool(_SIGNING_USAGES & set(usage.native))


def _with_others(found: SoundCms, rules: ChainRules) -> ChainRules:
    """Let certificates beside the signature help to build the chain."""
    return replace(rules, others=(*rules.others, *found.others))


def _indication(item: Inspected, answer: Standing) -> tuple[Indication, str]:
    """Combine integrity and trust; integrity comes first."""
    if item.undecided:
        return Indication.INDETERMINATE, item.problem
    if item.integrity is not Integrity.INTACT:
        return Indication.FAILED, item.problem
    if answer.trust is Trust.UNTRUSTED:
        return Indication.FAILED, answer.reason
    if answer.trust is Trust.UNKNOWN:
        return Indication.INDETERMINATE, answer.reason
    if item.cms is not None and item.cms.weak:
        return Indication.INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE"
    return Indication.PASSED, ""


def _level(item: Inspected, later: Sequence[Inspected], evidence: Evidence) -> str:
    """Tell the level a signature has reached.

    Source: ETSI EN 319 142-1, clause 6.3 (requirements per level).
    """
    if item.cms is None or item.unsupported:
        return "none"
    stamps = [stamp for stamp in later if stamp.integrity is Integrity.INTACT]
    level = "b"
    if item.tokens or stamps:
        level = "t"
        if evidence.speaks_of(item.cms.certificate):
            level = "lt"
            if any(stamp.has_store for stamp in stamps):
                level = "lta"
    return f"b-{level}" if item.is_pades else f"pkcs7-{level}"


def _chain(found: SoundCms | None, evidence: Evidence, rules: ChainRules) -> tuple[str, ...]:
    """Name the certificates from the signer upwards, as far as they are at hand."""
    if found is None:
        return ()
    known = (*found.others, *evidence.certificates, *rules.others, *rules.roots)
    by_subject = {certificate.subject.dump(): certificate for certificate in known}
    names = [common_name(found.certificate.subject)]
    last = found.certificate
    while len(names) < _MAX_CHAIN and last.subject.dump() != last.issuer.dump():
        above = by_subject.get(last.issuer.dump())
        if above is None:
            break
        names.append(common_name(above.subject))
        last = above
    return tuple(names)


def _time_notices(stamped: datetime | None, claimed: datetime | None) -> tuple[str, ...]:
    """Compare the claimed time with the proven one.

    Some tools write Vietnamese time and call it UTC: seven hours too late.
    """
    if stamped is None or claimed is None:
        return ()
    late = _aware(claimed) - _aware(stamped)
    if abs(late - _ZONE) <= _TOLERANCE:
        return ("signing-time-local-as-utc",)
    return ("signing-time-differs",) if abs(late) > _TOLERANCE else ()


def _time_source(stamped: datetime | None, claimed: datetime | None) -> TimeSource:
    """Say who vouches for the time."""
    if stamped is not None:
        return TimeSource.TIMESTAMP
    return TimeSource.NONE if claimed is None else TimeSource.CLAIMED


def _aware(moment: datetime) -> datetime:
    """Give Vietnamese time; a PDF date without zone is of unknown offset and read as UTC."""
    known = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return known.astimezone(VIETNAM_TIME)
