"""Owners, terms and codes of papers that can be reused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.manifest import (
    Manifest,
    ManifestFile,
    PresentAddress,
    ReusedComponent,
    manifest_from_json,
)
from app.domain.owner import Owner, OwnerGap, OwnerKind, OwnerPolicy, is_owner_id, owner_gap
from app.domain.portal import submitted_papers
from app.domain.reuse import (
    Freshness,
    Keeper,
    KnownPaper,
    Term,
    digitized_code,
    offer,
    offers_for,
)

DAY = date(2026, 1, 31)
CITIZEN = Owner(OwnerKind.CITIZEN, "001195004321")
STRICT = OwnerPolicy(everywhere=True)


def known(name: str = "a", **values: object) -> KnownPaper:
    return KnownPaper(name, Keeper.STATION, "marital_status_certificate", "c", "Giấy", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("owner", "policy", "gap"),
    [
        (None, OwnerPolicy(), OwnerGap.ASK),
        (None, STRICT, OwnerGap.BLOCKS),
        (None, OwnerPolicy(procedures=frozenset({"1.001193"})), OwnerGap.BLOCKS),
        (None, OwnerPolicy(procedures=frozenset({"1.000894"})), OwnerGap.ASK),
        (CITIZEN, STRICT, OwnerGap.NONE),
        (Owner(OwnerKind.CITIZEN, "00119500432"), STRICT, OwnerGap.BLOCKS),
        (Owner(OwnerKind.AGENCY), STRICT, OwnerGap.NONE),
    ],
)
def test_owner_gap_asks_or_blocks_as_the_province_wants(
    owner: Owner | None, policy: OwnerPolicy, gap: OwnerGap
) -> None:
    assert owner_gap(owner, policy, "1.001193") is gap


@given(st.text(max_size=14))
def test_is_owner_id_takes_twelve_plain_digits_only(text: str) -> None:
    assert is_owner_id(text) == (len(text) == 12 and text.isascii() and text.isdigit())


@pytest.mark.parametrize(
    ("term", "months", "expected", "last"),
    [
        (Term(), 0, Freshness.VALID, None),
        (Term(), 6, Freshness.UNPROVEN, None),
        (Term(date(2025, 7, 31)), 6, Freshness.VALID, date(2026, 1, 31)),
        (Term(date(2025, 7, 30)), 6, Freshness.EXPIRED, date(2026, 1, 30)),
        (Term(date(2025, 12, 1), date(2026, 1, 30)), 6, Freshness.EXPIRED, date(2026, 1, 30)),
        (Term(None, date(2026, 1, 31)), 6, Freshness.VALID, date(2026, 1, 31)),
        (Term(date(2000, 1, 1), is_permanent=True), 6, Freshness.VALID, None),
    ],
)
def test_offer_is_judged_by_term_and_day(
    term: Term, months: int, expected: Freshness, last: date | None
) -> None:
    judged = offer(known(term=term), months, DAY)

    assert (judged.freshness, judged.good_until) == (expected, last)


def test_offers_for_puts_usable_and_new_ones_first_and_each_once() -> None:
    papers = [
        known("old", number="1", term=Term(date(2020, 1, 1))),
        known("store", number="2", term=Term(date(2026, 1, 1))),
        known("station", number="2", term=Term(date(2026, 1, 1))),
        known("newer", number="3", term=Term(date(2026, 1, 2))),
        known("dateless", number="4"),
    ]

    offers = offers_for(papers, {"marital_status_certificate": 6}, DAY)

    assert [each.paper.id for each in offers] == ["newer", "store", "dateless", "old"]


@pytest.mark.parametrize(("taken", "end"), [(0, "x"), (1, "x.02"), (11, "x.12")])
def test_digitized_code_counts_papers_of_one_code(taken: int, end: str) -> None:
    assert digitized_code("001195004321", "1.001193", "x", taken) == f"001195004321.1.001193.{end}"


PLAIN = Manifest(
    "d", "", "1.001193", "cb", "t", 1, (ManifestFile("f", "scan", "a.pdf", "", 1, ""),)
)
REUSED = ReusedComponent("birth_certificate", "", "Giấy khai sinh", "3", "KQ.1", "1", address="/k")


def test_manifest_without_reuse_is_what_the_first_version_knows() -> None:
    names = PLAIN.members().keys()

    assert not names & {"owner_kind", "owner_id", "reused", "addresses"}


def test_manifest_with_present_addresses_survives_its_canonical_form() -> None:
    place = PresentAddress("cccd_front:residence", "xã Phù Cát", "Gia Lai", "52")
    manifest = replace(PLAIN, addresses=(place,))

    assert manifest_from_json(manifest.canonical()) == manifest


def test_manifest_with_reuse_survives_its_canonical_form() -> None:
    manifest = Manifest(
        "d", "", "1.001193", "cb", "t", 1, PLAIN.files,
        owner_kind="1", owner_id=CITIZEN.id, reused=(REUSED,),
    )  # fmt: skip

    assert manifest_from_json(manifest.canonical()) == manifest


def test_submitted_papers_are_texts_with_reuse_marked() -> None:
    manifest = Manifest("d", "", "1", "cb", "t", 1, PLAIN.files, reused=(REUSED,))

    scanned, reused = submitted_papers(manifest)

    assert all(isinstance(value, str) for row in (scanned, reused) for value in row.values())
    assert scanned["DuocTaiSuDung"] == "0"
    assert (reused["DuocTaiSuDung"], reused["DuocLayTuKhoDMQG"]) == ("2", "1")
    assert (reused["MaKetQuaThayThe"], reused["DuongDanTaiTepTin"]) == ("KQ.1", "/k")
