"""The watched folder: what is ready, who gets it, and that nothing is lost or overwritten."""

from __future__ import annotations

import io
import itertools
import os
import struct
import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.scanning.folder import MAX_IMPORT_BYTES, SourceNotRegular
from app.scanning.watch_errors import FileLocked, TakenElsewhere, WatchFolderDenied, WatchFolderGone
from app.scanning.watch_folder import (
    CLAIMS,
    DONE,
    PATIENCE_S,
    REFUSED,
    SETTLE_S,
    Claim,
    Rest,
    WatchFolder,
    owner_mark,
)
from app.scanning.watch_whole import Wholeness, wholeness

HEADS = (b"", b"II*\0", b"MM\0*", b"%PDF-", b"\xff\xd8\xff")
DAY = date(2026, 3, 2)
PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Desk:
    """A station in front of a share."""

    _tokens = itertools.count(1)

    def __init__(self, folder: Path, owner: str = "a" * 16) -> None:
        self.clock = Clock()
        self.folder = WatchFolder(
            folder, owner, ticks=self.clock, token=lambda: f"{next(self._tokens):08x}"
        )

    def rested(self, seconds: float = SETTLE_S) -> dict[str, Rest]:
        self.folder.look()
        self.clock.now += seconds
        return self.look()

    def look(self) -> dict[str, Rest]:
        return {each.name: each.rest for each in self.folder.look()}

    def trouble(self, name: str) -> str:
        (found,) = [each for each in self.folder.look() if each.name == name]
        assert found.error is not None
        return found.error.code


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def saved(kind: str) -> bytes:
    buffer = io.BytesIO()
    picture = Image.effect_noise((120, 90), 60).convert("RGB")
    picture.save(buffer, kind)
    return buffer.getvalue()


def test_look_file_that_grows_is_not_ready(tmp_path: Path, desk: Desk) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(PDF)
    desk.folder.look()
    desk.clock.now += SETTLE_S
    with file.open("ab") as more:
        more.write(PDF)

    assert desk.look() == {"a.pdf": Rest.SETTLING}
    desk.clock.now += SETTLE_S
    assert desk.look() == {"a.pdf": Rest.READY}


def test_look_clock_of_the_machine_far_off_changes_nothing(tmp_path: Path, desk: Desk) -> None:
    for name, seconds in (("old.pdf", 0), ("future.pdf", 4_000_000_000)):
        (tmp_path / name).write_bytes(PDF)
        os.utime(tmp_path / name, (seconds, seconds))

    assert desk.look() == {"old.pdf": Rest.SETTLING, "future.pdf": Rest.SETTLING}
    assert desk.rested() == {"old.pdf": Rest.READY, "future.pdf": Rest.READY}


def test_look_half_written_pdf_waits_and_is_told_at_last(tmp_path: Path, desk: Desk) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF[:-8])

    assert desk.rested() == {"a.pdf": Rest.SETTLING}
    assert desk.rested(PATIENCE_S) == {"a.pdf": Rest.TROUBLE}
    assert desk.trouble("a.pdf") == "watch.half_written"


def test_look_odd_things_are_told_and_stay(tmp_path: Path, desk: Desk) -> None:
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "text.pdf").write_text("hello")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "elsewhere.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    with (tmp_path / "huge.pdf").open("wb") as file:
        file.truncate(MAX_IMPORT_BYTES + 1)

    desk.rested(PATIENCE_S)

    told = {each.name: each.error.code for each in desk.folder.look() if each.error}
    assert told == {
        "empty.pdf": "watch.half_written",
        "text.pdf": "watch.not_a_page",
        "link.pdf": "import.not_regular_file",
        "pipe.pdf": "import.not_regular_file",
        "huge.pdf": "import.too_large",
    }
    assert len(list(tmp_path.iterdir())) == 5


def test_look_names_for_others_are_left_alone(tmp_path: Path, desk: Desk) -> None:
    for name in (".hidden.pdf", "~$x.pdf", "Thumbs.db", "scan.pdf.part", "scan.TMP"):
        (tmp_path / name).write_bytes(PDF)
    (tmp_path / "folder").mkdir()

    assert desk.rested() == {}


