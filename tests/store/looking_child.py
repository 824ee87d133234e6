"""A process that makes a store's disk unwritable for itself; run inside `unshare -rm`.

readonly ROOT     look at a store on a file system that was mounted read-only
full ROOT         fill a file system of 4 MiB with a store, then open it again
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.errors import StationError
from app.store.base import StoreFull
from app.store.looking import is_writable, open_rooms_or_look
from app.store.looking_base import StoreReadOnly
from app.store.opening import Rooms, open_store
from tests.store.store_samples import NOW, act, dossier, page


def say(text: str) -> None:
    print(text, flush=True)


def look(root: Path) -> Rooms:
    rooms = open_rooms_or_look(root, clock=lambda: NOW)
    say(f"refusal {rooms.refusal.code if rooms.refusal else 'none'}")
    pages = rooms.store.pages(dossier().id)
    whole = sum(bool(rooms.vault.get(each.dossier_id, each.raw)) for each in pages)
    say(f"pages {len(pages)} whole {whole} findings {len(rooms.store.verify())}")
    try:
        rooms.store.add_page(page(dossier(), 999, pages[0].raw), act())
        say("written")
    except StoreReadOnly as error:
        say(f"writing {error.code}")
    say(f"writable {is_writable(root)}")
    rooms.store.close()
    return rooms


def readonly(root: Path) -> None:
    subprocess.run(["mount", "--bind", str(root), str(root)], check=True)
    subprocess.run(["mount", "-o", "remount,ro,bind", str(root)], check=True)
    look(root)


def full(root: Path) -> None:
    root.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs", str(root)]
    subprocess.run(mount, check=True)
    store, vault = open_store(root, clock=lambda: NOW)
    home = dossier()
    store.add_dossier(home, act())
    for seq in range(1, 20):
        store.add_page(page(home, seq, vault.put(home.id, os.urandom(1000))), act())
    store.close()
    ballast = root / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    look(root)
    ballast.unlink()
    rooms = open_rooms_or_look(root, clock=lambda: NOW)
    say(f"afterwards {rooms.refusal}")
    rooms.store.close()


if __name__ == "__main__":
    try:
        {"readonly": readonly, "full": full}[sys.argv[1]](Path(sys.argv[2]))
    except (StationError, StoreFull) as problem:
        say(f"refused {problem.code} {problem.detail}")
