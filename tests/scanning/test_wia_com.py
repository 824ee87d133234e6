"""The little of COM that is used: layouts, order of methods, and nothing is kept."""

from __future__ import annotations

import ctypes
from contextlib import ExitStack

import pytest

from app.scanning.base import PaperSize, PaperSource, ScanCancelled, ScanProfile
from app.scanning.driver_errors import ScannerMisbehaves
from app.scanning.wia_com import Com, ComObject, ComPointer, system_functions
from app.scanning.wia_errors import WiaCallFailed
from app.scanning.wia_items import Allowed, WiaItem, WiaManager
from app.scanning.wia_setup import Settings, nearest, open_source, prepare
from app.scanning.wia_transfer import BandTransfer, Reader, StreamTransfer
from app.scanning.wia_types import (
    IID_CALLBACK_2,
    IID_TRANSFER_1,
    DataTransferInfo,
    Guid,
    Property,
    PropertyName,
    PropertyValue,
    Result,
    TransferParameters,
)
from tests.fakes import wia_device
from tests.fakes.wia_device import NAME, Spec
from tests.fakes.wia_service import World
from tests.fakes.wia_things import Stream

FEEDER = PaperSource.FEEDER


@pytest.mark.may_skip("on 32-bit systems")
@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="sizes of 64-bit systems")
def test_layouts_have_the_sizes_of_64_bit_windows() -> None:
    sizes = [
        ctypes.sizeof(each)
        for each in (Guid, PropertyName, PropertyValue, TransferParameters, DataTransferInfo)
    ]

    assert sizes == [16, 16, 24, 24, 28]
    assert PropertyValue.value.offset == 8
    assert TransferParameters.transferred.offset == 8
    assert TransferParameters.status.offset == 16


def scanned(world: World, edition: int, reader: Reader) -> bool:
    """One transfer from the feeder."""
    with ExitStack() as stack:
        com = stack.enter_context(Com(world))
        manager = stack.enter_context(WiaManager(com, edition))
        device = stack.enter_context(manager.open(NAME))
        source = open_source(device, FEEDER, stack)
        prepare(device, source, ScanProfile(source=FEEDER, dpi=75))
        item = source.item
        transfer = BandTransfer(item) if edition == 1 else StreamTransfer(com, item)
        with transfer:
            return transfer.download(reader)


@pytest.mark.parametrize("edition", [1, 2])
def test_transfer_gives_back_whatever_it_took(edition: int) -> None:
    world, pages = World(Spec(sheets=3)), []

    scanned(world, edition, Reader(lambda data: bool(pages.append(data)) or True, len_of, nothing))

    assert len(pages) == (3 if edition == 2 else 1)
    assert world.leaked() == []


@pytest.mark.parametrize("edition", [1, 2])
def test_transfer_that_fails_gives_back_whatever_it_took(edition: int) -> None:
    world = World(Spec(fails={"1": 0x80210002}))

    with pytest.raises(WiaCallFailed, match="PAPER_JAM"):
        scanned(world, edition, Reader(lambda data: True, len_of, nothing))

    assert world.leaked() == []


@pytest.mark.parametrize("edition", [1, 2])
def test_transfer_whose_reader_cancels_gives_back_whatever_it_took(edition: int) -> None:
    world = World(Spec())

    def cancelled() -> None:
        raise ScanCancelled("now")

    with pytest.raises(ScanCancelled):
        scanned(world, edition, Reader(lambda data: True, len_of, cancelled))

    assert world.leaked() == []


def test_transfer_page_beyond_all_bounds_stops_the_driver() -> None:
    world = World(Spec(strange={"1": "huge"}))

    with pytest.raises(ScannerMisbehaves):
        scanned(world, 2, Reader(lambda data: True, len_of, nothing))

    assert world.taken == 1
    assert world.leaked() == []


def test_prepare_sets_what_the_profile_asks_and_keeps_blank_pages() -> None:
    world = World(Spec())
    profile = ScanProfile(
        source=FEEDER, dpi=300, brightness=50, max_pages=7, paper=PaperSize.A5, double_feed=True
    )

    settings = prepared(world, profile)

    values = world.items[wia_device.FEEDER]
    assert settings == Settings(300)
    assert (values[wia_device.X_EXTENT], values[wia_device.Y_EXTENT]) == (1748, 2480)
    assert values[wia_device.BRIGHTNESS] == 500
    assert values[wia_device.PAGES] == 7
    assert values[wia_device.BLANK_PAGES] == 0
    assert values[wia_device.MULTI_FEED] == 1


def test_prepare_wish_that_the_device_lacks_is_a_warning() -> None:
    settings = prepared(World(Spec()), ScanProfile(source=FEEDER, contrast=10))

    assert settings.warnings == ("contrast_not_set",)


def prepared(world: World, profile: ScanProfile) -> Settings:
    with ExitStack() as stack:
        com = stack.enter_context(Com(world))
        manager = stack.enter_context(WiaManager(com, 2))
        device = stack.enter_context(manager.open(NAME))
        return prepare(device, open_source(device, FEEDER, stack), profile)


def test_properties_of_a_device_are_read_by_type() -> None:
    world = World(Spec())

    with Com(world) as com, WiaManager(com, 2) as manager, manager.open(NAME) as device:
        told = device.properties
        read = (told.text(Property.VENDOR), told.number(Property.DEVICE_TYPE))
        absent = (
            told.text(Property.FORMAT),
            told.guid(Property.FORMAT),
            told.number(Property.CONTRAST, 5),
        )

    assert read == ("Example", 1 << 16 | 1)
    assert absent == ("", "", 5)
    assert world.leaked() == []


def test_open_unknown_device_fails_and_gives_its_text_back() -> None:
    world = World(Spec())

    with Com(world) as com, WiaManager(com, 2) as manager, pytest.raises(WiaCallFailed):
        manager.open("nobody")

    assert world.leaked() == []


def test_query_unknown_interface_is_refused() -> None:
    own = ComObject(IID_CALLBACK_2, [])
    pointer = ComPointer(own.argument.value)

    with pytest.raises(WiaCallFailed, match="NO_INTERFACE"):
        pointer.query(IID_TRANSFER_1)

    assert pointer.query(IID_CALLBACK_2).address == own.argument.value


def test_item_without_properties_is_let_go() -> None:
    world = World(Spec())
    stream = Stream(world)

    with Com(world) as com, pytest.raises(WiaCallFailed):
        WiaItem(com, ComPointer(stream.address), 2)

    assert world.leaked() == []


@pytest.mark.parametrize(
    ("allowed", "wanted", "expected"),
    [
        (Allowed(values=(100, 200, 400)), 300, 400),
        (Allowed(low=50, high=600, step=50), 320, 300),
        (Allowed(low=50, high=600, step=50), 10, 50),
        (Allowed(low=0, high=25, step=10), 25, 20),
        (Allowed(), 300, 300),
    ],
)
def test_nearest_is_allowed(allowed: Allowed, wanted: int, expected: int) -> None:
    assert nearest(allowed, wanted) == expected


def test_result_is_named() -> None:
    assert Result.named(-2145320957) == "PAPER_EMPTY"
    assert Result.named(0x80215555) == "0x80215555"


def test_system_functions_are_of_windows_alone() -> None:
    if not hasattr(ctypes, "WinDLL"):
        with pytest.raises(WiaCallFailed):
            system_functions()


def len_of(percent: int) -> None:
    """Progress that nobody looks at."""


def nothing() -> None:
    """Nobody cancels."""
