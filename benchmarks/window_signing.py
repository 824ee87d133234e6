"""A trial key and papers to sign, for measurements of the window; made beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

PASSWORD = "thu"  # noqa: S105  # of a throw-away authority


def make_signing(folder: Path, results: int) -> Path:
    """A trial key with its root, and papers to sign; in a process of its own.

    The window itself loads none of what makes them.
    """
    from benchmarks.fault_station import small_paper
    from signing.trial.authority import TrialAuthority

    authority = TrialAuthority.create(
        folder, datetime.now(UTC), base_url="http://127.0.0.1:9", password=PASSWORD
    )
    (folder / "trust").mkdir()
    (folder / "trust" / "root.pem").write_bytes(authority.root_pem.read_bytes())
    for number in range(results):
        (folder / f"ket-qua-{number}.pdf").write_bytes(small_paper(number))
    return folder / "officer.p12"
