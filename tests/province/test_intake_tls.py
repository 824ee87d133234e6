"""Certificates: wrong ones stop the delivery, broken lines do not look like wrong ones."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from socket import create_server

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.province.errors import LinkDown, TlsRefused
from tests.receiver.dossier_samples import manifest_of

START = datetime.now(UTC) - timedelta(days=30)


def self_signed(folder: Path, *, days: int = 90, address: str = "127.0.0.1") -> Path:
    """Certificate and key in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "may-chu-thu-nghiem")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(START)
        .not_valid_after(START + timedelta(days=days))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def tls_server(pem: Path | None) -> Iterator[str]:
    """Answers 204 over TLS; without certificate speaks plain text where TLS is expected."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if pem:
        context.load_cert_chain(pem)
    closing = threading.Event()
    listener = create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)

    def serve() -> None:
        while not closing.is_set():
            try:
                plain, _ = listener.accept()
            except TimeoutError:
                continue
            with plain:
                plain.settimeout(5)
                try:
                    if pem is None:
                        plain.recv(1000)
                        plain.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                        continue
                    with context.wrap_socket(plain, server_side=True) as secure:
                        secure.recv(10_000)
                        secure.sendall(
                            b"HTTP/1.1 204 X\r\nDate: Sun, 22 Nov 2026 02:00:00 GMT\r\n"
                            b"Connection: close\r\n\r\n"
                        )
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        closing.set()
        thread.join(10)
        listener.close()


def test_certificate_of_a_trusted_authority_is_reachable(make_client, tmp_path):
    pem = self_signed(tmp_path)
    trust = ssl.create_default_context(cafile=str(pem))

    with tls_server(pem) as url:
        reachable = make_client(url, tls=trust).reachable()

    assert reachable


@pytest.mark.parametrize(
    ("options", "trusted"),
    [({}, False), ({"days": 10}, True), ({"address": "127.0.0.2"}, True)],
    ids=["unknown authority", "expired", "wrong host"],
)
def test_certificate_that_cannot_be_trusted_is_tls_refused(make_client, tmp_path, options, trusted):
    pem = self_signed(tmp_path, **options)
    trust = ssl.create_default_context(cafile=str(pem)) if trusted else None

    with tls_server(pem) as url:
        client = make_client(url, tls=trust)
        with pytest.raises(TlsRefused):
            client.begin(manifest_of({"f1": b"x"}), "k")
        reachable = client.reachable()

    assert not reachable


def test_plain_text_where_tls_is_expected_is_link_down(make_client):
    with tls_server(None) as url, pytest.raises(LinkDown):
        make_client(url).begin(manifest_of({"f1": b"x"}), "k")
