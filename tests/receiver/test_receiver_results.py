"""Results that come back to the receiver: signed, the right file, once; and their page."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from app.domain.manifest import Manifest
from app.receiver import ledger as ledger_module
from app.receiver.ledger import Ledger
from signing.keystore import open_key
from signing.pades.prepared import sign_pdf
from signing.requests import P12Source, SignRequest
from signing.trial.authority import TrialAuthority
from tests.fakes.counter_station import small_pdf
from tests.receiver.dossier_samples import SIGNATURE_MARK, manifest_of
from tests.receiver.receiver_process import ReceiverProcess

PASSWORD = "mat-khau-thu"
DRAFT = small_pdf(["a decision"])


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The draft with a signature that holds."""
    folder = tmp_path_factory.mktemp("signed")
    now = datetime.now(UTC)
    authority = TrialAuthority.create(
        folder / "ca", now, base_url="http://127.0.0.1:9", password=PASSWORD
    )
    source, target = folder / "in.pdf", folder / "out.pdf"
    source.write_bytes(DRAFT)
    with open_key(P12Source(authority.officer_p12), bytearray(PASSWORD.encode())) as key:
        request = SignRequest(
            signed_at=now, trust_roots=(authority.root_der,), crls=(authority.crl,)
        )
        sign_pdf(source, target, key, request)
    return target.read_bytes()


@pytest.fixture
def server(own_receiver: ReceiverProcess) -> Iterator[httpx.Client]:
    own_receiver.start()
    with httpx.Client(base_url=own_receiver.url, trust_env=False, timeout=60) as client:
        yield client


def offered(own_receiver: ReceiverProcess, server: httpx.Client, data: bytes = DRAFT) -> dict:
    path = own_receiver.data / "results" / "H26" / "quyết định.pdf"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    (result,) = server.get("/v1/results", params={"agency": "H26"}).json()["results"]
    return result


def returning(data: bytes, result_id: str, client_ref: str = "", role: str = "result") -> Manifest:
    manifest = manifest_of({"f1": data}, client_ref=client_ref)
    (file,) = manifest.files
    return replace(manifest, files=(replace(file, role=role, paper_code=""),), result_id=result_id)


def announce(server: httpx.Client, manifest: Manifest) -> httpx.Response:
    body = {**manifest.members(), "manifest_sha256": manifest.digest()}
    return server.post("/v1/dossiers", json=body, headers={"Idempotency-Key": str(uuid.uuid4())})


def come_back(server: httpx.Client, manifest: Manifest, data: bytes) -> httpx.Response:
    """Announce, upload, and what the commit answers."""
    reply = announce(server, manifest).json()
    server.patch(
        reply["uploads"][0]["url"],
        content=data,
        headers={
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": "0",
            "Content-Type": "application/offset+octet-stream",
        },
    )
    return server.post(
        f"/v1/dossiers/{reply['id']}/commit",
        json={"manifest_sha256": manifest.digest()},
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )


def problem(reply: httpx.Response) -> str:
    return str(reply.json()["type"]).rpartition(":")[2]


def test_result_comes_back_signed_and_the_page_names_its_signer(
    own_receiver: ReceiverProcess, server: httpx.Client, signed: bytes
) -> None:
    result = offered(own_receiver, server)
    waiting = server.get("/results").text
    server.post(f"/v1/results/{result['id']}/taken", json=taken(result, "ref-1"))
    at_station = server.get("/results").text

    manifest = returning(signed, result["id"], "ref-1")
    accepted = come_back(server, manifest, signed)
    page = server.get("/results").text

    assert accepted.status_code == 200, accepted.text
    assert "Chờ ký" in waiting
    assert "Trạm đã nhận" in at_station
    assert "Đã ký và trả" in page
    assert "còn nguyên vẹn" in page
    assert "B-B" in page
    assert f'href="/d/{accepted.json()["id"]}"' in page
    assert server.get("/v1/results", params={"agency": "H26"}).json()["results"] == []


def taken(result: dict, client_ref: str) -> dict:
    return {"sha256": result["sha256"], "client_ref": client_ref}


def test_result_without_a_signature_is_refused(
    own_receiver: ReceiverProcess, server: httpx.Client
) -> None:
    result = offered(own_receiver, server)
    unsigned = DRAFT + b"\n% nothing was signed\n"

    refused = come_back(server, returning(unsigned, result["id"]), unsigned)

    assert (refused.status_code, problem(refused)) == (422, "signature-missing")
    assert refused.json()["files"] == ["f1"]


