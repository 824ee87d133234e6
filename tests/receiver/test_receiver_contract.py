"""The receiver's side of the contract, over plain HTTP against a real process."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import time
import uuid
from dataclasses import asdict

import httpx
import jwt
import pytest

from app.domain.manifest import Manifest
from tests.receiver.dossier_samples import manifest_of, next_revision, pdf_bytes

TUS = {"Tus-Resumable": "1.0.0"}
CHUNK = {**TUS, "Content-Type": "application/offset+octet-stream"}
DATA = pdf_bytes(size=20_000)


def body_of(manifest: Manifest) -> dict[str, object]:
    return {**asdict(manifest), "manifest_sha256": manifest.digest()}


def announce(http: httpx.Client, manifest: Manifest, **headers: str) -> httpx.Response:
    headers.setdefault("Idempotency-Key", str(uuid.uuid4()))
    return http.post("/v1/dossiers", json=body_of(manifest), headers=headers)


def upload_url(http: httpx.Client, data: bytes = DATA) -> str:
    reply = announce(http, manifest_of({"f1": data}))
    return str(reply.json()["uploads"][0]["url"])


def accepted(http: httpx.Client, manifest: Manifest, files: dict[str, bytes]) -> dict[str, object]:
    reply = announce(http, manifest).json()
    for entry in reply["uploads"]:
        if entry["url"]:
            headers = {**CHUNK, "Upload-Offset": "0"}
            http.patch(entry["url"], content=files[entry["file"]], headers=headers)
    done = commit(http, reply["id"], manifest)
    assert done.status_code == 200, done.text
    described: dict[str, object] = done.json()
    return described


def commit(http: httpx.Client, dossier_id: str, manifest: Manifest) -> httpx.Response:
    return http.post(
        f"/v1/dossiers/{dossier_id}/commit",
        json={"manifest_sha256": manifest.digest()},
        headers={"Idempotency-Key": "c-" + dossier_id},
    )


def offset(http: httpx.Client, url: str) -> int:
    return int(http.head(url, headers=TUS).headers["Upload-Offset"])


def checksum(data: bytes, name: str = "sha256") -> str:
    return f"{name} {base64.b64encode(hashlib.new(name, data).digest()).decode()}"


def open_patch(port: int, url: str, body: bytes, length: int, extra: str = "") -> socket.socket:
    """Begin a PATCH that announces more than it sends."""
    sock = socket.create_connection(("127.0.0.1", port), 10)
    head = (
        f"PATCH {url} HTTP/1.1\r\nHost: 127.0.0.1\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
        f"Content-Type: application/offset+octet-stream\r\nContent-Length: {length}\r\n{extra}\r\n"
    )
    sock.sendall(head.encode("ascii") + body)
    return sock


def test_service_document_states_limits_keys_and_time(http):
    document = http.get("/.well-known/sohoa-intake").json()

    assert document["versions"] == ["1"]
    assert document["tus"]["extensions"] == ["checksum", "expiration", "termination"]
    assert document["jwks"]["keys"][0]["crv"] == "Ed25519"
    assert "d" not in document["jwks"]["keys"][0]
    assert document["server_time"].endswith("Z")


def test_healthz_is_empty_and_dated(http):
    reply = http.get("/healthz")

    assert (reply.status_code, reply.content) == (204, b"")
    assert "Date" in reply.headers


def test_options_states_what_tus_can_do(http):
    reply = http.options("/v1/uploads")

    assert reply.status_code == 204
    assert reply.headers["Tus-Version"] == "1.0.0"
    assert reply.headers["Tus-Checksum-Algorithm"] == "sha256,sha1"


def test_announce_gives_id_code_digest_and_addresses(http):
    manifest = manifest_of({"f1": DATA, "f2": DATA})

    reply = announce(http, manifest)

    assert reply.status_code == 201
    assert reply.headers["Location"] == f"/v1/dossiers/{reply.json()['id']}"
    assert reply.json()["manifest_sha256"] == manifest.digest()
    assert reply.json()["dossier_code"].startswith("HS-")
    assert [entry["file"] for entry in reply.json()["uploads"]] == ["f1", "f2"]


@pytest.mark.parametrize(
    ("headers", "body", "status", "kind"),
    [
        ({}, b"{}", 400, "idempotency-key-missing"),
        ({"Idempotency-Key": "k" * 201}, b"{}", 400, "idempotency-key-missing"),
        ({"Idempotency-Key": "k"}, b"{", 400, "bad-request"),
        ({"Idempotency-Key": "k"}, b"[" * 100_000, 400, "bad-request"),
        ({"Idempotency-Key": "k"}, b"[]", 400, "bad-request"),
        ({"Idempotency-Key": "k"}, b"{}", 422, "bad-manifest"),
        ({"Idempotency-Key": "k"}, b" " * 1_100_000, 413, "too-large"),
        ({"Idempotency-Key": "k", "Content-Type": "text/plain"}, b"{}", 415, "media-type"),
    ],
)
def test_announce_of_nonsense_is_a_vietnamese_problem(http, headers, body, status, kind):
    reply = http.post(
        "/v1/dossiers", content=body, headers={"Content-Type": "application/json", **headers}
    )

    problem = reply.json()
    assert reply.status_code == problem["status"] == status
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert problem["type"] == f"urn:sohoa:problem:{kind}"
    assert problem["retry"] == "after-fix"
    assert problem["title"]
    assert problem["trace"]


def test_announce_with_another_digest_is_refused(http):
    body = {**body_of(manifest_of({"f1": DATA})), "manifest_sha256": "0" * 64}

    reply = http.post("/v1/dossiers", json=body, headers={"Idempotency-Key": "k-digest"})

    assert (reply.status_code, reply.json()["type"][-15:]) == (422, "digest-mismatch")


def test_announce_same_revision_with_other_content_conflicts(http):
    first = manifest_of({"f1": DATA})
    announce(http, first)

    reply = announce(http, manifest_of({"f1": pdf_bytes()}, client_ref=first.client_ref))

    assert (reply.status_code, reply.json()["retry"]) == (409, "never")


def test_unknown_addresses_and_methods_are_problems(http):
    unknown = http.get("/v1/nothing")
    method = http.put("/v1/dossiers")

    assert (unknown.status_code, unknown.json()["type"]) == (404, "urn:sohoa:problem:not-found")
    assert (method.status_code, method.json()["retry"]) == (405, "never")


def test_find_by_client_ref_recovers_a_lost_reply(http):
    manifest = manifest_of({"f1": DATA})
    created = announce(http, manifest).json()

    found = http.get("/v1/dossiers", params={"client_ref": manifest.client_ref}).json()["dossiers"]
    one = http.get(f"/v1/dossiers/{created['id']}")

    assert [entry["id"] for entry in found] == [created["id"]]
    assert one.json()["state"] == "receiving"
    assert one.json()["files"] == [{"file": "f1", "offset": 0, "size": len(DATA)}]
    assert one.headers["ETag"] == one.json()["etag"]


def test_find_without_client_ref_is_refused(http):
    assert http.get("/v1/dossiers").status_code == 400


def test_head_gives_offset_length_and_expiry(http):
    reply = http.head(upload_url(http), headers=TUS)

    assert reply.status_code == 200
    assert reply.headers["Upload-Offset"] == "0"
    assert reply.headers["Upload-Length"] == str(len(DATA))
    assert reply.headers["Upload-Expires"].endswith("GMT")
    assert reply.headers["Cache-Control"] == "no-store"


def test_head_of_an_unknown_upload_is_404(http):
    assert http.head("/v1/uploads/none", headers=TUS).status_code == 404


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
def test_request_without_tus_version_is_412(http, method):
    reply = http.request(method, upload_url(http))

    assert (reply.status_code, reply.headers["Tus-Version"]) == (412, "1.0.0")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "application/octet-stream"}, 415),
        ({"Upload-Offset": ""}, 400),
        ({"Upload-Offset": "-1"}, 400),
        ({"Upload-Offset": "1e3"}, 400),
        ({"Upload-Offset": "7"}, 409),
        ({"Upload-Checksum": "md5 AAAA"}, 400),
        ({"Upload-Checksum": "sha256 ***"}, 400),
        ({"Upload-Checksum": "sha256 AAAA"}, 460),
    ],
)
def test_patch_with_bad_headers_is_refused_and_changes_nothing(http, headers, status):
    url = upload_url(http)

    reply = http.patch(url, content=DATA, headers={**CHUNK, "Upload-Offset": "0", **headers})

    assert reply.status_code == status
    assert offset(http, url) == 0


def test_patch_with_the_right_checksum_counts(http):
    url = upload_url(http)
    half = len(DATA) // 2

    first = http.patch(
        url,
        content=DATA[:half],
        headers={**CHUNK, "Upload-Offset": "0", "Upload-Checksum": checksum(DATA[:half])},
    )
    second = http.patch(
        url,
        content=DATA[half:],
        headers={
            **CHUNK,
            "Upload-Offset": str(half),
            "Upload-Checksum": checksum(DATA[half:], "sha1"),
        },
    )

    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(half))
    assert (second.status_code, second.headers["Upload-Offset"]) == (204, str(len(DATA)))
    assert "Upload-Expires" not in second.headers


def test_patch_over_the_announced_size_is_413(http):
    url = upload_url(http)

    stated = http.patch(url, content=DATA + b"x", headers={**CHUNK, "Upload-Offset": "0"})
    streamed = http.patch(url, content=iter([DATA, b"x"]), headers={**CHUNK, "Upload-Offset": "0"})

    assert (stated.status_code, streamed.status_code) == (413, 413)
    assert offset(http, url) == 0


def test_patch_cut_with_checksum_keeps_nothing_of_the_chunk(http, receiver):
    url = upload_url(http)
    extra = f"Upload-Checksum: {checksum(DATA)}\r\n"

    with open_patch(receiver.port, url, DATA[:5000], len(DATA), extra) as stalled:
        told = until_answered(http, url, stalled)

    assert told.startswith(b"HTTP/1.1 423")
    assert offset(http, url) == 0


def until_answered(http: httpx.Client, url: str, stalled: socket.socket) -> bytes:
    """What a stalled sender is told once HEAD has taken over, at most two seconds later."""
    stalled.settimeout(0.01)
    for _ in range(200):
        offset(http, url)
        try:
            return stalled.recv(100)
        except TimeoutError:
            continue
    return b""


def test_head_makes_a_stalled_patch_let_go(http, receiver):
    url = upload_url(http)

    with open_patch(receiver.port, url, DATA[:5000], len(DATA)) as stalled:
        held = until_moved(http, url)
        told = stalled.recv(100)
    rest = http.patch(url, content=DATA[held:], headers={**CHUNK, "Upload-Offset": str(held)})

    assert held == 5000
    assert rest.headers["Upload-Offset"] == str(len(DATA))
    assert told.startswith(b"HTTP/1.1 423")


def until_moved(http: httpx.Client, url: str) -> int:
    """The first offset above 0, at most two seconds later."""
    for _ in range(200):
        if held := offset(http, url):
            return held
        time.sleep(0.01)
    return 0


def test_upload_ended_by_the_sender_is_gone_and_a_repeat_opens_it_again(http):
    manifest = manifest_of({"f1": DATA})
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = announce(http, manifest, **key).json()
    url = first["uploads"][0]["url"]
    http.patch(url, content=DATA, headers={**CHUNK, "Upload-Offset": "0"})

    ended = http.delete(url, headers=TUS)
    gone = http.head(url, headers=TUS)
    incomplete = commit(http, first["id"], manifest)
    again = announce(http, manifest, **key).json()

    assert (ended.status_code, gone.status_code) == (204, 410)
    assert (incomplete.status_code, incomplete.json()["files"]) == (422, ["f1"])
    assert again == first
    assert offset(http, url) == 0


def test_commit_gives_a_receipt_that_the_published_key_verifies(http):
    manifest = manifest_of({"f1": DATA})

    done = accepted(http, manifest, {"f1": DATA})

    key = jwt.PyJWK(http.get("/.well-known/sohoa-intake").json()["jwks"]["keys"][0], "EdDSA")
    header = jwt.get_unverified_header(str(done["receipt_jws"]))
    claims = json.loads(jwt.PyJWS().decode(str(done["receipt_jws"]), key, algorithms=["EdDSA"]))
    again = http.get(str(done["receipt"]))
    assert header["typ"] == "sohoa-receipt+jwt"
    assert claims["manifest_sha256"] == manifest.digest()
    assert claims["client_audit_head"] == manifest.client_audit_head
    assert claims["station"] == "quay-3"
    assert again.text == done["receipt_jws"]
    assert again.headers["Content-Type"] == "application/jose"


def test_receipts_form_a_chain(http):
    one = accepted(http, manifest_of({"f1": DATA}), {"f1": DATA})
    two = accepted(http, manifest_of({"f1": DATA}), {"f1": DATA})

    claims = jwt.decode(str(two["receipt_jws"]), options={"verify_signature": False})

    assert (
        claims["prev_receipt_hash"] == hashlib.sha256(str(one["receipt_jws"]).encode()).hexdigest()
    )


def test_commit_with_the_digest_of_another_manifest_is_refused(http):
    created = announce(http, manifest_of({"f1": DATA})).json()

    reply = commit(http, created["id"], manifest_of({"f1": DATA}))

    assert reply.json()["type"] == "urn:sohoa:problem:digest-mismatch"


def test_commit_without_digest_or_key_is_refused(http):
    created = announce(http, manifest_of({"f1": DATA})).json()
    path = f"/v1/dossiers/{created['id']}/commit"

    no_digest = http.post(path, json={}, headers={"Idempotency-Key": "k"})
    no_key = http.post(path, json={"manifest_sha256": "0" * 64})

    assert (no_digest.status_code, no_digest.json()["fields"]) == (400, ["manifest_sha256"])
    assert no_key.status_code == 400


def test_commit_key_used_for_another_dossier_is_refused(http):
    manifest = manifest_of({"f1": DATA})
    done = accepted(http, manifest, {"f1": DATA})
    other = manifest_of({"f1": DATA})
    created = announce(http, other).json()

    reply = http.post(
        f"/v1/dossiers/{created['id']}/commit",
        json={"manifest_sha256": other.digest()},
        headers={"Idempotency-Key": f"c-{done['id']}"},
    )

    assert reply.json()["type"] == "urn:sohoa:problem:idempotency-key-reused"


def test_commit_of_an_empty_file_is_accepted_when_it_is_no_scan(http):
    manifest = manifest_of({"f1": b""})

    assert accepted(http, manifest, {"f1": b""})["state"] == "accepted"


def test_withdraw_before_commit_forgets_the_dossier(http):
    manifest = manifest_of({"f1": DATA})
    created = announce(http, manifest).json()

    withdrawn = http.delete(f"/v1/dossiers/{created['id']}")

    assert withdrawn.status_code == 204
    assert http.get(f"/v1/dossiers/{created['id']}").status_code == 404
    assert http.head(created["uploads"][0]["url"], headers=TUS).status_code == 404
    assert announce(http, manifest).json()["id"] != created["id"]


def test_withdraw_after_commit_is_refused(http):
    done = accepted(http, manifest_of({"f1": DATA}), {"f1": DATA})

    assert http.delete(f"/v1/dossiers/{done['id']}").status_code == 409


def test_upload_of_an_accepted_dossier_cannot_be_ended(http):
    manifest = manifest_of({"f1": DATA})
    done = accepted(http, manifest, {"f1": DATA})
    url = announce(http, manifest).json()["uploads"][0]["url"]

    reply = http.delete(url, headers=TUS)

    assert reply.status_code == 409
    assert commit(http, str(done["id"]), manifest).json()["receipt_jws"] == done["receipt_jws"]


def test_revision_needs_the_current_state_of_its_base(http):
    files = {"f1": DATA}
    first = manifest_of(files)
    done = accepted(http, first, files)
    second = next_revision(first, files)
    path = f"/v1/dossiers/{done['id']}/revisions"

    def revise(**headers: str) -> httpx.Response:
        headers["Idempotency-Key"] = "rev-" + first.client_ref
        return http.post(path, json=body_of(second), headers=headers)

    missing, stale = revise(), revise(**{"If-Match": '"old"'})
    taken = revise(**{"If-Match": str(done["etag"])})
    repeat = revise(**{"If-Match": '"no longer looked at"'})

    assert (missing.status_code, stale.status_code) == (428, 412)
    assert taken.status_code == 201
    assert taken.json()["uploads"] == [{"file": "f1", "url": None}]
    assert repeat.json() == taken.json()


def test_bytes_of_another_dossier_are_never_taken_over(http):
    accepted(http, manifest_of({"f1": DATA}), {"f1": DATA})

    reply = announce(http, manifest_of({"f1": DATA}))

    assert reply.json()["uploads"][0]["url"] is not None


def test_older_revision_cannot_be_committed_after_a_newer_one(http):
    files = {"f1": DATA}
    first = manifest_of(files)
    created = announce(http, first).json()
    etag = http.get(f"/v1/dossiers/{created['id']}").headers["ETag"]
    second = next_revision(first, files)
    newer = http.post(
        f"/v1/dossiers/{created['id']}/revisions",
        json=body_of(second),
        headers={"Idempotency-Key": str(uuid.uuid4()), "If-Match": etag},
    ).json()
    for reply in (created, newer):
        url = reply["uploads"][0]["url"]
        http.patch(url, content=DATA, headers={**CHUNK, "Upload-Offset": "0"})

    assert commit(http, newer["id"], second).status_code == 200
    late = commit(http, created["id"], first)

    assert (late.status_code, late.json()["type"]) == (409, "urn:sohoa:problem:superseded")
