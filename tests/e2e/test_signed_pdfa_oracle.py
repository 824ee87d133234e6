"""Papers stay PDF/A-2u through the whole trip: read, assembled, signed at every level.

Signatures, time-stamps and evidence are added behind the file that was assembled; an independent
judge, veraPDF, looks at what comes out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name

from signing.appearance.stamps import Stamp
from signing.identities import AGENCY_FIELD
from signing.keystore import open_key
from signing.pades.sign import sign_pdf
from signing.requests import Level, P12Source, RsaPadding, SignatureKind, SignRequest
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
        self,
        source: Path,
        name: str,
        request: SignRequest,
        *,
        key: Path | None = None,
        stamp: Stamp | None = None,
    ) -> Path:
        target = self.folder / f"{name}.pdf"
        p12 = P12Source(key or self.authority.officer_p12)
        with open_key(p12, bytearray(PASSWORD, "utf-8")) as opened:
            sign_pdf(source, target, opened, request, stamp)
        return target


def see_through() -> Stamp:
    """A look with a soft edge, as pictures of signatures have."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(40, 20))
    image = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 2, "Height": 1}
    edge = document.make_stream(
        b"\x40\xff", ColorSpace=Name.DeviceGray, BitsPerComponent=8, **image
    )
    drawn = document.make_stream(
        bytes(6), ColorSpace=Name.DeviceRGB, BitsPerComponent=8, SMask=edge, **image
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=drawn))
    page.Contents = document.make_stream(b"q 40 0 0 20 0 0 cm /Im Do Q")
    content = io.BytesIO()
    document.save(content)
    return Stamp(0, (50.0, 50.0, 130.0, 90.0), content.getvalue())


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
    yield desk.signed(paper, "pkcs1", replace(basic, rsa_padding=RsaPadding.PKCS1))
    visible = desk.signed(paper, "visible", basic, stamp=see_through())
    yield visible
    agency = replace(desk.request(Level.B_LTA), field_name=AGENCY_FIELD)
    yield desk.signed(visible, "agency", agency, stamp=see_through())
    older = replace(basic, kind=SignatureKind.PKCS7)
    yield desk.signed(paper, "pkcs7", older)
    curve = desk.authority.issue_p12(OfficerProfile(kind=KeyKind.EC_256), PASSWORD, "ec.p12")
    yield desk.signed(paper, "curve", desk.request(Level.B_LTA), key=curve)


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
