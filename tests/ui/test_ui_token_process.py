"""The window over a token in its own process: its software is asked about, pulling it is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.services.key_host import KeyHosts
from app.token_keys import TokenKeys, shipped_catalogue
from app.ui.counter import Counter
from app.ui.token_view import TokenMood
from signing.keys.module_trust import read_allowed
from signing.keys.modules import System
from tests.fakes.counter_station import CounterStation
from tests.shim.faulty_tokens import TWO
from tests.shim.token_fixtures import built_shim, shim
from tests.shim.token_shim import Shim

__all__ = ["built_shim", "shim"]
pytestmark = pytest.mark.softhsm
WAIT_MS = 30_000


def test_software_is_allowed_once_and_the_token_watched(
    open_counter: Callable[..., Counter],
    world: CounterStation,
    qtbot: QtBot,
    shim: Shim,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.token_keys._PASSED_ON", ("PATH", *shim.environment))
    shipped = shipped_catalogue()
    folders = {**shipped.folders, System.LINUX: (shim.module.parent,)}
    keys = TokenKeys(
        tmp_path / "modules.json",
        {**os.environ, **shim.environment},
        replace(shipped, folders=folders),
    )
    world.station = replace(world.station, keys=KeyHosts({"pkcs11": keys}))
    try:
        counter = open_counter(key=f"pkcs11:{shim.module}#{TWO}")
        signing, panel = counter.flows.signing, counter.window.sign.person
        qtbot.waitUntil(lambda: signing.token.mood is TokenMood.ASK, timeout=WAIT_MS)
        panel.allow_button.click()
        qtbot.waitUntil(lambda: signing.token.mood is TokenMood.READY, timeout=WAIT_MS)
        names = [each.summary.subject for each in signing.token.certificates]
        shim.command("slot_empty=1")
        qtbot.waitUntil(lambda: signing.token.mood is TokenMood.MISSING, timeout=WAIT_MS)
        shim.command()
        qtbot.waitUntil(lambda: signing.token.mood is TokenMood.READY, timeout=WAIT_MS)
    finally:
        keys.close()

    assert sorted(names) == ["Trần Văn Hai", "Trần Văn Một"]
    assert list(read_allowed(tmp_path / "modules.json")) == [str(shim.module)]
