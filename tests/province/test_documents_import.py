"""Import into a document store and the portal's record: lost replies, doubles, refusals."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace

import jsonschema
import pytest

from app.domain.manifest import Manifest, ManifestFile, ReusedComponent
from app.province.base import Receipt
from app.province.documents_import import DocumentsImport, ImportOptions
from app.province.errors import Ambiguous, DeliveryError, Rejected, RemoteGone, ServerBusy
from app.province.portal import PortalPaths, PortalRecord
from app.province.receipts import is_statement
from app.province.wire import Timeouts, Wire
from tests.province.bag_samples import hand_over, statements
from tests.province.import_server import Office, office
from tests.receiver.dossier_samples import manifest_of

FILES = {"f1": b"%PDF-1.7 \r\n--x " * 500, "f2": b"%PDF-1.7 hai"}
REUSED = ReusedComponent("giay-khai-sinh", "TP-2", "Giấy khai sinh", "3", "KQ.G15.000031", "1")

TEXT = {"type": "string"}
PAPER_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "TepDinhKemId",
        "TenTepDinhKem",
        "IsDeleted",
        "MaThanhPhanHoSo",
        "DuongDanTaiTepTin",
        "DuocSoHoa",
        "DuocTaiSuDung",
        "DuocLayTuKhoDMQG",
        "MaKetQuaThayThe",
    ],
    "properties": {
        "TepDinhKemId": TEXT,
        "TenTepDinhKem": {"type": "string", "maxLength": 4000},
        "IsDeleted": {"enum": ["0", "1"]},
        "MaThanhPhanHoSo": TEXT,
        "DuongDanTaiTepTin": TEXT,
        "DuocSoHoa": {"enum": ["0", "1"]},
        "DuocTaiSuDung": {"enum": ["0", "1", "2"]},
        "DuocLayTuKhoDMQG": {"enum": ["0", "1"]},
        "MaKetQuaThayThe": TEXT,
    },
}
RECORD_SCHEMA = {
    "type": "object",
    "required": ["MaHoSo", "MaTTHC", "KenhThucHien", "LoaiDoiTuong", "NoiNopHoSo", "TaiLieuNop"],
    "additionalProperties": TEXT,
    "properties": {
        "NgayTiepNhan": {"type": "string", "pattern": "^([0-9]{14})?$"},
        "HoSoCoThanhPhanSoHoa": {"enum": ["0", "1"]},
        "DinhDanhCHS": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"LoaiDinhDanh": {"enum": ["1", "2"]}, "SoDinhDanh": TEXT},
                "additionalProperties": False,
            },
        },
        "TaiLieuNop": {"type": "array", "items": PAPER_SCHEMA},
    },
}


def sample() -> Manifest:
    manifest = manifest_of(FILES, client_ref="hs-1")
    files = tuple(
        replace(item, name=f"H26_VB_00000{number}_V1_20261122_to-khai.pdf")
        for number, item in enumerate(manifest.files, 1)
    )
    return replace(
        manifest,
        files=files,
        dossier_code="H26.1-261122-0001",
        owner_kind="1",
        owner_id="001099000001",
        reused=(REUSED,),
    )


@pytest.fixture
def desk() -> Iterator[Office]:
    with office() as running:
        yield running


@pytest.fixture
def system(desk: Office) -> Iterator[DocumentsImport]:
    wire = Wire(desk.url, token="ma-thu", timeouts=Timeouts(5, 5, 5), tls=None)
    yield DocumentsImport(
        wire,
        options=ImportOptions("UBND phường Mẫu", lambda _code: "Tờ khai"),
        statements=statements(),
        portal=PortalRecord(wire, PortalPaths("/portal/insert", "/portal/update")),
    )
    wire.close()


def stubbornly(system: DocumentsImport) -> tuple[Receipt, list[DeliveryError]]:
    failures: list[DeliveryError] = []
    for _ in range(12):
        try:
            return hand_over(system, sample(), FILES), failures
        except DeliveryError as error:
            failures.append(error)
    raise AssertionError(failures)


def test_deliver_imports_each_file_with_its_metadata(desk: Office, system: DocumentsImport) -> None:
    receipt = hand_over(system, sample(), FILES)

    metadata, data = desk.documents["H26_VB_000001_V1"]
    assert data == FILES["f1"]
    assert metadata == {
        "DocCode": "H26_VB_000001_V1",
        "TypeName": "Tờ khai",
        "CodeNumber": "000001",
        "CodeNotation": "H26_VB_000001_V1",
        "IssuedDate": "2026-11-22",
        "OrganName": "UBND phường Mẫu",
        "Subject": "Tờ khai",
        "Language": "Tiếng Việt",
    }
    assert len(desk.documents) == 2
    assert not receipt.signed_by_server
    assert is_statement(receipt.jws)


def test_deliver_pushes_a_record_of_the_portals_shape(
    desk: Office, system: DocumentsImport
) -> None:
    hand_over(system, sample(), FILES)

    record = desk.records["H26.1-261122-0001"]
    jsonschema.validate(record, RECORD_SCHEMA)
    reused = record["TaiLieuNop"][2]
    flags = ("DuocSoHoa", "DuocTaiSuDung", "DuocLayTuKhoDMQG", "MaKetQuaThayThe")
    assert [reused[flag] for flag in flags] == ["1", "2", "1", "KQ.G15.000031"]
    address = f"{desk.url}/api/v1/documents/download/H26_VB_000001_V1"
    assert record["TaiLieuNop"][0]["DuongDanTaiTepTin"] == address
    assert record["DinhDanhCHS"] == [{"LoaiDinhDanh": "1", "SoDinhDanh": "001099000001"}]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_reply_lost_after_it_was_applied_doubles_nothing(
    desk: Office, system: DocumentsImport, number: int
) -> None:
    desk.lose = {number}

    _, failures = stubbornly(system)

    assert [type(error) for error in failures] == [Ambiguous]
    assert {code: data for code, (_, data) in desk.documents.items()} == {
        "H26_VB_000001_V1": FILES["f1"],
        "H26_VB_000002_V1": FILES["f2"],
    }
    assert len(desk.records) == 1
    assert "PUT" in {method for method, _ in desk.log} or ("POST", "/portal/update") in desk.log


def test_deliver_twice_brings_up_to_date(desk: Office, system: DocumentsImport) -> None:
    hand_over(system, sample(), FILES)
    first = len(desk.log)
    hand_over(system, sample(), FILES)

    repeated = [method for method, path in desk.log[first:] if path.startswith("/api")]
    assert repeated == ["POST", "PUT", "POST", "PUT"]
    assert desk.log[-1] == ("POST", "/portal/update")


def test_request_key_is_of_dossier_component_and_bytes(
    desk: Office, system: DocumentsImport
) -> None:
    hand_over(system, sample(), FILES)

    item = sample().files[0]
    wanted = hashlib.sha256(f"hs-1\n{item.paper_code}\n{item.sha256}".encode()).hexdigest()
    assert wanted in [headers.get("idempotency-key") for headers in desk.headers]


@pytest.mark.parametrize("number", range(1, 4))
def test_busy_server_is_tried_again(desk: Office, system: DocumentsImport, number: int) -> None:
    desk.status = {number: 503}

    _, failures = stubbornly(system)

    assert [type(error) for error in failures] == [ServerBusy]
    assert (len(desk.documents), len(desk.records)) == (2, 1)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"error_code": "5", "message": "Sai mã thủ tục"}, Rejected),
        ({"error_code": "0", "message": ""}, Rejected),
        ({"error_code": "0", "message": 7}, Rejected),
        ({}, ServerBusy),
        ([], ServerBusy),
    ],
)
def test_answer_that_is_no_success_is_none(
    desk: Office, system: DocumentsImport, answer: object, expected: type[DeliveryError]
) -> None:
    desk.answers = {"/api/v1/documents/import": answer}

    with pytest.raises(expected):
        hand_over(system, sample(), FILES)


def test_answer_with_decomposed_letters_and_a_number_is_understood(
    desk: Office, system: DocumentsImport
) -> None:
    desk.answers = {
        "/portal/insert": {"error_code": 0, "message": "Tha\u0300nh co\u0302ng"},
    }

    assert hand_over(system, sample(), FILES).number.startswith("CV7197-")


@pytest.mark.parametrize("change", [{"name": "don.pdf"}, {"size": 0}])
def test_begin_file_without_document_code_is_refused(
    system: DocumentsImport, change: dict[str, object]
) -> None:
    item: ManifestFile = replace(sample().files[0], **change)  # type: ignore[arg-type]

    with pytest.raises(Rejected):
        system.begin(replace(sample(), files=(item,)), "k")


@pytest.mark.parametrize("url", ["", "cv7197:", "cv7197:e30=", "cv7197:WzFd", "https://x.invalid"])
def test_upload_address_of_another_way_is_begun_anew(system: DocumentsImport, url: str) -> None:
    with pytest.raises(RemoteGone):
        system.put(url, 0, b"x")


def test_bodies_hold_texts_only(desk: Office, system: DocumentsImport) -> None:
    hand_over(system, sample(), FILES)

    sent = json.loads(desk.bodies[-1])
    assert isinstance(sent, list)
    values = [value for value in sent[0].values() if not isinstance(value, list)]
    assert all(isinstance(value, str) for value in values)
