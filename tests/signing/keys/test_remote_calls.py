"""Questions to services: protected, verified, bounded."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from signing.errors import RemoteInsecure, RemoteUnreachable
from signing.keys.remote import RemoteRules
from signing.keys.remote_calls import Service, check_protected, is_local
from tests.fakes.server_identity import certificate_of, server_identity
from tests.fakes.signing_services import Fields, JsonService, Reply


class Echo(JsonService):
    """Says what it was asked."""

    def reply(self, path: str, body: Fields) -> Reply:
        return 200, {"path": path, "body": body}


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return server_identity(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def service(identity: Path) -> Iterator[Echo]:
    running = Echo()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity)
    running.protect(context)
    with running:
        yield running


def rules_with(roots: str) -> RemoteRules:
    return RemoteRules(
        now=lambda: datetime.now(UTC), new_id=lambda: "1", timeout_s=5.0, tls_roots=roots
    )


def test_service_with_a_known_certificate_is_asked(service: Echo, identity: Path) -> None:
    answer = Service(service.url, rules_with(certificate_of(identity))).post("/hoi", {"a": "b"})

    assert answer.part("body") == {"a": "b"}


def test_service_with_an_unknown_certificate_gets_no_secret(service: Echo) -> None:
    with pytest.raises(RemoteInsecure):
        Service(service.url, rules_with("")).post("/hoi", {"sp_password": "bí mật"})

    assert not service.asked


def test_service_that_is_slow_is_unreachable(identity: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        rules = RemoteRules(now=lambda: datetime.now(UTC), new_id=lambda: "1", timeout_s=0.2)

        with pytest.raises(RemoteUnreachable) as caught:
            Service(url, rules).post("/hoi", {})

    assert caught.value.sent


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:1", True),
        ("http://[::1]:1", True),
        ("ws://localhost", True),
        ("http://127.0.0.1.example", False),
        ("http://10.0.0.1", False),
        ("http://ky-so.example", False),
    ],
)
def test_open_connections_are_for_this_machine_only(url: str, local: bool) -> None:
    assert is_local(url) is local
    if local:
        check_protected(url)
    else:
        with pytest.raises(RemoteInsecure):
            check_protected(url)
    check_protected(url.replace("http:", "https:").replace("ws:", "wss:"))
