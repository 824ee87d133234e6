"""Bags to WebDAV, SFTP and S3: real servers on loopback, and faults in a storage of memory."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import fsspec
import pytest

from app.province.bag import bag_name, make_bag
from app.province.bag_delivery import BagDelivery
from app.province.errors import (
    AuthRefused,
    AwaitingReceipt,
    DeliveryError,
    DigestMismatch,
    FolderFull,
    FolderMissing,
    FolderRefused,
    LinkDown,
    NotConfigured,
    Rejected,
    ServerBusy,
    TlsRefused,
)
from app.province.remote_folder import RemotePlace, Storage, StorageKind
from app.province.remote_storages import Access, read_access, storage_kind
from tests.province.bag_samples import (
    FILES,
    MANIFEST,
    hand_over,
    hand_over_whole,
    plain_ack,
    reader,
)
from tests.province.storage_servers import (
    PASSWORD,
    S3_PYTHON,
    USER,
    make_bucket,
    s3_server,
    sftp_server,
    webdav_server,
)

NAME = bag_name(MANIFEST)


def wanted() -> dict[str, bytes]:
    bag = make_bag(MANIFEST)
    files = {bag.paths[key]: data for key, data in FILES.items()}
    return {f"{NAME}/{path}": data for path, data in {**bag.texts, **files}.items()} | {
        f"{NAME}.done": bag.marker()
    }


@dataclass
class Peer:
    """A storage and a look behind its back."""

    scheme: str
    address: str
    access: Access
    content: Callable[[], dict[str, bytes]]
    leave: Callable[[str, bytes], None]
    opened: list[BagDelivery] = field(default_factory=list)

    def delivery(self, **changes: str) -> BagDelivery:
        access = replace(self.access, secrets={**self.access.secrets, **changes})
        place = RemotePlace(storage_kind(self.scheme, self.address, access))
        self.opened.append(BagDelivery(place, reader()))
        return self.opened[-1]


def on_disk(folder: Path) -> Callable[[], dict[str, bytes]]:
    return lambda: {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _webdav(stack: ExitStack, folder: Path) -> Peer:
    url = stack.enter_context(webdav_server(folder))
    access = Access({"user": USER, "password": PASSWORD})
    return Peer(
        "webdav", url, access, on_disk(folder), lambda name, data: _leave(folder, name, data)
    )


def _leave(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)


def _sftp(stack: ExitStack, folder: Path) -> Peer:
    (folder / "gui").mkdir()
    host, line = stack.enter_context(sftp_server(folder))
    known = folder.parent / "known_hosts"
    known.write_text(line)
    access = Access({"user": USER, "password": PASSWORD, "known_hosts": str(known)})
    place = folder / "gui"
    return Peer(
        "sftp",
        f"{host}/gui",
        access,
        on_disk(place),
        lambda name, data: _leave(place, name, data),
    )


@pytest.fixture(scope="module")
def s3_origin() -> Iterator[str]:
    if not S3_PYTHON.exists():
        pytest.skip("packaging/fetch-peers.sh was not run")
    with s3_server() as origin:
        yield origin


def _s3(origin: str) -> Peer:
    bucket = f"ho-so-{secrets.token_hex(4)}"  # the server's memory outlives it
    make_bucket(origin, bucket)
    access = Access({"key": USER, "secret": PASSWORD, "region": "us-east-1"})
    kind = storage_kind("s3", f"{origin}/{bucket}/gui", access)

    def content() -> dict[str, bytes]:
        files = kind.open().files
        return {
            path.removeprefix(f"{bucket}/gui/"): files.cat_file(path)
            for path in files.find(f"{bucket}/gui")
        }

    return Peer(
        "s3",
        f"{origin}/{bucket}/gui",
        access,
        content,
        lambda name, data: kind.open().files.pipe_file(f"{bucket}/gui/{name}", data),
    )


@pytest.fixture(params=["s3", "sftp", "webdav"])
def peer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Peer]:
    folder = tmp_path / "share"
    folder.mkdir()
    with ExitStack() as stack:
        match request.param:
            case "s3":
                made = _s3(request.getfixturevalue("s3_origin"))
            case "sftp":
                made = _sftp(stack, folder)
            case _:
                made = _webdav(stack, folder)
        yield made
        for system in made.opened:
            system.close()


def test_deliver_to_a_real_server_waits_then_takes_the_answer(peer: Peer) -> None:
    system = peer.delivery()

    with pytest.raises(AwaitingReceipt):
        hand_over(system)
    assert peer.content() == wanted()
    peer.leave(f"{NAME}.ack", plain_ack(MANIFEST))
    receipt = hand_over(system)
    system.close()

    assert receipt.number == "BN-17"


def test_deliver_after_a_restart_goes_on_by_file(peer: Peer) -> None:
    first = peer.delivery()
    remote = first.begin(MANIFEST, "k")
    first.put(remote.uploads["b"], 0, FILES["b"])
    first.put(remote.uploads["a"], 0, FILES["a"][:1000])
    first.close()

    second = peer.delivery()
    points = {name: second.resume_point(url) for name, url in remote.uploads.items()}
    hand_over_whole(second)
    second.close()

    assert points == {"a": 0, "b": len(FILES["b"])}
    assert peer.content() == wanted()


def test_damaged_file_at_a_real_server_is_sent_anew(peer: Peer) -> None:
    system = peer.delivery()
    remote = system.begin(MANIFEST, "k")
    for file_id, url in remote.uploads.items():
        system.put(url, 0, bytes(len(FILES[file_id])))

    with pytest.raises(DigestMismatch):
        system.commit(remote.id, MANIFEST, "k")

    hand_over_whole(system)
    system.close()
    assert peer.content() == wanted()


def test_other_content_of_the_same_revision_at_a_real_server_is_refused(peer: Peer) -> None:
    system = peer.delivery()
    hand_over_whole(system)

    with pytest.raises(Rejected):
        system.begin(replace(MANIFEST, fields={"ho_ten": "Trần Văn Thử"}), "k")

    system.close()
    assert peer.content() == wanted()


@pytest.mark.parametrize("peer", ["webdav", "sftp"], indirect=True)
def test_wrong_password_holds_the_line(peer: Peer) -> None:
    system = peer.delivery(password="sai")

    with pytest.raises(AuthRefused):
        system.begin(MANIFEST, "k")

    assert not system.reachable()


@pytest.mark.parametrize("peer", ["sftp"], indirect=True)
def test_sftp_server_with_another_key_is_not_trusted(peer: Peer, tmp_path: Path) -> None:
    import paramiko

    known = tmp_path / "known_hosts"
    other = paramiko.ECDSAKey.generate()
    known.write_text(f"{known.read_text().split()[0]} {other.get_name()} {other.get_base64()}\n")

    with pytest.raises(TlsRefused):
        peer.delivery().begin(MANIFEST, "k")


@pytest.mark.parametrize("peer", ["webdav", "sftp"], indirect=True)
def test_folder_that_is_not_there_is_said(peer: Peer) -> None:
    peer.address = peer.address.rstrip("/") + "/khong-co"

    with pytest.raises(FolderMissing):
        peer.delivery().begin(MANIFEST, "k")


@pytest.mark.parametrize(
    ("scheme", "address", "secrets"),
    [
        ("webdav", "http://127.0.0.1:9/", {}),
        ("s3", "http://127.0.0.1:9/bucket", {"key": "a", "secret": "b"}),
    ],
)
def test_nobody_listens_is_a_dead_line(scheme: str, address: str, secrets: dict[str, str]) -> None:
    place = RemotePlace(storage_kind(scheme, address, Access(secrets)))

    with pytest.raises(LinkDown):
        place.check()


def test_sftp_nobody_listens_is_a_dead_line(tmp_path: Path) -> None:
    known = tmp_path / "known"
    known.write_text("")
    access = Access({"user": "a", "password": "b", "known_hosts": str(known)})

    with pytest.raises(LinkDown):
        RemotePlace(storage_kind("sftp", "127.0.0.1:9/gui", access)).check()


@pytest.mark.parametrize(
    ("scheme", "address"),
    [
        ("webdav", "http://example.invalid/"),
        ("webdav", "https://user:pw@example.invalid/"),
        ("sftp", "host"),
        ("sftp", "host:99999/x"),
        ("sftp", "user@host/x"),
        ("s3", "https://example.invalid/"),
        ("ftp", "example.invalid/x"),
    ],
)
def test_unusable_address_is_said_at_the_start(scheme: str, address: str) -> None:
    with pytest.raises(NotConfigured):
        storage_kind(scheme, address, Access())


@pytest.mark.parametrize("text", ["[]", "{", '{"pass": "qwz"}', '{"user": 71}'])
def test_secret_file_of_another_shape_is_refused_without_its_content(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "bi-mat.json"
    file.write_text(text)

    with pytest.raises(NotConfigured) as caught:
        read_access(str(file))

    assert "qwz" not in caught.value.detail
    assert "71" not in caught.value.detail


def test_secret_file_gives_its_members(tmp_path: Path) -> None:
    file = tmp_path / "bi-mat.json"
    file.write_text(json.dumps({"user": "tram"}))

    assert read_access(str(file)).need("user") == "tram"


class Breaking:
    """A file system that fails at one of its calls, before or after it was applied."""

    def __init__(self, files: Any, number: int, error: Exception, *, applied: bool) -> None:
        self._files = files
        self._left = number
        self._error = error
        self._applied = applied

    def __getattr__(self, name: str) -> Any:
        act = getattr(self._files, name)

        def do(*arguments: Any, **options: Any) -> Any:
            self._left -= 1
            if self._left:
                return act(*arguments, **options)
            if self._applied:
                act(*arguments, **options)
            raise self._error

        return do

    @property
    def calls_left(self) -> int:
        return self._left


def _memory() -> Any:
    files = fsspec.filesystem("memory", skip_instance_cache=True)
    files.store = {}
    files.pseudo_dirs = [""]
    files.makedirs("/share")
    return files


def _kind(files: Any) -> StorageKind:
    storage = Storage(files, "/share", "/share", None, lambda: None)
    return StorageKind(lambda: storage, lambda error: _judged(error), renames_at_once=False)


def _judged(error: Exception) -> DeliveryError:
    return ServerBusy(type(error).__name__)


@pytest.mark.parametrize("applied", [False, True])
def test_fault_at_each_call_of_a_storage_ends_in_the_same_bag(applied: bool) -> None:
    number, failures = 1, 0
    while True:
        files = _memory()
        breaking = Breaking(files, number, TimeoutError("lost"), applied=applied)
        place = RemotePlace(_kind(breaking))
        try:
            hand_over_whole(BagDelivery(place, reader()))
        except ServerBusy:
            failures += 1
        hand_over_whole(BagDelivery(RemotePlace(_kind(files)), reader()))
        held = {path.removeprefix("/share/"): files.cat_file(path) for path in files.find("/share")}
        assert held == wanted()
        if breaking.calls_left > 0:
            break
        number += 1

    assert failures > 20


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (type("InsufficientStorage", (Exception,), {})(), FolderFull),
        (type("ForbiddenOperation", (Exception,), {})(), FolderRefused),
        (type("HTTPError", (Exception,), {"status_code": 401})(), AuthRefused),
        (type("HTTPError", (Exception,), {"status_code": 500})(), ServerBusy),
        (type("ResourceLocked", (Exception,), {})(), ServerBusy),
    ],
)
def test_webdav_answer_has_its_class_of_failure(
    error: Exception, expected: type[DeliveryError]
) -> None:
    kind = storage_kind("webdav", "https://example.invalid/x", Access())

    assert type(kind.judge(error)) is expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (PermissionError(13, "x"), FolderRefused),
        (OSError(28, "x"), FolderFull),
        (OSError("Failure"), ServerBusy),
        (EOFError(), LinkDown),
        (ConnectionResetError(104, "x"), LinkDown),
        (TimeoutError(), LinkDown),
    ],
)
def test_sftp_answer_has_its_class_of_failure(
    error: Exception, expected: type[DeliveryError]
) -> None:
    kind = storage_kind("sftp", "example.invalid/x", Access())

    assert type(kind.judge(error)) is expected
