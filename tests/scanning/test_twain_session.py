"""States, capabilities, strips and the window of TWAIN, in this process."""

from __future__ import annotations

import contextlib
import ctypes
import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.scanning.base import PageTruncated, PaperSource, ScanError, ScannerMissing, ScanProfile
from app.scanning.driver_errors import ScannerMisbehaves
from app.scanning.twain_errors import TwainCallFailed
from app.scanning.twain_library import TwainLibrary, memory_of, system_library
from app.scanning.twain_session import State, TwainSession, bytes_of, text_of
from app.scanning.twain_setup import prepare
from app.scanning.twain_strips import StripPacker
from app.scanning.twain_types import (
    Callback,
    Cap,
    Capability,
    Container,
    EntryPoint,
    Event,
    Fix32,
    Identity,
    ImageInfo,
    ImageMemory,
    Item,
    Pending,
    UserInterface,
)
from app.scanning.twain_values import Values, read, write
from app.scanning.twain_window import HiddenWindow, hidden_window
from app.scanning.twain_worker import SourceSession, serve
from app.scanning.wire import Message, Outlet
from tests.fakes import twain_dsm
from tests.fakes.twain_dsm import NAME, Scanner, Spec


@pytest.mark.may_skip("on 32-bit systems")
@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="sizes of 64-bit systems")
def test_layouts_are_packed_by_two_bytes() -> None:
    kinds = (
        *(Identity, Capability, UserInterface, Event, Pending, ImageInfo, ImageMemory),
        *(Callback, EntryPoint),
    )

    assert [ctypes.sizeof(kind) for kind in kinds] == [156, 12, 12, 10, 6, 42, 42, 14, 44]
    assert (Identity.groups.offset, Identity.name.offset) == (50, 122)


def opened(scanner: Scanner) -> TwainSession:
    session = TwainSession(scanner.library(), scanner).__enter__()
    session.open(NAME)
    return session


def at_state(scanner: Scanner, state: State) -> TwainSession:
    """A session that went up to a state."""
    session = opened(scanner)
    prepare(session, ScanProfile(source=PaperSource.FEEDER, dpi=75))
    if state >= State.ENABLED:
        session.enable()
    if state >= State.READY:
        session.wait_ready(lambda: None)
        session.image_info()
    if state >= State.TRANSFERRING:
        buffer = ctypes.create_string_buffer(2000)
        session.strip(strip_of(buffer))
        del buffer
    return session


def strip_of(buffer: ctypes.Array[ctypes.c_char]) -> ImageMemory:
    """A strip that points into `buffer`, which the caller has to keep while it is filled."""
    strip = ImageMemory()
    strip.memory.flags, strip.memory.length = 9, len(buffer)
    strip.memory.address = ctypes.addressof(buffer)
    return strip


@pytest.mark.parametrize("state", [s for s in State if s >= State.SOURCE_OPEN])
def test_close_goes_down_from_every_state(state: State) -> None:
    scanner = Scanner(Spec())
    session = at_state(scanner, state)
    assert (session.state, scanner.state) == (state, state)

    session.close()

    assert (session.state, scanner.state) == (State.LOADED, 2)
    assert scanner.blocks == {}


def test_close_goes_on_when_a_step_fails() -> None:
    scanner = Scanner(Spec(steps={"end": 1}))
    session = at_state(scanner, State.TRANSFERRING)

    session.close()

    assert session.state is State.LOADED
    assert [
        step for step in scanner.trail if step.startswith(("5.", "9.501", "3.402", "4.302"))
    ] == [
        "5.701",
        "5.7",
        "9.501",
        "3.402",
        "4.302",
    ]


def test_close_to_open_keeps_the_source() -> None:
    scanner = Scanner(Spec())
    session = at_state(scanner, State.READY)

    session.close(State.SOURCE_OPEN)

    assert (session.state, scanner.state) == (State.SOURCE_OPEN, 4)


def test_call_in_the_wrong_state_is_not_sent() -> None:
    session = opened(Scanner(Spec()))

    with pytest.raises(ScannerMisbehaves):
        session.image_info()


def test_wait_ready_ends_when_nobody_wants_it() -> None:
    session = opened(Scanner(Spec(ready="never")))
    session.enable()

    def enough() -> None:
        raise ScanError("enough")

    with pytest.raises(ScanError, match="enough"):
        session.wait_ready(enough)


