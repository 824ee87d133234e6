from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanning.base import (
    CoverOpen,
    DoubleFeed,
    FeederEmpty,
    PaperJam,
    PaperSource,
    ScanError,
)
from app.scanning.driver_errors import ScannerMisbehaves, ScannerUnencrypted
from app.scanning.escl_address import in_order, service_url, usable_root
from app.scanning.escl_values import (
    Light,
    PixelKind,
    Span,
    capabilities_of,
    name_of,
    plain_uuid,
    status_of,
    trouble_of,
)
from tests.fakes.escl_server import MODEL, UUID, EsclServer

with EsclServer([]) as _server:
    WHOLE = _server.capabilities()
STATUS = (
    "<ScannerStatus><State>Processing</State><AdfState>ScannerAdfLoaded</AdfState>"
    "<Jobs><JobInfo><JobUri>/eSCL/ScanJobs/7</JobUri><ImagesCompleted>3</ImagesCompleted>"
    "<ImagesToTransfer>1</ImagesToTransfer><JobState>Processing</JobState><JobStateReasons>"
    "<JobStateReason>JobScanning</JobStateReason></JobStateReasons></JobInfo></Jobs>"
    "</ScannerStatus>"
)


def test_capabilities_of_device_are_understood() -> None:
    caps = capabilities_of(WHOLE.encode())

    assert (caps.model, caps.uuid, caps.least_compression) == (MODEL, UUID, 5)
    assert set(caps.sources) == set(PaperSource) - {PaperSource.AUTO}
    feeder = caps.sources[PaperSource.FEEDER]
    assert feeder.kinds == set(PixelKind)
    assert feeder.dpi == (75, 100, 150, 200, 300, 600)
    assert (feeder.max_width, feeder.max_height) == (2550, 4200)
    assert feeder.formats == ("image/jpeg", "application/pdf", "image/png")


@pytest.mark.parametrize(
    ("text", "light"),
    [
        ("<Min>-100</Min><Max>100</Max><Normal>0</Normal><Step>1</Step>", Light(-100, 100, 0, 1)),
        ("<Min>0</Min><Max>255</Max>", Light(0, 255, 127, 1)),
        ("<Min>100</Min><Max>0</Max><Normal>5</Normal>", None),
        ("<Min>0</Min><Max>10</Max><Normal>50</Normal>", None),
        ("<Min>x</Min><Max>10</Max>", None),
        ("<Min>0</Min><Max>99999999</Max>", None),
    ],
)
def test_capabilities_light_is_within_bounds_or_not_there(text: str, light: Light | None) -> None:
    said = (
        "<ScannerCapabilities><Platen><PlatenInputCaps/></Platen>"
        f"<BrightnessSupport>{text}</BrightnessSupport></ScannerCapabilities>"
    )

    assert capabilities_of(said.encode()).brightness == light


def test_capabilities_with_shared_profile_follow_the_reference() -> None:
    text = (
        "<ScannerCapabilities><SettingProfiles><SettingProfile name='p1'><ColorModes>"
        "<ColorMode>RGB24</ColorMode></ColorModes></SettingProfile></SettingProfiles>"
        "<Platen><PlatenInputCaps><SettingProfiles><SettingProfile ref='p1'/></SettingProfiles>"
        "</PlatenInputCaps></Platen></ScannerCapabilities>"
    )

    caps = capabilities_of(text.encode())

    assert caps.sources[PaperSource.FLATBED].kinds == {PixelKind.COLOUR}


def test_capabilities_duplex_as_option_only_takes_the_limits_of_one_side() -> None:
    text = (
        "<ScannerCapabilities><Adf><AdfSimplexInputCaps><MaxWidth>2480</MaxWidth>"
        "</AdfSimplexInputCaps><AdfOptions><AdfOption>Duplex</AdfOption></AdfOptions></Adf>"
        "</ScannerCapabilities>"
    )

    caps = capabilities_of(text.encode())

    assert set(caps.sources) == {PaperSource.FEEDER, PaperSource.FEEDER_DUPLEX}
    assert caps.sources[PaperSource.FEEDER_DUPLEX].max_width == 2480


def test_capabilities_with_interval_of_resolutions_give_the_nearest() -> None:
    ranges = "".join(
        f"<{axis}ResolutionRange><Min>75</Min><Max>600</Max><Step>25</Step></{axis}ResolutionRange>"
        for axis in "XY"
    )
    text = re.sub(
        r"<scan:DiscreteResolutions>.*?</scan:DiscreteResolutions>",
        f"<scan:ResolutionRange>{ranges}</scan:ResolutionRange>",
        WHOLE,
    )

    limits = capabilities_of(text.encode()).sources[PaperSource.FLATBED]

    assert limits.dpi_span == Span(75, 600, 25)
    assert [limits.nearest_dpi(n) for n in (10, 289, 300, 9999)] == [75, 300, 300, 600]


