"""What the pretended network scanner says it can do."""

from __future__ import annotations

from collections.abc import Sequence


def capabilities_text(
    model: str, version: str, uuid: str, formats: Sequence[str], dpis: Sequence[int]
) -> str:
    """A glass and a feeder for both sides."""
    sizes = "".join(
        f"<scan:{n}>{v}</scan:{n}>"
        for n, v in (("MinWidth", 16), ("MaxWidth", 2550), ("MinHeight", 16))
    )
    profile = (
        "<scan:SettingProfiles><scan:SettingProfile><scan:ColorModes>"
        + "".join(
            f"<scan:ColorMode>{m}</scan:ColorMode>"
            for m in ("BlackAndWhite1", "Grayscale8", "RGB24")
        )
        + "</scan:ColorModes><scan:DocumentFormats>"
        + "".join(f"<pwg:DocumentFormat>{f}</pwg:DocumentFormat>" for f in formats)
        + "".join(f"<scan:DocumentFormatExt>{f}</scan:DocumentFormatExt>" for f in formats)
        + "</scan:DocumentFormats><scan:SupportedResolutions><scan:DiscreteResolutions>"
        + "".join(
            f"<scan:DiscreteResolution><scan:XResolution>{r}</scan:XResolution>"
            f"<scan:YResolution>{r}</scan:YResolution></scan:DiscreteResolution>"
            for r in dpis
        )
        + "</scan:DiscreteResolutions></scan:SupportedResolutions>"
        "</scan:SettingProfile></scan:SettingProfiles>"
    )
    glass = f"{sizes}<scan:MaxHeight>3508</scan:MaxHeight>{profile}"
    feeder = f"{sizes}<scan:MaxHeight>4200</scan:MaxHeight>{profile}"
    return (
        '<scan:ScannerCapabilities xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"'
        ' xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">'
        f"<pwg:Version>{version}</pwg:Version>"
        f"<pwg:MakeAndModel>{model}</pwg:MakeAndModel>"
        "<pwg:SerialNumber>TEST1</pwg:SerialNumber>"
        f"<scan:UUID>{uuid}</scan:UUID>"
        "<scan:AdminURI>http://127.0.0.1/</scan:AdminURI>"
        f"<scan:Platen><scan:PlatenInputCaps>{glass}</scan:PlatenInputCaps></scan:Platen>"
        f"<scan:Adf><scan:AdfSimplexInputCaps>{feeder}</scan:AdfSimplexInputCaps>"
        f"<scan:AdfDuplexInputCaps>{feeder}</scan:AdfDuplexInputCaps></scan:Adf>"
        "<scan:CompressionFactorSupport><scan:Min>5</scan:Min><scan:Max>100</scan:Max>"
        "<scan:Normal>35</scan:Normal><scan:Step>5</scan:Step></scan:CompressionFactorSupport>"
        f"{_light('Brightness')}{_light('Contrast')}"
        "</scan:ScannerCapabilities>"
    )


def _light(name: str) -> str:
    return (
        f"<scan:{name}Support><scan:Min>-1000</scan:Min><scan:Max>1000</scan:Max>"
        f"<scan:Normal>0</scan:Normal><scan:Step>10</scan:Step></scan:{name}Support>"
    )
