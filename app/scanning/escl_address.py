"""Addresses of eSCL scanners, as people type them and as devices announce them."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

from app.scanning.driver_errors import ScannerMisbehaves, ScannerUnencrypted
from app.scanning.escl_values import name_of

USUAL_PATH = "/eSCL"
_MAX_CHARS = 300
_SCHEMES = ("http", "https")
NEVER_PLAIN, PLAIN_IF_NO_TLS, PLAIN_FALLBACK = "never", "if_no_tls", "fallback"
"""When a scanner may be talked to without encryption."""


def usable_root(text: str) -> SplitResult:
    """Root of a service: "192.0.2.7", "may-quet.local:8080" or a whole URL.

    Raises:
        ScannerMisbehaves: Not an address.
    """
    given = text.strip()
    if not given or len(given) > _MAX_CHARS or not given.isprintable() or " " in given:
        raise ScannerMisbehaves("not an address")
    try:
        parts = urlsplit(given if "://" in given else f"http://{_bracketed(given)}")
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise ScannerMisbehaves("not an address") from error
    if not has_host or parts.scheme not in _SCHEMES or parts.username is not None:
        raise ScannerMisbehaves("not an address")
    path = parts.path.rstrip("/") or ("" if given.endswith("//") else USUAL_PATH)
    return SplitResult(parts.scheme, parts.netloc.lower(), path, "", "")


def _bracketed(text: str) -> str:
    """A bare IPv6 address needs brackets in a URL."""
    try:
        return f"[{text}]" if ipaddress.ip_address(text).version == 6 else text
    except ValueError:
        return text


def service_url(host: str, port: int, path: str, *, is_encrypted: bool) -> str:
    """URL of an announced service; `path` is its TXT record "rs"."""
    inside = f"[{host}]" if ":" in host else host
    root = name_of(path).strip("/")
    return f"{_SCHEMES[is_encrypted]}://{inside}:{port}/{root}"


def is_encrypted(url: str) -> bool:
    """Whether an address is talked to over TLS."""
    return url.startswith("https:")


def is_on_this_machine(url: str) -> bool:
    """Whether a scanner on a USB cable is behind it, offered on loopback."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


def plain_policy(policy: str, pinned_pem: str) -> str:
    """The policy for one scanner.

    One whose certificate was confirmed is never talked to in the clear because somebody announces
    its name that way; where falling back is wished for all scanners, that stays.
    """
    return NEVER_PLAIN if pinned_pem and policy == PLAIN_IF_NO_TLS else policy


def in_order(urls: list[str], policy: str) -> list[str]:
    """Which addresses of a scanner are tried, and in which order.

    The USB cable first, then encrypted ones. What stays on this machine needs no encryption.

    Raises:
        ScannerUnencrypted: The policy leaves none.
    """
    known = list(dict.fromkeys(urls))
    local = [url for url in known if is_on_this_machine(url)]
    far = [url for url in known if url not in local]
    encrypted = [url for url in far if is_encrypted(url)]
    plain = [url for url in far if not is_encrypted(url)]
    allowed = policy == PLAIN_FALLBACK or (policy == PLAIN_IF_NO_TLS and not encrypted)
    chosen = [*sorted(local, key=is_encrypted), *encrypted, *(plain if allowed else [])]
    if known and not chosen:
        raise ScannerUnencrypted("offered without encryption only")
    return chosen
