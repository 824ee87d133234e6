from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.catalog.base import (
    Catalog,
    CatalogError,
    CatalogInvalid,
    CatalogMissing,
    UnknownPaper,
    UnknownProcedure,
)
from app.catalog.load import load_catalog
from ocr.reading import Code, CodeKind
from ocr.understanding.idcard import code_values

SHIPPED = Path(__file__).parents[2] / "resources" / "catalog"
Edit = Callable[[dict[str, Any]], object]


def first_replacement(document: dict[str, Any]) -> dict[str, Any]:
    """The first rule of the file by which data replace a paper."""
    components = [c for p in document["procedures"] for c in p["components"]]
    replacement: dict[str, Any] = next(c["replacement"] for c in components if "replacement" in c)
    return replacement


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "catalog"
    shutil.copytree(SHIPPED, target)
    return target


def edit(folder: Path, name: str, change: Edit) -> None:
    file = folder / name
    document = json.loads(file.read_text(encoding="utf-8"))
    change(document)
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def test_load_catalog_shipped_data_is_complete() -> None:
    catalog: Catalog = load_catalog()

    codes = {paper.code for paper in catalog.paper_types()}
    assert {
        "birth_declaration",
        "cccd_front",
        "cccd_back",
        "identity_card_2024_front",
        "identity_card_2024_back",
        "birth_notice",
        "receipt_slip",
        "household_business_application",
        "household_business_certificate",
    } <= codes
    assert len(codes) >= 34
    assert {"1.001193", "1.001612", "2.000635"} <= {p.code for p in catalog.procedures()}


def test_load_catalog_folder_and_package_give_the_same(folder: Path) -> None:
    assert load_catalog(folder).paper_types() == load_catalog().paper_types()


def test_procedure_birth_lists_its_components() -> None:
    procedure = load_catalog().procedure("1.001193")

    required = [c.paper_code for c in procedure.components if c.required]
    assert required == ["birth_declaration", "birth_notice"]
    assert any(c.shown_only and c.paper_code == "cccd_front" for c in procedure.components)


@pytest.mark.parametrize("code", ["1.001193.000.00.00.H56", "1.001193.H56"])
def test_procedure_local_tail_is_ignored(code: str) -> None:
    assert load_catalog().procedure(code).code == "1.001193"


@pytest.mark.parametrize("code", ["", "9.999999", "x", "1"])
def test_procedure_unknown_code_is_typed_error(code: str) -> None:
    with pytest.raises(UnknownProcedure):
        load_catalog().procedure(code)


def test_paper_known_and_unknown_code() -> None:
    catalog = load_catalog()

    assert catalog.paper("birth_notice").title == "Giấy chứng sinh"
    with pytest.raises(UnknownPaper):
        catalog.paper("nothing")


def test_provinces_sixty_three_become_thirty_four() -> None:
    provinces = load_catalog().provinces()

    assert len(provinces) == 63
    assert len([p for p in provinces if not p.is_closed]) == 34
    assert len({p.name_since_2025 for p in provinces}) == 34
    by_code = {p.code: p for p in provinces}
    assert (by_code["27"].merged_into, by_code["27"].name_since_2025) == ("24", "Bắc Ninh")
    assert (by_code["64"].merged_into, by_code["64"].name_since_2025) == ("52", "Gia Lai")
    assert by_code["38"].name_since_2025 == "Thanh Hóa"
    assert all(not by_code[p.merged_into].is_closed for p in provinces)


def test_reference_lists_hold_both_names_of_one_group() -> None:
    groups = load_catalog().reference_lists().ethnic_groups

    assert {"Kinh", "Mông", "Mông (Hmông)"} <= set(groups)


def test_paper_types_sources_are_names_that_codes_give() -> None:
    box = (0, 0, 1, 1)
    codes = [
        Code(
            CodeKind.QR,
            "038201004567|173456789|Nguyễn Văn An|15032001|Nam|Thanh Hóa|01012022",
            box,
        ),
        Code(CodeKind.QR, "H56.14-240823-0001|1.001193|038201004567|Giấy", box),
        Code(CodeKind.CODE128, "H56.14-240823-0001", box),
        Code(
            CodeKind.MRZ,
            "IDVNM2010045679038201004567<<6\n0103152M4103150VNM<<<<<<<<<<<2\n"
            "NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<",
            box,
        ),
    ]
    known = {value.name for code in codes for value in code_values(code)}

    used = {
        source
        for paper in load_catalog().paper_types()
        for field in paper.fields
        for source in field.sources
    }

    assert used <= known