def test_result_with_what_only_looks_like_a_signature_is_refused(
    own_receiver: ReceiverProcess, server: httpx.Client, signed: bytes
) -> None:
    result = offered(own_receiver, server)
    pretended = DRAFT + SIGNATURE_MARK
    spot = signed.rindex(b"/Contents <") + 2000
    broken = signed[:spot] + bytes([signed[spot] ^ 1]) + signed[spot + 1 :]

    looks = come_back(server, returning(pretended, result["id"]), pretended)
    wrong = come_back(server, returning(broken, result["id"]), broken)
    loose = come_back(server, returning(pretended, ""), pretended)

    assert [problem(each) for each in (looks, wrong, loose)] == ["signature-invalid"] * 3


def test_result_that_is_another_signed_file_is_refused(
    own_receiver: ReceiverProcess, server: httpx.Client, signed: bytes
) -> None:
    result = offered(own_receiver, server, small_pdf(["another decision"]))

    refused = come_back(server, returning(signed, result["id"]), signed)

    assert (refused.status_code, problem(refused)) == (409, "result-changed")


def test_result_of_nobody_or_of_another_station_is_refused_at_the_announcement(
    own_receiver: ReceiverProcess, server: httpx.Client, signed: bytes
) -> None:
    result = offered(own_receiver, server)
    server.post(f"/v1/results/{result['id']}/taken", json=taken(result, "ref-1"))

    unknown = announce(server, returning(signed, "kq-0"))
    others = announce(server, returning(signed, result["id"], "ref-2"))
    scan = announce(server, returning(signed, result["id"], "ref-1", role="scan"))

    assert [problem(each) for each in (unknown, others, scan)] == [
        "result-unknown",
        "result-taken",
        "bad-manifest",
    ]


def test_result_page_tells_that_a_file_was_replaced_and_escapes_names(
    own_receiver: ReceiverProcess, server: httpx.Client
) -> None:
    path = own_receiver.data / "results" / "<b>&.pdf"
    path.write_bytes(DRAFT)
    (result,) = server.get("/v1/results").json()["results"]
    server.post(f"/v1/results/{result['id']}/taken", json=taken(result, "ref-1"))
    path.write_bytes(DRAFT + b"\n%changed\n")
    os.utime(path, ns=(1, 1))

    page = server.get("/results").text

    assert "Tệp đã được thay sau khi trạm nhận" in page
    assert "<b>&.pdf" not in page
    assert "&lt;b&gt;&amp;.pdf" in page


def test_result_file_known_to_the_station_is_not_sent_again(
    own_receiver: ReceiverProcess, server: httpx.Client
) -> None:
    result = offered(own_receiver, server)
    address = f"/v1/results/{result['id']}/file"

    whole = server.get(address)
    known = server.get(address, headers={"If-None-Match": whole.headers["etag"]})
    rest = server.get(address, headers={"Range": "bytes=100-", "If-Range": whole.headers["etag"]})

    assert hashlib.sha256(whole.content).hexdigest() == result["sha256"]
    assert (known.status_code, known.content) == (304, b"")
    assert (rest.status_code, rest.content) == (206, DRAFT[100:])


@pytest.mark.parametrize(
    "body", [{}, {"sha256": 1, "client_ref": "x"}, {"sha256": "0" * 64, "client_ref": ""}]
)
def test_acknowledgement_that_says_nothing_is_refused(
    own_receiver: ReceiverProcess, server: httpx.Client, body: dict
) -> None:
    result = offered(own_receiver, server)

    assert server.post(f"/v1/results/{result['id']}/taken", json=body).status_code == 400


def test_ledger_of_the_first_version_keeps_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "receiver.db"
    with monkeypatch.context() as patch:
        # The schema of the first version is the only way to a database of that version.
        patch.setattr(ledger_module, "_SCHEMAS", ledger_module._SCHEMAS[:1])
        Ledger(path).close()
    with closing(sqlite3.connect(path)) as old:
        old.execute(
            "INSERT INTO dossier VALUES ('d1', 'r', 1, 'c', x'00', 's', 'accepted', '', 't')"
        )
        old.commit()

    with closing(Ledger(path)) as now:
        assert [row.id for row in now.dossiers()] == ["d1"]
        assert now.results() == []
