"""The delivery client through a proxy that cuts, loses, repeats and falsifies."""

from __future__ import annotations

import json
import socket
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.province.errors import (
    Ambiguous,
    AuthRefused,
    DeliveryError,
    DigestMismatch,
    LinkDown,
    ProxyRefused,
    Rejected,
    RemoteGone,
    ServerBusy,
)
from app.province.wire import Timeouts
from tests.fakes.fault_proxy import Fault, FaultProxy, raw_reply
from tests.province.sending import CHUNK, at_server, deliver, deliver_stubbornly, stored_bytes
from tests.receiver.dossier_samples import manifest_of, pdf_bytes

FILES = {"f1": pdf_bytes(size=2 * CHUNK + 1000)}
PROBLEM = "application/problem+json"


def spoiled(receiver, make_client, *faults, **options):
    """A proxy with faults and a client that goes through it."""
    proxy = FaultProxy(receiver.port, list(faults))
    return proxy, lambda: make_client(proxy.url, **options)


def assert_delivered_once(receiver, manifest, receipt):
    known = at_server(receiver, manifest.client_ref)
    assert [entry["state"] for entry in known] == ["accepted"]
    assert known[0]["id"] == receipt.dossier_id
    assert str(known[0]["receipt"]).endswith(receipt.number)
    assert stored_bytes(receiver, known[0]["id"]) == [FILES["f1"]]


@pytest.mark.parametrize("cut", [-1, -40, 0, 1, 1000, CHUNK - 1, CHUNK])
@pytest.mark.parametrize("nth", [1, 2])
def test_upload_cut_at_a_byte_resumes_without_loss_or_doubling(receiver, make_client, cut, nth):
    manifest = manifest_of(FILES)
    proxy, client = spoiled(receiver, make_client, Fault("PATCH", nth=nth, cut_up=cut))

    with proxy:
        receipt, _ = deliver_stubbornly(client(), manifest, FILES, str(uuid.uuid4()))

    sent = sum(entry.body_bytes for entry in proxy.log if entry.method == "PATCH")
    assert_delivered_once(receiver, manifest, receipt)
    assert sent - len(FILES["f1"]) <= CHUNK


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cuts=st.lists(
        st.tuples(
            st.sampled_from(["POST", "PATCH", "HEAD", "GET"]),
            st.integers(1, 3),
            st.sampled_from(["up", "down"]),
            st.integers(0, CHUNK),
        ),
        max_size=4,
    )
)
def test_any_cuts_still_deliver_exactly_once(receiver, make_client, cuts):
    faults = [Fault(method, nth=nth, **{f"cut_{side}": count}) for method, nth, side, count in cuts]
    manifest = manifest_of(FILES)
    proxy, client = spoiled(receiver, make_client, *faults)

    with proxy:
        receipt, _ = deliver_stubbornly(client(), manifest, FILES, str(uuid.uuid4()))

    assert_delivered_once(receiver, manifest, receipt)


def test_reply_of_create_lost_is_ambiguous_and_a_repeat_finds_the_same_dossier(
    receiver, make_client
):
    manifest = manifest_of(FILES)
    fault = Fault("POST", "/v1/dossiers$", drop_reply=True)
    proxy, client = spoiled(receiver, make_client, fault)

    with proxy:
        receipt, failures = deliver_stubbornly(client(), manifest, FILES, str(uuid.uuid4()))

    assert [type(failure) for failure in failures] == [Ambiguous]
    assert_delivered_once(receiver, manifest, receipt)


def test_reply_of_commit_lost_is_found_by_asking_for_the_state(receiver, make_client):
    manifest = manifest_of(FILES)
    proxy, client = spoiled(receiver, make_client, Fault("POST", "/commit$", drop_reply=True))

    with proxy:
        receipt = deliver(client(), manifest, FILES, "lost-" + manifest.client_ref)
        again = deliver(client(), manifest, FILES, "lost-" + manifest.client_ref)

    assert receipt == again
    assert_delivered_once(receiver, manifest, receipt)


