"""Pages come into one dossier from several sides at once: none is refused for its number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.ids import DossierId, PageId
from app.domain.page import Page, PageState
from app.errors import IllegalStep
from app.jobs import InlineExecutor
from app.services import page_edits
from app.services.capture import ScanOrder, new_dossier, scan
from app.services.import_files import import_files
from app.services.page_places import with_next_seq
from ocr.reading import PageReading
from tests.fakes.counter_station import CounterStation, small_pdf

RIVAL = b"\x89PNG of the other"


@pytest.fixture
def made() -> CounterStation:
    return CounterStation()


def let_a_rival_in(made: CounterStation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another way of capture saves a page just after the next number was asked for."""
    real, waiting = made.store.next_seq, [True]

    def next_seq(dossier_id: DossierId) -> int:
        seq = real(dossier_id)
        if waiting:
            waiting.clear()
            raw = made.vault.put(dossier_id, RIVAL)
            rival = Page(
                PageId("rival"), dossier_id, seq, PageState.CAPTURED, raw, "image/png", 0, ""
            )
            made.store.add_page(rival, made.station.act("page.captured", rival.id))
        return seq

    monkeypatch.setattr(made.store, "next_seq", next_seq)


def numbers(made: CounterStation, home: DossierId) -> list[int]:
    return sorted(page.seq for page in made.pages(home))


def test_scan_beside_another_scan_saves_both(
    made: CounterStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = new_dossier(made.station).id
    made.scanner.load([b"\x89PNG 1"])
    let_a_rival_in(made, monkeypatch)

    (page,) = scan(made.station, home, ScanOrder("fake:feeder"))

    assert made.store.page(page.id) == page
    assert numbers(made, home) == [1, 2]


def test_import_beside_a_scan_saves_all_pages(
    made: CounterStation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = new_dossier(made.station).id
    file = tmp_path / "a.pdf"
    file.write_bytes(small_pdf(["one", "two"]))
    let_a_rival_in(made, monkeypatch)

    brought = import_files(replace(made.station, cpu=InlineExecutor()), home, [file])

    assert [page.seq for page in brought.pages] == [2, 3]
    assert [page.frame for page in brought.pages] == [0, 1]
    assert numbers(made, home) == [1, 2, 3]


def test_sending_beside_a_scan_loses_no_page(
    made: CounterStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = made.add_dossier([(b"\x89PNG 1", PageReading(200, 280, 300))])
    other = new_dossier(made.station).id
    (page,) = made.pages(home)
    let_a_rival_in(made, monkeypatch)

    page_edits.send_to_dossier(made.station, [page.id], other)

    assert page.id in {each.id for each in made.pages(other)}
    assert numbers(made, other) == [1, 2]


def test_with_next_seq_refused_for_another_reason_is_told(made: CounterStation) -> None:
    home = new_dossier(made.station).id
    asked: list[int] = []

    def refuse(seq: int) -> None:
        asked.append(seq)
        raise IllegalStep("closed")

    with pytest.raises(IllegalStep):
        with_next_seq(made.station, home, refuse)

    assert asked == [1]
