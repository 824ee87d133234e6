"""Setting up a machine from a bundle: all or nothing, once and again, with hostile bundles."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap.wiring import Wiring
from app.catalog.base import SnapshotKey
from app.catalog.keeper import StationCatalog
from app.cli import entry_of, parse, run
from app.services.provision import Gear, Part, State, provision
from app.services.provision_source import Bundle, ProvisionInvalid, open_bundle
from app.services.recovery_files import make_key_pair
from app.services.trust import PublishOrder, list_in_use, publish_list
from app.setting_files import SettingsBook
from app.settings import Settings

FULL = {
    "schema": "sohoa.provision/1",
    "source": "Tỉnh Mẫu",
    "settings": {"server_url": "https://mot-cua.tinh.example", "retention_days": 30},
    "files": {"scan_profiles": "may-quet.json"},
    "locked": ["server_url"],
    "trust": {"publisher": "noi-lap.pub.pem", "list": "danh-sach.json"},
    "catalog": {"signer": "tinh.pub.pem", "snapshot": "danh-muc.json"},
    "recovery_key": {"file": "tinh.key.pub"},
}


def openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle with all parts, made with the commands that administrators use."""
    folder = tmp_path_factory.mktemp("bundle")
    secret = tmp_path_factory.mktemp("province")
    for name, public in (("noi-lap", "noi-lap.pub.pem"), ("tinh", "tinh.pub.pem")):
        openssl("genpkey", "-algorithm", "ed25519", "-out", str(secret / f"{name}.pem"))
        openssl("pkey", "-in", str(secret / f"{name}.pem"), "-pubout", "-out", str(folder / public))
    root = str(secret / "goc.pem")
    openssl(
        *("req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", str(secret / "goc.key")),
        *("-out", root, "-days", "3650", "-subj", "/CN=Goc thu/C=VN"),
        *("-addext", "basicConstraints=critical,CA:TRUE"),
        *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
    )
    now = datetime.now(UTC)
    order = PublishOrder((Path(root),), ("official",), "thử", "Nơi lập", 1, 180)
    listed = publish_list(order, secret / "noi-lap.pem", None, now)
    (folder / "danh-sach.json").write_bytes(listed)
    StationCatalog(secret / "catalog", lambda: now).export(
        folder / "danh-muc.json", source="Tỉnh", key=SnapshotKey(secret / "tinh.pem", None)
    )
    pair = make_key_pair(bytearray(b"mot cum mat khau dai"), os.urandom)
    (folder / "tinh.key.pub").write_bytes(pair.public)
    (folder / "may-quet.json").write_text('{"mode": "default", "profiles": []}', "utf-8")
    spec = {**FULL, "recovery_key": {"file": "tinh.key.pub", "fingerprint": pair.fingerprint}}
    (folder / "provision.json").write_text(json.dumps(spec), "utf-8")
    return folder


