"""Bring an open scanner into the state a profile asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.scanning.base import PAPER_MM, ColourMode, PaperSize, PaperSource, ScanProfile
from app.scanning.driver_errors import ScanUnsupported
from app.scanning.sane_library import OpenScanner
from app.scanning.sane_options import (
    Option,
    find,
    mode_meaning,
    nearest,
    pick_mode,
    pick_source,
    source_meaning,
)
from app.scanning.sane_types import Unit, ValueType

_SOURCE_NAMES = ("source", "doc-source", "scan-source", "document-source")
_DUPLEX_NAMES = ("adf-mode", "duplex", "double-sided")
SENSOR_NAMES = ("page-loaded", "adf-loaded", "paper-loaded", "paper-detect", "document-loaded")
"""Names of the sensor that sees paper in the feeder (fujitsu, canon_dr, epjitsu, kodakaio)."""

_DOUBLE_FEED_STOPS = ("df-action",)
_DOUBLE_FEED_SENSORS = ("df-thickness", "double-feed-detection", "multifeed-detection", "adf-mfd")
_STOP_WORD = "stop"
_PERCENT = 100
_ENDLESS_MM = 10_000.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the scanner will do.

    Attributes:
        dpi: Resolution the device reports after it was set; 0 when it has no such option.
        is_feeder: Whether to go on until the paper is used up.
        warnings: Codes of wishes the device could not follow.
    """

    dpi: int
    is_feeder: bool
    warnings: tuple[str, ...]


def sources_to_try(options: Sequence[Option], wanted: PaperSource) -> tuple[PaperSource, ...]:
    """AUTO means the feeder when the device has one, then the glass; others stay as they are."""
    if wanted is not PaperSource.AUTO:
        return (wanted,)
    option = find(options, *_SOURCE_NAMES)
    if option is None:
        return (PaperSource.AUTO,)
    has = [s for s in (PaperSource.FEEDER, PaperSource.FLATBED) if pick_source(option.words, s)]
    return tuple(has) or (PaperSource.AUTO,)


def prepare(scanner: OpenScanner, profile: ScanProfile, extra: Mapping[str, str]) -> Prepared:
    """Set source, mode, depth, resolution and area, then the extra options in their order.

    Args:
        scanner: The open scanner.
        profile: `source` is already one of `sources_to_try`.
        extra: Option name and value in the vendor's words, from the device id.

    Raises:
        ScanUnsupported: No such source, or an extra option does not exist.
        ScanError: The driver refused.
    """
    _set_source(scanner, profile.source)
    warnings = _set_mode(scanner, profile.colour)
    _set_resolution(scanner, profile.dpi)
    _set_area(scanner, profile.paper)
    _set_light(scanner, profile)
    if profile.double_feed:
        _watch_double_feed(scanner)
    for name, value in extra.items():
        option = find(scanner.options(), name)
        if option is None:
            raise ScanUnsupported(f"no option {name}")
        scanner.set(option, value)
    options = scanner.options()
    return Prepared(
        dpi=_reported_dpi(scanner, options),
        is_feeder=_is_feeder(scanner, options, profile.source),
        warnings=warnings,
    )


def _set_source(scanner: OpenScanner, wanted: PaperSource) -> None:
    if wanted is PaperSource.AUTO:
        return
    option = find(scanner.options(), *_SOURCE_NAMES)
    if option is None:
        _set_sides(scanner, wanted)
        return
    value = pick_source(option.words, wanted)
    sides = find(scanner.options(), *_DUPLEX_NAMES)
    if value is None and wanted is PaperSource.FEEDER_DUPLEX and sides is not None:
        value = pick_source(option.words, PaperSource.FEEDER)
    if value is None:
        raise ScanUnsupported(f"no source {wanted.value}")
    scanner.set(option, value)
    _set_sides(scanner, wanted)


