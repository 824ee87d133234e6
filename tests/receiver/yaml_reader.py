"""Reads the YAML of docs/intake-api.yaml: mappings, sequences, flow lists, text blocks.

Refuses what it does not know, so that the document stays within what every reader understands.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_KEY = re.compile(r"(?:\"([^\"]+)\"|([^\s\"'#&*!|>%@`\[\]{},][^:#]*?)):(?:\s+(.*))?$")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)\Z")


@dataclass(slots=True)
class _Lines:
    lines: list[str]
    at: int = 0

    def peek(self) -> str:
        while self.at < len(self.lines) and not self.lines[self.at].strip():
            self.at += 1
        return self.lines[self.at] if self.at < len(self.lines) else ""


def read_yaml(path: Path) -> Any:
    lines = _Lines(path.read_text(encoding="utf-8").splitlines())
    value = _block(lines, 0)
    if lines.peek():
        raise ValueError(f"line {lines.at + 1}: not understood")
    return value


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _block(lines: _Lines, indent: int) -> Any:
    if lines.peek().lstrip().startswith("- "):
        return _sequence(lines, indent)
    return _mapping(lines, indent)


def _sequence(lines: _Lines, indent: int) -> list[Any]:
    found = []
    while (line := lines.peek()) and _indent(line) == indent and line.lstrip().startswith("- "):
        inner = line[indent + 2 :]
        if _KEY.match(inner) and not inner.startswith(("{", "[")):
            lines.lines[lines.at] = " " * (indent + 2) + inner
            found.append(_mapping(lines, indent + 2))
        else:
            lines.at += 1
            found.append(_scalar(inner))
    return found


def _mapping(lines: _Lines, indent: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while (line := lines.peek()) and _indent(line) == indent:
        match = _KEY.match(line[indent:])
        if match is None:
            raise ValueError(f"line {lines.at + 1}: no mapping")
        key, rest = match[1] or match[2], (match[3] or "").strip()
        if key in found:
            raise ValueError(f"line {lines.at + 1}: {key} stands twice")
        lines.at += 1
        found[key] = _value(lines, indent, rest)
    return found


def _value(lines: _Lines, indent: int, rest: str) -> Any:
    if rest in ("|", ">-"):
        return _text(lines, indent, rest)
    if rest:
        return _scalar(rest)
    if _indent(lines.peek()) <= indent:
        raise ValueError(f"line {lines.at}: no value")
    return _block(lines, _indent(lines.peek()))


def _text(lines: _Lines, indent: int, kind: str) -> str:
    taken = []
    while lines.at < len(lines.lines):
        line = lines.lines[lines.at]
        if line.strip() and _indent(line) <= indent:
            break
        taken.append(line.strip())
        lines.at += 1
    return (" " if kind == ">-" else "\n").join(taken).strip()


def _scalar(text: str) -> Any:
    if text.startswith('"'):
        return json.loads(text)
    if text.startswith("["):
        inner = text[1:-1].strip()
        return [_scalar(each.strip()) for each in inner.split(",")] if inner else []
    if text == "{}":
        return {}
    if text in ("true", "false", "null"):
        return {"true": True, "false": False, "null": None}[text]
    if _NUMBER.match(text):
        return int(text)
    if re.search(r": |\s#|^[&*!|>%@`']", text):
        raise ValueError(f"not understood: {text}")
    return text
