"""Digitized: what this office has digitized is remembered in the name of its owner."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from app.catalog.base import CatalogError
from app.domain.dossier import Dossier, DossierFile, FileRole
from app.domain.field import Field
from app.domain.ids import DossierId
from app.domain.owner import Owner, is_owner_id
from app.domain.procedure import Procedure, reason_not_to_copy
from app.domain.reuse import DigitizedPaper, Keeper, KnownPaper, Term, digitized_code
from app.errors import StationError
from app.services.assemble import paper_title, papers_of
from app.services.station import Station
from ocr.understanding.dates import NO_EXPIRY

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Dossiers in one round."""

_NUMBER = ("number", "book")
_ISSUED = ("issued_on", "registration.date", "registered_on")
_EXPIRES = ("expires_on", "valid_until")


def remember_due(station: Station) -> int:
    """Remember the papers of dossiers whose receipt is stored; gives how many dossiers.

    A dossier whose papers cannot be read is passed over: its papers are scanned again one day,
    which costs a minute and loses nothing.
    """
    due = station.store.dossiers_to_remember(AT_ONCE)
    for dossier_id in due:
        try:
            papers = digitized_papers(station, dossier_id)
        except StationError as error:
            log.warning("papers of dossier %s are not remembered: %s", dossier_id, error.code)
            papers = ()
        act = station.act("papers.remembered", dossier_id, note=f"{len(papers)} papers")
        station.store.remember_papers(dossier_id, papers, act)
    return len(due)


def digitized_papers(station: Station, dossier_id: DossierId) -> tuple[DigitizedPaper, ...]:
    """What a delivered dossier adds to what is known of its owner.

    Left out are papers of unknown type, papers that may not be copied, and papers that name
    persons but not the owner: they are another person's.
    """
    owner = station.store.owner(dossier_id)
    if owner is None or not owner.has_store:
        return ()
    dossier = station.store.dossier(dossier_id)
    maker = _Maker(station, dossier, owner)
    return tuple(
        maker.digitized(file, fields)
        for file, fields in _files_with_fields(station, dossier_id)
        if maker.is_kept(file, fields)
    )


def _files_with_fields(
    station: Station, dossier_id: DossierId
) -> list[tuple[DossierFile, list[Field]]]:
    """Each scanned file with the fields of its pages; papers are told apart as they were built."""
    fields = station.store.fields(dossier_id)
    files = [file for file in station.store.files(dossier_id) if file.role is FileRole.SCAN]
    papers = papers_of(station, dossier_id)
    if [paper.paper_code for paper in papers] != [file.paper_code for file in files]:
        return [(file, []) for file in files]
    return [
        (file, [field for field in fields if field.page_id in paper.pages])
        for file, paper in zip(files, papers, strict=True)
    ]


class _Maker:
    """Makes entries of one dossier; counts papers of one kind for the suffix of their codes."""

    def __init__(self, station: Station, dossier: Dossier, owner: Owner) -> None:
        self._station = station
        self._dossier = dossier
        self._owner = owner
        self._procedure = _procedure_of(station, dossier)
        self._seen = Counter[str]()

    def is_kept(self, file: DossierFile, fields: Sequence[Field]) -> bool:
        if not file.paper_code or self._is_not_copied(file.paper_code):
            return False
        persons = {field.value for field in fields if is_owner_id(field.value)}
        return not persons or self._owner.id in persons

    def digitized(self, file: DossierFile, fields: Sequence[Field]) -> DigitizedPaper:
        station, code = self._station, file.paper_code
        number = _value(fields, _NUMBER)
        results = self._procedure.results if self._procedure else ()
        result = next((each for each in results if each.paper_code == code), None)
        paper = KnownPaper(
            id=station.new_id(),
            keeper=Keeper.STATION,
            paper_code=code,
            code=self._code(code, result.code if result else "", number),
            title=paper_title(station, code),
            number=number,
            issuer=station.identity.organ_name or station.identity.agency_code,
            term=_term(fields),
            is_result=result is not None,
            file_name=file.name,
            dossier_id=self._dossier.id,
            file_id=file.id,
            dossier_code=self._dossier.code,
            sha256=file.sha256,
        )
        return DigitizedPaper(self._owner.id, paper, station.stamp())

    def _code(self, paper_code: str, result_code: str, number: str) -> str:
        subject = result_code or self._dossier.procedure_code
        last = number if result_code and number else paper_code
        stem = digitized_code(self._owner.id, subject, last, 0)
        known = self._station.store.papers_of(self._owner.id, (paper_code,))
        before = sum(_is_coded(each.paper.code, stem) for each in known)
        taken = before + self._seen[stem]
        self._seen[stem] += 1
        return digitized_code(self._owner.id, subject, last, taken)

    def _is_not_copied(self, paper_code: str) -> bool:
        components = self._procedure.components if self._procedure else ()
        own = [each for each in components if paper_code in each.paper_codes]
        return bool(own) and all(reason_not_to_copy(each) is not None for each in own)


def _is_coded(code: str, stem: str) -> bool:
    return code == stem or (code.startswith(f"{stem}.") and code[len(stem) + 1 :].isdigit())


def _procedure_of(station: Station, dossier: Dossier) -> Procedure | None:
    if not dossier.procedure_code:
        return None
    try:
        return station.catalog.procedure(dossier.procedure_code)
    except CatalogError:
        return None


def _term(fields: Sequence[Field]) -> Term:
    expires = _value(fields, _EXPIRES)
    return Term(_day(_value(fields, _ISSUED)), _day(expires), expires == NO_EXPIRY)


def _value(fields: Sequence[Field], names: Sequence[str]) -> str:
    """A value that is proved or confirmed; a doubtful one dates and numbers no paper."""
    for name in names:
        for field in fields:
            if field.name == name and field.value and not field.needs_a_look:
                return field.value
    return ""


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        return None
