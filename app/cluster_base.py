"""What is known of a cluster without its engine: addresses, certificates, errors.

JobError
└── ClusterError             see below; a station that meets one goes on by itself
    ├── ClusterNotInstalled  the extra `cluster` is not installed on this machine
    ├── ClusterAddressWrong  no address of a scheduler, or one that would go in the clear
    ├── ClusterKeysWrong     certificate, key or authority cannot be used
    ├── ClusterUnreachable   no scheduler answers
    ├── ClusterEmpty         the scheduler has no workers
    └── ClusterDiffers       a worker has another program or other models
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable
from urllib.parse import SplitResult, urlsplit

from app.errors import Advice, JobError, StationError

DEFAULT_PORT = 8786
MOST_AT_ONCE = 64
"""Pages that a station has on the way at the same time, unless its settings say otherwise."""


class ClusterError(JobError):
    """Root of the errors of a cluster."""

    code = "cluster.error"
    advice = Advice.RETRY_LATER


class ClusterNotInstalled(ClusterError):
    """`distributed` is not installed; see the extra `cluster` of the package."""

    code = "cluster.not_installed"
    advice = Advice.USER_ACTION


class ClusterAddressWrong(ClusterError):
    """The address cannot be taken: no scheme, no host, or no encryption off this machine."""

    code = "cluster.address"
    advice = Advice.USER_ACTION


class ClusterKeysWrong(ClusterError):
    """The certificate, its key or the authority is missing or cannot be read."""

    code = "cluster.keys"
    advice = Advice.USER_ACTION


class ClusterUnreachable(ClusterError):
    """No scheduler answers at the address."""

    code = "cluster.unreachable"


class ClusterEmpty(ClusterError):
    """The scheduler answers, but no worker does."""

    code = "cluster.empty"


class ClusterDiffers(ClusterError):
    """A worker would read differently: another version of the program or of the models."""

    code = "cluster.differs"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class ClusterLine:
    """How a scheduler is reached.

    Attributes:
        address: `tls://HOST:PORT`, or `tcp://` on this machine.
        ca_file: Authority of the cluster and of nothing else, PEM; "" only for `tcp://`.
        cert_file: Certificate of this machine, PEM.
        key_file: Its key, PEM.
        at_once: Pages on the way at the same time.
    """

    address: str
    ca_file: str = ""
    cert_file: str = ""
    key_file: str = ""
    at_once: int = MOST_AT_ONCE

    @property
    def is_encrypted(self) -> bool:
        """Whether the line is encrypted and both sides show certificates."""
        return self.address.startswith("tls://")


@dataclass(frozen=True, slots=True)
class ClusterState:
    """What a station sees of its cluster.

    Attributes:
        trouble: Why work is done on this machine at the moment, None while it is not.
        workers: Machines (processes) that work.
        cores: Jobs they do at the same time.
        at_home: Jobs that were done on this machine instead.
        lost: How often a job was lost with its worker or with the scheduler.
    """

    trouble: StationError | None = None
    workers: int = 0
    cores: int = 0
    at_home: int = 0
    lost: int = 0


@runtime_checkable
class KnowsCluster(Protocol):
    """An executor that works on other machines."""

    def state(self) -> ClusterState:
        """What is seen of the cluster now."""
        ...


def checked_line(line: ClusterLine) -> ClusterLine:
    """The line, if it may be used.

    Raises:
        ClusterAddressWrong: No such address, or plain text to another machine.
        ClusterKeysWrong: A file for TLS is not named or not there.
    """
    parts = _split(line.address)
    if parts.scheme == "tcp":
        if not is_loopback(parts.hostname or ""):
            raise ClusterAddressWrong("tcp:// leaves this machine unencrypted; use tls://")
        return line
    for name, file in (("ca", line.ca_file), ("cert", line.cert_file), ("key", line.key_file)):
        if not file or not Path(file).is_file():
            raise ClusterKeysWrong(f"cluster_{name}_file: not there")
    return line


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise ClusterAddressWrong(str(error)) from error
    if parts.scheme not in ("tls", "tcp") or not parts.hostname or port is None:
        raise ClusterAddressWrong("expected tls://HOST:PORT")
    if parts.path or parts.query or parts.fragment or parts.username:
        raise ClusterAddressWrong("expected tls://HOST:PORT and nothing else")
    return parts


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its name or number alone; nothing is looked up."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
