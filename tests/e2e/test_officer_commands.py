"""Accounts, roles and the audit log by command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.services.doorkeeper import Doorkeeper, OnlineRule
from tests.e2e.conftest import Outcome, Sohoa
from tests.fakes.officers import CHEAP
from tests.fakes.oidc_issuer import CLIENT, SUBJECT, running_issuer

WORD = "sông Mã chảy về xuôi"
NEW_WORD = "trăng lên đỉnh núi"


@pytest.fixture
def secret_file(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        file = tmp_path / f"secret-{len(text)}-{hash(text) & 0xFFFF}"
        file.write_text(text + "\n", "utf-8")
        return file

    return write


Run = Callable[..., Outcome]


@pytest.fixture
def by(sohoa: Sohoa, secret_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command as an officer; hashes are cheap, what is judged is not their price."""

    def cheap(online: OnlineRule | None = None) -> Doorkeeper:
        return Doorkeeper(CHEAP, online)

    monkeypatch.setattr("app.bootstrap.person_login.Doorkeeper", cheap)
    monkeypatch.setattr("app.officer_commands.Doorkeeper", cheap)

    def run(officer: str, *arguments: str | Path, word: str = WORD) -> Outcome:
        return sohoa("--officer", officer, "--password-file", secret_file(word), *arguments)

    return run


@pytest.fixture
def staffed(sohoa: Sohoa, by: Run, secret_file: Callable[[str], Path]) -> Run:
    """A station with an administrator and a scanning officer who chose a password."""
    first = ("--new-password-file", secret_file(NEW_WORD))
    own = ("--new-password-file", secret_file(WORD))
    assert sohoa("officer", "add", "quantri", "--role", "admin", *own).code == 0
    assert by("quantri", "officer", "add", "hoa", "--role", "scan", *first).code == 0
    assert by("", "officer", "password", "hoa", *own, word=NEW_WORD).code == 0
    return by


def test_station_without_accounts_takes_commands_as_before(sohoa: Sohoa) -> None:
    assert sohoa("dossier", "new").code == 0
    assert sohoa("officer", "list", "--json").report == {"officers": []}


def test_commands_ask_for_a_login_once_there_are_accounts(sohoa: Sohoa, staffed: Run) -> None:
    refused = sohoa("dossier", "new", "--json")
    allowed = staffed("hoa", "dossier", "new", "--json")

    assert (refused.code, refused.report["error"]["code"]) == (1, "access.login_needed")
    assert allowed.code == 0


@pytest.mark.parametrize(
    ("officer", "command"),
    [
        ("hoa", ("officer", "list")),
        ("hoa", ("outbox", "cancel", "x", "--json")),
        ("hoa", ("audit", "export", "unused")),
        ("hoa", ("results", "send")),
        ("hoa", ("catalog", "import", "unused.csv")),
        ("quantri", ("dossier", "list")),
        ("quantri", ("reuse", "find", "--owner", "038195904374", "--procedure", "1.001193")),
    ],
)
def test_roles_decide_what_a_command_may_do(
    staffed: Run, officer: str, command: tuple[str, ...]
) -> None:
    done = staffed(officer, *command)

    allowed = command[:2] == ("outbox", "cancel")
    assert done.code == 1
    assert ("access.not_allowed" in done.out + done.err) is not allowed


def test_wrong_password_is_refused_and_then_held_back(staffed: Run) -> None:
    codes = [
        staffed("hoa", "dossier", "list", "--json", word="sai hoàn toàn").report["error"]["code"]
        for _ in range(4)
    ]

    assert codes[:3] == ["access.wrong_password"] * 3
    assert codes[3] == "access.tried_too_often"


def test_given_password_has_to_be_changed_before_anything_else(
    staffed: Run, secret_file: Callable[[str], Path]
) -> None:
    given = ("--new-password-file", secret_file(NEW_WORD))
    assert staffed("quantri", "officer", "reset", "hoa", *given).code == 0

    refused = staffed("hoa", "dossier", "list", "--json", word=NEW_WORD)

    assert refused.report["error"]["code"] == "access.password_expired"


def test_closed_account_stays_in_the_list(staffed: Run) -> None:
    assert staffed("quantri", "officer", "close", "hoa").code == 0

    listed = staffed("quantri", "officer", "list", "--json").report["officers"]
    refused = staffed("hoa", "dossier", "list", "--json")

    assert {each["officer"]: each["closed"] for each in listed} == {"quantri": False, "hoa": True}
    assert refused.report["error"]["code"] == "access.account_closed"


def test_audit_export_is_verified_and_a_changed_line_is_named(
    sohoa: Sohoa, staffed: Run, tmp_path: Path
) -> None:
    file = tmp_path / "nhat-ky.jsonl"
    exported = staffed("quantri", "audit", "export", file, "--json").report

    good = sohoa("audit", "verify", file, "--key", exported["key"], "--json")
    lines = file.read_text("utf-8").splitlines()
    lines[1] = json.dumps(json.loads(lines[1]) | {"actor": "khac"})
    file.write_text("\n".join(lines) + "\n", "utf-8")
    bad = sohoa("audit", "verify", file, "--json")

    assert (good.code, good.report["first_bad"], good.report["key_expected"]) == (0, None, True)
    assert (bad.code, bad.report["first_bad"]) == (1, 2)


def test_acts_carry_the_officer_who_is_logged_in(staffed: Run, tmp_path: Path) -> None:
    staffed("hoa", "dossier", "new")

    file = tmp_path / "nhat-ky.jsonl"
    staffed("quantri", "audit", "export", file)

    entries = [json.loads(line) for line in file.read_text("utf-8").splitlines()[:-1]]
    assert ("hoa", "dossier.created") in {(each["actor"], each["action"]) for each in entries}


def test_officer_logs_in_at_the_service_and_then_by_password(
    sohoa: Sohoa, staffed: Run, secret_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_issuer() as issuer:
        issuer.service.device["interval"] = 0.01
        monkeypatch.setenv("SOHOA_PERSON_LOGIN_URL", issuer.url)
        monkeypatch.setenv("SOHOA_PERSON_LOGIN_CLIENT_ID", CLIENT)
        unknown = sohoa("officer", "login", "--json")
        linked = staffed("quantri", "officer", "link", "hoa", "--subject", SUBJECT, "--json")
        before = staffed("hoa", "dossier", "new", "--json")
        own = ("--new-password-file", secret_file(NEW_WORD))
        entered = sohoa("officer", "login", *own, "--json")
        after = staffed("hoa", "dossier", "new", word=NEW_WORD)

    assert unknown.report["error"]["code"] == "access.person_unknown"
    assert linked.report["linked"]
    assert before.report["error"]["code"] == "access.online_needed"
    assert (entered.report["officer"], entered.code) == ("hoa", 0)
    assert "WDJB-MJHT" in entered.err
    assert after.code == 0


def test_officer_login_without_a_service_says_so(sohoa: Sohoa, staffed: Run) -> None:
    assert sohoa("officer", "login").code == 2
