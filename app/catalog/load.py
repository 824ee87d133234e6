"""Read the catalogue from its JSON files.

Every file names its schema, source and first day. Loading is strict: an unknown key, a wrong
type or a reference to nothing stops it, so that a mistake in an update shows at once and not
at the counter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from app.catalog.base import (
    Agency,
    CatalogInvalid,
    EssentialService,
    MaritalState,
    UnknownPaper,
    UnknownProcedure,
)
from app.catalog.entries import (
    Entry,
    read_entries,
    read_names,
    require_keys,
    require_unique,
    text,
)
from app.catalog.folders import CatalogFolder
from app.catalog.papers import load_papers
from app.catalog.procedures import (
    read_agency,
    read_marital_state,
    read_procedure,
    read_service,
)
from app.domain.procedure import Procedure
from ocr.understanding.checked import Province, ReferenceLists
from ocr.understanding.dossier_codes import national_procedure_code
from ocr.understanding.forms import PaperType


@dataclass(frozen=True, slots=True)
class CatalogContent:
    """Everything that the catalogue holds, each list in its own order."""

    papers: tuple[PaperType, ...]
    procedures: tuple[Procedure, ...]
    services: tuple[EssentialService, ...]
    agencies: tuple[Agency, ...]
    marital_states: tuple[MaritalState, ...]
    lists: ReferenceLists


class FileCatalog:
    """Catalogue held in memory; made by `load_catalog`."""

    def __init__(self, content: CatalogContent) -> None:
        self._content = content
        self._papers = {paper.code: paper for paper in content.papers}
        self._procedures = {procedure.code: procedure for procedure in content.procedures}

    @property
    def content(self) -> CatalogContent:
        """Everything in it."""
        return self._content

    def paper_types(self) -> tuple[PaperType, ...]:
        """All paper types."""
        return self._content.papers

    def paper(self, code: str) -> PaperType:
        """The paper type with this code.

        Raises:
            UnknownPaper: There is none.
        """
        try:
            return self._papers[code]
        except KeyError as error:
            raise UnknownPaper(f"paper {code!r}") from error

    def procedures(self) -> tuple[Procedure, ...]:
        """All procedures."""
        return self._content.procedures

    def procedure(self, code: str) -> Procedure:
        """The procedure with this code: the province's own one, else the national one.

        Raises:
            UnknownProcedure: There is none.
        """
        national = national_procedure_code(code)
        local = f"{national}.{code.rpartition('.')[2]}"
        for known in (code, local, national):
            if known in self._procedures:
                return self._procedures[known]
        raise UnknownProcedure(f"procedure {code!r}")

    def provinces(self) -> tuple[Province, ...]:
        """The 63 provinces of old ids with the 34 they belong to since 1 July 2025."""
        return self._content.lists.provinces

    def agencies(self) -> tuple[Agency, ...]:
        """Agencies whose codes are known."""
        return self._content.agencies

    def essential_services(self) -> tuple[EssentialService, ...]:
        """The 25 essential services of Đề án 06."""
        return self._content.services

    def marital_states(self) -> tuple[MaritalState, ...]:
        """Marital states with their numbers in electronic forms."""
        return self._content.marital_states

    def reference_lists(self) -> ReferenceLists:
        """Closed lists that the rules for values compare with."""
        return self._content.lists


def shipped_folder() -> CatalogFolder:
    """Folder of the catalogue that ships with the program."""
    return resources.files("resources") / "catalog"


def load_catalog(folder: Path | None = None) -> FileCatalog:
    """Read the catalogue.

    Args:
        folder: Folder of a catalogue of one's own; the one that ships with the program when
            None.

    Raises:
        CatalogMissing: The folder or a file is not there or cannot be read.
        CatalogInvalid: A file is no JSON, breaks its schema or contradicts another.
    """
    return read_catalog(shipped_folder() if folder is None else folder)


def read_catalog(root: CatalogFolder) -> FileCatalog:
    """Read the catalogue of a folder that need not be one of the disk; see `load_catalog`."""
    states = tuple(
        read_marital_state(entry)
        for entry in read_entries(root / "marital_states.json", "marital_states")
    )
    agencies = tuple(
        read_agency(entry) for entry in read_entries(root / "agencies.json", "agencies")
    )
    content = CatalogContent(
        papers=load_papers(root),
        procedures=tuple(
            read_procedure(entry) for entry in read_entries(root / "procedures.json", "procedures")
        ),
        services=tuple(
            read_service(entry)
            for entry in read_entries(root / "essential_services.json", "essential_services")
        ),
        agencies=agencies,
        marital_states=states,
        lists=ReferenceLists(
            provinces=tuple(
                _province(entry) for entry in read_entries(root / "provinces.json", "provinces")
            ),
            ethnic_groups=read_names(root / "ethnic_groups.json", "ethnic_groups"),
            nationalities=read_names(root / "nationalities.json", "nationalities"),
            relations=read_names(root / "relations.json", "relations"),
            marital_statuses=tuple(
                sentence for state in states for sentence in (state.name, *state.printed)
            ),
            agency_codes=_first_levels(agencies),
        ),
    )
    require_consistent(content)
    return FileCatalog(content)


def with_procedures(
    content: CatalogContent, procedures: Iterable[Procedure], agencies: Iterable[Agency]
) -> CatalogContent:
    """The content with procedures and agencies of the province laid over it, by code.

    Raises:
        CatalogInvalid: One of them contradicts the rest of the catalogue.
    """
    merged = {procedure.code: procedure for procedure in content.procedures}
    merged.update((procedure.code, procedure) for procedure in procedures)
    offices = {agency.code: agency for agency in content.agencies}
    offices.update((agency.code, agency) for agency in agencies)
    laid = replace(
        content,
        procedures=tuple(merged.values()),
        agencies=tuple(offices.values()),
        lists=replace(content.lists, agency_codes=_first_levels(offices.values())),
    )
    require_consistent(laid)
    return laid


def with_papers(content: CatalogContent, papers: Iterable[PaperType]) -> CatalogContent:
    """The content with papers of the province laid over it, by code.

    Raises:
        CatalogInvalid: The rest of the catalogue contradicts them.
    """
    merged = {paper.code: paper for paper in content.papers}
    merged.update((paper.code, paper) for paper in papers)
    laid = replace(content, papers=tuple(merged.values()))
    require_consistent(laid)
    return laid


def _first_levels(agencies: Iterable[Agency]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(agency.code.partition(".")[0] for agency in agencies))


def _province(entry: Entry) -> Province:
    require_keys(entry, "code name merged_into name_since_2025")
    return Province(
        code=text(entry, "code"),
        name=text(entry, "name"),
        merged_into=text(entry, "merged_into"),
        name_since_2025=text(entry, "name_since_2025"),
    )


def require_consistent(content: CatalogContent) -> None:
    """Codes are unique and everything that is referred to exists.

    Raises:
        CatalogInvalid: They are not, or it does not.
    """
    require_unique((procedure.code for procedure in content.procedures), "procedure")
    require_unique((agency.code for agency in content.agencies), "agency")
    require_unique((state.code for state in content.marital_states), "marital state")
    provinces = content.lists.provinces
    require_unique((province.code for province in provinces), "province")
    known = {paper.code for paper in content.papers}
    for procedure in content.procedures:
        _require_known_papers(procedure, known)
    codes = {procedure.code for procedure in content.procedures}
    for service in content.services:
        if not codes.issuperset(service.procedures):
            raise CatalogInvalid(f"service {service.name!r} names an unknown procedure")
    open_codes = {province.code for province in provinces if not province.is_closed}
    if any(province.merged_into not in open_codes for province in provinces):
        raise CatalogInvalid("province merged into nothing")


def _require_known_papers(procedure: Procedure, known: set[str]) -> None:
    for component in procedure.components:
        for code in component.paper_codes:
            if code not in known:
                raise CatalogInvalid(f"{procedure.code} asks for {code!r}")
    for result in procedure.results:
        if result.paper_code and result.paper_code not in known:
            raise CatalogInvalid(f"{procedure.code} ends with {result.paper_code!r}")
