"""The delivery client against a real receiver, undisturbed."""

from __future__ import annotations

import threading
import uuid
from dataclasses import replace

import pytest

from app.province.errors import (
    AuthRefused,
    DigestMismatch,
    LinkDown,
    NotConfigured,
    ReceiptInvalid,
    Rejected,
    RemoteGone,
)
from app.province.intake import IntakeClient
from tests.province.sending import at_server, deliver, deliver_stubbornly, stored_bytes, upload
from tests.receiver.dossier_samples import manifest_of, next_revision, pdf_bytes
from tests.receiver.receiver_process import ReceiverProcess


def test_deliver_two_files_gives_a_receipt_for_the_manifest(receiver, make_client):
    files = {"f1": pdf_bytes(size=200_000), "f2": pdf_bytes(2)}
    manifest = manifest_of(files)

    receipt = deliver(make_client(receiver.url), manifest, files, "key-" + manifest.client_ref)

    known = at_server(receiver, manifest.client_ref)
    assert receipt.manifest_sha256 == manifest.digest()
    assert receipt.number.startswith("BN-")
    assert [entry["state"] for entry in known] == ["accepted"]
    assert stored_bytes(receiver, known[0]["id"]) == sorted(files.values())


def test_begin_repeated_gives_the_same_answer(receiver, make_client):
    manifest = manifest_of({"f1": pdf_bytes()})
    client = make_client(receiver.url)

    first = client.begin(manifest, "k-" + manifest.client_ref)
    again = client.begin(manifest, "k-" + manifest.client_ref)
    other_key = client.begin(manifest, str(uuid.uuid4()))

    assert first == again == other_key


def test_begin_same_key_with_other_content_is_rejected(receiver, make_client):
    manifest = manifest_of({"f1": pdf_bytes()})
    client = make_client(receiver.url)
    client.begin(manifest, "same-" + manifest.client_ref)

    with pytest.raises(Rejected, match="đã dùng cho nội dung khác"):
        client.begin(
            replace(manifest, officer_id="cb-99"),
            "same-" + manifest.client_ref,
        )


def test_commit_repeated_gives_the_same_receipt(receiver, make_client):
    files = {"f1": pdf_bytes()}
    manifest = manifest_of(files)
    client = make_client(receiver.url)
    key = str(uuid.uuid4())

    first = deliver(client, manifest, files, key)
    again = deliver(client, manifest, files, key)

    assert first == again


def test_commit_with_pinned_keys_of_another_system_is_refused(receiver, make_client, tmp_path):
    other = ReceiverProcess(tmp_path / "other").start()
    try:
        foreign_keys = make_client(other.url).service_keys()
    finally:
        other.kill()
    files = {"f1": pdf_bytes()}
    client = make_client(receiver.url, pinned_keys=foreign_keys)

    with pytest.raises(ReceiptInvalid):
        deliver(client, manifest_of(files), files, str(uuid.uuid4()))


def test_commit_with_pinned_keys_of_first_contact_is_accepted(receiver, make_client):
    pinned = make_client(receiver.url).service_keys()
    files = {"f1": pdf_bytes()}
    manifest = manifest_of(files)

    receipt = deliver(make_client(receiver.url, pinned_keys=pinned), manifest, files, "p1")

    assert receipt.client_ref == manifest.client_ref


def test_commit_of_an_unsigned_scan_is_rejected_with_the_servers_words(receiver, make_client):
    files = {"f1": pdf_bytes(signed=False)}
    manifest = manifest_of(files)

    with pytest.raises(Rejected, match=r"chưa được ký số \(f1\)"):
        deliver(make_client(receiver.url), manifest, files, str(uuid.uuid4()))


def test_commit_with_missing_bytes_asks_to_start_over(receiver, make_client):
    manifest = manifest_of({"f1": pdf_bytes()})
    client = make_client(receiver.url)
    remote = client.begin(manifest, "short-" + manifest.client_ref)

    with pytest.raises(RemoteGone):
        client.commit(remote.id, manifest, "short-" + manifest.client_ref)


