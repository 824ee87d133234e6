"""Setting up a machine without a question: settings, trust list, catalogue, profiles, recovery key.

Everything is looked at before anything is changed; what stands already is left alone, so that the
same bundle can be laid down on every start. Nothing here knows more than the services that a
person would use by hand.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from app.catalog.base import CatalogKeeper, SnapshotOutdated
from app.errors import Advice, StationError
from app.services import recovery_keys
from app.services.provision_machine import Wanted, wanted, write_machine
from app.services.provision_source import Bundle, CatalogPart, RecoveryPart, TrustPart
from app.services.recovery_files import public_key
from app.services.station import Station
from app.services.trust import import_list, list_in_use, trust_folder, trust_publisher
from app.settings import Settings
from app.store.wrapping import Recipient

ACT = "station.provisioned"
_PLACES = frozenset({"data_dir", "trust_dir"})
"""Settings that say where the station's part lies."""


class Part(StrEnum):
    """What a bundle sets up, in this order."""

    SETTINGS = "settings"
    FILE = "file"
    TRUST = "trust"
    CATALOG = "catalog"
    RECOVERY_KEY = "recovery_key"


class State(StrEnum):
    """How a part stands."""

    SAME = "same"
    CHANGE = "change"
    LATER = "later"
    WRONG = "wrong"


