"""Import over a station in memory, and over real workers for what only they can do."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from app.domain.events import Act
from app.domain.ids import DossierId
from app.domain.page import Page
from app.errors import JobCancelled
from app.jobs import CancelToken, InlineExecutor, Progress
from app.services import page_edits
from app.services.capture import new_dossier
from app.services.import_files import (
    ImportHooks,
    Pasted,
    import_bytes,
    import_files,
)
from app.services.shared_sources import SharedSources
from app.services.station import Station
from tests.fakes.counter_station import CounterStation

ONE, TWO = b"\x89PNG one", b"\x89PNG two"


def pdf_of(pages: int, **options: Any) -> bytes:
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        target = io.BytesIO()
        pdf.save(target, **options)
    return target.getvalue()


@pytest.fixture
def counter() -> CounterStation:
    return CounterStation()


@pytest.fixture
def home(counter: CounterStation) -> DossierId:
    return new_dossier(counter.station).id


@pytest.fixture
def reading(counter: CounterStation) -> Station:
    """A station whose workers look at real files."""
    return replace(counter.station, cpu=InlineExecutor())


def test_import_pdf_gives_all_its_pages_in_order(
    tmp_path: Path, counter: CounterStation, reading: Station, home: DossierId
) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_of(7))

    result = import_files(reading, home, [tmp_path / "a.pdf"])

    pages = counter.pages(home)
    assert [page.frame for page in pages] == list(range(7))
    assert len({page.raw for page in pages}) == 1
    assert result.pages == tuple(pages)


def test_import_killed_before_the_commit_leaves_no_page_and_comes_whole_the_next_time(
    tmp_path: Path,
    counter: CounterStation,
    reading: Station,
    home: DossierId,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_of(5))

    def killed(_pages: Sequence[Page], _acts: Sequence[Act]) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(counter.store, "add_pages", killed)
        with pytest.raises(KeyboardInterrupt):
            import_files(reading, home, [tmp_path / "a.pdf"])
    lost = counter.pages(home)
    import_files(reading, home, [tmp_path / "a.pdf"])
    again = import_files(reading, home, [tmp_path / "a.pdf"])

    assert lost == []
    assert len(counter.pages(home)) == 5
    assert [failure.error.code for failure in again.failures] == ["import.already_taken"]


def test_import_same_file_into_another_dossier_is_allowed(
    tmp_path: Path, counter: CounterStation, home: DossierId
) -> None:
    other = new_dossier(counter.station).id
    (tmp_path / "1.png").write_bytes(ONE)

    for each in (home, other):
        import_files(counter.station, each, [tmp_path])

    assert [len(counter.pages(each)) for each in (home, other)] == [1, 1]


def test_import_file_whose_pages_are_in_the_trash_comes_anew(
    tmp_path: Path, counter: CounterStation, home: DossierId
) -> None:
    (tmp_path / "1.png").write_bytes(ONE)
    (first,) = import_files(counter.station, home, [tmp_path]).pages
    page_edits.trash_pages(counter.station, [first.id])

    result = import_files(counter.station, home, [tmp_path])

    assert [page.id for page in counter.pages(home)] == [page.id for page in result.pages]


@pytest.mark.parametrize(
    ("given", "code", "asked"),
    [
        (["mật khẩu"], None, [False]),
        (["sai", "mật khẩu"], None, [False, True]),
        ([""], "import.password_needed", [False]),
        (["a", "b", "c"], "import.password_needed", [False, True, True]),
    ],
)
def test_import_protected_pdf_asks_for_its_password(
    reading: Station,
    counter: CounterStation,
    home: DossierId,
    given: list[str],
    code: str | None,
    asked: list[bool],
) -> None:
    data = pdf_of(2, encryption=pikepdf.Encryption(owner="o", user="mật khẩu"))
    told: list[bool] = []
    answers = iter(given)

    def ask(_name: str, was_wrong: bool) -> str:
        told.append(was_wrong)
        return next(answers)

    hooks = ImportHooks(ask_password=ask)
    result = import_bytes(reading, home, [Pasted("a.pdf", data)], hooks=hooks)

    assert [failure.error.code for failure in result.failures] == ([code] if code else [])
    assert told == asked
    assert len(counter.pages(home)) == (0 if code else 2)
    assert not any("mật khẩu".encode() in raw for _, raw in counter.vault.blobs.values())


def test_import_pasted_picture_with_a_hostile_name(
    counter: CounterStation, home: DossierId
) -> None:
    result = import_bytes(counter.station, home, [Pasted("../../etc/\u202egnp.x", ONE)])

    (page,) = result.pages
    assert page.source == "gnp.x"
    assert counter.vault.get(home, page.raw) == ONE


def test_import_cancelled_between_two_files_keeps_the_first(
    tmp_path: Path, counter: CounterStation, home: DossierId
) -> None:
    (tmp_path / "1.png").write_bytes(ONE)
    (tmp_path / "2.png").write_bytes(TWO)
    token = CancelToken()

    hooks = ImportHooks(on_saved=lambda _page: token.cancel())
    with pytest.raises(JobCancelled):
        import_files(counter.station, home, [tmp_path], hooks=hooks, cancel=token)

    assert [page.source for page in counter.pages(home)] == ["1.png"]


def test_import_progress_counts_bytes_and_tells_time_only_when_it_can(
    tmp_path: Path, counter: CounterStation, home: DossierId
) -> None:
    (tmp_path / "1.png").write_bytes(ONE + bytes(9 * 1024))
    (tmp_path / "2.png").write_bytes(TWO + bytes(29 * 1024))
    now = iter([0.0, 0.0, 2.0, 2.0, 8.0])
    told: list[Progress] = []

    hooks = ImportHooks(on_progress=told.append)
    station = replace(counter.station, ticks=lambda: next(now))
    import_files(station, home, [tmp_path], hooks=hooks)

    assert [(each.done, each.total, each.seconds_left) for each in told] == [
        (0, 40, None),
        (10, 40, 6.0),
        (10, 40, 6.0),
        (40, 40, 0.0),
    ]


def test_shared_sources_decrypts_a_file_once_for_all_its_pages(
    counter: CounterStation, reading: Station, home: DossierId
) -> None:
    import_bytes(reading, home, [Pasted("a.pdf", pdf_of(4))])
    reads: list[None] = []
    counter.vault.before_get = lambda: reads.append(None)

    sources = SharedSources(counter.station)
    given = [sources.of(page) for page in counter.pages(home)]

    assert len(reads) == 1
    assert len({id(each) for each in given}) == 1
    assert bytes(given[0]) == counter.vault.get(home, counter.pages(home)[0].raw)
