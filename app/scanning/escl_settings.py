"""What is asked of an eSCL device, chosen from a profile and from what the device can do.

Colour and grey are asked as JPEG at the least compression the device offers, one bit per pixel
without loss. JPEG is what these devices make inside and the only format that all of them offer;
`?format=image/png` in a device id asks for another one.

Source: Mopria Alliance, eSCL Technical Specification 2.97, ScanSettings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape  # only writes; nothing is parsed

from app.scanning.base import PAPER_MM, ColourMode, PaperSize, PaperSource, ScanProfile
from app.scanning.driver_errors import ScanUnsupported
from app.scanning.escl_values import EsclCapabilities, Light, PixelKind, SourceLimits

UNITS_PER_INCH = 300
_MM_PER_INCH = 25.4
_LARGEST = PaperSize.LARGEST.value
_PAPERS_MM: dict[str, tuple[float, float]] = {
    **{paper.value: size for paper, size in PAPER_MM.items()},
    "a6": (105, 148),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
}
_OTHER_NAMES = {"max": _LARGEST, "id-1": PaperSize.ID1.value}
"""What device ids may say too."""
_PERCENT = 100
JPEG, PNG, TIFF, PDF = "image/jpeg", "image/png", "image/tiff", "application/pdf"
_BY_KIND: dict[PixelKind, tuple[str, ...]] = {
    PixelKind.COLOUR: (JPEG, PNG, TIFF, PDF),
    PixelKind.GREY: (JPEG, PNG, TIFF, PDF),
    PixelKind.BITONAL: (PNG, TIFF, PDF),
}
_WISHES: dict[ColourMode, tuple[PixelKind, ...]] = {
    ColourMode.COLOUR: (PixelKind.COLOUR, PixelKind.GREY),
    ColourMode.GREY: (PixelKind.GREY, PixelKind.COLOUR),
    ColourMode.BITONAL: (PixelKind.BITONAL, PixelKind.GREY, PixelKind.COLOUR),
}
_NAMESPACES = (
    'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" '
    'xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"'
)


@dataclass(frozen=True, slots=True)
class JobSettings:
    """One order to the device; lengths in 1/300 inch.

    Attributes:
        width: 0 = the device decides about the region.
        compression: None = the device decides.
        brightness: In steps of the device; None = as it has it.
        contrast: The same.
    """

    source: PaperSource
    kind: PixelKind
    dpi: int
    width: int
    height: int
    format: str
    says_ext: bool
    compression: int | None
    warnings: tuple[str, ...] = ()
    brightness: int | None = None
    contrast: int | None = None

    @property
    def is_feeder(self) -> bool:
        """Goes on until the paper is used up."""
        return self.source is not PaperSource.FLATBED

    def to_xml(self) -> bytes:
        """ScanSettings as the device wants them; some insist on this order."""
        parts = ["<pwg:Version>2.0</pwg:Version>"]
        if self.width:
            parts.append(
                "<pwg:ScanRegions><pwg:ScanRegion>"
                "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>"
                "<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>"
                f"<pwg:Width>{self.width}</pwg:Width><pwg:Height>{self.height}</pwg:Height>"
                "</pwg:ScanRegion></pwg:ScanRegions>"
            )
        source = "Feeder" if self.is_feeder else "Platen"
        parts.append(f"<pwg:InputSource>{source}</pwg:InputSource>")
        if self.compression is not None:
            parts.append(f"<scan:CompressionFactor>{self.compression}</scan:CompressionFactor>")
        parts.append(f"<scan:ColorMode>{self.kind.value}</scan:ColorMode>")
        media = escape(self.format)
        parts.append(f"<pwg:DocumentFormat>{media}</pwg:DocumentFormat>")
        if self.says_ext:
            parts.append(f"<scan:DocumentFormatExt>{media}</scan:DocumentFormatExt>")
        parts.append(f"<scan:XResolution>{self.dpi}</scan:XResolution>")
        parts.append(f"<scan:YResolution>{self.dpi}</scan:YResolution>")
        if self.is_feeder:
            both = str(self.source is PaperSource.FEEDER_DUPLEX).lower()
            parts.append(f"<scan:Duplex>{both}</scan:Duplex>")
        for name, step in (("Brightness", self.brightness), ("Contrast", self.contrast)):
            if step is not None:
                parts.append(f"<scan:{name}>{step}</scan:{name}>")
        body = "".join(parts)
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        return f"{head}<scan:ScanSettings {_NAMESPACES}>{body}</scan:ScanSettings>".encode()


def choose(
    caps: EsclCapabilities, source: PaperSource, profile: ScanProfile, extra: Mapping[str, str]
) -> JobSettings:
    """The order that comes nearest to a profile.

    Args:
        caps: What the device can do.
        source: Not AUTO.
        profile: How to scan. Two sheets at once are told by the device whether asked or not: the
            protocol has no wish for it.
        extra: From the device id: "format" (media type), "paper" (a6, letter, max …), which then
            counts and not the paper of the profile.

    Raises:
        ScanUnsupported: No such source, no format that could be read, or an unknown wish.
    """
    limits = caps.sources.get(source)
    if limits is None:
        raise ScanUnsupported(f"no source {source.value}")
    kind, media = _kind_and_format(limits, profile.colour, extra.get("format", ""))
    width, height = _region(limits, extra.get("paper", profile.paper.value))
    wished = _WISHES[profile.colour][0]
    return JobSettings(
        source=source,
        kind=kind,
        dpi=limits.nearest_dpi(profile.dpi),
        width=width,
        height=height,
        format=media,
        says_ext=limits.says_ext,
        compression=caps.least_compression if media == JPEG else None,
        warnings=() if kind is wished else ("mode_not_available",),
        brightness=_step(caps.brightness, profile.brightness),
        contrast=_step(caps.contrast, profile.contrast),
    )


def _step(offered: Light | None, percent: int) -> int | None:
    """A share of what the device offers on either side of its usual value."""
    if offered is None or not percent:
        return None
    end = offered.high if percent > 0 else offered.low
    wanted = offered.usual + abs(percent) / _PERCENT * (end - offered.usual)
    steps = round((wanted - offered.low) / offered.step)
    return min(max(offered.low + steps * offered.step, offered.low), offered.high)


def plainer(settings: JobSettings, caps: EsclCapabilities) -> list[JobSettings]:
    """What to ask for when the device refuses the first order, most wanted first.

    Devices list what they do not do: one bit per pixel above all, then light, then the
    compression, then the region.
    """
    tries: list[JobSettings] = []
    limits = caps.sources[settings.source]
    last = settings
    if settings.kind is PixelKind.BITONAL and PixelKind.GREY in limits.kinds:
        media = next((m for m in _BY_KIND[PixelKind.GREY] if m in limits.formats), JPEG)
        last = replace(
            settings, kind=PixelKind.GREY, format=media, warnings=("mode_not_available",)
        )
        tries.append(last)
    for change in (
        {"brightness": None, "contrast": None},
        {"compression": None, "says_ext": False},
        {"width": 0, "height": 0},
    ):
        simpler = replace(last, **change)
        if simpler != last:
            tries.append(simpler)
            last = simpler
    return tries


def _kind_and_format(
    limits: SourceLimits, colour: ColourMode, wanted: str
) -> tuple[PixelKind, str]:
    """First of the wished kinds that comes in a format that can be read."""
    offered = limits.formats or (JPEG,)
    for kind in _WISHES[colour]:
        readable = [media for media in _BY_KIND[kind] if media in offered]
        if wanted:
            readable = [media for media in readable if media == wanted]
        if readable and (kind in limits.kinds or not limits.kinds):
            return kind, readable[0]
    raise ScanUnsupported("no format that can be read")


def _region(limits: SourceLimits, paper: str) -> tuple[int, int]:
    """Size of the paper, cut to what the source takes; for the largest all of it.

    Raises:
        ScanUnsupported: An unknown paper.
    """
    name = _OTHER_NAMES.get(paper.lower(), paper.lower())
    if name == _LARGEST:
        return limits.max_width, limits.max_height
    if name not in _PAPERS_MM:
        raise ScanUnsupported("unknown paper")
    wide, high = (round(mm / _MM_PER_INCH * UNITS_PER_INCH) for mm in _PAPERS_MM[name])
    return (
        _within(wide, limits.min_width, limits.max_width),
        _within(high, limits.min_height, limits.max_height),
    )


def _within(wanted: int, low: int, high: int) -> int:
    return max(min(wanted, high or wanted), min(low, high or low))
