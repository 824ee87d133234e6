"""Short words for states, sources and findings; every state also has a sign of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import assert_never

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from app.domain.dossier import Dossier, DossierState
from app.domain.field import Field, FieldSource, FieldState
from app.domain.page import Page, PageState
from app.domain.submission import SubmissionState

translate = QCoreApplication.translate


def dossier_name(dossier: Dossier) -> str:
    """The dossier's code, or the end of its id while it has none; which revision it is."""
    name = dossier.code or translate("labels", "No code · %1").replace("%1", dossier.id[-6:])
    if dossier.revision == 1:
        return name
    text = translate("labels", "%1 (revision %2)")
    return text.replace("%2", str(dossier.revision)).replace("%1", name)


def dossier_state(state: DossierState) -> str:
    """Word for where a dossier is."""
    match state:
        case DossierState.OPEN:
            return translate("labels", "In review")
        case DossierState.REVIEWED:
            return translate("labels", "Reviewed")
        case DossierState.BUILT:
            return translate("labels", "Ready to sign")
        case DossierState.SIGNING:
            return translate("labels", "Signing")
        case DossierState.SIGNED:
            return translate("labels", "Signed")
        case DossierState.SEALED:
            return translate("labels", "Sealed")
    assert_never(state)


def submission_state(state: SubmissionState) -> str:
    """Sign and word for where a submission is."""
    match state:
        case SubmissionState.QUEUED:
            return translate("labels", "○ In the queue")
        case SubmissionState.CREATING:
            return translate("labels", "↑ Announcing")
        case SubmissionState.UPLOADING:
            return translate("labels", "↑ Sending")
        case SubmissionState.COMMITTING:
            return translate("labels", "↑ Awaits its receipt")
        case SubmissionState.WAITING:
            return translate("labels", "◷ Will be sent again")
        case SubmissionState.HELD:
            return translate("labels", "! Needs you")
        case (
            SubmissionState.ACKED
            | SubmissionState.PURGEABLE
            | SubmissionState.PURGING
            | SubmissionState.PURGED
        ):
            return translate("labels", "✓ Received")
        case SubmissionState.CANCELLED:
            return translate("labels", "× Withdrawn")
    assert_never(state)


def field_sign(field: Field) -> str:
    """One letter that says what the colour says."""
    if field.is_blank:
        return "–"
    match field.state:
        case FieldState.GREEN:
            return "✓"
        case FieldState.AMBER:
            return "?"
        case FieldState.RED:
            return "!"
    assert_never(field.state)


def field_state(field: Field) -> str:
    """Word for how sure a value is."""
    if field.confirmed_by:
        return translate("labels", "Confirmed")
    if field.is_blank:
        return translate("labels", "Not filled in")
    match field.state:
        case FieldState.GREEN:
            return translate("labels", "Sure")
        case FieldState.AMBER:
            return translate("labels", "Please look")
        case FieldState.RED:
            return translate("labels", "Wrong")
    assert_never(field.state)


def field_source(source: FieldSource) -> str:
    """Word for where a value comes from."""
    match source:
        case FieldSource.QR:
            return translate("labels", "QR")
        case FieldSource.MRZ:
            return translate("labels", "MRZ")
        case FieldSource.BARCODE:
            return translate("labels", "Bar code")
        case FieldSource.OCR:
            return translate("labels", "OCR")
        case FieldSource.TYPED:
            return translate("labels", "typed by hand")
    assert_never(source)


def page_state(page: Page) -> str:
    """Sign and word for how far a page has come."""
    match page.state:
        case PageState.CAPTURED:
            return translate("labels", "◷ Being read")
        case PageState.READ:
            return translate("labels", "✓ Read")
        case PageState.DEGRADED:
            return translate("labels", "! Not readable")
    assert_never(page.state)


def page_flags(page: Page) -> list[str]:
    """Findings of a page in words."""
    return flag_words(page.findings)


