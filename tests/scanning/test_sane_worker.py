"""The worker's order of calls, with a played driver instead of libsane."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from app.scanning.base import FeederEmpty, PaperJam
from app.scanning.sane_library import FoundDevice, FrameParameters
from app.scanning.sane_options import Option
from app.scanning.sane_types import Capability, FrameKind, Status, Unit, ValueType
from app.scanning.sane_worker import Session, _serve
from app.scanning.wire import Message, Outlet, WireBroken, receive

SETTABLE = Capability.SOFT_SELECT | Capability.SOFT_DETECT
PLAIN = FrameParameters(FrameKind.GRAY, True, 4, 4, 2, 8)


def text_option(index: int, name: str, *words: str) -> Option:
    return Option(index, name, name, ValueType.STRING, Unit.NONE, 32, SETTABLE, words)


class PlayedScanner:
    """A driver with sheets per source; each frame is eight bytes."""

    def __init__(self, options: list[Option], sheets: Mapping[str, int]) -> None:
        self.values: dict[str, float | str] = {}
        self.layouts = [PLAIN]
        self.late_no_docs = False
        self.told: Callable[[], bytes] = bytes
        self.told_before_close = b""
        self._options = options
        self._sheets = dict(sheets)
        self._left = b""
        self._frame = -1

    def __enter__(self) -> PlayedScanner:
        return self

    def __exit__(self, *_: object) -> None:
        self.told_before_close = self.told()

    def options(self) -> list[Option]:
        return self._options

    def get(self, option: Option) -> float | str:
        return self.values.get(option.name, option.words[0] if option.words else 0)

    def set(self, option: Option, value: float | str) -> None:
        self.values[option.name] = value

    def _source(self) -> str:
        return str(self.values.get("source", ""))

    def start(self) -> Status:
        self._frame = (self._frame + 1) % len(self.layouts)
        if self._frame == 0:
            if self._sheets.get(self._source(), 0) == 0 and not self.late_no_docs:
                return Status.NO_DOCS
            self._sheets[self._source()] = self._sheets.get(self._source(), 0) - 1
        self._left = bytes(8)
        return Status.GOOD

    def parameters(self) -> FrameParameters:
        return self.layouts[self._frame]

    def read(self, into: bytearray) -> tuple[Status, int]:
        if self.late_no_docs and self._sheets.get(self._source(), 0) < 0:
            return Status.NO_DOCS, 0
        if not self._left:
            return Status.EOF, 0
        piece, self._left = self._left[:3], self._left[3:]
        into += piece
        return Status.GOOD, len(piece)

    def cancel(self) -> None:
        self._frame = -1


class PlayedLibrary:
    def __init__(self, scanner: PlayedScanner) -> None:
        self._scanner = scanner

    def devices(self) -> list[FoundDevice]:
        return [FoundDevice("x:1", "Hãng", "", "sheetfed")]

    def open(self, name: str) -> PlayedScanner:
        if name == "jammed":
            raise PaperJam("sane_open")
        if name == "broken":
            raise ZeroDivisionError
        return self._scanner


def answers(scanner: PlayedScanner, **request: object) -> list[Message]:
    stream = io.BytesIO()
    scanner.told = stream.getvalue
    fields = {"device": "x:1", "source": "auto", "colour": "colour", "dpi": 300, **request}
    kind = str(request.get("type", "scan"))
    _serve(Session(Outlet(stream)), PlayedLibrary(scanner), Message(kind, fields))  # type: ignore[arg-type]
    stream.seek(0)
    found = []
    try:
        while True:
            found.append(receive(stream))
    except WireBroken:
        return found


def kinds(messages: list[Message]) -> list[str]:
    return [message.kind for message in messages]


BOTH = [text_option(1, "source", "Flatbed", "ADF")]


def test_scan_auto_with_empty_feeder_takes_the_glass() -> None:
    scanner = PlayedScanner(BOTH, {"Flatbed": 5})

    result = answers(scanner)

    assert kinds(result) == ["page", "done"]
    assert scanner.values["source"] == "Flatbed"


def test_scan_auto_with_paper_empties_the_feeder() -> None:
    scanner = PlayedScanner(BOTH, {"Flatbed": 5, "ADF": 3})

    result = answers(scanner)

    assert kinds(result) == ["page"] * 3 + ["done"]


def test_scan_feeder_empty_is_an_error() -> None:
    result = answers(PlayedScanner(BOTH, {"Flatbed": 5}), source="feeder")

    assert [(m.kind, m.text("code")) for m in result] == [("error", FeederEmpty.code)]


@pytest.mark.parametrize(("source", "end"), [("feeder", b'"error"'), ("flatbed", b'"done"')])
def test_scan_outcome_is_told_before_the_driver_is_closed(source: str, end: bytes) -> None:
    scanner = PlayedScanner(BOTH, {"Flatbed": 1})

    answers(scanner, source=source)

    assert end in scanner.told_before_close


def test_scan_flatbed_is_scanned_once_whatever_the_limit() -> None:
    result = answers(PlayedScanner(BOTH, {"Flatbed": 5}), source="flatbed", max_pages=3)

    assert kinds(result) == ["page", "done"]


def test_scan_device_without_source_is_scanned_once() -> None:
    result = answers(PlayedScanner([], {"": 5}))

    assert kinds(result) == ["page", "done"]


def test_scan_feeder_of_device_without_source_is_emptied() -> None:
    result = answers(PlayedScanner([], {"": 5}), source="feeder")

    assert kinds(result) == ["page"] * 5 + ["done"]


def test_scan_paper_end_told_by_read_ends_normally() -> None:
    scanner = PlayedScanner(BOTH, {"ADF": 2})
    scanner.late_no_docs = True

    result = answers(scanner, source="feeder")

    assert kinds(result) == ["page"] * 2 + ["done"]


def test_scan_source_in_options_is_left_alone() -> None:
    scanner = PlayedScanner(BOTH, {"Flatbed": 5, "ADF": 3})

    result = answers(scanner, options={"source": "Flatbed"})

    assert kinds(result) == ["page", "done"]


@pytest.mark.parametrize(
    ("options", "values"),
    [
        (
            [text_option(1, "source", "Flatbed", "ADF"), text_option(2, "adf_mode", "Simplex",
             "Duplex")],
            {"source": "ADF", "adf_mode": "Duplex"},
        ),
        (
            [
                text_option(1, "source", "Flatbed", "ADF"),
                Option(2, "duplex", "", ValueType.BOOL, Unit.NONE, 4, SETTABLE),
            ],
            {"source": "ADF", "duplex": 1},
        ),
        ([text_option(1, "source", "ADF Front", "ADF Duplex")], {"source": "ADF Duplex"}),
    ],
)  # fmt: skip
def test_scan_duplex_is_set_in_each_vendors_way(
    options: list[Option], values: dict[str, object]
) -> None:
    scanner = PlayedScanner(options, {"ADF": 2, "ADF Duplex": 2})

    result = answers(scanner, source="feeder_duplex")

    assert kinds(result) == ["page", "page", "done"]
    assert scanner.values == values


def test_scan_device_without_resolution_reports_unknown() -> None:
    result = answers(PlayedScanner([], {"": 1}))

    assert result[0].whole("dpi") == 0


def test_scan_resolution_is_what_the_device_reports() -> None:
    resolution = Option(
        1, "resolution", "", ValueType.INT, Unit.DPI, 4, SETTABLE, (), (100.0, 200.0, 240.0)
    )

    result = answers(PlayedScanner([resolution], {"": 1}))

    assert result[0].whole("dpi") == 240


def test_scan_mode_that_is_missing_is_warned_about() -> None:
    scanner = PlayedScanner([text_option(1, "mode", "Gray")], {"": 1})

    result = answers(scanner, colour="colour")

    assert [m.text("code") for m in result if m.kind == "warning"] == ["mode_not_available"]


def test_scan_sixteen_bit_page_is_warned_about() -> None:
    scanner = PlayedScanner([], {"": 1})
    scanner.layouts = [replace(PLAIN, depth=16, pixels_per_line=2)]

    result = answers(scanner)

    assert kinds(result) == ["warning", "page", "done"]


def test_scan_frame_that_is_never_last_is_refused() -> None:
    scanner = PlayedScanner([], {"": 9})
    scanner.layouts = [replace(PLAIN, kind=FrameKind.RED, is_last=False)]

    result = answers(scanner)

    assert result[-1].text("code") == "scan.unsupported"


def test_scan_paper_used_up_between_passes_is_truncated() -> None:
    scanner = PlayedScanner([], {"": 1})
    scanner.layouts = [replace(PLAIN, kind=FrameKind.RED, is_last=False)]

    result = answers(scanner)

    assert result[-1].text("code") == "scan.page_truncated"


@pytest.mark.parametrize(
    ("request_fields", "code"),
    [
        ({"device": "jammed"}, "scan.jam"),
        ({"device": "broken"}, "scan.error"),
        ({"type": "dance"}, "scan.unsupported"),
    ],
)
def test_serve_trouble_is_always_answered(request_fields: dict[str, object], code: str) -> None:
    result = answers(PlayedScanner([], {}), **request_fields)

    assert [(m.kind, m.text("code")) for m in result] == [("error", code)]


def test_serve_devices_labels_vendor_and_model() -> None:
    result = answers(PlayedScanner([], {}), type="devices")

    assert result[0].fields["devices"] == [{"name": "x:1", "label": "Hãng"}]
    assert result[1].kind == "done"
