"""Every code of an error or of a failed rule, in the officer's words; no Qt.

The only place where codes become sentences. The words themselves stand by topic in the
`wording_*` modules.
"""

from __future__ import annotations

from app.ui.wording import Message, Words
from app.ui.wording_access import ACCESS_MESSAGES
from app.ui.wording_batch import BATCH_MESSAGES
from app.ui.wording_capture import CAPTURE_MESSAGES
from app.ui.wording_catalog import CATALOG_MESSAGES
from app.ui.wording_certificates import CERTIFICATE_MESSAGES
from app.ui.wording_corrections import CORRECTION_MESSAGES
from app.ui.wording_delivery import DELIVERY_MESSAGES
from app.ui.wording_fields import FIELD_MESSAGES
from app.ui.wording_first import FIRST_MESSAGES
from app.ui.wording_forms import FORM_MESSAGES
from app.ui.wording_import import IMPORT_MESSAGES
from app.ui.wording_keeping import KEEPING_MESSAGES
from app.ui.wording_keys import KEY_MESSAGES
from app.ui.wording_pages import PAGE_MESSAGES
from app.ui.wording_reading import READING_MESSAGES
from app.ui.wording_recall import RECALL_MESSAGES
from app.ui.wording_remote import REMOTE_MESSAGES
from app.ui.wording_reuse import REUSE_MESSAGES
from app.ui.wording_settings import SETTINGS_MESSAGES
from app.ui.wording_signing import SIGNING_MESSAGES
from app.ui.wording_station import STATION_MESSAGES
from app.ui.wording_supply import SUPPLY_MESSAGES
from app.ui.wording_trust import TRUST_MESSAGES

MESSAGES: dict[str, Message] = {
    **STATION_MESSAGES,
    **RECALL_MESSAGES,
    **CATALOG_MESSAGES,
    **ACCESS_MESSAGES,
    **BATCH_MESSAGES,
    **CAPTURE_MESSAGES,
    **IMPORT_MESSAGES,
    **PAGE_MESSAGES,
    **READING_MESSAGES,
    **FIELD_MESSAGES,
    **KEEPING_MESSAGES,
    **KEY_MESSAGES,
    **REMOTE_MESSAGES,
    **CERTIFICATE_MESSAGES,
    **TRUST_MESSAGES,
    **SETTINGS_MESSAGES,
    **SIGNING_MESSAGES,
    **DELIVERY_MESSAGES,
    **CORRECTION_MESSAGES,
    **REUSE_MESSAGES,
    **FORM_MESSAGES,
    **FIRST_MESSAGES,
    **SUPPLY_MESSAGES,
}
"""All messages by code."""

UNKNOWN = "station.error"
"""Shown for a code that nobody has words for; a test keeps that from happening."""


def words(code: str, language: str = "vi") -> Words:
    """What happened, why and what to do, for `code`."""
    return MESSAGES.get(code, MESSAGES[UNKNOWN]).words(language)


def headline(code: str, language: str = "vi", **facts: object) -> str:
    """Only what happened, for places with room for one line."""
    return words(code, language).headline(_known(facts))


def sentence(code: str, language: str = "vi", **facts: object) -> str:
    """The whole message: what happened, why, what to do.

    Args:
        code: Code of an error or of a failed rule of a field.
        language: "vi" or "en".
        facts: Numbers and names for the braces in the words; those that are None count as
            not known.
    """
    return words(code, language).text(_known(facts))


def _known(facts: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in facts.items() if value is not None}
