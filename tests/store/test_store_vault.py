"""Blobs are kept whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.ids import BlobId
from app.errors import Advice, WrongUse
from app.store.base import BlobMissing, StoreDamaged, StoreError, StoreFull, StoreUnwritable
from app.store.vault import FileVault
from tests.store.store_samples import dossier

HOME = dossier().id
STEPS = ["open", "write", "fchmod", "fsync", "fstat"]


def blob_path(root: Path, blob: BlobId) -> Path:
    return root / "blobs" / blob[:2] / blob


def files_in(root: Path) -> list[Path]:
    folders = (root / "blobs", root / "tmp")
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def failing(number: int, code: int, real: Callable[..., object]) -> Callable[..., object]:
    """`real`, but its `number`-th call fails."""
    calls = 0

    def call(*args: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == number:
            raise OSError(code, os.strerror(code))
        return real(*args, **named)

    return call


def test_put_names_the_blob_after_its_stored_bytes(root: Path, vault: FileVault) -> None:
    blob = vault.put(HOME, b"plain")

    path = blob_path(root, blob)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == blob
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert files_in(root) == [path]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (errno.ENOSPC, StoreFull),
        (errno.EDQUOT, StoreFull),
        (errno.EFBIG, StoreFull),
        (errno.EROFS, StoreUnwritable),
        (errno.EACCES, StoreUnwritable),
        (errno.EIO, StoreUnwritable),
    ],
)
def test_put_with_a_failing_step_keeps_nothing(
    root: Path,
    vault: FileVault,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    code: int,
    expected: type[StoreError],
) -> None:
    vault.put(HOME, b"before")
    before = files_in(root)

    # One call of the operating system fails at a time: no disk does that on demand.
    with monkeypatch.context() as patch:
        patch.setattr(f"app.store.durable.os.{step}", failing(1, code, getattr(os, step)))
        with pytest.raises(expected) as caught:
            vault.put(HOME, bytes(3 << 20))

    assert files_in(root) == before
    assert caught.value.advice is Advice.USER_ACTION
    assert vault.get(HOME, vault.put(HOME, b"after")) == b"after"


@pytest.mark.parametrize("number", range(1, 5))
def test_put_with_each_sync_failing_keeps_nothing(
    root: Path, vault: FileVault, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    vault.put(HOME, b"before")
    before = files_in(root)
    failed = 0

    with monkeypatch.context() as patch:
        patch.setattr("app.store.durable.os.fsync", failing(number, errno.EIO, os.fsync))
        try:
            vault.put(HOME, b"x")
        except StoreUnwritable:
            failed = 1

    # The folder of a blob is synced only when it is new, so there are two or three syncs.
    assert failed or number > 2
    assert len(files_in(root)) == len(before) + 1 - failed


def test_put_with_short_writes_is_still_whole(
    vault: FileVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(
        "app.store.durable.os.write", lambda handle, chunk: real(handle, chunk[:1000])
    )

    blob = vault.put(HOME, bytes(100_000))

    assert vault.get(HOME, blob) == bytes(100_000)


@pytest.mark.parametrize("region", ["magic", "salt", "first", "last", "tag"])
def test_get_with_a_flipped_byte_is_damaged(root: Path, vault: FileVault, region: str) -> None:
    blob = vault.put(HOME, bytes((1 << 20) + 50))
    path = blob_path(root, blob)
    content = bytearray(path.read_bytes())
    at = {"magic": 0, "salt": 10, "first": 5000, "last": len(content) - 40, "tag": -1}[region]
    content[at] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)

    with pytest.raises(StoreDamaged, match="changed"):
        vault.get(HOME, blob)


def test_get_of_a_removed_blob_is_missing(root: Path, vault: FileVault) -> None:
    blob = vault.put(HOME, b"x")
    blob_path(root, blob).unlink()

    with pytest.raises(BlobMissing):
        vault.get(HOME, blob)


def test_get_of_a_renamed_blob_is_damaged(root: Path, vault: FileVault) -> None:
    first, second = vault.put(HOME, b"1"), vault.put(HOME, b"2")
    blob_path(root, first).replace(blob_path(root, second))

    with pytest.raises(StoreDamaged):
        vault.get(HOME, second)


@pytest.mark.parametrize("name", ["", "../../store.db", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_get_of_a_name_that_is_no_digest_is_wrong_use(vault: FileVault, name: str) -> None:
    with pytest.raises(WrongUse):
        vault.get(HOME, BlobId(name))


def test_stored_lists_every_blob(vault: FileVault) -> None:
    put = {vault.put(HOME, bytes([number])) for number in range(5)}

    assert {blob.id for blob in vault.stored()} == put


def test_erase_leaves_no_file(root: Path, vault: FileVault) -> None:
    blob = vault.put(HOME, b"plain")

    vault.erase(HOME, blob)

    assert files_in(root) == []


def test_erase_where_the_disk_refuses_says_so_and_keeps_the_blob(
    vault: FileVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = vault.put(HOME, b"plain")

    def refuse(_self: Path, missing_ok: bool = False) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with monkeypatch.context() as broken:  # a read-only disk cannot be had otherwise
        broken.setattr(Path, "unlink", refuse)
        with pytest.raises(StoreUnwritable):
            vault.erase(HOME, blob)

    assert vault.get(HOME, blob) == b"plain"


def spoil(path: Path, change: Callable[[bytearray], None]) -> None:
    stored = bytearray(path.read_bytes())
    change(stored)
    path.chmod(0o600)
    path.write_bytes(stored)


FRAME = (1 << 20) + 16


def swapped(stored: bytearray) -> None:
    stored[32 : 32 + 2 * FRAME] = stored[32 + FRAME : 32 + 2 * FRAME] + stored[32 : 32 + FRAME]


def repeated(stored: bytearray) -> None:
    stored[32 + FRAME : 32 + 2 * FRAME] = stored[32 : 32 + FRAME]


def cut_at_a_frame(stored: bytearray) -> None:
    del stored[32 + 2 * FRAME :]


def cut_inside(stored: bytearray) -> None:
    del stored[-8:]


def cut_to_a_header(stored: bytearray) -> None:
    del stored[20:]


def bit_flipped(stored: bytearray) -> None:
    stored[32 + FRAME + 9] ^= 1


@pytest.mark.parametrize(
    "change",
    [swapped, repeated, cut_at_a_frame, cut_inside, cut_to_a_header, bit_flipped],
)
def test_stream_and_range_over_damaged_frames_are_refused(
    root: Path, vault: FileVault, change: Callable[[bytearray], None]
) -> None:
    plain = bytes(index * 7 % 253 for index in range((2 << 20) + 100))
    blob = vault.put(HOME, plain)
    spoil(blob_path(root, blob), change)

    with pytest.raises(StoreDamaged):
        list(vault.stream(HOME, blob))
    with pytest.raises(StoreDamaged):
        vault.get_range(HOME, blob, 0, len(plain))


def test_get_range_beside_a_damaged_frame_still_gives_its_bytes(
    root: Path, vault: FileVault
) -> None:
    plain = bytes(index * 7 % 253 for index in range((2 << 20) + 100))
    blob = vault.put(HOME, plain)
    spoil(blob_path(root, blob), bit_flipped)

    assert vault.get_range(HOME, blob, 5, 1000) == plain[5:1005]


def test_get_range_before_the_first_byte_is_wrong_use(vault: FileVault) -> None:
    with pytest.raises(WrongUse):
        vault.get_range(HOME, vault.put(HOME, b"x"), -1, 1)
