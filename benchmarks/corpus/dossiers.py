"""Whole dossiers: the papers of one case in the order they lie on the counter."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from benchmarks.corpus.business import (
    APPLICATION_TITLE,
    CERTIFICATE_TITLE,
    household_business_application,
    household_business_certificate,
)
from benchmarks.corpus.cases import Filing, make_birth_case, make_business_case
from benchmarks.corpus.cccd import BACK_TITLE, FRONT_TITLE, Placing, cccd_back, cccd_front
from benchmarks.corpus.civil import (
    DECLARATION_TITLE,
    NOTICE_TITLE,
    birth_declaration,
    birth_notice,
)
from benchmarks.corpus.damage import Scan, apply_damage
from benchmarks.corpus.render import Leaders, Sheet
from benchmarks.corpus.slip import SLIP_TITLE, Attachment, receipt_slip
from benchmarks.corpus.truth import PageTruth

_ORIGINAL = "Bản chính"
_COPY = "Bản sao"


@dataclass(frozen=True, slots=True)
class Paper:
    """One drawn page with the stem of its file name."""

    stem: str
    sheet: Sheet
    truth: PageTruth


@dataclass(frozen=True, slots=True)
class Dossier:
    """The papers of one case."""

    kind: str
    filing: Filing
    papers: tuple[Paper, ...]


def _paper(stem: str, sheet: Sheet, code: str, title: str) -> Paper:
    return Paper(stem, sheet, sheet.truth(code, title))


def birth_dossier(seed: int, leaders: Leaders = Leaders.AFTER) -> Dossier:
    """Draw a birth registration: slip, declaration, notice, cards of both parents."""
    rng = random.Random(seed)
    case = make_birth_case(rng)
    mother, father = case.family.mother, case.family.father
    attachments = (
        Attachment("Tờ khai đăng ký khai sinh", _ORIGINAL),
        Attachment("Giấy chứng sinh", _ORIGINAL),
        Attachment("Căn cước công dân của mẹ", _COPY),
        Attachment("Căn cước công dân của cha", _COPY),
    )
    slip = receipt_slip(case.filing, case.requester, attachments, rng)
    cropped = Placing.CROPPED
    papers = (
        _paper("01-phieu-tiep-nhan", slip, "receipt_slip", SLIP_TITLE),
        _paper(
            "02-to-khai-khai-sinh",
            birth_declaration(case, rng, leaders),
            "birth_declaration",
            DECLARATION_TITLE,
        ),
        _paper(
            "03-giay-chung-sinh", birth_notice(case, rng, leaders), "birth_notice", NOTICE_TITLE
        ),
        _paper("04-cccd-me-truoc", cccd_front(mother, rng), "cccd_front", FRONT_TITLE),
        _paper("05-cccd-me-sau", cccd_back(mother, rng), "cccd_back", BACK_TITLE),
        _paper("06-cccd-cha-truoc", cccd_front(father, rng, cropped), "cccd_front", FRONT_TITLE),
        _paper("07-cccd-cha-sau", cccd_back(father, rng, cropped), "cccd_back", BACK_TITLE),
    )
    return Dossier("khai-sinh", case.filing, papers)


def business_dossier(seed: int, leaders: Leaders = Leaders.AFTER) -> Dossier:
    """Draw a household business: slip, application, owner's card, certificate."""
    rng = random.Random(seed)
    case = make_business_case(rng)
    attachments = (
        Attachment("Giấy đề nghị đăng ký hộ kinh doanh", _ORIGINAL),
        Attachment("Căn cước công dân của chủ hộ", _COPY),
    )
    slip = receipt_slip(case.filing, case.owner, attachments, rng)
    application = household_business_application(case, rng, leaders)
    front, back = cccd_front(case.owner, rng), cccd_back(case.owner, rng)
    certificate = household_business_certificate(case, rng)
    papers = (
        _paper("01-phieu-tiep-nhan", slip, "receipt_slip", SLIP_TITLE),
        _paper("02-giay-de-nghi", application, "household_business_application", APPLICATION_TITLE),
        _paper("03-cccd-truoc", front, "cccd_front", FRONT_TITLE),
        _paper("04-cccd-sau", back, "cccd_back", BACK_TITLE),
        _paper(
            "05-giay-chung-nhan", certificate, "household_business_certificate", CERTIFICATE_TITLE
        ),
    )
    return Dossier("ho-kinh-doanh", case.filing, papers)


DOSSIERS: Mapping[str, Callable[[int, Leaders], Dossier]] = MappingProxyType(
    {"khai-sinh": birth_dossier, "ho-kinh-doanh": business_dossier}
)


def scan_dossier(dossier: Dossier, damage: str, seed: int) -> dict[str, Scan]:
    """Scan every page; keys are file names."""
    return {
        f"{paper.stem}.jpg": apply_damage(paper.sheet.image, paper.truth, damage, seed + number)
        for number, paper in enumerate(dossier.papers)
    }


def plain_truth(truth: PageTruth) -> dict[str, Any]:
    """Truth of one page, ready for JSON; only what the pen wrote is called handwritten."""
    content = truth.as_json()
    for line in content["lines"]:
        if not line["handwritten"]:
            del line["handwritten"]
    return content


def dossier_truth(dossier: Dossier, scans: Mapping[str, Scan], seed: int) -> dict[str, Any]:
    """Truth of a whole dossier, ready for JSON."""
    filing = dossier.filing
    return {
        "dossier": dossier.kind,
        "seed": seed,
        "dossier_code": filing.dossier_code,
        "procedure_code": filing.procedure_code,
        "procedure": filing.procedure,
        "received_on": filing.received_on.isoformat(),
        "pages": [{"file": name, **plain_truth(scan.truth)} for name, scan in scans.items()],
    }


def _write_json(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")


def write_dossier(dossier: Dossier, folder: Path, *, damage: str, seed: int) -> None:
    """Write the scanned pages and `truth.json` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    scans = scan_dossier(dossier, damage, seed)
    for name, scan in scans.items():
        (folder / name).write_bytes(scan.jpeg)
    _write_json(folder / "truth.json", dossier_truth(dossier, scans, seed))


def write_pages(dossier: Dossier, folder: Path, *, damage: str, seed: int) -> None:
    """Write the scanned pages with one truth file beside each into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, scan in scan_dossier(dossier, damage, seed).items():
        (folder / name).write_bytes(scan.jpeg)
        _write_json((folder / name).with_suffix(".json"), {"file": name, **plain_truth(scan.truth)})
