"""Which PKCS#11 libraries are loaded: those that a person allowed, once, by their digest."""

from __future__ import annotations

import hashlib
import platform
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import LibraryError
from app.services.diagnose import check_token_modules
from app.services.key_host import KeyHosts, NoKeys
from app.services.token_door import token_door, token_label, with_certificate
from app.services.workers import token_report
from app.token_keys import ALLOWED_DIGESTS, TokenKeys, shipped_catalogue
from signing.keys.module_trust import read_allowed
from signing.keys.modules import System

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ELF and modes")
ELF = {"x86_64": 62, "aarch64": 183}


@pytest.fixture
def module(tmp_path: Path) -> Path:
    """A file that looks like a library for this machine and would never load."""

    folder = tmp_path / "lib"
    folder.mkdir(mode=0o755)
    header = bytearray(b"\x7fELF\x02\x01" + bytes(58))
    header[18:20] = ELF[platform.machine()].to_bytes(2, "little")
    path = folder / "libviettel-ca_v6.so"
    path.write_bytes(header)
    path.chmod(0o644)
    return path


def keys_over(folder: Path, module: Path, environment: dict[str, str] | None = None) -> TokenKeys:
    shipped = shipped_catalogue()
    own = replace(shipped, folders={**shipped.folders, System.LINUX: (module.parent,)})
    return TokenKeys(folder / "station" / "modules.json", environment or {}, own)


def source(module: Path) -> str:
    return f"pkcs11:{module}#THU"


def test_known_libraries_are_found_once_whatever_names_lead_to_them(
    tmp_path: Path, module: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "viettel-ca_v6.so").symlink_to(module)
    (module.parent / "libviettel-ca_v6.so.1.2").symlink_to(module)
    (module.parent / "libc.so.6").touch()
    token = other / "libbit4xpki.so"
    token.touch()
    shipped = shipped_catalogue()
    looked_in = {System.LINUX: (module.parent, other, tmp_path / "none")}
    keys = keys_over(tmp_path, module)
    keys.catalogue = replace(shipped, looked_in=looked_in)

    found = keys.libraries()

    assert [(each.path, each.maker) for each in found] == [
        (str(token), "Bit4id xPKI (thiết bị của VGCA)"),
        (str(module), "Viettel-CA"),
    ]


def test_doctor_names_the_libraries_that_were_found(module: Path) -> None:
    some = check_token_modules(lambda: [str(module)])
    none = check_token_modules(list)

    assert (some.good, some.safe, some.remedy) == (True, module.name, "")
    assert not none.good
    assert none.remedy


def test_unknown_library_is_not_loaded_and_the_person_is_told_what_it_is(
    tmp_path: Path, module: Path
) -> None:
    keys = keys_over(tmp_path, module)

    with pytest.raises(LibraryError) as refused:
        keys.devices(source(module))
    question = keys.question(source(module))

    assert refused.value.code == "key.module_unknown"
    assert question.path == str(module)
    assert question.maker == "Viettel-CA"
    assert question.sha256 == hashlib.sha256(module.read_bytes()).hexdigest()
    assert not keys.allowed_file.exists()


def test_report_of_a_token_loads_no_library_that_nobody_has_judged(module: Path) -> None:
    with pytest.raises(LibraryError) as refused:
        token_report(source(module))

    assert refused.value.code == "key.module_unknown"


def test_unlock_of_an_unknown_library_wipes_the_pin(tmp_path: Path, module: Path) -> None:
    pin = bytearray(b"24682468")

    with pytest.raises(LibraryError, match=r"key\.module_unknown|nobody"):
        keys_over(tmp_path, module).unlock(source(module), pin)

    assert not any(pin)


def test_allowed_library_is_remembered_and_another_under_its_name_refused(
    tmp_path: Path, module: Path
) -> None:
    keys = keys_over(tmp_path, module)
    question = keys.question(source(module))

    keys.allow(question)
    remembered = keys._allowed(module)  # what loading asks first
    module.write_bytes(module.read_bytes() + b"other")
    with pytest.raises(LibraryError) as refused:
        keys.devices(source(module))

    assert read_allowed(keys.allowed_file) == {question.path: question.sha256}
    assert remembered.sha256 == question.sha256
    assert refused.value.code == "key.module_changed"


def test_library_in_another_folder_cannot_be_allowed(tmp_path: Path, module: Path) -> None:
    keys = TokenKeys(tmp_path / "modules.json", {})
    keys.allow(keys.question(source(module)))

    with pytest.raises(LibraryError) as refused:
        keys.devices(source(module))

    assert refused.value.code == "key.module_unsafe"


@pytest.mark.parametrize("right", [True, False])
def test_digest_of_the_administrator_allows_that_library_alone(
    tmp_path: Path, module: Path, right: bool
) -> None:
    digest = hashlib.sha256(module.read_bytes()).hexdigest() if right else "0" * 64
    keys = keys_over(tmp_path, module, {ALLOWED_DIGESTS: f"{'1' * 64} {digest}"})

    outcome = ""
    try:
        keys._allowed(module)
    except Exception as error:  # the room's own error, before it crosses the door
        outcome = type(error).__name__

    assert outcome == ("" if right else "ModuleUnknown")
    assert keys.allowed_file.exists() is right


def test_environment_of_a_driver_holds_what_it_needs_and_nothing_else(
    tmp_path: Path, module: Path
) -> None:
    needed = {"PATH": "/usr/bin", "HOME": "/home/can-bo", "PCSCLITE_CSOCK_NAME": "/run/pcscd"}
    strange = {"LD_PRELOAD": "/tmp/la.so", "LD_LIBRARY_PATH": "/tmp", "SOHOA_PIN": "246810"}

    passed_on = keys_over(tmp_path, module, {**needed, **strange})._passed_on()

    assert passed_on == needed


def test_token_door_is_found_behind_the_hosts_of_a_station(tmp_path: Path, module: Path) -> None:
    keys = keys_over(tmp_path, module)

    assert token_door(KeyHosts({"pkcs11": keys})) is keys
    assert token_door(KeyHosts({})) is None
    assert token_door(NoKeys()) is None


def test_source_names_token_and_certificate() -> None:
    plain = "pkcs11:/usr/lib/thu.so#THU@1"
    chosen = with_certificate(plain, "a" * 64)

    assert token_label(plain) == "THU@1"
    assert chosen == f"{plain}@{'a' * 64}"
    assert token_label(chosen) == "THU@1"
    assert with_certificate(chosen, "b" * 64) == f"{plain}@{'b' * 64}"
