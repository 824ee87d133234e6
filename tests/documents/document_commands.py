"""Commands that documents name: found, and held against what the program really has.

A fenced block without a language, or with `sh`, holds commands. It is run as it stands, unless a
comment on the line above says why not:

    <!-- commands: long -->        takes minutes, or sets the machine up
    <!-- commands: windows -->     for Windows alone
    <!-- commands: hardware -->    needs a scanner or a token
    <!-- commands: elsewhere -->   needs another machine, a server or an administrator's rights

Blocks that are not run, and commands between backticks in sentences, are held against the grammar
of the command line, the targets of the Makefile and the options that programs declare.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.cli import build_parser

ROOT = Path(__file__).resolve().parents[2]
REASONS = {"long", "windows", "hardware", "elsewhere"}
_FENCE = re.compile(r"^ *```(\w*)\s*$")
_MARK = re.compile(r"^ *<!-- commands: (\w+) -->\s*$")
_INLINE = re.compile(r"`([^`\n]+)`")
_TARGET = re.compile(r"^([a-z][a-z-]*):(?!=)", re.MULTILINE)
_OUR_MODULES = ("app", "benchmarks", "tests")
_OPEN = "…"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block with commands.

    Attributes:
        section: The heading of second rank above it.
        mark: Why it is not run; "" for one that is.
    """

    document: Path
    section: str
    line: int
    mark: str
    text: str

    @property
    def commands(self) -> list[str]:
        """Its commands without comments; lines that end in a backslash are joined."""
        lines = self.text.replace("\\\n", " ").splitlines()
        return [bare for line in lines if (bare := line.partition(" #")[0].strip(" #"))]


def documents() -> list[Path]:
    """What is written for readers; decisions and the past (ADRs, CHANGELOG) are left alone."""
    return [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *sorted((ROOT / "docs").glob("*.md")),
        *sorted((ROOT / "resources" / "help" / "vi").glob("*.md")),
    ]


def blocks(document: Path) -> Iterator[Block]:
    """Fenced blocks that hold commands."""
    section, mark, language = "", "", None
    start, held = 0, list[str]()
    for number, line in enumerate(document.read_text("utf-8").splitlines(), 1):
        fence = _FENCE.match(line)
        if language is not None:
            if fence and not fence.group(1):
                if language in ("", "sh"):
                    yield Block(document, section, start, mark, "\n".join(held))
                language, mark = None, ""
            else:
                held.append(line)
        elif fence:
            language, start, held = fence.group(1), number, []
        elif found := _MARK.match(line):
            mark = found.group(1)
        elif line.startswith("## "):
            section = line.removeprefix("## ").strip()


def inline_commands(document: Path) -> Iterator[tuple[int, str]]:
    """Commands between backticks, with the number of their line."""
    inside = False
    for number, line in enumerate(document.read_text("utf-8").splitlines(), 1):
        if _FENCE.match(line):
            inside = not inside
        elif not inside:
            for text in _INLINE.findall(line):
                if is_command(text):
                    yield number, text


def is_command(text: str) -> bool:
    """Whether words between backticks are a command of ours."""
    words = _words(text)
    if words and words[0].startswith("packaging/") and words[0].endswith((".sh", ".py")):
        return True
    return len(words) > 1 and words[0] in {"sohoa", "make", "python", "pytest"}


def problem(command: str) -> str:
    """What is wrong with a command; "" for nothing."""
    words = _words(command)
    match words:
        case ["sohoa", *rest]:
            return _sohoa_problem(rest)
        case ["make", *rest]:
            lost = [word for word in rest if "=" not in word and word not in _targets()]
            return f"no target {lost}" if lost else ""
        case ["python", path, *_] | [path, *_] if path.startswith("packaging/"):
            return "" if (ROOT / path).is_file() else f"no file {path}"
        case ["python", "-m", "pytest", *rest] | ["pytest", *rest]:
            return _lost_paths(rest)
        case ["python", "-m", module, *rest] if module.partition(".")[0] in _OUR_MODULES:
            return _module_problem(module, rest)
        case _:
            return ""


def _words(text: str) -> list[str]:
    plain = text.replace(".venv\\Scripts\\", "").replace(".venv/bin/", "")
    plain = plain.replace("python main.py", "sohoa").replace("\\", "/")
    words = re.sub(r"[\[\]'\"“”]", " ", plain).split()
    while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
        words = words[1:]
    if words[:1] == ["sudo"]:
        words = words[1:]
    return words


def _sohoa_problem(words: Sequence[str]) -> str:
    parser, rest = _grammar(), list(words)
    while rest:
        word = rest.pop(0)
        if word in (_OPEN, "...", "|", ">", "&", ";", "&&"):
            return ""
        if word.startswith("-") and word != "-":
            name, _, given = word.partition("=")
            for one in name.split("|"):
                action = parser._option_string_actions.get(one)  # argparse tells it nowhere else
                if action is None:
                    return f"{parser.prog} has no {one}"
                if action.nargs is None and not given and rest:
                    given = rest.pop(0)
                if wrong := _wrong_choice(action, given):
                    return f"{one} does not take {wrong}"
        elif children := _children(parser):
            names = word.rstrip(_OPEN + ",").split("|")
            lost = [name for name in names if name and name not in children.choices]
            if lost:
                return f"{parser.prog} has no {lost}"
            if len(names) > 1 or not names[0]:
                return ""
            parser = children.choices[names[0]]
    return ""


def _children(
    parser: argparse.ArgumentParser,
) -> argparse._SubParsersAction[argparse.ArgumentParser] | None:
    for action in parser._actions:  # argparse tells them nowhere else
        if isinstance(action, argparse._SubParsersAction):
            return action
    return None


def _wrong_choice(action: argparse.Action, given: str) -> str:
    if not action.choices or not given or given.isupper() or given.startswith("$"):
        return ""
    return ", ".join(one for one in given.split("|") if one not in action.choices)


@cache
def _grammar() -> argparse.ArgumentParser:
    return build_parser()


@cache
def _targets() -> frozenset[str]:
    return frozenset(_TARGET.findall((ROOT / "Makefile").read_text("utf-8")))


def _lost_paths(words: Sequence[str]) -> str:
    paths = [word.partition("::")[0] for word in words if word.startswith("tests/")]
    lost = [path for path in paths if not (ROOT / path).exists()]
    return f"no {lost}" if lost else ""


def _module_problem(module: str, words: Sequence[str]) -> str:
    if _file_of(module) is None:
        return f"no module {module}"
    declared = "".join(path.read_text("utf-8") for path in _sources(module))
    options = [word.partition("=")[0] for word in words if re.match(r"--[a-z]", word)]
    lost = [name for option in options for name in option.split("|") if f'"{name}"' not in declared]
    return f"{module} has no {lost}" if lost else ""


def _file_of(module: str) -> Path | None:
    base = ROOT / Path(*module.split("."))
    for path in (base.with_suffix(".py"), base / "__main__.py"):
        if path.is_file():
            return path
    return None


@cache
def _sources(module: str) -> frozenset[Path]:
    """The file of a program and what it has from its own room, where options may be declared."""
    found, waiting = set[Path](), [module]
    room = module.partition(".")[0]
    while waiting:
        path = _file_of(waiting.pop())
        if path is None or path in found:
            continue
        found.add(path)
        text = path.read_text("utf-8")
        for base, names in re.findall(rf"from ({room}[\w.]*) import ([\w, ]+)", text):
            waiting += [base, *(f"{base}.{name.strip()}" for name in names.split(","))]
    return frozenset(found)
