"""Who may talk on the line: tokens that are renewed, certificates of the station, proxies."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from app.province.endpoint import (
    Proxy,
    UnusableAddress,
    UnusableIdentity,
    prove_identity,
    trust,
    usable_proxy,
)
from app.province.errors import AuthRefused, DeliveryError, LinkDown, NotConfigured, ProxyRefused
from app.province.pinning import LineSecurity
from app.province.route import local_address
from app.province.tokens import FileToken
from app.province.wire import Timeouts, Wire
from tests.fakes.fault_proxy import Fault, FaultProxy, raw_reply
from tests.province.test_intake_tls import self_signed
from tests.receiver.receiver_process import ReceiverProcess

QUICK = Timeouts(connect_s=5.0, stall_s=5.0, reply_s=5.0)
UNAUTHORIZED = raw_reply(401, "{}", "application/problem+json")


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    file = tmp_path / "token"
    file.write_text("first\n")
    return file


def wire_to(url: str, **options: object) -> Wire:
    options = {"token": "", "tls": None, **options}
    return Wire(url, timeouts=QUICK, **options)  # type: ignore[arg-type]  # passed through


def test_token_that_was_replaced_is_used_without_a_word(
    receiver: ReceiverProcess, token_file: Path
) -> None:
    with FaultProxy(receiver.port, [Fault("GET", nth=1, answer=UNAUTHORIZED)]) as proxy:
        wire = wire_to(proxy.url, token=FileToken(token_file))
        token_file.write_text("second")
        reply = wire.ask("GET", "/healthz")
        wire.close()

    assert reply.status == 204
    assert len(proxy.log) == 2


def test_token_that_stays_the_same_is_tried_once(
    receiver: ReceiverProcess, token_file: Path
) -> None:
    with FaultProxy(receiver.port, [Fault("GET", nth=0, answer=UNAUTHORIZED)]) as proxy:
        wire = wire_to(proxy.url, token=FileToken(token_file))
        with pytest.raises(AuthRefused):
            wire.ask("GET", "/healthz")
        wire.close()

    assert len(proxy.log) == 1


@pytest.mark.parametrize("text", ["", "\n", "two words", "x" * 20_000])
def test_file_that_holds_no_token_is_not_configured(token_file: Path, text: str) -> None:
    token_file.write_text(text)

    with pytest.raises(NotConfigured):
        FileToken(token_file)


def test_clock_of_the_server_is_compared(receiver: ReceiverProcess) -> None:
    late = raw_reply(204, extra="Date: Sun, 22 Nov 2026 02:00:00 GMT\r\n")
    with FaultProxy(receiver.port, [Fault("GET", nth=2, answer=late)]) as proxy:
        wire = wire_to(proxy.url)
        wire.ask("GET", "/healthz")
        near = wire.clock_offset_s
        wire.ask("GET", "/healthz")
        far = wire.clock_offset_s
        wire.close()

    then = datetime(2026, 11, 22, 2, tzinfo=UTC).timestamp()
    assert abs(near) < 60
    assert abs(far - (then - datetime.now(UTC).timestamp())) < 60


def test_proxy_that_wants_a_login_says_so(receiver: ReceiverProcess) -> None:
    wanted = raw_reply(407, extra="Proxy-Authenticate: Basic realm=x\r\n")
    with FaultProxy(receiver.port, [Fault(nth=0, answer=wanted)]) as proxy:
        wire = wire_to("https://kho.example", proxy=Proxy(proxy.url))
        with pytest.raises(ProxyRefused):
            wire.ask("GET", "/healthz")
        wire.close()

    assert [entry.method for entry in proxy.log] == ["CONNECT"]


def test_proxy_that_does_not_connect_is_link_down(receiver: ReceiverProcess) -> None:
    with FaultProxy(receiver.port, [Fault(nth=0, answer=raw_reply(502))]) as proxy:
        wire = wire_to("https://kho.example", proxy=Proxy(proxy.url, "tram:mật-khẩu"))
        with pytest.raises(LinkDown):
            wire.ask("GET", "/healthz")
        wire.close()


def test_proxy_is_never_asked_for_this_machine(receiver: ReceiverProcess) -> None:
    with FaultProxy(receiver.port, []) as proxy:
        wire = wire_to(receiver.url, proxy=Proxy(proxy.url))
        reply = wire.ask("GET", "/healthz")
        wire.close()

    assert reply.status == 204
    assert proxy.log == []


@pytest.mark.parametrize(
    "proxy",
    [Proxy("socks5://a"), Proxy("http://a:b@c"), Proxy("http://"), Proxy("http://c", "no-colon")],
)
def test_proxy_that_cannot_be_used_is_refused_without_its_password(proxy: Proxy) -> None:
    with pytest.raises(UnusableAddress):
        usable_proxy(proxy)

    assert "no-colon" not in repr(proxy)


def station_certificate(folder: Path, password: str, *, kind: str) -> tuple[Path, Path]:
    """The station's certificate with key, and the same certificate alone, to be trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tram-1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(9)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(True, None), critical=True)
        .sign(key, hashes.SHA256())
    )
    shut = BestAvailableEncryption(password.encode())
    file, public = folder / "tram.id", folder / "tram.pem"
    if kind == "p12":
        file.write_bytes(pkcs12.serialize_key_and_certificates(b"t", key, certificate, None, shut))
    else:
        own = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, shut)
        file.write_bytes(own + certificate.public_bytes(Encoding.PEM))
    public.write_bytes(certificate.public_bytes(Encoding.PEM))
    return file, public


@pytest.mark.parametrize("kind", ["p12", "pem"])
def test_server_that_wants_a_certificate_gets_that_of_the_station(
    receiver: ReceiverProcess, tmp_path: Path, kind: str
) -> None:
    file, public = station_certificate(tmp_path, "mật khẩu", kind=kind)
    pem = self_signed(tmp_path)
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(pem)
    shown.verify_mode = ssl.CERT_REQUIRED
    shown.load_verify_locations(public)
    security = LineSecurity(str(pem), str(file), "mật khẩu")
    with FaultProxy(receiver.port, tls=shown) as proxy:
        with_it = wire_to(proxy.url, tls=security.context())
        without = wire_to(proxy.url, tls=LineSecurity(str(pem)).context())
        reply = with_it.ask("GET", "/healthz")
        with pytest.raises(DeliveryError) as refused:
            without.ask("GET", "/healthz")
        with_it.close()
        without.close()

    assert reply.status == 204
    assert refused.value.code in {"delivery.tls", "delivery.server_busy"}


@pytest.mark.parametrize("kind", ["p12", "pem"])
def test_certificate_of_the_station_with_a_wrong_password_is_not_configured(
    tmp_path: Path, kind: str
) -> None:
    file, _ = station_certificate(tmp_path, "đúng", kind=kind)

    with pytest.raises(NotConfigured):
        LineSecurity("", str(file), "sai").context()


def test_certificate_files_that_are_missing_or_none_are_refused(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    nothing.write_bytes(b"nothing")

    for file in (nothing, tmp_path / "missing"):
        with pytest.raises(UnusableIdentity):
            prove_identity(trust(), file)
        with pytest.raises(UnusableIdentity):
            trust(str(file))


def test_trust_is_nothing_older_than_tls_1_2() -> None:
    assert trust().minimum_version is ssl.TLSVersion.TLSv1_2
    assert trust().check_hostname


def test_local_address_of_this_machine_is_itself() -> None:
    assert local_address("127.0.0.1") == "127.0.0.1"
    assert isinstance(local_address("kho.example"), str)
