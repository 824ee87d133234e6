"""Forms: samples read, a form tried, and saved into the station's own catalogue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from app.catalog.base import Change
from app.domain.officer import Right
from app.domain.page import Page
from app.scanning.folder import read_source, safe_name
from app.services.access import require
from app.services.form_draft import (
    FormCodeTaken,
    FormDraft,
    FormError,
    SampleWithoutWords,
    build_paper,
    draft_of,
    free_printing,
    known_layout,
)
from app.services.form_jobs import (
    Trial,
    TrialOrder,
    place_form,
    run_trial,
)
from app.services.review import page_picture, page_reading
from app.services.station import Station, knowledge
from app.services.workers import ReadOrder, inspect_source, read_page
from ocr.reading import PageReading
from ocr.understanding.forms import FormLayout, PaperType
from ocr.understanding.knowledge import Knowledge
from ocr.understanding.printing import SamplePage, draw_layout


class SampleWithoutPage(FormError):
    """The file has no page of this number; `detail` says how many it has."""

    code = "form.no_such_page"


@dataclass(frozen=True, slots=True)
class Sample:
    """A page to make a form from, or to try one on.

    Attributes:
        name: What it is called: name of the file, or number of the page.
        picture: The cleaned page, JPEG or PNG.
        page_count: Pages of the file it is from.
        number: Which of them, from 1.
    """

    name: str
    picture: bytes
    reading: PageReading
    page_count: int = 1
    number: int = 1

    @property
    def page(self) -> SamplePage:
        """Its words and width."""
        return SamplePage(self.reading.text, self.reading.width_px)


def sample_of_page(station: Station, page: Page) -> Sample:
    """A page of a dossier as a sample.

    Raises:
        NotFound: The page is not read yet.
        SampleWithoutWords: Nothing was read on it.
    """
    reading = page_reading(station, page)
    sample = Sample(str(page.seq), page_picture(station, page), reading)
    return _with_words(sample)


def sample_of_file(station: Station, path: Path, number: int = 1) -> Sample:
    """A page of a picture or PDF file, read in a worker; nothing of it is stored.

    Raises:
        ScanError: The file cannot be opened.
        LibraryError: It is no picture or PDF, or it cannot be read.
        SampleWithoutPage: It has fewer pages.
        SampleWithoutWords: Nothing was read on it.
    """
    data = read_source(path)
    info = station.cpu.submit(inspect_source, data).result()
    if not 1 <= number <= info.page_count:
        raise SampleWithoutPage(str(info.page_count))
    order = ReadOrder(
        data=data,
        frame=number - 1,
        dpi=0,
        knowledge=Knowledge(),
        timeout_s=station.reading.page_timeout_s,
        tessdata_dir=station.reading.tessdata_dir,
        languages=station.reading.languages,
    )
    outcome = station.cpu.submit(read_page, order).result()
    sample = Sample(safe_name(path.name), outcome.clean, outcome.reading, info.page_count, number)
    return _with_words(sample)


def _with_words(sample: Sample) -> Sample:
    if not sample.reading.text.words:
        raise SampleWithoutWords(sample.name)
    return sample


def known_forms(station: Station) -> tuple[PaperType, ...]:
    """Forms that can be opened: those of the station first."""
    own = station.forms.own_papers()
    codes = {paper.code for paper in own}
    known = station.forms.known_papers() or station.catalog.paper_types()
    return (*own, *(paper for paper in known if paper.code not in codes))


def open_form(station: Station, paper: PaperType, sample: Sample | None) -> FormDraft:
    """A known form as a draft, with the frames of its values where a printing fits the sample."""
    if sample is None:
        name = paper.layouts[-1].name if paper.layouts else ""
        return draft_of(paper, name, {})
    placed = station.cpu.submit(place_form, paper, sample.reading.text).result()
    return draft_of(paper, placed.printing, dict(placed.boxes))


def move_form(
    station: Station, draft: FormDraft, on: SamplePage | None, sample: Sample
) -> FormDraft:
    """A draft on another sample: its frames move along where the printing fits that, too.

    Args:
        station: The station.
        draft: The form.
        on: The sample it was drawn on, None where there was none.
        sample: The new one.
    """
    drawn: tuple[FormLayout, ...] = ()
    if on is not None and draft.frames:
        drawn = (draw_layout(draft.printing or free_printing(draft.paper), on, draft.frames),)
    layouts = drawn or tuple(known_layout(draft, each) for each in draft.paper.layouts)
    laid = replace(draft.paper, layouts=layouts)
    placed = station.cpu.submit(place_form, laid, sample.reading.text).result()
    boxes = dict(placed.boxes)
    fields = tuple(
        replace(field, value=boxes.get(field.name), label=None) for field in draft.fields
    )
    printing = placed.printing or draft.printing or free_printing(draft.paper)
    return replace(draft, fields=fields, printing=printing)


def try_form(station: Station, draft: FormDraft, on: SamplePage | None, sample: Sample) -> Trial:
    """Read a sample with the form as it is now.

    Args:
        station: The station.
        draft: The form.
        on: The sample it was drawn on.
        sample: What to read.

    Raises:
        FormError: The form is not ready.
    """
    order = TrialOrder(
        build_paper(draft, on), sample.reading.text, sample.reading.codes, _known(station)
    )
    return station.cpu.submit(run_trial, order).result()


def _known(station: Station) -> Knowledge:
    return replace(knowledge(station.catalog), papers=known_forms(station))


@dataclass(frozen=True, slots=True)
class SavedForm:
    """A form that was saved, and what has changed by that."""

    paper: PaperType
    changes: tuple[Change, ...]


def save_form(station: Station, draft: FormDraft, on: SamplePage | None) -> SavedForm:
    """Save a form into the station's own catalogue; it is used from the next start on.

    Raises:
        FormError: The form is not ready, or its code belongs to another one.
        CatalogError: The catalogue refuses it, or cannot be written.
    """
    require(station, Right.SET_UP)
    paper = build_paper(draft, on)
    if paper.code != draft.opened and any(
        paper.code == known.code for known in known_forms(station)
    ):
        raise FormCodeTaken(paper.code)
    found = station.forms.save_paper(paper, apply=True)
    station.store.record(station.act("catalog.form_saved", paper.code))
    return SavedForm(paper, found)


def export_form(station: Station, code: str, target: Path) -> None:
    """Write a saved form as a file for other stations.

    Raises:
        UnknownPaper: It is not saved.
        CatalogUnwritable: The file cannot be written.
    """
    station.forms.export_papers(target, (code,))