def test_status_of_device_is_understood() -> None:
    status = status_of(STATUS.encode())

    assert status.is_feeder_loaded
    assert status.is_working
    job = status.job("/other/ScanJobs/7/")
    assert job is not None
    assert (job.done, job.waiting, job.reasons) == (3, 1, ("JobScanning",))
    assert status.job("/eSCL/ScanJobs/8") is None


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("ScannerAdfJam", PaperJam),
        ("ScannerAdfHatchOpen", CoverOpen),
        ("ScannerAdfDoorOpen", CoverOpen),
        ("ScannerAdfMultipickDetected", DoubleFeed),
        ("ScannerAdfMispick", PaperJam),
        ("ScannerAdfEmpty", FeederEmpty),
        ("media-jam-error", PaperJam),
        ("cover-open", CoverOpen),
    ],
)
def test_trouble_of_word_is_typed(word: str, kind: type[ScanError]) -> None:
    assert type(trouble_of(word)) is kind


@pytest.mark.parametrize("word", ["", "ScannerAdfLoaded", "JobScanning", "None"])
def test_trouble_of_harmless_word_is_none(word: str) -> None:
    assert trouble_of(word) is None


@given(st.data())
def test_capabilities_with_damage_are_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(WHOLE.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(raw) - 1))
        raw[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=12))

    try:
        caps = capabilities_of(bytes(raw))
    except ScannerMisbehaves:
        return

    assert caps.sources
    assert all(0 <= limits.max_width <= 10**6 for limits in caps.sources.values())


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_status_of_anything_is_read_or_refused(raw: bytes) -> None:
    try:
        status = status_of(raw)
    except ScannerMisbehaves:
        return

    assert status.trouble(with_feeder=True) is None or status.adf or status.state or status.reasons


@pytest.mark.parametrize(
    "text",
    [
        "<a>" * 50 + "</a>" * 50,
        "<ScannerStatus>" + "<a/>" * 30_000 + "</ScannerStatus>",
        '<!DOCTYPE a SYSTEM "file:///etc/passwd" [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
        "<ScannerStatus>&b;</ScannerStatus>",
        "<ScannerStatus>&undefined;</ScannerStatus>",
        "<?xml version='1.0' encoding='no-such'?><ScannerStatus/>",
        "x" * 2_000_000,
    ],
)
def test_status_of_hostile_document_is_refused(text: str) -> None:
    with pytest.raises(ScannerMisbehaves):
        status_of(text.encode())


@given(st.integers(1, 1000), st.integers(0, 5000), st.integers(1, 100), st.integers(-10, 10_000))
def test_span_nearest_is_allowed(low: int, more: int, step: int, wanted: int) -> None:
    span = Span(low, low + more, step)

    value = span.nearest(wanted)

    assert span.low <= value <= span.high
    assert (value - low) % step == 0


@given(st.text())
def test_name_of_anything_is_one_short_line(text: str) -> None:
    name = name_of(text)

    assert len(name) <= 120
    assert len(name.splitlines()) <= 1


@pytest.mark.parametrize(
    "text", [UUID, UUID.upper(), f"urn:uuid:{UUID}", f"{{{UUID}}}", f" uuid:{UUID} "]
)
def test_plain_uuid_knows_all_spellings(text: str) -> None:
    assert plain_uuid(text) == UUID


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("192.0.2.7", "http://192.0.2.7/eSCL"),
        ("May-Quet.local:8080", "http://may-quet.local:8080/eSCL"),
        ("https://192.0.2.7/eSCL/", "https://192.0.2.7/eSCL"),
        ("2001:db8::7", "http://[2001:db8::7]/eSCL"),
        ("http://[fe80::7%25eth0]:80/x", "http://[fe80::7%25eth0]:80/x"),
    ],
)
def test_usable_root_of_typed_address(text: str, url: str) -> None:
    assert usable_root(text).geturl() == url


@pytest.mark.parametrize(
    "text",
    ["", "ftp://192.0.2.7", "http://", "http://user:pw@192.0.2.7/", "a b", "http://h:99999", "h:0"],
)
def test_usable_root_of_no_address_is_refused(text: str) -> None:
    with pytest.raises(ScannerMisbehaves):
        usable_root(text)


@given(st.text(max_size=60))
def test_usable_root_of_anything_is_an_address_or_refused(text: str) -> None:
    try:
        root = usable_root(text)
    except ScannerMisbehaves:
        return

    assert root.hostname
    assert usable_root(root.geturl()) == root


def test_service_url_brackets_ipv6() -> None:
    assert (
        service_url("fe80::7%2", 443, "/eSCL", is_encrypted=True) == "https://[fe80::7%2]:443/eSCL"
    )


def test_in_order_cable_first_then_encrypted_and_plain_only_without_tls() -> None:
    urls = ["http://192.0.2.7/eSCL", "https://192.0.2.7/eSCL", "http://127.0.0.1:60000/eSCL"]
    cable, encrypted, plain = urls[2], urls[1], urls[0]

    assert in_order(urls, "if_no_tls") == [cable, encrypted]
    assert in_order(urls, "fallback") == [cable, encrypted, plain]
    assert in_order(urls, "never") == [cable, encrypted]
    assert in_order([plain], "if_no_tls") == [plain]


def test_in_order_plain_only_with_never_is_refused() -> None:
    with pytest.raises(ScannerUnencrypted):
        in_order(["http://192.0.2.7/eSCL"], "never")
