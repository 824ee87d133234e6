"""Evidence of loose files: one bundle for each, a chain that goes on, kept apart from the file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import LibraryError, StationError
from app.services.loose_evidence import EvidenceFolder, EvidenceMissing
from signing.trust.records import Act, EvidenceFacts
from signing.verdict import RevocationProof

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FIRST, SECOND = "a" * 64, "b" * 64


def facts(sha256: str, act: Act = Act.SIGNED) -> EvidenceFacts:
    return EvidenceFacts(NOW, act, sha256, "NguoiKy_1", act.value, RevocationProof((b"chung thu",)))


@pytest.fixture
def folder(tmp_path: Path) -> EvidenceFolder:
    return EvidenceFolder(tmp_path / "evidence")


def test_keep_gives_back_what_was_kept(folder: EvidenceFolder, tmp_path: Path) -> None:
    folder.keep([facts("0" * 64), facts(FIRST)])

    records, contents = folder.read(FIRST)

    assert [record.file_sha256 for record in records] == ["0" * 64, FIRST]
    assert list(contents.values()) == [b"chung thu"]
    assert (tmp_path / "evidence").stat().st_mode & 0o077 == 0


def test_keep_goes_on_with_the_chain_of_the_file_before(folder: EvidenceFolder) -> None:
    folder.keep([facts(FIRST)])

    folder.keep([facts(SECOND, Act.EXTENDED)], follows=FIRST)

    records, _ = folder.read(SECOND)
    assert [record.act for record in records] == ["signed", "extended"]
    assert records[1].previous == records[0].sha256
    assert len(folder.read(FIRST)[0]) == 1


def test_keep_of_a_file_from_elsewhere_begins_a_chain(folder: EvidenceFolder) -> None:
    folder.keep([facts(SECOND, Act.EXTENDED)], follows=FIRST)

    assert [record.number for record in folder.read(SECOND)[0]] == [1]


def test_read_of_a_changed_bundle_is_refused(folder: EvidenceFolder, tmp_path: Path) -> None:
    folder.keep([facts(FIRST)])
    (path,) = (tmp_path / "evidence").iterdir()
    path.write_text(path.read_text("utf-8").replace('"signed"', '"checked"', 1), "utf-8")

    with pytest.raises(LibraryError) as caught:
        folder.read(FIRST)
    with pytest.raises(LibraryError):
        folder.keep([facts(SECOND)], follows=FIRST)

    assert caught.value.code == "evidence.tampered"


def test_read_of_nothing_is_missing(folder: EvidenceFolder) -> None:
    with pytest.raises(EvidenceMissing):
        folder.read(FIRST)
    assert not folder.has(FIRST)


def test_keep_where_nothing_can_be_written_is_an_error_with_a_code(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("")

    with pytest.raises(StationError):
        EvidenceFolder(tmp_path / "tep" / "x").keep([facts(FIRST)])
