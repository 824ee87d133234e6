"""What a hostile or unlucky sender meets: lengths, digests, hosts, races, withdrawal."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import sys
import uuid
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from app.domain.manifest import Manifest
from app.receiver.ledger import Ledger, UploadRow
from app.receiver.problems import Problem, ProblemKind
from tests.receiver.dossier_samples import manifest_of, pdf_bytes
from tests.receiver.receiver_process import ReceiverProcess

CHUNK = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def body_of(manifest: Manifest) -> bytes:
    return json.dumps({**manifest.members(), "manifest_sha256": manifest.digest()}).encode()


def post(http: httpx.Client, body: bytes, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named |= {"Idempotency-Key": str(uuid.uuid4()), "Content-Type": "application/json"}
    return http.post("/v1/dossiers", content=body, headers=named)


def digest_of(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda body: body.replace(b'"revision": 1', b'"revision": 2, "revision": 1'),
        lambda body: body.replace(b'"size": 10', b'"size": NaN'),
        lambda body: body.replace(b'"size": 10', b'"size": Infinity'),
        lambda body: body.replace(b'"size": 10', b'"size": ' + b"9" * 5000),
    ],
)
def test_json_without_one_meaning_is_refused(http, spoiled):
    body = body_of(manifest_of({"f1": b"0123456789"}))

    reply = post(http, spoiled(body))

    assert spoiled(body) != body
    assert (reply.status_code, reply.json()["type"][-11:]) == (400, "bad-request")


@pytest.mark.parametrize("name", ["Repr_Digest", "Content_Digest"])
def test_stated_digest_of_a_body_is_compared(http, name):
    body = body_of(manifest_of({"f1": b"x"}))

    right = post(http, body, **{name: digest_of(body)})
    wrong = post(http, body, **{name: digest_of(b"other")})
    unknown = post(http, body, **{name: "md5=:AAAA:"})
    unreadable = post(http, body, **{name: "sha-256=:A:"})

    assert (right.status_code, unknown.status_code) == (201, 201)
    assert (wrong.status_code, wrong.json()["type"][-11:]) == (400, "body-digest")
    assert wrong.json()["retry"] == "later"
    assert unreadable.status_code == 400


def test_two_lengths_are_refused_and_nothing_behind_is_answered(receiver):
    head = (
        b"POST /v1/dossiers HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )

    with socket.create_connection(("127.0.0.1", receiver.port), 10) as link:
        link.settimeout(10)
        link.sendall(head)
        got = b"".join(iter(lambda: link.recv(4096), b""))

    assert got.startswith(b"HTTP/1.1 400")
    assert got.count(b"HTTP/1.1") == 1


def test_foreign_host_is_a_problem_document(http):
    reply = http.get("/healthz", headers={"Host": "evil.example"})

    assert (reply.status_code, reply.headers["Content-Type"]) == (400, "application/problem+json")


def test_refused_method_names_the_allowed_ones(http):
    reply = http.put("/v1/dossiers")

    assert reply.status_code == 405
    assert {each.strip() for each in reply.headers["Allow"].split(",")} & {"GET", "POST"}


def ledger_with_upload(tmp_path) -> tuple[Ledger, UploadRow]:
    from app.receiver.ledger import DossierRow

    ledger = Ledger(tmp_path / "receiver.db")
    row = DossierRow(
        "d", "ref", 1, "HS-1", b"{}", "0" * 64, "receiving", "", "2026-01-01T00:00:00Z"
    )
    upload = UploadRow("u", "d", "f1", 100, "0" * 64, 10, 1000.0)
    ledger.add_dossier(row, [upload])
    return ledger, upload


@pytest.mark.parametrize("meanwhile", ["ended", "restarted"])
def test_offset_of_an_upload_that_began_again_is_not_moved(tmp_path, meanwhile):
    ledger, upload = ledger_with_upload(tmp_path)
    if meanwhile == "ended":
        ledger.end_upload("u")
    else:
        ledger.restart_upload("u", 5000.0)

    with pytest.raises(Problem) as caught:
        ledger.move_offset(upload, 60, 2000.0)

    assert caught.value.kind is ProblemKind.WRONG_OFFSET
    assert ledger.upload("u").offset == 0
    ledger.close()


def test_offset_moves_where_nothing_happened_meanwhile(tmp_path):
    ledger, upload = ledger_with_upload(tmp_path)

    moved = ledger.move_offset(upload, 60, 2000.0)

    assert moved == replace(upload, offset=60, expires=2000.0)
    ledger.close()


def test_receipt_states_its_digest(http):
    data = pdf_bytes()
    manifest = manifest_of({"f1": data})
    reply = post(http, body_of(manifest)).json()
    http.patch(reply["uploads"][0]["url"], content=data, headers={**CHUNK, "Upload-Offset": "0"})
    done = http.post(
        f"/v1/dossiers/{reply['id']}/commit",
        json={"manifest_sha256": manifest.digest()},
        headers={"Idempotency-Key": reply["id"]},
    ).json()

    receipt = http.get(done["receipt"])

    assert receipt.headers["Repr-Digest"] == digest_of(receipt.content)


def test_infected_file_is_refused_at_commit(own_receiver: ReceiverProcess, tmp_path):
    code = "import sys; sys.exit(1)"
    script = tmp_path / "scanner.py"
    script.write_text(code, encoding="ascii")
    own_receiver.arguments = ["--scan-command", f"{sys.executable} {script}"]
    own_receiver.start()
    manifest = manifest_of({"f1": b""})

    with httpx.Client(base_url=own_receiver.url, trust_env=False, timeout=30) as http:
        reply = post(http, body_of(manifest)).json()
        done = http.post(
            f"/v1/dossiers/{reply['id']}/commit",
            json={"manifest_sha256": manifest.digest()},
            headers={"Idempotency-Key": reply["id"]},
        )

    assert (done.status_code, done.json()["files"]) == (422, ["f1"])
    assert done.json()["type"] == "urn:sohoa:problem:content-refused"


def test_keys_are_prepared_and_rotated_by_command(tmp_path, start_here, capsys):
    early = start_here("--data", str(tmp_path), "--keys", "rotate")
    start_here("--data", str(tmp_path), "--keys", "prepare")
    following = capsys.readouterr().out.strip()

    status = start_here("--data", str(tmp_path), "--keys", "rotate")

    # At first there is no next key, and that is told.
    assert (early, status) == (2, 0)
    assert capsys.readouterr().out.strip() == following


def test_faults_are_injected_on_this_machine_only(tmp_path, start_here):
    rules, token = tmp_path / "chaos.json", tmp_path / "token"
    rules.write_text('[{"match": {}, "action": {"status": 500}}]', encoding="ascii")
    token.write_text("t", encoding="ascii")
    open_to_all = ["--host", "0.0.0.0", "--token-file", str(token)]  # noqa: S104

    status = start_here("--data", str(tmp_path / "d"), *open_to_all, "--chaos", str(rules))

    assert status == 2
