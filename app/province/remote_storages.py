"""WebDAV, SFTP and S3 through fsspec: how they are opened, and what their errors mean.

The drivers are optional parts of the installation (`webdav`, `sftp`, `s3`), imported when a
station uses them. Name and password stand in a JSON file:

    WebDAV  {"user": "…", "password": "…"}
    SFTP    {"user": "…", "password": "…"} or {"user": "…", "key_file": "…"}, and
            "known_hosts": file with the key of the server, as OpenSSH writes it
    S3      {"key": "…", "secret": "…", "region": "…"}
"""

from __future__ import annotations

import errno
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx

from app.province.endpoint import UnusableAddress, is_loopback, usable_address
from app.province.errors import (
    AuthRefused,
    DeliveryError,
    FolderFull,
    FolderRefused,
    LinkDown,
    NotConfigured,
    ServerBusy,
    TlsRefused,
)
from app.province.remote_folder import Storage, StorageKind
from app.province.tus import tls_failure

_CONNECT_S, _STALL_S = 10.0, 60.0
_SSH_PORT = 22
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SECRET_NAMES = frozenset(
    {"user", "password", "key_file", "known_hosts", "key", "secret", "region"}
)


@dataclass(frozen=True, slots=True)
class Access:
    """Name, password and trust for a storage.

    Attributes:
        secrets: Members of the secret file.
        ca_file: Extra certificate authority, PEM, "" for the system's alone.
    """

    secrets: Mapping[str, str] = field(default_factory=dict)
    ca_file: str = ""

    def need(self, name: str) -> str:
        """A secret that has to be there.

        Raises:
            NotConfigured: It is not.
        """
        value = self.secrets.get(name, "")
        if not value:
            raise NotConfigured(f"the secret file names no {name}")
        return value


def read_access(file: str, ca_file: str = "") -> Access:
    """Read the secret file.

    Raises:
        NotConfigured: It cannot be read, or holds something else.
    """
    if not file:
        return Access(ca_file=ca_file)
    path = Path(file)
    try:
        known = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise NotConfigured(f"{path.name} cannot be read") from error
    if not isinstance(known, dict) or not set(known) <= _SECRET_NAMES:
        raise NotConfigured(f"{path.name}: an object of {', '.join(sorted(_SECRET_NAMES))}")
    if not all(isinstance(value, str) for value in known.values()):
        raise NotConfigured(f"{path.name}: every value is a text")
    return Access(known, ca_file)


def storage_kind(scheme: str, address: str, access: Access) -> StorageKind:
    """The kind of storage that a setting names.

    Args:
        scheme: "webdav", "sftp" or "s3".
        address: `https://host/folder`, `host:port/folder`, or `https://endpoint/bucket/folder`.
        access: Name, password, trust.

    Raises:
        NotConfigured: Unknown scheme or unusable address.
    """
    match scheme:
        case "webdav":
            return _webdav(_web_address(address), access)
        case "sftp":
            return _sftp(address, access)
        case "s3":
            return _s3(_web_address(address), access)
        case _:
            raise NotConfigured(f"no such storage: {scheme}")


def _web_address(address: str) -> httpx.URL:
    try:
        return usable_address(address)
    except UnusableAddress as error:
        raise NotConfigured(f"address of the storage: {error}") from error


def _missing(extra: str, error: ImportError) -> NotConfigured:
    return NotConfigured(f"not installed: the part [{extra}] ({error.name})")


def _webdav(address: httpx.URL, access: Access) -> StorageKind:
    def connect() -> Storage:
        try:
            from webdav4.fsspec import WebdavFileSystem
        except ImportError as error:
            raise _missing("webdav", error) from error
        user = access.secrets.get("user", "")
        files = WebdavFileSystem(
            str(address),
            auth=(user, access.need("password")) if user else None,
            timeout=httpx.Timeout(_STALL_S, connect=_CONNECT_S),
            verify=trust_of(access.ca_file),
            trust_env=not is_loopback(address.host),
            retry=False,
            skip_instance_cache=True,
        )

        def rename(path: str, final: str) -> None:
            files.client.move(path, final, overwrite=True)

        return Storage(files, "", "", rename, files.client.http.close)

    return StorageKind(connect, _judge_web, renames_at_once=True)


def trust_of(ca_file: str) -> ssl.SSLContext:
    """Trust of the operating system and one more authority.

    Raises:
        NotConfigured: The file holds none.
    """
    context = ssl.create_default_context()
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:
            raise NotConfigured(f"{Path(ca_file).name}: no authority") from error
    return context


