"""The address of a system of the province: what is taken, whom the line trusts, who we are.

Papers travel over these lines, so plain http is for this machine alone.
"""

from __future__ import annotations

import os
import secrets
import ssl
import sys
import tempfile
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import httpx
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates


class UnusableAddress(ValueError):
    """The address is none, or would send papers in clear."""


class UnusableIdentity(ValueError):
    """A file with certificates or keys cannot be used."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy of the network.

    Attributes:
        url: Its address, http or https; "" for what the operating system says.
        login: `NAME:PASSWORD`, "" for none.
    """

    url: str = ""
    login: str = ""

    def __repr__(self) -> str:
        """Without the password."""
        return f"Proxy({self.url!r})"


def usable_address(text: str) -> httpx.URL:
    """The address of a system.

    Raises:
        UnusableAddress: Not http or https, without a host, with a name or password inside, or
            plain http to another machine.
    """
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, TypeError) as error:
        raise UnusableAddress("no address") from error
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        raise UnusableAddress("no address")
    if url.scheme == "http" and not is_loopback(url.host):
        raise UnusableAddress("plain http is for this machine only")
    return url


def usable_proxy(proxy: Proxy) -> httpx.Proxy:
    """A proxy as the line wants it.

    Raises:
        UnusableAddress: Not http or https, or with a name or password inside.
    """
    try:
        url = httpx.URL(proxy.url)
    except (httpx.InvalidURL, TypeError) as error:
        raise UnusableAddress("no address") from error
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        raise UnusableAddress("no address of a proxy")
    name, colon, password = proxy.login.partition(":")
    if not proxy.login:
        return httpx.Proxy(url)
    if not colon or not name:
        raise UnusableAddress("the login of a proxy is NAME:PASSWORD")
    return httpx.Proxy(url, auth=(name, password))


def system_trust(address: httpx.URL) -> ssl.SSLContext:
    """Trust of the operating system; for plain http a context that trusts nobody."""
    if address.scheme == "https":
        return trust()
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def trust(ca_file: str = "") -> ssl.SSLContext:
    """Trust of the operating system, and of one more authority; nothing older than TLS 1.2.

    Args:
        ca_file: Certificates, PEM, "" for the system's alone.

    Raises:
        UnusableIdentity: The file cannot be used.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:
            raise UnusableIdentity(f"authority: {error}") from error
    return context


def prove_identity(context: ssl.SSLContext, file: Path, password: str = "") -> None:
    """Let a context present the certificate of this station (mutual TLS).

    Args:
        context: For connections to the system.
        file: PEM with key and certificates, or PKCS#12.
        password: Of the key, "" for none.

    Raises:
        UnusableIdentity: The file cannot be read, or the password does not open it.

    Source: RFC 8705 (2020), section 2.
    """
    try:
        data = file.read_bytes()
        if b"-----BEGIN" in data:
            context.load_cert_chain(file, password=password)
            return
        pem, secret = _as_pem(data, password)
        with tempfile.TemporaryDirectory(dir=_memory_folder()) as folder:
            copy = Path(folder) / "identity.pem"
            copy.touch(mode=0o600)
            copy.write_bytes(pem)
            context.load_cert_chain(copy, password=secret)
    except UnusableIdentity:
        raise
    except (OSError, ValueError) as error:  # a wrong password of a PEM is an SSLError
        raise UnusableIdentity(f"certificate of the station: {type(error).__name__}") from error


def _as_pem(data: bytes, password: str) -> tuple[bytes, str]:
    """Key and certificates of a PKCS#12 as PEM, the key under a password made for the moment."""
    key, own, others = load_key_and_certificates(data, password.encode("utf-8") or None)
    if key is None or own is None:
        raise UnusableIdentity("certificate of the station: no key in it")
    secret = secrets.token_hex(16)
    shut = BestAvailableEncryption(secret.encode("ascii"))
    parts = [key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, shut)]
    parts += [certificate.public_bytes(Encoding.PEM) for certificate in (own, *others)]
    return b"".join(parts), secret


def _memory_folder() -> str | None:
    shared = "/dev/shm"  # noqa: S108  # memory, in a private folder of its own
    return shared if sys.platform == "linux" and os.access(shared, os.W_OK) else None


def is_loopback(host: str) -> bool:
    """The host is this machine; a proxy of the network is never asked for it."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
