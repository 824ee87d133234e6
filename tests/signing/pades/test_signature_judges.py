"""pdfsig, openssl, pyHanko and EU DSS have to accept every level with every kind of key."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.signature_judges import JUDGES, judge_all, missing_judges
from signing.requests import Level


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_signatures_of_every_level_and_key_are_accepted_by_four_judges(tmp_path: Path) -> None:
    missing = missing_judges()
    if missing:
        pytest.skip(f"judges that are not here: {', '.join(missing)}")

    found = judge_all(tmp_path)

    assert len(found) == 3 * len(Level)
    assert [one for one in found if not one.right] == []
    assert set(found[0].answers) == set(JUDGES)
