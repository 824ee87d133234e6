"""EU DSS has to give the same main indications as this library, both without trust."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.signed_papers import (
    PERSON_BOX,
    SEAL_BOX,
    How,
    add_store,
    form_paper,
    open_office,
    saved,
    sign,
    stamp_time,
)
from tests.oracles.eu_dss import compare
from tests.oracles.verapdf import JudgeMissing

FOLDER = os.environ.get("SOHOA_SIGNED_PDFS", "")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_verify_pdf_agrees_with_eu_dss(tmp_path: Path) -> None:
    office = open_office(tmp_path / "authority")
    person = sign(saved(form_paper()), office, How(box=PERSON_BOX, stamped=True))
    seal = sign(person, office, How("CoQuan", box=SEAL_BOX, by_second=True))
    contents = {
        "person": person,
        "seal": seal,
        "evidence": stamp_time(add_store(seal, office), office),
        "spoiled": person.replace(b"1.000.000", b"9.000.000", 1),
    }
    for name, content in contents.items():
        (tmp_path / f"{name}.pdf").write_bytes(content)
    given = sorted(Path(FOLDER).glob("*.pdf")) if FOLDER else []

    try:
        found = compare([*sorted(tmp_path.glob("*.pdf")), *given])
    except JudgeMissing as error:
        pytest.skip(f"EU DSS is not here: {error}")

    differing = [item for item in found if item.ours != item.theirs]
    print(f"agreement {len(found) - len(differing)} of {len(found)}")
    assert len(found) >= 6
    assert len(differing) <= 0.05 * len(found), differing
