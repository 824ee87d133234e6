"""How services of authorities are reached: plain values, for any process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from signing.errors import BadRequest

_SCHEMA = "sohoa.service-hosts/1"
_MAX_FILE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Reach:
    """How OCSP, CRL and certificate addresses are reached, and what is kept of the answers.

    Attributes:
        hosts: Names of hosts as certificates have them, each with the one to ask instead.
        proxy: Address of an HTTP proxy; empty goes straight.
        direct_hosts: Hosts that are reached without the proxy.
        kept: Folder for answers until their time is over; None keeps nothing. What lies there
            is public and is proved again whenever it is used.
        fresh_for: How long a kept answer is used without asking again; after that it still
            serves when nobody answers, until its own time is over.
        most_bytes: Longest answer taken.
        most_requests: Requests for one chain at most: addresses come from certificates, and
            those may be hostile.
    """

    hosts: tuple[tuple[str, str], ...] = ()
    proxy: str = ""
    direct_hosts: tuple[str, ...] = ()
    kept: Path | None = None
    fresh_for: timedelta = timedelta(hours=1)
    most_bytes: int = 1024 * 1024
    most_requests: int = 40

    @staticmethod
    def of_environment(environment: Mapping[str, str]) -> Reach:
        """Take proxies the way programs on a server are told about them.

        Args:
            environment: Variables; only `http_proxy`, `https_proxy` and `no_proxy` are read,
                in small letters first.
        """

        def value(name: str) -> str:
            return environment.get(name) or environment.get(name.upper()) or ""

        direct = (part.strip().lstrip(".").lower() for part in value("no_proxy").split(","))
        return Reach(
            proxy=value("http_proxy") or value("https_proxy"),
            direct_hosts=tuple(part for part in direct if part),
        )

    def address(self, url: str) -> str:
        """Give the address that is really asked.

        Raises:
            BadRequest: Not http or https, or with a name and password in it.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise BadRequest("an address that cannot be read") from error
        if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
            raise BadRequest("an address of another kind")
        real = dict(self.hosts).get(host.lower(), host)
        netloc = real if port is None else f"{real}:{port}"
        if ":" in real:
            netloc = f"[{real}]" if port is None else f"[{real}]:{port}"
        return urlunsplit((parts.scheme, netloc, parts.path, parts.query, ""))

    def proxy_for(self, url: str) -> str | None:
        """Give the proxy for an address; None goes straight."""
        host = (urlsplit(url).hostname or "").lower()
        named = any(host == one or host.endswith(f".{one}") for one in self.direct_hosts)
        return None if named or not self.proxy or "*" in self.direct_hosts else self.proxy


def load_hosts(file: Path, now: datetime) -> tuple[tuple[str, str], ...]:
    """Read the table of hosts to ask instead of those that certificates name.

    Args:
        file: JSON, see `resources/trust/hosts.json`.
        now: Entries whose time has not begun or is over are left out.

    Raises:
        BadRequest: The file cannot be read.
    """
    try:
        if file.stat().st_size > _MAX_FILE_BYTES:
            raise BadRequest("the table of hosts is too large")
        content = json.loads(file.read_text("utf-8"))
        if content["schema"] != _SCHEMA:
            raise BadRequest("the table of hosts is of another kind")
        today = now.date().isoformat()
        return tuple(
            (str(one["from"]).lower(), str(one["to"]).lower())
            for one in content["hosts"]
            if one["valid_from"] <= today and today <= (one["valid_to"] or today)
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadRequest("the table of hosts cannot be read") from error
