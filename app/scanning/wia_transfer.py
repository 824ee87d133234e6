"""Pages on their way out of Windows Image Acquisition: the callbacks of 2.0 and of 1.0.

The system calls from its own threads. What goes wrong in a callback is kept and raised by the
thread that asked for the transfer; the driver is told to stop.

Source: Microsoft, "IWiaTransfer::Download", "IWiaTransferCallback", "IWiaDataTransfer::
idtGetBandedData", "IWiaDataCallback::BandedDataCallback".
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from app.scanning.base import PageTruncated, ScanCancelled
from app.scanning.driver_errors import ScannerMisbehaves
from app.scanning.wia_bitmap import FILE_HEADER_BYTES, with_file_header
from app.scanning.wia_com import Com, ComObject, ComPointer, address_of, content_of
from app.scanning.wia_errors import WiaCallFailed, failed
from app.scanning.wia_items import WiaItem
from app.scanning.wia_types import (
    FORMAT_BMP,
    IID_CALLBACK_1,
    IID_CALLBACK_2,
    IID_TRANSFER_1,
    IID_TRANSFER_2,
    TRANSFER_BUFFER_BYTES,
    TYMED_CALLBACK,
    TYMED_FILE,
    BandMessage,
    DataTransferInfo,
    DataTransferSlot,
    Property,
    Result,
    TransferMessage,
    TransferParameters,
    TransferSlot,
)
from app.scanning.wire import MAX_PAYLOAD_BYTES

_I4, _POINTER = ctypes.c_int32, ctypes.c_void_p


@dataclass(frozen=True, slots=True)
class Reader:
    """What a transfer tells whoever reads it.

    Attributes:
        page: Takes the bytes of a whole page; False = no more are wanted.
        progress: Takes the read part of the present page in percent.
        check: Raises `ScanCancelled` when nobody wants to go on.
    """

    page: Callable[[bytes], bool]
    progress: Callable[[int], None]
    check: Callable[[], None]


class _Outcome:
    """How a transfer ended, seen from the callbacks."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.error: Exception | None = None
        self.is_enough = False
        self.open_pages = 0

    def run(self, step: Callable[[], None]) -> int:
        """One call from the system; its result tells the driver whether to go on."""
        if self.error is not None or self.is_enough:
            return Result.FALSE
        try:
            self._reader.check()
            step()
        except Exception as error:  # raised again by the thread that asked for the transfer
            self.error = error
        return Result.FALSE if self.error is not None or self.is_enough else Result.OK

    def deliver(self, data: bytes) -> None:
        """A page is whole."""
        self.is_enough = not self._reader.page(data)

    def progress(self, percent: int) -> None:
        """Some more of a page came."""
        self._reader.progress(percent)

    def finish(self, code: int) -> bool:
        """Judge the result of the transfer; whether more paper may come.

        Raises:
            ScanCancelled, ScanError: What a callback met.
            PageTruncated: The driver calls it a success, but a page has no end.
        """
        if isinstance(self.error, WiaCallFailed):
            raise ScannerMisbehaves(str(self.error)) from self.error
        if self.error is not None:
            raise self.error
        if self.is_enough:
            return False
        if code == Result.FALSE:
            raise ScanCancelled("stopped at the device")
        if self.open_pages:
            raise PageTruncated("the transfer ended inside a page")
        return code != Result.END_OF_MEDIA


class _StreamCallback:
    """IWiaTransferCallback: gives a stream for each page and takes it back when it is full."""

    def __init__(self, com: Com, outcome: _Outcome) -> None:
        self._com = com
        self._outcome = outcome
        self._streams: deque[ComPointer] = deque()
        self.object = ComObject(
            IID_CALLBACK_2,
            [
                ((_I4, _POINTER), self._told),
                ((_I4, _POINTER, _POINTER, _POINTER), self._next_stream),
            ],
        )

    def close(self) -> None:
        """Let go of streams that were never full."""
        while self._streams:
            self._streams.popleft().release()

    def _told(self, _flags: int, address: int) -> int:
        told = TransferParameters.from_address(address)
        return self._outcome.run(lambda: self._take(told))

    def _take(self, told: TransferParameters) -> None:
        if told.transferred > MAX_PAYLOAD_BYTES:
            raise ScannerMisbehaves("page too large")
        match told.message:
            case TransferMessage.END_OF_STREAM if self._streams:
                if failed(told.status & 0xFFFFFFFF):
                    raise WiaCallFailed(told.status, "end of stream")
                with self._streams.popleft() as stream:
                    self._outcome.open_pages -= 1
                    self._outcome.deliver(content_of(stream, MAX_PAYLOAD_BYTES))
            case TransferMessage.STATUS:
                self._outcome.progress(int(told.percent))

    def _next_stream(self, _flags: int, _item: int, _full: int, out: int) -> int:
        return self._outcome.run(lambda: self._give(out))

    def _give(self, out: int) -> None:
        stream = self._com.stream()
        # One reference for the driver, one for reading the stream when it is full.
        stream.call(1)
        ctypes.c_void_p.from_address(out).value = stream.address
        self._streams.append(stream)
        self._outcome.open_pages += 1


