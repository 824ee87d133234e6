"""The keys of one signing: who signs, in which order, and what is known of their certificates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from app.services.key_check import TRUST_NOT_SET_UP, KeyWarning
from app.services.signing_people import KeyOffer, further_keys
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.token_flow import TokenFlow

FURTHER_PERSONS = 2
_EXPIRY = "certificate-expires-"


class SignKeys(QObject):
    """One to three persons, and the agency where it has a key and is wanted.

    What was chosen stays for the next signing, until the window is closed.

    Signals:
        changed(): Other keys sign.
        offers_found(tuple[KeyOffer, ...]): Keys that a further person may sign with.
        trouble(StationError): Keys could not be looked for.
    """

    changed = Signal()
    offers_found = Signal(object)
    trouble = Signal(object)

    def __init__(
        self,
        station: Station,
        bridge: JobsBridge,
        *,
        person: TokenFlow,
        agency: TokenFlow | None,
        with_agency: bool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._station, self._bridge = station, bridge
        self.person, self.agency = person, agency
        self.further = tuple(TokenFlow(station, bridge, "", self) for _ in range(FURTHER_PERSONS))
        self._with_agency = with_agency
        self._warnings: tuple[KeyWarning, ...] = ()
        if not station.signing.trust_dir:
            self._warnings = (KeyWarning("", TRUST_NOT_SET_UP),)

    @property
    def with_agency(self) -> bool:
        """The agency signs after the persons."""
        return self._with_agency and self.agency is not None

    @property
    def persons(self) -> tuple[TokenFlow, ...]:
        """Who signs as a person, in order."""
        return (self.person, *(one for one in self.further if one.is_set))

    @property
    def flows(self) -> tuple[TokenFlow, ...]:
        """All that sign, in order."""
        agency = (self.agency,) if self.with_agency and self.agency is not None else ()
        return (*self.persons, *agency)

    @property
    def person_sources(self) -> tuple[str, ...]:
        """Where the persons' keys are."""
        return tuple(one.source for one in self.persons)

    @property
    def agency_source(self) -> str:
        """Where the agency's key is, "" when it does not sign."""
        return self.agency.source if self.with_agency and self.agency is not None else ""

    @property
    def is_busy(self) -> bool:
        """One of the keys signs, here or elsewhere."""
        return any(one.is_busy for one in self.flows)

    def set_busy(self, *, is_busy: bool) -> None:
        """The keys sign, or do not any more; while they do nobody asks them."""
        agency = () if self.agency is None else (self.agency,)
        for one in (self.person, *self.further, *agency):
            one.is_busy = is_busy

    def check(self) -> None:
        """Ask the keys how they are; not while they sign."""
        for one in self.flows:
            one.check()

    def choose_agency(self, wanted: bool) -> None:
        """Let the agency sign after the persons, or not."""
        if wanted != self._with_agency:
            self._with_agency = wanted
            if wanted and self.agency is not None:
                self.agency.check()
            self.changed.emit()

    def look_for_more(self) -> None:
        """Look for keys that a further person could sign with."""
        station, taken = self._station, [one.source for one in self.persons]
        self._bridge.run(
            Lane.TOKEN,
            lambda: further_keys(station, taken),
            self.offers_found.emit,
            self.trouble.emit,
        )

    def add(self, offer: KeyOffer) -> None:
        """One more person signs with this key, after the others."""
        free = next((one for one in self.further if not one.is_set), None)
        if free is not None:
            free.use(offer.source)
            self.changed.emit()

    def remove(self, number: int) -> None:
        """A further person does not sign; those behind move up."""
        kept = [one.source for place, one in enumerate(self.further) if place != number]
        for one, source in zip(self.further, (*kept, ""), strict=True):
            if one.source != source:
                one.use(source)
        self.changed.emit()

    def remember(self, warnings: Iterable[KeyWarning]) -> None:
        """What a signing has told of its certificates is known before the next one."""
        told = tuple(warnings)
        signers = {one.signer for one in told}
        kept = [one for one in self._warnings if one.signer and one.signer not in signers]
        self._warnings = (*kept, *told)

    @property
    def warnings(self) -> Sequence[KeyWarning]:
        """What is known before anybody signs, but for ends that stand beside the keys."""
        return [one for one in self._warnings if not one.code.startswith(_EXPIRY)]
