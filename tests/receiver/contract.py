"""docs/intake-api.yaml as a judge of replies and a source of requests."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema

from tests.receiver.yaml_reader import read_yaml

DOCUMENT = Path("docs/intake-api.yaml")
METHODS = {"get", "post", "head", "patch", "delete", "options", "put"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A reply of a receiver."""

    method: str
    path: str
    status: int
    media: str
    body: bytes


class Contract:
    """The document, resolved where it is asked."""

    def __init__(self) -> None:
        self.document = read_yaml(DOCUMENT)
        self._templates = [
            (re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in self.document["paths"]
        ]

    def schema(self, name: str) -> dict[str, Any]:
        """A named schema that refers to the others."""
        return {
            "$ref": f"#/components/schemas/{name}",
            "components": self.document["components"],
        }

    def operations(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Method and path of every operation."""
        return {
            (method.upper(), path): operation
            for path, item in self.document["paths"].items()
            for method, operation in item.items()
            if method in METHODS
        }

    def complaint(self, seen: Seen) -> str:
        """What is not as the document says; "" when all is well."""
        paths = [path for pattern, path in self._templates if pattern.fullmatch(seen.path)]
        operation = self.operations().get((seen.method, paths[0])) if paths else None
        if operation is None:
            told = {"default": {"$ref": "#/components/responses/Problem"}}
        else:
            told = operation["responses"]
        answer = told.get(str(seen.status), told.get("default"))
        if answer is None:
            return f"{seen.method} {seen.path}: {seen.status} is not in the document"
        if str(seen.status) not in told and seen.status < 400:
            return f"{seen.method} {seen.path}: {seen.status} is no problem"
        return self._content_complaint(seen, self._resolved(answer))

    def _content_complaint(self, seen: Seen, answer: dict[str, Any]) -> str:
        where = f"{seen.method} {seen.path} {seen.status}"
        content = answer.get("content")
        if seen.method == "HEAD" or not seen.body:
            return ""
        if not content:
            return f"{where}: a body that is not in the document"
        if seen.media not in content:
            return f"{where}: content type {seen.media}"
        schema = content[seen.media].get("schema")
        if schema and seen.media.endswith("json"):
            whole = {**schema, "components": self.document["components"]}
            errors = jsonschema.Draft202012Validator(whole).iter_errors(json.loads(seen.body))
            return "; ".join(f"{where}: {each.json_path} {each.message[:100]}" for each in errors)
        return ""

    def _resolved(self, answer: dict[str, Any]) -> dict[str, Any]:
        found: Any = answer
        while "$ref" in found:
            place: Any = self.document
            for name in found["$ref"].removeprefix("#/").split("/"):
                place = place[name]
            found = place
        return dict(found)
