"""A SoftHSM2 store of tokens behind the misbehaving library."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from signing.keys.pkcs11 import reload_module
from signing.requests import Pkcs11Source
from signing.trial.authority import KeyKind, OfficerProfile, TrialAuthority
from signing.trial.token import create_store, create_token, find_module, load_into_token
from tests.shim.token_shim import Shim, build_shim

PIN = "Tk9-mười-2468"
"""As real tokens want it, and with letters that UTF-8 and UTF-16 write differently."""

ONE, EXPIRED_FIRST, TWO, EC, BARE = "MOT-KHOA", "HET-HAN", "HAI-KHOA", "KHOA-EC", "RONG"
_PAST = OfficerProfile(
    common_name="Nguyễn Thị Cũ",
    valid_from=timedelta(days=-800),
    valid_for=timedelta(days=365),
    kind=KeyKind.EC_256,
)
_TOKENS: Mapping[str, tuple[OfficerProfile, ...]] = {
    ONE: (OfficerProfile(),),
    EXPIRED_FIRST: (_PAST, OfficerProfile(common_name="Nguyễn Thị Mới")),
    TWO: (OfficerProfile(common_name="Trần Văn Một"), OfficerProfile(common_name="Trần Văn Hai")),
    EC: (OfficerProfile(kind=KeyKind.EC_256),),
    BARE: (),
}


def make_tokens(folder: Path, now: datetime, pin: str = PIN) -> Shim:
    """Build the library and fill the store; takes some seconds.

    Raises:
        NoCompiler: There is no C compiler.
        ModuleMissing: SoftHSM2 is not installed.
    """
    real = find_module()
    module = build_shim(folder)
    authority = TrialAuthority.create(
        folder / "authority", now, base_url="http://127.0.0.1:9", password="không dùng"
    )
    store = create_store(folder)
    shim = Shim(module, real, folder, store.environment)
    shim.reset()
    for label in _TOKENS:
        create_token(store, label, pin)
    with environment(store.environment):
        reload_module(real)
        for label, profiles in _TOKENS.items():
            for number, profile in enumerate(profiles):
                key_id = bytes([number + 1])
                load_into_token(Pkcs11Source(real, label), pin, authority.issue(profile), key_id)
    return shim


@contextmanager
def environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for a while; libraries in this process see them too."""
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