def test_prepare_keeps_blank_pages_and_separators() -> None:
    scanner = Scanner(Spec())

    prepared = prepare(opened(scanner), ScanProfile(source=PaperSource.FEEDER, dpi=290))

    told = {cap: value for cap, (_, value) in scanner.values.items()}
    assert prepared.is_feeder
    assert not prepared.is_inverted
    assert (told[twain_dsm.BLANK], told[twain_dsm.JOB]) == (-2, 0)
    assert told[twain_dsm.MECHANISM] == 2
    assert told[twain_dsm.X_RES] == told[twain_dsm.Y_RES] == 300
    assert told[twain_dsm.INDICATORS] == 0


def test_prepare_wish_that_the_source_lacks_is_a_warning() -> None:
    scanner = Scanner(Spec(lacks=[twain_dsm.SIZES]))

    prepared = prepare(opened(scanner), ScanProfile(source=PaperSource.FEEDER, contrast=5))

    assert prepared.warnings == ("area_not_set", "contrast_not_set")


def test_prepare_source_with_white_zero_is_turned_over() -> None:
    scanner = Scanner(Spec(stuck=[twain_dsm.FLAVOUR]))

    assert prepare(opened(scanner), ScanProfile(source=PaperSource.FLATBED)).is_inverted


def test_memory_of_first_manager_is_that_of_the_system() -> None:
    scanner = Scanner(Spec(edition=1))

    assert memory_of(scanner.library(), Identity()) is scanner


def test_text_of_a_name_goes_back_unchanged() -> None:
    name = b"M\xe1y qu\xe9t \xff"

    assert bytes_of(text_of(name)) == name


def test_system_library_and_window_are_of_windows_alone() -> None:
    if not hasattr(ctypes, "WinDLL"):
        with pytest.raises(ScannerMissing):
            system_library()
        with pytest.raises(ScannerMissing):
            hidden_window()


@pytest.mark.parametrize("value", [0.0, 300.0, -1000.0, 72.5, -0.25, 32767.0])
def test_fixed_number_is_written_and_read_back(value: float) -> None:
    scanner = Scanner(Spec())
    handle = write(scanner, Container.ONE_VALUE, Item.FIX32, value)

    result = read(scanner, Capability(cap=1, container=Container.ONE_VALUE, handle=handle))

    assert result == Values(value, Item.FIX32)
    assert scanner.blocks == {}


@given(st.sampled_from(sorted(Container)), st.binary(min_size=64, max_size=64))
def test_read_rubbish_is_refused_and_given_back(kind: Container, content: bytes) -> None:
    scanner = Scanner(Spec())
    content = content[:2] + struct.pack("<I", content[2]) + content[6:]
    handle = scanner.allocate(8192)
    ctypes.memmove(handle, content, len(content))

    with contextlib.suppress(ScannerMisbehaves):
        read(scanner, Capability(cap=1, container=kind, handle=handle))

    assert scanner.blocks == {}


def test_read_without_container_is_refused() -> None:
    with pytest.raises(ScannerMisbehaves):
        read(Scanner(Spec()), Capability(cap=1, container=Container.RANGE))


def test_values_of_missing_capability_say_which() -> None:
    session = opened(Scanner(Spec(lacks=[twain_dsm.SIZES])))

    with pytest.raises(TwainCallFailed, match="CAPABILITY_UNSUPPORTED"):
        session.values(Cap.SUPPORTED_SIZES)


@pytest.mark.parametrize(
    ("values", "wanted", "expected"),
    [
        (Values(1, Item.FIX32, allowed=(100, 200, 400)), 300, 400),
        (Values(1, Item.FIX32, low=75, high=600, step=75), 310, 300),
        (Values(1, Item.FIX32, low=75, high=600, step=75), 9999, 600),
        (Values(1, Item.FIX32), 300, 300),
    ],
)
def test_nearest_is_allowed(values: Values, wanted: int, expected: int) -> None:
    assert values.nearest(wanted) == expected


def info_of(length: int = 2, pixel: int = 1, bits: int = 8) -> ImageInfo:
    resolution = Fix32(300, 0)
    return ImageInfo(
        x_resolution=resolution,
        y_resolution=resolution,
        width=3,
        length=length,
        samples=1,
        bits_per_pixel=bits,
        pixel=pixel,
    )


def rows_of(rows: int, stride: int, **fields: int) -> ImageMemory:
    return ImageMemory(rows=rows, bytes_per_row=stride, columns=3, **fields)


