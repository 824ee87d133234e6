"""Storages on loopback that nobody here wrote: WsgiDAV, paramiko's SFTP server, moto's S3."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import paramiko

from tests.fakes.tus_peers import PEERS

USER, PASSWORD = "tram", "mat-khau-thu"
S3_PYTHON = PEERS / "python" / "bin" / "python"
_START_S = 30.0


@contextmanager
def webdav_server(folder: Path) -> Iterator[str]:
    """A WebDAV share of `folder`; gives its address."""
    from cheroot import wsgi
    from wsgidav.wsgidav_app import WsgiDAVApp

    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": str(folder)},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_digest": False, "default_to_digest": False},
            "property_manager": True,
            "lock_storage": True,
            "logging": {"enable": False},
            "verbose": 0,
        }
    )
    server = wsgi.Server(("127.0.0.1", 0), app, numthreads=2)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.bind_addr[1]}/"
    server.stop()
    thread.join(5)


class _Login(paramiko.ServerInterface):
    def check_auth_password(self, username: str, password: str) -> int:
        right = (username, password) == (USER, PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED

    def get_allowed_auths(self, username: str) -> str:
        return "password"

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED


class _Handle(paramiko.SFTPHandle):
    def __init__(self, stream: Any, flags: int) -> None:
        super().__init__(flags)
        self.readfile = self.writefile = stream

    def stat(self) -> Any:
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))


def _served_from(folder: Path) -> type[paramiko.SFTPServerInterface]:
    class Files(paramiko.SFTPServerInterface):
        def _path(self, path: str) -> Path:
            return folder / self.canonicalize(path).lstrip("/")

        def _done(self, act: Any) -> int:
            try:
                act()
            except OSError as error:
                return int(paramiko.SFTPServer.convert_errno(error.errno))
            return int(paramiko.SFTP_OK)

        def stat(self, path: str) -> Any:
            try:
                return paramiko.SFTPAttributes.from_stat(self._path(path).stat())
            except OSError as error:
                return paramiko.SFTPServer.convert_errno(error.errno)

        lstat = stat

        def open(self, path: str, flags: int, attr: Any) -> Any:
            try:
                handle = os.open(self._path(path), flags, 0o600)
            except OSError as error:
                return paramiko.SFTPServer.convert_errno(error.errno)
            mode = "r+b" if flags & os.O_RDWR else "wb" if flags & os.O_WRONLY else "rb"
            return _Handle(os.fdopen(handle, mode), flags)

        def remove(self, path: str) -> int:
            return self._done(self._path(path).unlink)

        def mkdir(self, path: str, attr: Any) -> int:
            return self._done(self._path(path).mkdir)

        def posix_rename(self, oldpath: str, newpath: str) -> int:
            return self._done(lambda: self._path(oldpath).replace(self._path(newpath)))

    return Files


@contextmanager
def sftp_server(folder: Path) -> Iterator[tuple[str, str]]:
    """An SFTP share of `folder` as `/`; gives "host:port" and its line of known hosts."""
    key = paramiko.ECDSAKey.generate()
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    transports: list[paramiko.Transport] = []

    def serve() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(line)
            transports.append(transport)
            transport.add_server_key(key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _served_from(folder))
            transport.start_server(server=_Login(), event=threading.Event())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"127.0.0.1:{port}", f"[127.0.0.1]:{port} {key.get_name()} {key.get_base64()}\n"
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)
    for transport in transports:
        transport.close()


@contextmanager
def s3_server() -> Iterator[str]:
    """An S3 storage without buckets; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = [str(S3_PYTHON), "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    origin = f"http://127.0.0.1:{port}"
    try:
        _wait_for(origin, process)
        yield origin
    finally:
        process.kill()
        process.communicate(timeout=10)


def make_bucket(origin: str, name: str) -> None:
    """Make a bucket; this storage looks at no signatures, so a plain request does."""
    assert httpx.put(f"{origin}/{name}", trust_env=False).status_code == 200


def _wait_for(origin: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(origin, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the S3 storage did not start")
