"""Keys that a trial signature may be made with: those of the settings, then tokens plugged in.

Runs on: the token lane; a driver is waited for.
"""

from __future__ import annotations

import logging
from pathlib import Path

from app.errors import LibraryError
from app.services.diagnose import TOKEN_MODULES
from app.services.key_opening import is_program
from app.services.signing_people import KeyOffer
from app.services.station import Station
from app.services.token_door import TOKEN_KIND, key_label, token_door

log = logging.getLogger(__name__)

KEY_FILE = "p12"


def keys_to_try(station: Station, own: str) -> tuple[KeyOffer, ...]:
    """Each key once; the one of the station first.

    A library of tokens that nobody has allowed yet is offered by its own name: choosing it asks.
    """
    signing = station.signing
    named = [own, signing.agency_key, *signing.further_keys]
    found = dict.fromkeys(source for source in named if source and not is_program(source))
    offers = [KeyOffer(source, key_label(source) or source) for source in found]
    offers += [one for one in _tokens(station) if one.source not in found]
    return tuple(offers)


def key_file(path: str) -> KeyOffer:
    """A key in a file that was chosen."""
    source = f"{KEY_FILE}:{path}"
    return KeyOffer(source, key_label(source))


def _tokens(station: Station) -> list[KeyOffer]:
    door = token_door(station.keys)
    offers: list[KeyOffer] = []
    if door is None:
        return offers
    for path in TOKEN_MODULES:
        if not Path(path).is_file():
            continue
        module = f"{TOKEN_KIND}:{path}"
        try:
            states = door.devices(f"{module}#")
        except LibraryError as error:
            log.info("tokens cannot be listed: %s", error.code)
            if error.code == "key.module_unknown":
                offers.append(KeyOffer(f"{module}#", Path(path).name))
            continue
        offers += [
            KeyOffer(f"{module}#{one.label}", one.label)
            for one in states
            if one.present and one.label
        ]
    return offers
