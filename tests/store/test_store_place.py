"""A store does not lie on a network share."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.store.base import StoreUnwritable
from app.store.opening import open_store
from app.store.place import file_system_of
from tests.store.store_samples import NOW

MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
23 22 0:20 / /home rw,relatime shared:1 - nfs4 server:/home rw
24 23 254:1 / /home/local rw,relatime - xfs /dev/vdb rw
25 22 0:21 / /mnt/my\\040share rw - cifs //server/share rw
26 22 254:2 / /srv rw - ext4 /dev/vdc rw
27 22 0:22 / /srv rw - nfs server:/srv rw
a line of something else
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "ext4"),
        ("/var/lib/station", "ext4"),
        ("/home/officer", "nfs4"),
        ("/homework", "ext4"),
        ("/home/local/station", "xfs"),
        ("/mnt/my share/station", "cifs"),
        ("/srv/station", "nfs"),
    ],
)
def test_file_system_of_path_is_the_nearest_mount(path: str, kind: str) -> None:
    assert file_system_of(Path(path), MOUNTS) == kind


def test_file_system_without_mounts_is_unknown() -> None:
    assert file_system_of(Path("/x"), "") == ""


def test_open_on_a_network_share_is_refused_and_makes_nothing(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"23 22 0:9 / {root.parent} rw - nfs4 server:/ rw\n")
    # A test cannot mount a share.
    monkeypatch.setattr("app.store.place._MOUNTS", mounts)

    with pytest.raises(StoreUnwritable):
        open_store(root, clock=lambda: NOW)

    assert not root.exists()
