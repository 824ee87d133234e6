"""Texts that a setting cannot have."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from app.domain.person import role_rules
from app.setting_kinds import Flaw, Unfit

VIETNAMESE = "vie"
_LANGUAGES = re.compile(r"[A-Za-z]\w*(/[A-Za-z]\w*)?(\+[A-Za-z]\w*(/[A-Za-z]\w*)?)*", re.ASCII)


def with_vietnamese(text: str) -> None:
    """Models of recognition, with the one of Vietnamese among them.

    Raises:
        Unfit: The text is something else; so do the others here.
    """
    if not _LANGUAGES.fullmatch(text) or VIETNAMESE not in text.split("+"):
        raise Unfit(Flaw.LANGUAGES)


def of_roles(text: str) -> None:
    """What a login service says, and the role it gives."""
    try:
        role_rules(text)
    except ValueError as error:
        raise Unfit(Flaw.ROLES) from error


def address(text: str) -> None:
    """An address of the web, or nothing."""
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if text and (not is_good or " " in text):
        raise Unfit(Flaw.ADDRESS)


def addresses(text: str) -> None:
    """Addresses of the web with spaces between them, or nothing."""
    for each in text.split():
        address(each)
