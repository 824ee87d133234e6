"""A store that cannot be written is opened for looking; nothing in it changes."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.dossier import DossierState
from app.store import looking
from app.store.base import StoreDamaged, StoreFull, StoreInUse, StoreTooNew, StoreUnwritable
from app.store.lock import InstanceLock
from app.store.looking import is_writable, open_rooms_or_look
from app.store.looking_base import StoreReadOnly
from app.store.opening import Rooms, open_rooms, open_store
from app.store.schema import MIGRATIONS
from tests.store.store_samples import NOW, act, dossier, field, page, sealed_submission

pytestmark = pytest.mark.expects_log_warnings

CHILD = Path(__file__).with_name("looking_child.py")
NAMESPACE = ("unshare", "-rm")


def filled(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    home = dossier()
    store.add_dossier(home, act("dossier.created", home.id))
    for seq in (1, 2):
        store.add_page(page(home, seq, vault.put(home.id, b"sheet %d" % seq)), act())
    store.save_reading(store.pages(home.id)[0], [field(store.pages(home.id)[0])], act())
    sealed_submission(store, vault, 7)
    store.close()


def digests(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """The store refuses to be opened for writing, whatever the disk says."""

    def refuse(error: Exception) -> None:
        def opener(*_arguments: object, **_options: object) -> Rooms:
            raise error

        monkeypatch.setattr(looking, "open_rooms", opener)

    return refuse


def look(root: Path) -> Rooms:
    return open_rooms_or_look(root, clock=lambda: NOW)


def test_store_that_can_be_written_is_opened_as_always(root: Path) -> None:
    rooms = look(root)

    assert rooms.refusal is None
    rooms.store.add_dossier(dossier(), act())
    rooms.store.close()


@pytest.mark.parametrize("error", [StoreFull("no room"), StoreUnwritable("read-only")])
def test_store_that_cannot_be_written_shows_everything(
    root: Path, refused: Callable[[Exception], None], error: Exception
) -> None:
    filled(root)
    before = digests(root)
    refused(error)

    rooms = look(root)

    home = dossier().id
    assert rooms.refusal is error
    assert len(rooms.store.dossier_rows()) == 2
    assert [rooms.vault.get(home, each.raw) for each in rooms.store.pages(home)] == [
        b"sheet 1",
        b"sheet 2",
    ]
    assert len(rooms.store.fields(home)) == 1
    assert len(rooms.store.submissions()) == 1
    assert rooms.store.verify() == []
    rooms.store.close()
    assert digests(root) == before


def test_looked_at_store_refuses_every_write_and_keeps_no_entry(
    root: Path, refused: Callable[[Exception], None]
) -> None:
    filled(root)
    refused(StoreFull("no room"))
    rooms = look(root)
    store, home = rooms.store, dossier().id
    head = store.audit_head()

    for write in (
        lambda: store.add_dossier(dossier(3), act()),
        lambda: store.move_dossier(home, DossierState.OPEN, DossierState.REVIEWED, act()),
        lambda: rooms.vault.put(home, b"page"),
        lambda: rooms.vault.erase(home, store.pages(home)[0].raw),
        lambda: rooms.upkeep.hold(home, act()),
        lambda: store.next_number("slip"),
        store.care.back_up,
    ):
        with pytest.raises(StoreReadOnly):
            write()
    store.record(act("dossier.viewed", home))

    assert store.audit_head() == head
    assert not store.care.back_up_if_due()
    store.close()


def test_looked_at_store_leaves_no_copy_behind(
    root: Path,
    refused: Callable[[Exception], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filled(root)
    refused(StoreFull("no room"))
    made: list[Path] = []
    monkeypatch.setattr(
        tempfile,
        "mkdtemp",
        lambda prefix, dir: str(_made(tmp_path, made)),
    )

    rooms = look(root)
    was_there = made[0].is_dir()
    rooms.store.close()

    assert was_there
    assert not made[0].exists()


def _made(parent: Path, made: list[Path]) -> Path:
    made.append(parent / "copy")
    made[-1].mkdir(mode=0o700)
    return made[-1]


def test_looked_at_store_shows_what_only_the_log_of_the_database_has(
    root: Path, refused: Callable[[Exception], None]
) -> None:
    store, _ = open_store(root, clock=lambda: NOW)
    store.add_dossier(dossier(), act())
    crashed = root.with_name("crashed")
    shutil.copytree(root, crashed)
    store.close()
    assert (crashed / "store.db-wal").stat().st_size > 0
    refused(StoreUnwritable("read-only"))

    rooms = look(crashed)

    assert [row.dossier for row in rooms.store.dossier_rows()] == [dossier()]
    rooms.store.close()


def raised_schema(root: Path, *statements: str) -> None:
    connection = sqlite3.connect(root / "store.db")
    for statement in statements:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version={MIGRATIONS[-1].version + 1}")
    connection.commit()
    connection.close()


def test_store_of_a_newer_program_whose_rows_are_readable_is_shown(root: Path) -> None:
    filled(root)
    raised_schema(root, "CREATE TABLE novelty(id TEXT)", "ALTER TABLE page ADD COLUMN hue TEXT")

    rooms = look(root)

    assert isinstance(rooms.refusal, StoreTooNew)
    assert len(rooms.store.pages(dossier().id)) == 2
    rooms.store.close()


def test_store_of_a_newer_program_whose_rows_are_not_is_refused(root: Path) -> None:
    filled(root)
    raised_schema(root, "ALTER TABLE submission RENAME COLUMN reason TO ground")

    with pytest.raises(StoreTooNew):
        look(root)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE submission SET state = 'dreamt'", "UPDATE dossier SET state = 'dreamt'"],
)
def test_store_of_a_newer_program_with_values_that_are_new_is_refused(
    root: Path, statement: str
) -> None:
    filled(root)
    raised_schema(root, "DROP TRIGGER dossier_stays_sealed", statement)

    with pytest.raises(StoreTooNew):
        look(root)


def test_place_without_a_store_is_refused_with_the_first_reason(
    root: Path, refused: Callable[[Exception], None]
) -> None:
    root.mkdir(mode=0o700)
    refused(StoreUnwritable("read-only"))

    with pytest.raises(StoreUnwritable, match="read-only"):
        look(root)


def test_store_in_other_hands_is_not_looked_at(
    root: Path, refused: Callable[[Exception], None]
) -> None:
    filled(root)
    lock = InstanceLock(root / "app.lock")
    refused(StoreFull("no room"))

    with pytest.raises(StoreFull) as refusal:
        look(root)

    assert isinstance(refusal.value.__cause__, StoreInUse)
    lock.release()


def test_damaged_database_is_not_looked_at(
    root: Path, refused: Callable[[Exception], None]
) -> None:
    filled(root)
    path = root / "store.db"
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 9] = b"\xa5" * (4096 * 6)
    path.write_bytes(data)
    refused(StoreFull("no room"))

    with pytest.raises(StoreFull) as refusal:
        look(root)

    assert isinstance(refusal.value.__cause__, StoreDamaged)


def test_looked_at_store_gives_the_lock_back(
    root: Path, refused: Callable[[Exception], None]
) -> None:
    filled(root)
    refused(StoreFull("no room"))

    look(root).store.close()

    again = open_rooms(root, clock=lambda: NOW)
    assert again.store.verify() == []
    again.store.close()


def test_is_writable_of_a_folder_that_is_there(tmp_path: Path) -> None:
    assert is_writable(tmp_path)
    assert not is_writable(tmp_path / "gone")


def may_unshare() -> bool:
    if shutil.which("unshare") is None:
        return False
    probe = [*NAMESPACE, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "/mnt"]
    return subprocess.run(probe, capture_output=True, timeout=30, check=False).returncode == 0


def in_namespace(mode: str, root: Path) -> list[str]:
    if not may_unshare():
        pytest.skip("no right to make a namespace")
    done = subprocess.run(
        [*NAMESPACE, sys.executable, str(CHILD), mode, str(root)],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.may_skip("a right of the kernel's, nothing that set-up could install")
def test_store_on_a_read_only_mount_is_shown(root: Path) -> None:
    filled(root)

    said = in_namespace("readonly", root)

    assert said == [
        "refusal store.unwritable",
        "pages 2 whole 2 findings 0",
        "writing store.read_only",
        "writable False",
    ]


@pytest.mark.may_skip("a right of the kernel's, nothing that set-up could install")
def test_store_on_a_full_disk_is_shown_and_works_again_when_there_is_room(root: Path) -> None:
    said = in_namespace("full", root)

    assert said == [
        "refusal store.full",
        "pages 19 whole 19 findings 0",
        "writing store.read_only",
        "writable False",
        "afterwards None",
    ]