@pytest.fixture
def bundle(prepared: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    folder = tmp_path / "bundle"
    folder.mkdir()
    for file in prepared.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def changed(folder: Path, **parts: object) -> Path:
    spec = json.loads((folder / "provision.json").read_text("utf-8"))
    (folder / "provision.json").write_text(json.dumps({**spec, **parts}), "utf-8")
    return folder


def opened(folder: Path) -> Bundle:
    return open_bundle(folder, folder)


def gear(tmp_path: Path, **more: object) -> Gear:
    settings = Settings(data_dir=tmp_path / "kho", station_key_place="file")
    return Gear(
        machine_file=tmp_path / "etc" / "settings.json",
        settings=settings,
        catalog=StationCatalog(settings.data_dir / "catalog", lambda: datetime.now(UTC)),
        station=Wiring(settings, {}).station,
        now=lambda: datetime.now(UTC),
        **more,  # type: ignore[arg-type]  # the test names them
    )


def states(items: object) -> dict[tuple[str, str], str]:
    return {(str(item.part), item.name): str(item.state) for item in items}  # type: ignore[attr-defined]  # items


def test_provision_lays_down_everything_and_again_nothing(bundle: Path, tmp_path: Path) -> None:
    target = gear(tmp_path)

    first = provision(opened(bundle), target, apply=True)
    again = provision(opened(bundle), target, apply=True)

    assert {item.state for item in first} == {State.CHANGE}
    assert {item.part for item in first} == set(Part)
    assert {item.state for item in again} == {State.SAME}
    written = json.loads(target.machine_file.read_text("utf-8"))
    profiles = target.machine_file.parent / "provisioned" / "may-quet.json"
    assert written == {
        "server_url": "https://mot-cua.tinh.example",
        "retention_days": 30,
        "scan_profiles": str(profiles),
        "locked": ["server_url"],
    }
    assert profiles.read_bytes() == (bundle / "may-quet.json").read_bytes()
    held = list_in_use(target.settings.data_dir / "trust", datetime.now(UTC))
    assert held is not None
    assert held.sequence == 1
    assert target.catalog.snapshot() is not None
    with target.station() as station:
        assert station.upkeep is not None
        assert len(station.upkeep.recipients()) == 1
        acts = [entry.act.action for entry in station.store.audit_entries()]
    assert acts.count("station.provisioned") == 1
    assert acts.count("recovery.key_set") == 1


def test_provision_only_looking_changes_nothing(bundle: Path, tmp_path: Path) -> None:
    target = gear(tmp_path)

    items = provision(opened(bundle), target, apply=False)

    assert {item.state for item in items} == {State.CHANGE}
    assert not target.machine_file.exists()
    assert not target.settings.data_dir.exists()


def test_provision_keeps_other_names_of_the_machine_and_tells_what_changed(
    bundle: Path, tmp_path: Path
) -> None:
    target = gear(tmp_path, for_station=False)
    target.machine_file.parent.mkdir()
    held = {"agency_code": "H01", "retention_days": 30, "server_url": "https://cu.example"}
    target.machine_file.write_text(json.dumps({**held, "locked": True}), "utf-8")

    items = provision(opened(bundle), target, apply=True)

    written = json.loads(target.machine_file.read_text("utf-8"))
    assert written["agency_code"] == "H01"
    assert written["server_url"] == "https://mot-cua.tinh.example"
    assert written["locked"] == ["agency_code", "server_url"]
    found = states(items)
    assert found[("settings", "server_url")] == "change"
    assert found[("settings", "retention_days")] == "change"  # not locked any more


@pytest.mark.parametrize(
    ("parts", "part"),
    [
        ({"settings": {"retention_days": -3}}, Part.SETTINGS),
        ({"settings": {"no_such_setting": 1}}, Part.SETTINGS),
        ({"settings": {"server_url": "ftp://x"}}, Part.SETTINGS),
        ({"locked": ["no_such_setting"]}, Part.SETTINGS),
        ({"files": {"server_token_file": "may-quet.json"}}, Part.SETTINGS),
        ({"files": {"retention_days": "may-quet.json"}}, Part.SETTINGS),
        ({"trust": {"publisher": "tinh.pub.pem", "list": "danh-sach.json"}}, Part.TRUST),
        ({"trust": {"publisher": "may-quet.json"}}, Part.TRUST),
        ({"catalog": {"signer": "noi-lap.pub.pem", "snapshot": "danh-muc.json"}}, Part.CATALOG),
        ({"recovery_key": {"file": "tinh.key.pub", "fingerprint": "00"}}, Part.RECOVERY_KEY),
        ({"recovery_key": {"file": "may-quet.json", "fingerprint": "00"}}, Part.RECOVERY_KEY),
    ],
)
def test_provision_with_one_wrong_part_changes_nothing_at_all(
    bundle: Path, tmp_path: Path, parts: dict[str, object], part: Part
) -> None:
    target = gear(tmp_path)

    items = provision(opened(changed(bundle, **parts)), target, apply=True)

    assert [item.part for item in items if item.state is State.WRONG] == [part]
    assert not target.machine_file.exists()
    assert not target.settings.data_dir.exists()


def test_provision_refuses_a_list_that_was_changed_on_the_way(bundle: Path, tmp_path: Path) -> None:
    listed = bundle / "danh-sach.json"
    listed.write_bytes(listed.read_bytes().replace(b'"sequence": 1', b'"sequence": 9'))
    listed.write_bytes(listed.read_bytes().replace(b'"sequence":1', b'"sequence":9'))

    items = provision(opened(bundle), gear(tmp_path), apply=True)

    assert [item.part for item in items if item.state is State.WRONG] == [Part.TRUST]


def test_provision_that_moves_the_data_folder_leaves_the_station_for_the_next_run(
    bundle: Path, tmp_path: Path
) -> None:
    target = gear(tmp_path)
    changed(bundle, settings={"data_dir": str(tmp_path / "kho-moi")})

    items = provision(opened(bundle), target, apply=True)

    later = {item.part for item in items if item.state is State.LATER}
    assert later == {Part.TRUST, Part.CATALOG, Part.RECOVERY_KEY}
    assert not target.settings.data_dir.exists()


@pytest.mark.parametrize(
    "spec",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 100_000,
        b'{"schema": "sohoa.provision/2"}',
        b'{"schema": "sohoa.provision/1", "unknown": 1}',
        b'{"schema": "sohoa.provision/1", "settings": []}',
        b'{"schema": "sohoa.provision/1", "locked": "all"}',
        b'{"schema": "sohoa.provision/1", "files": {"scan_profiles": "../passwd"}}',
        b'{"schema": "sohoa.provision/1", "files": {"scan_profiles": "/etc/passwd"}}',
        b'{"schema": "sohoa.provision/1", "files": {"scan_profiles": "lost.json"}}',
        b'{"schema": "sohoa.provision/1", "files": {"scan_profiles": "provision.json"}}',
        b'{"schema": "sohoa.provision/1", "trust": {"list": "a.json"}}',
        b'{"schema": "sohoa.provision/1", "recovery_key": {"file": "a\\u0000b"}}',
        b'{"schema": "sohoa.provision/1", "settings": ' + b" " * 2**20 + b"{}}",
    ],
)
def test_open_bundle_refuses_what_it_does_not_understand(tmp_path: Path, spec: bytes) -> None:
    (tmp_path / "provision.json").write_bytes(spec)

    with pytest.raises(ProvisionInvalid):
        open_bundle(tmp_path, tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links")
def test_open_bundle_follows_no_link(bundle: Path, tmp_path: Path) -> None:
    (bundle / "may-quet.json").unlink()
    (bundle / "may-quet.json").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").write_text("{}", "utf-8")

    with pytest.raises(ProvisionInvalid):
        opened(bundle)


def test_open_bundle_reads_one_file_as_it_reads_a_folder(bundle: Path, tmp_path: Path) -> None:
    packed, work = tmp_path / "bo.zip", tmp_path / "work"
    work.mkdir()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in bundle.iterdir():
            archive.write(file, file.name)

    found = open_bundle(packed, work)

    assert found.digest == opened(bundle).digest
    assert found.source == "Tỉnh Mẫu"


@pytest.mark.parametrize("name", ["../x.json", "/x.json", "a/b.json", "C:x", ".hidden", ""])
def test_open_bundle_refuses_names_that_lead_elsewhere(tmp_path: Path, name: str) -> None:
    packed, work = tmp_path / "bo.zip", tmp_path / "work"
    work.mkdir()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name or "x" * 200, b"{}")

    with pytest.raises(ProvisionInvalid):
        open_bundle(packed, work)

    assert list(work.iterdir()) == []


