"""Forms of one's own: printings in the files, saved, exported, imported, in snapshots."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from app import cli
from app.bootstrap import Wiring
from app.catalog.base import (
    CatalogInvalid,
    CatalogUnwritable,
    NoForms,
    SnapshotKey,
    UnknownPaper,
)
from app.catalog.keeper import StationCatalog
from app.catalog.load import load_catalog
from app.catalog.own_papers import OWN_PAPERS_FILE, checked_papers
from app.catalog.paper_entries import paper_entry
from app.catalog.papers import read_paper
from app.settings import Settings
from ocr.understanding.forms import Anchor, FieldDefinition, FormLayout, PaperType, Zone

ANCHORS = tuple(
    Anchor(letters, (0.1, 0.1 * number, 0.2, 0.1 * number + 0.02))
    for number, letters in enumerate(("giay", "phep", "nuoi", "chim", "thuong"))
)
ZONES = (
    Zone("name", (0.3, 0.2, 0.9, 0.23), 0.02),
    Zone("home", (0.3, 0.3, 0.9, 0.33), 0.02),
)
FORM = PaperType(
    "don_nuoi_yen",
    "Đơn xin nuôi yến",
    ("ĐƠN XIN NUÔI YẾN",),
    fields=(FieldDefinition("name", "Họ tên"), FieldDefinition("home", "Nơi ở")),
    layouts=(FormLayout("Bản in 1", ANCHORS, ZONES),),
)
ENTRY = paper_entry(FORM)


def clock() -> datetime:
    return datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def station(tmp_path: Path) -> StationCatalog:
    return StationCatalog(tmp_path / "catalog", clock)


def test_every_shipped_paper_survives_its_own_file() -> None:
    papers = load_catalog().paper_types()

    assert checked_papers(papers) == papers


def test_printing_survives_its_entry() -> None:
    assert read_paper(ENTRY) == FORM


def _set(*path: Any, to: Any) -> Callable[[Any], None]:
    def change(entry: Any) -> None:
        for step in path[:-1]:
            entry = entry[step]
        entry[path[-1]] = to

    return change


LAYOUT = ("layouts", 0)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_set("layouts", to={}), "not a list"),
        (_set("layouts", to=ENTRY["layouts"] * 2), "stands twice"),
        (_set("layouts", to=ENTRY["layouts"] * 21), "more than 20"),
        (_set(*LAYOUT, "name", to=" "), "'name'"),
        (_set(*LAYOUT, "colour", to="red"), "unknown keys"),
        (_set(*LAYOUT, "anchors", to=ENTRY["layouts"][0]["anchors"][:4]), "fewer than 5"),
        (_set(*LAYOUT, "anchors", 0, "letters", to="giấy"), "folded"),
        (_set(*LAYOUT, "anchors", 0, "letters", to="xa"), "folded"),
        (_set(*LAYOUT, "anchors", 0, "letters", to="phep"), "stands twice"),
        (_set(*LAYOUT, "anchors", 0, "box", to=[0, 0, 1]), "four sides"),
        (_set(*LAYOUT, "anchors", 0, "box", to=[0.5, 0, 0.2, 1]), "without size"),
        (_set(*LAYOUT, "anchors", 0, "box", 2, to=1.5), "no number"),
        (_set(*LAYOUT, "anchors", 0, "box", 3, to=float("nan")), "no number"),
        (_set(*LAYOUT, "anchors", 0, "box", 0, to=True), "no number"),
        (_set(*LAYOUT, "zones", 0, "box", 1, to="0"), "no number"),
        (_set(*LAYOUT, "zones", 0, "line_height", to=0), "without height"),
        (_set(*LAYOUT, "zones", 0, "line_height", to=0.5), "no number"),
        (_set(*LAYOUT, "zones", 0, "field", to="nobody"), "unknown field"),
        (_set(*LAYOUT, "zones", 0, "field", to="home"), "stands twice"),
        (_set(*LAYOUT, "zones", 0, "box", to=[0.3, 0.3, 0.9, 0.33]), "overlap"),
    ],
)
def test_wrong_printing_is_refused_by_name(change: Callable[[Any], None], why: str) -> None:
    entry = copy.deepcopy(ENTRY)
    change(entry)

    with pytest.raises(CatalogInvalid, match=why):
        read_paper(entry)


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "anchors", "zones", "box"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(_JSON)
def test_any_layouts_are_read_or_refused(value: Any) -> None:
    try:
        paper = read_paper({**ENTRY, "layouts": value})
    except CatalogInvalid:
        return
    assert paper.layouts == ()


def test_save_paper_tells_what_changes_and_is_in_use_at_the_next_start(
    station: StationCatalog, tmp_path: Path
) -> None:
    dry = station.save_paper(FORM, apply=False)
    assert not (tmp_path / "catalog").exists()

    done = station.save_paper(FORM, apply=True)

    assert dry == done
    assert [(c.kind.value, c.table, c.code, c.name) for c in done] == [
        ("added", "paper", "don_nuoi_yen", "Đơn xin nuôi yến")
    ]
    assert station.in_use().paper("don_nuoi_yen") == FORM
    assert station.own_papers() == (FORM,)
    assert len(station.known_papers()) == len(load_catalog().paper_types()) + 1
    [changed] = station.save_paper(replace(FORM, title="Đơn khác", layouts=()), apply=True)
    assert changed.aspects == ("title", "layouts")


def test_zones_for_a_shipped_paper_go_and_the_shipped_one_comes_back(
    station: StationCatalog,
) -> None:
    shipped = station.in_use().paper("birth_declaration")
    zone = replace(ZONES[0], field=shipped.fields[0].name)
    mine = replace(shipped, layouts=(FormLayout("Thanh Hóa", ANCHORS, (zone,)),))

    [change] = station.save_paper(mine, apply=True)

    assert (change.kind.value, change.aspects) == ("changed", ("layouts",))
    assert station.in_use().paper("birth_declaration") == mine
    station.drop_paper("birth_declaration", apply=True)
    assert station.in_use().paper("birth_declaration") == shipped
    with pytest.raises(UnknownPaper):
        station.drop_paper("birth_declaration", apply=True)


def test_paper_that_a_procedure_asks_for_cannot_be_dropped(
    station: StationCatalog, tmp_path: Path
) -> None:
    station.save_paper(FORM, apply=True)
    file = tmp_path / "tp.csv"
    heads = "Mã thủ tục,Mã loại giấy tờ,Tên thành phần\n"
    file.write_text(f"{heads}1.001193,don_nuoi_yen,Đơn\n", encoding="utf-8")
    station.bring([file], apply=True)

    with pytest.raises(CatalogInvalid):
        station.drop_paper("don_nuoi_yen", apply=True)
    components = station.in_use().procedure("1.001193").components
    assert [each.paper_code for each in components] == ["don_nuoi_yen"]


def test_wrong_form_is_not_saved(station: StationCatalog, tmp_path: Path) -> None:
    with pytest.raises(CatalogInvalid):
        station.save_paper(replace(FORM, title_lines=()), apply=True)

    assert not (tmp_path / "catalog").exists()


@pytest.mark.expects_log_warnings
def test_damaged_file_of_forms_leaves_the_shipped_catalogue_in_use(
    station: StationCatalog, tmp_path: Path
) -> None:
    station.save_paper(FORM, apply=True)
    (tmp_path / "catalog" / OWN_PAPERS_FILE).write_text("{", encoding="utf-8")

    assert station.own_papers() == ()
    assert station.in_use().content == load_catalog().content
    station.save_paper(FORM, apply=True)
    assert station.own_papers() == (FORM,)


def test_exported_forms_join_those_of_another_station(
    station: StationCatalog, tmp_path: Path
) -> None:
    target = tmp_path / "mau.json"
    station.save_paper(FORM, apply=True)
    assert station.export_papers(target, ()) == ("don_nuoi_yen",)
    other = StationCatalog(tmp_path / "other", clock)
    other.save_paper(replace(FORM, code="mau_khac"), apply=True)

    dry = other.bring([target], apply=False)
    done = other.bring([target], apply=True)

    assert dry == done
    assert [paper.code for paper in other.own_papers()] == ["mau_khac", "don_nuoi_yen"]
    assert other.in_use().paper("don_nuoi_yen") == FORM
    assert other.bring([target], apply=True) == ()
    with pytest.raises(UnknownPaper):
        station.export_papers(target, ("nobody",))
    with pytest.raises(CatalogInvalid):
        other.bring([target, target], apply=False)


def test_wrong_file_of_forms_is_refused_and_names_the_paper(
    station: StationCatalog, tmp_path: Path
) -> None:
    file = tmp_path / "mau.json"
    head = {"schema": "sohoa.papers/1", "source": "Tỉnh", "valid_from": "2026-01-01"}
    for papers in ([{**ENTRY, "fields": []}], [3], [ENTRY, ENTRY], {}):
        file.write_text(json.dumps({**head, "papers": papers}), encoding="utf-8")
        with pytest.raises(CatalogInvalid):
            station.bring([file], apply=True)
    assert station.own_papers() == ()


def test_snapshot_carries_own_forms_and_a_newer_one_takes_over(tmp_path: Path) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    private, public = tmp_path / "k.pem", tmp_path / "p.pem"
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    public.write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    maker = StationCatalog(tmp_path / "maker", lambda: datetime(2026, 4, 1, tzinfo=UTC))
    maker.save_paper(FORM, apply=True)
    file = tmp_path / "c.json"
    maker.export(file, source="Tỉnh", key=SnapshotKey(private))
    other = StationCatalog(tmp_path / "other", clock)
    other.save_paper(replace(FORM, title="Bản cũ của trạm"), apply=True)
    other.save_paper(replace(FORM, code="cua_tram"), apply=True)

    other.trust(public, replace=False)
    [change] = other.install(file, apply=True)

    assert (change.code, change.aspects) == ("don_nuoi_yen", ("title",))
    assert other.in_use().paper("don_nuoi_yen") == FORM
    assert other.in_use().paper("cua_tram").title == FORM.title
    again = tmp_path / "again.json"
    other.export(again, source="Xã", key=None)
    codes = [
        entry["code"]
        for name, document in json.loads(again.read_text("utf-8"))["files"].items()
        if name.startswith("papers_")
        for entry in document["papers"]
    ]
    assert codes.count("don_nuoi_yen") == codes.count("cua_tram") == 1


def test_no_forms_refuses_to_save(tmp_path: Path) -> None:
    keeper = NoForms()

    with pytest.raises(CatalogUnwritable):
        keeper.save_paper(FORM, apply=True)
    with pytest.raises(UnknownPaper):
        keeper.drop_paper("x", apply=True)
    with pytest.raises(UnknownPaper):
        keeper.export_papers(tmp_path / "x.json", ())
    assert (keeper.own_papers(), keeper.known_papers()) == ((), ())


def run(folder: Path, *words: str) -> int:
    wiring = Wiring(Settings(data_dir=folder / "data"), {})
    return cli.run(cli.parse(["catalog", *words]), wiring)


def test_forms_commands_list_export_import_and_drop(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    StationCatalog(tmp_path / "data" / "catalog", clock).save_paper(FORM, apply=True)
    target = str(tmp_path / "mau.json")

    assert run(tmp_path, "forms") == 0
    assert "don_nuoi_yen: Đơn xin nuôi yến (2 trường, 1 bản in)" in capsys.readouterr().out
    assert run(tmp_path, "export-forms", target) == 0
    assert "don_nuoi_yen" in capsys.readouterr().out
    assert run(tmp_path / "other", "import", target, "--dry-run") == 0
    assert "+ giấy tờ don_nuoi_yen: Đơn xin nuôi yến" in capsys.readouterr().out
    assert run(tmp_path, "forms", "--drop", "don_nuoi_yen") == 0
    assert run(tmp_path, "forms") == 0
    assert "chưa có mẫu giấy tờ riêng" in capsys.readouterr().out
    assert run(tmp_path, "export-forms", target) == 1
