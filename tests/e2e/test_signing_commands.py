"""Signing by command: loose files by person and agency, a run that goes on, results that return."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.demo import receiver
from signing.errors import ModuleMissing
from signing.requests import Pkcs11Source
from signing.trial.authority import OfficerProfile, TrialAuthority
from signing.trial.services import TrialServices
from signing.trial.token import create_store, create_token, find_module, load_into_token
from tests.e2e.conftest import Sohoa
from tests.fakes.counter_station import small_pdf
from tests.fakes.signing_services import SmartCaService

PASSWORD = "mat-khau-thu"
TOKEN_PIN = "135790"


@pytest.fixture(scope="module")
def services() -> Iterator[TrialServices]:
    with TrialServices() as running:
        yield running


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory, services: TrialServices) -> TrialAuthority:
    folder = tmp_path_factory.mktemp("ca")
    made = TrialAuthority.create(
        folder, datetime.now(UTC), base_url=services.url, password=PASSWORD
    )
    services.publish(made)
    made.issue_p12(OfficerProfile(common_name="UBND PHƯỜNG THỬ"), PASSWORD, "agency.p12")
    return made


@pytest.fixture
def pin_file(tmp_path: Path) -> Path:
    file = tmp_path / "pin"
    file.write_text(PASSWORD + "\n", "utf-8")
    return file


@pytest.fixture
def trust(
    sohoa: Sohoa, tmp_path: Path, authority: TrialAuthority, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Roots and a time-stamp service, set after `sohoa` has cleared all settings."""
    assert sohoa
    folder = tmp_path / "trust"
    folder.mkdir()
    (folder / "root.pem").write_bytes(authority.root_pem.read_bytes())
    monkeypatch.setenv("SOHOA_TRUST_DIR", str(folder))
    monkeypatch.setenv("SOHOA_TIMESTAMP_URLS", authority.timestamp_url)
    return folder


@pytest.fixture
def keys(authority: TrialAuthority, pin_file: Path) -> list[str]:
    agency = authority.folder / "agency.p12"
    return [
        *("--key", f"p12:{authority.officer_p12}", "--pin-file", str(pin_file)),
        *("--agency-key", f"p12:{agency}", "--agency-pin-file", str(pin_file)),
    ]