def test_commit_of_an_unknown_dossier_is_gone(receiver, make_client):
    manifest = manifest_of({"f1": pdf_bytes()})

    with pytest.raises(RemoteGone):
        make_client(receiver.url).commit(str(uuid.uuid4()), manifest, "k")


def test_commit_of_altered_bytes_is_a_mismatch_and_the_file_starts_over(receiver, make_client):
    good = pdf_bytes(size=100_000)
    bad = good[:50_000] + bytes([good[50_000] ^ 1]) + good[50_001:]
    manifest = manifest_of({"f1": good})
    client = make_client(receiver.url)
    key = str(uuid.uuid4())

    with pytest.raises(DigestMismatch):
        deliver(client, manifest, {"f1": bad}, key)
    receipt = deliver(client, manifest, {"f1": good}, key)

    assert receipt.manifest_sha256 == manifest.digest()


def test_put_in_small_chunks_and_resume_keeps_every_byte(receiver, make_client):
    data = pdf_bytes(size=300_000)
    manifest = manifest_of({"f1": data})
    client = make_client(receiver.url)
    url = client.begin(manifest, "r-" + manifest.client_ref).uploads["f1"]
    client.put(url, 0, data[:70_000])

    successor = make_client(receiver.url)
    offset = successor.resume_point(url)
    upload(successor, url, data)

    assert offset == 70_000
    assert stored_bytes(receiver, at_server(receiver, manifest.client_ref)[0]["id"]) == [data]


def test_put_at_a_wrong_offset_gives_the_servers_offset(receiver, make_client):
    data = pdf_bytes(size=100_000)
    client = make_client(receiver.url)
    url = client.begin(manifest_of({"f1": data}), str(uuid.uuid4())).uploads["f1"]
    client.put(url, 0, data[:30_000])

    ahead = client.put(url, 60_000, data[60_000:])
    behind = client.put(url, 0, data[:30_000])

    assert (ahead, behind) == (30_000, 30_000)


def test_put_more_than_announced_is_rejected(receiver, make_client):
    data = pdf_bytes()
    client = make_client(receiver.url)
    url = client.begin(manifest_of({"f1": data}), str(uuid.uuid4())).uploads["f1"]

    with pytest.raises(Rejected, match="dung lượng"):
        client.put(url, 0, data + b"one too many")


def test_put_more_than_the_largest_chunk_sends_a_part(own_receiver, make_client):
    own_receiver.arguments = ["--max-chunk-bytes", "1000"]
    own_receiver.start()
    data = pdf_bytes()
    client = make_client(own_receiver.url)
    url = client.begin(manifest_of({"f1": data}), "k").uploads["f1"]

    assert client.put(url, 0, data) == 1000


def test_begin_with_a_file_over_the_advertised_size_sends_nothing(own_receiver, make_client):
    own_receiver.arguments = ["--max-file-bytes", "1000"]
    own_receiver.start()
    manifest = manifest_of({"f1": pdf_bytes()})

    with pytest.raises(Rejected, match="1000"):
        make_client(own_receiver.url).begin(manifest, "k")

    assert at_server(own_receiver, manifest.client_ref) == []


def test_token_missing_or_wrong_is_auth(own_receiver, make_client, tmp_path):
    (tmp_path / "token").write_text("mat-khau-thu-nghiem\n", encoding="ascii")
    own_receiver.arguments = ["--token-file", str(tmp_path / "token")]
    own_receiver.start()
    files = {"f1": pdf_bytes()}
    manifest = manifest_of(files)

    with pytest.raises(AuthRefused):
        make_client(own_receiver.url).begin(manifest, "k")
    with pytest.raises(AuthRefused):
        make_client(own_receiver.url, token="khac").begin(manifest, "k")
    right = make_client(own_receiver.url, token="mat-khau-thu-nghiem")
    receipt = deliver(right, manifest, files, "k")

    assert make_client(own_receiver.url).reachable()
    assert receipt.revision == 1


