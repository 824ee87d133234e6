"""A wrong server setting leaves an offline station, never a shut one."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import Wiring
from app.domain.manifest import Manifest
from app.province.errors import NotConfigured
from app.settings import Settings

MANIFEST = Manifest("d", "", "", "cb", "tram", 1, ())


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize(
    "wrong",
    [
        {"server_url": "not an address"},
        {"server_url": "http://papers.example"},
        {"server_url": "https://papers.example", "server_ca_file": "/none.pem"},
        {"server_url": "https://papers.example", "server_token_file": "/none"},
    ],
)
def test_system_that_cannot_be_used_makes_everything_wait(
    tmp_path: Path, wrong: dict[str, str]
) -> None:
    system = Wiring(Settings(data_dir=tmp_path, **wrong), {}).system()

    assert not system.reachable()
    with pytest.raises(NotConfigured) as caught:
        system.begin(MANIFEST, "key")
    assert caught.value.detail != "server_url is empty"


def test_system_without_an_address_says_so(tmp_path: Path) -> None:
    system = Wiring(Settings(data_dir=tmp_path), {}).system()

    with pytest.raises(NotConfigured, match="server_url is empty"):
        system.begin(MANIFEST, "key")