def _set_sides(scanner: OpenScanner, wanted: PaperSource) -> None:
    """Some devices ask for the sides apart from the source: a switch, or Simplex/Duplex."""
    option = find(scanner.options(), *_DUPLEX_NAMES)
    if option is None or wanted not in (PaperSource.FEEDER, PaperSource.FEEDER_DUPLEX):
        return
    both = wanted is PaperSource.FEEDER_DUPLEX
    if option.kind is ValueType.BOOL:
        scanner.set(option, 1 if both else 0)
        return
    for word in option.words:
        if (source_meaning(word) is PaperSource.FEEDER_DUPLEX) == both:
            scanner.set(option, word)
            return


def _set_mode(scanner: OpenScanner, wanted: ColourMode) -> tuple[str, ...]:
    """Set mode and depth; a device with grey and depth 1 only can do bitonal that way."""
    option = find(scanner.options(), "mode", "scan-mode")
    if option is None:
        return () if wanted is ColourMode.COLOUR else ("mode_not_settable",)
    value = pick_mode(option.words, wanted)
    by_depth = value is None and wanted is ColourMode.BITONAL
    if by_depth:
        value = pick_mode(option.words, ColourMode.GREY)
    if value is None:
        return ("mode_not_available",)
    scanner.set(option, value)
    depth = find(scanner.options(), "depth")
    if depth is not None and (by_depth or mode_meaning(value) is not ColourMode.BITONAL):
        scanner.set(depth, nearest(depth, 1 if by_depth else 8))
    return ()


def _set_resolution(scanner: OpenScanner, dpi: int) -> None:
    single = find(scanner.options(), "resolution") is not None
    for name in ("resolution",) if single else ("x-resolution", "y-resolution"):
        option = find(scanner.options(), name)
        if option is not None:
            scanner.set(option, nearest(option, dpi))


def _set_area(scanner: OpenScanner, paper: PaperSize) -> None:
    """Ask for the size of the paper, or for all there is.

    Devices that count the area in pixels keep their default; an option in the device id overrides.
    """
    width, height = PAPER_MM.get(paper, (_ENDLESS_MM, _ENDLESS_MM))
    for name, wanted in {"tl-x": 0.0, "tl-y": 0.0, "br-x": width, "br-y": height}.items():
        option = find(scanner.options(), name)
        if option is not None and option.unit is Unit.MM:
            scanner.set(option, nearest(option, wanted))


def _set_light(scanner: OpenScanner, profile: ScanProfile) -> None:
    """Brightness and contrast, as a share of what the device offers on either side of its zero."""
    for name, percent in (("brightness", profile.brightness), ("contrast", profile.contrast)):
        option = find(scanner.options(), name)
        if not percent or option is None or option.range is None or not option.is_settable:
            continue
        end = option.range.high if percent > 0 else -option.range.low
        scanner.set(option, nearest(option, percent / _PERCENT * end))


def _watch_double_feed(scanner: OpenScanner) -> None:
    """Ask the device to stop when two sheets go through at once; most have no such sensor."""
    stop = find(scanner.options(), *_DOUBLE_FEED_STOPS)
    if stop is not None and stop.is_settable:
        for word in stop.words:
            if word.casefold() == _STOP_WORD:
                scanner.set(stop, word)
    sensor = find(scanner.options(), *_DOUBLE_FEED_SENSORS)
    if sensor is not None and sensor.is_settable and sensor.kind is ValueType.BOOL:
        scanner.set(sensor, 1)


def _reported_dpi(scanner: OpenScanner, options: Sequence[Option]) -> int:
    option = find(options, "resolution", "x-resolution")
    if option is None or option.kind is ValueType.STRING:
        return 0
    return max(round(float(scanner.get(option))), 0)


def _is_feeder(scanner: OpenScanner, options: Sequence[Option], wanted: PaperSource) -> bool:
    """The source that is set now decides; without such an option, what was asked for."""
    option = find(options, *_SOURCE_NAMES)
    feeders = (PaperSource.FEEDER, PaperSource.FEEDER_DUPLEX)
    if option is None:
        return wanted in feeders
    return source_meaning(str(scanner.get(option))) in feeders
