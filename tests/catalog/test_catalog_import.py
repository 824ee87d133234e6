from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.catalog.base import CatalogError, CatalogInvalid, CatalogUnwritable, ImportUnreadable
from app.catalog.importing import read_import
from app.catalog.keeper import StationCatalog
from app.catalog.local import LOCAL_FILE, procedure_entry
from app.catalog.procedures import read_procedure
from tests.catalog.test_catalog_sheets import pack, sheet_xml, text_row

PROCEDURES = "Mã thủ tục,Tên thủ tục,Lĩnh vực,Mã kết quả,Tên kết quả,Mã giấy tờ kết quả\n"
COMPONENTS = (
    "Mã thủ tục,Mã loại giấy tờ,Tên thành phần,Bắt buộc,Chỉ xuất trình,"
    "Thay bằng dữ liệu từ,Cơ sở dữ liệu\n"
)
AGENCIES = "Mã cơ quan,Tên cơ quan,Hiệu lực từ,Hiệu lực đến\n"
ONE = "1.001193.H56,Đăng ký khai sinh,Hộ tịch,KQ.G15.000031,Giấy khai sinh,birth_certificate\n"

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(name: str, text: str) -> Path:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write_file


@pytest.fixture
def station(tmp_path: Path) -> StationCatalog:
    return StationCatalog(tmp_path / "catalog", lambda: datetime(2026, 3, 1, tzinfo=UTC))


def told(station: StationCatalog, *files: Path, apply: bool = True) -> list[str]:
    found = station.bring(files, apply=apply)
    return [f"{change.kind.value} {change.table} {change.code}" for change in found]


def test_import_procedures_and_components_reach_the_catalogue_in_use(
    station: StationCatalog, write: Write
) -> None:
    rows = (
        "1.001193.H56,birth_declaration,Tờ khai,có,không,,\n"
        "1.001193.H56,cccd_front,Thẻ căn cước,không,x,01/01/2026,Dân cư\n"
    )
    files = write("tt.csv", PROCEDURES + ONE), write("tp.csv", COMPONENTS + rows)

    found = told(station, *files)

    assert found == [
        "added procedure 1.001193.H56",
        "added component 1.001193.H56/birth_declaration",
        "added component 1.001193.H56/cccd_front",
    ]
    procedure = station.in_use().procedure("1.001193.000.00.00.H56")
    assert procedure.code == "1.001193.H56"
    assert procedure.results[0].code == "KQ.G15.000031"
    form, card = procedure.components
    assert (form.required, form.shown_only) == (True, False)
    assert (card.required, card.shown_only) == (False, True)
    assert card.replacement is not None
    assert card.replacement.since == date(2026, 1, 1)
    assert station.in_use().procedure("1.001193").code == "1.001193"


def test_import_dry_run_tells_and_writes_nothing(
    station: StationCatalog, write: Write, tmp_path: Path
) -> None:
    assert told(station, write("tt.csv", PROCEDURES + ONE), apply=False)
    assert not (tmp_path / "catalog").exists()


def test_import_twice_changes_nothing_and_a_shorter_table_removes(
    station: StationCatalog, write: Write
) -> None:
    two = ONE + "1.009999,Thủ tục riêng,,,,\n"
    told(station, write("tt.csv", PROCEDURES + two))

    assert told(station, write("tt.csv", PROCEDURES + two)) == []
    assert told(station, write("tt.csv", PROCEDURES + ONE)) == ["removed procedure 1.009999"]


def test_import_of_a_shipped_procedure_changes_it_and_keeps_its_components(
    station: StationCatalog, write: Write
) -> None:
    row = "1.000894,Đăng ký kết hôn (mới),Hộ tịch,,,\n"

    found = station.bring([write("tt.csv", PROCEDURES + row)], apply=True)

    assert [(c.kind.value, c.code, c.aspects) for c in found] == [
        ("changed", "1.000894", ("name",))
    ]
    procedure = station.in_use().procedure("1.000894")
    assert procedure.name == "Đăng ký kết hôn (mới)"
    assert procedure.components[0].paper_code == "marriage_declaration"


def test_import_components_alone_replace_those_of_a_shipped_procedure(
    station: StationCatalog, write: Write
) -> None:
    row = "1.000894,marriage_declaration,Tờ khai,x,,,\n"

    told(station, write("tp.csv", COMPONENTS + row))

    assert [c.name for c in station.in_use().procedure("1.000894").components] == ["Tờ khai"]


def test_import_agencies_keeps_the_procedures_imported_before(
    station: StationCatalog, write: Write
) -> None:
    told(station, write("tt.csv", PROCEDURES + ONE))
    row = "H56.14,UBND xã Hoằng Tiến,2025-07-01,\n"

    assert told(station, write("cq.csv", AGENCIES + row)) == ["added agency H56.14"]
    assert station.in_use().procedure("1.001193.H56").code == "1.001193.H56"
    assert "H56" in station.in_use().reference_lists().agency_codes


