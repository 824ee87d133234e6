from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from app.scanning.base import (
    ColourMode,
    CoverOpen,
    FeederEmpty,
    PageTruncated,
    PaperJam,
    PaperSource,
    ScanCancelled,
    ScanError,
    ScannedPage,
    ScannerBusy,
    ScannerDenied,
    ScannerMissing,
    ScannerOffline,
    ScanProfile,
)
from app.scanning.driver_errors import ScanUnsupported
from app.scanning.pnm_feeder import write_sane_config
from app.scanning.sane import SaneScanner, make_id, split_id

pytestmark = pytest.mark.sane

FLATBED = ScanProfile(source=PaperSource.FLATBED, dpi=50)
FEEDER = ScanProfile(source=PaperSource.FEEDER, dpi=30)
GRID = {"test-picture": "Grid"}
Opened = Callable[[bytes], Image.Image]
Never = Callable[[], bool]


def pages(
    scanner: SaneScanner, profile: ScanProfile, options: dict[str, str], device: str = "test:0"
) -> list[ScannedPage]:
    return list(scanner.scan(make_id(device, options), profile, lambda: False))


def test_devices_with_two_backends_lists_them(sane: SaneScanner) -> None:
    found = sane.devices()

    assert {d.id for d in found} >= {"sane:test:0", "sane:pnm:0"}
    assert {d.label for d in found} >= {"Noname frontend-tester", "Noname PNM file reader"}


def test_devices_without_backends_is_empty(tmp_path: Path, sane_environment: object) -> None:
    scanner = SaneScanner(write_sane_config(tmp_path / "none", ()))

    found = scanner.devices()

    assert found == []


def test_capabilities_of_test_device_are_understood(sane: SaneScanner) -> None:
    caps = sane.capabilities("sane:test:0")

    assert caps.sources == {PaperSource.FLATBED, PaperSource.FEEDER}
    assert caps.modes == {ColourMode.COLOUR, ColourMode.GREY}
    assert caps.dpi == (1, 1200)


def test_capabilities_with_resolution_list_gives_it(sane: SaneScanner) -> None:
    caps = sane.capabilities("sane:pnm:0")

    assert caps.dpi[0] == 75
    assert caps.dpi[-1] == 300


def test_scan_flatbed_gives_one_png_with_its_resolution(sane: SaneScanner, opened: Opened) -> None:
    result = pages(sane, FLATBED, GRID)

    assert [(p.seq, p.dpi, p.media) for p in result] == [(1, 50, "image/png")]
    image = opened(result[0].data)
    assert image.size == (393, 393)  # the device offers 200 mm of the 210 x 297 mm of A4
    assert round(image.info["dpi"][0]) == 50


def test_scan_area_in_device_id_overrides_a4(sane: SaneScanner, opened: Opened) -> None:
    result = pages(sane, FLATBED, {"br-x": "100", "br-y": "50"})

    assert opened(result[0].data).size == (196, 98)


def test_scan_feeder_gives_ten_pages_and_ends(sane: SaneScanner) -> None:
    result = pages(sane, FEEDER, {})

    assert [p.seq for p in result] == list(range(1, 11))


def test_scan_auto_prefers_the_feeder(sane: SaneScanner) -> None:
    result = pages(sane, ScanProfile(dpi=20, max_pages=2), {})

    assert [p.seq for p in result] == [1, 2]


def test_scan_feeder_with_page_limit_stops_there(sane: SaneScanner) -> None:
    result = pages(sane, ScanProfile(source=PaperSource.FEEDER, dpi=20, max_pages=3), {})

    assert len(result) == 3


def test_scan_duplex_on_simplex_device_is_refused(sane: SaneScanner) -> None:
    with pytest.raises(ScanUnsupported):
        pages(sane, ScanProfile(source=PaperSource.FEEDER_DUPLEX, dpi=20), {})


@pytest.mark.parametrize(
    ("colour", "mode"),
    [(ColourMode.COLOUR, "RGB"), (ColourMode.GREY, "L"), (ColourMode.BITONAL, "1")],
)
def test_scan_colour_mode_is_delivered(
    sane: SaneScanner, opened: Opened, colour: ColourMode, mode: str
) -> None:
    profile = ScanProfile(source=PaperSource.FLATBED, colour=colour, dpi=50)

    image = opened(pages(sane, profile, {"test-picture": "Solid black"})[0].data)

    assert image.mode == mode
    assert set(image.convert("L").tobytes()) == {0}


def test_scan_bitonal_and_grey_show_the_same_grid(sane: SaneScanner, opened: Opened) -> None:
    grey = pages(sane, ScanProfile("g", PaperSource.FLATBED, ColourMode.GREY, 50), GRID)
    bitonal = pages(sane, ScanProfile("b", PaperSource.FLATBED, ColourMode.BITONAL, 50), GRID)

    assert opened(bitonal[0].data).convert("L").tobytes() == opened(grey[0].data).tobytes()


