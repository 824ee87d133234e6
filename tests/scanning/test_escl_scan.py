"""One scan on a network scanner, the client in this process."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from app.scanning.base import ColourMode, PaperSource, ScanProfile
from benchmarks.capture_faults_escl import sheets
from tests.fakes.escl_call import Told, scan_here, serve
from tests.fakes.escl_rules import Does, Rule
from tests.fakes.escl_server import UUID, EsclServer

FEEDER = ScanProfile(source=PaperSource.FEEDER, dpi=75)
FLATBED = ScanProfile(source=PaperSource.FLATBED, dpi=75)


def opened(told: Told, number: int = 0) -> Image.Image:
    return Image.open(io.BytesIO(told.pages[number].payload))


def test_scan_pages_are_the_bytes_the_device_sent() -> None:
    with EsclServer(sheets()) as server:
        told = scan_here(server, FEEDER)

    assert [page.payload for page in told.pages] == [data for data, _ in server.sent]
    assert [page.text("media") for page in told.pages] == ["image/jpeg"] * 4
    assert [page.whole("dpi") for page in told.pages] == [75] * 4
    assert server.seen.dropped == []


@pytest.mark.parametrize(
    ("media", "kind"),
    [("image/png", "PNG"), ("image/tiff", "TIFF"), ("application/pdf", "JPEG")],
)
def test_scan_other_formats_have_the_same_pixels(media: str, kind: str) -> None:
    with EsclServer(sheets(), formats=(media,)) as server:
        told = scan_here(server, FEEDER)

    assert server.seen.orders[0]["DocumentFormat"] == media
    picture = opened(told)
    assert picture.format == kind
    if kind != "JPEG":
        assert picture.tobytes() == server.fitted(sheets()[0], server.seen.orders[0]).tobytes()


def test_scan_pdf_with_all_sheets_gives_each_page() -> None:
    with EsclServer(sheets(), [Does(Rule.PDF_BATCH, times=0)], formats=("application/pdf",)) as s:
        told = scan_here(s, FEEDER)

    assert [page.whole("seq") for page in told.pages] == [1, 2, 3, 4]


def test_scan_wished_format_in_the_device_id_is_asked_for() -> None:
    with EsclServer(sheets()) as server:
        told = scan_here(server, FEEDER, options={"format": "image/png"})

    assert {page.text("media") for page in told.pages} == {"image/png"}


def test_scan_bitonal_is_asked_without_loss() -> None:
    with EsclServer(sheets()) as server:
        told = scan_here(server, ScanProfile("b", PaperSource.FEEDER, ColourMode.BITONAL, 75))

    order = server.seen.orders[0]
    assert (order["ColorMode"], order["DocumentFormat"]) == ("BlackAndWhite1", "image/png")
    assert "CompressionFactor" not in order
    assert opened(told).mode == "1"


def test_scan_bitonal_refused_comes_grey_and_says_so() -> None:
    with EsclServer(sheets(), [Does(Rule.NO_BITONAL, times=0)]) as server:
        told = scan_here(server, ScanProfile("b", PaperSource.FEEDER, ColourMode.BITONAL, 75))

    assert opened(told).mode == "L"
    assert "mode_not_available" in told.warnings


def test_scan_resolution_is_the_nearest_allowed() -> None:
    with EsclServer(sheets(1), resolutions=(100, 200)) as server:
        told = scan_here(server, ScanProfile(source=PaperSource.FLATBED, dpi=300))

    assert server.seen.orders[0]["XResolution"] == "200"
    assert told.pages[0].whole("dpi") == 200


def test_scan_device_with_another_resolution_tells_the_true_one() -> None:
    with EsclServer(sheets(1), [Does(Rule.OTHER_DPI, times=0)]) as server:
        told = scan_here(server, FEEDER)

    assert told.pages[0].whole("dpi") == 150


@pytest.mark.parametrize(
    ("paper", "size"),
    [("a5", ("1748", "2480")), ("id-1", ("1011", "638")), ("a3", ("2550", "4200"))],
)
def test_scan_paper_of_the_device_id_is_the_region(paper: str, size: tuple[str, str]) -> None:
    with EsclServer(sheets(1)) as server:
        scan_here(server, FEEDER, options={"paper": paper})

    assert (server.seen.orders[0]["Width"], server.seen.orders[0]["Height"]) == size


def test_scan_unknown_paper_is_refused_before_anything_moves() -> None:
    with EsclServer(sheets()) as server:
        told = scan_here(server, FEEDER, options={"paper": "b7"})

    assert told.error == "scan.unsupported"
    assert server.seen.orders == []


@pytest.mark.parametrize(("loaded", "source"), [(4, "Feeder"), (0, "Platen")])
def test_scan_auto_takes_the_feeder_when_paper_lies_in_it(loaded: int, source: str) -> None:
    with EsclServer(sheets()) as server:
        while server.sheets_left > loaded:
            server.unload()
        told = scan_here(server, ScanProfile(dpi=75))

    assert server.seen.orders[0]["InputSource"] == source
    assert len(told.pages) == (loaded or 1)


def test_scan_duplex_is_asked_for() -> None:
    with EsclServer(sheets()) as server:
        scan_here(server, ScanProfile(source=PaperSource.FEEDER_DUPLEX, dpi=75))

    assert server.seen.orders[0]["Duplex"] == "true"


def test_scan_flatbed_gives_one_page_and_frees_the_device() -> None:
    with EsclServer(sheets()) as server:
        told = scan_here(server, FLATBED)

    assert len(told.pages) == 1
    assert server.seen.dropped == ["/eSCL/ScanJobs/1"]


def test_scan_page_limit_stops_the_device() -> None:
    with EsclServer(sheets()) as server:
        told = scan_here(server, ScanProfile(source=PaperSource.FEEDER, dpi=75, max_pages=2))

    assert (len(told.pages), server.sheets_left) == (2, 2)
    assert server.seen.dropped == ["/eSCL/ScanJobs/1"]


def test_scan_after_a_broken_page_frees_the_device() -> None:
    with EsclServer(sheets(), [Does(Rule.CUT_LENGTH, 2)]) as server:
        told = scan_here(server, FEEDER)

    assert told.error == "scan.page_truncated"
    assert server.seen.dropped == ["/eSCL/ScanJobs/1"]


def test_scan_page_counted_but_not_given_is_told() -> None:
    with EsclServer(sheets(), [Does(Rule.MISCOUNT, times=0)]) as server:
        told = scan_here(server, FEEDER)

    assert "pages_miscounted" in told.warnings


def test_scan_never_asks_twice_for_a_page() -> None:
    with EsclServer(sheets(), [Does(Rule.HUNG_UP, 2)]) as server:
        told = scan_here(server, FEEDER)

    asked = [each for each in server.seen.asked if each.endswith("NextDocument")]
    assert (told.error, len(asked)) == ("scan.offline", 2)


def test_scan_nothing_there_is_offline() -> None:
    with EsclServer(sheets()) as server:
        url = server.url

    told = serve(
        "scan", urls=[url], uuid=UUID, policy="if_no_tls", source="feeder", colour="grey", dpi=75
    )

    assert told.error == "scan.offline"


def test_caps_tell_what_the_device_can_do() -> None:
    with EsclServer(sheets()) as server:
        told = serve("caps", urls=[server.url], uuid="", policy="if_no_tls").of("caps")

    assert told.fields["sources"] == ["feeder", "feeder_duplex", "flatbed"]
    assert told.fields["dpi"] == [75, 100, 150, 200, 300, 600]


def test_serve_unknown_request_is_refused() -> None:
    assert serve("dance").error == "scan.unsupported"
