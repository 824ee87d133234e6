"""docs/intake-api.yaml is sound, and says the same as the receiver."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

import jsonschema
import pytest
from starlette.routing import Route

from app.receiver.problems import ProblemKind
from app.receiver.server import create_app
from app.receiver.settings import ReceiverSettings
from tests.receiver.contract import DOCUMENT, Contract
from tests.receiver.yaml_reader import read_yaml

INJECTED = "injected"


@pytest.fixture(scope="module")
def contract() -> Contract:
    return Contract()


@pytest.fixture
def routes(tmp_path) -> Iterator[set[tuple[str, str]]]:
    app = create_app(
        tmp_path / "data",
        clock=lambda: datetime.now(UTC),
        new_id=lambda: str(uuid.uuid4()),
        settings=ReceiverSettings(pages=False),
    )
    yield {
        (method, route.path)
        for route in app.routes
        if isinstance(route, Route)
        for method in route.methods or ()
    }
    app.state.close()


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_document_names_exactly_the_operations_of_the_receiver(contract, routes):
    # Starlette answers HEAD wherever it answers GET.
    offered = {
        (method, path) for method, path in routes if method != "HEAD" or ("GET", path) not in routes
    }

    assert set(contract.operations()) == offered


def test_document_refers_only_to_what_it_defines_and_uses_all_of_it(contract):
    defined = {
        f"#/components/{section}/{name}"
        for section, entries in contract.document["components"].items()
        if section != "securitySchemes"
        for name in entries
    }
    referred = set(references(contract.document))

    assert referred <= defined
    # What receipts and key sets hold is described, and travels inside a signature.
    signed = {"#/components/schemas/ReceiptClaims", "#/components/schemas/KeySetClaims"}
    assert defined - referred == signed


def test_every_schema_is_a_json_schema(contract):
    schemas = contract.document["components"]["schemas"]

    assert schemas
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_operation_has_an_id_a_summary_and_an_answer_for_refusals(contract):
    operations = contract.operations().values()

    assert len({each["operationId"] for each in operations}) == len(operations)
    assert all(each["summary"] for each in operations)
    assert all("default" in each["responses"] for each in operations)


def test_every_parameter_of_a_path_is_described(contract):
    for path, item in contract.document["paths"].items():
        listed = item.get("parameters", [])
        resolved = [
            contract.document["components"]["parameters"][each["$ref"].rpartition("/")[2]]
            if "$ref" in each
            else each
            for each in listed
        ]
        names = {each["name"] for each in resolved if each["in"] == "path"}
        operations = [
            each for (_method, where), each in contract.operations().items() if where == path
        ]
        for operation in operations:
            own = {
                each["name"] for each in operation.get("parameters", []) if each.get("in") == "path"
            }
            assert names | own == set(re.findall(r"\{(\w+)\}", path))


def test_every_problem_of_the_receiver_is_named_with_its_status(contract):
    text = contract.document["components"]["schemas"]["Problem"]["properties"]["type"][
        "description"
    ]
    listed: dict[str, int] = {}
    for status, names in re.findall(r"(\d{3}): ([a-z0-9,\s-]+)\.", text):
        listed |= {name: int(status) for name in re.split(r",\s*", names)}

    given = {kind.slug: kind.status for kind in ProblemKind if kind.slug != INJECTED}
    assert listed == given


def test_every_problem_has_a_vietnamese_title_and_a_client_or_server_status():
    for kind in ProblemKind:
        assert re.search(r"[À-ỹ]", kind.title)
        assert 400 <= kind.status < 600
    assert len({kind.slug for kind in ProblemKind}) == len(ProblemKind)


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "a: &x 1\n", "a:\n", "a: b: c\n", "- 1\nx\n"])
def test_reader_refuses_what_readers_understand_differently(tmp_path, text):
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(ValueError, match=r"line|not understood"):
        read_yaml(tmp_path / "x.yaml")


def test_document_has_no_tabs_or_spaces_at_ends_of_lines():
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        assert "\t" not in line
        assert line == line.rstrip()
