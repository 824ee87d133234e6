"""A province's own system by description: what is refused when it is read, and a whole delivery."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.province.base import Receipt
from app.province.errors import (
    Ambiguous,
    AuthRefused,
    DeliveryError,
    Rejected,
    RemoteGone,
    ServerBusy,
)
from app.province.mapped import MappedSystem
from app.province.mapping import MappingInvalid, filled, read_mapping, value_at
from app.province.receipts import verify_statement
from app.province.wire import Timeouts, Wire
from tests.province.bag_samples import FILES, MANIFEST, NOW, hand_over, statements
from tests.province.import_server import Office, office

EXAMPLE: dict[str, Any] = json.loads(
    Path(__file__).parents[2].joinpath("docs/province-system.example.json").read_text("utf-8")
)
BEGIN, COMMIT = "/api/ho-so", "/api/ho-so/17/hoan-tat"


def changed(place: str, value: object) -> bytes:
    """The example with another value at a place; "" removes nothing."""
    mapping = copy.deepcopy(EXAMPLE)
    *folders, name = place.split(".")
    node = mapping
    for folder in folders:
        node = node[folder]
    node[name] = value
    return json.dumps(mapping, ensure_ascii=False).encode()


@pytest.fixture
def desk() -> Iterator[Office]:
    with office() as running:
        running.answers = {
            BEGIN: {"ma": "0", "data": {"id": 17}},
            "/api/ho-so/17/tep/a": {"ma": "0"},
            "/api/ho-so/17/tep/b": {"ma": "0"},
            COMMIT: {"ma": "0", "data": {"trangThai": "DA_TIEP_NHAN", "soBienNhan": "BN-9"}},
        }
        yield running


@pytest.fixture
def system(desk: Office) -> Iterator[MappedSystem]:
    wire = Wire(desk.url, token="ma-thu", timeouts=Timeouts(5, 5, 5), tls=None)
    mapping = read_mapping(json.dumps(EXAMPLE).encode())
    yield MappedSystem(wire, mapping, statements=statements(), now=lambda: NOW)
    wire.close()


def stubbornly(system: MappedSystem) -> tuple[Receipt, list[type[DeliveryError]]]:
    failures: list[type[DeliveryError]] = []
    for _ in range(6):
        try:
            return hand_over(system), failures
        except DeliveryError as error:
            failures.append(type(error))
    raise AssertionError(failures)


def test_deliver_by_the_example_gives_a_marked_statement(
    desk: Office, system: MappedSystem
) -> None:
    receipt = hand_over(system)

    assert (receipt.number, receipt.dossier_id, receipt.signed_by_server) == ("BN-9", "17", False)
    assert verify_statement(receipt.jws, statements().jwks(), MANIFEST).number == "BN-9"
    begun = json.loads(desk.bodies[0])
    assert begun["maThamChieu"] == MANIFEST.client_ref
    assert begun["thoiGian"] == "20261122080000"
    assert begun["truongDuLieu"] == MANIFEST.fields
    assert [row["DuocSoHoa"] for row in begun["taiLieuNop"]] == ["1", "1"]
    assert FILES["a"] in desk.bodies[1] + desk.bodies[2]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_lost_reply_is_ambiguous_and_repeated(
    desk: Office, system: MappedSystem, number: int
) -> None:
    desk.lose = {number}

    receipt, failures = stubbornly(system)

    assert failures == [Ambiguous]
    assert receipt.number == "BN-9"


@pytest.mark.parametrize(
    ("status", "expected"),
    [(429, ServerBusy), (503, ServerBusy), (401, AuthRefused), (423, ServerBusy), (422, Rejected)],
)
def test_status_has_its_class_of_failure(
    desk: Office, system: MappedSystem, status: int, expected: type[DeliveryError]
) -> None:
    desk.status = {1: status}

    with pytest.raises(expected):
        hand_over(system)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"ma": "0", "data": {"trangThai": "DANG_XU_LY"}}, ServerBusy),
        ({"ma": "0", "data": {"trangThai": "TU_CHOI"}}, Rejected),
        ({"ma": "0", "data": {"trangThai": "LA"}}, ServerBusy),
        ({"ma": "0"}, ServerBusy),
        ({"ma": "E1"}, Rejected),
    ],
)
def test_commit_without_acceptance_is_none(
    desk: Office, system: MappedSystem, answer: object, expected: type[DeliveryError]
) -> None:
    desk.answers[COMMIT] = answer

    with pytest.raises(expected):
        hand_over(system)


@pytest.mark.parametrize(
    ("place", "value", "named"),
    [
        ("version", 2, "version"),
        ("begin", [], "begin"),
        ("begin.path", "https://evil.invalid/", "begin.path"),
        ("begin.path", "//evil.invalid/", "begin.path"),
        ("begin.path", "/{__class__}", "begin.path"),
        ("begin.path", "/{id}", "begin.path"),
        ("begin.path", "/{client_ref", "begin.path"),
        ("begin.body", {"x": [{"y": "{la}"}]}, "begin.body.x[0].y"),
        ("begin.headers", {"Authorization": "x"}, "begin.headers.Authorization"),
        ("begin.headers", {"X": "a\r\nB: c"}, "begin.headers.X"),
        ("begin.id", "data.id", "begin.id"),
        ("file.method", "DELETE", "file.method"),
        ("commit.success", {"status": [500]}, "commit.success.status"),
        ("commit.success", {"status": [200], "field": "/ma"}, "commit.success.equals"),
        ("commit.state", {"field": "/x"}, "commit.state.accepted"),
        ("commit.extra", 1, "commit.extra"),
        ("statuses", {"423": "maybe"}, "statuses.423"),
        ("statuses", {"200": "never"}, "statuses.200"),
        ("dates", "dd/mm/yyyy", "dates"),
    ],
)
def test_read_mapping_names_the_place_that_is_wrong(place: str, value: object, named: str) -> None:
    with pytest.raises(MappingInvalid) as caught:
        read_mapping(changed(place, value))

    assert caught.value.detail.startswith(f"{named}:")


@given(
    st.recursive(
        st.none() | st.text(max_size=5) | st.integers(),
        lambda x: (
            st.lists(x) | st.dictionaries(st.sampled_from(["version", "begin", "path", "id"]), x)
        ),
        max_leaves=8,
    )
)
def test_read_mapping_of_any_json_raises_only_its_own_error(value: object) -> None:
    with pytest.raises(MappingInvalid):
        read_mapping(json.dumps(value).encode())


def test_filled_does_not_look_again_at_what_it_put_in() -> None:
    assert filled("{key}", {"key": "{id}", "id": "7"}, str) == "{id}"


@pytest.mark.parametrize("pointer", ["/a/x", "/a/9", "/c", "/b", "/a"])
def test_value_at_what_is_no_text_is_not_understood(pointer: str) -> None:
    with pytest.raises(ServerBusy):
        value_at({"a": ["x"], "b": True}, pointer)


def test_value_at_follows_escapes_and_lists() -> None:
    assert value_at({"a/b": [{"m~n": 7}]}, "/a~1b/0/m~0n") == "7"


@pytest.mark.parametrize("url", ["", "mapped:", "mapped:WzFd", "cv7197:e30="])
def test_upload_address_of_another_way_is_begun_anew(system: MappedSystem, url: str) -> None:
    with pytest.raises(RemoteGone):
        system.resume_point(url)
