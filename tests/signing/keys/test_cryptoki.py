"""The C interface: what is no PKCS#11 library, and libraries that answer oddly."""

from __future__ import annotations

from pathlib import Path

import pytest

from signing.errors import ModuleMissing
from signing.keys.cryptoki import Attribute, Cryptoki, CryptokiError, ObjectClass
from signing.keys.tokens import find_token
from tests.shim.faulty_tokens import EC, ONE
from tests.shim.token_shim import Shim

pytestmark = pytest.mark.softhsm


def test_library_without_pkcs11_is_refused(built_shim: Shim) -> None:
    plain = next(
        Path(line.split()[-1])
        for line in Path("/proc/self/maps").read_text("utf-8").splitlines()
        if "libc.so" in line
    )

    with pytest.raises(ModuleMissing):
        Cryptoki(plain)


def test_library_that_gives_no_functions_is_refused(
    built_shim: Shim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHIM_MODULE", raising=False)

    with pytest.raises(ModuleMissing):
        Cryptoki(built_shim.module)


def test_library_that_does_not_start_is_refused(loaded_shim: Shim) -> None:
    loaded_shim.command("Initialize=0x5@1+")

    with pytest.raises(ModuleMissing):
        Cryptoki(loaded_shim.module)


def test_error_names_function_and_value(loaded_shim: Shim) -> None:
    loaded_shim.command("GetSlotList=0x80000042@1")

    with pytest.raises(CryptokiError) as raised:
        Cryptoki(loaded_shim.module).slots()

    assert str(raised.value) == "C_GetSlotList: 0x80000042"


def test_attribute_that_an_object_lacks_is_empty(loaded_shim: Shim) -> None:
    library = Cryptoki(loaded_shim.module)
    session = library.open_session(find_token(library, ONE).slot)
    certificate = library.find(session, ObjectClass.CERTIFICATE)[0]

    lacking = library.attribute(session, certificate, Attribute.EC_POINT)
    there = library.attribute(session, certificate, Attribute.VALUE)

    assert lacking == b""
    assert there.startswith(b"\x30\x82")
    library.close_session(session)


def test_changed_slots_are_named_once(loaded_shim: Shim) -> None:
    library = Cryptoki(loaded_shim.module)
    quiet = library.changed_slots()
    loaded_shim.command(f"slot_event={EC}")

    changed = library.changed_slots()

    assert quiet == frozenset()
    assert changed == {find_token(library, EC).slot}
    assert library.changed_slots() == frozenset()