def test_reply_of_commit_and_of_the_state_lost_is_ambiguous_and_heals(receiver, make_client):
    manifest = manifest_of(FILES)
    faults = [
        Fault("POST", "/commit$", drop_reply=True),
        Fault("GET", "/v1/dossiers/", drop_reply=True),
    ]
    proxy, client = spoiled(receiver, make_client, *faults)

    with proxy:
        receipt, failures = deliver_stubbornly(client(), manifest, FILES, str(uuid.uuid4()))

    assert [type(failure) for failure in failures] == [Ambiguous]
    assert_delivered_once(receiver, manifest, receipt)


def test_commit_that_never_arrived_is_ambiguous_not_accepted(receiver, make_client):
    manifest = manifest_of(FILES)
    proxy, client = spoiled(receiver, make_client, Fault("POST", "/commit$", cut_up=-1))

    with proxy, pytest.raises(Ambiguous):
        deliver(client(), manifest, FILES, str(uuid.uuid4()))

    assert at_server(receiver, manifest.client_ref)[0]["state"] == "receiving"


def test_reply_of_commit_cut_in_half_still_gives_the_receipt(receiver, make_client):
    manifest = manifest_of(FILES)
    proxy, client = spoiled(receiver, make_client, Fault("POST", "/commit$", cut_down=300))

    with proxy:
        receipt = deliver(client(), manifest, FILES, str(uuid.uuid4()))

    assert_delivered_once(receiver, manifest, receipt)


@pytest.mark.parametrize("what", ["/v1/dossiers$", "/commit$"])
def test_request_delivered_twice_has_the_effect_of_one(receiver, make_client, what):
    manifest = manifest_of(FILES)
    proxy, client = spoiled(receiver, make_client, Fault("POST", what, duplicate=True))

    with proxy:
        receipt = deliver(client(), manifest, FILES, str(uuid.uuid4()))

    assert_delivered_once(receiver, manifest, receipt)


def test_chunk_delivered_twice_is_not_doubled(receiver, make_client):
    manifest = manifest_of(FILES)
    proxy, client = spoiled(receiver, make_client, Fault("PATCH", duplicate=True))

    with proxy:
        receipt = deliver(client(), manifest, FILES, str(uuid.uuid4()))

    assert_delivered_once(receiver, manifest, receipt)


def test_reply_of_a_chunk_lost_goes_on_from_the_servers_offset(receiver, make_client):
    manifest = manifest_of(FILES)
    proxy, client = spoiled(receiver, make_client, Fault("PATCH", drop_reply=True))

    with proxy:
        receipt = deliver(client(), manifest, FILES, str(uuid.uuid4()))

    sent = sum(entry.body_bytes for entry in proxy.log if entry.method == "PATCH")
    assert_delivered_once(receiver, manifest, receipt)
    assert sent == len(FILES["f1"])


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (raw_reply(500), ServerBusy),
        (raw_reply(503), ServerBusy),
        (raw_reply(429), ServerBusy),
        (raw_reply(401), AuthRefused),
        (raw_reply(400), Rejected),
        (raw_reply(403), Rejected),
        (raw_reply(413), Rejected),
        (raw_reply(415), Rejected),
        (raw_reply(422), Rejected),
        (raw_reply(404), RemoteGone),
        (raw_reply(200, "<html>Đăng nhập Wi-Fi</html>"), LinkDown),
        (raw_reply(302, extra="Location: http://wifi.example/login\r\n"), LinkDown),
        (raw_reply(307, extra="Location: https://127.0.0.1/\r\n"), LinkDown),
        (raw_reply(511), LinkDown),
        (raw_reply(407), ProxyRefused),
        (raw_reply(204), LinkDown),
        (raw_reply(201, "{", "application/json"), ServerBusy),
        (raw_reply(201, "[]", "application/json"), ServerBusy),
        (raw_reply(201, "{}", "application/json"), DigestMismatch),
        (b"HTTP/1.1 201 X\r\nContent-Length: 10\r\n\r\nabc", Ambiguous),
        (b"khong phai HTTP\r\n\r\n", Ambiguous),
        (b"", Ambiguous),
    ],
    ids=lambda value: value[:24].decode() if isinstance(value, bytes) else None,
)
def test_reply_to_create_is_mapped_to_its_class(receiver, make_client, reply, expected):
    manifest = manifest_of(FILES)
    fault = Fault("POST", answer=reply) if reply else Fault("POST", cut_up=-1)
    proxy, client = spoiled(receiver, make_client, fault)

    with proxy, pytest.raises(DeliveryError) as caught:
        client().begin(manifest, str(uuid.uuid4()))

    assert type(caught.value) is expected
    assert at_server(receiver, manifest.client_ref) == []