def _judge_web(error: Exception) -> DeliveryError:
    """Class of failure of a WebDAV error. The statuses come as one attribute or as a class."""
    status = getattr(error, "status_code", 0)
    kind = type(error).__name__
    if status == httpx.codes.UNAUTHORIZED:
        return AuthRefused("HTTP 401")
    if kind == "ForbiddenOperation" or status == httpx.codes.FORBIDDEN:
        return FolderRefused("HTTP 403")
    if kind == "InsufficientStorage" or status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        return FolderFull(f"WebDAV: {kind}")
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError):
        return tls_failure(error) or LinkDown(kind)
    return tls_failure(error) or ServerBusy(f"WebDAV: {kind} {status or ''}".rstrip())


def _sftp(address: str, access: Access) -> StorageKind:
    parts = urlsplit(f"//{address}")
    try:
        host, port = parts.hostname or "", parts.port or _SSH_PORT
    except ValueError as error:
        raise NotConfigured("address of the storage: no port") from error
    root = unquote(parts.path).rstrip("/")
    if not host or not root or parts.username or parts.query or parts.fragment:
        raise NotConfigured("address of the storage: HOST[:PORT]/FOLDER")

    def connect() -> Storage:
        try:
            from fsspec.implementations.sftp import SFTPFileSystem
        except ImportError as error:
            raise _missing("sftp", error) from error
        files = SFTPFileSystem(
            host,
            port=port,
            username=access.need("user"),
            password=access.secrets.get("password"),
            key_filename=access.secrets.get("key_file"),
            host_key_policy=_known_host(host, port, access.need("known_hosts")),
            allow_agent=False,
            look_for_keys=False,
            timeout=_CONNECT_S,
            banner_timeout=_CONNECT_S,
            auth_timeout=_CONNECT_S,
            skip_instance_cache=True,
        )
        files.ftp.get_channel().settimeout(_STALL_S)
        return Storage(files, root, root, files.mv, files.client.close)

    return StorageKind(connect, _judge_ssh, renames_at_once=True)


def _known_host(host: str, port: int, file: str) -> Any:  # Any: a policy of paramiko
    """Trust the server's key that is written down, and no other."""
    import paramiko

    try:
        known = paramiko.HostKeys(file)
    except (OSError, ValueError) as error:
        raise NotConfigured(f"{Path(file).name}: no keys of servers") from error
    name = host if port == _SSH_PORT else f"[{host}]:{port}"

    class Known(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]  # paramiko is untyped
        def missing_host_key(self, _client: Any, _hostname: str, key: Any) -> None:
            if not known.check(name, key):
                raise TlsRefused("the key of the server is not the one that is written down")

    return Known()


def _judge_ssh(error: Exception) -> DeliveryError:
    """Class of failure of an SFTP error."""
    kind = type(error).__name__
    if kind in ("AuthenticationException", "BadAuthenticationType", "PasswordRequiredException"):
        return AuthRefused(kind)
    if isinstance(error, PermissionError):
        return FolderRefused(kind)
    if isinstance(error, OSError) and error.errno in _FULL:
        return FolderFull(kind)
    lost = OSError, EOFError
    if (isinstance(error, lost) and not _is_sftp_failure(error)) or kind.endswith(
        "ConnectionsError"
    ):
        return LinkDown(kind)
    return ServerBusy(kind)


def _is_sftp_failure(error: Exception) -> bool:
    """The server answered "failure" without a reason: paramiko raises a bare OSError."""
    return type(error) is OSError and error.errno is None


def _s3(address: httpx.URL, access: Access) -> StorageKind:
    root = address.path.strip("/")
    if not root:
        raise NotConfigured("address of the storage: https://ENDPOINT/BUCKET[/FOLDER]")
    origin = str(address.copy_with(raw_path=b"/")).rstrip("/")

    def connect() -> Storage:
        try:
            import s3fs
        except ImportError as error:
            raise _missing("s3", error) from error
        region = access.secrets.get("region")
        files = s3fs.S3FileSystem(
            key=access.need("key"),
            secret=access.need("secret"),
            endpoint_url=origin,
            client_kwargs={
                "verify": access.ca_file or True,
                **({"region_name": region} if region else {}),
            },
            config_kwargs={
                "connect_timeout": _CONNECT_S,
                "read_timeout": _STALL_S,
                "retries": {"max_attempts": 2},
                "s3": {"addressing_style": "path"},
            },
            use_listings_cache=False,
            skip_instance_cache=True,
        )
        return Storage(files, root, root.partition("/")[0], None, _nothing)

    return StorageKind(connect, _judge_s3, renames_at_once=False)


def _nothing() -> None:
    """s3fs closes its own connections."""


_S3_LINK = frozenset({"EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError"})


def _judge_s3(error: Exception) -> DeliveryError:
    """Class of failure of an S3 error; s3fs tells most as errors of the system."""
    kind = type(error).__name__
    if kind == "SSLError":
        return TlsRefused(kind)
    if isinstance(error, PermissionError):
        return AuthRefused("the storage does not take key and secret")
    if kind in _S3_LINK or isinstance(error, ConnectionError):
        return tls_failure(error) or LinkDown(kind)
    return ServerBusy(kind)
