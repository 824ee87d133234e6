"""Which chart stands for which figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.figures import BINS, Figures
from app.domain.outbox_figures import Band, Outbox
from app.services.figure_sheets import Kind, Naming, Topic, bin_title, confidence_rows
from app.ui.charts import Chart, Panel, Series, Shape, Stretch
from app.ui.figures_words import number_words

translate = QCoreApplication.translate

_HOUR_MARKS = 8
_NO_DIGIT = 0.05
_BIG = 100.0
_MINUTE_S, _HOUR_S, _MEGABYTE = 60.0, 3600.0, 1e6


def chart_of(topic: Topic, figures: Figures, naming: Naming, row: int = 0) -> Chart:
    """The chart of a topic; `row` is the chosen row of its table, where that matters."""
    title = naming.words[topic.value]
    empty = translate("figures", "Nothing in these days yet.")
    panels: tuple[Panel, ...]
    match topic:
        case Topic.SHARES:
            panels = (_shares(figures),)
        case Topic.CAME:
            panels = _came(figures, naming)
        case Topic.OUTBOX:
            panels = (_outbox(figures.outbox),)
        case Topic.CONFIDENCE:
            panels = (_confidence(figures, naming, row),)
        case Topic.DEVICES:
            panels = (_devices(figures, naming),)
        case Topic.TIMES:
            panels = _times(figures, naming)
        case Topic.UPLOADS:
            panels = _uploads(figures, naming)
        case Topic.SIGNING:
            panels = (_signing(figures, naming),)
            empty = translate("figures", "No signature has failed in these days.")
        case Topic.KEEPING:
            panels = (_keeping(figures, naming),)
            empty = translate("figures", "The store was neither checked nor copied yet.")
        case Topic.OWN:
            panels = (_own(figures, naming),)
    return Chart(title, panels, empty)


def _count(value: float) -> str:
    return QLocale().toString(value, "g", 6) if value % 1 else QLocale().toString(round(value))


def _share(value: float) -> str:
    """With a digit behind the point only where there is one."""
    whole = round(100 * value)
    if abs(100 * value - whole) < _NO_DIGIT:
        return translate("figures", "%1 %").replace("%1", QLocale().toString(whole))
    return number_words(value, Kind.SHARE)


def _decimal(value: float) -> str:
    """As fine as it is worth knowing; the unit stands above."""
    digits = 0 if value >= _BIG or value == round(value) else 1 if value >= 1 else 2
    return QLocale().toString(value, "f", digits)


def _scaled(values: Iterable[float | None], unit: float) -> tuple[float | None, ...]:
    return tuple(None if value is None else value / unit for value in values)


def _in_unit(name: str, unit: str) -> str:
    return translate("figures", "%1, %2").replace("%1", name).replace("%2", unit)


def _shares(figures: Figures) -> Panel:
    told = figures.shares
    return Panel(
        title=translate("figures", "Shares of digitization, %"),
        labels=(
            translate("figures", "digitized / received"),
            translate("figures", "reused / received"),
            translate("figures", "national store / received"),
            translate("figures", "signed file / results"),
        ),
        series=(
            Series(
                "",
                (told.digitized_share, told.reused_share, told.store_share, told.results_share),
            ),
        ),
        shown=_share,
        top=1.0,
    )


def _begin_words(begin: datetime, *, is_hour: bool) -> str:
    return f"{begin:%H}" if is_hour else f"{begin:%d/%m}"


def _came(figures: Figures, naming: Naming) -> tuple[Panel, ...]:
    by_hour = figures.is_one_day
    labels = tuple(_begin_words(each.begin, is_hour=by_hour) for each in figures.came)
    pages = tuple(each.pages for each in figures.came)
    dossiers = tuple(each.dossiers for each in figures.came)
    words = naming.words
    unit = translate("figures", "%1 each hour") if by_hour else translate("figures", "%1 each day")
    return tuple(
        Panel(unit.replace("%1", name), labels, (Series(name, values),), _count, least_step=1)
        for name, values in ((words["pages"], pages), (words["dossiers"], dossiers))
    )


def _outbox(outbox: Outbox) -> Panel:
    whole = (outbox.end - outbox.begin).total_seconds() or 1.0

    def place(at: datetime) -> float:
        return min(max((at - outbox.begin).total_seconds() / whole, 0.0), 1.0)

    def stretch(band: Band) -> Stretch:
        return Stretch(place(band.begin), place(band.end))

    local = [
        outbox.begin + (outbox.end - outbox.begin) * number / _HOUR_MARKS
        for number in range(_HOUR_MARKS)
    ]
    return Panel(
        title=translate("figures", "Dossiers waiting to be sent"),
        labels=tuple(f"{at:%H:%M}" for at in local),
        series=(Series("", tuple(float(step.depth) for step in outbox.steps)),),
        shown=_count,
        least_step=1,
        shape=Shape.STEPS,
        places=tuple(place(step.at) for step in outbox.steps),
        bands=tuple(map(stretch, outbox.outages)),
        band_name=translate("figures", "no line"),
    )


def _confidence(figures: Figures, naming: Naming, row: int) -> Panel:
    rows = confidence_rows(figures)
    chosen = rows[row] if 0 <= row < len(rows) else rows[0]
    if 0 < row < len(rows):
        code = chosen.procedure_code
        name = naming.procedure(code) if code else naming.words["no_procedure"]
    else:
        name = naming.words["all_procedures"]
    return Panel(
        title=translate("figures", "Fields by how surely they were read: %1").replace("%1", name),
        labels=tuple(bin_title(number) for number in range(BINS)),
        series=(Series("", tuple(map(float, chosen.bins))),),
        shown=_count,
        least_step=1,
    )


def _devices(figures: Figures, naming: Naming) -> Panel:
    words = naming.words
    return Panel(
        title=translate("figures", "Pages of each scanner, %"),
        labels=tuple(each.name or words["no_device"] for each in figures.devices),
        series=(
            Series(words["blanks"], tuple(each.blank_share for each in figures.devices)),
            Series(words["rescans"], tuple(each.rescan_share for each in figures.devices)),
        ),
        shown=_share,
    )


def _times(figures: Figures, naming: Naming) -> tuple[Panel, ...]:
    labels = tuple(f"{each.day:%d/%m}" for each in figures.times)
    counter = _scaled((each.counter_s for each in figures.times), _MINUTE_S)
    whole = _scaled((each.whole_s for each in figures.times), _MINUTE_S)
    minutes = translate("figures", "minutes")
    return tuple(
        Panel(_in_unit(naming.words[word], minutes), labels, (Series("", values),), _decimal)
        for word, values in (("counter_s", counter), ("whole_s", whole))
    )


def _uploads(figures: Figures, naming: Naming) -> tuple[Panel, ...]:
    labels = tuple(f"{each.day:%d/%m}" for each in figures.uploads)
    words = naming.words
    failed = tuple(float(each.failures) for each in figures.uploads)
    again = tuple(float(each.retries) for each in figures.uploads)
    rates = _scaled((each.rate for each in figures.uploads), _MEGABYTE)
    speed = _in_unit(words["rate"], translate("figures", "MB/s"))
    return (
        Panel(speed, labels, (Series("", rates),), _decimal),
        Panel(
            translate("figures", "Tries"),
            labels,
            (Series(words["failures"], failed), Series(words["retries"], again)),
            _count,
            least_step=1,
        ),
    )


def _signing(figures: Figures, naming: Naming) -> Panel:
    failures = figures.signing.failures
    return Panel(
        title=translate("figures", "Signatures that failed, by cause"),
        labels=tuple(naming.reason(code) for code, _ in failures),
        series=(Series("", tuple(float(count) for _, count in failures)),),
        shown=_count,
        least_step=1,
    )


def _keeping(figures: Figures, naming: Naming) -> Panel:
    told, words = figures.keeping, naming.words

    def age(at: datetime | None) -> float | None:
        return None if at is None else max((figures.made_at - at).total_seconds() / _HOUR_S, 0.0)

    return Panel(
        title=translate("figures", "How long ago, hours"),
        labels=(words["store_check"], words["store_copy"]),
        series=(Series("", (age(told.checked_at), age(told.copied_at))),),
        shown=_decimal,
    )


def _own(figures: Figures, naming: Naming) -> Panel:
    own, words = figures.own, naming.words
    counts = (0, 0, 0) if own is None else (own.dossiers, own.pages, own.fields)
    return Panel(
        title=words[Topic.OWN.value],
        labels=(words["own_dossiers"], words["own_pages"], words["own_fields"]),
        series=(Series("", tuple(map(float, counts))),),
        shown=_count,
        least_step=1,
    )
