"""The verdicts on understanding as Markdown tables."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from benchmarks.judged import FieldVerdict, Group, PageVerdict, Verdict

CLEAN = "clean"
OFFICE = "office"
_WORST = 25
_GOALS = {
    Group.BACKED: "99.9 %",
    Group.EXACT: "98 %",
    Group.WORDS: "95 %",
    Group.OTHER: "–",
}
Pages = Sequence[PageVerdict]


def report(pages: Pages) -> str:
    """All tables."""
    printed = [page for page in pages if page.is_ordinary and not page.is_by_hand]
    apart = {
        "second pages without a title": [p for p in pages if p.is_second_page],
        "several cards on a sheet": [p for p in pages if p.is_several_cards],
        "filled in by hand": [p for p in pages if p.is_by_hand],
    }
    parts = [
        f"{len(pages)} pages of {len({page.kind for page in pages})} kinds.",
        _types_by_damage([page for page in pages if page.is_ordinary]),
        _fields_table(printed),
        _fields_by_damage(printed),
        _trust_table(printed),
        _apart_table(apart),
        _types_by_paper(pages),
        _wrong_fields(printed),
        _silent_errors(printed),
    ]
    return "\n\n".join(part for part in parts if part)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _count(pages: Iterable[PageVerdict], verdict: Verdict) -> int:
    return sum(page.verdict is verdict for page in pages)


def _by(pages: Pages, key: Callable[[PageVerdict], str]) -> dict[str, list[PageVerdict]]:
    groups: dict[str, list[PageVerdict]] = defaultdict(list)
    for page in pages:
        groups[key(page)].append(page)
    return dict(groups)


def _types_by_damage(pages: Pages) -> str:
    lines = ["| paper type by damage | pages | right | wrong | unknown | plain way right |"]
    lines.append("|---|---|---|---|---|---|")
    for name, group in [*_by(pages, lambda page: page.damage).items(), ("**all**", list(pages))]:
        asked = [page for page in group if page.naive_paper is not None]
        plain = sum(page.naive_paper == page.paper for page in asked)
        counts = [_share(_count(group, verdict), len(group)) for verdict in Verdict]
        lines.append(
            f"| {name} | {len(group)} | {' | '.join(counts)} | {_share(plain, len(asked))} |"
        )
    lines.append("\nMust: right 97 %, wrong 0.5 %. A stranger called unknown is right.")
    return "\n".join(lines)


def _fields_of(pages: Iterable[PageVerdict], group: Group | None = None) -> list[FieldVerdict]:
    return [
        field for page in pages for field in page.fields if group is None or field.group is group
    ]


def _exact(fields: Sequence[FieldVerdict]) -> str:
    return _share(sum(field.is_exact for field in fields), len(fields))


def _plain(fields: Sequence[FieldVerdict]) -> str:
    asked = [field for field in fields if field.naive is not None]
    return _share(sum(bool(field.naive) for field in asked), len(asked))


def _fields_table(pages: Pages) -> str:
    lines = ["| fields exact | must | all | clean | office | plain way, all | fields |"]
    lines.append("|---|---|---|---|---|---|---|")
    for group in (*Group, None):
        fields = _fields_of(pages, group)
        clean = _fields_of((page for page in pages if page.damage == CLEAN), group)
        office = _fields_of((page for page in pages if page.damage == OFFICE), group)
        name, goal = (group.value, _GOALS[group]) if group else ("**all**", "")
        lines.append(
            f"| {name} | {goal} | {_exact(fields)} | {_exact(clean)} | {_exact(office)} "
            f"| {_plain(fields)} | {len(fields)} |"
        )
    return "\n".join(lines)


def _fields_by_damage(pages: Pages) -> str:
    lines = ["| fields exact by damage | fields | exact | green | green and wrong | plain way |"]
    lines.append("|---|---|---|---|---|---|")
    for name, group in _by(pages, lambda page: page.damage).items():
        fields = _fields_of(group)
        green = [field for field in fields if field.is_green]
        silent = sum(not field.is_exact for field in green)
        lines.append(
            f"| {name} | {len(fields)} | {_exact(fields)} | {_share(len(green), len(fields))} "
            f"| {_share(silent, len(fields))} | {_plain(fields)} |"
        )
    return "\n".join(lines)


def _trust_table(pages: Pages) -> str:
    fields = _fields_of(pages)
    silent = sum(field.is_green and not field.is_exact for field in fields)
    clean = [page for page in pages if page.damage == CLEAN]
    looked, shown = sum(p.looked_at for p in clean), sum(p.shown for p in clean)
    blank, missed = sum(p.blank for p in clean), sum(p.missed for p in clean)
    false = sum(page.false_green for page in pages)
    cpu_ms = sorted(1000 * page.cpu_s for page in pages) or [0.0]
    p95 = cpu_ms[min(len(cpu_ms) - 1, round(0.95 * len(cpu_ms)))]
    rows = (
        ("fields green", "", _share(sum(f.is_green for f in fields), len(fields))),
        ("silent errors (green and wrong), of all fields", "≤ 0.3 %", _share(silent, len(fields))),
        ("green values on pages of a wrong type", "", str(false)),
        ("fields to look at, clean pages", "≤ 20 %", _share(looked, shown)),
        ("the same, counting fields taken for blank", "", _share(looked + blank, shown + blank)),
        ("taken for blank though the paper has a value, clean pages", "", f"{missed} of {blank}"),
        ("CPU ms per page for understanding, median", "", f"{statistics.median(cpu_ms):.0f}"),
        ("CPU ms per page for understanding, 95th of 100", "≤ 60", f"{p95:.0f}"),
    )
    lines = ["| trust and time | must | found |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {goal} | {value} |" for name, goal, value in rows)])


def _apart_table(groups: dict[str, list[PageVerdict]]) -> str:
    lines = ["| judged apart | pages | right | wrong | unknown | fields exact | silent |"]
    lines.append("|---|---|---|---|---|---|---|")
    for name, pages in groups.items():
        fields = _fields_of(pages)
        silent = sum(field.is_green and not field.is_exact for field in fields)
        counts = [str(_count(pages, verdict)) for verdict in Verdict]
        lines.append(
            f"| {name} | {len(pages)} | {' | '.join(counts)} | {_exact(fields)} | {silent} |"
        )
    return "\n".join(lines)


def _types_by_paper(pages: Pages) -> str:
    lines = ["| paper | pages | right | wrong | unknown | fields exact | green | taken for |"]
    lines.append("|---|---|---|---|---|---|---|---|")
    for name, group in sorted(_by(pages, lambda page: page.paper or "(none known)").items()):
        fields = _fields_of(group)
        wrong = Counter(f"{p.guess} ({p.kind})" for p in group if p.verdict is Verdict.WRONG)
        counts = [str(_count(group, verdict)) for verdict in Verdict]
        green = _share(sum(field.is_green for field in fields), len(fields))
        taken = ", ".join(f"{count} × {guess}" for guess, count in wrong.items())
        lines.append(
            f"| {name} | {len(group)} | {' | '.join(counts)} | {_exact(fields)} | {green} "
            f"| {taken} |"
        )
    return "\n".join(lines)


def _wrong_fields(pages: Pages) -> str:
    """The fields that are wrong most often on pages whose type is right."""
    wrong: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    example: dict[tuple[str, str], str] = {}
    for page in pages:
        if page.verdict is not Verdict.RIGHT:
            continue
        for field in page.fields:
            key = (page.paper, field.name)
            asked[key] += 1
            if not field.is_exact:
                wrong[key] += 1
                example[key] = f"{page.kind}: “{field.read}” for “{field.truth}”"
    lines = ["| worst fields of pages whose type is right | wrong | of | example |"]
    lines.append("|---|---|---|---|")
    for key, count in wrong.most_common(_WORST):
        lines.append(f"| {key[0]} {key[1]} | {count} | {asked[key]} | {example[key]} |")
    return "\n".join(lines) if wrong else ""


def _silent_errors(pages: Pages) -> str:
    found = [
        f"- {page.kind} {page.damage}: {field.name} “{field.read}” for “{field.truth}”"
        for page in pages
        for field in page.fields
        if field.is_green and not field.is_exact
    ]
    return "\n".join(["Green and wrong:", "", *found[: 2 * _WORST]]) if found else ""
