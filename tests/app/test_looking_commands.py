"""Commands over a store that cannot be written: those that look work, the others say why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.bootstrap import store_rooms
from app.bootstrap.starting import main
from app.command_rights import LOOKING
from app.store import looking
from app.store.base import StoreFull
from app.store.opening import Rooms, open_store
from tests.store.store_samples import NOW, act, dossier, page, sealed_submission

pytestmark = pytest.mark.expects_log_warnings


@pytest.fixture
def full_station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with two dossiers, on a disk that takes nothing more."""
    root = tmp_path / "station"
    store, vault = open_store(root, clock=lambda: NOW)
    home = dossier()
    store.add_dossier(home, act("dossier.created", home.id))
    store.add_page(page(home, 1, vault.put(home.id, b"sheet")), act())
    sealed_submission(store, vault, 7)
    store.close()

    def full(*_arguments: object, **_options: object) -> Rooms:
        raise StoreFull("no room")

    monkeypatch.setattr(looking, "open_rooms", full)
    monkeypatch.setattr(store_rooms, "open_rooms", full)
    monkeypatch.setenv("SOHOA_SETTINGS", str(tmp_path / "none.json"))
    return root


def test_commands_that_look_show_the_rows(
    full_station: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--data", str(full_station), "dossier", "list", "--json"])

    assert code == 0
    assert len(json.loads(capsys.readouterr().out)["dossiers"]) == 2


@pytest.mark.parametrize(
    "words", [("dossier", "show", dossier().id), ("outbox", "list"), ("store", "verify")]
)
def test_other_commands_that_look_work_too(full_station: Path, words: tuple[str, ...]) -> None:
    assert main(["--data", str(full_station), *words]) == 0


@pytest.mark.parametrize("words", [("dossier", "new"), ("outbox", "send"), ("purge", "run")])
def test_commands_that_write_end_with_the_code_of_the_disk(
    full_station: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    code = main(["--data", str(full_station), *words])

    assert code != 0
    assert "store.full" in capsys.readouterr().err


def test_commands_that_look_are_commands() -> None:
    from app.commands import COMMANDS

    assert set(COMMANDS) >= LOOKING
