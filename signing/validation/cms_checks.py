"""The cryptography inside a signature: digest, signature value, algorithms, time-stamp tokens.

Nothing here asks whether a certificate is trusted.

Source: RFC 5652 (CMS), RFC 3161 (time stamps), RFC 8933 (digest algorithms must agree).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import algos, cms, core, tsp, x509
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    extract_tst_data_iter,
    validate_sig_integrity,
)
from pyhanko.sign.validation.utils import DEFAULT_ALGORITHM_USAGE_POLICY

_HASHES = frozenset(
    {
        *("md5", "sha1", "sha224", "sha256", "sha384", "sha512"),
        *("sha3_224", "sha3_256", "sha3_384", "sha3_512"),
    }
)
_WEAK_HASHES = frozenset({"md5", "sha1"})


class CmsProblem(Exception):
    """One signature or token does not hold; stays inside the package.

    Attributes:
        sub_indication: Name of the reason, ETSI EN 319 102-1.
    """

    def __init__(self, sub_indication: str) -> None:
        super().__init__(sub_indication)
        self.sub_indication = sub_indication


@dataclass(frozen=True, slots=True)
class SoundCms:
    """A CMS object whose digest and signature value hold.

    Attributes:
        certificate: Certificate of the signer.
        others: Other certificates in it.
        weak: Its digest algorithm is no longer safe (SHA-1, MD5).
        claimed_at: Signing time that the signer wrote into it; None when absent.
    """

    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    weak: bool
    claimed_at: datetime | None

    def weakened(self) -> SoundCms:
        """Say that it depends on SHA-1 somewhere else."""
        return replace(self, weak=True)


@dataclass(frozen=True, slots=True)
class SoundToken:
    """A time-stamp token that holds and speaks of the right bytes.

    Attributes:
        at: Time that the service vouches for.
        cms: Certificate of the service and the others in the token.
    """

    at: datetime
    cms: SoundCms


def check_hash_name(algorithm: str) -> str:
    """Refuse a digest algorithm that is none of ours.

    Raises:
        CmsProblem: It is not accepted.
    """
    if algorithm not in _HASHES:
        raise CmsProblem("HASH_FAILURE")
    return algorithm


def digest_of(data: bytes, algorithm: str) -> bytes:
    """Hash bytes by an algorithm that was named in a file.

    Raises:
        CmsProblem: The algorithm is none that we accept.
    """
    return hashlib.new(check_hash_name(algorithm), data).digest()


def check_detached(
    signed_data: cms.SignedData,
    document_digest: Callable[[str], bytes],
    *,
    enveloping: bool = False,
) -> SoundCms:
    """Check a signature over a document.

    Args:
        signed_data: The CMS object.
        document_digest: Gives the digest of what was signed by algorithm name.
        enveloping: What was signed lies in the object and was compared already.

    Raises:
        CmsProblem: It does not hold.
    """
    content = signed_data["encap_content_info"]
    if not enveloping and content["content"].native is not None:
        raise CmsProblem("FORMAT_FAILURE")
    algorithm = _digest_name(signed_data)
    return _check(signed_data, content["content_type"].native, document_digest(algorithm))


def check_token(signed_data: cms.SignedData, imprint: Callable[[str], bytes]) -> SoundToken:
    """Check a time-stamp token.

    Args:
        signed_data: The CMS object of the token.
        imprint: Gives the digest of what was stamped by algorithm name.

    Raises:
        CmsProblem: It does not hold or stamps other bytes.
    """
    content = signed_data["encap_content_info"]["content"]
    if not isinstance(content, core.ParsableOctetString):
        raise CmsProblem("FORMAT_FAILURE")
    info = content.parsed
    if not isinstance(info, tsp.TSTInfo):
        raise CmsProblem("FORMAT_FAILURE")
    stamped = info["message_imprint"]
    if imprint(stamped["hash_algorithm"]["algorithm"].native) != stamped["hashed_message"].native:
        raise CmsProblem("HASH_FAILURE")
    own_digest = digest_of(bytes(content), _digest_name(signed_data))
    return SoundToken(info["gen_time"].native, _check(signed_data, "tst_info", own_digest))


def signature_tokens(signed_data: cms.SignedData) -> list[SoundToken]:
    """Check the time-stamp tokens that a signature carries.

    Raises:
        CmsProblem: One of them does not hold.
    """
    signer = extract_signer_info(signed_data)
    value = signer["signature"].native
    tokens = list(extract_tst_data_iter(signer, signed=False))
    return [check_token(token, lambda name: digest_of(value, name)) for token in tokens]


def _check(signed_data: cms.SignedData, content_type: str, digest: bytes) -> SoundCms:
    """Check the one signer of a CMS object."""
    if len(signed_data["signer_infos"]) != 1:
        raise CmsProblem("FORMAT_FAILURE")
    signer = extract_signer_info(signed_data)
    found = extract_certs_for_validation(signed_data)
    _check_algorithms(signer)
    intact, valid = validate_sig_integrity(signer, found.signer_cert, content_type, digest)
    if not intact:
        raise CmsProblem("HASH_FAILURE")
    if not valid:
        raise CmsProblem("SIG_CRYPTO_FAILURE")
    return SoundCms(
        certificate=found.signer_cert,
        others=tuple(found.other_certs),
        weak=_digest_name(signed_data) in _WEAK_HASHES,
        claimed_at=_claimed_time(signer),
    )


def _check_algorithms(signer: cms.SignerInfo) -> None:
    """Refuse a signature algorithm that implies another digest than the declared one."""
    declared = algos.DigestAlgorithm({"algorithm": signer["digest_algorithm"]["algorithm"].native})
    agreed = DEFAULT_ALGORITHM_USAGE_POLICY.digest_combination_allowed(
        signer["signature_algorithm"], declared, None
    )
    if not agreed:
        raise CmsProblem("SIG_CRYPTO_FAILURE")


def _digest_name(signed_data: cms.SignedData) -> str:
    """Read the digest algorithm of the signer."""
    return str(extract_signer_info(signed_data)["digest_algorithm"]["algorithm"].native).lower()


def _claimed_time(signer: cms.SignerInfo) -> datetime | None:
    """Read the signingTime attribute; PAdES leaves it out on purpose."""
    for attribute in signer["signed_attrs"] or ():
        if attribute["type"].native == "signing_time" and len(attribute["values"]) == 1:
            moment = attribute["values"][0].native
            if isinstance(moment, datetime):
                return moment
    return None
