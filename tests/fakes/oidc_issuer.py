"""A login service that names persons: signs id tokens, rotates its keys, and lies when told to."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from tests.fakes.login_service import LoginService, running_login_service

CLIENT = "tram-1"
SUBJECT = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"


@dataclass
class OidcIssuer:
    """Says who confirmed; tests change `claims`, `header` and `key` to make it lie."""

    service: LoginService
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "ES256"
    number: int = 1
    now: datetime | None = None

    def __post_init__(self) -> None:
        self.service.metadata_path = "/.well-known/openid-configuration"
        self.service.identify = self.token
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.publish()

    @property
    def url(self) -> str:
        return self.service.url

    def rotate(self) -> None:
        """Sign with another key from now on, and publish that one alone."""
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.number += 1
        self.publish()

    def publish(self) -> None:
        made = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key()))
        kid = f"khoa-{self.number}"
        self.service.jwks = {"keys": [{**made, "kid": kid, "use": "sig", "alg": "ES256"}]}

    def token(self, form: dict[str, str] | None = None) -> str:
        """What the service says of the person who confirmed."""
        now = (self.now or datetime.now(UTC)).timestamp()
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": SUBJECT,
            "iat": int(now),
            "exp": int(now) + 300,
            "nonce": (form or {}).get("nonce", ""),
            "name": "Lê Thị Hoa",
            "preferred_username": "hoa.lt",
            **self.claims,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        header = {"kid": f"khoa-{self.number}", **self.header}
        if self.algorithm == "none":
            return f"{_part({'alg': 'none', **header})}.{_part(kept)}."
        key = "bí mật chung đủ dài cho HS256 ấy".encode() if self.algorithm == "HS256" else self.key
        return jwt.encode(kept, key, self.algorithm, {k: v for k, v in header.items() if v})


def _part(values: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).rstrip(b"=").decode()


@contextmanager
def running_issuer(identity: Path | None = None) -> Iterator[OidcIssuer]:
    """Serve until the end of the block, over TLS where a certificate is given."""
    with running_login_service(identity) as service:
        yield OidcIssuer(service)