def test_import_xlsx_dates_and_codes_that_became_numbers(
    station: StationCatalog, tmp_path: Path
) -> None:
    head = text_row(1, "Mã thủ tục", "Tên thủ tục", "Hiệu lực từ")
    cells = '<c r="A2"><v>2.0008</v></c><c r="B2" t="str"><v>Tên</v></c><c r="C2"><v>46023</v></c>'
    row = f'<row r="2">{cells}</row>'
    file = tmp_path / "tt.xlsx"
    file.write_bytes(pack(sheet_xml(head, row)))

    assert told(station, file) == ["added procedure 2.000800"]
    assert station.in_use().procedure("2.000800").period.first == date(2026, 1, 1)


def test_import_json_of_the_station_itself_changes_nothing(
    station: StationCatalog, write: Write, tmp_path: Path
) -> None:
    told(station, write("tt.csv", PROCEDURES + ONE))

    assert told(station, tmp_path / "catalog" / LOCAL_FILE) == []


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("tt.csv", "Mã,Tên\n1,2\n", "no table has the columns"),
        ("tt.csv", PROCEDURES.replace("Lĩnh vực", "Màu") + ONE, "unknown column 'Màu'"),
        ("tt.csv", PROCEDURES.replace("Lĩnh vực", "Mã TTHC") + ONE, "stands twice"),
        ("tt.csv", PROCEDURES + ONE + ONE, "'1.001193.H56' stands twice"),
        ("tt.csv", PROCEDURES + ",Tên,,,,\n", "row 2, column 'Mã thủ tục': empty"),
        ("tt.csv", PROCEDURES + "khai sinh,Tên,,,,\n", "khai sinh"),
        ("tt.csv", PROCEDURES + "1.009999,Tên,,,Giấy,no_such_paper\n", "no_such_paper"),
        ("tp.csv", COMPONENTS + "1.001193,no_such_paper,Tên,x,,,\n", "no_such_paper"),
        ("tp.csv", COMPONENTS + "1.777777,birth_notice,Tên,x,,,\n", "1.777777"),
        ("tp.csv", COMPONENTS + "1.001193,birth_notice,Tên,có lẽ,,,\n", "neither yes nor no"),
        ("tp.csv", COMPONENTS + "1.001193,birth_notice,Tên,x,,31/02/2026,A\n", "no day"),
        ("tp.csv", COMPONENTS + "1.001193,birth_notice,Tên,x,,01/01/2026,\n", "database"),
        ("tp.csv", COMPONENTS + "1.001193,birth_notice,A,x,,,\n" * 2, "stands twice"),
        ("cq.csv", AGENCIES + "h56,Tên,,\n", "h56"),
        ("cq.csv", AGENCIES + "H56.14,Tên,2026-01-02,2026-01-01\n", "ends before it begins"),
        ("cq.csv", AGENCIES + "H56.14,A,,\nH56.14,B,,\n", "stands twice"),
        ("x.json", "{}", "schema"),
        ("x.json", "[1]", "no object"),
        ("x.json", "{", "no JSON"),
        ("x.json", '{"schema": "sohoa.province_catalog/2"}', "schema"),
    ],
)
def test_import_wrong_table_is_told_and_changes_nothing(
    station: StationCatalog, write: Write, name: str, text: str, place: str, tmp_path: Path
) -> None:
    with pytest.raises(CatalogInvalid) as caught:
        station.bring([write(name, text)], apply=True)

    assert place in caught.value.detail
    assert not (tmp_path / "catalog").exists()


@pytest.mark.parametrize("name", ["x.xls", "x.pdf", "x", "nowhere.csv"])
def test_import_file_that_is_no_table_is_told(write: Write, name: str, tmp_path: Path) -> None:
    file = tmp_path / name if name == "nowhere.csv" else write(name, "a,b\n")

    with pytest.raises(ImportUnreadable):
        read_import(file)


@pytest.mark.expects_log_warnings
def test_in_use_damaged_file_falls_back_on_the_shipped_catalogue(
    station: StationCatalog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "catalog"
    folder.mkdir()
    (folder / LOCAL_FILE).write_text("{", encoding="utf-8")

    catalog = station.in_use()

    assert catalog.procedure("1.001193").name == "Đăng ký khai sinh"
    assert "catalog.invalid" in caplog.text
    with pytest.raises(CatalogError):
        station.bring([folder / LOCAL_FILE], apply=True)


def test_import_folder_that_cannot_be_made_is_typed_error(tmp_path: Path, write: Write) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    station = StationCatalog(blocked / "catalog", lambda: datetime(2026, 3, 1, tzinfo=UTC))

    with pytest.raises(CatalogUnwritable):
        station.bring([write("tt.csv", PROCEDURES + ONE)], apply=True)


def test_procedure_entry_says_everything_of_every_procedure(station: StationCatalog) -> None:
    for procedure in station.in_use().procedures():
        entry = json.loads(json.dumps(procedure_entry(procedure)))

        assert read_procedure(entry) == procedure
