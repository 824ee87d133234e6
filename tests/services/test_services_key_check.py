"""Certificates are looked at once, before a key is used; what was found is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.result import ResultOrigin
from app.domain.signing import BatchState, ItemState, Signer, SignerRole, SigningPlan
from app.errors import Advice, LibraryError, StationError
from app.jobs import InlineExecutor
from app.services import results
from app.services.folder_desk import SigningDesk
from app.services.key_check import check_keys
from app.services.key_host import KeyIdentity
from app.services.sign_batch import run_batch, start_batch
from app.services.signing_desk import LooseOrder, sign_files
from app.services.station import SigningOptions
from signing.endpoints import Reach
from signing.identities import Mechanism
from signing.keystore import open_key
from signing.pades.sign import sign_pdf
from signing.requests import KeySource, SignRequest
from signing.trial.authority import OfficerProfile, TrialAuthority
from signing.trial.services import TrialServices
from signing.trust.records import verify_chain
from signing.verdict import RevocationProof
from tests.fakes.counter_station import KEY, PIN, CounterStation, small_pdf

PERSON = Signer(SignerRole.PERSON, KEY)
AGENCY = Signer(SignerRole.AGENCY, "pkcs11:/usr/lib/thu.so#CO-QUAN")
BOTH = SigningPlan((PERSON, PERSON, AGENCY))
REVOKED = LibraryError("certificate.revoked", Advice.USER_ACTION)


def pins(count: int) -> list[bytearray]:
    return [bytearray(PIN.encode()) for _ in range(count)]


def built(counter: CounterStation, count: int) -> list[DossierId]:
    return [
        results.take_in(
            counter.station, f"kq {n}.pdf", small_pdf([f"result {n}"]), ResultOrigin.FOLDER
        ).dossier_id
        for n in range(count)
    ]


def test_run_batch_checks_each_certificate_once_and_tells_its_warnings() -> None:
    counter = CounterStation()
    counter.reader.key_warnings = ("certificate-expires-30", "revocation-unknown")
    batch = start_batch(counter.station, built(counter, 3), BOTH)

    report = run_batch(counter.station, batch.id, pins(3))

    assert counter.reader.checked_keys == [
        f"certificate of {signer.key}".encode() for signer in (PERSON, AGENCY)
    ]
    names = [certificate.decode() for certificate in counter.reader.checked_keys]
    assert [(one.signer, one.code) for one in report.warnings] == [
        (name, code) for name in names for code in counter.reader.key_warnings
    ]


def test_run_batch_refused_certificate_leaves_the_key_untouched_and_the_batch_open() -> None:
    counter = CounterStation()
    counter.reader.key_trouble = REVOKED
    (home,) = built(counter, 1)
    batch = start_batch(counter.station, [home], SigningPlan((PERSON,)))

    with pytest.raises(LibraryError) as caught:
        run_batch(counter.station, batch.id, pins(1))

    assert caught.value.code == "certificate.revoked"
    assert counter.token.values == []
    assert not counter.token.is_open
    stopped = counter.store.signing_batch(batch.id)
    assert (stopped.state, stopped.code) == (BatchState.STOPPED, "certificate.revoked")
    assert counter.store.dossier(home).state is DossierState.BUILT
    assert counter.store.evidence() == []

    counter.reader.key_trouble = None
    report = run_batch(counter.station, batch.id, pins(1))
    assert {item.state for item in report.items} == {ItemState.PUBLISHED}


def test_run_batch_keeps_evidence_of_every_signature_once() -> None:
    counter = CounterStation()
    homes = built(counter, 2)
    plan = SigningPlan((PERSON, AGENCY))
    batch = start_batch(counter.station, homes, plan)

    report = run_batch(counter.station, batch.id, pins(2))

    records = counter.store.evidence()
    contents = {one: counter.store.evidence_content(one) for each in records for one in each.needs}
    noted = [e.act for e in counter.store.audit_entries() if e.act.action == "evidence.kept"]
    verify_chain(records, contents, noted[-1].digest)
    assert [each.field for each in records] == ["NguoiKy_1", "CoQuan"] * 2
    assert {each.file_sha256 for each in records} == {item.sha256 for item in report.items}
    assert set(contents.values()) == {
        *counter.reader.checked_keys, b"authority", b"revocation list",
    }  # fmt: skip
    assert records[0].reasons == ("b-b", "revocation-good")


# ---- with real certificates


@pytest.fixture(scope="module")
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def services() -> Iterator[TrialServices]:
    with TrialServices() as running:
        yield running


@pytest.fixture(scope="module")
def authority(
    tmp_path_factory: pytest.TempPathFactory, services: TrialServices, now: datetime
) -> TrialAuthority:
    folder = tmp_path_factory.mktemp("ca")
    made = TrialAuthority.create(folder, now, base_url=services.url, password="thu")
    services.publish(made)
    return made


class Untouchable:
    """A key that must not be used."""

    def __init__(self, certificate: bytes) -> None:
        self.certificate = certificate
        self.used = 0
        self.is_open = False

    def unlock(self, source: str, pin: bytearray) -> KeyIdentity:
        self.is_open = True
        return KeyIdentity(self.certificate, (), frozenset(Mechanism))

    def sign(self, source: str, data: bytes, mechanism: Mechanism) -> bytes:
        self.used += 1
        raise AssertionError("the key was used")

    def lock(self) -> None:
        self.is_open = False


@pytest.fixture
def options(authority: TrialAuthority, tmp_path: Path) -> SigningOptions:
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "root.pem").write_bytes(authority.root_pem.read_bytes())
    return SigningOptions(trust_dir=str(tmp_path / "trust"), service_timeout_s=20.0)


def der_of(authority: TrialAuthority, profile: OfficerProfile) -> bytes:
    return authority.issue(profile).certificate.public_bytes(Encoding.DER)


def test_sign_files_refused_certificate_leaves_the_key_untouched(
    authority: TrialAuthority, options: SigningOptions, tmp_path: Path, now: datetime
) -> None:
    issued = authority.issue(OfficerProfile())
    authority.publish_crl(now, [issued.certificate.serial_number])
    keys = Untouchable(issued.certificate.public_bytes(Encoding.DER))
    lane = InlineExecutor()
    desk = SigningDesk(keys, lane, lane, lane, lambda: datetime.now(UTC), options)
    source = tmp_path / "a.pdf"
    source.write_bytes(small_pdf(["a paper"]))

    with pytest.raises(StationError) as caught:
        sign_files(desk, LooseOrder([source], None, SigningPlan((PERSON,))), pins(1))

    authority.publish_crl(now, [])
    assert caught.value.code == "certificate.revoked"
    assert (keys.used, keys.is_open) == (0, False)
    assert list(tmp_path.glob("*signed*")) == []


def test_check_keys_offline_signs_only_where_the_setting_allows_it(
    options: SigningOptions, tmp_path: Path, now: datetime
) -> None:
    dead = TrialAuthority.create(
        tmp_path / "dead", now, base_url="http://127.0.0.1:9", password="thu"
    )
    (tmp_path / "trust" / "dead.pem").write_bytes(dead.root_pem.read_bytes())
    identity = KeyIdentity(der_of(dead, OfficerProfile()), (), frozenset(Mechanism))

    forbidden = replace(options, sign_offline=False)
    with pytest.raises(LibraryError) as caught:
        check_keys(InlineExecutor(), forbidden, [identity], now)
    (found,) = check_keys(InlineExecutor(), options, [identity], now)

    assert caught.value.code == "service.revocation_unavailable"
    assert found.revocation == "unknown"
    assert [one.code for one in found.warnings] == ["revocation-unknown"]


def test_check_keys_good_certificate_gives_its_proof_and_keeps_answers(
    authority: TrialAuthority, options: SigningOptions, tmp_path: Path, now: datetime
) -> None:
    profile = OfficerProfile(valid_for=timedelta(days=20))
    identity = KeyIdentity(der_of(authority, profile), (), frozenset(Mechanism))
    options = replace(options, reach=Reach(kept=tmp_path / "answers"))

    (found,) = check_keys(InlineExecutor(), options, [identity], now)

    assert found.revocation == "good"
    assert [one.code for one in found.warnings] == ["certificate-expires-30"]
    assert found.proof.chain[0] == identity.certificate
    assert found.proof.crls or found.proof.ocsps
    assert any((tmp_path / "answers").iterdir())


def test_check_keys_without_roots_looks_at_time_and_purpose(
    authority: TrialAuthority, now: datetime
) -> None:
    identity = KeyIdentity(der_of(authority, OfficerProfile()), (), frozenset(Mechanism))

    (found,) = check_keys(InlineExecutor(), SigningOptions(), [identity], now)
    with pytest.raises(LibraryError) as caught:
        check_keys(InlineExecutor(), SigningOptions(), [identity], now + timedelta(days=5000))

    assert [one.code for one in found.warnings] == ["trust-not-set-up"]
    assert found.proof == RevocationProof((identity.certificate,))
    assert caught.value.code == "certificate.expired"


def test_take_in_signed_result_keeps_evidence_of_its_check(tmp_path: Path, now: datetime) -> None:
    made = TrialAuthority.create(tmp_path, now, base_url="http://127.0.0.1:9", password="thu")
    plain, target = tmp_path / "plain.pdf", tmp_path / "signed.pdf"
    plain.write_bytes(small_pdf(["a result"]))
    request = SignRequest(signed_at=now, allow_unknown_issuer=True)
    with open_key(KeySource.parse(f"p12:{made.officer_p12}"), bytearray(b"thu")) as key:
        sign_pdf(plain, target, key, request)
    counter = CounterStation()
    counter.station = replace(counter.station, cpu=InlineExecutor(), check=InlineExecutor())

    taken = results.take_in(counter.station, "kq.pdf", target.read_bytes(), ResultOrigin.FOLDER)

    (record,) = counter.store.evidence(taken.dossier_id)
    assert (record.act, record.file_sha256) == ("checked", taken.source_sha256)
    assert record.result == "INDETERMINATE"
    assert record.chain
    assert counter.store.evidence_content(record.chain[0])
