"""Results over the intake contract, against a real receiver process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.province.base import MAX_RESULT_BYTES, RemoteResult
from app.province.errors import (
    Ambiguous,
    LinkDown,
    NotConfigured,
    RemoteGone,
    ResultChanged,
    ResultDamaged,
    ResultTaken,
    ResultTooLarge,
    ServerBusy,
)
from app.province.offline import OfflineOnly
from app.province.pinning import PinnedIntake
from tests.fakes.loopback_web import LoopbackWeb, QuietHandler
from tests.province.conftest import MakeClient
from tests.receiver.receiver_process import ReceiverProcess

Offer = Callable[..., Path]
AGENCY = "H26"


@pytest.fixture
def offer(own_receiver: ReceiverProcess) -> Offer:
    """Put a file where the receiver looks for results."""

    def put(name: str, data: bytes = b"%PDF-1.7 a result") -> Path:
        path = own_receiver.data / "results" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return put


@pytest.fixture
def chaos(own_receiver: ReceiverProcess, tmp_path: Path) -> Callable[..., None]:
    """Faults for the receiver, before it starts."""

    def arm(path_regex: str, **action: object) -> None:
        rules = [{"match": {"path_regex": path_regex, "nth": 1}, "action": action}]
        file = tmp_path / "chaos.json"
        file.write_text(json.dumps(rules))
        own_receiver.arguments = ["--chaos", str(file)]

    return arm


def test_waiting_results_of_this_agency_are_listed_oldest_first(
    own_receiver: ReceiverProcess, offer: Offer, make_client: MakeClient
) -> None:
    client = make_client(own_receiver.start().url)
    offer("H26/b H26.12-261008-0001 quyết định.pdf", b"%PDF-1.7 first")
    first = client.waiting_results(AGENCY)
    offer("a.pdf", b"%PDF-1.7 second")
    offer("H99/c.pdf")

    listed = client.waiting_results(AGENCY)

    assert [each.name for each in first.results] == ["b H26.12-261008-0001 quyết định.pdf"]
    assert [each.dossier_code for each in listed.results] == ["H26.12-261008-0001", ""]
    assert [client.fetch_result(each) for each in listed.results] == [
        b"%PDF-1.7 first",
        b"%PDF-1.7 second",
    ]


def test_waiting_results_unchanged_list_is_not_sent_again(
    own_receiver: ReceiverProcess, offer: Offer, make_client: MakeClient
) -> None:
    client = make_client(own_receiver.start().url)
    offer("a.pdf")
    first = client.waiting_results(AGENCY)

    same = client.waiting_results(AGENCY, first.etag)
    offer("b.pdf")
    other = client.waiting_results(AGENCY, first.etag)

    assert first.etag
    assert same.is_unchanged
    assert (other.is_unchanged, len(other.results)) == (False, 2)


def test_waiting_results_of_several_pages_come_whole(
    own_receiver: ReceiverProcess, offer: Offer, make_client: MakeClient
) -> None:
    client = make_client(own_receiver.start().url)
    for number in range(130):
        offer(f"{number:03}.pdf", f"%PDF-1.7 {number}".encode())

    listed = client.waiting_results(AGENCY)

    assert [each.name for each in listed.results] == [f"{number:03}.pdf" for number in range(130)]


@pytest.mark.parametrize("kept", [0, 70_000])
def test_fetch_result_over_a_cut_line_goes_on_where_it_broke_off(
    own_receiver: ReceiverProcess,
    offer: Offer,
    chaos: Callable[..., None],
    make_client: MakeClient,
    kept: int,
) -> None:
    data = b"%PDF-1.7 " + bytes(range(251)) * 2000
    chaos("/file$", cut_reply_after_bytes=kept)
    offer("a.pdf", data)
    client = make_client(own_receiver.start().url)
    (result,) = client.waiting_results(AGENCY).results

    if kept:
        fetched = client.fetch_result(result)
    else:
        with pytest.raises(ServerBusy):
            client.fetch_result(result)
        fetched = client.fetch_result(result)

    assert fetched == data


def test_fetch_result_with_other_bytes_than_announced_is_refused(
    own_receiver: ReceiverProcess, offer: Offer, make_client: MakeClient
) -> None:
    offer("a.pdf", b"%PDF-1.7 promised")
    client = make_client(own_receiver.start().url)
    (result,) = client.waiting_results(AGENCY).results
    offer("a.pdf", b"%PDF-1.7 somebody")

    with pytest.raises(ResultDamaged):
        client.fetch_result(result)


def test_fetch_result_longer_than_announced_is_broken_off(
    own_receiver: ReceiverProcess, offer: Offer, make_client: MakeClient
) -> None:
    offer("a.pdf", b"%PDF-1.7" + b"." * 500_000)
    client = make_client(own_receiver.start().url)
    (result,) = client.waiting_results(AGENCY).results

    with pytest.raises(ResultDamaged):
        client.fetch_result(replace(result, size=1000))


def test_fetch_result_replaced_since_it_was_listed_is_refused(
    own_receiver: ReceiverProcess, offer: Offer, make_client: MakeClient
) -> None:
    offer("a.pdf", b"%PDF-1.7 promised")
    client = make_client(own_receiver.start().url)
    (old,) = client.waiting_results(AGENCY).results
    offer("a.pdf", b"%PDF-1.7 something else")
    (new,) = client.waiting_results(AGENCY).results

    with pytest.raises(ResultDamaged):
        client.fetch_result(old)

    assert client.fetch_result(new) == b"%PDF-1.7 something else"


def test_fetch_result_too_large_asks_for_nothing(make_client: MakeClient) -> None:
    client = make_client("http://127.0.0.1:9")

    with pytest.raises(ResultTooLarge):
        client.fetch_result(RemoteResult("x", "x.pdf", MAX_RESULT_BYTES + 1, "0" * 64))


def test_fetch_result_that_is_gone_says_so(
    own_receiver: ReceiverProcess, offer: Offer, make_client: MakeClient
) -> None:
    path = offer("a.pdf")
    client = make_client(own_receiver.start().url)
    (result,) = client.waiting_results(AGENCY).results
    path.unlink()

    with pytest.raises(RemoteGone):
        client.fetch_result(result)

    assert client.waiting_results(AGENCY).results == ()


def test_acknowledge_result_may_be_repeated_even_after_a_kill_of_the_server(
    own_receiver: ReceiverProcess, offer: Offer, make_client: MakeClient
) -> None:
    offer("a.pdf")
    client = make_client(own_receiver.start().url)
    (result,) = client.waiting_results(AGENCY).results
    client.acknowledge_result(result, "ref-1")
    own_receiver.kill()
    again = make_client(own_receiver.start().url)

    again.acknowledge_result(result, "ref-1")

    assert again.waiting_results(AGENCY).results == ()
    with pytest.raises(ResultTaken):
        again.acknowledge_result(result, "ref-2")


def test_acknowledge_result_with_a_lost_reply_is_settled_by_a_repeat(
    own_receiver: ReceiverProcess,
    offer: Offer,
    chaos: Callable[..., None],
    make_client: MakeClient,
) -> None:
    chaos("/taken$", drop_reply=True)
    offer("a.pdf")
    client = make_client(own_receiver.start().url)
    (result,) = client.waiting_results(AGENCY).results
    with pytest.raises(Ambiguous):
        client.acknowledge_result(result, "ref-1")

    client.acknowledge_result(result, "ref-1")

    assert client.waiting_results(AGENCY).results == ()


def test_acknowledge_result_that_was_replaced_is_told_and_listed_again(
    own_receiver: ReceiverProcess, offer: Offer, make_client: MakeClient
) -> None:
    offer("a.pdf", b"%PDF-1.7 one")
    offer("b.pdf", b"%PDF-1.7 two")
    client = make_client(own_receiver.start().url)
    first, second = client.waiting_results(AGENCY).results
    client.acknowledge_result(first, "ref-1")
    offer("a.pdf", b"%PDF-1.7 one changed")
    offer("b.pdf", b"%PDF-1.7 two changed")

    with pytest.raises(ResultChanged):
        client.acknowledge_result(second, "ref-2")

    listed = {each.id: each.sha256 for each in client.waiting_results(AGENCY).results}
    assert listed.keys() == {first.id, second.id}
    assert listed[first.id] != first.sha256


class OlderSystem(QuietHandler):
    """Knows nothing of results."""

    def do_GET(self) -> None:
        self.send_error(404)


def test_results_of_a_system_that_offers_none_are_none(make_client: MakeClient) -> None:
    with LoopbackWeb(OlderSystem) as web:
        listed = make_client(web.url).waiting_results(AGENCY)

    assert listed.results == ()


class OddSizes(QuietHandler):
    """Lists one result with a size, and others with what JSON may have in its place."""

    def do_GET(self) -> None:
        sizes = (True, False, 1.0, "17", None, 0, -1, 17)
        entries = [
            {"id": f"r-{number}", "name": "a.pdf", "size": size, "sha256": "0" * 64}
            for number, size in enumerate(sizes)
        ]
        body = json.dumps({"results": entries}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.mark.expects_log_warnings
def test_results_with_true_as_a_size_are_left_out_and_hide_no_other(
    make_client: MakeClient,
) -> None:
    with LoopbackWeb(OddSizes) as web:
        listed = make_client(web.url).waiting_results(AGENCY)

    assert [(each.id, each.size) for each in listed.results] == [("r-7", 17)]


def test_results_without_a_line_are_a_dead_line(make_client: MakeClient) -> None:
    with pytest.raises(LinkDown):
        make_client("http://127.0.0.1:9").waiting_results(AGENCY)


def test_results_of_a_station_that_works_offline_are_refused_by_name() -> None:
    with pytest.raises(NotConfigured):
        OfflineOnly().waiting_results(AGENCY)


def test_results_go_through_the_client_with_pinned_keys(
    own_receiver: ReceiverProcess, offer: Offer, tmp_path: Path
) -> None:
    offer("a.pdf", b"%PDF-1.7 one")
    client = PinnedIntake(own_receiver.start().url, keys_file=tmp_path / "keys.json")
    (result,) = client.waiting_results(AGENCY).results

    fetched = client.fetch_result(result)
    client.acknowledge_result(result, "ref-1")
    left = client.waiting_results(AGENCY).results
    client.close()

    assert (fetched, left) == (b"%PDF-1.7 one", ())
