"""`sohoa conformance`: words, JSON, exit status."""

from __future__ import annotations

import json

import pytest

from app import cli
from app.bootstrap import main
from app.conformance.kit import CHECKS
from tests.conformance.broken_receivers import DEFECTS, reference

HTML_FOR_COMMIT = next(each for each in DEFECTS if each.name == "html_for_commit")


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("SOHOA_SETTINGS", str(tmp_path / "settings.json"))


def test_conformance_command_tells_each_check_and_ends_well(tmp_path, capsys):
    with reference(tmp_path / "data") as address:
        status = main(["conformance", address, "--only", "A"])

    shown = capsys.readouterr().out
    assert status == 0
    assert all(f"✓ {name} " in shown for name in ("A1", "A8"))
    assert "✓ ĐẠT bản giao ước." in shown


def test_conformance_command_of_a_broken_system_ends_badly_and_says_why(tmp_path, capsys):
    with reference(tmp_path / "data", HTML_FOR_COMMIT) as address:
        status = main(["conformance", address, "--only", "G1", "--json"])

    out = capsys.readouterr().out
    report = json.loads(out)
    assert status == 1
    assert report["failed_mandatory"] == ["G1"]
    assert report["checks"][0]["evidence"]
    assert report["checks"][0]["sentence"].startswith("Đủ tệp")


def test_conformance_command_reads_the_token_from_a_file(tmp_path, capsys):
    from app.receiver.settings import ReceiverSettings

    (tmp_path / "token").write_text("bi-mat\n", encoding="ascii")
    with reference(
        tmp_path / "data", settings=ReceiverSettings(token="bi-mat", pages=False)
    ) as address:
        status = main(
            ["conformance", address, "--only", "K2", "--token-file", str(tmp_path / "token")]
        )

    assert status == 0
    assert "bi-mat" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (["http://127.0.0.1:9"], 1, "conformance.unreachable"),
        (["khong-phai"], 1, "conformance.unsafe_address"),
        (["http://127.0.0.1:9", "--only", "Z"], 2, "use.wrong"),
    ],
)
def test_conformance_command_that_cannot_look_says_so(capsys, arguments, status, code):
    assert main(["conformance", *arguments]) == status
    assert code in capsys.readouterr().err


def test_conformance_command_may_name_a_single_check():
    arguments = cli.parse(["conformance", "http://127.0.0.1:1", "--only", "D6c", "--json"])

    assert arguments.only in {each.id for each in CHECKS}
