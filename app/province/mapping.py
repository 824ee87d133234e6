"""The quirks of a province's own system, described in a JSON file; read once, checked whole.

Nothing in the file is run: texts hold placeholders from a closed list, answers are looked into
with JSON pointers. What cannot be right is refused when the file is read, naming the place.

Source: RFC 6901 (JSON pointer); docs/ways-out.md describes the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.province.errors import NotConfigured, ServerBusy

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_POINTER = re.compile(r"(/([^~/]|~[01])*)*")
_HEADER = re.compile(r"[A-Za-z0-9-]{1,60}")
_VERSION = 1

OF_DOSSIER = frozenset(
    {
        "client_ref",
        "dossier_code",
        "procedure_code",
        "station_id",
        "officer_id",
        "revision",
        "manifest_sha256",
        "key",
        "now",
    }
)
OF_FILE = frozenset({"file_id", "file_name", "media", "size", "sha256", "paper_code"})
WHOLE = frozenset({"manifest", "papers", "fields"})
"""Placeholders that stand for a whole value, alone in a text of the body."""
_AFTER_BEGIN = frozenset({"id"})


class MappingInvalid(NotConfigured):
    """The description of a province's system cannot be used."""

    code = "delivery.mapping_invalid"


class Outcome(StrEnum):
    """What an HTTP status means at this system, beside the usual."""

    DONE = "done"
    LATER = "later"
    NEVER = "never"
    AGAIN = "again"
    LOGIN = "login"


class Dates(StrEnum):
    """How the system writes a time."""

    ISO = "iso"
    PORTAL = "yyyyMMddHHmmss"


@dataclass(frozen=True, slots=True)
class Success:
    """When an answer counts as done.

    Attributes:
        status: HTTP statuses.
        field: Pointer into the answer, "" when the status is enough.
        equals: Values of that field that mean done.
    """

    status: frozenset[int]
    field: str = ""
    equals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of request.

    Attributes:
        body: JSON with placeholders; None when nothing is sent.
        form: Name of the form field of the file; "" sends its bytes alone.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: object
    success: Success
    form: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """Where the system tells whether it accepted."""

    field: str
    accepted: tuple[str, ...]
    processing: tuple[str, ...]
    rejected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SystemMapping:
    """Everything that is said of a system.

    Attributes:
        begin_id: Pointer to the id in the answer to `begin`.
        state: None when success of the commit is acceptance.
        receipt_no: Pointer to a number of the receipt, "" for none.
        outcomes: Meaning of single HTTP statuses.
    """

    name: str
    dates: Dates
    begin: Step
    begin_id: str
    file: Step
    commit: Step
    state: State | None
    receipt_no: str
    outcomes: Mapping[int, Outcome]


def read_mapping(data: bytes) -> SystemMapping:
    """Read and check a description.

    Raises:
        MappingInvalid: Names the place and what is expected there.
    """
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise MappingInvalid("not JSON") from error
    top = _Node(raw, "")
    top.only("version", "system", "dates", "begin", "file", "commit", "statuses")
    if top.get("version", 0) != _VERSION:
        raise MappingInvalid(f"version: {_VERSION} expected")
    begin, file, commit = top.node("begin"), top.node("file"), top.node("commit")
    return SystemMapping(
        name=top.text("system"),
        dates=_dates(top),
        begin=_step(begin, OF_DOSSIER, "id"),
        begin_id=begin.pointer("id"),
        file=_step(file, OF_DOSSIER | OF_FILE | _AFTER_BEGIN, "form"),
        commit=_step(commit, OF_DOSSIER | _AFTER_BEGIN, "state", "receipt_no"),
        state=_state(commit.node("state")) if commit.has("state") else None,
        receipt_no=commit.pointer("receipt_no") if commit.has("receipt_no") else "",
        outcomes=_outcomes(top.node("statuses")) if top.has("statuses") else {},
    )


class _Node:
    """An object of the file and the place where it stands."""

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, dict):
            raise MappingInvalid(f"{place or 'file'}: an object expected")
        self._members: dict[str, Any] = value  # Any: JSON has no static shape
        self._place = place

    def at(self, name: str) -> str:
        return f"{self._place}.{name}" if self._place else name

    def has(self, name: str) -> bool:
        return name in self._members

    def get(self, name: str, default: object) -> Any:  # Any: as above
        return self._members.get(name, default)

    def names(self) -> list[str]:
        return list(self._members)

    def only(self, *names: str) -> None:
        unknown = sorted(set(self._members) - set(names))
        if unknown:
            raise MappingInvalid(f"{self.at(unknown[0])}: not known here")

    def node(self, name: str) -> _Node:
        return _Node(self._members.get(name), self.at(name))

    def text(self, name: str, default: str | None = None) -> str:
        value = self._members.get(name, default)
        if not isinstance(value, str) or (not value and default is None):
            raise MappingInvalid(f"{self.at(name)}: a text expected")
        return value

    def pointer(self, name: str) -> str:
        value = self.text(name)
        if not _POINTER.fullmatch(value):
            raise MappingInvalid(f"{self.at(name)}: a JSON pointer such as /data/id expected")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._members.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise MappingInvalid(f"{self.at(name)}: a list of texts expected")
        return tuple(value)


