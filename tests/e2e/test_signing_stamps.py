"""A batch with stamps: drawn by rule, placed by the text of each file, refused where unsure."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageDraw

from app.domain.ids import DossierId
from app.domain.result import ResultOrigin
from app.domain.signing import ItemState, Signer, SignerRole, SigningPlan, Spot, StampKind
from app.jobs import InlineExecutor
from app.key_files import FileKeys
from app.services import results
from app.services.sign_batch import run_batch, start_batch
from app.services.station import SigningOptions
from signing.trial.authority import OfficerProfile, TrialAuthority
from tests.fakes.counter_station import CounterStation, small_pdf

PASSWORD = "mat-khau-thu"
SPOT = Spot(0, (300.0, 100.0, 420.0, 160.0))


class Counting:
    """A lane in this process that counts its jobs by name."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def submit(self, job: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.names.append(job.__name__)
        return InlineExecutor().submit(job, *args, **kwargs)

    def close(self) -> None:
        """Nothing runs."""


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TrialAuthority:
    made = TrialAuthority.create(
        tmp_path_factory.mktemp("ca"),
        datetime.now(UTC),
        base_url="http://127.0.0.1:9",
        password=PASSWORD,
    )
    made.issue_p12(OfficerProfile(common_name="UBND PHƯỜNG THỬ"), PASSWORD, "agency.p12")
    return made


def picture(path: Path, ink: tuple[int, int, int, int], size: tuple[int, int]) -> str:
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((8, 8, size[0] - 9, size[1] - 9), outline=ink, width=12)
    image.save(path, "PNG", dpi=(300, 300))
    return str(path)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[CounterStation]:
    counter = CounterStation()
    counter.clock = datetime.now(UTC)
    lane, keys = Counting(), FileKeys(os.environ)
    counter.station = replace(
        counter.station,
        cpu=lane,
        keys=keys,
        signing=SigningOptions(
            person_picture=picture(tmp_path / "person.png", (20, 40, 170, 255), (600, 240)),
            seal_picture=picture(tmp_path / "seal.png", (215, 25, 30, 255), (425, 425)),
            organ_name="UBND phường Thử Nghiệm",
        ),
    )
    yield counter
    keys.close()


def plan(authority: TrialAuthority, *, seal: bool) -> SigningPlan:
    person = Signer(SignerRole.PERSON, f"p12:{authority.officer_p12}", StampKind.PERSON)
    agency = Signer(SignerRole.AGENCY, f"p12:{authority.folder / 'agency.p12'}", StampKind.SEAL)
    return SigningPlan((person, agency) if seal else (person,))


def taken(counter: CounterStation) -> DossierId:
    data = small_pdf(["a result"])
    name = "ket qua.pdf"
    return results.take_in(counter.station, name, data, ResultOrigin.FOLDER).dossier_id


def widgets(counter: CounterStation, home: DossierId, folder: Path) -> dict[str, list[float]]:
    (file,) = counter.store.files(home)
    path = folder / "signed.pdf"
    path.write_bytes(counter.vault.get(home, file.blob))
    with pikepdf.open(path) as document:
        fields = document.Root.AcroForm.Fields
        return {str(each.T): [float(number) for number in each.Rect] for each in fields}


def pins(count: int) -> list[bytearray]:
    return [bytearray(PASSWORD.encode()) for _ in range(count)]


def test_stamps_where_the_officer_put_them(
    counter: CounterStation, authority: TrialAuthority, tmp_path: Path
) -> None:
    home = taken(counter)
    (file,) = counter.store.files(home)
    seal = Spot(0, (220.0, 90.0, 322.0, 192.0))
    spots = {(file.id, 0): SPOT, (file.id, 1): seal}
    batch = start_batch(counter.station, [home], plan(authority, seal=True), spots=spots)

    report = run_batch(counter.station, batch.id, pins(2))

    assert {item.state for item in report.items} == {ItemState.PUBLISHED}, report.first_failure()
    assert widgets(counter, home, tmp_path) == {
        "NguoiKy_1": list(SPOT.box),
        "CoQuan": list(seal.box),
    }


def test_stamp_without_a_place_in_the_text_is_refused_and_named(
    counter: CounterStation, authority: TrialAuthority
) -> None:
    home = taken(counter)
    batch = start_batch(counter.station, [home], plan(authority, seal=False))

    report = run_batch(counter.station, batch.id, pins(1))

    (item,) = report.items
    assert item.state is ItemState.FAILED
    assert item.code in {"stamp.place_unsure", "appearance.no_place"}
    assert not counter.store.files(home)[0].signed


def test_stamp_without_its_picture_is_refused(
    counter: CounterStation, authority: TrialAuthority
) -> None:
    home = taken(counter)
    options = replace(counter.station.signing, person_picture="/nowhere.png")
    counter.station = replace(counter.station, signing=options)
    batch = start_batch(counter.station, [home], plan(authority, seal=False))

    report = run_batch(counter.station, batch.id, pins(1))

    assert report.items[0].code == "stamp.picture_missing"
