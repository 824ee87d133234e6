"""The measurements as Markdown tables."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.measurement import Measurement
from benchmarks.score import Score

CLEAN = "clean"
_NOTHING = "–"
_LONGEST_PROBLEM = 160


@dataclass(frozen=True, slots=True)
class Setting:
    """What a run was made with.

    Attributes:
        start_cpu_s: CPU seconds that a command needs only to start, by program.
    """

    seed: int
    versions: Mapping[str, str]
    start_cpu_s: Mapping[str, float]


Group = Sequence[Measurement]


def by_reader(found: Group) -> dict[str, list[Measurement]]:
    """Measurements of each reader, ours first."""
    names = sorted({item.reader for item in found}, key=lambda name: (name != "ours", name))
    return {name: [item for item in found if item.reader == name] for name in names}


def rate(group: Group) -> float:
    """Wrong letters of all pages by letters of all pages, in per cent; NaN without pages."""
    total = sum((item.score for item in group), Score())
    return 100 * total.rate if group else float("nan")


def damages(found: Group) -> list[str]:
    """Damage classes of the printed pages, clean first."""
    names = {item.page.damage for item in printed(found)}
    return sorted(names, key=lambda name: (name != CLEAN, name))


def printed(group: Group) -> list[Measurement]:
    """Without pages filled in by hand: no reader here claims to read handwriting."""
    return [item for item in group if not item.page.handwritten]


def sizes(group: Group) -> list[int]:
    """Bytes of every PDF that was made."""
    return [item.size_bytes for item in group if item.size_bytes]


def _number(value: float, form: str = ".2f") -> str:
    return _NOTHING if value != value else format(value, form)


def _median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else float("nan")


def _pages_per_minute(group: Group) -> float:
    used = sum(item.cost.cpu_s for item in group)
    return 60 * len(group) / used if used else float("nan")


def _measures() -> dict[str, Callable[[Group], str]]:
    return {
        "pages": lambda group: str(len(group)),
        "pages per minute and core (CPU time)": lambda g: _number(_pages_per_minute(g), ".1f"),
        "CPU s/page, median": lambda g: _number(_median([i.cost.cpu_s for i in g])),
        "wall s/page, median": lambda g: _number(_median([i.cost.wall_s for i in g])),
        "CER %, all printed pages": lambda g: _number(rate(printed(g))),
        "CER %, the same, text as read and not from the PDF": lambda g: _number(_read_rate(g)),
        "CER %, clean": lambda g: _number(rate(_of(printed(g), CLEAN))),
        "CER %, filled in by hand": lambda g: _number(rate([i for i in g if i.page.handwritten])),
        "pages without a word": lambda g: str(sum(i.words == 0 for i in g)),
        "pages that failed": lambda g: str(sum(bool(i.cost.problem) for i in g)),
        "bytes/page, median": lambda g: _number(_median(sizes(g)), ",.0f"),
        "bytes/page, median, 300 dpi with red seal": lambda g: _number(
            _median(sizes([i for i in g if i.page.sealed])), ",.0f"
        ),
        "peak memory of the largest process, MB": lambda g: _number(
            max((i.cost.rss_kb for i in g), default=0) / 1000, ".0f"
        ),
    }


def _read_rate(group: Group) -> float:
    """CER of what was read before it went into a PDF; NaN when the reader does not tell."""
    pages = printed(group)
    if not any(item.meant_letters for item in pages):
        return float("nan")
    return 100 * sum(i.meant for i in pages) / max(1, sum(i.score.letters for i in pages))


def _of(group: Group, damage: str) -> list[Measurement]:
    return [item for item in group if item.page.damage == damage]


def main_table(found: Group) -> str:
    """One column for each reader, one row for each measure."""
    groups = by_reader(found)
    lines = _head("measure", list(groups))
    for name, measure in _measures().items():
        lines.append(_row(name, [measure(group) for group in groups.values()]))
    return "\n".join(lines)


def damage_table(found: Group) -> str:
    """Letters wrong by damage class, in per cent."""
    groups = by_reader(found)
    lines = _head("CER % by damage (pages)", list(groups))
    for damage in damages(found):
        count = len(_of(printed(next(iter(groups.values()))), damage))
        cells = [_number(rate(_of(printed(group), damage))) for group in groups.values()]
        lines.append(_row(f"{damage} ({count})", cells))
    return "\n".join(lines)


def layer_table(found: Group) -> str:
    """What the text layer adds to the letters wrong and what it puts elsewhere.

    The text that was read is known of ours and of the commands that also write it to a file.
    """
    groups = by_reader([item for item in found if item.extracted])
    if not groups:
        return ""
    names = list(next(iter(groups.values()))[0].extracted)
    return "\n\n".join(
        _layer_part(title, groups, names, measure)
        for title, measure in (
            ("CER added by the text layer, points", _added),
            ("letters lost or out of order in the text layer, %", _displaced),
        )
    )


def _layer_part(
    title: str,
    groups: Mapping[str, Group],
    names: Sequence[str],
    measure: Callable[[Group, str], float],
) -> str:
    lines = _head(title, [*names, "worst page"])
    for reader, group in groups.items():
        cells = [f"{measure(group, name):.3f}" for name in names]
        worst = max(measure([item], name) for item in group for name in names)
        lines.append(_row(reader, [*cells, f"{worst:.2f}"]))
    return "\n".join(lines)


def _added(group: Group, extractor: str) -> float:
    letters = sum(item.score.letters for item in group)
    return 100 * sum(item.extracted[extractor] - item.meant for item in group) / max(1, letters)


def _displaced(group: Group, extractor: str) -> float:
    letters = sum(item.meant_letters for item in group)
    return 100 * sum(item.displaced[extractor] for item in group) / max(1, letters)


def ratio_line(found: Group) -> str:
    """How many times the pages of each peer ours does in the same CPU time."""
    speeds = {name: _pages_per_minute(group) for name, group in by_reader(found).items()}
    own = speeds.get("ours", float("nan"))
    parts = [f"{own / speed:.1f} × {name}" for name, speed in speeds.items() if name != "ours"]
    return f"Ours makes {', '.join(parts)} in the same CPU time." if parts else ""


def report(found: Group, setting: Setting) -> str:
    """All tables with the circumstances of the run."""
    versions = ", ".join(f"{name}: {version}" for name, version in setting.versions.items())
    circumstances = (
        f"Seed {setting.seed}, {len({item.page.name for item in found})} pages, one worker and one "
        f"thread for all, machine with {os.cpu_count()} cores. {versions}."
    )
    start = ", ".join(f"{name} {cost:.2f} CPU s" for name, cost in setting.start_cpu_s.items())
    note = f"Starting alone costs, of every page: {start}." if start else ""
    parts = [circumstances, main_table(found), ratio_line(found), note]
    parts += [damage_table(found), layer_table(found), problem_list(found)]
    return "\n\n".join(part for part in parts if part)


def problem_list(found: Group) -> str:
    """Pages that a reader gave no result for, and why; "" without any."""
    failed = [item for item in found if item.cost.problem]
    return "\n".join(f"- {i.reader}, {i.page.name}: {_shortened(i.cost.problem)}" for i in failed)


def _shortened(words: str) -> str:
    return " ".join(words.split())[:_LONGEST_PROBLEM]


def _head(first: str, names: Sequence[str]) -> list[str]:
    return [_row(first, names), "|" + "---|" * (len(names) + 1)]


def _row(first: str, cells: Sequence[str]) -> str:
    return f"| {first} | {' | '.join(cells)} |"
