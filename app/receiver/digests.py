"""Digests in headers: checking what a request states, stating what a reply holds.

Source: RFC 9530 (2024-02) §2 Content-Digest, §3 Repr-Digest; the algorithm sha-256 of §5.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping

from app.receiver.problems import Problem, ProblemKind

_SHA256 = re.compile(r"(?:^|,)\s*sha-256\s*=\s*:([A-Za-z0-9+/=]*):")
_HEADERS = ("content-digest", "repr-digest")


def repr_digest(sha256: str) -> dict[str, str]:
    """The header that states the digest of a whole representation, given as hex."""
    encoded = base64.b64encode(bytes.fromhex(sha256)).decode("ascii")
    return {"Repr-Digest": f"sha-256=:{encoded}:"}


def check_digest(headers: Mapping[str, str], body: bytes) -> None:
    """Compare a request's body with the SHA-256 that its headers state, if they state one.

    Raises:
        Problem: Another digest, or none that can be read.
    """
    for name in _HEADERS:
        found = _SHA256.search(headers.get(name, ""))
        if found is None:
            continue
        try:
            stated = base64.b64decode(found.group(1), validate=True)
        except binascii.Error as error:
            raise Problem(ProblemKind.BAD_REQUEST, f"{name} is not Base64") from error
        if not hmac.compare_digest(stated, hashlib.sha256(body).digest()):
            raise Problem(ProblemKind.BODY_DIGEST, name)
