"""Words of the figures and how their values are shown, in the language of the window."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from app.domain.figures import Range
from app.services.figure_sheets import Cell, Kind, Naming, Words
from app.ui.messages import headline

translate = QCoreApplication.translate

NONE = "–"


def words() -> Words:
    """Words by the names of `figure_sheets.WORDS`."""
    return {
        "shares": translate("figures", "Digitization"),
        "came": translate("figures", "Pages and dossiers"),
        "outbox": translate("figures", "Outbox of 24 hours"),
        "confidence": translate("figures", "Sure readings"),
        "devices": translate("figures", "Scanners"),
        "times": translate("figures", "Time per dossier"),
        "uploads": translate("figures", "Sending"),
        "signing": translate("figures", "Signing"),
        "keeping": translate("figures", "Check and copy"),
        "own": translate("figures", "My own work"),
        "indicator": translate("figures", "Indicator"),
        "count": translate("figures", "Count"),
        "share": translate("figures", "Share"),
        "received": translate("figures", "Dossiers received"),
        "digitized": translate("figures", "with digitized papers"),
        "reused": translate("figures", "with reused papers"),
        "from_store": translate("figures", "reused from the national store"),
        "results": translate("figures", "Results at this station"),
        "results_digitized": translate("figures", "with a signed electronic file"),
        "hour": translate("figures", "Hour"),
        "day": translate("figures", "Day"),
        "pages": translate("figures", "Pages"),
        "dossiers": translate("figures", "Dossiers"),
        "waiting": translate("figures", "Most that waited"),
        "offline": translate("figures", "Minutes without a line"),
        "procedure": translate("figures", "Procedure"),
        "all_procedures": translate("figures", "All procedures"),
        "no_procedure": translate("figures", "No procedure"),
        "fields": translate("figures", "Fields"),
        "touched": translate("figures", "Looked at"),
        "touched_share": translate("figures", "Share looked at"),
        "typed": translate("figures", "Corrected"),
        "typed_share": translate("figures", "Share corrected"),
        "device": translate("figures", "Scanner"),
        "no_device": translate("figures", "Files, or not noted"),
        "blanks": translate("figures", "Blank"),
        "blank_share": translate("figures", "Share blank"),
        "rescans": translate("figures", "Scanned again"),
        "rescan_share": translate("figures", "Share scanned again"),
        "reviewed": translate("figures", "Reviewed"),
        "counter_s": translate("figures", "At the counter, median"),
        "whole_s": translate("figures", "Until the receipt, median"),
        "receipts": translate("figures", "Receipts"),
        "sent": translate("figures", "Sent"),
        "rate": translate("figures", "Speed"),
        "failures": translate("figures", "Failed tries"),
        "retries": translate("figures", "Sent again by hand"),
        "reason": translate("figures", "What happened"),
        "signed": translate("figures", "Signed"),
        "what": translate("figures", "What"),
        "when": translate("figures", "When"),
        "age": translate("figures", "Age"),
        "findings": translate("figures", "Findings"),
        "store_check": translate("figures", "Whole check of the store"),
        "store_copy": translate("figures", "Copy of the database"),
        "never": translate("figures", "never"),
        "own_dossiers": translate("figures", "Dossiers opened"),
        "own_pages": translate("figures", "Pages captured"),
        "own_fields": translate("figures", "Fields decided"),
    }


def naming(procedures: Mapping[str, str], language: str) -> Naming:
    """All names for sheets.

    Args:
        procedures: Names by codes.
        language: Of the words of errors.
    """
    return Naming(
        words=words(),
        procedure=lambda code: procedures.get(code, code),
        reason=lambda code: headline(code, language),
    )


def range_words(wanted: Range) -> str:
    """Name of a range of days."""
    match wanted:
        case Range.TODAY:
            return translate("figures", "Today")
        case Range.WEEK:
            return translate("figures", "7 days")
        case Range.MONTH:
            return translate("figures", "30 days")
        case Range.QUARTER:
            return translate("figures", "This quarter")


def cell_words(cell: Cell, kind: Kind) -> str:
    """A value as officers read it."""
    if cell is None:
        return NONE
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return _moment_words(cell, kind)
    return number_words(cell, kind)


def number_words(value: float, kind: Kind) -> str:
    """A number with its unit."""
    locale = QLocale()
    match kind:
        case Kind.SHARE:
            return translate("figures", "%1 %").replace("%1", locale.toString(100 * value, "f", 1))
        case Kind.SECONDS:
            return duration_words(value)
        case Kind.BYTES:
            text = translate("figures", "%1 MB")
            return text.replace("%1", locale.toString(value / 1e6, "f", 1))
        case Kind.RATE:
            text = translate("figures", "%1 MB/s")
            return text.replace("%1", locale.toString(value / 1e6, "f", 2))
        case _:
            return locale.toString(round(value))


_HOUR_S, _DAY_S = 3600, 86400


def duration_words(seconds: float) -> str:
    """A stretch of time, as fine as it is worth knowing."""
    whole = round(seconds)
    if whole < 60:
        return translate("figures", "%1 s").replace("%1", str(whole))
    if whole < _HOUR_S:
        text = translate("figures", "%1 min %2 s")
        return text.replace("%1", str(whole // 60)).replace("%2", f"{whole % 60:02}")
    if whole < 2 * _DAY_S:
        text = translate("figures", "%1 h %2 min")
        hours, rest = divmod(whole, _HOUR_S)
        return text.replace("%1", str(hours)).replace("%2", f"{rest // 60:02}")
    return translate("figures", "%1 days").replace("%1", str(whole // _DAY_S))


def _moment_words(at: date, kind: Kind) -> str:
    locale = QLocale()
    day = QDate(at.year, at.month, at.day)
    if not isinstance(at, datetime) or kind is Kind.DAY:
        return locale.toString(day, "dd/MM/yyyy")
    local = at.astimezone()
    time = locale.toString(QTime(local.hour, local.minute), "HH:mm")
    if kind is Kind.HOUR:
        return time
    return f"{time} {locale.toString(QDate(local.year, local.month, local.day), 'dd/MM/yyyy')}"
