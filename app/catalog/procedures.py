"""Procedures, essential services and agencies from their files."""

from __future__ import annotations

import re

from app.catalog.base import Agency, CatalogInvalid, EssentialService, MaritalState
from app.catalog.entries import Entry, day, flag, listed, require_keys, strings, text
from app.domain.procedure import Component, Period, Procedure, Replacement, Result, Waiver
from ocr.understanding.idcard import PROCEDURE_CODE

AGENCY_CODE = re.compile(r"[A-Y]\d{2}(?:\.[0-9A-Z]{1,3}){0,8}")
"""Code of an agency; at most 35 characters.

Source: Quyết định 20/2020/QĐ-TTg.
"""

_PROCEDURE_KEYS = "code name domain unconfirmed components results waiver valid_from valid_to"
_COMPONENT_KEYS = (
    "code paper alternatives name required shown_only classified internal replacement"
    " valid_from valid_to"
)


def read_procedure(entry: Entry) -> Procedure:
    """One procedure.

    Raises:
        CatalogInvalid: A key or a value is wrong.
    """
    require_keys(entry, _PROCEDURE_KEYS)
    code = text(entry, "code")
    if not PROCEDURE_CODE.fullmatch(code):
        raise CatalogInvalid(f"procedure code {code!r}")
    waiver = entry.get("waiver")
    return Procedure(
        code=code,
        name=text(entry, "name"),
        components=tuple(_component(item) for item in listed(entry.get("components"), code)),
        results=tuple(_result(item) for item in listed(entry.get("results", []), code)),
        domain=text(entry, "domain", ""),
        unconfirmed=flag(entry, "unconfirmed"),
        waiver=None if waiver is None else _waiver(waiver),
        period=_period(entry, code),
    )


def _component(entry: object) -> Component:
    known = require_keys(entry, _COMPONENT_KEYS)
    paper = text(known, "paper")
    replacement = known.get("replacement")
    return Component(
        paper_code=paper,
        name=text(known, "name"),
        required=flag(known, "required"),
        shown_only=flag(known, "shown_only"),
        code=text(known, "code", ""),
        alternatives=strings(known.get("alternatives", []), paper),
        classified=flag(known, "classified"),
        internal=flag(known, "internal"),
        replacement=None if replacement is None else _replacement(replacement),
        period=_period(known, paper),
    )


def _result(entry: object) -> Result:
    known = require_keys(entry, "name paper code")
    return Result(
        name=text(known, "name"),
        paper_code=text(known, "paper", ""),
        code=text(known, "code", ""),
    )


def _replacement(entry: object) -> Replacement:
    known = require_keys(entry, "since until database")
    since, until = day(known, "since"), day(known, "until")
    if since is None:
        raise CatalogInvalid("replacement without its first day")
    if until is not None and until < since:
        raise CatalogInvalid("replacement ends before it begins")
    return Replacement(since=since, database=text(known, "database"), until=until)


def _waiver(entry: object) -> Waiver:
    known = require_keys(entry, "since agencies source")
    since = day(known, "since")
    if since is None:
        raise CatalogInvalid("waiver without its first day")
    agencies = strings(known.get("agencies", []), "waiver")
    if not all(AGENCY_CODE.fullmatch(code) for code in agencies):
        raise CatalogInvalid("waiver for something that is no agency")
    return Waiver(since=since, agencies=agencies, source=text(known, "source", ""))


def _period(entry: Entry, where: str) -> Period:
    first, last = day(entry, "valid_from"), day(entry, "valid_to")
    if first is not None and last is not None and last < first:
        raise CatalogInvalid(f"{where} ends before it begins")
    return Period(first, last)


def read_service(entry: Entry) -> EssentialService:
    """One essential service; procedures whose codes are not known are left out."""
    require_keys(entry, "name procedures")
    name = text(entry, "name")
    return EssentialService(name=name, procedures=strings(entry.get("procedures"), name))


def read_agency(entry: Entry) -> Agency:
    """One agency.

    Raises:
        CatalogInvalid: A key or a value is wrong.
    """
    require_keys(entry, "code name unconfirmed valid_from valid_to")
    code = text(entry, "code")
    if not AGENCY_CODE.fullmatch(code) or len(code) > 35:
        raise CatalogInvalid(f"agency code {code!r}")
    return Agency(
        code=code,
        name=text(entry, "name"),
        unconfirmed=flag(entry, "unconfirmed"),
        period=_period(entry, code),
    )


def read_marital_state(entry: Entry) -> MaritalState:
    """One marital state with the sentences it is printed as."""
    require_keys(entry, "code name printed")
    code = text(entry, "code")
    return MaritalState(code, text(entry, "name"), strings(entry.get("printed", []), code))