@pytest.mark.parametrize(
    ("colour", "options"),
    [
        (ColourMode.COLOUR, {"depth": "16", "read-limit": "yes", "read-limit-size": "999"}),
        (ColourMode.GREY, {"depth": "16"}),
        (ColourMode.COLOUR, {"fuzzy-parameters": "yes"}),
        (ColourMode.COLOUR, {"non-blocking": "yes", "select-fd": "yes"}),
    ],
)
@pytest.mark.expects_log_warnings
def test_scan_other_delivery_gives_the_same_pixels(
    sane: SaneScanner, opened: Opened, colour: ColourMode, options: dict[str, str]
) -> None:
    profile = ScanProfile(source=PaperSource.FLATBED, colour=colour, dpi=20)
    expected = opened(pages(sane, profile, GRID)[0].data)

    result = opened(pages(sane, profile, {**GRID, **options})[0].data)

    assert (result.mode, result.size) == (expected.mode, expected.size)
    assert result.tobytes() == expected.tobytes()


def test_scan_one_bit_colour_gives_the_same_grid(sane: SaneScanner, opened: Opened) -> None:
    expected = opened(pages(sane, FLATBED, GRID)[0].data)

    result = opened(pages(sane, FLATBED, {**GRID, "depth": "1"})[0].data)

    assert result.tobytes() == expected.tobytes()


@pytest.mark.parametrize(
    ("colour", "depth"),
    [
        (ColourMode.COLOUR, "1"),
        (ColourMode.COLOUR, "8"),
        (ColourMode.COLOUR, "16"),
        (ColourMode.GREY, "1"),
    ],
)
@pytest.mark.expects_log_warnings
def test_scan_padded_lines_lose_only_the_padding(
    sane: SaneScanner, opened: Opened, colour: ColourMode, depth: str
) -> None:
    profile = ScanProfile(source=PaperSource.FLATBED, colour=colour, dpi=50)
    options = {**GRID, "depth": depth}
    whole = opened(pages(sane, profile, options)[0].data)

    padded = opened(pages(sane, profile, {**options, "ppl-loss": "13"})[0].data)

    assert padded.size == (whole.width - 13, whole.height)
    assert padded.tobytes() == whole.crop((0, 0, *padded.size)).tobytes()


@pytest.mark.parametrize("order", ["RGB", "GBR", "BRG"])
def test_scan_three_passes_give_the_colours_of_one(
    sane: SaneScanner, opened: Opened, order: str
) -> None:
    pattern = {"test-picture": "Color pattern"}
    expected = opened(pages(sane, FLATBED, pattern)[0].data)

    passes = {**pattern, "three-pass": "yes", "three-pass-order": order}
    result = opened(pages(sane, FLATBED, passes)[0].data)

    assert len(set(zip(*[iter(result.tobytes())] * 3, strict=True))) > 3
    assert result.tobytes() == expected.tobytes()


def test_scan_hand_scanner_height_is_what_came(sane: SaneScanner, opened: Opened) -> None:
    result = pages(sane, FLATBED, {**GRID, "hand-scanner": "yes"})

    assert opened(result[0].data).size == (216, 334)  # 110 x 170 mm


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("SANE_STATUS_UNSUPPORTED", ScanUnsupported),
        ("SANE_STATUS_CANCELLED", ScanCancelled),
        ("SANE_STATUS_DEVICE_BUSY", ScannerBusy),
        ("SANE_STATUS_INVAL", ScanError),
        ("SANE_STATUS_EOF", PageTruncated),
        ("SANE_STATUS_JAMMED", PaperJam),
        ("SANE_STATUS_NO_DOCS", FeederEmpty),
        ("SANE_STATUS_COVER_OPEN", CoverOpen),
        ("SANE_STATUS_IO_ERROR", ScannerOffline),
        ("SANE_STATUS_NO_MEM", ScanError),
        ("SANE_STATUS_ACCESS_DENIED", ScannerDenied),
    ],
)
def test_scan_status_of_driver_becomes_typed_error(
    sane: SaneScanner, status: str, kind: type[ScanError]
) -> None:
    with pytest.raises(ScanError) as caught:
        pages(sane, FLATBED, {"read-return-value": status})

    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("option", "kind"),
    [
        ("status-eof", PageTruncated),
        ("status-jammed", PaperJam),
        ("status-nodocs", FeederEmpty),
        ("status-coveropen", CoverOpen),
        ("status-ioerror", ScannerOffline),
        ("status-nomem", ScanError),
        ("status-accessdenied", ScannerDenied),
    ],
)
def test_scan_pnm_status_becomes_typed_error(
    sane: SaneScanner, tmp_path: Path, picture: Image.Image, option: str, kind: type[ScanError]
) -> None:
    picture.save(tmp_path / "page.ppm")
    options = {"filename": str(tmp_path / "page.ppm"), option: "yes"}

    with pytest.raises(ScanError) as caught:
        pages(sane, ScanProfile(), options, "pnm:0")

    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("mode", "extra"),
    [
        ("RGB", {}),
        ("L", {}),
        ("1", {}),
        ("RGB", {"hand-scanner": "yes"}),
        ("1", {"hand-scanner": "yes"}),
        ("RGB", {"three-pass": "yes"}),
    ],
)
def test_scan_own_page_comes_back_pixel_exact(
    sane: SaneScanner,
    opened: Opened,
    tmp_path: Path,
    picture: Image.Image,
    mode: str,
    extra: dict[str, str],
) -> None:
    expected = picture.convert(mode)
    expected.save(tmp_path / "page.ppm")

    result = pages(sane, ScanProfile(), {"filename": str(tmp_path / "page.ppm"), **extra}, "pnm:0")

    assert len(result) == 1
    image = opened(result[0].data)
    assert (image.mode, image.size) == (mode, expected.size)
    assert image.tobytes() == expected.tobytes()


