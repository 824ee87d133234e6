"""Which source of a device is used, and what its properties are set to.

Nothing is set that could make a page vanish: blank pages are delivered and separator sheets are
pages like others, whatever the driver was last told.

Source: Microsoft, "WIA Scanner Item Property Constants" (`wiadef.h`): WIA_IPS_DOCUMENT_HANDLING_
SELECT, WIA_IPS_PAGES (a page is one side), WIA_IPS_BLANK_PAGES, WIA_IPS_MULTI_FEED.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from app.scanning.base import (
    PAPER_MM,
    ColourMode,
    FeederEmpty,
    PaperSize,
    PaperSource,
    ScannerMissing,
    ScanProfile,
)
from app.scanning.driver_errors import ScanUnsupported
from app.scanning.wia_errors import WiaCallFailed, check_condition
from app.scanning.wia_items import Allowed, Properties, WiaItem
from app.scanning.wia_types import (
    ALL_PAGES,
    BLANK_PAGES_KEPT,
    CATEGORY_FEEDER,
    CATEGORY_FLATBED,
    MULTI_FEED_IGNORED,
    MULTI_FEED_IS_ERROR,
    PAGE_A3,
    PAGE_A4,
    PAGE_A5,
    PAGE_CUSTOM,
    SEPARATORS_KEPT,
    Ability,
    Condition,
    DataType,
    Handling,
    Property,
)

_INCH_MM = 25.4
_PAGE_SIZES = {PaperSize.A3: PAGE_A3, PaperSize.A4: PAGE_A4, PaperSize.A5: PAGE_A5}
_DATA_TYPES = {
    ColourMode.COLOUR: DataType.COLOUR,
    ColourMode.GREY: DataType.GREY,
    ColourMode.BITONAL: DataType.THRESHOLD,
}
_FEEDERS = (PaperSource.FEEDER, PaperSource.FEEDER_DUPLEX)


@dataclass(frozen=True, slots=True)
class Source:
    """Where pages are taken from.

    Attributes:
        item: What is asked for the transfer.
        kind: FLATBED, FEEDER or FEEDER_DUPLEX.
    """

    item: WiaItem
    kind: PaperSource


@dataclass(frozen=True, slots=True)
class Settings:
    """What was set.

    Attributes:
        dpi: What the device will use, 0 = it does not tell.
        warnings: Codes of wishes it does not take.
    """

    dpi: int
    warnings: tuple[str, ...] = ()


def sources_of(device: WiaItem) -> frozenset[PaperSource]:
    """What the device says it has; one without a word has a glass."""
    abilities = Ability(device.properties.number(Property.HANDLING_CAPABILITIES) & 0xFFFF)
    found = set()
    if Ability.FEEDER in abilities:
        found.add(PaperSource.FEEDER)
        if Ability.DUPLEX in abilities:
            found.add(PaperSource.FEEDER_DUPLEX)
    if Ability.FLATBED in abilities or not found:
        found.add(PaperSource.FLATBED)
    return frozenset(found)


def senses_paper(device: WiaItem) -> bool:
    """Whether the device tells if sheets lie in its feeder."""
    abilities = device.properties.number(Property.HANDLING_CAPABILITIES)
    return bool(abilities & Ability.DETECTS_FEEDER_PAPER)


def has_paper(device: WiaItem) -> bool:
    """Whether the device says that its feeder is ready."""
    return bool(device.properties.number(Property.HANDLING_STATUS) & Condition.FEEDER_READY)


def kinds_to_try(device: WiaItem, wanted: PaperSource) -> tuple[PaperSource, ...]:
    """Sources in the order in which they are tried.

    Raises:
        ScanUnsupported: The device has no such source.
        PaperJam, CoverOpen, DoubleFeed, FeederEmpty: It says that it cannot begin.
    """
    here = sources_of(device)
    check_condition(Condition(device.properties.number(Property.HANDLING_STATUS) & 0xFFFF))
    if wanted is PaperSource.AUTO:
        is_empty = senses_paper(device) and not has_paper(device)
        order = (PaperSource.FEEDER, PaperSource.FLATBED)
        tried = tuple(kind for kind in order if kind in here)
        return tried[-1:] if is_empty and PaperSource.FLATBED in here else tried
    if wanted not in here:
        raise ScanUnsupported(f"no {wanted.value}")
    if wanted in _FEEDERS and senses_paper(device) and not has_paper(device):
        raise FeederEmpty("device status")
    return (wanted,)


def open_source(device: WiaItem, kind: PaperSource, stack: ExitStack) -> Source:
    """The item that delivers; in 1.0 it is the same one and the device is switched over.

    Args:
        device: The root.
        kind: Which one.
        stack: Lets go of it later.

    Raises:
        ScannerMissing: The device has nothing to transfer from.
        ScanUnsupported: It has no such source, or does not let it be chosen.
        WiaCallFailed: It does not answer.
    """
    items = [stack.enter_context(item) for item in device.children()]
    if not items:
        raise ScannerMissing("a device without sources")
    if device.edition == 1:
        _select(device.properties, kind, _handling_1(kind))
        return Source(items[0], kind)
    category = CATEGORY_FLATBED if kind is PaperSource.FLATBED else CATEGORY_FEEDER
    for item in items:
        if item.properties.guid(Property.CATEGORY) == category:
            if kind is not PaperSource.FLATBED:
                _select(item.properties, kind, _handling_2(kind))
            return Source(item, kind)
    raise ScanUnsupported(f"no item for {kind.value}")


def _select(properties: Properties, kind: PaperSource, values: Sequence[int]) -> None:
    """Choose the source by the first value that the device takes.

    Raises:
        ScanUnsupported: Both sides were asked for and would not be scanned.
    """
    is_set = any(_set(properties, Property.HANDLING_SELECT, value) for value in values)
    if not is_set and kind is PaperSource.FEEDER_DUPLEX:
        raise ScanUnsupported("both sides cannot be chosen")


def _handling_1(kind: PaperSource) -> Sequence[int]:
    match kind:
        case PaperSource.FEEDER_DUPLEX:
            both = Handling.FEEDER | Handling.DUPLEX
            return both | Handling.FRONT_FIRST, both
        case PaperSource.FEEDER:
            return (Handling.FEEDER,)
        case PaperSource.FLATBED | PaperSource.AUTO:
            return (Handling.FLATBED,)


def _handling_2(kind: PaperSource) -> Sequence[int]:
    if kind is PaperSource.FEEDER_DUPLEX:
        return Handling.DUPLEX | Handling.FRONT_FIRST, Handling.DUPLEX
    return (Handling.FRONT_ONLY,)


def prepare(device: WiaItem, source: Source, profile: ScanProfile) -> Settings:
    """Set what the profile asks for.

    Raises:
        ScanUnsupported: The colour mode cannot be had.
    """
    item = source.item.properties
    if not _set(item, Property.DATA_TYPE, _DATA_TYPES[profile.colour]):
        raise ScanUnsupported(f"no {profile.colour.value}")
    dpi = _resolution(item, profile.dpi)
    warnings = []
    if not _area(item, profile.paper, dpi):
        warnings.append("area_not_set")
    for name, percent in (
        (Property.BRIGHTNESS, profile.brightness),
        (Property.CONTRAST, profile.contrast),
    ):
        if percent and not _part(item, name, percent):
            warnings.append(f"{name.name.lower()}_not_set")
    _set(item, Property.BLANK_PAGES, BLANK_PAGES_KEPT)
    _set(item, Property.JOB_SEPARATORS, SEPARATORS_KEPT)
    _set(item, Property.MULTI_FEED, _multi_feed(profile))
    _pages(device, source, profile.max_pages)
    return Settings(dpi, tuple(warnings))


def nearest(allowed: Allowed, wanted: int) -> int:
    """The allowed value that is closest; of two as close the larger one."""
    if allowed.values:
        return min(allowed.values, key=lambda value: (abs(value - wanted), -value))
    if allowed.step:
        bounded = min(max(wanted, allowed.low), allowed.high)
        steps = (bounded - allowed.low + allowed.step // 2) // allowed.step
        value = allowed.low + steps * allowed.step
        return value if value <= allowed.high else value - allowed.step
    return wanted


def resolutions(item: Properties) -> tuple[int, ...]:
    """Allowed resolutions, or the two ends of an interval; empty = not adjustable."""
    allowed = item.allowed(Property.X_RESOLUTION)
    return allowed.values or ((allowed.low, allowed.high) if allowed.step else ())


def modes(item: Properties) -> frozenset[ColourMode]:
    """Colour modes of an item; all of them when it does not tell."""
    values = item.allowed(Property.DATA_TYPE).values
    return frozenset(mode for mode, kind in _DATA_TYPES.items() if not values or kind in values)


def _resolution(item: Properties, wanted: int) -> int:
    for name in (Property.X_RESOLUTION, Property.Y_RESOLUTION):
        # What was found across is wanted down too: a page has one resolution.
        wanted = nearest(item.allowed(name), wanted)
        _set(item, name, wanted)
    across, down = item.number(Property.X_RESOLUTION), item.number(Property.Y_RESOLUTION)
    # A page with two resolutions would be drawn out of shape: then none is claimed.
    return across if across == down and across > 0 else 0


def _area(item: Properties, paper: PaperSize, dpi: int) -> bool:
    """Ask for the size of the sheet: by its name where the device knows it, else in pixels."""
    sizes = item.allowed(Property.PAGE_SIZE).values
    if paper in _PAGE_SIZES and _PAGE_SIZES[paper] in sizes:
        return _set(item, Property.PAGE_SIZE, _PAGE_SIZES[paper])
    if PAGE_CUSTOM in sizes:
        _set(item, Property.PAGE_SIZE, PAGE_CUSTOM)
    extents = _extents(item, paper, dpi)
    for name in (Property.X_POSITION, Property.Y_POSITION):
        _set(item, name, item.allowed(name).low)
    names = (Property.X_EXTENT, Property.Y_EXTENT)
    return all([_set(item, name, pixels) for name, pixels in zip(names, extents, strict=True)])


def _extents(item: Properties, paper: PaperSize, dpi: int) -> Sequence[int]:
    """Width and height in pixels, no more than the device has."""
    most = [item.allowed(name) for name in (Property.X_EXTENT, Property.Y_EXTENT)]
    wanted = PAPER_MM.get(paper)
    if wanted is None or not dpi:
        names = (Property.X_EXTENT, Property.Y_EXTENT)
        return [each.high or item.number(name) for each, name in zip(most, names, strict=True)]
    pixels = [round(mm / _INCH_MM * dpi) for mm in wanted]
    return [
        min(size, each.high) if each.step else size for size, each in zip(pixels, most, strict=True)
    ]


def _part(item: Properties, name: Property, percent: int) -> bool:
    """Set a range by -100 to 100, 0 being its middle."""
    allowed = item.allowed(name)
    if not allowed.step:
        return False
    middle = (allowed.low + allowed.high) / 2
    wanted = round(middle + percent / 100 * (allowed.high - allowed.low) / 2)
    return _set(item, name, nearest(allowed, wanted))


def _multi_feed(profile: ScanProfile) -> int:
    return MULTI_FEED_IS_ERROR if profile.double_feed else MULTI_FEED_IGNORED


def _pages(device: WiaItem, source: Source, limit: int) -> None:
    """How many sides one transfer brings.

    In 1.0 it is those of one sheet, and the transfer is asked for again: drivers of that time
    differ in what they do with "all". A limit that the device does not take is kept by stopping.
    """
    if source.kind is PaperSource.FLATBED:
        return
    if device.edition == 1:
        sides = 2 if source.kind is PaperSource.FEEDER_DUPLEX else 1
        _set(device.properties, Property.PAGES, sides)
        return
    allowed = source.item.properties.allowed(Property.PAGES)
    fits = limit and (not allowed.step or nearest(allowed, limit) == limit)
    _set(source.item.properties, Property.PAGES, limit if fits else ALL_PAGES)


def _set(properties: Properties, name: Property, value: int) -> bool:
    """Set a value; whether the device has it now. One without the property says no."""
    if not properties.has(name):
        return False
    if properties.number(name) == value:
        return True
    try:
        properties.set_number(name, value)
    except WiaCallFailed:
        return False
    return True
