"""The contract of signing keys, on key files, tokens and the process that holds a token."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from app.token_host import HostKey, TokenHost
from signing.keys.module_trust import AllowedModule
from signing.keystore import open_key
from signing.requests import P12Source, Pkcs11Source
from signing.trial.authority import KeyKind, OfficerProfile, TrialAuthority
from tests.contracts.signing_key_contract import KeyUnderTest, SigningKeyContract
from tests.shim.faulty_tokens import EC, ONE, PIN
from tests.shim.token_fixtures import built_shim, loaded_shim, shim
from tests.shim.token_shim import Shim

__all__ = ["built_shim", "loaded_shim", "shim"]
PASSWORD = "mật khẩu thử"


@pytest.fixture(scope="module")
def key_files(tmp_path_factory: pytest.TempPathFactory) -> dict[KeyKind, Path]:
    folder = tmp_path_factory.mktemp("p12")
    authority = TrialAuthority.create(
        folder, datetime.now(UTC), base_url="http://127.0.0.1:9", password=PASSWORD
    )
    files = {}
    for kind in (KeyKind.RSA_2048, KeyKind.EC_256):
        key = authority.issue(OfficerProfile(kind=kind))
        files[kind] = folder / f"{kind.value}.p12"
        files[kind].write_bytes(
            pkcs12.serialize_key_and_certificates(
                b"khoa",
                key.private_key,
                key.certificate,
                [authority.root.certificate],
                BestAvailableEncryption(PASSWORD.encode()),
            )
        )
    return files


class TestKeyFile(SigningKeyContract):
    @pytest.fixture(params=[KeyKind.RSA_2048, KeyKind.EC_256])
    def key(
        self, request: pytest.FixtureRequest, key_files: dict[KeyKind, Path]
    ) -> Iterator[KeyUnderTest]:
        source = P12Source(key_files[request.param])
        with open_key(source, bytearray(PASSWORD, "utf-8")) as key:
            yield key


@pytest.mark.softhsm
class TestToken(SigningKeyContract):
    """SoftHSM2 behind a library that does nothing of its own."""

    @pytest.fixture(params=[ONE, EC])
    def key(self, request: pytest.FixtureRequest, loaded_shim: Shim) -> Iterator[KeyUnderTest]:
        source = Pkcs11Source(loaded_shim.module, request.param)
        with open_key(source, bytearray(PIN, "utf-8")) as key:
            yield key


@pytest.mark.softhsm
class TestTokenThatHidesAndCannotHash(SigningKeyContract):
    @pytest.fixture
    def key(self, loaded_shim: Shim) -> Iterator[KeyUnderTest]:
        loaded_shim.command("hide_label=1", "hide_id=1", "without=40,43")
        source = Pkcs11Source(loaded_shim.module, ONE)
        with open_key(source, bytearray(PIN, "utf-8")) as key:
            yield key


@pytest.mark.softhsm
class TestTokenHost(SigningKeyContract):
    """SoftHSM2 itself, in the process of a token."""

    @pytest.fixture(scope="class")
    @classmethod
    def host(cls, built_shim: Shim) -> Iterator[TokenHost]:
        module = built_shim.real
        ticket = AllowedModule(module, hashlib.sha256(module.read_bytes()).hexdigest())
        with TokenHost(ticket, {**built_shim.real_environment, **_path()}) as host:
            yield host

    @pytest.fixture(params=[ONE, EC])
    def key(
        self, request: pytest.FixtureRequest, host: TokenHost, built_shim: Shim
    ) -> Iterator[KeyUnderTest]:
        source = Pkcs11Source(built_shim.real, request.param)
        identity = host.unlock(source, bytearray(PIN, "utf-8"))
        yield HostKey(host, identity)
        host.lock()


def _path() -> dict[str, str]:
    return {"PATH": os.environ["PATH"]}
