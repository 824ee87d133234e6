"""What an eSCL device says about itself and about its present state.

Lengths are in 1/300 inch, as the protocol counts.

Source: Mopria Alliance, eSCL Technical Specification 2.97, ScannerCapabilities, ScannerStatus.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from app.scanning.base import (
    CoverOpen,
    DoubleFeed,
    FeederEmpty,
    PaperJam,
    PaperSource,
    ScanCancelled,
    ScanError,
    ScannerOffline,
)
from app.scanning.driver_errors import ScannerMisbehaves
from app.scanning.escl_tree import Node, parse

_MAX_DPI = 9600
_MAX_LISTED = 100
_MAX_PROFILES = 20
_MAX_NAME_CHARS = 120
_WHOLE = re.compile(r"-?[0-9]{1,6}")


class PixelKind(StrEnum):
    """Colour modes in the protocol's words; those with 16 bits a sample are never asked for."""

    BITONAL = "BlackAndWhite1"
    GREY = "Grayscale8"
    COLOUR = "RGB24"


@dataclass(frozen=True, slots=True)
class Span:
    """Allowed numbers from `low` to `high` in steps of `step` (at least 1)."""

    low: int
    high: int
    step: int

    def nearest(self, wanted: int) -> int:
        """The allowed number nearest to the wanted one."""
        value = min(max(wanted, self.low), self.high)
        value = self.low + (value - self.low + self.step // 2) // self.step * self.step
        return value if value <= self.high else value - self.step


@dataclass(frozen=True, slots=True)
class Light:
    """Brightness or contrast: from `low` to `high` in steps of `step`; `usual` changes nothing."""

    low: int
    high: int
    usual: int
    step: int


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """What one source (glass, feeder, both sides) can do.

    Attributes:
        max_width: Widest region; 0 = not told.
        dpi: Discrete resolutions with the same number both ways, ascending.
        dpi_span: Interval of resolutions; None = only the discrete ones.
        formats: Media types, in the device's order, small letters.
        says_ext: Whether formats are also given in the newer element DocumentFormatExt.
    """

    min_width: int
    max_width: int
    min_height: int
    max_height: int
    kinds: frozenset[PixelKind]
    dpi: tuple[int, ...]
    dpi_span: Span | None
    formats: tuple[str, ...]
    says_ext: bool

    def nearest_dpi(self, wanted: int) -> int:
        """Allowed resolution nearest to the wanted one; of two equally near the larger."""
        if self.dpi:
            return min(self.dpi, key=lambda value: (abs(value - wanted), -value))
        return self.dpi_span.nearest(wanted) if self.dpi_span else wanted


@dataclass(frozen=True, slots=True)
class EsclCapabilities:
    """What a device can do.

    Attributes:
        uuid: Small letters without braces and "urn:uuid:", "" = not told.
        least_compression: Best value of CompressionFactor, None when there is no such setting.
        brightness: What it offers, None when there is no such setting.
        contrast: The same.
    """

    model: str
    maker: str
    version: str
    serial: str
    uuid: str
    admin_url: str
    sources: dict[PaperSource, SourceLimits]
    least_compression: int | None
    brightness: Light | None = None
    contrast: Light | None = None

    @property
    def edition(self) -> str:
        """Changes when the device or its firmware does."""
        return "|".join((self.model, self.version, self.serial, self.uuid))


@dataclass(frozen=True, slots=True)
class JobInfo:
    """One job as the device lists it.

    Attributes:
        path: Path of the job.
        done: Images made so far, -1 = not told.
        waiting: Images made but not fetched yet, -1 = not told.
    """

    path: str
    state: str
    reasons: tuple[str, ...]
    done: int
    waiting: int


@dataclass(frozen=True, slots=True)
class EsclStatus:
    """State of the device, in the protocol's words; "" = not told."""

    state: str
    adf: str
    reasons: tuple[str, ...]
    jobs: tuple[JobInfo, ...]

    @property
    def is_feeder_loaded(self) -> bool:
        """Paper lies in the feeder."""
        return self.adf == "ScannerAdfLoaded"

    @property
    def is_feeder_empty(self) -> bool:
        """No paper in the feeder; some idle devices of Kyocera say "Processing" for that."""
        idle = self.adf == "ScannerAdfProcessing" and self.state == "Idle"
        return self.adf == "ScannerAdfEmpty" or idle

    @property
    def is_working(self) -> bool:
        """Scans, warms up or tests itself."""
        return self.state in ("Processing", "Testing")

    def job(self, path: str) -> JobInfo | None:
        """The job with this path; the only one listed when none has it."""
        tail = path.rstrip("/").rpartition("/")[2]
        found = (job for job in self.jobs if job.path.rstrip("/").rpartition("/")[2] == tail)
        return next(found, None)

    def trouble(self, *, with_feeder: bool) -> ScanError | None:
        """What keeps the device from scanning, an empty feeder apart; None = nothing."""
        words = [*self.reasons, *([self.adf] if with_feeder else [])]
        for word in words:
            error = trouble_of(word)
            if error is not None and not isinstance(error, FeederEmpty):
                return error
        if self.state in ("Stopped", "Down"):
            return ScannerOffline(f"state {self.state}")
        return None


_TROUBLES: tuple[tuple[str, type[ScanError]], ...] = (
    ("multipick", DoubleFeed),
    ("multiplefeed", DoubleFeed),
    ("doublefeed", DoubleFeed),
    ("jam", PaperJam),
    ("mispick", PaperJam),
    ("pickfail", PaperJam),
    ("traymissing", PaperJam),
    ("inputtrayfailed", PaperJam),
    ("overloaded", PaperJam),
    ("hatchopen", CoverOpen),
    ("dooropen", CoverOpen),
    ("coveropen", CoverOpen),
    ("adfempty", FeederEmpty),
    ("mediaempty", FeederEmpty),
    ("canceledbyuser", ScanCancelled),
    ("canceledbyoperator", ScanCancelled),
    ("canceledatdevice", ScanCancelled),
    ("timedout", ScannerOffline),
    ("duplexpagetoo", PaperJam),
)
"""Parts of AdfState and of reasons, in small letters without hyphens, and what they mean."""


def trouble_of(word: str) -> ScanError | None:
    """Error that a word of the device means, or None for a word that is no trouble."""
    plain = word.replace("-", "").lower()
    kind = next((kind for part, kind in _TROUBLES if part in plain), None)
    return kind(word) if kind else None


def capabilities_of(data: bytes) -> EsclCapabilities:
    """Read ScannerCapabilities.

    Raises:
        ScannerMisbehaves: Not understood, or the device has no source at all.
    """
    root = parse(data, "ScannerCapabilities")
    profiles = {p.attributes.get("name", ""): p for p in root.all("SettingProfile")}
    sources = {
        source: _limits(node, profiles)
        for source, node in _source_nodes(root).items()
        if node is not None
    }
    if not sources:
        raise ScannerMisbehaves("neither glass nor feeder")
    return EsclCapabilities(
        model=name_of(root.value("MakeAndModel") or root.value("ModelName")),
        maker=name_of(root.value("Manufacturer")),
        version=name_of(root.value("Version")),
        serial=name_of(root.value("SerialNumber")),
        uuid=plain_uuid(root.value("UUID")),
        admin_url=name_of(root.value("AdminURI")),
        sources=sources,
        least_compression=_least_compression(root),
        brightness=_light(root, "BrightnessSupport"),
        contrast=_light(root, "ContrastSupport"),
    )


def _source_nodes(root: Node) -> dict[PaperSource, Node | None]:
    platen, adf = root.child("Platen"), root.child("Adf")
    simplex = adf.child("AdfSimplexInputCaps") if adf else None
    duplex = adf.child("AdfDuplexInputCaps") if adf else None
    if adf and duplex is None and any(o.text == "Duplex" for o in adf.all("AdfOption")):
        duplex = simplex
    return {
        PaperSource.FLATBED: platen.child("PlatenInputCaps") if platen else None,
        PaperSource.FEEDER: simplex or duplex,
        PaperSource.FEEDER_DUPLEX: duplex,
    }


def _limits(node: Node, profiles: dict[str, Node]) -> SourceLimits:
    profile = Node("")
    for found in list(node.all("SettingProfile"))[:_MAX_PROFILES]:
        ref = found.attributes.get("ref")
        profile.children += (profiles.get(ref, found) if ref else found).children
    known = {kind.value: kind for kind in PixelKind}
    modes = [mode.text for mode in profile.all("ColorMode")][:_MAX_LISTED]
    plain = [each.text.lower() for each in profile.all("DocumentFormat")]
    ext = [each.text.lower() for each in profile.all("DocumentFormatExt")]
    return SourceLimits(
        min_width=node.whole("MinWidth"),
        max_width=node.whole("MaxWidth"),
        min_height=node.whole("MinHeight"),
        max_height=node.whole("MaxHeight"),
        kinds=frozenset(known[mode] for mode in modes if mode in known),
        dpi=_discrete(profile),
        dpi_span=_span(profile),
        formats=tuple(dict.fromkeys([*plain, *ext][:_MAX_LISTED])),
        says_ext=bool(ext),
    )


def _discrete(profile: Node) -> tuple[int, ...]:
    pairs = [
        (node.whole("XResolution"), node.whole("YResolution"))
        for node in profile.all("DiscreteResolution")
    ]
    return tuple(sorted({x for x, y in pairs[:_MAX_LISTED] if x == y and 0 < x <= _MAX_DPI}))


def _span(profile: Node) -> Span | None:
    """Resolutions that are allowed both ways."""
    spans = [_one_span(n) for name in _SPAN_NAMES for n in profile.all(name) if n.child("Max")]
    usable = [span for span in spans if 0 < span.low <= span.high <= _MAX_DPI]
    if not usable:
        return None
    low, high = max(span.low for span in usable), min(span.high for span in usable)
    return Span(low, high, max(span.step for span in usable)) if low <= high else None


_SPAN_NAMES = ("XResolutionRange", "YResolutionRange")


def _one_span(node: Node) -> Span:
    return Span(node.whole("Min"), node.whole("Max"), max(node.whole("Step"), 1))


def _least_compression(root: Node) -> int | None:
    """The factor says how much is lost: the lowest value keeps most."""
    node = root.child("CompressionFactorSupport")
    if node is None or not node.value("Min").isdigit():
        return None
    return node.whole("Min")


def _light(root: Node, name: str) -> Light | None:
    """What a device offers of brightness or contrast, None for nothing that makes sense."""
    node = root.child(name)
    if node is None or not all(_WHOLE.fullmatch(node.value(end)) for end in ("Min", "Max")):
        return None
    low, high = int(node.value("Min")), int(node.value("Max"))
    told = node.value("Normal")
    usual = int(told) if _WHOLE.fullmatch(told) else (low + high) // 2
    step = max(node.whole("Step"), 1)
    return Light(low, high, usual, step) if low <= usual <= high and low < high else None


def status_of(data: bytes) -> EsclStatus:
    """Read ScannerStatus.

    Raises:
        ScannerMisbehaves: Not understood.
    """
    root = parse(data, "ScannerStatus")
    own = root.child("StateReasons")
    return EsclStatus(
        state=root.value("State"),
        adf=root.value("AdfState"),
        reasons=tuple(reason.text for reason in own.children[:_MAX_LISTED]) if own else (),
        jobs=tuple(_job(node) for node in list(root.all("JobInfo"))[:_MAX_LISTED]),
    )


def _job(node: Node) -> JobInfo:
    def count(name: str) -> int:
        return node.whole(name) if node.value(name).isdigit() else -1

    reasons = (reason.text for reason in node.all("JobStateReason"))
    return JobInfo(
        path=node.value("JobUri"),
        state=node.value("JobState"),
        reasons=tuple(reasons)[:_MAX_LISTED],
        done=count("ImagesCompleted"),
        waiting=count("ImagesToTransfer"),
    )


def name_of(text: str) -> str:
    """A device's word for people: one line, bounded, of letters that can be shown.

    Control and direction characters go, and those that no letter has been given to.
    """
    shown = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(shown.split())[:_MAX_NAME_CHARS]


def plain_uuid(text: str) -> str:
    """A UUID in its usual form, "" when it is none."""
    bare = text.strip().lower().removeprefix("urn:").removeprefix("uuid:").strip("{}")
    return bare if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bare) else ""
