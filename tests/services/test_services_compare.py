"""Papers of a dossier against each other, once all of them are read."""

from __future__ import annotations

from dataclasses import replace

from app.domain.field import FieldState
from app.domain.ids import DossierId
from app.services.compare import compare_papers
from app.services.review import FieldKey, confirm_field
from ocr import reading as read
from tests.fakes.counter_station import CounterStation, reading

ID = "038096000456"
PNG = b"\x89PNG "


def field(name: str, value: str, *, sure: bool = True) -> read.FieldReading:
    state = read.FieldState.GREEN if sure else read.FieldState.AMBER
    source = read.FieldSource.OCR
    return read.FieldReading(name, name, value, state, 0.85, source, (0, 0, 9, 9))


CARD = replace(
    reading(field("id_number", ID), field("full_name", "Trần Văn Bảo")),
    paper=read.PaperGuess("cccd_front", "Căn cước công dân", 0.9),
)


def opened(*declared: read.FieldReading) -> tuple[CounterStation, DossierId]:
    counter = CounterStation()
    form = reading(field("requester.id_document", ID), *declared, paper="Tờ khai")
    home = counter.add_dossier([(PNG + b"form", form), (PNG + b"card", CARD)])
    return counter, home


def test_compare_papers_card_read_last_proves_the_name_of_the_form() -> None:
    counter, home = opened(field("requester.full_name", "Trần Văn Bảo", sure=False))

    assert counter.field(home, "requester.full_name").state is FieldState.GREEN


def test_compare_papers_contradiction_is_shown_with_what_the_card_says() -> None:
    counter, home = opened(field("requester.full_name", "Trần Văn Bào"))

    doubted = counter.field(home, "requester.full_name")
    assert (doubted.state, doubted.problem) == (FieldState.AMBER, "conflict.documents")
    assert (doubted.value, doubted.alternatives) == ("Trần Văn Bào", ("Trần Văn Bảo",))
    assert counter.field(home, "full_name").state is FieldState.GREEN


def test_compare_papers_again_changes_nothing() -> None:
    counter, home = opened(field("requester.full_name", "Trần Văn Bào"))

    assert compare_papers(counter.station, home) == []


def test_compare_papers_what_the_officer_decided_stays() -> None:
    counter, home = opened(field("requester.full_name", "Trần Văn Bào"))
    doubted = counter.field(home, "requester.full_name")
    confirm_field(counter.station, FieldKey(home, doubted.page_id, doubted.name))

    compare_papers(counter.station, home)

    kept = counter.field(home, "requester.full_name")
    assert (kept.value, kept.state) == ("Trần Văn Bào", FieldState.GREEN)
