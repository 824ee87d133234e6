"""What a source is asked for: capabilities by their meaning.

Nothing is left on that could make a page vanish: drivers that throw blank pages away, or couple
that with duplex, are told to keep them, and separator sheets are pages like others.

Source: TWAIN Specification 2.5, chapter 10.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.scanning.base import (
    ColourMode,
    FeederEmpty,
    PaperSize,
    PaperSource,
    ScannerOffline,
    ScanProfile,
)
from app.scanning.driver_errors import ScannerMisbehaves, ScanUnsupported
from app.scanning.twain_errors import TwainCallFailed
from app.scanning.twain_session import TwainSession
from app.scanning.twain_types import (
    CHUNKY,
    DETECT_BY_ULTRASOUND,
    FIRST_BIT_LEFT,
    INCHES,
    KEEP_BLANK_PAGES,
    NO_JOB_CONTROL,
    TRANSFER_IN_MEMORY,
    UNCOMPRESSED,
    ZERO_IS_BLACK,
    ZERO_IS_WHITE,
    Cap,
    Container,
    Item,
    Pixel,
    Size,
)
from app.scanning.twain_values import Number, Values

_ALL_PAGES = -1
_MOST_PAGES = 32767
_PIXELS = {
    ColourMode.COLOUR: Pixel.RGB,
    ColourMode.GREY: Pixel.GREY,
    ColourMode.BITONAL: Pixel.BLACK_WHITE,
}
_SIZES = {PaperSize.A3: Size.A3, PaperSize.A4: Size.A4, PaperSize.A5: Size.A5}
_FULL_SCALE = 10
"""ICAP_BRIGHTNESS and ICAP_CONTRAST go from -1000 to 1000, wishes from -100 to 100."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was set.

    Attributes:
        is_feeder: Whether more than one page may come.
        is_inverted: Whether 0 means white in what comes.
        warnings: Codes of wishes the source does not take.
    """

    is_feeder: bool
    is_inverted: bool
    warnings: tuple[str, ...] = ()


def sources_of(session: TwainSession) -> frozenset[PaperSource]:
    """What a source has: whoever can switch its feeder on and off has both."""
    feeder = _values(session, Cap.FEEDER_ENABLED)
    choices = set(feeder.allowed or (feeder.current,)) if feeder else set()
    found = set()
    if feeder and (choices & {1} or _can_set(session, Cap.FEEDER_ENABLED, 1)):
        found.add(PaperSource.FEEDER)
        if _current(session, Cap.DUPLEX):
            found.add(PaperSource.FEEDER_DUPLEX)
    if not feeder or _can_set(session, Cap.FEEDER_ENABLED, 0):
        found.add(PaperSource.FLATBED)
    return frozenset(found)


def senses_paper(session: TwainSession) -> bool:
    """Whether the source tells if sheets lie in the feeder; the feeder has to be chosen."""
    _try_set(session, Cap.FEEDER_ENABLED, Item.BOOL, 1)
    return bool(_current(session, Cap.PAPER_DETECTABLE))


def has_paper(session: TwainSession) -> bool:
    """Whether the source says that sheets lie in the feeder."""
    return bool(_current(session, Cap.FEEDER_LOADED))


def modes(session: TwainSession) -> frozenset[ColourMode]:
    """Colour modes; all of them when the source does not tell."""
    told = _values(session, Cap.PIXEL_TYPE)
    allowed = told.allowed if told else ()
    return frozenset(mode for mode, pixel in _PIXELS.items() if not allowed or pixel in allowed)


def resolutions(session: TwainSession) -> tuple[int, ...]:
    """Allowed resolutions, or the two ends of an interval; empty = not adjustable."""
    told = _values(session, Cap.X_RESOLUTION)
    if told is None:
        return ()
    if told.step:
        return round(told.low), round(told.high)
    return tuple(round(value) for value in told.allowed)


def check_usable(session: TwainSession) -> None:
    """Refuse a source that is switched off, or that cannot do without its own window.

    Raises:
        ScannerOffline: The device is not there.
        ScanUnsupported: It insists on its window.
    """
    if _current(session, Cap.DEVICE_ONLINE) == 0:
        raise ScannerOffline("source says that the device is not online")
    if _current(session, Cap.UI_CONTROLLABLE) == 0:
        raise ScanUnsupported("source scans from its own window only")


def kinds_to_try(session: TwainSession, wanted: PaperSource) -> tuple[PaperSource, ...]:
    """Sources of paper in the order in which they are tried.

    Raises:
        ScanUnsupported: There is no such one.
        FeederEmpty: The feeder says so.
    """
    here = sources_of(session)
    is_known_empty = PaperSource.FEEDER in here and senses_paper(session) and not has_paper(session)
    if wanted is PaperSource.AUTO:
        order = (PaperSource.FEEDER, PaperSource.FLATBED)
        tried = tuple(kind for kind in order if kind in here)
        return tried[-1:] if is_known_empty and PaperSource.FLATBED in here else tried
    if wanted not in here:
        raise ScanUnsupported(f"no {wanted.value}")
    if wanted is not PaperSource.FLATBED and is_known_empty:
        raise FeederEmpty("source says so")
    return (wanted,)


def prepare(session: TwainSession, profile: ScanProfile) -> Prepared:
    """Set what the profile asks for; its source of paper is not AUTO here.

    Raises:
        ScanUnsupported: Memory transfer, the source of paper or the colour cannot be had.
    """
    _must_set(session, Cap.TRANSFER_KIND, TRANSFER_IN_MEMORY, "no transfer in memory")
    is_feeder = _choose_paper(session, profile)
    _must_set(session, Cap.PIXEL_TYPE, _PIXELS[profile.colour], f"no {profile.colour.value}")
    for cap, value in (
        (Cap.COMPRESSION, UNCOMPRESSED),
        (Cap.PLANAR_CHUNKY, CHUNKY),
        (Cap.PIXEL_FLAVOUR, ZERO_IS_BLACK),
        (Cap.BIT_ORDER, FIRST_BIT_LEFT),
        (Cap.UNITS, INCHES),
        (Cap.JOB_CONTROL, NO_JOB_CONTROL),
    ):
        _try_set(session, cap, Item.UINT16, value)
    _try_set(session, Cap.DISCARD_BLANK_PAGES, Item.INT32, KEEP_BLANK_PAGES)
    _try_set(session, Cap.INDICATORS, Item.BOOL, 0)
    warnings = _soft_wishes(session, profile)
    limit = profile.max_pages if is_feeder else 1
    count = limit if 0 < limit <= _MOST_PAGES else _ALL_PAGES
    _try_set(session, Cap.TRANSFER_COUNT, Item.INT16, count)
    is_inverted = _current(session, Cap.PIXEL_FLAVOUR) == ZERO_IS_WHITE
    return Prepared(is_feeder, is_inverted, tuple(warnings))


def _choose_paper(session: TwainSession, profile: ScanProfile) -> bool:
    """Feeder or glass, one side or two; whether it is the feeder."""
    wants_feeder = profile.source is not PaperSource.FLATBED
    if not _try_set(session, Cap.FEEDER_ENABLED, Item.BOOL, int(wants_feeder)) and wants_feeder:
        raise ScanUnsupported("no feeder")
    if not wants_feeder:
        return False
    _try_set(session, Cap.AUTO_FEED, Item.BOOL, 1)
    both = profile.source is PaperSource.FEEDER_DUPLEX
    if not _try_set(session, Cap.DUPLEX_ENABLED, Item.BOOL, int(both)) and both:
        raise ScanUnsupported("no duplex")
    return True


def _soft_wishes(session: TwainSession, profile: ScanProfile) -> list[str]:
    """Wishes without which a page is still a page; codes of those that were not taken."""
    missed = []
    wanted: Number = profile.dpi
    for cap in (Cap.X_RESOLUTION, Cap.Y_RESOLUTION):
        told = _values(session, cap)
        # What was found across is wanted down too: a page has one resolution.
        wanted = told.nearest(wanted) if told else wanted
        if not _try_set(session, cap, Item.FIX32, wanted):
            missed.append("resolution_not_set")
    size = _SIZES.get(profile.paper, Size.NONE)
    if not _try_set(session, Cap.SUPPORTED_SIZES, Item.UINT16, size):
        missed.append("area_not_set")
    for cap, percent in ((Cap.BRIGHTNESS, profile.brightness), (Cap.CONTRAST, profile.contrast)):
        if percent and not _try_set(session, cap, Item.FIX32, percent * _FULL_SCALE):
            missed.append(f"{cap.name.lower()}_not_set")
    if profile.double_feed and _values(session, Cap.DOUBLE_FEED_DETECTION):
        wish = (Item.UINT16, DETECT_BY_ULTRASOUND, Container.ARRAY)
        if not _try_set(session, Cap.DOUBLE_FEED_DETECTION, *wish):
            missed.append("double_feed_not_set")
    return list(dict.fromkeys(missed))


def _must_set(session: TwainSession, cap: Cap, value: int, else_say: str) -> None:
    if not _try_set(session, cap, Item.UINT16, value):
        raise ScanUnsupported(else_say)


def _try_set(
    session: TwainSession,
    cap: Cap,
    item: Item,
    value: Number,
    kind: Container = Container.ONE_VALUE,
) -> bool:
    """Set a value; whether the source has it now."""
    try:
        session.set(cap, item, value, kind)
    except TwainCallFailed:
        return _current(session, cap) == value
    return True


def _can_set(session: TwainSession, cap: Cap, value: int) -> bool:
    return _try_set(session, cap, Item.BOOL, value)


def _current(session: TwainSession, cap: Cap) -> Number | None:
    """The value now, None where the source has no such capability."""
    told = _values(session, cap)
    return told.current if told else None


def _values(session: TwainSession, cap: Cap) -> Values | None:
    """None where the source has no such capability, or says nonsense about it."""
    try:
        return session.values(cap)
    except (TwainCallFailed, ScannerMisbehaves):
        return None
