"""The station's trust list through its service and its commands."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
)

from app import cli
from app.bootstrap import Wiring
from app.errors import LibraryError
from app.services.trust import (
    CheckOrder,
    TrustFileUnreadable,
    check_certificate,
    import_list,
    trust_dir_in_use,
)
from app.services.workers import read_trust
from app.settings import Settings
from signing.endpoints import Reach
from signing.limits import TrustMaterial
from signing.trial.authority import OfficerProfile, TrialAuthority
from signing.trial.services import TrialServices
from signing.trust.trust_list import Role, Scope, TrustEntry, TrustList, sign_list

Captured = pytest.CaptureFixture[str]
Run = Callable[..., int]


@pytest.fixture(scope="module")
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory, now: datetime) -> TrialAuthority:
    folder = tmp_path_factory.mktemp("ca")
    return TrialAuthority.create(folder, now, base_url="http://127.0.0.1:9", password="thu")


@pytest.fixture(scope="module")
def publisher() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="module")
def issue(authority: TrialAuthority, now: datetime) -> TrustList:
    below = authority.issue_authority().certificate.public_bytes(Encoding.DER)
    span = (now - timedelta(days=1), now + timedelta(days=90))
    entries = (
        TrustEntry(authority.root_der, Role.ROOT, Scope.OFFICIAL, "thử nghiệm", *span),
        TrustEntry(below, Role.INTERMEDIATE, Scope.TIME_STAMP, "thử nghiệm", *span),
    )
    return TrustList("Sở thử nghiệm", 7, span[0], span[1], entries)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "du-lieu"


@pytest.fixture
def key_file(tmp_path: Path, publisher: Ed25519PrivateKey) -> Path:
    path = tmp_path / "noi-phat-hanh.pem"
    pem = publisher.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    path.write_bytes(pem)
    return path


@pytest.fixture
def list_file(tmp_path: Path, issue: TrustList, publisher: Ed25519PrivateKey) -> Path:
    path = tmp_path / "danh-sach.json"
    path.write_bytes(sign_list(issue, publisher))
    return path


@pytest.fixture
def trust(data: Path) -> Run:
    def run(*words: str) -> int:
        wiring = Wiring(Settings(data_dir=data), {})
        return cli.run(cli.parse(["trust", *words]), wiring)

    return run


def test_trust_commands_take_a_list_into_use(
    trust: Run, key_file: Path, list_file: Path, data: Path, issue: TrustList, capsys: Captured
) -> None:
    assert trust("key", str(key_file)) == 0
    assert trust("import", str(list_file)) == 0
    assert trust("list") == 0
    assert trust("check") == 0

    said = capsys.readouterr().out
    assert "Sở thử nghiệm, số 7, 2 nơi cấp" in said
    assert "trung gian, dấu thời gian" in said
    assert "Chữ ký đúng" in said
    folder = trust_dir_in_use(Settings(data_dir=data))
    found = read_trust(Path(folder))
    assert found.certificates == tuple(one.certificate for one in issue.entries)
    assert found.limits == tuple(one.limit for one in issue.entries)


def test_trust_commands_say_that_there_is_no_list(trust: Run, data: Path, capsys: Captured) -> None:
    assert trust("list") == 0
    assert trust("check") == 1

    assert capsys.readouterr().out.count("chưa có danh sách tin cậy") == 2
    assert trust_dir_in_use(Settings(data_dir=data)) == ""


def test_trust_import_before_the_publisher_is_trusted_is_refused(
    trust: Run, list_file: Path, capsys: Captured
) -> None:
    assert trust("import", str(list_file), "--json") == 1

    assert json.loads(capsys.readouterr().out)["error"]["code"] == "trust.publisher_unknown"


def test_trust_check_of_a_changed_list_is_refused(
    trust: Run, key_file: Path, list_file: Path, data: Path, capsys: Captured
) -> None:
    trust("key", str(key_file))
    trust("import", str(list_file))
    kept = data / "trust" / "trust-list.json"
    kept.write_bytes(kept.read_bytes().replace(b'"sequence": 7', b'"sequence": 8'))

    assert trust("check") == 1
    assert "trust.list_not_proved" in capsys.readouterr().err
    with pytest.raises(LibraryError) as caught:
        read_trust(data / "trust")
    assert caught.value.code == "trust.list_not_proved"


def test_trust_list_as_json_holds_every_pin(
    trust: Run, key_file: Path, list_file: Path, issue: TrustList, capsys: Captured
) -> None:
    trust("key", str(key_file))
    trust("import", str(list_file))
    capsys.readouterr()

    trust("list", "--json")

    found = json.loads(capsys.readouterr().out)["trust_list"]
    assert [one["sha256"] for one in found["authorities"]] == [one.sha256 for one in issue.entries]
    assert found["outdated"] is False


def test_import_list_of_an_older_one_keeps_the_newer(
    trust: Run,
    key_file: Path,
    list_file: Path,
    data: Path,
    tmp_path: Path,
    issue: TrustList,
    publisher: Ed25519PrivateKey,
    now: datetime,
) -> None:
    older = tmp_path / "cu.json"
    older.write_bytes(sign_list(replace(issue, sequence=6), publisher))
    trust("key", str(key_file))
    import_list(data / "trust", list_file, now)

    with pytest.raises(LibraryError) as caught:
        import_list(data / "trust", older, now)

    assert caught.value.code == "trust.list_rollback"


def test_import_list_that_is_not_there_is_refused(tmp_path: Path, now: datetime) -> None:
    with pytest.raises(TrustFileUnreadable):
        import_list(tmp_path, tmp_path / "khong-co", now)
    (tmp_path / "lon").write_bytes(bytes(17 * 1024 * 1024))
    with pytest.raises(TrustFileUnreadable):
        import_list(tmp_path, tmp_path / "lon", now)


def test_trust_publish_makes_a_list_that_import_takes(
    trust: Run,
    key_file: Path,
    authority: TrialAuthority,
    publisher: Ed25519PrivateKey,
    tmp_path: Path,
    data: Path,
) -> None:
    below = tmp_path / "trung-gian.der"
    below.write_bytes(authority.issue_authority().certificate.public_bytes(Encoding.DER))
    private, password = tmp_path / "khoa.pem", tmp_path / "mat-khau"
    password.write_text("bí mật\n", "utf-8")
    sealing = BestAvailableEncryption("bí mật".encode())
    private.write_bytes(publisher.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealing))
    target = tmp_path / "moi.json"
    words = ["--key", str(private), "--pin-file", str(password), "--publisher", "Sở thử nghiệm"]
    words += ["--sequence", "1", "--source", "thử nghiệm", "-o", str(target)]

    made = trust("publish", str(authority.root_pem), str(below), *words)

    trust("key", str(key_file))
    assert made == 0
    assert trust("import", str(target)) == 0
    found = read_trust(data / "trust")
    assert found.certificates == (authority.root_der, below.read_bytes())


@pytest.mark.parametrize("content", [b"rac", b""])
def test_trust_publish_with_a_bad_key_is_refused(
    content: bytes, trust: Run, authority: TrialAuthority, tmp_path: Path, capsys: Captured
) -> None:
    private, target = tmp_path / "khoa.pem", tmp_path / "moi.json"
    private.write_bytes(content)
    words = ["--publisher", "Sở", "--sequence", "1", "--source", "x", "-o", str(target)]

    assert trust("publish", str(authority.root_pem), "--key", str(private), *words) == 1
    assert "trust.publisher_unknown" in capsys.readouterr().err
    assert not target.exists()


def test_check_certificate_reports_what_an_officer_is_shown(tmp_path: Path, now: datetime) -> None:
    with TrialServices() as services:
        made = TrialAuthority.create(tmp_path / "ca", now, base_url=services.url, password="thu")
        services.publish(made)
        officer = made.issue(OfficerProfile(valid_for=timedelta(days=7)))
        der = officer.certificate.public_bytes(Encoding.DER)
        order = CheckOrder(
            der,
            (),
            TrustMaterial((made.root_der,)),
            timeout_s=20.0,
            reach=Reach(kept=tmp_path / "giu"),
        )

        found = pickle.loads(pickle.dumps(check_certificate(order, now)))  # noqa: S301 - our own

        made.publish_crl(now, [officer.certificate.serial_number])
        kept = check_certificate(replace(order, online=False), now)
        with pytest.raises(LibraryError) as caught:
            check_certificate(replace(order, reach=Reach()), now)

    assert (found.revocation, found.unknown_because, found.clock) == ("good", "", "")
    assert found.warnings == ("certificate-expires-7",)
    assert found.chain[0] == found.subject
    assert kept.revocation == "good"
    assert caught.value.code == "certificate.revoked"


def test_check_certificate_without_a_network_says_unknown(
    authority: TrialAuthority, now: datetime
) -> None:
    der = authority.issue(OfficerProfile()).certificate.public_bytes(Encoding.DER)
    order = CheckOrder(der, (), TrustMaterial((authority.root_der,)), online=False)

    with pytest.raises(LibraryError) as caught:
        check_certificate(order, now)
    found = check_certificate(replace(order, offline_allowed=True), now)

    assert caught.value.code == "service.revocation_unavailable"
    assert (found.revocation, found.warnings) == ("unknown", ("revocation-unknown",))
