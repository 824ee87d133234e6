"""PKCS#11 libraries: found by name, allowed once, refused when anything about them is odd."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from signing.errors import (
    BadModuleCatalogue,
    ModuleChanged,
    ModuleForeign,
    ModuleMissing,
    ModuleUnknown,
    ModuleUnsafe,
    SigningError,
)
from signing.keys.module_trust import (
    Holder,
    ModuleFile,
    Rules,
    describe,
    judge,
    list_folders,
    own_users,
    processor_of,
    read_allowed,
    write_allowed,
)
from signing.keys.modules import System, find_modules, read_catalogue

CATALOGUE = read_catalogue(
    (Path(resources.__file__).parent / "signing/modules.json").read_text("utf-8")
)
FILE = ModuleFile(
    PurePosixPath("/usr/lib/libbit4xpki.so"),
    "ab" * 32,
    "x86_64",
    (Holder(0, 0o100644), Holder(0, 0o40755)),
)
RULES = Rules((PurePosixPath("/usr/lib"),), "x86_64")
ALLOWED = {str(FILE.path): FILE.sha256}


@pytest.mark.parametrize(
    ("name", "maker"),
    [
        ("libbit4xpki.so", "Bit4id"),
        ("libeTPkcs11.so", ""),
        ("libeTPKCS11.so.10.8", "SafeNet"),
        ("viettel-ca_v6.so", "Viettel"),
        ("viettel-ca_v2_s.so", "Viettel"),
        ("viettel-ca_v7.so", ""),
        ("libBkavCAv2S.so.1", "Bkav"),
        ("opensc-pkcs11.so", "OpenSC"),
        ("libc.so.6", ""),
        ("bit4xpki.so.bak", ""),
        ("bit4xpki.dll", ""),
    ],
)
def test_find_modules_on_linux_knows_names(name: str, maker: str) -> None:
    folder = PurePosixPath("/usr/lib")

    found = find_modules(CATALOGUE, {folder: [name]}, System.LINUX)

    assert [each.path for each in found] == ([folder / name] if maker else [])
    assert all(maker in each.maker for each in found)


@pytest.mark.parametrize("name", ["bit4xpki.dll", "ETPKCS11.DLL", "vnptca_p11_v8.dll"])
def test_find_modules_on_windows_ignores_case(name: str) -> None:
    folder = PureWindowsPath("C:\\Windows\\System32")

    found = find_modules(CATALOGUE, {folder: ["kernel32.dll", name]}, System.WINDOWS)

    assert [each.path for each in found] == [folder / name]


@given(st.dictionaries(st.just(PurePosixPath("/x")), st.lists(st.text(max_size=20))))
def test_find_modules_finds_nothing_among_strange_names(
    listing: dict[PurePath, list[str]],
) -> None:
    found = find_modules(CATALOGUE, listing, System.LINUX)

    assert all(each.path.suffix for each in found)


def test_catalogue_looks_only_where_libraries_may_lie() -> None:
    for system in System:
        for folder in CATALOGUE.looked_in[system]:
            assert any(folder.is_relative_to(each) for each in CATALOGUE.folders[system])


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"folders": {}}'])
def test_read_catalogue_refuses_anything_else(text: str) -> None:
    with pytest.raises(BadModuleCatalogue):
        read_catalogue(text)


def test_judge_of_allowed_module_lets_it_through() -> None:
    module = judge(FILE, RULES, ALLOWED)

    assert (module.path, module.sha256) == (Path(FILE.path), FILE.sha256)


@pytest.mark.parametrize(
    ("file", "allowed", "expected"),
    [
        (FILE, {}, ModuleUnknown),
        (FILE, {"/usr/lib/khac.so": FILE.sha256}, ModuleUnknown),
        (FILE, {str(FILE.path): "cd" * 32}, ModuleChanged),
        (replace(FILE, path=PurePosixPath("/home/a/x.so")), ALLOWED, ModuleUnsafe),
        (replace(FILE, path=PurePosixPath("/usr/library/x.so")), ALLOWED, ModuleUnsafe),
        (replace(FILE, holders=(Holder(1000, 0o100644),)), ALLOWED, ModuleUnsafe),
        (replace(FILE, holders=(Holder(0, 0o100664),)), ALLOWED, ModuleUnsafe),
        (replace(FILE, holders=(Holder(0, 0o100646),)), ALLOWED, ModuleUnsafe),
        (replace(FILE, holders=(*FILE.holders, Holder(0, 0o40777))), ALLOWED, ModuleUnsafe),
        (replace(FILE, processor="i386"), ALLOWED, ModuleForeign),
        (replace(FILE, processor=""), ALLOWED, ModuleForeign),
    ],
)
def test_judge_refuses_with_the_reason(
    file: ModuleFile, allowed: dict[str, str], expected: type[SigningError]
) -> None:
    with pytest.raises(expected) as raised:
        judge(file, RULES, allowed)

    assert type(raised.value) is expected


def test_judge_of_sticky_folder_above_is_no_danger() -> None:
    sticky = Holder(0, 0o40777 | stat.S_ISVTX)

    allowed = judge(replace(FILE, holders=(*FILE.holders, sticky)), RULES, ALLOWED)

    assert (allowed.path, allowed.sha256) == (FILE.path, FILE.sha256)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b"\x7fELF\x02\x01\x01" + bytes(11) + b"\x3e\x00", "x86_64"),
        (b"\x7fELF\x01\x01\x01" + bytes(11) + b"\x03\x00", "i386"),
        (b"\x7fELF\x02\x02\x01" + bytes(11) + b"\x00\xb7", "aarch64"),
        (b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0\x4c\x01", "i386"),
        (b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0\x64\x86", "x86_64"),
        (b"MZ" + bytes(58) + b"\xff\xff\xff\xffPE", ""),
        (b"#!/bin/sh", ""),
        (b"", ""),
    ],
)
def test_processor_of_reads_both_formats(header: bytes, expected: str) -> None:
    assert processor_of(header) == expected


@given(st.binary(max_size=200), st.sampled_from([b"", b"MZ", b"\x7fELF"]))
def test_processor_of_anything_is_text(tail: bytes, start: bytes) -> None:
    assert isinstance(processor_of(start + tail), str)


def test_module_that_is_replaced_after_it_was_allowed_is_refused(tmp_path: Path) -> None:
    module, remembered = tmp_path / "mau.so", tmp_path / "allowed.json"
    module.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(11) + b"\x3e\x00")
    module.chmod(0o644)
    first = describe(module)
    rules = Rules((module.parent.resolve(),), "AMD64", own_users())
    write_allowed(remembered, {str(first.path): first.sha256})
    judge(describe(module), rules, read_allowed(remembered))

    module.write_bytes(module.read_bytes() + b"khac")

    with pytest.raises(ModuleChanged):
        judge(describe(module), rules, read_allowed(remembered))


def test_link_out_of_the_allowed_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "may").mkdir()
    (tmp_path / "ngoai").mkdir()
    (tmp_path / "ngoai/x.so").write_bytes(b"x")
    link = tmp_path / "may/x.so"
    link.symlink_to(tmp_path / "ngoai/x.so")

    with pytest.raises(ModuleUnsafe):
        judge(describe(link), Rules((tmp_path / "may",), "x86_64", own_users()), {})


def test_describe_of_missing_module_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModuleMissing):
        describe(tmp_path / "khong-co.so")


def test_read_allowed_without_file_is_empty(tmp_path: Path) -> None:
    assert read_allowed(tmp_path / "khong-co.json") == {}


@pytest.mark.parametrize("text", ["", "{}", '{"schema": "x", "modules": []}', "[1]"])
def test_read_allowed_of_damaged_list_allows_nothing(text: str, tmp_path: Path) -> None:
    path = tmp_path / "allowed.json"
    path.write_text(text, "utf-8")

    with pytest.raises(BadModuleCatalogue):
        read_allowed(path)


def test_list_folders_passes_over_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.so").touch()

    listing = list_folders([tmp_path, tmp_path / "khong-co"])

    assert listing == {tmp_path: ("a.so",)}
