"""Bags into a folder: stopped at every durable step, pulled out, filled up, shut, answered."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.province import folder as folder_module
from app.province.bag import bag_name, make_bag
from app.province.bag_delivery import BagDelivery
from app.province.errors import (
    AwaitingReceipt,
    DigestMismatch,
    FolderFull,
    FolderMissing,
    FolderRefused,
    ReceiptInvalid,
    Rejected,
    RemoteGone,
)
from app.province.folder import FolderPlace
from app.province.receipts import is_statement, verify_statement
from tests.province.bag_samples import (
    FILES,
    JWKS,
    MANIFEST,
    SERVER_KEY,
    STATION_KEY,
    hand_over,
    hand_over_whole,
    plain_ack,
    reader,
    signed_ack,
    statements,
)

NAME = bag_name(MANIFEST)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "stick"
    place.mkdir()
    return place


def delivery(stick: Path, pinned: dict[str, object] | None = None) -> BagDelivery:
    return BagDelivery(FolderPlace(stick), reader(pinned))


def content(stick: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(stick)): path.read_bytes()
        for path in stick.rglob("*")
        if path.is_file()
    }


def wanted() -> dict[str, bytes]:
    bag = make_bag(MANIFEST)
    files = {bag.paths[key]: data for key, data in FILES.items()}
    inside = {f"{NAME}/{path}": data for path, data in {**bag.texts, **files}.items()}
    return {**inside, f"{NAME}.done": bag.marker()}


class Killed(BaseException):
    """The process ends here."""


def break_at(
    monkeypatch: pytest.MonkeyPatch, number: int, failure: BaseException
) -> Callable[[], int]:
    """Fail at the `number`-th durable step, before it is done; tells how many there were."""
    count = 0

    def breaking(name: str) -> None:
        step = getattr(folder_module, name)

        def do(*arguments: object) -> object:
            nonlocal count
            count += 1
            if count == number:
                raise failure
            return step(*arguments)

        monkeypatch.setattr(folder_module, name, do)

    for name in ("write_all", "sync", "rename", "sync_folder"):
        breaking(name)
    return lambda: count


def steps_of_a_delivery(stick: Path) -> int:
    with pytest.MonkeyPatch.context() as patch:
        steps = break_at(patch, 0, Killed())
        hand_over_whole(delivery(stick))
        return steps()


def test_deliver_without_an_answer_waits_with_a_complete_bag(stick: Path) -> None:
    with pytest.raises(AwaitingReceipt) as caught:
        hand_over(delivery(stick))

    assert content(stick) == wanted()
    assert caught.value.retry_after_s > 0


def test_deliver_killed_at_each_step_ends_in_the_same_single_bag(tmp_path: Path) -> None:
    trial = tmp_path / "trial"
    trial.mkdir()
    steps = steps_of_a_delivery(trial)

    for number in range(1, steps + 1):
        stick = tmp_path / f"stick-{number}"
        stick.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            break_at(patch, number, Killed())
            with pytest.raises(Killed):
                hand_over_whole(delivery(stick))
        half_done = not (stick / f"{NAME}.done").exists()
        if not half_done:
            assert content(stick) == wanted()
        if (stick / NAME).exists():
            assert {k: v for k, v in content(stick).items() if k.startswith(NAME + "/")} == {
                k: v for k, v in wanted().items() if k.startswith(NAME + "/")
            }
        hand_over_whole(delivery(stick))
        assert content(stick) == wanted(), f"after step {number}"

    assert steps > 20


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_deliver_fault_at_each_step_is_named_and_repaired(tmp_path: Path, number: int) -> None:
    named = {errno.ENOSPC: "delivery.folder_full", errno.EROFS: "delivery.folder_refused"}
    trial = tmp_path / "trial"
    trial.mkdir()

    for step in range(1, steps_of_a_delivery(trial) + 1):
        stick = tmp_path / f"stick-{step}"
        stick.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            break_at(patch, step, OSError(number, "injected"))
            with pytest.raises(folder_module.ServerBusy) as caught:
                hand_over(delivery(stick))
        assert caught.value.code == named.get(number, "delivery.server_busy")
        hand_over_whole(delivery(stick))
        assert content(stick) == wanted()


def test_deliver_again_changes_nothing(stick: Path) -> None:
    hand_over_whole(delivery(stick))
    before = {path: path.stat().st_mtime_ns for path in stick.rglob("*")}

    hand_over_whole(delivery(stick))

    assert {path: path.stat().st_mtime_ns for path in stick.rglob("*")} == before


def test_deliver_resumes_inside_a_file(stick: Path) -> None:
    system = delivery(stick)
    url = system.begin(MANIFEST, "k").uploads["a"]
    system.put(url, 0, FILES["a"][:5000])

    assert delivery(stick).resume_point(url) == 5000


def test_put_beyond_what_lies_there_goes_back(stick: Path) -> None:
    system = delivery(stick)
    url = system.begin(MANIFEST, "k").uploads["a"]
    system.put(url, 0, b"12345")

    assert system.put(url, 9, b"x") == 5


def test_commit_damaged_file_is_sent_anew(stick: Path) -> None:
    system = delivery(stick)
    remote = system.begin(MANIFEST, "k")
    for file_id, url in remote.uploads.items():
        system.put(url, 0, bytes(len(FILES[file_id])))

    with pytest.raises(DigestMismatch):
        system.commit(remote.id, MANIFEST, "k")

    hand_over_whole(system)
    assert content(stick) == wanted()


def test_commit_damaged_between_name_and_marker_is_repaired(stick: Path) -> None:
    hand_over_whole(delivery(stick))
    (stick / f"{NAME}.done").unlink()
    (stick / NAME / make_bag(MANIFEST).paths["b"]).write_bytes(bytes(len(FILES["b"])))

    hand_over_whole(delivery(stick))

    assert content(stick) == wanted()


def test_begin_other_content_of_the_same_revision_is_refused(stick: Path) -> None:
    hand_over_whole(delivery(stick))

    with pytest.raises(Rejected):
        delivery(stick).begin(replace(MANIFEST, fields={"ho_ten": "Trần Văn Thử"}), "k")


def test_next_revision_lies_beside_the_first(stick: Path) -> None:
    hand_over_whole(delivery(stick))
    following = replace(MANIFEST, revision=2, supersedes="khoa-1")

    hand_over_whole(delivery(stick), following)

    assert {path.name for path in stick.glob("*.done")} == {
        f"{NAME}.done",
        f"{bag_name(following)}.done",
    }


def test_deliver_without_files_carries_the_reused_papers(stick: Path) -> None:
    bare = replace(MANIFEST, files=())

    hand_over_whole(delivery(stick), bare, {})

    assert (stick / f"{bag_name(bare)}.done").exists()


def test_deliver_empty_file_is_in_the_bag(stick: Path) -> None:
    empty = replace(
        MANIFEST.files[0],
        size=0,
        sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    )
    manifest = replace(MANIFEST, files=(empty,))

    hand_over_whole(delivery(stick), manifest, {"a": b""})

    assert (stick / NAME / make_bag(manifest).paths["a"]).read_bytes() == b""


def test_missing_folder_is_a_dead_line_and_is_never_made(tmp_path: Path) -> None:
    system = delivery(tmp_path / "absent")

    with pytest.raises(FolderMissing):
        system.begin(MANIFEST, "k")

    assert not system.reachable()
    assert not (tmp_path / "absent").exists()


def test_stick_pulled_out_between_two_parts_is_a_dead_line(stick: Path, tmp_path: Path) -> None:
    system = delivery(stick)
    url = system.begin(MANIFEST, "k").uploads["a"]
    system.put(url, 0, FILES["a"][:100])
    stick.rename(tmp_path / "pocket")

    with pytest.raises(FolderMissing):
        system.put(url, 100, FILES["a"][100:200])

    (tmp_path / "pocket").rename(stick)
    hand_over_whole(system)
    assert content(stick) == wanted()


def test_other_stick_starts_the_bag_anew(stick: Path) -> None:
    system = delivery(stick)

    with pytest.raises(RemoteGone):
        system.commit(NAME, MANIFEST, "k")


def test_full_stick_is_said_before_anything_is_written(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 10})
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage)

    with pytest.raises(FolderFull):
        delivery(stick).begin(MANIFEST, "k")

    assert content(stick) == {}


@pytest.mark.parametrize(
    "url",
    [
        "https://example.invalid/x",
        "",
        "sohoa_a_r1/../../x?size=1",
        f"{NAME}/data/files/../x?size=1",
    ],
)
def test_upload_address_of_another_way_is_begun_anew(stick: Path, url: str) -> None:
    with pytest.raises(RemoteGone):
        delivery(stick).resume_point(url)


def test_plain_ack_without_keys_is_a_marked_statement(stick: Path) -> None:
    hand_over_whole(delivery(stick))
    (stick / f"{NAME}.ack").write_bytes(plain_ack(MANIFEST))

    receipt = hand_over(delivery(stick))

    assert (receipt.number, receipt.dossier_id) == ("BN-17", "hs-17")
    assert not receipt.signed_by_server
    assert is_statement(receipt.jws)
    assert verify_statement(receipt.jws, statements().jwks(), MANIFEST) == receipt


def test_signed_ack_with_pinned_keys_is_a_receipt(stick: Path) -> None:
    hand_over_whole(delivery(stick, JWKS))
    (stick / f"{NAME}.ack").write_bytes(signed_ack(MANIFEST) + b"\n")

    receipt = hand_over(delivery(stick, JWKS))

    assert receipt.signed_by_server
    assert receipt.number == "BN-18"


@pytest.mark.parametrize(
    ("pinned", "ack"),
    [
        (JWKS, plain_ack(MANIFEST)),
        ({}, signed_ack(MANIFEST)),
        (JWKS, signed_ack(MANIFEST, STATION_KEY)),
        (JWKS, signed_ack(replace(MANIFEST, revision=2), SERVER_KEY)),
        ({}, plain_ack(MANIFEST, manifest_sha256="0" * 64)),
        ({}, plain_ack(MANIFEST, bag="sohoa_other_r1")),
        ({}, plain_ack(MANIFEST, status="maybe")),
        ({}, b"[" * 5000),
        ({}, b"{" + b"[" * 9000),
        ({}, b"\xff\xfe"),
        ({}, b"{" + b" " * 20_000 + b"}"),
    ],
)
def test_ack_that_proves_nothing_is_refused(
    stick: Path, pinned: dict[str, object], ack: bytes
) -> None:
    (stick / f"{NAME}.ack").write_bytes(ack)

    with pytest.raises(ReceiptInvalid):
        hand_over(delivery(stick, pinned))


def test_ack_that_is_not_written_yet_is_waited_for(stick: Path) -> None:
    (stick / f"{NAME}.ack").write_bytes(b"")

    with pytest.raises(AwaitingReceipt):
        hand_over(delivery(stick))


def test_folder_that_may_not_be_looked_into_is_said(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> bool:
        raise PermissionError(errno.EACCES, "injected")

    monkeypatch.setattr(Path, "is_dir", refuse)

    with pytest.raises(FolderRefused):
        delivery(stick).begin(MANIFEST, "k")


def test_rejecting_ack_tells_its_reason(stick: Path) -> None:
    ack = plain_ack(MANIFEST, status="rejected", reason="Thiếu giấy chứng sinh")
    (stick / f"{NAME}.ack").write_bytes(ack)

    with pytest.raises(Rejected) as caught:
        hand_over(delivery(stick))

    assert caught.value.detail == "Thiếu giấy chứng sinh"


def test_ack_after_the_importer_took_the_bag_away_is_found(stick: Path) -> None:
    (stick / f"{NAME}.ack").write_bytes(plain_ack(MANIFEST))

    receipt = hand_over(delivery(stick))

    assert receipt.number == "BN-17"
    assert not (stick / NAME).exists()
