from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.catalog.base import (
    CatalogError,
    CatalogInvalid,
    ImportUnreadable,
    SnapshotKey,
    SnapshotOutdated,
    SnapshotRefused,
)
from app.catalog.keeper import INSTALLED_FILE, StationCatalog
from app.catalog.load import load_catalog
from app.catalog.snapshot import read_snapshot, sign_snapshot
from tests.catalog.test_catalog_import import AGENCIES, ONE, PROCEDURES

START = datetime(2026, 3, 1, 8, tzinfo=UTC)


@dataclass
class Bench:
    """A province that signs and a station that installs, on one clock."""

    folder: Path
    now: datetime = START
    key: Ed25519PrivateKey = field(
        default_factory=lambda: Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    )

    @property
    def province(self) -> StationCatalog:
        return StationCatalog(self.folder / "province", lambda: self.now)

    @property
    def station(self) -> StationCatalog:
        return StationCatalog(self.folder / "station", lambda: self.now)

    def private_file(self, password: bytes = b"") -> Path:
        locked: serialization.KeySerializationEncryption = serialization.NoEncryption()
        if password:
            locked = serialization.BestAvailableEncryption(password)
        file = self.folder / "key.pem"
        file.write_bytes(
            self.key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked
            )
        )
        return file

    def public_file(self) -> Path:
        file = self.folder / "public.pem"
        file.write_bytes(
            self.key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
        return file

    def exported(self, name: str = "catalog.json", text: str = PROCEDURES + ONE) -> Path:
        """A snapshot of the province's catalogue, made a minute later than the last one."""
        self.now += timedelta(minutes=1)
        table = self.folder / "tt.csv"
        table.write_text(text, encoding="utf-8")
        self.province.bring([table], apply=True)
        target = self.folder / name
        self.province.export(target, source="Tỉnh", key=SnapshotKey(self.private_file()))
        return target


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path)
    made.station.trust(made.public_file(), replace=False)
    return made


def test_snapshot_of_the_shipped_catalogue_reads_the_same(bench: Bench) -> None:
    target = bench.folder / "plain.json"

    facts = bench.station.export(target, source="Tỉnh", key=None)

    snapshot = read_snapshot(target.read_bytes())
    assert snapshot.catalog.content == load_catalog().content
    assert (facts.signer, facts.made_at) == ("", START)
    assert not target.with_name("plain.json.sig").exists()


def test_install_signed_snapshot_is_in_use_afterwards(bench: Bench) -> None:
    file = bench.exported()

    dry = bench.station.install(file, apply=False)
    assert not (bench.folder / "station" / INSTALLED_FILE).exists()
    found = bench.station.install(file, apply=True)

    assert found == dry
    assert [(c.kind.value, c.code) for c in found][:1] == [("added", "1.001193.H56")]
    assert bench.station.in_use().procedure("1.001193.H56").name == "Đăng ký khai sinh"
    assert bench.station.install(file, apply=True) == ()


def test_verify_gives_what_the_snapshot_says(bench: Bench) -> None:
    file = bench.exported()

    facts = bench.station.verify(file, key_file=None)

    assert facts.source == "Tỉnh"
    assert len(facts.signer) == 32
    assert facts == bench.province.verify(file, key_file=bench.public_file())


def test_verify_changed_snapshot_is_refused(bench: Bench) -> None:
    file = bench.exported()
    content = file.read_bytes()
    for at in (0, len(content) // 2, len(content) - 1):
        file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])

        with pytest.raises(SnapshotRefused):
            bench.station.verify(file, key_file=None)


@pytest.mark.parametrize("cut", [0, 1, 1000])
def test_verify_cut_snapshot_is_refused(bench: Bench, cut: int) -> None:
    file = bench.exported()
    file.write_bytes(file.read_bytes()[:cut])

    with pytest.raises(SnapshotRefused):
        bench.station.install(file, apply=True)


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        b"{",
        b"null",
        b'{"schema": "other/1", "signer": "", "signature": ""}',
        b'{"schema": "sohoa.catalog_signature/1", "signer": "", "signature": "!"}',
        b'{"schema": "sohoa.catalog_signature/1", "signer": "", "signature": "AAAA"}',
        b'{"schema": "sohoa.catalog_signature/1"}',
    ],
)
def test_verify_broken_signature_is_refused(bench: Bench, signature: bytes) -> None:
    file = bench.exported()
    file.with_name(file.name + ".sig").write_bytes(signature)

    with pytest.raises(SnapshotRefused):
        bench.station.verify(file, key_file=None)


