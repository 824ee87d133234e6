"""Who else could sign the same papers: keys of the settings, and tokens that are plugged in.

Runs on: any thread but GUI; a driver is waited for.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import LibraryError
from app.services.key_opening import is_program
from app.services.station import Station
from app.services.token_door import TOKEN_KIND, key_label, token_door, token_label

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeyOffer:
    """A key that a further person may sign with.

    Attributes:
        source: Where it is; never a secret.
        label: What it is called, without its folder.
    """

    source: str
    label: str


def further_keys(station: Station, taken: Sequence[str]) -> tuple[KeyOffer, ...]:
    """Keys beside those that sign already, each once: those of the settings, then tokens.

    Args:
        station: The station.
        taken: Keys that sign already; the library of the first token among them is asked.
    """
    used = {_plain(source) for source in (*taken, station.signing.agency_key)}
    found = dict.fromkeys((*station.signing.further_keys, *_tokens(station, taken)))
    return tuple(
        KeyOffer(one, key_label(one))
        for one in found
        if _plain(one) not in used and not is_program(one)
    )


def _tokens(station: Station, taken: Sequence[str]) -> list[str]:
    """Sources of all tokens that the library of a token in use shows."""
    first = next((source for source in taken if source.startswith(f"{TOKEN_KIND}:")), "")
    door = token_door(station.keys)
    if not first or door is None:
        return []
    module = first.partition("#")[0]
    try:
        states = door.devices(first)
    except LibraryError as error:
        log.info("tokens cannot be listed: %s", error.code)
        return []
    return [f"{module}#{one.label}" for one in states if one.present and one.label]


def _plain(source: str) -> str:
    """A source without the certificate that was chosen."""
    kind, _, rest = source.partition(":")
    if kind != TOKEN_KIND:
        return source
    return f"{source.partition('#')[0]}#{token_label(rest)}"