def test_scan_a4_colour_page_comes_back_pixel_exact(
    sane: SaneScanner, opened: Opened, tmp_path: Path, picture: Image.Image
) -> None:
    expected = picture.resize((2480, 3508), Image.Resampling.NEAREST)
    expected.save(tmp_path / "a4.ppm")

    result = pages(sane, ScanProfile(), {"filename": str(tmp_path / "a4.ppm")}, "pnm:0")

    assert result[0].dpi == 300
    assert opened(result[0].data).tobytes() == expected.tobytes()


def test_scan_file_name_with_special_characters_is_found(
    sane: SaneScanner, tmp_path: Path, picture: Image.Image
) -> None:
    path = tmp_path / "Giấy khai sinh & bản sao + 50%?=1.ppm"
    picture.save(path)

    result = pages(sane, ScanProfile(), {"filename": str(path)}, "pnm:0")

    assert len(result) == 1


def test_scan_file_shorter_than_its_header_is_truncated(
    sane: SaneScanner, tmp_path: Path, picture: Image.Image
) -> None:
    path = tmp_path / "half.ppm"
    picture.save(path)
    path.write_bytes(path.read_bytes()[:-61])

    with pytest.raises(PageTruncated):
        pages(sane, ScanProfile(), {"filename": str(path)}, "pnm:0")


def test_scan_absurdly_large_promise_is_refused(sane: SaneScanner, tmp_path: Path) -> None:
    path = tmp_path / "huge.ppm"
    path.write_bytes(b"P6\n60000 30000\n255\n" + bytes(100))

    with pytest.raises(ScanUnsupported):
        pages(sane, ScanProfile(), {"filename": str(path)}, "pnm:0")


def test_scan_missing_file_is_an_error(sane: SaneScanner, tmp_path: Path) -> None:
    with pytest.raises(ScanError):
        pages(sane, ScanProfile(), {"filename": str(tmp_path / "none.ppm")}, "pnm:0")


def test_scan_unknown_device_is_missing(sane: SaneScanner) -> None:
    with pytest.raises(ScannerMissing):
        pages(sane, FLATBED, {}, "test:99")


@pytest.mark.parametrize(
    "options",
    [
        {"no-such-option": "1"},
        {"depth": "seven"},
        {"depth": "99999999999"},
        {"mode": "x" * 5000},
        {"test-picture": "Sunset"},
        {"three-pass-order": "RGB"},
    ],
)
def test_scan_impossible_option_is_refused(sane: SaneScanner, options: dict[str, str]) -> None:
    with pytest.raises(ScanUnsupported):
        pages(sane, FLATBED, options)


def test_scan_driver_that_prints_does_not_disturb(sane: SaneScanner) -> None:
    result = pages(sane, FLATBED, {"print-options": ""})

    assert len(result) == 1


def test_scan_page_never_touches_the_disk(sane_environment: dict[str, str], tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    before = sorted(tmp_path.rglob("*"))
    places = {"TMPDIR": str(scratch), "HOME": str(scratch)}
    scanner = SaneScanner({**sane_environment, **places})

    pages(scanner, FLATBED, GRID)

    assert sorted(tmp_path.rglob("*")) == before


def test_scan_reports_progress_of_a_slow_page(sane_environment: dict[str, str]) -> None:
    told: list[tuple[int, float]] = []
    scanner = SaneScanner(sane_environment, on_progress=lambda seq, part: told.append((seq, part)))
    slow = {"read-delay": "yes", "read-delay-duration": "60000", "br-y": "25"}

    pages(scanner, ScanProfile(source=PaperSource.FLATBED, dpi=200), slow)

    assert told
    assert all(seq == 1 and 0 <= part <= 1 for seq, part in told)
    assert told == sorted(told)


def test_split_id_of_another_family_is_missing() -> None:
    with pytest.raises(ScannerMissing):
        split_id("fake:feeder")


def test_split_id_reverses_make_id() -> None:
    options = {"filename": "/a b/ảnh+1&2=3?.ppm", "mode": "Color"}

    assert split_id(make_id("net:host:pnm:0", options)) == ("net:host:pnm:0", options)
