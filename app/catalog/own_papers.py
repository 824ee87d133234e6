"""Forms of the station's own: one file of papers in its folder, laid over the catalogue.

The file has the form of the shipped ones and is read by the same rules, so that it can be
handed to other stations as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.catalog.base import CatalogInvalid
from app.catalog.entries import (
    MAX_FILE_BYTES,
    Entry,
    day,
    listed,
    parse_json,
    require_keys,
    require_unique,
)
from app.catalog.load import CatalogContent, with_papers
from app.catalog.local import write_atomically
from app.catalog.paper_entries import PAPERS_SCHEMA, paper_entry, papers_document
from app.catalog.papers import read_paper
from ocr.understanding.forms import PaperType

OWN_PAPERS_FILE = "papers_province.json"


@dataclass(frozen=True, slots=True)
class OwnPapers:
    """Papers that a station or province has made, and the day they were last changed."""

    source: str
    day: date
    papers: tuple[PaperType, ...] = ()

    def laid_over(self, base: CatalogContent) -> CatalogContent:
        """The catalogue with these papers in it, by code; raises `CatalogInvalid`."""
        return with_papers(base, self.papers)

    def with_paper(self, paper: PaperType) -> tuple[PaperType, ...]:
        """The papers with one more, or with another one in the place of its code."""
        merged = {each.code: each for each in self.papers}
        return tuple({**merged, paper.code: paper}.values())


def papers_from_json(document: object, where: str) -> OwnPapers:
    """Papers out of the decoded JSON of a file.

    Raises:
        CatalogInvalid: Another schema, or a paper is wrong or stands twice.
    """
    known = require_keys(document, "schema source valid_from papers")
    if known.get("schema") != PAPERS_SCHEMA:
        raise CatalogInvalid(f"{where} has another schema")
    first = day(known, "valid_from")
    papers = tuple(_paper(entry, where) for entry in listed(known.get("papers"), where))
    require_unique((paper.code for paper in papers), "paper")
    return OwnPapers(str(known.get("source", "")), first or date.min, papers)


def _paper(entry: object, where: str) -> PaperType:
    """One paper; an error in it names it."""
    if not isinstance(entry, dict):
        raise CatalogInvalid(f"{where} holds something that is no entry")
    known: Entry = entry
    try:
        return read_paper(known)
    except CatalogInvalid as error:
        raise CatalogInvalid(f"paper {known.get('code')!r}: {error.detail}") from error


def load_own_papers(folder: Path) -> OwnPapers | None:
    """The papers in a station's folder, None where there are none yet.

    Raises:
        CatalogInvalid: The file cannot be read or is wrong.
    """
    try:
        content = (folder / OWN_PAPERS_FILE).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise CatalogInvalid(f"{OWN_PAPERS_FILE} cannot be read: {error.strerror}") from error
    if len(content) > MAX_FILE_BYTES:
        raise CatalogInvalid(f"{OWN_PAPERS_FILE} is too large")
    return papers_from_json(parse_json(content, OWN_PAPERS_FILE), OWN_PAPERS_FILE)


def checked_papers(papers: Sequence[PaperType]) -> tuple[PaperType, ...]:
    """The papers after a trip through their own file: what is saved can be read again.

    Raises:
        CatalogInvalid: One of them would not be read.
    """
    content = papers_content(papers, source="", first=date.min)
    return papers_from_json(parse_json(content, OWN_PAPERS_FILE), OWN_PAPERS_FILE).papers


def papers_content(papers: Iterable[PaperType], *, source: str, first: date) -> bytes:
    """The bytes of a file of papers.

    Raises:
        CatalogInvalid: It would be too large to be read again.
    """
    entries = [paper_entry(paper) for paper in papers]
    document = papers_document(entries, source=source, valid_from=first.isoformat())
    content = (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    if len(content) > MAX_FILE_BYTES:
        raise CatalogInvalid(f"{OWN_PAPERS_FILE} is too large")
    return content


def save_own_papers(folder: Path, own: OwnPapers) -> None:
    """Write the papers so that a power cut leaves the old or the new file.

    Raises:
        CatalogUnwritable: The folder or the file cannot be written.
    """
    content = papers_content(own.papers, source=own.source, first=own.day)
    write_atomically(folder / OWN_PAPERS_FILE, content)