@pytest.mark.parametrize("status", [410, 404])
def test_upload_expired_or_unknown_is_gone_and_a_repeat_heals(receiver, make_client, status):
    manifest = manifest_of(FILES)
    proxy, client = spoiled(receiver, make_client, Fault("PATCH", answer=raw_reply(status)))

    with proxy:
        receipt, failures = deliver_stubbornly(client(), manifest, FILES, str(uuid.uuid4()))

    assert [type(failure) for failure in failures] == [RemoteGone]
    assert_delivered_once(receiver, manifest, receipt)


@pytest.mark.parametrize("status", [409, 423])
def test_conflict_on_a_chunk_asks_for_the_offset(receiver, make_client, status):
    manifest = manifest_of(FILES)
    fault = Fault("PATCH", nth=2, rewrite=raw_reply(status))
    proxy, client = spoiled(receiver, make_client, fault)

    with proxy:
        receipt = deliver(client(), manifest, FILES, str(uuid.uuid4()))

    assert proxy.count("HEAD") == 2
    assert_delivered_once(receiver, manifest, receipt)


def test_conflict_without_any_progress_is_busy_not_an_endless_loop(receiver, make_client):
    manifest = manifest_of(FILES)
    fault = Fault("PATCH", nth=0, answer=raw_reply(423))
    proxy, client = spoiled(receiver, make_client, fault)

    with proxy, pytest.raises(ServerBusy):
        deliver(client(), manifest, FILES, str(uuid.uuid4()))


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (raw_reply(460), DigestMismatch),
        (raw_reply(413), Rejected),
        (raw_reply(204), LinkDown),
        (raw_reply(200, "<html></html>"), LinkDown),
        (raw_reply(204, extra="Tus-Resumable: 1.0.0\r\n"), ServerBusy),
        (raw_reply(204, extra="Tus-Resumable: 1.0.0\r\nUpload-Offset: -1\r\n"), ServerBusy),
        (raw_reply(204, extra="Tus-Resumable: 1.0.0\r\nUpload-Offset: 99999999\r\n"), ServerBusy),
    ],
)
def test_reply_to_a_chunk_is_mapped_to_its_class(receiver, make_client, reply, expected):
    manifest = manifest_of(FILES)
    proxy, client = spoiled(receiver, make_client, Fault("PATCH", answer=reply))

    with proxy, pytest.raises(DeliveryError) as caught:
        deliver(client(), manifest, FILES, str(uuid.uuid4()))

    assert type(caught.value) is expected


def test_commit_still_processing_is_busy(receiver, make_client):
    manifest = manifest_of(FILES)
    answer = raw_reply(202, "{}", "application/json", "Retry-After: 7\r\n")
    proxy, client = spoiled(receiver, make_client, Fault("POST", "/commit$", answer=answer))

    with proxy, pytest.raises(ServerBusy):
        deliver(client(), manifest, FILES, str(uuid.uuid4()))


