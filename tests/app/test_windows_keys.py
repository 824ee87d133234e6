"""Keys in the store of Windows, as the station sees them."""

from __future__ import annotations

import hashlib
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from app.windows_keys import WindowsKeys
from signing.trial.authority import OfficerProfile, TrialAuthority
from tests.fakes.windows_store import WindowsStore


def test_what_lies_in_the_store_is_listed_without_a_pin(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    authority = TrialAuthority.create(tmp_path, now, base_url="http://127.0.0.1:9", password="x")
    keys = [authority.issue(OfficerProfile()) for _ in range(2)]
    store = WindowsStore(keys, pin="2468")

    listed = WindowsKeys(store.functions).stored_certificates()

    ders = [each.certificate.public_bytes(Encoding.DER) for each in keys]
    assert [one.sha256 for one in listed] == [hashlib.sha256(der).hexdigest() for der in ders]
    assert not store.open_things


@pytest.mark.skipif(sys.platform == "win32", reason="there is one")
def test_nothing_is_listed_where_there_is_no_such_store() -> None:
    assert WindowsKeys().stored_certificates() == ()
