"""The setting `delivery`: which way it opens, what it refuses, and the key of statements."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from app.province.bag_delivery import BagDelivery
from app.province.documents_import import DocumentsImport
from app.province.errors import NotConfigured
from app.province.mapped import MappedSystem
from app.province.statements import Answer, station_statements
from app.province.ways import WayOptions, open_way
from tests.province.bag_samples import MANIFEST, NOW

EXAMPLE = Path(__file__).parents[2] / "docs/province-system.example.json"


def options(folder: Path, **changes: object) -> WayOptions:
    given = {"server_url": "https://example.invalid/", **changes}
    return WayOptions(data_dir=folder, now=lambda: NOW, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("delivery", "kind"),
    [
        ("folder:/media/usb", BagDelivery),
        ("webdav:https://example.invalid/dav", BagDelivery),
        ("sftp:example.invalid/gui", BagDelivery),
        ("s3:https://example.invalid/bucket", BagDelivery),
        ("import:https://example.invalid/", DocumentsImport),
        (f"mapped:{EXAMPLE}", MappedSystem),
    ],
)
def test_open_way_opens_what_the_setting_names(tmp_path: Path, delivery: str, kind: type) -> None:
    system = open_way(delivery, options(tmp_path))

    system.close()
    assert isinstance(system, kind)


@pytest.mark.parametrize(
    ("delivery", "changes"),
    [
        ("", {}),
        ("folder", {}),
        ("folder:", {}),
        ("folder:gui", {}),
        ("ftp:x/y", {}),
        ("webdav:http://example.invalid/", {}),
        ("import:ftp://x", {}),
        ("import:https://example.invalid/", {"portal_paths": "/one"}),
        ("import:https://example.invalid/", {"portal_paths": "https://a https://b"}),
        ("mapped:/khong/co.json", {}),
        (f"mapped:{EXAMPLE}", {"server_url": ""}),
        ("folder:/media/usb", {"keys_file": "/khong/co.json"}),
        ("webdav:https://example.invalid/", {"secret_file": "/khong/co.json"}),
    ],
)
def test_open_way_refuses_what_it_cannot_use(
    tmp_path: Path, delivery: str, changes: dict[str, object]
) -> None:
    with pytest.raises(NotConfigured):
        open_way(delivery, options(tmp_path, **changes))


def test_station_statements_keep_their_key(tmp_path: Path) -> None:
    file = tmp_path / "statement-key.pem"

    first, second = (station_statements(file, lambda: NOW) for _ in range(2))

    assert first.jwks() == second.jwks()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    answer = Answer("folder", "BN-1", "hs-1")
    assert first.receipt(answer, MANIFEST).jws == second.receipt(answer, MANIFEST).jws


@pytest.mark.parametrize("content", ["", "no key", json.dumps({"kty": "OKP"})])
def test_station_statements_with_another_file_are_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "statement-key.pem"
    file.write_text(content)

    with pytest.raises(NotConfigured):
        station_statements(file, lambda: NOW)
