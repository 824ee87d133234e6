"""Papers stay PDF/A-2u through the whole trip: read, assembled, signed at every level.

Signatures, time-stamps and evidence are added behind the file that was assembled; an independent
judge, veraPDF, looks at what comes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from signing.keystore import open_key
from signing.pades.sign import sign_pdf
from signing.requests import Level, P12Source, SignRequest
from signing.trial.authority import KeyKind, OfficerProfile, TrialAuthority
from signing.trial.services import TrialServices
from tests.e2e.conftest import SAMPLES, Sohoa
from tests.oracles.verapdf import JudgeMissing, find_java, judge

pytestmark = [pytest.mark.tesseract, pytest.mark.usefixtures("need_judge", "need_engine")]

PASSWORD = "mật khẩu thử"
PAGE = SAMPLES / "ho-kinh-doanh" / "01-phieu-tiep-nhan.jpg"


@dataclass(frozen=True)
class Desk:
    """A trial authority at work and a folder for what is signed."""

    authority: TrialAuthority
    folder: Path

    def request(self, level: Level) -> SignRequest:
        return SignRequest(
            signed_at=datetime.now(UTC),
            level=level,
            timestamp_urls=(self.authority.timestamp_url,),
            trust_roots=(self.authority.root_der,),
        )

    def signed(
        self, source: Path, name: str, request: SignRequest, key: Path | None = None
    ) -> Path:
        target = self.folder / f"{name}.pdf"
        p12 = P12Source(key or self.authority.officer_p12)
        with open_key(p12, bytearray(PASSWORD, "utf-8")) as opened:
            sign_pdf(source, target, opened, request)
        return target


@pytest.fixture
def need_judge() -> None:
    """veraPDF, or a skip."""
    try:
        find_java()
    except JudgeMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with TrialServices() as services:
        folder, now = tmp_path / "ca", datetime.now(UTC)
        authority = TrialAuthority.create(folder, now, base_url=services.url, password=PASSWORD)
        services.publish(authority)
        signed = tmp_path / "signed"
        signed.mkdir()
        yield Desk(authority, signed)


@pytest.fixture
def paper(sohoa: Sohoa, tmp_path: Path) -> Path:
    """A sample page as `sohoa digitize` gives it."""
    assert sohoa("digitize", PAGE, "-o", tmp_path / "out").code == 0
    return tmp_path / "out" / PAGE.with_suffix(".pdf").name


def signed_ways(desk: Desk, paper: Path) -> Iterator[Path]:
    """Every level, again over each level, other keys, and words shown by viewers."""
    basic = desk.request(Level.B_B)
    for level in Level:
        once = desk.signed(paper, level, desk.request(level))
        yield once
        yield desk.signed(once, f"{level}-again", desk.request(level))
    shown = replace(basic, reason="Sao y bản chính <&>", location="Hà Nội 😀", field_name="Ký_1")
    yield desk.signed(paper, "shown", shown)
    yield desk.signed(paper, "pss", replace(basic, prefer_pss=True))
    curve = desk.authority.issue_p12(OfficerProfile(kind=KeyKind.EC_256), PASSWORD, "ec.p12")
    yield desk.signed(paper, "curve", desk.request(Level.B_LTA), curve)


def without_intent(source: Path, target: Path) -> Path:
    with pikepdf.open(source) as pdf:
        del pdf.Root["/OutputIntents"]
        pdf.save(target)
    return target


def test_trip_every_signed_paper_is_accepted_and_a_spoiled_one_is_not(
    desk: Desk, paper: Path, tmp_path: Path
) -> None:
    good = [paper, *signed_ways(desk, paper)]
    spoiled = without_intent(paper, tmp_path / "spoiled.pdf")

    *verdicts, last = judge([*good, spoiled])

    assert {each.path.name: each.problems for each in verdicts if each.problems} == {}
    assert last.problems
