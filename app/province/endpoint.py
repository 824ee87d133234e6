"""The address of a system of the province: what is taken, and whom the line trusts.

Papers travel over these lines, so plain http is for this machine alone.
"""

from __future__ import annotations

import ssl
from ipaddress import ip_address

import httpx


class UnusableAddress(ValueError):
    """The address is none, or would send papers in clear."""


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


def system_trust(address: httpx.URL) -> ssl.SSLContext:
    """Trust of the operating system; for plain http a context that trusts nobody."""
    if address.scheme == "https":
        return ssl.create_default_context()
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def is_loopback(host: str) -> bool:
    """The host is this machine; a proxy of the network is never asked for it."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
