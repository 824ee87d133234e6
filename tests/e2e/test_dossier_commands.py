"""The trip by command: dossier, files, review, seal, outbox, receipt."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from app.demo import receiver
from signing.trial.authority import OfficerProfile, TrialAuthority
from tests.e2e.conftest import SAMPLES, Sohoa

pytestmark = [pytest.mark.tesseract, pytest.mark.usefixtures("need_engine")]

PASSWORD = "mat-khau-thu"
SLIP = SAMPLES / "ho-kinh-doanh" / "01-phieu-tiep-nhan.jpg"


@pytest.fixture
def authority(tmp_path: Path) -> TrialAuthority:
    return TrialAuthority.create(
        tmp_path / "ca", datetime.now(UTC), base_url="http://127.0.0.1:9", password=PASSWORD
    )


@pytest.fixture
def pin_file(tmp_path: Path) -> Path:
    file = tmp_path / "pin"
    file.write_text(PASSWORD + "\n", "utf-8")
    return file


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return int(port)


def dossier_with_slip(sohoa: Sohoa) -> str:
    dossier: str = sohoa("dossier", "new", "--json").report["dossier"]
    added = sohoa("dossier", "add", dossier, SLIP, "--json")
    assert [page["state"] for page in added.report["pages"]] == ["captured"]
    return dossier


def accept_everything(sohoa: Sohoa, dossier: str) -> None:
    fields = sohoa("dossier", "read", dossier, "--json").report["fields"]
    doubtful = [f"{f['page']}:{f['name']}" for f in fields if f["state"] != "green"]
    if doubtful:
        assert sohoa("dossier", "set", dossier, *doubtful).code == 0


def test_dossier_offline_then_online_waits_and_is_sent_with_a_receipt(
    sohoa: Sohoa,
    authority: TrialAuthority,
    pin_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    free_port: int,
) -> None:
    monkeypatch.setenv("SOHOA_SERVER_URL", f"http://127.0.0.1:{free_port}")
    dossier = dossier_with_slip(sohoa)
    accept_everything(sohoa, dossier)
    key = f"p12:{authority.officer_p12}"

    sealed = sohoa("dossier", "seal", dossier, "--key", key, "--pin-file", pin_file, "--json")
    offline = sohoa("outbox", "send", "--json")
    with receiver(tmp_path / "receiver") as url:
        monkeypatch.setenv("SOHOA_SERVER_URL", url)
        retried = sohoa("outbox", "retry", sealed.report["submission"])
        online = sohoa("outbox", "send", "--json")
    shown = sohoa("dossier", "list", "--json").report["dossiers"][0]
    checked = sohoa("store", "verify", "--json")

    assert sealed.code == 0
    assert offline.code == 1
    waiting = offline.report["submissions"][0]
    assert (waiting["state"], waiting["reason"]) == ("waiting", "delivery.link_down")
    assert (retried.code, online.code) == (0, 0)
    assert online.report["submissions"][0]["state"] == "acked"
    assert shown["receipt"] == online.report["submissions"][0]["receipt"] != ""
    assert shown["code"].startswith("H")
    assert checked.report == {"findings": []}


def test_dossier_seal_wrong_password_leaves_the_dossier_unsigned(
    sohoa: Sohoa, authority: TrialAuthority, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("sai", "utf-8")
    dossier = dossier_with_slip(sohoa)
    accept_everything(sohoa, dossier)
    key = f"p12:{authority.officer_p12}"

    outcome = sohoa("dossier", "seal", dossier, "--key", key, "--pin-file", wrong, "--json")
    again = sohoa("dossier", "show", dossier, "--json").report

    assert outcome.code == 1
    assert outcome.report["error"]["code"] == "key.wrong_password"
    assert again["state"] == "built"
    assert not any(file["signed"] for file in again["files"])


def test_dossier_seal_expired_certificate_is_refused_with_the_reason(
    sohoa: Sohoa, authority: TrialAuthority, pin_file: Path
) -> None:
    old = OfficerProfile(valid_from=timedelta(days=-400), valid_for=timedelta(days=30))
    expired = authority.issue_p12(old, PASSWORD, "het-han.p12")
    dossier = dossier_with_slip(sohoa)
    accept_everything(sohoa, dossier)

    outcome = sohoa(
        "dossier", "seal", dossier, "--key", f"p12:{expired}", "--pin-file", pin_file, "--json"
    )

    assert outcome.code == 1
    assert outcome.report["error"]["code"] == "certificate.expired"


def test_dossier_seal_after_a_failed_try_goes_on_where_it_stopped(
    sohoa: Sohoa, authority: TrialAuthority, pin_file: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("sai", "utf-8")
    dossier = dossier_with_slip(sohoa)
    accept_everything(sohoa, dossier)
    key = f"p12:{authority.officer_p12}"
    first = sohoa("dossier", "seal", dossier, "--key", key, "--pin-file", wrong, "--json")

    second = sohoa("dossier", "seal", dossier, "--key", key, "--pin-file", pin_file, "--json")

    assert (first.code, second.code) == (1, 0)


def test_dossier_seal_that_will_not_sign_asks_no_pin(sohoa: Sohoa, tmp_path: Path) -> None:
    dossier = sohoa("dossier", "new", "--json").report["dossier"]
    nowhere = tmp_path / "no-pin"

    outcome = sohoa("dossier", "seal", dossier, "--key", "p12:x", "--pin-file", nowhere, "--json")

    assert outcome.report["error"]["code"] == "review.no_pages"


def test_dossier_add_bad_and_good_file_keeps_the_good_one(sohoa: Sohoa, tmp_path: Path) -> None:
    bad = tmp_path / "hỏng.jpg"
    bad.write_bytes(b"no picture")
    dossier = sohoa("dossier", "new", "--json").report["dossier"]

    outcome = sohoa("dossier", "add", dossier, bad, SLIP, "--json")

    assert outcome.code == 1
    assert len(outcome.report["pages"]) == 1
    assert [(f["source"], f["code"]) for f in outcome.report["failures"]] == [
        ("hỏng.jpg", "input.not_an_image")
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("dossier", "set", "00000000-0000-7000-8000-000000000000", "x"),
        ("scan", "--device", "sane:x", "--dossier", "x", "--profile", "none"),
        ("dossier", "seal", "00000000-0000-7000-8000-000000000000"),
    ],
)
def test_command_wrong_use_exits_two(sohoa: Sohoa, arguments: tuple[str, ...]) -> None:
    assert sohoa(*arguments).code == 2


def test_command_unknown_dossier_exits_one_with_its_code(sohoa: Sohoa) -> None:
    outcome = sohoa("dossier", "show", "00000000-0000-7000-8000-000000000000", "--json")

    assert outcome.code == 1
    assert outcome.report["error"]["code"] == "item.not_found"


def test_sign_and_verify_commands_loose_files(
    sohoa: Sohoa, authority: TrialAuthority, pin_file: Path, tmp_path: Path
) -> None:
    sohoa("digitize", SLIP, "-o", tmp_path / "pdf")
    pdf, broken = tmp_path / "pdf" / "01-phieu-tiep-nhan.pdf", tmp_path / "hỏng.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    trust = tmp_path / "trust"
    trust.mkdir()
    (trust / "root.pem").write_bytes(authority.root_pem.read_bytes())
    key = f"p12:{authority.officer_p12}"

    signed = sohoa("sign", pdf, broken, "--key", key, "--pin-file", pin_file, "--json")
    target = pdf.with_name("01-phieu-tiep-nhan-signed.pdf")
    verified = sohoa("verify", target, pdf, "--trust", trust, "--json")

    assert signed.code == 1
    assert signed.report["files"][0]["target"] == str(target)
    assert "code" in signed.report["files"][1]
    verdicts = json.loads(verified.out)["files"]
    assert [verdict["verdict"] for verdict in verdicts] == ["unknown", "unsigned"]
    assert verdicts[0]["integrity"] == "intact"
    assert verified.code == 1


def test_received_dossier_is_corrected_and_replaces_its_first_revision(
    sohoa: Sohoa,
    authority: TrialAuthority,
    pin_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = ("--key", f"p12:{authority.officer_p12}", "--pin-file", pin_file)
    first = dossier_with_slip(sohoa)
    accept_everything(sohoa, first)
    with receiver(tmp_path / "receiver") as url:
        monkeypatch.setenv("SOHOA_SERVER_URL", url)
        sohoa("dossier", "seal", first, *key)
        early = sohoa("dossier", "correct", first, "--json")
        sohoa("outbox", "send")

        opened = sohoa("dossier", "correct", first, "--json").report
        again = sohoa("dossier", "correct", first, "--json").report
        second = opened["dossier"]
        taken = sohoa("dossier", "show", second, "--json").report
        sohoa("dossier", "add", second, SLIP)
        accept_everything(sohoa, second)
        sealed = sohoa("dossier", "seal", second, *key)
        sent = sohoa("outbox", "send", "--json")
        known = httpx.get(f"{url}/v1/dossiers", params={"client_ref": first}).json()["dossiers"]
    checked = sohoa("store", "verify", "--json")

    assert early.report["error"]["code"] == "correction.under_way"
    assert (opened["revision"], opened["state"], again) == (2, "open", opened)
    assert taken["state"] == "open"
    assert len(taken["pages"]) == 1
    assert all(field["confirmed"] or field["state"] == "green" for field in taken["fields"])
    assert (sealed.code, sent.code) == (0, 0)
    assert [each["state"] for each in sent.report["submissions"]] == ["acked", "acked"]
    states = {each["revision"]: each["state"] for each in known}
    assert states == {1: "superseded", 2: "accepted"}
    assert checked.report == {"findings": []}