def _dates(top: _Node) -> Dates:
    try:
        return Dates(top.text("dates", Dates.ISO.value))
    except ValueError as error:
        raise MappingInvalid(f"dates: one of {', '.join(Dates)}") from error


def _step(node: _Node, known: frozenset[str], *more: str) -> Step:
    node.only("method", "path", "headers", "body", "success", *more)
    method = node.text("method", "POST")
    if method not in ("POST", "PUT", "PATCH"):
        raise MappingInvalid(f"{node.at('method')}: POST, PUT or PATCH expected")
    path = node.text("path")
    if not path.startswith("/") or path.startswith("//"):
        raise MappingInvalid(f"{node.at('path')}: a path on the host expected, such as /api/x")
    _check_text(path, node.at("path"), known)
    body = node.get("body", None)
    _check_body(body, node.at("body"), known)
    return Step(
        method,
        path,
        _headers(node, known),
        body,
        _success(node.node("success")) if node.has("success") else Success(frozenset({200, 201})),
        node.text("form", "") if "form" in more else "",
    )


def _headers(node: _Node, known: frozenset[str]) -> dict[str, str]:
    if not node.has("headers"):
        return {}
    headers = node.node("headers")
    for name in headers.names():
        value = headers.text(name)
        if not _HEADER.fullmatch(name) or not value.isascii() or not value.isprintable():
            raise MappingInvalid(f"{headers.at(name)}: no header of HTTP")
        if name.lower() in ("authorization", "host", "content-length", "cookie"):
            raise MappingInvalid(f"{headers.at(name)}: set by the station, not by this file")
        _check_text(value, headers.at(name), known)
    return {name: headers.text(name) for name in headers.names()}


def _check_text(text: str, place: str, known: frozenset[str]) -> None:
    unknown = [name for name in _PLACEHOLDER.findall(text) if name not in known]
    if unknown:
        raise MappingInvalid(f"{place}: unknown placeholder {{{unknown[0][:30]}}}")
    if set("{}") & set(_PLACEHOLDER.sub("", text)):
        raise MappingInvalid(f"{place}: a brace without its partner")


def _check_body(value: object, place: str, known: frozenset[str]) -> None:
    match value:
        case str():
            whole = {f"{{{name}}}" for name in WHOLE}
            if value not in whole:
                _check_text(value, place, known)
        case list():
            for number, each in enumerate(value):
                _check_body(each, f"{place}[{number}]", known)
        case dict():
            for name, each in value.items():
                _check_body(each, f"{place}.{name}", known)
        case _:
            return


def _success(node: _Node) -> Success:
    node.only("status", "field", "equals")
    status = node.get("status", [200, 201])
    right = isinstance(status, list) and all(type(each) is int for each in status)
    if not right or not all(200 <= each < 300 for each in status):
        raise MappingInvalid(f"{node.at('status')}: a list of numbers from 200 to 299 expected")
    if not node.has("field"):
        return Success(frozenset(status))
    equals = node.texts("equals")
    if not equals:
        raise MappingInvalid(f"{node.at('equals')}: the values that mean success expected")
    return Success(frozenset(status), node.pointer("field"), equals)


def _state(node: _Node) -> State:
    node.only("field", "accepted", "processing", "rejected")
    accepted = node.texts("accepted")
    if not accepted:
        raise MappingInvalid(f"{node.at('accepted')}: the values that mean accepted expected")
    return State(node.pointer("field"), accepted, node.texts("processing"), node.texts("rejected"))


def _outcomes(node: _Node) -> dict[int, Outcome]:
    outcomes: dict[int, Outcome] = {}
    for name in node.names():
        try:
            status, outcome = int(name), Outcome(node.text(name))
        except ValueError as error:
            raise MappingInvalid(f"{node.at(name)}: one of {', '.join(Outcome)}") from error
        if not 300 <= status < 600:
            raise MappingInvalid(f"{node.at(name)}: a status from 300 to 599 expected")
        outcomes[status] = outcome
    return outcomes


def value_at(answer: object, pointer: str) -> str:
    """The text or number that a pointer names in an answer.

    Raises:
        ServerBusy: There is none; the answer is not the one that was described.
    """
    value = answer
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        match value:
            case dict() if name in value:
                value = value[name]
            case list() if name.isascii() and name.isdigit() and int(name[:6]) < len(value):
                value = value[int(name[:6])]
            case _:
                raise ServerBusy(f"answer has no {pointer}")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ServerBusy(f"answer has no text at {pointer}")
    return str(value)


def filled(text: str, values: Mapping[str, str], quoted: Callable[[str], str]) -> str:
    """A text with its placeholders replaced, once; what is put in is not looked at again."""
    return _PLACEHOLDER.sub(lambda match: quoted(values[match[1]]), text)


def filled_body(body: object, values: Mapping[str, str], whole: Mapping[str, object]) -> object:
    """A body with its placeholders replaced."""
    match body:
        case str():
            name = body[1:-1]
            if body == f"{{{name}}}" and name in whole:
                return whole[name]
            return filled(body, values, str)
        case list():
            return [filled_body(each, values, whole) for each in body]
        case dict():
            return {name: filled_body(each, values, whole) for name, each in body.items()}
        case _:
            return body