def test_busy_server_states_how_long_to_wait(receiver, make_client):
    answer = raw_reply(503, '{"title": "Đang bảo trì"}', PROBLEM, "Retry-After: 120\r\n")
    proxy, client = spoiled(receiver, make_client, Fault("POST", answer=answer))

    with proxy, pytest.raises(ServerBusy, match="Đang bảo trì") as caught:
        client().begin(manifest_of(FILES), "k")

    assert caught.value.retry_after_s == 120.0


def test_silent_server_is_busy_for_questions_and_ambiguous_for_changes(receiver, make_client):
    manifest = manifest_of(FILES)
    faults = [Fault("HEAD", stall=True), Fault("POST", stall=True, nth=2)]
    proxy, client = spoiled(
        receiver, make_client, *faults, timeouts=Timeouts(connect_s=5, stall_s=0.5, reply_s=5)
    )

    with proxy:
        impatient = client()
        remote = impatient.begin(manifest, "stall-" + manifest.client_ref)
        with pytest.raises(ServerBusy):
            impatient.resume_point(remote.uploads["f1"])
        with pytest.raises(Ambiguous):
            impatient.begin(manifest, "stall-" + manifest.client_ref)


def test_redirect_on_the_same_host_is_followed(receiver, make_client):
    manifest = manifest_of(FILES)
    moved = raw_reply(307, extra="Location: /v1/dossiers\r\n")
    proxy, client = spoiled(receiver, make_client, Fault("POST", answer=moved))

    with proxy:
        receipt = deliver(client(), manifest, FILES, str(uuid.uuid4()))

    assert_delivered_once(receiver, manifest, receipt)


def test_redirects_in_a_circle_end(receiver, make_client):
    moved = raw_reply(307, extra="Location: /v1/dossiers\r\n")
    proxy, client = spoiled(receiver, make_client, Fault("POST", nth=0, answer=moved))

    with proxy, pytest.raises(LinkDown):
        client().begin(manifest_of(FILES), "k")


def test_upload_address_on_another_host_is_never_used(receiver, make_client):
    manifest = manifest_of(FILES)
    upload = {"file": "f1", "url": "https://kho.example/1"}
    body = json.dumps({"id": "x", "manifest_sha256": manifest.digest(), "uploads": [upload]})
    answer = raw_reply(201, body, "application/json")
    proxy, client = spoiled(receiver, make_client, Fault("POST", answer=answer))

    with proxy, pytest.raises(Rejected, match="another host"):
        client().begin(manifest, "k")


def test_receipt_that_is_no_jws_is_refused(receiver, make_client):
    manifest = manifest_of(FILES)
    body = json.dumps({"receipt_jws": "a.b.c", "manifest_sha256": manifest.digest()})
    answer = raw_reply(200, body, "application/json")
    proxy, client = spoiled(receiver, make_client, Fault("POST", "/commit$", answer=answer))

    with proxy, pytest.raises(DeliveryError) as caught:
        deliver(client(), manifest, FILES, str(uuid.uuid4()))

    assert caught.value.code == "delivery.receipt_invalid"


def test_receipt_with_a_false_digest_echo_is_refused(receiver, make_client):
    manifest = manifest_of(FILES)
    body = json.dumps({"receipt_jws": "a.b.c", "manifest_sha256": "0" * 64})
    answer = raw_reply(200, body, "application/json")
    proxy, client = spoiled(receiver, make_client, Fault("POST", "/commit$", answer=answer))

    with proxy, pytest.raises(DeliveryError, match="another manifest"):
        deliver(client(), manifest, FILES, str(uuid.uuid4()))


def test_nobody_listening_is_link_down(make_client):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    client = make_client(f"http://127.0.0.1:{port}")

    with pytest.raises(LinkDown):
        client.begin(manifest_of(FILES), "k")

    assert not client.reachable()


def test_captive_portal_is_not_reachable(receiver, make_client):
    portal = raw_reply(200, "<html>Đăng nhập</html>")
    proxy, client = spoiled(receiver, make_client, Fault("GET", nth=0, answer=portal))

    with proxy:
        reachable = client().reachable()

    assert not reachable
