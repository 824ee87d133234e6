"""Files that are one stack: looked through for separators as they come, sorted at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.ids import DossierId
from app.domain.page import Page
from app.domain.separation import SeparationRules
from app.jobs import CancelToken
from app.services.import_files import NO_HOOKS, ImportHooks, ImportResult, import_files
from app.services.separation import Separated, Sorter
from app.services.station import Station


@dataclass(frozen=True, slots=True)
class ImportedStack:
    """What came of files that are one stack."""

    result: ImportResult
    separated: Separated


def import_stack(
    station: Station,
    dossier_id: DossierId,
    paths: Sequence[Path],
    *,
    hooks: ImportHooks = NO_HOOKS,
    cancel: CancelToken | None = None,
) -> ImportedStack:
    """Take files into a dossier as one stack and sort it; as `import_files` otherwise.

    Raises:
        StoreError: Nothing more can be kept; pages that are durable can be sorted anew.
        JobCancelled: Stopped; pages that came lie in the dossier and are not sorted.
    """
    with Sorter(station, dossier_id, SeparationRules()) as sorter:

        def saved(page: Page) -> None:
            sorter.page_saved(page)
            hooks.on_saved(page)

        watched = replace(hooks, on_saved=saved)
        result = import_files(station, dossier_id, paths, hooks=watched, cancel=cancel)
        return ImportedStack(result, sorter.finish(cancel))
