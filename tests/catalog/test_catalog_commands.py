from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app import cli
from app.bootstrap import Wiring
from app.settings import Settings
from tests.catalog.test_catalog_import import ONE, PROCEDURES

Captured = pytest.CaptureFixture[str]


def run(folder: Path, *words: str) -> int:
    wiring = Wiring(Settings(data_dir=folder / "data"), {})
    return cli.run(cli.parse(["catalog", *words]), wiring)


@pytest.fixture
def table(tmp_path: Path) -> str:
    file = tmp_path / "tt.csv"
    file.write_text(PROCEDURES + ONE, encoding="utf-8")
    return str(file)


def test_catalog_import_dry_run_then_for_good(tmp_path: Path, table: str, capsys: Captured) -> None:
    assert run(tmp_path, "import", table, "--dry-run", "--json") == 0
    dry = json.loads(capsys.readouterr().out)
    assert run(tmp_path, "import", table, "--json") == 0
    done = json.loads(capsys.readouterr().out)

    assert dry["applied"] is False
    assert done["applied"] is True
    assert dry["changes"] == done["changes"]
    assert done["changes"][0] == {
        "change": "added",
        "table": "procedure",
        "code": "1.001193.H56",
        "name": "Đăng ký khai sinh",
        "aspects": [],
    }


def test_catalog_import_speaks_to_people_and_names_the_wrong_row(
    tmp_path: Path, table: str, capsys: Captured
) -> None:
    assert run(tmp_path, "import", table) == 0
    assert "+ thủ tục 1.001193.H56: Đăng ký khai sinh" in capsys.readouterr().out

    Path(table).write_text(PROCEDURES + ",Tên,,,,\n", encoding="utf-8")
    assert run(tmp_path, "import", table) == 1
    said = capsys.readouterr()
    assert "tt.csv, row 2, column 'Mã thủ tục'" in said.out
    assert "[catalog.invalid]" in said.err


def test_catalog_export_trust_verify_install(tmp_path: Path, table: str, capsys: Captured) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    private, public, target = (tmp_path / name for name in ("k.pem", "p.pem", "c.json"))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    public.write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )

    assert run(tmp_path, "export", str(target), "--sign-key", str(private)) == 0
    assert run(tmp_path, "verify", str(target)) == 1
    assert run(tmp_path, "verify", str(target), "--key", str(public)) == 0
    assert run(tmp_path, "trust", str(public)) == 0
    assert run(tmp_path, "install", str(target)) == 0
    capsys.readouterr()
    assert run(tmp_path, "verify", str(target), "--json") == 0
    facts = json.loads(capsys.readouterr().out)["snapshot"]
    assert facts["source"] == "H26"
    assert len(facts["signer"]) == 32

    target.write_bytes(target.read_bytes() + b" ")
    assert run(tmp_path, "install", str(target)) == 1
    assert "[catalog.snapshot_refused]" in capsys.readouterr().err
