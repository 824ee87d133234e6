"""The look-up interface of the national store: exact names out, hostile answers in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Advice
from app.province.documents import (
    DocumentsBusy,
    DocumentsMalformed,
    DocumentsNotConfigured,
    DocumentsOffline,
    DocumentsRefused,
    DocumentsTooLarge,
    DocumentStoreError,
    NoDocuments,
    Requester,
    Wanted,
)
from app.province.documents_answer import documents_of
from app.province.documents_api import DocumentLimits, DocumentsClient
from tests.fakes.documents import PDF, DocumentService, document_service, paper

OWNER = "001195004321"
SELF = Requester(OWNER, "Trần Thị Mẫu")
WANTED = (Wanted("birth_certificate"),)
MakeClient = Callable[..., DocumentsClient]


@pytest.fixture
def service() -> Iterator[DocumentService]:
    with document_service() as running:
        yield running


@pytest.fixture
def make_client() -> Iterator[MakeClient]:
    made: list[DocumentsClient] = []

    def make(url: str, **options: object) -> DocumentsClient:
        client = DocumentsClient(url, **options)  # type: ignore[arg-type]  # passed through
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


def test_find_sends_the_names_of_the_interface_with_texts_only(
    service: DocumentService, make_client: MakeClient
) -> None:
    service.say()

    make_client(service.url, token="thu").find(OWNER, "1.001193", [Wanted("KQ.1", "12")], SELF)

    path, headers, body = service.asked[0]
    assert path == "/v1/documents/find"
    assert headers["Authorization"] == "Bearer thu"
    assert body == {
        "SoDinhDanhChuSoHuu": OWNER,
        "HoTenNguoiYeuCau": "Trần Thị Mẫu",
        "KenhThucHien": "1",
        "SoDinhDanhNguoiYeuCau": OWNER,
        "MaThuTuc": "1.001193",
        "DanhSachDanhMucKetQua": [{"MaKetQua": "KQ.1", "SoKyHieu": "12"}],
    }


def test_find_gives_papers_with_files_and_days(
    service: DocumentService, make_client: MakeClient
) -> None:
    service.say(paper(NgayBanHanh="20240305000000", ThoiHanHieuLuc="20250305000000"))

    found = make_client(service.url).find(OWNER, "1.001193", WANTED, SELF)

    assert len(found) == 1
    assert (found[0].number, found[0].issuer) == ("12/2024", "UBND xã Mẫu")
    assert found[0].files[0].path == "/kho/1"
    assert found[0].term.issued_on == date(2024, 3, 5)
    assert found[0].term.expires_on == date(2025, 3, 5)


def test_find_nothing_there_gives_nothing(
    service: DocumentService, make_client: MakeClient
) -> None:
    service.answer = b'{"errorCode": "0", "message": "", "signature": "", "result": null}'

    assert make_client(service.url).find(OWNER, "1.001193", WANTED, SELF) == ()


def test_find_paper_that_was_not_asked_for_is_dropped(
    service: DocumentService, make_client: MakeClient
) -> None:
    service.say(paper("land_certificate"), paper())

    found = make_client(service.url).find(OWNER, "1.001193", WANTED, SELF)

    assert [each.code for each in found] == ["birth_certificate"]


def test_find_error_code_is_refused_without_a_persons_number(
    service: DocumentService, make_client: MakeClient
) -> None:
    service.say(code="7", message=f"Không tìm thấy {OWNER}")

    with pytest.raises(DocumentsRefused) as caught:
        make_client(service.url).find(OWNER, "1.001193", WANTED, SELF)

    assert OWNER not in caught.value.detail
    assert "errorCode 7" in caught.value.detail


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, DocumentsRefused),
        (404, DocumentsRefused),
        (302, DocumentsOffline),
        (429, DocumentsBusy),
        (503, DocumentsBusy),
        (511, DocumentsOffline),
    ],
)
def test_find_status_tells_what_to_do(
    service: DocumentService,
    make_client: MakeClient,
    status: int,
    expected: type[DocumentStoreError],
) -> None:
    service.status = status

    with pytest.raises(expected):
        make_client(service.url).find(OWNER, "1.001193", WANTED, SELF)


def test_find_sign_in_page_is_no_line(service: DocumentService, make_client: MakeClient) -> None:
    service.media, service.answer = "text/html", b"<html>"

    with pytest.raises(DocumentsOffline):
        make_client(service.url).find(OWNER, "1.001193", WANTED, SELF)


def test_find_answer_without_end_is_too_large(
    service: DocumentService, make_client: MakeClient
) -> None:
    service.endless = True

    with pytest.raises(DocumentsTooLarge):
        make_client(service.url).find(OWNER, "1.001193", WANTED, SELF)


def test_find_dripping_answer_is_given_up(
    service: DocumentService, make_client: MakeClient
) -> None:
    service.drip = True
    limits = DocumentLimits(reply_s=0.1)

    with pytest.raises(DocumentsBusy):
        make_client(service.url, limits=limits).find(OWNER, "1.001193", WANTED, SELF)


def test_find_nobody_listens_is_offline(make_client: MakeClient) -> None:
    with document_service() as gone:
        url = gone.url

    with pytest.raises(DocumentsOffline) as caught:
        make_client(url).find(OWNER, "1.001193", WANTED, SELF)

    assert caught.value.advice is Advice.RETRY_LATER


def test_fetch_asks_by_issuer_and_path(service: DocumentService, make_client: MakeClient) -> None:
    service.answer, service.media = PDF, "application/pdf"

    data = make_client(service.url).fetch("UBND xã Mẫu", "/kho/1")

    assert data == PDF
    assert service.asked[0][2] == {"CoQuanChuQuan": "UBND xã Mẫu", "DuongDan": "/kho/1"}


def test_fetch_something_else_than_pdf_is_malformed(
    service: DocumentService, make_client: MakeClient
) -> None:
    service.answer = b"MZ"

    with pytest.raises(DocumentsMalformed):
        make_client(service.url).fetch("", "/kho/1")


@pytest.mark.parametrize(
    "url", ["", "ftp://kho", "http://kho.example", "https://a:b@kho.example", "https://"]
)
def test_client_address_that_would_send_in_clear_is_refused(url: str) -> None:
    with pytest.raises(DocumentsNotConfigured):
        DocumentsClient(url)


def test_client_authority_file_that_is_missing_is_refused() -> None:
    with pytest.raises(DocumentsNotConfigured):
        DocumentsClient("https://kho.example", ca_file="/nowhere/ca.pem")


def test_no_documents_refuses_every_question() -> None:
    nothing = NoDocuments()

    with pytest.raises(DocumentsNotConfigured):
        nothing.find(OWNER, "1.001193", WANTED, SELF)
    assert not nothing.is_configured


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["errorCode", "result", "DanhSachGiayToKetQua", "MaKetQua", "NgayBanHanh", "TenTep"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@given(st.binary(max_size=60) | json_values.map(lambda value: json.dumps(value).encode()))
def test_documents_of_any_bytes_gives_papers_or_the_rooms_error(body: bytes) -> None:
    try:
        found = documents_of(body, WANTED)
    except DocumentStoreError:
        return

    assert all(each.code == "birth_certificate" for each in found)


@pytest.mark.parametrize(
    "change",
    [
        {"MaKetQua": ""},
        {"MaKetQua": 5},
        {"SoKyHieu": ["1"]},
        {"TenGiayTo": "a" * 5000},
        {"NgayBanHanh": "hôm qua"},
        {"DanhSachTepDinhKem": "ks.pdf"},
        {"DanhSachTepDinhKem": [{"TenTep": "a", "DuongDan": "b"}] * 51},
    ],
)
def test_documents_of_wrong_member_is_malformed(change: dict[str, object]) -> None:
    body = {"errorCode": "0", "result": {"DanhSachGiayToKetQua": [paper(**change)]}}

    with pytest.raises(DocumentsMalformed):
        documents_of(json.dumps(body).encode(), WANTED)