def test_revision_supersedes_the_accepted_one_and_reuses_its_bytes(receiver, make_client):
    kept, changed = pdf_bytes(size=50_000), pdf_bytes(2)
    first = manifest_of({"f1": kept, "f2": pdf_bytes()})
    client = make_client(receiver.url)
    deliver(client, first, {"f1": kept, "f2": pdf_bytes()}, "rev1-" + first.client_ref)
    second = next_revision(first, {"f1": kept, "f2": changed})

    remote = client.begin(second, "rev2-" + first.client_ref)
    again = client.begin(second, "rev2-" + first.client_ref)
    upload(client, remote.uploads["f2"], changed)
    receipt = client.commit(remote.id, second, "rev2-" + first.client_ref)

    states = {entry["revision"]: entry["state"] for entry in at_server(receiver, first.client_ref)}
    assert remote.uploads["f1"] == ""
    assert again == remote
    assert receipt.revision == 2
    assert states == {1: "superseded", 2: "accepted"}


def test_revision_without_base_is_rejected_once_one_is_accepted(receiver, make_client):
    files = {"f1": pdf_bytes()}
    first = manifest_of(files)
    client = make_client(receiver.url)
    deliver(client, first, files, "b1-" + first.client_ref)
    unattached = replace(next_revision(first, files), supersedes="")

    with pytest.raises(Rejected, match="bản sửa đổi"):
        client.begin(unattached, "b2-" + first.client_ref)


def test_two_clients_with_the_same_key_deliver_one_dossier(receiver, make_client):
    files = {"f1": pdf_bytes(size=600_000)}
    manifest = manifest_of(files)
    key = str(uuid.uuid4())
    receipts = []

    def work(client: IntakeClient) -> None:
        receipts.append(deliver_stubbornly(client, manifest, files, key)[0])

    clients = [make_client(receiver.url) for _ in range(2)]
    threads = [threading.Thread(target=work, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    known = at_server(receiver, manifest.client_ref)
    assert len(receipts) == 2
    assert receipts[0] == receipts[1]
    assert len(known) == 1
    assert stored_bytes(receiver, known[0]["id"]) == [files["f1"]]


def test_server_killed_in_the_middle_keeps_what_it_acknowledged(own_receiver, make_client):
    own_receiver.start()
    data = pdf_bytes(size=500_000)
    manifest = manifest_of({"f1": data})
    client = make_client(own_receiver.url)
    remote = client.begin(manifest, "kill")
    acknowledged = client.put(remote.uploads["f1"], 0, data[:200_000])

    own_receiver.kill()
    with pytest.raises(LinkDown):
        client.put(remote.uploads["f1"], acknowledged, data[200_000:300_000])
    reachable_while_dead = client.reachable()
    own_receiver.start()
    successor = make_client(own_receiver.url)
    path = remote.uploads["f1"].rpartition("/v1/")[2]
    held = successor.resume_point(f"{own_receiver.url}/v1/{path}")
    receipt, _ = deliver_stubbornly(successor, manifest, {"f1": data}, "kill")

    assert not reachable_while_dead
    assert held == acknowledged
    assert receipt.manifest_sha256 == manifest.digest()


def test_upload_address_of_another_system_is_gone(receiver, make_client):
    client = make_client(receiver.url)

    with pytest.raises(RemoteGone):
        client.resume_point("https://kho.example/v1/uploads/1")


@pytest.mark.parametrize(
    "address",
    ["", "ftp://may-chu.example", "http://may-chu.example", "https://a:b@may-chu.example", "///"],
)
def test_client_with_an_unsafe_address_is_not_configured(address):
    with pytest.raises(NotConfigured):
        IntakeClient(address)