def test_open_bundle_stops_at_a_file_that_unpacks_too_far(tmp_path: Path) -> None:
    packed, work = tmp_path / "bo.zip", tmp_path / "work"
    work.mkdir()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", bytes(65 * 2**20))

    with pytest.raises(ProvisionInvalid):
        open_bundle(packed, work)


def test_open_bundle_gives_another_digest_for_another_file(bundle: Path) -> None:
    before = opened(bundle).digest
    (bundle / "may-quet.json").write_text("{}", "utf-8")

    assert opened(bundle).digest != before


def test_provision_of_a_station_with_accounts_needs_its_administrator(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(data_dir=tmp_path / "kho", station_key_place="file")
    (tmp_path / "mk.txt").write_text("mat-khau-thu-nghiem-1\n", "utf-8")
    added = ["officer", "add", "quan-tri", "--name", "Q", "--role", "admin"]
    run(parse([*added, "--new-password-file", str(tmp_path / "mk.txt")]), Wiring(settings, {}))
    capsys.readouterr()
    command = ["provision", str(bundle), "--station"]
    login = ["--officer", "quan-tri", "--password-file", str(tmp_path / "mk.txt")]

    def given(words: list[str]) -> int:
        arguments = parse(words)
        return run(arguments, _Elsewhere(settings, {}, entry_of(arguments)))

    alone = given(command)
    as_administrator = given([*login, *command])

    assert (alone, as_administrator) == (1, 0)
    assert "[access." in capsys.readouterr().err


class _Elsewhere(Wiring):
    """With the machine's file in the test's folder."""

    def settings_files(self) -> SettingsBook:
        folder = self.settings.data_dir.parent
        return SettingsBook(
            folder / "settings.json",
            folder / "etc" / "settings.json",
            environment={},
            data_dir=self.settings.data_dir,
        )


def test_provision_command_tells_and_gives_exit_codes(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wiring = _Elsewhere(Settings(data_dir=tmp_path / "kho", station_key_place="file"), {})

    checked = run(parse(["provision", str(bundle), "--check"]), wiring)
    told = capsys.readouterr().out
    applied = run(parse(["provision", str(bundle), "--json"]), wiring)
    report = json.loads(capsys.readouterr().out)
    other = run(parse(["provision", str(bundle), "--expect", "00"]), wiring)
    changed(bundle, settings={"retention_days": "nhiều"})
    wrong = run(parse(["provision", str(bundle)]), wiring)

    assert (checked, applied, other, wrong) == (0, 0, 2, 1)
    assert "chưa ghi gì" in told
    assert report["applied"] is True
    assert {item["state"] for item in report["items"]} == {"change"}
    assert "Chưa ghi gì: có mục sai." in capsys.readouterr().out
