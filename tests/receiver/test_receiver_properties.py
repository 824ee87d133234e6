"""Requests made from the schema: what it allows is taken, what it forbids is refused in words."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from typing import Any

import httpx
import jsonschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.canonical_json import canonical_bytes
from tests.receiver.contract import Contract, Seen

CONTRACT = Contract()
ANNOUNCEMENT = CONTRACT.document["components"]["schemas"]["Announcement"]
RARE = {"result_id", "addresses", "manifest_sha256", "client_ref"}
"""Members that have to fit something else; tested by example."""
CHECK = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    st.text(max_size=5),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
)


def made_from(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a schema of this document allows."""
    if "$ref" in schema:
        return made_from(CONTRACT.document["components"]["schemas"][schema["$ref"].split("/")[-1]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema["type"]:
        case "string" if "pattern" in schema:
            return st.from_regex(re.compile(schema["pattern"]), fullmatch=True)
        case "string":
            letters = st.characters(exclude_categories=["Cs"])
            return st.text(letters, min_size=schema.get("minLength", 0), max_size=20)
        case "integer":
            return st.integers(schema.get("minimum", 0), 2**40)
        case "array":
            return st.lists(made_from(schema["items"]), max_size=3)
        case "object" if "properties" not in schema:
            letters = st.characters(exclude_categories=["Cs"])
            keys = st.text(letters, max_size=10)
            return st.dictionaries(keys, st.text(letters, max_size=20), max_size=4)
    needed = set(schema["required"]) - RARE
    members = {
        name: made_from(inner) for name, inner in schema["properties"].items() if name not in RARE
    }
    return st.fixed_dictionaries(
        {name: made for name, made in members.items() if name in needed},
        optional={name: made for name, made in members.items() if name not in needed},
    )


@st.composite
def manifests(draw: st.DrawFn) -> dict[str, Any]:
    manifest = draw(made_from(ANNOUNCEMENT))
    manifest["client_ref"] = str(uuid.uuid4())
    files = {file["id"]: {**file, "size": file["size"] % 1000} for file in manifest["files"]}
    manifest["files"] = list(files.values())
    return manifest


def announced(manifest: dict[str, Any]) -> dict[str, Any]:
    """With the digest over every member of the first version and those that are not empty."""
    whole = {"supersedes": "", "client_audit_head": "", "fields": {}, **manifest}
    whole["files"] = [
        {"paper_code": "", **file} if isinstance(file, dict) else file
        for file in whole.get("files", [])
        if isinstance(whole.get("files"), list)
    ]
    for name in ("owner_kind", "owner_id", "reused"):
        if not whole.get(name, ""):
            whole.pop(name, None)
    try:
        digest = hashlib.sha256(canonical_bytes(whole)).hexdigest()
    except ValueError:  # Junk that has no canonical form.
        digest = "0" * 64
    return {**whole, "manifest_sha256": digest}


def send(http: httpx.Client, body: object) -> httpx.Response:
    key = {"Idempotency-Key": str(uuid.uuid4()), "Content-Type": "application/json"}
    reply = http.post("/v1/dossiers", content=json.dumps(body).encode(), headers=key)
    media = reply.headers.get("content-type", "")
    seen = Seen("POST", "/v1/dossiers", reply.status_code, media, reply.content)
    assert CONTRACT.complaint(seen) == ""
    return reply


@CHECK
@given(manifest=manifests())
def test_announcement_that_the_schema_allows_is_taken(http, manifest):
    body = announced(manifest)
    has_papers = bool(body["files"] or body.get("reused"))
    jsonschema.validate(body, CONTRACT.schema("Announcement"))

    reply = send(http, body)

    assert reply.status_code == (201 if has_papers else 422)


@CHECK
@given(manifest=manifests(), data=st.data())
def test_announcement_that_the_schema_forbids_is_refused(http, manifest, data):
    name = data.draw(st.sampled_from(sorted(ANNOUNCEMENT["properties"])))
    spoiled = {**announced(manifest), name: data.draw(JUNK)}
    errors = list(
        jsonschema.Draft202012Validator(CONTRACT.schema("Announcement")).iter_errors(spoiled)
    )

    reply = send(http, spoiled)

    if errors:
        assert 400 <= reply.status_code < 500


@CHECK
@given(body=st.recursive(JUNK, lambda inner: st.lists(inner, max_size=3), max_leaves=8))
def test_any_json_is_answered_with_words(http, body):
    reply = send(http, body)

    assert 400 <= reply.status_code < 500
    assert re.search(r"[À-ỹ]", reply.json()["title"])
