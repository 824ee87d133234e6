"""How long a batch takes whose key lies at a service and whose signer confirms on a telephone.

Run: `python -m benchmarks.far_signing [--files N] [--answer-s S]`.

The station with its store and workers signs N results with one request; the same with one digest
in each request is how programs work that sign one file after the other. The service stands on
this machine; its signer confirms S seconds after a request has arrived. Figures are printed as a
Markdown table. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from app.bootstrap import Wiring
from app.domain.result import ResultOrigin
from app.domain.signing import DONE, Signer, SignerRole, SigningPlan
from app.remote_keys import RemoteKeys
from app.services.key_host import KeyHosts
from app.services.results import take_in
from app.services.sign_batch import run_batch, start_batch
from app.services.station import Station
from app.settings import Settings
from benchmarks.station_speed import cpu_seconds
from signing.trial.authority import OfficerProfile, TrialAuthority
from tests.fakes.counter_station import small_pdf
from tests.fakes.signing_services import Fields, Reply, SmartCaService

_USER = "012345678901"
_WORKERS = 2
_PASSWORD = "thu"  # noqa: S105  # of a throw-away authority


@dataclass(frozen=True, slots=True)
class Run:
    """What one batch took.

    Attributes:
        requests: Confirmations that the signer was asked for.
    """

    took_s: float
    cpu_s: float
    requests: int


class SlowTelephone(SmartCaService):
    """Its signer confirms a while after a request has arrived."""

    answer_s: float = 2.0

    def _sign(self, body: Fields) -> Reply:
        answer = super()._sign(body)
        threading.Timer(self.answer_s, self.confirm).start()
        return answer


@dataclass(slots=True)
class Office:
    """A station whose key lies at a service.

    Attributes:
        folder: For store, roots and account.
    """

    folder: Path
    service: SlowTelephone
    authority: TrialAuthority
    made: int = field(default=0)

    def settings(self) -> Settings:
        """A station of its own for each run."""
        self.made += 1
        home = self.folder / f"station-{self.made}"
        (home / "trust").mkdir(parents=True)
        (home / "trust" / "root.pem").write_bytes(self.authority.root_pem.read_bytes())
        (home / "password").write_text("bí mật", "utf-8")
        entry = {
            "url": self.service.url,
            "account": "ben-thu",
            "password_file": str(home / "password"),
        }
        (home / "services.json").write_text(json.dumps({"services": [entry]}), "utf-8")
        return Settings(
            data_dir=home / "data",
            trust_dir=str(home / "trust"),
            rsa_padding="pkcs1",
            signing_services_file=str(home / "services.json"),
            service_timeout_s=2.0,
            jobs=_WORKERS,
        )

    def run(self, files: int, most_items: int) -> Run:
        """Sign so many results with requests of at most so many digests."""
        with Wiring(self.settings(), dict(os.environ)).station() as station:
            far = _bounded(station, most_items)
            homes = [
                take_in(station, f"{n}.pdf", small_pdf([f"result {n}"]), ResultOrigin.FOLDER)
                for n in range(files)
            ]
            signer = Signer(SignerRole.PERSON, f"smartca:{self.service.url}#{_USER}")
            plan = SigningPlan((signer,), padding="pkcs1")
            batch = start_batch(far, [home.dossier_id for home in homes], plan)
            asked = len(self.service.requests)
            started, cpu = time.monotonic(), cpu_seconds(os.getpid())
            report = run_batch(far, batch.id, [bytearray()])
            took, cpu = time.monotonic() - started, cpu_seconds(os.getpid()) - cpu
        if report.count(*DONE) != files:
            raise SystemExit(f"not signed: {report.first_failure() or report.stopped_by}")
        return Run(took, cpu, len(self.service.requests) - asked)


def _bounded(station: Station, most_items: int) -> Station:
    """The station with smaller requests, and asked after every tenth of a second."""
    keys = station.keys
    if not isinstance(keys, KeyHosts) or not isinstance(keys.by_kind["smartca"], RemoteKeys):
        raise SystemExit("the station has no keys at services")
    remote = keys.by_kind["smartca"]
    way = replace(remote.way, most_items=most_items, poll_every_s=0.1)
    bounded = RemoteKeys(remote.accounts, way, remote.environment)
    return replace(station, keys=KeyHosts({"smartca": bounded}))


def main() -> None:
    """Sign both ways and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=30)
    parser.add_argument("--answer-s", type=float, default=2.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="far-") as name:
        folder = Path(name)
        authority = TrialAuthority.create(
            folder, datetime.now(UTC), base_url="http://127.0.0.1:9", password=_PASSWORD
        )
        with SlowTelephone([authority.issue(OfficerProfile())]) as service:
            service.answer_s = arguments.answer_s
            office = Office(folder, service, authority)
            runs = {
                "one request for all": office.run(arguments.files, 50),
                "a request for each file": office.run(arguments.files, 1),
            }
    print(f"{arguments.files} results, the signer confirms after {arguments.answer_s} s\n")
    print("| way | seconds | CPU seconds | confirmations |\n|---|---|---|---|")
    for way, run in runs.items():
        print(f"| {way} | {run.took_s:.1f} | {run.cpu_s:.1f} | {run.requests} |")


if __name__ == "__main__":
    main()
