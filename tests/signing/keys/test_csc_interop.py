"""A service that only our own client understands would prove nothing; keys that wait."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from datetime import timedelta

import aiohttp
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationManager,
    CSCServiceSessionInfo,
    CSCSigner,
    PrefetchedSADAuthorizationManager,
    fetch_certs_in_csc_credential,
)

from signing.errors import (
    RemoteExpired,
    SignatureFailed,
)
from signing.identities import Mechanism
from signing.keys.csc import CscKey
from signing.keys.remote import Pending, RemoteRules, Ticket, WaitingKey
from signing.trial.authority import TrialKey
from tests.fakes.far_signers import (
    Clock,
    never_wait,
    opened_csc,
)
from tests.fakes.signing_services import CscAccount, CscService
from tests.signing.keys.proofs import prove

HASH = base64.b64encode(hashlib.sha256(b"x").digest()).decode()


def test_waiting_key_takes_a_request_back_when_its_time_is_over(
    csc: CscService, rules: RemoteRules, clock: Clock
) -> None:
    class Slow:
        def __init__(self, key: CscKey) -> None:
            self.key = key
            self.cancelled: list[Ticket] = []

        def __getattr__(self, name: str) -> object:
            return getattr(self.key, name)

        def poll(self, ticket: Ticket) -> tuple[Pending, ...]:
            return (Pending(ticket.begun_at, 1.0),)

        def cancel(self, ticket: Ticket) -> None:
            self.cancelled.append(ticket)

    slow = Slow(opened_csc(csc, rules))
    clock.now += timedelta(seconds=1)
    key = WaitingKey(slow, never_wait, lambda: clock.now + timedelta(hours=1))  # type: ignore[arg-type]  # the rest is handed on

    with pytest.raises(RemoteExpired):
        key.sign(b"x", Mechanism.RSA_PSS)

    assert len(slow.cancelled) == 1


@pytest.mark.parametrize("pss", [True, False])
def test_service_of_these_tests_speaks_as_another_client_expects(
    csc: CscService, far_rsa: TrialKey, pss: bool
) -> None:
    """A fake that only our own client understands would prove nothing."""
    csc.account.mode = "implicit"
    csc.account.algorithms = ["1.2.840.113549.1.1.10", "1.2.840.113549.1.1.11"]

    async def ask() -> tuple[bytes, int]:
        info = CSCServiceSessionInfo(csc.url, "CRED-1", oauth_token="the-token")
        async with aiohttp.ClientSession() as session:
            found = await fetch_certs_in_csc_credential(session, info)
            body = {"credentialID": "CRED-1", "numSignatures": 1, "hash": [HASH]}
            url = f"{csc.url}/csc/v1/credentials/authorize"
            async with session.post(url, headers=info.auth_headers, json=body) as response:
                consent = CSCAuthorizationManager.parse_csc_auth_response(await response.json())
            once = PrefetchedSADAuthorizationManager(info, found, consent)
            signer = CSCSigner(session, once, prefer_pss=pss)
            return await signer.async_sign_raw(b"x", "sha256"), found.max_batch_size

    value, most = asyncio.run(ask())
    mechanism = Mechanism.RSA_PSS if pss else Mechanism.RSA_PKCS1

    prove(far_rsa.certificate.public_bytes(Encoding.DER), value, b"x", mechanism)
    assert most == csc.account.multisign


def test_waiting_key_refuses_a_mechanism_that_is_not_there(
    rules: RemoteRules, far_elliptic: TrialKey
) -> None:
    with CscService(CscAccount(far_elliptic)) as running:
        key = WaitingKey(opened_csc(running, rules), never_wait, rules.now)

        with pytest.raises(SignatureFailed):
            key.sign(b"x", Mechanism.RSA_PSS)
