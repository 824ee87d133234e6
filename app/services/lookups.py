"""Lookups: the national store is asked for papers when there is a line; nobody waits for it.

A question is a row. The runner asks what is due; a dead line leaves the row for later, and an
answer that comes after sealing is only noted.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import timedelta, timezone

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.procedure import (
    Circumstances,
    Component,
    Handling,
    Procedure,
    needs,
)
from app.domain.reuse import Keeper, KnownPaper, Lookup, LookupState
from app.domain.submission import FailureClass, backoff_s
from app.errors import Advice, StationError
from app.jobs import CancelToken
from app.province.documents import (
    DocumentsMalformed,
    DocumentsOffline,
    Requester,
    StoredDocument,
    Wanted,
)
from app.services.station import Station

log = logging.getLogger(__name__)

VIETNAM = timezone(timedelta(hours=7))

AT_ONCE = 20
"""Questions in one round."""

MAX_MALFORMED = 5
"""Answers that cannot be understood before a person has to ask again."""


@dataclass(frozen=True, slots=True)
class Question:
    """Whose papers are wanted for which procedure; `owner_name` may be ""."""

    owner_id: str
    owner_name: str
    procedure: Procedure


def ask(station: Station, dossier_id: DossierId) -> Lookup | None:
    """Put the question for a dossier on the list; the runner asks it.

    Gives None where there is nothing to ask: no store, no citizen with an id, no procedure.
    A question that waits or was answered for the same owner and procedure stays as it is.
    """
    dossier, owner = station.store.dossier(dossier_id), station.store.owner(dossier_id)
    if not station.documents.is_configured or owner is None or not owner.has_store:
        return None
    if not dossier.procedure_code:
        return None
    known, wanted = station.store.lookup(dossier_id), (owner.id, dossier.procedure_code)
    is_same = known is not None and (known.owner_id, known.procedure_code) == wanted
    if known is not None and is_same and known.state is not LookupState.FAILED:
        return known
    lookup = Lookup(
        id=station.new_id(),
        dossier_id=dossier_id,
        owner_id=owner.id,
        owner_name=owner.name,
        procedure_code=dossier.procedure_code,
        state=LookupState.DUE,
        asked_at=station.stamp(),
    )
    station.store.put_lookup(lookup, station.act("reuse.asked", dossier_id))
    return lookup


def look_up_due(station: Station, *, cancel: CancelToken | None = None) -> int:
    """Ask what is due, oldest first; gives how many were answered or given up.

    A dead line ends the round: every other question would fail the same way.

    Raises:
        JobCancelled: Stopped between two questions.
    """
    token = cancel or CancelToken()
    if not station.documents.is_configured:
        return 0
    settled = 0
    for lookup in station.store.lookups_due(station.now().timestamp(), AT_ONCE):
        token.check()
        after = look_up(station, lookup)
        settled += after.state is not LookupState.DUE
        if after.reason == DocumentsOffline.code:
            break
    return settled


def look_up(station: Station, lookup: Lookup) -> Lookup:
    """Ask one question now; a failure waits or is given up, never lost."""
    try:
        procedure = station.catalog.procedure(lookup.procedure_code)
        question = Question(lookup.owner_id, lookup.owner_name, procedure)
        found = ask_store(station, question)
    except StationError as error:
        return _keep(station, _after_failure(station, lookup, error), "")
    state = LookupState.NOTED if _is_sealed(station, lookup.dossier_id) else LookupState.ANSWERED
    answered = replace(lookup, state=state, attempts=0, reason="", found=found)
    return _keep(station, answered, f"{len(found)} papers")


def _is_sealed(station: Station, dossier_id: DossierId) -> bool:
    return station.store.dossier(dossier_id).state is DossierState.SEALED


def _keep(station: Station, lookup: Lookup, note: str) -> Lookup:
    act = None
    if lookup.state is not LookupState.DUE:
        note = note or lookup.reason
        act = station.act(f"reuse.{lookup.state.value}", lookup.dossier_id, note=note)
    if not station.store.save_lookup(lookup, act):
        log.info("another question was asked for dossier %s", lookup.dossier_id)
    return lookup


def _after_failure(station: Station, lookup: Lookup, error: StationError) -> Lookup:
    attempts = lookup.attempts + 1
    log.info("question of dossier %s: %s", lookup.dossier_id, error.code)
    failed = replace(lookup, attempts=attempts, reason=error.code)
    hopeless = isinstance(error, DocumentsMalformed) and attempts >= MAX_MALFORMED
    if hopeless or error.advice not in (Advice.RETRY_LATER, Advice.RETRY_NOW):
        return replace(failed, state=LookupState.FAILED)
    is_down = isinstance(error, DocumentsOffline)
    kind = FailureClass.LINK_DOWN if is_down else FailureClass.SERVER_BUSY
    wait_s = backoff_s(kind, attempts, station.jitter())
    return replace(failed, next_try=station.now().timestamp() + wait_s)


def ask_store(station: Station, question: Question) -> tuple[KnownPaper, ...]:
    """Ask the national store now.

    Only papers that are collected are asked for: what data replace, what is only shown and what
    is nobody's business is left out.

    Raises:
        DocumentStoreError: By what has to be done about it.
    """
    wanted = _wanted(station, question.procedure)
    documents = station.documents.find(
        question.owner_id,
        question.procedure.code,
        tuple(Wanted(code) for code in wanted),
        Requester(question.owner_id, question.owner_name),
    )
    return tuple(_known(document, *wanted[document.code]) for document in documents)


def _wanted(station: Station, procedure: Procedure) -> dict[str, tuple[str, bool]]:
    """Code in the store -> paper type, and whether it is what another procedure ends with."""
    day = station.now().astimezone(VIETNAM).date()
    now = Circumstances(day, station.identity.agency_code)
    collected = [
        need.component for need in needs(procedure, now) if need.handling is Handling.COLLECT
    ]
    results = {
        result.paper_code: result.code or result.paper_code
        for each in station.catalog.procedures()
        for result in each.results
        if result.paper_code
    }
    codes: dict[str, tuple[str, bool]] = {}
    for component in collected:
        for paper_code in component.paper_codes:
            is_result = paper_code in results
            code = results.get(paper_code) or _code(component, paper_code)
            codes.setdefault(code, (paper_code, is_result))
    return codes


def _code(component: Component, paper_code: str) -> str:
    own = component.code if paper_code == component.paper_code else ""
    return own or paper_code


def _known(document: StoredDocument, paper_code: str, is_result: bool) -> KnownPaper:
    file = document.files[0] if document.files else None
    named = "\0".join((document.code, document.number, document.issuer, file.path if file else ""))
    return KnownPaper(
        id=hashlib.sha256(named.encode("utf-8")).hexdigest()[:16],
        keeper=Keeper.STORE,
        paper_code=paper_code,
        code=document.code,
        title=document.title,
        number=document.number,
        issuer=document.issuer,
        term=document.term,
        is_result=is_result,
        address=file.path if file else "",
        file_name=file.name if file else "",
    )
