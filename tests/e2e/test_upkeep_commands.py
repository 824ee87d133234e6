"""Recovery keys, purge and the rest of keeping by command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import Sohoa


@pytest.fixture
def secret(tmp_path: Path) -> str:
    file = tmp_path / "passphrase.txt"
    file.write_text("cụm mật khẩu để thử", "utf-8")
    return str(file)


def test_dead_station_is_recovered_with_the_province_key(
    sohoa: Sohoa, tmp_path: Path, secret: str
) -> None:
    key, paper = tmp_path / "province.key", tmp_path / "paper.txt"
    made = sohoa(
        "store", "recovery-key", "--new", str(key), "--paper", str(paper), "--pin-file", secret
    )
    sohoa("dossier", "new", "--code", "H26-1")
    used = sohoa("store", "recovery-key", "--set", f"{key}.pub", "--json")
    disk = str(tmp_path / "station")

    by_file = sohoa(
        "store", "recover", "--disk", disk, "--key", str(key), "--pin-file", secret,
        "--to", str(tmp_path / "out"), "--json",
    )  # fmt: skip
    by_paper = sohoa(
        "store", "recover", "--disk", disk, "--paper", str(paper),
        "--to", str(tmp_path / "new"), "--as-store", "--json",
    )  # fmt: skip

    assert (made.code, used.code, by_file.code, by_paper.code) == (0, 0, 0, 0)
    assert [each["kind"] for each in used.report["recovery_keys"]] == ["province"]
    assert (by_file.report["written"], by_file.report["lost"]) == (1, [])
    assert (tmp_path / "new" / "store.db").exists()
    assert not (tmp_path / "new" / "work").exists()


def test_wrong_passphrase_recovers_nothing(sohoa: Sohoa, tmp_path: Path, secret: str) -> None:
    key, wrong = tmp_path / "province.key", tmp_path / "wrong.txt"
    wrong.write_text("một cụm khác hẳn", "utf-8")
    sohoa("store", "recovery-key", "--new", str(key), "--pin-file", secret)
    sohoa("dossier", "new")

    refused = sohoa(
        "store", "recover", "--disk", str(tmp_path / "station"), "--key", str(key),
        "--pin-file", str(wrong), "--to", str(tmp_path / "out"), "--json",
    )  # fmt: skip

    assert refused.code == 1
    assert refused.report["error"]["code"] == "recovery.passphrase_wrong"


@pytest.mark.parametrize("word", ["trần", "thị", "mẫu", "tran thi mau"])
def test_name_that_was_taken_back_is_found_by_none_of_its_words(sohoa: Sohoa, word: str) -> None:
    home = sohoa("dossier", "new", "--json").report["dossier"]
    sohoa("reuse", "owner", home, "--owner", "001099000001", "--name", "Trần Thị Mẫu")
    before = sohoa("dossier", "list", "--find", word, "--json").report["dossiers"]

    sohoa("reuse", "owner", home, "--owner", "001099000002", "--name", "Lê Đức Hoàng")

    after = sohoa("dossier", "list", "--find", word, "--json").report["dossiers"]
    now = sohoa("dossier", "list", "--find", "đức", "--json").report["dossiers"]
    assert [each["id"] for each in before] == [home]
    assert after == []
    assert [each["id"] for each in now] == [home]


def test_search_plan_and_places_are_told(sohoa: Sohoa) -> None:
    home = sohoa("dossier", "new", "--code", "H26-251", "--json").report["dossier"]

    found = sohoa("dossier", "list", "--find", "h26 251", "--json").report["dossiers"]
    none = sohoa("dossier", "list", "--find", "nguyễn", "--json").report["dossiers"]
    plan = sohoa("purge", "plan", "--json").report["dossiers"]
    place = sohoa("store", "key-place", "--json").report["place"]
    copy = sohoa("store", "second-copy", "--json").report

    assert [each["id"] for each in found] == [home]
    assert (none, plan, copy["wanted"]) == ([], [], False)
    assert place == "file" or place.startswith("keyring")
    assert sohoa("purge", "hold", home).code == 0
    assert sohoa("purge", "release", home).code == 0
    assert sohoa("purge", "undo", home).code == 1


def test_hurt_second_copy_is_named_and_mended(
    sohoa: Sohoa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    monkeypatch.setenv("SOHOA_SECOND_COPY_DIR", str(disk))
    sohoa("dossier", "new", "--code", "H26-1")
    started = sohoa("store", "second-copy", "--start", "--json").report
    kept = next(disk.glob("dossiers/*/key.json"))
    whole = kept.read_bytes()
    kept.unlink()

    found = sohoa("store", "verify")
    mended = sohoa("store", "second-copy", "--mend")
    again = sohoa("store", "second-copy", "--mend", "--json").report

    assert (started["waiting"], started["mended"], started["damaged"]) == (0, 0, 0)
    assert "! copy.missing" in found.out
    assert "sohoa store second-copy --mend" in found.out
    assert "đã đưa vào sao lại: 1" in mended.out
    assert (again["mended"], kept.read_bytes()) == (0, whole)