def test_packer_leaves_padding_out_and_turns_over() -> None:
    packer = StripPacker(info_of(), is_inverted=True)

    packer.take(rows_of(1, 4), b"\x00\x80\xff\xee")
    packer.take(rows_of(1, 4), b"\x01\x02\x03")

    page = packer.page()
    with Image.open(io.BytesIO(page.png)) as image:
        assert image.tobytes() == b"\xff\x7f\x00\xfe\xfd\xfc"
    assert (page.width, page.height, page.dpi) == (3, 2, 300)


def test_packer_two_resolutions_claims_none() -> None:
    info = info_of(1)
    info.y_resolution = Fix32(200, 0)
    packer = StripPacker(info, is_inverted=False)
    packer.take(rows_of(1, 3), b"abc")

    assert packer.page().dpi == 0


def test_packer_fewer_rows_than_promised_is_truncated() -> None:
    packer = StripPacker(info_of(5), is_inverted=False)
    packer.take(rows_of(2, 3), b"abcdef")

    with pytest.raises(PageTruncated):
        packer.page()


@pytest.mark.parametrize(
    ("strip", "content"),
    [
        (rows_of(2, 3), b"abc"),
        (rows_of(1, 2), b"ab"),
        (rows_of(1, 3, x_offset=1), b"abc"),
        (rows_of(1, 3, compression=6), b"abc"),
        (rows_of(2**31, 2**31), b"abc"),
    ],
)
def test_packer_strip_without_sense_is_refused(strip: ImageMemory, content: bytes) -> None:
    packer = StripPacker(info_of(), is_inverted=False)

    with pytest.raises(ScanError):
        packer.take(strip, content)


class FakeUser32:
    """A queue of messages: their kinds, None = nothing waits."""

    def __init__(self, kinds: list[int | None], window: int = 5) -> None:
        self.kinds, self.window, self.dispatched = kinds, window, 0

    def CreateWindowExW(self, *arguments: object) -> int:
        assert arguments[3] == 0x80000000  # never shown: no WS_VISIBLE
        return self.window

    def PeekMessageW(self, message: object, *_rest: int) -> int:
        kind = self.kinds.pop(0) if self.kinds else None
        if kind is not None:
            message._obj.kind = kind  # type: ignore[attr-defined]  # what byref refers to
        return int(kind is not None)

    def MsgWaitForMultipleObjects(self, *arguments: object) -> int:
        return 0

    def TranslateMessage(self, message: object) -> int:
        return 0

    def DispatchMessageW(self, message: object) -> int:
        self.dispatched += 1
        return 0


def test_window_gives_messages_and_waits_for_them() -> None:
    user32 = FakeUser32([0x113, None, 0x8000])
    window = HiddenWindow(user32)

    first, second, third = (window.next(0.0) for _ in range(3))
    window.dispatch(first)  # type: ignore[arg-type]  # it came

    assert [each and each.kind for each in (first, second, third)] == [0x113, 0x8000, None]
    assert user32.dispatched == 1
    assert window.window == 5


def test_window_of_a_session_without_windows_is_refused() -> None:
    with pytest.raises(ScannerMissing):
        HiddenWindow(FakeUser32([], window=0))


def test_leave_asks_the_other_thread_to_close_the_source() -> None:
    session = SourceSession(Outlet(io.BytesIO()))
    session.is_down.set()

    session.leave()

    assert session.cancelled.is_set()


def test_serve_tells_that_the_source_is_closed_even_after_trouble() -> None:
    said = io.BytesIO()
    session = SourceSession(Outlet(said))
    scanner = Scanner(Spec(steps={"open": 23}))

    serve(session, lambda: (scanner.library(), scanner), Message("scan", {"device": NAME}))

    assert session.is_down.is_set()
    assert scanner.state == 2
    assert b'"code": "scan.offline"' in said.getvalue()


def test_serve_cancelled_inside_a_page_goes_down_to_the_end() -> None:
    session = SourceSession(Outlet(io.BytesIO()))
    scanner = Scanner(Spec())
    answer = scanner.library().entry

    def cancelling(*arguments: object) -> int:
        if scanner.state == State.TRANSFERRING:
            session.cancelled.set()
        return answer(*arguments)

    library = TwainLibrary(cancelling, scanner)

    serve(
        session, lambda: (library, scanner), Message("scan", {"device": NAME, "source": "feeder"})
    )

    assert scanner.state == 2
    assert scanner.trail[-5:] == ["5.701", "5.7", "9.501", "3.402", "4.302"]