class StreamTransfer:
    """A transfer of 2.0: one call brings all pages."""

    def __init__(self, com: Com, item: WiaItem) -> None:
        self._com = com
        self._pointer = item.pointer.query(IID_TRANSFER_2)
        try:
            item.properties.set_guid(Property.FORMAT, FORMAT_BMP)
            item.properties.set_number(Property.TYMED, TYMED_FILE)
        except WiaCallFailed:
            self._pointer.release()
            raise

    def __enter__(self) -> StreamTransfer:
        return self

    def __exit__(self, *_: object) -> None:
        self._pointer.release()

    def download(self, reader: Reader) -> bool:
        """Transfer pages until the paper is used up; whether more may come.

        Raises:
            WiaCallFailed: As the driver says.
            ScanError: As the reader says, or a page has no end.
        """
        outcome = _Outcome(reader)
        callback = _StreamCallback(self._com, outcome)
        try:
            code = self._pointer.call(TransferSlot.DOWNLOAD, _I4(0), callback.object.argument)
        except WiaCallFailed:
            if outcome.error is not None or outcome.is_enough:
                return outcome.finish(Result.FALSE)
            raise
        finally:
            callback.close()
        outcome.finish(code)
        return False

    def cancel(self) -> None:
        """Stop a transfer that runs in another thread.

        Raises:
            WiaCallFailed: The driver does not.
        """
        self._pointer.call(TransferSlot.CANCEL)


class _BandCallback:
    """IWiaDataCallback: takes a bitmap without its file header, piece by piece."""

    def __init__(self, outcome: _Outcome) -> None:
        self._outcome = outcome
        self._data = bytearray()
        types = (_I4, _I4, _I4, _I4, _I4, _I4, _I4, _POINTER)
        self.object = ComObject(IID_CALLBACK_1, [(types, self._told)])

    def _told(self, message: int, _status: int, percent: int, _offset: int, *rest: int) -> int:
        length, address = rest[0], rest[-1]
        return self._outcome.run(lambda: self._take(message, percent, length, address))

    def _take(self, message: int, percent: int, length: int, address: int) -> None:
        match message:
            case BandMessage.BYTES:
                if not 0 <= length <= MAX_PAYLOAD_BYTES - len(self._data) - FILE_HEADER_BYTES:
                    raise ScannerMisbehaves("page too large")
                self._data += ctypes.string_at(address, length) if length else b""
                self._outcome.open_pages = 1
                self._outcome.progress(percent)
            case BandMessage.NEW_PAGE | BandMessage.TERMINATION:
                self._end_page()

    def _end_page(self) -> None:
        """A page is whole; a driver may say both "new page" and "end" after the last one."""
        data, self._data = bytes(self._data), bytearray()
        self._outcome.open_pages = 0
        if data:
            self._outcome.deliver(with_file_header(data))


class BandTransfer:
    """A transfer of 1.0: it is asked for again until the feeder says that it is empty."""

    def __init__(self, item: WiaItem) -> None:
        self._pointer = item.pointer.query(IID_TRANSFER_1)
        try:
            item.properties.set_guid(Property.FORMAT, FORMAT_BMP)
            item.properties.set_number(Property.TYMED, TYMED_CALLBACK)
        except WiaCallFailed:
            self._pointer.release()
            raise

    def __enter__(self) -> BandTransfer:
        return self

    def __exit__(self, *_: object) -> None:
        self._pointer.release()

    def download(self, reader: Reader) -> bool:
        """Transfer the pages of one sheet; whether more may come.

        Raises:
            WiaCallFailed: As the driver says; an empty feeder too.
            ScanError: As the reader says, or a page has no end.
        """
        outcome = _Outcome(reader)
        callback = _BandCallback(outcome)
        info = DataTransferInfo(
            size=ctypes.sizeof(DataTransferInfo),
            buffer_size=TRANSFER_BUFFER_BYTES,
            double_buffer=1,
        )
        try:
            code = self._pointer.call(
                DataTransferSlot.BANDED, address_of(info), callback.object.argument
            )
        except WiaCallFailed:
            if outcome.error is not None or outcome.is_enough:
                return outcome.finish(Result.FALSE)
            raise
        return outcome.finish(code)

    def cancel(self) -> None:
        """Nothing to call: the callback's result stops the driver at its next piece."""