def test_verify_other_signer_missing_files_and_no_trust_are_refused(
    bench: Bench, tmp_path: Path
) -> None:
    file = bench.exported()
    signature = file.with_name(file.name + ".sig")
    stranger = StationCatalog(tmp_path / "stranger", lambda: START)
    with pytest.raises(SnapshotRefused):
        stranger.verify(file, key_file=None)

    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    signature.write_bytes(sign_snapshot(file.read_bytes(), other))
    with pytest.raises(SnapshotRefused):
        bench.station.verify(file, key_file=None)
    signature.unlink()
    with pytest.raises(ImportUnreadable):
        bench.station.verify(file, key_file=None)


def test_install_older_snapshot_is_refused(bench: Bench) -> None:
    older = bench.exported("older.json")
    newer = bench.exported("newer.json", PROCEDURES + ONE.replace("sinh", "sinh mới"))
    bench.station.install(newer, apply=True)

    with pytest.raises(SnapshotOutdated):
        bench.station.install(older, apply=True)
    assert bench.station.in_use().procedure("1.001193.H56").name == "Đăng ký khai sinh mới"


@pytest.mark.expects_log_warnings
def test_in_use_snapshot_changed_on_disk_falls_back_on_the_shipped(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.station.install(bench.exported(), apply=True)
    file = bench.folder / "station" / INSTALLED_FILE
    document = json.loads(file.read_text("ascii"))
    document["content"] = document["content"][:400] + "AAAA" + document["content"][404:]
    file.write_text(json.dumps(document), "ascii")

    codes = {procedure.code for procedure in bench.station.in_use().procedures()}

    assert "1.001193.H56" not in codes
    assert "catalog.snapshot_refused" in caplog.text


def test_in_use_tables_older_than_the_snapshot_give_way(bench: Bench) -> None:
    table = bench.folder / "cq.csv"
    table.write_text(AGENCIES + "H56.77,Đơn vị thử,,\n", encoding="utf-8")
    bench.station.bring([table], apply=True)
    bench.now += timedelta(days=2)
    snapshot = bench.exported()

    bench.station.install(snapshot, apply=True)
    assert "H56.77" not in {agency.code for agency in bench.station.in_use().agencies()}

    bench.station.bring([table], apply=True)
    assert "H56.77" in {agency.code for agency in bench.station.in_use().agencies()}


def test_trust_another_key_needs_a_word(bench: Bench) -> None:
    first = bench.station.trust(bench.public_file(), replace=False)
    bench.key = Ed25519PrivateKey.from_private_bytes(bytes(32))

    with pytest.raises(SnapshotRefused):
        bench.station.trust(bench.public_file(), replace=False)
    assert bench.station.trust(bench.public_file(), replace=True) != first


def test_keys_of_other_kinds_are_refused(bench: Bench) -> None:
    curve = ec.generate_private_key(ec.SECP256R1())
    private = bench.folder / "ec.pem"
    private.write_bytes(
        curve.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    public = bench.folder / "ec-public.pem"
    public.write_bytes(
        curve.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    broken = bench.folder / "broken.pem"
    for content in (public.read_bytes(), b"", b"{}", b'{"kty":"OKP","crv":"Ed25519","x":"AA"}'):
        broken.write_bytes(content)
        with pytest.raises(SnapshotRefused):
            bench.station.trust(broken, replace=True)
    with pytest.raises(SnapshotRefused):
        bench.province.export(bench.folder / "x.json", source="T", key=SnapshotKey(private))
    assert not (bench.folder / "x.json").exists()


def test_export_with_a_locked_key_wants_its_password(bench: Bench) -> None:
    locked = bench.private_file(b"mat-khau-thu")
    target = bench.folder / "x.json"

    for password in (None, bytearray(b"sai")):
        with pytest.raises(SnapshotRefused):
            bench.province.export(target, source="T", key=SnapshotKey(locked, password))
    key = SnapshotKey(locked, bytearray(b"mat-khau-thu"))
    assert bench.province.export(target, source="T", key=key).signer


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "sohoa.catalog_snapshot/2"},
        {"made_at": "2026-03-01T08:00:00"},
        {"made_at": "hôm nay"},
        {"source": ""},
        {"files": {}},
        {"files": []},
        {"files": {"papers_a.json": 3}},
        {"more": 1},
    ],
)
def test_read_snapshot_wrong_content_is_typed_error(
    bench: Bench, change: dict[str, object]
) -> None:
    target = bench.folder / "plain.json"
    bench.station.export(target, source="Tỉnh", key=None)
    document = json.loads(target.read_text("utf-8")) | change

    with pytest.raises(CatalogError):
        read_snapshot(json.dumps(document).encode("utf-8"))


def test_read_snapshot_too_large_is_refused() -> None:
    with pytest.raises(CatalogInvalid):
        read_snapshot(b" " * 20_000_001)
