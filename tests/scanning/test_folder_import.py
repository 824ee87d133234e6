from __future__ import annotations

import os
import socket
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.scanning import folder
from app.scanning.folder import (
    SourceDenied,
    SourceMissing,
    SourceNotRegular,
    SourceTooLarge,
    list_sources,
    read_source,
    safe_name,
)

DIRECTION_MARKS = "‎‏‪‫‬‭‮⁦⁧⁨⁩\ufeff"


def test_read_source_gives_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "Đơn đề nghị.pdf"
    path.write_bytes(b"%PDF" * 1_000_000)

    assert read_source(path) == b"%PDF" * 1_000_000


def test_read_source_empty_file_is_empty(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()

    assert read_source(tmp_path / "empty") == b""


@pytest.mark.parametrize(("size", "is_refused"), [(9, False), (10, False), (11, True)])
def test_read_source_bound_is_kept(tmp_path: Path, size: int, is_refused: bool) -> None:
    path = tmp_path / "page"
    path.write_bytes(bytes(size))

    if is_refused:
        with pytest.raises(SourceTooLarge):
            read_source(path, max_bytes=10)
    else:
        assert len(read_source(path, max_bytes=10)) == size


def test_read_source_endless_file_is_refused() -> None:
    with pytest.raises(SourceNotRegular):
        read_source(Path("/dev/zero"))


def test_read_source_file_that_claims_no_size_is_bounded() -> None:
    path = Path("/proc/self/maps")  # a regular file of size 0 that has content
    if not path.exists():
        pytest.skip("no /proc here")

    with pytest.raises(SourceTooLarge):
        read_source(path, max_bytes=10)


@pytest.mark.parametrize(
    "path", ["none", "file/below", "x" * 300, "a\0b", "missing/folder/page.png"]
)
def test_read_source_absent_is_missing(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SourceMissing):
        read_source(tmp_path / path)


def test_read_source_folder_is_not_regular(tmp_path: Path) -> None:
    with pytest.raises(SourceNotRegular):
        read_source(tmp_path)


def test_read_source_link_is_not_regular(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(b"secret")
    (tmp_path / "link").symlink_to(tmp_path / "page")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")

    for name in ("link", "loop"):
        with pytest.raises(SourceNotRegular):
            read_source(tmp_path / name)


def test_read_source_pipe_and_socket_do_not_hold_us(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))

        for name in ("pipe", "socket"):
            with pytest.raises(SourceNotRegular):
                read_source(tmp_path / name)


def test_read_source_pipe_put_in_place_meanwhile_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page").touch()
    os.mkfifo(tmp_path / "pipe")
    regular = os.lstat(tmp_path / "page")
    monkeypatch.setattr(folder.os, "lstat", lambda path: regular)  # a race cannot be timed

    with pytest.raises(SourceNotRegular):
        read_source(tmp_path / "pipe")


@pytest.mark.parametrize("error", [PermissionError(13, ""), PermissionError(1, "")])
def test_read_source_without_permission_is_denied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    (tmp_path / "page").touch()

    def refuse(*_: object) -> int:
        raise error

    monkeypatch.setattr(folder.os, "open", refuse)  # the tests may run as root

    with pytest.raises(SourceDenied):
        read_source(tmp_path / "page")


@pytest.mark.may_skip("the account decides")
@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_read_source_of_unreadable_file_is_denied(tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_bytes(b"x")
    path.chmod(0)

    with pytest.raises(SourceDenied):
        read_source(path)


def test_read_source_vanished_after_the_look_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page"
    path.touch()
    seen = os.lstat(path)
    path.unlink()
    monkeypatch.setattr(folder.os, "lstat", lambda _: seen)  # a race cannot be timed

    with pytest.raises(SourceMissing):
        read_source(path)


def test_list_sources_orders_as_a_person_does(tmp_path: Path) -> None:
    names = ["trang 10.png", "trang 2.png", "Trang 1.png", "trang 02b.png", "ảnh.png", "3.png"]
    for name in names:
        (tmp_path / name).touch()

    found = [path.name for path in list_sources([tmp_path])]

    assert found == ["3.png", "Trang 1.png", "trang 2.png", "trang 02b.png", "trang 10.png",
                     "ảnh.png"]  # fmt: skip


def test_list_sources_leaves_out_hidden_files(tmp_path: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "~$don.docx", "1.png"):
        (tmp_path / name).touch()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").touch()

    found = list_sources([tmp_path])

    assert [path.name for path in found] == ["1.png"]


def test_list_sources_goes_into_subfolders_after_files(tmp_path: Path) -> None:
    for name in ("10/a.png", "2/b.png", "2/1/c.png", "z.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    found = [path.relative_to(tmp_path).as_posix() for path in list_sources([tmp_path])]

    assert found == ["z.png", "2/b.png", "2/1/c.png", "10/a.png"]


def test_list_sources_keeps_given_files_in_given_order(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("b.png", ".a.png", "1.png")]
    for path in paths:
        path.touch()

    assert list_sources(paths) == paths


def test_list_sources_does_not_follow_links_to_folders(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "secret.png").touch()
    (tmp_path / "in" / "link").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in")

    found = list_sources([tmp_path / "in"])

    assert [path.name for path in found] == ["again", "link"]


def test_list_sources_missing_stays_in_the_list_and_is_refused_when_read(tmp_path: Path) -> None:
    missing = tmp_path / "không có.png"

    found = list_sources([missing])

    assert found == [missing]
    with pytest.raises(SourceMissing):
        read_source(missing)


def test_list_sources_too_many_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MAX_SOURCES", 3)  # instead of creating thousands of files
    for number in range(4):
        (tmp_path / f"{number}.png").touch()

    with pytest.raises(SourceTooLarge):
        list_sources([tmp_path])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Giấy khai sinh.pdf", "Giấy khai sinh.pdf"),
        (unicodedata.normalize("NFD", "Đơn đề nghị số 2.pdf"), "Đơn đề nghị số 2.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\", "khong-ten"),
        ("C:\\Users\\Lan\\ảnh.jpg", "ảnh.jpg"),
        ("a/b/", "b"),
        ("..", "khong-ten"),
        ("", "khong-ten"),
        (" . ", "khong-ten"),
        ("\x00\x1b[31mred\x7f.png", "[31mred.png"),
        ("ảnh\u202egpj.exe", "ảnhgpj.exe"),
        (".hidden.png", "hidden.png"),
        ("page.png. . ", "page.png"),
        ("a:b*c?.png", "a_b_c_.png"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("COM1 .pdf", "_COM1 .pdf"),
        ("CONG VAN.pdf", "CONG VAN.pdf"),
        ("dòng\nhai.png", "dònghai.png"),
        ("\udce9.png", "png"),
    ],
)
def test_safe_name_of_known_trouble_is_clean(name: str, expected: str) -> None:
    assert safe_name(name) == expected


def test_safe_name_of_255_bytes_is_kept() -> None:
    name = "ế" * 83 + "ab.png"

    assert len(name.encode()) == 255
    assert safe_name(name) == name


def test_safe_name_too_long_keeps_suffix_and_whole_characters() -> None:
    result = safe_name("ế" * 300 + ".pdf")

    assert result == "ế" * 83 + ".pdf"
    assert len(result.encode()) == 253


@given(
    st.text(max_size=400)
    | st.text("ếỘđ./\\ \u0301\u0323", max_size=400)
    | st.text("CONaux.: _\t" + DIRECTION_MARKS, max_size=300)
)
@example("CON" + " " * 400 + "x")
@example("CON." + "x" * 251)
@example("e\u200d\u0301.png")
@example("aux" + "." * 300 + "b")
def test_safe_name_of_any_text_is_safe(name: str) -> None:
    result = safe_name(name)

    assert result
    assert len(result.encode("utf-8")) <= 255
    assert unicodedata.is_normalized("NFC", result)
    assert not set(result) & set('/\\<>:"|?*\0' + DIRECTION_MARKS)
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs") for c in result)
    assert result == result.strip(" .")
    assert result.partition(".")[0].strip().upper() not in {"CON", "AUX", "NUL", "PRN", "COM1"}
    assert safe_name(result) == result
