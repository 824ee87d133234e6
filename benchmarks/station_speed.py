"""Signing through the station: store, workers, the watched process of the token, all steps kept."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from app.bootstrap import Wiring
from app.domain.result import ResultOrigin
from app.domain.signing import DONE, Signer, SignerRole, SigningPlan, Spot, StampKind
from app.services.results import take_in
from app.services.sign_batch import run_batch, start_batch
from app.services.station import Station
from app.settings import Settings
from app.token_keys import ALLOWED_DIGESTS
from benchmarks.signing_kills import descendants


@dataclass(frozen=True, slots=True)
class StationOffice:
    """What a station signs with.

    Attributes:
        folder: For store, roots and picture.
        root_pem: The only trusted certificate.
        module: Library of the token.
        label: The token.
        pin: Its PIN.
    """

    folder: Path
    root_pem: Path
    module: Path
    label: str
    pin: str

    @property
    def plan(self) -> SigningPlan:
        """One person signs at B-B, with a visible stamp."""
        key = f"pkcs11:{self.module}#{self.label}"
        return SigningPlan((Signer(SignerRole.PERSON, key, StampKind.PERSON),))

    @contextmanager
    def station(self, workers: int) -> Iterator[Station]:
        """The station as it is started at a counter."""
        trust, picture = self.folder / "trust", self.folder / "signature.png"
        trust.mkdir()
        (trust / "root.pem").write_bytes(self.root_pem.read_bytes())
        _draw_picture(picture)
        digest = hashlib.sha256(self.module.read_bytes()).hexdigest()
        settings = Settings(
            data_dir=self.folder / "station",
            trust_dir=str(trust),
            signature_picture=str(picture),
            jobs=workers,
        )
        with Wiring(settings, {**os.environ, ALLOWED_DIGESTS: digest}).station() as station:
            yield station


def sign_results(
    station: Station,
    office: StationOffice,
    papers: Sequence[Path],
    box: tuple[float, float, float, float],
) -> tuple[float, float]:
    """Take results in, then sign them in one batch; only the batch is measured.

    Args:
        station: The station.
        office: Its key.
        papers: Files to sign.
        box: Where the stamp goes on the first page.

    Returns:
        Seconds and CPU seconds of all processes, from the PIN to the last published file.
    """
    homes, spots = [], {}
    for path in papers:
        home = take_in(station, path.name, path.read_bytes(), ResultOrigin.FOLDER).dossier_id
        (file,) = station.store.files(home)
        spots[file.id, 0] = Spot(0, box)
        homes.append(home)
    batch = start_batch(station, homes, office.plan, spots=spots)
    started, cpu = time.monotonic(), cpu_seconds(os.getpid())
    report = run_batch(station, batch.id, [bytearray(office.pin, "ascii")])
    took, cpu = time.monotonic() - started, cpu_seconds(os.getpid()) - cpu
    if report.count(*DONE) != len(papers):
        raise SystemExit(f"not signed: {report.first_failure() or report.stopped_by}")
    return took, cpu


def cpu_seconds(pid: int) -> float:
    """CPU seconds of a process and of those below it that run or were waited for."""
    ticks = 0
    for each in (pid, *descendants(pid)):
        with suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text("utf-8", "replace").rpartition(")")[2]
            ticks += sum(map(int, fields.split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _draw_picture(path: Path) -> None:
    """A signature in blue ink on nothing."""
    image = Image.new("RGBA", (600, 240), (0, 0, 0, 0))
    ImageDraw.Draw(image).arc((20, 20, 580, 220), 20, 320, fill=(20, 40, 170, 255), width=9)
    image.save(path, "PNG", dpi=(300, 300))
