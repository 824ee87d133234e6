"""Files that are signed already: time and evidence later, renewal, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from signing.trial.authority import TrialAuthority
from signing.trial.services import TrialServices
from tests.e2e.conftest import Sohoa
from tests.fakes.counter_station import small_pdf

PASSWORD = "mat-khau-thu"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrialAuthority]:
    with TrialServices() as services:
        made = TrialAuthority.create(
            tmp_path_factory.mktemp("ca"),
            datetime.now(UTC),
            base_url=services.url,
            password=PASSWORD,
        )
        services.publish(made)
        yield made


@pytest.fixture
def signed(
    sohoa: Sohoa, tmp_path: Path, authority: TrialAuthority, monkeypatch: pytest.MonkeyPatch
) -> Path:
    trust = tmp_path / "trust"
    trust.mkdir()
    (trust / "root.pem").write_bytes(authority.root_pem.read_bytes())
    monkeypatch.setenv("SOHOA_TRUST_DIR", str(trust))
    monkeypatch.setenv("SOHOA_TIMESTAMP_URLS", authority.timestamp_url)
    pin_file, plain = tmp_path / "pin", tmp_path / "quyết định.pdf"
    pin_file.write_text(PASSWORD + "\n", "utf-8")
    plain.write_bytes(small_pdf(["a decision"]))
    key = ("--key", f"p12:{authority.officer_p12}", "--pin-file", str(pin_file))
    done = sohoa("sign", plain, *key, "--level", "b-b", "-o", tmp_path / "ky", "--json")
    assert done.code == 0, done.err
    return Path(done.report["files"][0]["target"])


def stamps_in(path: Path) -> int:
    with pikepdf.open(path) as document:
        fields = list(document.Root.AcroForm.Fields)
        return sum(field.V.Type == "/DocTimeStamp" for field in fields)


def test_extend_brings_a_file_to_b_lta_and_renews_it(
    sohoa: Sohoa, signed: Path, tmp_path: Path
) -> None:
    first = sohoa("extend", signed, "--level", "b-lta", "-o", tmp_path / "1", "--json")
    once = Path(first.report["files"][0]["target"])
    second = sohoa("extend", once, "-o", tmp_path / "2", "--json")
    twice = Path(second.report["files"][0]["target"])

    (verdict,) = sohoa("verify", twice, "--json").report["files"]
    assert verdict["verdict"] == "valid"
    assert verdict["signatures"][0]["level"] == "b-lta"
    assert (stamps_in(once), stamps_in(twice)) == (1, 2)
    assert twice.read_bytes().startswith(once.read_bytes())


def test_extend_keeps_evidence_of_what_was_brought_in_one_chain(
    sohoa: Sohoa, signed: Path, tmp_path: Path
) -> None:
    extended = sohoa("extend", signed, "--level", "b-lt", "-o", tmp_path / "1", "--json")
    target = extended.report["files"][0]["target"]

    (told,) = sohoa("evidence", target, "--json").report["files"]

    assert [record["act"] for record in told["records"]] == ["signed", "extended"]
    assert told["records"][1]["reasons"][0] == "b-lt"
    assert told["records"][1]["file_sha256"] == extended.report["files"][0]["sha256"]


def test_evidence_of_a_file_that_was_changed_is_missing(
    sohoa: Sohoa, signed: Path, tmp_path: Path
) -> None:
    other = tmp_path / "khac.pdf"
    other.write_bytes(signed.read_bytes() + b"\n")

    told = sohoa("evidence", other, "--json")

    assert told.code == 1
    assert told.report["files"][0]["code"] == "evidence.missing"


def test_evidence_that_was_tampered_with_is_told(
    sohoa: Sohoa, signed: Path, tmp_path: Path
) -> None:
    (bundle,) = tmp_path.rglob("*.evidence.json")
    bundle.write_text(bundle.read_text("utf-8").replace('"b-b"', '"b-t"'), "utf-8")

    told = sohoa("evidence", signed, "--json")

    assert told.code == 1
    assert told.report["files"][0]["code"] == "evidence.tampered"


def test_extend_within_days_leaves_a_file_alone_whose_time_lasts(
    sohoa: Sohoa, signed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "1"

    told = sohoa("extend", signed, "--within", "30", "-o", out, "--json")
    due = sohoa("extend", signed, "--within", "4000", "-o", out, "--json")

    assert set(told.report["files"][0]) == {"source", "proved_until"}
    assert due.report["files"][0]["level"] == "b-lta"


def test_extend_of_what_cannot_be_extended_is_told_by_file(
    sohoa: Sohoa, signed: Path, tmp_path: Path
) -> None:
    plain = tmp_path / "quyết định.pdf"
    assert signed.exists()

    told = sohoa("extend", plain, tmp_path / "khong-co.pdf", "--json")

    assert told.code == 1
    assert [one["code"] for one in told.report["files"]] == ["request.bad", "import.not_found"]
