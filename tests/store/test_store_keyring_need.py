"""A start asks for a keyring only where the station's key lies in one, or will."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import store_rooms
from app.settings import Settings


def test_station_whose_key_is_in_its_file_asks_no_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(store_rooms, "find_keyring", lambda: asked.append("now"))
    settings = Settings(data_dir=tmp_path / "station", station_key_place="auto")

    store_rooms.open_store(settings).store.close()
    first = list(asked)
    store_rooms.open_store(settings).store.close()

    assert first == ["now"]
    assert asked == first
