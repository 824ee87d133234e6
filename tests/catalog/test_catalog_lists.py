from __future__ import annotations

from app.catalog.load import load_catalog
from ocr.understanding.forms import ValueKind

MERGED = (
    "02>08 06>19 10>15 17>25 26>25 27>24 30>31 34>33 35>37 36>37 45>44 49>48 54>66 58>56 60>68"
    " 62>51 64>52 67>68 70>75 72>80 74>79 77>79 83>86 84>86 87>82 89>91 93>92 94>92 95>96"
)
KEPT = {
    "01": "Hà Nội",
    "04": "Cao Bằng",
    "08": "Tuyên Quang",
    "11": "Điện Biên",
    "12": "Lai Châu",
    "14": "Sơn La",
    "15": "Lào Cai",
    "19": "Thái Nguyên",
    "20": "Lạng Sơn",
    "22": "Quảng Ninh",
    "24": "Bắc Ninh",
    "25": "Phú Thọ",
    "31": "Hải Phòng",
    "33": "Hưng Yên",
    "37": "Ninh Bình",
    "38": "Thanh Hóa",
    "40": "Nghệ An",
    "42": "Hà Tĩnh",
    "44": "Quảng Trị",
    "46": "Huế",
    "48": "Đà Nẵng",
    "51": "Quảng Ngãi",
    "52": "Gia Lai",
    "56": "Khánh Hòa",
    "66": "Đắk Lắk",
    "68": "Lâm Đồng",
    "75": "Đồng Nai",
    "79": "Hồ Chí Minh",
    "80": "Tây Ninh",
    "82": "Đồng Tháp",
    "86": "Vĩnh Long",
    "91": "An Giang",
    "92": "Cần Thơ",
    "96": "Cà Mau",
}
"""The 34 of QĐ 19/2025/QĐ-TTg; a merged province keeps the code of the seat's province."""

PROCEDURES = (
    "1.001193 1.000894 1.000656 1.004873 2.000635 1.004222 1.004194 2.000815 2.000884"
    " 1.013225 2.000986 2.002622 2.000488"
)

FULL_LISTS = {
    "birth_declaration": "requester.full_name requester.id_document child.full_name"
    " child.birth_date mother.full_name father.full_name",
    "marriage_declaration": "bride.full_name bride.id_document groom.full_name groom.id_document",
    "death_declaration": "requester.full_name requester.id_document deceased.full_name"
    " deceased.id_document deceased.died_at",
    "marital_status_declaration": "requester.full_name requester.id_document subject.full_name"
    " subject.id_document subject.marital_status subject.purpose",
    "residence_change_declaration": "applicant.full_name applicant.personal_id"
    " household_head.personal_id request",
    "civil_status_change_declaration": "requester.full_name requester.id_document"
    " subject.full_name registration.number registration.book",
    "civil_extract_declaration": "requester.full_name requester.id_document subject.full_name"
    " registration.number",
    "receipt_slip": "dossier_code owner_id",
    "birth_notice_request": "requester.full_name child.birth_date child.birth_time"
    " mother.full_name mother.id_document",
    "cccd_front": "id_number full_name birth_date",
    "identity_card_2024_front": "id_number full_name birth_date",
    "land_certificate": "owner.full_name parcel_number map_sheet certificate_serial book_number",
    "household_business_certificate": "business_code owner.full_name owner.id_document",
}


def test_provinces_follow_the_decision_line_by_line() -> None:
    provinces = {province.code: province for province in load_catalog().provinces()}

    closed = dict(line.split(">") for line in MERGED.split())
    assert {code for code, p in provinces.items() if p.is_closed} == set(closed)
    assert {code: provinces[code].merged_into for code in closed} == closed
    assert {code: p.name_since_2025 for code, p in provinces.items() if not p.is_closed} == KEPT
    assert all(provinces[code].name_since_2025 == KEPT[into] for code, into in closed.items())


def test_full_field_lists_have_their_keys_marked() -> None:
    catalog = load_catalog()

    for code, names in FULL_LISTS.items():
        critical = {field.name for field in catalog.paper(code).fields if field.critical}
        assert critical == set(names.split()), code