def test_look_order_is_that_of_a_person(tmp_path: Path, desk: Desk) -> None:
    for name in ("10.pdf", "2.pdf", "1.pdf"):
        (tmp_path / name).write_bytes(PDF)

    assert list(desk.look()) == ["1.pdf", "2.pdf", "10.pdf"]


def test_look_folder_gone_and_back(tmp_path: Path) -> None:
    share = tmp_path / "share"
    desk = Desk(share)
    with pytest.raises(WatchFolderGone):
        desk.folder.look()
    share.mkdir()
    (share / "a.pdf").write_bytes(PDF)

    assert desk.rested() == {"a.pdf": Rest.READY}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "GIF", "BMP", "WEBP"])
def test_wholeness_cut_pictures_are_told(tmp_path: Path, kind: str) -> None:
    data = saved(kind)
    file = tmp_path / "x"

    told = []
    for part in (data, data[: len(data) // 2], data[:-40]):
        file.write_bytes(part)
        told.append(wholeness(file))

    assert told == [Wholeness.WHOLE, Wholeness.CUT, Wholeness.CUT]


def test_wholeness_cut_jpeg_with_a_whole_thumbnail_is_cut(tmp_path: Path) -> None:
    small, large = saved("JPEG"), saved("JPEG")
    thumbnail = b"\xff\xe1" + (len(small) + 2).to_bytes(2, "big") + small
    (tmp_path / "x").write_bytes(large[:2] + thumbnail + large[2:-40])

    assert wholeness(tmp_path / "x") is Wholeness.CUT


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b"", b"II*\0", b"MM\0*", b"%PDF-", b"\xff\xd8\xff"])
)
def test_wholeness_any_bytes_give_an_answer(
    tmp_path_factory: pytest.TempPathFactory, tail: bytes, head: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "any"
    file.write_bytes(head + tail)

    assert wholeness(file) in set(Wholeness)


def test_wholeness_tiff_with_more_strips_than_a_picture_has_is_not_read(tmp_path: Path) -> None:
    count = 400_000
    entry = struct.pack("<HHII", 273, 4, count, 26)
    head = b"II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4)
    (tmp_path / "a.tif").write_bytes(head + bytes(4 * count))

    assert wholeness(tmp_path / "a.tif") is Wholeness.CUT


def test_wholeness_jpeg_of_fill_bytes_is_not_walked_to_its_end(tmp_path: Path) -> None:
    filled = b"\xff\xd8" + b"\xff" * 50_000 + b"\xff\xda\x00\x02\xff\xd9"
    (tmp_path / "a.jpg").write_bytes(filled)

    assert wholeness(tmp_path / "a.jpg") is Wholeness.CUT


def test_wholeness_link_put_in_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(PDF)
    (tmp_path / "a.pdf").symlink_to(tmp_path / "outside")

    with pytest.raises(OSError, match="symbolic"):
        wholeness(tmp_path / "a.pdf")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_wholeness_pipe_put_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.pdf")

    with pytest.raises(SourceNotRegular):
        wholeness(tmp_path / "a.pdf")


def claimed(desk: Desk, name: str) -> Claim:
    desk.rested()
    return desk.folder.claim(name)


def test_claim_two_stations_each_file_goes_to_one(tmp_path: Path) -> None:
    names = [f"{number}.pdf" for number in range(40)]
    for name in names:
        (tmp_path / name).write_bytes(PDF + name.encode())
    desks = [Desk(tmp_path, owner * 16) for owner in ("a", "b")]
    for each in desks:
        each.rested()
    got: list[list[Claim]] = [[], []]

    def grab(number: int) -> None:
        for name in names:
            try:
                got[number].append(desks[number].folder.claim(name))
            except TakenElsewhere:
                continue

    threads = [threading.Thread(target=grab, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(claim.name for claims in got for claim in claims) == sorted(names)
    assert all(claim.path.read_bytes().endswith(claim.name.encode()) for c in got for claim in c)


def test_claim_file_changed_since_the_look_is_given_back_whole(tmp_path: Path, desk: Desk) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(PDF)
    desk.rested()
    file.write_bytes(PDF + PDF)

    with pytest.raises(FileLocked):
        desk.folder.claim("a.pdf")

    (back,) = [path for path in tmp_path.iterdir() if path.is_file()]
    assert back.read_bytes() == PDF + PDF
    assert desk.folder.claims() == []


def test_claim_same_name_twice_overwrites_nothing(tmp_path: Path, desk: Desk) -> None:
    for number in (b"1", b"2"):
        (tmp_path / "scan.pdf").write_bytes(PDF + number)
        desk.folder.finish(claimed(desk, "scan.pdf"), DAY)

    taken = sorted((tmp_path / DONE / "2026-03-02").iterdir())
    assert [path.read_bytes()[-1:] for path in taken] == [b"1", b"2"]


def test_claims_after_a_kill_are_found_with_their_names(tmp_path: Path, desk: Desk) -> None:
    (tmp_path / "Giấy ~ tờ.pdf").write_bytes(PDF)
    claimed(desk, "Giấy ~ tờ.pdf")

    (left,) = Desk(tmp_path).folder.claims()

    assert (left.name, left.is_left_over) == ("Giấy ~ tờ.pdf", True)
    assert Desk(tmp_path, "b" * 16).folder.claims() == []


def test_refuse_and_put_back_keep_the_bytes(tmp_path: Path, desk: Desk) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    desk.folder.refuse(claimed(desk, "a.pdf"))
    (tmp_path / "a.pdf").write_bytes(PDF + b"2")
    claim = claimed(desk, "a.pdf")
    (tmp_path / "a.pdf").write_bytes(PDF + b"3")

    desk.folder.put_back(claim)

    assert [path.read_bytes() for path in (tmp_path / REFUSED).iterdir()] == [PDF]
    files = {path.read_bytes()[-1:] for path in tmp_path.iterdir() if path.is_file()}
    assert files == {b"2", b"3"}


def test_claim_through_a_planted_link_is_refused(tmp_path: Path) -> None:
    share, outside = tmp_path / "share", tmp_path / "outside"
    share.mkdir()
    outside.mkdir()
    (share / CLAIMS).symlink_to(outside)
    (share / "a.pdf").write_bytes(PDF)

    with pytest.raises(WatchFolderDenied):
        claimed(Desk(share), "a.pdf")

    assert (share / "a.pdf").read_bytes() == PDF


def test_claims_through_a_planted_link_take_nothing_from_elsewhere(tmp_path: Path) -> None:
    share, outside = tmp_path / "share", tmp_path / "outside"
    share.mkdir()
    outside.mkdir()
    desk = Desk(share)
    (outside / "private.pdf").write_bytes(PDF)
    (share / CLAIMS).mkdir()
    (share / CLAIMS / ("a" * 16)).symlink_to(outside)

    with pytest.raises(WatchFolderDenied):
        desk.folder.claims()


def test_done_before_through_a_planted_link_tells_of_nothing(tmp_path: Path) -> None:
    share, outside = tmp_path / "share", tmp_path / "outside"
    share.mkdir()
    (outside / "2020-01-01").mkdir(parents=True)
    (outside / "2020-01-01" / "private.pdf").write_bytes(PDF)
    (share / DONE).symlink_to(outside)

    with pytest.raises(WatchFolderDenied):
        Desk(share).folder.done_before(DAY)


def test_done_before_gives_old_days_only(tmp_path: Path, desk: Desk) -> None:
    for name, day in (("a.pdf", DAY), ("b.pdf", date(2026, 3, 9))):
        (tmp_path / name).write_bytes(PDF)
        desk.folder.finish(claimed(desk, name), day)
    (tmp_path / DONE / "notes").mkdir()

    old = desk.folder.done_before(date(2026, 3, 9))
    for path in old:
        desk.folder.delete(path)

    assert [path.name.partition("~")[2] for path in old] == ["a.pdf"]
    assert {path.name for path in (tmp_path / DONE).iterdir()} == {"2026-03-09", "notes"}


def test_owner_mark_is_made_once(tmp_path: Path) -> None:
    first = owner_mark(tmp_path / "mark", lambda: "ab" * 8)

    assert owner_mark(tmp_path / "mark", lambda: "cd" * 8) == first == "ab" * 8


def test_owner_mark_spoilt_file_gets_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "mark").write_text("../../etc")

    assert owner_mark(tmp_path / "mark", lambda: "cd" * 8) == "cd" * 8
