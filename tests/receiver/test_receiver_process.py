"""The receiver as a process: start, end, folder, key, faults on purpose."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys

import httpx
import pytest

from tests.receiver.receiver_process import ReceiverProcess


def jwks(process: ReceiverProcess) -> object:
    return httpx.get(process.url + "/.well-known/sohoa-intake", trust_env=False).json()["jwks"]


def test_sigterm_ends_cleanly_and_the_key_stays(own_receiver):
    first = jwks(own_receiver.start())

    status = own_receiver.stop()

    assert status == 0
    assert jwks(own_receiver.start()) == first


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_key_and_folder_are_for_the_owner_only(own_receiver):
    own_receiver.start()

    key = own_receiver.data / "receipt-key.pem"

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(own_receiver.data.stat().st_mode) == 0o700


def test_second_receiver_on_the_same_folder_is_refused(own_receiver, start_here, capsys):
    own_receiver.start()

    status = start_here("--data", str(own_receiver.data))

    assert status == 2
    assert "receiver.unusable" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("receipt-key.pem", b"no key"),
        ("receiver.db", b"no database " * 1000),
        ("files", b"a file where a folder belongs"),
    ],
)
def test_damaged_folder_is_refused(tmp_path, start_here, capsys, name, content):
    (tmp_path / name).write_bytes(content)

    status = start_here("--data", str(tmp_path))

    assert status == 2
    assert "receiver.unusable" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--host", "0.0.0.0"],  # noqa: S104  # the address that must be refused
        ["--token-file", "/nonexistent"],
        ["--chaos", "/nonexistent"],
    ],
)
def test_unsafe_or_broken_arguments_are_refused(tmp_path, start_here, arguments):
    assert start_here("--data", str(tmp_path / "data"), *arguments) == 2


def test_foreign_host_name_is_not_answered(own_receiver):
    own_receiver.start()

    reply = httpx.get(own_receiver.url + "/", headers={"Host": "evil.example"}, trust_env=False)

    assert reply.status_code == 400


def test_chaos_rules_meet_the_nth_request(own_receiver, tmp_path):
    rules = [
        {
            "match": {"method": "GET", "path_regex": "^/healthz$", "nth": 2},
            "action": {"status": 503},
        },
        {"match": {"path_regex": "sohoa-intake"}, "action": {"drop_reply": True}},
        {"match": {"method": "POST"}, "action": {"cut_after_bytes": 10}},
        {"match": {"path_regex": "^/$"}, "action": {"delay_s": 0.01}},
    ]
    (tmp_path / "chaos.json").write_text(json.dumps(rules), encoding="utf-8")
    own_receiver.arguments = ["--chaos", str(tmp_path / "chaos.json")]
    own_receiver.start()

    with httpx.Client(base_url=own_receiver.url, trust_env=False, timeout=20) as http:
        statuses = [http.get("/healthz").status_code for _ in range(3)]
        with pytest.raises(httpx.RemoteProtocolError):
            http.get("/.well-known/sohoa-intake")
        with pytest.raises(httpx.RemoteProtocolError):
            http.post("/v1/dossiers", json={"long": "enough to be cut"})
        delayed = http.get("/")

    assert statuses == [204, 503, 204]
    assert delayed.status_code == 200


def test_importing_the_receiver_loads_neither_signing_nor_recognition():
    code = (
        "import sys, app.receiver.server;"
        "print([n for n in sys.modules if n.split('.')[0] in"
        " ('signing', 'ocr', 'PySide6', 'pyhanko', 'httpx')])"
    )

    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )

    assert ended.stdout.strip() == "[]"
