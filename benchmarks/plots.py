"""Plots as SVG, drawn here: bars by damage, bytes per page, how far confidence can be trusted."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from benchmarks.measurement import Measurement
from benchmarks.results_table import by_reader, damages, printed, rate, sizes

_COLOURS = ("#0b6e4f", "#c8553d", "#588b8b", "#f28f3b", "#5b4b8a", "#7a7a7a")
_WIDTH, _LEFT, _RIGHT, _TOP = 860, 170, 70, 64
_BAR, _GAP = 11, 12
BINS = 10
_FEW_WORDS = 20
"""Fewer words than this make a dot without a line to it."""
_SIDE = 440
_RELIABILITY_LEFT = 60
_CHART_TOP = 100.0
"""Bars end at 100 per cent; what is above is told by the number."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Groups of bars.

    Attributes:
        groups: For each group the value of each series; NaN = no bar.
        form: How a value is written.
    """

    title: str
    series: tuple[str, ...]
    groups: Mapping[str, tuple[float, ...]]
    form: str
    most: float


def _svg(width: int, height: int, parts: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">'
    )
    return "\n".join(
        [head, f'<rect width="{width}" height="{height}" fill="#fff"/>', *parts, "</svg>", ""]
    )


def _text(x: float, y: float, words: str, look: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(words)}</text>'


def bar_chart(bars: Bars) -> str:
    """Horizontal bars, one group under the other."""
    parts = [_text(12, 22, bars.title, 'font-size="15" font-weight="bold"'), *_legend(bars.series)]
    y = float(_TOP)
    room = _WIDTH - _LEFT - _RIGHT
    for name, values in bars.groups.items():
        middle = y + _BAR * len(values) / 2 + 4
        parts.append(_text(_LEFT - 8, middle, name, 'text-anchor="end"'))
        for number, value in enumerate(values):
            if value == value:
                length = room * min(value, bars.most) / bars.most if bars.most else 0.0
                parts.append(_bar(y, length, number))
                look = 'font-size="9" fill="#444"'
                parts.append(_text(_LEFT + length + 4, y + 9, format(value, bars.form), look))
            y += _BAR
        y += _GAP
    return _svg(_WIDTH, round(y) + 8, parts)


def _bar(y: float, length: float, number: int) -> str:
    colour = _COLOURS[number % len(_COLOURS)]
    return (
        f'<rect x="{_LEFT}" y="{y:.1f}" width="{max(1.0, length):.1f}" height="{_BAR - 2}" '
        f'fill="{colour}"/>'
    )


def _legend(series: Sequence[str]) -> list[str]:
    parts = []
    x = 12.0
    for number, name in enumerate(series):
        colour = _COLOURS[number % len(_COLOURS)]
        parts.append(f'<rect x="{x:.0f}" y="34" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(x + 17, 44, name))
        x += 40 + 7 * len(name)
    return parts


def accuracy_plot(found: Sequence[Measurement]) -> str:
    """Letters wrong by damage class."""
    readers = by_reader(printed(found))
    groups = {
        damage: tuple(
            rate([item for item in group if item.page.damage == damage])
            for group in readers.values()
        )
        for damage in damages(found)
    }
    highest = max((v for values in groups.values() for v in values if v == v), default=0.0)
    most = min(_CHART_TOP, highest)
    return bar_chart(Bars("Letters wrong by damage, %", tuple(readers), groups, ".1f", most))


def size_plot(found: Sequence[Measurement]) -> str:
    """Median bytes per page."""
    readers = by_reader(found)
    chosen = {
        "all pages": list(found),
        "300 dpi, red seal": [item for item in found if item.page.sealed],
    }
    groups = {
        name: tuple(_median_kb(items, reader) for reader in readers)
        for name, items in chosen.items()
    }
    most = max((v for values in groups.values() for v in values if v == v), default=0.0)
    return bar_chart(Bars("Size of a page, median, kB", tuple(readers), groups, ",.0f", most))


def _median_kb(items: Sequence[Measurement], reader: str) -> float:
    found = sizes([item for item in items if item.reader == reader])
    return statistics.median(found) / 1000 if found else float("nan")


def reliability(judged: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Mean confidence, share of right words and number of words of each filled tenth."""
    filled: list[tuple[float, float, int]] = []
    for number in range(BINS):
        inside = [pair for pair in judged if min(BINS - 1, int(pair[0] * BINS)) == number]
        if inside:
            mean = statistics.mean(confidence for confidence, _ in inside)
            share = statistics.mean(float(right) for _, right in inside)
            filled.append((mean, share, len(inside)))
    return filled


def reliability_plot(found: Sequence[Measurement]) -> str:
    """Share of right words against the confidence they were given."""
    judged = [pair for item in printed(found) for pair in item.confidence]
    return reliability_chart("Probability of words (ours)", {"": judged})


def reliability_chart(title: str, series: Mapping[str, Sequence[tuple[float, bool]]]) -> str:
    """Share of right words against confidence, one line for each series.

    Args:
        title: What stands above it.
        series: Confidence of each word and whether it is right, by name; "" = without a legend.
    """
    parts = [_text(12, 22, title, 'font-size="15" font-weight="bold"'), *_reliability_frame()]
    if any(series):
        parts += _legend(tuple(series))
    for number, judged in enumerate(series.values()):
        parts += _reliability_line(reliability(judged), _COLOURS[number % len(_COLOURS)])
    return _svg(_SIDE, _SIDE + 40, parts)


def _place(confidence: float, share: float) -> tuple[float, float]:
    """Where a point of the reliability chart is drawn."""
    span = _SIDE - 30 - _RELIABILITY_LEFT
    return _RELIABILITY_LEFT + span * confidence, _SIDE - 10 - span * share


def _reliability_frame() -> list[str]:
    (x0, y0), (x1, y1) = _place(0, 0), _place(1, 1)
    parts = [
        f'<rect x="{x0}" y="{y1:.0f}" width="{x1 - x0}" height="{y0 - y1}" fill="none" '
        'stroke="#999"/>',
        f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="#bbb"/>',
        _text((x0 + x1) / 2, y0 + 32, "what is claimed", 'text-anchor="middle"'),
        _text(6, y1 - 8, "share of words that are right"),
    ]
    for tick in (0.0, 0.5, 1.0):
        x, y = _place(tick, tick)
        parts.append(_text(x, y0 + 16, f"{tick:.1f}", 'text-anchor="middle"'))
        parts.append(_text(x0 - 8, y + 4, f"{tick:.1f}", 'text-anchor="end"'))
    return parts


def _reliability_line(points: Sequence[tuple[float, float, int]], colour: str) -> list[str]:
    solid = [_place(mean, share) for mean, share, count in points if count >= _FEW_WORDS]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in solid)
    parts = [f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>']
    for mean, share, count in points:
        x, y = _place(mean, share)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>')
        parts.append(_text(x + 6, y + 13, f"{count:,}", 'font-size="9" fill="#444"'))
    return parts


def plots(found: Sequence[Measurement]) -> dict[str, str]:
    """All plots by name."""
    drawn = {"accuracy-by-damage": accuracy_plot(found), "size": size_plot(found)}
    if any(item.confidence for item in found):
        drawn["reliability"] = reliability_plot(found)
    return drawn
