"""Every named fault and oddity of a network scanner, the client in this process."""

from __future__ import annotations

import pytest

from app.scanning.base import ScanProfile
from benchmarks.capture_faults_escl import CASES, DPI, FAULTS, SHEETS, Case, sheets
from tests.fakes.escl_call import scan_here
from tests.fakes.escl_server import EsclServer


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}, page {case.does[0].page}")
def test_scan_with_trouble_names_it_and_loses_nothing(case: Case) -> None:
    profile = ScanProfile(source=case.source, colour=case.colour, dpi=DPI)

    with EsclServer(sheets(), case.does) as server:
        first = scan_here(server, profile)
        in_flight = SHEETS - len(first.pages) - server.sheets_left
        server.mend()
        rest = scan_here(server, profile) if server.sheets_left else None

    assert first.error == (case.error.code if case.error else "")
    assert len(first.pages) == case.pages
    assert in_flight == case.in_flight
    sent = [data for data, _ in server.sent]
    came = [page.payload for page in (*first.pages, *(rest.pages if rest else ()))]
    whole = [data for number, data in enumerate(sent) if number not in _cut(case, first.pages)]
    assert came == whole


def _cut(case: Case, before: list[object]) -> set[int]:
    """Number of the sheet that went through, but did not come whole."""
    return {len(before)} if case.in_flight else set()


def test_faults_are_at_least_25_and_of_many_kinds() -> None:
    kinds = {case.error for case in FAULTS}

    assert len(FAULTS) >= 25
    assert len(kinds) >= 11