def flag_words(flags: Iterable[str]) -> list[str]:
    """Findings in words; a finding without a word of its own is shown as it is."""
    known = {
        "blank": translate("labels", "blank page"),
        "low_resolution": translate("labels", "low resolution"),
        "skewed": translate("labels", "skewed"),
        "blurred": translate("labels", "blurred"),
        "upside_down": translate("labels", "scanned upside down"),
        "sideways": translate("labels", "scanned sideways"),
        "black_border": translate("labels", "black border"),
        "cut_edge": translate("labels", "print cut off at the edge"),
        "too_coarse": translate("labels", "below 200 dpi, scan again"),
        "outlier": translate("labels", "unlike the other pages"),
        "double_page": translate("labels", "same as an earlier page"),
        "batch_upside_down": translate("labels", "perhaps the wrong way up"),
        "dark": translate("labels", "dark"),
        "no_text": translate("labels", "no text"),
        "ocr_failed": translate("labels", "not recognised"),
        "dpi_guessed": translate("labels", "resolution guessed"),
        "signed_original": translate("labels", "signed original"),
        "left_out": translate("labels", "left out"),
        "separator": translate("labels", "separator sheet, in no paper"),
        "shown_only": translate("labels", "only shown"),
        "other_paper": translate("labels", "not a paper that is only shown"),
        "erasing": translate("labels", "being erased"),
        "original_erased": translate("labels", "captured file erased"),
    }
    return [known.get(flag, flag) for flag in flags]


def time_left(seconds: float) -> str:
    """How long something will take, no finer than it can be known."""
    if seconds < _SHORT_S:
        return translate("labels", "under 10 seconds")
    if seconds < _MINUTES_FROM_S:
        tens = 10 * round(seconds / 10)
        return translate("labels", "about %n second(s)", "", tens)
    if seconds < _HOURS_FROM_S:
        return translate("labels", "about %n minute(s)", "", round(seconds / 60))
    return translate("labels", "about %n hour(s)", "", round(seconds / 3600))


_SHORT_S, _MINUTES_FROM_S, _HOURS_FROM_S = 10.0, 90.0, 5400.0


def age(seconds: float) -> str:
    """How long something has been waiting."""
    if seconds < _HOUR_S:
        return translate("labels", "%n minute(s)", "", int(seconds // 60))
    if seconds < _DAYS_FROM_S:
        return translate("labels", "%n hour(s)", "", int(seconds // _HOUR_S))
    return translate("labels", "%n day(s)", "", int(seconds // (24 * _HOUR_S)))


_HOUR_S, _DAYS_FROM_S = 3600.0, 48 * 3600.0


def byte_size(count: int) -> str:
    """Bytes as officers read them: MB, from 1000 MB on GB; a little is never said to be nothing."""
    count = max(count, _MEGABYTE // 10) if count > 0 else 0
    if count < _GIGABYTE:
        digits = 1 if count < 10 * _MEGABYTE else 0
        return translate("labels", "%1 MB").replace("%1", _number(count / _MEGABYTE, digits))
    digits = 1 if count < 10 * _GIGABYTE else 0
    return translate("labels", "%1 GB").replace("%1", _number(count / _GIGABYTE, digits))


_MEGABYTE, _GIGABYTE = 1_000_000, 1_000_000_000


def _number(value: float, digits: int) -> str:
    return QLocale().toString(value, "f", digits)


def clock_time(moment: datetime, *, dated: bool = False) -> str:
    """Local time of day, with the date when it is not today's or when it is asked for."""
    local = moment.astimezone()
    today = datetime.now(UTC).astimezone().date()
    pattern = "HH:mm" if local.date() == today and not dated else "HH:mm dd/MM/yyyy"
    # QDateTime of the same wall-clock numbers: the pattern shows no zone
    return QLocale().toString(QDateTime(local.replace(tzinfo=None)), pattern)