def written(folder: Path, count: int) -> list[Path]:
    folder.mkdir()
    paths = [folder / f"quyết định {n}.pdf" for n in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(small_pdf([f"decision {number}"]))
    return paths


@pytest.mark.usefixtures("trust")
def test_sign_by_person_and_agency_goes_on_after_an_interruption(
    sohoa: Sohoa, keys: list[str], tmp_path: Path
) -> None:
    paths = written(tmp_path / "in", 3)
    out = tmp_path / "out"
    before = [path.read_bytes() for path in paths]
    first = sohoa("sign", *paths[:1], *keys, "--level", "b-t", "-o", out, "--json")
    target = out / paths[0].name
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    left = out / f".{paths[1].name}.prepared"
    left.write_bytes(b"left by a kill")

    refused = sohoa("sign", *paths[:1], *keys, "-o", out, "--json")
    done = sohoa("sign", *paths, *keys, "--level", "b-t", "--resume", "-o", out, "--json")
    checked = sohoa("verify", *sorted(out.glob("*.pdf")), "--json")

    assert (first.code, refused.code, done.code) == (0, 1, 0)
    assert refused.report["files"][0]["code"] == "output.exists"
    assert [file["resumed"] for file in done.report["files"]] == [True, False, False]
    assert done.report["files"][0]["sha256"] == digest
    assert hashlib.sha256(target.read_bytes()).hexdigest() == digest
    assert sorted(path.name for path in out.iterdir()) == [path.name for path in paths]
    for verdict in checked.report["files"]:
        assert verdict["integrity"] == "intact"
        found = {one["field"]: one["level"] for one in verdict["signatures"]}
        assert found == {"NguoiKy_1": "b-t", "CoQuan": "b-t"}
    assert [path.read_bytes() for path in paths] == before


@pytest.mark.usefixtures("trust")
def test_sign_resume_over_a_file_that_is_not_ours_is_refused(
    sohoa: Sohoa, keys: list[str], tmp_path: Path
) -> None:
    (path,) = written(tmp_path / "in", 1)
    other = tmp_path / "out" / path.name
    other.parent.mkdir()
    other.write_bytes(b"something else")

    outcome = sohoa("sign", path, *keys, "--resume", "-o", other.parent, "--json")

    assert outcome.code == 1
    assert outcome.report["files"][0]["code"] == "output.exists"
    assert other.read_bytes() == b"something else"


@pytest.mark.usefixtures("trust")
def test_sign_adbe_pkcs7_is_what_the_file_says(
    sohoa: Sohoa, authority: TrialAuthority, pin_file: Path, tmp_path: Path
) -> None:
    (path,) = written(tmp_path / "in", 1)
    key = f"p12:{authority.officer_p12}"

    outcome = sohoa(
        *("sign", path, "--key", key, "--pin-file", pin_file),
        *("--sub-filter", "adbe.pkcs7.detached", "--json"),
    )
    again = sohoa(
        *("sign", path, "--key", key, "--pin-file", pin_file),
        *("--sub-filter", "adbe.pkcs7.detached", "--resume", "--json"),
    )

    target = Path(outcome.report["files"][0]["target"])
    report = tmp_path / "report.xml"
    checked = sohoa("verify", target, "--report", report, "--json")
    assert (outcome.code, again.code) == (0, 0)
    assert (again.report["files"][0]["resumed"], again.report["files"][0]["owed"]) == (True, "")
    assert checked.report["files"][0]["signatures"][0]["level"].startswith("pkcs7-b")
    assert b"ValidationReport" in report.read_bytes()
    assert b"/adbe.pkcs7.detached" in target.read_bytes()


@pytest.mark.usefixtures("trust")
def test_sign_wrong_password_signs_nothing(
    sohoa: Sohoa, authority: TrialAuthority, tmp_path: Path
) -> None:
    paths = written(tmp_path / "in", 2)
    wrong = tmp_path / "wrong"
    wrong.write_text("khong-phai")

    outcome = sohoa(
        "sign", *paths, "--key", f"p12:{authority.officer_p12}", "--pin-file", wrong, "--json"
    )

    assert outcome.code == 1
    assert outcome.report["error"]["code"] == "key.wrong_password"
    assert sorted((tmp_path / "in").iterdir()) == paths


@pytest.mark.usefixtures("trust")
def test_sign_with_a_token_goes_through_its_own_process(
    sohoa: Sohoa, authority: TrialAuthority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        module = find_module()
    except ModuleMissing:
        pytest.skip("SoftHSM2 is not installed")
    if shutil.which("softhsm2-util") is None:
        pytest.skip("softhsm2-util is not installed")
    store = create_store(tmp_path / "hsm")
    create_token(store, "CAN-BO", TOKEN_PIN)
    monkeypatch.setenv("SOFTHSM2_CONF", str(store.config))
    load_into_token(Pkcs11Source(module, "CAN-BO"), TOKEN_PIN, authority.issue(OfficerProfile()))
    paths = written(tmp_path / "in", 2)
    pin = tmp_path / "token-pin"
    pin.write_text(TOKEN_PIN)
    key = f"pkcs11:{module}#CAN-BO"

    unknown = sohoa("sign", paths[0], "--key", key, "--pin-file", pin, "-o", tmp_path / "u")
    digest = hashlib.sha256(Path(module).read_bytes()).hexdigest()
    monkeypatch.setenv("SOHOA_ALLOWED_MODULES", digest)
    signed = sohoa("sign", *paths, "--key", key, "--pin-file", pin, "--json")
    wrong = tmp_path / "wrong"
    wrong.write_text("000000")
    refused = sohoa("sign", paths[0], "--key", key, "--pin-file", wrong, "-o", tmp_path / "o")

    assert "key.module_unknown" in unknown.err
    assert signed.code == 0, signed.report
    assert all(file["signer"] for file in signed.report["files"])
    assert "key.wrong_pin" in refused.err
    assert (tmp_path / "station" / "modules.json").exists()


@pytest.mark.usefixtures("trust")
def test_results_are_taken_in_signed_and_returned_with_a_receipt(
    sohoa: Sohoa, keys: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = tmp_path / "inbox"
    written(inbox, 2)
    (inbox / "hỏng.pdf").write_bytes(b"%PDF-1.7 nothing")
    with receiver(tmp_path / "receiver") as url:
        monkeypatch.setenv("SOHOA_SERVER_URL", url)

        taken = sohoa("results", "import", inbox, "--json")
        again = sohoa("results", "import", inbox, "--json")
        signed = sohoa("results", "sign", *keys, "--level", "b-t", "--json")
        sent = sohoa("results", "send", "--json")
    outbox = sohoa("outbox", "list", "--json")
    listed = sohoa("results", "list", "--json")
    dossiers = sohoa("dossier", "list", "--json")
    checked = sohoa("store", "verify", "--json")

    assert taken.code == 1
    assert sum("result" in file for file in taken.report["files"]) == 2
    assert sum(file.get("known", False) for file in again.report["files"]) == 2
    assert (signed.report["published"], signed.report["signatures"]) == (4, 4)
    assert (sent.code, sent.report["acked"]) == (0, 2), outbox.report
    assert {row["submission"] for row in listed.report["results"]} == {"acked"}
    assert dossiers.report["dossiers"] == []
    assert checked.report["findings"] == []


@pytest.mark.parametrize(
    "arguments", [("results", "import"), ("results", "sign")], ids=["folder", "key"]
)
def test_results_without_what_they_need_is_wrong_use(
    sohoa: Sohoa, arguments: tuple[str, ...]
) -> None:
    assert sohoa(*arguments).code == 2


@pytest.fixture
def telephone(authority: TrialAuthority, tmp_path: Path) -> Iterator[SmartCaService]:
    """A service whose signer confirms at once."""
    with SmartCaService([authority.issue(OfficerProfile())]) as running:
        running.confirm_at_once = True
        yield running


@pytest.fixture
def far_key(telephone: SmartCaService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Its account is set up; the commands get nothing but the name of the key."""
    (tmp_path / "sp").write_text("bí mật\n", "utf-8")
    entry = {"url": telephone.url, "account": "ben-thu", "password_file": str(tmp_path / "sp")}
    file = tmp_path / "services.json"
    file.write_text(json.dumps({"services": [entry]}), "utf-8")
    monkeypatch.setenv("SOHOA_SIGNING_SERVICES_FILE", str(file))
    monkeypatch.setenv("SOHOA_RSA_PADDING", "pkcs1")
    return f"smartca:{telephone.url}#012345678901"


def test_sign_by_telephone_asks_for_nothing_and_confirms_once(
    sohoa: Sohoa, trust: Path, far_key: str, telephone: SmartCaService, tmp_path: Path
) -> None:
    assert trust
    paths = written(tmp_path / "in", 3)

    done = sohoa("sign", *paths, "--key", far_key, "-o", tmp_path / "out", "--json")
    checked = sohoa("verify", *sorted((tmp_path / "out").glob("*.pdf")), "--json")

    assert done.code == 0, done.err
    assert len(telephone.requests) == 1
    assert [file["integrity"] for file in checked.report["files"]] == ["intact"] * 3
    assert "012345678901" not in done.out + done.err


def test_results_sign_refused_on_the_telephone_goes_on_later(
    sohoa: Sohoa, trust: Path, far_key: str, telephone: SmartCaService, tmp_path: Path
) -> None:
    assert trust
    written(tmp_path / "in", 2)
    sohoa("results", "import", tmp_path / "in")
    telephone.confirm_at_once = False
    sign = telephone._sign

    def refuse(body: dict[str, object]) -> tuple[int, object]:
        answer = sign(body)
        telephone.settle("REJECTED")
        return answer

    telephone._sign = refuse  # type: ignore[method-assign]  # the signer says no
    refused = sohoa("results", "sign", "--key", far_key, "--json")
    telephone._sign = sign  # type: ignore[method-assign]  # and yes
    telephone.confirm_at_once = True
    done = sohoa("results", "sign", "--key", far_key, "--json")

    assert (refused.code, refused.report["code"]) == (1, "remote.refused")
    assert refused.report["state"] == "stopped"
    assert (done.code, done.report["published"]) == (0, 2)
    assert done.report["batch"] == refused.report["batch"]


def test_sign_where_no_account_is_set_up_says_so(sohoa: Sohoa, tmp_path: Path) -> None:
    (path,) = written(tmp_path / "in", 1)

    outcome = sohoa("sign", path, "--key", "smartca:https://ky-so.example#0123", "--json")

    assert outcome.code == 1
    assert outcome.report["error"]["code"] == "remote.credentials"
    assert outcome.report["error"]["message"].startswith("Khóa của cá nhân: ")


def test_sign_help_tells_what_each_kind_of_key_needs(
    sohoa: Sohoa, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        sohoa("sign", "--help")

    told = capsys.readouterr().out
    for word in ("csc:URL#CREDENTIAL", "smartca:URL", "@TỆP", "signing_services_file", "Ctrl-C"):
        assert word in told
