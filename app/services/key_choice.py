"""Keys that a trial signature may be made with: those of the settings, then tokens plugged in.

Runs on: the token lane; a driver is waited for.
"""

from __future__ import annotations

import logging
from collections import Counter
from pathlib import Path
from typing import Protocol, runtime_checkable

from app.errors import LibraryError
from app.services.key_host import KeyHosts
from app.services.key_opening import is_program
from app.services.signing_people import KeyOffer
from app.services.station import Station
from app.services.token_door import (
    STORE_KIND,
    TOKEN_KIND,
    TokenDoor,
    TokenLibrary,
    key_label,
    token_door,
)
from signing.identities import CertificateSummary

log = logging.getLogger(__name__)

KEY_FILE = "p12"


@runtime_checkable
class CertificateShelf(Protocol):
    """A store of the system whose certificates can be listed without a PIN."""

    def stored_certificates(self) -> tuple[CertificateSummary, ...]:
        """What lies there.

        Raises:
            LibraryError: It does not open.
        """
        ...


def keys_to_try(station: Station, own: str) -> tuple[KeyOffer, ...]:
    """Each key once: those of the settings, tokens that are plugged in, the store of the system.

    A library of tokens that nobody has allowed yet is offered by its maker: choosing it asks.
    """
    signing = station.signing
    named = [own, signing.agency_key, *signing.further_keys]
    found = dict.fromkeys(source for source in named if source and not is_program(source))
    offers = [KeyOffer(source, key_label(source) or source) for source in found]
    others = [*_tokens(station), *_stored(station)]
    offers += [one for one in others if one.source not in found]
    return tuple(offers)


def key_file(path: str) -> KeyOffer:
    """A key in a file that was chosen."""
    source = f"{KEY_FILE}:{path}"
    return KeyOffer(source, key_label(source))


def _tokens(station: Station) -> list[KeyOffer]:
    """Tokens that show themselves before libraries that may not be asked yet."""
    door = token_door(station.keys)
    if door is None:
        return []
    tokens: list[tuple[KeyOffer, TokenLibrary]] = []
    closed: list[KeyOffer] = []
    for library in door.libraries():
        try:
            labels = _labels(door, library)
        except LibraryError as error:
            log.info("tokens cannot be listed: %s", error.code)
            if error.code == "key.module_unknown":
                closed.append(KeyOffer(_source(library, ""), f"{library.maker} ({_name(library)})"))
            continue
        tokens += [(KeyOffer(_source(library, label), label), library) for label in labels]
    # One token may show itself through several libraries; the officer has to tell them apart.
    seen = Counter(offer.label for offer, _ in tokens)
    return [
        offer if seen[offer.label] == 1 else KeyOffer(offer.source, f"{offer.label} ({_name(by)})")
        for offer, by in tokens
    ] + closed


def _labels(door: TokenDoor, library: TokenLibrary) -> list[str]:
    states = door.devices(_source(library, ""))
    return [state.label for state in states if state.present and state.label]


def _source(library: TokenLibrary, label: str) -> str:
    return f"{TOKEN_KIND}:{library.path}#{label}"


def _name(library: TokenLibrary) -> str:
    return Path(library.path).name


def _stored(station: Station) -> list[KeyOffer]:
    """Certificates of the system's own store that have not expired."""
    keys = station.keys
    shelf: object = keys.by_kind.get(STORE_KIND) if isinstance(keys, KeyHosts) else None
    if not isinstance(shelf, CertificateShelf):
        return []
    try:
        listed = shelf.stored_certificates()
    except LibraryError as error:
        log.info("certificates of the system cannot be listed: %s", error.code)
        return []
    now = station.now()
    return [
        KeyOffer(f"{STORE_KIND}:{one.sha256}", f"{one.subject} ({one.issuer})")
        for one in listed
        if one.not_before <= now <= one.not_after
    ]
