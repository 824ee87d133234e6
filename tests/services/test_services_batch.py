"""Batches: folders become dossiers, a stop at any moment costs nothing, a repeat does nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from app.domain.cover_code import Cover, CoverKind, cover_text
from app.domain.ids import DossierId
from app.domain.page import SEPARATOR
from app.errors import JobCancelled, WrongUse
from app.jobs import CancelToken
from app.scanning.folder import SourceDenied
from app.services.batch import BatchHooks, BatchResult, TakenFile, run_batch
from app.services.batch_delivery import queue_signed, sign_built
from app.services.batch_ledger import Ledger, LedgerUnwritable
from app.services.batch_report import METADATA_NAME, csv_bytes, report_rows, write_finished
from app.services.batch_sample import draw_sample, draw_sheet, sample_rows
from app.services.batch_sources import NothingToTake, find_stacks
from app.services.review import ReviewUnfinished, finish_review
from app.services.separator_look import SeparatorLook
from app.services.sign import Key
from app.services.station import Station
from app.services.workers import Inspected
from app.shared_bytes import SharedBytes, whole
from app.store.base import StoreFull
from tests.fakes.counter_station import KEY, PIN, CounterStation

A, B = "H26-251027-0001", "H26-251027-0002"


def cover(code: str) -> SeparatorLook:
    return SeparatorLook(codes=(("qr", cover_text(Cover(CoverKind.CODE, code))),))


LOOKS = [cover(A), None, None, None, cover(B), None, None]
"""Cover A with three pages, cover B with two."""


class Archive:
    """A station, a folder with a stack of two dossiers and one without covers, and the ledger."""

    def __init__(self, folder: Path) -> None:
        self.made = CounterStation()
        self.root = folder / "vao"
        self.ledger_file = folder / "batches.jsonl"
        self.put("chong", LOOKS)
        self.put("roi", [None, None])

    def put(self, name: str, looks: list[SeparatorLook | None], start: int = 1) -> None:
        (self.root / name).mkdir(parents=True, exist_ok=True)
        for number, look in enumerate(looks, start):
            data = f"\x89PNG {name} {number}".encode("latin-1")
            self.made.reader.seen[data] = look or SeparatorLook()
            (self.root / name / f"{number}.png").write_bytes(data)

    def run(
        self, hooks: BatchHooks | None = None, cancel: CancelToken | None = None
    ) -> BatchResult:
        ledger = Ledger(self.ledger_file)
        found = find_stacks(self.root)
        return run_batch(self.made.station, found, ledger, hooks=hooks, cancel=cancel)

    def shape(self) -> list[tuple[str, str, str]]:
        """Code, state and pages of each dossier that has pages."""
        told = []
        for row in self.made.store.dossier_rows():
            pages = self.made.pages(row.dossier.id)
            signs = "".join("S" if SEPARATOR in page.flags else "." for page in pages)
            if pages:
                told.append((row.dossier.code, row.dossier.state.value, signs))
        return sorted(told)


WHOLE = [("", "built", ".."), (A, "built", "S..."), (B, "built", "S..")]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def test_run_batch_makes_a_built_dossier_for_each_cover(archive: Archive) -> None:
    result = archive.run()

    assert archive.shape() == WHOLE
    assert (result.stopped_by, result.held, result.read) == (None, {}, 9)
    assert [taken.is_new for taken in result.files] == [True] * 9
    assert len(result.dossiers) == 3


def test_run_batch_again_takes_and_reads_nothing(archive: Archive) -> None:
    first = archive.run()

    again = archive.run()

    assert archive.shape() == WHOLE
    assert again.read == 0
    assert not any(taken.is_new for taken in again.files)
    assert {t.digest: t.pages for t in again.files} == {t.digest: t.pages for t in first.files}
    assert set(again.dossiers) == set(first.dossiers)


@pytest.mark.parametrize("files", range(9))
def test_run_batch_stopped_after_any_file_goes_on_as_if_nothing_was(
    archive: Archive, files: int
) -> None:
    token = CancelToken()
    seen: list[TakenFile] = []

    def count(taken: TakenFile) -> None:
        seen.append(taken)
        if len(seen) > files:
            token.cancel()

    stopped = archive.run(BatchHooks(on_file=count), token)
    again = archive.run()

    assert isinstance(stopped.stopped_by, JobCancelled)
    assert archive.shape() == WHOLE
    assert again.stopped_by is None
    assert len(again.files) == 9


def test_run_batch_new_file_in_a_known_folder_comes_alone(archive: Archive) -> None:
    archive.run()
    archive.put("roi", [None], start=3)

    again = archive.run()

    assert [taken.name for taken in again.files if taken.is_new] == ["3.png"]
    assert archive.shape() == sorted([*WHOLE, ("", "built", ".")])


def test_run_batch_same_bytes_elsewhere_are_not_taken_twice(archive: Archive) -> None:
    (archive.root / "z-lap").mkdir()
    (archive.root / "z-lap" / "x.png").write_bytes((archive.root / "roi" / "1.png").read_bytes())

    result = archive.run()

    assert archive.shape() == WHOLE
    assert sum(taken.is_new for taken in result.files) == 9
    assert len(result.files) == 10


def test_run_batch_bad_file_is_told_and_stops_no_other(archive: Archive) -> None:
    (archive.root / "chong" / "2b.txt").write_text("no picture")
    (archive.root / "roi" / "link.png").symlink_to(archive.root / "roi" / "1.png")

    result = archive.run()

    codes = {t.name: t.error.code for t in result.files if t.error is not None}
    assert codes == {"2b.txt": "input.not_an_image", "link.png": "import.not_regular_file"}
    assert archive.shape() == WHOLE


def test_run_batch_full_disk_stops_and_goes_on_once_there_is_room(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, added = archive.made.store, archive.made.store.add_pages
    calls: list[int] = []

    def fill(*arguments: object) -> None:
        calls.append(1)
        if len(calls) == 4:
            raise StoreFull("no room")
        added(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "add_pages", fill)
    stopped = archive.run()
    again = archive.run()

    assert isinstance(stopped.stopped_by, StoreFull)
    assert again.stopped_by is None
    assert archive.shape() == WHOLE


def test_run_batch_dossier_that_needs_a_person_is_told_and_stops_no_other(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_once(station: Station, dossier_id: DossierId) -> None:
        if station.store.dossier(dossier_id).code == A:
            raise ReviewUnfinished("red fields: 1")
        finish_review(station, dossier_id)

    monkeypatch.setattr("app.services.batch.finish_review", refuse_once)
    told: list[str] = []

    result = archive.run(BatchHooks(on_held=lambda _dossier, error: told.append(error.code)))

    assert told == ["review.unfinished"]
    assert [error.code for error in result.held.values()] == told
    assert archive.shape() == [WHOLE[0], (A, "open", "S..."), WHOLE[2]]


def test_ledger_torn_by_a_kill_keeps_what_was_whole(tmp_path: Path, archive: Archive) -> None:
    archive.run()
    whole = archive.ledger_file.read_bytes()
    archive.ledger_file.write_bytes(whole + b'{"file":"ab","of"')

    again = archive.run()

    assert again.read == 0
    assert archive.shape() == WHOLE
    assert Ledger(archive.ledger_file).pages_of(again.files[0].digest)


def test_ledger_lost_still_takes_nothing_twice(archive: Archive) -> None:
    archive.run()
    archive.ledger_file.unlink()

    archive.run()

    assert archive.shape() == WHOLE


def test_ledger_tells_no_names(archive: Archive) -> None:
    archive.run()

    text = archive.ledger_file.read_text("ascii")

    assert "chong" not in text
    assert "png" not in text


def test_ledger_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(LedgerUnwritable):
        Ledger(tmp_path / "file" / "batches.jsonl")


def test_find_stacks_counts_as_people_do_and_leaves_hidden_files_out(tmp_path: Path) -> None:
    for name in ("h10/b.png", "h2/10.png", "h2/9.png", "h2/.x.png", "h2/Thumbs.db", ".an/c.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")

    found = find_stacks(tmp_path)

    assert [(s.name, [f.name for f in s.files]) for s in found.stacks] == [
        ("h2", ["9.png", "10.png"]),
        ("h10", ["b.png"]),
    ]


def test_find_stacks_without_a_folder_or_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        find_stacks(tmp_path / "none")
    with pytest.raises(NothingToTake):
        find_stacks(tmp_path)


@pytest.mark.may_skip("the administrator reads every folder")
def test_find_stacks_folder_without_permission_is_told(tmp_path: Path) -> None:
    (tmp_path / "mo").mkdir()
    (tmp_path / "mo" / "1.png").write_text("x")
    shut = tmp_path / "khoa"
    shut.mkdir(mode=0o000)
    try:
        if _may_read(shut):
            pytest.skip("this account reads every folder")
        ((place, error),) = find_stacks(tmp_path).refused
    finally:
        shut.chmod(0o700)

    assert place == "khoa"
    assert isinstance(error, SourceDenied)


def _may_read(folder: Path) -> bool:
    try:
        list(folder.iterdir())
    except PermissionError:
        return False
    return True


def test_report_rows_tell_dossier_state_and_trouble_of_each_file(archive: Archive) -> None:
    (archive.root / "chong" / "9.txt").write_text("no picture")
    result = archive.run()

    rows = report_rows(archive.made.station, result, lambda error: "Không nhận được.")

    assert [row[:2] for row in rows[:2]] == [("chong", "1.png"), ("chong", "2.png")]
    assert rows[0][3:6] == (A, "1", "đã dựng PDF/A, chờ ký")
    (bad,) = (row for row in rows if row[1] == "9.txt")
    assert bad[5:] == ("không nhận được", "Không nhận được. [input.not_an_image]")


def test_csv_bytes_no_cell_is_a_formula() -> None:
    text = csv_bytes(("Tệp",), [("=cmd|x",), ("-1",), ("@a",), ("Hồ sơ, “A”",)]).decode("utf-8-sig")

    assert text.splitlines() == ["Tệp", "'=cmd|x", "'-1", "'@a", '"Hồ sơ, “A”"']


def test_write_finished_puts_files_under_archive_names_with_their_metadata(
    archive: Archive, tmp_path: Path
) -> None:
    result = archive.run()
    _let_count_pdfs(archive)

    first = write_finished(archive.made.station, result.dossiers, tmp_path / "ra")
    second = write_finished(archive.made.station, result.dossiers, tmp_path / "ra")

    names = sorted(path.name for path in (tmp_path / "ra").rglob("*.pdf"))
    table = (tmp_path / "ra" / METADATA_NAME).read_text("utf-8-sig").splitlines()
    assert (first.files, first.new, second.new) == (3, 3, 0)
    assert all(name.startswith("H26_VB_00000") and "_V1_20251027_" in name for name in names)
    assert table[0].startswith("Hồ sơ,Tệp,DocCode,TypeName,CodeNumber,CodeNotation,IssuedDate")
    assert len(table) == 4
    assert {line.split(",")[-2] for line in table[1:]} == {"2", "3"}


def _let_count_pdfs(archive: Archive) -> None:
    """Let the reader count pages of the PDFs it has made."""
    reader, plain = archive.made.reader, archive.made.reader.inspect_source

    def inspect(given: bytes | SharedBytes) -> Inspected:
        data = whole(given)
        if data.startswith(b"%PDF"):
            return Inspected("application/pdf", data.count(b"/Type/Page/"), False, "0" * 64)
        return plain(data)

    reader.inspect_source = inspect  # type: ignore[method-assign]  # a fake of a fake


def test_sign_built_then_queue_sends_every_dossier_to_the_outbox(archive: Archive) -> None:
    result = archive.run()
    station, pin = archive.made.station, bytearray(PIN.encode())

    held = sign_built(station, result.dossiers, Key(KEY, pin))
    queued, waiting = queue_signed(station, result.dossiers)

    assert (held, waiting, queued) == ({}, {}, 3)
    assert {state for _, state, _ in archive.shape()} == {"sealed"}
    assert not any(pin)
    assert len(archive.made.token.logins) == 1


def test_draw_sample_follows_from_its_seed(archive: Archive) -> None:
    result = archive.run()
    station = archive.made.station

    drawn = draw_sample(station, result, 4, seed=7)

    assert draw_sample(station, archive.run(), 4, seed=7) == drawn
    assert len({(each.stack, each.file) for each in drawn}) == 4
    assert len(draw_sample(station, result, 99, seed=7)) == 9
    assert any(draw_sample(station, result, 4, seed=other) != drawn for other in range(20))


def test_draw_sheet_has_a_page_for_every_thirteen_lines(archive: Archive) -> None:
    rows = sample_rows(draw_sample(archive.made.station, archive.run(), 9, seed=1))

    sheet = draw_sheet(tuple(rows * 2), "Phiếu kiểm tra chất lượng số hóa")

    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        assert len(pdf.pages) == 2
    assert sheet == draw_sheet(tuple(rows * 2), "Phiếu kiểm tra chất lượng số hóa")
