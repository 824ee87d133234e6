"""Shared fixtures: a throw-away authority with its services, PDF files, a software token."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from signing.certificates import certificate_summary, key_mechanisms, parse_certificate
from signing.errors import ModuleMissing
from signing.identities import CertificateSummary, Mechanism
from signing.keys.pkcs11 import reload_module
from signing.requests import Level, P12Source, Pkcs11Source, SignRequest
from signing.trial.authority import OfficerProfile, TrialAuthority
from signing.trial.services import TrialServices
from signing.trial.token import create_store, create_token, find_module, load_into_token

PASSWORD = "mật khẩu thử"
PIN = "246810"
LABEL = "TRAM-SO-HOA-THU"


@pytest.fixture(scope="session")
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="session")
def services() -> Iterator[TrialServices]:
    with TrialServices() as running:
        yield running


@pytest.fixture(scope="session")
def authority(
    tmp_path_factory: pytest.TempPathFactory, services: TrialServices, now: datetime
) -> TrialAuthority:
    folder = tmp_path_factory.mktemp("authority")
    made = TrialAuthority.create(folder, now, base_url=services.url, password=PASSWORD)
    services.publish(made)
    return made


@pytest.fixture
def served(authority: TrialAuthority, services: TrialServices) -> Iterator[TrialServices]:
    """Services that a test may make misbehave."""
    yield services
    services.publish(authority)


@pytest.fixture(scope="session")
def officer(authority: TrialAuthority) -> P12Source:
    return P12Source(authority.officer_p12)


@pytest.fixture
def password() -> bytearray:
    return bytearray(PASSWORD, "utf-8")


@pytest.fixture
def request_for(authority: TrialAuthority, now: datetime) -> Callable[[Level], SignRequest]:
    def build(level: Level) -> SignRequest:
        return SignRequest(
            signed_at=now,
            level=level,
            timestamp_urls=(authority.timestamp_url,),
            trust_roots=(authority.root_der,),
            service_timeout_s=10.0,
        )

    return build


@pytest.fixture(scope="session")
def plain_bytes() -> bytes:
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    page.Contents = document.make_stream(b"0.2 g 60 700 200 40 re f")
    target = io.BytesIO()
    document.save(target, compress_streams=False)
    return target.getvalue()


@pytest.fixture
def plain(tmp_path: Path, plain_bytes: bytes) -> Path:
    path = tmp_path / "don.pdf"
    path.write_bytes(plain_bytes)
    return path


@dataclass(frozen=True)
class UntouchableKey:
    """A key whose private half must not be used."""

    certificate: bytes
    summary: CertificateSummary
    chain: tuple[bytes, ...] = ()

    @property
    def mechanisms(self) -> frozenset[Mechanism]:
        return key_mechanisms(parse_certificate(self.certificate))

    def sign(self, data: bytes, mechanism: Mechanism) -> bytes:
        raise AssertionError(f"the private key was used ({mechanism}, {len(data)} bytes)")


@pytest.fixture(scope="session")
def untouchable() -> Callable[[TrialAuthority, OfficerProfile], UntouchableKey]:
    """Issue a certificate whose key fails the test when it is used."""

    def issue(authority: TrialAuthority, profile: OfficerProfile) -> UntouchableKey:
        der = authority.issue(profile).certificate.public_bytes(Encoding.DER)
        return UntouchableKey(der, certificate_summary(der))

    return issue


@pytest.fixture(scope="session")
def password_text() -> str:
    return PASSWORD


@pytest.fixture(scope="session")
def softhsm_store(
    tmp_path_factory: pytest.TempPathFactory, authority: TrialAuthority
) -> tuple[Path, Path]:
    """Library and configuration of a store with one loaded token."""
    try:
        module = find_module()
    except ModuleMissing:
        pytest.skip("SoftHSM2 is not installed")
    if shutil.which("softhsm2-util") is None:
        pytest.skip("softhsm2-util is not installed")
    store = create_store(tmp_path_factory.mktemp("softhsm"))
    create_token(store, LABEL, PIN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(store.config))
        reload_module(module)
        load_into_token(Pkcs11Source(module, LABEL), PIN, authority.issue(OfficerProfile()))
    return module, store.config


@pytest.fixture
def token(softhsm_store: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Pkcs11Source:
    """The loaded token; the environment is set because SoftHSM2 reads nothing else."""
    module, config = softhsm_store
    monkeypatch.setenv("SOFTHSM2_CONF", str(config))
    reload_module(module)
    return Pkcs11Source(module, LABEL)


@pytest.fixture
def pdfsig() -> str:
    found = shutil.which("pdfsig")
    if found is None:
        pytest.skip("pdfsig is not installed")
    return str(found)
