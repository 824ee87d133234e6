from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from zeroconf import ServiceInfo, Zeroconf

from app.scanning.escl import label_of, merged
from app.scanning.escl_address import usable_root
from app.scanning.escl_discovery import (
    ENCRYPTED_SERVICE,
    PLAIN_SERVICE,
    announced_by,
    browse,
)
from tests.fakes.escl_server import UUID

LOOPBACK = "127.0.0.1"


def service(kind: str, port: int, **texts: str | bytes) -> ServiceInfo:
    return ServiceInfo(
        kind,
        f"May quet.{kind}",
        addresses=[socket.inet_aton(LOOPBACK)],
        port=port,
        properties=texts,
        server="may-quet.local.",
    )


@pytest.fixture
def announced() -> Iterator[None]:
    texts = {"ty": "Hãng Thử ES-1", "rs": "eSCL", "note": "Quầy 3", "UUID": UUID}
    with Zeroconf(interfaces=[LOOPBACK]) as zeroconf:
        zeroconf.register_service(service(PLAIN_SERVICE, 8080, **texts))
        zeroconf.register_service(service(ENCRYPTED_SERVICE, 8443, **texts))
        yield


@pytest.mark.usefixtures("announced")
def test_browse_finds_both_services_of_a_scanner() -> None:
    found = browse(20.0, [LOOPBACK], lambda count: count >= 2)

    assert {(each.url, each.model, each.note, each.uuid) for each in found} == {
        (f"http://{LOOPBACK}:8080/eSCL", "Hãng Thử ES-1", "Quầy 3", UUID),
        (f"https://{LOOPBACK}:8443/eSCL", "Hãng Thử ES-1", "Quầy 3", UUID),
    }


# zeroconf leaves a socket open when an interface fails; our process ends after one request.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.expects_log_warnings
def test_browse_without_network_finds_nothing() -> None:
    assert browse(0.1, ["192.0.2.99"]) == []


@given(
    st.dictionaries(
        st.sampled_from(["ty", "rs", "note", "UUID", "adminurl"]), st.binary(max_size=250)
    )
)
@example({"ty": "\u05eb".encode()})  # a place where no letter is
def test_announced_by_anything_is_bounded_text(texts: dict[str, bytes]) -> None:
    for each in announced_by(service(PLAIN_SERVICE, 8080, **texts)):
        assert usable_root(each.url).hostname == LOOPBACK
        assert max(map(len, (each.model, each.note, each.admin_url))) <= 120
        assert (each.model + each.note).isprintable()


def test_merged_cable_and_network_are_one_machine() -> None:
    row = {"model": "ES-1", "note": "", "uuid": UUID}
    rows = [
        {**row, "url": "http://127.0.0.1:60000/eSCL"},
        {**row, "url": "http://192.0.2.7/eSCL", "note": "Quầy 3"},
        {"url": "http://192.0.2.7/eSCL", "model": "", "note": "", "uuid": ""},
    ]

    found = merged(rows)

    assert [(each.key, each.urls) for each in found] == [
        (UUID, ("http://127.0.0.1:60000/eSCL", "http://192.0.2.7/eSCL"))
    ]
    assert label_of(found[0]) == "ES-1 (Quầy 3)"