class WrongFingerprint(StationError):
    """The recovery key is not the one whose fingerprint the bundle names."""

    code = "provision.wrong_fingerprint"
    advice = Advice.NEVER


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the report.

    Attributes:
        name: Setting, file, or fingerprint that is meant.
        error: Why it cannot be done, None unless the state is WRONG.
    """

    part: Part
    name: str
    state: State
    error: StationError | None = None


@dataclass(frozen=True, slots=True)
class Gear:
    """The machine and the station that are set up.

    Attributes:
        machine_file: The administrator's settings file.
        settings: What counts at the start.
        station: Opens the station, or makes it.
        for_machine: Lay down settings and files.
        for_station: Lay down trust list, catalogue and recovery key.
    """

    machine_file: Path
    settings: Settings
    catalog: CatalogKeeper
    station: Callable[[], AbstractContextManager[Station]]
    now: Callable[[], datetime]
    for_machine: bool = True
    for_station: bool = True

    @property
    def has_store(self) -> bool:
        """Whether there is a station already."""
        return (self.settings.data_dir / "store.db").exists()


@dataclass(slots=True)
class _Plan:
    items: list[Item] = field(default_factory=list)
    acts: list[Callable[[], None]] = field(default_factory=list)
    recipient: Recipient | None = None


def provision(bundle: Bundle, gear: Gear, *, apply: bool) -> list[Item]:
    """Compare a bundle with what is there, and with `apply` lay it down where nothing is wrong.

    Returns:
        What was changed, or would be. With a WRONG one among them nothing was changed.

    Raises:
        StationError: It could not be written; what was laid down before is kept, and the next
            try goes on from there.
    """
    plan = _Plan()
    moved = _plan_machine(bundle, gear, plan) if gear.for_machine else frozenset()
    if gear.for_station:
        if moved & _PLACES:
            plan.items += [Item(part, "", State.LATER) for part in _station_parts(bundle)]
        else:
            _plan_station(bundle, gear, plan)
    wrong = any(item.state is State.WRONG for item in plan.items)
    if apply and not wrong:
        for act in plan.acts:
            act()
        changed = any(item.state is State.CHANGE for item in plan.items)
        _in_the_station(plan.recipient, gear, bundle.digest if changed else "")
    return plan.items


def _station_parts(bundle: Bundle) -> Iterator[Part]:
    for part, given in (
        (Part.TRUST, bundle.trust),
        (Part.CATALOG, bundle.catalog),
        (Part.RECOVERY_KEY, bundle.recovery),
    ):
        if given is not None:
            yield part


def _plan_machine(bundle: Bundle, gear: Gear, plan: _Plan) -> frozenset[str]:
    """Gives the settings whose value will be another one."""
    try:
        found = wanted(bundle, gear.machine_file)
    except StationError as error:
        plan.items.append(Item(Part.SETTINGS, getattr(error, "name", ""), State.WRONG, error))
        return frozenset()
    plan.items += _machine_items(bundle, found)
    if found.changed or found.files:
        plan.acts.append(lambda: write_machine(found, gear.machine_file))
    return frozenset(found.changed)


def _machine_items(bundle: Bundle, found: Wanted) -> Iterator[Item]:
    names = sorted({*bundle.settings, *bundle.files, *bundle.locked, *found.changed})
    for name in names:
        yield Item(Part.SETTINGS, name, State.CHANGE if name in found.changed else State.SAME)
    new = {path.name for path in found.files}
    for file in sorted(set(bundle.files.values())):
        yield Item(Part.FILE, file, State.CHANGE if file in new else State.SAME)


def _plan_station(bundle: Bundle, gear: Gear, plan: _Plan) -> None:
    if bundle.trust is not None:
        _plan_trust(bundle, bundle.trust, gear, plan)
    if bundle.catalog is not None:
        _plan_catalog(bundle, bundle.catalog, gear, plan)
    if bundle.recovery is not None:
        _plan_recovery(bundle, bundle.recovery, gear, plan)


def _looked(plan: _Plan, part: Part, name: str, look: Callable[[], bool]) -> bool:
    """Note how a part stands; gives whether there is something to do."""
    try:
        is_same = look()
    except StationError as error:
        plan.items.append(Item(part, name, State.WRONG, error))
        return False
    plan.items.append(Item(part, name, State.SAME if is_same else State.CHANGE))
    return not is_same


def _plan_trust(bundle: Bundle, part: TrustPart, gear: Gear, plan: _Plan) -> None:
    folder = trust_folder(gear.settings)

    def lay(into: Path) -> None:
        trust_publisher(into, bundle.path(part.publisher), replace=part.replace)
        if part.list:
            import_list(into, bundle.path(part.list), gear.now())

    def look() -> bool:
        """Try it on a copy: signature, number and day are judged by the service itself."""
        with tempfile.TemporaryDirectory(prefix="sohoa-") as name:
            trial = Path(name)
            for file in _small_files(folder):
                shutil.copyfile(file, trial / file.name)
            before = {file.name: file.read_bytes() for file in _small_files(trial)}
            if not _has_list(trial, bundle.path(part.list) if part.list else None, gear):
                lay(trial)
            else:
                trust_publisher(trial, bundle.path(part.publisher), replace=part.replace)
            return before == {file.name: file.read_bytes() for file in _small_files(trial)}

    if _looked(plan, Part.TRUST, part.list or part.publisher, look):
        plan.acts.append(lambda: lay(folder))


def _has_list(folder: Path, file: Path | None, gear: Gear) -> bool:
    """Whether this very list is in use already; it may be overdue by now."""
    if file is None:
        return False
    try:
        held = list_in_use(folder, gear.now())
    except StationError:
        return False
    return held is not None and held.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


_TRUST_ENDINGS = (".json", ".key", ".seen")


def _small_files(folder: Path) -> Sequence[Path]:
    if not folder.is_dir():
        return ()
    return sorted(path for path in folder.iterdir() if path.suffix in _TRUST_ENDINGS)


def _plan_catalog(bundle: Bundle, part: CatalogPart, gear: Gear, plan: _Plan) -> None:
    signer = bundle.path(part.signer)
    snapshot = bundle.path(part.snapshot) if part.snapshot else None

    def lay() -> None:
        gear.catalog.trust(signer, replace=part.replace)
        if snapshot is not None:
            gear.catalog.install(snapshot, apply=True)

    def look() -> bool:
        held = gear.catalog.snapshot()
        if snapshot is None:
            return False
        new = gear.catalog.verify(snapshot, key_file=signer)
        if held is None or held.sha256 == new.sha256:
            return held is not None
        if new.made_at <= held.made_at:
            raise SnapshotOutdated(f"made {new.made_at:%Y-%m-%d %H:%M}")
        return False

    if _looked(plan, Part.CATALOG, part.snapshot or part.signer, look):
        plan.acts.append(lay)


def _plan_recovery(bundle: Bundle, part: RecoveryPart, gear: Gear, plan: _Plan) -> None:
    def look() -> bool:
        recipient = public_key(bundle.path(part.file))
        if part.fingerprint.replace(" ", "").lower() != recipient.fingerprint:
            raise WrongFingerprint(part.file)
        plan.recipient = recipient
        if not gear.has_store:
            return False
        with gear.station() as station:
            upkeep = station.upkeep
            return upkeep is not None and recipient in upkeep.recipients()

    if not _looked(plan, Part.RECOVERY_KEY, part.file, look):
        plan.recipient = None


def _in_the_station(recipient: Recipient | None, gear: Gear, digest: str) -> None:
    """Set the recovery key, and note in the audit which bundle was laid down."""
    if recipient is None and not (digest and gear.has_store):
        return
    with gear.station() as station:
        if recipient is not None and station.upkeep is not None:
            recovery_keys.use(station, station.upkeep, recipient)
            recovery_keys.rewrap_all(station, station.upkeep)
        station.store.record(station.act(ACT, "station", digest=digest))