def test_every_paper_has_fields_and_a_source() -> None:
    for paper in load_catalog().paper_types():
        assert paper.fields, paper.code
        assert paper.source, paper.code
        assert any(field.critical for field in paper.fields) or paper.code in {
            "handover_slip",
            "old_id_card_back",
        }, paper.code


def test_numbers_have_the_kinds_that_check_them() -> None:
    catalog = load_catalog()
    kinds = {
        (paper.code, field.name): field.kind
        for paper in catalog.paper_types()
        for field in paper.fields
    }

    assert kinds["enterprise_certificate", "enterprise_code"] is ValueKind.ENTERPRISE_CODE
    assert kinds["health_insurance_card", "number"] is ValueKind.INSURANCE_NUMBER
    assert kinds["land_certificate", "certificate_serial"] is ValueKind.LAND_SERIAL
    assert kinds["land_certificate", "book_number"] is ValueKind.REGISTER_NUMBER
    assert kinds["passport", "number"] is ValueKind.PASSPORT_NUMBER
    assert kinds["birth_declaration", "copies.wanted"] is ValueKind.CHOICE


def test_marriage_declaration_stands_in_columns_and_ct01_in_a_table() -> None:
    catalog = load_catalog()

    marriage = catalog.paper("marriage_declaration")
    assert [column.name for column in marriage.columns] == ["bride", "groom"]
    assert {f.column for f in marriage.fields if "." in f.name and f.section != "copies"} == {
        "bride",
        "groom",
    }
    (members,) = catalog.paper("residence_change_declaration").tables
    assert [column.name for column in members.columns][1:] == [
        "full_name",
        "birth_date",
        "sex",
        "personal_id",
        "relation",
    ]


def test_validity_is_bounded_where_the_law_bounds_it() -> None:
    catalog = load_catalog()

    assert catalog.paper("marital_status_certificate").validity_months == 6
    assert catalog.paper("residence_confirmation").validity_months == 12
    assert catalog.paper("birth_certificate").validity_months == 0


def test_procedures_and_services_of_the_regulations_are_there() -> None:
    catalog = load_catalog()

    codes = {procedure.code for procedure in catalog.procedures()}
    assert codes >= set(PROCEDURES.split())
    assert all(procedure.results for procedure in catalog.procedures())
    services = catalog.essential_services()
    assert len(services) == 25
    waived = {procedure.code for procedure in catalog.procedures() if procedure.waiver}
    assert waived == {code for service in services for code in service.procedures}


def test_essential_services_with_codes_that_nobody_published_here_say_so() -> None:
    catalog = load_catalog()

    unconfirmed = {procedure.code for procedure in catalog.procedures() if procedure.unconfirmed}
    without = [service for service in catalog.essential_services() if not service.procedures]
    assert "1.003677" in unconfirmed
    assert not unconfirmed & set(PROCEDURES.split())
    assert len(without) == 9


def test_agencies_have_the_codes_that_were_seen_in_print() -> None:
    agencies = {agency.code: agency for agency in load_catalog().agencies()}

    seen = {code: agency.name for code, agency in agencies.items() if not agency.unconfirmed}
    assert seen["H26"] == "Thành phố Hà Nội"
    assert seen["H56"] == "Tỉnh Thanh Hóa"
    assert seen["G15"] == "Bộ Tư pháp"
    assert agencies["H29"].name == "Thành phố Hồ Chí Minh"
    assert agencies["H29"].unconfirmed


def test_marital_states_and_relations_hold_the_options_of_the_forms() -> None:
    catalog = load_catalog()
    lists = catalog.reference_lists()

    assert [state.code for state in catalog.marital_states()] == list("123456")
    assert {"Bản thân", "Cha", "Mẹ", "Khác"} <= set(lists.relations)
    assert "Chưa đăng ký kết hôn với ai" in lists.marital_statuses
    assert {"H26", "G15"} <= set(lists.agency_codes)