def test_load_catalog_every_file_names_source_and_first_day() -> None:
    for file in SHIPPED.glob("*.json"):
        document = json.loads(file.read_text(encoding="utf-8"))

        assert document["source"].strip(), file.name
        assert len(document["valid_from"]) == 10, file.name


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("papers_other.json", lambda d: d.pop("source")),
        ("papers_other.json", lambda d: d.update(schema="sohoa.papers/2")),
        ("papers_other.json", lambda d: d.update(more=1)),
        ("papers_other.json", lambda d: d.update(papers={})),
        ("papers_other.json", lambda d: d["papers"].append(3)),
        ("papers_other.json", lambda d: d["papers"][0].pop("code")),
        ("papers_other.json", lambda d: d["papers"][0].update(colour="red")),
        ("papers_other.json", lambda d: d["papers"][0].update(title_lines="x")),
        ("papers_other.json", lambda d: d["papers"][0].update(fields=["x"])),
        ("papers_other.json", lambda d: d["papers"][0]["fields"][0].update(kind="colour")),
        ("papers_other.json", lambda d: d["papers"][0]["fields"][0].update(required=1)),
        ("papers_other.json", lambda d: d["papers"][0]["fields"][0].update(label="")),
        ("papers_other.json", lambda d: d["papers"][0]["fields"][0].update(section="nowhere")),
        ("papers_other.json", lambda d: d["papers"].append(d["papers"][0])),
        ("papers_other.json", lambda d: d["papers"][0].update(title_lines=[])),
        ("papers_other.json", lambda d: d["papers"][0].update(validity_months=-1)),
        ("papers_other.json", lambda d: d["papers"][0].update(validity_months=True)),
        ("papers_other.json", lambda d: d["papers"][0].update(valid_from="1/7/2025")),
        ("papers_other.json", lambda d: d["papers"][0].update(valid_to="1900-01-01")),
        ("papers_other.json", lambda d: d["papers"][0]["fields"][0].update(critical="yes")),
        ("papers_other.json", lambda d: d["papers"][0]["fields"][0].update(column="nowhere")),
        (
            "papers_other.json",
            lambda d: d["papers"][0]["fields"][0].update(choices=["Có", "Không"]),
        ),
        ("papers_other.json", lambda d: d["papers"][0]["fields"][0].update(kind="choice")),
        (
            "papers_other.json",
            lambda d: d["papers"][0].update(columns=[{"name": "a", "heads": []}]),
        ),
        (
            "papers_other.json",
            lambda d: d["papers"][0]["tables"].append(d["papers"][0]["tables"][0]),
        ),
        ("papers_other.json", lambda d: d["papers"][0]["tables"][0].update(columns=[])),
        ("papers_other.json", lambda d: d["papers"][0]["tables"][0].update(name="dossier_code")),
        (
            "papers_other.json",
            lambda d: d["papers"][0]["sections"].append(d["papers"][0]["sections"][0]),
        ),
        ("procedures.json", lambda d: d["procedures"][0]["results"][0].update(paper="none")),
        ("procedures.json", lambda d: d["procedures"][0]["waiver"].pop("since")),
        ("procedures.json", lambda d: d["procedures"][0]["waiver"].update(agencies=["Hà Nội"])),
        ("procedures.json", lambda d: first_replacement(d).update(since="")),
        ("procedures.json", lambda d: first_replacement(d).update(until="2020-01-01")),
        ("procedures.json", lambda d: first_replacement(d).pop("database")),
        ("procedures.json", lambda d: d["procedures"][0].update(valid_from="2026-02-30")),
        (
            "procedures.json",
            lambda d: d["procedures"][0]["components"][0].update(alternatives=["x"]),
        ),
        ("essential_services.json", lambda d: d["essential_services"][0].update(procedures=["9"])),
        ("agencies.json", lambda d: d["agencies"][0].update(code="Z01")),
        ("agencies.json", lambda d: d["agencies"].append(d["agencies"][0])),
        ("marital_states.json", lambda d: d["marital_states"].append(d["marital_states"][0])),
        ("relations.json", lambda d: d["relations"].append(3)),
        ("procedures.json", lambda d: d["procedures"][0].update(code="khai sinh")),
        ("procedures.json", lambda d: d["procedures"][0].pop("components")),
        ("procedures.json", lambda d: d["procedures"][0]["components"][0].update(paper="none")),
        ("provinces.json", lambda d: d["provinces"][0].update(merged_into="99")),
        ("provinces.json", lambda d: d["provinces"].append(d["provinces"][0])),
        ("ethnic_groups.json", lambda d: d["ethnic_groups"].append("")),
    ],
)
def test_load_catalog_broken_file_is_refused(folder: Path, name: str, change: Edit) -> None:
    edit(folder, name, change)

    with pytest.raises(CatalogInvalid):
        load_catalog(folder)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_load_catalog_file_that_is_no_json_is_refused(folder: Path, content: bytes) -> None:
    (folder / "provinces.json").write_bytes(content)

    with pytest.raises(CatalogInvalid):
        load_catalog(folder)


def test_load_catalog_missing_folder_or_file_is_typed_error(folder: Path, tmp_path: Path) -> None:
    (folder / "procedures.json").unlink()

    for broken in (folder, tmp_path / "nowhere", tmp_path):
        with pytest.raises(CatalogMissing) as caught:
            load_catalog(broken)
        assert isinstance(caught.value, CatalogError)
